"""Late interaction: a text's token vectors at one bit a dimension, and how well each token of a question is met.

After ColBERT's MaxSim (Khattab and Zaharia 2020), without training. On the development questions the signs of the
centred vectors found as much as the full vectors did, in a thirty-second of the space; dropping dimensions instead
(PCA, 128 of 384) lost a tenth of the first places. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BLOCK = 24  # rows a product: so few are multiplied on one processor, which is as fast and costs half (measured)
STRETCH = 20 * BLOCK  # rows unpacked at a time, so that they stay in the processor's cache
_FAR = 1 << 32  # more than any offset
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TokenBits:
    """The tokens of a passage: `bits` (t × d/8 bytes) and `starts` (t × uint16, little-endian, offsets into it)."""

    bits: bytes
    starts: bytes


def pack(vectors: Floats, starts: NDArray[np.int64]) -> TokenBits:
    """Tokens as kept: the signs of centred vectors (t, d), d divisible by 8, and where each token starts."""
    return TokenBits(np.packbits(vectors > 0, axis=1).tobytes(), np.minimum(starts, 65535).astype("<u2").tobytes())


def starts(tokens: TokenBits) -> NDArray[np.int64]:
    """Where each token starts in its passage, (t,)."""
    return np.frombuffer(tokens.starts, "<u2").astype(np.int64)


@dataclass(frozen=True, slots=True)
class Stacked:
    """The tokens of several passages, one below the other.

    `bits` is (n + 1, d/8) with a row of zeros at the end; `starts` (n,) are as in each passage; `bounds`
    (passages + 1,) says in which row each passage begins and the last one ends.
    """

    bits: NDArray[np.uint8]
    starts: NDArray[np.int64]
    bounds: NDArray[np.int64]

    def __len__(self) -> int:
        """How many passages."""
        return len(self.bounds) - 1

    @property
    def whole(self) -> NDArray[np.int64]:
        """(passages, 2): the rows of each passage, first and one past the last."""
        return np.stack([self.bounds[:-1], self.bounds[1:]], axis=1)

    def within(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """(k, 2): the rows of the tokens that start in these places (k, 3): which passage, from where, to where."""
        passage = np.repeat(np.arange(len(self)), np.diff(self.bounds))
        wanted = places[:, :1] * _FAR + places[:, 1:]
        return np.searchsorted(passage * _FAR + self.starts, wanted)


def stack(passages: Sequence[TokenBits]) -> Stacked:
    """All tokens of these passages, one below the other."""
    bounds = np.cumsum([0] + [len(tokens.starts) // 2 for tokens in passages], dtype=np.int64)
    count = int(bounds[-1])
    packed = np.frombuffer(b"".join(tokens.bits for tokens in passages), np.uint8).reshape(max(count, 1), -1)
    bits = np.concatenate([packed, np.zeros((1, packed.shape[1]), np.uint8)])
    offsets = np.frombuffer(b"".join(tokens.starts for tokens in passages), "<u2").astype(np.int64)
    return Stacked(bits, offsets, bounds)


def met(question: Floats, stacked: Stacked, spans: NDArray[np.int64]) -> Floats:
    """(k, q): the best cosine that a token of each span of rows (k, 2) has with each of a question's (q, d), −1 to 1.

    In an empty span it is 0.
    """
    if not stacked.bounds[-1] or not len(spans):
        return np.zeros((len(spans), len(question)), np.float32)
    best = np.maximum.reduceat(_sums(question, stacked), spans.ravel(), axis=0)[::2]
    return np.where((spans[:, 0] < spans[:, 1])[:, None], _as_cosines(best, question), 0.0).astype(np.float32)


def _sums(question: Floats, stacked: Stacked) -> Floats:
    """(n + 1 or more, q): for each token, the sum of the question's dimensions that it has set."""
    rows, width = stacked.bits.shape
    across = np.ascontiguousarray(question.T)
    sums = np.empty((-(-rows // BLOCK), BLOCK, len(question)), np.float32)
    signs = np.zeros((STRETCH, 8 * width), np.float32)
    for at in range(0, rows, STRETCH):
        part = stacked.bits[at : at + STRETCH]
        signs[: len(part)] = np.unpackbits(part, axis=1)
        blocks = -(-len(part) // BLOCK)
        rows_of_blocks = signs[: blocks * BLOCK].reshape(blocks, BLOCK, -1)
        np.matmul(rows_of_blocks, across, out=sums[at // BLOCK : at // BLOCK + blocks])
    return sums.reshape(-1, len(question))


def _as_cosines(sums: Floats, question: Floats) -> Floats:
    """The cosine with a sign vector is (2·Σ of the dimensions set − Σ of all) / √d."""
    return np.asarray((2.0 * sums - question.sum(axis=1)) / np.sqrt(np.float32(question.shape[1])), np.float32)


def meets(question: Floats, passages: Sequence[TokenBits]) -> list[Floats]:
    """For each passage (t, q): the cosine of each of its tokens with each token of the question (q, d), −1 to 1."""
    stacked = stack(passages)
    if not stacked.bounds[-1]:
        return [np.empty((0, len(question)), np.float32) for _ in passages]
    found = _as_cosines(_sums(question, stacked), question)
    return [found[start:end] for start, end in stacked.whole]


def maxsim(found: Floats) -> float:
    """How well a text meets a question: the mean, over the question's tokens, of its best cosine (t, q)."""
    return float(found.max(axis=0).mean()) if len(found) else 0.0
