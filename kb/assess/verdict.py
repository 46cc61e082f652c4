"""A claim → what the sources say to it: an `Assessment` with citations for both sides.

The search only finds what is near; figures, times, names and polarity decide (`kb.compare`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.assess.evidence import Finding, findings
from kb.assess.reader import Reader
from kb.assess.sums import wrong_sum
from kb.cite import cite
from kb.compare import Comparison, Statement, Voice, corrects, independent, read
from kb.compare import cited as cited_in
from kb.errors import Damaged
from kb.library import Library
from kb.model import Assessment, Citation, Verdict
from kb.retrieve import prepare

MOST = 12  # citations for a side
FURTHER = 0.6  # log-odds less than the least that are enough where another sentence bears the claim out
FIGURE_TOO = 1.6  # the same where it gives the figure of a claim that somebody asks about
BESIDE = 1.5  # log-odds above the least for a figure that a text sets against the claim's in the sentence beside
_COMMON = frozenset({"%", "pp", "x", "s", "day", "month"})  # units whose figures come up again and again
_OF_WHOLE = re.compile(r"\W*(?:von|of|out of)\s(?:den|diesen|the|these|those)\b", re.I)  # it tells of a part
SAME_MONTH = 0.3  # log-odds above the least for another day of the month that the claim names
AGREED, MOST_AGREED = 0.1, 0.4  # log-odds nearer for each further independent source that a lone dissenter must be


@dataclass(frozen=True, slots=True)
class Weighed:
    """Both sides of a claim, nearest first, how many independent origins are for it, and whether one was corrected."""

    supporting: Sequence[Finding]
    opposing: Sequence[Finding]
    count: int
    corrected: bool = False


def assess(library: Library, claim: str, reader: Reader | None = None) -> Assessment:
    """Holds a claim against the sources; `reader` saves reading them again for the next claim.

    Raises:
        Unavailable: there is no embedder on this machine.
    """
    reader = reader or Reader(library)
    query = prepare(library, claim)
    statement = read(claim, query.language)
    found = findings(reader, query, statement)
    weighed = weigh(reader, statement, found)
    return Assessment(
        claim=claim,
        verdict=_verdict(weighed),
        supporting=cited(reader, weighed.supporting),
        opposing=cited(reader, weighed.opposing),
        independent_sources=weighed.count,
        reason="; ".join(filter(None, (reason(found, weighed), wrong_sum(claim, query.language)))),
    )


def weigh(reader: Reader, claim: Statement, found: Sequence[Finding], own: Voice | None = None) -> Weighed:
    """The findings for and against a claim; `own` is who says it, where it is a sentence of a source."""
    supporting = [one for one in found if one.comparison.kind == "same"]
    if supporting:
        supporting = [
            one for one in found if one.comparison.kind == "same" or _says_so_too(one, not own and _telling(claim))
        ]
    voices = [reader.voice(one.document_id, one.start) for one in supporting]
    given = cited_in(claim.text, claim.language)
    subject = [name for name in claim.names if name not in given]
    count = independent([*voices, own] if own else voices, subject)
    opposing = _opposing(reader, claim, found, (supporting, count, own))
    supporting, opposing, corrected = _after_correction(reader, supporting, opposing)
    return Weighed(supporting, opposing, count if supporting or own else 0, corrected)


def _says_so_too(one: Finding, telling: bool) -> bool:
    """Whether a sentence almost says the same: where another one does, it is told as a further source."""
    figure = telling and one.comparison.why.startswith("the same figure")
    less = FIGURE_TOO if figure and not _OF_WHOLE.match(one.statement.text) else FURTHER
    return one.comparison.almost == "same" and one.comparison.margin >= -less


def _telling(claim: Statement) -> bool:
    """Whether a claim gives an amount that hardly comes up by chance: no share, no duration, no single digit."""
    return any(
        one.unit not in _COMMON and not one.derived and abs(one.value) / max(one.resolution, 1e-12) >= 10
        for one in claim.quantities
    )


def _verdict(weighed: Weighed) -> Verdict:
    if weighed.supporting and weighed.opposing:
        return "mixed"
    return "supported" if weighed.supporting else "contradicted" if weighed.opposing else "not_found"


def _opposing(
    reader: Reader, claim: Statement, found: Sequence[Finding], agreed: tuple[Sequence[Finding], int, Voice | None]
) -> list[Finding]:
    """The sentences in conflict with the claim.

    Left out are those that name another day where the claim's is found, unless they come near; those of a text that
    bears the claim out elsewhere, and those not near enough against several that agree.
    """
    supporting, count, own = agreed
    days = bool(supporting) and any(time.precision == "day" for time in claim.times)
    needed = min(MOST_AGREED, AGREED * max(0, count - 1))
    stories = {reader.story(one.document_id) for one in supporting} | ({own.story} if own else set())
    told = [
        replace(one, comparison=Comparison("conflict", one.comparison.against))
        for one in supporting
        if one.comparison.against
    ]
    return told + [
        one
        for one in found
        if one.comparison.kind == "conflict"
        and one.comparison.margin >= needed
        and not any(reader.series(one.document_id, other.document_id) for other in supporting)
        and not (days and _names_another_day(claim, one) and one.comparison.margin < _needed(claim, one))
        and (reader.story(one.document_id) not in stories or _told_beside(reader, one, supporting))
    ]


def _names_another_day(claim: Statement, one: Finding) -> bool:
    """Whether a finding is in conflict by a time alone, and not by one from when on both say that something is so."""
    return one.comparison.why.startswith("another time") and not (claim.starts and one.statement.starts)


def _needed(claim: Statement, one: Finding) -> float:
    """The margin that another day must have: less in the month of the claim's, where two events are rarer."""
    months = {(time.year, time.month) for time in claim.times if time.year}
    return SAME_MONTH if any((time.year, time.month) in months for time in one.statement.times) else BESIDE


