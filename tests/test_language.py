"""Which language a text or a question is in, and which words its dictionary holds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from kb.language import detect, detect_question, known

ARTICLES = [
    ("German", "de", "Der Stadtrat hat am Dienstag beschlossen, die Brücke im kommenden Frühjahr zu erneuern."),
    ("English", "en", "The city council decided on Tuesday that the bridge will be rebuilt in the coming spring."),
    (
        "German with English names",
        "de",
        "Die Firma Open Weights Labs hat mit Blue River Partners einen Vertrag geschlossen.",
    ),
    ("French", "fr", "Le conseil municipal a décidé mardi de reconstruire le pont au printemps prochain."),
    ("Spanish", "es", "El ayuntamiento decidió el martes reconstruir el puente la próxima primavera."),
    ("Polish", "pl", "Rada miasta zdecydowała we wtorek, że most zostanie odbudowany wiosną przyszłego roku."),
]
QUESTIONS = [
    ("de", "Wie hoch ist die Strafe?"),
    ("de", "Was kostet das Rechenzentrum?"),
    ("de", "Wann tritt das Gesetz in Kraft?"),
    ("de", "Wer leitet die Behörde?"),
    ("en", "How high is the fine?"),
    ("en", "What does the data centre cost?"),
    ("en", "When does the law take effect?"),
    ("en", "Who leads the agency?"),
]


@pytest.mark.parametrize(("language", "text"), [case[1:] for case in ARTICLES], ids=[case[0] for case in ARTICLES])
def test_articles(language: str, text: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize("text", ["", "12,5 % – 2024", "§§ 3 …", "\n"])
def test_nothing_to_tell_by(text: str) -> None:
    assert detect(text) is None
    assert detect_question(text) == "en"
    assert detect_question(text, default="de") == "de"


@pytest.mark.parametrize(("language", "question"), QUESTIONS)
def test_questions(language: str, question: str) -> None:
    assert detect_question(question) == language


def test_a_question_is_never_in_a_third_language() -> None:
    assert {detect_question(text) for _, _, text in ARTICLES} == {"de", "en"}


def test_the_same_answer_every_time_and_in_every_thread() -> None:
    texts = [text for _, _, text in ARTICLES] * 5
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(detect, texts)) == [language for _, language, _ in ARTICLES] * 5


KNOWN = [
    ("Brücke", "de", True),
    ("brücke", "de", True),
    ("Brückenpreise", "de", True),
    ("Serverstandorte", "de", True),
    ("Quastenflix", "de", False),
    ("Zorbax", "de", False),
    ("bridge", "en", True),
    ("Bridges", "en", True),
    ("Zorbax", "en", False),
]


@pytest.mark.parametrize(("word", "language", "expected"), KNOWN)
def test_words_of_the_dictionary(word: str, language: str, expected: bool) -> None:
    assert known(word, language) is expected
