"""The likeliest sentences judged together with the question: which of them answers it, and whether any does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from kb.answer.candidates import Candidate, best_first
from kb.answer.signs import weigh
from kb.engine import Excerpt
from kb.library import Library
from kb.retrieve import Query
from kb.store.searching import Page
from kb.text import one_holds_the_other

JUDGED = 4  # sentences; each takes its time, and six were no better (0.797 of the first ones right with either)
UNDER = 1.0  # of a score: how far below the judged ones the others begin


def judged(library: Library, query: Query, found: Sequence[Candidate]) -> list[Candidate]:
    """Candidates, best first, put in a new order by what the cross-encoder says of the first ones.

    Those get two more signs: `judged`, the logarithm of the share in which it takes this sentence for the one that
    answers, and `answered`, the same for all, the logit of there being an answer. Where the embedder has no
    cross-encoder they come back as they are.
    """
    if not found or query.read is None:
        return list(found)
    top, rest = _likeliest(found)
    pages = library.store.pages(candidate.document_id for candidate in top)
    verdict = library.engine.judge(query.text, query.language, query.heft, [_excerpt(each, pages) for each in top])
    if verdict is None:
        return list(found)
    shares = verdict.ranks - np.logaddexp.reduce(verdict.ranks)
    told = [
        {**each.signs, "judged": float(share), "answered": verdict.answered}
        for each, share in zip(top, shares, strict=True)
    ]
    return below(best_first(rescored(each, signs) for each, signs in zip(top, told, strict=True)), rest)


def _likeliest(found: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """The first candidates of different words, and the rest.

    The same sentence in two copies would take a place twice, and look like doubt which of the two it is.
    """
    top: list[Candidate] = []
    rest: list[Candidate] = []
    for candidate in found:
        full = len(top) == JUDGED or any(one_holds_the_other(candidate.text, earlier.text) for earlier in top)
        (rest if full else top).append(candidate)
    return top, rest


def rescored(candidate: Candidate, signs: Mapping[str, float]) -> Candidate:
    """The candidate with these signs, scored by them."""
    return replace(candidate, signs=signs, score=weigh(signs, "sentence_judged"))


def below(top: Sequence[Candidate], rest: Sequence[Candidate]) -> list[Candidate]:
    """Those that were judged, and under them the rest, as far apart as they were."""
    least = min(candidate.score for candidate in top) - UNDER
    return [*top, *(replace(each, score=least - (rest[0].score - each.score)) for each in rest)]


def _excerpt(candidate: Candidate, pages: Mapping[str, Page]) -> Excerpt:
    page = pages[candidate.document_id]
    ends = [(place.start, place.end) for place in candidate.passage.sentences if place.end <= candidate.start]
    before = page.text[slice(*ends[-1])] if ends else ""
    return Excerpt(page.title, before, candidate.text, page.language)
