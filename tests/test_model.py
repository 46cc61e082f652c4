"""The nouns: frozen, and what they promise about themselves."""

from __future__ import annotations

import dataclasses
import inspect

import pytest

from kb import model
from kb.model import LABELS, AnswerSentence, Citation, Flag, Passage, Sentence

NOUNS = [kind for _, kind in inspect.getmembers(model, inspect.isclass) if dataclasses.is_dataclass(kind)]


@pytest.mark.parametrize("noun", NOUNS, ids=[noun.__name__ for noun in NOUNS])
def test_every_noun_is_frozen_and_says_what_it_is(noun: type) -> None:
    assert noun.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert noun.__doc__ and not noun.__doc__.startswith(f"{noun.__name__}(")
    assert "__dict__" not in dir(noun)


def test_an_answer_sentence_without_a_citation_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="citation"):
        AnswerSentence("Es regnet.", ())
    assert AnswerSentence("Es regnet.", (Citation("d", "Es regnet.", 0, 10),)).role == "answer"


def test_a_passage_is_named_by_its_place() -> None:
    assert Passage("abc", 5, 9, "text").id == "abc:5-9"


def test_flags_come_in_the_order_of_the_labels_with_their_reasons() -> None:
    labels = {"forecast": "könnte", "claim": "27,2 Prozent", "vague": ""}
    sentence = Sentence("d", 0, 4, "Text", frozenset(labels), labels)
    assert sentence.flags == (Flag("claim", "27,2 Prozent"), Flag("vague", ""), Flag("forecast", "könnte"))
    assert [flag.label for flag in sentence.flags] == [label for label in LABELS if label in labels]


def test_a_label_without_a_reason_is_still_a_flag() -> None:
    assert Sentence("d", 0, 4, "Text", frozenset({"claim"})).flags == (Flag("claim", ""),)
