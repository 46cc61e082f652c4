"""The history of conversations in its own file: kept whole, written side by side, and gone when deleted."""

from __future__ import annotations

import multiprocessing
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.errors import Busy, Damaged, NotFound
from kb.settings import LANGUAGES
from kb.store import Store
from kb.store.turns import FILE, Turns

AT = "2026-01-02T10:00:00+00:00"
LATER = "2026-01-03T10:00:00+00:00"


@pytest.fixture
def turns(tmp_path: Path) -> Turns:
    return Turns(tmp_path)


def test_nothing_is_written_before_there_is_something_to_keep(turns: Turns) -> None:
    assert (turns.conversations(), turns.delete_all(), turns.path.exists()) == ([], 0, False)


def test_turns_come_back_in_order_after_reopening(turns: Turns, tmp_path: Path) -> None:
    key = turns.begin("Brücke", AT)
    assert [turns.keep(key, AT, text) for text in ("eins", "zwei")] == [0, 1]
    assert Turns(tmp_path).read(key) == ["eins", "zwei"]


def test_a_turn_takes_the_place_of_another(turns: Turns) -> None:
    key = turns.begin("x", AT)
    for text in ("eins", "zwei"):
        turns.keep(key, AT, text)
    assert turns.keep(key, AT, "anders", 0) == 0
    assert turns.read(key) == ["anders", "zwei"]


def test_the_latest_is_listed_first(turns: Turns) -> None:
    old, new = turns.begin("old", AT), turns.begin("new", AT)
    turns.keep(old, LATER, "…")
    assert [(row.id, row.turns, row.last) for row in turns.conversations()] == [(old, 1, LATER), (new, 0, AT)]


def test_renaming_changes_the_name_alone(turns: Turns) -> None:
    key = turns.begin("a", AT)
    turns.keep(key, AT, "…")
    turns.rename(key, "b")
    assert [(row.name, row.turns) for row in turns.conversations()] == [("b", 1)]


ACTIONS: dict[str, Callable[[Turns], object]] = {
    "read": lambda turns: turns.read(7),
    "keep": lambda turns: turns.keep(7, AT, "…"),
    "rename": lambda turns: turns.rename(7, "b"),
    "delete": lambda turns: turns.delete(7),
}


@pytest.mark.parametrize("act", ACTIONS)
def test_what_is_not_there_is_said(turns: Turns, act: str) -> None:
    with pytest.raises(NotFound):
        ACTIONS[act](turns)
    turns.begin("another", AT)
    with pytest.raises(NotFound):
        ACTIONS[act](turns)


def in_home(home: Path, word: str) -> list[str]:
    return [path.name for path in home.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]


@pytest.mark.parametrize("everything", [False, True])
def test_nothing_stays_of_what_was_deleted(turns: Turns, tmp_path: Path, everything: bool) -> None:
    secret, other = turns.begin("Geheimfrage", AT), turns.begin("offen", AT)
    turns.keep(secret, AT, "Geheimwort " * 2000)
    turns.keep(other, AT, "bleibt")
    assert in_home(tmp_path, "Geheimwort") == [FILE]
    if everything:
        assert turns.delete_all() == 2
    else:
        turns.delete(secret)
    assert in_home(tmp_path, "Geheim") == []
    assert [row.name for row in turns.conversations()] == ([] if everything else ["offen"])
    assert in_home(tmp_path, "bleibt") == ([] if everything else [FILE])


def test_a_number_is_not_given_twice(turns: Turns) -> None:
    first = turns.begin("a", AT)
    turns.delete(first)
    assert turns.begin("b", AT) != first


def _write(home: Path, conversation: int, name: str) -> None:
    for number in range(20):
        Turns(home).keep(conversation, AT, f"{name}{number}")


def test_two_processes_lose_no_turn(turns: Turns, tmp_path: Path) -> None:
    key = turns.begin("both", AT)
    process = multiprocessing.get_context("spawn").Process(target=_write, args=(tmp_path, key, "b"))
    process.start()
    _write(tmp_path, key, "a")
    process.join(60)
    assert process.exitcode == 0
    assert sorted(turns.read(key)) == sorted(f"{name}{number}" for name in "ab" for number in range(20))


def test_a_turn_that_fails_leaves_nothing(turns: Turns) -> None:
    key = turns.begin("x", AT)
    with pytest.raises(Damaged):
        turns.keep(key, AT, None)  # type: ignore[arg-type]
    assert turns.read(key) == []


def test_one_who_keeps_on_writing_is_told(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    key = turns.begin("x", AT)
    monkeypatch.setattr("kb.store.turns.WAIT", 0.05)
    db = sqlite3.connect(turns.path, isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy):
        turns.keep(key, AT, "…")
    db.close()


def test_it_waits_for_nobody_who_reads_articles_and_moves_no_generation(tmp_path: Path) -> None:
    store = Store(tmp_path, LANGUAGES)
    before = store.generation()
    with store.writing("reading articles"):
        key = Turns(tmp_path).begin("x", AT)
        Turns(tmp_path).keep(key, AT, "…")
    assert store.generation() == before
    assert Turns(tmp_path).read(key) == ["…"]
    store.close()


@pytest.mark.parametrize("content", [b"no database " * 100, b""])
def test_a_file_that_is_not_ours(turns: Turns, content: bytes) -> None:
    turns.path.write_bytes(content)
    if not content:  # an empty file is an empty database
        assert turns.conversations() == []
        return
    with pytest.raises(Damaged, match=FILE):
        turns.conversations()


def test_a_file_of_a_newer_program(turns: Turns) -> None:
    turns.begin("x", AT)
    db = sqlite3.connect(turns.path)
    db.execute("PRAGMA user_version = 9")
    db.close()
    with pytest.raises(Damaged, match="newer"):
        turns.conversations()
