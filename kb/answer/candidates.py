"""The sentences that might answer a question, with what speaks for each, best first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.answer.matter import heft_of_matter, matter
from kb.answer.signs import Signs, Words, content, of_form, weigh
from kb.index import centred, inner
from kb.library import Library
from kb.names import folded_text, mentions, occurs, translatable, vocabulary
from kb.numbers.moments import Moment, moments
from kb.question import Asked, Kind, gives_orders, serves, times_agree
from kb.retrieve import Place, Query, Scored
from kb.store.searching import Page
from kb.stories import copy_groups, story_groups

PASSAGES = 12  # whose sentences are looked at
HEAVIEST = 4  # of the question's tokens: one that is met nowhere speaks against a sentence
FAINT = 2.0  # of what a token is met: less is about nothing
NEARBY = 0.9  # what a word counts that stands in the passage or the title
ALIKE = 0.5  # of a score: no telling which of two is right
EVEN = 1.5  # of a score: what scores less than that below the best is right nearly as often
Vector = NDArray[np.float32]
UNCHECKED = frozenset({"other", "yes_no"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that might answer: `text` is the stored text from `start` to `end`.

    `missing` are the question's names that neither its passage nor the title or publisher mentions, `lacking` those of
    them that its whole document does not mention; `serves` whether it holds a thing of the `kind` asked for; `times`
    whether it can be about the time asked for; `group` its group of copies, `story` that of copies and translations.
    `signs` is what speaks for it; `score` weighs them: comparable within one question.
    """

    document_id: str
    start: int
    end: int
    text: str
    passage: Scored
    missing: frozenset[str]
    lacking: frozenset[str]
    kind: Kind
    serves: bool
    times: bool
    group: str
    story: str
    signs: Signs
    score: float

    @property
    def fits(self) -> bool:
        """Whether it holds all that an outward look can check: the kind asked for, the time, the names."""
        return self.serves and self.times and not self.missing

    @property
    def checkable(self) -> bool:
        """Whether the question asks for something that a sentence either holds or lacks."""
        return self.kind not in UNCHECKED


def gather(library: Library, query: Query, asked: Asked, scored: Sequence[Scored]) -> list[Candidate]:
    """The sentences of the best passages, best first."""
    passages = scored[:PASSAGES]
    pages = library.store.pages(passage.row.document_id for passage in passages)
    groups, tales = copy_groups(library.store), story_groups(library.store)
    beside = matter(query, asked.names, library.index.landscape(library.store, query.language).middle)
    near, wanted = _nearness(library, (query.vector, beside), passages), Words(_word_weights(query))
    told = moments(query.text)
    found: list[Candidate] = []
    heft = heft_of_matter(query, asked.names)
    most = np.max([passage.met for passage in passages], axis=0) if passages else query.heft
    for passage in passages:
        page = pages[passage.row.document_id]
        whose = (groups.get(page.id, page.id), tales.get(page.id, page.id))
        view = _View(query, asked, told, heft, most, passage, page, *whose)
        found += view.candidates(near, wanted)
    return best_first(found)


def best_first(found: Iterable[Candidate]) -> list[Candidate]:
    """Candidates by score; one that fits in all that can be checked comes before a best one that doesn't, if even."""
    ordered = sorted(found, key=lambda candidate: -candidate.score)
    even = (each for each in ordered if each.score >= ordered[0].score - ALIKE)
    first = next((each for each in even if each.fits), None)
    return ordered if first is None else [first, *(each for each in ordered if each is not first)]


def newer_first(library: Library, found: Sequence[Candidate]) -> list[Candidate]:
    """Candidates, best first, those in order of date, the newest first, that may as well be right as the best."""
    pages = library.store.pages(candidate.document_id for candidate in found)
    even = [each for each in found if each.score >= found[0].score - EVEN and each.fits >= found[0].fits]
    newest = sorted(even, key=lambda each: pages[each.document_id].published, reverse=True)
    return [*newest, *(each for each in found if each not in even)]


def _word_weights(query: Query) -> dict[str, float]:
    """The question's words that say something, by stem; those that stand nowhere count as the rarest."""
    own = query.weights.get(query.language, {})
    most = max(own.values(), default=1.0)
    return {stem: own.get(stem, most) for stem in content(query.text, query.language)}


