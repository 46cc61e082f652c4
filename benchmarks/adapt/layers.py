"""The embedder's layers in PyTorch, the upper ones with an adapter that can be trained."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import torch
import torch.nn.functional as nn

from kb.engine.e5.adapter import Adapter
from kb.engine.e5.weights import Weights, find_weights

Tensor = Any  # torch.Tensor; PyTorch is needed for training alone
Factors = Mapping[str, tuple[Tensor, Tensor]]  # by matrix: (rank, inputs) and (outputs, rank)

MATRICES = ("q", "k", "v", "ao", "fi", "fo")
TOKENS = 2048  # a call, padding included
DROPPED = 0.1  # of what stands between an adapter's two matrices, in training


class Layers:
    """The model with an adapter from layer `first` on; `factors` are what is trained. Matrices work in bfloat16."""

    def __init__(self, first: int, rank: int) -> None:
        self.weights, self.first = Weights(find_weights()), first
        self.shape = self.weights.shape
        self._matrices = [self._read(number) for number in range(self.shape.layers)]
        self._norms = [self._read_norms(number) for number in range(self.shape.layers)]
        self._first_norm = [_tensor(self.weights.floats(f"emb.ln.{part}")) for part in "wb"]
        self.factors = [self._begin(own, rank) for own in self._matrices[first:]]

    def _read(self, number: int) -> dict[str, tuple[Tensor, Tensor]]:
        inner = {"fo": self.shape.inner}
        return {
            name: (
                _half(self.weights.matrix(f"l{number}.{name}.w", inner.get(name, self.shape.hidden)).T),
                _half(self.weights.floats(f"l{number}.{name}.b")),
            )
            for name in MATRICES
        }

    def _read_norms(self, number: int) -> list[list[Tensor]]:
        return [[_tensor(self.weights.floats(f"l{number}.{name}.{part}")) for part in "wb"] for name in ("aln", "oln")]

    def _begin(self, own: Factors, rank: int) -> dict[str, tuple[Tensor, Tensor]]:
        """Factors whose product is nothing yet."""
        begun = {}
        for name, (matrix, _) in own.items():
            outputs, inputs = matrix.shape
            down = torch.nn.Parameter(torch.randn(rank, inputs) / math.sqrt(inputs))
            begun[name] = (down, torch.nn.Parameter(torch.zeros(outputs, rank)))
        return begun

    def parameters(self) -> list[Tensor]:
        """What an optimiser moves."""
        return [factor for own in self.factors for pair in own.values() for factor in pair]

    def take(self, adapter: Adapter) -> None:
        """Begins with what was trained before."""
        with torch.no_grad():
            for number, own in enumerate(self.factors, self.first):
                for name, (down, up) in own.items():
                    trained = adapter.factors[f"l{number}.{name}"]
                    down.copy_(_tensor(trained[0].T))
                    up.copy_(_tensor(trained[1].T))

    def read(self, texts: Sequence[np.ndarray[Any, Any]], adapted: bool = True) -> list[Tensor]:
        """The last layer (t, hidden) of texts given as ids, marks included."""
        return self._through(texts, self.shape.layers, adapted)

    def begin(self, texts: Sequence[np.ndarray[Any, Any]]) -> list[Tensor]:
        """What leaves the layers below the adapter, (t, hidden) each."""
        return self._through(texts, self.first, adapted=False)

    def _through(self, texts: Sequence[np.ndarray[Any, Any]], until: int, adapted: bool) -> list[Tensor]:
        found: list[Tensor] = [None] * len(texts)
        for group in _alike([len(ids) for ids in texts]):
            length = len(texts[group[-1]])
            ids, real = np.zeros((len(group), length), np.int64), np.zeros((len(group), length), bool)
            for row, text in enumerate(group):
                ids[row, : len(texts[text])], real[row, : len(texts[text])] = texts[text], True
            layer = self._run(ids, torch.from_numpy(real), until, adapted)
            for row, text in enumerate(group):
                found[text] = layer[row, : len(texts[text])]
        return found

    def _run(self, ids: np.ndarray[Any, Any], real: Tensor, until: int, adapted: bool) -> Tensor:
        x = nn.layer_norm(
            _tensor(self.weights.inputs(ids)), (self.shape.hidden,), *self._first_norm, self.shape.epsilon
        )
        mask = barred(real[:, None, None])
        for number in range(until):
            q, k, v = self.heads(x, number, adapted)
            x = self.finish(x, attended(q, k, v, mask), number, adapted)
        return x

    def heads(self, x: Tensor, number: int, adapted: bool = True) -> tuple[Tensor, ...]:
        """What a layer's attention works on: q, k, v (texts, heads, tokens, part), of `x` (texts, tokens, hidden)."""
        own, change, half = self._matrices[number], self._change(number, adapted), x.to(torch.bfloat16)
        parts = (*x.shape[:2], self.shape.heads, -1)
        return tuple(_times(half, name, own, change).view(parts).transpose(1, 2) for name in "qkv")

    def finish(self, x: Tensor, mixed: Tensor, number: int, adapted: bool = True) -> Tensor:
        """What leaves a layer, of what entered it and what its attention gave."""
        own, change, norms = self._matrices[number], self._change(number, adapted), self._norms[number]
        size, epsilon = (self.shape.hidden,), self.shape.epsilon
        mixed = mixed.transpose(1, 2).reshape(x.shape)
        x = nn.layer_norm(x + _times(mixed, "ao", own, change).float(), size, *norms[0], epsilon)
        inner = nn.gelu(_times(x.to(torch.bfloat16), "fi", own, change))
        return nn.layer_norm(x + _times(inner, "fo", own, change).float(), size, *norms[1], epsilon)

    def _change(self, number: int, adapted: bool) -> Factors:
        return self.factors[number - self.first] if adapted and number >= self.first else {}

    def arrays(self) -> dict[str, Any]:
        """The adapter in half precision, as `kb.engine.e5.adapter` reads it."""
        held: dict[str, Any] = {"first": np.int64(self.first)}
        for number, own in enumerate(self.factors, self.first):
            for name, (down, up) in own.items():
                held[f"l{number}.{name}.down"] = down.detach().numpy().T.astype(np.float16)
                held[f"l{number}.{name}.up"] = up.detach().numpy().T.astype(np.float16)
        return held


