"""What stands in a brief, and what is said where one cannot be made."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from kb.brief import FORMATS, Reference, markdown, write
from kb.errors import KnowledgeBaseError, Misconfigured, NotFound
from kb.model import Answer, AnswerSentence, Citation, Conflict, Flag, Role

WERK = Reference(
    document_id="a" * 64,
    title="Werk an der Elbe",
    publisher="Süddörfer Blatt",
    authors=("Jörg Muster", "Redaktion Wirtschaft"),
    published=date(2024, 8, 20),
    url="https://blatt.example/werk_2024?a=1&b=2",
    origin="sources/werk.html",
    language="de",
    retrieved=datetime(2026, 3, 1, 9, 30),
)
GRID = Reference("b" * 64, "Grid under load", None, (), None, None, "sources/grid.txt", "en", None)
REFERENCES = {WERK.document_id: WERK, GRID.document_id: GRID}


def test_a_quotation_in_a_quotation_has_single_marks() -> None:
    brief = page(said("Was?", quoted(WERK, "„Es wächst“, sagte *sie*.")))
    assert "„\u202f‚Es wächst‘, sagte \\*sie\\*.“ \\[1\\]" in brief


def quoted(reference: Reference, text: str, *flags: Flag, role: Role = "answer") -> AnswerSentence:
    return AnswerSentence(text, (Citation(reference.document_id, text, 0, len(text)),), flags, role)


def said(question: str, *sentences: AnswerSentence, language: str = "de", **more: Any) -> Answer:
    return Answer(question, language, sentences, more.pop("refusal", None), (), "f0", **more)


def page(*answers: Answer, title: str = "Lage") -> str:
    return markdown(title, answers, REFERENCES, date(2026, 3, 2)).replace("\u00a0", " ")


# -- content ---------------------------------------------------------------------------------------

CONTENT = [
    ("title", "# Lage\n"),
    ("date of making, counts in the right number", "*Stand 2. März 2026 · 2 Fragen, 2 Quellen*"),
    ("question as heading", "## Wie groß ist das Werk?"),
    ("quotation in its language's marks, numbered", "„Das Werk ist groß.“ \\[1\\]"),
    ("English quotation in English marks", "“The grid is small.” \\[2\\]"),
    ("same document, same number", "„Es wächst.“ \\[1\\]"),
    ("publisher and date beside, flag with its reason", "*Süddörfer Blatt, 20. August 2024 · unbelegt (groß)*"),
    ("no publisher: the title stands in", "*Grid under load, ohne Datum*"),
    ("context is marked as such", "zum Verständnis · Prognose (wächst)"),
    ("source with all that is known", "\\[1\\] Jörg Muster, Redaktion Wirtschaft: *Werk an der Elbe*. Süddörfer"),
    ("address as a link", "<https://blatt.example/werk_2024?a=1&b=2>. Herkunft: sources/werk.html."),
    ("retrieval and language", "Abgerufen am 1. März 2026. Sprache: Deutsch."),
    ("source with little known", "\\[2\\] *Grid under load*. Ohne Datum. Herkunft: sources/grid.txt. Sprache:"),
]


@pytest.mark.parametrize(("expected"), [case[1] for case in CONTENT], ids=[case[0] for case in CONTENT])
def test_content(expected: str) -> None:
    brief = page(
        said(
            "Wie groß ist das Werk?",
            quoted(WERK, "Das Werk ist groß.", Flag("claim", "ist groß"), Flag("unsupported", "groß")),
            quoted(WERK, "Es wächst.", Flag("forecast", "wächst"), role="context"),
        ),
        said("Und das Netz?", quoted(GRID, "The grid is small.")),
    )
    assert expected in brief


@pytest.mark.parametrize(
    ("language", "expected"), [("de", "Die Quellen sagen dazu nichts."), ("en", "The sources don't say.")]
)
def test_refusal_is_stated_in_the_answers_language(language: str, expected: str) -> None:
    refusal = said("Wer gewinnt?", language=language, refusal="nothing_found")
    main = [said("Was?", quoted(WERK, "Dies."), language="de"), said("Wo?", quoted(WERK, "Hier."), language="de")]
    assert page(*main, refusal).split("## Wer gewinnt?")[1].strip().startswith(expected)


def test_refused_answers_cite_nothing_even_if_they_carry_sentences() -> None:
    brief = page(said("Was?", quoted(WERK, "Ein Beinahe-Treffer."), refusal="too_far"))
    assert "Beinahe" not in brief
    assert "## Quellen" not in brief


def test_an_answer_without_sentences_is_a_refusal() -> None:
    assert "Die Quellen sagen dazu nichts." in page(said("Was?"))


@pytest.mark.parametrize(
    ("languages", "heading"),
    [(["de", "en", "en"], "## Sources"), (["de", "de", "en"], "## Quellen"), (["de", "en"], "## Quellen")],
    ids=["most are English", "most are German", "a tie goes to the first"],
)
def test_labels_are_in_the_language_of_most_answers(languages: list[str], heading: str) -> None:
    answers = [said("Was?", quoted(WERK, "Dies."), language=language) for language in languages]
    assert heading in page(*answers)


def test_conflict_shows_both_sides_with_publisher_and_date() -> None:
    sides = (Citation(WERK.document_id, "Es sind 40.", 0, 11), Citation(GRID.document_id, "There are 50.", 0, 13))
    brief = page(said("Wie viele?", quoted(WERK, "Es sind 40."), conflicts=(Conflict("Zahl der Öfen", sides),)))
    conflict = brief.split("**Die Quellen widersprechen sich:** Zahl der Öfen")[1]
    assert "> „Es sind 40.“ \\[1\\]\n>\n> *Süddörfer Blatt, 20. August 2024*" in conflict
    assert "> “There are 50.” \\[2\\]\n>\n> *Grid under load, ohne Datum*" in conflict


def test_a_models_sentence_is_told_apart_from_its_quotations() -> None:
    sentence = AnswerSentence("Es ist riesig.", (Citation(WERK.document_id, "Das Werk ist groß.", 0, 18),))
    brief = page(said("Wie groß?", sentence, engine="modell_x"))
    assert "\nEs ist riesig. \\[1\\]\n\n> „Das Werk ist groß.“ \\[1\\]" in brief
    assert "hat ein Sprachmodell formuliert (modell\\_x)" in brief


def test_a_second_witness_stands_below_the_quotation() -> None:
    sentence = AnswerSentence(
        "Es sind 40.", (Citation(WERK.document_id, "Es sind 40.", 0, 11), Citation(GRID.document_id, "Forty.", 0, 6))
    )
    brief = page(said("Wie viele?", sentence))
    assert "„Es sind 40.“ \\[1\\]\n\n> “Forty.” \\[2\\]" in brief
    assert brief.count("Es sind 40.") == 1


def test_a_title_with_its_own_full_stop_gets_no_second() -> None:
    brief = markdown("T", [said("Q", quoted(WERK, "Text."))], {WERK.document_id: replace(WERK, title="Wohin?")})
    assert "*Wohin?* Süddörfer Blatt" in brief


# -- failures --------------------------------------------------------------------------------------


def test_unknown_format_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="'xls'.*" + ", ".join(FORMATS)):
        write("Lage", [], {}, "xls", tmp_path / "b.xls")


@pytest.mark.parametrize("format", FORMATS)
def test_unknown_document_is_an_error_and_writes_nothing(format: str, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="aaaaaaaaaaaa"):
        write("Lage", [said("Was?", quoted(WERK, "Dies."))], {}, format, tmp_path / "b")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("module", "format", "remedy"), [("pypandoc", "docx", "pypandoc_binary"), ("typst", "pdf", "pip install typst")]
)
def test_missing_converter_names_the_remedy(
    module: str, format: str, remedy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(Misconfigured, match=remedy):
        write("Lage", [], {}, format, tmp_path / "b")


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeBaseError, match="cannot be written"):
        write("Lage", [], {}, "md", tmp_path / "nowhere" / "b.md")


@pytest.mark.parametrize("format", FORMATS)
def test_a_brief_without_answers_can_be_written(format: str, tmp_path: Path) -> None:
    assert write("Leer", [], {}, format, tmp_path / "b") == 0
    assert (tmp_path / "b").exists()
