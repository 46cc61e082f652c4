"""Two statements → the same, in conflict, about another time, or unrelated. Pure.

How near they are in meaning is worked out elsewhere and passed in: `near` is the log-odds that they speak of the same
matter. Vectors of a statement and of its contrary lie side by side, so figures, times, names and polarity decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from kb.compare.figures import Figures, another_noun, both_told, figures, figures_shared, of_another_thing, required
from kb.compare.overlap import shared_words
from kb.compare.polarity import Polarity, afterwards, opposed, polarity, unanswered
from kb.compare.statement import Named, Statement, named, rival_person, rival_place
from kb.names import same_place, vocabulary
from kb.numbers import Moment, Quantity, same_quantity
from kb.text import fold

Kind = Literal["same", "conflict", "other_time", "unrelated"]

# Least log-odds of speaking of the same matter, by what else agrees or differs; set on claims that we wrote.
FIGURE_AGREES, DAY_AGREES, MONTH_AGREES, MEANING_ALONE = -3.2, -3.2, -3.4, 0.0
OTHER_FIGURE, OTHER_COUNT, OTHER_DAY, OTHER_PERSON = -1.8, -0.5, -0.4, 1.0
OTHER_START, PASSED = -1.8, 1.0  # where both say from when on; where only one of the times is past
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
LONG = 300  # days between two texts that name no time: they may speak of two years
MANY = 1  # clauses; which of more than these has the "not" that matters cannot be told across languages
LETTERS = 3  # a word of more tells what a clause speaks of
TELLING_FIGURES = 100  # a figure of three digits that count
UNANSWERED = 1.0  # log-odds that it costs when "called off" in the one is met by nothing like it in the other
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


def times_agree(one: Statement, other: Statement) -> float:
    """1 where the other sentence names the times of `one`, -1 where it names others; half, by what stands before it.

    Where both say from when on something is so, only that counts; an end is not held against a beginning.
    """
    if one.starts and other.starts:
        return 1.0 if all(_met(time, _from(other)) for time in _from(one)) else -1.0
    if one.ends and len(one.ends) == len(one.times) and other.starts and len(other.starts) == len(other.times):
        return 0.0
    wanted = [time for time in one.times or one.backdrop if time.ago is None]
    if not wanted or not other.times and not other.backdrop:
        return _apart(one, other, wanted)
    for weight, found in ((1.0, other.times), (0.5, other.backdrop)):
        known = _finest([time for time in found if time.ago is None])
        if known:
            return weight if all(_met(time, known) for time in wanted) else -weight
    return 0.0


def _apart(one: Statement, other: Statement, wanted: list[Moment]) -> float:
    """Half against, where the days of publication alone tell that two sentences speak of different times."""
    said, mine = other.setting.published, one.setting.published
    if said and wanted and all(time.year and time.year > said.year + 1 for time in wanted):
        return -0.5
    return -0.5 if said and mine and abs((said - mine).days) > LONG else 0.0


def _finest(times: list[Moment]) -> list[Moment]:
    """The times without the years that a finer one among them lies in: "the school year 2026/27, from August 2026"."""
    fine = [time for time in times if time.precision != "year"]
    return [time for time in times if time in fine or not any(time.agrees(each) for each in fine if each.year)]


def _from(statement: Statement) -> list[Moment]:
    return [time for time in statement.times if time.start in statement.starts]


def _rival_time(one: Statement, other: Statement) -> str:
    """In words, the one time that the other sentence gives in place of that of `one`; "" where that cannot be told."""
    if one.starts and other.starts:
        mine, theirs = _from(one), _from(other)
    elif one.since or other.since:
        return ""
    else:
        mine, theirs = list(one.times), list(other.times)
        if len(theirs) > len(mine):
            theirs = [time for time in theirs if time.precision == mine[0].precision and time.ago is None]
    if not mine or not theirs or len(theirs) > len(mine):
        return ""
    return f"another time: {_show(one, mine)} against {_show(other, theirs)}"


def _met(time: Moment, known: list[Moment]) -> bool:
    return any(time.agrees(other) for other in known)


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
        if rival_place(one, other) or of_another_thing(one, other, held):
            return _NOTHING
        away = who.count and not who.own and (not who.near or other.names)
        if one.language == other.language:
            near += SHARED * shared_words(one, other) - UNSHARED
            near -= OTHER_NOUN * another_noun(*(held.other or held.unsure)[0], one, other)
        return _other_figure(near - DISTANT * bool(away), held, who, time)
    if needed:
        return (
            _turned(near, turned, PAIR_NO_FIGURE if all(turned) else NEGATED)
            if turned and not who.missing
            else _NOTHING
        )
    return _without_figures(one, other, near, (who, time, turned))


def _denied(one: Statement, other: Statement, near: float) -> Comparison | None:
    """A conflict where the other sentence tells an amount of `one` as not so ("five, not three"); None elsewhere."""
    if any(same_quantity(mine, theirs) for mine in required(one) for theirs in other.denied):
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


def _other_figure(near: float, held: Figures, who: Named, time: float) -> Comparison:
    """Another amount of the same kind; the more that kind tells (votes, not per cent), the less near it must be."""
    if held.same or any(not same_place(fold(name)) for name in who.missing):
        return _NOTHING
    mine, theirs = (held.other or held.unsure)[0]
    least = OTHER_FIGURE if held.other and (mine.unit not in DURATIONS or mine.per) else OTHER_COUNT
    telling = bool(held.other) and (bool(mine.noun) or bool(mine.per) and mine.per == theirs.per)
    near += TELLING * telling + SAME_TIME * (time == 1.0)
    near -= (FAR_SHARE if mine.unit == "%" else FAR_OFF) * (
        not 1 / UNLIKE < abs(theirs.value or 1) / abs(mine.value or 1) < UNLIKE
    )
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
    rival, begins = _rival_time(one, other), bool(one.starts and other.starts)
    said = other.setting.published
    mine, theirs = (_from(one), _from(other)) if begins else (list(one.times), list(other.times))
    passed = said and {_before(time, said) for time in mine} != {_before(time, said) for time in theirs}
    if not rival or begins and passed:
        return _NOTHING
    return _at_least(near - PASSED * bool(passed), OTHER_START if begins else OTHER_DAY, "conflict", rival)


def _before(time: Moment, said: date) -> bool:
    """Whether a time is over on a day; one without a year is of the year of that day."""
    year, month = time.until or time.year or said.year, time.month or (3 * time.quarter if time.quarter else 12)
    return (year, month, time.day or 31) < (said.year, said.month, said.day)


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


def _show(statement: Statement, times: Sequence[Moment]) -> str:
    return ", ".join(statement.text[time.start : time.end] for time in times)
