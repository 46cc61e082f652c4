"""How likely a claim and a sentence of a source speak of the same matter, by their tokens. Pure.

Measured are how well each telling word of the claim is met by some word of the sentence (or of its passage), each of
the sentence's by one of the claim, and how near the two lie as wholes. Log-odds of a logistic regression on claims
that we wrote over articles of our own, German and English; where two languages meet, words meet less closely.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kb.late import TokenBits, meets, starts
from kb.text import fold

WORDS, BACK, OTHER_LANGUAGE, BIAS = 19.6, 6.8, 2.4, -13.0
CONTEXT, ALONE, PLACE, ASKED_OTHER, ASKED_BIAS = 9.6, 12.2, 0.45, 2.45, -13.7  # for a claim that somebody asks about
BESIDE = 0.8  # what a word is worth that is met in the passage and not in the sentence
WHOLE_ALONE, ALONE_OTHER, ALONE_BIAS = 2.1, 0.8, -8.0  # where the embedder gives no tokens
SIGNS = 1.25  # what two sign vectors lose against a vector and a sign vector
_NO_CONTENT = frozenset(
    "der die das den dem des ein eine einen einem einer eines und oder in im an am auf aus bei mit nach von vom "
    "vor zu zum zur fur uber unter durch gegen um bis seit ist sind war waren wird werden wurde wurden hat "
    "haben hatte hatten soll sollen will wollen kann konnen es er sie sich ihr ihre ihren seine seinen sein "
    "dass als wie auch nur rund etwa fast mehr noch dort dabei damit ab the a an of on at to for from by with "
    "and or is are was were be been has have had would shall its his her their it they he she that which who as "
    "than about around only also into over after before this these there more not no nicht kein keine".split()
)
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Gauge:
    """A claim to hold sentences against: its tokens (q, d), and which of them each telling word is made of.

    `plain` are those of the telling words that are no names, or all of them where there is nothing else.
    """

    tokens: Floats
    words: tuple[tuple[int, ...], ...]
    plain: tuple[tuple[int, ...], ...]
    language: str


def gauge(text: str, language: str, tokens: Floats, places: NDArray[np.int64], names: Collection[str] = ()) -> Gauge:
    """A claim's tokens with the places in `text` where they start; `names` are the words in it that name something."""
    every = tuple(map(tuple, telling(text, places))) or (tuple(range(len(tokens))),)
    named = frozenset(part for name in names for part in name.split())
    return Gauge(tokens, every, tuple(map(tuple, telling(text, places, named))) or every, language)


def telling(text: str, places: NDArray[np.int64], without: Collection[str] = ()) -> list[list[int]]:
    """The tokens of each word that tells something: no function word, no number, none of those to go without."""
    words = []
    for match in _WORD.finditer(text):
        word = match.group()
        if word in without or not _tells(word):
            continue
        if own := np.flatnonzero((places >= match.start()) & (places < match.end())).tolist():
            words.append(own)
    return words


@lru_cache(65_536)
def _tells(word: str) -> bool:
    return len(word) >= 3 and fold(word) not in _NO_CONTENT and not any(char.isdigit() for char in word)


def unpacked(tokens: TokenBits, begin: int, end: int) -> tuple[Floats, NDArray[np.int64]]:
    """The tokens of a passage that start in [begin, end), as vectors, and where they start from `begin` on."""
    places = starts(tokens)
    inside = (places >= begin) & (places < end)
    rows = np.frombuffer(tokens.bits, np.uint8).reshape(len(places), -1)[inside]
    signs = np.unpackbits(rows, axis=1).astype(np.float32) * 2 - 1
    return np.asarray(signs * SIGNS / np.sqrt(signs.shape[1]), np.float32), places[inside] - begin


@dataclass(frozen=True, slots=True)
class Met:
    """How well the telling words of a claim are met in a sentence, and those of the sentence in the claim (cosines).

    `context`: how well those that are no names are met in the sentence or, for less, in its passage.
    """

    there: float
    back: float
    context: float = 0.0


def met(claim: Gauge, passages: Sequence[TokenBits], sentences: Sequence[Sequence[tuple[int, str]]]) -> list[Met]:
    """For each sentence (where it starts in its passage, and its text), in order."""
    found = []
    for tokens, cosines, own in zip(passages, meets(claim.tokens, passages), sentences, strict=True):
        places = starts(tokens)
        for start, text in own:
            inside = (places >= start) & (places < start + len(text))
            found.append(_met(claim, cosines, inside, telling(text, places[inside] - start)))
    return found


def _met(claim: Gauge, passage: Floats, inside: NDArray[np.bool_], words: Sequence[Sequence[int]]) -> Met:
    cosines = passage[inside]
    if not len(cosines):
        return Met(0.0, 0.0)
    there, back, around = cosines.max(axis=0), cosines.max(axis=1), BESIDE * passage.max(axis=0)
    beside = np.maximum(_each(there, claim.plain), _each(around, claim.plain))
    met_back = float(_each(back, words).mean()) if words else 0.0
    return Met(float(_each(there, claim.words).mean()), met_back, float(beside.mean()))


def _each(scores: Floats, words: Sequence[Sequence[int]]) -> Floats:
    """(w,): the mean score of each word's tokens."""
    lengths = np.array([len(word) for word in words])
    places = np.array([token for word in words for token in word])
    return np.asarray(np.add.reduceat(scores[places], np.cumsum(lengths) - lengths) / lengths, np.float32)


def log_odds(words: Met, same_language: bool) -> float:
    """That a sentence speaks of the matter of another, which nobody asked about, by the words alone."""
    return WORDS * words.there + BACK * words.back + OTHER_LANGUAGE * (not same_language) + BIAS


def log_odds_asked(words: Met, alone: float, place: float, same_language: bool) -> float:
    """That a sentence speaks of the claim's matter.

    `alone` is the cosine of the two, each read by itself and centred; `place` the sentence's score in the search, in
    deviations.
    """
    near = CONTEXT * words.context + ALONE * alone + PLACE * place
    return near + ASKED_OTHER * (not same_language) + ASKED_BIAS


def log_odds_of_whole(score: float, same_language: bool) -> float:
    """The same where the embedder gives no tokens: by the sentence's score, in deviations from an unrelated one's."""
    return WHOLE_ALONE * score + ALONE_OTHER * (not same_language) + ALONE_BIAS
