"""The index is a cache: it follows the store, is filled from it without embedding, and can be made anew."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import chromadb
import numpy as np
import pytest

from kb.errors import Damaged
from kb.health import verify
from kb.index import Vector, centre, centred, has_moved
from kb.library import Library

if TYPE_CHECKING:
    from tests.conftest import OpenHome, ReadIn, ReadingEncoder, ReadOnce

THINGS = ["Brücke", "Schule", "Hafen", "Theater", "Bahnhof", "Museum"]


def article(thing: str) -> str:
    return (
        f"{thing}: Was geplant ist\n\n"
        f"Für die {thing} gibt es neue Pläne, wie der Stadtrat von Musterhausen am Dienstag bekannt gab. "
        f"Im kommenden Jahr beginnt der Umbau, und wer die {thing} kennt, wird sie kaum wiedererkennen."
    )


@pytest.fixture
def filled(read_once: ReadOnce) -> Library:
    library = read_once({f"{thing}.txt": article(thing) for thing in THINGS})
    library.index.refresh(library.store)
    return library


def found(library: Library, thing: str) -> str:
    """The text of the passage nearest to a word."""
    library.index.refresh(library.store)
    vector = centred(library.engine.embed_queries([thing]), centre(library.store, "de"))[0]
    ((row, _), *_) = library.index.query("de", vector, 1)
    place = library.store.passages([row])[row]
    return library.store.text(place.document_id, place.start, place.end)


def complete(library: Library) -> bool:
    library.index.refresh(library.store)
    held = {language: library.index.rows(language) for language in library.store.languages}
    return held == {language: set(library.store.passage_rows(language)) for language in library.store.languages}


# -- asking ----------------------------------------------------------------------------------------


def test_the_nearest_passages_best_first(filled: Library) -> None:
    assert all(thing in found(filled, thing) for thing in THINGS)
    vector = np.ones(384, np.float32)
    near = filled.index.query("de", vector, 100)
    assert len(near) == len(THINGS)
    assert [score for _, score in near] == sorted((score for _, score in near), reverse=True)


def test_scores_are_inner_products(filled: Library) -> None:
    vector = np.random.default_rng(3).standard_normal(384).astype(np.float32)
    vector /= np.linalg.norm(vector)
    middle = centre(filled.store, "de")
    for row, score in filled.index.query("de", vector, 3):
        own = centred(filled.store.passages([row])[row].vector, middle)
        assert score == pytest.approx(float(own @ vector), abs=0.02)


@pytest.mark.parametrize("limit", [0, -1])
def test_nothing_asked_nothing_given(filled: Library, limit: int) -> None:
    assert filled.index.query("de", np.ones(384, np.float32), limit) == []


def test_several_questions_at_once_are_answered_as_each_alone(filled: Library) -> None:
    vectors = np.random.default_rng(4).standard_normal((3, 384)).astype(np.float32)
    together = filled.index.query_each("de", vectors, 2)
    assert together == [filled.index.query("de", vector, 2) for vector in vectors]
    assert filled.index.query_each("de", vectors, 0) == [[], [], []]


def test_an_empty_language_has_nothing(filled: Library) -> None:
    assert filled.index.query("en", np.ones(384, np.float32), 5) == []
    assert centre(filled.store, "en") is None
    assert filled.index.landscape(filled.store, "en").sample.size == 0


def test_the_landscape_is_a_sample_of_length_one(filled: Library) -> None:
    landscape = filled.index.landscape(filled.store, "de")
    assert landscape.sample.shape == (len(THINGS), 384)
    assert np.linalg.norm(landscape.sample, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert len(landscape.tokens) == len(THINGS)


def test_centred_without_a_middle_is_only_brought_to_length_one() -> None:
    assert centred(np.array([[3.0, 4.0]], np.float32), None) == pytest.approx(np.array([[0.6, 0.8]]))
    assert centred(np.zeros((1, 2), np.float32), None).tolist() == [[0.0, 0.0]]


# -- following the store ---------------------------------------------------------------------------


def test_it_is_complete_after_reading_and_removing(filled: Library) -> None:
    assert complete(filled)
    with filled.store.writing("a test"):
        filled.store.remove(filled.store.document_ids()[0])
    assert not filled.index.current(filled.store)
    assert complete(filled)
    assert filled.index.current(filled.store)


def test_another_library_of_the_same_home_sees_it_all(filled: Library, open_home: OpenHome) -> None:
    other = open_home()
    assert complete(other)
    assert found(other, "Hafen") == found(filled, "Hafen")


def test_a_reader_reopens_after_another_wrote(filled: Library, open_home: OpenHome, read: ReadIn) -> None:
    reader = open_home()
    assert complete(reader)
    (outcome,) = read({"neu.txt": article("Seilbahn")})
    assert outcome.kind == "added"
    assert "Seilbahn" in found(reader, "Seilbahn")
    assert complete(reader)


def test_a_reader_goes_on_while_another_writes(filled: Library, open_home: OpenHome) -> None:
    reader, held, done = open_home(), threading.Event(), threading.Event()

    def write() -> None:
        with filled.store.writing("reading articles"):
            filled.store.put_meta({"name": "value"})
            held.set()
            done.wait(20)

    thread = threading.Thread(target=write)
    thread.start()
    held.wait(20)
    try:
        assert "Hafen" in found(reader, "Hafen")
    finally:
        done.set()
        thread.join(20)


def test_a_question_in_one_thread_while_another_reopens(filled: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    opening, asked, genuine = threading.Event(), threading.Event(), chromadb.PersistentClient

    def slowly(*arguments: Any, **named: Any) -> Any:
        opening.set()
        asked.wait(0.3)
        return genuine(*arguments, **named)

    monkeypatch.setattr(chromadb, "PersistentClient", slowly)
    with filled.store.writing("a test"):
        filled.store.put_meta({"name": "value"})
    thread = threading.Thread(target=filled.index.refresh, args=(filled.store,))
    thread.start()
    opening.wait(20)
    try:
        assert len(filled.index.query("de", np.ones(384, np.float32), 2)) == 2
    finally:
        asked.set()
        thread.join(20)


def test_nothing_is_embedded_twice(filled: Library, open_home: OpenHome, encoder: ReadingEncoder) -> None:
    calls = encoder.calls
    shutil.rmtree(filled.settings.home / "index")
    (filled.settings.home / "index.json").unlink()
    other = open_home()
    assert complete(other)
    assert verify(other, repair=True).vectors == len(THINGS)
    assert encoder.calls == calls


# -- what can happen to a cache --------------------------------------------------------------------


def _delete(home: Path) -> None:
    shutil.rmtree(home / "index")


def _empty(home: Path) -> None:
    (home / "index" / "chroma.sqlite3").write_bytes(b"")


def _spoil(home: Path) -> None:
    (home / "index" / "chroma.sqlite3").write_bytes(b"spoilt" * 1000)


def _put_a_file_there(home: Path) -> None:
    _delete(home)
    (home / "index").write_text("not a folder", encoding="utf-8")


LOSSES = [("the folder deleted", _delete), ("its file emptied", _empty)]
DAMAGE = [("its file overwritten", _spoil), ("a file in its place", _put_a_file_there)]


@pytest.mark.parametrize("lose", [case[1] for case in LOSSES], ids=[case[0] for case in LOSSES])
def test_what_is_lost_is_filled_in_at_the_next_search(
    filled: Library, open_home: OpenHome, encoder: ReadingEncoder, lose: Callable[[Path], None]
) -> None:
    calls = encoder.calls
    lose(filled.settings.home)
    assert complete(open_home())
    assert encoder.calls == calls


@pytest.mark.parametrize("damage", [case[1] for case in DAMAGE], ids=[case[0] for case in DAMAGE])
def test_damage_is_noticed_and_repaired(
    filled: Library, open_home: OpenHome, encoder: ReadingEncoder, damage: Callable[[Path], None]
) -> None:
    calls = encoder.calls
    damage(filled.settings.home)
    other = open_home()
    with pytest.raises(Damaged, match="--repair"):
        other.index.refresh(other.store)
    health = verify(open_home())
    assert not health.ok
    assert health.unreachable == len(THINGS)
    assert any("--repair" in problem for problem in health.problems)
    assert verify(open_home(), repair=True).ok
    assert encoder.calls == calls
    assert "Hafen" in found(open_home(), "Hafen")


def test_it_can_be_made_anew_while_it_is_open(filled: Library, open_home: OpenHome) -> None:
    assert complete(filled)
    filled.index.rebuild(filled.store)
    assert complete(filled)
    assert complete(open_home())


def test_an_open_reader_goes_on_after_another_made_it_anew(filled: Library, open_home: OpenHome, read: ReadIn) -> None:
    reader = open_home()
    assert complete(reader)
    filled.index.rebuild(filled.store)
    read({"neu.txt": article("Seilbahn")})
    assert "Seilbahn" in found(reader, "Seilbahn")


@pytest.mark.parametrize("surplus", [999, 12345])
def test_orphans_are_noticed_and_repaired(filled: Library, open_home: OpenHome, surplus: int) -> None:
    filled.index._collection("de").add(ids=[str(surplus)], embeddings=np.ones((1, 384), np.float32))
    (filled.settings.home / "index.json").touch()
    assert surplus in filled.index.rows("de")
    assert verify(filled).orphans == 1
    assert verify(filled, repair=True).ok
    assert complete(open_home())


STATES = [
    ("empty", ""),
    ("half a line", '{"genera'),
    ("no object", "[]"),
    ("of another generation", '{"generation": 1, "counts": {}, "centres": {}}'),
    ("an empty object", "{}"),
    ("a part missing", '{"generation": NOW}'),
    pytest.param(
        "another type",
        '{"generation": NOW, "counts": {}, "centres": 3}',
        marks=pytest.mark.xfail(strict=True, reason="a value of another type ends in an AttributeError"),
    ),
]


@pytest.mark.parametrize(("_name", "content"), STATES)
def test_a_state_file_of_no_use_is_written_anew(filled: Library, open_home: OpenHome, _name: str, content: str) -> None:
    state = content.replace("NOW", str(filled.store.generation()))
    (filled.settings.home / "index.json").write_text(state, encoding="utf-8")
    assert complete(open_home())


def test_the_mean_is_worked_out_anew_when_there_is_much_more(filled: Library, read: ReadIn) -> None:
    before = centre(filled.store, "de")
    assert before is not None
    read({f"{number}.txt": article(f"Haltestelle{number}") for number in range(12)})
    assert complete(filled)
    after = filled.index.landscape(filled.store, "de").middle
    assert after is not None
    assert not np.allclose(before, after)
    assert filled.index.unreachable(filled.store, filled.store.passage_rows("de"), "de") == []


HERE, THERE = np.zeros(2, np.float32), np.array([0.3, 0.0], np.float32)
MEANS: list[tuple[str, int, int, Vector | None, Vector | None, bool]] = [
    ("the first passages", 0, 1, None, HERE, True),
    ("a few more, whatever their mean", 100, 150, HERE, THERE, False),
    ("half as many more that say something else", 100, 151, HERE, THERE, True),
    ("many more of the same", 1000, 9000, HERE, HERE + 0.01, False),
    ("most are gone, and the rest are others", 1000, 100, HERE, THERE, True),
    ("a mean for the first time", 100, 151, None, HERE, True),
]


@pytest.mark.parametrize(("_name", "before", "count", "kept", "middle", "moved"), MEANS, ids=[row[0] for row in MEANS])
def test_it_is_filled_anew_when_there_is_more_and_the_mean_is_another(
    _name: str, before: int, count: int, kept: Vector | None, middle: Vector | None, moved: bool
) -> None:
    assert has_moved(before, count, kept, middle) is moved
