"""What the sources say against an answer: another figure, day or yes for no of the same matter, or a newer one.

Only what was asked for counts: of the figures of two sentences those of the kind and the thing in question, and only
where each sentence has one. A false dispute is worse than a missed one. Sentences are looked at that were gathered for
the answer anyway, a handful.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

import numpy as np

from kb.answer.apart import Difference, difference
from kb.answer.candidates import Candidate
from kb.assess.nearness import gauge, log_odds, met, unpacked
from kb.cite import cite
from kb.compare import Comparison, Setting, Statement, cited, compare, corrects, read
from kb.errors import Damaged
from kb.late import TokenBits
from kb.library import Library
from kb.model import Citation, Conflict
from kb.names import mentions, names, vocabulary
from kb.numbers import Quantity, comparable, same_quantity
from kb.question import Asked
from kb.store.searching import Page
from kb.text import fold, words

COMPARED = 10  # sentences that the chosen ones are held against
CLOSE = 3.0  # how much less than the best one of its language such a sentence may score
NEAR, VERY_NEAR = 0.5, 1.5  # least log-odds that two sentences speak of one matter; VERY_NEAR: for one that fits less
SIDES = 3
LONG = 300  # days between two articles that name no year: they may speak of two
SOON = 14  # days after which what is told as the state of things may have moved on
_STATE = re.compile(
    r"\b(?:now|currently|so far|to date|already|latest|today|inzwischen|mittlerweile|nun|jetzt|bislang|bisher|derzeit|"
    r"aktuell\w*|zurzeit|momentan|schon|bereits|heute|neueste[nr]?)\b",
    re.I,
)
_BREAK = re.compile(r"[,;:–—]\s")
KINDS = frozenset({"number", "money", "share", "duration", "date", "yes_no"})


@dataclass(frozen=True, slots=True)
class Contrast:
    """What speaks against an answer, and what newer articles say on the same matter."""

    conflicts: tuple[Conflict, ...] = ()
    newer: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """A candidate as a statement, in its document."""

    candidate: Candidate
    page: Page
    statement: Statement

    @property
    def published(self) -> date | None:
        return self.statement.setting.published

    @property
    def citation(self) -> Citation:
        found, text = self.candidate, self.page.text
        citation = cite(found.document_id, text, found.text, found.start, found.end)
        if citation is None:
            raise Damaged("a sentence is not in its text; run `kb verify --repair`")
        return citation


def contrast(
    library: Library, asked: Asked, found: Sequence[Candidate], chosen: Sequence[Candidate], question: tuple[str, str]
) -> Contrast:
    """The chosen sentences held against the others that were found; `question` is its text and language."""
    if asked.kind not in KINDS or not chosen:
        return Contrast()
    pairs = list(_pairs(library, found, chosen))
    if not pairs:
        return Contrast()
    pages = library.store.pages(one.document_id for pair in pairs for one in pair[:2])
    against: list[tuple[_Said, _Said, Difference]] = []
    newer: list[_Said] = []
    for one, other, near in pairs:
        mine, theirs = (_said(each, pages[each.document_id]) for each in (one, other))
        if not _fits_as_well(other, found[0]) and not _share_a_name(mine.statement, theirs.statement):
            continue
        differ = difference(asked.kind, question, mine.statement, theirs.statement)
        held = _verdict(mine, theirs, near, differ) if differ else None
        if differ and held == "conflict":
            against.append((mine, theirs, differ))
        elif held == "newer" or near >= VERY_NEAR and _puts_right(mine, theirs):
            newer.append(theirs)
    told = [_said(each, pages[each.document_id]) for each in chosen if each.document_id in pages] if newer else []
    untold = [each for each in newer if not any(_tells(one, each) for one in told)]
    return Contrast(_conflicts(against), tuple(each.citation for each in untold[:1]))


def _conflicts(against: Sequence[tuple[_Said, _Said, Difference]]) -> tuple[Conflict, ...]:
    """The first chosen sentence that others contradict, with one of them for each other thing they say."""
    if not against:
        return ()
    first = against[0][0]
    sides: list[tuple[_Said, Difference]] = []
    for mine, theirs, differ in against:
        if mine is not first and mine.candidate != first.candidate:
            continue
        if all(differ.apart(known, theirs.statement.language, said.statement.language) for said, known in sides):
            sides.append((theirs, differ))
    sides = sides[: SIDES - 1]
    about = " / ".join([sides[0][1].mine, *(differ.theirs for _, differ in sides)])
    noun = sides[0][1].noun
    return (Conflict(f"{about} {noun}".strip(), (first.citation, *(said.citation for said, _ in sides))),)


# -- which sentences -------------------------------------------------------------------------------


def _pairs(
    library: Library, found: Sequence[Candidate], chosen: Sequence[Candidate]
) -> Iterator[tuple[Candidate, Candidate, float]]:
    """A chosen sentence, one of another story that speaks of the same matter, and how likely it does (log-odds)."""
    mine = [one for one in chosen if one.times and not one.missing]
    others = _others(found, {one.story for one in mine})
    tokens = library.store.tokens({one.passage.row.row for one in (*mine, *others)}) if mine and others else {}
    for at, one in enumerate(mine):
        rest = [each for each in others if each.story != one.story and each not in mine[:at]]
        for other, near in zip(rest, _nearness(tokens, one, rest), strict=True):
            if near >= (NEAR if _fits_as_well(other, found[0]) else VERY_NEAR):
                yield one, other, near


def _fits_as_well(one: Candidate, best: Candidate) -> bool:
    return one.score >= best.score - CLOSE


def _others(found: Sequence[Candidate], stories: set[str]) -> list[Candidate]:
    """The sentences to be compared, best first: about as good as the best of their language.

    Scores of two languages are not alike: words count within one.
    """
    best: dict[str, float] = {}
    for each in found:
        best.setdefault(each.passage.row.language, each.score)
    able = [each for each in found if each.times and not each.missing and stories - {each.story}]
    behind = [(best[each.passage.row.language] - each.score, at) for at, each in enumerate(able)]
    return [able[at] for gap, at in sorted(behind) if gap <= CLOSE][:COMPARED]


def _nearness(tokens: dict[int, TokenBits], one: Candidate, others: Sequence[Candidate]) -> list[float]:
    """The log-odds that each other sentence speaks of the same matter; none is near where there are no tokens."""
    rows = [other.passage.row for other in others]
    begin, language = one.passage.row.start, one.passage.row.language
    if not others or one.passage.row.row not in tokens or any(row.row not in tokens for row in rows):
        return [-np.inf] * len(others)
    vectors, places = unpacked(tokens[one.passage.row.row], one.start - begin, one.end - begin)
    if not len(vectors):
        return [-np.inf] * len(others)
    own = gauge(one.text, language, vectors, places)
    sentences = [[(other.start - row.start, other.text)] for other, row in zip(others, rows, strict=True)]
    found = met(own, [tokens[row.row] for row in rows], sentences)
    return [log_odds(words, row.language == language) for words, row in zip(found, rows, strict=True)]


# -- what they are to each other -------------------------------------------------------------------


def _said(candidate: Candidate, page: Page) -> _Said:
    row = candidate.passage.row
    before = f"{page.title}. {page.text[row.start : candidate.start]}"
    return _Said(candidate, page, _statement(candidate.text, page.language, before, page.published, page.text))


@lru_cache(512)
def _statement(text: str, language: str, before: str, published: str, whole: str) -> Statement:
    """A sentence read; those it names as its source are left out of its names."""
    setting = Setting(
        before,
        date.fromisoformat(published[:10]) if published else None,
        vocabulary(before),
        _words_of(f"{before} {whole}"),
    )
    found = read(text, language, setting)
    sources = {fold(part) for name in cited(text, language) for part in words(name)}
    return replace(found, names=tuple(name for name in found.names if fold(name) not in sources))


@lru_cache(128)
def _words_of(text: str) -> frozenset[str]:
    return vocabulary(text)


def _tells(one: _Said, other: _Said) -> bool:
    """Whether a chosen sentence says what the other says."""
    if one.candidate == other.candidate:
        return True
    return not _puts_right(one, other) and compare(one.statement, other.statement, VERY_NEAR).kind == "same"


def _share_a_name(one: Statement, other: Statement) -> bool:
    pairs = ((one, other), (other, one))  # in German a name may look like a noun
    return any(mentions(name, held.held) for named, held in pairs for name in names(named.text, named.language))


def _verdict(mine: _Said, theirs: _Said, near: float, differ: Difference) -> str | None:
    """Whether `theirs` contradicts `mine`, or is what a newer article says of a later time; None where neither is."""
    there, back = compare(mine.statement, theirs.statement, near), compare(theirs.statement, mine.statement, near)
    if any(one.kind not in ("conflict", "other_time") for one in (there, back)):
        return None
    later = _later(mine, theirs)
    if _corrected(mine, back) or _corrected(theirs, there):
        return "newer" if later and _corrected(theirs, there) else None
    if _other_period(mine.statement, theirs.statement, (there, back)) or _moved_on(mine, theirs, differ):
        return "newer" if later and _last_year(theirs) >= _last_year(mine) else None
    return "conflict"


def _moved_on(mine: _Said, theirs: _Said, differ: Difference) -> bool:
    """Whether both tell the state of things, weeks apart: an outlet of its own earlier figure, or one of them says so.

    Not where both name the year that they speak of.
    """
    years = [{time.year for time in said.statement.times if time.year} for said in (mine, theirs)]
    if years[0] & years[1]:
        return False
    publishers = {fold(said.page.publisher) for said in (mine, theirs)}
    if len(publishers) == 1 and publishers != {""}:
        return True
    if mine.published is None or theirs.published is None or abs((mine.published - theirs.published).days) < SOON:
        return False
    return any(_STATE.search(_clause(*each)) for each in zip((mine, theirs), differ.at, strict=True))


def _clause(said: _Said, at: int) -> str:
    """The clause of a statement in which something stands."""
    text = said.statement.text
    breaks = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
    return next((text[start:end] for start, end in pairwise(breaks) if start <= at < end), text)


def _corrected(said: _Said, comparison: Comparison) -> bool:
    """Whether a sentence corrects the other, or tells its figure as no longer so."""
    return corrects(said.statement.text) or comparison.why.startswith("told there")


def _puts_right(mine: _Said, theirs: _Said) -> bool:
    """Whether a later sentence corrects the other and names both figures, the wrong one and the right one."""
    if not _later(mine, theirs) or not corrects(theirs.statement.text):
        return False
    named = (*theirs.statement.quantities, *theirs.statement.aside)
    alike = [(a, b) for a in mine.statement.quantities for b in named if _alike(a, b, mine, theirs)]
    return {same_quantity(a, b) for a, b in alike} == {True, False}


def _alike(one: Quantity, other: Quantity, mine: _Said, theirs: _Said) -> bool:
    return comparable(one, other, mine.statement.language, theirs.statement.language) is True


def _later(mine: _Said, theirs: _Said) -> bool:
    return mine.published is not None and theirs.published is not None and theirs.published > mine.published


def _other_period(mine: Statement, theirs: Statement, found: tuple[Comparison, Comparison]) -> bool:
    """Whether two statements are of two times: their own, two years around them, or two articles far apart."""
    if all(one.kind == "conflict" for one in found):
        return False
    years = [{time.year for time in one.times or one.backdrop if time.year} for one in (mine, theirs)]
    said = [one.setting.published for one in (mine, theirs)]
    named = all(any(time.year for time in one.times) for one in (mine, theirs))
    if named or all(years) and not years[0] & years[1]:
        return True
    return said[0] is not None and said[1] is not None and abs((said[0] - said[1]).days) > LONG


def _last_year(said: _Said) -> int:
    """The last year a statement names, or that of its article."""
    named = [time.until or time.year or 0 for time in said.statement.times]
    return max(named, default=0) or (said.published.year if said.published else 0)
