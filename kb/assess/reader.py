"""The sentences of a library as statements and voices, each read once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.compare import Setting, Statement, Voice, cited, own_word, read, rests_on_paper
from kb.index import centre, centred
from kb.late import TokenBits
from kb.library import Library
from kb.model import Citation, Document, Sentence
from kb.names import vocabulary
from kb.numbers import quantities, read_times
from kb.text import fold

FORMS, LEAST_FORM = 3, 30  # sentences alike but for their figures that tell a series, and the least length of one
_FIGURE = re.compile(r"\d[\d.,]*")
FEW, IN_COMMON = 3, 0.75  # figures that tell a translation, and the share of them that both have
MOST_PASSAGES = 20_000  # whose tokens are kept: at 2 KB each
BACK = 2  # sentences among which the source is looked for that a sentence only refers to
_SAME_SOURCE = re.compile(
    r"\b(?:(?:dem|der|den|die|das)selben|diese[rsmn]?|deren|dessen|ihrem|seinem|the same|this|that|its|their)\s"
    r"(?:\w+\s)?\w*(?:bericht|studie|umfrage|erhebung|auswertung|statistik|zahlen|report|study|survey|poll|figures|analysis)\w{0,2}\b|"
    r"\b(?:the|der|die|das|dem) (?:report|study|survey|audit|bericht|studie|umfrage|erhebung|auswertung)\s(?:\w+\s)?"
    r"(?:zufolge|said|says|found|finds|shows?|gives?|puts?|counts?|zeigt|nennt|zählt|weist|kommt|zeigte)\b",
    re.I,
)
_FOLLOWS = (
    "das teilte",
    "das sagte",
    "das geht aus",
    "das berichtet",
    "das gab",
    "dies ",
    "that is according",
    "so the",
)


@dataclass(frozen=True, slots=True)
class Read:
    """A document, its sentences in order and by where they start, and its vocabulary as names are looked up in it."""

    document: Document
    sentences: tuple[Sentence, ...]
    starting: Mapping[int, Sentence]
    held: frozenset[str]


class Reader:
    """Reads documents of a library on demand and keeps what it has read; for one run of claims."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._read: dict[str, Read] = {}
        self._statements: dict[tuple[str, int], Statement] = {}
        self._vectors: dict[tuple[str, int, int], NDArray[np.float32]] = {}
        self._told: dict[str, frozenset[float]] = {}
        self._middles: dict[str, NDArray[np.float32] | None] = {}
        self._tokens: dict[int, TokenBits] = {}
        self._begins: dict[int, int] = {}
        self._stories: dict[str, str] = {}
        self._series: dict[tuple[str, str], bool] = {}
        self._formed: dict[str, dict[str, str]] = {}
        self._related: dict[str, list[tuple[str, str]]] = {}
        for relation in library.store.relations():
            self._related.setdefault(relation.earlier, []).append((relation.later, relation.kind))
            self._related.setdefault(relation.later, []).append((relation.earlier, relation.kind))

    def read(self, document_id: str) -> Read:
        """A document."""
        if document_id not in self._read:
            document = self.library.store.document(document_id)
            sentences = tuple(self.library.store.sentences(document_id, document.text))
            held = vocabulary(f"{document.title}. {document.text} {document.publisher or ''}")
            starting = {sentence.start: sentence for sentence in sentences}
            self._read[document_id] = Read(document, sentences, starting, held)
        return self._read[document_id]

    def documents(self, citations: Iterable[Citation]) -> dict[str, Document]:
        """Every document that is cited, by id."""
        return {citation.document_id: self.read(citation.document_id).document for citation in citations}

    def sentence(self, document_id: str, start: int) -> Sentence:
        """The sentence that starts at this offset."""
        return self.read(document_id).starting[start]

    def statement(self, document_id: str, start: int, end: int) -> Statement:
        """A sentence, with what stands before it in its paragraph and what its document speaks of."""
        key = (document_id, start)
        if key not in self._statements:
            found = self.read(document_id)
            document, text = found.document, found.document.text
            block = next((b.start for b in document.blocks if b.start <= start < b.end), max(0, start - 300))
            before = f"{document.title}. {text[block:start]}"
            setting = Setting(before, document.published, vocabulary(before), found.held)
            self._statements[key] = read(text[start:end], document.language, setting)
        return self._statements[key]

    def vectors(self, places: Sequence[tuple[str, int, int]]) -> NDArray[np.float32]:
        """(n, d): the vectors of these sentences (document, start, end), each read by itself, centred.

        Raises:
            Unavailable: there is no embedder on this machine.
        """
        if new := [place for place in dict.fromkeys(places) if place not in self._vectors]:
            documents = [self.read(key).document for key, _, _ in new]
            texts = [document.text[start:end] for document, (_, start, end) in zip(documents, new, strict=True)]
            rows = self.library.engine.embed_passages(texts)
            for place, document, row in zip(new, documents, rows, strict=True):
                self._vectors[place] = self._centred(row, document.language)
        return np.stack([self._vectors[place] for place in places]) if places else np.empty((0, 0), np.float32)

    def vector(self, text: str, language: str) -> NDArray[np.float32]:
        """(d,): the vector of a text in this language, centred.

        Raises:
            Unavailable: there is no embedder on this machine.
        """
        return self._centred(self.library.engine.embed_passages([text])[0], language)

    def _centred(self, vector: NDArray[np.float32], language: str) -> NDArray[np.float32]:
        if language not in self._middles:
            self._middles[language] = centre(self.library.store, language)
        return centred(vector, self._middles[language])

    def tokens(self, rows: Sequence[int]) -> tuple[dict[int, TokenBits], dict[int, int]]:
        """The tokens of these passages (none of those that have none), and where each passage starts."""
        store = self.library.store
        if new := [row for row in rows if row not in self._begins]:
            if len(self._begins) > MOST_PASSAGES:
                self._tokens.clear()
                self._begins.clear()
                new = list(rows)
            self._tokens |= store.tokens(new)
            self._begins |= {row: passage.start for row, passage in store.passages(new).items()}
        return {row: self._tokens[row] for row in rows if row in self._tokens}, self._begins

    def story(self, document_id: str) -> str:
        """The group of copies and translations that a document belongs to: its own id where it is alone.

        A translation that gives other figures than its original is another text on the same matter.
        """
        if document_id not in self._stories:
            members = self._together(document_id)
            self._stories |= dict.fromkeys(members, min(members))
        return self._stories[document_id]

    def _together(self, document_id: str) -> set[str]:
        """A document with all that copies and translations join to it."""
        found, new = {document_id}, [document_id]
        while new:
            one = new.pop()
            joined = {other for other, kind in self._related.get(one, ()) if kind == "near" or self._alike(one, other)}
            new += joined - found
            found |= joined
        return found

    def _alike(self, one: str, other: str) -> bool:
        return alike(self._figures(one), self._figures(other))

    def _figures(self, document_id: str) -> frozenset[float]:
        if document_id not in self._told:
            document = self.read(document_id).document
            self._told[document_id] = told(document.text, document.language)
        return self._told[document_id]

    def series(self, one: str, other: str) -> bool:
        """Whether two documents fill one form with other figures: the same report for another month or place."""
        pair = (min(one, other), max(one, other))
        if pair not in self._series:
            mine, theirs = self._forms(one), self._forms(other)
            shared = [form for form in mine.keys() & theirs.keys() if mine[form] != theirs[form]]
            self._series[pair] = len(shared) >= FORMS and one != other
        return self._series[pair]

    def _forms(self, document_id: str) -> dict[str, str]:
        """The sentences of a document that give figures, by what is left of them without these."""
        if document_id not in self._formed:
            texts = [sentence.text for sentence in self.read(document_id).sentences]
            self._formed[document_id] = {
                fold(_FIGURE.sub("#", text)): text for text in texts if _FIGURE.search(text) and len(text) > LEAST_FORM
            }
        return self._formed[document_id]

    def voice(self, document_id: str, start: int) -> Voice:
        """Who says a sentence, as far as it and the sentences beside it tell."""
        found = self.read(document_id)
        document, language = found.document, found.document.language
        at = next((i for i, sentence in enumerate(found.sentences) if sentence.start == start), 0)
        own = found.sentences[at]
        after = found.sentences[at + 1].text if at + 1 < len(found.sentences) else ""
        said = f"{own.text} {after if after.casefold().startswith(_FOLLOWS) else ''}"
        if _SAME_SOURCE.search(own.text):
            said = f"{said} {' '.join(sentence.text for sentence in found.sentences[max(0, at - BACK) : at])}"
        names = cited(said, language) or cited(f"x {own.reasons.get('attributed', '')}", language)
        return Voice(
            story=self.story(document_id),
            publisher=document.publisher or "",
            cited=names,
            own_word=own_word(said),
            sells=any(notice.label == "vendor" for notice in document.notices),
            held=found.held,
            paper=rests_on_paper(said),
        )


def told(text: str, language: str) -> frozenset[float]:
    """The figures and years of a text, each once."""
    times = read_times(text, language)
    figures = {one.value for one in quantities(text, language, times) if not one.derived}
    return frozenset(figures | {float(time.year) for time in times if time.year})


def alike(one: frozenset[float], other: frozenset[float]) -> bool:
    """Whether two texts can be translations of one another by their figures; true where they have too few to tell."""
    fewer = min(len(one), len(other))
    return fewer < FEW or len(one & other) >= IN_COMMON * fewer
