"""What each token of a passage says of the labels: an adapter of the upper layers with a row of numbers a label.

`benchmarks.adapt.flagging` trains it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.engine.e5 import adapter
from kb.engine.e5.adapter import Adapter
from kb.engine.e5.weights import Floats

FILE = "labels.npz"


@dataclass(frozen=True, slots=True)
class Labelling:
    """What is added to the model: the adapter, `matrix` (hidden, labels) and `bias` (labels,)."""

    adapter: Adapter
    matrix: Floats
    bias: Floats


def content() -> bytes:
    """The file that comes with the program."""
    return resources.files("kb.engine.e5").joinpath(FILE).read_bytes()


def load(data: bytes) -> Labelling:
    """A labelling from a file: an adapter's arrays, `head.w` and `head.b`. Raises ValueError where it isn't one."""
    return adapter.taken(data, FILE, _read)


def _read(arrays: Mapping[str, NDArray[Any]]) -> Labelling:
    """Raises KeyError where an array is missing."""
    matrix, bias = (arrays[f"head.{part}"].astype(np.float32) for part in "wb")
    return Labelling(adapter.read(arrays), matrix, bias)
