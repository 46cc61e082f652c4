"""Plain text copied from pages: furniture away at both ends and in the middle, facts out of the furniture."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ingest.extract import Extraction, extract
from kb.model import Source


def read(text: str) -> Extraction:
    source = Source("0" * 64, "notiz.txt", "text/plain", datetime(2026, 1, 1, tzinfo=UTC))
    return extract(text.encode(), source)


def kinds(found: Extraction) -> list[tuple[str, str]]:
    document = found.document
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


GERMAN = """Direkt zum Inhalt
Menü | Suche | Abo
Startseite › Verkehr › Bahn
Strecke nach Altmoor wird verdoppelt
Von Jasper Quandt und Mira Holl
12. Februar 2024, 09:15 Uhr
Teilen auf Facebook  Drucken

Die Bahn baut nach Altmoor ein zweites Gleis. Nach Angaben des Ministeriums kostet der Ausbau 212 Millionen Euro.

Lesen Sie auch: Warum die Schranke so oft klemmt

Bislang fährt nur ein Zug je Stunde. Von 2029 an sollen es drei sein, sagte Ministerin Olga Reents am Montag.

Abonnieren Sie unseren Newsletter und verpassen Sie keine Nachricht mehr.

Zeitplan

- Baubeginn ist im März 2025.
- Die Brücke wird 2027 ersetzt.

Der Fahrgastverband begrüßte die Entscheidung.

Das könnte Sie auch interessieren
Neue Busse für Fenn
Altmoor feiert seinen Bahnhof
3 Kommentare
Heiner: Das glaube ich erst, wenn der erste Zug wirklich dort fährt, und keinen Tag früher!
Impressum | Datenschutz | AGB
© 2024 Fenner Rundschau GmbH. Alle Rechte vorbehalten.
https://www.fenner-rundschau.example/verkehr/altmoor
"""

ENGLISH = """Skip to main content
Subscribe
Sign in
The Harbour Ledger
Business
Ferry operator orders four electric ships
By Priya Nandakumar
Published 3:40 PM BST, June 5, 2024
Share  Save

ABERWEN - The ferry company Northlink has ordered four electric ships for
£84 million, the largest contract in its history, it said on Wednesday. The
first is due in 2026.

Each ship carries 220 passengers and needs eleven minutes to recharge. The
union said the plan was "overdue by a decade", but warned that a third of
the engine-room staff would have to be retrained.

Related stories
Why the old pier is sinking
Tides: this week's table

Sign up to our morning briefing and get the news in your inbox.

Northlink carried 3.1 million people last year.

