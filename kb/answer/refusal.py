"""Whether the sources carry an answer at all. One code path, one threshold; refusing is a result."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from kb.answer.candidates import Candidate
from kb.answer.signs import weigh, weights
from kb.library import Library
from kb.names import forms, mentions, translatable, vocabulary
from kb.question import Asked
from kb.retrieve import Query
from kb.store import Store
from kb.text import stems

NOT_IN_SOURCES = "not_in_sources"
UNKNOWN_NAME = "name_not_in_sources"
NOTHING_READ = "nothing_read"

NEAR = 0.3  # a cosine above this says no more: near misses lie as near as answers do
COVER, LEAST = 0.4, 0.28  # nearness and words together; below that the matter does not come up at all
FAR = -6.0
SURE = 0.75  # so likely, by the cross-encoder, an answer is given even where no source knows a name or seems near
OF_BEST = ("elsewhen", "lacking", "bare", "lost", "faint", "answered")


def evidence(found: Sequence[Candidate], usual: Mapping[str, float]) -> dict[str, float]:
    """What speaks for there being an answer among the candidates, best first.

    Of the best one: `times`, whether it agrees with the time; `elsewhen`, whether it names another; `lacking`, whether
    its document lacks a name; `bare`, how well the matter is met in it, `lost`, how much better elsewhere, `faint`, the
    share hardly met in its passage. `fit_gap` is how much score is lost (≤ 0) by keeping to those that hold the kind,
    time and names asked for, `far` how much the nearest lacks to be near. `answered` is what the cross-encoder says,
    where there is one, less what is `usual` for questions of that kind.

    How many of the question's words the texts hold is left out on purpose, and so is the kind of question. Of questions
    made up for measuring, those without an answer share more words with the texts and ask for prices more often than
    for reasons; of questions that people ask they do not.
    """
    best = found[0]
    fitting = [candidate.score for candidate in found if candidate.fits]
    told = {name: best.signs[name] for name in OF_BEST if name in best.signs}
    if "answered" in told:
        told["answered"] -= usual.get(best.kind, 0.0)
    return {
        "fit_gap": max(FAR, min(0.0, max(fitting) - best.score)) if fitting else FAR,
        "far": max(0.0, NEAR - _most(found, "near")),
        "times": float(best.times),
        **told,
    }


def _most(found: Sequence[Candidate], sign: str) -> float:
    return max(candidate.signs[sign] for candidate in found)


def comes_up(found: Sequence[Candidate]) -> bool:
    """Whether the sources speak of the question's matter at all: a sentence is near, or the words are there.

    Of the questions from nowhere it tells four in five; one answer in a hundred is lost, unless a cross-encoder has
    read the sentences and is `SURE`.
    """
    return _most(found, "near") + COVER * _most(found, "cover") >= LEAST


def probability(found: Sequence[Candidate]) -> float:
    """How likely the candidates, best first, carry an answer, 0 to 1."""
    seen = evidence(found, weights("answered_usually"))
    chance = 1.0 / (1.0 + math.exp(-weigh(seen, "answer_judged" if "answered" in seen else "answer")))
    return chance if comes_up(found) or _sure(found, chance) else 0.0


def _sure(found: Sequence[Candidate], chance: float) -> bool:
    """Whether the best sentences were read together with the question and so likely answer it."""
    return "answered" in found[0].signs and chance >= SURE


def unknown_names(store: Store, asked: Asked, language: str) -> list[str]:
    """The question's names that no document speaks of, in either language; `language` is the question's.

    An ordinary word in capitals ("Blue Card") may be translated, and a word in small letters mistyped: neither counts.
    """
    certain = (name for name in asked.names if not name.islower() and not translatable(name, language))
    return [name for name in certain if not _spoken_of(store, name)]


def _spoken_of(store: Store, name: str) -> bool:
    """Whether any passage does, or a document's title or publisher."""
    phrases = (name, *forms(name))
    said = (store.speaks_of([stems(form, language) for form in phrases], language) for language in store.languages)
    return any(said) or mentions(name, store.kept("named in heads", lambda: vocabulary(store.heads())))


def refusal(library: Library, query: Query, asked: Asked, found: Sequence[Candidate]) -> str | None:
    """The reason why there is no answer, or None where there is one."""
    if not found:
        return NOTHING_READ
    chance = probability(found)
    if unknown_names(library.store, asked, query.language) and not _sure(found, chance):
        return UNKNOWN_NAME
    return NOT_IN_SOURCES if chance < library.settings.answer_threshold else None
