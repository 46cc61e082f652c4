"""The sentences that call for care, looked up once, and narrowed down to those that a visitor wants to see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from kb.flags import Attributed
from kb.library import Library
from kb.model import Document, Sentence
from views.markup import WARNINGS
from views.state import shelf

STATUSES = ("disputed", "corroborated", "echo", "single")
LABELS = ("unsupported", "marketing", "vague", "forecast", "attributed")

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence that claims something or calls for care, and its document, without the document's text."""

    sentence: Sentence
    document: Document

    @property
    def place(self) -> Place:
        """Where it stands: document and start."""
        return self.document.id, self.sentence.start


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list of lines is narrowed down to; empty means everything."""

    label: str = ""
    words: str = ""
    source: str = ""
    publisher: str = ""
    language: str = ""
    since: date | None = None
    until: date | None = None


@st.cache_resource(show_spinner=False, max_entries=1)
def _known(corrections: tuple[int, ...]) -> dict[str, list[Sentence]]:
    """The lines' sentences by document as they were looked up before; they change only where the user corrects them."""
    return {}


@st.cache_resource(show_spinner=False, max_entries=2)
def _flagged(_library: Library, home: str, generation: int) -> list[Line]:
    store = _library.store
    known = _known(tuple(each.id for each in store.corrections()))
    documents, older = shelf(_library), store.superseded()
    for gone in known.keys() - documents.keys():
        del known[gone]
    for key in documents.keys() - known.keys():
        found = store.sentences(key, store.document(key).text)
        known[key] = [one for one in found if "claim" in one.labels or any(label in one.labels for label in WARNINGS)]
    current = [document for document in documents.values() if document.id not in older]
    current.sort(key=lambda document: document.published or date.min, reverse=True)
    return [Line(sentence, document) for document in current for sentence in known[document.id]]


def flagged(library: Library) -> list[Line]:
    """All of them, the latest published first; earlier versions of an article are left out."""
    return _flagged(library, str(library.settings.home.resolve()), library.store.generation())


def narrowed(lines: Iterable[Line], by: Narrowed, sources: Mapping[Place, Attributed]) -> list[Line]:
    """Those that fit; `sources` says who each rests on. Words are looked for in the sentence and the title."""
    terms = by.words.casefold().split()
    return [
        line
        for line in lines
        if _fits(line, by)
        and (not by.source or line.place in sources and sources[line.place].name == by.source)
        and all(term in f"{line.sentence.text} {line.document.title}".casefold() for term in terms)
    ]


def _fits(line: Line, by: Narrowed) -> bool:
    published = line.document.published
    return (
        (not by.label or by.label in line.sentence.labels)
        and by.publisher in ("", line.document.publisher)
        and by.language in ("", line.document.language)
        and (by.since is None or published is not None and published >= by.since)
        and (by.until is None or published is not None and published <= by.until)
    )
