"""How well passages and their sentences fit a question, in deviations from what unrelated passages score. Pure."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.index import Landscape, centred, inner
from kb.late import TokenBits, met, stack
from kb.question import idle
from kb.text import stems

# What unrelated passages score, mean and deviation, on three collections.
OF_VECTORS, OF_TOKENS, SAMPLED = (0.03, 0.09), (0.19, 0.05), 8

IDLE = 0.3  # the most that a word counts that asks or only joins others
UNIT = 0.08  # of a token's best cosine; what unrelated passages differ by

Floats = NDArray[np.float32]
Spans = Sequence[tuple[int, int]]


class Scale:
    """Scores in standard deviations from what a random passage of the language scores for the same question.

    A small sample says little about that, so it is filled up with what is usual (`usual`: mean and deviation), as if
    `SAMPLED` such passages had been seen.
    """

    def __init__(self, background: Floats, usual: tuple[float, float]) -> None:
        count, (mean, deviation) = len(background), usual
        own = float(background.mean()) if count else mean
        spread = float(background.var()) if count else deviation**2
        share = count / (count + SAMPLED)
        self.low = share * own + (1 - share) * mean
        self._spread = max(math.sqrt(share * spread + (1 - share) * deviation**2), deviation / 3)

    def __call__(self, scores: Floats) -> Floats:
        return np.asarray((scores - self.low) / self._spread, np.float32)

    def of(self, score: float) -> float:
        """One score."""
        return (score - self.low) / self._spread


def of_vectors(vector: Floats, landscape: Landscape) -> Scale:
    """The scale of the cosines of passage vectors with a question's (d,)."""
    sample = landscape.sample
    return Scale(inner(sample, vector) if len(sample) else np.empty(0, np.float32), OF_VECTORS)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Texts against a question: `scores` (k,) in deviations, and `met` (k, q).

    `met` says how well each of the question's tokens is met, above what a random passage meets it, in `UNIT`s.
    """

    scores: list[float]
    met: Floats

    def split(self, at: int) -> tuple[Weighed, Weighed]:
        """The first so many texts, and the others."""
        return Weighed(self.scores[:at], self.met[:at]), Weighed(self.scores[at:], self.met[at:])


def by_tokens(question: Floats, landscape: Landscape, tokens: Sequence[TokenBits], spans: Sequence[Spans]) -> Weighed:
    """Passages, then all their sentences in order, by their tokens and the question's (q, d).

    `spans` are where the sentences of each passage stand in it.
    """
    usual = met(question, landscape.tokens, landscape.tokens.whole)
    scale = Scale(usual.mean(axis=1), OF_TOKENS)
    stacked = stack(tokens)
    places = [(index, *span) for index, own in enumerate(spans) for span in own]
    both = np.concatenate([stacked.whole, stacked.within(np.array(places, np.int64).reshape(-1, 3))])
    found = met(question, stacked, both)
    return Weighed(scale(found.mean(axis=1)).tolist(), (found - _filled_up(usual)) / np.float32(UNIT))


def _filled_up(usual: Floats) -> Floats:
    """(q,): how well a random passage meets each token: those seen (k, q), and as many usual ones as a `Scale` adds."""
    seen = usual.sum(axis=0) if len(usual) else np.float32(0)
    return np.asarray((seen + SAMPLED * OF_TOKENS[0]) / (len(usual) + SAMPLED), np.float32)


def by_vectors(
    vector: Floats, landscape: Landscape, vectors: Floats, spans: Sequence[Spans], tokens: int = 1
) -> Weighed:
    """The same by the sentences' vectors (n, d), as if each met all of the question's `tokens` alike.

    A passage, which must have sentences, scores as its best one.
    """
    each = of_vectors(vector, landscape)(inner(centred(vectors, landscape.middle), vector))
    wholes = np.maximum.reduceat(each, np.cumsum([0, *(len(own) for own in spans[:-1])]))
    scores = np.concatenate([wholes, each])
    return Weighed(scores.tolist(), np.repeat(scores[:, None], tokens, axis=1))


def heft(question: str, language: str, weights: Mapping[str, float], starts: Sequence[int]) -> Floats:
    """How much each token counts, by the weight of the word it is a piece of; a word's pieces count less each."""
    if len(starts) == 1:
        return np.ones(1, np.float32)
    begins = [match.start() for match in re.finditer(r"\S+", question)]
    pieces = [max(bisect_right(begins, start) - 1, 0) for start in starts]
    most = max(weights.values(), default=IDLE)
    found: list[float] = []
    for word in question.split():
        own = [weights.get(stem, most) for stem in stems(word, language)]
        found.append(min(IDLE, max(own, default=0.1)) if idle(word) else max(own, default=0.1))
    counts = np.array([found[piece] / math.sqrt(pieces.count(piece)) for piece in pieces], np.float32)
    return np.asarray(counts / counts.sum(), np.float32)
