"""Bytes → `Document`: an article's main text with its structure and facts, and what was cleaned away but speaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ingest.extract import docx, html, mail, markdown, odt, pdf, plain, rtf, walls
from ingest.extract.encoding import decode
from ingest.extract.organisations import of_host, without_section
from ingest.extract.pieces import Draft, join, one_line
from kb.errors import Rejected
from kb.model import Document, Source
from kb.text import identity

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ODT = "application/vnd.oasis.opendocument.text"
_PAGES = ("text/html", "text/plain", "text/markdown")  # where a wall may stand for an article
MIN_WORDS = 5  # fewer are no text that could answer a question


@dataclass(frozen=True, slots=True)
class Extraction:
    """A document without language and notices, and `asides`: lines cleaned away that say something about it
    (money disclosures, calls to action, hints at a paywall or a next page)."""

    document: Document
    asides: tuple[str, ...]


def extract(data: bytes, source: Source) -> Extraction:
    """The document in `data`. Raises Rejected with a reason and a remedy where there is none to be had."""
    read = _READERS.get(source.media_type)
    if read is None:
        raise Rejected(_unreadable(source.media_type))
    draft = _draft(read, data, source.media_type)
    text, blocks, links = join(draft.pieces)
    if source.media_type in _PAGES and (
        wall := walls.told([draft.facts.title, *(piece.text for piece in draft.pieces)])
    ):
        raise Rejected(wall)
    if len(text.split()) < MIN_WORDS:
        raise Rejected(
            f"There is no text to read in this file (fewer than {MIN_WORDS} words). Check that the article is in it."
        )
    facts = draft.facts
    document = Document(
        id=identity(text),
        source=source,
        title=one_line(facts.title) or _opening(text),
        text=text,
        authors=facts.authors,
        publisher=without_section(facts.publisher) if facts.publisher else of_host(facts.url),
        published=facts.published,
        updated=facts.updated,
        url=facts.url,
        blocks=blocks,
        links=links,
        tags=facts.tags,
    )
    return Extraction(document, tuple(dict.fromkeys(one_line(line) for line in draft.asides)))


def _draft(read: Callable[[bytes], Draft], data: bytes, media_type: str) -> Draft:
    """What a reader makes of the bytes; a page without main text is looked at again, for what it is instead."""
    try:
        return read(data)
    except Rejected:
        wall = walls.of_page(decode(data)) if media_type == "text/html" else None
        if wall is None:
            raise
    raise Rejected(wall)


def _opening(text: str) -> str:
    """The first words of a text without a title."""
    words = text.split("\n", 1)[0].split()
    return " ".join(words[:12]) + (" …" if len(words) > 12 else "")


_READERS: dict[str, Callable[[bytes], Draft]] = {
    "text/html": lambda data: html.read(decode(data)),
    "text/plain": lambda data: plain.read(decode(data)),
    "text/markdown": lambda data: markdown.read(decode(data)),
    "application/pdf": pdf.read,
    "application/rtf": rtf.read,
    "message/rfc822": mail.read,
    _DOCX: docx.read,
    _ODT: odt.read,
    f"{_ODT}-template": odt.read,
    f"{_ODT}-flat-xml": odt.read,
}

_REFUSALS: tuple[tuple[str, str], ...] = (  # how a media type begins or what it contains, and why it is no article
    (
        "image/",
        "This is a picture, whatever its name says. Run text recognition (OCR) over it, or save the page itself.",
    ),
    ("audio/", "This is a recording. Drop a transcript of it as a text file."),
    ("video/", "This is a recording. Drop a transcript of it as a text file."),
    ("ole-encrypted", "This document is locked with a password. Open it, save it again without one, and drop that."),
    ("ms-outlook", "This is a message in Outlook's own format (.msg). Save it as .eml, or its text as .txt or .pdf."),
    ("msword", "This is an old Word document (.doc). Open it in a word processor and save it as .docx, .odt or .pdf."),
    ("excel", "This is a spreadsheet. Save the text you need as .docx, .pdf or .txt."),
    ("powerpoint", "This is a set of slides. Save the text you need as .docx, .pdf or .txt."),
    ("ole-storage", "This is a document of an older office program. Save it as .docx, .odt, .pdf or .txt."),
    ("apple.pages", "This is a document of Apple Pages. Export it as .docx or .pdf."),
    ("spreadsheet", "This is a spreadsheet. Save the text you need as .docx, .pdf or .txt."),
    ("presentation", "This is a set of slides. Save the text you need as .docx, .pdf or .txt."),
    ("epub", "This is an e-book. Save the chapter you need as .html, .docx or .txt."),
    ("postscript", "This is a file for printers (PostScript). Save it as .pdf."),
    ("json", "This is data (JSON), no text. Save the text you need as .txt or .md."),
    ("zip", "This is an archive. Unpack it and drop the files in it."),
    ("compressed", "This is an archive. Unpack it and drop the files in it."),
    ("vnd.rar", "This is an archive. Unpack it and drop the files in it."),
    ("-xz", "This is an archive. Unpack it and drop the files in it."),
    ("zstd", "This is an archive. Unpack it and drop the files in it."),
)


def _unreadable(media_type: str) -> str:
    """Why a kind of file is no article, and what to do instead."""
    known = next((why for part, why in _REFUSALS if part in media_type), None)
    return known or (
        f"This kind of file is not read ({media_type}). HTML, text, Markdown, PDF, DOCX, ODT, RTF and mail are."
    )
