"""Lines that say whom to ask, and headings over them and over a page's changes; sentences with numbers are no such."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.extract import contacts


@pytest.mark.parametrize(
    "line",
    [
        "Press office: Ina Voss, phone +49 461 22 33 44",
        "Ina Voss, Tel. 0461 22 33-44, voss@harbour.example",
        "Investor contact: Jo Kern (937) 555-0148 ir@harbour.example",
        "Rückfragen beantwortet Ina Voss unter presse@harbour.example.",
    ],
)
def test_contacts(line: str) -> None:
    assert contacts.is_contact(line)


@pytest.mark.parametrize(
    "line",
    [
        "Das Amt zählte im vergangenen Jahr 21 300 Anrufe. Jeder zehnte kam aus dem Ausland.",
        "The hotline got 4,100 calls in May. Most were about prices, it says.",
        "Costs rose from 22 410 to 31 220 euros.",
    ],
)
def test_sentences_are_no_contacts(line: str) -> None:
    assert not contacts.is_contact(line)


@pytest.mark.parametrize(
    ("asked", "yes", "no"),
    [
        (contacts.starts_contact, "Pressekontakt:", "Contact tracing comes to an end"),
        (contacts.starts_contact, "Contacts for media", "Kontaktlos zahlen im Bus"),
        (contacts.starts_history, "Updates to this page", "Updates to the law cost firms dearly this year"),
        (contacts.starts_history, "Änderungshistorie", "Änderungen am Heizungsgesetz"),
        (contacts.starts_desk_notes, "# abc-Notizblock", "Notizblock statt Tablet"),
    ],
)
def test_headings(asked: Callable[[str], bool], yes: str, no: str) -> None:
    assert asked(yes)
    assert not asked(no)
