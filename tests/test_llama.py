"""The library in llama-index's hands, and llama-index's postprocessors in ours: driven through its own classes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from llama_index.core.llms import MockLLM
from llama_index.core.postprocessor import SimilarityPostprocessor
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.schema import MetadataMode, NodeWithScore, QueryBundle, TextNode

from kb.answer import answer
from kb.engine import Engine, open_engine
from kb.errors import Misconfigured, Unavailable
from kb.library import Library
from kb.llama import LibraryQueryEngine, LibraryRetriever
from kb.retrieve import retrieve
from kb.settings import Settings
from kb.store import Filters

if TYPE_CHECKING:
    from tests.conftest import ReadingEncoder

QUESTION = "Wie viele Staaten haben die Pariser Erklärung unterzeichnet?"
FROM_NOWHERE = "Who won the football world cup in 1990?"


# -- the library as a retriever --------------------------------------------------------------------


def test_the_retriever_finds_what_search_finds(read_library: Library) -> None:
    nodes = LibraryRetriever(read_library, limit=5).retrieve(QUESTION)
    hits = retrieve(read_library, QUESTION, limit=5)
    assert [(node.node.node_id, node.score) for node in nodes] == [(hit.passage.id, hit.score) for hit in hits]
    assert [node.get_content(MetadataMode.NONE) for node in nodes] == [hit.passage.text for hit in hits]


def test_a_node_says_where_its_words_stand(read_library: Library) -> None:
    for found in LibraryRetriever(read_library, limit=8).retrieve(QUESTION):
        node, about = found.node, found.node.metadata
        assert isinstance(node, TextNode)
        document = read_library.store.document(about["document_id"])
        assert document.text[node.start_char_idx : node.end_char_idx] == node.text
        assert document.text[about["start"] : about["end"]] == about["quote"]
        assert about["quote"] in node.text
        assert (about["title"], about["publisher"], about["language"]) == (
            document.title,
            document.publisher,
            document.language,
        )
        assert about["published"] == (document.published.isoformat() if document.published else None)
        assert all(flag.keys() == {"label", "reason"} for flag in about["flags"] + about["notices"])
        assert node.source_node is not None
        assert node.source_node.node_id == document.id
        assert json.loads(json.dumps(about)) == about


def test_a_model_is_shown_title_publisher_and_date_and_no_more(read_library: Library) -> None:
    found = LibraryRetriever(read_library, limit=1).retrieve(QUESTION)[0]
    shown = found.node.get_content(MetadataMode.LLM)
    assert found.node.metadata["title"] in shown
    assert found.node.metadata["document_id"] not in shown


def test_filters_hold(read_library: Library) -> None:
    nodes = LibraryRetriever(read_library, Filters(language="en"), limit=6).retrieve(QUESTION)
    assert nodes
    assert {node.metadata["language"] for node in nodes} == {"en"}


@pytest.mark.parametrize("question", ["", "   "])
def test_no_question_finds_nothing(read_library: Library, question: str) -> None:
    assert LibraryRetriever(read_library).retrieve(question) == []


def test_an_empty_library_finds_nothing(library: Library) -> None:
    assert LibraryRetriever(library).retrieve(QUESTION) == []


def test_llama_index_answers_over_it(read_library: Library) -> None:
    engine = RetrieverQueryEngine.from_args(
        LibraryRetriever(read_library, limit=4),
        llm=MockLLM(),
        node_postprocessors=[SimilarityPostprocessor(similarity_cutoff=-100.0)],
    )
    response: Any = engine.query(QUESTION)
    assert len(response.source_nodes) == 4
    assert response.source_nodes[0].node.text in str(response)
    assert QUESTION in str(response)


# -- the library as a query engine -----------------------------------------------------------------


def test_the_query_engine_answers_as_ask_does(read_library: Library) -> None:
    response: Any = LibraryQueryEngine(library=read_library).query(QUESTION)
    expected = answer(read_library, QUESTION)
    assert expected.sentences
    for number, sentence in enumerate(expected.sentences, 1):
        assert f"{sentence.text} [{number}]" in str(response)
    assert [node.node.text for node in response.source_nodes] == [s.citations[0].quote for s in expected.sentences]
    assert response.metadata["refusal"] is None
    assert response.metadata["sentences"][0]["citations"][0]["quote"] == expected.sentences[0].citations[0].quote


def test_a_refusal_has_no_sources(read_library: Library) -> None:
    response: Any = LibraryQueryEngine(library=read_library).query(FROM_NOWHERE)
    assert response.source_nodes == []
    assert response.metadata["refusal"]
    assert "sources" in str(response)


def test_the_query_engine_keeps_to_its_filters(read_library: Library) -> None:
    engine = LibraryQueryEngine(library=read_library, filters=Filters(language="de"))
    response: Any = engine.query(QUESTION)
    assert {node.metadata["language"] for node in response.source_nodes} <= {"de"}


# -- their postprocessors in our retrieval ---------------------------------------------------------


class Longest(BaseNodePostprocessor):
    """Stands in for a cross-encoder: the longer a text, the better."""

    keep: int = 100

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        assert query_bundle is not None
        assert query_bundle.query_str == QUESTION
        found = [NodeWithScore(node=each.node, score=float(len(each.node.get_content()))) for each in nodes]
        return sorted(found, key=lambda each: -(each.score or 0))[: self.keep]


class Careless(BaseNodePostprocessor):
    """Gives back nodes of its own, some twice, without scores or with one that is none."""

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        strange = NodeWithScore(node=TextNode(id_="strange", text="?"), score=9.0)
        beyond = NodeWithScore(node=TextNode(id_="999", text="?"), score=9.0)
        none = NodeWithScore(node=nodes[1].node, score=None)
        return [strange, beyond, none, none, NodeWithScore(node=nodes[0].node, score=float("nan"))]


class Broken(BaseNodePostprocessor):
    """A model that does not answer."""

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        raise ConnectionError("refused")


def ranking(library: Library, name: str, **options: Any) -> Library:
    """The library with this postprocessor."""
    ranker = open_engine(Settings(rerank=name, rerank_options=options)).reranker
    return replace(library, engine=Engine("e5", lambda: library.engine.encoder, reranker=ranker))


def test_a_cross_encoder_orders_and_scores_our_hits(read_library: Library) -> None:
    hits = retrieve(read_library, QUESTION, limit=8)
    found = ranking(read_library, f"{__name__}:Longest").engine.rerank(QUESTION, hits)
    lengths = [len(hit.passage.text) for hit in found]
    assert lengths == sorted(lengths, reverse=True)
    assert [hit.score for hit in found] == lengths
    assert [hit.rank for hit in found] == list(range(1, len(hits) + 1))
    assert {hit.passage.id for hit in found} == {hit.passage.id for hit in hits}


def test_its_options_are_passed_on(read_library: Library) -> None:
    hits = retrieve(read_library, QUESTION, limit=8)
    assert len(ranking(read_library, f"{__name__}:Longest", keep=3).engine.rerank(QUESTION, hits)) == 3


def test_one_of_their_own_drops_what_is_too_far(read_library: Library) -> None:
    hits = retrieve(read_library, QUESTION, limit=8)
    cutoff = hits[2].score
    name = "llama_index.core.postprocessor:SimilarityPostprocessor"
    found = ranking(read_library, name, similarity_cutoff=cutoff).engine.rerank(QUESTION, hits)
    assert [hit.passage.id for hit in found] == [hit.passage.id for hit in hits if hit.score >= cutoff]


def test_what_it_makes_up_is_left_out(read_library: Library) -> None:
    hits = retrieve(read_library, QUESTION, limit=4)
    found = ranking(read_library, f"{__name__}:Careless").engine.rerank(QUESTION, hits)
    assert [(hit.passage.id, hit.score) for hit in found] == [(hits[at].passage.id, hits[at].score) for at in (1, 0)]


def test_without_one_hits_stay_as_they_are(read_library: Library, encoder: ReadingEncoder) -> None:
    hits = retrieve(read_library, QUESTION, limit=3)
    assert Engine("stand-in", lambda: encoder).rerank(QUESTION, hits) == hits
    assert ranking(read_library, f"{__name__}:Longest").engine.rerank(QUESTION, []) == []


WRONG = [
    ("no such package", "no_such_package:Thing", {}, Unavailable, "no_such_package"),
    ("no such class", f"{__name__}:NoSuchThing", {}, Misconfigured, "NoSuchThing"),
    ("no postprocessor", "fractions:Fraction", {}, Misconfigured, "no llama-index postprocessor"),
    ("wrong options", f"{__name__}:Longest", {"keep": "many"}, Misconfigured, "KB_RERANK_OPTIONS"),
    ("it does not answer", f"{__name__}:Broken", {}, Unavailable, "ConnectionError"),
]


@pytest.mark.parametrize(("name", "options", "error", "says"), [c[1:] for c in WRONG], ids=[c[0] for c in WRONG])
def test_what_is_wrong_is_said(
    read_library: Library, name: str, options: dict[str, Any], error: type[Exception], says: str
) -> None:
    hits = retrieve(read_library, QUESTION, limit=2)
    with pytest.raises(error, match=says) as caught:
        ranking(read_library, name, **options).engine.rerank(QUESTION, hits)
    assert "KB_RERANK" in str(caught.value)


def test_a_name_that_cannot_be_one_is_refused_at_once() -> None:
    with pytest.raises(Misconfigured, match="KB_RERANK"):
        open_engine(Settings(rerank="cross-encoder"))
