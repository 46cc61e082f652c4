"""What reading an article costs: processor time inside and outside the embedder, for made-up articles of 700 words.

python -m benchmarks.bench_ingest [ARTICLES]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.made_up import pages
from benchmarks.report import keep, skipped
from ingest.pipeline import ingest
from kb.engine import Encoder, Engine, TokenVectors, open_engine
from kb.errors import Unavailable
from kb.library import Library, open_library
from kb.settings import Settings

ARTICLES = 40
WARM_UP = 4  # articles read before: imports, and what is loaded once


class Timed:
    """An embedder that adds up the processor seconds spent in it."""

    def __init__(self, inner: Encoder) -> None:
        self._inner: Any = inner
        self.seconds = 0.0

    @property
    def revision(self) -> str:
        return str(self._inner.revision)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.asarray(self._timed(self._inner.embed_passages, texts))

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.asarray(self._timed(self._inner.embed_queries, texts))

    def read(self, texts: Sequence[str], question: bool) -> list[TokenVectors]:
        return list(self._timed(self._inner.read, texts, question))

    def _timed(self, call: Any, *arguments: Any) -> Any:
        began = time.process_time()
        try:
            return call(*arguments)
        finally:
            self.seconds += time.process_time() - began


def measure(engine: Engine, home: Path, articles: int = ARTICLES) -> dict[str, Any]:
    """Reads made-up pages in one go and gives medians in milliseconds of processor time an article."""
    timed = Timed(engine.encoder)
    opened = open_library(Settings(home=home / "home", sources=home))
    library = Library(opened.settings, opened.store, opened.index, Engine(engine.name, lambda: timed))
    files = []
    for number, page in enumerate(pages(WARM_UP + articles)):
        files.append(str(home / f"{number}.html"))
        Path(files[-1]).write_text(page, encoding="utf-8")
    list(ingest(library, files[:WARM_UP]))
    whole, inside, kinds = [], [], set()
    began, embedding = time.process_time(), timed.seconds
    for outcome in ingest(library, files[WARM_UP:]):
        kinds.add(outcome.kind)
        whole.append(1000 * (time.process_time() - began))
        inside.append(1000 * (timed.seconds - embedding))
        began, embedding = time.process_time(), timed.seconds
    after = 1000 * (time.process_time() - began)
    if kinds != {"added"}:
        raise RuntimeError(f"made-up articles were not simply added, but {sorted(kinds)}")
    words = sum(len(library.store.document(key).text.split()) for key in library.store.document_ids())
    result = {
        "made_up": "articles of made-up sentences; words an article with headings",
        "articles": articles,
        "words_an_article": round(words / (WARM_UP + articles)),
        "milliseconds_inside_the_embedder": round(median(inside), 1),
        "milliseconds_outside": round(median(a - b for a, b in zip(whole, inside, strict=True)), 1),
        "milliseconds_outside_at_most": round(max(a - b for a, b in zip(whole, inside, strict=True)), 1),
        "milliseconds_index_and_translations": round(after / articles, 1),
    }
    library.store.close()
    return result


def main(articles: int) -> None:
    """Measures in a folder that is thrown away, and keeps the result."""
    engine = open_engine(Settings())
    with tempfile.TemporaryDirectory() as folder:
        try:
            result = measure(engine, Path(folder), articles)
        except Unavailable as error:
            skipped("ingest", str(error))
            return
    keep("ingest", result)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES)
