"""Sitemaps and OPML: the addresses in trees of XML, packed or not, with every entity left alone; the door to lxml."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from ingest.discover.addresses import absolute
from ingest.discover.entry import Item, Listing, listed
from kb.errors import Rejected

MAX_UNPACKED = 50_000_000  # bytes: what the sitemap protocol allows
_ENTITY = re.compile(rb"<!ENTITY\s+(?:%\s*)?[\w.:-]+\s+(?:SYSTEM|PUBLIC|\"[^\"]*&(?!#)|'[^']*&(?!#))", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def unpacked(data: bytes) -> bytes:
    """The bytes of a listing, its packing (gzip) undone. Raises Rejected where they are too many or broken."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        stream = zlib.decompressobj(wbits=31)
        found = stream.decompress(data, MAX_UNPACKED + 1)
    except zlib.error:
        raise Rejected("This packed listing is damaged. Fetch it again.") from None
    if len(found) > MAX_UNPACKED:
        raise Rejected(f"This listing unpacks to more than {MAX_UNPACKED // 1_000_000} MB. Give a smaller one.")
    if not stream.eof:
        raise Rejected("This packed listing is cut off. Fetch it again.")
    return found


def harmless(data: bytes) -> bytes:
    """The same bytes. Raises Rejected where an XML file defines words by other words, or by files elsewhere."""
    if b"<!ENTITY" in data and _ENTITY.search(data):
        raise Rejected(
            "This XML file defines entities that unfold or point elsewhere, as attacks do. Ask its publisher for a "
            "clean one."
        )
    return data


def sitemap(data: bytes, base: str | None, name: str) -> Listing:
    """The pages of a sitemap, newest first, or the sitemaps of an index. Raises Rejected for broken XML."""
    items = [
        Item(
            absolute(values.get("loc", ""), base),
            " ".join(values.get("title", "").split()),
            _day(values.get("publication_date", "")),
            _moment(values.get("lastmod", "")),
        )
        for values in _entries(harmless(unpacked(data)), ("url", "sitemap"))
    ]
    found = listed("sitemap", "", items, ordered=True)
    if not found.items:
        raise Rejected("This sitemap names no web address. Give the address of the articles, or of a feed.")
    return found


def _entries(data: bytes, tags: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The first text under each name within each element of these tags, one element in memory at a time."""
    for element in _elements(data, tags):
        values: dict[str, str] = {}
        for child in element.iter():
            if isinstance(child.tag, str) and child.text and child.text.strip():
                values.setdefault(_local(child.tag), child.text.strip())
        yield values
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _elements(data: bytes, tags: tuple[str, ...]) -> Iterator[Any]:
    from lxml import etree

    try:
        for _, element in etree.iterparse(
            BytesIO(data.lstrip()),
            tag=[f"{{*}}{tag}" for tag in tags],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            recover=True,
        ):
            yield element
    except etree.LxmlError:
        raise Rejected("This XML file is broken beyond reading. Fetch or save it again.") from None


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1].lower()


def opml(data: bytes, base: str | None, name: str) -> Listing:
    """The feeds of an OPML file, in its order; an outline without a feed counts by its page. Raises Rejected."""
    titles: list[str] = []
    items: list[Item] = []
    for element in _elements(harmless(unpacked(data)), ("outline", "title")):
        if _local(element.tag) == "title":
            titles.append(" ".join((element.text or "").split()))
            continue
        given = {key.lower(): value for key, value in element.attrib.items()}
        addresses = [absolute(given.get(key, ""), base) for key in ("xmlurl", "url", "htmlurl")]
        title = " ".join((given.get("title") or given.get("text") or "").split())
        items += [Item(address, title) for address in addresses if address][:1]
    found = listed("opml", next(iter(titles), ""), items)
    if not found.items:
        raise Rejected("This OPML file names no feed. Export your subscriptions again, or list their addresses.")
    return found


def _day(text: str) -> date | None:
    found = _DAY.match(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    """A date with or without a time; what has no zone counts as UTC."""
    try:
        moment = datetime.fromisoformat(text.strip()) if text else None
    except ValueError:
        day = _day(text)
        moment = datetime(day.year, day.month, day.day) if day else None
    if moment is None:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
