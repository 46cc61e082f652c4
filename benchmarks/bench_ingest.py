"""What reading an article costs: processor time inside and outside the embedder, and whether it grows with the library.

python -m benchmarks.bench_ingest [ARTICLES [MANY]]

ARTICLES made-up articles of 700 words are read with the embedder that comes with the program. MANY, with copies and
reports on one form among them, are read with a stand-in for it.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.made_up import pages
from benchmarks.made_up_copies import Page, mixed_pages
from benchmarks.report import keep, skipped
from ingest.dedupe import fingerprint
from ingest.extract import extract
from ingest.pipeline import ingest
from ingest.pipeline.related import near_copies
from kb.engine import Encoder, Engine, TokenVectors, open_engine
from kb.errors import Unavailable
from kb.index import Index
from kb.language import detect
from kb.library import Library, open_library
from kb.model import Document, Source
from kb.settings import Settings
from kb.store import Store
from kb.text import identity

ARTICLES, MANY = 40, 2000
DIMENSIONS = 384
STOPS = (100, 500, 1000, 2000)  # articles after which memory and the time to find a twin are taken
WARM_UP = 4  # articles read before: imports, and what is loaded once
SOUGHT = 20  # articles whose twin is looked for
PROC = Path("/proc")


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


class StandIn:
    """Stands in for the embedder: a vector of chance for every word, by its hash. Knows nothing, and costs little."""

    revision = "stand-in-1"

    def __init__(self, dimensions: int = DIMENSIONS, words: int = 4096) -> None:
        self._table = np.random.default_rng(5).standard_normal((words, dimensions)).astype(np.float32)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([read.pooled for read in self.read(texts, question=False)])

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.embed_passages(texts)

    def read(self, texts: Sequence[str], question: bool) -> list[TokenVectors]:
        return [self._one(text) for text in texts]

    def _one(self, text: str) -> TokenVectors:
        starts = [0, *(place + 1 for place, char in enumerate(text) if char == " ")]
        own = (hash_of(text[at : at + 6]) % len(self._table) for at in starts)
        vectors = self._table[list(own)]
        pooled = vectors.mean(axis=0)
        unit = pooled / max(float(np.linalg.norm(pooled)), 1e-9)
        return TokenVectors(vectors, vectors, np.array(starts, np.int64), unit)


def hash_of(word: str) -> int:
    """The same in every process, unlike `hash`."""
    return sum(ord(char) * 131**place for place, char in enumerate(word))


def processor_seconds() -> float:
    """Of this process and those it has started, running or not."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    ticks = 0
    for child in children():
        try:
            fields = (PROC / str(child) / "stat").read_text("utf-8").rsplit(")", 1)[1].split()
        except OSError:
            continue  # it has just ended
        ticks += sum(int(field) for field in fields[11:15])  # its own and those of its children that have ended
    return time.process_time() + ended.ru_utime + ended.ru_stime + ticks / os.sysconf("SC_CLK_TCK")


def children(process: str = "self") -> list[int]:
    """The processes that this one has started and that still run, and those that they have started."""
    try:
        lists = [(task / "children").read_text("utf-8") for task in (PROC / process / "task").iterdir()]
    except OSError:  # it has just ended, or there is no /proc
        return []
    own = [int(pid) for found in lists for pid in found.split()]
    return [*own, *(pid for child in own for pid in children(str(child)))]


def held() -> dict[str, int]:
    """MiB: of this process in all, what of it is no file mapped into memory, and in all of those it has started."""
    own = _status("self")
    return {
        "resident_mib": own.get("VmRSS", 0),
        "without_files_mib": own.get("RssAnon", 0),
        "readers_mib": sum(_status(str(child)).get("VmRSS", 0) for child in children()),
    }


def _status(process: str) -> dict[str, int]:
    try:
        lines = (PROC / process / "status").read_text("utf-8").splitlines()
    except OSError:
        return {}
    rows = (line.split() for line in lines if line.startswith(("VmRSS", "RssAnon")))
    return {row[0].rstrip(":"): round(int(row[1]) / 1024) for row in rows}


def write(folder: Path, pages: Iterable[str], first: int = 0) -> list[str]:
    """The pages as files, numbered; gives their paths."""
    origins = []
    for number, page in enumerate(pages, first):
        path = folder / f"{number}.html"
        path.write_text(page, encoding="utf-8")
        origins.append(str(path))
    return origins


# -- with the embedder -----------------------------------------------------------------------------


