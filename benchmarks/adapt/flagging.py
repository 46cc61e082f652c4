"""Trains the reader of labels: an adapter of the upper layers, and a row of numbers a label, on labelled sentences.

    pip install ".[train]"
    python -m benchmarks.adapt.flagging [--epochs 6] [--rank 32]

A passage is read under its publisher and title. Each token says how much speaks for each label; a sentence's logit is a
soft maximum over its tokens, so that the words that speak loudest can be shown as the reason. The material is
`benchmarks/adapt/labelled/*.txt` and the sentences that the rules were written with. The last files are kept back: on
those, which neither has seen, it is fitted how much the reader and the rules count. The reader goes to
`kb/engine/e5/labels.npz`, the weights to `kb/lexicon/labels.toml`, the figures to `benchmarks/results/labels.json`.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as nn
from numpy.typing import NDArray

from benchmarks.adapt.layers import Layers, Tensor
from benchmarks.adapt.plan import DECAY, LARGEST, RATE, options, rate
from benchmarks.fitting import fit_yes_no
from benchmarks.labelled import ELSEWHERE, SENTENCES, Labelled, flagged, quality, read_labelled
from ingest.segment import segment
from kb.engine.e5.tokens import Tokeniser
from kb.engine.e5.weights import Weights, find_weights
from kb.flags import load_lexicons, notices
from kb.flags.clues import read as clues_of
from kb.flags.learned import SIGNS, SILENT, decide, heading, signs
from kb.flags.voice import hear
from kb.model import LABELS, READ_LABELS, Document, Sentence

FOLDER = Path("benchmarks/adapt/labelled")
KEPT_BACK = 3  # of its files
LABELS_FILE = Path("kb/engine/e5/labels.npz")
WEIGHTS = Path("kb/lexicon/labels.toml")
RESULTS = Path("benchmarks/results/labels.json")
HEAD = "# How much each sign of a label counts: written by `python -m benchmarks.adapt.flagging`.\n"
PENALTY = 1.0
# A logit that a rule's label counts beyond what was fitted: on the texts it was fitted on that is no worse (macro F1 of
# marketing and unsupported 0.849 for 0.842), and what the rules know stays better kept (0.855 for 0.823 on the
# development set).
RULE = 1.0

PASSAGES = 8  # a batch
RATE_OF_HEAD = 5e-3
RARE = -1.5  # a logit: about how rare labels are
UNKNOWN = -1.0  # in place of 0 or 1 where a label isn't judged


@dataclass(frozen=True, slots=True)
class Page:
    """A passage: ids (t,) with prefix, heading and marks; where its sentences stand; labels (sentences, labels).

    `of` are the sentences' numbers in their document.
    """

    ids: NDArray[np.int64]
    spans: list[tuple[int, int]]
    labels: NDArray[np.float32]
    of: list[int]


def pages(labelled: Labelled, tokeniser: Tokeniser) -> list[Page]:
    """A document's passages with what is known of their sentences."""
    unjudged = {at: {"attributed"} for at in labelled.unjudged}
    known = [
        [UNKNOWN if label in unjudged.get(at, ()) else float(label in own) for label in READ_LABELS]
        for at, own in enumerate(labelled.labels)
    ]
    return list(cut(labelled.document, labelled.sentences, np.array(known, np.float32), tokeniser))


def cut(
    document: Document, sentences: Sequence[Sentence], known: NDArray[np.float32], tokeniser: Tokeniser
) -> Iterator[Page]:
    """The same with the labels (sentences, labels) given."""
    before = f"passage: {heading(document)}"
    for passage in segment(document)[1]:
        (read,) = tokeniser.tokens([before + passage.text])
        begins = read.spans[:, 0] - len(before) + passage.start
        inside = [at for at, one in enumerate(sentences) if passage.start <= one.start < passage.end]
        places = [np.searchsorted(begins, [sentences[at].start, sentences[at].end]) + 1 for at in inside]
        spans = [(int(low), max(int(low) + 1, int(high))) for low, high in places]
        if inside:
            yield Page(tokeniser.mark(read.ids), spans, known[inside], inside)


class Reader(Layers):
    """The model with an adapter and a row of numbers a label."""

    def __init__(self, first: int, rank: int) -> None:
        super().__init__(first, rank)
        self.head = torch.nn.Linear(self.shape.hidden, len(READ_LABELS))
        torch.nn.init.constant_(self.head.bias, RARE)

    def logits(self, held: Sequence[Page]) -> Tensor:
        """(sentences, labels) of all sentences of these passages, one after the other."""
        found = []
        for page, states in zip(held, self.read([page.ids for page in held]), strict=True):
            tokens = self.head(states)
            found += [torch.logsumexp(tokens[low:high], 0) - math.log(high - low) for low, high in page.spans]
        return torch.stack(found)

    def arrays(self) -> dict[str, Any]:
        """What was trained, as `kb.engine.e5.labels` reads it."""
        head = {"head.w": self.head.weight.detach().numpy().T, "head.b": self.head.bias.detach().numpy()}
        return super().arrays() | head


