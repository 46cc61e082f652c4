"""Who published it: sections cut off, organisations told from people, the host as a last resort."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import docx
import pytest

from ingest.extract import extract
from ingest.extract.acronyms import expanded
from ingest.extract.organisations import is_organisation, of_host, without_section
from ingest.fetch import DOCX
from kb.model import Document, Source

BODY = "Die Werft in Fennstadt hat am Montag drei neue Fähren bestellt, wie der Hafen am Abend bekannt gab."

SECTIONS = [
    ("an agency's desk", "Fenner Dienst (fd) - Wirtschaft", "Fenner Dienst (fd)"),
    ("a section in English", "The Fenn Courier | Business", "The Fenn Courier"),
    ("a section in front", "Politik – Fenner Bote", "Fenner Bote"),
    ("a subtitle is part of the name", "Moorfunk – Magazin für Torf", "Moorfunk – Magazin für Torf"),
    ("a hyphen is no dash", "Fenn-Wirtschaft", "Fenn-Wirtschaft"),
    ("nothing but a section", "Wirtschaft", "Wirtschaft"),
]
HOSTS = [
    ("a government", "https://www.fenn.gov/news/1", "fenn.gov"),
    ("a part of it", "https://press.fenn.gov.uk/a", "press.fenn.gov.uk"),
    ("a mobile page", "https://m.fennbote.de/a", "fennbote.de"),
    ("an archive of other people's pages", "https://web.archive.org/web/2020/https://fenn.de", None),
    ("a place for everybody's texts", "https://medium.com/@fenn/a", None),
    ("a name reserved for examples", "https://www.fenn.example/a", None),
    ("a bare number", "http://192.168.0.1/a", None),
    ("no address", None, None),
]
ORGANISATIONS = [
    "Fenner Rundschau",
    "Moor Institute for Peat Policy",
    "Landesenergieagentur Fenn",
    "Hafen Fenn GmbH",
    "Stadt Fenn",
]
NO_ORGANISATIONS = [
    "Jonna Reed",
    "Von der Auslandsredaktion",
    "The Director of the Peat Agency",
    "Dr. Anna Moorfeld",
    "Die Agentur sagte am Montag nichts.",
]


@pytest.mark.parametrize(("name", "expected"), [case[1:] for case in SECTIONS], ids=[case[0] for case in SECTIONS])
def test_sections_are_cut_off(name: str, expected: str) -> None:
    assert without_section(name) == expected


@pytest.mark.parametrize(("url", "expected"), [case[1:] for case in HOSTS], ids=[case[0] for case in HOSTS])
def test_a_host_as_a_name(url: str | None, expected: str | None) -> None:
    assert of_host(url) == expected


def test_organisations_are_told_from_people() -> None:
    assert [name for name in ORGANISATIONS if not is_organisation(name)] == []
    assert [name for name in NO_ORGANISATIONS if is_organisation(name)] == []


def read(data: bytes, media_type: str) -> Document:
    return extract(data, Source("0" * 64, "a", media_type, datetime(2026, 1, 1, tzinfo=UTC))).document


def test_a_page_that_names_nobody_has_its_host() -> None:
    text = f"---\ntitle: Neue Fähren\nsource_url: https://www.fenn.gov/a\n---\n{BODY}\n"
    assert read(text.encode(), "text/markdown").publisher == "fenn.gov"


def test_a_name_beats_the_host() -> None:
    text = f"---\ntitle: Neue Fähren\npublisher: Fenner Bote\nurl: https://www.fenn.gov/a\n---\n{BODY}\n"
    assert read(text.encode(), "text/markdown").publisher == "Fenner Bote"


def word(author: str = "", header: str = "", line: str = "") -> Document:
    made = docx.Document()
    made.core_properties.author = author
    made.sections[0].header.paragraphs[0].text = header
    made.add_paragraph("Drei neue Fähren für Fennstadt", style="Title")
    made.add_paragraph(line)
    made.add_paragraph(BODY)
    buffer = io.BytesIO()
    made.save(buffer)
    return read(buffer.getvalue(), DOCX)


def test_a_word_file_names_its_publisher_as_creator_in_its_header_or_under_the_title() -> None:
    assert word(author="Fenner Rundschau").publisher == "Fenner Rundschau"
    assert word(author="Fenner Rundschau").authors == ()
    assert word(header="Landesagentur Fenn").publisher == "Landesagentur Fenn"
    assert word(line="Fenner Rundschau").publisher == "Fenner Rundschau"


def test_a_creator_with_a_persons_name_is_an_author() -> None:
    found = word(author="Jonna Reed")
    assert (found.publisher, found.authors) == (None, ("Jonna Reed",))


def test_an_institute_in_the_dateline_is_no_author() -> None:
    head = "New ferries for Fenntown\n\nMoor Institute for Peat Policy, 3 May 2022\n\n"
    text = head + "The shipyard in Fenntown ordered three new ferries on Monday, the harbour said in the evening.\n"
    found = read(text.encode(), "text/plain")
    assert (found.publisher, found.authors) == ("Moor Institute for Peat Policy", ())


@pytest.mark.parametrize(
    ("text", "full"),
    [
        pytest.param("Das Hafenamt Fenn (HAF) zählt Schiffe.", "Hafenamt Fenn (HAF)", id="as it stands"),
        pytest.param("Nach Zahlen des Hafenamtes Fenn (HAF) fehlt Kai.", "Hafenamt Fenn (HAF)", id="in the genitive"),
        pytest.param("Heute hat das Hafenamt Fenn (HAF) gezählt.", "Hafenamt Fenn (HAF)", id="a word like it before"),
        pytest.param("Hier fehlt der Name (HAF).", "HAF", id="words that don't spell it"),
    ],
)
def test_an_acronym_is_spelled_out_as_the_text_does(text: str, full: str) -> None:
    assert expanded("HAF", text) == full
