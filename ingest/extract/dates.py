"""Dates as documents state them about themselves, in German and English and ISO notation; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner january jan jän",
            "februar feber february feb febr",
            "märz maerz march mär mrz mar",
            "april apr",
            "mai may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "dezember december dez dec",
        ),
        start=1,
    )
    for name in names.split()
}
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"""(?<![\w.,/-])(?:
      (?P<iso>(?P<y1>(?:19|20)\d\d)-(?P<m1>\d{{2}})-(?P<d1>\d{{2}}))
    | (?P<d2>\d{{1,2}})\.\s?(?P<m2>\d{{1,2}})\.\s?(?P<y2>(?:19|20)\d\d|\d\d(?!\d|[.:]))
    | (?P<d3>\d{{1,2}})(?:\.|st|nd|rd|th)?(?:\s+of)?\s+(?P<m3>{_NAME})\.?,?\s+(?P<y3>(?:19|20)\d\d)
    | (?P<m4>{_NAME})\.?\s+(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y4>(?:19|20)\d\d)
    | (?P<y5>(?:19|20)\d\d)/(?P<m5>\d{{1,2}})/(?P<d5>\d{{1,2}})
    )(?:(?![\w-]|\.\d)|(?-i:(?=[A-ZÄÖÜ][a-zäöü])))|(?P<stamp>(?<!\d)(?P<y6>(?:19|20)\d\d)-(?P<m6>\d\d)-(?P<d6>\d\d)T\d\d:?\d\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?![\d/])")
_TIME = re.compile(
    r"\b\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:uhr|h|am|pm|a\.m\.|p\.m\.)?(?:\s*(?:[ECMP][SD]T|MES?Z|CES?T|GMT|UTC))?(?!\w)|"
    r"\b(?:mon|diens|donners|frei|sams|sonn)tag\b|\bmittwoch\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\buhr\b",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"aktualisier|geändert|bearbeitet|edited|überarbeitet|zuletzt|letzte änderung|korrigiert|updated|modified|revised|"
    r"corrected|last change",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"sperrfrist|embargo|gültig|einsendeschluss|deadline|valid until|abgerufen|accessed|retrieved|termin\b|beginn:",
    re.IGNORECASE,
)


def _calendar(year: str, month: int, day: str) -> date | None:
    full = int(year) if len(year) == 4 else 2000 + int(year)
    try:
        return date(full, month, int(day))
    except ValueError:
        return None


def _month(written: str) -> int:
    return int(written) if written.isdigit() else _MONTHS[written.casefold()]


def dates(text: str) -> Iterator[tuple[int, date]]:
    """Every explicit date with its position, in order; a day, a month and a year each time."""
    for match in _DATE.finditer(text):
        for n in "123456":
            if match[f"y{n}"]:
                found = _calendar(match[f"y{n}"], _month(match[f"m{n}"]), match[f"d{n}"])
                if found:
                    yield match.start(), found
    for match in _SLASHED.finditer(text):
        first, second = int(match[1]), int(match[2])
        if (first > 12) != (second > 12):  # 3/4/2025 may be two days: said by nobody, so not read
            day, month = (first, second) if first > 12 else (second, first)
            if found := _calendar(match[3], month, str(day)):
                yield match.start(), found


def without(line: str) -> str:
    """A line without its dates, weekdays and times of day."""
    return _TIME.sub(" ", _SLASHED.sub(" ", _DATE.sub(" ", line)))


def read(text: str | None) -> date | None:
    """The first date in a string such as a metadata field, or None."""
    return next((found for _, found in dates(text or "")), None)


def stated(line: str) -> tuple[date | None, date | None]:
    """(published, updated) as a line of furniture states them: "Veröffentlicht am …, aktualisiert am …"."""
    published: date | None = None
    updated: date | None = None
    behind = 0
    for at, found in dates(line):
        lead = line[behind:at]
        behind = at + 6
        if _EVENT.search(lead):
            continue
        if _UPDATED.search(lead):
            updated = updated or found
        else:
            published = published or found
    return published, updated
