"""What speaks for a sentence as an answer, in numbers; and fitting what each counts."""

from __future__ import annotations

import math

import numpy as np
import pytest

from benchmarks.fitting import fit_choice, fit_yes_no, reliability
from kb.answer.signs import Words, alike, content, of_form, weigh, weights
from kb.weigh import heft

ALIKE = [
    ("the same", "brucke", "brucke", 1.0),
    ("a part of a compound", "strom", "stromnetz", 0.8),
    ("at the end of one", "umsatz", "jahresumsatz", 0.8),
    ("the same beginning", "genehmigt", "genehmigung", 0.5),
    ("too short to be a part", "amt", "gesamt", 0.0),
    ("nothing in common", "strom", "hafen", 0.0),
]


@pytest.mark.parametrize(("word", "other", "expected"), [c[1:] for c in ALIKE], ids=[c[0] for c in ALIKE])
def test_alike(word: str, other: str, expected: float) -> None:
    assert alike(word, other) == alike(other, word) == expected


def test_content_leaves_out_what_only_asks() -> None:
    assert content("Wie viel Strom verbraucht der Hafen?", "de") == content("Strom verbraucht Hafen", "de")
    assert content("", "de") == ()


def test_words_are_weighed_and_the_best_place_counts() -> None:
    wanted = Words({"strom": 3.0, "hafen": 1.0})
    own, title = wanted.met(["strom"]), wanted.met(["hafen"])
    assert wanted.share((1.0, own)) == pytest.approx(0.75)
    assert wanted.share((1.0, own), (0.5, title)) == pytest.approx(0.875)
    assert wanted.share((1.0, wanted.met([]))) == 0.0
    assert Words({}).share((1.0, ())) == 0.0


def test_form() -> None:
    assert of_form("Im Mai.") == {"length": math.log(3), "short": 1.0}
    assert of_form("Die Brücke kostet mehr als gedacht.")["short"] == 0.0


def test_every_weight_is_of_a_sign() -> None:
    assert weigh({}, "answer") == pytest.approx(sum(weights("answer").values()))
    assert weigh(dict.fromkeys(weights("sentence"), 0.0), "sentence") == 0.0
    assert weights("sentence")["serves"] > 0 > weights("sentence")["lacking"]
    assert weights("answer")["fit_gap"] > 0 > weights("answer")["far"]


def test_rare_words_weigh_more_than_those_that_ask() -> None:
    question = "Wie groß ist der Hafen?"
    starts = [0, 4, 9, 13, 17, 20]  # "Hafen" in two pieces
    found = heft(question, "de", {"hafen": 4.0, "gross": 2.0, "wie": 3.0}, starts)
    assert found.sum() == pytest.approx(1.0)
    assert found[4] + found[5] > found[1] > found[0]
    assert heft("?", "de", {}, [0]).tolist() == [1.0]


# -- fitting ---------------------------------------------------------------------------------------


def test_a_choice_is_fitted_to_the_sign_that_tells() -> None:
    random = np.random.default_rng(3)
    examples = []
    for _ in range(60):
        rows = random.standard_normal((5, 2))
        examples.append((rows, (np.arange(5) == rows[:, 0].argmax()).astype(float)))
    telling, idle = fit_choice(examples, 1.0)
    assert telling > 1.0
    assert abs(idle) < 0.4 * telling


def test_yes_or_no_is_fitted_with_its_bias() -> None:
    random = np.random.default_rng(4)
    rows = random.standard_normal((400, 2))
    chances = 1 / (1 + np.exp(-(0.5 + 2 * rows[:, 1])))
    yes = (random.random(400) < chances).astype(float)
    bias, idle, telling = fit_yes_no(rows, yes, 0.1)
    assert bias == pytest.approx(0.5, abs=0.4)
    assert telling == pytest.approx(2.0, abs=0.6)
    assert abs(idle) < 0.4


def test_reliability_counts_each_question_once() -> None:
    table = reliability(np.array([0.05, 0.07, 0.95, 1.0]), np.array([0.0, 1.0, 1.0, 1.0]))
    assert [row["questions"] for row in table] == [2, 2]
    assert [row["true"] for row in table] == [0.5, 1.0]
