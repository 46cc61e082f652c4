"""What a page says of itself, in layouts that differ: day, authors, publisher, address; nothing rather than a guess."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ingest.extract import extract
from kb.model import Document, Source

PROSE = (
    "<p>The harbour board has bought four electric tugs, the minutes of its meeting show.</p>"
    "<p>Each of them costs 3.2 million euros. The first one arrives in October, the board said.</p>"
)
H1 = "<h1>Four tugs for the harbour</h1>"


def read(body: str, head: str = "<title>Four tugs for the harbour</title>") -> Document:
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    source = Source("0" * 64, "page.html", "text/html", datetime(2026, 1, 1, tzinfo=UTC))
    return extract(page.encode(), source).document


@pytest.mark.parametrize(
    ("why", "body", "published"),
    [
        (
            "a label in one block, the day in the next",
            f"{H1}<dl><dt>Published</dt><dd>4 May 2024</dd></dl>{PROSE}",
            date(2024, 5, 4),
        ),
        (
            "first published below, updated above",
            f"{H1}<p>Last updated on May 9, 2024</p>{PROSE}<p>First published: May 4, 2024</p>",
            date(2024, 5, 4),
        ),
        (
            "days of other articles come first",
            f"<div><a href='/x'>Ferry stops</a> <time datetime='2025-01-04'>4 Jan</time></div>{H1}<div>"
            f"4. Mai 2024</div>{PROSE}",
            date(2024, 5, 4),
        ),
        (
            "days of other articles come last",
            f"{H1}<time datetime='2024-05-04'>4.5.</time>{PROSE}<h3>Related</h3><time datetime='2024-06-01'>"
            "1.6.</time>",
            date(2024, 5, 4),
        ),
        (
            "only a day of change is no day of publication",
            f"{H1}<p>Zuletzt aktualisiert am 9.5.2024</p>{PROSE}",
            None,
        ),
        (
            "a day in the text is the text's",
            f"{H1}<span>vor 3 Stunden</span>{PROSE}<p>The tugs were ordered on 4 May 2024.</p>",
            None,
        ),
        ("a reader's comment has a day of its own", f"{H1}{PROSE}<div>Kommentar von Gast am 2. Mai 2024</div>", None),
        (
            "a headline's box may lie beside the text",
            f"<div class='sidebar'>{H1}<time datetime='2024-05-04'>Sa</time></div><main>{PROSE}</main>",
            date(2024, 5, 4),
        ),
    ],
)
def test_the_day_of_publication(why: str, body: str, published: date | None) -> None:
    assert read(body).published == published, why


@pytest.mark.parametrize(
    ("why", "meta", "published"),
    [
        ("a name of metadata that nobody listed", "govuk:first-published-at", date(2024, 5, 4)),
        ("another", "release_date", date(2024, 5, 4)),
        ("a day of change", "site:last-updated", None),
    ],
)
def test_days_in_metadata(why: str, meta: str, published: date | None) -> None:
    assert read(H1 + PROSE, f'<meta name="{meta}" content="2024-05-04T10:00:00Z">').published == published, why


@pytest.mark.parametrize(
    ("why", "byline", "authors"),
    [
        ("a label with a colon", "<p>Words: Ann Poe</p>", ("Ann Poe",)),
        ("two who asked", "<p>Interview: Ann Poe und Jo Kern</p>", ("Ann Poe", "Jo Kern")),
        ("by with a colon, shouted", "<div>von: ANN POE</div>", ("Ann Poe",)),
        ("behind the day", "<p>Posted: 07/25/2024 by A. Poe</p>", ("A. Poe",)),
        ("an office before the name", "<p>4 May 2024 | BY STAFF WRITER ANN POE</p>", ("Ann Poe",)),
        ("a label of its own", "<div>Authors</div><div>Ann Poe</div><div>Jo Kern</div>", ("Ann Poe", "Jo Kern")),
        (
            "two links side by side",
            '<div><a rel="author">Ann Poe</a> and <a rel="author">Jo Kern</a></div>',
            ("Ann Poe", "Jo Kern"),
        ),
        ("a day behind the name is none of it", "<p>von Ann Poe Veröffentlicht am 4. Mai 2024</p>", ("Ann Poe",)),
        ("in a footer above the text", '<div class="footer"><p>Von Ann Poe</p></div>', ("Ann Poe",)),
    ],
)
def test_bylines(why: str, byline: str, authors: tuple[str, ...]) -> None:
    assert read(f"{H1}{byline}{PROSE}").authors == authors, why


def test_a_byline_with_names_beats_a_desk_and_the_house_itself() -> None:
    head = '<meta name="author" content="Redaktion"><meta property="og:site_name" content="Kaibote">'
    assert read(f"{H1}<p>Text: Ann Poe</p>{PROSE}", head).authors == ("Ann Poe",)
    ld = '{"@type":"Article","author":{"name":"Kaibote"},"publisher":{"name":"Kaibote GmbH"}}'
    head = f'<script type="application/ld+json">{ld}</script>'
    assert read(f"{H1}<p>Ann Poe</p><p>4 May 2024</p>{PROSE}", head).authors == ("Ann Poe",)


def test_names_with_the_last_name_first_are_turned() -> None:
    head = '<meta name="citation_author" content="Poe, Ann"><meta name="citation_author" content="Kern, Jo">'
    assert read(H1 + PROSE, head).authors == ("Ann Poe", "Jo Kern")


def test_who_published_and_wrote_may_be_described_elsewhere_in_the_metadata() -> None:
    ld = (
        '{"@graph":[{"@type":"Organization","@id":"#o","name":"Kaibote"},'
        '{"@type":"Person","@id":"#p","name":"Ann Poe"},'
        '{"@type":"Article","author":{"@id":"#p"},"publisher":{"@id":"#o"}}]}'
    )
    document = read(H1 + PROSE, f'<script type="application/ld+json">{ld}</script>')
    assert (document.publisher, document.authors) == ("Kaibote", ("Ann Poe",))


@pytest.mark.parametrize(
    ("why", "title", "body", "publisher"),
    [
        ("the last part of three", "Four tugs for the harbour – Page 1 of 3 – Kaibote", H1 + PROSE, "Kaibote"),
        (
            "a part with a number is an issue's",
            "Kaibote Rundbrief - Ausgabe 3/2024",
            f"<p>Liebe Leute,</p>{PROSE}",
            "Kaibote Rundbrief",
        ),
        (
            "published by",
            "Four tugs for the harbour",
            f"{H1}{PROSE}<footer>Herausgeber: Verein Kaibote e. V.</footer>",
            "Verein Kaibote e. V.",
        ),
        ("nowhere", "Four tugs for the harbour", H1 + PROSE, None),
    ],
)
def test_publishers(why: str, title: str, body: str, publisher: str | None) -> None:
    assert read(body, f"<title>{title}</title>").publisher == publisher, why


@pytest.mark.parametrize(
    ("why", "head", "url"),
    [
        (
            "the site's root is no article's address",
            '<link rel="canonical" href="https://kai.example/">'
            '<meta property="og:url" content="https://kai.example/tugs">',
            "https://kai.example/tugs",
        ),
        ("nor where there is no other", '<meta property="og:url" content="https://kai.example/">', None),
        (
            "what tracks a reader goes, the rest of the query stays",
            '<meta property="og:url" content="https://kai.example/a?id=7&utm_source=x#top">',
            "https://kai.example/a?id=7",
        ),
    ],
)
def test_addresses(why: str, head: str, url: str | None) -> None:
    assert read(H1 + PROSE, head).url == url, why
