"""One writer at a time, told who is before it, and readers that see what was committed."""

from __future__ import annotations

import json
import multiprocessing
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.errors import Busy
from kb.settings import LANGUAGES
from kb.store import Store


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def store(home: Path) -> Store:
    return Store(home, LANGUAGES, lock_seconds=0.1)


def in_thread(action: Callable[[], object]) -> list[object]:
    """What an action in another thread gives back, or raises."""
    found: list[object] = []

    def run() -> None:
        try:
            found.append(action())
        except Exception as error:  # noqa: BLE001 - handed to the test
            found.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    return found


def test_a_second_thread_is_told_who_is_writing(home: Path, store: Store) -> None:
    def second() -> None:
        with Store(home, LANGUAGES, lock_seconds=0.1).writing("the second"):
            raise AssertionError("two writers at once")

    with store.writing("reading articles"):
        (error,) = in_thread(second)
    assert isinstance(error, Busy)
    assert "reading articles" in str(error)
    with store.writing("again"):
        pass


def test_a_thread_with_the_same_store_waits_its_turn(store: Store) -> None:
    def second() -> None:
        with store.writing("the second"):
            raise AssertionError("two writers at once")

    with store.writing("the first"):
        (error,) = in_thread(second)
    assert isinstance(error, Busy)


def _hold(home: Path, seconds: float) -> None:
    with Store(home, LANGUAGES).writing("another process"):
        (home / "held").touch()
        time.sleep(seconds)


def test_another_process_is_named_and_then_its_turn_ends(home: Path, store: Store) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_hold, args=(home, 1.0))
    process.start()
    while not (home / "held").exists():
        assert process.is_alive()
        time.sleep(0.02)
    with pytest.raises(Busy, match=rf"another process \(process {process.pid}\)"), store.writing("us", wait=0.05):
        pass
    with store.writing("us", wait=20):
        assert not (home / "write.holder").read_text(encoding="utf-8").count("another process")
    process.join(20)
    assert process.exitcode == 0


def test_writing_within_writing_joins_it(store: Store) -> None:
    with store.writing("outer"):
        with store.writing("inner"):
            store.put_meta({"one": "1"})
        store.put_meta({"two": "2"})
        note = json.loads((store.home / "write.holder").read_text(encoding="utf-8"))
        assert note["holder"] == "outer"
    assert not (store.home / "write.holder").exists()
    assert (store.meta("one"), store.meta("two")) == ("1", "2")


def test_the_lock_is_given_back_after_a_failure(store: Store) -> None:
    with pytest.raises(RuntimeError), store.writing("fails"):
        raise RuntimeError
    with store.writing("next", wait=0):
        store.put_meta({"one": "1"})
    assert store.meta("one") == "1"


def test_a_reader_sees_what_a_writer_commits_and_nothing_before(home: Path, store: Store) -> None:
    reader = Store(home, LANGUAGES)
    with store.writing("a test"):
        with store.transaction() as db:
            db.execute("INSERT INTO meta VALUES ('name', 'value')")
            assert reader.meta("name") is None
        assert reader.meta("name") == "value"
    assert reader.generation() == store.generation()


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store.connection.execute("DELETE FROM documents")


def test_every_thread_reads_on_its_own(store: Store) -> None:
    with store.writing("a test"):
        store.put_meta({"one": "1"})
    assert in_thread(lambda: store.meta("one")) == ["1"]
    store.close()
    assert store.meta("one") == "1"
