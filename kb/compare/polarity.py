"""Which way a statement points: words and their opposites, negation, possibility, correction. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

Side = Literal["one", "two"]
_REACH = 40  # characters behind "rather than" in which a figure is the one that is not meant


@dataclass(frozen=True, slots=True)
class Polarity:
    """By pair of opposites, on which side the sentence's first such word is, and the word; whether it has both.

    `negated` is the word that negates, or ""; `open` says that it speaks of a mere possibility.
    """

    sides: Mapping[str, tuple[Side, str]]
    mixed: frozenset[str]
    negated: str
    open: bool


@dataclass(frozen=True, slots=True)
class _Lexicon:
    pairs: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]
    negation: re.Pattern[str]
    harmless: re.Pattern[str]
    open: re.Pattern[str]
    set_aside: re.Pattern[str]
    correction: re.Pattern[str]


def _entry(entry: str) -> str:
    body = re.escape(entry).replace(r"\*", r"\w*").replace(r"\ …\ ", r"\s(?:[^\s,;]+\s){0,8}?").replace(r"\ ", r"\s")
    return (r"\b" if entry[0].isalpha() and entry != "n't" else "") + body + (r"\b" if entry[-1].isalpha() else "")


def _any(entries: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(_entry, sorted(entries, key=len, reverse=True))), re.I)


@cache
def _lexicon() -> _Lexicon:
    """`kb/lexicon/opposites.toml`, compiled."""
    table = tomllib.loads(resources.files("kb.lexicon").joinpath("opposites.toml").read_text(encoding="utf-8"))
    return _Lexicon(
        tuple((pair["name"], _any(pair["one"]), _any(pair["two"])) for pair in table["pair"]),
        _any(table["negation"]["words"]),
        _any(table["negation"]["harmless"]),
        _any(table["open"]["words"]),
        _any(table["set_aside"]["words"]),
        _any(table["correction"]["words"]),
    )


def polarity(text: str) -> Polarity:
    """Which way a text points."""
    lexicon = _lexicon()
    sides: dict[str, tuple[Side, str]] = {}
    mixed, rest = set(), lexicon.harmless.sub(" ", text)
    for name, one, two in lexicon.pairs:
        first, second = one.search(text), two.search(text)
        if first and second:
            mixed.add(name)
        found: list[tuple[int, Side, str]] = []
        found += [(first.start(), "one", first.group())] if first else []
        found += [(second.start(), "two", second.group())] if second else []
        if found:
            _, side, word = min(found)
            sides[name] = (side, word)
            rest = rest.replace(word, " ") if " " in word else rest  # "ohne Auflagen": its "ohne" counts only once
    negation = lexicon.negation.search(rest)
    return Polarity(sides, frozenset(mixed), negation.group() if negation else "", bool(lexicon.open.search(text)))


def corrects(text: str) -> bool:
    """Whether a text speaks of correcting or updating something."""
    return bool(_lexicon().correction.search(text))


def set_aside(text: str) -> list[tuple[int, int]]:
    """Where figures and dates stand that are told as not, or no longer, so: behind "rather than", "down from"."""
    return [(match.end(), match.end() + _REACH) for match in _lexicon().set_aside.finditer(text)]


def opposed(one: Polarity, other: Polarity) -> tuple[str, str] | None:
    """The words by which two statements of the same matter point in opposite ways, or None.

    Two turns make none: "not approved" and "rejected" agree.
    """
    turned = bool(one.negated) != bool(other.negated)
    shared = [name for name in one.sides if name in other.sides]
    for name in shared:
        (mine, word), (theirs, their_word) = one.sides[name], other.sides[name]
        if mine != theirs and not turned:
            return word, their_word
    apart = any(one.sides[name][0] != other.sides[name][0] for name in shared)
    return (one.negated, other.negated) if turned and not apart else None
