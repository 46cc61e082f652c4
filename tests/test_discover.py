"""discover: link files, lists, OPML, feeds and sitemaps name addresses, tidied and each once; attacks are refused."""

from __future__ import annotations

import gzip
import plistlib
import socket
import time
from datetime import UTC, date, datetime

import pytest

from ingest.discover import LISTINGS, Item, Listing, feeds_of, listing, sitemaps_of, untracked
from ingest.fetch import media_type
from kb.errors import Rejected


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever would open a connection or look up a name fails the test."""

    def refused(*arguments: object, **named: object) -> None:
        raise AssertionError("a listing was to be fetched")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


def told(data: bytes | str, name: str = "a.txt", base: str | None = None) -> Listing:
    """The listing as the pipeline gets it: its kind told by its content."""
    content = data.encode() if isinstance(data, str) else data
    kind = media_type(content, name)
    assert kind in LISTINGS, kind
    return listing(content, kind, base, name)


def addresses(found: Listing) -> list[str]:
    return [item.address for item in found.items]


# -- addresses ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("why", "address", "tidy"),
    [
        ("nothing to do", "https://bote.example/a?id=7", "https://bote.example/a?id=7"),
        ("campaign", "https://bote.example/a?utm_source=rss&utm_medium=feed", "https://bote.example/a"),
        ("campaign among others", "https://bote.example/a?id=7&utm_term=x&p=2", "https://bote.example/a?id=7&p=2"),
        ("clicks", "https://bote.example/a?fbclid=1&gclid=2&mc_cid=3&_hsenc=4&wt_mc=5", "https://bote.example/a"),
        ("a name that only begins alike", "https://bote.example/a?utmost=1", "https://bote.example/a?utmost=1"),
        ("a value that only looks alike", "https://bote.example/a?q=utm_source", "https://bote.example/a?q=utm_source"),
        ("the order stays", "https://bote.example/a?b=1&a=%20x", "https://bote.example/a?b=1&a=%20x"),
        ("a mark within the page", "https://bote.example/a#kapitel-2", "https://bote.example/a"),
        ("the page itself behind a mark", "https://bote.example/#!/artikel/4", "https://bote.example/#!/artikel/4"),
        ("host and port", "HTTPS://Bote.Example:443/A", "https://bote.example/A"),
        ("another port", "http://bote.example:8080/A", "http://bote.example:8080/A"),
        ("no path", "https://bote.example", "https://bote.example/"),
        ("a feed scheme", "feed://bote.example/rss", "https://bote.example/rss"),
        ("a feed scheme before another", "feed:http://bote.example/rss", "http://bote.example/rss"),
        ("a script", "javascript:alert(1)", ""),
        ("a file", "file:///etc/passwd", ""),
        ("a mail", "mailto:a@bote.example", ""),
        ("no host", "https:///a", ""),
        ("brackets that never close", "https://[::1/a", ""),
    ],
)
def test_an_address_loses_its_tracking_and_nothing_else(why: str, address: str, tidy: str) -> None:
    assert untracked(address) == tidy, why


# -- link files and lists ----------------------------------------------------------------------------

WINDOWS = "[{000214A0-0000-0000-C000-000000000046}]\r\nProp3=19,11\r\n[InternetShortcut]\r\nIDList=\r\nURL=%s\r\n"
LINUX = "[Desktop Entry]\nEncoding=UTF-8\nName=Die Brücke\nType=Link\nURL=https://bote.example/bruecke\nIcon=x\n"
MAC = {"URL": "https://bote.example/bruecke"}


@pytest.mark.parametrize(
    ("why", "data", "name", "title"),
    [
        ("Windows", (WINDOWS % "https://bote.example/bruecke").encode(), "in/Die Brücke.url", "Die Brücke"),
        ("Windows, UTF-16", (WINDOWS % "https://bote.example/bruecke").encode("utf-16"), "a.url", "a"),
        (
            "Windows, with a mark",
            b"\xef\xbb\xbf[InternetShortcut]\nurl=https://bote.example/bruecke?utm_id=1",
            "b",
            "b",
        ),
        ("macOS, XML", plistlib.dumps(MAC), "Die Brücke.webloc", "Die Brücke"),
        ("macOS, binary", plistlib.dumps(MAC, fmt=plistlib.FMT_BINARY), "Die Brücke.webloc", "Die Brücke"),
        ("Linux", LINUX.encode(), "x.desktop", "Die Brücke"),
    ],
)
def test_a_link_file_names_its_page(why: str, data: bytes, name: str, title: str) -> None:
    assert told(data, name) == Listing("links", "", (Item("https://bote.example/bruecke", title),)), why


@pytest.mark.parametrize(
    ("why", "data", "words"),
    [
        ("a file of the disk", (WINDOWS % "file:///C:/a.pdf").encode(), "“file” address"),
        ("a script", plistlib.dumps({"URL": "javascript:alert(1)"}), "“javascript” address"),
        ("no address", b"[InternetShortcut]\nURL=\n", "names no address"),
        ("no scheme", b"[InternetShortcut]\nURL=bote\n", "no web address"),
        ("cut off", plistlib.dumps(MAC)[:-30], "damaged"),
    ],
)
def test_a_link_file_that_leads_nowhere_says_so(why: str, data: bytes, words: str) -> None:
    with pytest.raises(Rejected, match=words):
        told(data, "a.url")


LIST = """# Lesen
https://bote.example/eins

