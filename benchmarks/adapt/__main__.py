"""Trains the adapter of the embedder's upper layers on questions that we wrote over articles that we wrote.

    pip install ".[train]"
    python -m benchmarks.adapt [--epochs 3] [--begin FILE]

For each question the sentences that answer it should score above all others of their collection, and their passages
above the others: a softmax over each, of scores as the program makes them, by late interaction with the signs of the
tokens. Collections named `kept-…` are not trained on: on those `benchmarks.calibrate` fits how much the scores count.
The epoch that does best on those gives `kb/engine/e5/adapter.npz`; the figures go to `benchmarks/results/adapter.json`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.adapt.layers import Layers, Tensor
from benchmarks.adapt.material import KEPT, Collection, collections, joined
from benchmarks.adapt.plan import DECAY, LARGEST, MEANS, RATE, options, rate, sorted_out
from benchmarks.adapt.scores import score
from kb.engine.e5.adapter import load

ADAPTER = Path("kb/engine/e5/adapter.npz")
RESULTS = Path("benchmarks/results/adapter.json")
QUESTIONS = 96  # about so many a batch, with all passages of their collections
TOGETHER = 2  # collections a batch, so that it also learns what speaks of something else


def batches(held: Sequence[Collection], chance: np.random.Generator) -> Iterator[Collection]:
    """The questions that have an answer, in batches, each with the passages of its collection and of another one."""
    order = chance.permutation(len(held))
    for at in range(0, len(order), TOGETHER):
        both = joined([held[number] for number in order[at : at + TOGETHER]])
        asked = [question for question in both.questions if question.gold]
        mixed = chance.permutation(len(asked))
        for part in np.array_split(mixed, max(1, round(len(asked) / QUESTIONS))):
            yield Collection(both.passages, [asked[number] for number in part])


def train(
    model: Layers, seen: Sequence[Collection], kept: Sequence[Collection], epochs: int
) -> Iterator[dict[str, Any]]:
    """Moves the model's factors; yields what each epoch gave."""
    means, chance = torch.from_numpy(np.load(MEANS)[0]), np.random.default_rng(0)
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    steps = epochs * sum(1 for _ in batches(seen, np.random.default_rng(0)))
    plan = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: rate(step / steps))
    yield {"epoch": 0, "kept_back": _first_right(model, means, kept, adapted=False)}
    for epoch in range(1, epochs + 1):
        began, losses = time.monotonic(), []
        for batch in batches(seen, chance):
            loss = score(model, means, batch).loss()
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), LARGEST)
            optimiser.step()
            plan.step()
            losses.append(loss.item())
            if len(losses) % 20 == 0:
                print(f"  epoch {epoch}, {len(losses)} of {steps // epochs}, loss {np.mean(losses):.3f}", flush=True)
        took = round(time.monotonic() - began)
        found = _first_right(model, means, kept)
        yield {"epoch": epoch, "loss": round(float(np.mean(losses)), 3), "kept_back": found, "seconds": took}


@torch.no_grad()  # type: ignore[untyped-decorator]
def _first_right(model: Layers, means: Tensor, kept: Sequence[Collection], adapted: bool = True) -> float:
    """Of the questions that have an answer, those whose first sentence is one."""
    whole = [Collection(held.passages, [one for one in held.questions if one.gold]) for held in kept]
    right = [score(model, means, held, adapted).first_right().numpy() for held in whole]
    return round(float(np.concatenate(right).mean()), 3)


def main() -> None:
    """Reads the collections, trains, and writes the figures after each epoch, and the adapter if it is the best one."""
    given = options(__doc__, epochs=3)
    torch.manual_seed(0)
    model, paths = Layers(given.first, given.rank), sorted_out()
    if given.begin:
        model.take(load(given.begin.read_bytes()))
    kept, seen = collections(paths[KEPT]), collections(paths["seen"])
    counts = [sum(len(each.questions) for each in part) for part in (seen, kept)]
    record: dict[str, Any] = {"questions": counts[0], "questions_kept_back": counts[1], "measured": []}
    record |= vars(given) | {"begin": given.begin and given.begin.name}
    for row in train(model, seen, kept, given.epochs):
        print(row, flush=True)
        record["measured"].append(row)
        if row["kept_back"] == max(each["kept_back"] for each in record["measured"]):
            np.savez(ADAPTER, **model.arrays())
        RESULTS.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
