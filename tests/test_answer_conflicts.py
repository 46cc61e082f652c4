"""Both sides in an answer, what is newer, and what stands near a question that is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from kb.answer import answer, cited_documents
from kb.answer.apart import difference
from kb.brief import reference_of
from kb.brief.page import markdown
from kb.compare import read
from kb.errors import Unavailable
from kb.library import Library, open_library
from kb.model import Answer
from kb.question import Kind
from kb.settings import Settings
from kb.store import Filters

ARTICLES = {  # name: publisher, day, language, title, text
    "bote": (
        "Talbote",
        "2025-03-04",
        "de",
        "Seilbahn über den Grünsee kommt",
        "Die Seilbahn über den Grünsee bei Wallried wird gebaut. Nach Angaben der Stadt kostet die Seilbahn von "
        "Wallried 64 Millionen Euro. Der Gemeinderat von Wallried hat dem Bau der Seilbahn zugestimmt.\n\n"
        "Gegen den Bau der Seilbahn protestierten am Sonntag in Wallried nach Zählung des Talboten 4.200 Menschen. "
        "Die Seilbahn soll im Sommer 2027 eröffnet werden.",
    ),
    "herald": (
        "Lakeside Herald",
        "2025-03-06",
        "en",
        "Cable car across the Grünsee divides Wallried",
        "Thousands took to the streets of Wallried on Sunday. According to the organisers, 9,500 people protested in "
        "Wallried against the cable car on Sunday.\n\n"
        "The auditors of the canton put the cost of the Wallried cable car at 81 million euros, and warn of more.",
    ),
    "copy": (
        "Bergpost",
        "2025-03-04",
        "de",
        "Seilbahn über den Grünsee kommt nun doch",
        "Die Seilbahn über den Grünsee bei Wallried wird gebaut. Nach Angaben der Stadt kostet die Seilbahn von "
        "Wallried 64 Millionen Euro. Der Gemeinderat von Wallried hat dem Bau der Seilbahn zugestimmt.\n\n"
        "Gegen den Bau der Seilbahn protestierten am Sonntag in Wallried nach Zählung des Talboten 4.200 Menschen. "
        "Die Seilbahn soll im Sommer 2027 eröffnet werden. Das berichtet der Talbote.",
    ),
    "other-town": (
        "Ostkurier",
        "2025-03-10",
        "de",
        "Auch Tiefenbrunn plant eine Seilbahn",
        "Auch Tiefenbrunn will eine Seilbahn bauen. Die Seilbahn von Tiefenbrunn kostet nach Angaben der Stadt "
        "23 Millionen Euro. Sie führt vom Bahnhof auf den Hausberg.",
    ),
    "library-2023": (
        "Statistikamt Wallried",
        "2024-02-01",
        "de",
        "Jahresbericht der Stadtbibliothek Wallried 2023",
        "Die Stadtbibliothek Wallried zählte 31.000 Besucher. Die Bibliothek hat an sechs Tagen in der Woche geöffnet.",
    ),
    "library-2024": (
        "Statistikamt Wallried",
        "2025-02-03",
        "de",
        "Jahresbericht der Stadtbibliothek Wallried 2024",
        "Die Stadtbibliothek Wallried zählte 38.500 Besucher. Die Ausleihe digitaler Medien nahm am stärksten zu.",
    ),
    "bridge": (
        "Talbote",
        "2025-01-10",
        "de",
        "Neue Brücke in Wallried",
        "Die neue Fußgängerbrücke in Wallried ist 118 Meter lang. Gebaut hat sie eine Firma aus dem Nachbartal.",
    ),
    "bridge-corrected": (
        "Bergpost",
        "2025-01-20",
        "de",
        "Korrektur zur Brücke",
        "Korrektur: Die neue Fußgängerbrücke in Wallried ist 132 Meter lang, nicht 118 Meter.",
    ),
}
SHOWN = [  # why, question, the sides
    (
        "two counts, two languages",
        "Wie viele Menschen protestierten in Wallried gegen die Seilbahn?",
        ("4.200", "9,500"),
    ),
    ("asked in English", "How many people protested against the cable car in Wallried?", ("9,500", "4.200")),
    ("two costs", "Wie viel kostet die Seilbahn von Wallried?", ("64 Millionen", "81 million")),
]
QUIET = [
    ("a copy says the same, and nobody else speaks of it", "Wann soll die Seilbahn in Wallried eröffnet werden?"),
    ("another town's cable car", "Was kostet die Seilbahn von Tiefenbrunn?"),
    ("no figure is asked for", "Warum protestierten Menschen in Wallried?"),
    ("a later figure is no dispute", "Wie viele Besucher zählte die Stadtbibliothek Wallried?"),
    ("nor is a correction", "Wie lang ist die neue Fußgängerbrücke in Wallried?"),
]


@pytest.fixture(scope="module")
def valley(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The articles, read with the embedder that comes with the program."""
    folder = tmp_path_factory.mktemp("valley")
    library = open_library(Settings(home=folder / "home", sources=folder))
    try:
        outcomes = list(ingest(library, [_written(folder, name) for name in ARTICLES]))
    except Unavailable as error:
        pytest.skip(str(error))
    assert [outcome.reason for outcome in outcomes if outcome.kind != "added"] == []
    yield replace(library, settings=library.settings.model_copy(update={"answer_threshold": 0.05}))
    library.store.close()


