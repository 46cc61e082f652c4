"""Word documents: structure, properties, running lines, and what is refused."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import docx
import pytest
from docx.shared import RGBColor

from ingest.extract import Extraction, extract
from ingest.fetch import DOCX, media_type
from kb.errors import Rejected
from kb.model import Source


def read(data: bytes) -> Extraction:
    return extract(data, Source("0" * 64, "meldung.docx", DOCX, datetime(2026, 1, 1, tzinfo=UTC)))


def release(title_style: str = "Heading 1", dated: bool = True) -> bytes:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "HBF · Pressestelle"
    made.sections[0].footer.paragraphs[0].text = "Kaistraße 4 · Fenn"
    made.core_properties.author = "python-docx"
    made.core_properties.title = ""
    made.core_properties.created = datetime(2023, 9, 1)
    made.add_paragraph("Pressemitteilung 12/2023")
    made.add_paragraph("Der Hafen bekommt ein neues Terminal", style=title_style)
    if dated:
        made.add_paragraph("Fenn, 4. September 2023")
    made.add_paragraph(
        "Die Hafenbetriebe Fenn (HBF) haben am Montag den Bau eines Terminals für 31 Millionen Euro beschlossen."
    )
    hidden = made.add_paragraph("Der Bau beginnt im Frühjahr. ")
    run = hidden.add_run("Verborgener Auftrag.")
    run.font.hidden = True
    hidden.add_run("Weißer Auftrag.").font.color.rgb = RGBColor(255, 255, 255)
    made.add_paragraph("Zeitplan", style="Heading 2")
    made.add_paragraph("Abriss im März.", style="List Bullet")
    made.add_paragraph("Richtfest im Herbst.", style="List Bullet")
    table = made.add_table(rows=2, cols=2)
    for cell, words in zip(
        (cell for row in table.rows for cell in row.cells), ("Jahr", "Container", "2022", "14.300"), strict=True
    ):
        cell.text = words
    made.add_paragraph("Pressekontakt: Telefon 0000 1234, presse@hbf.example")
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def test_structure_is_kept_and_the_frame_dropped() -> None:
    document = read(release()).document
    assert [(block.kind, document.text[block.start : block.end]) for block in document.blocks] == [
        (
            "paragraph",
            "Die Hafenbetriebe Fenn (HBF) haben am Montag den Bau eines Terminals für 31 Millionen Euro beschlossen.",
        ),
        ("paragraph", "Der Bau beginnt im Frühjahr."),
        ("heading", "Zeitplan"),
        ("list_item", "Abriss im März."),
        ("list_item", "Richtfest im Herbst."),
        ("table_row", "Jahr | Container"),
        ("table_row", "2022 | 14.300"),
    ]


def test_facts_come_from_the_lines_above_and_the_running_lines() -> None:
    document = read(release()).document
    assert document.title == "Der Hafen bekommt ein neues Terminal"
    assert document.publisher == "Hafenbetriebe Fenn (HBF)"
    assert document.published == date(2023, 9, 4)
    assert document.authors == ()


def test_the_properties_help_where_the_lines_say_nothing() -> None:
    assert read(release(dated=False)).document.published == date(2023, 9, 1)


def test_a_title_without_a_style_is_found() -> None:
    assert read(release(title_style="Normal")).document.title == "Der Hafen bekommt ein neues Terminal"


def test_a_broken_file_is_refused_with_a_remedy() -> None:
    data = release()
    assert media_type(data, "x") == DOCX
    with pytest.raises(Rejected, match="damaged.*save it again"):
        read(data[: len(data) // 2])
