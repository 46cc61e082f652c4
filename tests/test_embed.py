"""A document as vectors, with and without an embedder that reads token by token."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from kb.embed import embed_document, embed_question
from kb.engine import Engine
from kb.late import starts
from kb.model import Document, Passage, Sentence, Source

if TYPE_CHECKING:
    from tests.conftest import CountingEncoder, ReadingEncoder

TEXT = "Die Brücke bleibt gesperrt. Der Stadtrat berät im Mai.\nEin Neubau kostet zwölf Millionen Euro."
SOURCE = Source("0" * 64, "brücke.txt", "text/plain", datetime(2025, 5, 1, tzinfo=UTC))
DOCUMENT = Document("d", SOURCE, "Brücke in Musterhausen", TEXT, language="de")
BREAK = TEXT.index("\n")
FULL_STOP = TEXT.index(".") + 1
PASSAGES = [Passage("d", 0, BREAK, TEXT[:BREAK]), Passage("d", BREAK + 1, len(TEXT), TEXT[BREAK + 1 :])]
SENTENCES = [
    Sentence("d", start, end, TEXT[start:end])
    for start, end in ((0, FULL_STOP), (FULL_STOP + 1, BREAK), (BREAK + 1, len(TEXT)))
]


def engine(encoder: CountingEncoder) -> Engine:
    return Engine("stand-in", lambda: encoder)


def test_one_pass_gives_passages_sentences_and_tokens(encoder: ReadingEncoder) -> None:
    found = embed_document(engine(encoder), DOCUMENT, PASSAGES, SENTENCES)
    assert (found.passages.shape, found.sentences.shape, len(found.tokens)) == ((2, 384), (3, 384), 2)
    assert encoder.passages == [f"Brücke in Musterhausen. {passage.text}" for passage in PASSAGES]


def test_an_embedder_without_tokens_reads_the_sentences_once_more(plain_encoder: CountingEncoder) -> None:
    found = embed_document(engine(plain_encoder), DOCUMENT, PASSAGES, SENTENCES)
    assert (found.passages.shape, found.sentences.shape, len(found.tokens)) == ((2, 384), (3, 384), 0)
    texts = [passage.text for passage in PASSAGES] + [sentence.text for sentence in SENTENCES]
    assert sorted(plain_encoder.passages) == sorted(f"Brücke in Musterhausen. {text}" for text in texts)


def test_all_vectors_have_length_one(encoder: ReadingEncoder, plain_encoder: CountingEncoder) -> None:
    for chosen in (encoder, plain_encoder):
        found = embed_document(engine(chosen), DOCUMENT, PASSAGES, SENTENCES)
        for vectors in (found.passages, found.sentences):
            assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_a_sentence_is_the_mean_of_its_own_words(encoder: ReadingEncoder) -> None:
    found = embed_document(engine(encoder), DOCUMENT, PASSAGES, SENTENCES)
    alone = encoder.embed_passages([sentence.text for sentence in SENTENCES])
    assert (found.sentences * alone).sum(axis=1) == pytest.approx(1.0, abs=1e-5)


def test_tokens_start_where_their_words_do_the_title_left_out(encoder: ReadingEncoder) -> None:
    found = embed_document(engine(encoder), DOCUMENT, PASSAGES, SENTENCES)
    for passage, tokens in zip(PASSAGES, found.tokens, strict=True):
        begins = starts(tokens)
        assert len(begins) == len(passage.text.split())
        assert [passage.text[at:].split()[0] for at in begins] == passage.text.split()


def test_a_sentence_without_words_takes_its_passage_for_it(encoder: ReadingEncoder) -> None:
    signs = Sentence("d", BREAK - 1, BREAK, TEXT[BREAK - 1 : BREAK])
    found = embed_document(engine(encoder), DOCUMENT, PASSAGES, [signs])
    assert found.sentences[0] @ found.passages[0] == pytest.approx(1.0, abs=1e-5)


def test_a_question_with_and_without_tokens(encoder: ReadingEncoder, plain_encoder: CountingEncoder) -> None:
    with_tokens = embed_question(engine(encoder), "Was kostet die Brücke?", "de")
    without = embed_question(engine(plain_encoder), "Was kostet die Brücke?", "de")
    assert with_tokens.tokens is not None
    assert with_tokens.tokens.shape == (4, 384)
    assert np.linalg.norm(with_tokens.tokens, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert without.tokens is None
    assert with_tokens.vector == pytest.approx(without.vector, abs=1e-6)
    assert (encoder.calls, plain_encoder.calls) == (1, 1)


def test_a_question_without_words_has_no_tokens(encoder: ReadingEncoder) -> None:
    assert embed_question(engine(encoder), "???", "en").tokens is None
