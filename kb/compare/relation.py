"""Two statements → the same, in conflict, about another time, or unrelated. Pure.

How near they are in meaning is worked out elsewhere and passed in: `near` is the log-odds that they speak of the same
matter. Vectors of a statement and of its contrary lie side by side, so figures, times, names and polarity decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kb.compare.polarity import opposed
from kb.compare.statement import Named, Statement, named, rival_person, rival_place
from kb.names import same_place, vocabulary
from kb.numbers import Moment, Quantity, comparable, same_quantity
from kb.text import fold

Kind = Literal["same", "conflict", "other_time", "unrelated"]

# Least log-odds of speaking of the same matter, by what else agrees or differs; set on claims that we wrote.
FIGURE_AGREES, DAY_AGREES, MONTH_AGREES, MEANING_ALONE = -3.5, -2.4, -1.2, 0.7
OTHER_FIGURE, OTHER_COUNT, OTHER_DAY, OTHER_PERSON = -1.4, 0.0, -0.9, 1.0
OTHER_WAY, SAME_WORD_NEGATED, NEGATED = -1.2, -0.6, 0.6
UNLIKE = 50  # one figure so many times the other is hardly of the same thing
DISTANT = 1.5  # log-odds that this costs, or that the sentence itself names none of the claim's names but others
TELLING, SAME_TIME = 0.6, 0.3  # log-odds for a kind that few figures are of, and for the same time named
DURATIONS = frozenset({"s", "day", "month"})
LONG = 300  # days between two texts that name no time: they may speak of two years
_CLAUSE = re.compile(r"[,;:–—]\s")
SMALL = 31  # a bare number up to this may be a day or a place in a list: it need not be found again


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two statements are to each other, `why` in a few words, and how sure (log-odds above the least)."""

    kind: Kind
    why: str = ""
    margin: float = 0.0


_NOTHING = Comparison("unrelated")


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
    for mine in _required(one):
        equal = next((theirs for theirs in other.quantities if _equal(mine, theirs, one, other)), None)
        known = [theirs for theirs in other.quantities if _alike(mine, theirs, one, other)]
        loose = [t for t in other.quantities if _alike(mine, t, one, other) is None or _both_counts(mine, t)]
        if equal:
            same.append((mine, equal))
        elif known:
            differ.append((mine, known[0]))
        elif loose:
            unsure.append((mine, loose[0]))
        else:
            missing.append(mine)
    return Figures(tuple(same), tuple(differ), tuple(unsure), tuple(missing))


def _required(one: Statement) -> Iterator[Quantity]:
    """The amounts that another statement must have to say the same."""
    plain = [q for q in one.quantities if not q.derived]
    yield from [q for q in plain if q.unit or abs(q.value) > SMALL or q.value % 1 or len(plain) == 1]


def _alike(mine: Quantity, theirs: Quantity, one: Statement, other: Statement) -> bool | None:
    return comparable(mine, theirs, one.language, other.language)


def _equal(mine: Quantity, theirs: Quantity, one: Statement, other: Statement) -> bool:
    """The same amount; a number with several figures is one even where other words are used for what it counts."""
    alike = _alike(mine, theirs, one, other)
    if not same_quantity(mine, theirs):
        return False
    telling = mine.value / max(mine.resolution, 1e-12) >= 10 and mine.value == theirs.value
    return alike is not False or telling and _both_counts(mine, theirs)


def _both_counts(mine: Quantity, theirs: Quantity) -> bool:
    """Whether both count things, at least one of them by a word that the lexicon lacks."""
    counts = (
        not mine.currency
        and not theirs.currency
        and (not mine.unit or bool(mine.noun))
        and (not theirs.unit or bool(theirs.noun))
    )
    return counts and not (mine.unit and theirs.unit)


def times_agree(one: Statement, other: Statement) -> float:
    """1 where the other sentence names the times of `one`, -1 where it names others; half, by what stands before it."""
    wanted = [time for time in one.times or one.backdrop if time.ago is None]
    if not wanted or not other.times and not other.backdrop:
        return _apart(one, other, wanted)
    for weight, found in ((1.0, other.times), (0.5, other.backdrop)):
        known = [time for time in found if time.ago is None]
        if known:
            return weight if all(_met(time, known) for time in wanted) else -weight
    return 0.0


def _apart(one: Statement, other: Statement, wanted: list[Moment]) -> float:
    """Half against, where the days of publication alone tell that two sentences speak of different times."""
    said, mine = other.setting.published, one.setting.published
    if said and wanted and all(time.year and time.year > said.year + 1 for time in wanted):
        return -0.5
    return -0.5 if said and mine and abs((said - mine).days) > LONG else 0.0


def _met(time: Moment, known: list[Moment]) -> bool:
    return any(time.agrees(other) for other in known)


