"""Whether what is stored holds together: every kind of fault is found and named, and what can be mended is."""

from __future__ import annotations

import sqlite3
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from kb.errors import Busy
from kb.health import verify
from kb.library import Library
from kb.store.store import FILE

if TYPE_CHECKING:
    from tests.conftest import OpenHome, ReadingEncoder, ReadOnce

ARTICLES = {
    f"{thing}.txt": f"{thing}\n\nDer Umbau der Anlage {thing} kostet nach Angaben der Stadt {cost} Millionen Euro. "
    f"Wer die Anlage {thing} besuchen will, muss bis zum Mai warten, heißt es im Rathaus."
    for thing, cost in [("Brücke", 3), ("Hafen", 14), ("Theater", 5)]
}


@pytest.fixture
def filled(read_once: ReadOnce) -> Library:
    return read_once(ARTICLES)


def tamper(library: Library, statement: str) -> None:
    """Changes the file as no program should."""
    db = sqlite3.connect(library.settings.home / FILE)
    with db:
        assert db.execute(statement).rowcount > 0
    db.close()


def test_all_is_well(filled: Library) -> None:
    health = verify(filled)
    assert health.ok
    assert (health.documents, health.passages, health.vectors) == (3, 3, 3)
    assert (health.unreachable, health.orphans, health.problems) == (0, 0, ())


def test_an_empty_library_is_well(library: Library) -> None:
    assert verify(library).ok
    assert verify(library, repair=True).ok


FAULTS = [
    (
        "a text changed behind our back",
        "UPDATE documents SET text = 'x' || text WHERE title = 'Hafen'",
        "text",
    ),
    ("a text cut off", "UPDATE documents SET text = substr(text, 1, 20) WHERE title = 'Hafen'", "not in the text"),
    (
        "sentences lost",
        "DELETE FROM sentences WHERE document_id IN (SELECT id FROM documents WHERE title = 'Hafen')",
        "no sentences",
    ),
    ("a document lost", "DELETE FROM documents WHERE title = 'Hafen'", "belong to no document"),
]


@pytest.mark.parametrize(("_name", "statement", "says"), FAULTS)
def test_a_fault_is_found_and_named(
    filled: Library, open_home: OpenHome, _name: str, statement: str, says: str
) -> None:
    tamper(filled, statement)
    health = verify(open_home())
    assert not health.ok
    assert any(says in problem for problem in health.problems), health.problems


def test_a_vector_lost_from_the_index_is_found_and_mended(
    filled: Library, open_home: OpenHome, encoder: ReadingEncoder
) -> None:
    calls = encoder.calls
    filled.index.refresh(filled.store)
    filled.index._collection("de").delete(ids=[str(filled.store.passage_rows("de")[0])])
    health = verify(filled)
    assert (health.ok, health.unreachable, health.vectors) == (False, 1, 2)
    assert any("--repair" in problem for problem in health.problems)
    assert verify(filled, repair=True).ok
    assert verify(open_home()).ok
    assert encoder.calls == calls


def test_sums_gone_wrong_are_worked_out_anew(filled: Library, open_home: OpenHome) -> None:
    total = filled.store.vector_sum("de")
    tamper(filled, "UPDATE meta SET value = zeroblob(3072) WHERE key = 'sum_de'")
    other = open_home()
    assert verify(other, repair=True).ok
    assert other.store.vector_sum("de") == pytest.approx(total, abs=1e-6)


def test_a_repair_waits_its_turn(filled: Library, open_home: OpenHome) -> None:
    caught: list[Exception] = []

    def repair() -> None:
        try:
            verify(open_home(lock_seconds=0.05), repair=True)
        except Busy as error:
            caught.append(error)

    with filled.store.writing("reading articles"):
        thread = Thread(target=repair)
        thread.start()
        thread.join(20)
    assert len(caught) == 1
    assert "reading articles" in str(caught[0])
