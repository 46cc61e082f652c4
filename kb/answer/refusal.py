"""Whether the sources carry an answer at all. One code path, one threshold; refusing is a result."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kb.answer.candidates import Candidate
from kb.library import Library
from kb.names import forms, translatable
from kb.question import Asked
from kb.retrieve import Query
from kb.store import Store
from kb.text import stems

NOT_IN_SOURCES = "not_in_sources"
UNKNOWN_NAME = "name_not_in_sources"
NOTHING_READ = "nothing_read"

# A logistic regression on 240 questions that we wrote, over our own samples and over US government papers; the
# development set was kept out, and there two thirds of the refusals are right and two thirds of the unanswerable
# questions refused. What remains are questions that share everything with a source but the fact asked for.
BIAS = -5.75
WEIGHTS = {"cosine": 16.9, "fit_gap": 0.36, "times": 1.55, "agreement": 0.18, "lead": 0.05}
NEAR = 0.28  # a cosine above this says no more: near misses lie as near as answers do
FAR = -6.0


def evidence(found: Sequence[Candidate]) -> dict[str, float]:
    """What speaks for there being an answer among the candidates (best first).

    `cosine` is the nearest passage's, above a random one's; `fit_gap` how much nearness is lost (≤ 0) by keeping to
    candidates that hold the kind, time and names asked for; `times` whether the best agrees with the time;
    `agreement` how many of the first five come from its group of copies; `lead` its distance from the others.
    """
    best = found[0]
    fitting = [candidate.nearness for candidate in found if candidate.fits]
    others = [candidate.score for candidate in found if candidate.group != best.group]
    return {
        "cosine": min(NEAR, max(candidate.passage.cosine for candidate in found)),
        "fit_gap": max(FAR, max(fitting) - max(candidate.nearness for candidate in found)) if fitting else FAR,
        "times": float(best.times),
        "agreement": float(sum(candidate.group == best.group for candidate in found[:5])),
        "lead": best.score - max(others) if others else 3.0,
    }


def probability(found: Sequence[Candidate]) -> float:
    """How likely the best candidates carry an answer, 0 to 1."""
    value = BIAS + sum(WEIGHTS[name] * value for name, value in evidence(found).items())
    return 1.0 / (1.0 + math.exp(-value))


def unknown_names(store: Store, asked: Asked, language: str) -> list[str]:
    """The question's names that no passage speaks of, in either language; `language` is the question's.

    An ordinary word in capitals ("Blue Card") may be translated, and a word in small letters mistyped: neither counts.
    """
    certain = (name for name in asked.names if not name.islower() and not translatable(name, language))
    return [name for name in certain if not _spoken_of(store, name)]


def _spoken_of(store: Store, name: str) -> bool:
    return any(
        store.speaks_of([stems(form, language) for form in forms(name)], language) for language in store.languages
    )


def refusal(library: Library, query: Query, asked: Asked, found: Sequence[Candidate]) -> str | None:
    """The reason why there is no answer, or None where there is one."""
    if not found:
        return NOTHING_READ
    if unknown_names(library.store, asked, query.language):
        return UNKNOWN_NAME
    threshold = library.settings.answer_threshold
    return NOT_IN_SOURCES if probability(found) < threshold else None
