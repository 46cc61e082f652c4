"""`kb eval`: a user's own questions are judged one by one and measured; a bad file is named with its line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest

from kb.measure import Judged, Label, measures, says
from kb.plot import bars

if TYPE_CHECKING:
    from tests.conftest import Kb, Prepare

FILES = {
    "Bruecke_Nordkai.txt": "Die Brücke am Nordkai\n\nDie Brücke am Nordkai kostet 40 Millionen Euro, so der Stadtrat.",
    "hafen.txt": "Hafen\n\nDer Hafen wird um zwei Meter vertieft. Der Stadtrat hat das im Mai so beschlossen.",
}
BRIDGE = "Was kostet die Brücke am Nordkai?"


@pytest.fixture
def filled(kb: Kb, prepare: Prepare) -> Kb:
    """Runs `kb` in a folder whose articles have been read."""
    folder = prepare(FILES)
    shutil.copytree(folder / "sources", "sources")
    shutil.copytree(folder / "home", ".kb")
    return kb


def write(*rows: object) -> None:
    Path("own.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")


NAMES = ["Bruecke_Nordkai.txt", "brücke nordkai", "BRUECKE-NORDKAI.TXT", "die brücke am nordkai"]


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_known_by_its_file_or_title(filled: Kb, name: str) -> None:
    write({"question": BRIDGE, "documents": [name], "contains": [["40 Millionen", "40m"]]})
    row, whole = filled("eval", "own.jsonl", "--json").rows
    assert row == {"question": BRIDGE, "right": True, "why": "holds what it has to"}
    assert whole["measures"]["hit@5"] == {"all": 1.0, "de": 1.0}


def test_each_question_then_the_whole(filled: Kb) -> None:
    write(
        {"question": BRIDGE, "contains": [["50 Millionen"]]},
        {"question": BRIDGE, "documents": ["hafen.txt"]},
        {"question": "Wer leitet das Planetarium Zwickelstett?", "refuse": True},
        {"question": BRIDGE, "refuse": True},
    )
    *rows, whole = filled("eval", "own.jsonl", "--json").rows
    assert [(row["right"], row["why"]) for row in rows] == [
        (False, "lacks 50 Millionen"),
        (False, "cites none of the expected documents"),
        (True, "refused, as it should"),
        (False, "answered, and should have been refused"),
    ]
    assert whole["questions"] == 4
    found = {name: values["all"] for name, values in whole["measures"].items()}
    assert (found["right"], found["refusal precision"], found["refusal recall"]) == (0.25, 1.0, 0.5)
    assert found["citations verbatim"] == 1.0


def test_people_get_lines_and_a_table(filled: Kb) -> None:
    write({"question": BRIDGE, "contains": [["40 Millionen"]]})
    found = filled("eval", "own.jsonl", "--plot", "own.svg")
    assert (found.status, found.err) == (0, "")
    assert f"right {BRIDGE}" in found.out
    assert "citations verbatim" in found.out
    assert ElementTree.parse("own.svg").getroot().tag.endswith("svg")


BAD: list[tuple[str, Any, str]] = [
    ("no JSON", "not json", "line 2: no JSON"),
    ("a list", "[1]", 'line 2: an object with a text "question"'),
    ("no question", '{"refuse": true}', 'line 2: an object with a text "question"'),
    ("nothing expected", '{"question": "Q"}', 'line 2: "documents", "contains" or "refuse"'),
    ("both", '{"question": "Q", "refuse": true, "contains": [["x"]]}', 'line 2: "documents", "contains" or "refuse"'),
    ("a flat list", '{"question": "Q", "contains": ["x"]}', 'line 2: "contains" has to be'),
    ("an empty group", '{"question": "Q", "contains": [[]]}', 'line 2: "contains" has to be'),
    ("documents as text", '{"question": "Q", "documents": "a.txt"}', 'line 2: "documents" has to be'),
    ("refuse as text", '{"question": "Q", "refuse": "yes"}', 'line 2: "refuse" has to be'),
    ("an unknown document", '{"question": "Q", "documents": ["gone.txt"]}', "line 2: no document 'gone.txt'"),
]


@pytest.mark.parametrize(("line", "says_so"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_a_bad_line_is_named(filled: Kb, line: str, says_so: str) -> None:
    good = json.dumps({"question": BRIDGE, "contains": [["40"]]})
    Path("own.jsonl").write_text(f"{good}\n{line}\n", encoding="utf-8")
    found = filled("eval", "own.jsonl", "--json")
    assert (found.status, found.out) == (1, "")
    assert says_so in found.err


@pytest.mark.parametrize(("content", "says_so"), [(b"\n", "holds no questions"), (b'{"question": "\xfc"}', "UTF-8")])
def test_a_file_without_use(kb: Kb, content: bytes, says_so: str) -> None:
    Path("own.jsonl").write_bytes(content)
    found = kb("eval", "own.jsonl")
    assert (found.status, says_so in found.err) == (1, True)


SAYS = [
    ("a number stands alone", "Es sind 1.400 Euro.", "400", False),
    ("a number before a full stop", "Es waren 400.", "400", True),
    ("a decimal is another number", "um 17,5 Prozent", "17", False),
    ("quote marks and case", "der „Große Plan“", '"große plan"', True),
]


@pytest.mark.parametrize(("text", "wanted", "expected"), [case[1:] for case in SAYS], ids=[case[0] for case in SAYS])
def test_whether_an_answer_says_it(text: str, wanted: str, expected: bool) -> None:
    assert says(text, wanted) is expected


def judged(language: str, right: bool, rank: int | None, refused: bool = False, refuse: bool = False) -> Judged:
    return Judged(Label("Q", refuse=refuse), language, right, "", refused, rank, 10, (True, False))


def test_measures_are_by_name_and_language() -> None:
    found = measures([judged("de", True, 1), judged("en", False, 4), judged("en", False, 0, refused=True)])
    assert found["right"] == {"all": 0.3333, "de": 1.0, "en": 0.0}
    assert found["hit@5"] == {"all": 0.6667, "de": 1.0, "en": 0.5}
    assert found["mrr"] == {"all": 0.4167, "de": 1.0, "en": 0.125}
    assert found["refusal precision"] == {"all": 0.0, "en": 0.0}
    assert "refusal recall" not in found
    assert found["words per answer"]["all"] == 10.0


def test_the_picture_escapes_and_scales() -> None:
    drawn = bars({"right": {"all": 0.5}, "words per answer": {"all": 40.0, "de": 20.0}}, "a <b> & c")
    widths = [
        float(each.get("width", "0").rstrip("%"))
        for each in ElementTree.fromstring(drawn)
        if each.get("height") == "13"
    ]
    assert "a &lt;b&gt; &amp; c" in drawn
    assert widths == [235.0, 470.0, 235.0]
