"""Link files of the desktops (.url, .webloc, .desktop) and plain lists of addresses; pure."""

from __future__ import annotations

import codecs
import plistlib
import re
from collections.abc import Iterator
from pathlib import PurePath
from xml.parsers.expat import ExpatError

from ingest.discover.addresses import absolute
from ingest.discover.entry import Item, Listing, listed
from kb.errors import Rejected

_ADDRESS = re.compile(r"<?((?:https?://|www\.)[^\s<>\"'|]+)>?", re.IGNORECASE)
_MARKDOWN = re.compile(r"\[([^\]\n]*)\]\(\s*<?((?:https?://|www\.)[^\s<>\"']+?)>?\s*\)", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[-*+•–]|\(?\d{1,4}[.)]|\[\d{1,4}\])\s+")
_EDGES = " \t|:,;–—-\"'„“”"


def addresses(data: bytes, base: str | None, name: str) -> Listing:
    """A list of addresses. Raises Rejected where no line has one that can be read."""
    items = [item for line in _text(data).splitlines() for item in _line(line.strip())]
    found = listed("links", _stem(name), items)
    if not found.items:
        raise Rejected("This list holds no web address (http or https). Put one address on each line.")
    return found


def _line(line: str) -> Iterator[Item]:
    if not line or line.startswith("#"):
        return
    if link := _MARKDOWN.search(line):
        yield Item(_web(link[2]), link[1].strip())
        return
    title = " ".join(_BULLET.sub("", _ADDRESS.sub(" ", line)).split()).strip(_EDGES)
    found = [match[1].rstrip(",;") for match in _ADDRESS.finditer(line)]
    for address in found:
        yield Item(_web(address), title if len(found) == 1 else "")


def _web(address: str) -> str:
    return absolute(address if "://" in address[:8] else f"https://{address}")


def link_file(data: bytes, base: str | None, name: str) -> Listing:
    """The address a link file leads to. Raises Rejected where it leads nowhere, or not to the web."""
    address, title = _property_list(data) if _is_property_list(data) else _sections(_text(data))
    if not address:
        raise Rejected("This link file names no address. Open it in a browser and save the page itself.")
    found = absolute(address)
    if not found:
        scheme = re.match(r"[a-z][\w.+-]{0,20}:", address, re.IGNORECASE)
        what = f"a “{scheme[0].rstrip(':')}” address" if scheme else "something that is no web address"
        raise Rejected(f"This link file leads to {what}, not to a page on the web. Drop the article itself.")
    return listed("links", "", [Item(found, title or _stem(name))])


def _is_property_list(data: bytes) -> bool:
    return data.startswith(b"bplist00") or b"<plist" in data[:2000]


def _property_list(data: bytes) -> tuple[str, str]:
    try:
        loaded = plistlib.loads(data.lstrip(b"\xef\xbb\xbf \r\n\t"))
    except (plistlib.InvalidFileException, ExpatError, ValueError, OverflowError, RecursionError, LookupError):
        raise Rejected("This link file is damaged. Open the page in a browser and save its address again.") from None
    given = loaded if isinstance(loaded, dict) else {}
    return str(given.get("URL") or ""), str(given.get("name") or given.get("title") or "")


def _sections(text: str) -> tuple[str, str]:
    """(address, title) of a file in sections: of the one for links only, the wide form where there are two."""
    values: dict[str, str] = {}
    section = ""
    for line in text.splitlines():
        if head := re.match(r"\s*\[([^\]]+)\]", line):
            section = head[1].strip().casefold()
            continue
        key, equals, value = line.partition("=")
        if equals and section in ("internetshortcut", "internetshortcut.a", "internetshortcut.w", "desktop entry"):
            values.setdefault(f"{section}/{key.strip().casefold()}", value.strip().strip('"'))
    keys = ("internetshortcut/url", "internetshortcut.a/url", "internetshortcut.w/url", "desktop entry/url")
    title = values.get("desktop entry/name") or values.get("internetshortcut/name") or ""
    return next((values[key] for key in keys if values.get(key)), ""), title


def _text(data: bytes) -> str:
    """The text of a small file: by its byte order mark, as UTF-8, else in the encoding Windows writes."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if data[1:2] == b"\x00":
        return data.decode("utf-16-le", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _stem(name: str) -> str:
    """What a file is called, without folders and ending."""
    return PurePath(name.replace("\\", "/")).stem if "://" not in name else ""