def compare(one: Statement, other: Statement, near: float) -> Comparison:
    """What `other`, a sentence of a source, is to the claim `one`; `near` as above."""
    held, who = figures(one, other), named(one, other)
    time, turned = times_agree(one, other), opposed(one.polarity, other.polarity)
    if who.count and len(who.missing) == who.count and not (held.same and near > 0):
        return _NOTHING
    needed = len(held.same) + len(held.other) + len(held.unsure) + len(held.missing)
    if needed and (len(held.same) == needed or held.same and len(held.missing) == needed - len(held.same) and near > 0):
        return _same_figures(one, other, near, (held, time, turned))
    if any(same_quantity(mine, theirs) for mine in _required(one) for theirs in other.aside):
        return _at_least(near, FIGURE_AGREES, "other_time", "told there as no longer, or not, so")
    if held.other or held.unsure:
        if rival_place(one, other):
            return _NOTHING
        away = who.count and not who.own and (not who.near or other.names)
        return _other_figure(near - DISTANT * bool(away), held, who, time)
    if needed:
        return _turned(near, turned, 0.5) if turned and turned[0] and turned[1] and not who.missing else _NOTHING
    return _without_figures(one, other, near, (who, time, turned))


def _at_least(near: float, least: float, kind: Kind, why: str) -> Comparison:
    return Comparison(kind, why, near - least) if near >= least else _NOTHING


def _same_figures(
    one: Statement, other: Statement, near: float, found: tuple[Figures, float, tuple[str, str] | None]
) -> Comparison:
    held, time, turned = found
    clear = turned and turned[0] and turned[1] and not one.polarity.mixed and not other.polarity.mixed
    if clear and turned and near >= OTHER_WAY:
        return _turned(near, turned, OTHER_WAY)
    shown = ", ".join(theirs.text for _, theirs in held.same)
    if time < 0:
        return _at_least(near, FIGURE_AGREES, "other_time", f"the same figure ({shown}), another time")
    return _at_least(near, FIGURE_AGREES, "same", f"the same figure: {shown}")


def _other_figure(near: float, held: Figures, who: Named, time: float) -> Comparison:
    """Another amount of the same kind; the more that kind tells (votes, not per cent), the less near it must be."""
    if held.same or any(not same_place(fold(name)) for name in who.missing):
        return _NOTHING
    mine, theirs = (held.other or held.unsure)[0]
    least = OTHER_FIGURE if held.other and (mine.unit not in DURATIONS or mine.per) else OTHER_COUNT
    telling = bool(held.other) and (bool(mine.noun) or bool(mine.per) and mine.per == theirs.per)
    near += TELLING * telling + SAME_TIME * (time == 1.0)
    near -= DISTANT * (not 1 / UNLIKE < abs(theirs.value or 1) / abs(mine.value or 1) < UNLIKE)
    why = f"another figure: {mine.text} against {theirs.text}"
    return _at_least(near, least, "other_time" if time < 0 else "conflict", why)


def _without_figures(
    one: Statement, other: Statement, near: float, found: tuple[Named, float, tuple[str, str] | None]
) -> Comparison:
    who, time, turned = found
    if rival := rival_person(one, other, who.missing):
        return _at_least(near, OTHER_PERSON, "conflict", f"another name: {rival}")
    if who.missing or rival_place(one, other):
        return _NOTHING
    if turned and (turned[0] and turned[1] or _in_the_same_clause(one, other)):
        return _turned(near, turned, _least_turn(one, other, turned))
    if time == -1.0 and one.times:
        why = f"another time: {_show(one)} against {_show(other)}"
        return _at_least(near, OTHER_DAY, "conflict", why)
    return _at_least(near, _least_alike(one, time), "same", "the same in other words")


def _least_alike(one: Statement, time: float) -> float:
    """How near two statements without figures must be to say the same; the time they share may tell much."""
    exact = {moment.precision for moment in one.times if moment.year} if time == 1.0 else set()
    if "day" in exact:
        return DAY_AGREES
    return MONTH_AGREES if exact & {"month", "quarter", "half"} else MEANING_ALONE


def _in_the_same_clause(one: Statement, other: Statement) -> bool:
    """Whether the negation stands in the clause that speaks of what the other statement speaks of."""
    said, against = (one, other) if one.polarity.negated else (other, one)
    clauses = _CLAUSE.split(said.text)
    about = max(clauses, key=lambda clause: len(vocabulary(clause) & against.held))
    return len(clauses) == 1 or said.polarity.negated in about


def _least_turn(one: Statement, other: Statement, turned: tuple[str, str]) -> float:
    if turned[0] and turned[1]:
        return OTHER_WAY
    shared = any(
        one.polarity.sides[name][0] == side
        for name, (side, _) in other.polarity.sides.items()
        if name in one.polarity.sides
    )
    return SAME_WORD_NEGATED if shared else NEGATED


def _turned(near: float, words: tuple[str, str], least: float) -> Comparison:
    mine, theirs = (f"“{word}”" if word else "no such word" for word in words)
    return _at_least(near, least, "conflict", f"the other way: {mine} against {theirs}")


def _show(statement: Statement) -> str:
    return ", ".join(statement.text[time.start : time.end] for time in statement.times)
