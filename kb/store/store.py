"""The store: one SQLite file in the home, one writer at a time, readers that never write."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from kb.errors import Busy, Damaged, Misconfigured
from kb.store.corrections import Corrections
from kb.store.origins import Origins
from kb.store.schema import STEPS, words_tables

FILE = "library.sqlite"


class Store(Origins, Corrections):
    """Documents and everything known about them.

    Connections belong to a thread each. Writing needs `writing(...)`, which holds the home's lock; every committed
    transaction moves `generation` on, so that readers notice.

    Raises:
        Damaged: the file is no database of this program, or was made by a newer one.
    """

    def __init__(self, home: Path, languages: tuple[str, ...], lock_seconds: float = 60.0) -> None:
        self.home = home
        self.languages = languages
        self.lock_seconds = lock_seconds
        self._path = home / FILE
        self._local = threading.local()
        self._held = threading.local()
        self._readers: set[sqlite3.Connection] = set()
        weakref.finalize(self, _close_all, self._readers)  # those of threads that ended without closing theirs
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Misconfigured(f"{home} cannot be a home ({error.strerror}); name a folder with KB_HOME") from None
        self._lock = FileLock(home / "write.lock", thread_local=True)
        if not self._path.exists():
            with self.writing("set-up"):
                pass
        self._check()

    # -- connections -------------------------------------------------------------------------------

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection: the writer's while it holds the lock, otherwise a read-only one."""
        writer: sqlite3.Connection | None = getattr(self._held, "connection", None)
        if writer is not None:
            return writer
        reader: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if reader is None:
            address = f"{self._path.resolve().as_uri()}?mode=ro"
            reader = sqlite3.connect(address, uri=True, timeout=30, isolation_level=None, check_same_thread=False)
            reader.execute("PRAGMA mmap_size = 268435456")
            self._local.connection = reader
            self._readers.add(reader)
        return reader

    def close(self) -> None:
        """Closes this thread's reader."""
        reader: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if reader is not None:
            reader.close()
            self._readers.discard(reader)
            self._local.connection = None

    def _check(self) -> None:
        try:
            version = int(self.connection.execute("PRAGMA user_version").fetchone()[0])
        except sqlite3.DatabaseError as error:
            raise Damaged(f"{self._path} cannot be read ({error}); move it away or restore a backup") from None
        if version > len(STEPS):
            raise Damaged(f"{self._path} was made by a newer version of this program; update the program")
        if version < len(STEPS):
            with self.writing("set-up"):
                pass
        if missing := [lang for lang in self.languages if not self._has_words(lang)]:
            with self.writing("set-up"):
                for language in missing:
                    self.connection.executescript(words_tables(language))

    def _has_words(self, language: str) -> bool:
        query = "SELECT 1 FROM sqlite_master WHERE name = ?"
        return self.connection.execute(query, (f"words_{language}",)).fetchone() is not None

    def copy(self, name: str, target: Path) -> None:
        """Copies a database of the home as of one moment, whoever writes to it meanwhile."""
        address = f"{(self.home / name).resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as source, closing(sqlite3.connect(target)) as copied:
            source.backup(copied)

    # -- writing -----------------------------------------------------------------------------------

    @contextmanager
    def writing(self, holder: str, wait: float | None = None) -> Iterator[None]:
        """Holds the right to write for this thread; nested calls join the outer one.

        Raises:
            Busy: somebody else kept it for longer than `wait` (default `lock_seconds`) seconds; the message says who.
        """
        if getattr(self._held, "connection", None) is not None:
            yield
            return
        note = self.home / "write.holder"
        try:
            self._lock.acquire(timeout=self.lock_seconds if wait is None else wait)
        except Timeout:
            raise Busy(f"{_holder(note)} is writing to {self.home}; try again when it has finished") from None
        try:
            note.write_text(json.dumps({"holder": holder, "pid": os.getpid()}), encoding="utf-8")
            connection = sqlite3.connect(self._path, timeout=30, isolation_level=None)
            try:
                self._prepare(connection)
                self._held.connection = connection
                yield
            finally:
                self._held.connection = None
                connection.close()
                note.unlink(missing_ok=True)
        finally:
            self._lock.release()

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        done = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if done == 0:
            self._step(connection, "".join(words_tables(language) for language in self.languages), 0)
        for number, step in enumerate(STEPS[done:], done + 1):
            self._step(connection, step, number)

    def _step(self, connection: sqlite3.Connection, statements: str, number: int) -> None:
        connection.executescript(f"BEGIN; {statements} PRAGMA user_version = {number}; COMMIT;")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; moves the generation on. Only within `writing`."""
        connection = self.connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute(
                "INSERT INTO meta VALUES ('generation', 1) ON CONFLICT (key) DO UPDATE SET value = value + 1"
            )
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def _close_all(readers: set[sqlite3.Connection]) -> None:
    while readers:
        readers.pop().close()


def _holder(note: Path) -> str:
    try:
        data = json.loads(note.read_text(encoding="utf-8"))
        return f"{data['holder']} (process {data['pid']})"
    except (OSError, ValueError, KeyError):
        return "another process"
