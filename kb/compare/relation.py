"""Two statements → the same, in conflict, about another time, or unrelated. Pure.

How near they are in meaning is worked out elsewhere and passed in: `near` is the log-odds that they speak of the same
matter. Vectors of a statement and of its contrary lie side by side, so figures, times, names and polarity decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from kb.compare.figures import (
    Figures,
    another_noun,
    both_told,
    figures,
    figures_shared,
    of_another_thing,
    required,
    some_against_none,
)
from kb.compare.overlap import shared_words
from kb.compare.polarity import Polarity, afterwards, opposed, polarity, unanswered
from kb.compare.statement import Named, Statement, named, rival_person, rival_place
from kb.compare.times import other_time, times_agree
from kb.names import same_place, vocabulary
from kb.numbers import Quantity, comparable, same_quantity
from kb.text import fold

Kind = Literal["same", "conflict", "other_time", "unrelated"]

# Least log-odds of speaking of the same matter, by what else agrees or differs; set on claims that we wrote.
FIGURE_AGREES, DAY_AGREES, MONTH_AGREES, MEANING_ALONE = -3.2, -3.2, -3.4, 0.0
OTHER_FIGURE, OTHER_COUNT, OTHER_DAY, OTHER_PERSON = -1.8, -0.5, -0.4, 1.0
OTHER_START, OTHER_SINCE, PASSED = -1.8, 0.0, 1.0  # where both say from when on; where only one of the times is past
OTHER_WAY, SAME_WORD_NEGATED, NEGATED = -2.2, -0.9, 0.4
MISSING, OTHER_NOUN = 1.7, 1.5  # log-odds: for a name that is found nowhere, a figure that counts something else
NOT_ALIKE = 0.8  # log-odds more for two sentences that agree in a "not"
PAIR_NO_FIGURE = 0.5  # least log-odds for an opposite word where the figure itself is not spoken of
TWO_FIGURES = 1.5  # log-odds for a second figure that agrees
SHARED, UNSHARED = 4.5, 1.0  # log-odds for the telling words that two figures of one language stand among
FAR_SHARE = 1.0  # the same for per cent
UNLIKE, FAR_OFF = 6, 3.0  # one figure so many times the other is hardly of the same thing: log-odds that this costs
DISTANT = 1.5  # log-odds that it costs when the sentence itself names none of the claim's names but others
TELLING, SAME_TIME = 0.6, 0.3  # log-odds for a kind that few figures are of, and for the same time named
DURATIONS = frozenset({"s", "day", "month"})
MANY = 1  # clauses; which of more than these has the "not" that matters cannot be told across languages
LETTERS = 3  # a word of more tells what a clause speaks of
TELLING_FIGURES = 100  # a figure of three digits that count
UNANSWERED = 1.0  # log-odds that it costs when "called off" in the one is met by nothing like it in the other
_LEAST_OF_TIME = {"start": OTHER_START, "since": OTHER_SINCE, "event": OTHER_DAY}
_STILL = re.compile(
    r"\b(?:still|remains?|continues? to|weiterhin|weiter|nach wie vor|immer noch|noch immer|bleib(?:t|en))\b", re.I
)
_CLAUSE = re.compile(r"[,;:–—]\s|\s(?:und|aber|doch|sondern|während|weil|dass|and|but|while|because|that|which|who)\s")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two statements are to each other, `why` in a few words, and how sure (log-odds above the least).

    `against` says what else the same sentence gives that is in conflict ("one says 58, the other 61").
    `almost` is what unrelated statements would be if they were nearer; `margin` then says by how much (below 0).
    """

    kind: Kind
    why: str = ""
    margin: float = 0.0
    almost: Kind = "unrelated"
    against: str = ""


_NOTHING = Comparison("unrelated")


