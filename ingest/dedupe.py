"""Whether a text has been read before: MinHash over word shingles, and what two texts share word by word.

Pure: candidates are passed in. The door to rensa.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from kb.text import canonical, words

SHINGLE = 5
PERMUTATIONS = 128
ROWS = 2  # 64 bands of two: texts that share three tenths of their shingles meet in 99.8 % of cases
SEED = 1


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
