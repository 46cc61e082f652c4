"""What a question costs beside its floor: embedding it and searching the same vectors exactly, in numpy.

    python -m benchmarks.bench_search [PASSAGES …]

The library is made up (`made_up_home`). Floor, search and answer take turns, question by question, so that other load
on the machine meets all three; figures are medians.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.made_up import questions
from benchmarks.made_up_home import fill, open_made_up
from benchmarks.report import keep, skipped
from kb.answer import answer
from kb.embed import embed_question
from kb.engine import Engine, open_engine
from kb.errors import Unavailable
from kb.library import Library
from kb.retrieve import BY_MEANING, candidates, hits, prepare, retrieve
from kb.settings import Settings
from kb.store import Filters

SIZES = (1_000, 20_000)
QUESTIONS, WARM_UP, BEST = 48, 4, 10


def floor(engine: Engine, vectors: NDArray[np.float32], question: str) -> NDArray[np.int64]:
    """The rows of the best vectors (n, d), with nothing around it."""
    scores = vectors @ embed_question(engine, question, "en").vector
    best = np.argpartition(-scores, BEST)[:BEST]
    return best[np.argsort(-scores[best])]


def measure(engine: Engine, home: Path, passages: int, count: int = QUESTIONS) -> dict[str, Any]:
    """Medians in milliseconds for a made-up library of so many passages, and the ratios to the floor."""
    library = open_made_up(home, engine)
    began = time.perf_counter()
    fill(library, passages)
    filling = time.perf_counter() - began
    vectors = np.stack([row for language in library.store.languages for _, row in library.store.vectors(language)])
    ways: dict[str, Callable[[str], object]] = {
        "floor": lambda question: floor(engine, vectors, question),
        "search": lambda question: retrieve(library, question),
        "ask": lambda question: answer(library, question),
    }
    times = in_turn(ways, questions(WARM_UP + count), WARM_UP)
    middle = {name: median(values) for name, values in times.items()}
    result = {
        "passages": len(vectors),
        "seconds_to_fill": round(filling, 1),
        "milliseconds": {name: round(value, 2) for name, value in middle.items()},
        "search_to_floor": round(middle["search"] / middle["floor"], 2),
        "ask_to_floor": round(middle["ask"] / middle["floor"], 2),
        "steps_in_milliseconds": steps(library, questions(count)),
    }
    library.store.close()
    return result


def in_turn(ways: Mapping[str, Callable[[str], object]], asked: list[str], warm_up: int) -> dict[str, list[float]]:
    """Milliseconds of each way for each question but the first few."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number, question in enumerate(asked):
        for name, way in ways.items():
            began = time.perf_counter()
            way(question)
            if number >= warm_up:
                times[name].append(1000 * (time.perf_counter() - began))
    return times


def steps(library: Library, asked: list[str]) -> dict[str, float]:
    """Medians of the steps of a search; those indented by a dot are parts of the one before."""
    times: dict[str, list[float]] = {}

    def timed(name: str, call: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        found = call()
        times.setdefault(name, []).append(1000 * (time.perf_counter() - began))
        return found

    for question in asked:
        query = timed("prepare", partial(prepare, library, question))
        timed(".embedding", partial(embed_question, library.engine, question, "en"))
        scored = timed("candidates", partial(candidates, library, query, Filters()))
        for language in library.store.languages:
            timed(f".nearest {language}", partial(library.index.query, language, query.vector, BY_MEANING))
        timed("hits", partial(hits, library, scored, BEST))
    return {name: round(median(values), 2) for name, values in times.items()}


def main(sizes: list[int]) -> None:
    """Measures each size in a folder that is thrown away, and keeps the results."""
    engine = open_engine(Settings())
    result: dict[str, Any] = {
        "made_up": "texts, questions, vectors (mixtures of real ones) and token bits",
        "questions": QUESTIONS,
    }
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            try:
                result[f"passages_{size}"] = measure(engine, Path(folder), size)
            except Unavailable as error:
                skipped("search", str(error))
                return
    keep("search", result)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
