"""Web addresses as they are written: one reading of each, or a refusal; pure. The door to idna.

Programs disagree about unusual spellings, and an address that is checked in one reading and opened in another is a
hole. So whatever more than one reading exists for is refused, not repaired.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, urljoin

import idna

from ingest.fetch.networks import why_closed
from kb.errors import Misconfigured, Rejected

PORTS = frozenset({80, 443, 8080, 8443})
MAX_LENGTH = 4000  # characters; longer ones carry a program's state, not an article

_DEFAULTS = {"http": 80, "https": 443}
_LOCAL = ("localhost", "localdomain", "local", "internal", "home.arpa")  # names that mean this machine or network
_SCHEME = re.compile(r"(?i)\s*(?:https?:|[a-z][a-z0-9+.-]+:[/\\]{2})")
_SHAPE = re.compile(r"(?is)(https?)://([^/?#]*)([^?#]*)(\?[^#]*)?(?:#.*)?")
_AUTHORITY = re.compile(r"(?s)(\[[^\]]*\]|[^:\[\]]*)(?::([0-9]{0,5}))?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_KEPT = "%/:=&?~+!$,;'@()*[]"  # what stays as it is in a path or query; all else outside ASCII letters is encoded


@dataclass(frozen=True, slots=True)
class Address:
    """An address in its one reading: `host` in ASCII and lower case, `target` the path with its query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def site(self) -> str:
        """Scheme, host and port: what one robots.txt speaks for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _DEFAULTS[self.scheme] else f":{self.port}")

    @property
    def is_ip(self) -> bool:
        """Whether the host is an IP address, not a name."""
        return ":" in self.host or self.host.rpartition(".")[2].isdigit()

    def __str__(self) -> str:
        return self.site + self.target


def is_address(origin: str) -> bool:
    """Whether an origin is meant as an address (of whatever scheme), not as a file."""
    return bool(_SCHEME.match(origin))


def shown(text: str) -> str:
    """An address as it can stand in a message: no control characters, not endless."""
    text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.strip())
    return text if len(text) <= 300 else f"{text[:300]}…"


def parse(text: str, private: Collection[str] = ()) -> Address:
    """The address in its one reading; hosts in `private` may lack a dot and have any port.

    Raises:
        Rejected: not http(s), a user name, an unusual spelling of an IP address, a local name, a port not for the web.
    """
    written = text.strip()
    if len(written) > MAX_LENGTH:
        raise Rejected(f"{shown(text)}: this address has more than {MAX_LENGTH} characters. Save the page instead.")
    if "\\" in written or _CONTROL.search(written):
        raise _refused(text, "it contains a backslash or an invisible character", "Copy it from the browser again")
    shape = _SHAPE.fullmatch(written)
    if not shape:
        raise _refused(text, "only http:// and https:// addresses are read", "Save the page and read the file in")
    if "@" in shape[2]:
        raise _refused(text, "it has a user name before the host", "Leave out everything up to the @")
    authority = _AUTHORITY.fullmatch(shape[2])
    if not authority:
        raise _refused(text, "its host cannot be read", "Copy it from the browser again")
    try:
        host = _host(authority[1])
    except ValueError as error:
        raise _refused(text, str(error), "Copy it from the browser again") from None
    scheme = shape[1].lower()
    address = Address(scheme, host, int(authority[2] or _DEFAULTS[scheme]), _target(shape[3], shape[4] or ""))
    if host not in private:
        _check_open(text, address)
    elif not 0 < address.port < 65536:
        raise _refused(text, f"there is no port {address.port}", "Correct the number after the colon")
    return address


def follow(address: Address, location: str, private: Collection[str] = ()) -> Address:
    """Where a redirect leads.

    Raises:
        Rejected: as for `parse`; from https to http; nowhere.
    """
    if not location.strip() or _CONTROL.search(location.strip()):
        raise Rejected(f"{address} redirects without saying where to. Open it in a browser, and save the page.")
    try:
        target = parse(urljoin(str(address), location.strip()), private)
    except (Rejected, ValueError) as error:
        raise Rejected(f"{address} redirects to a place that is not read: {error}") from None
    if address.scheme == "https" and target.scheme == "http":
        raise Rejected(
            f"{address} redirects from https to http ({shown(str(target))}), where the text could be changed on its "
            "way. If that is fine, give the http:// address itself."
        )
    return target


def private_hosts(entries: Iterable[str]) -> frozenset[str]:
    """The hosts of the setting `private_hosts`, read as hosts of addresses are.

    Raises:
        Misconfigured: an entry is no host name or IP address.
    """
    hosts = set()
    for entry in entries:
        bare = f"[{entry}]" if entry.count(":") > 1 and not entry.startswith("[") else entry
        try:
            hosts.add(_host(bare))
        except ValueError as error:
            raise Misconfigured(f"private_hosts: {entry!r} is not a host name or an IP address; {error}") from None
    return frozenset(hosts)


def _refused(text: str, reason: str, remedy: str) -> Rejected:
    return Rejected(f"{shown(text)}: {reason}. {remedy}.")


def _check_open(text: str, address: Address) -> None:
    """Refuses what is not public by its spelling alone: IP addresses, names, and ports not meant for everybody."""
    host, remedy = address.host, "If it is in your own network and meant to be read, name the host in KB_PRIVATE_HOSTS"
    local = host in _LOCAL or host.endswith(tuple(f".{name}" for name in _LOCAL))
    if address.is_ip and (what := why_closed(host)):
        raise _refused(text, f"{host} is {what}, not one of the public internet", remedy)
    if not address.is_ip and (local or "." not in host):
        raise _refused(text, f"{host} is a name inside one machine or network", remedy)
    if address.port not in PORTS:
        usual = ", ".join(map(str, sorted(PORTS)))
        raise _refused(text, f"port {address.port} is not one of those for web pages ({usual})", remedy)


def _host(written: str) -> str:
    """A host in ASCII and lower case. Raises ValueError with the reason."""
    if written.startswith("["):
        try:
            return str(IPv6Address("" if "%" in written else written[1:-1]))  # no zones
        except AddressValueError:
            raise _no_host(written) from None
    if not written:
        raise ValueError("it has no host")
    try:
        mapped = idna.uts46_remap(written, std3_rules=False, transitional=False)
        host = mapped if mapped.isascii() else idna.encode(mapped).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise _no_host(written) from None
    labels = host.removesuffix(".").split(".")
    if len(host) > 254 or not all(map(_LABEL.fullmatch, labels)):
        raise _no_host(written)
    if _NUMBER.fullmatch(labels[-1]):
        return _dotted(written, ".".join(labels))
    return ".".join(labels)


def _no_host(written: str) -> ValueError:
    return ValueError(f"{shown(written)} is not a host name")


def _dotted(written: str, host: str) -> str:
    """An IPv4 address in its usual spelling, the only one every program reads alike."""
    try:
        if str(IPv4Address(host)) == written:
            return written
    except AddressValueError:
        pass
    raise ValueError(f"{shown(written)} is an unusual spelling of an IP address; write four decimal numbers with dots")


def _target(path: str, query: str) -> str:
    """Path and query as they are sent: encoded, without "." and ".." segments."""
    segments: list[str] = []
    parts = re.sub("%2e", ".", path, flags=re.IGNORECASE).split("/")[1:]
    for place, part in enumerate(parts):
        if part == ".." and segments:
            segments.pop()
        elif part not in (".", ".."):
            segments.append(part)
        if part in (".", "..") and place == len(parts) - 1:
            segments.append("")
    return quote("/" + "/".join(segments) + query, safe=_KEPT, errors="replace")
