"""From an address to the bytes of an article: redirects, robots.txt, manners and limits, one step after the other."""

from __future__ import annotations

import codecs
import hashlib
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event
from typing import TypeVar
from urllib.parse import unquote

from ingest.fetch import robots
from ingest.fetch.addresses import Address, follow, parse, private_hosts
from ingest.fetch.files import MAX_BYTES, limit_of, too_large
from ingest.fetch.manners import UNNAMED_PAUSE, Manners, Turns, retry_after, user_agent
from ingest.fetch.media import media_type
from ingest.fetch.names import Resolve, checked_ips, system_resolve
from ingest.fetch.unpacking import ACCEPTED, unpacked
from ingest.fetch.wire import Deadline, Reply, ask
from kb.errors import Rejected, TryLater
from kb.model import Source

MAX_REDIRECTS = 5

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LATER = frozenset({408, 421, 425, 429})  # statuses below 500 that pass
_SAVE = "Open it in a browser, and save the page."
_REFUSALS = {
    204: f"has no content. {_SAVE}",
    205: f"has no content. {_SAVE}",
    401: f"asks for a password. {_SAVE}",
    402: f"asks for a payment. {_SAVE}",
    403: f"does not let this program in (status 403). {_SAVE}",
    404: "is not there (status 404). Check the address, or look the article up on the site.",
    410: "is no longer there (status 410). Look the article up on the site or in a web archive.",
    451: f"is withheld for legal reasons (status 451). {_SAVE}",
}
_HEADERS = {
    "Accept": "text/html, application/xhtml+xml, application/pdf, application/xml;q=0.9, */*;q=0.5",
    "Accept-Encoding": ACCEPTED,
}

T = TypeVar("T")
Asking = Callable[[Address], AbstractContextManager[Reply]]


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said to recognise a page by, and the address (after redirects) it said so of."""

    etag: str | None = None
    last_modified: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """Bytes from outside: `address` after redirects and `charset` as declared are None for files."""

    source: Source
    data: bytes
    address: str | None = None
    validators: Validators = Validators()
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Machine:
    """What fetching takes from the machine: host → IP addresses, seconds of a clock, the time of day, sleep."""

    resolve: Resolve = system_resolve
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], object] | None = None


class Web:
    """Pages from the public internet, read as a polite guest. May be used by several threads at once."""

    def __init__(self, manners: Manners, machine: Machine) -> None:
        self._private = private_hosts(manners.private_hosts)
        self._manners, self._machine = manners, machine
        self._headers = {"User-Agent": user_agent(manners.contact), **_HEADERS}
        self._closed = Event()
        self._turns = Turns(machine.clock, machine.sleep or self._closed.wait)
        self._robots = robots.Robots(self._load_robots, machine.clock)

    def close(self) -> None:
        """Nobody waits any longer, and nothing more is asked for."""
        self._closed.set()

    def get(self, asked: str, known: Validators | None) -> Fetched | None:
        """The page at an address; None if it is still the `known` one. Errors as for `Fetcher.fetch`."""
        deadline = Deadline(self._machine.clock, self._manners.fetch_seconds)

        def asking(address: Address) -> AbstractContextManager[Reply]:
            checked_ips(address, self._machine.resolve, self._private, deadline)  # before anybody waits for a turn
            delay = self._robots.check(address, deadline)
            return self._asking(address, deadline, delay, _conditions(known, address))

        def take(address: Address, reply: Reply) -> Fetched | None:
            if reply.status == 304 and _conditions(known, address):
                return None
            _check_status(address, reply, self._machine.now())
            return _page(asked, address, reply, self._machine.now())

        start = parse(asked, self._private)
        try:
            return self._walk(start, asking, take)
        except TryLater as error:
            raise TryLater(_named(start, error), error.after) from None
        except Rejected as error:
            raise Rejected(_named(start, error)) from None

    def _walk(self, start: Address, asking: Asking, take: Callable[[Address, Reply], T]) -> T:
        """Follows redirects, each target checked like the first address, and takes what stands at their end."""
        seen = [start]
        while True:
            with asking(seen[-1]) as reply:
                if reply.status not in _REDIRECTS:
                    return take(seen[-1], reply)
                target = follow(seen[-1], reply.header("location"), self._private)
            if target in seen:
                raise Rejected(f"{start} redirects in a circle, perhaps because it wants cookies. {_SAVE}")
            if len(seen) > MAX_REDIRECTS:
                raise Rejected(f"{start} redirects more than {MAX_REDIRECTS} times. {_SAVE}")
            seen.append(target)

    @contextmanager
    def _asking(
        self, address: Address, deadline: Deadline, delay: float = 0.0, conditions: Mapping[str, str] | None = None
    ) -> Iterator[Reply]:
        """One request, in its turn, over a connection to an IP address that was checked for it."""
        with self._turns.turn(address.host, max(self._manners.gap_seconds, delay)) as waited:
            if self._closed.is_set():
                raise TryLater(f"{address} was not read: the program is stopping. Try again.")
            deadline.extend(waited)
            ips = checked_ips(address, self._machine.resolve, self._private, deadline)
            with ask(address, ips, {**self._headers, **(conditions or {})}, deadline) as reply:
                if (pause := _pause(reply, self._machine.now())) is not None:
                    self._turns.leave_alone(address.host, pause)
                yield reply

    def _load_robots(self, address: Address, deadline: Deadline) -> bytes | None:
        def take(address: Address, reply: Reply) -> bytes | None:
            if 400 <= reply.status < 500 and reply.status != 429:
                return None
            _check_status(address, reply, self._machine.now())
            return _beginning(address, reply, robots.MAX_BYTES)

        return self._walk(address, lambda one: self._asking(one, deadline), take)


def _named(start: Address, error: Rejected) -> str:
    """What went wrong, with the address that was asked for, if it happened behind a redirect."""
    return str(error) if str(start) in str(error) else f"{start} redirects: {error}"


def _conditions(known: Validators | None, address: Address) -> dict[str, str]:
    """The headers that ask for the page only if it has changed; what was said of another address doesn't count."""
    if known is None or known.address not in (None, str(address)):
        return {}
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in asked.items() if value and re.fullmatch("[ -~]+", value)}