def train(model: Reader, held: Sequence[Page], epochs: int, seed: int = 0) -> Iterator[float]:
    """Moves the model; yields the loss of each epoch."""
    chance = np.random.default_rng(seed)
    groups = [{"params": model.parameters()}, {"params": list(model.head.parameters()), "lr": RATE_OF_HEAD}]
    optimiser = torch.optim.AdamW(groups, lr=RATE, weight_decay=DECAY)
    steps = epochs * math.ceil(len(held) / PASSAGES)
    plan = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: rate(step / steps))
    for _ in range(epochs):
        losses = []
        order = chance.permutation(len(held))
        for at in range(0, len(held), PASSAGES):
            batch = [held[number] for number in order[at : at + PASSAGES]]
            wanted = torch.from_numpy(np.concatenate([page.labels for page in batch]))
            known = wanted != UNKNOWN
            wrong = nn.binary_cross_entropy_with_logits(model.logits(batch)[known], wanted[known])
            optimiser.zero_grad()
            wrong.backward()
            torch.nn.utils.clip_grad_norm_([*model.parameters(), *model.head.parameters()], LARGEST)
            optimiser.step()
            plan.step()
            losses.append(wrong.item())
        yield float(np.mean(losses))


@torch.no_grad()  # type: ignore[untyped-decorator]
def read(model: Reader, held: Iterable[Page], count: int) -> NDArray[np.float32]:
    """(count, labels): the logits of a document's sentences; nothing speaks for one that stands in no passage."""
    found = np.full((count, len(READ_LABELS)), SILENT, np.float32)
    for page in held:
        found[page.of] = model.logits([page]).numpy()
    return found


def known(paths: Sequence[Path], tokeniser: Tokeniser) -> list[tuple[Labelled, list[Page]]]:
    """The documents of some files with their passages."""
    return [(one, list(pages(one, tokeniser))) for path in paths for one in read_labelled(path)]


def rows_of(model: Reader, one: Labelled, own: Sequence[Page]) -> Any:
    """(n, signs): what the reader and the rules say of a document's sentences."""
    lexicon = load_lexicons()[one.document.language]
    clues = [clues_of(sentence.text, lexicon) for sentence in one.sentences]
    seen = notices(one.document, one.sentences, [line.text for line in one.asides], lexicon)
    voice = hear(replace(one.document, notices=seen), clues)
    ruled = [sentence.labels for sentence in flagged(one)]
    questions = [clue.question for clue in clues]
    said = read(model, own, len(one.sentences))
    return signs(said, ruled, questions, promotes=voice.promotes, issuer=voice.issuer)


def weighed(signed: Sequence[tuple[Labelled, Any]]) -> dict[str, dict[str, float]]:
    """By label, what is said without any sign and how much each sign counts; the rules' own one `RULE` more."""
    found = {}
    for label in READ_LABELS:
        examples = [
            (row, float(label in wanted))
            for one, rows in signed
            for at, (row, wanted) in enumerate(zip(rows, one.labels, strict=True))
            if label != "attributed" or at not in one.unjudged
        ]
        fitted = fit_yes_no(np.stack([row for row, _ in examples]), np.array([yes for _, yes in examples]), PENALTY)
        found[label] = {name: round(float(value), 3) for name, value in zip(("bias", *SIGNS), fitted, strict=True)}
        found[label][f"rule_{label}"] = round(found[label][f"rule_{label}"] + RULE, 3)
    return found


def right(signed: Sequence[tuple[Labelled, Any]]) -> dict[str, dict[str, float]]:
    """F1 by language and label, by the weights in `kb/lexicon/labels.toml`."""
    tally: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for one, rows in signed:
        for labels, wanted in zip(decide(rows), one.labels, strict=True):
            given = labels | {"unsupported"} if "claim" in labels and "attributed" not in labels else labels
            for label in LABELS:
                cell = tally[one.document.language, label]
                cell[0] += 2 * (label in given and label in wanted)
                cell[1] += (label in given) + (label in wanted)
    found: dict[str, dict[str, float]] = {}
    for (language, label), (both, sum_) in sorted(tally.items()):
        found.setdefault(language, {})[label] = round(both / max(1, sum_), 3)
    return found


def main() -> None:
    """Trains on all but the last files, fits the weights on those, and writes what came of it."""
    given = options(__doc__, epochs=6, rank=32)
    torch.manual_seed(0)
    tokeniser = Tokeniser(Weights(find_weights()).vocabulary())
    paths = sorted(FOLDER.glob("*.txt"))
    seen = known([SENTENCES, ELSEWHERE, *paths[:-KEPT_BACK]], tokeniser)
    kept = known(paths[-KEPT_BACK:], tokeniser)
    model, losses = Reader(given.first, given.rank), []
    for loss in train(model, [page for _, own in seen for page in own], given.epochs):
        print(f"  loss {loss:.3f}", flush=True)
        losses.append(round(loss, 4))
    np.savez(LABELS_FILE, **model.arrays())
    signed = [(one, rows_of(model, one, own)) for one, own in kept]
    table = weighed(signed)
    parts = ("".join(f"{name} = {value}\n" for name, value in own.items()) for own in table.values())
    lines = [f"\n[{label}]\n{part}" for label, part in zip(table, parts, strict=True)]
    WEIGHTS.write_text(HEAD + "".join(lines), encoding="utf-8")
    record = {
        "sentences": sum(len(one.sentences) for one, _ in seen),
        "kept_back": sum(len(one.sentences) for one, _ in kept),
        "epochs": given.epochs,
        "rank": given.rank,
        "losses": losses,
        "rules alone, on those kept back": quality([one for one, _ in kept]),
        "with the reader": right(signed),
    }
    RESULTS.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
