"""Bytes → `Document`: an article's main text with its structure and facts, and what was cleaned away but speaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ingest.extract import docx, html, mail, markdown, pdf, plain
from ingest.extract.encoding import decode
from ingest.extract.organisations import of_host, without_section
from ingest.extract.pieces import Draft, join, one_line
from kb.errors import Rejected
from kb.model import Document, Source
from kb.text import identity

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
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
    draft = read(data)
    text, blocks, links = join(draft.pieces)
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


def _opening(text: str) -> str:
    """The first words of a text without a title."""
    words = text.split("\n", 1)[0].split()
    return " ".join(words[:12]) + (" …" if len(words) > 12 else "")


_READERS: dict[str, Callable[[bytes], Draft]] = {
    "text/html": lambda data: html.read(decode(data)),
    "text/plain": lambda data: plain.read(decode(data)),
    "text/markdown": lambda data: markdown.read(decode(data)),
    "application/pdf": pdf.read,
    "message/rfc822": mail.read,
    _DOCX: docx.read,
}


def _unreadable(media_type: str) -> str:
    """Why a kind of file is no article, and what to do instead."""
    if media_type.startswith("image/"):
        return "This is a picture, whatever its name says. Run text recognition (OCR) over it, or save the page itself."
    if media_type.startswith(("audio/", "video/")):
        return "This is a recording. Drop a transcript of it as a text file."
    if media_type in ("application/x-ole-storage", "application/rtf", "application/vnd.oasis.opendocument.text"):
        return "This is a document of an older or other word processor. Save it as .docx, .pdf or .txt."
    if "spreadsheet" in media_type or "presentation" in media_type:
        return "This is a spreadsheet or a set of slides. Save the text you need as .docx, .pdf or .txt."
    if "zip" in media_type or "compressed" in media_type or "rar" in media_type:
        return "This is an archive. Unpack it and drop the files in it."
    return f"This kind of file is not read ({media_type}). HTML, text, Markdown, PDF, DOCX and mail are."
