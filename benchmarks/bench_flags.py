"""How right the flags of a sentence are, by label and language, and how many sentences are flagged in a second.

    python -m benchmarks.bench_flags

The sentences (`tests/eval/labelled_sentences.txt`) were written and labelled by us. All but those kept back were read while
the rules were written, so that their figures are what the rules reach on what they know; `kept_back` is what they
reached on texts at first sight. Below 2,000 sentences a second on one core the run ends with status 1.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import Any

from benchmarks.labelled import Labelled, flagged, macro, quality, read_labelled
from benchmarks.report import keep

FLOOR = 2000
ROUNDS = 3
KEPT_BACK = "d"  # documents with this letter were written last, and measured before anybody read what came out


def speed(documents: Sequence[Labelled], rounds: int = ROUNDS) -> float:
    """Sentences flagged in a second of one core's time, notices included; the first round only fills the caches."""
    times = []
    for _ in range(rounds + 1):
        started = time.process_time()
        for one in documents:
            flagged(one)
        times.append(time.process_time() - started)
    return sum(len(one.sentences) for one in documents) / min(times[1:])


def measure(documents: Sequence[Labelled]) -> dict[str, Any]:
    """What `benchmarks/results/flags.json` holds."""
    known = [one for one in documents if not is_kept_back(one)]
    fresh = [one for one in documents if is_kept_back(one)]
    read, unread = quality(known), quality(fresh)
    return {
        "sentences": sum(len(one.sentences) for one in documents),
        "sentences_a_second": round(speed(documents)),
        "at_least": FLOOR,
        "read": {"documents": len(known), "macro_f1": macro(read), **read},
        "kept_back": {"documents": len(fresh), "macro_f1": macro(unread), **unread},
    }


def is_kept_back(one: Labelled) -> bool:
    """Whether the rules were written without what this document showed."""
    return one.document.id.startswith(KEPT_BACK) and not one.document.id.startswith("de")


def main() -> None:
    """Measures, prints, writes down; fails where flagging is too slow."""
    result = measure(list(read_labelled()))
    keep("flags", result)
    slow = result["sentences_a_second"] < FLOOR
    sys.exit(f"{result['sentences_a_second']} sentences a second, fewer than {FLOOR}" if slow else 0)


if __name__ == "__main__":
    main()
