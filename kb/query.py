"""A question made ready for searching: put right, embedded, and its words weighed.

Words count within one language; across languages only names and numbers do.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.amounts import usual_amounts
from kb.embed import embed_question
from kb.engine import TokenVectors
from kb.index import centred
from kb.language import detect_question
from kb.library import Library
from kb.question import asks_for_now, asks_for_sides, the_matter
from kb.spelling import corrected
from kb.store import Store
from kb.text import stems, words
from kb.weigh import heft

Vector = NDArray[np.float32]

NAME_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready: language, vector (d,) less the mean of its language, tokens (q, d), and words.

    `text` is the question with its spelling and its amounts put right. `weights` are by document language; `tokens` is
    None where the embedder gives none, and so is `read`, the tokens as they were embedded. `heft` (q,) says how much
    each token of the question counts in an answer, 1 together. `now`: it asks how things stand now; `sides`: whether
    sources agree, too, which `text` leaves out.
    """

    text: str
    language: str
    vector: Vector
    tokens: Vector | None
    weights: Mapping[str, Mapping[str, float]]
    heft: Vector
    now: bool = False
    sides: bool = False
    read: TokenVectors | None = None


def prepare(library: Library, question: str) -> Query:
    """The question's language, vectors and weighted words.

    Raises:
        Unavailable: there is no embedder on this machine.
    """
    library.index.refresh(library.store)
    language, store, sides = detect_question(question), library.store, asks_for_sides(question)
    question = the_matter(question)
    question = usual_amounts(corrected(question, language, store.languages, store.spoken), language)
    asked = embed_question(library.engine, question, language)
    starts = asked.read.starts.tolist() if asked.read else [0]
    vector = centred(asked.vector[None], library.index.landscape(store, language).middle)[0]
    weights = {other: _weights(store, question, language, other) for other in store.languages}
    return Query(
        question,
        language,
        vector,
        asked.tokens,
        weights,
        heft(question, language, weights.get(language, {}), starts),
        asks_for_now(question),
        sides,
        asked.read,
    )


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
