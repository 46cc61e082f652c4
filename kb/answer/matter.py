"""What a question asks beside the names in it: all sentences of an article speak of those, few of the matter."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from kb.index import centred
from kb.names import folded_text
from kb.query import Query
from kb.text import fold

FEWEST = 2  # tokens beside the names; with fewer the whole question is the matter
PART = 4  # letters of a name that may stand within a longer word ("Nordkai" in "Nordkaibrücke")
_WORD = re.compile(r"\S+")
_MARKS = "?.,;:!\"'()„“”«»"

Vector = NDArray[np.float32]


def matter(query: Query, names: Sequence[str], middle: Vector | None) -> Vector:
    """The question's vector (d,) without its names, centred: the mean of its other tokens as the question embeds them.

    `middle` is the mean of its language's passages. Where the embedder gives no tokens it is the question's own vector.
    """
    rest = _beside(query, names)
    if query.read is None or rest is None:
        return query.vector
    mean = query.read.vectors[rest].mean(axis=0)
    return np.asarray(centred((mean / max(float(np.linalg.norm(mean)), 1e-9))[None], middle)[0], np.float32)


def heft_of_matter(query: Query, names: Sequence[str]) -> Vector:
    """(q,): how much each token of the question counts when its names don't, 1 together."""
    rest = _beside(query, names)
    bare = query.heft if rest is None else query.heft * rest
    return np.asarray(bare / max(float(bare.sum()), 1e-9), np.float32)


def _beside(query: Query, names: Sequence[str]) -> NDArray[np.bool_] | None:
    """(q,): which tokens are no part of these names; None where hardly any is, or the embedder gives no tokens."""
    if query.read is None:
        return None
    parts = {fold(part) for name in names for part in name.split()}
    rest = ~_named(query.text, query.read.starts.tolist(), parts)
    return rest if rest.sum() >= FEWEST else None


def _named(question: str, starts: Sequence[int], parts: Collection[str]) -> NDArray[np.bool_]:
    """(q,): which tokens are pieces of words that are parts of names."""
    found = [(match.start(), _holds(match.group(), parts)) for match in _WORD.finditer(question)]
    begins = [start for start, _ in found]
    return np.array([found[max(bisect_right(begins, start) - 1, 0)][1] for start in starts], bool)


def _holds(word: str, parts: Collection[str]) -> bool:
    """Whether a word of the question is one of these parts of names, or holds a long one."""
    folded = folded_text(word.strip(_MARKS))
    return any(folded.startswith(part) or (len(part) >= PART and part in folded) for part in parts)
