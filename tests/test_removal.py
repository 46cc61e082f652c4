"""What is removed is gone everywhere: text, words, vectors, origins, archive."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import NotFound
from kb.library import Library
from kb.removal import remove
from kb.retrieve import retrieve
from kb.store.store import FILE
from tests.conftest import ReadIn

TREES = "Bäume\n\nIm Hafen wurde nach Angaben der Stadt ein Quastenflosser neben den neuen Bäumen gesehen."
BRIDGE = "A new bridge\n\nThe council decided on Tuesday that the old bridge will be replaced within three years."


def test_nothing_of_it_is_left_in_the_home(library: Library, read: ReadIn, tmp_path: Path) -> None:
    trees, _ = read({"trees.txt": TREES, "bridge.txt": BRIDGE})
    assert remove(library, [str(trees.document_id)]) == [trees.document_id]
    assert [
        hit.passage.text for hit in retrieve(library, "Quastenflosser") if "Quastenflosser" in hit.passage.text
    ] == []
    assert [row.origin.endswith("bridge.txt") for row in library.store.origins()] == [True]
    assert len(list(library.archive)) == 1
    with library.store.writing("a test"):
        library.store.connection.execute("VACUUM")
    assert b"Quastenflosser" not in (tmp_path / "home" / FILE).read_bytes()


def test_bytes_that_carry_another_document_too_are_kept(library: Library, read: ReadIn) -> None:
    (first,) = read({"a.txt": TREES})
    (second,) = read({"a.txt": TREES + " Später auch zwei."})
    remove(library, [str(second.document_id)])
    assert list(library.archive) == [library.store.origins()[0].sha256]
    assert library.store.document_ids() == [first.document_id]


def test_a_document_that_is_not_there_stops_it_and_those_before_are_gone(library: Library, read: ReadIn) -> None:
    trees, bridge = read({"trees.txt": TREES, "bridge.txt": BRIDGE})
    with pytest.raises(NotFound):
        remove(library, [str(trees.document_id), "0" * 64, str(bridge.document_id)])
    assert library.store.document_ids() == [bridge.document_id]
    assert library.index.current(library.store)
