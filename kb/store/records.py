"""What goes into the store and comes out of it beside the nouns of `kb.model`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kb.late import TokenBits
from kb.model import Document, Passage, Sentence

FLAGGED = ("marketing", "unsupported", "vague")  # labels that call for care; a forecast is one openly

Vector = NDArray[np.float32]  # (d,)
Vectors = NDArray[np.float32]  # (n, d)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents count: a language, publication dates (inclusive), a publisher (part of its name).

    `unflagged`: of their sentences, only those that are no marketing, and neither unsupported nor vague.
    """

    language: str | None = None
    since: date | None = None
    until: date | None = None
    publisher: str | None = None
    unflagged: bool = False

    @property
    def barred(self) -> tuple[str, ...]:
        """The labels whose sentences don't count."""
        return FLAGGED if self.unflagged else ()

    @property
    def selective(self) -> bool:
        """Whether more than the language narrows the search."""
        return self.since is not None or self.until is not None or bool(self.publisher)


@dataclass(frozen=True, slots=True)
class Remark:
    """What is noted of an origin beside its bytes; see `OriginRow`."""

    reason: str | None = None
    via: str | None = None
    address: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    retry_at: str | None = None
    reader: str | None = None

    def because(self, reason: str) -> Remark:
        """The same with a reason."""
        return replace(self, reason=reason)


@dataclass(frozen=True, slots=True)
class NewDocument:
    """All that is written for one document in one transaction.

    `vectors` and `sentence_vectors` are (n, d) float32 in the order of `passages` and `sentences`; `stems` are the
    words of each passage as indexed; `tokens` those of each passage or none at all; `supersedes` is
    the id of the version before, `successor` that of the one after, where that was read earlier; `remark` goes with
    the source.
    """

    document: Document
    passages: Sequence[Passage]
    vectors: Vectors
    sentences: Sequence[Sentence]
    sentence_vectors: Vectors
    stems: Sequence[str]
    tokens: Sequence[TokenBits]
    signature: bytes
    bands: Sequence[bytes]
    relations: Sequence[Relation] = ()
    supersedes: str | None = None
    successor: str | None = None
    remark: Remark = Remark()


@dataclass(frozen=True, slots=True)
class Relation:
    """`later` is a near copy or a translation of `earlier`; similarity is Jaccard or cosine."""

    earlier: str
    later: str
    kind: str
    similarity: float


@dataclass(frozen=True, slots=True)
class OriginRow:
    """What an origin carried: `state` is read, copy or rejected; the id is None where it was rejected or is a listing.

    `gone_at` is when it was found missing, `via` the listing that named it, `address` where it led in the end, `etag`
    and `last_modified` what to ask the server there with, `retry_at` when to ask again, `reader` by what the bytes were
    read or refused; times are ISO texts, UTC.
    """

    origin: str
    sha256: str
    media_type: str
    document_id: str | None
    state: str
    reason: str | None
    fetched_at: str
    seen_at: str
    gone_at: str | None = None
    via: str | None = None
    address: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    retry_at: str | None = None
    reader: str | None = None

    @property
    def standing(self) -> str:
        """How it stands with the origin: read, copy, rejected or gone."""
        return "gone" if self.gone_at else self.state


@dataclass(frozen=True, slots=True)
class PassageRow:
    """Where a passage stands, with its row number, language and vector; the text is fetched when it is shown."""

    row: int
    document_id: str
    start: int
    end: int
    language: str
    vector: Vector


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """Where a sentence stands and in which passage (row number), with its vector."""

    document_id: str
    start: int
    end: int
    passage: int
    vector: Vector
