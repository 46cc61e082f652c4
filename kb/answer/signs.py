"""What speaks for a sentence as an answer, in numbers, and how much each counts. Pure."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib import resources

from kb.names import folded_text
from kb.question import idle_words
from kb.text import stems, words

SHORT = 5  # fewer words are a dateline or a greeting
LEAST = 4  # letters of a word that may be a part of another
ALIKE, PART = 0.5, 0.8  # what a word counts that begins like another, or is a part of it
BEGINNING = 5  # letters that words which begin alike have in common
WHOLE, PASSAGE, TITLE = 1.0, 0.9, 0.9  # what a word counts that stands in the sentence, its passage, the title
Signs = Mapping[str, float]


@cache
def weights(of: str) -> dict[str, float]:
    """`kb/lexicon/weights.toml`: how much each sign counts, by name, `of` a sentence or an answer."""
    text = resources.files("kb.lexicon").joinpath("weights.toml").read_text(encoding="utf-8")
    table: dict[str, dict[str, float]] = tomllib.loads(text)
    return table[of]


def weigh(signs: Signs, of: str) -> float:
    """The signs by their weights; one that the table lacks counts nothing."""
    return sum(weight * signs.get(name, 1.0) for name, weight in weights(of).items())


def of_form(text: str) -> dict[str, float]:
    """Signs that a sentence's outer form gives: how long it is, and whether it is hardly one."""
    count = len(text.split())
    return {"length": math.log(max(3, count)), "short": float(count < SHORT)}


# -- words -----------------------------------------------------------------------------------------


def content(text: str, language: str) -> tuple[str, ...]:
    """The stems, folded, of the words that say something, hyphenated ones in parts; each once."""
    parts = (part for word in words(folded_text(text)) for part in word.split("-") if len(part) > 1)
    return tuple(dict.fromkeys(stems(" ".join(part for part in parts if part not in idle_words()), language)))


def alike(word: str, other: str) -> float:
    """How far two stems are the same word: 1, or less where one is a part of the other or they begin alike."""
    if word == other:
        return 1.0
    if word[:2] != other[:2] and not (min(len(word), len(other)) >= LEAST and (word in other or other in word)):
        return 0.0
    if min(len(word), len(other)) >= LEAST and (word in other or other in word):
        return PART
    same = next((at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    return ALIKE if same >= BEGINNING else 0.0


class Words:
    """The words of a question against those of texts; what has been compared is remembered."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        """`weights` are of the question's words, by stem."""
        self._weights = weights
        self._whole = sum(weights.values()) or 1.0
        self._known: dict[str, tuple[float, ...]] = {}

    def met(self, stems: Collection[str]) -> tuple[float, ...]:
        """For each of the question's words, how far one of these stems is the same."""
        rows = [self._row(stem) for stem in stems]
        return tuple(map(max, zip(*rows, strict=True))) if rows else (0.0,) * len(self._weights)

    def _row(self, stem: str) -> tuple[float, ...]:
        if stem not in self._known:
            self._known[stem] = tuple(alike(word, stem) for word in self._weights)
        return self._known[stem]

    def share(self, *met: tuple[float, Sequence[float]]) -> float:
        """The share, by weight, of the question's words met in one of these texts, each with what it counts there."""
        scaled = [[factor * value for value in row] for factor, row in met]
        best = [max(values) for values in zip(*scaled, strict=True)]
        held = math.fsum(weight * value for weight, value in zip(self._weights.values(), best, strict=True))
        return held / self._whole
