"""From a host name to the IP addresses that may be connected to: every one it resolves to is checked."""

from __future__ import annotations

import socket
from collections.abc import Callable, Collection, Sequence
from queue import Empty, SimpleQueue
from threading import Thread

from ingest.fetch.addresses import Address
from ingest.fetch.networks import why_closed
from ingest.fetch.wire import Deadline
from kb.errors import Rejected, TryLater

MOST = 6  # addresses of a host that are tried

Resolve = Callable[[str], Sequence[str]]


def system_resolve(host: str) -> list[str]:
    """The IP addresses of a host, in the order in which this machine prefers them. Raises OSError."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(place[0]) for *_, place in found]


def checked_ips(address: Address, resolve: Resolve, private: Collection[str], deadline: Deadline) -> list[str]:
    """The IP addresses of the address's host; hosts in `private` may have any, others public ones only.

    Raises:
        Rejected: one of them is not public (a single one is enough: the name is not to be trusted).
        TryLater: the name is not known, or there was no answer.
    """
    ips = [address.host] if address.is_ip else _looked_up(address, resolve, deadline)
    if address.host in private:
        return ips[:MOST]
    for ip in ips:
        if what := _why_closed(ip):
            leads = "is" if ip == address.host else f"leads to {ip},"
            raise Rejected(
                f"{address}: {address.host} {leads} {what}, not one of the public internet. "
                "If it is in your own network and meant to be read, name the host in KB_PRIVATE_HOSTS."
            )
    return ips[:MOST]


def _why_closed(ip: str) -> str | None:
    try:
        return why_closed(ip)
    except ValueError:
        return "no IP address"


def _looked_up(address: Address, resolve: Resolve, deadline: Deadline) -> list[str]:
    """In a thread, since the system's look-up knows no time limit."""
    answers: SimpleQueue[Sequence[str] | Exception] = SimpleQueue()

    def look_up() -> None:
        try:
            answers.put(resolve(address.host))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    Thread(target=look_up, name=f"look up {address.host}", daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left())
    except (Empty, TimeoutError):
        raise TryLater(f"{address}: nobody says where {address.host} is. Check the connection, try later.") from None
    if isinstance(answer, Exception) or not answer:
        raise TryLater(f"{address}: there is no host {address.host}. Check the spelling and the connection.")
    return list(dict.fromkeys(answer))
