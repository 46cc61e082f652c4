"""The nouns of the house: frozen records without I/O, standard library only.

Offsets count Unicode code points into `Document.text`. Wherever a record carries `start`, `end` and
`text`, the invariant is `document.text[start:end] == text`. Identity never includes derived data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

LABELS = ("claim", "marketing", "attributed", "vague", "unsupported", "forecast")
READ_LABELS = tuple(label for label in LABELS if label != "unsupported")  # those that follow from no others

BlockKind = Literal["heading", "paragraph", "list_item", "table_row", "footnote"]
OutcomeKind = Literal["added", "updated", "unchanged", "duplicate", "rejected", "removed"]
CopyKind = Literal["exact", "near"]
Role = Literal["answer", "context"]
Verdict = Literal["supported", "contradicted", "mixed", "not_found"]
Status = Literal["corroborated", "echo", "single", "disputed"]


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes as they came: `id` is their SHA-256, `origin` the path or URL they came from."""

    id: str
    origin: str
    media_type: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Block:
    """A structural piece of a document's text; blocks are in order and don't overlap."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink on the words `text[start:end]`."""

    start: int
    end: int
    href: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A label of FLAGS.md with its reason: the words that triggered it."""

    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """One text with what is known about it; `id` is the SHA-256 of the text's identity form."""

    id: str
    source: Source
    title: str
    text: str
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: date | None = None
    updated: date | None = None
    language: str = ""
    url: str | None = None
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    notices: tuple[Flag, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or list item of the main text, with the labels that hold and the reason for each."""

    document_id: str
    start: int
    end: int
    text: str
    labels: frozenset[str] = frozenset()
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The labels with their reasons, in the order of `LABELS`."""
        return tuple(Flag(label, self.reasons.get(label, "")) for label in LABELS if label in self.labels)


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences within one paragraph (or one section of short ones), at most 120 words."""

    document_id: str
    start: int
    end: int
    text: str

    @property
    def id(self) -> str:
        """`document:start-end`, unique and stable as long as the text is."""
        return f"{self.document_id}:{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question; `best` is the sentence in it that fits the question best."""

    passage: Passage
    score: float
    rank: int
    found_by: tuple[str, ...]
    best: Sentence
    language: str


@dataclass(frozen=True, slots=True)
class Citation:
    """Verbatim words of a document. Made by `kb.cite.cite` alone."""

    document_id: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of an answer; it never lacks a citation."""

    text: str
    citations: tuple[Citation, ...]
    flags: tuple[Flag, ...] = ()
    role: Role = "answer"

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError("an answer sentence needs a citation")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Sources that say different things about the same matter, a citation for each side."""

    about: str
    sides: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sources say to a question, or why they don't (`refusal`, a short reason code).

    `newer` is what an article later than the sentences says otherwise of the same matter: a correction, or a later
    time. `nearby` goes with a refusal alone: what the sources do say near the question, which is no answer to it.
    Where a model was to write: how many of its sentences were `withheld`, and the `trouble` for which quotes stand in.
    """

    question: str
    language: str
    sentences: tuple[AnswerSentence, ...]
    refusal: str | None
    hits: tuple[Hit, ...]
    settings_fingerprint: str
    engine: str = "extractive"
    conflicts: tuple[Conflict, ...] = ()
    newer: tuple[Citation, ...] = ()
    nearby: tuple[Citation, ...] = ()
    withheld: int = 0
    trouble: str | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the sources say to a claim: words for and against it, and how many independent sources are for it."""

    claim: str
    verdict: Verdict
    supporting: tuple[Citation, ...]
    opposing: tuple[Citation, ...]
    independent_sources: int
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A flagged sentence and how it stands among the other sources: who else says so, and who says otherwise."""

    sentence: Sentence
    status: Status
    independent_sources: int
    supporting: tuple[Citation, ...] = ()
    opposing: tuple[Citation, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one origin. `reason` says what a user can do where it was rejected.

    `items` is how many others it names that are read next: it is a link file, a list or a feed.
    """

    origin: str
    kind: OutcomeKind
    document_id: str | None = None
    reason: str | None = None
    duplicate_of: str | None = None
    similarity: float | None = None
    copy: CopyKind | None = None
    items: int = 0
    seconds: float = 0.0
