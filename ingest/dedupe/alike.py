"""Which of a few candidates a document is a copy of, or another version of: common wording, and common facts in it.

Wording alone cannot tell: two quarterly reports on one template share more of it than an article and its copy in a
tabloid. What tells is what stands in the slots: a copy keeps the figures and names, a template changes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlsplit

from ingest.dedupe.facts import Piece, pieces
from ingest.dedupe.fingerprint import SHINGLE, runs, sequence
from kb.model import Document
from kb.text import fold, words

# Chosen on pairs made for the purpose and half of a labelled set; in brackets what was seen.
SAME_FACTS = 0.6  # of figures and names (copies 0.65 to 1.0; one template 0.0 to 0.59)
SOME_FACTS, OPENING_KEPT = 0.35, 0.6  # both texts have added a lot of their own, but nothing was replaced
FEW_SHARED, ALL_TOLD = 3, 0.7  # where there is little to compare, the wording has to be the same
OPENING, OPENING_TOLD = 40, 0.2  # words; texts that share only a "who we are" at the end have 0.02 of their openings
OF_LONGER, OF_TEASED, TEASED = (
    0.25,
    0.12,
    0.8,
)  # a note within a long live blog is no copy; its beginning, as a teaser, is
SAME_SENTENCE = 0.4  # of the words: the two say the same, or fill in the same form
SERIES_DAYS, REPEATED = 2, 0.9  # an outlet that says nearly the same on another day is publishing a series
LONG_AFTER, FEW_REPLACED = 14, 10  # days; one sentence in so many
VERSION, GROWN = 0.2, 0.5  # of the shingles of both, of the shorter one's words: versions at one address
RETOLD, VERSION_DAYS = 0.5, 14  # the same under one headline
COLLECTED = 0.2  # two texts that overlap less than this within a third are two articles in a round-up


@dataclass(frozen=True, slots=True)
class Match:
    """A document that this one is a near copy of, and the share of shingles both have in common (Jaccard)."""

    document_id: str
    similarity: float


@dataclass(frozen=True, slots=True)
class _Common:
    """What two texts have in common, each as a share.

    `told` of the shorter one's words stand in the longer in runs of five or more, and make up `of_longer`; `opening` is
    the same for the first third of either, whichever is better kept; `begins`: the longer one begins with the shorter.
    `places` are the words of the left text that stand in the right.

    `facts` are the figures and names of the text with fewer, `shared` how many both have; in `replaced` sentences both
    have others than the other, in `kept` ones some are the same.
    """

    similarity: float
    told: float
    of_longer: float
    opening: float
    begins: bool
    left_longer: bool
    places: frozenset[int]
    facts: float = 0.0
    shared: int = 0
    replaced: int = 0
    kept: int = 0


class _Text:
    """A document as it is compared; what that takes is worked out when first asked for, and once."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def words(self) -> list[str]:
        return sequence(self.document.text)

    @cached_property
    def runs(self) -> list[str]:
        return runs(self.words)

    @cached_property
    def shingles(self) -> frozenset[str]:
        return frozenset(self.runs)

    @cached_property
    def pieces(self) -> list[Piece]:
        return pieces(self.document.text, self.document.language)

    @cached_property
    def facts(self) -> frozenset[str]:
        return frozenset(fact for piece in self.pieces for fact in piece.facts)


def copies(document: Document, candidates: Sequence[Document], least: float) -> list[Match]:
    """Those candidates that the document is a near copy of, most alike first.

    `least` is the least share of the shorter text's words that has to stand in the longer one, in runs of five. Copies
    may be cut, extended, reworded and have another headline. Versions of the same article are to be left out before.
    """
    found, own = [], _Text(document)
    for other in candidates:
        if other.language != document.language or other.id == document.id:
            continue
        if common := _copied(own, _Text(other), least):
            found.append((other.id, common))
    if _is_round_up([common for _, common in found]):
        found = [(key, common) for key, common in found if common.of_longer >= 2 * OF_LONGER]
    return sorted((Match(key, common.similarity) for key, common in found), key=lambda match: -match.similarity)


def is_version(document: Document, other: Document) -> bool:
    """Whether two texts are versions of one article.

    At one address they need to be somewhat alike, or one contained in the other; under one headline of one outlet, as
    much alike as a copy and of about the same time: a daily column keeps its headline, but not its text.
    """
    if document.language != other.language:
        return False
    same_address = document.url is not None and document.url == other.url
    same_headline = fold(document.title) == fold(other.title) != "" and _same_outlet(document, other)
    if not (same_address or same_headline):
        return False
    left, right = _Text(document), _Text(other)
    common = _wording(left, right)
    if same_address:
        return common.similarity >= VERSION or common.told >= GROWN
    days = _days(document.published, other.published)
    if common.told < RETOLD or (days is not None and days > VERSION_DAYS):
        return False
    if _with_facts(common, left, right).facts < SAME_FACTS:
        return False
    replaced, kept = _slots(left.pieces, right.pieces)
    return replaced <= kept


# -- wording ---------------------------------------------------------------------------------------


