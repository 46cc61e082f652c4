"""How training goes: rates, and where its files are."""

from __future__ import annotations

import math
from pathlib import Path

from benchmarks.adapt.material import FOLDER, KEPT, UNSEEN

MEANS = Path("kb/engine/means.npy")
RATE, DECAY, LARGEST, WARM = 7e-4, 0.01, 1.0, 0.05  # the last two: of the slope, and of the steps


def rate(done: float) -> float:
    """Of the full rate: up at first, then down along a cosine."""
    return min(1.0, done / WARM + 1e-3) * (0.5 + 0.5 * math.cos(math.pi * min(1.0, done)))


def sorted_out() -> dict[str, list[Path]]:
    """The files of the collections: those to learn from ("seen"), those kept back, those nothing is fitted to."""
    paths = sorted(FOLDER.glob("*.jsonl"))
    aside = {name: [path for path in paths if path.stem.startswith(name)] for name in (KEPT, UNSEEN)}
    return aside | {"seen": [path for path in paths if not path.stem.startswith((KEPT, UNSEEN))]}
