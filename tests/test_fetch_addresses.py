"""fetch.addresses, fetch.networks: one reading of an address or a refusal; which IP addresses are public."""

from __future__ import annotations

import pytest

from ingest.fetch.addresses import Address, follow, is_address, parse, private_hosts
from ingest.fetch.networks import why_closed
from kb.errors import Misconfigured, Rejected


@pytest.mark.parametrize(
    ("why", "written", "read"),
    [
        ("as it is", "https://zeitung.example/a/b?c=1&d=%20", "https://zeitung.example/a/b?c=1&d=%20"),
        ("white space around a pasted address", "  https://zeitung.example/a\n", "https://zeitung.example/a"),
        ("capitals", "HTTPS://Zeitung.EXAMPLE/Artikel", "https://zeitung.example/Artikel"),
        ("no path", "http://zeitung.example", "http://zeitung.example/"),
        ("a query without a path", "http://zeitung.example?p=1", "http://zeitung.example/?p=1"),
        ("the fragment stays here", "http://zeitung.example/a#teil", "http://zeitung.example/a"),
        ("the usual port", "https://zeitung.example:443/a", "https://zeitung.example/a"),
        ("an empty port", "http://zeitung.example:/a", "http://zeitung.example/a"),
        ("another port for the web", "http://zeitung.example:8080/a", "http://zeitung.example:8080/a"),
        ("umlauts in the host, after IDNA 2008", "https://straße.example/", "https://xn--strae-oqa.example/"),
        (
            "umlauts and a space in the path",
            "https://a.example/Fähre 2?q=ü",
            "https://a.example/F%C3%A4hre%202?q=%C3%BC",
        ),
        ("the dot of the root", "http://zeitung.example./a", "http://zeitung.example/a"),
        ("an ideographic full stop", "http://zeitung。example/a", "http://zeitung.example/a"),
        ("fullwidth letters", "http://ｚeitung.example/", "http://zeitung.example/"),
        ("dot segments", "http://a.example/x/../y/./z/..", "http://a.example/y/"),
        ("encoded dot segments", "http://a.example/%2e%2E/y", "http://a.example/y"),
        ("an underscore, which some hosts have", "http://my_site.example/", "http://my_site.example/"),
        ("a public IPv4 address", "http://8.8.8.8/", "http://8.8.8.8/"),
        ("a public IPv6 address", "http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
    ],
)
def test_an_address_has_one_reading(why: str, written: str, read: str) -> None:
    assert str(parse(written)) == read, why


@pytest.mark.parametrize(
    ("why", "written", "reason"),
    [
        ("a decimal number", "http://2130706433/", "unusual spelling"),
        ("a decimal number of a public address", "http://134744072/", "unusual spelling"),
        ("octal", "http://0177.0.0.1/", "unusual spelling"),
        ("octal as a whole", "http://017700000001/", "unusual spelling"),
        ("leading zeros", "http://127.000.000.001/", "unusual spelling"),
        ("hexadecimal", "http://0x7f000001/", "unusual spelling"),
        ("hexadecimal in parts", "http://0x7f.0x0.0x0.0x1/", "unusual spelling"),
        ("hexadecimal and short", "http://0x7f.1/", "unusual spelling"),
        ("short", "http://127.1/", "unusual spelling"),
        ("short, three parts", "http://127.0.1/", "unusual spelling"),
        ("nothing but zero", "http://0/", "unusual spelling"),
        ("a part over 255", "http://127.0.0.257/", "unusual spelling"),
        ("five parts", "http://1.127.0.0.1/", "unusual spelling"),
        ("a trailing dot", "http://127.0.0.1./", "unusual spelling"),
        ("two trailing dots", "http://127.0.0.1../", "not a host name"),
        ("fullwidth digits", "http://１２７.0.0.1/", "unusual spelling"),
        ("digits in circles", "http://①②⑦.⓪.⓪.①/", "unusual spelling"),
        ("ideographic full stops", "http://127。0。0。1/", "unusual spelling"),
        ("soft hyphens within", "http://127.0.0\u00ad.1/", "unusual spelling"),
        ("an invisible space", "http://127.0\u200b.0.1/", "invisible"),
        ("percent signs", "http://127.0.0.%31/", "not a host name"),
        ("a percent sign for a dot", "http://localhost%2eexample/", "not a host name"),
        ("a user name", "http://zeitung.example@127.0.0.1/", "user name"),
        ("a user name and password", "http://user:pass@zeitung.example/", "user name"),
        ("an empty user name", "http://@127.0.0.1/", "user name"),
        ("a backslash before the @", "http://zeitung.example\\@127.0.0.1/", "backslash"),
        ("backslashes for slashes", "http:\\\\127.0.0.1\\", "backslash"),
        ("a tab in the host", "http://127.0.\t0.1/", "invisible"),
        ("a line break in the host", "http://zeitung.example\n.evil.example/", "invisible"),
        ("a line break in the path", "http://zeitung.example/a\r\nX-Header: b", "invisible"),
        ("a space in the host", "http://zeitung.example evil.example/", "not a host name"),
        ("localhost", "http://localhost/", "name inside one machine"),
        ("localhost in capitals with a dot", "http://LOCALHOST./", "name inside one machine"),
        ("localhost in circles", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "name inside one machine"),
        ("below localhost", "http://a.localhost/", "name inside one machine"),
        ("a printer", "http://drucker.local/", "name inside one machine"),
        ("a cloud's own name", "http://metadata.google.internal/", "name inside one machine"),
        ("a router", "http://router.home.arpa/", "name inside one machine"),
        ("one label", "http://intranet/", "name inside one machine"),
        ("a zone", "http://[fe80::1%25eth0]/", "not a host name"),
        ("IPv4 in brackets", "http://[127.0.0.1]/", "not a host name"),
        ("an unclosed bracket", "http://[::1/", "host cannot be read"),
        ("two ports", "http://zeitung.example:80:80/", "host cannot be read"),
        ("a port in fullwidth digits", "http://zeitung.example:８０/", "host cannot be read"),
        ("a port of mail", "http://zeitung.example:25/", "port 25"),
        ("a port of ssh", "https://zeitung.example:22/", "port 22"),
        ("port 0", "http://zeitung.example:0/", "port 0"),
        ("a port of this program", "http://zeitung.example:8501/", "port 8501"),
        ("no host", "http:///a", "no host"),
        ("empty labels", "http://zeitung..example/", "not a host name"),
        ("an endless label", "http://" + "a" * 64 + ".example/", "not a host name"),
        ("one slash", "http:/zeitung.example/", "only http"),
        ("no slash", "http:zeitung.example", "only http"),
        ("a file", "file:///etc/passwd", "only http"),
        ("ftp", "ftp://zeitung.example/a", "only http"),
        ("gopher", "gopher://zeitung.example/_x", "only http"),
        ("endless", "http://zeitung.example/" + "a" * 5000, "more than 4000 characters"),
    ],
)
def test_whatever_can_be_read_in_two_ways_is_refused(why: str, written: str, reason: str) -> None:
    assert is_address(written), why
    with pytest.raises(Rejected, match=reason) as refusal:
        parse(written)
    message = str(refusal.value)
    assert written.strip()[:4] in message, why
    assert "\n" not in message and len(message) < 600, why


@pytest.mark.parametrize(
    "file", ["a.html", "sources/a b.pdf", "C:\\Artikel\\a.html", "/tmp/https/a", "notes: x", "a:b"]
)
def test_a_file_is_no_address(file: str) -> None:
    assert not is_address(file)


@pytest.mark.parametrize(
    ("ip", "what"),
    [
        ("8.8.8.8", None),
        ("100.63.255.255", None),
        ("100.128.0.1", None),
        ("172.15.0.1", None),
        ("172.32.0.1", None),
        ("192.0.1.1", None),
        ("198.20.0.1", None),
        ("223.255.255.255", None),
        ("2606:4700:4700::1111", None),
        ("2a00:1450:4001::200e", None),
        ("64:ff9b::8.8.8.8", None),
        ("0.0.0.0", "this machine"),
        ("0.1.2.3", "this machine"),
        ("10.1.2.3", "private"),
        ("100.64.0.1", "provider"),
        ("127.0.0.1", "loopback"),
        ("127.255.255.254", "loopback"),
        ("169.254.169.254", "link-local"),
        ("172.16.0.1", "private"),
        ("172.31.255.255", "private"),
        ("192.0.0.8", "protocols"),
        ("192.0.2.1", "documentation"),
        ("192.88.99.1", "6to4"),
        ("192.168.178.1", "private"),
        ("198.18.0.1", "benchmarks"),
        ("198.19.255.255", "benchmarks"),
        ("198.51.100.7", "documentation"),
        ("203.0.113.9", "documentation"),
        ("224.0.0.251", "multicast"),
        ("239.255.255.250", "multicast"),
        ("240.0.0.1", "reserved"),
        ("255.255.255.255", "broadcast"),
        ("::", "this machine"),
        ("::1", "loopback"),
        ("::ffff:127.0.0.1", "written as IPv6"),
        ("::ffff:8.8.8.8", "written as IPv6"),
        ("::127.0.0.1", "written as IPv6"),
        ("64:ff9b::127.0.0.1", "loopback address, translated"),
        ("64:ff9b::a9fe:a9fe", "link-local address, translated"),
        ("64:ff9b::10.0.0.1", "private address, translated"),
        ("64:ff9b:1::1", "translated inside"),
        ("64:ff9b:2::1", "reserved"),
        ("100::1", "discarded"),
        ("2001::1", "Teredo"),
        ("2001:2::1", "benchmarks"),
        ("2001:20::1", "protocols"),
        ("2001:db8::1", "documentation"),
        ("2002:7f00:1::", "6to4"),
        ("2002:0808:0808::1", "6to4"),
        ("3fff::1", "documentation"),
        ("4000::1", "reserved"),
        ("5f00::1", "reserved"),
        ("fc00::1", "private"),
        ("fd12:3456:789a::1", "private"),
        ("fe80::1", "link-local"),
        ("fe80::1%eth0", "link-local"),
        ("fec0::1", "private"),
        ("ff02::1", "multicast"),
    ],
)
def test_which_ip_addresses_are_public(ip: str, what: str | None) -> None:
    found = why_closed(ip)
    assert (found is None) == (what is None)
    assert (what or "") in (found or "")


def test_what_is_no_ip_address_is_an_error() -> None:
    with pytest.raises(ValueError, match="zeitung"):
        why_closed("zeitung.example")


def test_hosts_of_the_own_network_may_lack_a_dot_and_have_any_port() -> None:
    private = private_hosts(("Intranet", "localhost.", "127.0.0.1", "::1", "[fd00::2]", "Fähre.example"))
    assert private == {"intranet", "localhost", "127.0.0.1", "::1", "fd00::2", "xn--fhre-loa.example"}
    assert str(parse("http://intranet:8123/a", private)) == "http://intranet:8123/a"
    assert parse("http://[::1]:9/", private) == Address("http", "::1", 9, "/")
    with pytest.raises(Rejected, match="no port 70000"):
        parse("http://intranet:70000/", private)
    with pytest.raises(Rejected, match="KB_PRIVATE_HOSTS"):
        parse("http://intranet2/", private)
    with pytest.raises(Rejected, match="unusual spelling"):
        parse("http://127.1/", private)


@pytest.mark.parametrize("entry", ["http://intranet/", "127.1", "a b", "*.example"])
def test_an_entry_that_is_no_host_is_a_misconfiguration(entry: str) -> None:
    with pytest.raises(Misconfigured, match="private_hosts"):
        private_hosts((entry,))


@pytest.mark.parametrize(
    ("why", "location", "target"),
    [
        ("absolute", "https://b.example/x", "https://b.example/x"),
        ("without a scheme", "//b.example/x", "https://b.example/x"),
        ("from the root", "/x?y=1", "https://a.example/x?y=1"),
        ("relative", "z", "https://a.example/dir/z"),
        ("a step up", "../z", "https://a.example/z"),
        ("a query", "?p=2", "https://a.example/dir/page?p=2"),
        ("umlauts", "/Fähre", "https://a.example/F%C3%A4hre"),
        ("a fragment", "/x#teil", "https://a.example/x"),
    ],
)
def test_where_a_redirect_leads(why: str, location: str, target: str) -> None:
    assert str(follow(parse("https://a.example/dir/page"), location)) == target, why


@pytest.mark.parametrize(
    ("why", "location", "reason"),
    [
        ("nowhere", "", "without saying where"),
        ("a forbidden spelling", "http://2130706433/", "unusual spelling"),
        ("a user name", "https://a.example@127.0.0.1/", "user name"),
        ("a backslash after the slash", "/\\evil.example/", "backslash"),
        ("a tab", "/\t/evil.example/", "without saying where"),
        ("a script", "javascript:alert(1)", "only http"),
        ("data", "data:text/html,x", "only http"),
        ("a file", "file:///etc/passwd", "only http"),
        ("this machine", "https://localhost/", "name inside"),
        ("a port of ssh", "https://a.example:22/", "port 22"),
        ("a broken bracket", "https://[::1/", "not read"),
        ("out of https", "http://a.example/dir/page", "from https to http"),
    ],
)
def test_a_redirect_is_checked_like_the_first_address(why: str, location: str, reason: str) -> None:
    with pytest.raises(Rejected, match=reason) as refusal:
        follow(parse("https://a.example/dir/page"), location)
    assert "https://a.example/dir/page" in str(refusal.value), why
