"""The reader in the background: one thread a process that watches the drop folder, and what it is doing just now."""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.pipeline import ingest
from ingest.watch import watch
from kb.errors import KnowledgeBaseError
from kb.library import Library
from kb.model import Outcome

KEPT = 200  # outcomes kept as news
LATEST = 40  # outcomes by whose pace the rest is estimated: known files are passed over much faster than new ones read

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading is: files and addresses done and in all, the file being read, and what is in the way.

    `rate` is how many are read a second just now, `seconds_left` what that makes for the rest.
    """

    done: int
    total: int
    current: str | None
    rate: float | None
    seconds_left: float | None
    trouble: str | None
    ready: bool

    @property
    def busy(self) -> bool:
        """Whether files wait to be read."""
        return self.done < self.total


class Reader:
    """Reads the drop folder in a thread of its own and can be asked about it from any other."""

    def __init__(self, library: Library, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._library = library
        self._folder = folder
        self._clock = clock
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._queue: list[str] = []
        self._named = 0  # addresses that lists and feeds among the files have named, and that are still to come
        self._done = 0
        self._times: deque[float] = deque([0.0], LATEST + 1)
        self._trouble: str | None = None
        self._ready = False
        self._news: list[tuple[int, float, Outcome]] = []
        self._latest: dict[str, Outcome] = {}

    def start(self) -> None:
        """Starts the thread; further calls do nothing."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="drop folder", daemon=True)
                self._thread.start()
                atexit.register(self.stop)

    def stop(self, wait: float = 3.0) -> None:
        """Asks the thread to end after the file it is reading and waits for it, at most `wait` seconds."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(wait)

    def again(self, origins: Sequence[str]) -> None:
        """Reads these now, in a thread of its own; the user asks for them, so what was removed is taken in again."""
        for origin in origins:
            self.forget(origin)
        if origins:
            threading.Thread(target=self._again, args=(origins,), name="once more", daemon=True).start()

    def _again(self, origins: Sequence[str]) -> None:
        try:
            for outcome in ingest(self._library, origins, named=True):
                self.report(outcome)
        except Exception as error:  # noqa: BLE001 - a thread's end: whoever asked must be told
            _log.warning("reading once more ended", exc_info=not isinstance(error, KnowledgeBaseError))
            for origin in origins:
                if self.outcome(origin) is None:
                    self.report(Outcome(origin, "rejected", reason=str(error)))
        finally:
            self._library.store.close()

    def _run(self) -> None:
        try:
            watch(self._library, self._folder, self._stop, self.report, self.notify)
        except Exception as error:  # noqa: BLE001 - the page must be able to say that nothing is read any more
            _log.exception("watching the drop folder ended")
            with self._lock:
                self._trouble = f"{self._folder}: {type(error).__name__}: {error}"

    # -- what the watch says -----------------------------------------------------------------------

    def notify(self, queue: Sequence[str], trouble: KnowledgeBaseError | None) -> None:
        """The files that wait, and why reading has to wait, if it has."""
        with self._lock:
            if not self._queue and queue:
                self._done, self._times = 0, deque([self._clock()], LATEST + 1)
            self._queue, self._named = list(queue), 0
            self._trouble = str(trouble) if trouble else None
            self._ready = self._ready or not queue

    def report(self, outcome: Outcome) -> None:
        """What became of a file or an address."""
        with self._lock:
            self._done += 1
            self._times.append(self._clock())
            if outcome.origin in self._queue:
                self._queue.remove(outcome.origin)
            elif self._named:
                self._named -= 1
            self._named += outcome.items
            self._latest[outcome.origin] = outcome
            serial = self._news[-1][0] + 1 if self._news else 1
            self._news = [*self._news[-KEPT + 1 :], (serial, self._clock(), outcome)]

    # -- what a page asks --------------------------------------------------------------------------

    def progress(self) -> Progress:
        """Where the reading stands."""
        with self._lock:
            left, done = len(self._queue) + self._named, self._done
            spent = self._clock() - self._times[0]
            rate = (len(self._times) - 1) / spent if left and spent > 0 and len(self._times) > 1 else None
            current = self._queue[0] if self._queue else None
            return Progress(done, done + left, current, rate, left / rate if rate else None, self._trouble, self._ready)

    @property
    def serial(self) -> int:
        """The number of the latest outcome."""
        with self._lock:
            return self._news[-1][0] if self._news else 0

    def news(self, seconds: float) -> list[Outcome]:
        """What was read in the last seconds, oldest first, without files that were known already."""
        with self._lock:
            since = self._clock() - seconds
            return [outcome for _, at, outcome in self._news if at >= since and outcome.kind != "unchanged"]

    def outcome(self, origin: str) -> Outcome | None:
        """What became of a file when it was last read by this process."""
        with self._lock:
            return self._latest.get(origin)

    def rejected(self) -> list[Outcome]:
        """Files and addresses that could not be taken in when they were last read by this process."""
        with self._lock:
            return [outcome for outcome in self._latest.values() if outcome.kind == "rejected"]

    def forget(self, origin: str) -> None:
        """Drops what is known of a file, before it is read anew or after it was removed."""
        with self._lock:
            self._latest.pop(origin, None)
