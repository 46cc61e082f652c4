"""What a site lets programs read (robots.txt after RFC 9309); the door to protego."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from protego import Protego

from ingest.fetch.addresses import Address
from ingest.fetch.manners import PRODUCT
from ingest.fetch.wire import Deadline
from kb.errors import Rejected, TryLater

MAX_BYTES = 500 * 1024  # what RFC 9309 asks to be read; the rest is ignored
KEPT_SECONDS = 24 * 3600.0  # as long as RFC 9309 lets rules be kept
RETRY_SECONDS = 60.0  # until a robots.txt that could not be had is asked for again

Load = Callable[[Address, Deadline], bytes | None]


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules of one site; `failure` where they could not be had, which forbids everything for now."""

    expires: float
    rules: Protego | None = None
    failure: TryLater | None = None


class Robots:
    """The rules of the sites that were asked, kept for a day.

    Args:
        load: gives the bytes of a robots.txt, or None where there is none (status 4xx).
    """

    def __init__(self, load: Load, clock: Callable[[], float]) -> None:
        self._load, self._clock = load, clock
        self._guard = Lock()
        self._locks: dict[str, Lock] = {}
        self._kept: dict[str, _Rules] = {}

    def check(self, address: Address, deadline: Deadline) -> float:
        """The Crawl-delay in seconds (0.0 where none is asked for) if the address may be read.

        Raises:
            Rejected: the rules forbid it.
            TryLater: the rules could not be had.
        """
        kept = self._rules(address, deadline)
        if kept.failure:
            wait = max(kept.expires - self._clock(), 0.0)
            raise TryLater(f"{address} waits for its site's robots.txt: {kept.failure}", wait)
        if kept.rules is None:
            return 0.0
        if not kept.rules.can_fetch(str(address), PRODUCT):
            raise Rejected(
                f"{address} may not be read by programs, says {address.site}/robots.txt. "
                "Open it in a browser, and save the page."
            )
        return float(kept.rules.crawl_delay(PRODUCT) or 0.0)

    def _rules(self, address: Address, deadline: Deadline) -> _Rules:
        began = self._clock()
        with self._guard:
            lock = self._locks.setdefault(address.site, Lock())
        with lock:
            deadline.extend(self._clock() - began)
            kept = self._kept.get(address.site)
            if kept is None or kept.expires <= self._clock():
                kept = self._kept[address.site] = self._asked(address, deadline)
            return kept

    def _asked(self, address: Address, deadline: Deadline) -> _Rules:
        try:
            data = self._load(Address(address.scheme, address.host, address.port, "/robots.txt"), deadline)
        except TryLater as failure:
            return _Rules(self._clock() + max(RETRY_SECONDS, failure.after or 0.0), failure=failure)
        except Rejected:  # leads in circles, or where nothing is read: as good as none; the page is checked by itself
            return _Rules(self._clock() + RETRY_SECONDS)
        rules = None if data is None else Protego.parse(data.decode("utf-8-sig", "replace"))
        return _Rules(self._clock() + KEPT_SECONDS, rules)
