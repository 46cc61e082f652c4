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
class Unpacked:
    """Tokens of several passages, ready to be compared.

    `signs` are 0 and 1, (blocks, BLOCK, d), with at least one row of zeros at the end; `bounds` (passages + 1,) says in
    which row each passage begins and the last one ends.
    """

    signs: Floats
    bounds: NDArray[np.int64]

    def __len__(self) -> int:
        """How many passages."""
        return len(self.bounds) - 1

    @property
    def spans(self) -> NDArray[np.int64]:
        """(passages, 2): the rows of each passage, first and one past the last."""
        return np.stack([self.bounds[:-1], self.bounds[1:]], axis=1)


def unpack(passages: Sequence[TokenBits]) -> Unpacked:
    """The signs of all tokens of these passages, one below the other."""
    bounds = np.cumsum([0] + [len(tokens.starts) // 2 for tokens in passages], dtype=np.int64)
    packed = np.frombuffer(b"".join(tokens.bits for tokens in passages), np.uint8)
    count = int(bounds[-1])
    rows = np.unpackbits(packed.reshape(max(count, 1), -1), axis=1)
    blocks, dimensions = count // BLOCK + 1, rows.shape[1]
    signs = np.zeros((blocks * BLOCK, dimensions), np.float32)
    signs[:count] = rows[:count]
    return Unpacked(signs.reshape(blocks, BLOCK, dimensions), bounds)


def cosines(question: Floats, unpacked: Unpacked) -> Floats:
    """(rows, q): the cosine of each of the passages' tokens with each token of the question (q, d), −1 to 1."""
    if not unpacked.bounds[-1]:
        return np.zeros((1, len(question)), np.float32)
    # The cosine with a sign vector is (2·Σ of the dimensions set − Σ of all) / √d.
    sums = (unpacked.signs @ np.ascontiguousarray(question.T)).reshape(-1, len(question))
    return np.asarray((2.0 * sums - question.sum(axis=1)) / np.sqrt(np.float32(question.shape[1])), np.float32)


def maxsims(found: Floats, spans: NDArray[np.int64]) -> Floats:
    """(k,): how well each span of tokens (k, 2) meets a question, from `cosines`; an empty span gets 0."""
    if not len(spans):
        return np.empty(0, np.float32)
    best = np.maximum.reduceat(found, spans.ravel(), axis=0)[::2]
    return np.where(spans[:, 0] < spans[:, 1], best.mean(axis=1), 0.0).astype(np.float32)


def meets(question: Floats, passages: Sequence[TokenBits]) -> list[Floats]:
    """For each passage (t, q): the cosine of each of its tokens with each token of the question (q, d), −1 to 1."""
    unpacked = unpack(passages)
    found = cosines(question, unpacked)
    return [found[start:end] for start, end in unpacked.spans]


def maxsim(found: Floats) -> float:
    """How well a text meets a question: the mean, over the question's tokens, of its best cosine (t, q)."""
    return float(found.max(axis=0).mean()) if len(found) else 0.0
