"""A conversation: follow-ups are understood, turns are kept as they were shown, and what is deleted is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from kb.conversation import (
    Turn,
    ask,
    begin,
    conversations,
    correct,
    delete,
    delete_all,
    keep,
    named,
    open_conversation,
    rename,
)
from kb.errors import Damaged, NotFound
from kb.followup import Understood
from kb.library import Library
from kb.model import Answer, AnswerSentence, Citation, Conflict, Document, Flag, Hit, Passage, Sentence, Source
from kb.removal import remove
from kb.store.turns import Turns

if TYPE_CHECKING:
    from tests.conftest import OpenHome, ReadOnce

BRIDGE = {
    "bruecke.txt": (
        "Die Brücke am Nordkai\n\nDie Brücke am Nordkai kostet 40 Millionen Euro. Die Brücke am Nordkai baut die Firma "
        "Steg und Söhne."
    )
}
FIRST = "Was kostet die Brücke am Nordkai?"
AT = datetime(2026, 1, 2, 10, tzinfo=UTC)


@pytest.fixture
def bridge(read_once: ReadOnce) -> Library:
    return read_once(BRIDGE)


def full_turn() -> Turn:
    """A turn in which nothing is left out."""
    source = Source("s" * 64, "a.html", "text/html", AT)
    document = Document(
        "d", source, "Titel", "", ("A. B.",), "Blatt", date(2025, 1, 2), None, "de", "https://a.example/"
    )
    cited = Citation("d", "„Zitat“", 3, 10)
    sentence = Sentence("d", 3, 10, "„Zitat“", frozenset({"claim"}), {"claim": "weil"})
    hit = Hit(Passage("d", 0, 10, "…"), 1.25, 1, ("meaning", "words"), sentence, "de")
    answer = Answer(
        question="Und in Lund?",
        language="de",
        sentences=(AnswerSentence("„Zitat“", (cited,), (Flag("claim", "weil"),), "context"),),
        refusal="not_in_sources",
        hits=(hit,),
        settings_fingerprint="0123456789ab",
        engine="a model",
        conflicts=(Conflict("Preis", (cited, cited)),),
        seconds=0.5,
    )
    understood = Understood("Was kostet es in Lund?", True, 0, (("Irland", "Lund"),))
    return Turn("Und in Lund?", understood, answer, {"d": document}, AT)


def test_a_turn_comes_back_as_it_was(library: Library) -> None:
    key = begin(library, "x")
    kept = keep(library, key, full_turn())
    (found,) = open_conversation(library, key)
    expected = replace(full_turn(), number=0)
    assert kept == expected
    assert found == replace(expected, removed=frozenset({"d"}), answer=replace(expected.answer, hits=()))


def test_a_follow_up_is_understood_answered_and_kept(bridge: Library, open_home: OpenHome) -> None:
    key = begin(bridge, FIRST)
    first, second = ask(bridge, key, FIRST), ask(bridge, key, "Wer baut sie?")
    assert (first.number, first.understood) == (0, Understood(FIRST))
    assert (second.asked, second.understood.question) == ("Wer baut sie?", "Wer baut die Brücke am Nordkai?")
    assert second.understood.from_turn == 0
    assert second.answer.question == "Wer baut die Brücke am Nordkai?"
    again = open_conversation(open_home(), key)
    assert [turn.asked for turn in again] == [FIRST, "Wer baut sie?"]
    assert [turn.answer.sentences for turn in again] == [first.answer.sentences, second.answer.sentences]
    assert [turn.documents for turn in again] == [first.documents, second.documents]


def test_what_was_misunderstood_is_corrected_in_its_place(bridge: Library) -> None:
    key = begin(bridge, FIRST)
    ask(bridge, key, FIRST)
    ask(bridge, key, "Wer baut sie?")
    meant = "Wer baut den Hafen?"
    assert correct(bridge, key, 1, meant).number == 1
    turns = open_conversation(bridge, key)
    assert [(turn.asked, turn.understood.question) for turn in turns] == [(FIRST, FIRST), ("Wer baut sie?", meant)]
    with pytest.raises(NotFound):
        correct(bridge, key, 2, meant)


def test_a_turn_outlives_its_source_and_says_so(bridge: Library) -> None:
    key = begin(bridge, FIRST)
    shown = ask(bridge, key, FIRST)
    assert shown.answer.sentences
    (document_id,) = shown.documents
    assert open_conversation(bridge, key)[0].removed == frozenset()
    remove(bridge, [document_id])
    (turn,) = open_conversation(bridge, key)
    assert turn.removed == {document_id}
    assert turn.answer.sentences == shown.answer.sentences
    assert turn.documents[document_id].title == "Die Brücke am Nordkai"


def test_a_turn_moves_no_generation_on(bridge: Library) -> None:
    before = bridge.store.generation()
    ask(bridge, begin(bridge, FIRST), FIRST)
    assert bridge.store.generation() == before


def test_conversations_are_listed_renamed_and_deleted(library: Library) -> None:
    first, second = begin(library, "  Eine\nFrage? "), begin(library, "x" * 200)
    assert sorted(len(row.name) for row in conversations(library)) == [11, 80]
    rename(library, first, "Strom")
    assert named(library, "Strom") == first
    assert named(library, "Neu") not in (first, second)
    delete(library, second)
    assert {row.name for row in conversations(library)} == {"Strom", "Neu"}
    assert delete_all(library) == 2
    assert conversations(library) == []
    with pytest.raises(NotFound):
        open_conversation(library, first)


def test_a_turn_that_cannot_be_read_says_what_to_do(library: Library) -> None:
    key = begin(library, "x")
    Turns(library.store.home).keep(key, AT.isoformat(), '{"asked": 1}')
    with pytest.raises(Damaged, match="delete"):
        open_conversation(library, key)
