"""The drop folder: whatever is put into it is read, a settled file at a time, until told to stop."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import watchfiles

from ingest.discover import LISTINGS
from ingest.fetch import is_address
from ingest.pipeline import ingest, mark_vanished, origins_in
from kb.errors import Damaged, KnowledgeBaseError
from kb.library import Library
from kb.model import Outcome
from kb.store import OriginRow

QUIET = 0.5  # seconds a file must have stayed as it is
GLANCE = 0.25  # seconds between signs of life of the watch
SWEEP = 10.0  # seconds between looks without any sign: network folders and containers give none
POLL = 1.0  # seconds between looks where the folder cannot be watched, or is not there yet
RETRY = 3.0  # seconds before another try where reading has to wait
CHUNK = 16  # most files read under one lock; the first ones are fewer, so that they can be asked about at once

Report = Callable[[Outcome], None]
Notify = Callable[[Sequence[str], KnowledgeBaseError | None], None]
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
State = tuple[int, int]  # size, time of change in ns

_log = logging.getLogger(__name__)


def _unnoticed(_queue: Sequence[str], _trouble: KnowledgeBaseError | None) -> None:
    """For callers who don't care about the queue."""


def watch(library: Library, folder: Path, stop: threading.Event, report: Report, notify: Notify = _unnoticed) -> None:
    """Reads all files of the folder, then every new or changed one, until `stop` is set.

    `report` gets one outcome a file. `notify` gets the files that wait to be read whenever that changes (none: all
    is read), and the reason where reading has to wait (another process writes, no embedder); it is tried again.
    The folder may be missing, and made later. Origins are named as by `kb ingest` with the same folder. Files that
    vanish are marked as gone. Feeds and sitemaps that were read are looked at again every `refresh_minutes`, and
    addresses that did not answer when they said or after an hour.
    """
    drop, rounds = _Folder(folder, library.settings.home), _Rounds(library)
    looked = float("-inf")
    for sign in _signs(folder, stop):
        if sign or drop.unsettled or time.monotonic() - looked >= SWEEP:
            _read_all(library, drop, stop, (report, notify))
            looked = time.monotonic()
        if due := rounds.due(looked):
            _read_round(library, due, stop, (report, notify))


def _read_all(library: Library, drop: _Folder, stop: threading.Event, tell: tuple[Report, Notify]) -> None:
    """Reads what is settled; looks again between chunks, so that a file that just came is next."""
    report, notify = tell
    size = 1
    while (ready := drop.look()) and not stop.is_set():
        notify(ready, None)
        try:
            _read(library, drop, ready[:size], (stop, report))
        except KnowledgeBaseError as error:
            notify(ready, error)
            stop.wait(RETRY)
        size = min(2 * size, CHUNK)
    if drop.unsettled or stop.is_set():
        return
    try:
        for outcome in mark_vanished(library, drop.folder, drop.present):
            report(outcome)
    except KnowledgeBaseError as error:  # at the next look, then
        notify((), error)
        return
    notify((), None)


def _read_round(library: Library, due: Sequence[str], stop: threading.Event, tell: tuple[Report, Notify]) -> None:
    """Feeds that are due and addresses to be tried again, with what is new in them."""
    report, notify = tell
    notify(due, None)
    try:
        for outcome in ingest(library, due):
            report(outcome)
            if stop.is_set():
                return
        notify((), None)
    except KnowledgeBaseError as error:
        notify((), error)


def _read(library: Library, drop: _Folder, origins: Sequence[str], tell: tuple[threading.Event, Report]) -> None:
    """One chunk; a file that makes the reading itself fail is rejected, and the rest goes on."""
    stop, report = tell
    left = list(origins)
    while left and not stop.is_set():
        try:
            for outcome in ingest(library, tuple(left)):
                if outcome.origin in left:  # and not an address that one of the files names
                    left.remove(outcome.origin)
                    drop.taken(outcome.origin)
                there = is_address(outcome.origin) or Path(outcome.origin).exists()
                if outcome.kind != "rejected" or there:  # it may have vanished meanwhile
                    report(outcome)
                if stop.is_set():
                    return
        except KnowledgeBaseError:
            raise
        except Exception as error:  # noqa: BLE001 - one bad file must not stop the rest
            _log.exception("reading failed")
            if not left:
                raise Damaged(f"the search index could not be brought up to date ({error}); run `kb verify`") from None
            origin = left.pop(0)
            drop.taken(origin)
            reason = f"could not be read ({type(error).__name__}: {error}); please report this file"
            report(Outcome(origin, "rejected", reason=reason))


