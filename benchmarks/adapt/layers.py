"""The embedder's layers in PyTorch, the upper ones with an adapter that can be trained."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import torch
import torch.nn.functional as nn

from kb.engine.e5.weights import Weights, find_weights

Tensor = Any  # torch.Tensor; PyTorch is needed for training alone
Factors = Mapping[str, tuple[Tensor, Tensor]]  # by matrix: (rank, inputs) and (outputs, rank)

MATRICES = ("q", "k", "v", "ao", "fi", "fo")
TOKENS = 2048  # a call, padding included
DROPPED = 0.1  # of what enters the adapter in training


class Layers:
    """The model with an adapter from layer `first` on; `factors` are what is trained."""

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
                _tensor(self.weights.matrix(f"l{number}.{name}.w", inner.get(name, self.shape.hidden))).T.contiguous(),
                _tensor(self.weights.floats(f"l{number}.{name}.b")),
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

    def read(self, texts: Sequence[np.ndarray[Any, Any]], adapted: bool = True) -> list[Tensor]:
        """The last layer (t, hidden) of texts given as ids, marks included."""
        found: list[Tensor] = [None] * len(texts)
        for group in _alike([len(ids) for ids in texts]):
            length = len(texts[group[-1]])
            ids, real = np.zeros((len(group), length), np.int64), np.zeros((len(group), length), bool)
            for row, text in enumerate(group):
                ids[row, : len(texts[text])], real[row, : len(texts[text])] = texts[text], True
            layer = self._run(ids, torch.from_numpy(real), adapted)
            for row, text in enumerate(group):
                found[text] = layer[row, : len(texts[text])]
        return found

    def _run(self, ids: np.ndarray[Any, Any], real: Tensor, adapted: bool) -> Tensor:
        size, epsilon = (self.shape.hidden,), self.shape.epsilon
        x = nn.layer_norm(_tensor(self.weights.inputs(ids)), size, *self._first_norm, epsilon)
        mask = torch.zeros(real.shape).masked_fill(~real, -1e9)[:, None, None].to(torch.bfloat16)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            for number, (own, norms) in enumerate(zip(self._matrices, self._norms, strict=True)):
                change = self.factors[number - self.first] if adapted and number >= self.first else {}
                x = nn.layer_norm(x + self._attend(x, mask, own, change), size, *norms[0], epsilon)
                inner = nn.gelu(_times(x, "fi", own, change))
                x = nn.layer_norm(x + _times(inner, "fo", own, change), size, *norms[1], epsilon)
        return x.float()

    def _attend(self, x: Tensor, mask: Tensor, own: Factors, change: Factors) -> Tensor:
        count, length, hidden = x.shape
        heads = (count, length, self.shape.heads, -1)
        q, k, v = (_times(x, name, own, change).view(heads).transpose(1, 2) for name in "qkv")
        mixed = nn.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return _times(mixed.transpose(1, 2).reshape(count, length, hidden), "ao", own, change)

    def arrays(self) -> dict[str, Any]:
        """The adapter in half precision, as `kb.engine.e5.adapter` reads it."""
        held: dict[str, Any] = {"first": np.int64(self.first)}
        for number, own in enumerate(self.factors, self.first):
            for name, (down, up) in own.items():
                held[f"l{number}.{name}.down"] = down.detach().numpy().T.astype(np.float16)
                held[f"l{number}.{name}.up"] = up.detach().numpy().T.astype(np.float16)
        return held


def _times(x: Tensor, name: str, own: Factors, change: Factors) -> Tensor:
    made = nn.linear(x, *own[name])
    if name in change:
        down, up = change[name]
        kept = nn.dropout(x, DROPPED, torch.is_grad_enabled())
        made = made + nn.linear(nn.linear(kept, down), up)
    return made


def _tensor(values: Any) -> Tensor:
    return torch.from_numpy(np.array(values, np.float32))


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
