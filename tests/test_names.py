"""Which words of a question are names, and under which forms a text may mention them."""

from __future__ import annotations

import pytest

from kb.names import mentions, names, occurs, translatable, vocabulary

FOUND = [
    ("an English name within", "What did Zorbax announce in Leipzig?", "en", {"Zorbax", "Leipzig"}),
    ("no name at the beginning", "Bridges cost how much?", "en", set()),
    ("the owner of something", "What is Zorbax's plan?", "en", {"Zorbax"}),
    ("a month is no name", "What happened in March?", "en", set()),
    ("a German name", "Was kündigte Zorbax an?", "de", {"Zorbax"}),
    ("German nouns are no names", "Was kostet die Brücke der Stadt?", "de", set()),
    ("German nouns without umlaut dots", "Was kostet die Bruecke?", "de", set()),
    ("a German name written like a brand", "Was kostet der OpenBau der TSMC?", "de", {"OpenBau", "TSMC"}),
    ("a name with its number", "When was Olmo 3 released?", "en", {"Olmo 3"}),
    ("once each", "Gehört Zorbax zu Zorbax?", "de", {"Zorbax"}),
]


@pytest.mark.parametrize(("question", "language", "expected"), [c[1:] for c in FOUND], ids=[c[0] for c in FOUND])
def test_names(question: str, language: str, expected: set[str]) -> None:
    found = names(question, language)
    assert set(found) == expected
    assert len(found) == len(expected)


MENTIONS = [
    ("another case of the name", "Leipzig", {"leipziger"}, True),
    ("without dots", "Müller", {"muller"}, True),
    ("a name that is not there", "Zorbax", {"zorn", "bank"}, False),
    ("a place in the other language", "Brussels", {"brusseler"}, True),
    ("a short form of a place", "US", {"america"}, True),
    ("a short form is no beginning of a word", "US", {"usedom"}, False),
    ("a number in a name stands whole", "Modell7", {"modell70"}, False),
    ("a number in a name", "Modell7", {"modell7"}, True),
    ("no words at all", "Leipzig", set(), False),
]


@pytest.mark.parametrize(("name", "vocabulary", "expected"), [c[1:] for c in MENTIONS], ids=[c[0] for c in MENTIONS])
def test_mentions(name: str, vocabulary: set[str], expected: bool) -> None:
    assert mentions(name, vocabulary) is expected


def test_a_name_made_of_a_word_may_be_translated() -> None:
    assert translatable("Bridge", "en")
    assert not translatable("Zorbax", "en")


OCCURS = [
    ("another case of the name", "Leipzig", "die leipziger messe", True),
    ("a place in the other language", "Brussels", "in brusseler kreisen", True),
    ("a short form stands whole", "US", "usedom", False),
    ("not there", "Zorbax", "nothing of the kind", False),
]


@pytest.mark.parametrize(("name", "text", "expected"), [c[1:] for c in OCCURS], ids=[c[0] for c in OCCURS])
def test_occurs(name: str, text: str, expected: bool) -> None:
    assert occurs(name, text) is expected


def test_a_numbered_name_is_looked_up_with_its_number() -> None:
    held = vocabulary("The institute published Olmo 3 in November.")
    assert mentions("Olmo 3", held)
    assert not mentions("Olmo 4", held)
