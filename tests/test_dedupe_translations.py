"""Which text is the translation of which: near in meaning, with the same figures and names."""

from __future__ import annotations

import pytest

from ingest.dedupe import is_translation, most_named
from ingest.dedupe.facts import figures, names

DE = (
    "Der Hafen von Kallwik wird für 48 Millionen Euro ausgebaut. Bis 2027 entstehen 640 Meter Kai, sagte Hafenchef "
    "Sjur Brandvold. Im Jahr 2024 schlug Kallwik 1,9 Millionen Tonnen um, 12 Prozent mehr als im Vorjahr. Die Werft "
    "Torvik zieht auf die Insel Senja um."
)
EN = (
    "The port of Kallwik is being extended for 48 million euros. By 2027 there will be 640 metres of quay, said the "
    "port's director, Sjur Brandvold. In 2024 Kallwik handled 1.9 million tonnes, twelve percent more than the year "
    "before. The Torvik shipyard is moving to the island of Senja."
)
OTHER_FIGURES = EN.replace("48", "53").replace("640", "810").replace("1.9", "2.2")
OTHER_NAMES = EN.replace("Kallwik", "Ostervaag").replace("Sjur Brandvold", "Liv Hauge").replace("Torvik", "Melbu")
OTHER_NAMES = OTHER_NAMES.replace("Senja", "Andoya")
STUDY = EN + (
    " It counts 312 ships, 47 pilots, 29 tugs, 530 cranes, 18 locks, 64 sheds, 75 bollards and 83 buoys, as of 2023."
)
FEW_DE = (
    "In Kallwik streiken die Lotsen. Sie wollen kürzere Schichten, sagte ihr Sprecher Sjur Brandvold. Es gilt bis 2027."
)
FEW_EN = "Pilots are on strike in Kallwik. They want shorter shifts, said Sjur Brandvold. It holds until 2027."

PAIRS = [
    ("the same in the other language", DE, EN, 0.5, True),
    ("too far apart in meaning", DE, EN, 0.3, False),
    ("the next report on the same form", DE, OTHER_FIGURES, 0.9, False),
    ("the same form about another place", DE, OTHER_NAMES, 0.9, False),
    ("few figures, very near", FEW_DE, FEW_EN, 0.7, True),
    ("few figures, merely near", FEW_DE, FEW_EN, 0.5, False),
    ("no figures", "Die Lotsen streiken wieder.", "Pilots are on strike again.", 0.9, False),
    ("a report on a study, and the study with many more figures", DE, STUDY, 0.9, False),
    ("far longer", DE, " ".join([EN] * 3), 0.9, False),
    ("nothing at all", DE, "", 0.9, False),
]


@pytest.mark.parametrize(
    ("left", "right", "cosine", "wanted"), [case[1:] for case in PAIRS], ids=[case[0] for case in PAIRS]
)
def test_translations(left: str, right: str, cosine: float, wanted: bool) -> None:
    assert is_translation((left, "de"), (right, "en"), cosine) is wanted
    assert is_translation((right, "en"), (left, "de"), cosine) is wanted


def test_figures_are_the_same_in_both_languages() -> None:
    assert figures("1,5 von zwölf, im 34-Jährigen", "de") == figures("1.5 of twelve, the 34-year-old", "en")
    assert figures("Im 2. Quartal 1.200 Tonnen", "de") == {"2", "1200"}


def test_names_are_what_no_dictionary_has() -> None:
    assert names(DE, "de") >= {"kallwik", "sjur", "brandvold", "torvik", "senja"}
    assert names(DE, "de").isdisjoint({"hafen", "millionen", "euro", "meter", "werft", "der"})
    assert names(EN, "en") == {"kallwik", "sjur", "brandvold", "torvik", "senja"}


def test_days_and_months_count_as_names() -> None:
    assert names("Am Montag im März", "de") == {"montag", "märz"}
    assert names("It met on Monday in March", "en") == {"monday", "march"}


def test_candidates_are_those_that_most_passages_name() -> None:
    found = [["a", "b", "b"], ["b", "c"], ["b", "a"]]
    assert most_named(found) == ["b", "a", "c"]
    assert most_named(found, limit=1) == ["b"]
    assert most_named([]) == []
