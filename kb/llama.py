"""The library as a llama-index retriever and query engine, for other people's programs.

    library = open_library(load_settings())
    nodes = LibraryRetriever(library, Filters(language="de")).retrieve("Was kostet das Werk?")
    response = LibraryQueryEngine(library=library).query("Was kostet das Werk?")

Every node says in its metadata where its words stand: document, offsets, publisher, date, address, flags.
"""

from __future__ import annotations

from typing import Any

from llama_index.core.base.response.schema import Response
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode

from kb.answer import REFUSALS, answer, cited_documents
from kb.cite import cite
from kb.errors import Damaged
from kb.library import Library
from kb.model import Citation, Document, Flag, Hit
from kb.record import answer_record, citation_record, flag_record
from kb.retrieve import retrieve
from kb.store import Filters

SHOWN = ("title", "publisher", "published")  # what of the metadata a model is shown


class LibraryRetriever(BaseRetriever):
    """Finds passages: by meaning and words, in both languages, of copies one, ranked as `kb search` ranks them.

    A node's text is the passage; its score the hit's (in deviations from a random passage: not between 0 and 1).
    """

    def __init__(self, library: Library, filters: Filters | None = None, limit: int | None = None) -> None:
        self._library = library
        self._filters = filters or Filters()
        self._limit = limit or library.settings.hits
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        question = query_bundle.query_str.strip()
        if not question:
            return []
        return [_of_hit(self._library, hit) for hit in retrieve(self._library, question, self._filters, self._limit)]


class LibraryQueryEngine(CustomQueryEngine):
    """Answers as `kb ask` does: quoted sentences, or what a model wrote and its quotes bear out, or a refusal.

    The response's text numbers its sources; `source_nodes` are the quotes in that order; `metadata` is the record that
    `kb ask --json` prints. A refusal says so, has no source nodes, and its reason under `refusal`.
    """

    library: Any
    filters: Any = None

    def custom_query(self, query_str: str) -> Response:
        """The answer to a question.

        Raises:
            Unavailable: there is no embedder on this machine.
        """
        found = answer(self.library, query_str, self.filters)
        if found.refusal:
            words = REFUSALS.get(found.language, REFUSALS["en"])
            record = answer_record(found, cited_documents(self.library, [found]))
            return Response(words, source_nodes=[], metadata=record)
        nodes: dict[Citation, NodeWithScore] = {}
        said = []
        for sentence in found.sentences:
            for citation in sentence.citations:
                nodes.setdefault(citation, _of_citation(self.library, citation, sentence.flags))
            numbers = (list(nodes).index(citation) + 1 for citation in sentence.citations)
            said.append(f"{sentence.text} {''.join(f'[{number}]' for number in numbers)}")
        record = answer_record(found, cited_documents(self.library, [found]))
        return Response(" ".join(said), list(nodes.values()), record)


# -- nodes -----------------------------------------------------------------------------------------


def _of_hit(library: Library, hit: Hit) -> NodeWithScore:
    """A passage with the citation of its best sentence."""
    document = library.store.document(hit.passage.document_id)
    best = cite(document.id, document.text, hit.best.text, hit.best.start, hit.best.end)
    if best is None:
        raise Damaged(f"{document.source.origin}: a sentence is not in its text; run `kb verify --repair`")
    node = _node(document, (hit.passage.start, hit.passage.end), best, hit.best.flags)
    node.metadata["found_by"] = list(hit.found_by)
    return NodeWithScore(node=node, score=hit.score)


def _of_citation(library: Library, citation: Citation, flags: tuple[Flag, ...]) -> NodeWithScore:
    document = library.store.document(citation.document_id)
    return NodeWithScore(node=_node(document, (citation.start, citation.end), citation, flags), score=None)


def _node(document: Document, span: tuple[int, int], citation: Citation, flags: tuple[Flag, ...]) -> TextNode:
    """A stretch of a document; its metadata are the citation's record (CONTRACT.md), the flags and the notices."""
    start, end = span
    metadata = citation_record(citation, document) | {
        "flags": [flag_record(flag) for flag in flags],
        "notices": [flag_record(notice) for notice in document.notices],
    }
    hidden = [key for key in (*metadata, "found_by") if key not in SHOWN]
    return TextNode(
        id_=f"{document.id}:{start}-{end}",
        text=document.text[start:end],
        start_char_idx=start,
        end_char_idx=end,
        metadata=metadata,
        excluded_llm_metadata_keys=hidden,
        excluded_embed_metadata_keys=hidden,
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=document.id)},
    )


__all__ = ["LibraryQueryEngine", "LibraryRetriever"]
