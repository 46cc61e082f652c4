"""How it stands with every file and address: read, copy, rejected, gone, moved, removed."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kb.settings import LANGUAGES
from kb.store import Remark, Store
from kb.store.schema import STEPS, words_tables
from kb.store.store import FILE
from tests.test_store import TEXT, article, source

ONE, TWO = "1" * 64, "2" * 64
SOON = "2030-01-01T00:00:00+00:00"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store whose `a.txt` has been read."""
    made = Store(tmp_path / "home", LANGUAGES, lock_seconds=0.1)
    with made.writing("a test"):
        made.add(article())
    return made


def standing(store: Store) -> dict[str, str]:
    return {row.origin: row.standing for row in store.origins()}


def test_every_state_can_be_looked_up(store: Store) -> None:
    (document_id,) = store.document_ids()
    with store.writing("a test"):
        store.add_origin(source("b.txt", TWO), document_id)
        store.add_origin(source("c.txt", TWO), document_id)
        store.add_rejection(
            source("d.png"), "is a picture", Remark(via="list.txt", retry_at="2030-01-01T00:00:00+00:00")
        )
        store.mark_gone(["c.txt"])
    assert standing(store) == {"a.txt": "read", "b.txt": "copy", "c.txt": "gone", "d.png": "rejected"}
    rejected = store.origin("d.png")
    assert rejected is not None
    assert (rejected.reason, rejected.via, rejected.retry_at) == ("is a picture", "list.txt", SOON)


def test_what_is_gone_can_come_back_as_it_was(store: Store) -> None:
    with store.writing("a test"):
        store.mark_gone(["a.txt"])
        assert standing(store) == {"a.txt": "gone"}
        assert store.carried("a.txt") == store.document_ids()[0]
        store.seen_again("a.txt")
    assert standing(store) == {"a.txt": "read"}


def test_a_renamed_file_keeps_what_it_carried(store: Store) -> None:
    with store.writing("a test"):
        store.mark_gone(["a.txt"])
        store.rename_origin("a.txt", "b.txt")
    assert standing(store) == {"b.txt": "read"}
    assert store.document(store.document_ids()[0]).source.origin == "b.txt"


def test_a_file_renamed_over_another_is_what_it_carries_now(store: Store) -> None:
    with store.writing("a test"):
        store.add(article(f"{TEXT} Und mehr.", "b.txt"))
        other = str(store.carried("b.txt"))
        store.rename_origin("b.txt", "a.txt")
    assert store.carried("a.txt") == other


def test_origins_below_a_folder_are_not_those_of_its_namesake(store: Store) -> None:
    with store.writing("a test"):
        for name in ("in/a.txt", "in/deep/b.txt", "inner/c.txt"):
            store.add_rejection(source(name), "too short")
    assert [row.origin for row in store.below("in")] == ["in/a.txt", "in/deep/b.txt"]
    assert [row.origin for row in store.below("in/")] == ["in/a.txt", "in/deep/b.txt"]


def test_removed_bytes_and_addresses_are_remembered_until_they_are_let_in(store: Store) -> None:
    address = "https://blatt.example/a"
    with store.writing("a test"):
        store.add_origin(source(address, TWO), store.document_ids()[0])
        assert store.remove(store.document_ids()[0]) == [ONE, TWO]
        assert [store.is_removed(name) for name in (ONE, TWO, address, "a.txt")] == [True, True, True, False]
        store.forget_removal(TWO, address)
    assert [store.is_removed(name) for name in (ONE, TWO, address)] == [True, False, False]


def test_a_document_read_anew_keeps_its_place(store: Store) -> None:
    (old,) = store.document_ids()
    new = article(f"{TEXT} Das fehlte bisher.")
    with store.writing("a test"):
        store.add(replace(article(f"{TEXT} Neuer Stand.", "b.txt"), supersedes=old))
        newer = store.document_ids()[-1]
        store.replace(old, new)
    assert store.document_ids() == [new.document.id, newer]
    assert (store.supersedes(newer), store.carried("a.txt")) == (new.document.id, new.document.id)
    assert store.integrity() == []


def test_documents_that_turn_out_to_be_one_are_merged(store: Store) -> None:
    (first,) = store.document_ids()
    with store.writing("a test"):
        store.add(article(f"{TEXT} Werbung.", "b.txt"))
        store.merge(store.document_ids()[-1], first)
    assert store.document_ids() == [first]
    assert [(row.origin, row.state) for row in store.origins_of(first)] == [("a.txt", "read"), ("b.txt", "copy")]


def test_all_versions_of_an_article_from_any_of_them(store: Store) -> None:
    names = [store.document_ids()[0]]
    with store.writing("a test"):
        for number in range(3):
            new = article(f"{TEXT} Stand {number}.", f"{number}.txt")
            store.add(replace(new, supersedes=names[-1]))
            names.append(new.document.id)
    assert [store.versions(name) for name in names] == [[n for n in names if n != name] for name in names]


def test_a_home_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    home = tmp_path / "old"
    home.mkdir()
    with sqlite3.connect(home / FILE) as db:
        db.executescript(STEPS[0] + "".join(map(words_tables, LANGUAGES)) + "PRAGMA user_version = 1;")
        db.execute(
            "INSERT INTO origins VALUES ('a.txt', ?, 'text/plain', NULL, 'rejected', 'too short', '2025', '2025')",
            (ONE,),
        )
    db.close()
    store = Store(home, LANGUAGES, lock_seconds=0.1)
    assert standing(store) == {"a.txt": "rejected"}
    with store.writing("a test"):
        store.add(article())
    assert standing(store) == {"a.txt": "read"}
