"""Where sentences begin and end: full stops that end none, ends without a full stop, and what is no sentence at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ingest.segment import MOST_WORDS, segment
from kb.model import Block, Document, Source
from kb.text import sentence_spans

WHOLE = [
    ("a law's number behind brackets", "Verordnung (EU) 2031/77 gilt seit Mai."),
    ("the same in English", "Regulation (EU) 2031/77 applies to mills."),
    ("the dateline of a wire story", "Fennstadt/Altmoor (fdn) - Die Werft hat neue Schiffe bestellt."),
    ("a dateline with a dash", "FENNTOWN (FDN) – Two mills closed on Monday."),
    ("an acronym in brackets", "It sent a note of intent (NOI) under the Peat Act to the county."),
    ("brackets before a proper noun", "The Peat Survey (PS) and the U.S. Geological Survey agree."),
    ("initials of a person", "Das sagte J. K. Moorfeld am Abend."),
    ("a middle initial", "It was written by Anna M. Reed in May."),
    ("a number of a section in front of its text", "4.2. Sites of the second kind pay half."),
    ("a figure before a noun in the same sentence", "Am 4.4. Montag früh begann der Umzug."),
    ("an article of a law with its heading", "Section 3. Purpose of the fund."),
    ("a speaker after a question", '"Why now?" Reed said.'),
]
PARTED = [
    ("a letter that is no initial", ["It was built as System K.", "You may guess why."]),
    ("the same in German", ["Dann griff Plan B.", "Alle Züge hielten."]),
    ("a figure at the end", ["The range is 0.2 to 3.7.", "Mills with ponds use less."]),
    ("a country's letters at the end", ["They moved to the U.S.", "They stayed there."]),
    ("numbered clauses", ["Sec. 4. Duties of the board.", "(a) The board meets in May.", "(b) It votes in June."]),
    ("a remark in brackets", ["Das ist neu (siehe die Tafel).", "Es kostet wenig."]),
    ("a full stop behind the brackets of a piece", ["Das Brett wiegt viel (Eiche: 0,7 kg/dm³).", "Wie dick ist es?"]),
    ("the mark of a note", ["Der Moorpegel steigt.[3]", "Das kostet Geld."]),
    ("an abbreviation at the end", ["It was sold to Moor Inc.", "The price is secret."]),
]
GLUED = [  # without a space between them
    ("a quotation begins", "They spoke of AI.“We like it,” he said.", ["They spoke of AI.", "“We like it,” he said."]),
    ("a quotation ends", "“It works.”She left.", ["“It works.”", "She left."]),
    ("one quotation after the other", "“It works.”“We know.”", ["“It works.”", "“We know.”"]),
    ("a German quotation is closed by that mark", "Er rief: „Halt.“ Sie hielt.", ["Er rief: „Halt.“", "Sie hielt."]),
]


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize("text", [case[1] for case in WHOLE], ids=[case[0] for case in WHOLE])
def test_one_sentence(text: str) -> None:
    assert parts(text) == [text]


@pytest.mark.parametrize("expected", [case[1] for case in PARTED], ids=[case[0] for case in PARTED])
def test_several_sentences(expected: list[str]) -> None:
    assert parts(" ".join(expected)) == expected


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in GLUED], ids=[case[0] for case in GLUED])
def test_sentences_without_a_space(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


# -- in a document ---------------------------------------------------------------------------------


def document(*paragraphs: str) -> Document:
    text, blocks = "", []
    for paragraph in paragraphs:
        text += "\n\n" if text else ""
        blocks.append(Block("paragraph", len(text), len(text) + len(paragraph)))
        text += paragraph
    source = Source("0" * 64, "a.txt", "text/plain", datetime(2026, 1, 1, tzinfo=UTC))
    return Document(id="d", source=source, title="T", text=text, blocks=tuple(blocks))


def said(*paragraphs: str) -> list[str]:
    return [sentence.text for sentence in segment(document(*paragraphs))[0]]


@pytest.mark.parametrize("direction", ["(Applause.)", "(Laughter and applause.)", "(Zuruf von links)"])
def test_stage_directions_are_no_sentences_but_stay_in_the_text(direction: str) -> None:
    read = document(f"We did it. {direction} And it works.", direction, "Thank you all for that.")
    sentences, passages = segment(read)
    assert [sentence.text for sentence in sentences] == ["We did it.", "And it works.", "Thank you all for that."]
    assert direction in passages[0].text


def test_a_remark_in_brackets_is_a_sentence() -> None:
    assert said("It rained. (Nobody had expected that.)") == ["It rained.", "(Nobody had expected that.)"]


def test_rules_and_lone_marks_are_no_sentences() -> None:
    assert said("The first part ends here.", "* * *", "The second part begins.") == [
        "The first part ends here.",
        "The second part begins.",
    ]


def test_running_numbers_of_paragraphs_are_left_out() -> None:
    assert said("9. Die Frist endet im Mai.", "10. Sie kann verlängert werden.") == [
        "Die Frist endet im Mai.",
        "Sie kann verlängert werden.",
    ]


def test_a_number_that_counts_nothing_stays() -> None:
    assert said("1. FC Fennstadt gewinnt in Altmoor.", "Das Spiel war um vier Uhr zu Ende.")[0].startswith("1. FC")


def test_an_endless_sentence_is_cut_where_it_pauses() -> None:
    clause = "the board shall meet " + "and talk " * 20 + "about peat; "
    cut = said(f"In each year {clause * 6}and then it rests.")
    assert len(cut) > 1
    assert all(len(sentence.split()) <= MOST_WORDS for sentence in cut)
    assert all(sentence.endswith(";") for sentence in cut[:-1])
