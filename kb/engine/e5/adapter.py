"""A low-rank adapter of the upper layers, for late interaction (LoRA, Hu and others 2021).

`benchmarks.adapt` trains it. The model was trained to give a text one vector. With the adapter its tokens are further
apart: those that answer a question lie nearer to the question's than those of sentences that only speak of the same
things.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources
from io import BytesIO
from typing import Any, TypeVar
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from kb.engine.e5.weights import Floats

FILE = "adapter.npz"
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Adapter:
    """`first` is the layer from which on it changes the model's matrices, by the product of two thin `factors` each.

    factors: by the matrix's name ("l9.q"), of shapes (inputs, rank) and (rank, outputs).
    """

    first: int
    factors: Mapping[str, tuple[Floats, Floats]]

    def change(self, name: str) -> Floats:
        """What is added to a matrix, (inputs, outputs)."""
        down, up = self.factors[name]
        return down @ up


def content() -> bytes:
    """The file that comes with the program."""
    return resources.files("kb.engine.e5").joinpath(FILE).read_bytes()


def load(data: bytes) -> Adapter:
    """An adapter from a file: arrays `first`, and for each matrix "l9.q.down" and "l9.q.up", in half precision.

    Raises ValueError where it isn't one.
    """
    return taken(data, FILE, read)


def taken(data: bytes, name: str, make: Callable[[Mapping[str, NDArray[Any]]], Made]) -> Made:
    """What is made of the arrays in a file. Raises ValueError, with the file's name, where it is damaged."""
    try:
        with np.load(BytesIO(data), allow_pickle=False) as held:
            return make(dict(held))
    except (KeyError, OSError, EOFError, ValueError, BadZipFile) as error:
        raise ValueError(f"{name} is damaged: {error}") from error


def read(arrays: Mapping[str, NDArray[Any]]) -> Adapter:
    """An adapter from such arrays, others among them left out. Raises KeyError where one is missing."""
    names = sorted(name.removesuffix(".down") for name in arrays if name.endswith(".down"))
    pairs = {n: (arrays[f"{n}.down"].astype(np.float32), arrays[f"{n}.up"].astype(np.float32)) for n in names}
    return Adapter(int(arrays["first"]), pairs)
