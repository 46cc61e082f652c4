"""Reading everything again from the archive: better texts take the place of worse ones, and nothing is lost."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.extract import Extraction, extract
from ingest.pipeline import arrivals
from ingest.rebuild import rebuild
from kb.library import Library
from kb.model import Block, Source
from kb.retrieve import retrieve
from kb.text import identity
from tests.conftest import ReadIn

TREES = (
    "Neue Bäume für die Stadt\n\nIm Bezirk Nord wurden nach Angaben der Stadt zwölf Bäume gepflanzt.\n\n"
    "Im Bezirk Süd waren es dagegen vierzig, und im Hafen wurde gar kein Baum gepflanzt.\n\n"
    "Für das nächste Jahr sind mehr Bäume geplant, sagte der Leiter des Gartenamts am Montag."
)
BRIDGE = "A new bridge\n\nThe council decided on Tuesday that the old bridge will be replaced within three years."


class Worse:
    """An extraction as it was before it became better: it loses all that follows the first full stop."""

    def submit(self, data: bytes, source: Source) -> Future[Extraction]:
        found = extract(data, source)
        text = found.document.text.split(".")[0] + "."
        kept = replace(
            found.document, id=identity(text), text=text, blocks=(Block("paragraph", 0, len(text)),), links=()
        )
        future: Future[Extraction] = Future()
        future.set_result(replace(found, document=kept))
        return future


@pytest.fixture
def read_badly(library: Library, read: ReadIn, monkeypatch: pytest.MonkeyPatch) -> Library:
    """Two articles and a copy of one, of which only the first sentences were read."""
    with monkeypatch.context() as patch:
        patch.setattr(arrivals, "parsers", lambda _: Worse())
        read({"trees.txt": TREES, "bridge.txt": BRIDGE})
        read({"copy.txt": f"{TREES}\n"})
    return library


def texts(library: Library) -> list[str]:
    return [library.store.document(document_id).text for document_id in library.store.document_ids()]


def test_what_was_lost_is_found(read_badly: Library) -> None:
    assert not any("vierzig" in text for text in texts(read_badly))
    outcomes = list(rebuild(read_badly))
    assert sorted(outcome.kind for outcome in outcomes) == ["unchanged", "updated"]
    assert sum("vierzig" in text for text in texts(read_badly)) == 1
    assert any("vierzig" in hit.passage.text for hit in retrieve(read_badly, "Wie viele Bäume im Bezirk Süd?"))
    assert read_badly.store.integrity() == []


def test_origins_and_order_stay(read_badly: Library) -> None:
    before = [(row.origin, row.state, row.sha256) for row in read_badly.store.origins()]
    list(rebuild(read_badly))
    assert [(row.origin, row.state, row.sha256) for row in read_badly.store.origins()] == before
    assert "Bäume" in texts(read_badly)[0]


def test_without_archived_bytes_a_document_stays_as_it_is(read_badly: Library) -> None:
    for sha256 in list(read_badly.archive):
        read_badly.archive.delete(sha256)
    before = texts(read_badly)
    outcomes = list(rebuild(read_badly))
    assert [(outcome.kind, "archive" in str(outcome.reason)) for outcome in outcomes] == [("unchanged", True)] * 2
    assert texts(read_badly) == before


def test_versions_stay_versions(library: Library, read: ReadIn) -> None:
    read({"trees.txt": TREES})
    read({"trees.txt": TREES.replace("zwölf", "dreizehn")})
    list(rebuild(library))
    first, second = library.store.document_ids()
    assert library.store.supersedes(second) == first
    assert library.store.relations() == []


def test_the_folder_is_not_needed(read_badly: Library, tmp_path: Path) -> None:
    for file in (tmp_path / "sources").iterdir():
        file.unlink()
    list(rebuild(read_badly))
    assert sum("vierzig" in text for text in texts(read_badly)) == 1


class Better:
    """An extraction as it may become: what marks words as bold is no text any more."""

    def submit(self, data: bytes, source: Source) -> Future[Extraction]:
        future: Future[Extraction] = Future()
        future.set_result(extract(data.replace(b"**", b""), source))
        return future


def test_versions_that_turn_out_to_be_one_end_in_what_is_there_now(
    library: Library, read: ReadIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = TREES.replace("zwölf", "dreizehn")
    for text in (now.replace("Bezirk Nord", "**Bezirk Nord**"), TREES, now):
        read({"trees.txt": text})
    monkeypatch.setattr("ingest.rebuild.parsers", lambda _: Better())
    for _ in range(2):
        list(rebuild(library))
        (live,) = set(library.store.document_ids()) - library.store.superseded()
        assert "dreizehn" in library.store.document(live).text
        assert len(library.store.document_ids()) == 2
    assert library.store.integrity() == []


def test_a_rebuild_that_is_interrupted_forgets_no_translation(library: Library, read: ReadIn) -> None:
    read({"trees.txt": TREES, "bridge.txt": BRIDGE})
    steps = rebuild(library)
    next(steps)
    del steps  # as by Ctrl-C
    assert library.store.not_related()[0] == library.store.document_ids()
