"""One request over one connection to addresses that were checked, within a deadline: the door to httpcore.

httpcore, not httpx on top of it: httpx looks names up by itself, unpacks bodies without a limit and keeps cookies.
Nothing is kept open between requests: what is connected to was checked for this very request.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from ingest.fetch.addresses import Address
from kb.errors import TryLater

CONNECT_SECONDS = 10.0  # for one of several addresses of a host


class Deadline:
    """The time by which an address must have been read; waiting for a turn moves it."""

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        self._clock, self._end = clock, clock() + seconds

    def left(self) -> float:
        """Seconds that are left, never 0. Raises TimeoutError when there are none."""
        left = self._end - self._clock()
        if left <= 0:
            raise TimeoutError
        return left

    def extend(self, seconds: float) -> None:
        """These seconds don't count."""
        self._end += seconds


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply: its status, its headers (names in lower case, repeated ones joined by commas), its body as it comes."""

    status: int
    headers: Mapping[str, str]
    body: Iterable[bytes]

    def header(self, name: str) -> str:
        """A header, or ""."""
        return self.headers.get(name, "")


@contextmanager
def ask(address: Address, ips: Sequence[str], headers: Mapping[str, str], deadline: Deadline) -> Iterator[Reply]:
    """A GET request for `address` to the first of `ips` that answers; the certificate has to be the host's.

    Raises:
        TryLater: no connection, no valid reply, or the deadline has passed; also while the body is read.
    """
    import httpcore

    sent = [("Host", address.site.partition("://")[2]), ("Connection", "close"), *headers.items()]
    url = httpcore.URL(
        scheme=address.scheme.encode(),
        host=address.host.encode(),
        port=address.port,
        target=address.target.encode(),
    )
    backend = cast(Any, _Backend(ips, deadline))
    secure = _tls() if address.scheme == "https" else None
    connection = httpcore.HTTPConnection(origin=url.origin, ssl_context=secure, network_backend=backend)
    try:
        with connection.stream("GET", url, headers=sent) as response:
            yield Reply(response.status, _headers(response.headers), response.iter_stream())
    except (TimeoutError, httpcore.TimeoutException):
        raise TryLater(f"{address} took too long to answer. Try again later, or set KB_FETCH_SECONDS.") from None
    except httpcore.ConnectError as error:
        raise _unconnected(address, error) from None
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        reason = str(error).rstrip(".") or type(error).__name__
        raise TryLater(f"{address} broke off its reply, or it is not valid HTTP ({reason}). Try again later.") from None
    finally:
        connection.close()


def _unconnected(address: Address, error: Exception) -> TryLater:
    reason = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in reason:
        return TryLater(
            f"{address} shows a certificate that is not valid for {address.host} ({reason.rpartition(': ')[2]}). "
            "Check the clock of this machine; if a browser opens it, save the page."
        )
    return TryLater(f"{address} cannot be connected to ({reason or 'no answer'}). Check the address, or try later.")


def _headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for key, value in raw:
        name, text = key.decode("latin-1").lower(), _text(value)
        headers[name] = f"{headers[name]}, {text}" if name in headers else text
    return headers


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


@cache
def _tls() -> ssl.SSLContext:
    import httpcore

    return httpcore.default_ssl_context()


class _Backend:
    """Connects to the checked addresses, whatever host the caller names."""

    def __init__(self, ips: Sequence[str], deadline: Deadline) -> None:
        self._ips, self._deadline = ips, deadline

    def connect_tcp(self, host: str, port: int, **_: Any) -> _Stream:
        """A connection to the first address that takes one; one that is silent leaves time for the others."""
        import httpcore

        failure: Exception = TimeoutError()
        for place, ip in enumerate(self._ips):
            share = self._deadline.left() / (len(self._ips) - place)
            try:
                stream = httpcore.SyncBackend().connect_tcp(ip, port, timeout=min(share, CONNECT_SECONDS))
                return _Stream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class _Stream:
    """A connection whose every wait ends at the deadline, so that dripping replies end too."""

    def __init__(self, stream: Any, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return cast(bytes, self._stream.read(max_bytes, self._deadline.left()))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> _Stream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
