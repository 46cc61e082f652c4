"""A cross-encoder: a question and sentences read together, which of them answers it, and whether any does.

The lower layers read each text alone, a sentence under its title and after the sentence before it. In the upper ones,
which have an adapter of their own, the question also looks at all sentences, and each sentence at the question.
`benchmarks.adapt.judging` trains what is added to the model.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.engine.e5 import adapter
from kb.engine.e5.adapter import Adapter
from kb.engine.e5.session import Session
from kb.engine.e5.tokens import Ids, Tokeniser, Tokens
from kb.engine.e5.weights import Floats, Weights
from kb.settings import LANGUAGES

FILE = "judge.npz"
SHARPNESS = 40.0  # of the late interaction, in logits
_HEADS = (
    "foreign",
    *(f"{of}.{place}.{kind}" for of in ("rank", "answered") for place in ("in", "out") for kind in "wb"),
)
_QUERY = "query: "
# Added to the attention where a token is not to be seen. Far less would leave numbers too small for the processor to be
# quick with (denormal ones: the whole took twice as long).
_UNSEEN = np.float32(-60)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sentence with the title it stands under, the sentence before it ("" for none) and its language."""

    title: str
    before: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Logits: `ranks` (k,) of each sentence being the one that answers, `answered` of there being one among them."""

    ranks: Floats
    answered: float


@dataclass(frozen=True, slots=True)
class Heads:
    """What is read off the last layer: two small networks, and the mean token (hidden,) of each language."""

    parts: Mapping[str, Floats]
    means: Mapping[str, Floats]

    def verdict(self, asked: Floats, heft: Floats, language: str, said: Sequence[Floats], of: Sequence[str]) -> Verdict:
        """From the question's tokens (q, hidden), how much each counts (q,), and the tokens of each sentence."""
        wanted = _unit(asked - self.means[language])
        met = np.stack(
            [(wanted @ _unit(own - self.means[each]).T).max(axis=1) for own, each in zip(said, of, strict=True)]
        )
        pooled, question = np.stack([own.mean(axis=0) for own in said]), heft @ asked
        late = met @ heft * SHARPNESS
        whole = np.concatenate([pooled, np.broadcast_to(question, pooled.shape), pooled * question], axis=1)
        foreign = np.array([each != language for each in of], np.float32)
        ranks = late + self._layers("rank", whole)[:, 0] + self.parts["foreign"] * foreign
        shares = np.exp(ranks - ranks.max())
        shares /= shares.sum()
        together = float(np.log(np.exp(ranks - ranks.max()).sum()) + ranks.max())
        doubt = float(-(shares * np.log(np.maximum(shares, 1e-9))).sum())
        least = float((shares @ met)[heft > 0].min()) if (heft > 0).any() else 0.0
        seen = np.array([shares @ late / SHARPNESS * 5, least * 3, doubt, together / 10 - 3], np.float32)
        summed = np.concatenate([shares @ pooled, question, seen])[None]
        return Verdict(ranks.astype(np.float32), float(self._layers("answered", summed)[0, 0]))

    def _layers(self, name: str, x: Floats) -> Floats:
        """A network of two layers."""
        inner = gelu(x @ self.parts[f"{name}.in.w"] + self.parts[f"{name}.in.b"])
        return np.asarray(inner @ self.parts[f"{name}.out.w"] + self.parts[f"{name}.out.b"], np.float32)


@dataclass(frozen=True, slots=True)
class Judge:
    """What is added to the model: the adapter, its gates (layers, 2, heads), and the heads."""

    adapter: Adapter
    gates: Floats
    heads: Heads


def content() -> bytes:
    """The file that comes with the program."""
    return resources.files("kb.engine.e5").joinpath(FILE).read_bytes()


def load(data: bytes) -> Judge:
    """A judge from a file: an adapter's arrays, `gates`, `means.de` …, and the parts of the heads.

    Raises ValueError where it isn't one.
    """
    return adapter.taken(data, FILE, _read)


