"""Passages by meaning: the door to Chroma. A cache of the store, checked when opened, rebuilt without embedding.

One collection a language holds the vectors less the language's mean, at length 1, with the store's row numbers as ids.
The mean used is kept beside it: when there are half again as many passages and their mean is another by then, the
collection is filled anew.
"""

from __future__ import annotations

import ctypes
import json
import shutil
import sys
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.engine import usual_mean
from kb.errors import Busy, Damaged
from kb.late import Stacked, stack
from kb.store import Store

BATCH = 500  # passages handed over at a time; Chroma makes a list of numbers of each, and four times as many cost 20 MB
GROWTH = 1.5
FEW = 1000  # passages: so many are filled anew in a blink, however little their mean has moved
MOVED = 0.02  # of the mean; vectors lie about 0.4 from it, and of the first sixty found hardly one changes
USUAL = 8  # passages that the usual mean counts for
SAMPLE = 256
TOKEN_SAMPLE = 32
_NO_STATE: dict[str, Any] = {"generation": -1, "counts": {}, "centres": {}}
SAME = 0.999  # inner product of passages that say the same
PATIENCE = 0.2  # seconds a reader waits for a writer before it answers from what is there
Vector = NDArray[np.float32]


def centre(store: Store, language: str) -> Vector | None:
    """The mean of a language's passage vectors, drawn towards the embedder's usual one (or zero) while there are few.

    What all passages of a language have in common says nothing about any of them, and hides what they differ in. None
    where there are none and the usual mean is not known.
    """
    total, count = store.vector_sum(language), store.passage_count(language)
    usual = usual_mean(str(store.meta("engine") or ""), language)
    if usual is None and (total is None or count == 0):
        return None
    known = (0.0 if usual is None else USUAL * usual) + (0.0 if total is None else total)
    return np.asarray(known / (count + USUAL), np.float32)


def centred(vectors: NDArray[np.float32], middle: Vector | None) -> NDArray[np.float32]:
    """(n, d) vectors less the middle, at length 1."""
    moved = vectors if middle is None else vectors - middle
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=-1, keepdims=True), 1e-9), np.float32)


def inner(vectors: NDArray[np.float32], vector: Vector) -> NDArray[np.float32]:
    """(n,): the inner product of each row with a vector.

    Not by `@`: for a few hundred rows that wakes all processors, which then wait in a loop and slow down the rest.
    """
    return np.asarray(np.einsum("ij,j->i", vectors, vector), np.float32)


@dataclass(frozen=True, slots=True)
class Landscape:
    """What a score means in a language: the mean of its passages, and a sample of them.

    `sample` is (n, d), centred; `tokens` are those of a smaller sample, none without token vectors.
    """

    middle: Vector | None
    sample: NDArray[np.float32]
    tokens: Stacked


