"""Word lists of what turns a sentence around (`kb/lexicon/grounding.toml`), made ready once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

_Pair = tuple[re.Pattern[str], re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's patterns: what denies, what only looks like it, what leaves open, what is to come or past."""

    denies: re.Pattern[str]
    not_denied: re.Pattern[str]
    open: re.Pattern[str]
    ahead: re.Pattern[str]
    past: re.Pattern[str]
    light: re.Pattern[str]
    function: re.Pattern[str]
    opposites: Mapping[str, _Pair]


@cache
def lexicon(language: str) -> Lexicon:
    """The lists of a language, `de` or `en`, read once."""
    table = tomllib.loads(resources.files("kb.lexicon").joinpath("grounding.toml").read_text(encoding="utf-8"))
    opposites = table.pop("opposites")
    lists = {name: _any(by_language[language]) for name, by_language in table.items()}
    pairs = {name: by_language[language] for name, by_language in opposites.items()}
    return Lexicon(**lists, opposites={name: (_any(plus), _any(minus)) for name, (plus, minus) in pairs.items()})


def _any(entries: Iterable[str]) -> re.Pattern[str]:
    """Any of these words; an asterisk at the end of a word stands for any ending, one alone for up to 14 words."""
    return re.compile("|".join(map(_entry, sorted(entries, key=len, reverse=True))), re.IGNORECASE)


def _entry(entry: str) -> str:
    if entry == "n't":
        return r"n['’]t\b"
    if entry == "may":
        return r"(?-i:\bmay\b)"  # not the month
    parts = [r"(?:\S+\s+){0,14}?" if part == "*" else _word(part) + r"\s+" for part in entry.split()]
    return r"(?<!\w)" + "".join(parts).removesuffix(r"\s+") + r"(?!\w)"


def _word(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*")