class _Rounds:
    """When the feeds were last looked at, and which addresses are due."""

    def __init__(self, library: Library) -> None:
        self._store = library.store
        self._every = timedelta(minutes=library.settings.refresh_minutes)
        self._asked: dict[str, datetime] = {}
        self._glanced = float("-inf")

    def due(self, now: float) -> list[str]:
        """The addresses to be read now; looked up at most every `SWEEP` seconds (`now` is monotonic)."""
        if now - self._glanced < SWEEP:
            return []
        self._glanced = now
        clock = datetime.now(UTC)
        found = [row.origin for row in self._store.origins() if is_address(row.origin) and self._is_due(row, clock)]
        self._asked |= dict.fromkeys(found, clock)
        return found

    def _is_due(self, row: OriginRow, clock: datetime) -> bool:
        asked = max(self._asked.get(row.origin, _LONG_AGO), datetime.fromisoformat(row.fetched_at))
        if row.state == "rejected":
            return bool(row.retry_at) and datetime.fromisoformat(str(row.retry_at)) <= clock
        return row.media_type in LISTINGS and clock - asked >= self._every


class _Folder:
    """What was seen in the folder, since when it has been so, and what of it has been read."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self._home = home
        self.present: tuple[str, ...] = ()
        self._seen: dict[str, tuple[State, float]] = {}
        self._read: dict[str, State] = {}
        self.unsettled = False

    def look(self) -> list[str]:
        """The settled files that have not been read as they are now, the latest comers first."""
        states = _states(self.folder, self._home)
        self.present = tuple(states or ())
        if states is None:
            return []
        now = time.monotonic()
        before = self._seen
        self._seen = {
            origin: before[origin] if origin in before and before[origin][0] == state else (state, now)
            for origin, state in states.items()
        }
        self._read = {origin: state for origin, state in self._read.items() if origin in states}
        waiting = [origin for origin, state in states.items() if self._read.get(origin) != state]
        ready = [origin for origin in waiting if settled(*self._seen[origin], now)]
        self.unsettled = len(ready) < len(waiting)
        return sorted(ready, key=lambda origin: (-self._seen[origin][1], origin))

    def taken(self, origin: str) -> None:
        """Notes that the file was read as it was at the last look."""
        if origin in self._seen:
            self._read[origin] = self._seen[origin][0]


def _signs(folder: Path, stop: threading.Event) -> Iterator[bool]:
    """Every quarter of a second or so whether something may have changed, by the system's own notices.

    Where these can't be had it says so every second: the looks at the folder are then the polling.
    """
    while not stop.is_set():
        identity = _identity(folder)
        if identity is not None:
            fresh = True  # what came before the watch began is found by looking
            try:
                for changes in watchfiles.watch(
                    folder,
                    watch_filter=None,
                    debounce=200,
                    stop_event=stop,
                    rust_timeout=int(1000 * GLANCE),
                    yield_on_timeout=True,
                    raise_interrupt=False,
                    ignore_permission_denied=True,
                ):
                    yield fresh or bool(changes)
                    fresh = False
                    if _identity(folder) != identity:  # removed or replaced: the notices are about the old one
                        break
            except (OSError, RuntimeError) as error:  # out of watches, or none on this file system
                _log.info("%s cannot be watched (%s); looking every %s s", folder, error, POLL)
        yield True
        stop.wait(POLL)


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _states(folder: Path, home: Path) -> dict[str, State] | None:
    """Size and time of change of every file that counts; None where the folder cannot be listed just now."""
    try:
        origins = origins_in([folder], home) if folder.is_dir() else []
    except OSError:
        return None
    states: dict[str, State] = {}
    for origin in origins:
        try:
            found = Path(origin).stat()
        except OSError:
            continue
        states[origin] = (found.st_size, found.st_mtime_ns)
    return states


def settled(state: State, since: float, now: float, clock: float | None = None) -> bool:
    """Whether a file has stayed as it is for a moment; a time of change in the future (a wrong clock) does not count.

    `since` and `now` are monotonic seconds, `clock` is the time of day (the present, unless given).
    """
    age = abs((time.time() if clock is None else clock) - state[1] / 1e9)
    return now - since >= QUIET and age >= QUIET