def _pause(reply: Reply, now: datetime) -> float | None:
    """The seconds for which the host wants to be left alone; None if it doesn't."""
    if reply.status not in (429, 503):
        return None
    named = retry_after(reply.header("retry-after"), now)
    return UNNAMED_PAUSE if named is None and reply.status == 429 else named


def _check_status(address: Address, reply: Reply, now: datetime) -> None:
    """Raises Rejected or TryLater for whatever is no page."""
    status = reply.status
    if status in _REFUSALS:
        raise Rejected(f"{address} {_REFUSALS[status]}")
    if status in _LATER or status >= 500 or status == 206:
        after = _pause(reply, now)
        wait = "later" if after is None else f"in {after:.0f} seconds"
        what = "asks for fewer requests" if status == 429 else "cannot be had just now"
        raise TryLater(f"{address} {what} (status {status}). Try again {wait}.", after)
    if not 200 <= status < 300:
        raise Rejected(f"{address} cannot be read (status {status}). {_SAVE}")


def _pieces(address: Address, reply: Reply) -> Iterator[bytes]:
    return unpacked(reply.body, reply.header("content-encoding"), MAX_BYTES, str(address))


def _beginning(address: Address, reply: Reply, most: int) -> bytes:
    """At most so many bytes of a body, whole lines only."""
    data = bytearray()
    for piece in _pieces(address, reply):
        data += piece
        if len(data) > most:
            return bytes(data[: data.rfind(b"\n", 0, most) + 1])
    return bytes(data)


def _page(asked: str, address: Address, reply: Reply, now: datetime) -> Fetched:
    data = _body(address, reply)
    source = Source(hashlib.sha256(data).hexdigest(), asked, media_type(data, _name(address)), now)
    validators = Validators(reply.header("etag") or None, reply.header("last-modified") or None, str(address))
    return Fetched(source, data, str(address), validators, _charset(reply.header("content-type")))


def _body(address: Address, reply: Reply) -> bytes:
    """The whole body, refused as soon as it is known to be too large for its kind."""
    announced = reply.header("content-length")
    if announced.isdigit() and int(announced[:15]) > MAX_BYTES:
        raise Rejected(too_large(str(address), int(announced[:15]), MAX_BYTES))
    data, limit = bytearray(), 0
    for piece in _pieces(address, reply):
        data += piece
        if not limit and len(data) >= 8192:
            limit = limit_of(media_type(bytes(data), _name(address)))
        if limit and len(data) > limit:
            raise Rejected(too_large(str(address), len(data), limit))
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise Rejected(f"{address} is an empty page. {_SAVE}")
    return bytes(data)


def _name(address: Address) -> str:
    """What a file of this address would be called."""
    return unquote(address.target.partition("?")[0].rpartition("/")[2])


def _charset(content_type: str) -> str | None:
    """The charset of a Content-Type, if it is one that can be read."""
    found = re.search(r"""(?i);\s*charset\s*=\s*["']?([\w.:-]{1,40})""", content_type)
    try:
        return codecs.lookup(found[1]).name if found else None
    except LookupError:
        return None