Already a subscriber? Log in to continue reading.
Most read
1 The lighthouse keeper's last night
All rights reserved.
"""


def test_a_german_article_is_freed_of_its_furniture() -> None:
    assert kinds(read(GERMAN)) == [
        ("paragraph", GERMAN.split("\n\n")[1]),
        ("paragraph", GERMAN.split("\n\n")[3]),
        ("heading", "Zeitplan"),
        ("list_item", "Baubeginn ist im März 2025."),
        ("list_item", "Die Brücke wird 2027 ersetzt."),
        ("paragraph", "Der Fahrgastverband begrüßte die Entscheidung."),
    ]


def test_its_facts_come_from_the_furniture() -> None:
    document = read(GERMAN).document
    assert document.title == "Strecke nach Altmoor wird verdoppelt"
    assert document.authors == ("Jasper Quandt", "Mira Holl")
    assert document.publisher == "Fenner Rundschau GmbH"
    assert document.published == date(2024, 2, 12)
    assert document.url == "https://www.fenner-rundschau.example/verkehr/altmoor"


def test_an_english_article_with_wrapped_lines_is_rejoined() -> None:
    found = read(ENGLISH)
    texts = [text for _, text in kinds(found)]
    assert texts == [
        "ABERWEN - The ferry company Northlink has ordered four electric ships for £84 million, the largest contract "
        "in "
        "its history, it said on Wednesday. The first is due in 2026.",
        "Each ship carries 220 passengers and needs eleven minutes to recharge. The union said the plan was "
        '"overdue by a '
        'decade", but warned that a third of the engine-room staff would have to be retrained.',
        "Northlink carried 3.1 million people last year.",
    ]
    assert found.document.title == "Ferry operator orders four electric ships"
    assert found.document.authors == ("Priya Nandakumar",)
    assert found.document.published == date(2024, 6, 5)
    assert any("Already a subscriber" in line for line in found.asides)


@pytest.mark.parametrize(
    ("why", "lines", "whole"),
    [
        (
            "a divided word",
            "Der Rat beriet am Abend lange über die Sanie-\nrung der alten Brücke und vertagte sich dann.",
            "Sanierung",
        ),
        (
            "a compound's own hyphen",
            "Der Rat kaufte am Abend nach langer Debatte das KI-\ngestützte System und vertagte sich dann.",
            "KI-gestützte",
        ),
        (
            "a compound before a capital",
            "Der Rat beriet am Abend sehr lange über das Open-\nSource-Modell und vertagte sich dann doch.",
            "Open-Source-Modell",
        ),
        (
            "a suspended hyphen",
            "Der Rat beriet am Abend sehr lange über Ein-\nund Ausfuhr von Waren und vertagte sich dann.",
            "Ein- und Ausfuhr",
        ),
        (
            "a soft hyphen at the end of a line",
            "Der Rat beriet am Abend lange über die Sanie\u00ad\nrung der alten Brücke und vertagte sich dann.",
            "Sanierung",
        ),
    ],
)
def test_hyphens_at_line_ends(why: str, lines: str, whole: str) -> None:
    assert whole in read(lines).document.text, why


def test_a_cut_tab_title_gives_way_to_the_whole_headline() -> None:
    text = (
        "Wie die Imkerei in der Stadt wäc...\nLogin\n5. Mai 2023\n\nWie die Imkerei in der Stadt wächst\n\n"
        + "Bienen leben gern in der Stadt, weil dort immer etwas blüht und niemand spritzt.\n"
    )
    document = read(text).document
    assert document.title == "Wie die Imkerei in der Stadt wächst"
    assert document.published == date(2023, 5, 5)
    assert document.text.startswith("Bienen leben gern")


@pytest.mark.parametrize(
    ("why", "line"),
    [
        ("a trial", "Jetzt 30 Tage kostenlos testen!"),
        ("a plea", "Hallo zusammen, wenn ihr nichts verpassen wollt, abonniert doch meinen Kanal und den Newsletter:"),
        (
            "a consent note",
            "Wir verwenden Cookies, um unsere Seite zu verbessern. Mehr dazu in der Datenschutzerklärung.",
        ),
        (
            "affiliate links",
            "Mit Sternchen markierte Links sind Affiliate-Links; beim Kauf erhalte ich eine Provision.",
        ),
        (
            "the form for comments",
            "Deine E-Mail-Adresse wird nicht veröffentlicht. Erforderliche Felder sind mit * markiert",
        ),
        ("a licence line", "Alle Rechte vorbehalten."),
    ],
)
def test_a_line_of_furniture_in_the_middle_goes(why: str, line: str) -> None:
    before = "Die Stadt zählt inzwischen 1.200 Bienenvölker, doppelt so viele wie im Jahr davor."
    after = "Der Imkerverein rechnet für das kommende Jahr mit 200 weiteren Völkern."
    assert read(f"{before}\n\n{line}\n\n{after}").document.text == f"{before}\n\n{after}", why


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        (
            "cookies as the subject",
            "Das Gericht entschied am Dienstag, dass Cookies nur mit Einwilligung der Leser gesetzt werden dürfen, "
            "und verurteilte den Verlag zu einer Strafe von 40.000 Euro, wie eine Sprecherin sagte.",
        ),
        ("copyright as the subject", "Copyright holders say the ruling will cost publishers about 12 million a year."),
        ("a lettered clause", "(c) The Secretary shall report to the committee within ninety days of this order."),
        (
            "a newsletter in the news",
            "Der Newsletter des Instituts erreicht nach eigenen Angaben 40.000 Abonnenten und wurde 2019 gegründet.",
        ),
        (
            "free trials in the news",
            "The company said it would end its free trial in March because too few people went on to pay for it.",
        ),
    ],
)
def test_a_sentence_about_such_things_stays(why: str, sentence: str) -> None:
    frame = "Der Verein hat am Montag in der alten Halle seine Zahlen für das Jahr vorgelegt."
    assert sentence in read(f"{frame}\n\n{sentence}\n\n{frame}").document.text, why


def test_a_table_copied_with_tabs_keeps_its_figures() -> None:
    text = (
        "Die Stadt hat ihre Bienenvölker gezählt und dabei erstmals auch die Dächer besucht.\n\n"
        "Bezirk\tVölker\nNord\t412\nSüd\t788\n\n"
        "Die nächste Zählung ist für das Frühjahr geplant, wie das Amt am Freitag mitteilte."
    )
    assert ("table_row", "Süd | 788") in kinds(read(text))


def test_a_short_note_without_furniture_is_read() -> None:
    assert read("Honigernte 2024: 31 Kilogramm je Volk.").document.text == "Honigernte 2024: 31 Kilogramm je Volk."
