"""Question → hits: candidates by meaning and by words, then ranked by late interaction over their tokens.

Vectors are compared less their language's mean (what all texts of a language share says nothing), and a language's
scores are put on one scale by what a random passage of it would score, so that neither language crowds out the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.index import Landscape, centred, inner
from kb.late import TokenBits
from kb.library import Library
from kb.model import Hit, Passage
from kb.query import Query, prepare
from kb.store import Filters, PassageRow, Store
from kb.stories import copy_groups
from kb.text import canonical
from kb.weigh import Scale, by_tokens, by_vectors, of_vectors

Vector = NDArray[np.float32]

BY_MEANING = 40  # candidates a language
BY_WORDS = 30
RERANKED = 20  # of a language's candidates, by late interaction
PROMISE = 2.0  # deviations that all of a question's words are worth when it is decided which are weighed
# How much the fit of a whole passage, that of its best sentence, the passage's vector, and the question's words in it
# count: log-odds of a conditional logistic regression on questions of our own, of which the adapter had seen none. But
# words count more than there (0.6), since those questions were put in other words than the texts on purpose.
WHOLE, BEST, MEANING, WORDS = 1.4, 1.8, 0.6, 1.5
EVEN = 1.0  # what scores no more than that below the best fits about as well

__all__ = ["BY_MEANING", "Place", "Query", "Scored", "candidates", "hits", "prepare", "retrieve"]

_side_by_side = ThreadPoolExecutor(2, "search")  # Chroma leaves the interpreter free while it searches


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence of a candidate and how well it fits: `score` in deviations, `met` (q,) as in `Weighed`.

    `fit` is how well the question's tokens are met, each by its heft.
    """

    start: int
    end: int
    score: float
    met: Vector
    fit: float


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate: `meaning` is its vector's score, in deviations, `fit` and `met` (q,) are as those of a sentence.

    `cosine` is its vector's with the question's, both centred, less what a random passage's is.
    """

    row: PassageRow
    sentences: tuple[Place, ...]
    score: float
    meaning: float
    cosine: float
    fit: float
    met: Vector
    word_share: float
    found_by: tuple[str, ...]

    @property
    def best(self) -> Place:
        """The sentence that fits best."""
        return max(self.sentences, key=lambda place: place.fit)


# -- candidates ------------------------------------------------------------------------------------


def candidates(library: Library, query: Query, filters: Filters) -> list[Scored]:
    """All passages worth a closer look, scored, best first."""
    store, found = library.store, list[Scored]()
    languages = [language for language in store.languages if filters.language in (None, language)]
    near: Mapping[str, Sequence[int]] | None = None
    if filters.selective:  # few enough to weigh them all
        near = {language: store.passage_rows(language, filters) for language in languages}
    else:
        pending = {language: _side_by_side.submit(_nearest, library, query.vector, language) for language in languages}
    limit = (10 if near is not None else 1) * BY_WORDS  # the words are looked up while Chroma searches
    matched = {lang: store.match(list(query.weights[lang]), lang, limit) for lang in languages}
    for language in languages:
        rows = near[language] if near is not None else pending[language].result()
        reasons = _found_by(rows, matched[language], only_these=near is not None)
        if filters.barred:
            reasons = {row: reasons[row] for row in store.sentence_spans(reasons, filters.barred)}
        if shortlist := _shortlist(library, query, language, reasons, filters.barred):
            found += _weigh(query, shortlist, reasons)
    found.sort(key=lambda item: -item.score)
    return _newer_first(library, found) if query.now else found


def _newer_first(library: Library, scored: Sequence[Scored]) -> list[Scored]:
    """Scored passages, best first, those put in order of date, the newest first, that fit about as well as the best."""
    even = [item for item in scored if item.score >= scored[0].score - EVEN]
    dates = library.store.dates(item.row.document_id for item in even)
    return [*sorted(even, key=lambda item: dates.get(item.row.document_id, ""), reverse=True), *scored[len(even) :]]


def _nearest(library: Library, vector: Vector, language: str) -> list[int]:
    """The row numbers of the passages nearest in meaning."""
    return [row for row, _ in library.index.query(language, vector, BY_MEANING)]


def _found_by(
    rows: Iterable[int], matched: Iterable[tuple[int, float]], only_these: bool
) -> dict[int, tuple[str, ...]]:
    """What speaks for each candidate: these rows are near in meaning; others may come in by their words."""
    reasons: dict[int, tuple[str, ...]] = dict.fromkeys(rows, ("meaning",))
    for row, _ in matched:
        if row in reasons or not only_these:
            reasons[row] = (*reasons.get(row, ()), "words")
    return reasons


@dataclass(frozen=True, slots=True)
class _Shortlist:
    """A language's most promising candidates, and all that is needed to weigh them.

    All by row number: `near` are the cosines of their vectors with the question's, `shares` those of its words in them,
    `spans` their sentences. `vectors` are the sentences' in that order, where there are no `tokens`.
    """

    landscape: Landscape
    scale: Scale
    rows: Mapping[int, PassageRow]
    near: Mapping[int, float]
    shares: Mapping[int, float]
    spans: Mapping[int, Sequence[tuple[int, int]]]
    tokens: Mapping[int, TokenBits]
    vectors: Sequence[Vector]

    def meaning(self, row: int) -> float:
        """The score of a passage's vector, in deviations."""
        return self.scale.of(self.near[row])


