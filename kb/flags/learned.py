"""What a reader of labels says of a document's sentences, weighed together with the rules. Pure.

The rules see words; the reader (`kb.engine.e5.labels`), which has learnt from labelled sentences, sees what they add up
to. `benchmarks.adapt.flagging` fits how much each of their signs counts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from kb.model import READ_LABELS, Document

FILE = "labels.toml"
SILENT = -5.0  # of a sentence that was not read
SIGNS = (
    *(f"read_{label}" for label in READ_LABELS),
    *(f"rule_{label}" for label in READ_LABELS),
    "promotes",
    "issuer",
    "selling",
    "question",
)
_FALL = 2.0  # of a logit: words that say so much less than the loudest one are no part of the reason
_LONGEST = 14  # tokens of a reason

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence's tokens say: logits (t, labels), as in `READ_LABELS`; spans (t, 2), places in the document."""

    logits: Floats
    spans: NDArray[np.int64]

    @property
    def whole(self) -> Floats:
        """(labels,): what its tokens say together, a soft maximum."""
        if not len(self.logits):
            return np.full(len(READ_LABELS), SILENT, np.float32)
        most = self.logits.max(axis=0)
        return np.asarray(most + np.log(np.exp(self.logits - most).mean(axis=0)), np.float32)

    def words(self, label: str, text: str) -> str:
        """The words of the document's text that speak loudest for a label."""
        if not len(self.logits):
            return ""
        says = self.logits[:, READ_LABELS.index(label)]
        low = high = int(says.argmax())
        least = says[low] - _FALL
        while high - low + 1 < _LONGEST:
            beside = [at for at in (low - 1, high + 1) if 0 <= at < len(says) and says[at] >= least]
            if not beside:
                break
            best = max(beside, key=lambda at: says[at])
            low, high = min(low, best), max(high, best)
        start, end = int(self.spans[low, 0]), int(self.spans[high, 1])
        first, last = int(self.spans[0, 0]), int(self.spans[-1, 1])
        while start > first and not text[start - 1].isspace():
            start -= 1
        while end < last and not text[end].isspace():
            end += 1
        return text[start:end].strip(" ,;:.")


def heading(document: Document) -> str:
    """What stands before each passage when it is read for its labels: who publishes it, and under which title."""
    return f"{document.publisher}: {document.title}. " if document.publisher else f"{document.title}. "


def signs(
    read: Floats, ruled: Sequence[Collection[str]], questions: Sequence[bool], *, promotes: bool, issuer: bool
) -> Floats:
    """(n, signs), named in `SIGNS`: what the reader (n, labels) and the rules say of a document's sentences.

    And whether the text promotes or its publisher speaks of itself; `selling` is the share of it that the reader takes
    for promotion.
    """
    held = np.array([[label in own for label in READ_LABELS] for own in ruled], np.float32)
    selling = float((1 / (1 + np.exp(-read[:, READ_LABELS.index("marketing")]))).mean()) if len(read) else 0.0
    whole = np.tile(np.array([promotes, issuer, selling], np.float32), (len(read), 1))
    asked = np.asarray(questions, np.float32).reshape(-1, 1)
    return np.concatenate([read, held, whole, asked], axis=1)


def decide(rows: Floats) -> list[frozenset[str]]:
    """The labels of each sentence by its signs (n, signs); none is both attributed and vague."""
    chances = {label: rows @ own + bias for label, (bias, own) in _weights().items()}
    chances["vague"] = np.where(chances["vague"] > chances["attributed"], chances["vague"], -1.0)
    chances["attributed"] = np.where(chances["vague"] > 0, -1.0, chances["attributed"])
    return [frozenset(label for label in chances if chances[label][at] > 0) for at in range(len(rows))]


@cache
def _weights() -> Mapping[str, tuple[float, Floats]]:
    """`kb/lexicon/labels.toml`: by label, what is said without any sign, and how much each sign counts."""
    table = tomllib.loads(resources.files("kb.lexicon").joinpath(FILE).read_text(encoding="utf-8"))
    return {
        label: (float(own["bias"]), np.array([own[sign] for sign in SIGNS], np.float32)) for label, own in table.items()
    }
