"""What happens to a drop folder while it is watched: nothing half read, nothing lost, nothing twice."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import ingest.watch as module
from ingest.watch import watch
from kb.library import Library
from kb.model import Outcome
from kb.removal import remove
from tests.conftest import OpenHome

PATIENCE = 20.0
LINES = [
    f"Im Bezirk {name} wurden nach Angaben der Stadt im vergangenen Jahr {count} Bäume gepflanzt und gepflegt."
    for name, count in [("Nord", 12), ("Süd", 40), ("Ost", 31), ("West", 77), ("Mitte", 5), ("Hafen", 18), ("Berg", 9)]
]
TREES = "Neue Bäume für die Stadt\n\n" + "\n\n".join(LINES)
BRIDGE = "A new bridge\n\nThe council decided on Tuesday that the old bridge will be replaced within three years."
HARBOUR = "The harbour\n\nThe port authority said on Monday that dredging of the northern basin will begin in spring."


class Folder:
    """A drop folder under a watch in a thread of its own, with the outcomes as they come."""

    def __init__(self, library: Library, path: Path) -> None:
        self.library, self.path = library, path
        self.outcomes: list[Outcome] = []
        self.idle = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        watch(self.library, self.path, self._stop, self.outcomes.append, lambda queue, _: self._note(not queue))

    def _note(self, idle: bool) -> None:
        self.idle.set() if idle else self.idle.clear()

    def kinds(self, name: str) -> list[str]:
        """What became of a file, time after time."""
        return [outcome.kind for outcome in list(self.outcomes) if Path(outcome.origin).name == name]

    def until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"not within {PATIENCE} s: {self.outcomes}"
            time.sleep(0.02)

    def settle(self) -> None:
        """Waits until the folder has been looked at twice more and nothing was left to do."""
        for _ in range(2):
            self.idle.clear()
            assert self.idle.wait(PATIENCE)

    def texts(self) -> list[str]:
        store = self.library.store
        return [store.document(document_id).text for document_id in store.document_ids()]

    def standing(self) -> dict[str, str]:
        return {Path(row.origin).name: row.standing for row in self.library.store.origins()}

    def put(self, name: str, text: str) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def end(self) -> None:
        self._stop.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


@pytest.fixture
def folder(open_home: OpenHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Folder]:
    monkeypatch.setattr(module, "SWEEP", 0.3)
    path = tmp_path / "sources"
    path.mkdir()
    watched = Folder(open_home(lock_seconds=10.0), path)
    yield watched
    watched.end()


def test_a_slow_copy_is_read_once_and_whole(folder: Folder) -> None:
    with (folder.path / "trees.txt").open("w", encoding="utf-8") as file:
        for line in TREES.split("\n\n"):
            file.write(f"{line}\n\n")
            file.flush()
            time.sleep(0.2)
    folder.until(lambda: bool(folder.kinds("trees.txt")))
    folder.settle()
    assert folder.kinds("trees.txt") == ["added"]
    assert [line in folder.texts()[0] for line in LINES] == [True] * 7


def test_a_file_swapped_for_another_is_a_new_version(folder: Folder) -> None:
    path = folder.put("news.txt", TREES)
    folder.until(lambda: folder.kinds("news.txt") == ["added"])
    other = folder.put("news.txt.tmp", TREES.replace("77", "78"))
    other.replace(path)
    folder.until(lambda: folder.kinds("news.txt") == ["added", "updated"])
    folder.settle()
    first, second = folder.library.store.document_ids()
    assert folder.library.store.supersedes(second) == first
    assert ["77" in text for text in folder.texts()] == [True, False]


def test_a_renamed_or_touched_file_is_unchanged(folder: Folder) -> None:
    path = folder.put("old.txt", TREES)
    folder.put("stays.txt", BRIDGE)
    folder.until(lambda: len(folder.outcomes) == 2)
    path.rename(folder.path / "new.txt")
    os.utime(folder.path / "stays.txt", (1, 1))
    folder.until(lambda: bool(folder.kinds("new.txt")) and len(folder.kinds("stays.txt")) == 2)
    folder.settle()
    assert (folder.kinds("new.txt"), folder.kinds("stays.txt")) == (["unchanged"], ["added", "unchanged"])
    assert folder.standing() == {"new.txt": "read", "stays.txt": "read"}
    assert len(folder.texts()) == 2


def test_a_deleted_file_is_marked_and_can_still_be_asked(folder: Folder) -> None:
    path = folder.put("trees.txt", TREES)
    folder.put("bridge.txt", BRIDGE)
    folder.until(lambda: len(folder.outcomes) == 2)
    path.unlink()
    folder.until(lambda: folder.kinds("trees.txt") == ["added", "removed"])
    folder.settle()
    assert folder.standing() == {"trees.txt": "gone", "bridge.txt": "read"}
    assert len(folder.texts()) == 2
    folder.put("trees.txt", TREES)
    folder.until(lambda: folder.standing()["trees.txt"] == "read")
    assert len(folder.texts()) == 2


@pytest.mark.parametrize("left", ["nothing", "an empty folder"])
def test_an_unmounted_folder_loses_nothing(folder: Folder, left: str) -> None:
    folder.put("trees.txt", TREES)
    folder.put("bridge.txt", BRIDGE)
    folder.until(lambda: len(folder.outcomes) == 2)
    folder.settle()
    away = folder.path.rename(folder.path.with_name("elsewhere"))
    if left == "an empty folder":
        folder.path.mkdir()
    time.sleep(1.5)
    assert folder.standing() == {"trees.txt": "read", "bridge.txt": "read"}
    if left == "an empty folder":
        folder.path.rmdir()
    away.rename(folder.path)
    folder.put("harbour.txt", HARBOUR)
    folder.until(lambda: folder.kinds("harbour.txt") == ["added"])
    folder.settle()
    assert set(folder.standing().values()) == {"read"}
    assert len(folder.texts()) == 3
    assert [outcome.kind for outcome in folder.outcomes if outcome.kind == "removed"] == []


def test_a_vanishing_file_is_taken_when_it_is_there_again(folder: Folder) -> None:
    path = folder.put("trees.txt", TREES)
    path.unlink()
    folder.put("bridge.txt", BRIDGE)
    folder.until(lambda: folder.kinds("bridge.txt") == ["added"])
    assert folder.kinds("trees.txt") == []
    folder.put("trees.txt", TREES)
    folder.until(lambda: folder.kinds("trees.txt") == ["added"])


def test_what_the_user_removed_does_not_come_back_by_itself(folder: Folder) -> None:
    folder.put("trees.txt", TREES)
    folder.put("bridge.txt", BRIDGE)
    folder.until(lambda: len(folder.outcomes) == 2)
    trees = folder.library.store.carried(str(folder.path / "trees.txt"))
    remove(folder.library, [str(trees)])
    shutil.copy(folder.path / "trees.txt", folder.path / "copy.txt")
    os.utime(folder.path / "trees.txt")
    folder.until(lambda: bool(folder.kinds("copy.txt")))
    folder.settle()
    assert folder.kinds("copy.txt") == ["unchanged"]
    assert ["old bridge" in text for text in folder.texts()] == [True]
    assert list(folder.library.archive) == [row.sha256 for row in folder.library.store.origins()]


def test_sub_folders_are_tags(folder: Folder) -> None:
    folder.put("Brüssel/Anhörung/trees.txt", TREES)
    folder.until(lambda: bool(folder.outcomes))
    assert folder.library.store.document(folder.library.store.document_ids()[0]).tags == ("Brüssel", "Anhörung")
    (folder.path / "Rat").mkdir()
    (folder.path / "Brüssel" / "Anhörung" / "trees.txt").rename(folder.path / "Rat" / "trees.txt")
    folder.until(lambda: folder.library.store.document(folder.library.store.document_ids()[0]).tags == ("Rat",))