def _told_beside(reader: Reader, one: Finding, supporting: Sequence[Finding]) -> bool:
    """Whether a text that gives the claim's figure sets another against it in the next sentence, or the one before."""
    if one.comparison.margin < BESIDE or not one.comparison.why.startswith("another figure"):
        return False
    order = {sentence.start: at for at, sentence in enumerate(reader.read(one.document_id).sentences)}
    own = [order[other.start] for other in supporting if other.document_id == one.document_id]
    return any(abs(order[one.start] - at) == 1 for at in own)


def _after_correction(
    reader: Reader, supporting: list[Finding], opposing: list[Finding]
) -> tuple[list[Finding], list[Finding], bool]:
    """Both sides, without the side that a later text corrects; whether there was such a text."""
    for mine, others in ((supporting, opposing), (opposing, supporting)):
        last = [one for one in mine if corrects(one.statement.text) and all(_later(reader, one, o) for o in others)]
        if last and others:
            return (supporting, [], True) if mine is supporting else ([], opposing, True)
    return supporting, opposing, False


def _later(reader: Reader, one: Finding, other: Finding) -> bool:
    said, before = (reader.read(item.document_id).document.published for item in (one, other))
    return said is not None and before is not None and said >= before


def cited(reader: Reader, found: Sequence[Finding]) -> tuple[Citation, ...]:
    """The sentences of the findings, as citations.

    Raises:
        Damaged: a sentence is not in its text.
    """
    citations = []
    for one in found[:MOST]:
        document = reader.read(one.document_id).document
        citation = cite(document.id, document.text, document.text[one.start : one.end], one.start, one.end)
        if citation is None:
            raise Damaged(f"{document.source.origin}: a sentence is not in its text; run `kb verify --repair`")
        citations.append(citation)
    return tuple(citations)


def reason(found: Sequence[Finding], weighed: Weighed) -> str:
    """In words, what a verdict rests on."""
    parts = []
    if weighed.supporting:
        sources = "one source" if weighed.count == 1 else f"{weighed.count} independent sources"
        echo = weighed.count == 1 and len({one.document_id for one in weighed.supporting}) > 1
        parts.append(f"{sources}{', in several texts' if echo else ''}: {weighed.supporting[0].comparison.why}")
    if weighed.opposing:
        parts.append(weighed.opposing[0].comparison.why)
    if weighed.corrected:
        parts.append("a later text corrects the earlier figure")
    if not parts:
        other = next((one for one in found if one.comparison.kind == "other_time"), None)
        parts.append(other.comparison.why if other else "no other source speaks of this")
    return "; ".join(parts)
