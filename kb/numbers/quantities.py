"""Amounts in a text with their unit, German and English: "1,5 Mrd. Dollar" is "$1.5 billion". Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from kb.numbers.apart import no_amounts
from kb.numbers.moments import Moment, moments
from kb.numbers.numerals import ARTICLES, digits_value, word_pattern, word_value
from kb.numbers.quantity import Approximation, Quantity, meant, noun_before, noun_behind
from kb.numbers.said import said_in_words
from kb.numbers.units import units

_BLANK = "\x00"
_PER = re.compile(
    r"\s?(?:(?:[^\W\d_]+\s){0,3}?(?:pro|je|per|an|a|im|in\sder|each|every|jede[nrs]?)\s"
    r"(tag|woche|monat|jahr|stunde|sekunde|quartal|minute|day|week|month|year|hour|second|quarter)\b"
    r"|\s?(?:/\s?|-)?(jährlich|monatlich|wöchentlich|täglich|annually|yearly|monthly|weekly|daily)\b)",
    re.I,
)
_PERIODS = {
    "year": "jahr year jährlich annually yearly",
    "month": "monat month monatlich monthly",
    "week": "woche week wöchentlich weekly",
    "day": "tag day täglich daily",
    "hour": "stunde hour",
    "minute": "minute",
    "second": "sekunde second",
    "quarter": "quartal quarter",
}
_LINK = re.compile(r"\s?(?:[-–—]|bis(?:\szu)?|to|auf|und|and|oder|or)\s?(?:rund|etwa|about|gut|knapp|almost)?\s?")
_SPAN = re.compile(r"\s?(?:[-–—]|bis(?:\szu)?|to)\s?")
_HALF, DOZEN = re.compile(r"\bhalf\s$", re.I), 12.0
_CHANGE = re.compile(r"\b(?:from|auf|um)\s(?:\w+\s)?[€$£]?$", re.I)
_MANY = re.compile(  # "62m pictures", "3k users": no metres, as in "50m across", "40m deep shafts"
    r"([mk])(?!\s(?:long|high|deep|wide|tall|thick|away|above|below|under|over|across|from|to|of|in|at|on|by|for|and|or|"
    r"is|was|has|as|its|this|plus|less|hurdles)\b)"
    r"(?=\s(?:[a-z-]+\s)?(?!(?:is|was|has|as|its|this|plus)\b)(?:[a-z-]*[^\Ws]s|people|children|women|men)\b)"
)
_BETWEEN = re.compile(r"\b(?:zwischen|between)\s(?:\w+\s)?[€$£]?$", re.I)


@cache
def _number(language: str) -> re.Pattern[str]:
    """A number in digits or words; an article counts before a scale word only."""
    scale = "|".join(re.escape(form) for form in units().scales[language])
    articles = "|".join(ARTICLES[language])
    return re.compile(
        r"(?<![\w.,/\x00])(?P<sign>(?<![\w\d])[-−](?=\d)|(?:minus|negative)\s)?"
        r"(?:(?P<digits>\d{1,3}(?:[ .,'’]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
        rf"|(?P<article>{articles})(?=[\s-](?:halbe?\s)?(?:{scale}|hundert|tausend)\b)"
        rf"|(?P<word>{word_pattern(language)})(?![\wäöüß]))",
        re.I,
    )


def _masked(text: str, taken: list[tuple[int, int]]) -> str:
    for start, end in taken:
        text = text[:start] + _BLANK * (end - start) + text[end:]
    return text


@cache
def _year_is_amount(language: str) -> re.Pattern[str]:
    return re.compile(rf"{units().after.pattern}|{units().scale[language].pattern}\b")


def read_times(text: str, language: str) -> list[Moment]:
    """The times a text names, amounts that look like years ("2000 Euro") left out."""
    return moments(text, _year_is_amount(language))


def quantities(text: str, language: str, times: list[Moment] | None = None) -> list[Quantity]:
    """The amounts a text names, in order; dates, names of models, articles of laws and the like are none.

    `times` are the text's moments, if they are known already.
    """
    times = read_times(text, language) if times is None else times
    text = text.replace("\u202f", " ").replace("\u2009", " ").replace("\u00a0", " ")
    masked = _masked(text, [(time.start, time.end) for time in times])
    special = [*said_in_words(masked, language)]
    in_words = [(one.start, one.end) for one in special if not one.derived]
    masked = _masked(masked, in_words + no_amounts(masked, language))
    plain = _joined(
        [one for match in _number(language).finditer(masked) if (one := _read(masked, match, language))], masked
    )
    found = sorted([*special, *plain], key=lambda one: one.start)
    return [replace(one, text=text[one.start : one.end]) for one in found]


# -- numbers with their units ----------------------------------------------------------------------


def _read(text: str, match: re.Match[str], language: str) -> Quantity | None:
    """A number with what stands around it."""
    known = units()
    value, resolution = _value(match, language)
    if value is None:
        return None
    start, end, scale = match.start(), match.end(), 1.0
    if (by := known.scale[language].match(text, end)) or (by := known.scale["en"].match(text, end)):
        scale = known.scales[language].get(by[1].casefold()) or known.scales["en"][by[1].casefold()]
        end = by.end()
        if scale == DOZEN and _HALF.search(text, max(0, start - 5), start):
            scale /= 2
    elif language == "en" and match["digits"] and (short := _MANY.match(text, end)):
        scale, end = {"k": 1e3, "m": 1e6}[short[1]], short.end()
    elif match["article"] and not text[end:].lstrip().startswith(("hund", "taus")):
        return None
    currency, unit, factor, end, start = _unit(text, start, end)
    if scale == 1.0 and currency and (short := re.compile(r"([mbk]|bn|tn)\b", re.I).match(text, end)):
        scale = {"k": 1e3, "m": 1e6, "b": 1e9, "bn": 1e9, "tn": 1e12}[short[1].casefold()]
        end = short.end()
    noun = "" if unit else noun_behind(text, end, language) or noun_before(text, start)
    start, how = meant(text, start)
    end, how = _behind(text, end, how)
    scale *= factor
    value, resolution = value * scale, resolution * scale
    per = _PER.match(text, end) if unit not in ("%", "x") else None
    name = known.counted.get(noun.casefold(), "") if noun else unit
    sign = -1.0 if match["sign"] else 1.0
    said = (per[1] or per[2]).casefold() if per else ""
    period = next((key for key, forms in _PERIODS.items() if said and said in forms.split()), "")
    return Quantity(start, end, sign * value, sign * value, name, currency, how, resolution, scale, noun, period)


def _behind(text: str, end: int, how: Approximation) -> tuple[int, Approximation]:
    """A number's end and meaning with the words behind it ("or more", "oder mehr")."""
    if how == "exact" and (more := re.compile(r"\s(?:or\smore|oder\smehr|und\smehr)\b").match(text, end)):
        return more.end(), "at least"
    return end, how


