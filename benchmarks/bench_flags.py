"""How right the flags of a sentence are, by label and language, and how many sentences are flagged in a second.

    python -m benchmarks.bench_flags

The sentences (`tests/eval/labelled_sentences.txt`) were written and labelled by us, and read while the rules were
written: their figures (`read`) are what the rules reach on what they know. `first_sight` (`views/first_sight.json`) is
what rules and reader together reach on 550 sentences by two other authors that neither had seen, and that are not in
this repository: expect that of a text from elsewhere. `elsewhere` is what they reach on three sets by other authors
(`tests/eval/labelled_elsewhere.txt`) whose first sight had been measured before they were read for improving the rules.
Below 2,000 sentences a second on one core the run ends with status 1.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.labelled import ELSEWHERE, Labelled, flagged, macro, quality, read_labelled
from benchmarks.report import keep

FIRST_SIGHT = Path("views/first_sight.json")
FLOOR = 2000
ROUNDS = 3


def speed(documents: Sequence[Labelled], rounds: int = ROUNDS) -> float:
    """Sentences flagged in a second of one core's time, notices included; the first round only fills the caches."""
    times = []
    for _ in range(rounds + 1):
        started = time.process_time()
        for one in documents:
            flagged(one)
        times.append(time.process_time() - started)
    return sum(len(one.sentences) for one in documents) / min(times[1:])


def measure(documents: Sequence[Labelled], elsewhere: Sequence[Labelled]) -> dict[str, Any]:
    """What `benchmarks/results/flags.json` holds."""
    return {
        "sentences": sum(len(one.sentences) for one in documents),
        "sentences_a_second": round(speed(documents)),
        "at_least": FLOOR,
        "first_sight": json.loads(FIRST_SIGHT.read_text(encoding="utf-8")),
        "read": _part(documents),
        "elsewhere": _part(elsewhere),
    }


def _part(documents: Sequence[Labelled]) -> dict[str, Any]:
    found = quality(documents)
    return {"documents": len(documents), "macro_f1": macro(found), **found}


def main() -> None:
    """Measures, prints, writes down; fails where flagging is too slow."""
    result = measure(list(read_labelled()), list(read_labelled(ELSEWHERE)))
    keep("flags", result)
    slow = result["sentences_a_second"] < FLOOR
    sys.exit(f"{result['sentences_a_second']} sentences a second, fewer than {FLOOR}" if slow else 0)


if __name__ == "__main__":
    main()
