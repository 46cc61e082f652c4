"""What bytes are, told by their content; a name decides only between kinds of text."""

from __future__ import annotations

import plistlib
import re
import struct
import zipfile
import zlib
from io import BytesIO

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FEED, OPML, SITEMAP = "application/rss+xml", "text/x-opml", "application/x-sitemap+xml"
LINK, ADDRESSES = "application/x-url-link", "text/uri-list"

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x00\x00\x01\x00", "image/x-icon"),
    (b"{\\rtf", "application/rtf"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/x-matroska"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"\x7fELF", "application/x-executable"),
    (b"%!PS", "application/postscript"),
)
_ZIPPED = (
    ("word/", DOCX),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("Index/Document.iwa", "application/vnd.apple.pages"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_NAMES = (  # the names of streams tell which program wrote an OLE file
    ("EncryptedPackage", "application/x-ole-encrypted"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_ROOTS = {  # the outermost element of an XML file, without its prefix
    "rss": FEED,
    "feed": FEED,
    "rdf": FEED,
    "opml": OPML,
    "urlset": SITEMAP,
    "sitemapindex": SITEMAP,
    "svg": "image/svg+xml",
    "html": "text/html",
    "document": "application/vnd.oasis.opendocument.text-flat-xml",
}
_PROLOG = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*)*", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(r"<(?:(?P<prefix>[\w.-]+):)?(?P<name>[\w.-]+)\b[^>]*")
_ADDRESS = r"<?(?:https?://|www\.)[^\s<>\"'|]+>?"
_BULLET = r"(?:[-*+•–]\s+|\(?\d{1,4}[.)]\s+|\[\d{1,4}\]\s+)?"
_LIST_LINE = re.compile(  # addresses alone, Markdown's link, a title before or behind an address
    rf"{_BULLET}(?:{_ADDRESS}(?:\s+{_ADDRESS})*|\[[^\]\n]{{1,300}}\]\(\s*{_ADDRESS}\s*\)|"
    rf"(?P<before>[^\n]{{1,300}}?)[\s:|,;–—-]\s*{_ADDRESS}|{_ADDRESS}(?:\s*[|;,:–—-]|\s)\s*(?P<behind>[^\n]{{1,300}}))",
    re.IGNORECASE,
)
_SENTENCE_ENDS = re.compile(r"[^\W\d_]{3,}[.!?…]['\"”»)]*\s+[A-ZÄÖÜ]|[,;]$|[^\W\d_]{3,}\.$")
_TITLE_WORDS = 20  # beside an address: more are prose
_LONGEST = 4000  # characters of a line in a list of addresses
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|article|section|main|div|table|h1|p)\b[^<]*>", re.IGNORECASE
)
_MAIL = re.compile(r"(?im)^(?:from|to|subject|date|mime-version|message-id|received|return-path|content-type):\s*\S")
_FRONT_MATTER = re.compile(r"^---[ \t]*\n(?:[^\n]*\n){0,60}?(?:---|\.\.\.)[ \t]*(?:\n|$)")


def media_type(data: bytes, name: str) -> str:
    """What the bytes are, by their content; the name decides only between kinds of text."""
    head = data[:64]
    for signature, kind in _SIGNATURES:
        if head.startswith(signature) and (signature != b"BM" or data[6:10] == b"\x00\x00\x00\x00"):
            return kind
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], "video/x-msvideo")
    if head[4:8] == b"ftyp":
        return "image/avif" if head[8:12] in (b"avif", b"heic", b"mif1") else "video/mp4"
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if head.startswith(_OLE):
        return next(
            (kind for word, kind in _OLE_NAMES if word.encode("utf-16-le") in data), "application/x-ole-storage"
        )
    if head.startswith(b"\x1f\x8b"):
        return _gzipped(data)
    if head.startswith(b"bplist00"):
        return LINK if _names_an_address(data) else "application/x-plist"
    return _textual(data, name.lower())


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            declared = _declared(archive) if "mimetype" in names else ""
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError):
        return "application/zip"
    for folder, kind in _ZIPPED:
        if any(name.startswith(folder) for name in names):
            return kind
    return declared.strip() or "application/zip"


