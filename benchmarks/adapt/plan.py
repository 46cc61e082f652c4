"""How training goes: its options and rates, and where its files are."""

from __future__ import annotations

import argparse
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


def options(program: str | None, epochs: int, rank: int = 64) -> argparse.Namespace:
    """What the command line of a training says: `epochs`, `begin`, `first` and `rank`."""
    parser = argparse.ArgumentParser(description=program, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=epochs, help="how often each question is seen")
    parser.add_argument("--begin", type=Path, help="a file of earlier training to go on from")
    parser.add_argument("--first", type=int, default=6, help="the first of the twelve layers that is adapted")
    parser.add_argument("--rank", type=int, default=rank, help="of the adapter's matrices")
    return parser.parse_args()