def attended(q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
    """What attention gives, (texts, heads, tokens, part).

    In single steps: going back through PyTorch's own operator takes six times as long on a processor (measured with
    2.14), and took half of the training.
    """
    q, k, v = (part.contiguous() for part in (q, k, v))
    return torch.softmax(q * q.shape[-1] ** -0.5 @ k.transpose(-1, -2) + mask, -1) @ v


def barred(seen: Tensor) -> Tensor:
    """What is added to the attention so that only what is `seen` counts."""
    return torch.zeros(seen.shape, dtype=torch.bfloat16).masked_fill(~seen, -1e9)


def _times(x: Tensor, name: str, own: Factors, change: Factors) -> Tensor:
    made = nn.linear(x, *own[name])
    if name in change:
        down, up = (factor.to(torch.bfloat16) for factor in change[name])
        made = made + nn.linear(nn.dropout(nn.linear(x, down), DROPPED, torch.is_grad_enabled()), up)
    return made


def _tensor(values: Any) -> Tensor:
    return torch.from_numpy(np.array(values, np.float32))


def _half(values: Any) -> Tensor:
    return _tensor(values).to(torch.bfloat16).contiguous()


def _alike(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Which texts to run together: of about one length, the shortest first."""
    group: list[int] = []
    for text in sorted(range(len(lengths)), key=lambda text: lengths[text]):
        if group and (len(group) + 1) * lengths[text] > TOKENS:
            yield group
            group = []
        group.append(text)
    if group:
        yield group