def _value(match: re.Match[str], language: str) -> tuple[float | None, float]:
    if match["digits"]:
        return digits_value(match["digits"], language)
    if match["article"]:
        return 1.0, 1.0
    value = word_value(match["word"], language)
    return value, 0.5 if value and value % 1 else 1.0


def _unit(text: str, start: int, end: int) -> tuple[str, str, float, int, int]:
    """Currency, unit, factor, and where number and unit end and start."""
    known = units()
    if sign := known.before.search(text[max(0, start - 4) : start]):
        return known.currency(sign[1]) or "", "money", 1.0, end, max(0, start - 4) + sign.start()
    after = known.after.match(text, end)
    if not after:
        return "", "", 1.0, end, start
    if code := known.currency(after[1]):
        return code, "money", 1.0, after.end(), start
    unit, factor = known.unit(re.sub(r"[\s-]", " ", after[1])) or known.unit(after[1]) or ("", 1.0)
    return "", unit, factor, after.end(), start


def _joined(found: list[Quantity], text: str) -> list[Quantity]:
    """Ranges made one ("15–20 %"), and a unit said once for two numbers ("19 and 27.2 per cent") given to both."""
    done: list[Quantity] = []
    for one in found:
        before = done[-1] if done else None
        link = _LINK.fullmatch(text, before.end, one.start) if before else None
        bare = before is not None and not before.unit and before.noun == "" and before.scale == 1.0
        if not before or not link or not (bare or before.unit == one.unit and before.currency == one.currency):
            done.append(one)
            continue
        if bare and one.unit != "" or bare and one.scale != 1.0:
            factor = one.scale if one.value / one.scale >= before.value / 1000 and one.scale != 1.0 else 1.0
            before = replace(before, unit=one.unit, currency=one.currency, noun=one.noun, per=one.per, scale=factor)
            before = replace(
                before, value=before.value * factor, high=before.value * factor, resolution=before.resolution * factor
            )
        lead = text[max(0, before.start - 24) : before.start]
        ranged = _SPAN.fullmatch(text, link.start(), link.end()) or _BETWEEN.search(lead)
        if ranged and before.value < one.value and not _CHANGE.search(lead):
            done[-1] = replace(one, start=before.start, value=before.value, approximation=before.approximation)
        else:
            done[-1:] = [before, one]
    return done
