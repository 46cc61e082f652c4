"""Fetching and parsing ahead of the writing: threads fetch, a process of its own parses, the caller takes in order."""

from __future__ import annotations

import codecs
import hashlib
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from types import TracebackType
from urllib.parse import urlsplit

from ingest.discover import LISTINGS, Item, Listing, feeds_of, listing
from ingest.extract import Extraction
from ingest.extract.encoding import decode
from ingest.fetch import Fetcher, Manners, Validators, soft_404
from ingest.parsing import Parsers
from kb.errors import Rejected
from kb.library import Library
from kb.model import Source
from kb.settings import Settings
from kb.store import OriginRow

THREADS = 8  # a host is asked one question at a time, so these are for different hosts
AHEAD = 16  # arrivals that wait for the writer, at most
GROUP = 16  # most that are taken under one lock
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An origin to be read; `via` is the listing that named it, `carried` the text that listing held of it.

    `depth` is how many listings lead to it.
    """

    origin: str
    via: str | None = None
    carried: str | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came of an origin: an extraction, a listing, the same bytes as before (`same`), or an error.

    `address` is where the bytes were in the end, after redirects; None for a file. `reader` says by what they were
    read: the same bytes are not refused twice by the same reader, unless they are asked for by name.
    """

    wanted: Wanted
    source: Source | None = None
    data: bytes = b""
    address: str | None = None
    charset: str | None = None
    validators: Validators = Validators()
    extraction: Extraction | None = None
    listing: Listing | None = None
    same: bool = False
    error: Exception | None = None
    reader: str = ""
    seconds: float = 0.0


class Arrivals:
    """A queue of origins that are fetched and parsed while earlier ones are written; as a context manager."""

    def __init__(self, library: Library, origins: Iterable[Wanted], named: bool = False) -> None:
        self._library = library
        self._named = named
        self._reader = _reader(library.settings)
        self._fetcher = _fetcher(manners(library.settings))
        self._parsers = parsers(library.settings)
        self._queue: deque[Wanted] = deque()
        self._asked: set[str] = set()
        self.add(origins)
        self._pending: deque[Future[Arrival]] = deque()
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="reading")

    def __enter__(self) -> Arrivals:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        if any(not future.done() for future in self._pending):  # left early: nobody waits for what is being parsed
            _parsers.cache_clear()
            self._parsers.close()

    def add(self, origins: Iterable[Wanted]) -> None:
        """More origins, to be read after the others; those asked for already are left out."""
        for wanted in origins:
            if wanted.origin not in self._asked:
                self._asked.add(wanted.origin)
                self._queue.append(wanted)

    def groups(self) -> Iterator[Sequence[Arrival]]:
        """What has arrived, in the order asked for: at least one, and those after it that need no waiting."""
        while self._fill():
            ready = [self._pending[0].result()]  # taken off when it is there: see `__exit__`
            self._pending.popleft()
            while self._pending and self._pending[0].done() and len(ready) < GROUP:
                ready.append(self._pending.popleft().result())
            self._fill()
            yield ready

    def _fill(self) -> bool:
        while self._queue and len(self._pending) < AHEAD:
            self._pending.append(self._pool.submit(self._arrive, self._queue.popleft()))
        return bool(self._pending)

    def _arrive(self, wanted: Wanted) -> Arrival:
        began = time.perf_counter()
        arrival = Arrival(wanted, reader=self._reader)
        try:
            if not is_text(wanted.origin):
                raise Rejected(f"{readable(wanted.origin)}: the name is not in UTF-8. Rename the file.")
            arrival = self._fetched(arrival, self._library.store.origin(wanted.origin))
            arrival = arrival if arrival.same or arrival.error else self._parsed(arrival)
        except Exception as error:  # noqa: BLE001 - belongs to this origin; the writer records it
            arrival = replace(arrival, error=error)
        return replace(arrival, seconds=time.perf_counter() - began)

    def _fetched(self, arrival: Arrival, before: OriginRow | None) -> Arrival:
        wanted = arrival.wanted
        known = before if before and before.state != "rejected" else None
        asked = Validators(known.etag, known.last_modified, known.address) if known else None
        try:
            fetched = self._fetcher.fetch(wanted.origin, asked)
        except Rejected:
            if wanted.carried is None or known:
                raise
            return replace(arrival, source=_carried(wanted), data=wanted.carried.encode(), address=wanted.origin)
        if fetched is None:
            return replace(arrival, same=True)
        if self._was_refused(before, fetched.source):
            return replace(arrival, source=fetched.source, error=Rejected(before.reason if before else ""))
        return replace(
            arrival,
            source=fetched.source,
            data=fetched.data,
            address=fetched.address,
            charset=fetched.charset,
            validators=fetched.validators,
            same=bool(known and known.document_id and known.sha256 == fetched.source.id),
        )

    def _was_refused(self, before: OriginRow | None, source: Source) -> bool:
        """Whether this reader has refused these bytes before, and the user does not insist."""
        refused = before is not None and before.state == "rejected" and not self._named
        return refused and before is not None and (before.sha256, before.reader) == (source.id, self._reader)

    def _parsed(self, arrival: Arrival) -> Arrival:
        source = arrival.source
        if source is None:
            return arrival
        if source.media_type in LISTINGS:
            named = listing(arrival.data, source.media_type, arrival.address, source.origin)
            return replace(arrival, listing=named)
        try:
            extraction = self._parsers.submit(_declared(arrival), source).result()
        except Rejected as error:
            return replace(arrival, listing=_feeds(arrival, error))
        return replace(arrival, extraction=_refused_if_missing(arrival, extraction))