def _written(folder: Path, name: str) -> str:
    publisher, day, language, title, text = ARTICLES[name]
    head = f"---\ntitle: {title}\npublisher: {publisher}\ndate: {day}\nlanguage: {language}\n---\n\n# {title}\n\n"
    (folder / f"{name}.md").write_text(head + text + "\n", encoding="utf-8")
    return str(folder / f"{name}.md")


def verbatim(library: Library, found: Answer) -> None:
    """Every citation stands in its document, and none twice on one side."""
    documents = cited_documents(library, [found])
    quotes = [side for conflict in found.conflicts for side in conflict.sides]
    for citation in (*quotes, *found.newer, *found.nearby):
        assert documents[citation.document_id].text[citation.start : citation.end] == citation.quote
    assert len(set(quotes)) == len(quotes)


@pytest.mark.parametrize("question, sides", [case[1:] for case in SHOWN], ids=[case[0] for case in SHOWN])
def test_both_sides_are_shown(valley: Library, question: str, sides: tuple[str, str]) -> None:
    found = answer(valley, question)
    verbatim(valley, found)
    (conflict,) = found.conflicts
    assert {side for side in sides if any(side in quote.quote for quote in conflict.sides)} == set(sides)
    assert all(side in conflict.about for side in sides)
    assert len(conflict.sides) == 2  # the copy and the translation are no further side
    assert conflict.sides[0] in [citation for sentence in found.sentences for citation in sentence.citations]


@pytest.mark.parametrize("question", [case[1] for case in QUIET], ids=[case[0] for case in QUIET])
def test_no_dispute_is_made_up(valley: Library, question: str) -> None:
    found = answer(valley, question)
    assert found.sentences
    assert found.conflicts == ()


@pytest.mark.parametrize(
    "question, old, new",
    [
        ("Wie viele Besucher zählte die Stadtbibliothek Wallried?", "31.000", "38.500"),
        ("Wie lang ist die neue Fußgängerbrücke in Wallried?", "118 Meter lang", "132 Meter"),
    ],
)
def test_the_newer_word_is_in_the_answer_or_beside_it(valley: Library, question: str, old: str, new: str) -> None:
    found = answer(valley, question)
    verbatim(valley, found)
    told = [sentence.text for sentence in found.sentences]
    beside = [citation.quote for citation in found.newer]
    assert any(new in text for text in (*told, *beside))
    assert not any(old in text for text in beside)


def test_a_newer_word_is_not_told_of_an_older_year(valley: Library) -> None:
    assert answer(valley, "Wie viele Besucher zählte die Stadtbibliothek Wallried 2023?").newer == ()


def test_the_paris_count(read_library: Library) -> None:
    for question, about in (
        ("Wie viele Staaten haben die Pariser Erklärung unterzeichnet?", "61 / 58 Staaten"),
        ("How many countries signed the Paris statement?", "58 / 61 countries"),
    ):
        found = answer(read_library, question)
        verbatim(read_library, found)
        assert [conflict.about for conflict in found.conflicts] == [about]


def test_a_refusal_shows_what_stands_near_the_question(read_library: Library) -> None:
    found = answer(read_library, "Did Germany sign the Paris statement?")
    verbatim(read_library, found)
    assert found.refusal and not found.sentences and not found.conflicts
    assert any("Paris" in citation.quote and "sign" in citation.quote for citation in found.nearby)
    assert len(found.nearby) <= 2


@pytest.mark.parametrize(
    "question", ["Welche Symptome hat eine Borreliose?", "What is the capital of Mongolia?", "rezept kartoffelsuppe"]
)
def test_a_question_from_nowhere_has_nothing_near(read_library: Library, question: str) -> None:
    found = answer(read_library, question)
    assert (bool(found.refusal), found.nearby) == (True, ())


def test_an_answer_has_nothing_nearby(read_library: Library) -> None:
    assert answer(read_library, "When did the AI Act enter into force?").nearby == ()


