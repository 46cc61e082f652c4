"""fetch.web, fetch.wire, fetch.names: what is fetched from a site on this machine, and what is refused."""

from __future__ import annotations

import gzip
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import httpcore
import pytest

from ingest.fetch import Fetched, Fetcher, Machine, Manners, Validators, wire
from kb.errors import Rejected, TryLater

if TYPE_CHECKING:
    from tests.web_server import (
        ARTICLE,
        Behaviour,
        Page,
        Site,
        bomb,
        dripping,
        dripping_headers,
        endless,
        raw,
        redirect,
        silent,
        unchanged_if_known,
    )
else:
    from web_server import (
        ARTICLE,
        Behaviour,
        Page,
        Site,
        bomb,
        dripping,
        dripping_headers,
        endless,
        raw,
        redirect,
        silent,
        unchanged_if_known,
    )

PUBLIC = "93.184.215.14"
HTML = {"Content-Type": "text/html; charset=utf-8"}
TWICE = gzip.compress(gzip.compress(ARTICLE))

Fetch = Callable[..., Fetched | None]


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture(autouse=True)
def _no_other_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that would leave this machine fails."""
    connect = httpcore.SyncBackend.connect_tcp

    def guarded(self: httpcore.SyncBackend, host: str, port: int, **more: Any) -> httpcore.NetworkStream:
        assert host in ("127.0.0.1", "127.0.0.2"), host
        return connect(self, host, port, **more)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", guarded)


def resolving(answers: dict[str, Sequence[str]]) -> Machine:
    """A machine that knows these names only."""

    def resolve(host: str) -> Sequence[str]:
        if host not in answers:
            raise OSError(f"unexpected look-up of {host}")
        return answers[host]

    return Machine(resolve=resolve)


def fetch(
    address: str, names: dict[str, Sequence[str]] | None = None, known: Validators | None = None, seconds: float = 5.0
) -> Fetched | None:
    """One fetch without gaps; 127.0.0.1 and `inside.example` are hosts of the own network."""
    manners = Manners("desk@example.org", ("127.0.0.1", "inside.example"), gap_seconds=0.0, fetch_seconds=seconds)
    with Fetcher(manners, resolving({"inside.example": ["127.0.0.1"], **(names or {})})) as fetcher:
        return fetcher.fetch(address, known)


FETCHED: list[tuple[str, Behaviour, bytes]] = [
    ("a page", Page(headers=HTML), ARTICLE),
    ("packed by gzip", Page(gzip.compress(ARTICLE), headers={"Content-Encoding": "gzip"}), ARTICLE),
    ("packed by x-gzip", Page(gzip.compress(ARTICLE), headers={"Content-Encoding": "x-gzip"}), ARTICLE),
    ("packed by zlib", Page(zlib.compress(ARTICLE), headers={"Content-Encoding": "deflate"}), ARTICLE),
    ("packed by deflate, bare", Page(zlib.compress(ARTICLE)[2:-4], headers={"Content-Encoding": "deflate"}), ARTICLE),
    ("packed twice", Page(TWICE, headers={"Content-Encoding": "gzip, gzip"}), ARTICLE),
    ("not packed, and says so", Page(headers={"Content-Encoding": "identity"}), ARTICLE),
    ("in chunks", raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nDas\r\n0\r\n\r\n"), b"Das"),
    ("until the connection ends", raw(b"HTTP/1.0 200 OK\r\n\r\nDie F\xc3\xa4hre"), "Die Fähre".encode()),
    ("more than announced: only that much", Page(b"Die Bahn und mehr", length=8), b"Die Bahn"),
    ("status 203", Page(status=203), ARTICLE),
    ("404 after 200 is for soft_404 to see", Page(b"<h1>Seite nicht gefunden</h1>"), b"<h1>Seite nicht gefunden</h1>"),
    ("a PDF called a page", Page(b"%PDF-1.7\n", headers=HTML), b"%PDF-1.7\n"),
]


@pytest.mark.parametrize(("why", "behaviour", "data"), FETCHED, ids=[row[0] for row in FETCHED])
def test_what_is_fetched(site: Site, why: str, behaviour: Behaviour, data: bytes) -> None:
    site.pages["/artikel"] = behaviour
    fetched = fetch(site.url("/artikel"))
    assert fetched and fetched.data == data, why
    assert (fetched.source.origin, fetched.address) == (site.url("/artikel"), site.url("/artikel"))


def _chain(length: int) -> dict[str, Behaviour]:
    steps = {f"/{step}": redirect(f"/{step + 1}") for step in range(length)}
    return {**steps, f"/{length}": Page()}


REFUSED: list[tuple[str, Behaviour, type[Rejected], str]] = [
    ("not there", Page(b"weg", 404), Rejected, "is not there .*404.*look the article up"),
    ("no longer there", Page(b"weg", 410), Rejected, "no longer there"),
    ("a password", Page(b"", 401), Rejected, "asks for a password"),
    ("no entrance", Page(b"", 403), Rejected, "does not let this program in"),
    ("a payment", Page(b"", 402), Rejected, "payment"),
    ("legal reasons", Page(b"", 451), Rejected, "legal reasons"),
    ("a teapot", Page(b"", 418), Rejected, "status 418"),
    ("no content", raw(b"HTTP/1.1 204 No Content\r\n\r\n"), Rejected, "has no content"),
    ("an empty page", Page(b" \r\n"), Rejected, "empty page"),
    ("304 unasked", raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"), Rejected, "status 304"),
    ("a redirect to nowhere", Page(b"", 302), Rejected, "without saying where"),
    ("a redirect to itself", redirect("/artikel"), Rejected, "in a circle, perhaps because it wants cookies"),
    ("a redirect to another scheme", redirect("file:///etc/passwd"), Rejected, "only http"),
    ("a redirect to loopback", redirect("http://127.0.0.2:80/"), Rejected, r"127.0.0.2 is a loopback address"),
    ("a redirect to loopback, decimal", redirect("http://2130706433/"), Rejected, "unusual spelling"),
    ("a redirect to loopback as IPv6", redirect("http://[::ffff:127.0.0.1]/"), Rejected, "written as IPv6"),
    ("a redirect to loopback through NAT64", redirect("http://[64:ff9b::7f00:1]/"), Rejected, "loopback .*translated"),
    ("a redirect to a cloud's secrets", redirect("http://169.254.169.254/latest/"), Rejected, "link-local"),
    ("a redirect to a private name", redirect("http://private.example/"), Rejected, "leads to 10.0.0.5, a private"),
    ("a redirect with a user name", redirect("http://a.example@127.0.0.1/"), Rejected, "user name"),
    ("a bomb", bomb(60), Rejected, "more than 50 MB"),
    ("a bomb in a bomb", Page(gzip.compress(bomb(60).body), 200, {"Content-Encoding": "gzip, gzip"}), Rejected, "MB"),
    ("text over its limit", Page(gzip.compress(b"<p>Satz. " * 1_500_000), 200, {"Content-Encoding": "gzip"}), Rejected,
     "limit is 10 MB"),
    ("an endless page", endless, Rejected, "limit is 10 MB"),
    ("announced as too large", raw(b"HTTP/1.1 200 OK\r\nContent-Length: 900000000\r\n\r\nx"), Rejected, "900.0 MB"),
    ("a packing nobody asked for", Page(headers={"Content-Encoding": "br"}), Rejected, "packed in a way"),
    ("packed too often", Page(headers={"Content-Encoding": "gzip, gzip, gzip"}), Rejected, "packed in a way"),
    ("not what it is packed in", Page(headers={"Content-Encoding": "gzip"}), TryLater, "arrived damaged"),
    ("half a packing", Page(gzip.compress(ARTICLE)[:-20], 200, {"Content-Encoding": "gzip"}), TryLater, "damaged"),
    ("less than announced", Page(b"Die Bahn", length=800), TryLater, "broke off its reply"),
    ("a chunk too few", raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nDas"), TryLater, "broke off"),
    ("two lengths", raw(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc"), TryLater, "valid"),
    ("no HTTP", raw(b"SSH-2.0-OpenSSH_9.6\r\n"), TryLater, "not valid HTTP"),
    ("nothing at all", raw(b""), TryLater, "broke off"),
    ("a part only", Page(status=206), TryLater, "status 206"),
    ("a timeout of the server's", Page(b"", 408), TryLater, "status 408"),
    ("out of order", Page(b"", 500), TryLater, "status 500"),
    ("behind a broken gateway", Page(b"", 502), TryLater, "status 502"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "behaviour", "error", "words"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_refused(site: Site, why: str, behaviour: Behaviour, error: type[Rejected], words: str) -> None:
    site.pages["/artikel"] = behaviour
    with pytest.raises(Rejected, match=words) as refusal:
        fetch(site.url("/artikel"), {"private.example": ["10.0.0.5"]})
    assert type(refusal.value) is error, why
    assert site.url("/artikel") in str(refusal.value), why
    assert str(refusal.value).endswith(".") and site.paths == ["/artikel"], why


@pytest.mark.parametrize("behaviour", [silent, dripping, dripping_headers])
def test_the_time_limit_holds_however_slowly_it_comes(site: Site, behaviour: Behaviour) -> None:
    site.pages["/artikel"] = behaviour
    began = time.monotonic()
    with pytest.raises(TryLater, match="took too long"):
        fetch(site.url("/artikel"), seconds=0.25)
    assert time.monotonic() - began < 2


def test_the_time_limit_holds_for_the_whole_chain(site: Site) -> None:
    def late(to: str) -> Behaviour:
        def behave(handler: Any) -> None:
            site.stopping.wait(0.15)
            handler.send_page(redirect(to))

        return behave

    site.pages |= {"/0": late("/1"), "/1": late("/2"), "/2": late("/3"), "/3": Page()}
    with pytest.raises(TryLater, match="took too long"):
        fetch(site.url("/0"), seconds=0.25)
    assert len(site.paths) < 4


def test_a_look_up_that_hangs_ends_too() -> None:
    asked, hanging = [], threading.Event()

    def resolve(host: str) -> Sequence[str]:
        asked.append(host)
        hanging.wait(5)
        return [PUBLIC]

    with Fetcher(Manners(fetch_seconds=0.1), Machine(resolve=resolve)) as fetcher, pytest.raises(TryLater):
        fetcher.fetch("http://zeitung.example/")
    hanging.set()
    assert asked


def test_five_redirects_are_followed_and_six_are_not(site: Site) -> None:
    site.pages |= _chain(6)
    fetched = fetch(site.url("/1"))
    assert fetched and (fetched.source.origin, fetched.address) == (site.url("/1"), site.url("/6"))
    with pytest.raises(Rejected, match="more than 5 times"):
        fetch(site.url("/0"))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_circle_of_redirects_is_noticed(site: Site, status: int) -> None:
    site.pages |= {"/a": redirect("/b", status), "/b": redirect("/a#x", status)}
    with pytest.raises(Rejected, match="in a circle"):
        fetch(site.url("/a"))
    assert site.paths == ["/a", "/b"]


def test_a_redirect_to_another_host_of_the_own_network_is_followed(site: Site) -> None:
    site.pages |= {"/a": redirect(site.url("/b", "inside.example")), "/b": Page()}
    fetched = fetch(site.url("/a"))
    assert fetched and fetched.address == site.url("/b", "inside.example")
    assert [host for host, path, _ in site.asked if path == "/b"] == [f"inside.example:{site.port}"]


@pytest.mark.parametrize(
    ("why", "ips", "words"),
    [
        ("a private address", ["192.168.0.1"], "192.168.0.1, a private"),
        ("loopback", ["127.0.0.1"], "127.0.0.1, a loopback"),
        ("a public and a private address", [PUBLIC, "10.0.0.1"], "10.0.0.1, a private"),
        ("a private and a public address", ["::1", PUBLIC], "::1, a loopback"),
        ("mapped", ["::ffff:127.0.0.1"], "written as IPv6"),
        ("link-local with a zone", ["fe80::1%eth0"], "link-local"),
        ("a cloud's secrets", ["169.254.169.254"], "link-local"),
        ("nonsense", ["zeitung"], "no IP address"),
    ],
)
def test_a_name_that_leads_inside_is_refused(why: str, ips: Sequence[str], words: str) -> None:
    with pytest.raises(Rejected, match=words) as refusal:
        fetch("http://zeitung.example/a", {"zeitung.example": ips})
    assert not isinstance(refusal.value, TryLater), why
    assert "http://zeitung.example/a" in str(refusal.value) and "KB_PRIVATE_HOSTS" in str(refusal.value)


def test_the_connection_goes_to_the_address_that_was_checked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is rebound: public when it is checked, private when it is asked again."""
    answers, dialled = iter([[PUBLIC], [PUBLIC], ["127.0.0.1"]]), []
    connect = httpcore.SyncBackend.connect_tcp

    def dial(self: httpcore.SyncBackend, host: str, port: int, **more: Any) -> httpcore.NetworkStream:
        dialled.append((host, port))
        return connect(self, "127.0.0.1", site.port, **more)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", dial)
    fetcher = Fetcher(Manners(gap_seconds=0.0), Machine(resolve=lambda _: next(answers)))
    with pytest.raises(Rejected, match="127.0.0.1, a loopback"):
        fetcher.fetch("http://rebound.example/secret")
    assert dialled == [(PUBLIC, 80)]  # for robots.txt, at the address that was checked for it; then no more
    assert [(host, path) for host, path, _ in site.asked] == [("rebound.example", "/robots.txt")]