def compare(one: Statement, other: Statement, near: float) -> Comparison:
    """What `other`, a sentence of a source, is to the claim `one`; `near` as above."""
    held, who = figures(one, other), named(one, other)
    if afterwards(one.polarity, other.polarity) and not _STILL.search(other.text):
        return _NOTHING
    if denied := _denied(one, other, near):
        return denied
    near -= UNANSWERED * unanswered(one.polarity, other.polarity)
    time, turned = times_agree(one, other), opposed(_bearing(one, other), _bearing(other, one))
    if who.count and len(who.missing) == who.count and not (held.same and near > 0):
        return _NOTHING
    needed = len(held.same) + len(held.other) + len(held.unsure) + len(held.missing)
    if needed and (len(held.same) == needed or held.same and len(held.missing) == needed - len(held.same) and near > 0):
        return _same_figures(one, other, near, (held, who, time, turned))
    if any(same_quantity(mine, theirs) for mine in required(one) for theirs in other.aside):
        return _at_least(near, FIGURE_AGREES, "other_time", "told there as no longer so")
    if held.other or held.unsure:
        return _other_figure(one, other, near, (held, who, time))
    if none := some_against_none(one, other):
        return _none(one, other, near, (who, time, none))
    if needed:
        return _without_its_figures(near, who, turned)
    return _without_figures(one, other, near, (who, time, turned))


def _denied(one: Statement, other: Statement, near: float) -> Comparison | None:
    """A conflict where one of the two tells an amount of the other as not so ("five, not three"); None elsewhere."""
    pairs = [(mine, theirs) for mine in required(one) for theirs in other.denied]
    pairs += [(mine, theirs) for mine in one.denied for theirs in required(other)]
    if any(same_quantity(*pair) and comparable(*pair) is not False for pair in pairs):
        return _at_least(near, OTHER_FIGURE, "conflict", "told there as not so")
    return None


def _at_least(near: float, least: float, kind: Kind, why: str) -> Comparison:
    margin = near - least
    return Comparison(kind, why, margin) if margin >= 0 else Comparison("unrelated", why, margin, kind)


def _same_figures(
    one: Statement, other: Statement, near: float, found: tuple[Figures, Named, float, tuple[str, str] | None]
) -> Comparison:
    held, who, time, turned = found
    if rival_place(one, other):
        return _NOTHING
    near += TWO_FIGURES * (figures_shared(one, other) > 1)
    near -= MISSING * len(who.missing) + OTHER_NOUN * any(another_noun(*pair, one, other) for pair in held.same)
    clear = turned and turned[0] and turned[1] and not one.polarity.mixed and not other.polarity.mixed
    if clear and turned and near >= OTHER_WAY:
        return _turned(near, turned, OTHER_WAY)
    shown = ", ".join(theirs.text for _, theirs in held.same)
    if time < 0 and not (time > -1.0 and near > 0 and any(_long(mine) for mine, _ in held.same)):
        return _at_least(near, FIGURE_AGREES, "other_time", f"the same figure ({shown}), another time")
    return replace(_at_least(near, FIGURE_AGREES, "same", f"the same figure: {shown}"), against=both_told(held, other))


def _long(amount: Quantity) -> bool:
    """Whether an amount has so many figures that it hardly comes up twice: 143,000, not 140,000."""
    return abs(amount.value) / max(amount.resolution, 1e-12) >= TELLING_FIGURES


def _other_figure(one: Statement, other: Statement, near: float, found: tuple[Figures, Named, float]) -> Comparison:
    """Another amount of the same kind; the more that kind tells (votes, not per cent), the less near it must be.

    Where another amount agrees ("60 days ahead"), it is the same matter, and what differs tells all the more.
    """
    held, who, time = found
    absent = [name for name in who.missing if not same_place(fold(name))]
    if rival_place(one, other) or of_another_thing(one, other, held):
        return _NOTHING
    if held.same and not held.other or absent and not who.own:
        return _NOTHING
    mine, theirs = (held.other or held.unsure)[0]
    away = who.count and not who.own and (not who.near or other.names)
    near += _in_like_words(one, other, (mine, theirs)) - MISSING * len(absent) - DISTANT * bool(away)
    least = OTHER_FIGURE if held.other and (mine.unit not in DURATIONS or mine.per) else OTHER_COUNT
    telling = bool(held.other) and (bool(mine.noun) or bool(mine.per) and mine.per == theirs.per)
    near += TELLING * telling + SAME_TIME * (time == 1.0) - _far_off(mine, theirs)
    why = f"another figure: {mine.text} against {theirs.text}"
    return _at_least(near, least, "other_time" if time < 0 else "conflict", why)


