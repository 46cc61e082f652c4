"""What a whole document is like: who speaks, what it discloses, how much of what it claims has a source. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.flags.origin import Attributed
from kb.model import Document, Flag, Sentence


@dataclass(frozen=True, slots=True)
class Profile:
    """A document in figures; shares are from 0 to 1: `unsupported` and `vague` of its claims, others of its sentences.

    `vendor` holds the words that show a seller, or nothing; `sources` the named sources with the number of claims that
    rest on each, the most frequent first; `alone` says that half of the claims with a source rest on one of them.
    """

    vendor: str
    disclosures: tuple[Flag, ...]
    sentences: int
    claims: int
    unsupported: float
    vague: float
    marketing: float
    forecast: float
    sources: tuple[tuple[str, int], ...]
    alone: bool


def profile(document: Document, sentences: Sequence[Sentence], found: Sequence[Attributed | None] = ()) -> Profile:
    """The profile of a document with its notices and flagged sentences; `found` is what `sources_of` gave for them."""
    count = Counter(label for sentence in sentences for label in sentence.labels)
    claims = [sentence for sentence in sentences if "claim" in sentence.labels]
    rests = Counter(
        source.name
        for sentence, source in zip(sentences, found, strict=False)
        if source and source.kind != "anonymous" and "claim" in sentence.labels
    )
    named = sorted(rests.items(), key=lambda item: (-item[1], item[0]))
    return Profile(
        vendor=next((notice.reason for notice in document.notices if notice.label == "vendor"), ""),
        disclosures=tuple(notice for notice in document.notices if notice.label != "vendor"),
        sentences=len(sentences),
        claims=len(claims),
        unsupported=_share(count["unsupported"], len(claims)),
        vague=_share(sum("vague" in sentence.labels for sentence in claims), len(claims)),
        marketing=_share(count["marketing"], len(sentences)),
        forecast=_share(count["forecast"], len(sentences)),
        sources=tuple(named),
        alone=bool(named) and named[0][1] * 2 >= rests.total(),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