def _shortlist(
    library: Library, query: Query, language: str, rows: Iterable[int], barred: Sequence[str]
) -> _Shortlist | None:
    """The candidates of one language that are worth weighing; None where there are none."""
    store, landscape = library.store, library.index.landscape(library.store, language)
    gone = store.superseded()
    found = {row: passage for row, passage in store.passages(rows).items() if passage.document_id not in gone}
    if not found:
        return None
    scale = of_vectors(query.vector, landscape)
    vectors = np.stack([passage.vector for passage in found.values()])
    near = dict(zip(found, inner(centred(vectors, landscape.middle), query.vector).tolist(), strict=True))
    shares = _word_shares(store, query.weights[language], language, list(found))
    first = sorted(found, key=lambda row: -(scale.of(near[row]) + PROMISE * shares[row]))[:RERANKED]
    evidence = _evidence(store, first, query.tokens is not None and len(landscape.tokens) > 0, barred)
    return _Shortlist(landscape, scale, {row: found[row] for row in first}, near, shares, *evidence)


def _evidence(
    store: Store, rows: Sequence[int], by_tokens: bool, barred: Sequence[str]
) -> tuple[dict[int, list[tuple[int, int]]], dict[int, TokenBits], list[Vector]]:
    """Where the sentences of these passages stand, and their tokens, or, where one has none, the sentences' vectors."""
    tokens = store.tokens(rows) if by_tokens else {}
    if len(tokens) == len(rows):
        return store.sentence_spans(rows, barred), tokens, []
    sentences = store.sentence_rows(rows, barred)
    spans: dict[int, list[tuple[int, int]]] = {}
    for sentence in sentences:
        spans.setdefault(sentence.passage, []).append((sentence.start, sentence.end))
    return spans, {}, [sentence.vector for sentence in sentences]


def _weigh(query: Query, found: _Shortlist, reasons: Mapping[int, tuple[str, ...]]) -> list[Scored]:
    """The candidates of one language, weighed by their tokens, or by vectors where there are none."""
    if not found.spans:
        return []
    if found.tokens and query.tokens is not None:
        begins = {row: found.rows[row].start for row in found.spans}
        within = [[(start - begins[row], end - begins[row]) for start, end in own] for row, own in found.spans.items()]
        scores = by_tokens(query.tokens, found.landscape, [found.tokens[row] for row in found.spans], within)
    else:
        sentences, spans_of = np.stack(found.vectors), list(found.spans.values())
        scores = by_vectors(query.vector, found.landscape, sentences, spans_of, len(query.heft))
    wholes, each = scores.split(len(found.spans))
    fits, inner_fits = (wholes.met @ query.heft).tolist(), (each.met @ query.heft).tolist()
    weighed, at = [], 0
    for index, (row, spans) in enumerate(found.spans.items()):
        inside = range(at, at := at + len(spans))
        places = tuple(
            Place(*span, each.scores[i], each.met[i], inner_fits[i]) for i, span in zip(inside, spans, strict=True)
        )
        share, cosine = found.shares[row], found.near[row] - found.scale.low
        meaning, best = found.meaning(row), max(place.fit for place in places)
        total = WHOLE * fits[index] + BEST * best + MEANING * meaning + WORDS * share
        whole = (total, meaning, cosine, fits[index], wholes.met[index], share)
        weighed.append(Scored(found.rows[row], places, *whole, reasons[row]))
    return weighed


def _word_shares(store: Store, weights: Mapping[str, float], language: str, rows: Sequence[int]) -> dict[int, float]:
    """By passage, the share (0 to 1, by weight) of the question's words that stand in it."""
    whole = sum(weights.values())
    if not whole:
        return dict.fromkeys(rows, 0.0)
    held = store.holding(rows, weights.keys(), language)
    return {row: sum(weights[term] for term in held.get(row, ())) / whole for row in rows}


# -- hits ------------------------------------------------------------------------------------------


def retrieve(library: Library, question: str, filters: Filters | None = None, limit: int = 10) -> list[Hit]:
    """The `limit` passages that fit a question best; of copies one, unless another says something of its own.

    Raises:
        Unavailable: there is no embedder on this machine.
    """
    query = prepare(library, question)
    scored = candidates(library, query, filters or Filters())
    if library.engine.reranker is None:
        return hits(library, scored, limit)
    return library.engine.rerank(question, hits(library, scored, max(limit, RERANKED)))[:limit]


def hits(library: Library, scored: Sequence[Scored], limit: int) -> list[Hit]:
    """Candidates as hits, repeats of what a copy has said already left out."""
    store = library.store
    groups = copy_groups(store)
    said: dict[str, list[str]] = {}
    found: list[Hit] = []
    for item in scored:
        document_id = item.row.document_id
        best = store.sentence(document_id, item.best.start)
        group = groups.get(document_id, document_id)
        if group in said and any(canonical(best.text) in canonical(text) for text in said[group]):
            continue
        text = store.text(document_id, item.row.start, item.row.end)
        said.setdefault(group, []).append(text)
        passage = Passage(document_id, item.row.start, item.row.end, text)
        found.append(Hit(passage, round(item.score, 4), len(found) + 1, item.found_by, best, item.row.language))
        if len(found) == limit:
            break
    return found
