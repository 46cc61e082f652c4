"""Misspelt words of a question: put right where only one meaning is near, left alone where they may be names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from kb.answer import answer
from kb.library import Library
from kb.retrieve import prepare
from kb.spelling import corrected
from kb.text import stems
from tests.conftest import ReadOnce

SPOKEN = {
    "de": "Die Bundesregierung fördert das Halbleiterwerk in Musterhausen. Voltmeer zahlt. Frau Schuler lacht. Zoll.",
    "en": "CO₂ fell, said Aydoğdu. The commission approved the subsidy for Voltmeer and Stanton; farmers protested.",
}


def spoken(forms: Iterable[str], language: str) -> Mapping[str, int]:
    held = stems(SPOKEN[language], language)
    return {form: held.count(form) for form in forms if form in held}


CASES = [
    ("swapped", "Was tut die Bundesregeirung?", "de", "Was tut die Bundesregierung?"),
    ("left out", "was tut die bundesregirung", "de", "was tut die bundesregierung"),
    ("doubled", "Did the commisssion approve it?", "en", "Did the commission approve it?"),
    ("taken for its neighbour", "Who approved the subsody?", "en", "Who approved the subsidy?"),
    ("too many", "Did the farmpers protest?", "en", "Did the farmers protest?"),
    ("not in the sources, in a dictionary", "wer bezahlt die straßenbahm", "de", "wer bezahlt die straßenbahn"),
    ("half of a compound", "Wer bezahlt das Halbleiterwrek?", "de", "Wer bezahlt das Halbleiterwerk?"),
    ("a noun behind its article", "Wer fordert eine Einignug?", "de", "Wer fordert eine Einigung?"),
    ("dots left out", "Wer fordert das Buro?", "de", "Wer fordert das Büro?"),
    ("dots written out", "Wie hoch ist die Gebuehr?", "de", "Wie hoch ist die Gebühr?"),
    ("a long name of the sources", "Who runs Voltmere and Voltmeeer?", "en", "Who runs Voltmeer and Voltmeer?"),
    ("marks that a keyboard lacks", "What did Aydogdu say?", "en", "What did Aydoğdu say?"),
    ("a formula", "Wie viel CO2 und NO2?", "de", "Wie viel CO₂ und NO2?"),
    ("marks stay", "„Komission“ – wer\n ist  das?", "de", "„Kommission“ – wer\n ist  das?"),
]


@pytest.mark.parametrize(("question", "language", "meant"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_slips_are_put_right(question: str, language: str, meant: str) -> None:
    assert corrected(question, language, ("de", "en"), spoken) == meant


LEFT_ALONE = [
    ("in a dictionary", "Wann fährt das Schiff nach Norden?", "de"),
    ("a compound", "Was kostet das Serverstandortgesetz im Regierungsviertel?", "de"),
    ("in the other dictionary", "Was sagt die Software zum Outsourcing?", "de"),
    ("a name that the sources have", "Wer leitet Voltmeer?", "de"),
    ("a short name near one of the sources", "Who is Stanten?", "en"),
    ("a name near a word of the sources", "Wer ist Schumer?", "de"),
    ("a name near a word of a dictionary", "Who is Huang?", "en"),
    ("a figure in it", "Wer baute Volltmeer2 und Qwen3?", "de"),
    ("capitals", "Was macht ZOLLL, was OpenAIs?", "de"),
    ("a place", "Was zahlt Brüssel, was Kiew?", "de"),
    ("a given name", "Was sagt Annie?", "de"),
    ("a question word", "Wieviele kamen?", "de"),
    ("no letters", "?! 12,5 漢字 👩‍🚒", "de"),
    ("no word", "a" * 5000, "en"),
    ("a text", "zollk " * 61, "de"),
    ("nothing", "", "de"),
]


@pytest.mark.parametrize(("question", "language"), [case[1:] for case in LEFT_ALONE], ids=[c[0] for c in LEFT_ALONE])
def test_words_that_may_be_meant_stay(question: str, language: str) -> None:
    assert corrected(question, language, ("de", "en"), spoken) == question


def test_nothing_read_only_the_dictionary_counts() -> None:
    assert corrected("was kostet die straßenbahm von Voltmere", "de", (), spoken) == (
        "was kostet die straßenbahn von Voltmere"
    )


ARTICLE = {
    "bruecke.md": "# Brücke\n\nDie Brücke am Nordkai wird für 35 Millionen Euro erneuert, sagte Tilda Worm.\n",
    "bahn.md": "# Bahn\n\nDie Straßenbahn nach Musterhausen fährt ab Mai öfter. Sie gehört der Firma Qwellen.\n",
}


def test_a_misspelt_question_is_answered_as_the_right_one(read_once: ReadOnce) -> None:
    library: Library = read_once(ARTICLE)
    right, wrong = (
        "Was kostet die Erneuerung der Brücke am Nordkai?",
        "Was kostet die Erneurung der Bruecke am Nordkai?",
    )
    assert prepare(library, wrong).text == right
    assert answer(library, wrong).sentences == answer(library, right).sentences
    assert answer(library, wrong).question == wrong


def test_a_name_like_another_is_still_not_in_the_sources(read_once: ReadOnce) -> None:
    assert answer(read_once(ARTICLE), "Was kostet die Brücke von Qwollen?").refusal == "name_not_in_sources"
