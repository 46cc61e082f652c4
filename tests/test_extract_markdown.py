"""Markdown: front matter in both languages, markup away, structure kept."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ingest.extract import Extraction, extract
from kb.model import Source


def read(text: str) -> Extraction:
    source = Source("0" * 64, "notiz.md", "text/markdown", datetime(2026, 1, 1, tzinfo=UTC))
    return extract(text.encode(), source)


BODY = """
# Torf und Klima

Das Moor speichert **mehr Kohlenstoff** als der Wald, sagt die [Moorstiftung](https://moor.example/zahlen)
in ihrem *Jahresbericht*.

## Zahlen

| Fläche | Hektar |
|---|---|
| Nordmoor | 1.200 |

1. Entwässern kostet Geld.
2. Vernässen `spart` es.

![Bild](moor.jpg)

> „Wir haben zu lange gewartet“, sagt Jonte Behn.[^1]

<!-- intern: noch prüfen -->

[^1]: Gespräch am 3. Mai.
"""


def test_markup_goes_and_structure_stays() -> None:
    document = read(BODY).document
    assert [(block.kind, document.text[block.start : block.end]) for block in document.blocks] == [
        (
            "paragraph",
            "Das Moor speichert mehr Kohlenstoff als der Wald, sagt die Moorstiftung in ihrem Jahresbericht.",
        ),
        ("heading", "Zahlen"),
        ("table_row", "Fläche | Hektar"),
        ("table_row", "Nordmoor | 1.200"),
        ("list_item", "Entwässern kostet Geld."),
        ("list_item", "Vernässen spart es."),
        ("paragraph", "„Wir haben zu lange gewartet“, sagt Jonte Behn.[1]"),
        ("footnote", "[1] Gespräch am 3. Mai."),
    ]
    assert document.title == "Torf und Klima"
    assert [(document.text[link.start : link.end], link.href) for link in document.links] == [
        ("Moorstiftung", "https://moor.example/zahlen")
    ]


@pytest.mark.parametrize(
    ("why", "matter"),
    [
        (
            "German keys",
            "titel: Torf und Klima\ndatum: 03.05.2022\nherausgeber: Moorstiftung\nautor: Jonte Behn\nquelle: "
            "https://moor.example/torf",
        ),
        (
            "English keys",
            "title: 'Torf und Klima'\ndate: 2022-05-03\npublisher: Moorstiftung\nauthor: [Jonte Behn]\nurl: "
            "https://moor.example/torf",
        ),
        (
            "a time and a nested author",
            "Title: Torf und Klima\npublished_time: 2022-05-03 10:00:00+02:00\ndate: 2022-06-01\nsite: "
            "Moorstiftung\nauthors:\n  - name: Jonte Behn\ncanonical: https://moor.example/torf",
        ),
        (
            "a source that is a name",
            "title: Torf und Klima\nveröffentlicht: 3. Mai 2022\nquelle: Moorstiftung\nby: Jonte Behn\nlink: "
            "https://moor.example/torf",
        ),
        (
            "no YAML at all",
            "title: Torf: und Klima: [\ntitel: Torf und Klima\ndate: May 3, 2022\npublisher: Moorstiftung\nauthor: "
            "Jonte Behn\nurl: https://moor.example/torf",
        ),
    ],
)
def test_front_matter_in_either_language(why: str, matter: str) -> None:
    document = read(f"---\n{matter}\n---\n{BODY}").document
    assert document.title in ("Torf und Klima", "Torf: und Klima: ["), why
    assert document.published == date(2022, 5, 3), why
    assert document.publisher == "Moorstiftung", why
    assert document.authors == ("Jonte Behn",), why
    assert document.url == "https://moor.example/torf", why
    assert "autor" not in document.text and "https" not in document.text, why


PEAT = "Peat holds more carbon than all the forests of the county, a survey says."


def test_facts_are_read_from_the_lines_where_there_is_no_front_matter() -> None:
    text = f"# Peat and climate\n\n*By Jonna Reed, 3 May 2022*\n\n{PEAT}\n\nhttps://peat.example/a\n"
    document = read(text).document
    assert (document.title, document.authors, document.published) == (
        "Peat and climate",
        ("Jonna Reed",),
        date(2022, 5, 3),
    )
    assert document.url == "https://peat.example/a"
    assert document.text == PEAT


def test_links_to_other_articles_at_the_end_are_dropped() -> None:
    text = f"# Peat\n\n{PEAT}\n\n## Related articles\n\n- [Why bogs burn](b)\n- [Moss](m)\n"
    assert read(text).document.text == PEAT
