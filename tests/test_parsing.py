"""A file that breaks its reader costs one document, with a reason; what children read is what would be read here."""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ingest.extract import Extraction, extract
from ingest.parsing import Parsers
from ingest.parsing.frames import LARGEST
from kb.errors import Rejected, Unavailable
from kb.model import Block, Document, Flag, Link, Source

ROOT = Path(__file__).resolve().parent.parent
MEGABYTES, PATIENCE = 300, 30.0  # patience of seconds: what is no matter of time has enough of it
GOOD = b"Die Werft in Musterhafen baut drei neue Kutter. Der erste soll im Mai fertig sein."
ODD = "\ud800 half a pair, \U0001f33b, \x00, \u2028"
TYPES = {
    ".html": "text/html",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
MAIL = (
    "From: Ada Muster <ada@example.org>\nSubject: Die neue Werft\nDate: Tue, 03 Mar 2026 08:00:00 +0100\n"
    "Content-Type: text/plain; charset=utf-8\n\nDie Werft in Musterhafen baut drei neue Kutter für die Küstenwache. "
    "Der erste soll im Mai fertig sein, der letzte im Oktober; bezahlt werden sie vom Land und vom Bund.\n"
)


def source(data: bytes, media_type: str = "text/plain", origin: str = "a place") -> Source:
    return Source(hashlib.sha256(data).hexdigest(), origin, media_type, datetime(2026, 3, 3, 8, 0, 1, 7, UTC))


# -- the stand-in for the reader, run in the child --------------------------------------------------


def _loop() -> None:
    while True:
        pass


def _sleep_in_c() -> None:
    ctypes.PyDLL(None).sleep(600)  # holds the interpreter's lock: no signal handler of Python's gets its turn


def _hog() -> None:
    kept = []
    while True:
        kept.append(bytearray(8_000_000))


def _hog_swallowed() -> None:
    with suppress(MemoryError):
        _hog()


def _hog_refused() -> None:
    try:
        _hog()
    except MemoryError:
        raise Rejected("is no page at all") from None


def _nest() -> None:
    _nest()


def _chatter() -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.write("x" * 3_000_000 + "\n")
    os.write(1, b"straight to the descriptor" * 10_000)


def _refuse() -> None:
    raise Rejected("is a cookie wall; save the page after consenting – ‚so‘")


def _miss() -> None:
    raise Unavailable("there is no reader for this on the machine")


def _call_out() -> None:
    socket.create_connection(("127.0.0.1", 9), timeout=1).close()


def _kill_itself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _meet(place: Path) -> None:
    """Waits until another child has come to the same folder."""
    (place / str(os.getpid())).touch()
    while len(list(place.iterdir())) < 2:
        time.sleep(0.01)


BOMBS: dict[str, Callable[[], object]] = {
    "loop": _loop,
    "sleep": _sleep_in_c,
    "hog": _hog,
    "hog swallowed": _hog_swallowed,
    "hog refused": _hog_refused,
    "exit": lambda: os._exit(3),
    "system exit": lambda: sys.exit(4),
    "segfault": lambda: ctypes.string_at(0),
    "killed": _kill_itself,
    "nest": _nest,
    "grow": lambda: bytearray(280 * 1024 * 1024),
    "error": lambda: 1 // 0,
    "chatter": _chatter,
    "refuse": _refuse,
    "miss": _miss,
    "call": _call_out,
}


def explode(data: bytes, source: Source) -> Extraction:
    """What `extract` makes of it, after what the bytes name has happened; its title says which process read it."""
    name, _, rest = data.decode().partition("!")
    if name == "meet":
        _meet(Path(rest))
    elif name in BOMBS:
        BOMBS[name]()
    text = "x" * (LARGEST + 1) if data == b"large" else GOOD.decode()
    document = Document("id", source, str(os.getpid()), text, authors=(str(os.getsid(0)), *sorted(os.environ)))
    return Extraction(document, (str(Path.cwd()), sys.stdin.read()))


def odd(data: bytes, source: Source) -> Extraction:
    """Every field filled, with what is hard to hand over."""
    document = Document(
        "id", source, ODD, ODD, ("A", ODD), None, date(2024, 2, 29), None, "de", "https://example.org/?a=ä",
        (Block("heading", 0, 3), Block("footnote", 3, 9)), (Link(1, 2, ODD),), (Flag("stub", ODD),), ("one", "two"),
    )  # fmt: skip
    return Extraction(document, (ODD, ""))


def nonsense(data: bytes, source: Source) -> Extraction:
    """A record with fields of the wrong kind."""
    return Extraction(Document("id", source, 5, None), ("a",))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def exploding() -> Iterator[Parsers]:
    with Parsers(PATIENCE, MEGABYTES, reader="test_parsing:explode") as parsers:
        yield parsers


def read(parsers: Parsers, data: bytes) -> Extraction:
    return parsers.submit(data, source(data)).result(PATIENCE)


def pid(parsers: Parsers) -> int:
    """Which child reads; it reads a good document for that."""
    found = read(parsers, GOOD)
    assert found.document.text == GOOD.decode()
    return int(found.document.title)


# -- bombs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bomb", "reason", "fresh"),
    [
        ("hog", r"needs more than 300 MB of memory to read\. Raise KB_PARSE_MEGABYTES", True),
        ("hog swallowed", r"needs more than 300 MB of memory", True),  # else half a text would be taken for a whole
        ("hog refused", r"needs more than 300 MB of memory", True),
        ("exit", r"stopped the reader \(exit status 3\)", True),
        ("system exit", r"stopped the reader \(exit status 4\)", True),
        ("segfault", r"stopped the reader \(signal SIGSEGV\).*report", True),
        ("killed", r"stopped the reader \(signal SIGKILL; is the machine out of memory\?\)", True),
        ("nest", r"nested too deeply", False),
        ("error", r"could not be read \(ZeroDivisionError: .*\); please report this file", False),
        ("refuse", r"^is a cookie wall; save the page after consenting – ‚so‘$", False),
        ("call", r"PermissionError: socket\.", False),
    ],
)
def test_a_bomb_costs_one_document(exploding: Parsers, bomb: str, reason: str, fresh: bool) -> None:
    before = pid(exploding)
    with pytest.raises(Rejected, match=reason):
        read(exploding, bomb.encode() + b"!")
    assert (pid(exploding) != before) is fresh


