"""How much memory a process holds with the engine loaded, and after a question to the sample library.

python -m benchmarks.bench_memory
"""

from __future__ import annotations

import multiprocessing
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.report import keep, skipped
from ingest.pipeline import ingest, origins_in
from kb.answer import answer
from kb.engine import open_engine
from kb.errors import Unavailable
from kb.library import open_library
from kb.settings import Settings

SAMPLES = Path(__file__).parent.parent / "sources"
STATUS = Path("/proc/self/status")
QUESTION = "Wie hoch ist der Stromverbrauch der Rechenzentren?"


def resident() -> int:
    """MiB that this process holds in memory."""
    line = next(line for line in STATUS.read_text("utf-8").splitlines() if line.startswith("VmRSS"))
    return round(int(line.split()[1]) / 1024)


def with_engine() -> dict[str, int]:
    """Before and after the engine is loaded and has embedded a question."""
    before = resident()
    open_engine(Settings()).embed_queries([QUESTION])
    return {"imports_mib": before, "engine_mib": resident()}


def with_library(home: Path) -> dict[str, int]:
    """After one question to a library."""
    answer(open_library(Settings(home=home)), QUESTION)
    return {"one_question_mib": resident()}


def read(home: Path) -> dict[str, int]:
    """After the sample articles have been read."""
    count = sum(1 for _ in ingest(open_library(Settings(home=home)), origins_in([SAMPLES])))
    return {"articles": count, "articles_read_mib": resident()}


def measure(home: Path) -> dict[str, Any]:
    """Each in a process of its own."""
    result: dict[str, Any] = {}
    for call, arguments in ((with_engine, ()), (read, (home,)), (with_library, (home,))):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            result |= pool.apply(call, arguments)
    return result


def main() -> None:
    """Measures in a folder that is thrown away, and keeps the result."""
    if not STATUS.exists():
        skipped("memory", "this system does not tell how much a process holds (no /proc)")
        return
    with tempfile.TemporaryDirectory() as folder:
        try:
            result = measure(Path(folder) / "home")
        except Unavailable as error:
            skipped("memory", str(error))
            return
    keep("memory", result)


if __name__ == "__main__":
    main()
