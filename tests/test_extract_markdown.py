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


INLINE = [
    ("a space before the closing mark", "**Peat burns. **It is cheap.", "Peat burns. It is cheap."),
    ("a space lost behind bold", "**Peat burns.**It is cheap.", "Peat burns. It is cheap."),
    ("bold words and one more", "They cut **the old peat**and went.", "They cut the old peat and went."),
    ("part of a word", "Der **B**undesrat tagte.", "Der Bundesrat tagte."),
    ("a sum in bold", "It took **$4 million **to drain.", "It took $4 million to drain."),
    ("marks that close nothing", "It names bogs** and fens** in the county.", "It names bogs and fens in the county."),
    ("a number in front", "1.** ** On Monday it rained.", "On Monday it rained."),
    ("italics set wrongly", "The *fen *dries, the *bog* burns.", "The fen dries, the bog burns."),
    ("a product", "Das sind 2 * 3 Moore.", "Das sind 2 * 3 Moore."),
    (
        "a star within a word",
        "Alle Torfstecher*innen und Köhler*innen kamen.",
        "Torfstecher*innen und Köhler*innen kamen.",
    ),
    ("the mark of a note", "Der Preis* sank.", "Der Preis* sank."),
    ("a name with underscores", "Die Datei peat_by_year ist neu.", "Die Datei peat_by_year ist neu."),
]


@pytest.mark.parametrize(("marked", "expected"), [case[1:] for case in INLINE], ids=[case[0] for case in INLINE])
def test_emphasis_set_wrongly_leaves_no_marks(marked: str, expected: str) -> None:
    assert expected in read(f"# Peat\n\n{marked}\n\n{PEAT}\n").document.text


HEADINGS = [
    ("a hard break", "**Peat and climate**  \n"),
    ("a space inside", "**Peat and Climate in the County **  \n"),
    ("a break of the line alone", "**Peat and climate**\n"),
    ("underlined as well", "**<u>Peat and climate</u>**  \n"),
    ("a paragraph of its own", "**Peat and climate**\n\n"),
]


@pytest.mark.parametrize("line", [case[1] for case in HEADINGS], ids=[case[0] for case in HEADINGS])
def test_a_heading_in_bold_stands_apart(line: str) -> None:
    document = read(f"---\ntitle: Bogs\n---\n{PEAT}\n\n{line}The tax on peat rises in May.\n").document
    kinds = [block.kind for block in document.blocks]
    assert kinds == ["paragraph", "heading", "paragraph"]
    assert document.text.endswith("The tax on peat rises in May.")


RUNNING = [
    ("a sentence in bold", "**Peat burns.**\nIt is cheap."),
    (
        "a name broken by width",
        "**The county's minister for peat and for the climate of the fens, Miss**\nReed, was here.",
    ),
]


@pytest.mark.parametrize("text", [case[1] for case in RUNNING], ids=[case[0] for case in RUNNING])
def test_bold_in_a_running_sentence_is_no_heading(text: str) -> None:
    document = read(f"---\ntitle: Bogs\n---\n{PEAT}\n\n{text}\n").document
    assert [block.kind for block in document.blocks] == ["paragraph", "paragraph"]


def test_a_rule_of_asterisks_is_no_text_and_a_signature_stays() -> None:
    document = read(f"---\ntitle: Bogs\n---\n{PEAT}\n\n\\*\\*\\*\n\n{PEAT}\n\n**Jonna Reed, County Clerk**\n").document
    assert "*" not in document.text
    assert document.text.endswith("Jonna Reed, County Clerk")


FEET = [
    ("a number to call", "Leserdienst: +49 300 555 0144"),
    ("whom the press may ask", "Pressestelle: presse@moor.example"),
    ("where a house has its post sent", "Moorinstitut Fenn, Torfweg 14"),
    ("the issue before", "[Older: Peat Letter 3](https://moor.example/3) · [Imprint](https://moor.example/i)"),
]


@pytest.mark.parametrize("line", [case[1] for case in FEET], ids=[case[0] for case in FEET])
def test_what_stands_below_the_text_is_dropped(line: str) -> None:
    text = f"{BODY}\nDas Moor wächst im Jahr um einen Millimeter.\n\n---\n\n{line}\n"
    assert read(text).document.text.endswith("um einen Millimeter.")


def test_a_house_that_wrote_is_one_name_and_publishes_at_its_own_address() -> None:
    matter = "author: Reed & Torf Partners\nurl: https://reedtorf.example/brief/4"
    found = read(f"---\n{matter}\n---\n{BODY}").document
    assert (found.authors, found.publisher) == (("Reed & Torf Partners",), "Reed & Torf Partners")


def test_two_authors_are_two_names() -> None:
    found = read(f"---\nauthor: Jonna Reed & Anna Moorfeld\n---\n{BODY}").document
    assert found.authors == ("Jonna Reed", "Anna Moorfeld")
