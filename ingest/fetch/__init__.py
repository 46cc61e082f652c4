"""Path or address to `Source` and bytes: every byte from outside comes through here, its media type told by content."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from ingest.fetch.addresses import is_address
from ingest.fetch.files import MAX_BYTES, MAX_TEXT_BYTES, limit_of, read, too_large
from ingest.fetch.manners import Manners, retry_after, user_agent
from ingest.fetch.media import DOCX, media_type
from ingest.fetch.soft404 import soft_404
from ingest.fetch.web import Fetched, Machine, Validators, Web
from kb.errors import Rejected, TryLater
from kb.model import Source

__all__ = [
    "DOCX",
    "MAX_BYTES",
    "MAX_TEXT_BYTES",
    "Fetched",
    "Fetcher",
    "Machine",
    "Manners",
    "Validators",
    "fetch",
    "is_address",
    "media_type",
    "retry_after",
    "soft_404",
    "user_agent",
]


class Fetcher:
    """Files and addresses, read for a whole run: remembers robots.txt and when each host was asked last.

    Several threads may fetch at once; those that want the same host wait for each other.
    """

    def __init__(self, manners: Manners = Manners(), machine: Machine = Machine()) -> None:  # noqa: B008 - frozen
        self._web = Web(manners, machine)

    def fetch(self, origin: str, known: Validators | None = None) -> Fetched | None:
        """The bytes of a file or address; None if the server says that the page is still the `known` one.

        Raises:
            Rejected: it cannot be read, and why, and what to do about it.
            TryLater: it cannot be had just now; `after` is the number of seconds to wait, where that is known.
        """
        if is_address(origin):
            return self._web.get(origin, known)
        source, data = _file(origin)
        return Fetched(source, data)

    def close(self) -> None:
        """Ends all waiting; nothing is fetched any more."""
        self._web.close()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def fetch(origin: str) -> tuple[Source, bytes]:
    """The bytes of one file or address and their `Source`. Raises Rejected with a reason and what to do about it."""
    with Fetcher() as fetcher:
        fetched = fetcher.fetch(origin)
    if fetched is None:  # nothing was known, so nothing can be unchanged
        raise TryLater(f"{origin} did not send its content. Try again later.")
    return fetched.source, fetched.data


def _file(origin: str) -> tuple[Source, bytes]:
    data = read(Path(origin))
    kind = media_type(data, origin)
    if len(data) > limit_of(kind):
        raise Rejected(too_large(origin, len(data), limit_of(kind)))
    return Source(hashlib.sha256(data).hexdigest(), origin, kind, datetime.now(UTC)), data