def measure(engine: Engine, home: Path, articles: int = ARTICLES) -> dict[str, Any]:
    """Reads made-up pages in one go and gives milliseconds of processor time an article.

    Reading runs ahead of writing, so that an article's share is what passed between two outcomes.
    """
    timed = Timed(engine.encoder)
    opened = open_library(Settings(home=home / "home", sources=home))
    library = replace(opened, engine=Engine(engine.name, lambda: timed))
    files = write(home, pages(WARM_UP + articles))
    list(ingest(library, files[:WARM_UP]))
    outside, kinds = [], set()
    start, embedded = processor_seconds(), timed.seconds
    began, embedding = start, timed.seconds
    for outcome in ingest(library, files[WARM_UP:]):
        kinds.add(outcome.kind)
        now = processor_seconds()
        outside.append(1000 * (now - began - timed.seconds + embedding))
        began, embedding = now, timed.seconds
    whole, inside = 1000 * (processor_seconds() - start), 1000 * (timed.seconds - embedded)
    if kinds != {"added"}:
        raise RuntimeError(f"made-up articles were not simply added, but {sorted(kinds)}")
    words = sum(len(library.store.document(key).text.split()) for key in library.store.document_ids())
    library.store.close()
    return {
        "made_up": "articles of made-up sentences; words an article with headings",
        "articles": articles,
        "words_an_article": round(words / (WARM_UP + articles)),
        "milliseconds_inside_the_embedder": round(inside / articles, 1),
        "milliseconds_outside": round(min((whole - inside) / articles, max(outside)), 1),
        "milliseconds_outside_at_most": round(max(outside), 1),
    }


# -- many, with a stand-in -------------------------------------------------------------------------


def measure_many(folder: Path, many: int = MANY) -> dict[str, Any]:
    """Reads so many mixed pages with a stand-in for the embedder; says at every stop what an article cost by then.

    `outside` is milliseconds of processor time an article since the stop before, all that is done once a batch
    included.
    """
    encoder = Timed(StandIn())
    chosen = Settings(home=folder / "home", sources=folder)
    store = Store(chosen.home, chosen.languages)
    library = Library(chosen, store, Index(chosen.home), Engine("stand-in", lambda: encoder))
    made = list(mixed_pages(many))
    files = write(folder, (page.html for page in made))
    list(ingest(library, write(folder, pages(WARM_UP), first=many)))
    result: dict[str, Any] = {"embedder": "a stand-in", "articles": many, "threads": threading.active_count()}
    done = 0
    for stop in [stop for stop in STOPS if stop < many] + [many]:
        began, embedding, clock = processor_seconds(), encoder.seconds, time.perf_counter()
        list(ingest(library, files[done:stop]))
        outside = processor_seconds() - began - encoder.seconds + embedding
        result[f"after_{stop}"] = {
            "outside_milliseconds": round(1000 * outside / (stop - done), 1),
            "articles_a_second": round((stop - done) / (time.perf_counter() - clock), 1),
            "twin_milliseconds": _to_find_a_twin(library, made, done),
            **held(),
            "vectors_mib": _vectors_mib(store),
        }
        done = stop
    result |= _found(library, made, files)
    store.close()
    return result


def _vectors_mib(store: Store) -> int:
    """MiB that the passages' vectors take as the index holds them: what memory has to grow by at least."""
    rows = sum(store.passage_count(language) for language in store.languages)
    return round(rows * DIMENSIONS * np.dtype(np.float32).itemsize / 2**20)


def _to_find_a_twin(library: Library, made: Sequence[Page], before: int) -> float:
    """The median milliseconds it takes to find out that there is none, or which: of the pages from `before` on."""
    took = []
    for page in made[before : before + SOUGHT]:
        document = _document(page.html)
        print_ = fingerprint(document.text)
        began = time.process_time()
        near_copies(library, document, print_, [document.id])
        took.append(1000 * (time.process_time() - began))
    return round(median(took), 2)


def _document(html: str) -> Document:
    data = html.encode()
    found = extract(data, Source(identity(html), "page.html", "text/html", datetime.now(UTC))).document
    return replace(found, language=detect(found.text) or "")


def _found(library: Library, made: Sequence[Page], files: Sequence[str]) -> dict[str, Any]:
    """How many of the copies were found, and how many pairs were called copies that are none."""
    store = library.store
    number = {store.carried(origin): at for at, origin in enumerate(files)}
    called = {
        frozenset((number.get(row.earlier, -1), number.get(row.later, -1)))
        for row in store.relations()
        if row.kind == "near"
    }
    wanted = {frozenset((at, page.of)) for at, page in enumerate(made) if page.of is not None}
    return {
        "copies_made": len(wanted),
        "copies_found": len(called & wanted),
        "wrongly_called_copies": len(called - wanted),
        "translations_called": sum(row.kind == "translation" for row in store.relations()),
    }


def main(articles: int, many: int) -> None:
    """Measures in folders that are thrown away, and keeps the results."""
    if many:
        with tempfile.TemporaryDirectory() as folder:
            keep("ingest_many", measure_many(Path(folder), many))
    with tempfile.TemporaryDirectory() as folder:
        try:
            result = measure(open_engine(Settings()), Path(folder), articles)
        except Unavailable as error:
            skipped("ingest", str(error))
            return
    keep("ingest", result)


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:3] if argument.isdigit()]
    main(*given, *(ARTICLES, MANY)[len(given) :])
