"""Whether the sources carry an answer at all. One code path, one threshold; refusing is a result."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kb.answer.candidates import Candidate

NOT_IN_SOURCES = "not_in_sources"
NOTHING_READ = "nothing_read"

# A logistic regression on 240 questions that we wrote, over our own samples and over US government papers; the
# development set was kept out. At a probability of 0.5 about six in ten refusals are right, and six in ten questions
# without an answer are refused: what remains are questions that share everything with a source but the fact asked for.
BIAS = -3.29
WEIGHTS = {"cosine": 4.36, "word_share": 0.61, "fit_gap": 0.34, "times": 1.54, "agreement": 0.25, "lead": 0.08}
FAR = -6.0


def evidence(found: Sequence[Candidate]) -> dict[str, float]:
    """What speaks for there being an answer among the candidates (best first).

    `cosine` is the nearest passage's; `word_share` the best candidate's; `fit_gap` how much nearness is lost (≤ 0)
    by keeping to candidates that hold the kind, time and names asked for; `times` whether the best agrees with the
    time; `agreement` how many of the first five come from its group of copies; `lead` its distance from the others.
    """
    best = found[0]
    fitting = [candidate.nearness for candidate in found if candidate.fits]
    others = [candidate.score for candidate in found if candidate.group != best.group]
    return {
        "cosine": max(candidate.passage.cosine for candidate in found),
        "word_share": best.word_share,
        "fit_gap": max(FAR, max(fitting) - max(candidate.nearness for candidate in found)) if fitting else FAR,
        "times": float(best.times),
        "agreement": float(sum(candidate.group == best.group for candidate in found[:5])),
        "lead": best.score - max(others) if others else 3.0,
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