class Index:
    """Nearest passages of a language; opened by `refresh`, which also brings it up to the store's generation."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "index"
        self._state_file = home / "index.json"
        self._client: Any = None
        self._generation = -1
        self._collections: dict[str, Any] = {}
        self._centres: dict[str, Vector | None] = {}
        self._landscapes: dict[str, Landscape] = {}
        self._lock = threading.RLock()

    # -- opening -----------------------------------------------------------------------------------

    def _connect(self) -> None:
        """Opens the folder afresh: a client that is open keeps answering from what it saw first."""
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.config import Settings as ChromaSettings

        self._client = None
        SharedSystemClient.clear_system_cache()
        self._collections.clear()
        quiet = ChromaSettings(anonymized_telemetry=False, allow_reset=False)
        try:
            self._client = chromadb.PersistentClient(path=str(self._folder), settings=quiet)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a cache, it can be made anew
            raise Damaged(f"the search index does not open ({error}); `kb verify --repair` makes it anew") from None

    def _collection(self, language: str) -> Any:
        if language not in self._collections:
            self._collections[language] = self._client.get_or_create_collection(
                f"passages_{language}",
                embedding_function=None,
                configuration={"hnsw": {"space": "ip", "ef_search": 200}},
            )
        return self._collections[language]

    def _state(self) -> dict[str, Any]:
        try:
            state = json.loads(self._state_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return _NO_STATE
        usable = isinstance(state, dict) and _NO_STATE.keys() <= state.keys()
        return state if usable else _NO_STATE

    # -- keeping up --------------------------------------------------------------------------------

    def current(self, store: Store) -> bool:
        """Whether what is open here shows the store's last change."""
        return self._client is not None and self._generation == store.generation()

    def refresh(self, store: Store) -> None:
        """Opens the index, or reopens it where another process has moved on; fills in what the store has and it lacks.

        While another process is writing it shows what that one has filled in so far.

        Raises:
            Damaged: the folder cannot be opened.
        """
        with self._lock:
            if self.current(store):
                return
            self._landscapes.clear()
            if self._state()["generation"] == store.generation():
                self._reopen()
                if all(self._collection(lang).count() == store.passage_count(lang) for lang in store.languages):
                    return
            try:
                with store.writing("bringing the search index up to date", wait=PATIENCE):
                    if self._client is None or self._state()["generation"] != self._generation:
                        self._reopen()  # somebody else has filled it since
                    self._fill(store)
            except Busy:
                self._reopen()

    def _reopen(self) -> None:
        self._connect()
        state = self._state()
        self._generation = state["generation"]
        self._centres = {
            language: None if values is None else np.asarray(values, np.float32)
            for language, values in state["centres"].items()
        }

    def _fill(self, store: Store) -> None:
        """Brings every collection to the store's rows. The caller holds the right to write."""
        state = self._state()
        counts: dict[str, int] = dict(state["counts"])
        for language in store.languages:
            count = store.passage_count(language)
            collection = self._collection(language)
            if has_moved(counts.get(language, 0), count, self._centres.get(language), centre(store, language)):
                self._client.delete_collection(f"passages_{language}")
                self._collections.pop(language)
                collection = self._collection(language)
                self._centres[language], counts[language] = centre(store, language), count
            self._reconcile(store, language, collection, int(state.get("last", {}).get(language, 0)))
        _give_back()
        self._generation = store.generation()
        self._write_state(counts, {language: store.last_row(language) for language in store.languages})

    def _reconcile(self, store: Store, language: str, collection: Any, last: int) -> None:
        """`last` is the newest row that was filled in; unless something older has changed, only newer ones are read."""
        missing = store.rows_after(language, last)
        if collection.count() != store.passage_count(language) - len(missing):
            held, wanted = self.rows(language), set(store.passage_rows(language))
            self._delete(collection, sorted(held - wanted))
            missing = sorted(wanted - held)
        for at in range(0, len(missing), BATCH):
            found = store.passages(missing[at : at + BATCH])
            self._add(collection, language, list(found), np.stack([row.vector for row in found.values()]))

    def _add(self, collection: Any, language: str, rows: Sequence[int], vectors: NDArray[np.float32]) -> None:
        collection.add(ids=[str(row) for row in rows], embeddings=centred(vectors, self._centres.get(language)))

    def _delete(self, collection: Any, rows: Sequence[int]) -> None:
        for at in range(0, len(rows), BATCH):
            collection.delete(ids=[str(row) for row in rows[at : at + BATCH]])

    def _write_state(self, counts: dict[str, int], last: dict[str, int]) -> None:
        state = {
            "generation": self._generation,
            "counts": counts,
            "last": last,
            "centres": {
                language: None if middle is None else [float(value) for value in middle]
                for language, middle in self._centres.items()
            },
        }
        partial = self._state_file.with_suffix(".partial")
        partial.write_text(json.dumps(state), encoding="utf-8")
        partial.replace(self._state_file)

    def rebuild(self, store: Store) -> None:
        """Throws the cache away and fills it from the store."""
        with self._lock, store.writing("rebuilding the search index"):
            if self._folder.is_file():
                self._folder.unlink()
            shutil.rmtree(self._folder, ignore_errors=True)
            self._state_file.unlink(missing_ok=True)
            self._reopen()
            self._fill(store)

    # -- asking ------------------------------------------------------------------------------------

    def query(self, language: str, vector: Vector, limit: int) -> list[tuple[int, float]]:
        """(row, inner product) of the `limit` passages nearest to a centred vector, best first."""
        return self.query_each(language, vector[None], limit)[0]

    def query_each(self, language: str, vectors: NDArray[np.float32], limit: int) -> list[list[tuple[int, float]]]:
        """The same for (n, d) centred vectors, in half the time an answer."""
        if limit < 1:
            return [[] for _ in vectors]
        try:
            found = self._ask(language, vectors, limit)
        except Exception:  # noqa: BLE001 - a refresh in another thread was swapping the client: ask the new one
            with self._lock:
                found = self._ask(language, vectors, limit)
        answers = zip(found["ids"], found["distances"], strict=True)
        return [[(int(row), 1.0 - float(far)) for row, far in zip(*answer, strict=True)] for answer in answers]

    def _ask(self, language: str, vectors: NDArray[np.float32], limit: int) -> Any:
        collection = self._collection(language)
        return collection.query(query_embeddings=list(vectors), n_results=limit, include=["distances"])

    def landscape(self, store: Store, language: str) -> Landscape:
        """The language's mean and sample as of the last refresh."""
        found = self._landscapes.get(language)
        if found is None:
            middle, rows = centre(store, language), store.sample(language, SAMPLE)
            vectors = [row.vector for row in store.passages(rows).values()]
            sample = centred(np.stack(vectors), middle) if vectors else np.empty((0, 0), np.float32)
            tokens = store.tokens(rows[:: max(1, len(rows) // TOKEN_SAMPLE)]).values()
            found = self._landscapes[language] = Landscape(middle, sample, stack(list(tokens)))
        return found

    def rows(self, language: str) -> set[int]:
        """The row numbers it holds of a language."""
        return {int(row) for row in self._collection(language).get(include=[])["ids"]}

    def unreachable(self, store: Store, rows: Iterable[int], language: str) -> list[int]:
        """Those of these passages that a search for their own vector does not find among its first five."""
        lost: list[int] = []
        for row, found in store.passages(rows).items():
            own = centred(found.vector, self._centres.get(language))
            near = self.query(language, own, 5)
            if row not in dict(near) and not (near and near[-1][1] > SAME):  # equal ones crowd each other out
                lost.append(row)
        return lost


def has_moved(before: int, count: int, kept: Vector | None, middle: Vector | None) -> bool:
    """Whether a collection of `before` passages about the mean `kept` is to be filled anew for `count` of them."""
    if before / GROWTH <= count <= GROWTH * before:
        return False
    return count < FEW or kept is None or middle is None or float(np.linalg.norm(middle - kept)) > MOVED


def _give_back() -> None:
    """Hands to the system what memory Chroma has used and freed: without it, glibc keeps as much as the index holds."""
    if sys.platform == "linux" and hasattr(found := ctypes.CDLL(None), "malloc_trim"):
        found.malloc_trim(0)