- https://bote.example/zwei?utm_source=x
* Die Brücke von Fenn | https://bote.example/drei
3. https://bote.example/vier – Häfen im Norden, ein Überblick
<https://bote.example/fuenf>
www.bote.example/sechs
[Sieben Meere](https://bote.example/sieben)
https://bote.example/eins#unten
"""


def test_a_list_of_addresses_is_read_line_by_line_each_once() -> None:
    found = told(LIST, "Dossier Häfen.txt")
    assert (found.kind, found.title) == ("links", "Dossier Häfen")
    assert [address.replace("www.", "") for address in addresses(found)] == [
        f"https://bote.example/{name}" for name in ("eins", "zwei", "drei", "vier", "fuenf", "sechs", "sieben")
    ]
    titles = [item.title for item in found.items]
    assert titles == ["", "", "Die Brücke von Fenn", "Häfen im Norden, ein Überblick", "", "", "Sieben Meere"]


def test_a_long_list_keeps_to_its_limit_and_says_what_was_left_out() -> None:
    found = told("\n".join(f"https://bote.example/{number}" for number in range(10_250)))
    assert (len(found.items), found.left_out) == (10_000, 250)


# -- OPML --------------------------------------------------------------------------------------------


def test_an_opml_names_its_feeds_in_folders_too() -> None:
    data = """<?xml version="1.0" encoding="ISO-8859-1"?><opml version="2.0"><head><title>Häfen</title></head><body>
    <outline text="Norden"><outline text="Bote" title="Fenner Bote" type="rss" xmlUrl="https://bote.example/rss"
    htmlUrl="https://bote.example/"/><outline text="Nur Seite" htmlUrl="https://kai.example/"/></outline>
    <outline text="x" xmlurl="javascript:1"/><outline text="Bote" xmlUrl="https://bote.example/rss"/></body></opml>"""
    found = told(data.encode("latin-1"), "feeds.opml")
    assert found == Listing(
        "opml", "Häfen", (Item("https://bote.example/rss", "Fenner Bote"), Item("https://kai.example/", "Nur Seite"))
    )


def test_an_opml_without_feeds_is_refused() -> None:
    with pytest.raises(Rejected, match="names no feed"):
        told("<opml><body><outline text='leer'/></body></opml>", "a.opml")


# -- feeds -------------------------------------------------------------------------------------------

LONG = "<p>" + " ".join(["Die Fähre nach Aberwen fährt seit Montag wieder jeden Tag."] * 20) + "</p>"
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Fenner Bote &amp;amp; Kurier</title><link>https://bote.example/</link>
<item><title><![CDATA[Alte <b>Brücke</b>]]></title><link>https://bote.example/alt?utm_source=rss</link>
<pubDate>Mon, 04 Mar 2024 23:30:00 -0200</pubDate><description>Kurz.</description></item>
<item><title>Neue Fähre</title><link>/neu</link><pubDate>Tue, 05 Mar 2024 00:30:00 +0100</pubDate>
<description>Die Fähre …</description><content:encoded><![CDATA[{LONG}]]></content:encoded></item>
<item><title>Ohne Adresse</title><description>x</description></item>
<item><title>Nur Kennung</title><guid isPermaLink="true">https://bote.example/kennung</guid></item>
<item><title>Noch einmal</title><link>https://bote.example/neu#kommentare</link></item>
<item><title>Skript</title><link>javascript:alert(1)</link></item>
</channel></rss>"""


def test_an_rss_feed_is_read_newest_first_with_the_day_its_publisher_means() -> None:
    found = told(RSS, "a.xml", "https://bote.example/rss")
    assert (found.kind, found.title) == ("feed", "Fenner Bote & Kurier")
    assert [(item.address, item.title, item.published) for item in found.items] == [
        ("https://bote.example/neu", "Neue Fähre", date(2024, 3, 5)),
        ("https://bote.example/alt", "Alte Brücke", date(2024, 3, 4)),
        ("https://bote.example/kennung", "Nur Kennung", None),
    ]


def test_the_article_is_taken_from_the_feed_where_it_is_whole() -> None:
    contents = {item.title: item.content for item in told(RSS, base="https://bote.example/rss").items}
    assert contents["Neue Fähre"] is not None
    assert contents["Neue Fähre"].count("Aberwen") == 20
    assert contents["Alte Brücke"] is None


@pytest.mark.parametrize(
    ("why", "tail", "whole"),
    [
        ("an article", "", True),
        ("cut with dots", "<p>Die Reederei […]</p>", False),
        ("cut with a link", '<p><a href="/a">Weiterlesen →</a></p>', False),
        ("cut in English", '<a href="/a">Continue reading</a>', False),
        ("a blog's foot", '<p>The post <a href="/a">Fähre</a> appeared first on <a href="/">Bote</a>.</p>', True),
        (
            "its German foot",
            '<p>Der Beitrag <a href="/a">Fähre</a> erschien zuerst auf <a href="/">Bote</a>.</p>',
            True,
        ),
    ],
)
def test_a_text_that_breaks_off_is_no_article_and_a_foot_is_dropped(why: str, tail: str, whole: bool) -> None:
    content = told(RSS.replace(LONG, LONG + tail), base="https://bote.example/rss").items[0].content
    assert (content is not None) is whole, why
    assert content is None or content.endswith("jeden Tag.</p>"), why


ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://kai.example/blog/"><title type="html">Kai
</title><entry><title type="html">&lt;i&gt;Seals&lt;/i&gt; return</title><link rel="self" href="x.atom"/>
<link rel="alternate" href="seals?fbclid=9"/><id>tag:kai.example,2024:1</id><updated>2024-02-07T10:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{LONG}<p><a href="karte">Karte</a></p></div></content>
</entry><entry><title>Tides</title><link href="https://kai.example/tides"/><published>2024-02-06T23:10:00-05:00</published>
<updated>2024-02-08T10:00:00Z</updated><content type="text">{LONG[3:-4]}</content></entry></feed>"""


def test_an_atom_feed_is_read_and_a_changed_date_is_not_a_published_one() -> None:
    seals, tides = told(ATOM).items
    assert (tides.address, tides.published) == ("https://kai.example/tides", date(2024, 2, 6))
    assert tides.updated == datetime(2024, 2, 8, 10, tzinfo=UTC)
    assert (seals.address, seals.title, seals.published) == ("https://kai.example/blog/seals", "Seals return", None)
    assert seals.content is not None and 'href="https://kai.example/blog/karte"' in seals.content
    assert tides.content is not None and tides.content.startswith("<p>Die Fähre")


def test_an_rdf_feed_dates_its_articles_by_dublin_core() -> None:
    data = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Amt</title>
    </channel><item rdf:about="https://amt.example/1"><title>Eins</title><link>https://amt.example/1</link>
    <dc:date>2024-03-05T08:00:00+01:00</dc:date></item></rdf:RDF>"""
    assert told(data).items == (
        Item("https://amt.example/1", "Eins", date(2024, 3, 5), datetime(2024, 3, 5, 7, tzinfo=UTC)),
    )


@pytest.mark.parametrize(
    ("why", "data"),
    [
        ("cut off", RSS[: RSS.index("<item><title>Ohne")]),
        ("a bare ampersand", RSS.replace("Neue Fähre", "Fähre & Brücke")),
        ("an entity of HTML", RSS.replace("Neue Fähre", "Neue&nbsp;Fähre")),
        ("a space before the declaration", "\n " + RSS),
        ("a control character", RSS.replace("Neue", "Ne\x0bue")),
    ],
)
def test_a_broken_feed_still_gives_its_articles(why: str, data: str) -> None:
    assert "https://bote.example/neu" in addresses(told(data, base="https://bote.example/rss")), why


def test_a_feed_in_an_old_encoding_keeps_its_umlauts() -> None:
    data = RSS.replace('encoding="utf-8"', 'encoding="windows-1252"').encode("cp1252", "replace")
    assert told(data, base="https://bote.example/").items[0].title == "Neue Fähre"


def test_an_empty_feed_is_a_listing_and_a_wreck_is_not() -> None:
    assert told("<rss version='2.0'><channel><title>Leer</title></channel></rss>").items == ()
    with pytest.raises(Rejected, match="cannot be read"):
        listing(b"<rss", "application/rss+xml")


# -- sitemaps ----------------------------------------------------------------------------------------

NEWS = """<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://bote.example/alt</loc><lastmod>2024-01-02</lastmod></url>
<url><loc> https://bote.example/neu?utm_medium=sitemap&amp;id=4 </loc><image:image><image:loc>https://bote.example/bild.jpg
</image:loc></image:image><news:news><news:publication><news:name>Bote</news:name></news:publication>
<news:publication_date>2024-03-05T08:00+01:00</news:publication_date><news:title>Neue
Fähre</news:title></news:news></url></urlset>"""


def test_a_news_sitemap_gives_titles_and_dates_newest_first() -> None:
    for data in (NEWS.encode(), gzip.compress(NEWS.encode())):
        assert told(data, "sitemap.xml") == Listing(
            "sitemap",
            "",
            (
                Item("https://bote.example/neu?id=4", "Neue Fähre", date(2024, 3, 5)),
                Item("https://bote.example/alt", "", None, datetime(2024, 1, 2, tzinfo=UTC)),
            ),
        )


def test_an_index_of_sitemaps_names_the_sitemaps() -> None:
    data = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/a.xml.gz</loc></sitemap>
    <sitemap><loc>/b.xml</loc><lastmod>2024-03-05T08:00:00Z</lastmod></sitemap></sitemapindex>"""
    found = told(data, "sitemap.xml", "https://bote.example/sitemap.xml")
    assert addresses(found) == ["https://bote.example/b.xml", "https://bote.example/a.xml.gz"]


def test_of_a_great_sitemap_the_newest_thousand_are_kept_soon() -> None:
    pages = "".join(
        f"<url><loc>https://bote.example/{number}</loc><lastmod>20{number // 2500:02}-01-01</lastmod></url>"
        for number in range(50_000)
    )
    began = time.process_time()
    found = told(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{pages}</urlset>', "s.xml")
    assert time.process_time() - began < 10
    assert (len(found.items), found.left_out) == (1_000, 49_000)
    assert found.items[0].address == "https://bote.example/47500"


# -- attacks -----------------------------------------------------------------------------------------

BOMB = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)) + "]>"
OUTSIDE = '<!DOCTYPE x [<!ENTITY a11 SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("prolog", [BOMB, OUTSIDE])
@pytest.mark.parametrize(
    "body",
    [
        "<rss version='2.0'><channel><title>&a11;</title></channel></rss>",
        "<urlset><url><loc>https://bote.example/&a11;</loc></url></urlset>",
        "<opml><body><outline text='&a11;' xmlUrl='https://bote.example/'/></body></opml>",
    ],
)
def test_entities_that_unfold_or_point_elsewhere_are_refused_at_once(prolog: str, body: str) -> None:
    began = time.process_time()
    with pytest.raises(Rejected, match="entities"):
        told(f"<?xml version='1.0'?>{prolog}{body}", "a.xml")
    assert time.process_time() - began < 1


def test_a_packed_bomb_and_a_cut_packing_are_refused() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * 60_000_000 + b"</urlset>", 1)
    with pytest.raises(Rejected, match="unpacks to more than 50 MB"):
        told(bomb, "s.xml.gz")
    with pytest.raises(Rejected, match="cut off"):
        told(gzip.compress(NEWS.encode())[:-40], "s.xml.gz")


def test_what_is_no_listing_is_refused() -> None:
    with pytest.raises(Rejected, match="no list"):
        listing(b"x", "text/html")


# -- pages and robots --------------------------------------------------------------------------------


def test_the_feeds_of_a_page_are_those_it_declares() -> None:
    page = """<html><head><base href="/blog/"><link rel="alternate" type="application/rss+xml" href="feed.xml">
    <LINK REL='alternate home' TYPE='application/atom+xml; charset=utf-8' HREF='//kai.example/atom'>
    <link rel="alternate" type="application/rss+xml" title="Bote » Kommentar-Feed" href="/comments/feed/">
    <link rel="alternate" hreflang="en" href="/en/"><link rel="stylesheet" type="application/rss+xml" href="/x">
    <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
    <link rel="alternate" type="application/rss+xml" href="feed.xml"></head><body>&nbsp;<p"""
    assert feeds_of(page, "https://bote.example/artikel/1") == (
        "https://bote.example/blog/feed.xml",
        "https://kai.example/atom",
    )


def test_the_sitemaps_of_robots_are_those_it_names() -> None:
    robots = "User-agent: *\nDisallow: /x\nSitemap: https://bote.example/s.xml\r\n sitemap:https://bote.example/n.xml\n"
    robots += "# Sitemap: https://bote.example/no.xml\nSitemap: /relative.xml\nSITEMAP: https://bote.example/s.xml\n"
    assert sitemaps_of(robots) == ("https://bote.example/s.xml", "https://bote.example/n.xml")
