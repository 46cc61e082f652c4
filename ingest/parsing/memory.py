"""How much memory a child process has, and a limit to what one document may take of it."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

try:
    import resource
except ImportError:  # Windows has no such limits; time is limited there, too
    resource = None  # type: ignore[assignment]

MIB = 1024 * 1024
SPENT_MIB = 256  # growth after which a fresh process takes over
NEARLY = 0.9  # of the limit: a library that met it may have gone on with half a text
TICK_SECONDS = 0.02  # of processor time, between two looks where the system has no limit of its own

_STATUS = Path("/proc/self/status")
_PEAK = re.compile(rb"VmPeak:\s+(\d+) kB")


def no_core() -> None:
    """A crash leaves no file with what was in memory."""
    if resource:
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def used() -> int:
    """Bytes this process has had at most so far: of address space on Linux, of memory elsewhere."""
    if _STATUS.exists() and (found := _PEAK.search(_STATUS.read_bytes())):
        return int(found[1]) * 1024
    if resource is None:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def spent(begun: int) -> bool:
    """Whether the process has grown so much since `begun` that a fresh one should take over."""
    return used() - begun > SPENT_MIB * MIB


@contextmanager
def limited(megabytes: int) -> Iterator[None]:
    """Within, MemoryError is raised when the process grows by more than `megabytes`; also at the end, where it has
    come so near that a library may have swallowed the error."""
    before = used()
    limit = before + megabytes * MIB
    guard = _address_space if _STATUS.exists() else _watched
    try:
        with guard(limit):
            yield
    finally:
        if used() - before > NEARLY * megabytes * MIB:
            raise MemoryError


@contextmanager
def _address_space(limit: int) -> Iterator[None]:
    """The system refuses memory beyond the limit."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard < 0 else min(limit, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


@contextmanager
def _watched(limit: int) -> Iterator[None]:
    """Looks from time to time, where the system keeps to no such limit (macOS)."""

    def look(number: int, frame: FrameType | None) -> None:
        if used() > limit:
            raise MemoryError

    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.signal(signal.SIGVTALRM, look)
    signal.setitimer(signal.ITIMER_VIRTUAL, TICK_SECONDS, TICK_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
