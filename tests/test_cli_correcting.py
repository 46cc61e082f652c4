"""The commands to disagree with: what they print, write and refuse."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Kb, Prepare

PRAISE = "Das Rechenzentrum der Firma Kranich ist das bahnbrechendste im ganzen Norden."
COUNTED = "Nach Angaben des Hafenamts waren es im Vorjahr nur 12 Millionen Euro."
ARTICLES = {
    "harbour.txt": f"Neue Leitungen für den Hafen\n\n{PRAISE} {COUNTED}\n",
    "reprint.txt": f"Was sonst geschah\n\nDer Rat von Musterhausen tagte am Dienstag. {PRAISE}\n",
}
RECORD = "id by on label value was sentence everywhere document_id origin title url sentences"


@pytest.fixture
def filled(kb: Kb, prepare: Prepare) -> Kb:
    """Runs `kb` in a folder whose articles have been read."""
    shutil.copytree(prepare(ARTICLES) / "sources", "sources")
    shutil.copytree(prepare(ARTICLES) / "home", ".kb")
    return kb


def harbour(kb: Kb) -> str:
    return next(str(row["document_id"]) for row in kb("documents", "--json").rows if "Leitungen" in row["title"])


def said_of(kb: Kb, document_id: str, words: str) -> dict[str, bool]:
    (row,) = kb("text", document_id, "--json").rows
    return next(one["labels"] for one in row["sentences"] if one["text"] == words)


def test_a_flag_is_corrected_and_taken_back(filled: Kb) -> None:
    document_id = harbour(filled)
    (row,) = filled("correct", document_id[:8], "--flag", "marketing=no", "--sentence", PRAISE, "--json").rows
    assert list(row) == RECORD.split()
    assert (row["label"], row["value"], row["was"], row["sentences"]) == ("marketing", False, True, 2)
    assert said_of(filled, document_id, PRAISE)["marketing"] is False
    (listed,) = filled("corrections", "--json").rows
    assert listed["id"] == row["id"]
    (undone,) = filled("correct", "--undo", str(row["id"]), "--json").rows
    assert undone["id"] == row["id"]
    assert said_of(filled, document_id, PRAISE)["marketing"] is True
    assert filled("corrections", "--json").rows == []


def test_several_flags_of_one_sentence(filled: Kb) -> None:
    document_id = harbour(filled)
    flags = ("--flag", "attributed=no", "--flag", "forecast=yes")
    rows = filled("correct", document_id, *flags, "--sentence", "nach Angaben des Hafenamts", "--json").rows
    assert [row["label"] for row in rows] == ["attributed", "forecast"]
    found = said_of(filled, document_id, COUNTED)
    assert {label for label, value in found.items() if value} == {"claim", "unsupported", "forecast"}


def test_facts_are_corrected(filled: Kb) -> None:
    document_id = harbour(filled)
    facts = ("--publisher", "Hafenblatt", "--published", "2025-03-30", "--title", "Hafen", "--author", "Ada Beispiel")
    rows = filled("correct", document_id, *facts, "--json").rows
    assert [(row["fact"], row["value"]) for row in rows] == [
        ("publisher", "Hafenblatt"),
        ("published", "2025-03-30"),
        ("title", "Hafen"),
        ("authors", ["Ada Beispiel"]),
    ]
    row = next(row for row in filled("documents", "--json").rows if row["document_id"] == document_id)
    assert (row["publisher"], row["published"], row["title"]) == ("Hafenblatt", "2025-03-30", "Hafen")
    assert row["authors"] == ["Ada Beispiel"]
    hits = filled("search", "Rechenzentrum Kranich", "--publisher", "hafenblatt", "--json").rows
    assert {hit["document_id"] for hit in hits} == {document_id}


def test_people_read_what_was_said_and_how_far_it_goes(filled: Kb) -> None:
    document_id = harbour(filled)
    out = filled("correct", document_id, "--flag", "marketing=no", "--sentence", PRAISE).out
    assert "marketing: no" in out
    assert "was yes; by you on" in out
    assert "all 2 sentences with these words" in out
    assert "publisher: Hafenblatt" in filled("correct", document_id, "--publisher", "Hafenblatt").out
    assert "was not known" in filled("corrections").out


def test_the_labelled_set_is_written(filled: Kb, tmp_path: Path) -> None:
    document_id = harbour(filled)
    assert filled("correct", document_id, "--flag", "marketing=no", "--sentence", PRAISE).status == 0
    assert filled("correct", document_id, "--publisher", "Hafenblatt").status == 0
    files = ("--export", "set.jsonl", "--export-facts", "facts.jsonl")
    assert filled("corrections", *files, "--json").rows == [
        {"path": "set.jsonl", "records": 1},
        {"path": "facts.jsonl", "records": 1},
    ]
    (row,) = map(json.loads, (tmp_path / "set.jsonl").read_text(encoding="utf-8").splitlines())
    keys = "file i sentence claim marketing attributed vague unsupported forecast"
    assert list(row)[:9] == keys.split()
    assert (row["file"], row["sentence"], row["marketing"]) == ("harbour.txt", PRAISE, False)
    assert (row["publisher"], row["by_user"]) == ("Hafenblatt", {"marketing": False})
    (fact,) = map(json.loads, (tmp_path / "facts.jsonl").read_text(encoding="utf-8").splitlines())
    assert (fact["file"], fact["fact"], fact["corrected"]) == ("harbour.txt", "publisher", "Hafenblatt")


WRONG = [
    ("an unknown label", ("--flag", "advert=no", "--sentence", PRAISE), 2, "one of claim"),
    ("neither yes nor no", ("--flag", "marketing=maybe", "--sentence", PRAISE), 2, "LABEL=yes or LABEL=no"),
    ("a flag of no sentence", ("--flag", "marketing=no"), 2, "--sentence go together"),
    ("a sentence without a flag", ("--sentence", PRAISE, "--publisher", "X"), 2, "--sentence go together"),
    ("nothing said", (), 2, "give a document id and"),
    ("taking back and more", ("--undo", "1", "--publisher", "X"), 2, "stands alone"),
    ("a day that there is not", ("--published", "2025-02-30"), 1, "2025-02-30 is no date"),
    ("a sentence of another text", ("--flag", "claim=no", "--sentence", "Das Rechenzentrum Kranich"), 1, "the nearest"),
]


@pytest.mark.parametrize(("given", "status", "message"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_what_cannot_be_said(filled: Kb, given: tuple[str, ...], status: int, message: str) -> None:
    run = filled("correct", harbour(filled), *given)
    assert (run.status, run.out) == (status, "")
    assert message in " ".join(run.err.replace("│", " ").split())
    assert filled("corrections", "--json").rows == []


def test_what_is_wrong_stops_all_of_it(filled: Kb) -> None:
    document_id = harbour(filled)
    assert filled("correct", document_id, "--publisher", "Hafenblatt", "--published", "bald").status == 1
    flags = ("--flag", "marketing=no", "--flag", "unsupported=no")
    assert "attributed=yes" in filled("correct", document_id, *flags, "--sentence", PRAISE).err
    assert filled("corrections", "--json").rows == []


def test_a_document_and_a_number_that_are_not_there(filled: Kb) -> None:
    assert "no document abcdef" in filled("correct", "abcdef", "--publisher", "X").err
    assert "no correction 9" in filled("correct", "--undo", "9").err


def test_a_file_that_cannot_be_written(filled: Kb) -> None:
    assert "name another file" in filled("corrections", "--export", "no/such/folder/set.jsonl").err
