"""What a text is looked up by among those already read: MinHash over word shingles, in bands. The door to rensa."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kb.text import canonical, words

SHINGLE = 5
PERMUTATIONS = 128
# 64 bands of two rows: texts that share three tenths of their shingles meet in 99.8 % of cases, two tenths in 93 %.
# 32 bands of four: those that share six tenths meet in 99 %, those that share a quarter in 12 %; where thousands of
# reports on one template crowd the first bands, these still tell the copy from its siblings.
ROWS = (2, 4)
OPENING, OPENING_BANDS = 60, 8  # words and bands of one row: a text cut off after its first paragraphs is found by them
SHORTLIST, UNLIKELY = 12, 0.1
_SEED = 1


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A MinHash signature (128 × uint32, little-endian) and the 104 bands (8 bytes each) to look candidates up by."""

    signature: bytes
    bands: tuple[bytes, ...]


def sequence(text: str) -> list[str]:
    """The words of a text as compared: case and punctuation don't count."""
    return [word.casefold() for word in words(canonical(text))]


def runs(sequence: Sequence[str]) -> list[str]:
    """The runs of five words, in order; a shorter text is one run."""
    if len(sequence) < SHINGLE:
        return [" ".join(sequence)] if sequence else []
    return [" ".join(sequence[at : at + SHINGLE]) for at in range(len(sequence) - SHINGLE + 1)]


def shingles(text: str) -> set[str]:
    """The runs of five words of a text, case and punctuation aside; a shorter text is one shingle."""
    return set(runs(sequence(text)))


def fingerprint(text: str) -> Fingerprint:
    """What a text is looked up by among the texts already read."""
    own = sequence(text)
    signature = _signature(set(runs(own)), PERMUTATIONS)
    opening = _signature(set(runs(own[:OPENING])), OPENING_BANDS)
    bands = [band for rows in ROWS for band in _cut(signature, rows)] + _cut(opening, 1)
    return Fingerprint(signature, tuple(bands))


def _signature(shingles: set[str], permutations: int) -> bytes:
    from rensa import RMinHash

    minhash = RMinHash(num_perm=permutations, seed=_SEED)
    minhash.update(sorted(shingles))
    return struct.pack(f"<{permutations}I", *(value & 0xFFFFFFFF for value in minhash.digest()))


def _cut(signature: bytes, rows: int) -> list[bytes]:
    step = 4 * rows
    bands = (signature[at : at + step] for at in range(0, len(signature), step))
    return [hashlib.blake2b(band, digest_size=8).digest() for band in bands]


def estimates(signature: bytes, others: Sequence[bytes]) -> list[float]:
    """The share of shingles a text has in common with each of the others (Jaccard), by signature (± 0.05)."""
    rows = np.frombuffer(b"".join(others), "<u4").reshape(len(others), PERMUTATIONS)
    shares: list[float] = (rows == np.frombuffer(signature, "<u4")).mean(axis=1).tolist()
    return shares


def shortlist(shared: Mapping[str, int], apart_from: Iterable[str] = (), most: int = SHORTLIST) -> list[str]:
    """The documents that have most bands in common, at most so many; `shared` is how many each has.

    However many documents there are, no more than these are looked at.
    """
    left = shared.keys() - set(apart_from)
    return sorted(left, key=lambda document_id: (-shared[document_id], document_id))[:most]


def nearest(signature: bytes, signatures: Mapping[str, bytes], shared: Mapping[str, int]) -> list[str]:
    """Of a shortlist, with its signatures, the documents worth reading, at most a dozen, most likely first.

    Many texts share a band by chance; a text cut off early shares few, but most of those of its opening.
    """
    alike = dict(zip(signatures, estimates(signature, list(signatures.values())), strict=True))
    left = (key for key in alike if alike[key] >= UNLIKELY or shared.get(key, 0) > OPENING_BANDS // 2)
    return sorted(left, key=lambda document_id: (-alike[document_id], document_id))[:SHORTLIST]


def resemblance(left: str, right: str) -> float:
    """The share of shingles two texts have in common (Jaccard), exactly."""
    a, b = shingles(left), shingles(right)
    return len(a & b) / len(a | b) if a and b else 0.0
