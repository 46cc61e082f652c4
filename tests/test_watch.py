"""The drop folder: what is read when, and that nothing in it stops the rest."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import watchfiles

from ingest import watch as module
from ingest.watch import QUIET, settled, watch
from kb.errors import Busy, KnowledgeBaseError
from kb.library import Library
from kb.model import Outcome

PATIENCE = 8.0
OLD = time.time() - 60


class Watched:
    """A watch on a folder in a thread of its own, with a stand-in for the reading of files."""

    def __init__(self, folder: Path, library: Library) -> None:
        self.folder = folder
        self.library = library
        self.outcomes: list[Outcome] = []
        self.queues: list[tuple[list[str], KnowledgeBaseError | None]] = []
        self.stop = threading.Event()
        self.failing: dict[str, list[Exception]] = {}
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        watch(self.library, self.folder, self.stop, self.outcomes.append, self._notify)

    def _notify(self, queue: Sequence[str], trouble: KnowledgeBaseError | None) -> None:
        self.queues.append((list(queue), trouble))

    def ingest(self, _library: Library, origins: Sequence[str]) -> Iterator[Outcome]:
        for origin in origins:
            errors = self.failing.get(Path(origin).name)
            if errors:
                raise errors.pop(0)
            content = Path(origin).read_text(encoding="utf-8") if Path(origin).exists() else ""
            yield Outcome(origin, "added" if content else "rejected", reason=content or "gone")

    def __enter__(self) -> Watched:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "the watch did not end when told to"

    def read(self) -> list[tuple[str, str | None]]:
        return [(Path(outcome.origin).name, outcome.reason) for outcome in list(self.outcomes)]

    def until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"not within {PATIENCE} s; read: {self.read()}"
            time.sleep(0.02)


@pytest.fixture
def watched(tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> Watched:
    found = Watched(tmp_path / "drop", library)
    found.folder.mkdir()
    monkeypatch.setattr(module, "ingest", found.ingest)
    monkeypatch.setattr(module, "RETRY", 0.05)
    monkeypatch.setattr(module, "POLL", 0.1)
    return found


def put(folder: Path, name: str, content: str = "words", changed: float = OLD) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    os.utime(path, (changed, changed))
    return path


def test_reads_what_is_there_and_then_what_comes(watched: Watched) -> None:
    put(watched.folder, "b.txt", "second")
    put(watched.folder, "deep/a.txt", "first")
    with watched:
        watched.until(lambda: len(watched.outcomes) == 2)
        put(watched.folder, "c.txt", "third", time.time())
        watched.until(lambda: ("c.txt", "third") in watched.read())
        put(watched.folder, "c.txt", "changed", time.time())
        watched.until(lambda: ("c.txt", "changed") in watched.read())
    assert watched.outcomes[0].origin == str(watched.folder / "b.txt"), "the name is the one `kb ingest` gives it"
    assert len(watched.outcomes) == 4, "nothing is read twice"


PASSED_OVER = [
    ("a browser's download that is under way", "page.html.crdownload"),
    ("a half-copied file", "page.html.part"),
    ("a hidden file", ".page.html"),
    ("a file in a hidden folder", ".cache/page.html"),
    ("an editor's backup", "page.html~"),
]


@pytest.mark.parametrize("name", [case[1] for case in PASSED_OVER], ids=[case[0] for case in PASSED_OVER])
def test_passed_over(watched: Watched, name: str) -> None:
    put(watched.folder, name)
    put(watched.folder, "page.txt")
    with watched:
        watched.until(lambda: bool(watched.outcomes))
        watched.until(lambda: watched.queues[-1] == ([], None))
    assert watched.read() == [("page.txt", "words")]


def test_a_file_is_read_once_it_is_whole(watched: Watched) -> None:
    with watched, (watched.folder / "slow.txt").open("w", encoding="utf-8") as file:
        for part in range(5):
            file.write(f"{part} ")
            file.flush()
            time.sleep(QUIET / 2)
            assert not watched.outcomes, "read while it was still being written"
        file.close()
        watched.until(lambda: bool(watched.outcomes))
    assert watched.read() == [("slow.txt", "0 1 2 3 4 ")]


def test_a_file_renamed_into_place_is_read(watched: Watched) -> None:
    with watched:
        path = put(watched.folder, "page.html.part", "whole")
        path.rename(watched.folder / "page.html")
        watched.until(lambda: watched.read() == [("page.html", "whole")])


def test_the_folder_may_come_later_and_be_replaced(watched: Watched) -> None:
    watched.folder.rmdir()
    with watched:
        watched.until(lambda: ([], None) in watched.queues)
        put(watched.folder, "a.txt", "one")
        watched.until(lambda: ("a.txt", "one") in watched.read())
        (watched.folder / "a.txt").unlink()
        watched.folder.rmdir()
        time.sleep(0.5)
        put(watched.folder, "a.txt", "two")
        watched.until(lambda: ("a.txt", "two") in watched.read())


def test_without_notices_of_the_system_it_looks_by_itself(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> Iterator[set[tuple[object, str]]]:
        raise OSError(28, "no space left on device: out of inotify watches")

    monkeypatch.setattr(watchfiles, "watch", refused)
    with watched:
        put(watched.folder, "a.txt", "one")
        watched.until(lambda: watched.read() == [("a.txt", "one")])
        put(watched.folder, "b.txt", "two")
        watched.until(lambda: ("b.txt", "two") in watched.read())


def test_one_file_that_breaks_the_reading_is_rejected_and_the_rest_goes_on(watched: Watched) -> None:
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        put(watched.folder, name)
    watched.failing["b.txt"] = [MemoryError("too much")]
    with watched:
        watched.until(lambda: len(watched.outcomes) == 4)
    kinds = {Path(outcome.origin).name: outcome.kind for outcome in watched.outcomes}
    assert kinds == {"a.txt": "added", "b.txt": "rejected", "c.txt": "added", "d.txt": "added"}
    assert "MemoryError: too much" in str(next(o.reason for o in watched.outcomes if o.kind == "rejected"))


def test_it_waits_for_another_writer_and_says_so(watched: Watched) -> None:
    put(watched.folder, "a.txt")
    busy = Busy("kb ingest (process 1) is writing")
    watched.failing["a.txt"] = [busy, busy]
    with watched:
        watched.until(lambda: watched.read() == [("a.txt", "words")])
        watched.until(lambda: watched.queues[-1] == ([], None))
    assert [trouble for _, trouble in watched.queues if trouble] == [busy, busy]


def test_a_file_that_vanished_before_it_was_read_is_no_news(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    first = put(watched.folder, "a.txt")
    put(watched.folder, "b.txt")
    reading = watched.ingest

    def vanishing(library: Any, origins: Sequence[str]) -> Iterator[Outcome]:
        first.unlink(missing_ok=True)
        return reading(library, origins)

    monkeypatch.setattr(module, "ingest", vanishing)
    with watched:
        watched.until(lambda: bool(watched.outcomes))
        watched.until(lambda: watched.queues[-1] == ([], None))
    assert watched.read() == [("b.txt", "words")]


def test_who_listens_knows_the_whole_queue(watched: Watched) -> None:
    for number in range(5):
        put(watched.folder, f"{number}.txt")
    with watched:
        watched.until(lambda: len(watched.outcomes) == 5)
        watched.until(lambda: watched.queues[-1] == ([], None))
    assert [len(queue) for queue, _ in watched.queues if queue] == [5, 4, 2], "one, two, then the rest under one lock"


SETTLED = [
    ("long as it is", 5.0, 5.0, True),
    ("just seen", 0.1, 5.0, False),
    ("seen a while, changed just now", 5.0, 0.1, False),
    ("dated by a clock that is ahead", 5.0, -3600.0, True),
    ("dated by a clock a moment ahead", 5.0, -0.2, False),
]


@pytest.mark.parametrize(("seen", "age", "expected"), [c[1:] for c in SETTLED], ids=[c[0] for c in SETTLED])
def test_settled(seen: float, age: float, expected: bool) -> None:
    state = (10, int((1_000.0 - age) * 1e9))
    assert settled(state, 100.0 - seen, 100.0, 1_000.0) is expected
