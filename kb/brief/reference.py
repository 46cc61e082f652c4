"""What a brief says about a source, and which number the source has in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kb.errors import NotFound
from kb.model import Answer, Citation, Document
from kb.text import clean


@dataclass(frozen=True, slots=True)
class Reference:
    """A cited document as the list of sources names it; `origin` is the file or URL it was read from."""

    document_id: str
    title: str
    publisher: str | None
    authors: tuple[str, ...]
    published: date | None
    url: str | None
    origin: str
    language: str
    retrieved: datetime | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A source in the brief: its number, and the quotations taken from it, each once."""

    number: int
    reference: Reference
    quotes: tuple[str, ...]


def reference_of(document: Document) -> Reference:
    """What the list of sources says about a document of the store."""
    return Reference(
        document_id=document.id,
        title=document.title,
        publisher=document.publisher,
        authors=document.authors,
        published=document.published,
        url=document.url,
        origin=document.source.origin,
        language=document.language,
        retrieved=document.source.fetched_at,
    )


def refused(answer: Answer) -> bool:
    """Whether the brief has to say that the sources are silent."""
    return answer.refusal is not None or not answer.sentences


def printed(answers: Sequence[Answer]) -> Iterator[Citation]:
    """Every quotation of the brief, in the order of its pages."""
    for answer in answers:
        if refused(answer):
            yield from answer.nearby
            continue
        for sentence in answer.sentences:
            yield from sentence.citations
        for conflict in answer.conflicts:
            yield from conflict.sides
        yield from answer.newer


def by_number(answers: Sequence[Answer], references: Mapping[str, Reference]) -> list[Entry]:
    """The cited documents in the order of first citation, numbered from 1; `NotFound` for one without reference."""
    quotes: dict[str, dict[str, None]] = {}
    for citation in printed(answers):
        if citation.document_id not in references:
            raise NotFound(
                f"the brief cites the document {citation.document_id[:12]}, which is not in this knowledge base; "
                "ask its question again"
            )
        quotes.setdefault(citation.document_id, {})[one_line(citation.quote)] = None
    return [Entry(number, references[key], tuple(quotes[key])) for number, key in enumerate(quotes, 1)]


def one_line(text: str) -> str:
    """Text without line breaks, control characters or runs of white space."""
    return re.sub(r"\s+", " ", clean(text)).strip()


def web_address(reference: Reference) -> str | None:
    """The http(s) address of a source, if it has one that is safe to print as a link."""
    for address in (reference.url, reference.origin):
        if address and re.fullmatch(r"https?://[^\s<>\"\\^`{|}\x00-\x20\x7f]+", address):
            return address
    return None
