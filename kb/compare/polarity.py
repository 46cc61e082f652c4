"""Which way a statement points: words and their opposites, negation, possibility, correction. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

_SPREAD = 3  # blanks in an entry's match from which on it spans words that are none of its own
Side = Literal["one", "two"]
_DENIED = re.compile(
    r"[,;–—(]\s?(?:(?:und|and)\s)?(?:nicht|not)\s(?!(?:nur|only|just|mehr|more|less|einmal|even|bloß|erst|until|before|vor)\b)",
    re.I,
)
_INSTEAD = re.compile(r"\b(?:nicht|not)\s(?=([^,;.!?]{0,40}),?\s(?:sondern|but)\b)", re.I)  # "not 41, but 29"
_NO_DENIAL = ("nur", "only", "just", "bloß", "allein", "merely")  # behind "not"
_DENIED_REACH = 18  # characters behind ", not" in which a figure is the one that is not so
_CLAUSE_END = re.compile(r"(?<=statt)(?:\W*$|[.;:!?]|,?\s(?:und|aber|doch)\b)", re.I)  # "fand statt" is no "instead"
_REACH = 40  # characters behind "rather than" in which a figure is the one that is not meant


@dataclass(frozen=True, slots=True)
class Polarity:
    """By pair of opposites, on which side the sentence's first such word is, and the word; whether it has both.

    `negated` is the word that negates, or ""; `denied` one that says as much without a "not" ("called off"), or "".
    `undone` are the pairs of which it tells that something was ended. `open` says that it speaks of a mere possibility.
    """

    sides: Mapping[str, tuple[Side, str]]
    mixed: frozenset[str]
    negated: str
    open: bool
    denied: str = ""
    undone: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Lexicon:
    pairs: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]
    denies: frozenset[str]
    undoes: frozenset[str]
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
        frozenset(pair["name"] for pair in table["pair"] if pair.get("denies")),
        frozenset(pair["name"] for pair in table["pair"] if pair.get("undoes")),
        _any(table["negation"]["words"]),
        _any(table["negation"]["harmless"]),
        _any(table["open"]["words"]),
        _any(table["set_aside"]["words"]),
        _any(table["correction"]["words"]),
    )


def _first(pattern: re.Pattern[str], text: str, language: str) -> re.Match[str] | None:
    """The first match; in English none that begins with a capital within the sentence: that is a name."""
    found = pattern.finditer(text)
    return next((m for m in found if language != "en" or not m.start() or not m.group()[:1].isupper()), None)


def polarity(text: str, language: str = "") -> Polarity:
    """Which way a text points."""
    lexicon = _lexicon()
    sides: dict[str, tuple[Side, str]] = {}
    mixed, rest = set(), lexicon.harmless.sub(" ", text)
    for name, one, two in lexicon.pairs:
        first, second = _first(one, text, language), _first(two, text, language)
        if first and second:
            mixed.add(name)
        found: list[tuple[int, Side, str]] = []
        found += [(first.start(), "one", first.group())] if first else []
        found += [(second.start(), "two", second.group())] if second else []
        if found:
            _, side, word = min(found)
            sides[name] = (side, word)
            if 0 < word.count(" ") < _SPREAD:  # "ohne Auflagen": its "ohne" counts only once
                rest = rest.replace(word, " ")
    negation = lexicon.negation.search(rest)
    turned = {name: word for name, (side, word) in sides.items() if side == "two"}
    return Polarity(
        sides,
        frozenset(mixed),
        negation.group() if negation else "",
        bool(lexicon.open.search(text)),
        next((word for name, word in turned.items() if name in lexicon.denies), ""),
        frozenset(turned) & lexicon.undoes,
    )


def corrects(text: str) -> bool:
    """Whether a text speaks of correcting or updating something."""
    return bool(_lexicon().correction.search(text))


def set_aside(text: str) -> list[tuple[int, int]]:
    """Where figures and dates stand that are told as not, or no longer, so: behind "rather than", "down from"."""
    found = _lexicon().set_aside.finditer(text)
    return [(match.end(), match.end() + _REACH) for match in found if not _CLAUSE_END.match(text, match.end())]


def denied_spans(text: str) -> list[tuple[int, int]]:
    """Where figures stand that are told as wrong: "five, not three", "not three, but five"."""
    behind = [(match.end(), match.end() + _DENIED_REACH) for match in _DENIED.finditer(text)]
    return behind + [match.span(1) for match in _INSTEAD.finditer(text) if not match[1].startswith(_NO_DENIAL)]


def opposed(one: Polarity, other: Polarity) -> tuple[str, str] | None:
    """The words by which two statements of the same matter point in opposite ways, or None.

    Two turns make none: "not approved" and "rejected" agree, and so do "called off" and "does not take place".
    """
    turned = bool(one.negated) != bool(other.negated)
    shared = [name for name in one.sides if name in other.sides]
    for name in shared:
        (mine, word), (theirs, their_word) = one.sides[name], other.sides[name]
        if mine != theirs and not turned:
            return word, their_word
    apart = any(one.sides[name][0] != other.sides[name][0] for name in shared)
    denied = not shared and (other.denied if one.negated else one.denied)
    return (one.negated, other.negated) if turned and not apart and not denied else None


def afterwards(one: Polarity, other: Polarity) -> bool:
    """Whether `one` tells of the end of what `other` tells of: both may be true, and neither bears the other out."""
    return any(name in other.sides and other.sides[name][0] == "one" for name in one.undone) and not other.negated


def unanswered(one: Polarity, other: Polarity) -> bool:
    """Whether `one` tells that something is not, or no longer, so, in a word that nothing in `other` answers to."""
    said = {name for name, (side, _) in one.sides.items() if side == "two" and (one.denied or one.undone)}
    answered = any(name in other.sides for name in said)
    return bool(one.denied or one.undone) and not (answered or other.negated or other.denied or other.undone)