def _wording(left: _Text, right: _Text) -> _Common:
    a, b = left.shingles, right.shingles
    if not a or not b:
        return _Common(0.0, 0.0, 0.0, 0.0, False, False, frozenset())
    held = _held(left, b), _held(right, a)
    shorter, longer = sorted(held, key=len)
    beginning = longer[: len(shorter)]
    return _Common(
        similarity=len(a & b) / len(a | b),
        told=_share(shorter),
        of_longer=_share(longer),
        opening=max(_share(one[: max(OPENING, len(one) // 3)]) for one in held),
        begins=_share(beginning) >= TEASED,
        left_longer=len(left.words) > len(right.words),
        places=frozenset(place for place, kept in enumerate(held[0]) if kept),
    )


def _held(text: _Text, others: frozenset[str]) -> list[bool]:
    """For each word of a text, whether it stands in a run of five that the other text has, too."""
    held = [False] * len(text.words)
    for place, run in enumerate(text.runs):
        if run in others:
            held[place : place + SHINGLE] = [True] * len(held[place : place + SHINGLE])
    return held


def _share(held: Sequence[bool]) -> float:
    return sum(held) / len(held) if held else 0.0


# -- facts -----------------------------------------------------------------------------------------


def _with_facts(common: _Common, left: _Text, right: _Text) -> _Common:
    a, b = left.facts, right.facts
    share = (len(a & b) + 1) / (min(len(a), len(b)) + 1)  # one more on both sides: of few facts little can be said
    return replace(common, facts=share, shared=len(a & b))


def _slots(left: Sequence[Piece], right: Sequence[Piece]) -> tuple[int, int]:
    """How many sentences stand in both with other figures and names, and how many with some of the same."""
    same = Counter(left) & Counter(right)
    replaced, kept = 0, sum(count for piece, count in same.items() if piece.facts)
    rest = [piece for piece in right if piece not in same and piece.facts]
    for piece in left:
        if piece in same or not piece.facts:
            continue
        if (found := _likest(piece, rest)) is None:
            continue
        replaced += bool(piece.facts - found.facts and found.facts - piece.facts)
        kept += bool(piece.facts & found.facts) and not (piece.facts - found.facts and found.facts - piece.facts)
    return replaced, kept


def _likest(piece: Piece, others: Sequence[Piece]) -> Piece | None:
    """The one that says the same, or fills in the same form; the first of several that are equally like it."""
    best, most, own = None, 0.0, len(piece.words)
    for other in others:
        size = len(other.words)
        if min(own, size) < SAME_SENTENCE * max(own, size):
            continue
        both = len(piece.words & other.words)
        if both > most * (own + size - both):
            best, most = other, both / (own + size - both)
    return best if most >= SAME_SENTENCE else None


# -- the verdict -----------------------------------------------------------------------------------


def _copied(left: _Text, right: _Text, least: float) -> _Common | None:
    """What two texts have in common where one is a copy of the other; what takes longest is looked at last."""
    common = _wording(left, right)
    if common.told < least or common.of_longer < (OF_TEASED if common.begins else OF_LONGER):
        return None
    if common.opening < OPENING_TOLD:
        return None
    common = _with_facts(common, left, right)
    days = _days(left.document.published, right.document.published)
    series = days is not None and days > SERIES_DAYS and _same_outlet(left.document, right.document)
    if not _tells_the_same(common, series):
        return None
    replaced, kept = _slots(left.pieces, right.pieces)
    common = replace(common, replaced=replaced, kept=kept)
    if series:
        return None if replaced else common
    hardly = FEW_REPLACED * replaced <= kept
    if replaced >= max(1, kept) or days is not None and days > LONG_AFTER and not hardly:
        return None
    return common if common.facts >= SAME_FACTS or hardly else None


def _tells_the_same(common: _Common, series: bool) -> bool:
    """Whether the figures and names of both allow for a copy, wherever they stand."""
    if common.shared < FEW_SHARED and common.told < ALL_TOLD:
        return False
    if series:
        return common.told >= REPEATED and common.facts >= REPEATED
    return common.facts >= SAME_FACTS or common.facts >= SOME_FACTS and common.opening >= OPENING_KEPT


def _is_round_up(found: Sequence[_Common]) -> bool:
    """Whether the left text holds two texts that have nothing to do with one another, as a newsletter may."""
    held = [common.places for common in found if common.left_longer]
    return any(len(a & b) < COLLECTED * min(len(a), len(b)) for at, a in enumerate(held) for b in held[:at])


def _days(left: date | None, right: date | None) -> int | None:
    return abs((left - right).days) if left and right else None


def _same_outlet(document: Document, other: Document) -> bool:
    if document.publisher and other.publisher and _plain(document.publisher) == _plain(other.publisher):
        return True
    own, theirs = _host(document), _host(other)
    return bool(own) and own == theirs


def _plain(name: str) -> str:
    return fold(" ".join(words(name)))


def _host(document: Document) -> str:
    return (urlsplit(document.url or "").hostname or "").removeprefix("www.")
