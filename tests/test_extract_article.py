"""Which blocks of a page are its article: layouts as publishing systems write them, each with what must go."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ingest.extract import extract
from kb.model import Source

FIRST = "<p>The harbour board has bought four electric tugs, the minutes of its May meeting show.</p>"
SECOND = "<p>Each of them costs 3.2 million euros. The first one arrives in October, the board said.</p>"
THIRD = "<p>The old tugs will be sold. Nobody expects to get much for them, one member admitted.</p>"


def text_of(body: str, title: str = "Four tugs for the harbour") -> str:
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    source = Source("0" * 64, "page.html", "text/html", datetime(2026, 1, 1, tzinfo=UTC))
    return extract(page.encode(), source).document.text


@pytest.mark.parametrize(
    ("why", "inserted", "gone"),
    [
        (
            "a link to another article in a paragraph",
            '<p><b>Read also:</b> <a href="/x">Ferry runs aground off the pier</a></p>',
            "Ferry",
        ),
        (
            "the same in German",
            '<div><p>Lesen Sie auch: <a href="/x">Fähre läuft vor der Mole auf Grund</a></p></div>',
            "Fähre",
        ),
        (
            "a box with an author's life",
            '<div class="author-card"><b>Ann Poe</b> <span>Ann has covered ships since 2009.</span></div>',
            "covered ships",
        ),
        (
            "a caption in a box of its own",
            '<div class="inline_image"><img><span>Tugs at the quay</span></div>',
            "Tugs at the quay",
        ),
        (
            "a teaser that is a link",
            '<div class="teaser-item"><a href="/x"><h3>Quay two</h3><p>'
            "It closes for repairs in spring, says the board.</p></a></div>",
            "closes for repairs",
        ),
        ("a film beside the text", "<div><span>Video: How a tug pulls a ship</span></div>", "How a tug"),
        ("an entry of the table of contents", "<ul><li>What comes next for the crews</li></ul>", "- What"),
    ],
)
def test_insertions_go_and_the_text_around_them_stays(why: str, inserted: str, gone: str) -> None:
    heading = "<h2>What comes next for the crews</h2>"
    text = text_of(f"<h1>Four tugs for the harbour</h1>{FIRST}{inserted}{SECOND}{heading}{THIRD}")
    assert gone not in text, why
    assert text.count("What comes next for the crews") == 1
    assert "3.2 million euros" in text and "one member admitted" in text


@pytest.mark.parametrize(
    ("why", "appended", "gone"),
    [
        (
            "whom the press may ask",
            "<h3>Press contact</h3><p>Harbour board, Ina Voss, phone 0461 22 33-44</p>",
            "Ina Voss",
        ),
        (
            "the same without a heading",
            "<p>Rückfragen: Ina Voss<br>Tel. 0461 22 33-44<br>voss@harbour.example</p>",
            "Ina Voss",
        ),
        (
            "what was changed on the page",
            "<h2>Updates to this page</h2><ol><li>Corrected the price.</li></ol>",
            "Corrected",
        ),
        (
            "documents to download",
            '<h2>Weitere Informationen</h2><ul><li><a href="/x">Beschluss (PDF)</a></li></ul>',
            "Beschluss",
        ),
        ("when it was on air", "<p>Über dieses Thema berichtete Radio Förde am 3. Mai 2024 um 9 Uhr.</p>", "Radio"),
        (
            "a call for hints",
            "<p>Do you have information about this? Write to tips@harbour.example.</p>",
            "information about",
        ),
        ("the firm's entry in a register", "<p>Harbour Media Ltd, registered in England 0099887</p>", "registered"),
    ],
)
def test_what_follows_an_article_goes(why: str, appended: str, gone: str) -> None:
    text = text_of(f"<h1>Four tugs for the harbour</h1>{FIRST}{SECOND}{THIRD}{appended}")
    assert gone not in text, why
    assert text.endswith("one member admitted.")


def test_facts_listed_above_the_text_are_no_text() -> None:
    listed = "<dl><dt>Date:</dt><dd>4 May 2024</dd><dt>Number:</dt><dd>17/2024</dd></dl>"
    text = text_of(f"<main><p>Lead of the piece: tugs go electric.</p>{listed}{FIRST}{SECOND}{THIRD}</main>")
    assert "17/2024" not in text
    assert "electric tugs" in text


def test_definitions_in_the_text_stay() -> None:
    listed = "<dl><dt>Bollard pull</dt><dd>70 tonnes</dd></dl>"
    text = text_of(f"{FIRST}{SECOND}{listed}{THIRD}")
    assert "Bollard pull" in text and "70 tonnes" in text


def test_a_lead_between_the_headline_and_the_text_stays() -> None:
    lead = '<div class="teaser-text"><p>Four ships, one charger: the harbour goes electric.</p></div>'
    text = text_of(f'<h1>Four tugs for the harbour</h1>{lead}<div class="body">{FIRST}{SECOND}{THIRD}</div>')
    assert text.startswith("Four ships, one charger")


def test_a_heading_without_a_heading_s_tag_is_kept_among_plain_blocks() -> None:
    blocks = "".join(f'<div class="k1">{part[3:-4]}</div>' for part in (FIRST, SECOND))
    text = text_of(f'<div>{blocks}<div class="k2">What comes next</div><div class="k1">{THIRD[3:-4]}</div></div>')
    assert "What comes next" in text


def test_questions_that_unfold_at_a_click_are_read() -> None:
    first = f"<details><summary>How many tugs are there?</summary>{FIRST}</details>"
    second = f"<h3><button>What does one of them cost?</button></h3><div class='collapse'>{SECOND}</div>"
    text = text_of(f"<main>{first}{second}{THIRD}</main>")
    assert "How many tugs are there?" in text and "What does one of them cost?" in text


def test_a_page_set_in_a_table_is_read_column_by_column() -> None:
    menu = "<td>Start<br>Club<br>Links<br>Guests<br>Map<br>Imprint</td>"
    text = text_of(f"<table><tr>{menu}<td><h2>Four tugs</h2>{FIRST}{SECOND}{THIRD}</td></tr></table>")
    assert "Guests |" not in text and "electric tugs" in text


def test_small_links_beside_a_heading_are_no_part_of_it() -> None:
    heading = '<h2><span>Costs</span><span class="mw-editsection">[<a href="#">edit</a>]</span></h2>'
    text = text_of(f"<h1>Four tugs for the harbour</h1>{FIRST}{heading}{SECOND}{THIRD}")
    assert "\n\nCosts\n\n" in text


def test_rows_of_a_table_longer_than_a_second_opinion_is_asked_for_stay() -> None:
    rows = "".join(f"<tr><td>Quay {number}</td><td>{3 * number} tugs</td></tr>" for number in range(4100))
    text = text_of(f"{FIRST}<table>{rows}</table>")
    assert "Quay 4099 | 12297 tugs" in text
