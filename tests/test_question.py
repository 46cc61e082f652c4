"""What a question asks for, and which sentences could serve it."""

from __future__ import annotations

import pytest

from kb.question import Asked, needs_context, read_question, serves, times_agree

KINDS = [
    ("Wann wurde die Brücke gebaut?", "de", "date"),
    ("In welchem Jahr begann der Bau?", "de", "date"),
    ("Wie viele Häuser stehen dort?", "de", "number"),
    ("Wie hoch ist der Anteil?", "de", "share"),
    ("Welche Summe wurde gezahlt?", "de", "money"),
    ("Warum wurde der Bau gestoppt?", "de", "reason"),
    ("Wer leitet das Amt?", "de", "person"),
    ("Wo steht die Fabrik?", "de", "place"),
    ("Ist die Brücke fertig?", "de", "yes_no"),
    ("Was ist ein Rechenzentrum?", "de", "other"),
    ("When was the bridge built?", "en", "date"),
    ("How many houses are there?", "en", "number"),
    ("What is the price of a ticket?", "en", "money"),
    ("Why was the work stopped?", "en", "reason"),
    ("Who leads the agency?", "en", "person"),
    ("Where is the factory?", "en", "place"),
    ("Has the bridge been finished?", "en", "yes_no"),
    ("What did the council decide?", "en", "other"),
]


@pytest.mark.parametrize(("question", "language", "kind"), KINDS)
def test_kinds(question: str, language: str, kind: str) -> None:
    assert read_question(question, language).kind == kind


def test_years() -> None:
    assert read_question("Was geschah 2023 und 2024, und wieder 2023?", "de").years == ("2023", "2024")
    assert read_question("Wer zahlte 2024,5 Millionen und 12025 Euro?", "de").years == ()


SERVES = [
    ("number", "Die Brücke kostet 35 Millionen Euro.", "Was kostet die Brücke?", True),
    ("number", "Die Brücke ist teuer.", "Was kostet die Brücke?", False),
    ("number", "Drei Viertel der Häuser stehen leer.", "Wie viele Häuser stehen leer?", True),
    ("number", "Das war 2024.", "Wie viel kostete es?", False),
    ("number", "Im Gesetz 53 steht nichts.", "Wie viel verlangt Gesetz 53?", False),
    ("date", "Sie wurde im Mai eröffnet.", "Wann wurde sie eröffnet?", True),
    ("date", "Sie wurde feierlich eröffnet.", "Wann wurde sie eröffnet?", False),
    ("date", "In 2024 nothing happened.", "When in 2024 did it happen?", False),
    ("person", "Das sagte Anna Weber.", "Wer sagte das?", True),
    ("person", "das sagte jemand.", "Wer sagte das?", False),
    ("place", "The factory is in Leipzig.", "Where is the factory?", True),
    ("place", "The factory is large.", "Where is the factory?", False),
    ("reason", "Der Bau ruht, weil Stahl fehlt.", "Warum ruht der Bau?", True),
    ("reason", "The work stopped because steel was short.", "Why did it stop?", True),
    ("reason", "Der Bau ruht.", "Warum ruht der Bau?", False),
    ("other", "Irgendetwas.", "Was ist das?", True),
]


@pytest.mark.parametrize(("kind", "sentence", "question", "expected"), SERVES)
def test_serves(kind: str, sentence: str, question: str, expected: bool) -> None:
    assert serves(kind, sentence, question) is expected  # type: ignore[arg-type]


LEANING = [
    ("Das entspricht einem Drittel.", True),
    ("Sie soll im Mai öffnen.", True),
    ("Damit steigen die Kosten.", True),
    ("Im Mai haben sie zugestimmt.", True),
    ("They agreed in May.", True),
    ("The company denied it.", True),
    ("However, nobody knew.", True),
    ("Die Brücke kostet 35 Millionen Euro.", False),
    ("Leipzig ist eine Stadt.", False),
    ("Bridges are expensive.", False),
    ("Thessaly is in Greece.", False),
]


@pytest.mark.parametrize(("sentence", "expected"), LEANING)
def test_needs_context(sentence: str, expected: bool) -> None:
    assert needs_context(sentence) is expected


YEARS = [
    ("nothing asked", (), "Es war 2020.", "", True),
    ("the year itself", ("2024",), "Es war 2024.", "", True),
    ("another year", ("2024",), "Es war 2020.", "im Jahr 2024", False),
    ("no year, but near one", ("2024",), "Es war im Mai.", "im Jahr 2024", True),
    ("no year anywhere", ("2024",), "Es war im Mai.", "", False),
    ("a number that is no year", ("2024",), "Es waren 2024,5 Meter.", "", False),
]


@pytest.mark.parametrize(("years", "sentence", "around", "expected"), [c[1:] for c in YEARS], ids=[c[0] for c in YEARS])
def test_years_agree(years: tuple[str, ...], sentence: str, around: str, expected: bool) -> None:
    assert times_agree(Asked("other", (), years), sentence, around) is expected
