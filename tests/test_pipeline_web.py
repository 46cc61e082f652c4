"""From addresses, link files and feeds to articles: what is read, what is refused, what is never replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.pipeline import arrivals, ingest
from ingest.watch import _Rounds as Rounds
from kb.library import Library
from kb.model import Outcome
from kb.removal import remove
from tests.conftest import OpenHome, WriteFile
from tests.web_server import Handler, Page, Site, redirect

HTML = {"Content-Type": "text/html; charset=utf-8"}
LINES = {
    "faehre": "Nach drei Wochen Pause setzt die Fähre seit Montag wieder über, wie die Reederei mitteilte.",
    "hafen": "Der Hafen wird um zwei Meter vertieft, das hat der Stadtrat im Mai mit großer Mehrheit beschlossen.",
    "kran": "Der neue Kran hebt 400 Tonnen und soll nach Angaben der Verwaltung im Herbst in Betrieb gehen.",
}
Web = Callable[[str], list[Outcome]]


def article(name: str, more: str = "") -> Page:
    """A page about one of the three matters."""
    text = f"<p>{LINES[name]}</p><p>Über die Kosten wurde am {name.title()} noch nicht gesprochen. {more}</p>"
    page = f"<html lang=de><head><title>{name.title()}</title></head><body><article>{text}</article></body></html>"
    return Page(page.encode(), headers=dict(HTML))


def feed(site: Site, *names: str) -> Page:
    """An RSS feed of these articles."""
    items = "".join(f"<item><title>{name}</title><link>{site.url(f'/{name}')}</link></item>" for name in names)
    xml = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Blatt</title>{items}</channel></rss>'
    return Page(xml.encode(), headers={"Content-Type": "application/rss+xml"})


@pytest.fixture
def site() -> Iterator[Site]:
    arrivals._fetcher.cache_clear()  # it remembers for a process's life which hosts asked to wait
    with Site({f"/{name}": article(name) for name in LINES}) as made:
        yield made


@pytest.fixture
def online(open_home: OpenHome) -> Library:
    """A library that may read this machine's own site."""
    return open_home(private_hosts=("127.0.0.1",), gap_seconds=0.0, fetch_seconds=5.0)


