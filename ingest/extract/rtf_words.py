"""RTF as a stream of words: control words, braces and text, with its letters in whatever code page; pure."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|(?P<hex>(?:\\'[0-9a-fA-F]{2})+)|\\(?P<symbol>[^a-zA-Z])|"
    r"(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+",
    re.DOTALL,
)
_CHARSETS = {  # of a font (\fcharset) → code page
    0: "cp1252", 2: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
SIGNS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "tab": " ", "line": " ", "lbr": " ", "emspace": " ", "enspace": " ", "qmspace": " ", "column": " ",
}  # fmt: skip
SYMBOLS = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}", "\t": " "}


class Token(NamedTuple):
    """`kind` is word, hex, symbol, brace or text; `number` the parameter of a control word."""

    kind: str
    value: str
    number: int | None = None


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of an RTF file; binary parts (`\\bin`) are passed over."""
    text = data.decode("latin-1")
    at = 0
    while found := _TOKEN.match(text, at):
        at = found.end()
        kind = found.lastgroup
        if found["word"]:
            number = int(found["number"]) if found["number"] else None
            if found["word"] == "bin":
                at += max(0, number or 0)
                continue
            yield Token("word", found["word"], number)
        elif kind == "symbol" and found["symbol"] in "\r\n":
            yield Token("word", "par")
        elif kind:
            yield Token(kind, found[kind])


def letters(raw: bytes, codec: str) -> str:
    """Bytes in a code page as text; what has no letter in it becomes nothing."""
    return raw.decode(codec, "ignore")


def code_page(number: int) -> str:
    """The codec of `\\ansicpgN`; Windows-1252 where Python has none."""
    try:
        codecs.lookup(f"cp{number}")
    except LookupError:
        return "cp1252"
    return "utf-8" if number == 65001 else f"cp{number}"


def charset(number: int) -> str | None:
    """The codec of a font's `\\fcharsetN`; None for the document's own."""
    return _CHARSETS.get(number)


def whole(text: str) -> str:
    """Text in which pairs of surrogates (`\\u-10179\\u-8704`) are one letter; lone ones are gone."""
    if not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
