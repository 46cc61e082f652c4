"""The records have the keys that other people's programs rely on (a public interface: dropping one breaks them)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kb.model import (
    Answer,
    AnswerSentence,
    Citation,
    Conflict,
    Document,
    Flag,
    Hit,
    Outcome,
    Passage,
    Sentence,
    Source,
)
from kb.record import (
    answer_record,
    citation_record,
    document_record,
    flag_record,
    hit_record,
    origin_record,
    outcome_record,
    text_record,
)

TEXT = "Die Brücke kostet 35 Millionen Euro."
SOURCE = Source("f" * 64, "sources/a.html", "text/html", datetime(2025, 5, 1, tzinfo=UTC))
DOCUMENT = Document(
    "d",
    SOURCE,
    "Titel",
    TEXT,
    authors=("Anna Weber",),
    publisher="Musterblatt",
    published=date(2025, 4, 30),
    language="de",
    url="https://blatt.example/a",
    notices=(Flag("stub", "Weiterlesen"),),
)
BARE = Document("b", SOURCE, "Ohne alles", TEXT)
SENTENCE = Sentence("d", 0, len(TEXT), TEXT, frozenset({"claim"}), {"claim": "35 Millionen"})
CITATION = Citation("d", TEXT, 0, len(TEXT))
HIT = Hit(Passage("d", 0, len(TEXT), TEXT), 1.25, 1, ("meaning", "words"), SENTENCE, "de")
ANSWER = Answer(
    question="Was kostet die Brücke?",
    language="de",
    sentences=(AnswerSentence(TEXT, (CITATION,), SENTENCE.flags),),
    refusal=None,
    hits=(HIT,),
    settings_fingerprint="0123456789ab",
    conflicts=(Conflict("Kosten", (CITATION, CITATION)),),
    seconds=0.5,
)
REFUSAL = Answer("Wer?", "de", (), "not_in_sources", (), "0123456789ab")
ORIGIN = origin_record("sources/a.html", "read", "2025-05-01T00:00:00+00:00", "f" * 64)

# By hand from the description of the interface.
CITATION_KEYS = "document_id origin title publisher published url language quote start end link"
SHAPES: list[tuple[str, dict[str, Any], str]] = [
    ("ingest", outcome_record(Outcome("a", "added", "d")), "origin outcome document_id seconds"),
    (
        "ingest, a copy",
        outcome_record(Outcome("a", "duplicate", "d", duplicate_of="d", similarity=1.0, copy="exact")),
        "origin outcome document_id duplicate_of similarity kind seconds",
    ),
    (
        "ingest, rejected",
        outcome_record(Outcome("a", "rejected", reason="no text")),
        "origin outcome document_id reason seconds",
    ),
    (
        "documents",
        document_record(DOCUMENT, [ORIGIN], ("s", "v"), 1),
        "document_id title publisher authors published language url origins story supersedes notices sentences",
    ),
    ("an origin of a document", ORIGIN, "origin kind fetched_at sha256"),
    ("text", text_record(DOCUMENT, [SENTENCE]), "document_id origin text sentences"),
    (
        "a sentence of a text",
        text_record(DOCUMENT, [SENTENCE])["sentences"][0],
        "start end text labels reasons",
    ),
    (
        "the labels of a sentence",
        text_record(DOCUMENT, [SENTENCE])["sentences"][0]["labels"],
        "claim marketing attributed vague unsupported forecast",
    ),
    (
        "search",
        hit_record(HIT, "a"),
        "rank score document_id origin start end text best language found_by",
    ),
    ("the best sentence of a hit", hit_record(HIT, "a")["best"], "start end"),
    (
        "ask",
        answer_record(ANSWER, {"d": DOCUMENT}),
        "question language refusal sentences conflicts engine settings seconds",
    ),
    (
        "a sentence of an answer",
        answer_record(ANSWER, {"d": DOCUMENT})["sentences"][0],
        "text citations flags role",
    ),
    ("a conflict", answer_record(ANSWER, {"d": DOCUMENT})["conflicts"][0], "about sides"),
    ("a side of a conflict", answer_record(ANSWER, {"d": DOCUMENT})["conflicts"][0]["sides"][0], CITATION_KEYS),
    ("a citation", citation_record(CITATION, DOCUMENT), CITATION_KEYS),
    ("a citation of a document of which little is known", citation_record(CITATION, BARE), CITATION_KEYS),
    ("a flag", flag_record(Flag("claim", "35 Millionen")), "label reason"),
]


@pytest.mark.parametrize(("record", "keys"), [shape[1:] for shape in SHAPES], ids=[shape[0] for shape in SHAPES])
def test_keys(record: dict[str, Any], keys: str) -> None:
    assert set(keys.split()) <= set(record)
    assert json.loads(json.dumps(record, ensure_ascii=False)) == record
    assert "\n" not in json.dumps(record, ensure_ascii=False)


def test_a_citation_says_where_the_words_stand() -> None:
    record = citation_record(CITATION, DOCUMENT)
    assert DOCUMENT.text[record["start"] : record["end"]] == record["quote"]
    assert record["published"] == "2025-04-30"
    assert record["link"].startswith("https://blatt.example/a#:~:text=Die%20Br%C3%BCcke")
    assert citation_record(CITATION, BARE)["link"] is None
    assert citation_record(CITATION, BARE)["published"] is None


def test_labels_are_all_there_true_or_false() -> None:
    (sentence,) = text_record(DOCUMENT, [SENTENCE])["sentences"]
    assert [label for label, held in sentence["labels"].items() if held is True] == ["claim"]
    assert {type(held) for held in sentence["labels"].values()} == {bool}
    assert sentence["reasons"] == {"claim": "35 Millionen"}


def test_an_address_and_a_file_are_told_apart() -> None:
    assert [origin_record(origin, "read", "", "")["kind"] for origin in ("https://a.example", "a/b.html")] == [
        "url",
        "file",
    ]


def test_a_refusal_has_a_reason_and_no_sentences() -> None:
    record = answer_record(REFUSAL, {})
    assert (record["refusal"], record["sentences"], record["conflicts"]) == ("not_in_sources", [], [])
    assert record["engine"] == "extractive"


def test_values_of_an_answer() -> None:
    (sentence,) = answer_record(ANSWER, {"d": DOCUMENT})["sentences"]
    assert (sentence["text"], sentence["role"]) == (TEXT, "answer")
    assert sentence["flags"] == [{"label": "claim", "reason": "35 Millionen"}]
    assert [citation["quote"] for citation in sentence["citations"]] == [TEXT]
