"""The cross-encoder of `kb.engine.e5.cross` in PyTorch, and how far it is from right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch.nn.functional as nn

from benchmarks.adapt.layers import Layers, Tensor, attended, barred
from kb.engine.e5.cross import SHARPNESS, Judge
from kb.settings import LANGUAGES

OPEN = 0.1  # how far the gates are open at first
INNER = 128  # of the network that tells whether there is an answer
OF_ANSWERED = 0.5  # of the loss
OF_EACH = 0.5  # of the loss
USUAL = 28.0  # about where ranks begin


@dataclass(frozen=True, slots=True)
class Case:
    """A question and sentences: states (t, hidden) that left the lower layers, languages, and which sentences answer.

    heft (q,): how much each token of the question counts, nothing for its prefix and marks.
    """

    asked: Tensor
    heft: Tensor
    language: str
    said: Sequence[Tensor]
    languages: Sequence[str]
    right: Sequence[bool]


@dataclass(frozen=True, slots=True)
class Batch:
    """Cases side by side, padded: asked (n, q, hidden), said (n, s, hidden) with all sentences of a case in one row.

    own (n, k, s): which tokens are a sentence's; the masks are added to the attention; the means are to be taken off.
    """

    asked: Tensor
    said: Tensor
    own: Tensor
    heft: Tensor
    asked_only: Tensor
    said_only: Tensor
    apart: Tensor
    mean_asked: Tensor
    mean_said: Tensor
    foreign: Tensor
    right: Tensor


class Joint(Layers):
    """The model with an adapter, gates and heads, all of which are trained."""

    def __init__(self, first: int, rank: int, means: Tensor) -> None:
        """means (languages, hidden) of tokens."""
        super().__init__(first, rank)
        size, layers = self.shape.hidden, self.shape.layers - first
        self.means = means
        self.gates = torch.nn.Parameter(torch.full((layers, 2, self.shape.heads), OPEN))
        self.foreign = torch.nn.Parameter(torch.zeros(()))
        self.alone = torch.nn.Parameter(torch.tensor([0.5, -1.5]))  # from a rank to a sentence's own logit
        self.rank = (torch.nn.Linear(3 * size, size), torch.nn.Linear(size, 1))
        self.answered = (torch.nn.Linear(2 * size + 4, INNER), torch.nn.Linear(INNER, 1))
        for _, last in (self.rank, self.answered):
            torch.nn.init.zeros_(last.weight)
            torch.nn.init.zeros_(last.bias)

    def parameters(self) -> list[Tensor]:
        """What an optimiser moves, the gates left out."""
        networks = [part for layer in (*self.rank, *self.answered) for part in layer.parameters()]
        return [*super().parameters(), *networks, self.foreign, self.alone]

    def go_on(self, judge: Judge) -> None:
        """Begins with what was trained before."""
        self.take(judge.adapter)
        parts = judge.heads.parts
        with torch.no_grad():
            self.gates.copy_(torch.from_numpy(judge.gates))
            self.foreign.copy_(torch.from_numpy(parts["foreign"]))
            for name, layers in (("rank", self.rank), ("answered", self.answered)):
                for place, layer in zip(("in", "out"), layers, strict=True):
                    layer.weight.copy_(torch.from_numpy(parts[f"{name}.{place}.w"].T))
                    layer.bias.copy_(torch.from_numpy(parts[f"{name}.{place}.b"]))

    def judge(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Logits: (n, k) of each sentence being the one that answers, (n,) of there being one."""
        asked, said = batch.asked, batch.said
        for number in range(self.first, self.shape.layers):
            ours, theirs = self.heads(asked, number), self.heads(said, number)
            gates = self.gates[number - self.first].to(torch.bfloat16)[:, None, :, None, None]
            mine = _attend(ours, ours, batch.asked_only) + gates[0] * _attend(ours, theirs, batch.said_only)
            other = _attend(theirs, theirs, batch.apart) + gates[1] * _attend(theirs, ours, batch.asked_only)
            asked, said = self.finish(asked, mine, number), self.finish(said, other, number)
        return self._verdict(batch, asked, said)

    def _verdict(self, batch: Batch, asked: Tensor, said: Tensor) -> tuple[Tensor, Tensor]:
        wanted = nn.normalize(asked - batch.mean_asked[:, None], dim=-1)
        held = nn.normalize(said - batch.mean_said, dim=-1)
        met = (wanted @ held.transpose(1, 2))[:, None].masked_fill(~batch.own[:, :, None], -2.0).amax(-1)
        late = (met * batch.heft[:, None]).sum(-1)
        own = batch.own.float()
        real = batch.own.any(-1)
        pooled = own @ said / own.sum(-1, keepdim=True).clamp_min(1)
        question = batch.heft[:, None] @ asked
        whole = torch.cat([pooled, question.expand_as(pooled), pooled * question], -1)
        ranks = late * SHARPNESS + _network(self.rank, whole)[..., 0] + self.foreign * batch.foreign
        ranks = ranks.masked_fill(~real, -1e4)
        shares = torch.softmax(ranks, 1)
        doubt = -(shares * torch.log(shares.clamp_min(1e-9))).sum(1)
        least = (shares[..., None] * met).sum(1).masked_fill(batch.heft <= 0, 9.0).amin(-1)
        together = torch.logsumexp(ranks, 1)
        seen = torch.stack([(shares * late).sum(1) * 5, least * 3, doubt, together / 10 - 3], 1)
        summed = torch.cat([(shares[..., None] * pooled).sum(1), question[:, 0], seen], 1)
        return ranks, _network(self.answered, summed)[:, 0]

    def arrays(self) -> dict[str, Any]:
        """What was trained in half precision, as `kb.engine.e5.cross` reads it."""
        held = super().arrays() | {"gates": self.gates.detach().numpy(), "foreign": self.foreign.detach().numpy()}
        held |= {f"means.{language}": self.means[at].numpy() for at, language in enumerate(LANGUAGES)}
        for name, layers in (("rank", self.rank), ("answered", self.answered)):
            for place, layer in zip(("in", "out"), layers, strict=True):
                held[f"{name}.{place}.w"] = layer.weight.detach().numpy().T.astype(np.float16)
                held[f"{name}.{place}.b"] = layer.bias.detach().numpy()
        return held


