"""Files that cannot be read, steps that fail, embedders that are missing: nothing is left half done."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.pipeline import ingest
from kb.errors import Unavailable
from kb.library import Library
from kb.model import Outcome
from kb.retrieve import retrieve

if TYPE_CHECKING:
    from tests.conftest import CountingEncoder, OpenHome, ReadIn, WriteFile

LINES = [
    f"Im Bezirk {name} wurden nach Angaben der Stadt im vergangenen Jahr {count} Bäume gepflanzt und gepflegt."
    for name, count in [("Nord", 12), ("Süd", 40), ("Ost", 31), ("West", 77), ("Mitte", 5), ("Hafen", 18), ("Berg", 9)]
]
TEXT = "Neue Bäume für die Stadt\n\n" + "\n\n".join(LINES)
NEAR = TEXT + "\n\nDie Agentur hat diesen Satz ergänzt, den es anderswo nicht gibt."
OTHER = "A new bridge\n\nThe council decided on Tuesday that the old bridge will be replaced within three years."
FRENCH = "Un nouveau pont\n\nLe conseil municipal a décidé mardi que le vieux pont sera remplacé dans les trois ans."
FINNISH = "Uusi silta\n\nKaupunginvaltuusto päätti tiistaina, että vanha silta korvataan uudella kolmen vuoden aikana."


def kinds(outcomes: list[Outcome]) -> list[str]:
    return [outcome.kind for outcome in outcomes]


def texts(library: Library, question: str) -> str:
    return "\n".join(hit.passage.text for hit in retrieve(library, question, limit=50))


def page(day: str, text: str) -> str:
    address = "https://blatt.example/baeume"
    return f"---\ntitle: Neue Bäume\ndate: {day}\nurl: {address}\n---\n\n# Neue Bäume\n\n{text}\n"


# -- rejections ------------------------------------------------------------------------------------

REJECTED = [
    ("a known language by its name", "French", FRENCH),
    ("another language by its code", r"\(fi\)", FINNISH),
    ("too few words", "words", "Nur drei Wörter"),
    ("figures only", "", "12 34 56 78 90\n\n1,5 2,5 3,5 4,5\n\n2020 2021 2022 2023 2024 2025"),
]


@pytest.mark.parametrize(("says", "text"), [c[1:] for c in REJECTED], ids=[c[0] for c in REJECTED])
def test_rejected_with_a_reason_and_the_next_goes_on(library: Library, read: ReadIn, says: str, text: str) -> None:
    first, good = read({"bad.txt": text, "good.txt": TEXT})
    assert (first.kind, first.document_id, good.kind) == ("rejected", None, "added")
    assert first.reason
    assert re.search(says, first.reason)
    assert [row.reason for row in library.store.rejections()] == [first.reason]


def test_only_the_languages_of_the_settings(open_home: OpenHome, read: ReadIn) -> None:
    german = open_home(languages=("de",))
    english, own = read({"a.txt": OTHER, "b.txt": TEXT}, into=german)
    assert (english.kind, own.kind) == ("rejected", "added")
    assert "English" in str(english.reason)
    assert "German" in str(english.reason)


def test_a_missing_file_is_rejected(library: Library, tmp_path: Path, write: WriteFile) -> None:
    missing, good = ingest(library, [str(tmp_path / "missing.txt"), write("a.txt", TEXT)])
    assert (missing.kind, good.kind) == ("rejected", "added")
    assert missing.reason


def test_a_rejected_file_is_read_when_it_has_become_good(library: Library, read: ReadIn) -> None:
    assert kinds(read({"a.txt": FRENCH})) == ["rejected"]
    assert [row.origin.endswith("a.txt") for row in library.store.rejections()] == [True]
    assert kinds(read({"a.txt": TEXT})) == ["added"]
    assert library.store.rejections() == []


def test_an_empty_file_is_noted_among_the_rejected(library: Library, read: ReadIn) -> None:
    (outcome,) = read({"a.txt": ""})
    assert (outcome.kind, "is empty" in str(outcome.reason)) == ("rejected", True)
    assert [row.reason for row in library.store.rejections()] == [outcome.reason]


STEPS = ["taking." + step for step in "detect segment embed_document flag notices fingerprint stems".split()]
STEPS += ["related.copies"]


@pytest.mark.parametrize("step", [f"ingest.pipeline.{step}" for step in STEPS])
def test_a_step_that_fails_on_one_file_leaves_nothing_and_the_next_goes_on(
    library: Library, read: ReadIn, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    read({"near.txt": NEAR})
    before, (module, name) = library.store.counts(), step.rsplit(".", 1)
    genuine = getattr(importlib.import_module(module), name)
    failed: list[str] = []

    def once(*args: object, **kwargs: object) -> object:
        if not failed:
            failed.append(step)
            raise RuntimeError("not this one")
        return genuine(*args, **kwargs)

    monkeypatch.setattr(step, once)
    bad, good = read({"bad.txt": TEXT, "good.txt": OTHER})
    assert failed == [step]
    assert (bad.kind, good.kind) == ("rejected", "added")
    assert "RuntimeError: not this one" in str(bad.reason)
    assert library.store.counts()["documents"] == before["documents"] + 1
    assert library.store.integrity() == []


def test_a_failure_while_writing_leaves_nothing_of_the_document(
    library: Library, read: ReadIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the power went out")

    monkeypatch.setattr("kb.store.writing._move_sum", fail)
    assert kinds(read({"a.txt": TEXT})) == ["rejected"]
    monkeypatch.undo()
    assert library.store.counts() == {"documents": 0, "passages": 0, "sentences": 0}
    assert kinds(read({"a.txt": TEXT})) == ["added"]


def test_a_failure_while_noting_the_version_leaves_nothing_of_the_document(
    library: Library, read: ReadIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "\n\n".join(LINES)
    read({"old.md": page("2025-03-01", body)})

    def fail(*_: object) -> None:
        raise RuntimeError("the power went out")

    monkeypatch.setattr("kb.store.writing._write_relations", fail)
    assert kinds(read({"new.md": page("2025-03-02", f"{body}\n\n{OTHER}")})) == ["rejected"]
    assert library.store.counts()["documents"] == 1
    assert library.store.superseded() == frozenset()


# -- the embedder ----------------------------------------------------------------------------------


def test_without_an_embedder_nothing_is_rejected_but_all_is_stopped(
    library: Library, write: WriteFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise Unavailable("no embedder; set KB_EMBED")

    monkeypatch.setattr("ingest.pipeline.taking.embed_document", fail)
    with pytest.raises(Unavailable, match="KB_EMBED"):
        list(ingest(library, [write("a.txt", TEXT)]))
    assert library.store.rejections() == []
    with library.store.writing("the lock is free", wait=0):
        assert library.store.counts()["documents"] == 0


def test_another_embedder_than_before_is_noticed(
    library: Library, open_home: OpenHome, read: ReadIn, plain_encoder: CountingEncoder
) -> None:
    read({"a.txt": TEXT})
    plain_encoder.revision = "words-2"
    with pytest.raises(Unavailable, match=r"words-1.*words-2.*KB_EMBED"):
        read({"b.txt": OTHER}, into=open_home(encoder=plain_encoder))
    assert library.store.counts()["documents"] == 1


def test_an_embedder_without_token_vectors_will_do(
    open_home: OpenHome, read: ReadIn, plain_encoder: CountingEncoder
) -> None:
    plain = open_home(encoder=plain_encoder)
    assert kinds(read({"a.txt": TEXT, "b.txt": OTHER}, into=plain)) == ["added", "added"]
    assert plain.store.tokens(plain.store.passage_rows("de")) == {}
    assert "77 Bäume" in texts(plain, "Wie viele Bäume im Bezirk West?")
