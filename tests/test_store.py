"""The store: one transaction a document, one writer at a time, readers that see what was committed."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from kb.errors import Damaged, NotFound
from kb.late import TokenBits
from kb.model import Block, Document, Flag, Link, Passage, Sentence, Source
from kb.settings import LANGUAGES
from kb.store import Filters, NewDocument, Relation, Store
from kb.store.store import FILE
from kb.text import identity, stems

WHEN = datetime(2025, 5, 1, 12, 0, tzinfo=UTC)
TABLES = ("documents", "origins", "passages", "tokens", "sentences", "bands", "shingles", "relations", "words_de")
TEXT = "Die Brücke bleibt gesperrt. Der Umbau kostet 1,5 Millionen Euro."


def source(origin: str = "a.txt", sha256: str = "1" * 64) -> Source:
    return Source(sha256, origin, "text/plain", WHEN)


def article(text: str = TEXT, origin: str = "a.txt", **facts: object) -> NewDocument:
    """A document of two sentences in one passage, with all that is kept of it."""
    cut = text.index(".") + 1
    spans = [(0, cut), (cut + 1, len(text))]
    document = Document(identity(text), source(origin), "Titel", text, language="de")
    document = replace(document, **facts)  # type: ignore[arg-type]
    vector = np.random.default_rng(len(text)).standard_normal((3, 16)).astype(np.float32)
    return NewDocument(
        document=document,
        passages=[Passage(document.id, 0, len(text), text)],
        vectors=vector[:1],
        sentences=[
            Sentence(document.id, start, end, text[start:end], frozenset({"claim"}), {"claim": "1,5 Millionen"})
            for start, end in spans
        ],
        sentence_vectors=vector[1:],
        stems=[" ".join(stems(text, document.language))],
        tokens=[TokenBits(b"ab", b"\0\0")],
        signature=b"signature",
        bands=[b"band one", b"band two"],
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def store(home: Path) -> Store:
    return Store(home, LANGUAGES, lock_seconds=0.1)


def add(store: Store, *new: NewDocument) -> None:
    with store.writing("a test"):
        for each in new:
            store.add(each)


def rows(store: Store) -> dict[str, int]:
    return {table: store.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}


# -- what goes in comes out ------------------------------------------------------------------------


def test_a_document_comes_back_as_it_went_in(store: Store) -> None:
    new = article(
        authors=("Anna Weber", "„B.“ O'Neil"),
        publisher="Musterblatt",
        published=date(2025, 4, 30),
        updated=date(2025, 5, 1),
        url="https://blatt.example/a?b=ü",
        blocks=(Block("paragraph", 0, len(TEXT)),),
        links=(Link(4, 10, "https://blatt.example/"),),
        notices=(Flag("stub", "Weiterlesen"),),
        tags=("Verkehr", "Brücke"),
    )
    add(store, new)
    assert store.document(new.document.id) == new.document
    assert store.sentences(new.document.id, TEXT) == list(new.sentences)
    assert store.text(new.document.id, 4, 10) == TEXT[4:10] == "Brücke"
    assert store.counts() == {"documents": 1, "passages": 1, "sentences": 2}
    assert store.integrity() == []


def test_offsets_count_code_points(store: Store) -> None:
    text = "👩‍🚒 löscht 漢字. Der Rest des Textes steht dahinter."
    new = article(text)
    add(store, new)
    for sentence in new.sentences:
        assert store.text(new.document.id, sentence.start, sentence.end) == sentence.text
        assert store.sentence(new.document.id, sentence.start) == sentence


def test_vectors_and_tokens_come_back(store: Store) -> None:
    new = article()
    add(store, new)
    (row,) = store.passage_rows("de")
    assert store.passages([row, 999])[row].vector == pytest.approx(new.vectors[0], abs=0.01)
    assert [s.vector for s in store.sentence_rows([row])] == [pytest.approx(v, abs=0.01) for v in new.sentence_vectors]
    assert store.tokens([row]) == {row: TokenBits(b"ab", b"\0\0")}
    assert store.vector_sum("de") == pytest.approx(new.vectors[0], abs=0.01)
    assert (store.passage_count("de"), store.passage_count("en"), store.vector_sum("en")) == (1, 0, None)


def test_words_are_found_by_their_stems(store: Store) -> None:
    add(store, article())
    (row,) = store.passage_rows("de")
    for asked in ("Brücken", "Bruecke", "1.5", "gesperrten"):
        assert [found for found, _ in store.match(stems(asked, "de"), "de", 5)] == [row], asked
    for asked in ("15", "Hafen", '"', "OR", "Brü*", "NEAR("):
        assert store.match(stems(asked, "de"), "de", 5) == [], asked
    assert store.match(stems("Brücke", "de"), "en", 5) == []


def test_what_is_not_there_is_not_found(store: Store) -> None:
    for ask in (lambda: store.document("x"), lambda: store.sentence("x", 0)):
        with pytest.raises(NotFound):
            ask()
    with store.writing("a test"), pytest.raises(NotFound):
        store.remove("x")


FILTERS = [
    ("from a day on", Filters(since=date(2025, 2, 1)), {"b"}),
    ("up to a day, that day included", Filters(until=date(2025, 1, 31)), {"a"}),
    ("between two days", Filters(since=date(2025, 1, 31), until=date(2025, 3, 1)), {"a", "b"}),
    ("part of a publisher's name, in any case", Filters(publisher="muster"), {"a", "c"}),
    ("no such publisher", Filters(publisher="%"), set()),
]


@pytest.mark.parametrize(("filters", "expected"), [c[1:] for c in FILTERS], ids=[c[0] for c in FILTERS])
def test_filters(store: Store, filters: Filters, expected: set[str]) -> None:
    facts = {
        "a": (date(2025, 1, 31), "Musterblatt"),
        "b": (date(2025, 3, 1), "Beispielbote"),
        "c": (None, "Neues MUSTERHEFT"),
    }
    for name, (published, publisher) in facts.items():
        add(store, article(f"{TEXT} {name}", name, published=published, publisher=publisher))
    found = store.passages(store.passage_rows("de", filters)).values()
    assert {store.document(row.document_id).source.origin for row in found} == expected


# -- all or nothing --------------------------------------------------------------------------------

BREAKING = ["write_origin", "_write_passage", "_write_sentences", "_move_sum"]


@pytest.mark.parametrize("step", BREAKING)
def test_a_failure_in_the_middle_leaves_nothing(store: Store, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    add(store, article())
    before, generation = rows(store), store.generation()

    def fail(*_: object) -> None:
        raise RuntimeError("the power went out")

    monkeypatch.setattr(f"kb.store.writing.{step}", fail)
    with pytest.raises(RuntimeError), store.writing("a test"):
        store.add(article(f"{TEXT} Und mehr.", "b.txt"))
    assert (rows(store), store.generation()) == (before, generation)
    monkeypatch.undo()
    add(store, article(f"{TEXT} Und mehr.", "b.txt"))
    assert store.counts()["documents"] == 2


def test_the_generation_moves_on_with_every_change(store: Store) -> None:
    seen = [store.generation()]
    new = article()
    with store.writing("a test"):
        for change in (
            lambda: store.add(new),
            lambda: store.add_origin(source("b.txt"), new.document.id),
            lambda: store.add_rejection(source("c.txt"), "too short"),
            lambda: store.put_meta({"name": "value"}),
            lambda: store.remove(new.document.id),
        ):
            change()
            seen.append(store.generation())
    assert seen == sorted(set(seen))


def test_removing_takes_everything_of_it(store: Store) -> None:
    kept, gone = article(), article(f"{TEXT} Und mehr.", "b.txt")
    add(store, kept)
    before, total = rows(store), store.vector_sum("de")
    relation = Relation(kept.document.id, gone.document.id, "near", 0.9)
    add(store, replace(gone, relations=[relation]))
    with store.writing("a test"):
        store.add_origin(source("c.txt", "2" * 64), gone.document.id)
        assert store.remove(gone.document.id) == ["2" * 64]  # the other bytes carry the document that stays
    assert rows(store) == before
    assert store.vector_sum("de") == pytest.approx(total, abs=1e-6)
    assert (store.passage_count("de"), store.relations(), store.has(gone.document.id)) == (1, [], False)
    assert store.match(stems("mehr", "de"), "de", 5) == []
    assert (store.origin("b.txt"), store.origin("c.txt")) == (None, None)
    assert store.integrity() == []


def test_a_removed_text_can_be_added_again(store: Store) -> None:
    new = article()
    add(store, new)
    with store.writing("a test"):
        store.remove(new.document.id)
        store.add(new)
    assert [row for row, _ in store.match(stems("Brücke", "de"), "de", 5)] == store.passage_rows("de")


def test_removing_a_version_in_the_middle_keeps_the_first_one_superseded(store: Store) -> None:
    first, second, third = (article(f"{TEXT} Fassung {number}.") for number in (1, 2, 3))
    add(store, first, replace(second, supersedes=first.document.id), replace(third, supersedes=second.document.id))
    with store.writing("a test"):
        store.remove(second.document.id)
    assert store.superseded() == {first.document.id}


def test_removing_the_newest_version_brings_the_one_before_back(store: Store) -> None:
    first, second = (article(f"{TEXT} Fassung {number}.") for number in (1, 2))
    add(store, first, replace(second, supersedes=first.document.id))
    assert store.superseded() == {first.document.id}
    with store.writing("a test"):
        store.remove(second.document.id)
    assert store.superseded() == frozenset()


def test_sums_worked_out_anew_are_the_same(store: Store) -> None:
    add(store, article(), article(f"{TEXT} Und mehr.", "b.txt"))
    total = store.vector_sum("de")
    with store.writing("a test"):
        store.sum_again()
    assert store.vector_sum("de") == pytest.approx(total, abs=1e-6)
    assert store.passage_count("de") == 2


# -- origins ---------------------------------------------------------------------------------------


def test_an_origin_is_what_it_carried_last(store: Store) -> None:
    new = article()
    add(store, new)
    with store.writing("a test"):
        store.add_rejection(source("a.txt", "2" * 64), "too short")
    last = store.origin("a.txt")
    assert last is not None
    assert (last.state, last.reason, last.document_id) == ("rejected", "too short", None)
    assert [(row.origin, row.reason) for row in store.rejections()] == [("a.txt", "too short")]
    with store.writing("a test"):
        store.add_origin(source("a.txt", "3" * 64), new.document.id, "read")
    assert store.rejections() == []


def test_copies_come_after_what_was_read(store: Store) -> None:
    new = article(origin="z.txt")
    add(store, new)
    with store.writing("a test"):
        store.add_origin(source("a.txt"), new.document.id)
    assert [(row.origin, row.state) for row in store.origins_of(new.document.id)] == [
        ("z.txt", "read"),
        ("a.txt", "copy"),
    ]


# -- homes that cannot be opened -------------------------------------------------------------------


def test_a_home_made_by_a_newer_program_is_left_alone(home: Path, store: Store) -> None:
    add(store, article())
    store.close()
    with sqlite3.connect(home / FILE) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(Damaged, match="newer version"):
        Store(home, LANGUAGES)


def test_a_file_that_is_no_database_is_left_alone(home: Path) -> None:
    home.mkdir()
    (home / FILE).write_bytes(b"something else entirely" * 100)
    with pytest.raises(Damaged, match="cannot be read"):
        Store(home, LANGUAGES)
    assert (home / FILE).read_bytes().startswith(b"something else")


def test_a_language_can_be_added_later(home: Path) -> None:
    add(Store(home, ("de",)), article())
    both = Store(home, ("de", "en"))
    add(both, article("The bridge is closed. Work will cost money.", "b.txt", language="en"))
    assert len(both.match(stems("bridges", "en"), "en", 5)) == 1
    assert len(both.match(stems("Brücken", "de"), "de", 5)) == 1
