"""`kb check` and `kb claims`: their records, their plain output, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Kb

CITATION = "document_id origin title publisher published url language quote start end link".split()
ONE = "Dorvik sold 193,000 bicycles in Norway in 2024. Dorvik runs 40 shops in Bergen, the company said."
TWO = "Dorvik sold 121,000 bicycles in Norway in 2024, the cycling league counted. It rained all year in Bergen."


def _page(title: str, body: str) -> str:
    filler = "Readers asked for a longer story about bicycles, and so here it is, told in plain words for them. "
    return f"---\ntitle: {title}\ndate: 2025-02-01\nlanguage: en\n---\n\n# {title}\n\n{body}\n\n{filler * 3}\n"


@pytest.fixture
def filled(kb: Kb, tmp_path: Path) -> Kb:
    """A home that has read two articles."""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "one.md").write_text(_page("Dorvik grows", ONE), encoding="utf-8")
    (folder / "two.md").write_text(_page("The league counts", TWO), encoding="utf-8")
    assert kb("ingest", "--json").status == 0
    return kb


def test_a_claim_is_checked(filled: Kb) -> None:
    (row,) = filled("check", "Dorvik sold 193,000 bicycles in Norway in 2024.", "--json").rows
    assert list(row) == ["claim", "verdict", "supporting", "opposing", "independent_sources", "reason"]
    assert (row["verdict"], row["independent_sources"]) == ("mixed", 1)
    assert list(row["supporting"][0]) == CITATION
    assert "121,000" in row["opposing"][0]["quote"]


def test_a_batch_keeps_its_ids(filled: Kb, tmp_path: Path) -> None:
    rows = [{"id": 7, "claim": "Dorvik runs 40 shops in Bergen."}, {"claim": "The king of Sweden collects stamps."}]
    (tmp_path / "claims.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    first, second = filled("check", "--batch", "claims.jsonl", "--json").rows
    assert (first["id"], first["verdict"]) == (7, "supported")
    assert ("id" in second, second["verdict"], second["supporting"]) == (False, "not_found", [])


def test_people_see_both_sides(filled: Kb) -> None:
    shown = filled("check", "Dorvik sold 193,000 bicycles in Norway in 2024.").out
    assert shown.startswith("mixed")
    assert "+ Dorvik sold 193,000" in shown
    assert "− Dorvik sold 121,000" in shown
    assert "two.md" in shown


def test_flagged_sentences_are_listed_with_their_status(filled: Kb) -> None:
    rows = filled("claims", "--json").rows
    keys = "document_id start end text labels reasons status independent_sources supporting opposing reason".split()
    assert [list(row) for row in rows] == [[*keys, "sums"]] * len(rows)
    status = {row["text"]: row["status"] for row in rows}
    assert status["Dorvik sold 193,000 bicycles in Norway in 2024."] == "disputed"
    assert status["Dorvik runs 40 shops in Bergen, the company said."] == "single"
    one = rows[0]["document_id"]
    assert {row["document_id"] for row in filled("claims", "--document", one, "--json").rows} == {one}
    assert filled("claims", "--language", "de", "--json").rows == []
    labelled = filled("claims", "--label", "attributed", "--json").rows
    assert 0 < len(labelled) < len(rows)
    assert "disputed" in filled("claims").out


@pytest.mark.parametrize(
    "arguments, status, word",
    [
        (("check",), 2, "CLAIM"),
        (("check", "a", "--batch", "b"), 2, "CLAIM"),
        (("claims", "--label", "wrong"), 2, "--label"),
        (("claims", "--language", "fr"), 2, "--language"),
        (("claims", "--document", "nope"), 1, "nope"),
        (("check", "--batch", "missing.jsonl"), 1, "missing.jsonl"),
    ],
)
def test_what_is_refused(kb: Kb, arguments: tuple[str, ...], status: int, word: str) -> None:
    ran = kb(*arguments)
    assert ran.status == status
    assert word in ran.err
