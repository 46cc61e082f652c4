"""HTML: the article kept, everything around it dropped, structure and facts read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ingest.extract import Extraction, extract
from ingest.fetch import media_type
from kb.model import Source
from kb.text import clean, identity

FIXTURES = Path(__file__).parent / "fixtures" / "extract"


def read(page: str | bytes, name: str = "page.html") -> Extraction:
    data = page.encode() if isinstance(page, str) else page
    return extract(data, Source("0" * 64, name, media_type(data, name), datetime(2026, 1, 1, tzinfo=UTC)))


@pytest.fixture(scope="module")
def ferry() -> Extraction:
    return read((FIXTURES / "faehre.html").read_bytes())


@pytest.fixture(scope="module")
def bees() -> Extraction:
    return read((FIXTURES / "bees.html").read_bytes())


@pytest.mark.parametrize(
    "words",
    [
        "Nach zwei Jahren Pause legt das Schiff wieder um 23 Uhr ab",
        "waren auf der ersten Fahrt 214 von 380 Plätzen belegt.",
        "Die Fahrpreise steigen um 12 Prozent.",
        "Sonntag | 22.15 Uhr | 240",
        "Hunde reisen an Deck.",
        "sagt Reeder Hinnerk Boysen.",
        "[1] Haushaltsplan des Landkreises, Seite 48.",
    ],
)
def test_the_article_is_kept(ferry: Extraction, words: str) -> None:
    assert words in ferry.document.text


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("skip link", "Zum Inhalt"),
        ("consent layer", "Cookies"),
        ("menu", "Lokales"),
        ("hidden by the page's style sheet", "gesunken"),
        ("white on white by the style sheet", "Unsichtbarer Auftrag"),
        ("no size", "Noch ein unsichtbarer"),
        ("hidden from readers aloud and eye", "Dekoration"),
        ("a comment in the markup", "Zahl prüfen"),
        ("a related link in the text", "Leuchtturm"),
        ("its heading", "Mehr zum Thema"),
        ("a newsletter box", "Hafenbrief"),
        ("a caption", "Foto: Archiv"),
        ("the author's box", "berichtet seit 2011"),
        ("a reader's comment", "Endlich wieder"),
        ("most read", "Bojen"),
        ("the footer", "Verlag GmbH"),
        ("the byline", "Feddersen"),
        ("the title", "Nachtfähre nach Sandöhr fährt wieder"),
    ],
)
def test_what_is_not_the_article_is_dropped(ferry: Extraction, why: str, words: str) -> None:
    assert words not in ferry.document.text, why


def test_facts_are_read(ferry: Extraction) -> None:
    document = ferry.document
    assert document.title == "Nachtfähre nach Sandöhr fährt wieder"
    assert document.authors == ("Wiebke Feddersen",)
    assert document.publisher == "Küstenbote"
    assert (document.published, document.updated) == (date(2024, 5, 7), date(2024, 5, 9))
    assert document.url == "https://www.kuestenbote.example/lokales/nachtfaehre-sandoehr"


def test_blocks_cover_the_text_in_order_and_links_stand_on_their_words(ferry: Extraction) -> None:
    document = ferry.document
    behind = 0
    for block in document.blocks:
        assert document.text[behind : block.start].strip() == ""
        assert document.text[block.start : block.end].strip() == document.text[block.start : block.end] != ""
        behind = block.end
    assert behind == len(document.text)
    assert {block.kind for block in document.blocks} == {"heading", "paragraph", "list_item", "table_row", "footnote"}
    assert [document.text[link.start : link.end] for link in document.links] == ["eigenen Angaben"]


def test_text_is_clean_and_the_id_is_its_identity(ferry: Extraction) -> None:
    assert clean(ferry.document.text) == ferry.document.text
    assert ferry.document.id == identity(ferry.document.text)
    assert (ferry.document.language, ferry.document.notices) == ("", ())


def test_paragraphs_made_of_line_breaks_are_told_apart(bees: Extraction) -> None:
    document = bees.document
    texts = [document.text[block.start : block.end] for block in document.blocks]
    assert texts[0].startswith("Last autumn I lost two colonies")
    assert "Next time I would wrap the hives earlier. Moisture was the real enemy, not cold." in texts
    assert "Great post" not in document.text
    assert "Gear" not in document.text


def test_a_page_without_metadata_gives_its_visible_facts(bees: Extraction) -> None:
    document = bees.document
    assert document.title == "Why my hives survived the winter"
    assert document.publisher == "The Smoker's Notebook"
    assert document.published == date(2023, 3, 4)
    assert document.authors == ("Joan Tarrow",)
    assert document.url is None


def test_disclosures_and_hints_are_asides(bees: Extraction) -> None:
    assert any("affiliate links" in line for line in bees.asides)
    assert any("page 2" in line for line in bees.asides)
    assert "affiliate" not in bees.document.text


BODY = "<p>The council voted to close the old quarry road.</p><p>Traffic will use the new bridge, officials said.</p>"


@pytest.mark.parametrize(
    ("why", "head", "published"),
    [
        (
            "JSON-LD in a graph",
            '<script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"x"},{"@type":"NewsArticle",'
            '"datePublished":"2021-02-03T10:00:00Z","dateModified":"2022-01-01"}]}</script>',
            date(2021, 2, 3),
        ),
        (
            "broken JSON-LD beside OpenGraph",
            '<script type="application/ld+json">{"datePublished": </script>'
            '<meta property="article:published_time" content="2020-11-30T08:00">',
            date(2020, 11, 30),
        ),
        ("a meta date in German notation", '<meta name="date" content="03.02.2021">', date(2021, 2, 3)),
        ("only a date of change", '<meta property="article:modified_time" content="2022-01-01">', None),
        ("a date that does not exist", '<meta name="date" content="2021-02-31">', None),
    ],
)
def test_published_is_the_first_publication_or_nothing(why: str, head: str, published: date | None) -> None:
    page = f"<html><head><title>Quarry road</title>{head}</head><body><h1>Quarry road closes</h1>{BODY}</body></html>"
    assert read(page).document.published == published, why


@pytest.mark.parametrize(
    ("why", "line", "published", "updated"),
    [
        (
            "German, with an update",
            "Veröffentlicht am 12. März 2022, aktualisiert am 14.03.2022",
            date(2022, 3, 12),
            date(2022, 3, 14),
        ),
        (
            "English, the update first",
            "Updated March 14, 2022 · Published March 12, 2022",
            date(2022, 3, 12),
            date(2022, 3, 14),
        ),
        ("as of", "Stand: 01.04.2022", date(2022, 4, 1), None),
        ("Austrian month", "5. Jänner 2022", date(2022, 1, 5), None),
    ],
)
def test_visible_dates_are_read_in_both_languages(why: str, line: str, published: date, updated: date | None) -> None:
    document = read(
        f"<html><body><main><h1>Quarry road closes</h1><p class='info'>{line}</p>{BODY}</main></body></html>"
    ).document
    assert (document.published, document.updated) == (published, updated), why
    assert line not in document.text


@pytest.mark.parametrize("depth", [300, 3000])
def test_deep_nesting_loses_no_text(depth: int) -> None:
    after = "<p>After all of it, the road is still open on Sundays.</p>"
    page = f"<html><body>{'<div>' * depth}{BODY}{'</div>' * depth}{after}</body></html>"
    text = read(page).document.text
    assert "close the old quarry road" in text
    assert "still open on Sundays" in text


def test_a_very_long_text_node_is_not_cut() -> None:
    long = "The road is closed until the bridge has been repaired. " * 4000
    assert read(f"<html><body><p>{long}</p></body></html>").document.text.count("repaired.") == 4000


BOXES = [
    ("the weather's sponsor", "<h3>Tides</h3><p>Sponsored by Fenn Mutual</p>", False),
    ("a disclosure under its heading", "<h3>Disclosure</h3><p>Sponsored by Fenn Mutual</p>", True),
    ("a sponsor without a heading", "<p>Sponsored by Fenn Mutual</p>", True),
]


@pytest.mark.parametrize(("why", "box", "told"), BOXES, ids=[case[0] for case in BOXES])
def test_the_sponsor_of_a_box_beside_the_article_is_not_the_articles(why: str, box: str, told: bool) -> None:
    text = "<p>The council voted on Monday to close the old quarry road for good, the clerk said in the evening.</p>"
    page = f"<html><body><article><h1>The road closes</h1>{text * 2}</article><div>{box}</div></body></html>"
    assert ("Sponsored by Fenn Mutual" in read(page).asides) is told, why


def test_who_an_author_is_stays_out_of_the_text() -> None:
    text = "<p>The council voted on Monday to close the old quarry road for good, the clerk said in the evening.</p>"
    vita = "<p>Rep. Joan Tarrow represents the quarry towns.</p>"
    page = f"<html><body><article><h1>The road closes</h1><p>By Joan Tarrow</p>{text}{vita}</article></body></html>"
    assert "represents" not in read(page).document.text