def test_what_takes_too_long_costs_one_document() -> None:
    with Parsers(1, MEGABYTES, reader="test_parsing:explode") as parsers:
        for bomb in (b"loop!", b"sleep!"):
            before = pid(parsers)
            with pytest.raises(Rejected, match=r"took longer than 1 s to read\. Raise KB_PARSE_SECONDS"):
                read(parsers, bomb)
            assert pid(parsers) != before


def test_a_child_that_has_grown_is_replaced() -> None:
    with Parsers(PATIENCE, 2_000, reader="test_parsing:explode") as parsers:
        grown = int(read(parsers, b"grow!").document.title)
        assert pid(parsers) != grown


def test_memory_is_limited_where_the_system_has_no_limit_for_it() -> None:
    program = f"""
import sys
from pathlib import Path
sys.path += {sys.path!r}
from ingest.parsing import memory
memory._STATUS = Path("no such file")  # as on macOS
kept = []
try:
    with memory.limited(100):
        while True:
            kept += [str(number) for number in range(10_000)]
except MemoryError:
    print(len(kept) > 100_000)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_more_text_than_can_be_taken_in_is_refused(exploding: Parsers) -> None:
    with pytest.raises(Rejected, match="holds over 64 MB of text"):
        read(exploding, b"large")
    assert pid(exploding)


def test_what_is_printed_gets_into_nobodys_way(exploding: Parsers) -> None:
    before = pid(exploding)
    assert read(exploding, b"chatter!").document.text == GOOD.decode()
    assert pid(exploding) == before


def test_a_lack_of_the_machine_is_told_as_one(exploding: Parsers) -> None:
    with pytest.raises(Unavailable, match="no reader for this"):
        read(exploding, b"miss!")


def test_a_child_that_ended_between_two_documents_costs_none(exploding: Parsers) -> None:
    before = pid(exploding)
    os.kill(before, signal.SIGKILL)
    time.sleep(0.2)
    assert pid(exploding) != before


def test_a_result_of_the_wrong_kind_is_refused() -> None:
    nonsensical = Parsers(PATIENCE, MEGABYTES, reader="test_parsing:nonsense")
    with nonsensical as parsers, pytest.raises(Rejected, match="no sensible result"):
        read(parsers, GOOD)


# -- what comes back -------------------------------------------------------------------------------


def test_every_format_is_read_as_it_would_be_here() -> None:
    given = [(path.read_bytes(), TYPES[path.suffix]) for path in sorted((ROOT / "sources").iterdir())]
    given.append((MAIL.encode(), "message/rfc822"))
    assert {kind for _, kind in given} == {*TYPES.values(), "message/rfc822"}
    with Parsers(PATIENCE, MEGABYTES) as parsers:
        waiting = [parsers.submit(data, source(data, kind)) for data, kind in given]
        assert [future.result(PATIENCE) for future in waiting] == [
            extract(data, source(data, kind)) for data, kind in given
        ]
        with pytest.raises(Rejected, match="picture"):
            parsers.submit(b"\x89PNG", source(b"\x89PNG", "image/png")).result(PATIENCE)


def test_every_field_comes_back_as_it_was() -> None:
    named = source(GOOD, origin="caf\udce9.html")  # a file name that is no UTF-8
    with Parsers(PATIENCE, MEGABYTES, reader="test_parsing:odd") as parsers:
        found = parsers.submit(GOOD, named).result(PATIENCE)
    assert found == odd(GOOD, named)
    assert found.document.source is named
    assert type(found.document.blocks) is tuple


# -- children and their parent ---------------------------------------------------------------------


def test_nothing_starts_before_the_first_document() -> None:
    with Parsers(PATIENCE, MEGABYTES, reader="no.such.module:none"):
        pass


def test_a_child_that_cannot_start_says_why() -> None:
    why = r"did not start \(ModuleNotFoundError: No module named 'no'\)"
    with Parsers(PATIENCE, MEGABYTES, reader="no.such.module:none") as parsers, pytest.raises(Unavailable, match=why):
        read(parsers, GOOD)


def test_a_child_knows_neither_our_folder_nor_our_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("json.py", "lxml.py", "ingest.py"):
        (tmp_path / name).write_text("raise SystemExit('a file of the user')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    monkeypatch.setenv("KB_HITS", "3")
    monkeypatch.setenv("SOME_API_KEY", "secret")
    with Parsers(PATIENCE, MEGABYTES, reader="test_parsing:explode") as parsers:
        found = read(parsers, GOOD)
    session, *environment = found.document.authors
    assert not {name for name in environment if re.search("KB_|KEY|PYTHON", name)}
    assert found.asides == (os.sep, "")  # the folder, and an empty standard input
    assert session == found.document.title  # a session of its own: Ctrl-C in the terminal is not for it


def test_children_read_side_by_side(tmp_path: Path) -> None:
    with Parsers(PATIENCE, MEGABYTES, 2, "test_parsing:explode") as parsers:
        waiting = [parsers.submit(f"meet!{tmp_path}".encode(), source(GOOD)) for _ in range(2)]
        readers = {future.result(PATIENCE).document.title for future in waiting}
    assert readers == {path.name for path in tmp_path.iterdir()}


def test_one_child_is_enough_while_documents_come_one_by_one() -> None:
    with Parsers(PATIENCE, MEGABYTES, 2, "test_parsing:explode") as parsers:
        assert len({pid(parsers) for _ in range(20)}) == 1


def test_closing_cancels_what_is_not_read() -> None:
    parsers = Parsers(PATIENCE, MEGABYTES, reader="test_parsing:explode")
    child = pid(parsers)
    waiting = [parsers.submit(b"loop!", source(GOOD)) for _ in range(3)]
    while not waiting[0].running():
        time.sleep(0.01)
    began = time.monotonic()
    parsers.close()
    parsers.close()
    assert time.monotonic() - began < 2
    for future in waiting:
        with pytest.raises(CancelledError):
            future.result(PATIENCE)
    assert gone(child)
    with pytest.raises(RuntimeError, match="closed"):
        parsers.submit(GOOD, source(GOOD))


PARENT = """
import sys, time
sys.path += {path!r}
from ingest.parsing import Parsers
from test_parsing import source
if __name__ == "__main__":
    parsers = Parsers(0.5, 300, reader="test_parsing:explode")
    print(parsers.submit(b"good", source(b"good")).result(30).document.title, flush=True)
    if {busy!r}:
        parsers.submit(b"sleep!", source(b"sleep!"))
        time.sleep(0.2)
    print("now", flush=True)
    {then}
"""


@pytest.mark.parametrize(
    ("busy", "then"),
    [
        (False, "time.sleep(60)"),  # killed while the child is idle: it meets the end of its input
        (True, "time.sleep(60)"),  # while it hangs: it ends itself when its time is over
        (True, "sys.exit()"),  # an end in good order, `close` forgotten
    ],
)
def test_no_child_outlives_its_parent(busy: bool, then: str) -> None:
    program = PARENT.format(path=sys.path, busy=busy, then=then)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as parent:
        assert parent.stdout and parent.stderr
        child = int(parent.stdout.readline())
        assert parent.stdout.readline() == b"now\n"
        if "exit" not in then:
            assert not gone(child, 0.0)
            parent.kill()
        assert parent.wait(5) == (0 if "exit" in then else -signal.SIGKILL)
        assert gone(child)
        assert parent.stderr.read() == b""


def gone(child: int, within: float = 8.0) -> bool:
    """Whether a process ends within so many seconds."""
    until = time.monotonic() + within
    while True:
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return True
        stat = Path(f"/proc/{child}/stat")
        if stat.exists() and stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z":
            return True  # ended; nobody has asked for its status
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
