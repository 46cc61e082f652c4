"""Word documents: text, lists, tables and notes in order, properties, running lines; the door to python-docx."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from ingest.extract import raised, written
from ingest.extract.pieces import Draft, Piece, one_line
from ingest.extract.written import Properties
from kb.errors import Rejected
from kb.model import BlockKind

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAX_XML = 200_000_000  # bytes unpacked: more is an attack, not an article


def read(data: bytes) -> Draft:
    """The article in a DOCX file. Raises Rejected where the file cannot be opened."""
    document = _opened(data)
    pieces = [*_pieces(document), *_notes(document)]
    return written.settled(pieces, _running(document), _properties(document))


def _opened(data: bytes) -> Any:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _MAX_XML:
                raise Rejected("This Word file unpacks to more than 200 MB. Save the article alone in a new file.")
        return docx.Document(BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError):
        raise Rejected(
            "This Word file is damaged or protected. Open it in Word, save it again without a password."
        ) from None


def _pieces(document: Any) -> Iterator[Piece]:
    from docx.table import Table

    for item in document.iter_inner_content():
        if isinstance(item, Table):
            for row in item.rows:
                cells = dict.fromkeys((id(cell._tc), one_line(cell.text)) for cell in row.cells)
                yield Piece("table_row", " | ".join(text for _, text in cells if text))
        elif text := one_line(_visible(item)):
            anchors = tuple((link.text, link.address) for link in item.hyperlinks if link.address)
            yield Piece(_kind(item), text, anchors)


def _visible(paragraph: Any) -> str:
    """A paragraph's words without hidden and deleted runs and without white ones; what is raised can be told."""
    parts: list[str] = []
    mark = ""
    for run in paragraph._p.iter(f"{_W}r"):
        properties = run.find(f"{_W}rPr")
        if properties is not None and _off(properties):
            continue
        if properties is not None and _is_raised(properties):
            mark += _run_text(run)
            continue
        parts += [_with_mark(mark, parts), _run_text(run)]
        mark = ""
    return "".join([*parts, _with_mark(mark, parts)])


def _with_mark(mark: str, before: Sequence[str]) -> str:
    written = raised.written(mark, "".join(before[-4:])) if mark.strip() else None
    return mark if written is None else written


def _run_text(run: Any) -> str:
    parts: list[str] = []
    for child in run:
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            parts.append(" ")
        elif child.tag == f"{_W}noBreakHyphen":
            parts.append("-")
    return "".join(parts)


def _is_raised(properties: Any) -> bool:
    align = properties.find(f"{_W}vertAlign")
    return align is not None and align.get(f"{_W}val") == "superscript"


def _off(properties: Any) -> bool:
    vanish, color = properties.find(f"{_W}vanish"), properties.find(f"{_W}color")
    hidden = vanish is not None and vanish.get(f"{_W}val", "1") not in ("0", "false")
    return hidden or color is not None and color.get(f"{_W}val", "").upper() == "FFFFFF"


def _kind(paragraph: Any) -> BlockKind:
    style = (paragraph.style.name if paragraph.style is not None else "") or ""
    if re.match(r"(?i)heading|überschrift|title|titel|subtitle|untertitel", style):
        return "heading"
    numbered = paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None
    if numbered or re.match(r"(?i)list|liste|aufzählung", style):
        return "list_item"
    return "footnote" if re.match(r"(?i)footnote|fußnote|endnote", style) else "paragraph"


def _notes(document: Any) -> Iterator[Piece]:
    from lxml import etree

    for part in document.part.package.iter_parts():
        if re.search(r"/(?:footnotes|endnotes)\.xml$", str(part.partname)):
            root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False))
            for note in root:
                text = one_line("".join(found.text or "" for found in note.iter(f"{_W}t")))
                if text and note.get(f"{_W}type") is None:
                    yield Piece("footnote", text)


def _running(document: Any) -> list[str]:
    lines = [
        one_line(paragraph.text)
        for section in document.sections
        for part in (section.header, section.first_page_header, section.footer, section.first_page_footer)
        for paragraph in part.paragraphs
    ]
    return list(dict.fromkeys(line for line in lines if line))


def _properties(document: Any) -> Properties:
    core = document.core_properties
    return Properties(core.title or "", core.author or "", "", core.created.date() if core.created else None)
