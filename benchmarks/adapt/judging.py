"""Trains the cross-encoder that judges the likeliest sentences, on the material of the adapter.

    pip install ".[train]"
    python -m benchmarks.adapt.judging [--epochs 2] [--begin FILE]

A case is a question and the sentences that score best for it by late interaction, as the program picks them. Which of
them answers is learnt as a choice, whether one does as a yes or no, and so is whether each does by itself. Three in ten
times a question is shown without the sentences that answer it, so that how a question is put tells little: only what
the sentences say does. Collections named `kept-…` choose the epoch, to those named `unseen-…` nothing is fitted. The
best epoch gives `kb/engine/e5/judge.npz`; the figures go to `benchmarks/results/judge.json`.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.adapt.joint import Case, Joint, batch_of, loss
from benchmarks.adapt.layers import Layers
from benchmarks.adapt.material import KEPT, UNSEEN, Collection, Passage, collections
from benchmarks.adapt.plan import DECAY, LARGEST, MEANS, RATE, options, rate, sorted_out
from benchmarks.adapt.scores import score
from benchmarks.fitting import area
from kb.answer.judging import JUDGED
from kb.engine.e5 import cross
from kb.engine.e5.adapter import content, load

JUDGE = Path("kb/engine/e5/judge.npz")
RESULTS = Path("benchmarks/results/judge.json")
CASES = 16  # a batch
SORTED = 8  # batches whose cases are put in order of length together
LOOKED_AT = 20  # sentences of a collection, from which those of a case are taken in training
WITHOUT = 0.3  # of the cases with an answer, those shown without it
VARIED = 0.5  # of the cases, one of the weaker sentences is another one each time
RATE_OF_GATES = 5e-3
LONGEST = 500  # tokens of a sentence with what stands before it


class Cases:
    """A collection's questions with their likeliest sentences, best first, and the sentences that answer."""

    def __init__(self, model: Joint, late: Layers, held: Collection) -> None:
        self._held = held
        self._places = [(at, number) for at, one in enumerate(held.passages) for number in range(len(one.sentences))]
        with torch.no_grad():
            read = model.begin([_in_context(held.passages[at], number) for at, number in self._places])
            scored = score(late, model.means, held)
            self._asked = [states.half() for states in model.begin([question.ids for question in held.questions])]
        lengths = [int(np.subtract(*held.passages[at].sentences[number][::-1])) for at, number in self._places]
        self._said = [states[-1 - max(1, length) : -1].half() for states, length in zip(read, lengths, strict=True)]
        self._order = torch.argsort(scored.sentences, dim=1, descending=True)[:, :LOOKED_AT].tolist()
        self._right = scored.right.numpy()

    def __len__(self) -> int:
        return len(self._order)

    def answerable(self, number: int) -> bool:
        """Whether the collection answers a question."""
        return bool(self._held.questions[number].gold)

    def case(self, number: int, chance: np.random.Generator | None = None) -> Case:
        """A question's case; with `chance` as training shows it."""
        chosen = self._order[number][:JUDGED] if chance is None else self._varied(number, chance)
        right = self._right[number]
        question = self._held.questions[number]
        heft = torch.zeros(len(question.ids))
        heft[torch.from_numpy(question.body)] = torch.from_numpy(question.heft).float()
        languages = [self._held.passages[self._places[at][0]].language for at in chosen]
        said = [self._said[at] for at in chosen]
        return Case(self._asked[number], heft, question.language, said, languages, [bool(right[at]) for at in chosen])

    def _varied(self, number: int, chance: np.random.Generator) -> list[int]:
        """The likeliest sentences as training shows them: with one that answers or, at times, with none."""
        order: list[int] = self._order[number]
        right = self._right[number]
        if chance.random() < WITHOUT:
            return [at for at in order if not right[at]][:JUDGED]
        chosen, others = list(order[:JUDGED]), order[JUDGED:]
        if right.any() and not right[chosen].any():
            chosen[-1] = int(chance.choice(np.flatnonzero(right)))
        weaker = [place for place in range(len(chosen) // 2, len(chosen)) if not right[chosen[place]]]
        if others and weaker and chance.random() < VARIED:
            chosen[int(chance.choice(weaker))] = int(chance.choice(others))
        return chosen


def _in_context(passage: Passage, number: int) -> Any:
    """The ids of a sentence under its passage's title and after the sentence before it, with marks."""
    head = passage.ids[: np.flatnonzero(passage.body)[0]]
    low, high = passage.sentences[number]
    before = passage.ids[slice(*passage.sentences[number - 1])] if number else passage.ids[:0]
    own = passage.ids[min(low, high - 1) : high]
    return np.concatenate([np.concatenate([head, before])[: LONGEST - len(own)], own, passage.ids[-1:]])


def batches(held: Sequence[Cases], chance: np.random.Generator) -> Iterator[list[Case]]:
    """All cases once, in batches of about one length."""
    order = chance.permutation([(at, number) for at, own in enumerate(held) for number in range(len(own))])
    mixed = np.array_split(order, math.ceil(len(order) / (SORTED * CASES)))
    for part in mixed:
        cases = sorted((held[at].case(number, chance) for at, number in part), key=_length)
        groups = [cases[at : at + CASES] for at in range(0, len(cases), CASES)]
        yield from (groups[at] for at in chance.permutation(len(groups)))


def _length(case: Case) -> int:
    return len(case.asked) + sum(map(len, case.said))


def train(model: Joint, seen: Sequence[Cases], kept: Sequence[Cases], epochs: int) -> Iterator[dict[str, Any]]:
    """Moves what can be trained; yields what each epoch gave."""
    chance = np.random.default_rng(0)
    groups = [{"params": model.parameters()}, {"params": [model.gates], "lr": RATE_OF_GATES, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=RATE, weight_decay=DECAY)
    cases = sum(map(len, seen))
    without = sum(not own.answerable(number) for own in seen for number in range(len(own)))
    none = without + WITHOUT * (cases - without)
    steps = epochs * SORTED * math.ceil(cases / (SORTED * CASES))
    plan = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: rate(step / steps))
    for epoch in range(1, epochs + 1):
        began, losses = time.monotonic(), []
        for batch in (batch_of(part, model.means) for part in batches(seen, chance)):
            wrong = loss(*model.judge(batch), batch.right, cases / none / 2, model.alone)
            optimiser.zero_grad()
            wrong.backward()
            torch.nn.utils.clip_grad_norm_([*model.parameters(), model.gates], LARGEST)
            optimiser.step()
            plan.step()
            losses.append(wrong.item())
            if len(losses) % 50 == 0:
                print(
                    f"  epoch {epoch}, {len(losses)} of {steps // epochs}, loss {np.mean(losses[-100:]):.3f}",
                    flush=True,
                )
        took = round(time.monotonic() - began)
        yield {"epoch": epoch, "loss": round(float(np.mean(losses)), 3), "seconds": took} | measure(model, kept)


@torch.no_grad()  # type: ignore[untyped-decorator]
def measure(model: Joint, held: Sequence[Cases]) -> dict[str, float]:
    """Of the questions with an answer, those whose first sentence is one; and the area under the curve of refusals."""
    first: list[bool] = []
    answered: dict[bool, list[float]] = {True: [], False: []}
    for own in held:
        cases = [own.case(number) for number in range(len(own))]
        for at in range(0, len(cases), 4 * CASES):
            part = cases[at : at + 4 * CASES]
            ranks, sure = model.judge(batch_of(part, model.means))
            for number, best, each in zip(
                range(at, at + len(part)), ranks.argmax(1).tolist(), sure.tolist(), strict=True
            ):
                answerable = own.answerable(number)
                answered[answerable].append(each)
                first += [part[number - at].right[best]] if answerable else []
    return {"first_right": round(float(np.mean(first)), 3), "area": area(answered[True], answered[False])}


def main() -> None:
    """Reads the collections, trains, and writes the figures after each epoch, and the judge if it is the best one."""
    given = options(__doc__, epochs=2)
    torch.manual_seed(0)
    means = torch.from_numpy(np.load(MEANS)[0])
    model, late = Joint(given.first, given.rank, means), Layers(given.first, given.rank)
    late.take(load(content()))
    if given.begin:
        model.go_on(cross.load(given.begin.read_bytes()))
    parts = {name: [Cases(model, late, held) for held in collections(paths)] for name, paths in sorted_out().items()}
    record: dict[str, Any] = {
        "questions": {n: sum(map(len, own)) for n, own in parts.items()},
        **vars(given) | {"begin": given.begin and given.begin.name},
        "measured": [],
    }
    best = 0.0
    for row in train(model, parts["seen"], parts[KEPT], given.epochs):
        print(row, flush=True)
        record["measured"].append(row)
        if (worth := row["first_right"] + row["area"]) > best:
            best = worth
            np.savez_compressed(JUDGE, **model.arrays())
            record["unseen"] = measure(model, parts[UNSEEN])
        RESULTS.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
