"""PDF with a text layer: columns in reading order, running lines away, words rejoined; the door to pdfminer.six."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from ingest.extract import acronyms, dates, disclosures, furniture, masthead, names, raised
from ingest.extract.layout import Line, Paragraph, in_reading_order, paragraphs
from ingest.extract.menus import word_count
from ingest.extract.organisations import is_organisation
from ingest.extract.pieces import Draft, Facts, Piece, one_line
from ingest.extract.wrapping import STOP
from kb.errors import Rejected
from kb.model import BlockKind

_LOCKED = "This PDF is locked with a password. Save a copy without the password and drop that."
_DAMAGED = "This PDF is damaged and cannot be read. Save or print it to a new PDF."
_SCAN = "This PDF is a scan: pictures of pages without text. Run text recognition (OCR) over it and drop the result."
_MAX_PAGES = 300
_EDGE = 0.12  # running lines stand in so much of a page's height at either end
_WHITE = 0.97


def read(data: bytes) -> Draft:
    """The article in a PDF. Raises Rejected where it is locked, damaged or a scan."""
    info, pages = _opened(data)
    running = _running(pages)
    lines = [line for page in pages for line in in_reading_order([line for line in page if line not in running])]
    if sum(len(line.text) for line in lines) < 20 * max(1, min(len(pages), 3)):
        raise Rejected(_SCAN if sum(len(page) for page in pages) < 3 * len(pages) else _DAMAGED)
    return _settled(paragraphs(lines), sorted(running, key=lambda line: (line.page, -line.y0)), info)


# -- pages -------------------------------------------------------------------------------------------


def _opened(data: bytes) -> tuple[dict[str, str], list[list[Line]]]:
    from pdfminer.layout import LAParams
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed
    from pdfminer.psexceptions import PSException

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        return _read_pages(data, LAParams(boxes_flow=None))
    except (PDFPasswordIncorrect, PDFEncryptionError, PDFTextExtractionNotAllowed):
        raise Rejected(_LOCKED) from None
    except RecursionError:
        raise Rejected(_DAMAGED) from None
    except (
        PSException,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        AssertionError,
        OSError,
        OverflowError,
    ):
        raise Rejected(_DAMAGED) from None


def _read_pages(data: bytes, parameters: Any) -> tuple[dict[str, str], list[list[Line]]]:
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    document = PDFDocument(PDFParser(BytesIO(data)))
    manager = PDFResourceManager()
    device = PDFPageAggregator(manager, laparams=parameters)
    interpreter = PDFPageInterpreter(manager, device)
    pages: list[list[Line]] = []
    for number, page in enumerate(PDFPage.create_pages(document)):
        if number >= _MAX_PAGES:
            break
        interpreter.process_page(page)
        pages.append(_lines(device.get_result(), number))
    info = {key: _text(value) for entry in document.info for key, value in entry.items()}
    return info, pages


def _text(value: Any) -> str:
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    value = resolve1(value)
    return one_line(decode_text(value)) if isinstance(value, bytes) else ""


def _lines(page: Any, number: int) -> list[Line]:
    from pdfminer.layout import LTChar, LTTextBox, LTTextLine

    found: list[Line] = []
    for box in page:
        for line in box if isinstance(box, LTTextBox) else ():
            letters = (
                [char for char in line if isinstance(char, LTChar) and char.get_text().strip()]
                if isinstance(line, LTTextLine)
                else []
            )
            letters = [char for char in letters if not _white(char)]
            words = one_line(re.sub("\u00ad\\s*$", "-", _words(line))) if len(letters) > 0 else ""
            if words and len(letters) >= 0.5 * len(words.replace(" ", "")):
                bold = sum(_is_bold(char) for char in letters) >= 0.9 * len(letters)
                found.append(
                    Line(
                        number,
                        line.x0,
                        line.y0 / page.height,
                        line.x1,
                        line.y1 / page.height,
                        letters[0].size,
                        bold,
                        words,
                        not bold and _is_bold(letters[0]),
                    )
                )
    return [replace(e, y0=e.y0 * page.height, y1=e.y1 * page.height) for e in found]


def _words(line: Any) -> str:
    """A line's words; small letters that stand above its baseline are written as exponents or marks of notes."""
    from pdfminer.layout import LTChar

    letters = [item for item in line if isinstance(item, LTChar)]
    usual = Counter(round(char.size, 1) for char in letters).most_common(1)[0][0] if letters else 0.0
    base = min((char.y0 for char in letters if abs(char.size - usual) < 0.3), default=0.0)
    text = mark = ""
    for item in line:
        if isinstance(item, LTChar) and item.size < 0.8 * usual and item.y0 > base + 0.15 * usual:
            mark += item.get_text()
            continue
        if mark:
            text, mark = text + _raised(mark, text), ""
        text += item.get_text()
    return text + _raised(mark, text)


def _raised(mark: str, before: str) -> str:
    written = raised.written(mark, before) if mark.strip() else None
    return mark if written is None else written


def _is_bold(char: Any) -> bool:
    name = str(char.fontname).casefold()
    return any(mark in name for mark in ("bold", "black", "heavy", "-bd"))


def _white(char: Any) -> bool:
    """White letters are hidden text."""
    color = getattr(char.graphicstate, "ncolor", None)
    values = color if isinstance(color, (tuple, list)) else (color,)
    if len(values) == 4:
        return False
    return all(isinstance(value, (int, float)) and value >= _WHITE for value in values)


