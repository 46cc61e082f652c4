"""Pages of unusual make: live reports, portals of releases, parliaments' papers, layout by tables, advertisements."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ingest.extract import Extraction, extract
from kb.model import Source

PROSE = "<p>The harbour board of Fennmouth voted on Tuesday to let a program assign the berths to the ships.</p>"
MORE = "<p>Seven members were in favour and two against, and the change will cost sixty thousand pounds.</p>"


def read(body: str, head: str = "<title>Berths by program</title>") -> Extraction:
    source = Source("0" * 64, "page.html", "text/html", datetime(2026, 1, 1, tzinfo=UTC))
    return extract(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), source)


def test_a_live_report_keeps_all_of_its_posts() -> None:
    posts = "".join(
        f'<article class="block" id="b{hour}"><time>{hour}.00</time><h2>News at {hour}</h2><p>At {hour} o\'clock the '
        f"pilots of Fennmouth said that {hour} ships were waiting outside the mole.</p></article>"
        for hour in (9, 11, 14)
    )
    found = read(
        f"<main><h1>Strike live: ships wait</h1>{posts}</main>", "<title>Strike live: ships wait | Fenn</title>"
    )
    assert all(f"{hour} ships" in found.document.text for hour in (9, 11, 14))


def test_the_sender_of_a_release_beats_the_portal_that_carries_it() -> None:
    head = '<title>Berths by program</title><meta property="og:site_name" content="ReleaseRelay">'
    foot = "<p>SOURCE Mole Systems, Inc.</p>"
    assert read(f"<main><h1>Berths by program</h1>{PROSE}{MORE}{foot}</main>", head).document.publisher == (
        "Mole Systems, Inc."
    )


def test_a_parliaments_paper_has_its_heading_below_its_number() -> None:
    body = (
        "<p>Landtag Fennland<br>7. Wahlperiode</p><p>Drucksache 7/22<br>09.10.2024</p><h2>Antwort</h2><p>der "
        "Landesregierung</p><h1>Liegeplätze im Hafen Fenn</h1><p>1. Wie viele Liegeplätze gibt es derzeit im "
        "Hafen?</p><p>Nach Angaben der Hafenbehörde gibt es derzeit 41 Liegeplätze, davon elf für Fähren.</p>"
    )
    document = read(body, "<title>Drs. 7/22</title>").document
    assert (document.title, document.publisher) == ("Liegeplätze im Hafen Fenn", "Landtag Fennland")


def test_a_menu_in_a_table_is_no_text() -> None:
    menu = "Fenn Papers<br><a href=i.htm>Start</a> | <a href=a.htm>Archive</a> | <a href=g.htm>Guests</a>"
    page = f"<table><tr><td>{menu}</td></tr><tr><td><b>Berths by hand</b><br>1 May 2001{PROSE}{MORE}</td></tr></table>"
    document = read(page, "<title>Fenn Papers - Berths by hand</title>").document
    assert "Archive" not in document.text
    assert (document.title, document.publisher) == ("Berths by hand", "Fenn Papers")


def test_a_kicker_that_the_pages_title_lacks_is_no_part_of_the_headline() -> None:
    body = f"<main><h1><span>Ports:</span> Fennmouth votes for a program</h1>{PROSE}{MORE}</main>"
    assert read(body, "<title>Fennmouth votes for a program</title>").document.title == "Fennmouth votes for a program"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        pytest.param(f"<h1>Berths</h1><p>Anzeige</p>{PROSE}{MORE}", True, id="above the text"),
        pytest.param(f"<h1>Berths</h1>{PROSE}<div>Anzeige</div>{MORE}", False, id="a gap within the text"),
        pytest.param(f"<h1>Berths</h1><div>Anzeige</div>{PROSE}<div>Anzeige</div>{MORE}", False, id="several gaps"),
    ],
)
def test_the_mark_of_an_advertisement_counts_above_a_text_only(body: str, told: bool) -> None:
    assert bool(read(f"<main>{body}</main>").asides) is told


def test_a_hint_in_another_article_of_the_page_says_nothing_about_this_one() -> None:
    other = "<article><h2>Pool shuts</h2><p>The pool shuts.</p><p><a href=/p>Read the full story</a></p></article>"
    assert read(f"<main><article><h1>Berths by program</h1>{PROSE}{MORE}</article>{other}</main>").asides == ()


def test_the_link_home_names_the_paper_without_saying_where_it_leads() -> None:
    logo = '<header><a href="/"><img alt="Fenner Tagblatt - zur Startseite" src="l.png"></a></header>'
    assert read(f"{logo}<main><h1>Berths by program</h1>{PROSE}{MORE}</main>").document.publisher == "Fenner Tagblatt"