def _read(arrays: Mapping[str, NDArray[Any]]) -> Judge:
    """Raises KeyError where an array is missing."""
    heads = {name: arrays[name].astype(np.float32) for name in _HEADS}
    means = {language: arrays[f"means.{language}"].astype(np.float32) for language in LANGUAGES}
    return Judge(adapter.read(arrays), arrays["gates"].astype(np.float32), Heads(heads, means))


class CrossEncoder:
    """Judges sentences. Safe to use from several threads."""

    def __init__(self, weights: Weights, tokeniser: Tokeniser, sessions: tuple[Session, Session], heads: Heads) -> None:
        """sessions: of the graphs `beginning` and `together`."""
        self._weights, self._tokeniser, self._heads = weights, tokeniser, heads
        self._beginning, self._together = sessions

    def judge(
        self, question: str, language: str, heft: Floats, excerpts: Sequence[Excerpt], pool: Executor | None = None
    ) -> Verdict:
        """Which excerpt answers; heft (q,) says how much each token of the question counts, as `E5.tokens` cuts it."""
        starts = [_QUERY, *(f"passage: {each.title}. {each.before} " for each in excerpts)]
        texts = [start + text for start, text in zip(starts, [question, *(e.text for e in excerpts)], strict=True)]
        read = [self._fitting(*each) for each in zip(self._tokeniser.tokens(texts), starts, strict=True)]
        run: Callable[..., Iterable[Floats]] = pool.map if pool else map
        asked, *said = run(self._begin, [ids for ids, _ in read])
        counted = np.zeros(len(asked), np.float32)
        counted[-1 - read[0][1] : -1] = heft[: read[0][1]]
        kept = [states[-1 - count : -1] for states, (_, count) in zip(said, read[1:], strict=True)]
        asked, *said = self._join([asked, *kept])
        return self._heads.verdict(asked, counted, language, said, [each.language for each in excerpts])

    def _fitting(self, cut: Tokens, start: str) -> tuple[Ids, int]:
        """As many of a text's tokens as the model reads, with marks, rather its own than those of its start.

        And how many are its own: at least one, so that there is something to judge.
        """
        room = self._weights.shape.positions - 2
        before = min(int((cut.spans[:, 1] <= len(start)).sum()), len(cut.ids) - 1)
        own = cut.ids[before:][:room]
        return self._tokeniser.mark(np.concatenate([cut.ids[:before][: room - len(own)], own])), len(own)

    def _begin(self, ids: Ids) -> Floats:
        """What leaves the lower layers, (tokens, hidden)."""
        (y,) = self._beginning.outputs(self._weights.inputs(ids)[None])
        states: Floats = y[0]
        return states

    def _join(self, texts: Sequence[Floats]) -> list[Floats]:
        """The last layer of each text, read together; the first one is the question."""
        of = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
        side = (of > 0).astype(np.int64)
        apart = np.where(of[:, None] == of, np.float32(0), _UNSEEN)
        across = np.where(side[:, None] != side, np.float32(0), _UNSEEN)
        x = np.concatenate(texts)[None]
        (y,) = self._together.outputs(x, side=side, apart=apart[None, None], across=across[None, None])
        return [y[0, of == number] for number in range(len(texts))]


def _unit(rows: Floats) -> Floats:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-12), np.float32)


def gelu(x: Floats) -> Floats:
    """What a layer lets through of each number: about all of the large ones, hardly any of the negative ones."""
    return np.asarray(x * 0.5 * (1 + _erf(x / math.sqrt(2))), np.float32)


def _erf(x: Floats) -> Floats:
    """The error function, off by less than 1e-6 (Abramowitz and Stegun, 7.1.26); numpy has none."""
    size = np.abs(x)
    t = 1 / (1 + 0.3275911 * size)
    below = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    return np.asarray(np.copysign(1 - below * np.exp(-size * size), x), np.float32)
