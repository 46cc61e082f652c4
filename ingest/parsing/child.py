"""The child process that reads documents: one frame in, one frame out, until its parent is gone."""

from __future__ import annotations

import ctypes
import importlib
import logging
import math
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any, BinaryIO

from ingest.parsing import memory
from ingest.parsing.frames import LARGEST, receive, send, to_json
from kb.errors import Rejected, Unavailable
from kb.model import Source

PR_SET_PDEATHSIG = 1  # of prctl(2)
GRACE_SECONDS = 2  # after which a child whose parent did not end it (being gone) ends itself
NETWORK = ("socket.bind", "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")

_log = logging.getLogger(__name__)

Read = Callable[[bytes, Source], Any]


def main(seconds: str, megabytes: str, reader: str) -> None:
    """Reads documents with the function `reader` (`module:function`) until standard input ends."""
    requests, answers = _own_pipes()
    sys.addaudithook(_offline)
    memory.no_core()
    _end_with_parent()
    module, name = reader.split(":")
    read: Read = getattr(importlib.import_module(module), name)
    send(answers, {"kind": "ready"})
    begun = memory.used()
    while request := receive(requests):
        _alarm(math.ceil(float(seconds)) + GRACE_SECONDS)
        kind, body = _attempt(read, request[1], _source(request[0]["source"]), int(megabytes))
        _alarm(0)
        del request
        send(answers, {"kind": kind, "spent": memory.spent(begun)}, body)


def _end_with_parent() -> None:
    """On Linux the system ends this process with its parent, which may be killed in the middle of a long document."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes to the parent, out of reach of libraries that print or ask: for them input is empty, and
    output goes to the log."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, answers


def _attempt(read: Read, data: bytes, source: Source, megabytes: int) -> tuple[str, bytes]:
    """What became of one document: `read` with the extraction, `memory`, `refused` or `unavailable` with a message."""
    try:
        with memory.limited(megabytes):
            body = to_json(read(data, source))
        if len(body) <= LARGEST:
            return "read", body
        message = f"holds over {LARGEST >> 20} MB of text, more than can be taken in at once. Split it."
    except MemoryError:
        return "memory", b""
    except Rejected as error:
        message = str(error)
    except Unavailable as error:
        return "unavailable", str(error).encode("utf-8", "replace")
    except RecursionError:
        message = "is nested too deeply to be read. Save the article as text or PDF."
    except Exception as error:  # noqa: BLE001 - one bad input must not stop the rest
        _log.exception("reading failed")
        message = f"could not be read ({type(error).__name__}: {error}); please report this file"
    return "refused", message.encode("utf-8", "replace")


def _source(fields: dict[str, Any]) -> Source:
    return Source(**{**fields, "fetched_at": datetime.fromisoformat(fields["fetched_at"])})


def _alarm(seconds: int) -> None:
    """Ends this process after so many seconds, whatever it is doing; 0 takes that back."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _offline(event: str, arguments: Any) -> None:
    """Reading a document asks nobody for anything."""
    if event in NETWORK:
        raise PermissionError(f"{event} while a document was read")
