"""Conversations on the page: kept, reopened after a restart, renamed and deleted; follow-ups shown and corrected."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from kb.conversation import begin, conversations, delete, keep, turn_of
from kb.engine import Engine
from kb.engine.completing import Writer, read_model
from kb.followup import Understood
from kb.library import Library
from kb.model import Answer, AnswerSentence, Citation, Conflict, Sentence, Standing
from tests.fake_endpoint import fails, says, serving
from views import state
from views.comparing import Comparing, comparing
from views.talking import plain
from views.turns import standing_of

if TYPE_CHECKING:
    from tests.conftest import Prepare, ReadingEncoder

APP = Path(__file__).parent.parent / "app.py"
BRIDGES = {
    "nord.txt": (
        "Die Brücke am Nordkai\n\nDie Brücke am Nordkai kostet 40 Millionen Euro. Die Brücke am Nordkai baut die Firma "
        "Steg und Söhne. Der Bau am Kai beginnt im Mai, und viele freuen sich auf den neuen Weg über das Wasser."
    ),
    "sued.txt": (
        "Die Brücke am Südkai\n\nDie Brücke am Südkai kostet 25 Millionen Euro. Die Brücke am Südkai ist schon lange "
        "geplant, und der Rat hat über den Bau mehrmals beraten und gestritten."
    ),
}
FIRST = "Was kostet die Brücke am Nordkai?"
Start = Callable[[], AppTest]


@pytest.fixture
def start(
    prepare: Prepare, tmp_path: Path, encoder: ReadingEncoder, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Start]:
    """Starts the page on a home that has read the bridges, as after a restart; the threads end with the test."""
    shutil.copytree(prepare(BRIDGES) / "home", tmp_path / "home")
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KB_SOURCES", str(tmp_path / "drop"))
    monkeypatch.setattr("kb.library.open_engine", lambda *_: Engine("stand-in", lambda: encoder))

    running: list[AppTest] = []

    def stop() -> None:
        if not running:
            return
        comparing(state.desk().library).stop()
        state.desk().reader.stop()
        state.desk.clear()

    def started() -> AppTest:
        stop()
        running.append(AppTest.from_file(str(APP), default_timeout=20))
        return running[-1].run()

    state.desk.clear()
    yield started
    stop()


def shown(app: AppTest) -> str:
    assert not app.exception
    return " ".join(str(getattr(element, "body", "")) for element in app.get("html"))


def ask(app: AppTest, question: str) -> str:
    return shown(app.chat_input[0].set_value(question).run())


def names() -> list[str]:
    return [row.name for row in conversations(state.desk().library)]


def test_a_conversation_is_reopened_after_a_restart(start: Start) -> None:
    app = start()
    assert "kostet 40 Millionen Euro" in ask(app, FIRST)
    assert "Was kostet die Brücke am Südkai?" in ask(app, "Und am Südkai?"), "as it was understood"
    app = start()
    assert "40 Millionen" not in shown(app), "a new session begins with a new conversation"
    (row,) = conversations(state.desk().library)
    assert (row.name, row.turns) == (FIRST, 2)
    app.button(f"conversation-{row.id}").click().run()
    page = shown(app)
    assert "kostet 40 Millionen Euro" in page
    assert page.index("40 Millionen") < page.index("Und am Südkai?") < page.index("Verstanden als")
    ask(app, "Und wer baut sie?")
    assert conversations(state.desk().library)[0].turns == 3, "it goes on where it was left"


def test_what_was_meant_is_asked_instead(start: Start) -> None:
    app = start()
    ask(app, FIRST)
    ask(app, "Und am Südkai?")
    app.button("meant-1").click().run()
    field = app.text_input("meant-field-1")
    assert field.value == "Was kostet die Brücke am Südkai?"
    field.set_value("Wer baut die Brücke am Nordkai?")
    next(each for each in app.button if each.label == "So fragen").click().run()
    page = shown(app)
    assert "Steg und Söhne" in page and "25 Millionen" not in page
    assert "Verstanden als:</b> Wer baut die Brücke am Nordkai?" in page
    (row,) = conversations(state.desk().library)
    assert row.turns == 2, "the answer takes the place of the one that was not meant"


def test_conversations_are_renamed_and_deleted(start: Start) -> None:
    app = start()
    ask(app, FIRST)
    app.button("clear").click().run()
    assert "40 Millionen" not in shown(app)
    ask(app, "Was kostet die Brücke am Südkai?")
    assert names() == ["Was kostet die Brücke am Südkai?", FIRST]
    (row, _) = conversations(state.desk().library)
    app.text_input(f"name-{row.id}").set_value("Süd *und* sonst")
    next(each for each in app.button if each.label == "Umbenennen").click().run()
    assert names() == ["Süd *und* sonst", FIRST]
    assert app.button(f"conversation-{row.id}").label == r"Süd \*und\* sonst", "no Markdown in a name"
    app.button("delete").click().run()
    assert names() == [FIRST]
    assert "25 Millionen" not in shown(app)
    app.button("delete_all").click().run()
    assert names() == [FIRST], "this is asked twice"
    app.button("delete_yes").click().run()
    assert names() == []


def test_one_that_was_deleted_elsewhere_begins_anew(start: Start) -> None:
    app = start()
    ask(app, FIRST)
    (row,) = conversations(state.desk().library)
    delete(state.desk().library, row.id)
    assert "25 Millionen" in ask(app, "Was kostet die Brücke am Südkai?")
    assert names() == ["Was kostet die Brücke am Südkai?"]


def test_each_conversation_keeps_its_filters(start: Start) -> None:
    app = start()
    ask(app, FIRST)
    app.date_input("filter_since").set_value(date(2050, 1, 1)).run()
    assert "Es ist noch kein Artikel da" in ask(app, "Wer baut sie?"), "nothing is published after that day"
    app.button("clear").click().run()
    assert app.date_input("filter_since").value is None
    (row,) = conversations(state.desk().library)
    app.button(f"conversation-{row.id}").click().run()
    assert app.date_input("filter_since").value == date(2050, 1, 1)


def test_both_sides_what_is_newer_and_what_lies_near_are_shown(start: Start) -> None:
    app = start()
    library = state.desk().library
    north, south = (cited(library, words) for words in ("kostet 40 Millionen", "kostet 25 Millionen"))
    first = Answer(
        "Was kostet die Brücke?",
        "de",
        (AnswerSentence(north.quote, (north,)),),
        None,
        (),
        "f",
        conflicts=(Conflict("40 gegen 25 Millionen Euro", (north, south)),),
        newer=(south,),
        withheld=2,
    )
    second = Answer("Wem gehört die Brücke?", "de", (), "not_in_sources", (), "f", nearby=(south,))
    number = begin(library, "Brücken")
    for found in (first, second):
        keep(library, number, turn_of(library, found.question, Understood(found.question), found))
    app.run()
    app.button(f"conversation-{number}").click().run()
    page = shown(app)
    parts = [
        "Die Quellen widersprechen sich",
        "40 gegen 25 Millionen Euro",
        "Die eine Seite",
        "40 Millionen",
        "Die andere Seite",
        "25 Millionen",
        "Ein neuerer Artikel sagt dazu etwas anderes",
        "2 Sätze wurden zurückgehalten",
        "Die Quellen sagen dazu nichts.",
        "Was sie in der Nähe davon sagen",
        "25 Millionen",
    ]
    at = 0
    for part in parts:
        at = page.index(part, at) + len(part)
    app.button("evidence-newer0-0").click().run()
    assert state_of(app).span == (south.start, south.end), "each leads to its place"


def cited(library: Library, words: str) -> Citation:
    """The sentence with these words."""
    for key in library.store.document_ids():
        whole = library.store.document(key).text
        for each in library.store.sentences(key, whole):
            if words in each.text:
                return Citation(key, each.text, each.start, each.end)
    raise AssertionError(words)


def state_of(app: AppTest) -> state.Opened:
    """What the visitor has opened."""
    found: state.Opened = app.session_state["opened"]
    return found


# -- with a model ----------------------------------------------------------------------------------


def test_what_a_model_writes_is_shown_with_its_quotes_and_what_is_not_borne_out_is_withheld(
    start: Start, encoder: ReadingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "[1] Die Brücke am Nordkai kostet 40 Millionen Euro.\n[1] Die Brücke am Nordkai kostet 90 Millionen Euro.\n"
    with serving(says(text)) as endpoint:
        model = read_model(f"openai:tiny@{endpoint.url}/v1")
        assert model is not None
        writer = Writer(model, seconds=10)
        monkeypatch.setattr("kb.library.open_engine", lambda *_: Engine("stand-in", lambda: encoder, writer))
        app = start()
        assert "tiny formuliert die Antworten" in shown(app)
        page = ask(app, FIRST)
        assert "Formuliert von tiny" in page
        assert "<s>Die Brücke am Nordkai kostet 90 Millionen Euro.</s>" in page
        assert "eine Zahl steht so nicht im Zitat" in page
        assert any(each.label == "Ein Satz wurde zurückgehalten" for each in app.expander)
        endpoint.behaviour = fails(500)
        page = ask(app, "Was kostet die Brücke am Südkai?")
        assert "Das Sprachmodell hat keine Antwort geliefert" in page
        assert "„Die Brücke am Südkai kostet 25 Millionen Euro.“" in page


# -- how a quoted sentence stands ------------------------------------------------------------------


class Known(Comparing):
    """One that knows how a single sentence stands."""

    def __init__(self, standing: Standing) -> None:
        self._found = {(standing.sentence.document_id, standing.sentence.start): standing}


def test_a_quoted_claim_wears_its_standing() -> None:
    words = "Bread costs 4 euros."
    sentence = Sentence("d", 5, 25, words, frozenset({"claim"}), {"claim": "4 euros"})
    comparer = Known(Standing(sentence, "disputed", 1))
    cited = (Citation("d", words, 5, 25),)
    assert standing_of(comparer, AnswerSentence(words, cited, sentence.flags)) is not None
    assert standing_of(comparer, AnswerSentence("Bread is dear.", cited, sentence.flags)) is None, "worded by a model"
    assert standing_of(comparer, AnswerSentence(words, cited, sentence.flags, "context")) is None
    assert standing_of(comparer, AnswerSentence(words, (Citation("d", words, 6, 26),), sentence.flags)) is None


NAMES = [
    ("**bold** $x$ :red[a]", r"\*\*bold\*\* \$x\$ \:red\[a\]"),
    ("[a](javascript:alert)", r"\[a\]\(javascript\:alert\)"),
    ("Was kostet\n<b>es</b>?", r"Was kostet \<b\>es\</b\>?"),
]


@pytest.mark.parametrize(("name", "label"), NAMES)
def test_a_name_is_no_markdown(name: str, label: str) -> None:
    assert plain(name) == label
