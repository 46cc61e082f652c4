"""Sentences and passages: exact offsets, and no passage longer than the contract allows."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from ingest.segment import segment
from kb.model import Block, BlockKind, Document, Passage, Sentence, Source

SOURCE = Source("0" * 64, "a.txt", "text/plain", datetime(2025, 5, 1, tzinfo=UTC))
CONTRACT = 120  # words


def document(*pieces: tuple[BlockKind, str]) -> Document:
    """A document of blocks, one a line."""
    blocks, at = [], 0
    for kind, text in pieces:
        blocks.append(Block(kind, at, at + len(text)))
        at += len(text) + 1
    return Document("d", SOURCE, "Titel", "\n".join(text for _, text in pieces), blocks=tuple(blocks))


def sentence(words: int, name: str = "Wort") -> str:
    return " ".join([name.capitalize(), *[name.lower()] * (words - 1)]) + "."


def passages(*pieces: tuple[BlockKind, str]) -> list[str]:
    return [passage.text for passage in segment(document(*pieces))[1]]


def sentences(*pieces: tuple[BlockKind, str]) -> list[str]:
    return [found.text for found in segment(document(*pieces))[0]]


def check(found: Document) -> None:
    """What holds for every document."""
    parts, groups = segment(found)
    pieces: list[Sentence | Passage] = [*parts, *groups]
    for piece in pieces:
        assert found.text[piece.start : piece.end] == piece.text == piece.text.strip() != ""
        assert piece.document_id == found.id
        assert len(piece.text.split()) <= CONTRACT
    for ends in ([(part.start, part.end) for part in parts], [(group.start, group.end) for group in groups]):
        assert all(a[1] <= b[0] for a, b in zip(ends, ends[1:], strict=False))
    for part in parts:
        assert sum(group.start <= part.start and part.end <= group.end for group in groups) == 1, part
    blocks = found.blocks or (Block("paragraph", 0, len(found.text)),)
    wanted = "".join(found.text[block.start : block.end] for block in blocks if block.kind != "heading")
    assert "".join("".join(part.text for part in parts).split()) == "".join(wanted.split())


def test_random_documents_hold_together() -> None:
    source = random.Random(7)
    kinds: list[BlockKind] = ["paragraph", "paragraph", "heading", "list_item", "table_row", "footnote"]
    for _ in range(60):
        pieces = []
        for _ in range(source.randint(1, 12)):
            kind = source.choice(kinds)
            count = 1 if kind == "heading" else source.randint(1, 6)
            body = " ".join(sentence(source.choice([1, 3, 12, 40, 109, 111, 300])) for _ in range(count))
            pieces.append((kind, sentence(source.randint(1, 9), "über") if kind == "heading" else body))
        check(document(*pieces))


EXTREMES = [
    ("a sentence of 5,000 words", "so " * 4999 + "viel."),
    ("a sentence of 5,000 words with commas", "so, " * 4999 + "viel."),
    ("long words", "Donaudampfschifffahrtsgesellschaftskapitän " * 600 + "fährt."),
    ("no spaces at all", "x" * 10_000),
    ("one word", "Ja"),
    ("many short sentences", "Ja. " * 1000),
    ("emoji", "👩‍🚒 Alarm " * 1500),
    ("a sentence of 110 words", sentence(110)),
    ("a sentence of 111 words", sentence(111)),
]


@pytest.mark.parametrize("text", [case[1].strip() for case in EXTREMES], ids=[case[0] for case in EXTREMES])
def test_extremes_hold_together(text: str) -> None:
    for found in (document(("paragraph", text)), Document("d", SOURCE, "Titel", text)):
        check(found)
        assert segment(found)[0]


def test_a_long_sentence_is_cut_at_commas_rather_than_anywhere() -> None:
    text = ", ".join(" ".join(["wort"] * 20) for _ in range(30)) + "."
    found = sentences(("paragraph", text))
    assert len(found) > 5
    assert " ".join(found) == text


def test_sentences_are_not_cut_between_passages() -> None:
    found = passages(("paragraph", " ".join(sentence(40) for _ in range(5))))
    assert [len(text.split()) for text in found] == [80, 80, 40]
    assert all(text.endswith(".") for text in found)


def test_a_heading_is_no_sentence_and_stands_above_its_passage() -> None:
    pieces: list[tuple[BlockKind, str]] = [("heading", "Über Brücken"), ("paragraph", sentence(60))]
    assert sentences(*pieces) == [sentence(60)]
    assert passages(*pieces) == [f"Über Brücken\n{sentence(60)}"]


def test_a_heading_begins_a_new_passage() -> None:
    found = passages(("paragraph", sentence(5)), ("heading", "Neues"), ("paragraph", sentence(5, "neu")))
    assert found == [sentence(5), f"Neues\n{sentence(5, 'neu')}"]


def test_a_heading_at_the_end_is_in_no_passage() -> None:
    assert passages(("paragraph", sentence(5)), ("heading", "Mehr davon")) == [sentence(5)]
    assert passages(("heading", "Nur das")) == []


def test_headings_in_a_row_stay_together() -> None:
    found = passages(("heading", "Teil"), ("heading", "Kapitel"), ("paragraph", sentence(50)))
    assert found == [f"Teil\nKapitel\n{sentence(50)}"]


def test_short_paragraphs_are_read_together() -> None:
    assert passages(("paragraph", sentence(10)), ("paragraph", sentence(12))) == [f"{sentence(10)}\n{sentence(12)}"]


def test_long_paragraphs_stay_apart() -> None:
    assert passages(("paragraph", sentence(70)), ("paragraph", sentence(72))) == [sentence(70), sentence(72)]


@pytest.mark.parametrize("text", ["… – !", "* * *", "👩‍🚒 👩‍🚒"])
def test_what_holds_no_word_is_no_sentence(text: str) -> None:
    assert sentences(("paragraph", sentence(5)), ("paragraph", text), ("paragraph", sentence(6))) == [
        sentence(5),
        sentence(6),
    ]


def test_a_table_row_is_one_sentence() -> None:
    row = "Bridge | 1.5 million. Approx. | built in 1998. Closed"
    assert sentences(("table_row", row)) == [row]


def test_list_items_are_sentences_of_their_own() -> None:
    assert sentences(("list_item", "erstens"), ("list_item", "zweitens")) == ["erstens", "zweitens"]


def test_abbreviations_do_not_cut_passages() -> None:
    text = "Das kostet z. B. 3 Mio. Euro am 3. Mai. Danach nicht mehr."
    assert sentences(("paragraph", text)) == ["Das kostet z. B. 3 Mio. Euro am 3. Mai.", "Danach nicht mehr."]
