"""How well passages and their sentences fit a question, in deviations from what unrelated passages score. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kb.index import Landscape, centred, inner
from kb.late import TokenBits, maxsims, stack

# What unrelated passages score, mean and deviation, on three collections.
OF_VECTORS, OF_TOKENS, SAMPLED = (0.03, 0.09), (0.19, 0.05), 8

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


def by_tokens(
    question: Floats, landscape: Landscape, tokens: Sequence[TokenBits], spans: Sequence[Spans]
) -> list[float]:
    """The scores of passages, then of all their sentences in order, by their tokens and the question's (q, d).

    `spans` are where the sentences of each passage stand in it.
    """
    background = landscape.tokens
    scale = Scale(maxsims(question, background, background.whole), OF_TOKENS)
    stacked = stack(tokens)
    places = [(index, *span) for index, own in enumerate(spans) for span in own]
    both = np.concatenate([stacked.whole, stacked.within(np.array(places, np.int64).reshape(-1, 3))])
    return [float(score) for score in scale(maxsims(question, stacked, both))]


def by_vectors(vector: Floats, landscape: Landscape, vectors: Floats, spans: Sequence[Spans]) -> list[float]:
    """The same by the sentences' vectors (n, d); a passage, which must have sentences, scores as its best one."""
    each = of_vectors(vector, landscape)(inner(centred(vectors, landscape.middle), vector))
    wholes = np.maximum.reduceat(each, np.cumsum([0, *(len(own) for own in spans[:-1])]))
    return [float(score) for score in np.concatenate([wholes, each])]
