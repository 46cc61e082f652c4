"""OpenDocument texts (.odt, .fodt): text, lists, tables, notes and properties in order; another door to lxml."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from ingest.extract import dates, raised, written
from ingest.extract.pieces import Draft, Piece, one_line
from ingest.extract.written import Properties
from kb.errors import Rejected
from kb.model import BlockKind

_MAX_UNPACKED = 200_000_000  # bytes: more is an attack, not an article
_PARTS = ("content.xml", "styles.xml", "meta.xml")
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_UNSEEN = {  # deleted text, remarks, directories made of the headings, alternative texts, forms
    f"{_TEXT}{name}"
    for name in (
        "tracked-changes", "table-of-content", "alphabetical-index", "illustration-index", "table-index",
        "user-index", "object-index", "hidden-text", "note", "page-number", "sequence-decls", "variable-decls",
    )
} | {f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_OFFICE}annotation-end"}  # fmt: skip
_TITLES = re.compile(r"(?i)(?:sub|unter)?tit(?:le|el)$|heading|überschrift")
_DAMAGED = "This OpenDocument file is damaged. Open it in a word processor and save it again, or save it as .docx."


def read(data: bytes) -> Draft:
    """The article in an ODT file. Raises Rejected where it is damaged, encrypted or would unpack without end."""
    roots = [_root(part) for part in _parts(data)]
    body = next((found for root in roots if (found := root.find(f".//{_OFFICE}text")) is not None), None)
    if body is None:
        raise Rejected(_DAMAGED)
    reader = _Reader(roots)
    pieces = [*reader.pieces(body), *reader.notes]
    return written.settled([piece for piece in pieces if piece.text], _running(roots, reader), _properties(roots))


def _parts(data: bytes) -> list[bytes]:
    """The XML files within, or the one file of a flat document."""
    if not data.startswith(b"PK"):
        return [data]
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _MAX_UNPACKED:
                raise Rejected("This file unpacks to more than 200 MB. Save the article alone in a new file.")
            names = archive.namelist()
            manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
            if b"encryption-data" in manifest or "encrypted-package" in names:
                raise Rejected("This document is locked with a password. Save it again without one.")
            return [archive.read(name) for name in _PARTS if name in names]
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError):
        raise Rejected(_DAMAGED) from None


def _root(part: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(part, parser)
    except (etree.LxmlError, ValueError):
        raise Rejected(_DAMAGED) from None


class _Reader:
    """Walks through a document's body; knows its styles, collects its notes."""

    def __init__(self, roots: Sequence[Any]) -> None:
        self.notes: list[Piece] = []
        self._styles = {
            f"{style.get(f'{_STYLE}family')}/{style.get(f'{_STYLE}name')}": style
            for root in roots
            for style in root.iter(f"{_STYLE}style")
        }

    def pieces(self, parent: Any, kind: BlockKind = "paragraph") -> Iterator[Piece]:
        """The pieces of the blocks under an element; `kind` is that of its paragraphs."""
        for child in parent:
            if child.tag in _UNSEEN or not isinstance(child.tag, str) or self._is_hidden(child):
                continue
            if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                yield self._paragraph(child, kind)
                for box in child.iter(f"{_DRAW}text-box"):
                    yield from self.pieces(box)
            elif child.tag == f"{_TEXT}list":
                yield from self.pieces(child, "list_item")
            elif child.tag == f"{_TABLE}table":
                yield from self._rows(child)
            else:  # a section, an item of a list, a frame, a group
                yield from self.pieces(child, kind)

    def _rows(self, table: Any) -> Iterator[Piece]:
        rows = (row for row in table.iter(f"{_TABLE}table-row") if next(row.iterancestors(f"{_TABLE}table")) is table)
        for row in rows:
            cells = [[*self.pieces(cell)] for cell in row if cell.tag == f"{_TABLE}table-cell"]
            if len(cells) == 1:  # a frame around text rather than a table
                yield from cells[0]
                continue
            texts = (" ".join(piece.text for piece in cell if piece.text) for cell in cells)
            anchors = tuple(anchor for cell in cells for piece in cell for anchor in piece.anchors)
            yield Piece("table_row", " | ".join(text for text in texts if text), anchors)

    def _paragraph(self, element: Any, kind: BlockKind) -> Piece:
        parts: list[str] = []
        anchors: list[tuple[str, str]] = []
        bold = self._read(element, parts, anchors)
        text = one_line("".join(parts))
        named = element.tag == f"{_TEXT}h" or any(_TITLES.match(name) for name in self._called(element))
        if named or kind == "paragraph" and bold and written.is_heading_like(text):
            kind = "heading"
        return Piece(kind, text, tuple(anchors))

    def _read(self, element: Any, parts: list[str], anchors: list[tuple[str, str]]) -> bool:
        """Adds the words under an element; whether all of them are bold."""
        strong = self._says(element, f"{_FO}font-weight") == "bold"
        bold = strong or not (element.text or "").strip()
        parts.append(re.sub(r"\s+", " ", element.text or ""))
        for child in element:
            if isinstance(child.tag, str) and not self._is_hidden(child):
                bold &= self._inline(child, parts, anchors) or strong
            bold &= strong or not (child.tail or "").strip()
            parts.append(re.sub(r"\s+", " ", child.tail or ""))
        return bold

    def _inline(self, child: Any, parts: list[str], anchors: list[tuple[str, str]]) -> bool:
        if child.tag in (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"):
            parts.append(" ")
        elif child.tag == f"{_TEXT}note":
            parts.append(self._note(child))
        elif child.tag in _UNSEEN or child.tag.startswith(_DRAW):
            return True  # frames are read after their paragraph
        elif child.tag == f"{_TEXT}a":
            words: list[str] = []
            bold = self._read(child, words, [])
            parts.extend(words)
            anchors.append(("".join(words), child.get(_HREF, "")))
            return bold
        elif (self._says(child, f"{_STYLE}text-position") or "").startswith(("super", "1", "2", "3", "4", "5", "6")):
            mark = "".join(child.itertext())
            told = raised.written(mark, "".join(parts[-4:]))
            parts.append(mark if told is None else told)
        else:
            return self._read(child, parts, anchors)
        return True

    def _note(self, note: Any) -> str:
        """The mark of a note; its text is put with the others."""
        mark = one_line("".join(note.findtext(f"{_TEXT}note-citation") or "")) or str(len(self.notes) + 1)
        body = note.find(f"{_TEXT}note-body")
        found = [piece for piece in self.pieces(body) if piece.text] if body is not None else []
        text = " ".join(piece.text for piece in found)
        self.notes.append(
            Piece("footnote", f"[{mark}] {text}", tuple(anchor for piece in found for anchor in piece.anchors))
        )
        return f"[{mark}]"

    # -- styles

    def _chain(self, element: Any) -> Iterator[Any]:
        """The style of an element and those it is based on."""
        family = "text" if element.tag in (f"{_TEXT}span", f"{_TEXT}a") else "paragraph"
        name = element.get(f"{_TEXT}style-name")
        for _ in range(20):
            style = self._styles.get(f"{family}/{name}")
            if style is None:
                return
            yield style
            name = style.get(f"{_STYLE}parent-style-name")

    def _called(self, element: Any) -> list[str]:
        given = [element.get(f"{_TEXT}style-name") or ""]
        given += [style.get(f"{_STYLE}name") or "" for style in self._chain(element)]
        return [name.replace("_20_", " ") for name in given]

    def _says(self, element: Any, attribute: str) -> str | None:
        for style in self._chain(element):
            properties = style.find(f"{_STYLE}text-properties")
            if properties is not None and (value := properties.get(attribute)) is not None:
                return str(value)
        return None

    def _is_hidden(self, element: Any) -> bool:
        if element.get(f"{_TEXT}display") == "none" or element.get(f"{_TEXT}is-hidden") == "true":
            return True
        if (
            element.tag == f"{_TEXT}p"
            and element.find(f"{_TEXT}hidden-paragraph[@{_TEXT}is-hidden='true']") is not None
        ):
            return True
        if element.tag not in (f"{_TEXT}p", f"{_TEXT}h", f"{_TEXT}span"):
            return False
        if self._says(element, f"{_TEXT}display") == "none":
            return True
        white = (self._says(element, f"{_FO}color") or "").lower() == "#ffffff"
        return white and next(element.iterancestors(f"{_TABLE}table-cell"), None) is None  # tables have dark heads


def _running(roots: Sequence[Any], reader: _Reader) -> list[str]:
    """The lines at the head and foot of every page."""
    places = [place for root in roots for place in root.iter(f"{_STYLE}header", f"{_STYLE}footer")]
    lines = [piece.text for place in places for piece in reader.pieces(place)]
    return list(dict.fromkeys(line for line in lines if line))


def _properties(roots: Sequence[Any]) -> Properties:
    def first(tag: str) -> str:
        return next((found.text for root in roots for found in root.iter(tag) if found.text), "")

    tags = tuple(one_line(found.text) for root in roots for found in root.iter(f"{_META}keyword") if found.text)
    created = dates.read(first(f"{_META}creation-date")[:10])
    author = first(f"{_META}initial-creator") or first(f"{_DC}creator")
    return Properties(first(f"{_DC}title"), author, "", created, tags)
