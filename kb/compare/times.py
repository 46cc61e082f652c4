"""The times of two statements held against each other: the same, others, or others in their place. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kb.compare.statement import Statement
from kb.numbers import Moment

MONTH = 31  # days that two tellings of one beginning lie apart at most
LONG = 300  # days between two texts that name no time: they may speak of two years


@dataclass(frozen=True, slots=True)
class OtherTime:
    """A time that one statement gives in place of another's: of what begins, of what has been so since, of an event.

    `passed`: when the other was published, only one of the two was over.
    """

    why: str
    of: Literal["start", "since", "event"]
    passed: bool


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


def other_time(one: Statement, other: Statement) -> OtherTime | None:
    """The time that the other sentence gives in place of that of `one`; None where that cannot be told."""
    of = _sort(one, other)
    if of is None:
        return None
    mine, theirs = (_from(one), _from(other)) if of == "start" else (list(one.times), list(other.times))
    passed = _passed(mine, theirs, other.setting.published)
    if of == "event" and len(theirs) > len(mine):
        theirs = [time for time in theirs if time.precision == mine[0].precision and time.ago is None]
    if not mine or not theirs or len(theirs) > len(mine):
        return None
    return OtherTime(f"another time: {_show(one, mine)} against {_show(other, theirs)}", of, passed)


def _sort(one: Statement, other: Statement) -> Literal["start", "since", "event"] | None:
    """What the times are of; what has been so since one day began on that day, and not on the day of an event."""
    if one.starts and other.starts:
        return "start"
    if not (one.since or other.since):
        return "event"
    return "since" if _one_beginning(one.times, other.times) else None


def _one_beginning(mine: Sequence[Moment], theirs: Sequence[Moment]) -> bool:
    """Whether each names one day, and the two lie near enough together to be told of one beginning."""
    if [time.precision for time in (*mine, *theirs)] != ["day", "day"]:
        return False
    (first,), (second,) = mine, theirs
    places = [(time.month or 0) * MONTH + (time.day or 0) for time in (first, second)]
    year = first.year is None or second.year is None or first.year == second.year
    return year and abs(places[0] - places[1]) <= MONTH


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


def _met(time: Moment, known: list[Moment]) -> bool:
    return any(time.agrees(other) for other in known)


def _passed(mine: Sequence[Moment], theirs: Sequence[Moment], said: date | None) -> bool:
    return said is not None and {_before(time, said) for time in mine} != {_before(time, said) for time in theirs}


def _before(time: Moment, said: date) -> bool:
    """Whether a time is over on a day; one without a year is of the year of that day."""
    year, month = time.until or time.year or said.year, time.month or (3 * time.quarter if time.quarter else 12)
    return (year, month, time.day or 31) < (said.year, said.month, said.day)


def _show(statement: Statement, times: Sequence[Moment]) -> str:
    return ", ".join(statement.text[time.start : time.end] for time in times)
