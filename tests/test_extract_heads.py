"""The lines above and below an article in a plain text: which is the headline, who sent it, where the text ends."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ingest.extract import extract
from kb.model import Document, Source

BODY = (
    "The harbour board of Fennmouth voted on Tuesday to let a program assign the berths. Seven members were in favour "
    "and two against.\n\nThe change will cost £64,000, according to the clerk, and takes effect in May."
)
TITLE = "Fennmouth lets a program assign its berths"


def read(text: str) -> Document:
    source = Source("0" * 64, "note.txt", "text/plain", datetime(2026, 1, 1, tzinfo=UTC))
    return extract(text.encode(), source).document


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("Littoral News Agency (LNA)\nThursday, 6 March 2025\nStory number 212", id="an agency's name"),
        pytest.param("Harbour Data Observatory (HDO)\nBulletin No. 4 - 6 March 2025\nISSN 0000-2213", id="a bulletin"),
        pytest.param("LITTORAL NEWS\nSlug: fenn-berths\nDate: 2025-03-06\nLNA Ports Desk", id="a label with one word"),
        pytest.param("lna 0142 pt 312\nPorts/Technology/Labour", id="an agency's codes"),
        pytest.param("Theme pack Harbours | Print report | RSS", id="a row of links"),
        pytest.param("PRESS RELEASE\n6 March 2025 | No. 12/2025", id="the kind of text"),
        pytest.param("City of Fennmouth\nPress release no. 12/2025\n6 March 2025", id="a numbered press release"),
        pytest.param("DRAFT - NOT FOR CITATION", id="its state"),
        pytest.param(
            "House of Fenn   Paper 7/118\n6 March 2025\nReply of the Ministry of Ports\nto question 91 by Joan Tarrow",
            id="a parliament's paper whose line goes on below",
        ),
        pytest.param("AUDIT OFFICE FENN\nReport under section 8 of the Act\n6 March 2025", id="a report and its law"),
        pytest.param(
            "Press archive, file 2025/118\nMinistry of Ports and Coasts", id="a ministry under a file's number"
        ),
    ],
)
def test_the_headline_is_told_from_what_stands_above_it(head: str) -> None:
    assert read(f"{head}\n\n{TITLE}\n\n{BODY}").title == TITLE


@pytest.mark.parametrize(
    ("title", "below"),
    [
        pytest.param(TITLE, "Harbour Office Fennmouth\nPress notice 78 of 6 March 2025", id="an office and its notice"),
        pytest.param("Berths in March 2025: fewer ships wait", "Fenn Ports Agency\n6 March 2025", id="a month in it"),
        pytest.param(
            "Report of the auditors blames a crane", "Two hurt on the quay", id="a paper that reports something"
        ),
        pytest.param("Feuer in der Molenstraße 12, zwei Verletzte", "Kran fiel um", id="a street in it"),
        pytest.param(TITLE, "Joan Tarrow, Ministry of Ports\n6 March 2025", id="a speaker with her ministry"),
        pytest.param("Remarks by Chairwoman Joan Tarrow on berths", "6 March 2025", id="a speaker in the headline"),
    ],
)
def test_the_headline_is_told_from_what_stands_below_it(title: str, below: str) -> None:
    assert read(f"{title}\n\n{below}\n\n{BODY}").title == title


def test_a_headline_that_is_called_one() -> None:
    found = read(f"Title: {TITLE}\nPublisher: Fenn Weekly\nDate: 6 March 2025\n\n{BODY}")
    assert (found.title, found.publisher) == (TITLE, "Fenn Weekly")


@pytest.mark.parametrize(
    ("head", "publisher", "authors"),
    [
        pytest.param(
            f"{TITLE}\n\nJoan Tarrow, Ministry of Ports\n6 March 2025",
            "Ministry of Ports",
            ("Joan Tarrow",),
            id="behind a name",
        ),
        pytest.param(f"Harbour Office Agency\n6 March 2025\n\n{TITLE}", "Harbour Office Agency", (), id="alone"),
        pytest.param(f"Audit Office Fenn – Report 8\n\n{TITLE}", "Audit Office Fenn", (), id="before a dash"),
        pytest.param(f"THE FENN POST\nLocal\n\n{TITLE}", "The Fenn Post", (), id="a paper in capitals"),
    ],
)
def test_who_published_it(head: str, publisher: str, authors: tuple[str, ...]) -> None:
    found = read(f"{head}\n\n{BODY}")
    assert (found.publisher, found.authors) == (publisher, authors)


@pytest.mark.parametrize(
    "foot",
    [
        pytest.param(
            "--\nSlug: FENN-BERTHS/\nCopyright Littoral Newswire. Redistribution without consent prohibited.", id="en"
        ),
        pytest.param("--\n(c) lna 2025. Weiterverbreitung nur mit Genehmigung der Redaktion.", id="de"),
        pytest.param(
            "---\nNote for newsrooms: Harbour Office, 3 Mole Lane\n© lna. Reproduction by permission only.", id="notes"
        ),
    ],
)
def test_what_an_agency_puts_under_a_line_is_no_text(foot: str) -> None:
    assert read(f"{TITLE}\n\n{BODY}\n\n{foot}").text.endswith("takes effect in May.")


def test_an_imprint_names_the_publisher_without_its_address() -> None:
    foot = "Issued on 6 March 2025. Typesetting: Fenn House\nPublisher: Fenn Assembly, P.O. Box 12, Fennmouth"
    found = read(f"{TITLE}\n\n{BODY}\n\n{foot}")
    assert found.publisher == "Fenn Assembly"
    assert found.text.endswith("takes effect in May.")


def test_a_name_in_capitals_is_spelled_as_in_the_text() -> None:
    body = "Der Landesrechnungshof hat die Kosten der neuen Mole geprüft. Sie liegen um ein Drittel über dem Plan."
    assert read(f"LANDESRECHNUNGSHOF\n6. März 2025\n\nDie Mole wird teurer als geplant\n\n{body}").publisher == (
        "Landesrechnungshof"
    )


def test_a_sentence_under_a_drawn_line_stays() -> None:
    assert read(f"{TITLE}\n\n{BODY}\n\n* * *\n\nThe gulls were not asked.").text.endswith("The gulls were not asked.")
