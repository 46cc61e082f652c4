"""The measures on our own questions: what counts as right, what is below its floor, how questions are misspelt."""

from __future__ import annotations

import json
from typing import Any

import pytest

from benchmarks.evaluate import EVAL, FLOORS, SETS, follow_ups, measure, read_rows, report
from benchmarks.misspelling import misspelt
from kb.library import Library
from tests.conftest import ReadOnce

ARTICLES = {
    "kran.md": "# Kran\n\nDer neue Kran am Nordkai kostet 35 Millionen Euro und hebt 60 Tonnen.\n",
    "schule.md": "# Schule\n\nDie Schule in der Gartenstraße bekommt im Mai eine neue Turnhalle aus Holz.\n",
}
PRICE = {
    "question": "Was kostet der neue Kran am Nordkai?",
    "refuse": False,
    "cross_lingual": False,
    "gold": [{"sentence": "Der neue Kran am Nordkai kostet 35 Millionen Euro und hebt 60 Tonnen."}],
    "contains": [["35 Millionen"]],
}


@pytest.fixture
def filled(read_once: ReadOnce) -> Library:
    return read_once(ARTICLES)


def test_a_right_answer_is_right_in_every_measure(filled: Library) -> None:
    found = measure(filled, [PRICE])
    assert {found[name] for name in ("right", "right, same language", "citations verbatim")} == {1.0}
    assert "refusal recall" not in found


@pytest.mark.parametrize(
    "change",
    [{"contains": [["36 Millionen"]]}, {"gold": [{"sentence": "Der Kran ist rot."}]}, {"contains": [["5 Millionen"]]}],
    ids=["another figure", "another sentence", "the end of a figure"],
)
def test_a_wrong_answer_is_not_right(filled: Library, change: dict[str, Any]) -> None:
    assert measure(filled, [PRICE | change])["right"] == 0.0


def test_a_name_from_nowhere_has_to_be_refused(filled: Library) -> None:
    row = {"question": "Was kostet der Kran von Qwellmor?", "refuse": True}
    assert measure(filled, [row]) == {"refusal precision": 1.0, "refusal recall": 1.0}


def test_questions_are_put_as_they_are_typed(filled: Library) -> None:
    assert measure(filled, [PRICE], lambda _: "Was kostet der Kran von Qwellmor?")["right"] == 0.0


def test_what_is_below_its_floor_or_was_not_measured_is_named() -> None:
    floors = {"a": {"right": 0.8, "left": 0.5}, "b": {"right": 0.1}}
    assert report({"a": {"right": 0.79, "left": 0.5}}, floors) == ["a: right", "b: right"]


def test_follow_ups_kept_back_and_those_left_alone_are_counted() -> None:
    assert follow_ups(read_rows("followups.jsonl")) == {
        "understood (kept back)": pytest.approx(0.97, abs=0.03),
        "left alone": 1.0,
    }


def test_every_floor_is_of_something_that_is_measured() -> None:
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    assert set(floors) == {*SETS, "misspelt", "unseen", "follow-ups"}
    assert all(0.1 < floor <= 1.0 for own in floors.values() for floor in own.values())
    assert all(len(read_rows(file)) >= 60 and folder.is_dir() for file, folder in SETS.values())
    assert EVAL.is_dir()


def test_slips_are_the_same_each_time_and_leave_first_letters_and_figures() -> None:
    question = "Wie viele Millionen Euro kostet die Brücke am Nordkai 2026?"
    typed = misspelt(question)
    assert typed == misspelt(question) != question
    assert [word[0] for word in typed.split()] == [word[0] for word in question.split()]
    assert "2026?" in typed and "ü" not in typed
    assert sum(a != b for a, b in zip(typed.split(), misspelt(question, 0).split(), strict=True)) == 2


def test_short_words_get_no_slips() -> None:
    assert misspelt("Wer ist das?") == "Wer ist das?"
