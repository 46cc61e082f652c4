"""How a guest behaves on other people's servers: who he says he is, one request a host at a time, gaps, Retry-After."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from threading import Lock

from kb.errors import TryLater

PRODUCT = "Quellenlage"  # the name robots.txt files may speak to
MAX_PAUSE = 60.0  # seconds; longer than this nobody is kept waiting for a turn
MAX_AFTER = 86400.0  # seconds; a longer Retry-After is not believed
UNNAMED_PAUSE = 60.0  # seconds a host is left alone that says "too many requests" and no time


@dataclass(frozen=True, slots=True)
class Manners:
    """What the settings say: `gap_seconds` between two requests to a host, `fetch_seconds` for a whole address."""

    contact: str = ""
    private_hosts: tuple[str, ...] = ()
    gap_seconds: float = 1.0
    fetch_seconds: float = 30.0


class Turns:
    """One request a host at a time, each a gap after the one before; threads wait for their turn."""

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], object]) -> None:
        self._clock, self._sleep = clock, sleep
        self._guard = Lock()
        self._locks: dict[str, Lock] = {}
        self._ended: dict[str, float] = {}
        self._barred: dict[str, float] = {}

    @contextmanager
    def turn(self, host: str, gap: float) -> Iterator[float]:
        """Waits until the host may be asked; gives the seconds waited.

        Raises:
            TryLater: the host asked to be left alone, or the gap is longer than `MAX_PAUSE`; `after` says how long.
        """
        began = self._clock()
        with self._guard:
            lock = self._locks.setdefault(host, Lock())
        with lock:
            self._pause(host, gap)
            try:
                yield self._clock() - began
            finally:
                self._ended[host] = self._clock()

    def leave_alone(self, host: str, seconds: float) -> None:
        """No request to this host for so long."""
        self._barred[host] = max(self._barred.get(host, 0.0), self._clock() + seconds)

    def _pause(self, host: str, gap: float) -> None:
        now = self._clock()
        barred = self._barred.get(host, now) - now
        pause = self._ended.get(host, now - gap) + gap - now
        if barred > 0 or pause > MAX_PAUSE:
            wait = max(barred, pause)
            raise TryLater(f"{host} asks for {wait:.0f} seconds before the next request. Try again then.", wait)
        if pause > 0:
            self._sleep(pause)


def user_agent(contact: str) -> str:
    """What the program calls itself: name, version and whom to write to, in the characters a header may have."""
    try:
        number = version("quellenlage")
    except PackageNotFoundError:  # run from a folder, not installed
        number = "0"
    plain = re.sub(r"[^!-'*-~]+", " ", contact).strip()
    return f"{PRODUCT}/{number}" + (f" (+{plain})" if plain else "")


def retry_after(value: str, now: datetime) -> float | None:
    """The seconds a Retry-After header names, as a number or as a date; None where it names none."""
    value = value.strip()
    if re.fullmatch(r"[0-9]+", value):
        return min(float(value[:12]), MAX_AFTER)
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return min(max((then - now).total_seconds(), 0.0), MAX_AFTER)