def _running(pages: Sequence[Sequence[Line]]) -> set[Line]:
    """Headers, footers and page numbers: what repeats at the edge of pages, and small furniture there."""
    edges: list[Line] = []
    seen: Counter[str] = Counter()
    for page in pages:
        heights = [line.y1 for line in page]
        if not heights:
            continue
        top, bottom = max(heights), min(line.y0 for line in page)
        margin = _EDGE * max(top - bottom, 1)
        here = [line for line in page if line.y0 > top - margin or line.y1 < bottom + margin]
        edges += here
        seen.update({_shape(line) for line in here})
    sizes = Counter(round(line.size, 1) for page in pages for line in page for _ in line.text.split())
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    found = {line for line in edges if seen[_shape(line)] > 1 and len(pages) > 1 and not _of_body(line, body)}
    return found | {line for line in edges if _is_running(line, body)}


def _shape(line: Line) -> str:
    return f"{round(line.y0 / 4)} {re.sub(r'[0-9ivx]+', '#', line.text.casefold())}"


def _of_body(line: Line, body: float) -> bool:
    return len(line.text.split()) > 14 and abs(line.size - body) < 0.5


def _is_running(line: Line, body: float) -> bool:
    text = line.text
    if re.fullmatch(
        r"(?:(?:seite|page|p\.|s\.)\s*)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:/|von|of)\s*\d{1,4})?", text, re.IGNORECASE
    ):
        return True
    small = line.size < body - 0.9 and not re.match(r"^(?:\[?\d{1,3}\]?|[¹²³⁴⁵⁶⁷⁸⁹*†])\s*\S", text)
    return small and (len(text.split()) <= 14 or furniture.is_furniture(text, True))


# -- the document ------------------------------------------------------------------------------------


def _settled(found: Sequence[Paragraph], running: Sequence[Line], info: dict[str, str]) -> Draft:
    first = next((at for at, paragraph in enumerate(found) if _is_body(paragraph)), len(found))
    head = [paragraph.text for paragraph in found[:first]]
    margins = list(dict.fromkeys(line.text for line in running))
    text = "\n".join(paragraph.text for paragraph in found)
    tail = [paragraph.text for paragraph in found[-4:] if not _is_body(paragraph)]
    facts = masthead.read(head, [*tail, *margins], text)
    _complete(facts, found[:first], margins, info, text)
    pieces = [
        Piece(_kind(paragraph), _bare(paragraph)) for paragraph in found if _stays(paragraph, facts, found[:first])
    ]
    while pieces and pieces[-1].kind == "heading":
        pieces.pop()
    if not pieces:
        raise Rejected("This PDF holds no running text, only single lines. Drop the article as a page or a text file.")
    return Draft(pieces, facts, [line for line in [*(p.text for p in found), *margins] if disclosures.is_aside(line)])


def _is_body(paragraph: Paragraph) -> bool:
    count = word_count(paragraph.text)
    return (
        not paragraph.heading
        and (count >= 20 or count >= 9 and bool(STOP.search(paragraph.text)))
        and not furniture.is_furniture(paragraph.text, True)
    )


def _stays(paragraph: Paragraph, facts: Facts, head: Sequence[Paragraph]) -> bool:
    text = paragraph.text
    if furniture.is_furniture(text) or disclosures.is_aside(text) or names.squeeze(text) == names.squeeze(facts.title):
        return False
    if paragraph in head and names.squeeze(text) in names.squeeze(facts.title):
        return False
    if paragraph in head:
        above = [other.text for other in head]
        at = above.index(facts.title) if facts.title in above else -1
        return paragraph.heading and above.index(text) > at and not (dates.read(text) or names.people(text))
    return True


def _kind(paragraph: Paragraph) -> BlockKind:
    if paragraph.heading:
        return "heading"
    if paragraph.item:
        return "list_item"
    return (
        "footnote"
        if re.match(r"^(?:\[\d{1,3}\]|[¹²³⁴⁵⁶⁷⁸⁹]|\d{1,2}\s+(?=[A-ZÄÖÜ]))", paragraph.text) and paragraph.size < 9
        else "paragraph"
    )


def _bare(paragraph: Paragraph) -> str:
    return re.sub(r"^[-*•‣◦▪●■–—·]\s+", "", paragraph.text) if paragraph.item else paragraph.text


def _complete(facts: Facts, head: Sequence[Paragraph], margins: Sequence[str], info: dict[str, str], text: str) -> None:
    """What the visible lines leave open: the largest line for the title, running lines, the file's own properties."""
    stated = info.get("Title", "")
    if re.search(
        r"\.(?:docx?|indd|pdf|qxd|tex|odt)$|^microsoft word|^untitled|^unbenannt|^dokument\d*$|^document\d*$",
        stated,
        re.IGNORECASE,
    ):
        stated = ""
    largest = max(
        (paragraph for paragraph in head if paragraph.heading), key=lambda paragraph: paragraph.size, default=None
    )
    visible = largest.text if largest else ""
    facts.title = (
        stated
        if stated and (not visible or names.squeeze(stated) in names.squeeze(text))
        else visible or stated or facts.title
    )
    creator = info.get("Author", "")
    facts.authors = facts.authors or (() if is_organisation(creator) else names.tidy([creator]))
    created = dates.read(re.sub(r"^D?:?(\d{4})(\d{2})(\d{2}).*$", r"\1-\2-\3", info.get("CreationDate", "")))
    facts.published = facts.published or created
    if not facts.publisher or facts.publisher.casefold().startswith("cc"):
        facts.publisher = next(
            (name for line in margins if (name := names.of_copyright(line) or names.of_running_line(line))), None
        )
        named = next((line for line in [*margins, creator] if is_organisation(line)), None)
        facts.publisher = facts.publisher or named
        facts.publisher = acronyms.expanded(facts.publisher, text) if facts.publisher else None