def test_the_name_is_told_to_the_address(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several sites live at one IP address: the Host header says which is meant."""
    site.pages["/a"] = Page()
    fetched = fetch(site.url("/a", "inside.example"))
    assert fetched and {host for host, _, _ in site.asked} == {f"inside.example:{site.port}"}


def test_the_next_address_of_a_host_is_tried(site: Site) -> None:
    site.pages["/a"] = Page()
    fetched = fetch(site.url("/a", "inside.example"), {"inside.example": ["127.0.0.2", "127.0.0.1"]})
    assert fetched and fetched.data == ARTICLE


def test_the_certificate_has_to_be_the_hosts(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection goes to an IP address, the name goes into the handshake and is what is verified."""
    names = []

    class Context(ssl.SSLContext):
        def wrap_socket(self, *arguments: Any, server_hostname: Any = None, **more: Any) -> ssl.SSLSocket:
            names.append((server_hostname, self.check_hostname, self.verify_mode))
            raise ssl.SSLError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch")

    monkeypatch.setattr(wire, "_tls", lambda: Context(ssl.PROTOCOL_TLS_CLIENT))
    with pytest.raises(TryLater, match="certificate that is not valid for inside.example"):
        fetch(f"https://inside.example:{site.port}/a")
    assert names[0] == ("inside.example", True, ssl.CERT_REQUIRED)


def test_connections_outside_are_verified() -> None:
    context = wire._tls()
    assert context.check_hostname and context.verify_mode == ssl.CERT_REQUIRED


def test_nobody_there_is_for_later() -> None:
    with Site() as site:
        gone = site.url("/a")
    with pytest.raises(TryLater, match="cannot be connected to"):
        fetch(gone)


def test_an_unknown_name_is_for_later() -> None:
    with pytest.raises(TryLater, match="there is no host nowhere.example"):
        fetch("http://nowhere.example/a")


def test_a_page_is_not_sent_again_if_it_is_known(site: Site) -> None:
    site.pages |= {"/a": unchanged_if_known, "/b": redirect("/a"), "/c": Page()}
    first = fetch(site.url("/a"))
    assert first and first.validators == Validators('"v1"', "Mon, 03 Jun 2024 08:00:00 GMT", site.url("/a"))
    assert fetch(site.url("/a"), known=first.validators) is None
    assert site.asked[-1][2]["If-Modified-Since"] == "Mon, 03 Jun 2024 08:00:00 GMT"
    assert fetch(site.url("/b"), known=first.validators) is None
    assert fetch(site.url("/a"), known=Validators('"v1"')) is None
    changed = fetch(site.url("/a"), known=Validators('"v0"'))
    assert changed and changed.data == ARTICLE


def test_what_was_said_of_one_address_is_not_told_to_another(site: Site) -> None:
    site.pages |= {"/a": redirect("/c"), "/c": unchanged_if_known}
    fetched = fetch(site.url("/a"), known=Validators('"v1"', None, site.url("/old")))
    assert fetched and fetched.data == ARTICLE
    assert all("If-None-Match" not in headers for _, _, headers in site.asked)


def test_validators_that_cannot_stand_in_a_header_are_left_out(site: Site) -> None:
    site.pages["/a"] = Page()
    assert fetch(site.url("/a"), known=Validators('"ä"', "x\r\nX-Y: z"))
    assert not {"If-None-Match", "If-Modified-Since", "X-Y"} & set(site.asked[-1][2])


@pytest.mark.parametrize(
    ("declared", "charset"),
    [
        ("text/html; charset=utf-8", "utf-8"),
        ('text/html;Charset="ISO-8859-1"', "iso8859-1"),
        ("text/html; charset=windows-1252; x=y", "cp1252"),
        ("text/html", None),
        ("text/html; charset=nonsense", None),
    ],
)
def test_the_declared_charset_is_handed_on(site: Site, declared: str, charset: str | None) -> None:
    site.pages["/a"] = Page(headers={"Content-Type": declared})
    fetched = fetch(site.url("/a"))
    assert fetched and fetched.charset == charset


def test_requests_say_who_asks_and_carry_nothing_else(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.3:9/")
    site.pages |= {
        "/a": Page(b"", 302, {"Location": "/b", "Set-Cookie": "id=1; Path=/"}),
        "/b": Page(headers={"Set-Cookie": "id=2; Path=/"}),
    }
    assert fetch(site.url("/a"))
    headers = site.asked[-1][2]
    assert headers["User-Agent"].startswith("Quellenlage/") and headers["User-Agent"].endswith(" (+desk@example.org)")
    assert set(headers) == {"Host", "Connection", "User-Agent", "Accept", "Accept-Encoding"}


def test_a_site_gets_one_request_at_a_time_from_many_threads(site: Site) -> None:
    site.pages |= {f"/{number}": Page(b"Satz %d" % number) for number in range(8)}
    found: list[bytes] = []

    def one(number: int) -> None:
        fetched = fetcher.fetch(site.url(f"/{number}"))
        found.append(fetched.data if fetched else b"")

    with Fetcher(Manners(private_hosts=("127.0.0.1",), gap_seconds=0.0)) as fetcher:
        threads = [threading.Thread(target=one, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
    assert sorted(found) == [b"Satz %d" % number for number in range(8)]
    assert site.most_at_once == 1
    assert [path for _, path, _ in site.asked].count("/robots.txt") == 1


def test_closing_ends_the_waiting(site: Site) -> None:
    site.pages |= {"/a": Page(), "/b": Page()}
    ends: list[str] = []
    fetcher = Fetcher(Manners(private_hosts=("127.0.0.1",), gap_seconds=30.0))

    def one() -> None:
        with pytest.raises(TryLater) as refusal:
            fetcher.fetch(site.url("/a"))
        ends.append(str(refusal.value))

    thread = threading.Thread(target=one)
    thread.start()
    while not site.asked:  # robots.txt, then half a minute's wait
        time.sleep(0.01)
    fetcher.close()
    thread.join(5)
    assert ends and "stopping" in ends[0]
    assert site.paths == []
