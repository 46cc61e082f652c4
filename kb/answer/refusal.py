"""Whether the sources carry an answer at all. One code path, one threshold; refusing is a result."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kb.answer.candidates import Candidate

NOT_IN_SOURCES = "not_in_sources"
NOTHING_READ = "nothing_read"

BIAS = -9.0
WEIGHTS = {"cosine": 5.0, "word_share": 2.0, "names_near": 3.0, "serves": 1.0, "years": 3.0}


def evidence(found: Sequence[Candidate]) -> dict[str, float]:
    """What speaks for there being an answer, of the best candidate."""
    best = found[0]
    return {
        "cosine": max(candidate.passage.cosine for candidate in found),
        "word_share": best.word_share,
        "names_near": best.names_near,
        "serves": float(best.serves),
        "years": float(best.years),
    }


def probability(found: Sequence[Candidate]) -> float:
    """How likely the best candidates carry an answer, 0 to 1."""
    value = BIAS + sum(WEIGHTS[name] * value for name, value in evidence(found).items())
    return 1.0 / (1.0 + math.exp(-value))


def refusal(found: Sequence[Candidate], threshold: float) -> str | None:
    """The reason why there is no answer, or None where there is one."""
    if not found:
        return NOTHING_READ
    return NOT_IN_SOURCES if probability(found) < threshold else None
