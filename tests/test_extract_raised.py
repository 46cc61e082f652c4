"""Raised letters in every format: an exponent never melts into its base, the mark of a note never into a word."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import docx
import pytest

from ingest.extract import extract
from ingest.extract.raised import written
from ingest.fetch import DOCX
from kb.model import Source

REST = "Mehr sagte das Amt am Montag in Fennstadt dazu nicht, und niemand fragte nach."

WRITTEN = [
    ("a power of ten", "25", "mehr als 10", "^25"),
    ("a negative power", "−6", "nur 10", "^-6"),
    ("a power of ten behind a space", "25", "10 ", "^25"),
    ("a variable as a power", "n", "2", "^n"),
    ("square metres", "2", "30 m", "²"),
    ("cubic kilometres", "3", "4 km", "³"),
    ("a unit in the denominator", "-1", "5 s", "⁻¹"),
    ("a variable squared", "2", "mit x", "²"),
    ("a note behind a word", "3", "das Amt", "[3]"),
    ("a note behind an acronym", "1", "die EU", "[1]"),
    ("a note behind a full stop", "12", "sagte er.", "[12]"),
    ("a note behind a year", "4", "im Jahr 2024", "[4]"),
    ("a note behind a figure", "4", "um 4,3", "[4]"),
    ("two notes", "1, 2", "das Amt", "[1][2]"),
    ("the number of a note in front of it", "7", "", "[7]"),
    ("an ordinal", "st", "the 21", None),
    ("a registered mark", "®", "Acme", None),
    ("brackets of its own", "[8]", "das Amt", None),
    ("a dagger", "†", "Meier", None),
]


@pytest.mark.parametrize(("mark", "before", "expected"), [c[1:] for c in WRITTEN], ids=[c[0] for c in WRITTEN])
def test_written(mark: str, before: str, expected: str | None) -> None:
    assert written(mark, before) == expected


def test_what_leads_somewhere_is_a_note_whatever_stands_before() -> None:
    assert written("3", "um 10", linked=True) == "[3]"


def text_of(data: bytes, media_type: str) -> str:
    return extract(data, Source("0" * 64, "a", media_type, datetime(2026, 1, 1, tzinfo=UTC))).document.text


HTML = [
    ("a power", "Es sind 10<sup>25</sup> Schritte.", "Es sind 10^25 Schritte."),
    ("a power of a bold number", "Es sind <b>10</b><sup>26</sup> Schritte.", "Es sind 10^26 Schritte."),
    ("a square and a lowered number", "Je m<sup>2</sup> bindet es CO<sub>2</sub>.", "Je m² bindet es CO2."),
    ("a note", "Das Amt<sup>3</sup> widerspricht.<sup>4</sup> So.", "Das Amt[3] widerspricht.[4] So."),
    ("a note that is a link", 'Um 10<a href="#n5"><sup>5</sup></a> Uhr.', "Um 10[5] Uhr."),
    ("an ordinal", "On the 21<sup>st</sup> of May.", "On the 21st of May."),
    ("in a table", "", "Kraft | 10^8"),
]


@pytest.mark.parametrize(("marked", "expected"), [case[1:] for case in HTML], ids=[case[0] for case in HTML])
def test_html(marked: str, expected: str) -> None:
    table = "<table><tr><td>Kraft</td><td>10<sup>8</sup></td></tr><tr><td>Masse</td><td>7</td></tr></table>"
    page = f"<html><body><article><h1>Moor</h1><p>{marked}</p>{table}<p>{REST}</p></article></body></html>"
    assert expected in text_of(page.encode(), "text/html")


MARKDOWN = [
    ("HTML in Markdown", "Es sind 10<sup>25</sup> Schritte.", "Es sind 10^25 Schritte."),
    ("pandoc's marks", "Es sind 10^25^ Schritte für CO~2~ je m^2^.", "Es sind 10^25 Schritte für CO2 je m²."),
    ("a note", "Das Amt<sup>3</sup> widerspricht.", "Das Amt[3] widerspricht."),
]


@pytest.mark.parametrize(("marked", "expected"), [case[1:] for case in MARKDOWN], ids=[case[0] for case in MARKDOWN])
def test_markdown(marked: str, expected: str) -> None:
    assert expected in text_of(f"# Moor\n\n{marked}\n\n{REST}\n".encode(), "text/markdown")


def test_word() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("Das Training braucht 10")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run("6").font.superscript = True
    paragraph.add_run(" Schritte auf 30 m")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run(", sagt das Amt")
    paragraph.add_run("3").font.superscript = True
    paragraph.add_run(" und bindet CO")
    paragraph.add_run("2").font.subscript = True
    paragraph.add_run(".")
    buffer = io.BytesIO()
    made.save(buffer)
    expected = "Das Training braucht 10^26 Schritte auf 30 m², sagt das Amt[3] und bindet CO2."
    assert text_of(buffer.getvalue(), DOCX) == expected
