"""The pages: every state has its words, nothing is overwritten, and whatever goes wrong is a message."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kb.conversation import Turn
from kb.errors import Busy, KnowledgeBaseError, Misconfigured
from kb.followup import Understood
from kb.model import Answer, AnswerSentence, Citation, Document, Outcome, Source
from views import state
from views.export import file_name, maker
from views.reading import Progress, Reader
from views.turns import source_numbers
from views.upload import numbered, safe_name, save
from views.words import WORDS, default_language

APP = Path(__file__).parent.parent / "app.py"


def asked(answer: Answer, documents: dict[str, Document] | None = None) -> Turn:
    """A turn that holds this answer."""
    return Turn(answer.question, Understood(answer.question), answer, documents or {}, datetime.now(UTC))


def test_numbers_follow_first_citation() -> None:
    def turn(*ids: str, refusal: str | None = None) -> Turn:
        lines = tuple(AnswerSentence("x", (Citation(key, "x", 0, 1),)) for key in ids)
        return asked(Answer("?", "de", lines, refusal, (), "f"))

    assert source_numbers([turn("b", "a"), turn(refusal="no"), turn("c", "b")]) == {"b": 1, "a": 2, "c": 3}


# -- reading ---------------------------------------------------------------------------------------


def test_progress_counts_and_estimates() -> None:
    now = [0.0]
    reader = Reader(None, Path("sources"), lambda: now[0])  # type: ignore[arg-type]
    assert not reader.progress().ready
    reader.notify(["a", "b", "c", "d"], None)
    now[0] = 2.0
    reader.report(Outcome("a", "unchanged", "1"))
    reader.report(Outcome("b", "added", "2"))
    assert reader.progress() == Progress(2, 4, "c", 1.0, 2.0, None, False)
    reader.notify(["c", "d"], Busy("kb ingest is writing"))
    assert reader.progress().trouble == "kb ingest is writing"
    reader.report(Outcome("c", "rejected", reason="is empty"))
    reader.report(Outcome("d", "added", "4"))
    reader.notify([], None)
    assert (reader.progress().busy, reader.progress().ready) == (False, True)
    assert [found.origin for found in reader.news(1.0)] == ["b", "c", "d"], "what was known already is no news"
    assert [found.origin for found in reader.rejected()] == ["c"]
    now[0] = 4.0
    assert reader.news(1.0) == []


# -- upload and export -----------------------------------------------------------------------------

NAMES = [
    ("as it is", "Größe & Maß (2).html", "Größe & Maß (2).html"),
    ("no folders", "../../etc/passwd.txt", "passwd.txt"),
    ("no folders of Windows", "C:\\temp\\a.txt", "a.txt"),
    ("nothing hidden", ".bashrc", "bashrc"),
    ("what systems reserve", 'a<b>:"c|d?*.md', "a_b___c_d__.md"),
    ("a device", "con.txt", "_con.txt"),
    ("control characters", "a\x00b\nc.txt", "a_b c.txt"),
    ("turned writing direction", "a\u202etxt.exe", "a_txt.exe"),
    ("half-finished downloads would not be read", "page.html.crdownload", "page.html_crdownload"),
    ("a backup would not be read", "page.html~", "page.html"),
    ("nothing left", "...", "upload"),
    ("too long", "x" * 300 + ".html", "x" * 115 + ".html"),
]


@pytest.mark.parametrize(("given", "expected"), [case[1:] for case in NAMES], ids=[case[0] for case in NAMES])
def test_safe_name(given: str, expected: str) -> None:
    assert safe_name(given) == expected


def test_an_upload_never_takes_another_files_place(tmp_path: Path) -> None:
    folder = tmp_path / "drop"
    paths = [save(folder, "a.txt", data) for data in (b"one", b"two", b"three", b"two")]
    assert [path.name for path in paths] == ["a.txt", "a-2.txt", "a-3.txt", "a-2.txt"]
    assert [path.read_bytes() for path in paths] == [b"one", b"two", b"three", b"two"]
    assert numbered("a", 3) == "a-3"


def test_an_upload_that_cannot_be_saved_says_why(tmp_path: Path) -> None:
    (tmp_path / "drop").write_text("a file where the folder should be")
    with pytest.raises(KnowledgeBaseError, match="drop"):
        save(tmp_path / "drop", "a.txt", b"x")


def test_a_brief_is_made_when_asked_for_and_a_failure_keeps_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Document(
        "d" * 64, Source("0" * 64, "a.txt", "text/plain", datetime.now(UTC)), "Titel", "Ein Satz.", language="de"
    )
    line = AnswerSentence("Ein Satz.", (Citation(found.id, "Ein Satz.", 0, 9),))
    turns = [asked(Answer("Was steht da?", "de", (line,), None, (), "f"), {found.id: found})]
    failures = ["an older one"]
    make = maker("Lage", turns, "md", failures)
    assert failures == ["an older one"], "nothing is made before it is asked for"
    assert "„Ein Satz.“" in make().decode("utf-8")
    assert failures == []

    def refused(*_: object) -> int:
        raise Misconfigured("pdf needs typst")

    monkeypatch.setattr("views.export.write", refused)
    with pytest.raises(Misconfigured):
        maker("Lage", turns, "pdf", failures)()
    assert failures == ["pdf needs typst"]


TITLES = [("Lage im März: KI/Chips", "Lage-im-März-KI-Chips.docx"), ("../..", "brief.docx"), ("", "brief.docx")]


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_brief_file_name(title: str, expected: str) -> None:
    assert file_name(title, "docx") == expected


# -- words -----------------------------------------------------------------------------------------


def test_both_languages_say_the_same_things() -> None:
    for key, pair in WORDS.items():
        fields = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in pair]
        assert fields[0] == fields[1], key
        assert all(text.strip() for text in pair), key


def test_every_word_that_is_used_is_there() -> None:
    used = set()
    for file in (APP, *(APP.parent / "views").glob("*.py")):
        used |= set(
            re.findall(r"""(?:say|words|say\(\)|DE|self\._say)\(\s*"(\w+)\"""", file.read_text(encoding="utf-8"))
        )
    assert len(used) > 40
    assert used - {"de", "en"} <= WORDS.keys()