# -- what two sentences say differently --------------------------------------------------------------

APART: list[tuple[str, Kind, str, str, str, str | None]] = [
    ("counts of the thing in question", "number", "Wie viele Schulen nutzen es?", "Es nutzen 12 Schulen.",
     "Es nutzen 19 Schulen.", "12 / 19"),
    ("a count of something else", "number", "Wie viele Schulen nutzen es?", "Es nutzen 12 Schulen.",
     "Es nutzen 19 Betriebe.", None),
    ("rounded is the same", "share", "Welcher Anteil?", "Es sind rund 40 Prozent.", "Es sind 41 Prozent.", None),
    ("a bound that leaves room", "money", "Was kostet es?", "Es kostet mehr als 40 Millionen Euro.",
     "Es kostet 62 Millionen Euro.", None),
    ("a bound that is broken", "money", "Was kostet es?", "Es kostet weniger als 40 Millionen Euro.",
     "Es kostet 62 Millionen Euro.", "weniger als 40 Millionen Euro / 62 Millionen Euro"),
    ("two currencies", "money", "Was kostet es?", "Es kostet 40 Millionen Euro.", "Es kostet 62 Millionen Dollar.",
     None),
    ("several figures: nobody knows which is meant", "money", "Was kostet es?", "Es kostet 40 Millionen Euro.",
     "Die Kosten sind von 30 Millionen Euro auf 62 Millionen Euro gestiegen.", None),
    ("a share and its count", "share", "Welcher Anteil?", "Es sind 21 Prozent.", "Das sagten 41 von 312 Befragten.",
     "21 Prozent / 13 %"),
    ("another size altogether", "number", "Wie viele Besucher kamen?", "Es kamen 12 Besucher.",
     "Es kamen 190.000 Besucher.", None),
    ("a rate per week and one per day", "duration", "Wie viele Stunden?", "Es spart sieben Stunden pro Woche.",
     "Es spart zwei Stunden pro Tag.", None),
    ("the figure that the question brought", "number", "Wie viele der 312 Städte?", "Von 312 Städten war die Rede.",
     "Von 900 Städten war die Rede.", None),
    ("two days", "date", "Wann beginnt es?", "Es beginnt am 3. Mai 2026.", "Es beginnt am 9. Juni 2026.",
     "3. Mai 2026 / 9. Juni 2026"),
    ("a day and its month", "date", "Wann beginnt es?", "Es beginnt am 3. Mai 2026.", "Es beginnt im Mai 2026.", None),
    ("yes and no", "yes_no", "Wurde es genehmigt?", "Der Rat hat es genehmigt.", "Der Rat hat es abgelehnt.",
     "genehmigt / abgelehnt"),
]  # fmt: skip


@pytest.mark.parametrize("kind, question, one, other, about", [case[1:] for case in APART], ids=[c[0] for c in APART])
def test_apart(kind: Kind, question: str, one: str, other: str, about: str | None) -> None:
    found = difference(kind, (question, "de"), read(one, "de"), read(other, "de"))
    assert (f"{found.mine} / {found.theirs}" if found else None) == about


# -- in a brief --------------------------------------------------------------------------------------


def test_a_brief_shows_what_is_newer_and_what_stands_near(valley: Library, read_library: Library) -> None:
    question = "Wie viele Besucher zählte die Stadtbibliothek Wallried?"
    old = answer(valley, question, Filters(until=date(2024, 12, 31)))
    assert old.sentences
    new = answer(valley, "Wie viele Besucher zählte die Stadtbibliothek Wallried 2024?").sentences[0].citations
    near = answer(read_library, "Did Germany sign the Paris statement?")
    for library, found, heading in (
        (valley, replace(old, newer=new), "**Eine neuere Quelle sagt dazu etwas anderes**\n\n> „"),
        (read_library, near, "**Near the question they say**\n\n> “"),
    ):
        references = {key: reference_of(document) for key, document in cited_documents(library, [found]).items()}
        brief = markdown("Lage", [found], references, date(2026, 1, 2))
        assert heading in brief
        assert all(reference.origin.split("/")[-1][:6] in brief for reference in references.values())


def test_a_question_for_all_sides_quotes_them(valley: Library) -> None:
    plain = answer(valley, "How much does the Wallried cable car cost?")
    sides = answer(valley, "How much does the Wallried cable car cost, and do the sources agree?")
    quotes = [" ".join(sentence.text for sentence in found.sentences) for found in (plain, sides)]
    assert "64" in quotes[1]
    assert "81" in quotes[1]
    assert not ("64" in quotes[0] and "81" in quotes[0])  # or this test says nothing
