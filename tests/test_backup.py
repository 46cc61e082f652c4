"""Backup and restore: whatever a home owned is there again, and nothing is ever overwritten."""

from __future__ import annotations

import io
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kb import conversation as talk
from kb.backup import backup, restore
from kb.errors import Damaged, KnowledgeBaseError, NotFound
from kb.library import Library
from kb.retrieve import retrieve
from tests.conftest import OpenHome, ReadIn

TREES = "Bäume\n\nIm Hafen wurden nach Angaben der Stadt im vergangenen Jahr vierzig neue Bäume gepflanzt."
BRIDGE = "A new bridge\n\nThe council decided on Tuesday that the old bridge will be replaced within three years."


@pytest.fixture
def saved(library: Library, read: ReadIn, tmp_path: Path) -> Path:
    """A backup of a library of two articles and a conversation."""
    read({"trees.txt": TREES, "bridge.txt": BRIDGE})
    talk.ask(library, talk.begin(library, "Bäume"), "Wie viele Bäume?")
    return backup(library, tmp_path / "desk.tar.gz").path


def test_everything_is_there_again(library: Library, saved: Path, open_home: OpenHome, tmp_path: Path) -> None:
    before = [(row.origin, row.sha256) for row in library.store.origins()], list(library.archive)
    shutil.rmtree(library.store.home)
    done, aside = restore(library.settings, saved)
    again = open_home()
    assert (done.documents, aside) == (2, None)
    assert ([(row.origin, row.sha256) for row in again.store.origins()], list(again.archive)) == before
    assert "vierzig" in retrieve(again, "Bäume im Hafen")[0].passage.text
    assert [row.name for row in talk.conversations(again)] == ["Bäume"]


def test_what_was_there_is_moved_aside(library: Library, saved: Path, read: ReadIn, open_home: OpenHome) -> None:
    read({"later.txt": "Später\n\nDer Rat hat am Mittwoch beschlossen, dass der Park im Sommer länger offen bleibt."})
    _, aside = restore(library.settings, saved)
    assert aside is not None
    assert open_home(home=aside).store.counts()["documents"] == 3
    assert open_home().store.counts()["documents"] == 2


def test_articles_may_be_asked_while_it_is_written(library: Library, saved: Path) -> None:
    with library.store.writing("another"):
        done = backup(library, saved)
    assert done.documents == 2


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def other(_: bytes) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        tar.addfile(tarfile.TarInfo("notes.txt"))
    return made.getvalue()


@pytest.mark.parametrize(
    "damage", [cut, other, lambda _: b"no archive"], ids=["cut off", "another archive", "no archive"]
)
def test_a_bad_backup_changes_nothing(library: Library, saved: Path, damage: Callable[[bytes], bytes]) -> None:
    saved.write_bytes(damage(saved.read_bytes()))
    with pytest.raises(Damaged, match="nothing was changed"):
        restore(library.settings, saved)
    assert library.store.counts()["documents"] == 2
    assert [path.name for path in library.store.home.parent.iterdir() if path.name.startswith("home.")] == []


def test_nothing_is_written_outside_the_home(library: Library, saved: Path, tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.tar.gz"
    with tarfile.open(saved, "r:gz") as old, tarfile.open(hostile, "w:gz") as new:
        for item in old:
            new.addfile(item, old.extractfile(item))
        evil = tarfile.TarInfo("archive/../../../evil.txt")
        evil.size = 4
        new.addfile(evil, io.BytesIO(b"evil"))
    with pytest.raises(Damaged):
        restore(library.settings, hostile)
    assert not list(tmp_path.parent.rglob("evil.txt"))


def test_a_missing_file_and_a_place_that_cannot_be_written_are_said(library: Library, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="nowhere"):
        restore(library.settings, tmp_path / "nowhere.tar.gz")
    with pytest.raises(KnowledgeBaseError, match="could not be written"):
        backup(library, tmp_path / "missing" / "desk.tar.gz")
