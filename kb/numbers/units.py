"""`kb/lexicon/units.toml`, compiled: scales, currencies, units, what is counted, and how a number is meant."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Units:
    """Forms in small letters (symbols such as "MW" as written) and what they mean.

    `scales` by language; `units` gives the unit and the factor that leads to it; `counted` the common name of what is
    counted. The patterns match at a place: `after` what may follow a number as its unit.
    """

    scales: Mapping[str, Mapping[str, float]]
    currencies: Mapping[str, str]
    units: Mapping[str, tuple[str, float]]
    counted: Mapping[str, str]
    approximations: Mapping[str, str]
    scale: Mapping[str, re.Pattern[str]]
    after: re.Pattern[str]
    before: re.Pattern[str]
    approximation: re.Pattern[str]

    def currency(self, form: str) -> str | None:
        """The code of a currency sign or word."""
        return self.currencies.get(form.casefold())

    def unit(self, form: str) -> tuple[str, float] | None:
        """The unit that a form means and the factor that leads to it."""
        return self.units.get(form) or (self.units.get(form.casefold()) if len(form) > 2 else None)


def _any(forms: Iterable[str]) -> str:
    """Any of these forms; white space in them may be a hyphen, and symbols in capitals keep their case."""
    listed = sorted(forms, key=len, reverse=True)
    return "|".join(_form(form) for form in listed)


def _form(form: str) -> str:
    body = re.escape(form).replace(r"\ ", r"[\s-]")
    body = body if form != form.casefold() or len(form) < 3 and form.isalpha() else f"(?i:{body})"
    return body + (r"(?!\w)" if form[-1].isalnum() else "")


@cache
def units() -> Units:
    """The lexicon, read once."""
    text = resources.files("kb.lexicon").joinpath("units.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    scales = {lang: _by_form(table["scales"][lang]) for lang in ("de", "en")}
    currencies = {form: code for code, forms in table["currencies"].items() for form in forms}
    known = {
        form: (unit, float(factor))
        for unit, factors in table["units"].items()
        for factor, forms in factors.items()
        for form in forms
    }
    approximations = {form: name for name, forms in table["approximations"].items() for form in forms}
    signs = [form for form in currencies if not form.isalpha() or len(form) == 3 or form == "us$"]
    return Units(
        scales=scales,
        currencies=currencies,
        units=known,
        counted={form: name for name, forms in table["counted"].items() for form in forms},
        approximations=approximations,
        scale={lang: re.compile(rf"[\s-]?({_any(forms)})\.?") for lang, forms in scales.items()},
        after=re.compile(rf"[\s-]?({_any([*known, *currencies])})"),
        before=re.compile(rf"({_any(signs)})\s?$"),
        approximation=re.compile(rf"(?<![\w-])({_any(approximations)})\s?$"),
    )


def _by_form(factors: Mapping[str, list[str]]) -> dict[str, float]:
    return {form: float(factor) for factor, forms in factors.items() for form in forms}


@cache
def counts(word: str) -> bool:
    """Whether a word is a unit, a currency or a scale: what a number counts."""
    form, known = word.casefold(), units()
    scales = (*known.scales["de"], *known.scales["en"])
    return form in known.currencies or form in scales or known.unit(word) is not None