def _declared(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as file:
        return file.read(100).decode("ascii", "replace")


def _gzipped(data: bytes) -> str:
    """A packed feed or sitemap is what it holds; any other packed file is an archive."""
    try:
        beginning = zlib.decompressobj(wbits=31).decompress(data[:65536], 8192)
    except zlib.error:
        return "application/gzip"
    kind = _xml((_glance(beginning) or "").lstrip("\ufeff \t\r\n"))
    return kind if kind in (FEED, OPML, SITEMAP) else "application/gzip"


def _names_an_address(data: bytes) -> bool:
    """Whether a property list is a link file of macOS."""
    try:
        loaded = plistlib.loads(data)
    except (plistlib.InvalidFileException, ValueError, OverflowError, RecursionError, KeyError, IndexError):
        return False
    return isinstance(loaded, dict) and isinstance(loaded.get("URL"), str)


def _glance(data: bytes) -> str | None:
    """The beginning as text, good enough to recognise markup; None where it is no text."""
    head = data[:8192]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    nuls = head.count(0)
    if nuls > 0.3 * len(head):
        even = head[0::2].count(0) > head[1::2].count(0)
        wide = head.decode("utf-16-be" if even else "utf-16-le", "replace")
        return wide if sum(char.isprintable() or char.isspace() for char in wide) > 0.95 * len(wide) else None
    controls = sum(head.count(byte) for byte in range(32) if byte not in (0, 9, 10, 12, 13, 27))
    if controls > 0.02 * len(head) or nuls > 0.05 * len(head):
        return None
    return head.decode("utf-8", "replace")


def _textual(data: bytes, name: str) -> str:
    text = _glance(data)
    if text is None:
        return "application/octet-stream"
    text = text.lstrip("\ufeff \t\r\n\x00").replace("\r\n", "\n")
    named_markdown = name.endswith((".md", ".markdown", ".mdown", ".mkd"))
    if _is_mail(text):
        return "message/rfc822"
    if _is_link_file(text):
        return LINK
    if _is_list(data, text):
        return ADDRESSES
    if named_markdown or _FRONT_MATTER.match(text):
        return "text/markdown"
    if kind := _xml(text):
        return kind
    if text[:1] in "{[" and name.endswith((".json", ".jsonl")):
        return "application/json"
    marked = _HTML.search(text)
    if marked and (text.startswith("<") or name.endswith((".html", ".htm", ".xhtml")) or marked.start() < 200):
        return "text/html"
    return "text/plain"


def _xml(text: str) -> str | None:
    """The kind of an XML file by its outermost element; None where it is none, or an HTML page."""
    declared = text[:5].lower() == "<?xml"
    found = _ROOT.match(text, _PROLOG.match(text).end()) if text.startswith("<") else None  # type: ignore[union-attr]
    name = found["name"].lower() if found else ""
    if name == "plist" and re.search(r"<key>URL</key>", text):
        return LINK
    if name == "rdf" and "rss" not in text.lower() or name == "document" and found and found["prefix"] != "office":
        return "application/xml"
    if name in _ROOTS and (declared or name != "html"):
        return _ROOTS[name]
    if not found and (stated := re.search(r"<!DOCTYPE\s+([\w.-]+)[^>]*?\[\s*<!ENTITY", text)):  # and no end in sight
        return _ROOTS.get(stated[1].lower(), "application/xml")
    return "application/xml" if declared and not re.search(r"(?i)<html|<!doctype html", text) else None


def _is_link_file(text: str) -> bool:
    """A link of Windows (.url) or of a Linux desktop (.desktop)."""
    if not text.startswith(("[", "#")):
        return False
    windows = re.search(r"(?im)^\[InternetShortcut(?:\.[AW])?\]", text)
    linux = re.search(r"(?m)^\[Desktop Entry\]", text) and re.search(r"(?m)^Type\s*=\s*Link\s*$", text)
    return bool(windows or linux)


def _is_list(data: bytes, beginning: str) -> bool:
    """Whether a text is nothing but addresses, one a line, with bullets, `#` remarks and titles beside them."""
    lines = [line.strip() for line in beginning.split("\n")]
    if not any("://" in line or "www." in line for line in lines[:60]) or beginning.startswith("<"):
        return False
    if len(data) > 8192:
        if not all(_may_be_listed(line) for line in lines[:-1]):
            return False
        codec = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
        lines = [line.strip() for line in data.decode(codec, "replace").splitlines()]
    return all(_may_be_listed(line) for line in lines) and any(not line.startswith("#") for line in lines if line)


def _may_be_listed(line: str) -> bool:
    if not line or line.startswith("#"):
        return True
    found = _LIST_LINE.fullmatch(line) if len(line) <= _LONGEST else None
    if not found:
        return False
    beside = (found["before"] or found["behind"] or "").strip()
    return len(beside.split()) <= _TITLE_WORDS and not _SENTENCE_ENDS.search(beside) and "://" not in beside


def _is_mail(text: str) -> bool:
    head = text.split("\n\n", 1)[0]
    first = re.match(
        r"(?i)(?:from|to|subject|date|mime-version|message-id|received|return-path|delivered-to)[:\s]", text
    )
    return bool(first) and len(_MAIL.findall(head)) >= 3
