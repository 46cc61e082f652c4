"""Whether each word of a sentence has a counterpart in a quote: by its stem, or by the embedder's token vectors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kb.engine import Engine
from kb.grounding.lexicon import lexicon
from kb.language import known
from kb.names import mentions, vocabulary
from kb.text import fold, stems

Floats = NDArray[np.float32]

SHORT = 3  # letters; shorter words carry no matter
HEAD = 4  # letters of a compound's second part, at least
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


@dataclass(frozen=True, slots=True)
class Read:
    """A text with its tokens: where each starts (t,) and its centred vector (t, d); None where there are none."""

    text: str
    language: str
    starts: NDArray[np.int64]
    vectors: Floats | None


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A word at `start` of a sentence and what meets it best: `nearness` (to 1) at these `places` in the quote."""

    word: str
    start: int
    nearness: float
    places: tuple[int, ...]

    def within(self, start: int, end: int) -> bool:
        """Whether it is met in this part of the quote."""
        return any(start <= place < end for place in self.places)


def read(engine: Engine, texts: Sequence[tuple[str, str]]) -> list[Read]:
    """Texts with their languages, token by token where the embedder can.

    Raises:
        Unavailable: there is no embedder on this machine.
    """
    found = engine.read_passages([text for text, _ in texts]) if texts else []
    if found is None:
        return [Read(text, language, np.empty(0, np.int64), None) for text, language in texts]
    return [
        Read(text, language, tokens.starts, engine.centred_tokens(tokens.vectors, language))
        for (text, language), tokens in zip(texts, found, strict=True)
    ]


def counterparts(mine: Read, theirs: Read, about: str = "") -> list[Counterpart]:
    """For each word of a sentence that carries matter, its counterpart in a quote; `about` is the quote's title.

    A word with the same stem, or a name under another form, is met wholly.
    """
    places = _stems(theirs.text, theirs.language)
    title = frozenset(stems(about, theirs.language)) if mine.language == theirs.language else frozenset()
    best = _best(mine, theirs)
    found = []
    for match in _WORD.finditer(mine.text):
        word = match.group()
        if not _carries(word, mine.language):
            continue
        own = stems(word, mine.language) if mine.language == theirs.language else []
        there = [place for stem in own for place in places.get(stem, ())] or _named(word, theirs.text, mine.language)
        if there or title.intersection(own):
            found.append(Counterpart(word, match.start(), 1.0, tuple(dict.fromkeys(there))))
            continue
        near, place = _nearest(best, mine, theirs, match)
        if mine.language == theirs.language and _same_head(word, theirs.text):
            near = 0.0
        found.append(Counterpart(word, match.start(), near, (place,)))
    return found


def first_word(text: str, language: str) -> tuple[int, int]:
    """Where the first word that carries matter stands; (0, 0) where there is none."""
    found = (match.span() for match in _WORD.finditer(text) if _carries(match.group(), language))
    return next(found, (0, 0))


def _same_head(word: str, text: str) -> bool:
    """Whether a text has a word with the same second part and another first ("Westheim" for "Ostheim").

    For the embedder the two are much the same.
    """
    own = fold(word)
    others = (fold(match.group()) for match in _WORD.finditer(text))
    return any(own[-HEAD:] == other[-HEAD:] and not _within(own, other) and _open_end(own, other) for other in others)


def _within(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)


def _open_end(one: str, other: str) -> bool:
    """Whether two words differ in their first letters."""
    return one[:2] != other[:2]


def _carries(word: str, language: str) -> bool:
    plain = word.casefold()
    known_words = lexicon(language)
    return len(word) >= SHORT and not known_words.function.fullmatch(plain) and not known_words.light.fullmatch(word)


@lru_cache(256)
def _stems(text: str, language: str) -> dict[str, list[int]]:
    """Where each stem stands."""
    found: dict[str, list[int]] = {}
    for match in _WORD.finditer(text):
        for stem in stems(match.group(), language):
            found.setdefault(stem, []).append(match.start())
    return found


def _named(word: str, text: str, language: str) -> list[int]:
    """Where a text speaks of what a word names, if no dictionary has the word or it is a place."""
    if known(word.lower(), language) and not word[0].isupper():
        return []
    strange = not known(word, language)
    return [
        match.start()
        for match in _WORD.finditer(text)
        if fold(match.group()) == fold(word) or (strange and mentions(word, vocabulary(match.group())))
    ]


def _best(mine: Read, theirs: Read) -> Floats | None:
    """(t, t'): how near each token of one text is to each of the other."""
    if mine.vectors is None or theirs.vectors is None or not len(mine.vectors) or not len(theirs.vectors):
        return None
    return np.asarray(np.einsum("id,jd->ij", mine.vectors, theirs.vectors), np.float32)


def _nearest(best: Floats | None, mine: Read, theirs: Read, match: re.Match[str]) -> tuple[float, int]:
    """How near the tokens of a word come to any of the quote's, and where."""
    if best is None:
        return 0.0, -1
    inside = (mine.starts >= match.start() - 1) & (mine.starts < match.end())
    if not inside.any():
        return 0.0, -1
    rows = best[inside]
    return float(rows.max(axis=1).mean()), int(theirs.starts[int(rows.mean(axis=0).argmax())])
