"""Whether a text has been read before: MinHash over word shingles, and what two texts share word by word.

Pure: candidates are passed in. The door to rensa.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from kb.text import canonical, words

SHINGLE = 5
PERMUTATIONS = 128
ROWS = 2  # 64 bands of two: texts that share three tenths of their shingles meet in 99.8 % of cases
SEED = 1
ENOUGH_FIGURES, NEAR, MOST_FIGURES = 4, 0.35, 0.8
VERY_NEAR, FEW_FIGURES = 0.6, 0.5


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A MinHash signature (128 × uint32, little-endian) and its 64 bands (8 bytes each) to look candidates up by."""

    signature: bytes
    bands: tuple[bytes, ...]


def shingles(text: str) -> set[str]:
    """The runs of five words of a text, case and punctuation aside; a shorter text is one shingle."""
    sequence = [word.casefold() for word in words(canonical(text))]
    if len(sequence) < SHINGLE:
        return {" ".join(sequence)} if sequence else set()
    return {" ".join(sequence[at : at + SHINGLE]) for at in range(len(sequence) - SHINGLE + 1)}


def fingerprint(text: str) -> Fingerprint:
    """What a text is looked up by among the texts already read."""
    from rensa import RMinHash

    minhash = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.update(sorted(shingles(text)))
    digest = [value & 0xFFFFFFFF for value in minhash.digest()]
    signature = struct.pack(f"<{PERMUTATIONS}I", *digest)
    step = 4 * ROWS
    bands = (signature[at : at + step] for at in range(0, len(signature), step))
    return Fingerprint(signature, tuple(hashlib.blake2b(band, digest_size=8).digest() for band in bands))


def estimate(left: bytes, right: bytes) -> float:
    """The share of shingles two texts have in common (Jaccard), estimated from their signatures (± 0.05)."""
    pairs = zip(struct.iter_unpack("<I", left), struct.iter_unpack("<I", right), strict=True)
    return sum(a == b for a, b in pairs) / PERMUTATIONS


def resemblance(left: str, right: str) -> float:
    """The share of shingles two texts have in common (Jaccard), exactly."""
    a, b = shingles(left), shingles(right)
    return len(a & b) / len(a | b) if a and b else 0.0


def twin(text: str, candidates: Sequence[tuple[str, str]], threshold: float) -> tuple[str, float] | None:
    """The (id, resemblance) of the candidate (id, text) that this text is a near copy of, or None."""
    scored = [(resemblance(text, other), identifier) for identifier, other in candidates]
    best = max(scored, default=None)
    return (best[1], best[0]) if best and best[0] >= threshold else None


def same_figures(left: str, right: str) -> float:
    """The share (0 to 1) of one text's figures, the one with fewer of them, that stand in the other.

    "1,5" and "1.5" are one figure; single digits don't count. 0 where a text has none.
    """
    a, b = _figures(left), _figures(right)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _figures(text: str) -> set[str]:
    digits = (re.sub(r"\D", "", word) for word in words(text) if word[0].isdigit())
    return {figure for figure in digits if len(figure) > 1}


def is_translation(left: str, right: str, cosine: float) -> bool:
    """Whether two texts in two languages are one text, by meaning and by the figures they share.

    `cosine` is that of the two texts' mean vectors, each less the mean of its language. Two reports on one event are
    near in meaning too, but differ in a fifth of their figures or more; where there are few, meaning has to be very
    near.
    """
    fewest = min(len(_figures(left)), len(_figures(right)))
    lengths = len(left) / max(1, len(right))
    if not 0.4 < lengths < 2.5:
        return False
    if fewest >= ENOUGH_FIGURES:
        return cosine >= NEAR and same_figures(left, right) >= MOST_FIGURES
    return cosine >= VERY_NEAR and same_figures(left, right) >= FEW_FIGURES
