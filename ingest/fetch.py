"""Path to `Source` and bytes: every byte from outside comes through here, and its media type is told by content."""

from __future__ import annotations

import hashlib
import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from kb.errors import Rejected
from kb.model import Source

MAX_BYTES = 50_000_000  # a scanned report of 300 pages; more is not an article
MAX_TEXT_BYTES = 10_000_000  # HTML and text: 2,500 times a long article
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x00\x00\x01\x00", "image/x-icon"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"\x1f\x8b", "application/gzip"),
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
)
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|article|section|main|div|table|h1|p)\b[^<]*>", re.IGNORECASE
)
_MAIL = re.compile(r"(?im)^(?:from|to|subject|date|mime-version|message-id|received|return-path|content-type):\s*\S")
_FRONT_MATTER = re.compile(r"^---[ \t]*\n(?:[^\n]*\n){0,60}?(?:---|\.\.\.)[ \t]*(?:\n|$)")


def fetch(origin: str) -> tuple[Source, bytes]:
    """The bytes of a file and their `Source`; raises Rejected with a reason and what to do about it."""
    if re.match(r"(?i)https?://", origin):
        raise Rejected(f"{origin}: addresses are not read yet. Save the page and drop the file instead.")
    data = _read(Path(origin))
    kind = media_type(data, origin)
    limit = MAX_TEXT_BYTES if kind.startswith(("text/", "message/")) else MAX_BYTES
    if len(data) > limit:
        raise Rejected(_too_large(origin, len(data), limit))
    return Source(hashlib.sha256(data).hexdigest(), origin, kind, datetime.now(UTC)), data


def _too_large(origin: str, size: int, limit: int) -> str:
    return (
        f"{origin} is too large for an article ({size / 1e6:.1f} MB; the limit is {limit / 1e6:.0f} MB). "
        "Split it, or save only the part with the article."
    )


def _read(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise Rejected(f"{path} is a folder. Name the files in it, or give the folder to `kb ingest`.")
        if not path.exists():
            raise Rejected(f"{path} does not exist. Check the name and the folder.")
        if not path.is_file():
            raise Rejected(f"{path} is not an ordinary file. Copy its contents into one.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise Rejected(_too_large(str(path), size, MAX_BYTES))
        data = path.read_bytes()
    except PermissionError:
        raise Rejected(f"{path} may not be read. Give yourself the right to read it (chmod u+r).") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Rejected(f"{path} could not be read ({reason}). Copy it to this machine and try again.") from None
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise Rejected(f"{path} is empty. Save or copy the article again.")
    return data


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
    return _textual(data, name.lower())


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            declared = archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return "application/zip"
    for folder, kind in _ZIPPED:
        if any(name.startswith(folder) for name in names):
            return kind
    return declared.strip() or "application/zip"


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
    if named_markdown or _FRONT_MATTER.match(text):
        return "text/markdown"
    if re.match(r"<\?xml|<rss|<feed|<svg", text, re.IGNORECASE) and not re.search(r"(?i)<html|<!doctype html", text):
        return "image/svg+xml" if "<svg" in text.lower() else "application/xml"
    if text[:1] in "{[" and name.endswith((".json", ".jsonl")):
        return "application/json"
    marked = _HTML.search(text)
    if marked and (text.startswith("<") or name.endswith((".html", ".htm", ".xhtml")) or marked.start() < 200):
        return "text/html"
    return "text/plain"


def _is_mail(text: str) -> bool:
    head = text.split("\n\n", 1)[0]
    first = re.match(
        r"(?i)(?:from|to|subject|date|mime-version|message-id|received|return-path|delivered-to)[:\s]", text
    )
    return bool(first) and len(_MAIL.findall(head)) >= 3
