"""Amounts said in words: fractions, multiples, powers of ten, shares such as "41 of 312" and "one in eight". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kb.numbers.numerals import digits_value, word_value
from kb.numbers.quantity import Quantity, meant

_POWER = re.compile(r"(?<![\w.,])10\s?\^\s?(\d{1,2})\b")
_OUT_OF = re.compile(
    r"(?<![\w.,])(?P<part>\d[\d.,]*|[a-zäöü-]+)\s(?:(?:out\s)?of|von)\s(?:(?:the|den|insgesamt|its|ihren|seinen)\s)?"
    r"(?P<whole>\d[\d.,]*\d|\d)(?![\w%]|[.,]\d)"
    r"(?!\s?(?:Mio|Mrd|Milli|milli|billi|Prozent|per|%|€|Euro|Dollar|bis|to))",
    re.I,
)
_PART_OF = re.compile(  # "Of 312 towns that answered, 41 use …"
    r"(?:^|[.:;,(]\s)(?:of|von|out\sof)\s(?:(?:the|den)\s)?(?P<whole>\d{1,3}(?:[.,]\d{3})*)\s[a-zäöü][^.;%]{4,160}?"
    r"(?<![\d.,])"
    r"(?P<part>\d{1,3}(?:[.,]\d{3})*)(?![\w%]|[.,]\d|\s(?:%|per|Prozent|Mio|Mrd|Milli|milli|billi|Euro|euro))",
    re.I,
)
_SHARES = (
    (1 / 2, r"(?:\bdie\shälfte|\bhalf(?=\s(?:of|the|its|their|all)\b)|\bzur\shälfte|\bone[\s-]half)\b"),
    (1 / 3, r"\b(?:ein|eines?|one|a)[\s-](?:drittel|third)s?\b"),
    (2 / 3, r"\b(?:zwei|two)[\s-](?:drittel|thirds)\b"),
    (1 / 4, r"\b(?:ein|eines?|one|a)[\s-](?:viertel|quarter)(?=\s(?:of|der|des|aller|von|less|weniger|mehr|more))"),
    (1 / 4, r"\b(?:(?<=\bum\s)ein|(?<=\bauf\s)ein|(?<=\bby\s)(?:a|one))[\s-](?:viertel|quarter)\b(?!\spast)"),
    (1 / 2, r"(?<=\bby\s)half\b(?!\spast)"),
    (3 / 4, r"\b(?:drei|three)[\s-](?:viertel|quarters)\b"),
    (1 / 5, r"\b(?:ein|eines?|one|a)[\s-](?:fünftel|fifth)\b"),
    (2 / 5, r"\b(?:zwei|two)[\s-](?:fünfteln?|fifths)\b"),
    (3 / 5, r"\b(?:drei|three)[\s-](?:fünfteln?|fifths)\b"),
    (4 / 5, r"\b(?:vier|four)[\s-](?:fünfteln?|fifths)\b"),
    (1 / 10, r"\b(?:ein|eines?|one|a)[\s-](?:zehntel|tenth)\b"),
)  # fmt: skip
_ONE_IN = re.compile(
    r"\b(?:one|1)\s(?:in|out\sof)\s(?:every\s)?(?P<en>\w+)\b"
    r"|\bein(?:e[nrms]?|s)?\s(?:von|unter|aus)\s(?P<von>\d+|[a-zäöüß]+)\b(?![.,]\d|\s(?:Millionen|Milliarden|Prozent))"
    r"|\b(?:jede[rsnm]?|every)\s(?P<de>\w+?)(?:te[nrsm]?|st[ern]{1,2}|th|rd)\b",
    re.I,
)
_MULTIPLES = (
    (2.0, r"verdoppel(?:t|te|ten|n)|doubl(?:ed|es|ing)|double(?=\s(?:the|what|its|that|as))|twice|doppelt\sso"),
    (2.0, r"zweimal\sso|two-?fold|das\sdoppelte|des\sdoppelten"),
    (3.0, r"verdreifach(?:t|te|ten|en)|tripl(?:ed|es|ing)|triple|dreimal\sso|three\stimes|three-?fold|das\sdreifache"),
    (4.0, r"vervierfach(?:t|te|ten|en)|quadrupl(?:ed|es|ing)|viermal\sso|four\stimes|four-?fold|das\svierfache"),
    (5.0, r"verfünffach(?:t|te|ten|en)|fünfmal\sso|five\stimes|five-?fold|das\sfünffache"),
    (10.0, r"verzehnfach(?:t|te|ten|en)|zehnmal\sso|ten\stimes|ten-?fold|das\szehnfache"),
    (0.5, r"halbier(?:t|te|ten|en)|halv(?:ed|es|ing)|halb\sso"),
)  # fmt: skip


@cache
def _compiled() -> tuple[tuple[float, str, re.Pattern[str]], ...]:
    shares = ((100 * value, "%", re.compile(pattern, re.I)) for value, pattern in _SHARES)
    return (*shares, *((value, "x", re.compile(rf"\b(?:{pattern})\b", re.I)) for value, pattern in _MULTIPLES))


def said_in_words(text: str, language: str) -> Iterator[Quantity]:
    """Powers of ten, fractions, multiples, and shares such as "41 of 312"."""
    for m in _POWER.finditer(text):
        yield Quantity(*m.span(), 10.0 ** int(m[1]), 10.0 ** int(m[1]), resolution=10.0 ** int(m[1]))
    for value, unit, pattern in _compiled():
        for m in pattern.finditer(text):
            start, how = meant(text, m.start())
            yield Quantity(start, m.end(), value, value, unit, resolution=value / 20, approximation=how)
    for m in _ONE_IN.finditer(text):
        if (many := _whole(m, language)) and many > 1:
            start, how = meant(text, m.start())
            yield Quantity(start, m.end(), 100 / many, 100 / many, "%", resolution=5 / many, approximation=how)
    for m in (*_OUT_OF.finditer(text), *_PART_OF.finditer(text)):
        part = digits_value(m["part"], language)[0] if m["part"][0].isdigit() else word_value(m["part"], language)
        whole = digits_value(m["whole"], language)[0]
        if part is not None and 0 < part < whole and whole >= 5 and not 1900 <= whole <= 2099:
            share = 100 * part / whole
            yield Quantity(*m.span(), share, share, "%", approximation="about", resolution=1.0, derived=True)


def _whole(match: re.Match[str], language: str) -> float | None:
    """The eight of "one in eight" and of "jede achte"."""
    if word := match["en"] or match["von"]:
        return float(word) if word.isdigit() else word_value(word, "en" if match["en"] else "de")
    stem = match["de"].casefold()
    irregular = {"drit": 3.0, "thi": 3.0, "ach": 8.0, "sieb": 7.0, "fif": 5.0, "zwei": 2.0, "eigh": 8.0}
    return irregular.get(stem) or word_value(stem, language)
