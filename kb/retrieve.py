"""Question → hits: candidates by meaning and by words, then ranked by late interaction over their tokens.

Vectors are compared less their language's mean (what all texts of a language share says nothing), and a language's
scores are put on one scale by what a random passage of it would score, so that neither language crowds out the other.
Words count within one language; across languages only names and numbers do.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.embed import embed_question
from kb.index import Landscape, centred
from kb.language import detect_question
from kb.late import TokenBits, Unpacked, cosines, maxsims, starts, unpack
from kb.library import Library
from kb.model import Hit, Passage
from kb.store import Filters, PassageRow, SentenceRow, Store
from kb.stories import copy_groups
from kb.text import canonical, stems, words

Vector = NDArray[np.float32]

BY_MEANING = 60  # candidates a language
BY_WORDS = 30
RERANKED = 30  # of a language's candidates, by late interaction
NAME_LENGTH = 4
# Scores are in standard deviations of a random passage's; fitted on half of the development questions.
MEANING, WORDS, BEST_SENTENCE = 0.4, 1.0, 0.3


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready: language, vector (d,) less the mean of its language, tokens (q, d), and words.

    `weights` are by document language; `tokens` is None where the embedder gives none.
    """

    text: str
    language: str
    vector: Vector
    tokens: Vector | None
    weights: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence of a candidate and how well it fits, in standard deviations."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate: `meaning` is its vector's score, `fit` that of its tokens (or its vector again), in deviations.

    `cosine` is its vector's with the question's, −1 to 1, both centred.
    """

    row: PassageRow
    sentences: tuple[Place, ...]
    score: float
    meaning: float
    cosine: float
    fit: float
    word_share: float
    found_by: tuple[str, ...]

    @property
    def best(self) -> Place:
        """The sentence that fits best."""
        return max(self.sentences, key=lambda place: place.score)


def prepare(library: Library, question: str) -> Query:
    """The question's language, vectors and weighted words.

    Raises:
        Unavailable: there is no embedder on this machine.
    """
    library.index.refresh(library.store)
    language, store = detect_question(question), library.store
    embedded = embed_question(library.engine, question, language)
    vector = centred(embedded.vector[None], library.index.landscape(store, language).middle)[0]
    weights = {other: _weights(store, question, language, other) for other in store.languages}
    return Query(question, language, vector, embedded.tokens, weights)


def _weights(store: Store, question: str, language: str, other: str) -> dict[str, float]:
    """The inverse document frequency of the question's words in one language's passages.

    In another language only words that could be names or numbers count, and only where they occur.
    """
    text = question if language == other else " ".join(word for word in words(question) if _carries_over(word))
    terms = list(dict.fromkeys(stems(text, other)))
    frequency, count = store.document_frequency(terms, other), store.passage_count(other)
    if language != other:
        terms = [term for term in terms if term in frequency]
    return {term: math.log((count + 1) / (frequency.get(term, 0) + 0.5)) for term in terms} if count else {}


def _carries_over(word: str) -> bool:
    return any(char.isdigit() for char in word) or (len(word) >= NAME_LENGTH and word[0].isupper())


# -- candidates ------------------------------------------------------------------------------------


def candidates(library: Library, query: Query, filters: Filters) -> list[Scored]:
    """All passages worth a closer look, scored, best first."""
    found: list[Scored] = []
    for language in library.store.languages:
        if filters.language in (None, language):
            reasons = _find(library, query, language, filters)
            found += _score(library.store, query, library.index.landscape(library.store, language), language, reasons)
    return sorted(found, key=lambda item: -item.score)


def _find(library: Library, query: Query, language: str, filters: Filters) -> dict[int, tuple[str, ...]]:
    """Row numbers of candidates and what found each; a narrow filter makes all it leaves candidates."""
    store, terms = library.store, list(query.weights[language])
    if filters.selective:
        reasons: dict[int, tuple[str, ...]] = dict.fromkeys(store.passage_rows(language, filters), ("meaning",))
        by_words = [row for row, _ in store.match(terms, language, 10 * BY_WORDS) if row in reasons]
    else:
        reasons = {row: ("meaning",) for row, _ in library.index.query(language, query.vector, BY_MEANING)}
        by_words = [row for row, _ in store.match(terms, language, BY_WORDS)]
    for row in by_words:
        reasons[row] = (*reasons.get(row, ()), "words")
    return reasons


def _score(
    store: Store, query: Query, landscape: Landscape, language: str, reasons: Mapping[int, tuple[str, ...]]
) -> list[Scored]:
    """The candidates of one language, the most promising of them weighed token by token."""
    gone = store.superseded()
    rows = {row: found for row, found in store.passages(reasons).items() if found.document_id not in gone}
    if not rows:
        return []
    scale = _Scale(landscape.sample @ query.vector if len(landscape.sample) else np.empty(0, np.float32), 0.1)
    near = centred(np.stack([row.vector for row in rows.values()]), landscape.middle) @ query.vector
    cosine = dict(zip(rows, map(float, near), strict=True))
    meaning = dict(zip(rows, map(float, scale(near)), strict=True))
    shares = _word_shares(store, query.weights[language], language, list(rows))
    first = sorted(rows, key=lambda row: -(meaning[row] + WORDS * 2 * shares[row]))[:RERANKED]
    fits = _fits(store, query, landscape, {row: rows[row] for row in first}, scale)
    found = []
    for row in first:
        fit, places = fits[row]
        if not places:
            continue
        best = max(place.score for place in places)
        total = fit + MEANING * meaning[row] + WORDS * shares[row] + BEST_SENTENCE * best
        found.append(Scored(rows[row], places, total, meaning[row], cosine[row], fit, shares[row], reasons[row]))
    return found


class _Scale:
    """Scores in standard deviations from what a random passage of the language scores for the same question."""

    def __init__(self, background: NDArray[np.float32], spread: float) -> None:
        enough = len(background) >= 8
        self._low = float(background.mean()) if enough else 0.0
        self._spread = max(float(background.std()), spread / 5) if enough else spread

    def __call__(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray((scores - self._low) / self._spread, np.float32)


def _fits(
    store: Store, query: Query, landscape: Landscape, rows: Mapping[int, PassageRow], scale: _Scale
) -> dict[int, tuple[float, tuple[Place, ...]]]:
    """By passage, how well it fits, and each of its sentences: by tokens, or by vectors where there are none."""
    if query.tokens is not None and landscape.tokens:
        tokens = store.tokens(rows)
        if len(tokens) == len(rows):
            return _by_tokens(query.tokens, landscape.tokens, tokens, rows, store.sentence_spans(rows))
    sentences: dict[int, list[SentenceRow]] = {row: [] for row in rows}
    for sentence in store.sentence_rows(rows):
        sentences[sentence.passage].append(sentence)
    found = {}
    for row, own in sentences.items():
        scores = _vector_scores(own, query.vector, landscape.middle, scale)
        places = tuple(Place(s.start, s.end, float(score)) for s, score in zip(own, scores, strict=True))
        found[row] = (max((place.score for place in places), default=0.0), places)
    return found


def _vector_scores(
    rows: Sequence[SentenceRow], vector: Vector, middle: Vector | None, scale: _Scale
) -> Iterable[float]:
    if not rows:
        return []
    return scale(centred(np.stack([row.vector for row in rows]), middle) @ vector)


def _by_tokens(
    question: Vector,
    background: Unpacked,
    tokens: Mapping[int, TokenBits],
    rows: Mapping[int, PassageRow],
    sentences: Mapping[int, Sequence[tuple[int, int]]],
) -> dict[int, tuple[float, tuple[Place, ...]]]:
    scale = _Scale(maxsims(cosines(question, background), background.spans), 0.05)
    unpacked = unpack(list(tokens.values()))
    own = {row: sentences.get(row, ()) for row in tokens}
    spans = [unpacked.spans]
    for (row, held), first in zip(tokens.items(), unpacked.bounds, strict=False):
        spans.append(first + np.searchsorted(starts(held) + rows[row].start, np.array(own[row], int).reshape(-1, 2)))
    scores = iter(scale(maxsims(cosines(question, unpacked), np.concatenate(spans))).tolist())
    whole = [next(scores) for _ in tokens]
    return {
        row: (score, tuple(Place(start, end, next(scores)) for start, end in own[row]))
        for row, score in zip(tokens, whole, strict=True)
    }


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
    return hits(library, candidates(library, query, filters or Filters()), limit)


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
        own = canonical(best.text)
        if any(own in text for text in said.get(group, ())):
            continue
        text = store.text(document_id, item.row.start, item.row.end)
        said.setdefault(group, []).append(canonical(text))
        passage = Passage(document_id, item.row.start, item.row.end, text)
        found.append(Hit(passage, round(item.score, 4), len(found) + 1, item.found_by, best, item.row.language))
        if len(found) == limit:
            break
    return found
