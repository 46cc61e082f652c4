"""Digits and number words, German and English, as values. Pure."""

from __future__ import annotations

import re
from functools import cache

_UNITS = {
    "de": (
        "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
        "siebzehn achtzehn neunzehn"
    ).split(),
    "en": (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen"
    ).split(),
}
_TENS = {
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split(),
    "en": "twenty thirty forty fifty sixty seventy eighty ninety".split(),
}
ARTICLES = {"de": ("ein", "eine", "einen", "einer", "einem", "eines", "eins"), "en": ("a", "an", "one")}
EXACT = 3  # digits up to which a number is not rounded: "40 per cent" is not 39
_GROUPED = re.compile(r"\d{1,3}(?:([ .,'’])\d{3})(?:\1\d{3})*(?:[.,]\d+)?")


@cache
def number_words(language: str) -> dict[str, float]:
    """Every number word below a hundred, and the halves ("anderthalb"); articles are left out."""
    units, tens = _UNITS[language], _TENS[language]
    found = {word: float(value) for value, word in enumerate(units) if value > 1 and value != 0}
    for place, ten in enumerate(tens, 2):
        found[ten] = 10.0 * place
        for value, unit in enumerate(units[1:10], 1):
            found[f"{unit}und{ten}" if language == "de" else f"{ten}-{unit}"] = 10.0 * place + value
    if language == "de":
        found |= {"dreissig": 30.0, "anderthalb": 1.5, "eineinhalb": 1.5}
        found |= {f"{unit}einhalb": value + 0.5 for value, unit in enumerate(units[2:10], 2)}
    else:
        found |= {f"{unit} and a half": value + 0.5 for value, unit in enumerate(units[1:10], 1)}
    return found


@cache
def word_pattern(language: str) -> str:
    """A regular expression for number words, longest first; what it finds may still be none (`word_value`)."""
    listed = "|".join(sorted(map(re.escape, number_words(language)), key=len, reverse=True))
    if language == "de":
        return rf"(?:[a-zäöüß]*(?:hundert|tausend)[a-zäöüß]*|{listed})"
    return rf"(?:(?:{listed}|an?|one)[\s-](?:hundred)(?:\s(?:and\s)?(?:{listed}|one))?|{listed})"


def word_value(phrase: str, language: str) -> float | None:
    """The value of a number word ("zweihundertfünfzig", "three hundred and ten"), or None."""
    phrase, known = phrase.casefold(), number_words(language)
    if phrase in known:
        return known[phrase]
    return _german(phrase) if language == "de" else _english(phrase)


def _german(word: str) -> float | None:
    for part, factor in (("tausend", 1000.0), ("hundert", 100.0)):
        head, found, tail = word.partition(part)
        if not found:
            continue
        many = 1.0 if head in ("", "ein") else word_value(head, "de")
        rest = 0.0 if not tail else 1.0 if tail in ("ein", "eins") else word_value(tail.removeprefix("und"), "de")
        return None if many is None or rest is None else many * factor + rest
    return None


def _english(phrase: str) -> float | None:
    head, found, tail = re.sub(r"[\s-]+hundred", " hundred", phrase).partition(" hundred")
    if not found:
        return None
    many = 1.0 if head in ARTICLES["en"] else word_value(head, "en")
    tail = tail.strip().removeprefix("and ")
    rest = 0.0 if not tail else 1.0 if tail == "one" else word_value(tail, "en")
    return None if many is None or rest is None else many * 100.0 + rest


def digits_value(digits: str, language: str) -> tuple[float, float]:
    """Value and resolution (the place of the last figure that counts) of a number in digits.

    Points and commas before three digits group thousands after the custom of the language; a single one before another
    number of digits is the decimal sign in either.
    """
    decimal = "," if language == "de" else "."
    if _GROUPED.fullmatch(digits) and not digits.startswith("0"):
        sign = next(char for char in digits if not char.isdigit())
        single = digits.count(sign) == 1 and sign == decimal and not re.search(r"[.,].*[.,]", digits)
        if not single:
            whole, _, part = digits.rpartition(",") if "," in digits and sign != "," else (digits, "", "")
            if not part and "." in digits and sign != ".":
                whole, _, part = digits.rpartition(".")
            return _value(re.sub(r"\D", "", whole), part)
    whole, _, part = digits.replace(",", ".").rpartition(".") if re.search(r"[.,]", digits) else (digits, "", "")
    return _value(re.sub(r"\D", "", whole), part)


def _value(whole: str, part: str) -> tuple[float, float]:
    if part:
        return float(f"{whole or 0}.{part}"), 10.0 ** -len(part)
    zeros = len(whole) - len(whole.rstrip("0")) if whole.strip("0") and len(whole) > EXACT else 0
    return float(whole or 0), 10.0**zeros