@pytest.mark.parametrize(
    ("locale", "expected"), [("de-AT", "de"), ("en-US", "en"), ("EN", "en"), ("fr-FR", "de"), (None, "de"), ("", "de")]
)
def test_default_language(locale: str | None, expected: str) -> None:
    assert default_language(locale) == expected


# -- the page as a whole ---------------------------------------------------------------------------


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The page on an empty home and drop folder; the reader ends with the test."""
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KB_SOURCES", str(tmp_path / "drop"))
    state.desk.clear()
    yield AppTest.from_file(str(APP), default_timeout=20)
    state.desk().reader.stop()
    state.desk.clear()


def shown(app: AppTest) -> str:
    return " ".join(str(getattr(element, "body", "")) for element in app.get("html"))


def test_an_empty_library_says_what_to_do(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert "Fragen Sie Ihre Artikel" in shown(app)
    app.chat_input[0].set_value("Wie hoch ist der Anteil?").run()
    assert not app.exception
    assert "Wie hoch ist der Anteil?" in shown(app)
    assert "Es ist noch kein Artikel da" in shown(app)


def test_the_interface_speaks_english(app: AppTest) -> None:
    app.session_state["language"] = "en"
    app.run()
    assert "Ask your articles" in shown(app)


def test_without_an_embedder_the_page_says_what_replaces_it(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_EMBED", "no_such_package.anywhere:Embedding")
    app.run()
    app.chat_input[0].set_value("Wie hoch ist der Anteil?").run()
    assert not app.exception
    assert "KB_EMBED=no_such_package.anywhere:Embedding" in shown(app)


def test_a_setting_that_cannot_be_used_is_a_message(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_HITS", "many")
    app.run()
    assert not app.exception
    assert "a setting cannot be used. hits" in shown(app)
    monkeypatch.delenv("KB_HITS")


def test_whatever_goes_wrong_is_a_message(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("<b>nothing</b>")

    monkeypatch.setattr("views.ask._welcome", broken)
    app.run()
    assert not app.exception
    assert "ZeroDivisionError: &lt;b&gt;nothing&lt;/b&gt;" in shown(app)