def _in_like_words(one: Statement, other: Statement, pair: tuple[Quantity, Quantity]) -> float:
    """Log-odds for the words that two figures of one language stand among, and for what they count."""
    if one.language != other.language:
        return 0.0
    return SHARED * shared_words(one, other) - UNSHARED - OTHER_NOUN * another_noun(*pair, one, other)


def _far_off(mine: Quantity, theirs: Quantity) -> float:
    """The log-odds that it costs when one figure is many times the other."""
    alike = 1 / UNLIKE < abs(theirs.value or 1) / abs(mine.value or 1) < UNLIKE
    return 0.0 if alike else FAR_SHARE if mine.unit == "%" else FAR_OFF


def _none(one: Statement, other: Statement, near: float, found: tuple[Named, float, tuple[str, str]]) -> Comparison:
    """None of a thing against some: figures that differ, the one told in a word."""
    who, time, (mine, theirs) = found
    if who.missing or rival_place(one, other):
        return _NOTHING
    near += SHARED * shared_words(one, other) - UNSHARED + TELLING
    kind: Kind = "other_time" if time < 0 else "conflict"
    return _at_least(near, OTHER_FIGURE, kind, f"another figure: {mine} against {theirs}")


def _without_its_figures(near: float, who: Named, turned: tuple[str, str] | None) -> Comparison:
    """The figures of the one are not in the other: only words that turn it round tell something."""
    if not turned or who.missing:
        return _NOTHING
    return _turned(near, turned, PAIR_NO_FIGURE if all(turned) else NEGATED)


def _without_figures(
    one: Statement, other: Statement, near: float, found: tuple[Named, float, tuple[str, str] | None]
) -> Comparison:
    who, time, turned = found
    if rival := rival_person(one, other, who.missing):
        return _at_least(near, OTHER_PERSON, "conflict", f"another name: {rival}")
    if who.missing or rival_place(one, other):
        return _NOTHING
    if turned and time < 0 and _one_ends(one, other):
        return _NOTHING
    if turned:
        return _turned(near, turned, _least_turn(one, other, turned))
    if time == -1.0 and one.times:
        return _other_time(one, other, near)
    least = _least_alike(one, other, time) + NOT_ALIKE * bool(one.polarity.negated)
    return _at_least(near, least, "same", "the same in other words")


def _one_ends(one: Statement, other: Statement) -> bool:
    """Whether one of the two tells the end of what the other tells: stopped in May, resumed in June."""
    return afterwards(one.polarity, other.polarity) or afterwards(other.polarity, one.polarity)


def _other_time(one: Statement, other: Statement, near: float) -> Comparison:
    """Another time; what a text tells as past is no rival of what is still to come when it is written."""
    rival = other_time(one, other)
    if rival is None or rival.of == "start" and rival.passed:
        return _NOTHING
    return _at_least(near - PASSED * rival.passed, _LEAST_OF_TIME[rival.of], "conflict", rival.why)


def _least_alike(one: Statement, other: Statement, time: float) -> float:
    """How near two statements without figures must be to say the same; the time they share may tell much."""
    told = {moment.precision for moment in other.times} | {moment.precision for moment in other.backdrop}
    exact = {moment.precision for moment in one.times if moment.year} if time == 1.0 else set()
    exact = exact if exact & told else set()
    if "day" in exact:
        return DAY_AGREES
    return MONTH_AGREES if exact & {"month", "quarter", "half"} else MEANING_ALONE


def _bearing(one: Statement, other: Statement) -> Polarity:
    """Which way a statement points where it speaks of the other's matter: a "not" of another clause does not count."""
    if not one.polarity.negated:
        return one.polarity
    if one.language != other.language:
        return replace(one.polarity, negated="") if _elsewhere(one) else one.polarity
    shared = [(len({word for word in vocabulary(c) & other.held if len(word) > LETTERS}), c) for c in _clauses(one)]
    most, about = max(shared, key=lambda pair: pair[0])
    return replace(one.polarity, negated=polarity(about).negated) if most else one.polarity


def _elsewhere(statement: Statement) -> bool:
    """Whether a statement has several clauses, and none that has both its "not" and one of its words with opposites."""
    clauses = _clauses(statement)
    return len(clauses) > MANY and not any(each.negated and each.sides for each in map(polarity, clauses))


def _clauses(statement: Statement) -> list[str]:
    return [clause for clause in _CLAUSE.split(statement.text) if clause]


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
