"""What the command line says where it cannot do its work: one line, a status, and never a traceback."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import cli
from kb.settings import LANGUAGES
from kb.store import Store
from kb.store.store import FILE

if TYPE_CHECKING:
    from tests.conftest import Kb, Prepare

QUESTION = "Was kostet die Brücke am Nordkai?"
COMMANDS = [command.name or getattr(command.callback, "__name__", "") for command in cli.app.registered_commands]


HARBOUR = "Hafen\n\nDer Hafen wird um zwei Meter vertieft. Der Stadtrat hat das im Mai so beschlossen."


@pytest.fixture
def filled(kb: Kb, prepare: Prepare) -> Kb:
    """Runs `kb` in a folder whose articles have been read."""
    folder = prepare({"hafen.txt": HARBOUR})
    shutil.copytree(folder / "sources", "sources")
    shutil.copytree(folder / "home", ".kb")
    return kb


# -- could not -------------------------------------------------------------------------------------


def _newer_home() -> None:
    Store(Path(".kb"), LANGUAGES).close()
    with sqlite3.connect(Path(".kb") / FILE) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()


def _write(path: str, content: bytes) -> Callable[[], None]:
    def write() -> None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(content)

    return write


def _nothing() -> None:
    pass


FAILURES: list[tuple[str, Callable[[], None], str, str]] = [
    ("a broken kb.toml", _write("kb.toml", b"hits = "), "documents", "kb.toml"),
    ("a kb.toml that is no text", _write("kb.toml", b"\xff\x00"), "documents", "kb.toml"),
    ("an unknown key in kb.toml", _write("kb.toml", b"hitz = 3"), "documents", "hitz"),
    ("a value out of bounds in kb.toml", _write("kb.toml", b"hits = 0"), "documents", "hits"),
    ("a home made by a newer version", _newer_home, "documents", "newer version"),
    ("a home that is no database", _write(f".kb/{FILE}", b"something else " * 100), "documents", "cannot be read"),
    ("a home that is a file", _write(".kb", b""), "documents", ".kb"),
    ("no drop folder", _nothing, "ingest", "sources"),
    ("an unknown document", _nothing, "remove 123456", "kb documents"),
    ("a document's beginning too short", _nothing, "text 1", "kb documents"),
    ("no batch file", _nothing, "ask --batch gone.jsonl", "gone.jsonl"),
    ("a batch that is a folder", _write("folder/x", b""), "ask --batch folder", "folder"),
    ("a batch without JSON", _write("b.jsonl", b"\n\nnot json\n"), "ask --batch b.jsonl", "b.jsonl, line 3"),
    ("a batch of lists", _write("b.jsonl", b"[1]"), "search --batch b.jsonl", '"query"'),
    ("a batch without questions", _write("b.jsonl", b'{"query": "x"}'), "ask --batch b.jsonl", '"question"'),
    ("a batch with a number", _write("b.jsonl", b'{"question": 5}'), "ask --batch b.jsonl", '"question"'),
    ("a brief into nowhere", _nothing, "brief --title T --question Q -o no/such/folder.md", "no/such/folder.md"),
    ("a brief of no format", _nothing, "brief --title T --question Q --format xyz -o b.xyz", "xyz"),
]


@pytest.mark.parametrize(("prepare", "line", "says"), [c[1:] for c in FAILURES], ids=[c[0] for c in FAILURES])
def test_what_could_not_be_done_says_why(kb: Kb, prepare: Callable[[], None], line: str, says: str) -> None:
    prepare()
    for arguments in (line.split(), [*line.split(), "--json"]):
        found = kb(*arguments)
        assert (found.status, found.out) == (1, "")
        assert found.err.startswith("kb: ")
        assert says in found.err
        assert "should not have happened" not in found.err


def test_a_batch_in_another_encoding_says_so(kb: Kb) -> None:
    Path("b.jsonl").write_bytes('{"question": "Was kostet die Brücke?"}'.encode("cp1252"))
    found = kb("ask", "--batch", "b.jsonl")
    assert (found.status, found.out) == (1, "")
    assert "b.jsonl" in found.err
    assert "should not have happened" not in found.err


def test_a_batch_with_a_byte_order_mark_is_read(filled: Kb) -> None:
    Path("b.jsonl").write_text('{"question": "Brücke"}\n', encoding="utf-8-sig")
    assert len(filled("ask", "--batch", "b.jsonl", "--json").rows) == 1


VARIABLES = [("KB_HTIS", "3", "KB_HTIS"), ("KB_HITS", "many", "hits"), ("KB_EMBED_OPTIONS", "{", "embed_options")]


@pytest.mark.parametrize(("name", "value", "says"), VARIABLES)
def test_variables_that_cannot_be_used(
    kb: Kb, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    found = kb("documents", "--json")
    assert (found.status, found.out) == (1, "")
    assert says in found.err


def test_while_another_is_writing_its_name_is_told(filled: Kb) -> None:
    with Store(Path(".kb"), LANGUAGES).writing("kb watch"):
        found = filled("ingest", "--json")
    assert (found.status, found.out) == (1, "")
    assert "kb watch" in found.err


def test_stopped_by_hand(filled: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cli.asking.answer", stop)
    found = filled("ask", QUESTION)
    assert (found.status, "stopped" in found.err) == (1, True)


def test_what_nobody_thought_of_is_one_line(filled: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr("cli.asking.answer", fail)
    found = filled("ask", QUESTION)
    assert (found.status, found.out) == (1, "")
    assert found.err.count("\n") == 1
    assert "please report it: ZeroDivisionError: by zero" in found.err


ODD = ["", "   ", "[bold]x[/]", "'; DROP TABLE documents", "👩‍🚒", "a" * 5000]


@pytest.mark.parametrize("question", ODD, ids=lambda text: ascii(text[:12]))
@pytest.mark.parametrize("name", ["ask", "search"])
def test_odd_questions_are_no_trouble(filled: Kb, name: str, question: str) -> None:
    for extra in ([], ["--json"]):
        assert filled(name, *extra, "--", question).status == 0


def test_an_argument_that_is_no_text(filled: Kb) -> None:
    assert len(filled("ask", "--json", "\udcff").rows) == 1


# -- wrong usage -----------------------------------------------------------------------------------

USAGE = [
    "nosuchcommand",
    "ask",
    "ask Wer? --batch x.jsonl",
    "search",
    "search Wer? --batch x.jsonl",
    "search Wer? -k 0",
    "search Wer? -k 101",
    "search Wer? -k many",
    "search Wer? --language fr",
    "search Wer? --since yesterday",
    "search Wer? --until 2025-02-30",
    "search Wer? --nosuch",
    "text",
    "text 123456 --all",
    "remove",
    "brief --question Q -o b.md",
    "brief --title T -o b.md",
    "brief --title T --question Q",
    "--home",
    "documents extra",
]


@pytest.mark.parametrize("line", USAGE)
def test_wrong_usage(kb: Kb, line: str) -> None:
    found = kb(*line.split())
    assert (found.status, found.out) == (2, "")
    assert found.err


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help(kb: Kb, name: str) -> None:
    found = kb(*name.split(), "--help")
    assert (found.status, found.err) == (0, "")
    assert "--json" in found.out or all(command in found.out for command in COMMANDS)
