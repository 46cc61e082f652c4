"""Two statements → the same, in conflict, about another time, or unrelated. Pure.

How near they are in meaning is worked out elsewhere and passed in: `near` is the log-odds that they speak of the same
matter. Vectors of a statement and of its contrary lie side by side, so figures, times, names and polarity decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from kb.compare.figures import Figures, another_noun, both_told, figures, figures_shared, of_another_thing, required
from kb.compare.polarity import Polarity, afterwards, opposed, polarity, unanswered
from kb.compare.statement import Named, Statement, named, rival_person, rival_place
from kb.names import same_place, vocabulary
from kb.numbers import Moment, same_quantity
from kb.text import fold

Kind = Literal["same", "conflict", "other_time", "unrelated"]

# Least log-odds of speaking of the same matter, by what else agrees or differs; set on claims that we wrote.
FIGURE_AGREES, DAY_AGREES, MONTH_AGREES, MEANING_ALONE = -3.2, -3.2, -3.4, -0.2
OTHER_FIGURE, OTHER_COUNT, OTHER_DAY, OTHER_PERSON = -1.8, -0.5, -0.4, 1.0
OTHER_WAY, SAME_WORD_NEGATED, NEGATED = -1.3, -0.9, 0.4
MISSING, OTHER_NOUN = 1.7, 1.5  # log-odds: for a name that is found nowhere, a figure that counts something else
NOT_ALIKE = 0.8  # log-odds more for two sentences that agree in a "not"
PAIR_NO_FIGURE = 0.5  # least log-odds for an opposite word where the figure itself is not spoken of
TWO_FIGURES = 1.5  # log-odds for a second figure that agrees
UNLIKE, FAR_OFF = 6, 2.3  # one figure so many times the other is hardly of the same thing: log-odds that this costs
DISTANT = 1.5  # log-odds that it costs when the sentence itself names none of the claim's names but others
TELLING, SAME_TIME = 0.6, 0.3  # log-odds for a kind that few figures are of, and for the same time named
DURATIONS = frozenset({"s", "day", "month"})
LONG = 300  # days between two texts that name no time: they may speak of two years
MANY = 1  # clauses; which of more than these has the "not" that matters cannot be told across languages
LETTERS = 3  # a word of more tells what a clause speaks of
UNANSWERED = 1.0  # log-odds that it costs when "called off" in the one is met by nothing like it in the other
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
    if afterwards(one.polarity, other.polarity):
        return _NOTHING
    near -= UNANSWERED * unanswered(one.polarity, other.polarity)
    time, turned = times_agree(one, other), opposed(_bearing(one, other), _bearing(other, one))
    if who.count and len(who.missing) == who.count and not (held.same and near > 0):
        return _NOTHING
    needed = len(held.same) + len(held.other) + len(held.unsure) + len(held.missing)
    if needed and (len(held.same) == needed or held.same and len(held.missing) == needed - len(held.same) and near > 0):
        return _same_figures(one, other, near, (held, who, time, turned))
    if any(same_quantity(mine, theirs) for mine in required(one) for theirs in other.aside):
        return _at_least(near, FIGURE_AGREES, "other_time", "told there as no longer, or not, so")
    if held.other or held.unsure:
        if rival_place(one, other):
            return _NOTHING
        if of_another_thing(one, other, held):
            return _NOTHING
        away = who.count and not who.own and (not who.near or other.names)
        return _other_figure(near - DISTANT * bool(away), held, who, time)
    if needed:
        return (
            _turned(near, turned, PAIR_NO_FIGURE if all(turned) else NEGATED)
            if turned and not who.missing
            else _NOTHING
        )
    return _without_figures(one, other, near, (who, time, turned))


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
    if time < 0:
        return _at_least(near, FIGURE_AGREES, "other_time", f"the same figure ({shown}), another time")
    return replace(_at_least(near, FIGURE_AGREES, "same", f"the same figure: {shown}"), against=both_told(held, other))


def _other_figure(near: float, held: Figures, who: Named, time: float) -> Comparison:
    """Another amount of the same kind; the more that kind tells (votes, not per cent), the less near it must be."""
    if held.same or any(not same_place(fold(name)) for name in who.missing):
        return _NOTHING
    mine, theirs = (held.other or held.unsure)[0]
    least = OTHER_FIGURE if held.other and (mine.unit not in DURATIONS or mine.per) else OTHER_COUNT
    telling = bool(held.other) and (bool(mine.noun) or bool(mine.per) and mine.per == theirs.per)
    near += TELLING * telling + SAME_TIME * (time == 1.0)
    near -= FAR_OFF * (not 1 / UNLIKE < abs(theirs.value or 1) / abs(mine.value or 1) < UNLIKE)
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
    if turned:
        return _turned(near, turned, _least_turn(one, other, turned))
    if time == -1.0 and one.times and len(other.times) <= len(one.times):
        why = f"another time: {_show(one)} against {_show(other)}"
        return _at_least(near, OTHER_DAY, "conflict", why)
    least = _least_alike(one, time) + NOT_ALIKE * bool(one.polarity.negated)
    return _at_least(near, least, "same", "the same in other words")


def _least_alike(one: Statement, time: float) -> float:
    """How near two statements without figures must be to say the same; the time they share may tell much."""
    exact = {moment.precision for moment in one.times if moment.year} if time == 1.0 else set()
    if "day" in exact:
        return DAY_AGREES
    return MONTH_AGREES if exact & {"month", "quarter", "half"} else MEANING_ALONE


def _bearing(one: Statement, other: Statement) -> Polarity:
    """Which way a statement points where it speaks of the other's matter: a "not" of another clause does not count."""
    if not one.polarity.negated:
        return one.polarity
    if one.language != other.language:
        return replace(one.polarity, negated="") if len(_clauses(one)) > MANY else one.polarity
    shared = [(len({word for word in vocabulary(c) & other.held if len(word) > LETTERS}), c) for c in _clauses(one)]
    most, about = max(shared, key=lambda pair: pair[0])
    return replace(one.polarity, negated=polarity(about).negated) if most else one.polarity


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


def _show(statement: Statement) -> str:
    return ", ".join(statement.text[time.start : time.end] for time in statement.times)