def _nearness(
    library: Library, vectors: Sequence[Vector], passages: Sequence[Scored]
) -> dict[tuple[str, int], tuple[float, ...]]:
    """The cosines of each sentence's own vector with these (d,), by document and start."""
    rows = library.store.sentence_rows(passage.row.row for passage in passages)
    languages = {passage.row.row: passage.row.language for passage in passages}
    found: dict[tuple[str, int], tuple[float, ...]] = {}
    for language in set(languages.values()):
        own = [row for row in rows if languages[row.passage] == language]
        if own:
            middle = library.index.landscape(library.store, language).middle
            rows_of = centred(np.stack([row.vector for row in own]), middle)
            near = zip(*(inner(rows_of, vector).tolist() for vector in vectors), strict=True)
            found |= {(row.document_id, row.start): each for row, each in zip(own, near, strict=True)}
    return found


@dataclass(frozen=True, slots=True)
class _View:
    """A passage in its document, seen from a question.

    `heft` (q,) is that of the question's tokens without names, `most` (q,) how well each is met in any passage.
    """

    query: Query
    asked: Asked
    times: Sequence[Moment]
    heft: Vector
    most: Vector
    passage: Scored
    page: Page
    group: str
    story: str

    def candidates(self, near: Mapping[tuple[str, int], Sequence[float]], wanted: Words) -> Iterator[Candidate]:
        """Its sentences, with what speaks for each."""
        page, row = self.page, self.passage.row
        around = f"{page.title} {page.text[row.start : row.end]} {page.published} {page.publisher}"
        missing, lacking = self._names(around)
        texts = [page.text[place.start : place.end] for place in self.passage.sentences]
        met = [wanted.met(content(text, page.language)) for text in texts]
        backdrop = [(NEARBY, row) for row in met] + [(NEARBY, wanted.met(content(page.title, page.language)))]
        before = self.passage.sentences[0]
        for place, text, own in zip(self.passage.sentences, texts, met, strict=True):
            if gives_orders(text):
                continue
            serving = serves(self.asked.kind, text, self.query.text)
            times = times_agree(self.asked, text, around)
            by_vector = near.get((page.id, place.start), (self.passage.cosine, self.passage.cosine))
            signs = {
                **of_form(text),
                **self._by_tokens(place, before),
                "near": by_vector[0],
                "matter": by_vector[1],
                "elsewhen": float(self._elsewhen(text)),
                "passage": self.passage.meaning,
                "cover": wanted.share((1.0, own), *backdrop),
                "lacking": float(bool(lacking)),
                "times": float(times),
                "serves": float(serving and self.asked.kind not in UNCHECKED),
                "unserved": float(not serving),
                "other": float(page.language != self.query.language),
            }
            held = (missing, lacking, self.asked.kind, serving, times, self.group, self.story)
            yield Candidate(page.id, place.start, place.end, text, self.passage, *held, signs, weigh(signs, "sentence"))
            before = place

    def _by_tokens(self, place: Place, before: Place) -> dict[str, float]:
        """How well the question's tokens are met in a sentence, in it or the one before, and the heaviest the least.

        And, names left out, in the sentence, and how much less than elsewhere; and the share hardly met in the passage.
        """
        heft = self.query.heft
        heaviest = place.met[np.argsort(-heft)[:HEAVIEST]]
        around = np.maximum(place.met, before.met)
        return {
            "own": place.fit,
            "around": float(around @ heft),
            "weakest": float(heaviest.min()),
            "bare": float(place.met @ self.heft),
            "lost": float((self.most - place.met) @ self.heft),
            "faint": float(heft[self.passage.met < FAINT].sum()),
        }

    def _elsewhen(self, text: str) -> bool:
        """Whether a sentence names times, and none that the question names, which names some."""
        others = moments(text) if self.times else []
        return bool(others) and not any(time.agrees(other) for time in self.times for other in others)

    def _names(self, around: str) -> tuple[frozenset[str], frozenset[str]]:
        """The names that neither the passage nor its title speaks of, and of them those that its document does not."""
        same = self.page.language == self.query.language
        wanted = [name for name in self.asked.names if same or not translatable(name, self.query.language)]
        held = vocabulary(around) if wanted else frozenset()
        missing = frozenset(name for name in wanted if not mentions(name, held))
        everywhere = folded_text(self.page.text) if missing else ""
        return missing, frozenset(name for name in missing if not occurs(name, everywhere))
