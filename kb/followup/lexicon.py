"""Small words by class, in both languages, as `kb/lexicon/followups.toml` lists them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Classes:
    """One language's small words: `words[class]`, all in small letters."""

    language: str
    words: Mapping[str, frozenset[str]]
    cases: tuple[re.Pattern[str], ...]
    compares: re.Pattern[str]
    empty: re.Pattern[str]

    def has(self, word: str, *classes: str) -> bool:
        """Whether a word is in one of these classes."""
        return any(word.casefold() in self.words[name] for name in classes)

    def small(self, word: str) -> bool:
        """Whether a word stands for no thing of its own."""
        return self.has(word, *_SMALL)


_SMALL = (
    "articles", "pointers", "others", "be", "have", "do", "prepositions", "asking", "conjunctions", "adverbs",
    "pronouns", "openers",
)  # fmt: skip


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files("kb.lexicon").joinpath("followups.toml").read_text(encoding="utf-8"))


@cache
def classes(language: str) -> Classes:
    """The small words of `de` or `en`."""
    table = _table()
    words = {name: frozenset(value.split()) for name, value in table[language].items()}
    compares = re.compile(rf"(?:{'|'.join(table['compares'][language])})\b", re.IGNORECASE)
    cases = tuple(_case(entry) for entry in table["cases"][language])
    return Classes(language, words, cases, compares, re.compile(table["empty"][language], re.IGNORECASE))


def _case(entry: str) -> re.Pattern[str]:
    before, after = (re.escape(part).replace(r"\ ", r"\s+") for part in entry.split("…"))
    return re.compile(f"{before}(.+?){after}", re.IGNORECASE)


@cache
def da_words() -> Mapping[str, Sequence[str]]:
    """Of each German "da"-word its preposition and the case this takes: {"dafür": ("für", "a")}."""
    return {word: tuple(value.split()) for word, value in _table()["da"].items()}


@cache
def telling(language: str) -> frozenset[str]:
    """Small words that only this language has; they tell a short question's language."""
    other = "en" if language == "de" else "de"
    own, others = classes(language), classes(other)
    return frozenset(word for name in _SMALL for word in own.words[name] if not others.small(word))
