"""Which IP addresses belong to the public internet, after the special-purpose registries of IANA; pure."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

_CLOSED = tuple(
    (ip_network(block), what)
    for block, what in (
        ("0.0.0.0/8", "an address of this machine"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "an address shared inside a provider's network"),
        ("127.0.0.0/8", "a loopback address"),
        ("169.254.0.0/16", "a link-local address"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "an address reserved for protocols"),
        ("192.0.2.0/24", "an address reserved for documentation"),
        ("192.88.99.0/24", "an address of a 6to4 relay"),
        ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "an address reserved for benchmarks"),
        ("198.51.100.0/24", "an address reserved for documentation"),
        ("203.0.113.0/24", "an address reserved for documentation"),
        ("224.0.0.0/4", "a multicast address"),
        ("255.255.255.255/32", "the broadcast address"),
        ("240.0.0.0/4", "a reserved address"),
        ("::/128", "an address of this machine"),
        ("::1/128", "a loopback address"),
        ("::ffff:0:0/96", "an IPv4 address written as IPv6"),
        ("::/96", "an IPv4 address written as IPv6"),
        ("64:ff9b:1::/48", "an address translated inside one network"),
        ("100::/64", "an address whose packets are discarded"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a private address"),
        ("ff00::/8", "a multicast address"),
        ("2001::/32", "a Teredo address"),
        ("2001:2::/48", "an address reserved for benchmarks"),
        ("2001::/23", "an address reserved for protocols"),
        ("2001:db8::/32", "an address reserved for documentation"),
        ("2002::/16", "a 6to4 address"),
        ("3fff::/20", "an address reserved for documentation"),
    )
)
_UNICAST = IPv6Network("2000::/3")  # the part of IPv6 that is given out; whatever lies outside is closed
_TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64: what IPv6-only networks make of a public IPv4 address


def why_closed(ip: str) -> str | None:
    """What kind of address it is when it is not public ("a private address"); None when it is public.

    Own table, not `is_global`: what Python calls global changed between its minor releases.

    Raises:
        ValueError: not an IP address.
    """
    return _why(ip_address(ip.partition("%")[0]))


def _why(ip: IPv4Address | IPv6Address) -> str | None:
    if isinstance(ip, IPv6Address) and ip in _TRANSLATED:
        inner = _why(IPv4Address(int(ip) & 0xFFFF_FFFF))
        return inner and f"{inner}, translated"
    for network, what in _CLOSED:
        if ip.version == network.version and ip in network:
            return what
    return None if ip.version == 4 or ip in _UNICAST else "a reserved address"
