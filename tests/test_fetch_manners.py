"""fetch.manners, fetch.robots: gaps and waits by a made-up clock, and what robots.txt lets be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from ingest.fetch import Fetcher, Machine, Manners, retry_after, user_agent
from kb.errors import Rejected, TryLater

if TYPE_CHECKING:
    from tests.web_server import Behaviour, Page, Site, bomb, raw, redirect
else:
    from web_server import Behaviour, Page, Site, bomb, raw, redirect

NOON = datetime(2025, 6, 3, 12, 0, tzinfo=UTC)
HOSTS = ("127.0.0.1", "a.example", "b.example")


@dataclass
class Clock:
    """Time that passes only when somebody sleeps."""

    time: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/a": Page(), "/b": Page(), "/c": Page()}) as site:
        yield site


def guest(clock: Clock, gap: float = 1.0) -> Fetcher:
    machine = Machine(lambda _: ["127.0.0.1"], lambda: clock.time, lambda: NOON, clock.sleep)
    return Fetcher(Manners("", HOSTS, gap, 30.0), machine)


def robots(*lines: str, status: int = 200) -> Page:
    return Page("\n".join(lines).encode(), status)


def test_there_is_a_gap_between_two_requests_to_a_host_and_none_to_another(site: Site, clock: Clock) -> None:
    fetcher = guest(clock, gap=1.5)
    fetcher.fetch(site.url("/a", "a.example"))
    assert clock.slept == [1.5]  # between robots.txt and the page
    fetcher.fetch(site.url("/a", "b.example"))
    assert clock.slept == [1.5, 1.5]
    fetcher.fetch(site.url("/b", "a.example"))
    assert clock.slept == [1.5, 1.5]  # the time has passed meanwhile
    fetcher.fetch(site.url("/c", "a.example"))
    assert clock.slept == [1.5, 1.5, 1.5]


def test_a_redirect_waits_for_its_turn_too(site: Site, clock: Clock) -> None:
    site.pages["/r"] = redirect("/a")
    guest(clock).fetch(site.url("/r"))
    assert clock.slept == [1.0, 1.0]


def test_waiting_does_not_count_against_the_time_limit(site: Site, clock: Clock) -> None:
    site.pages["/robots.txt"] = robots("User-agent: *", "Crawl-delay: 50")
    assert guest(clock).fetch(site.url("/a"))
    assert clock.slept == [50.0]


def test_a_crawl_delay_counts_where_it_is_longer_than_the_gap(site: Site, clock: Clock) -> None:
    site.pages["/robots.txt"] = robots("User-agent: *", "Crawl-delay: 7", "User-agent: Quellenlage", "Crawl-delay: 3")
    fetcher = guest(clock)
    fetcher.fetch(site.url("/a"))
    fetcher.fetch(site.url("/b"))
    assert clock.slept == [3.0, 3.0]


def test_nobody_is_kept_waiting_for_an_hour(site: Site, clock: Clock) -> None:
    site.pages["/robots.txt"] = robots("User-agent: *", "Crawl-delay: 3600")
    fetcher = guest(clock)
    with pytest.raises(TryLater) as refusal:
        fetcher.fetch(site.url("/a"))
    assert (refusal.value.after, clock.slept, site.paths) == (3600.0, [], [])
    clock.time += 3600
    assert fetcher.fetch(site.url("/a"))


@pytest.mark.parametrize(
    ("why", "status", "header", "after", "barred"),
    [
        ("seconds", 429, "120", 120.0, 120.0),
        ("seconds of maintenance", 503, "30", 30.0, 30.0),
        ("a date", 503, "Tue, 03 Jun 2025 12:02:00 GMT", 120.0, 120.0),
        ("a date gone by", 503, "Tue, 03 Jun 2025 11:00:00 GMT", 0.0, None),
        ("a year is not believed", 429, "31536000", 86400.0, 86400.0),
        ("too many, no time named", 429, None, 60.0, 60.0),
        ("out of order, no time named", 503, None, None, None),
        ("nonsense", 503, "soon", None, None),
    ],
)
def test_a_host_that_asks_to_wait_is_left_alone(
    site: Site, clock: Clock, why: str, status: int, header: str | None, after: float | None, barred: float | None
) -> None:
    fetcher = guest(clock, gap=0.0)
    site.pages["/busy"] = Page(b"", status, {"Retry-After": header} if header else {})
    with pytest.raises(TryLater, match=f"status {status}") as refusal:
        fetcher.fetch(site.url("/busy"))
    assert refusal.value.after == after, why
    if barred is None:
        assert fetcher.fetch(site.url("/a")), why
        return
    clock.time += 10
    with pytest.raises(TryLater, match="127.0.0.1 asks for") as refusal:
        fetcher.fetch(site.url("/a"))
    assert (refusal.value.after, site.paths) == (barred - 10, ["/busy"]), why
    clock.time += barred
    assert fetcher.fetch(site.url("/a")), why


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        (" 15 ", 15.0),
        ("9" * 400, 86400.0),
        ("Tue, 03 Jun 2025 12:00:30 GMT", 30.0),
        ("Tuesday, 03-Jun-25 12:00:30 GMT", 30.0),
        ("Tue, 03 Jun 2025 14:00:30 +0200", 30.0),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("morgen", None),
        ("", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after(value, NOON) == seconds


@pytest.mark.parametrize(
    ("contact", "end"),
    [
        ("", ""),
        ("desk@example.org", " (+desk@example.org)"),
        ("https://example.org/bot", " (+https://example.org/bot)"),
        ("a\r\nX-Header: b", " (+a X-Header: b)"),
        ("Büro (Berlin)", " (+B ro Berlin)"),
    ],
)
def test_the_user_agent_is_the_programs_own(contact: str, end: str) -> None:
    name, number = user_agent(contact).removesuffix(end).split("/")
    assert name == "Quellenlage" and number.replace(".", "").isdigit()
    assert user_agent(contact).endswith(end) and "Mozilla" not in user_agent(contact)


ALLOWED: list[tuple[str, Behaviour]] = [
    ("no robots.txt", robots(status=404)),
    ("a robots.txt behind a password", robots(status=401)),
    ("gone", robots(status=410)),
    ("an empty one", robots()),
    ("rules for others", robots("User-agent: otherbot", "Disallow: /")),
    ("nothing is forbidden", robots("User-agent: *", "Disallow:")),
    ("a longer rule allows", robots("User-agent: *", "Disallow: /a", "Allow: /art")),
    ("its own group counts alone", robots("User-agent: *", "Disallow: /", "User-agent: quellenlage", "Allow: /")),
    ("equal rules: allowed", robots("User-agent: *", "Disallow: /artikel", "Allow: /artikel")),
    ("a pattern that ends", robots("User-agent: *", "Disallow: /artikel$")),
    ("an error page instead", Page(b"<html><body>Seite nicht gefunden</body></html>")),
    ("after the first 500 KiB", Page(b"#" * 512_001 + b"\nUser-agent: *\nDisallow: /\n")),
    ("a rule cut in two is none", Page(b"#" * 511_970 + b"\nUser-agent: *\nDisallow: /artikel/anderswo\n")),
    ("redirects in a circle", redirect("/robots.txt")),
    ("a redirect to a place that is not read", redirect("http://127.0.0.9/robots.txt")),
]


@pytest.mark.parametrize(("why", "rules"), ALLOWED, ids=[row[0] for row in ALLOWED])
def test_what_robots_txt_allows(site: Site, clock: Clock, why: str, rules: Behaviour) -> None:
    site.pages |= {"/robots.txt": rules, "/artikel/1?seite=2": Page()}
    assert guest(clock, 0.0).fetch(site.url("/artikel/1?seite=2")), why


FORBIDDEN: list[tuple[str, Behaviour]] = [
    ("everything", robots("User-agent: *", "Disallow: /")),
    ("this program by name", robots("User-agent: Quellenlage", "Disallow: /", "", "User-agent: *", "Allow: /")),
    ("a beginning", robots("User-agent: *", "Disallow: /art")),
    ("a pattern over the query", robots("User-agent: *", "Disallow: /*?seite=")),
    ("with a mark in front", Page("\ufeffUser-agent: *\nDisallow: /".encode())),
    ("in Windows line breaks", Page(b"User-agent: *\r\nDisallow: /\r\n")),
    ("within the first 500 KiB", Page(b"#" * 500_000 + b"\nUser-agent: *\nDisallow: /\n")),
    ("behind redirects", redirect("/rules/1")),
]


@pytest.mark.parametrize(("why", "rules"), FORBIDDEN, ids=[row[0] for row in FORBIDDEN])
def test_what_robots_txt_forbids(site: Site, clock: Clock, why: str, rules: Behaviour) -> None:
    site.pages |= {f"/rules/{step}": redirect(f"/rules/{step + 1}") for step in range(1, 5)}
    site.pages |= {"/robots.txt": rules, "/artikel/1?seite=2": Page()}
    site.pages["/rules/5"] = robots("User-agent: *", "Disallow: /artikel")
    with pytest.raises(Rejected, match="may not be read by programs.*robots.txt.*[Ss]ave the page") as refusal:
        guest(clock, 0.0).fetch(site.url("/artikel/1?seite=2"))
    assert not isinstance(refusal.value, TryLater)
    assert "/artikel/1?seite=2" not in site.paths, why


@pytest.mark.parametrize(
    ("why", "rules"),
    [
        ("out of order", robots(status=500)),
        ("overloaded", robots(status=503)),
        ("too many requests", robots(status=429)),
        ("broken off", raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nUser-agent: *")),
        ("no answer", raw(b"")),
    ],
)
def test_without_an_answer_nothing_is_read_for_now(site: Site, clock: Clock, why: str, rules: Behaviour) -> None:
    site.pages["/robots.txt"] = rules
    fetcher = guest(clock, 0.0)
    for _ in range(2):
        with pytest.raises(TryLater, match="/a waits for its site's robots.txt") as refusal:
            fetcher.fetch(site.url("/a"))
        assert refusal.value.after == 60.0, why
    assert [path for _, path, _ in site.asked] == ["/robots.txt"], why
    site.pages["/robots.txt"] = robots()
    clock.time += 61
    assert fetcher.fetch(site.url("/a")), why


def test_the_rules_are_kept_for_a_day_and_no_longer(site: Site, clock: Clock) -> None:
    fetcher = guest(clock, 0.0)
    fetcher.fetch(site.url("/a"))
    site.pages["/robots.txt"] = robots("User-agent: *", "Disallow: /")
    clock.time += 23 * 3600
    fetcher.fetch(site.url("/b"))
    clock.time += 3601
    with pytest.raises(Rejected, match="may not be read by programs"):
        fetcher.fetch(site.url("/c"))
    assert site.paths == ["/a", "/b"]


def test_a_redirect_target_has_its_own_rules(site: Site, clock: Clock) -> None:
    site.pages |= {"/r": redirect("/private/a"), "/private/a": Page()}
    site.pages["/robots.txt"] = robots("User-agent: *", "Disallow: /private")
    with pytest.raises(Rejected, match="/private/a may not be read by programs"):
        guest(clock, 0.0).fetch(site.url("/r"))
    assert site.paths == ["/r"]


def test_a_bomb_for_robots_txt_costs_half_a_megabyte(site: Site, clock: Clock) -> None:
    site.pages["/robots.txt"] = bomb(60)
    assert guest(clock, 0.0).fetch(site.url("/a"))
