"""The sentences that might answer a question, with what speaks for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.library import Library
from kb.model import Document, Sentence
from kb.names import mentions, translatable, vocabulary
from kb.question import Asked, Kind, serves, times_agree
from kb.retrieve import Query, Scored
from kb.stories import copy_groups, story_groups
from kb.text import stems

PASSAGES = 12  # whose sentences are looked at
NEUTRAL = 0.3  # share of words in another language
SHORT = 5  # fewer words are a dateline or a greeting


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that might answer.

    `meaning` is its cosine with the question in deviations from a random passage's; `word_share` the share of the
    question's words in it (those only in the sentence before count half); `missing` the question's names that neither
    its passage nor the title mentions, `named` the share of those that are; `serves` whether it holds a thing of the
    `kind` asked for; `times` whether it can be about the years and days asked for; `group` its group of copies, `story`
    that of copies and translations.
    """

    sentence: Sentence
    passage: Scored
    meaning: float
    word_share: float
    missing: frozenset[str]
    named: float
    kind: Kind
    serves: bool
    times: bool
    group: str
    story: str

    @property
    def nearness(self) -> float:
        """How close it is to the question, whatever is asked for."""
        return self.meaning + 0.4 * self.passage.fit + 0.2 * self.passage.meaning + 0.5 * self.word_share

    @property
    def fits(self) -> bool:
        """Whether it holds all that an outward look can check: the kind asked for, the time, the names."""
        return self.serves and self.times and not self.missing

    @property
    def checkable(self) -> bool:
        """Whether the question asks for something that a sentence either holds or lacks."""
        return self.kind not in {"other", "yes_no"}

    @property
    def score(self) -> float:
        """How well it answers; comparable within one question."""
        asked = 1.2 * self.serves + 1.0 * self.times + 0.5 * self.named
        return self.nearness + asked - 2.0 * (len(self.sentence.text.split()) < SHORT)


def gather(library: Library, query: Query, asked: Asked, scored: Sequence[Scored]) -> list[Candidate]:
    """The sentences of the best passages, best first."""
    groups, tales = copy_groups(library.store), story_groups(library.store)
    found: list[Candidate] = []
    for passage in scored[:PASSAGES]:
        document = library.store.document(passage.row.document_id)
        group = (groups.get(document.id, document.id), tales.get(document.id, document.id))
        found += _of_passage(library, query, asked, passage, (document, *group))
    return sorted(found, key=lambda candidate: -candidate.score)


def _of_passage(
    library: Library, query: Query, asked: Asked, passage: Scored, home: tuple[Document, str, str]
) -> list[Candidate]:
    """The sentences of one passage; `home` is its document, its group of copies and its story."""
    document, group, story = home
    language, store = document.language, library.store
    around = document.text[passage.row.start : passage.row.end]
    near = f"{document.title} {around} {document.published or ''}"
    names = [name for name in asked.names if language == query.language or not translatable(name, query.language)]
    held = vocabulary(near)
    missing = frozenset(name for name in names if not mentions(name, held))
    found, before = [], ""
    for place in passage.sentences:
        sentence = store.sentence(document.id, place.start)
        found.append(
            Candidate(
                sentence=sentence,
                passage=passage,
                meaning=place.score,
                word_share=_word_share(query, sentence.text, before, language),
                missing=missing,
                named=1.0 - len(missing) / max(1, len(names)),
                kind=asked.kind,
                serves=serves(asked.kind, sentence.text, query.text),
                times=times_agree(asked, sentence.text, near),
                group=group,
                story=story,
            )
        )
        before = sentence.text
    return found


def _word_share(query: Query, text: str, before: str, language: str) -> float:
    """The share of the question's words, by weight, in the sentence; those only in the one before count half.

    In another language there is next to nothing to count.
    """
    weights = query.weights[language]
    whole = sum(weights.values())
    if not whole or language != query.language:
        return NEUTRAL
    own, near = set(stems(text, language)), set(stems(before, language))
    return sum(weight * (1.0 if term in own else 0.5 * (term in near)) for term, weight in weights.items()) / whole