def told(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    """By the last part of the address, what became of it."""
    return [(outcome.origin.rsplit("/", 1)[-1], outcome.kind) for outcome in outcomes]


def read(library: Library, *origins: str, named: bool = False) -> list[tuple[str, str]]:
    return told(list(ingest(library, origins, named)))


# -- one address -----------------------------------------------------------------------------------


def test_an_address_is_read_once_and_asked_for_changes_only(online: Library, site: Site) -> None:
    page = article("faehre")
    page.headers["ETag"] = '"1"'

    def conditional(handler: Handler) -> None:
        same = handler.headers["If-None-Match"] == '"1"'
        handler.send_page(Page(b"", 304) if same else page)

    site.pages["/faehre"] = conditional
    assert read(online, site.url("/faehre")) == [("faehre", "added")]
    assert read(online, site.url("/faehre")) == [("faehre", "unchanged")]
    (document_id,) = online.store.document_ids()
    found = online.store.document(document_id)
    assert LINES["faehre"] in found.text
    assert (found.url, found.source.origin) == (site.url("/faehre"), site.url("/faehre"))
    assert site.pages["/faehre"] is conditional
    assert online.archive.get(found.source.id) == page.body


def test_a_changed_article_is_a_new_version(online: Library, site: Site) -> None:
    read(online, site.url("/kran"))
    site.pages["/kran"] = article("kran", "Korrektur: Es sind 450 Tonnen.")
    assert read(online, site.url("/kran")) == [("kran", "updated")]
    first, second = online.store.document_ids()
    assert online.store.supersedes(second) == first


GONE_BAD: list[tuple[str, Page]] = [
    ("404 after 200", Page(b"Seite nicht gefunden", 404)),
    ("410", Page(b"", 410)),
    ("500", Page(b"oops", 500)),
    ("429", Page(b"slow down", 429, {"Retry-After": "120"})),
    ("an empty page", Page(b"", 200, HTML)),
    ("a page without text", Page(b"<html><body><nav>Start</nav></body></html>", 200, HTML)),
    (
        "a page that says not found, sent as if all were well",
        Page(
            b"<html><head><title>Seite nicht gefunden</title></head><body><main><h1>404</h1><p>Die Seite, die Sie "
            b"suchen, wurde nicht gefunden. Zur Startseite oder zur Suche.</p></main></body></html>",
            200,
            HTML,
        ),
    ),
    (
        "a page in another language",
        Page("<p>Le vieux pont sera remplacé dans les trois ans, dit-il.</p>".encode(), 200, HTML),
    ),
]


@pytest.mark.parametrize("bad", [c[1] for c in GONE_BAD], ids=[c[0] for c in GONE_BAD])
def test_an_error_never_replaces_a_good_copy(online: Library, site: Site, bad: Page) -> None:
    read(online, site.url("/hafen"))
    before = online.store.document_ids()
    site.pages["/hafen"] = bad
    (outcome,) = ingest(online, [site.url("/hafen")])
    assert (outcome.kind, outcome.document_id) == ("unchanged", before[0])
    assert "kept" in str(outcome.reason)
    assert online.store.document_ids() == before
    row = online.store.origin(site.url("/hafen"))
    assert row is not None
    assert row.standing == "read"


@pytest.mark.parametrize("bad", [c[1] for c in GONE_BAD], ids=[c[0] for c in GONE_BAD])
def test_a_bad_page_is_refused_with_a_reason(online: Library, site: Site, bad: Page) -> None:
    site.pages["/hafen"] = bad
    (outcome,) = ingest(online, [site.url("/hafen")])
    assert outcome.kind == "rejected"
    row = online.store.origin(site.url("/hafen"))
    assert row is not None
    assert (row.standing, row.reason, bool(row.retry_at)) == ("rejected", outcome.reason, bad.status in (429, 500))


def test_forbidden_addresses_are_refused_and_noted(open_home: OpenHome, site: Site) -> None:
    library = open_home()
    (outcome,) = ingest(library, [site.url("/hafen")])
    assert (outcome.kind, site.asked) == ("rejected", [])
    assert [row.standing for row in library.store.origins()] == ["rejected"]


def test_two_addresses_of_one_text_are_one_document(online: Library, site: Site, write: WriteFile) -> None:
    site.pages["/kurz"] = redirect("/hafen")
    site.pages["/druck"] = article("hafen")
    saved = write("hafen.html", article("hafen").body.decode())
    outcomes = read(online, site.url("/hafen"), site.url("/kurz"), site.url("/druck"), saved)
    assert [kind for _, kind in outcomes] == ["added", "duplicate", "duplicate", "duplicate"]
    assert len(online.store.document_ids()) == 1


def test_the_charset_that_the_server_names_is_believed(online: Library, site: Site) -> None:
    body = article("faehre").body.decode().encode("cp1252")
    site.pages["/faehre"] = Page(body, headers={"Content-Type": "text/html; charset=windows-1252"})
    read(online, site.url("/faehre"))
    assert LINES["faehre"] in online.store.document(online.store.document_ids()[0]).text
    assert online.archive.get(online.store.origins()[0].sha256) == body


# -- files and pages that name others --------------------------------------------------------------


def test_link_files_and_lists_are_followed(online: Library, site: Site, write: WriteFile) -> None:
    shortcut = write("fähre.url", f"[InternetShortcut]\r\nURL={site.url('/faehre')}\r\n")
    several = write("liste.txt", f"# zum Lesen\n{site.url('/hafen')}\n{site.url('/kran')}\n{site.url('/faehre')}\n")
    outcomes = read(online, shortcut, several)
    assert sorted(outcomes) == sorted(
        [("fähre.url", "added"), ("liste.txt", "added"), ("faehre", "added"), ("hafen", "added"), ("kran", "added")]
    )
    assert {row.via for row in online.store.origins()} == {None, shortcut, several}
    assert {kind for _, kind in read(online, shortcut, several)} == {"unchanged"}
    assert sorted(site.paths) == ["/faehre", "/hafen", "/kran"]


def test_an_opml_leads_through_its_feeds_to_the_articles(online: Library, site: Site, write: WriteFile) -> None:
    site.pages["/feed"] = feed(site, "faehre", "hafen")
    outline = f'<outline type="rss" text="Blatt" xmlUrl="{site.url("/feed")}"/>'
    opml = write("feeds.opml", f'<?xml version="1.0"?><opml version="2.0"><body>{outline}</body></opml>')
    outcomes = list(ingest(online, [opml]))
    assert told(outcomes) == [("feeds.opml", "added"), ("feed", "added"), ("faehre", "added"), ("hafen", "added")]
    assert [outcome.items for outcome in outcomes] == [1, 2, 0, 0]


def test_only_what_is_new_in_a_feed_is_read(online: Library, site: Site) -> None:
    site.pages["/feed"] = feed(site, "faehre")
    read(online, site.url("/feed"))
    site.asked.clear()
    site.pages["/feed"] = feed(site, "kran", "faehre")
    assert read(online, site.url("/feed")) == [("feed", "updated"), ("kran", "added")]
    assert site.paths == ["/feed", "/kran"]


FAILING: list[tuple[str, Page]] = [
    ("not there", Page(b"", 404)),
    ("forbidden", Page(b"", 403)),
    ("broken", Page(b"<?xml version='1.0'?><rss><channel><item>", headers={"Content-Type": "application/rss+xml"})),
    ("an article at its address", article("hafen")),
]


@pytest.mark.parametrize("bad", [c[1] for c in FAILING], ids=[c[0] for c in FAILING])
def test_a_feed_that_fails_once_is_looked_at_again(open_home: OpenHome, site: Site, bad: Page) -> None:
    library = open_home(private_hosts=("127.0.0.1",), gap_seconds=0.0, refresh_minutes=1.0)
    site.pages["/feed"] = feed(site, "faehre")
    read(library, site.url("/feed"))
    good, site.pages["/feed"] = site.pages["/feed"], bad
    read(library, site.url("/feed"))
    with library.store.writing("a test"), library.store.transaction() as db:
        db.execute("UPDATE origins SET fetched_at = '2020-01-01T00:00:00+00:00'")
    assert Rounds(library).due(0.0) == [site.url("/feed")]
    site.pages["/feed"] = good
    assert read(library, site.url("/feed"))[0][0] == "feed"
    assert len(library.store.document_ids()) == 1


def test_of_a_long_feed_the_newest_are_taken(open_home: OpenHome, site: Site) -> None:
    library = open_home(private_hosts=("127.0.0.1",), gap_seconds=0.0, feed_items=2)
    site.pages["/feed"] = feed(site, "faehre", "hafen", "kran")
    assert [name for name, _ in read(library, site.url("/feed"))] == ["feed", "faehre", "hafen"]


def test_a_sitemap_leads_to_articles(online: Library, site: Site) -> None:
    names = "".join(f"<url><loc>{site.url(f'/{name}')}</loc></url>" for name in ("hafen", "kran"))
    xml = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{names}</urlset>'
    site.pages["/sitemap.xml"] = Page(xml.encode(), headers={"Content-Type": "application/xml"})
    assert sorted(read(online, site.url("/sitemap.xml"))) == [
        ("hafen", "added"),
        ("kran", "added"),
        ("sitemap.xml", "added"),
    ]


def test_listings_that_name_each_other_end(online: Library, site: Site) -> None:
    def index(*paths: str) -> Page:
        names = "".join(f"<sitemap><loc>{site.url(path)}</loc></sitemap>" for path in paths)
        head = '<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        return Page(f"{head}{names}</sitemapindex>".encode(), headers={"Content-Type": "application/xml"})

    site.pages |= {f"/s{n}.xml": index(f"/s{n + 1}.xml", "/s0.xml") for n in range(20)}
    read(online, site.url("/s0.xml"))
    assert 2 <= len(site.paths) <= 5


def test_a_front_page_stands_for_its_feed(online: Library, site: Site) -> None:
    site.pages["/feed"] = feed(site, "kran")
    head = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    site.pages["/"] = Page(
        f"<html><head>{head}</head><body><nav>Start</nav></body></html>".encode(), headers=dict(HTML)
    )
    assert [name for name, _ in read(online, site.url("/"))] == ["", "feed", "kran"]


def test_an_article_that_its_feed_carries_is_read_where_the_page_cannot_be(online: Library, site: Site) -> None:
    body = f"<p>{LINES['kran']}</p>" + "".join(
        f"<p>Die {n}. Prüfung des Krans begann am Morgen und verlief ruhig.</p>" for n in range(2, 30)
    )
    whole = f"<content:encoded><![CDATA[{body}]]></content:encoded>"
    item = f"<item><title>Kran</title><link>{site.url('/weg')}</link>{whole}</item>"
    head = '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    xml = f"{head}<title>Blatt</title>{item}</channel></rss>"
    site.pages["/feed"] = Page(xml.encode(), headers={"Content-Type": "application/rss+xml"})
    assert read(online, site.url("/feed")) == [("feed", "added"), ("weg", "added")]
    assert LINES["kran"] in online.store.document(online.store.document_ids()[0]).text


def test_a_removed_article_does_not_come_back_through_its_feed(online: Library, site: Site) -> None:
    site.pages["/feed"] = feed(site, "hafen")
    read(online, site.url("/feed"))
    remove(online, online.store.document_ids())
    site.pages["/hafen"] = article("hafen", "Neu.")
    site.pages["/feed"] = feed(site, "hafen", "kran")
    assert read(online, site.url("/feed")) == [("feed", "updated"), ("kran", "added")]
    assert read(online, site.url("/hafen"), named=True) == [("hafen", "added")]


# -- rounds ----------------------------------------------------------------------------------------


def test_feeds_are_due_again_and_articles_are_not(open_home: OpenHome, site: Site, write: WriteFile) -> None:
    library = open_home(private_hosts=("127.0.0.1",), gap_seconds=0.0, refresh_minutes=1.0)
    site.pages["/feed"] = feed(site, "faehre")
    site.pages["/kaputt"] = Page(b"", 503, {"Retry-After": "3600"})
    read(library, site.url("/feed"), write("liste.txt", site.url("/kran")))
    read(library, site.url("/kaputt"))
    assert Rounds(library).due(0.0) == []
    with library.store.writing("a test"), library.store.transaction() as db:
        db.execute("UPDATE origins SET fetched_at = '2020-01-01T00:00:00+00:00'")
    rounds = Rounds(library)
    assert rounds.due(0.0) == [site.url("/feed")]
    assert rounds.due(60.0) == []
    with library.store.writing("a test"), library.store.transaction() as db:
        db.execute("UPDATE origins SET retry_at = '2020-01-01T00:00:00+00:00' WHERE retry_at IS NOT NULL")
    assert Rounds(library).due(0.0) == [site.url("/feed"), site.url("/kaputt")]


def test_a_file_beside_the_addresses_is_read_as_ever(
    online: Library, site: Site, tmp_path: Path, write: WriteFile
) -> None:
    path = write("kran.txt", LINES["kran"])
    assert read(online, path, site.url("/weg"), site.url("/hafen")) == [
        ("kran.txt", "added"),
        ("weg", "rejected"),
        ("hafen", "added"),
    ]
