"""How sentences and passages score for questions, as `kb.weigh` has it, with slopes, and how far that is from right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from benchmarks.adapt.layers import Layers, Tensor
from benchmarks.adapt.material import Collection, Passage, Question
from kb.settings import LANGUAGES

FIT = 0.5  # of a sentence's score, how much its passage counts
SHARPNESS = 20.0  # of the softmax; scores lie between -1 and 1
OF_PASSAGES = 0.5  # of the loss


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores of sentences (questions, sentences) and passages (questions, passages), and which of them answer."""

    sentences: Tensor
    passages: Tensor
    right: Tensor
    right_passages: Tensor

    def loss(self) -> Tensor:
        """How far what answers is from standing first, in nats."""
        return _surprise(self.sentences, self.right) + OF_PASSAGES * _surprise(self.passages, self.right_passages)

    def first_right(self) -> Tensor:
        """(questions,): whether the first sentence is one that answers."""
        return self.right.gather(1, self.sentences.argmax(1, keepdim=True))[:, 0]


def score(model: Layers, means: Tensor, held: Collection, adapted: bool = True) -> Scored:
    """A collection's sentences for its questions, all of which have an answer; means (2, hidden) of the languages.

    What a question meets in all passages of a language on the mean is taken off. Passages count by their signs alone.
    """
    passages, questions = held.passages, held.questions
    language = torch.tensor([LANGUAGES.index(passage.language) for passage in passages])
    read = model.read([passage.ids for passage in passages], adapted)
    tokens = _signs(torch.cat([_centred(own, means[at]) for own, at in zip(read, language, strict=True)]))
    asked = model.read([question.ids for question in questions], adapted)
    wanted = torch.cat([_wanted(own, question, means) for own, question in zip(asked, questions, strict=True)])
    met = wanted @ tokens.T
    begins = np.cumsum([0] + [len(own) for own in read])
    spans = [(begins[at] + low, begins[at] + high) for at, one in enumerate(passages) for low, high in one.sentences]
    each, whole = _most(met, spans), _most(met, [_body(one, begins[at]) for at, one in enumerate(passages)])
    usual = torch.stack([_mean_of(whole, language == number) for number in range(len(LANGUAGES))], 1)
    of = torch.tensor([at for at, one in enumerate(passages) for _ in one.sentences])
    first = torch.tensor([number == 0 for one in passages for number, _ in enumerate(one.sentences)])
    before = torch.where(first, each, torch.maximum(each, torch.roll(each, 1, 1)))
    heft = torch.cat([torch.from_numpy(question.heft) for question in questions])
    sums = _Sums([int(question.body.sum()) for question in questions])
    fit = sums.mean(whole - usual[:, language])
    own = sums.weighted(each + before - 2 * usual[:, language[of]], heft)
    right = _right(questions, passages)
    right_passages = torch.zeros(fit.shape).index_add(1, of, right.float()) > 0
    return Scored(own + FIT * fit[:, of], fit, right, right_passages)


class _Sums:
    """Rows of tokens, summed up for the question they belong to."""

    def __init__(self, lengths: Sequence[int]) -> None:
        self._lengths = torch.tensor(lengths)
        self._of = torch.repeat_interleave(torch.arange(len(lengths)), self._lengths)

    def weighted(self, rows: Tensor, weights: Tensor) -> Tensor:
        empty = torch.zeros(len(self._lengths), rows.shape[1])
        return empty.index_add(0, self._of, rows * weights[:, None])

    def mean(self, rows: Tensor) -> Tensor:
        return self.weighted(rows, 1 / self._lengths[self._of])


def _wanted(own: Tensor, question: Question, means: Tensor) -> Tensor:
    return _centred(own[torch.from_numpy(question.body)], means[LANGUAGES.index(question.language)])


def _centred(vectors: Tensor, mean: Tensor) -> Tensor:
    moved = vectors - mean
    return moved / moved.norm(dim=-1, keepdim=True).clamp_min(1e-9)


def _signs(vectors: Tensor) -> Tensor:
    """The signs, at length 1; slopes go through as if they were the vectors (the straight-through estimator)."""
    signs = torch.where(vectors > 0, 1.0, -1.0) / math.sqrt(vectors.shape[-1])
    return vectors + (signs - vectors).detach()


def _most(met: Tensor, spans: Sequence[tuple[int, int]]) -> Tensor:
    """(rows, spans): the best of each span; slopes go to that token alone."""
    with torch.no_grad():
        best = torch.stack([met[:, low:high].argmax(1) + int(low) for low, high in spans], 1)
    return met.gather(1, best)


def _body(passage: Passage, begin: int) -> tuple[int, int]:
    own = np.flatnonzero(passage.body)
    return begin + int(own[0]), begin + int(own[-1]) + 1


def _mean_of(values: Tensor, chosen: Tensor) -> Tensor:
    return values[:, chosen].mean(1) if chosen.any() else values.mean(1)


def _right(questions: Sequence[Question], passages: Sequence[Passage]) -> Tensor:
    places = [(at, number) for at, one in enumerate(passages) for number, _ in enumerate(one.sentences)]
    return torch.tensor([[place in question.gold for place in places] for question in questions])


def _surprise(scores: Any, right: Any) -> Tensor:
    """The mean of −log of the share that the right ones have together."""
    sharp = scores * SHARPNESS
    return (torch.logsumexp(sharp, 1) - torch.logsumexp(sharp.masked_fill(~right, -1e9), 1)).mean()
