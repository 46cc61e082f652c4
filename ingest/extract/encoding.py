"""Bytes to text: byte order mark, what the document declares, UTF-8, then an old encoding whose letters make sense."""

from __future__ import annotations

import codecs
import re

from kb.errors import Rejected

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([a-zA-Z0-9_:.-]{2,40})""", re.IGNORECASE)
_LATIN = {"iso8859-1", "latin-1", "ascii", "iso8859-15"}  # what declares these is Windows-1252 in practice
_EIGHT_BIT = ("cp1252", "mac_roman", "cp850")
_EXPECTED = frozenset("äöüÄÖÜßéèêëàâáçñíóôîïøåæÉ„“”‚‘’‹›«»–—…•·€£§°²³½¼×©®™\xa0\xad")
_PLAUSIBLE = 0.9  # share of the characters above 127 that has to be expected
_TOO_MANY = 0.002  # characters that cannot be text, as a share: beyond it the decoding is not believed


def declared(data: bytes) -> str | None:
    """The codec a document's first 4096 bytes declare (`<meta charset>`, `<?xml encoding?>`), if Python knows it."""
    for match in _DECLARED.finditer(data[:4096]):
        try:
            name = codecs.lookup(match[1].decode("ascii")).name
        except LookupError:
            continue
        if name.startswith(("utf-16", "utf-32")):  # readable as ASCII, so it cannot be that
            name = "utf-8"
        return "cp1252" if name in _LATIN else name
    return None


def wide(data: bytes) -> str | None:
    """UTF-16 without a byte order mark, told by where the NUL bytes of Latin letters stand."""
    head = data[:4000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _sound(text: str) -> bool:
    odd = sum(text.count(char) for char in "\ufffd\x00\x01\x02\x03\x04\x05\x06\x07\x81\x8d\x8f\x90\x9d")
    return odd <= max(2, _TOO_MANY * len(text))


def _attempt(data: bytes, codec: str) -> str | None:
    try:
        text = data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return None
    except TypeError:  # a codec that is none for text, such as "base64"
        return None
    return text if isinstance(text, str) and _sound(text) else None


def _mended(data: bytes) -> str | None:
    """UTF-8 with a few broken bytes in it (a cut copy, a stray byte): they become the replacement character."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    foreign = sum(1 for char in text[:200_000] if ord(char) > 127 and char != "\ufffd")
    return text if broken <= max(1, foreign // 20) and foreign > 3 * broken else None


def _undeclared(data: bytes) -> str | None:
    """An old eight-bit encoding that nothing names: the one whose letters are those of German and English text.

    Windows-1252, then what old Macs and DOS wrote; None where none of them makes sense of the bytes above 127.
    """
    for codec in _EIGHT_BIT:
        text = _attempt(data, codec)
        if text is None:
            continue
        foreign = [char for char in text[:200_000] if ord(char) > 127]
        if sum(char in _EXPECTED for char in foreign) >= _PLAUSIBLE * len(foreign):
            return text
    return None


def decode(data: bytes, charset: str | None = None) -> str:
    """The text of `data`, whose `charset` may be known from outside (a mail's header). Raises Rejected."""
    for mark, codec in _MARKS:
        if data.startswith(mark) and (text := _attempt(data, codec)) is not None:
            return text.lstrip("\ufeff")
    tries = [wide(data), charset, declared(data), "utf-8"]
    for codec in [name for name in tries if name]:
        if (text := _attempt(data, codec)) is not None:
            return text
    for text in (_mended(data), _undeclared(data)):
        if text is not None:
            return text
    raise Rejected("The characters of this file cannot be read: its encoding is unknown. Save it again as UTF-8.")
