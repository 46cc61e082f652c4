"""Days, months, quarters, halves and years in a text, German and English. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "quarter", "half", "year"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as far as a text names it: `text[start:end]` says it, and what it leaves open is None.

    `quarter` is 1 to 4, `half` 1 or 2; `fiscal` says that a year is a business year. `until` is the last year of a run
    of years, `last_day` the last of a run of days. `ago` is set where the year is told from today ("last year": 1);
    `dated` fills it in.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    half: int | None = None
    fiscal: bool = False
    until: int | None = None
    ago: int | None = None
    last_day: int | None = None

    @property
    def precision(self) -> Precision:
        """The finest part that is named."""
        if self.day:
            return "day"
        return "month" if self.month else "quarter" if self.quarter else "half" if self.half else "year"

    def agrees(self, other: Moment) -> bool:
        """Whether both can mean the same time, one perhaps more exactly: "March 2025" and "2025", not "2024"."""
        if self.fiscal != other.fiscal and self.precision == other.precision == "year":
            return False
        if self.year and other.year and not _overlap(self, other):
            return False
        mine, others = _months(self), _months(other)
        return bool(mine & others) and (self.day is None or other.day is None or _same_days(self, other))


def _same_days(self: Moment, other: Moment) -> bool:
    first, second = self.day or 0, other.day or 0
    return first <= (other.last_day or second) and second <= (self.last_day or first)


def _overlap(one: Moment, other: Moment) -> bool:
    first, second = one.year or 0, other.year or 0
    return first <= (other.until or second) and second <= (one.until or first)


def _months(moment: Moment) -> set[int]:
    """The months a moment may lie in."""
    if moment.month:
        return {moment.month}
    if moment.quarter:
        return set(range(3 * moment.quarter - 2, 3 * moment.quarter + 1))
    if moment.half:
        return set(range(6 * moment.half - 5, 6 * moment.half + 1))
    return set(range(1, 13))


_NAMES = (
    r"(jan(?:uary?|uar)?|jänner|feb(?:ruary?|ruar)?|mar(?:ch)?|märz|mrz|apr(?:il)?|ma[iy]|june?|juni|july?|juli|"
    r"aug(?:ust)?|sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\b\.?"
)
_ORDER = ("jan jän", "feb", "mar mär mrz", "apr", "may mai", "jun", "jul", "aug", "sep", "oct okt", "nov", "dec dez")
_YEAR = r"((?:1[89]|20)\d\d)(?![\d%]|[.,:]\d)"
_ORDINALS = {
    **{form: place for place, form in enumerate(("first", "second", "third", "fourth"), 1)},
    **{form: place for place, form in enumerate(("erst", "zweit", "dritt", "viert"), 1)},
}
_ORDINAL = r"(?:([1-4])(?:\.|st|nd|rd|th)|(first|second|third|fourth|erst|zweit|dritt|viert)(?:e[snrm]?)?)"
_OF = r"(?:,?\s(?:of\s|in\s|des\sjahres\s|von\s)?(?:fiscal\s)?"

_DAY_FIRST = re.compile(
    rf"(?<![\d.,])(\d{{1,2}})(?:\.|st|nd|rd|th)?(?:\s?(?:[-–]|to|bis|und|and)\s?(?P<on>\d{{1,2}})\.?)?\s(?:of\s)?{_NAMES}"
    rf"(?:,?\s{_YEAR})?",
    re.I,
)
_MONTH_FIRST = re.compile(
    rf"\b{_NAMES}\s(\d{{1,2}})(?:st|nd|rd|th)?(?:\s?(?:[-–]|to|and)\s?\d{{1,2}})?(?![\d%]|[.,]\d)(?:,?\s{_YEAR})?", re.I
)
_FIGURES = re.compile(r"(?<![\d.,])(\d{1,2})\.\s?(\d{1,2})\.(?:\s?((?:19|20)?\d\d)\b)?")
_ISO = re.compile(r"(?<![\d-])((?:19|20)\d\d)-(\d\d)-(\d\d)(?![\d-])")
_MONTH_YEAR = re.compile(rf"\b{_NAMES}(?:\s(?:of\s)?{_YEAR})", re.I)
_MONTH_ALONE = re.compile(
    r"\b(?:in|im|since|seit|by|until|till|bis|of|from|ab|during|early|mid|late|anfang|mitte|ende|last|vom|von|through|between|"
    rf"zwischen|und|and|to)[\s-](?:(?:early|mid|late|anfang|mitte|ende)[\s-])?(?-i:(?=[A-ZÄÖÜ])){_NAMES}(?!\s\d)",
    re.I,
)
_QUARTER = re.compile(
    rf"\bQ([1-4])(?:\s?[/-]?\s?(?:of\s)?((?:20)?\d\d)\b)?|\b{_ORDINAL}[\s-](?:quartals?|quarters?|vierteljahr\w*)\b{_OF}{_YEAR})?",
    re.I,
)
_HALF = re.compile(
    rf"\bH([12])(?:\s?[/-]?\s?((?:20)?\d\d)\b)|\b{_ORDINAL}[\s-](?:halbjahr\w*|half(?=\s(?:of\s)?(?:the\syear|{_YEAR})))"
    rf"(?:\sof\sthe\syear)?\b{_OF}{_YEAR})?",
    re.I,
)
_PART = re.compile(  # "Ende 2027", "in early 2026", "autumn 2025"
    r"\b(?:(?P<early>anfang|early|(?:the\s)?beginning\sof|frühjahr|frühling|spring)|(?P<late>ende|late|(?:the\s)?end\sof|"
    rf"herbst|autumn|fall))[\s-](?:of\s|des\sjahres\s)?(?P<year>{_YEAR})",
    re.I,
)
_FISCAL = re.compile(
    r"\b(?:fiscal(?:\syear)?|FY|geschäftsjahre?s?|haushaltsjahre?s?)\s?'?((?:20)?\d\d)(?:/(\d\d))?\b", re.I
)
_RUN = re.compile(
    r"(?<![\d.,€$£-])((?:19|20)\d\d)\s?(?:bis|to|[-–/]|through|und|and)\s?((?:19|20)?\d\d)(?![\d%]|[.,]\d|-)", re.I
)
_DECADE = re.compile(r"\b(?:19|20)?\d0(?:s|er)\b")
_LONE_YEAR = re.compile(rf"(?<![\d.,:/€$£#^-]){_YEAR}(?![/-]?\w)")
_AGO = (
    (
        0,
        re.compile(
            r"\b(?:this\syear|in\sdiesem\sjahr|dieses\sjahr(?:es)?|heuer|im\slaufenden\sjahr|so\sfar\sthis\syear)\b",
            re.I,
        ),
    ),
    (
        1,
        re.compile(
            r"\b(?:last\syear|the\sprevious\syear|(?:im\s)?vorjahr(?:es)?|(?:im\s)?vergangenen\sjahr|letztes\sjahr|im\sletzten\sjahr)\b",
            re.I,
        ),
    ),
    (-1, re.compile(r"\b(?:next\syear|(?:im\s)?(?:nächsten|kommenden)\sjahr|nächstes\sjahr)\b", re.I)),
)


def _number(digits: str | None) -> int | None:
    """A year, written with two digits or four."""
    return None if not digits else int(digits) + (2000 if len(digits) == 2 else 0)


def _month(name: str) -> int:
    return next(place for place, forms in enumerate(_ORDER, 1) if name.casefold()[:3] in forms.split())


def _ordinal(digit: str | None, word: str | None) -> int:
    return int(digit) if digit else _ORDINALS[(word or "").casefold()]


def _exact(text: str) -> Iterator[Moment]:
    """Days."""
    for m in _ISO.finditer(text):
        yield Moment(*m.span(), int(m[1]), int(m[2]), int(m[3]))
    for m in _DAY_FIRST.finditer(text):
        yield Moment(*m.span(), _number(m[4]), _month(m[3]), int(m[1]), last_day=int(m["on"]) if m["on"] else None)
    for m in _MONTH_FIRST.finditer(text):
        yield Moment(*m.span(), _number(m[3]), _month(m[1]), int(m[2]))
    for m in _FIGURES.finditer(text):
        if m[3] or 1 <= int(m[2]) <= 12 and not text[m.end() : m.end() + 1].isdigit():
            yield Moment(*m.span(), _number(m[3]), int(m[2]), int(m[1]))


def _coarse(text: str) -> Iterator[Moment]:
    """Parts of a year."""
    for m in _QUARTER.finditer(text):
        place = int(m[1]) if m[1] else _ordinal(m[3], m[4])
        yield Moment(*m.span(), _number(m[2] or m[5]), quarter=place)
    for m in _HALF.finditer(text):
        place = int(m[1]) if m[1] else _ordinal(m[3], m[4])
        yield Moment(*m.span(), _number(m[2] or m[6]), half=place)
    for m in _PART.finditer(text):
        yield Moment(*m.span(), int(m["year"]), half=1 if m["early"] else 2)
    for m in _MONTH_YEAR.finditer(text):
        yield Moment(*m.span(), int(m[2]), _month(m[1]))


def _years(text: str) -> Iterator[Moment]:
    """Years, and months without one."""
    for m in _FISCAL.finditer(text):
        yield Moment(*m.span(), _number(m[1]), fiscal=True)
    for m in _RUN.finditer(text):
        last = int(m[2]) if len(m[2]) == 4 else int(m[1][:2] + m[2])
        yield Moment(*m.span(), int(m[1]), until=last)
    for m in _MONTH_ALONE.finditer(text):
        yield Moment(m.start(1), m.end(), month=_month(m[1]))
    for m in _LONE_YEAR.finditer(text):
        yield Moment(*m.span(), int(m[1]))
    for ago, pattern in _AGO:
        for m in pattern.finditer(text):
            yield Moment(*m.span(), ago=ago)


def moments(text: str, counts: re.Pattern[str] | None = None) -> list[Moment]:
    """The times a text names, in order, none within another.

    A bare "2000" before what `counts` matches (a unit) is an amount, not a year.
    """
    taken = [m.span() for m in _DECADE.finditer(text)]
    found: list[Moment] = []
    for moment in (*_exact(text), *_coarse(text), *_years(text)):
        impossible = (moment.month or 1) > 12 or not 1 <= (moment.day or 1) <= 31
        amount = counts and moment.precision == "year" and moment.ago is None and counts.match(text, moment.end)
        if impossible or amount or any(start < moment.end and moment.start < end for start, end in taken):
            continue
        taken.append((moment.start, moment.end))
        found.append(moment)
    return sorted(found, key=lambda moment: moment.start)


def dated(moment: Moment, said: date | None) -> Moment:
    """The same moment with its year, where the day on which it was said tells it ("last year")."""
    if moment.ago is None or said is None:
        return moment
    return replace(moment, year=said.year - moment.ago, ago=None)