def is_text(name: str) -> bool:
    """Whether a file's name can be written down: names may be any bytes, and Python carries those it cannot read."""
    return not any("\ud800" <= char <= "\udfff" for char in name)


def readable(name: str) -> str:
    """The name with a mark in place of each byte that cannot be read."""
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in name)


def _reader(settings: Settings) -> str:
    """What decides whether bytes can be read: this program's version, the languages and the limits."""
    limits = f"{settings.parse_seconds:g} s, {settings.parse_megabytes} MB"
    return f"{version('quellenlage')}, {','.join(settings.languages)}, {limits}"


def _carried(wanted: Wanted) -> Source:
    """A source for the text that a feed itself carried, where its address cannot be read."""
    data = (wanted.carried or "").encode()
    return Source(hashlib.sha256(data).hexdigest(), wanted.origin, "text/html", datetime.now(UTC))


def _declared(arrival: Arrival) -> bytes:
    """The bytes with the charset that the server named, where they don't begin by naming one (RFC 9110, 8.3)."""
    kind = arrival.source.media_type if arrival.source else ""
    if not arrival.charset or not kind.startswith("text/") or arrival.data.startswith(_MARKS):
        return arrival.data
    try:
        return codecs.BOM_UTF8 + arrival.data.decode(arrival.charset).encode()
    except (LookupError, UnicodeError):  # no such charset, or it is not true
        return arrival.data


def _feeds(arrival: Arrival, error: Rejected) -> Listing:
    """The feeds of a page that is no article itself; raises the error again where it names none.

    A site's front page stands for its feeds. For any other page the error says where the feeds are.
    """
    if arrival.address is None or arrival.source is None or arrival.source.media_type != "text/html":
        raise error
    feeds = feeds_of(decode(arrival.data), arrival.address)
    if not feeds:
        raise error
    if urlsplit(arrival.address).path.strip("/"):
        raise Rejected(f"{error} The site has a feed: kb ingest {feeds[0]}") from None
    return Listing("links", arrival.address, tuple(Item(feed) for feed in feeds[:1]))


def _refused_if_missing(arrival: Arrival, extraction: Extraction) -> Extraction:
    """The extraction, unless it is that of an error page sent as if all were well."""
    if arrival.address is None:
        return extraction
    document = extraction.document
    if reason := soft_404(arrival.wanted.origin, arrival.address, document.title, document.text):
        raise Rejected(f"{arrival.wanted.origin}: {reason}")
    return extraction


def manners(settings: Settings) -> Manners:
    """How sites are asked, after the settings."""
    return Manners(settings.contact, settings.private_hosts, settings.gap_seconds, settings.fetch_seconds)


@cache
def _fetcher(manners: Manners) -> Fetcher:
    """One a process: it remembers when a host was last asked, and what its robots.txt says."""
    return Fetcher(manners)


def parsers(settings: Settings) -> Parsers:
    """The children that parse, within the limits of the settings."""
    return _parsers(settings.parse_seconds, settings.parse_megabytes)


@cache
def _parsers(seconds: float, megabytes: int) -> Parsers:
    """One a process: a child takes a third of a second until its first page is read."""
    return Parsers(seconds, megabytes)
