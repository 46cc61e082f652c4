"""One child process that reads documents, seen from its parent: started, asked, timed, ended."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import IO, Any

from ingest.extract import Extraction
from ingest.parsing.frames import LARGEST, Frame, from_json, receive, send
from kb.errors import Rejected, Unavailable
from kb.model import Source

START_SECONDS = 60.0  # a tenth of a second as a rule; a cold disk or a crowded machine may need more
ALARM = 14  # by which a child ends itself where its parent is late
LINE = 2_000  # most characters of one line of a child's log
KEPT = (  # of the environment: what the interpreter may need to start. Neither settings nor anybody's keys
    "DYLD_LIBRARY_PATH",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "LD_LIBRARY_PATH",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
    "TZ",
)
_START = (
    "import json, sys; sys.path = json.loads(sys.argv[1]); from ingest.parsing.child import main; main(*sys.argv[2:])"
)
_ERRORS = {"refused": Rejected, "unavailable": Unavailable}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take: seconds by the clock, megabytes (of 1,048,576 bytes) of memory of its own."""

    seconds: float
    megabytes: int


class Reader:
    """A child process; one thread asks it, any thread may `end` it. Starts at once, is waited for when first asked.

    The child runs without the user's folder on its path, without the program's environment, in a session of its own
    (Ctrl-C in the terminal is not for it), and ends with its parent.

    Raises:
        Unavailable: no process can be started.
    """

    def __init__(self, limits: Limits, reader: str) -> None:
        self._limits = limits
        self._ready = self._late = self._spent = False
        self._said = ""  # the last line of its log
        command = [sys.executable, "-I", "-X", "utf8", "-c", _START, json.dumps(_search_path())]
        command += [str(limits.seconds), str(limits.megabytes), reader]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=os.sep,
                env={name: os.environ[name] for name in KEPT if name in os.environ},
                start_new_session=True,
            )
        except OSError as error:
            raise Unavailable(f"no process to read files in can be started ({error}); close other programs") from None
        self._drain = threading.Thread(target=self._listen, name="parsing-log", daemon=True)
        self._drain.start()

    @property
    def fit(self) -> bool:
        """Whether it can read another document."""
        return not (self._late or self._spent) and self._process.poll() is None

    def read(self, data: bytes, source: Source) -> Extraction:
        """The document in `data`. Raises Rejected, and Unavailable where the child does not start."""
        if not self._ready:
            self._ready = self._ask(None, START_SECONDS) is not None
        if not self._ready:
            self._gone()
            raise Unavailable(f"the process that reads files did not start ({self._said or 'no answer'})")
        answer = self._ask(({"source": source}, data), self._limits.seconds)
        if answer is None:
            raise Rejected(self._why())
        try:
            extraction = self._taken(*answer)
        except (KeyError, ValueError) as error:  # the document has got hold of its reader, or our records changed
            self._spent = True
            raise Rejected(f"was read to no sensible result ({error}); please report this file") from error
        return replace(extraction, document=replace(extraction.document, source=source))

    def _taken(self, head: dict[str, Any], body: bytes) -> Extraction:
        """The extraction in an answer. Raises what the child raised, and KeyError or ValueError for nonsense."""
        kind, self._spent = head["kind"], bool(head["spent"])
        if kind == "read":
            extraction: Extraction = _adapter().validate_python(from_json(body))
            return extraction
        if kind == "memory":
            raise Rejected(_too_large(self._limits.megabytes))
        raise _ERRORS[kind](body.decode("utf-8", "replace"))

    def end(self) -> None:
        """Kills the child and whatever it has started; `read` then gives up."""
        if self._process.returncode is not None:
            return
        with suppress(ProcessLookupError, PermissionError):  # gone already
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()

    def close(self) -> None:
        """Ends the child and frees what belongs to it."""
        self._gone()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # half a request was still to be sent
                _opened(stream).close()

    # -- asking ------------------------------------------------------------------------------------

    def _ask(self, request: Frame | None, seconds: float) -> Frame | None:
        """The child's next answer; None where it ended, or was ended after `seconds`."""
        clock = threading.Timer(seconds, self._overdue)
        clock.daemon = True
        clock.start()
        try:
            if request:
                send(_opened(self._process.stdin), *request)
            return receive(_opened(self._process.stdout), LARGEST)
        except (OSError, ValueError):  # it ended meanwhile, or sent what is no answer
            return None
        finally:
            clock.cancel()
            clock.join()

    def _overdue(self) -> None:
        self._late = True
        self.end()

    def _gone(self) -> int:
        """The exit status of the child, which has ended or is ended now."""
        self.end()
        status = self._process.wait()
        self._drain.join()
        return status

    def _why(self) -> str:
        """Why there was no answer, for the user. A child that is still there has sent nonsense: it is ended."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1.0)  # the pipes close a moment before the process has ended
        status = self._gone()
        if self._late or status == -ALARM:
            return (
                f"took longer than {self._limits.seconds:g} s to read. Raise KB_PARSE_SECONDS if it is meant to be "
                "that long, or split it."
            )
        return f"stopped the reader ({_ending(status)}). Save the article as text or PDF; please report this file."

    def _listen(self) -> None:
        """Takes in whatever the child and its libraries print, so that it never waits for a reader of that."""
        stream = _opened(self._process.stderr)
        while line := stream.readline(LINE):
            self._said = line.decode("utf-8", "replace").strip() or self._said
            _log.debug("%s", self._said)
        stream.close()


# -- small pure things -----------------------------------------------------------------------------


def _opened(stream: IO[bytes] | None) -> Any:
    assert stream is not None, "every stream of the child is a pipe"
    return stream


def _search_path() -> list[str]:
    """Where the child finds modules: as here, but for what is relative to the user's folder, and with our own root."""
    root = str(Path(__file__).resolve().parents[2])
    kept = [place for place in sys.path if Path(place).is_absolute()]
    return kept if root in kept else [*kept, root]


def _too_large(megabytes: int) -> str:
    return f"needs more than {megabytes} MB of memory to read. Raise KB_PARSE_MEGABYTES, or split it."


def _ending(status: int) -> str:
    """An exit status in words."""
    if status >= 0:
        return f"exit status {status}"
    name = signal.Signals(-status).name if -status in set(signal.Signals) else str(-status)
    return f"signal {name}" + ("; is the machine out of memory?" if -status == signal.SIGKILL else "")


@cache
def _adapter() -> Any:
    """Builds an extraction of plain values, and checks that they are one."""
    from pydantic import TypeAdapter

    return TypeAdapter(Extraction)
