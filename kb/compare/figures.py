"""The amounts of two statements held against each other: the same, others of one thing, or of another thing. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.compare.statement import Statement
from kb.numbers import Quantity, comparable, same_quantity
from kb.text import fold, stems

_PART = re.compile(r"\s(?:of (?:the|its|their|them|these|those)|der|dieser|von (?:den|ihnen|diesen)|davon)\b", re.I)
_AGAINST = re.compile(  # what stands between two figures that two sources give of one thing
    r"\b(?:dagegen|hingegen|während|zählt\w*|spricht|sprechen|nennt|nennen|laut|zufolge|whereas|while|counts?|counted|"
    r"puts?|says?|speaks?|according)\b",
    re.I,
)
_EACH = re.compile(r"\b(?:je|pro|per)\s([^\W\d]\w+)", re.I)
_PERIODS = frozenset("tag woche monat jahr stunde day week month year hour cent annum capita kopf".split())
HEAD = 5  # letters of a word that others can be put before
SMALL = 31  # a bare number up to this may be a day or a place in a list: it need not be found again
KEPT = 0.5  # the part of a bound that what keeps to it hardly stays below: of "up to 2.4 million" one uses 2, not 1
_PERMITTED = re.compile(
    r"\b(?:genehmig\w+|erlaub\w+|bewillig\w+|zulässig\w*|zugelassen|dürfen|darf|höchst\w*|maximal\w*|limit\w*|permit\w*|"
    r"allow\w*|licen[cs]ed|authoris\w+|authoriz\w+|maximum|cap|capped|ceiling|must not)\b",
    re.I,
)
_COMPARED = re.compile(  # what begins so speaks of something else, that the matter is held against
    r"^\W*(?:zum vergleich|im vergleich dazu|vergleichsweise|(?:by|in|for) (?:comparison|contrast))\b", re.I
)
_EARLIER = re.compile(  # what is said of the year before
    r"\b(?:the (?:year|month) before|a (?:year|month) (?:earlier|ago)|(?:last|previous) (?:time|round)|"
    r"in the previous year|vor einem jahr|ein jahr zuvor|im vorjahr|im jahr davor|beim letzten mal)\b",
    re.I,
)
_NONE = re.compile(  # "no other batch" says nothing of how many there are
    r"\b(?:kein(?:e[nrms]?)?|no|none of (?:the|its|their))\s(?!(?:other|more|fewer|less|further|longer|additional|new|"
    r"ander\w*|weiter\w*|mehr|zusätzlich\w*|neue\w*)\b)((?:[^\W\d]+\s?){1,3})",
    re.I,
)
_AGO = re.compile(r"\b(?:seit|since|vor|nach|after)\s(?:[^\W\d]+\s)?$", re.I)  # what stands before how long ago it was
_THEN = re.compile(r"\s(?:ago|earlier|later|zuvor|später|danach)\b", re.I)  # and what stands behind it
_LEAD = 24  # characters before a figure in which that is looked for
_DURATIONS = frozenset({"s", "day", "month"})


@dataclass(frozen=True, slots=True)
class Figures:
    """The amounts of a statement against those of another: the same, another (`unsure`: perhaps of something else)."""

    same: tuple[tuple[Quantity, Quantity], ...]
    other: tuple[tuple[Quantity, Quantity], ...]
    unsure: tuple[tuple[Quantity, Quantity], ...]
    missing: tuple[Quantity, ...]


def figures(one: Statement, other: Statement) -> Figures:
    """Holds each amount of `one` against those of the other."""
    same, differ, unsure, missing = [], [], [], []
    wanted = list(required(one))
    free = [theirs for theirs in other.quantities if not any(_equal(mine, theirs, one, other) for mine in wanted)]
    for mine in wanted:
        equal = next((theirs for theirs in other.quantities if _equal(mine, theirs, one, other)), None)
        sort = [theirs for theirs in free if _ago(theirs, other.text) == _ago(mine, one.text)]
        known = [theirs for theirs in sort if _alike(mine, theirs, one, other)]
        loose = [t for t in sort if _alike(mine, t, one, other) is None or _both_counts(mine, t)]
        equal = equal or next((theirs for theirs in loose if same_quantity(mine, theirs)), None)
        if equal:
            same.append((mine, equal))
        elif known:
            differ.append((mine, _rival(mine, known, one, other)))
        elif loose:
            unsure.append((mine, _rival(mine, loose, one, other)))
        else:
            missing.append(mine)
    return Figures(tuple(same), tuple(differ), tuple(unsure), tuple(missing))


def _rival(mine: Quantity, found: Sequence[Quantity], one: Statement, other: Statement) -> Quantity:
    """Of several amounts that may stand in place of one: one that counts the same, then the one nearest to it."""

    def apart(theirs: Quantity) -> tuple[bool, float]:
        sizes = abs(mine.value) or 1, abs(theirs.value) or 1
        return not _same_noun(mine, theirs, one.language, other.language), round(max(sizes) / min(sizes))

    return min(found, key=apart)


def _same_noun(mine: Quantity, theirs: Quantity, language: str, of_other: str) -> bool:
    if language != of_other:
        return bool(mine.unit) and mine.unit == theirs.unit
    return bool(set(stems(mine.noun, language)) & set(stems(theirs.noun, language)))


def required(one: Statement) -> Iterator[Quantity]:
    """The amounts that another statement must have to say the same."""
    plain = [q for q in one.quantities if not q.derived and not (q.unit == "" and one.text[q.end : q.end + 1] == "-")]
    yield from [q for q in plain if q.unit or abs(q.value) > SMALL or q.value % 1 or len(plain) == 1]


def some_against_none(one: Statement, other: Statement) -> tuple[str, str] | None:
    """In words, none of what one of the two counts against the figure of the other ("no batch", "two batches")."""
    if one.language != other.language:
        return None
    if some := _counted(other, _none_of(one)):
        return "none", some.text
    some = _counted(one, _none_of(other))
    return (some.text, "none") if some else None


def _none_of(statement: Statement) -> frozenset[str]:
    """The stems of the words behind a "no"."""
    told = " ".join(match[1] for match in _NONE.finditer(statement.text))
    return frozenset(stems(told, statement.language))


def _counted(statement: Statement, nouns: frozenset[str]) -> Quantity | None:
    """The amount of a statement that counts one of these."""
    counts = (q for q in statement.quantities if q.noun and not q.currency and not q.derived and q.value > 0)
    return next((q for q in counts if nouns.intersection(stems(q.noun, statement.language))), None)


def _ago(amount: Quantity, text: str) -> bool:
    """Whether a duration tells how long ago something was, or how long it has been so: that is a time, no amount."""
    lead = text[max(0, amount.start - _LEAD) : amount.start]
    return amount.unit in _DURATIONS and bool(_AGO.search(lead) or _THEN.match(text, amount.end))


def _alike(mine: Quantity, theirs: Quantity, one: Statement, other: Statement) -> bool | None:
    known = comparable(mine, theirs, one.language, other.language)
    return True if known is False and _one_head(mine, theirs, one.language, other.language) else known


def _one_head(mine: Quantity, theirs: Quantity, language: str, of_other: str) -> bool:
    """Whether both count things by German words of which one is the head of the other: Engpässe, Lieferengpässe."""
    if not language == of_other == "de" or not mine.noun or not theirs.noun or mine.currency or theirs.currency:
        return False
    first, second = sorted((fold(mine.noun), fold(theirs.noun)), key=len)
    return len(first) >= HEAD and second.endswith(first)


def _equal(mine: Quantity, theirs: Quantity, one: Statement, other: Statement) -> bool:
    """The same amount; a number with several figures is one even where other words are used for what it counts."""
    alike = _alike(mine, theirs, one, other)
    if not same_quantity(mine, theirs):
        return False
    telling = mine.value / max(mine.resolution, 1e-12) >= 10 and mine.value == theirs.value
    return alike is not False or telling and _both_counts(mine, theirs)


def another_noun(mine: Quantity, theirs: Quantity, one: Statement, other: Statement) -> bool:
    """Whether both count things, by words of which one would expect the same stem: nurses, operations."""
    return bool(mine.noun and theirs.noun) and _alike(mine, theirs, one, other) is False


def figures_shared(one: Statement, other: Statement) -> int:
    """How many different figures of a statement the other has too, small ones included."""
    plain = [mine for mine in one.quantities if not mine.derived]
    return len(
        {
            m.value
            for m in plain
            if any(m.value == t.value and m.unit == t.unit or _equal(m, t, one, other) for t in other.quantities)
        }
    )


def _both_counts(mine: Quantity, theirs: Quantity) -> bool:
    """Whether both count things, at least one of them by a word that the lexicon lacks."""
    counts = (
        not mine.currency
        and not theirs.currency
        and (not mine.unit or bool(mine.noun))
        and (not theirs.unit or bool(theirs.noun))
    )
    return counts and not (mine.unit and theirs.unit)


def both_told(held: Figures, other: Statement) -> str:
    """Where a sentence sets a second figure of the same thing against the one that agrees: in words."""
    for mine, theirs in held.same:
        for rival in other.quantities:
            alike = rival.unit == theirs.unit and rival.currency == theirs.currency and not rival.derived
            between = other.text[min(theirs.end, rival.end) : max(theirs.start, rival.start)]
            if alike and not same_quantity(theirs, rival) and _AGAINST.search(between):
                return f"another figure: {mine.text} against {rival.text}"
    return ""


def _part_against_whole(one: Statement, other: Statement, held: Figures) -> bool:
    """Whether one of two amounts is of a part ("nine of the companies"): it says nothing of the whole."""
    mine, theirs = (held.other or held.unsure)[0]
    counts = not mine.currency and mine.unit != "%"
    return counts and bool(_PART.match(one.text, mine.end)) != bool(_PART.match(other.text, theirs.end))


def _within_bounds(one: Statement, other: Statement, held: Figures) -> bool:
    """Whether one amount is a bound that the other keeps to: up to 240,000 are allowed, 190,000 were taken."""
    mine, theirs = (held.other or held.unsure)[0]
    return _keeps(mine, theirs, other.text) or _keeps(theirs, mine, one.text)


def _keeps(amount: Quantity, bound: Quantity, text: str) -> bool:
    """Whether an amount keeps to a bound that `text` gives; to what is permitted anything below keeps."""
    if bound.approximation in ("at most", "less than"):
        within = (0 if _PERMITTED.search(text) else KEPT * bound.value) <= amount.value <= bound.value
        return amount.approximation not in ("at least", "more than") and within
    return (
        bound.approximation in ("at least", "more than")
        and amount.approximation not in ("at most", "less than")
        and amount.value >= bound.value
    )


def _of_another(one: Statement, other: Statement) -> bool:
    """Whether two rates are of two things: 11 euros a workplace, 5 euros a child."""
    mine, theirs = (
        {
            stem
            for word in _EACH.findall(said.text)
            if word.casefold() not in _PERIODS
            for stem in stems(word, said.language)
        }
        for said in (one, other)
    )
    return one.language == other.language and bool(mine and theirs) and not mine & theirs


def of_another_thing(one: Statement, other: Statement, held: Figures) -> bool:
    """Whether amounts that differ are no rivals: of a part and a whole, of two rates or times, or a bound kept."""
    if bool(_COMPARED.search(one.text)) != bool(_COMPARED.search(other.text)):
        return True
    earlier = bool(_EARLIER.search(one.text)) != bool(_EARLIER.search(other.text))
    return (
        earlier or _part_against_whole(one, other, held) or _of_another(one, other) or _within_bounds(one, other, held)
    )