def loss(ranks: Tensor, answered: Tensor, right: Tensor, weight_of_none: float, alone: Tensor) -> Tensor:
    """How far what answers is from standing first, and how wrong it is about there being an answer, in nats.

    And how wrong it is about each sentence by itself, which teaches it more about what doesn't answer than the choice
    among them: `alone` (2) says how a sentence's rank becomes the logit of its answering.
    """
    there = right.any(1)
    surprise = torch.logsumexp(ranks, 1) - torch.logsumexp(ranks.masked_fill(~right, -1e9), 1)
    weights = torch.where(there, 1.0, weight_of_none)
    wrong = nn.binary_cross_entropy_with_logits(answered, there.float(), weights)
    real = ranks > -1e3
    each = nn.binary_cross_entropy_with_logits(alone[0] * (ranks - USUAL) + alone[1], right.float(), reduction="none")
    return surprise[there].sum() / len(ranks) + OF_ANSWERED * wrong + OF_EACH * each[real].mean()


def batch_of(cases: Sequence[Case], means: Tensor) -> Batch:
    """Cases side by side; means (languages, hidden)."""
    most = max(len(case.said) for case in cases)
    asked, heft = _padded([case.asked for case in cases]), _padded([case.heft for case in cases])
    said = _padded([torch.cat(list(case.said)) for case in cases])
    which = torch.full(said.shape[:2], -1)
    mean_said, foreign = torch.zeros(said.shape), torch.zeros(len(cases), most)
    right = torch.zeros(len(cases), most, dtype=torch.bool)
    for row, case in enumerate(cases):
        lengths = torch.tensor([len(own) for own in case.said])
        which[row, : lengths.sum()] = torch.repeat_interleave(torch.arange(len(case.said)), lengths)
        languages = torch.tensor([LANGUAGES.index(each) for each in case.languages])
        mean_said[row, : lengths.sum()] = means[torch.repeat_interleave(languages, lengths)]
        foreign[row, : len(case.said)] = torch.tensor([float(each != case.language) for each in case.languages])
        right[row, : len(case.said)] = torch.tensor(list(case.right))
    lengths = torch.tensor([len(case.asked) for case in cases])
    asked_only = barred((torch.arange(asked.shape[1]) < lengths[:, None])[:, None, None])
    own = which[:, None] == torch.arange(most)[:, None]
    apart = barred((which[:, :, None] == which[:, None])[:, None])
    mean_asked = means[torch.tensor([LANGUAGES.index(case.language) for case in cases])]
    said_only = barred((which >= 0)[:, None, None])
    return Batch(asked, said, own, heft, asked_only, said_only, apart, mean_asked, mean_said, foreign, right)


def _padded(rows: Sequence[Tensor]) -> Tensor:
    return torch.nn.utils.rnn.pad_sequence([row.float() for row in rows], batch_first=True)


def _attend(of: tuple[Tensor, ...], to: tuple[Tensor, ...], mask: Tensor) -> Tensor:
    return attended(of[0], to[1], to[2], mask)


def _network(layers: tuple[Tensor, Tensor], x: Tensor) -> Tensor:
    return layers[1](nn.gelu(layers[0](x)))
