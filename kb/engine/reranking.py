"""A ranker of passages, such as a cross-encoder: the door to llama-index's postprocessors, behind `KB_RERANK`."""

from __future__ import annotations

import importlib
import math
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from kb.errors import Misconfigured, Unavailable


class Reranker:
    """A llama-index postprocessor, named as `package.module:Class`, loaded on first use."""

    def __init__(self, name: str, options: Mapping[str, Any]) -> None:
        if ":" not in name:
            raise Misconfigured(
                f"KB_RERANK={name!r} is not known; use a llama-index postprocessor, package.module:Class"
            )
        self.name = name
        self._options = dict(options)
        self._lock = threading.Lock()
        self._model: Any = None

    def rank(self, question: str, texts: Sequence[str], scores: Sequence[float]) -> list[tuple[int, float]]:
        """(place, score) of the texts that are kept, best first; places are those in `texts`, scores the ranker's own.

        Where it gives no scores, its order counts and ours stand.

        Raises:
            Unavailable: the package is not installed, or its model does not answer.
            Misconfigured: the class does not exist, is no postprocessor, or refuses its options.
        """
        from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

        with self._lock:
            self._model = self._model or self._load()
        nodes = [
            NodeWithScore(node=TextNode(id_=str(place), text=text), score=score)
            for place, (text, score) in enumerate(zip(texts, scores, strict=True))
        ]
        try:
            kept = self._model.postprocess_nodes(nodes, query_bundle=QueryBundle(question))
            return _places(kept, scores)
        except Exception as error:  # noqa: BLE001 - whatever another package raises, its model did not answer
            raise Unavailable(f"KB_RERANK={self.name} does not answer ({type(error).__name__}: {error})") from None

    def _load(self) -> Any:
        module, _, attribute = self.name.partition(":")
        try:
            kind = getattr(importlib.import_module(module), attribute)
        except ImportError as error:
            raise Unavailable(f"KB_RERANK={self.name}: {error}; install the package that brings {module}") from None
        except AttributeError:
            raise Misconfigured(f"KB_RERANK={self.name}: {module} has no {attribute}") from None
        try:
            model = kind(**self._options)
        except Exception as error:  # noqa: BLE001 - whatever another package raises is a wrong option to the user
            raise Misconfigured(f"KB_RERANK={self.name} refuses KB_RERANK_OPTIONS: {error}") from None
        if not hasattr(model, "postprocess_nodes"):
            raise Misconfigured(f"KB_RERANK={self.name} is no llama-index postprocessor")
        return model


def _places(kept: Sequence[Any], scores: Sequence[float]) -> list[tuple[int, float]]:
    """Places and scores of the nodes that came back; what was not given, or comes twice, is left out."""
    found: dict[int, float] = {}
    for node in kept:
        name = str(node.node.node_id)
        place = int(name) if name.isdecimal() else len(scores)
        if place < len(scores):
            score = scores[place] if node.score is None or math.isnan(node.score) else float(node.score)
            found.setdefault(place, score)
    return list(found.items())
