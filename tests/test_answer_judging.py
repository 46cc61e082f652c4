"""Candidates that are judged: in what order they come back, and what an answer without a judge is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from kb.answer import NOT_IN_SOURCES, answer
from kb.answer.candidates import Candidate, gather
from kb.answer.judging import JUDGED, judged
from kb.answer.refusal import evidence, probability
from kb.engine import Excerpt, Verdict
from kb.library import Library
from kb.question import read_question
from kb.retrieve import Query, candidates, prepare
from kb.store import Filters

if TYPE_CHECKING:
    from tests.conftest import OpenHome, ReadIn

HARBOUR = (
    "Der Hafen in Tornau bekommt einen neuen Kai. Den Bau bezahlt das Land mit 40 Millionen Euro. Die Stadt gibt 12 "
    "Millionen Euro dazu. Im Hafen von Tornau arbeiten 300 Menschen. Der neue Kai soll 2027 fertig sein. Am alten Kai "
    "legen nur noch Fähren an. Die Fischer von Tornau klagen über den Lärm der Baustelle. Der Bau des Kais begann im "
    "März 2024."
)
QUESTION = "Wie viel bezahlt das Land für den Kai in Tornau?"


@pytest.fixture
def harbour(open_home: OpenHome, read: ReadIn) -> Library:
    """Read with the stand-in embedder, which judges nothing."""
    library = open_home()
    read({"hafen.txt": HARBOUR}, into=library)
    return library


@dataclass
class Judge:
    """Takes the last sentence for the likeliest, and says `answered`."""

    answered: float = 0.0
    seen: list[Excerpt] = field(default_factory=list)

    def __call__(self, question: str, language: str, heft: object, excerpts: Sequence[Excerpt]) -> Verdict:
        self.seen += excerpts
        return Verdict(np.arange(len(excerpts), dtype=np.float32), self.answered)


@pytest.fixture
def judge(harbour: Library, monkeypatch: pytest.MonkeyPatch) -> Judge:
    judge = Judge()
    monkeypatch.setattr(harbour.engine, "judge", judge)
    return judge


def found_in(library: Library, question: str = QUESTION) -> tuple[Query, list[Candidate]]:
    query = prepare(library, question)
    scored = candidates(library, query, Filters())
    return query, gather(library, query, read_question(query.text, query.language), scored)


@pytest.mark.usefixtures("judge")
def test_the_first_ones_are_judged_and_the_rest_stays_below_in_its_order(harbour: Library) -> None:
    query, found = found_in(harbour)
    again = judged(harbour, query, found)
    assert len(found) > JUDGED
    assert {c.start for c in again[:JUDGED]} == {c.start for c in found[:JUDGED]}
    assert [c.start for c in again[JUDGED:]] == [c.start for c in found[JUDGED:]]
    assert all("judged" in c.signs for c in again[:JUDGED])
    assert not any("judged" in c.signs for c in again[JUDGED:])
    assert min(c.score for c in again[:JUDGED]) > max(c.score for c in again[JUDGED:])
    assert abs(sum(np.exp(c.signs["judged"]) for c in again[:JUDGED]) - 1) < 1e-3


def test_each_is_judged_under_its_title_and_after_the_sentence_before(harbour: Library, judge: Judge) -> None:
    judged(harbour, *found_in(harbour))
    told = {each.text: each for each in judge.seen}
    paid = told["Den Bau bezahlt das Land mit 40 Millionen Euro."]
    assert paid.before.strip() == "Der Hafen in Tornau bekommt einen neuen Kai."
    assert paid.language == "de"
    assert len(judge.seen) == JUDGED


def test_what_two_copies_say_is_judged_once(harbour: Library, read: ReadIn, judge: Judge) -> None:
    read({"abschrift.txt": f"TORNAU (abc) - {HARBOUR}"}, into=harbour)
    query, found = found_in(harbour)
    again = judged(harbour, query, found)
    assert len({each.text.removeprefix("TORNAU (abc) - ") for each in judge.seen}) == len(judge.seen) == JUDGED
    assert {(c.document_id, c.start) for c in again} == {(c.document_id, c.start) for c in found}


@pytest.mark.parametrize("answered", [-12.0, 12.0])
def test_a_judge_that_is_sure_decides_whether_there_is_an_answer(
    harbour: Library, judge: Judge, answered: float
) -> None:
    judge.answered = answered
    chance = probability(judged(harbour, *found_in(harbour)))
    assert chance > 0.5 if answered > 0 else chance < 0.5


def test_without_a_judge_the_order_stays_and_there_are_answers_and_refusals_as_well(harbour: Library) -> None:
    query, found = found_in(harbour)
    assert judged(harbour, query, found) == found
    assert "answered" not in evidence(found, {})
    lenient, strict = (
        replace(harbour, settings=harbour.settings.model_copy(update={"answer_threshold": least}))
        for least in (0.0, 1.0)
    )
    assert answer(lenient, QUESTION).sentences
    assert answer(strict, QUESTION).refusal == NOT_IN_SOURCES


@pytest.mark.usefixtures("judge")
def test_nothing_found_is_nothing_to_judge(harbour: Library) -> None:
    query, _ = found_in(harbour)
    assert judged(harbour, query, []) == []


def test_of_the_samples_the_sentence_that_answers_is_likelier_than_one_on_the_same_matter(
    read_library: Library,
) -> None:
    asked, other = "Wann soll die Produktion in Dresden anlaufen?", "Wer leitet das Werk in Dresden?"
    best, none = (judged(read_library, *found_in(read_library, question))[0] for question in (asked, other))
    assert "2027" in best.text
    assert best.signs["answered"] > none.signs["answered"]
