"""How an answer is put together."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from kb.answer.candidates import Candidate, gather, newer_first
from kb.answer.conflicts import contrast
from kb.answer.judging import judged
from kb.answer.nearby import nearby
from kb.answer.quoting import quoted
from kb.answer.refusal import refusal
from kb.library import Library
from kb.model import Answer, Document
from kb.question import read_question
from kb.retrieve import candidates, hits, prepare
from kb.store import Filters
from kb.text import canonical, words

REFUSALS = {"de": "Die Quellen sagen dazu nichts.", "en": "The sources don't say."}
MARGIN = 0.7  # how much less a further sentence may score: with that much less it is half as likely the right one
FIGURES = frozenset({"number", "money", "share", "duration", "date"})
SAME_WORDS = 0.7  # two sentences with more of their words in common say the same
LANGUAGE_MARGIN = 1.0  # how much less a translated counterpart may score


def extractive(library: Library, question: str, filters: Filters | None = None) -> Answer:
    """What the sources say, in at most `answer_sentences` quoted sentences and the context they need; or a refusal.

    Raises:
        Unavailable: there is no embedder on this machine.
    """
    began = time.perf_counter()
    query = prepare(library, question)
    filters = filters or Filters()
    scored = candidates(library, query, filters)
    asked = read_question(query.text, query.language)
    first = gather(library, query, asked, scored)
    found = judged(library, query, first)
    if query.now:
        found = newer_first(library, found)
    reason = refusal(library, query, asked, found)
    chosen = [] if reason else _choose(found, library.settings.answer_sentences, query.language)
    unjudged = {(each.document_id, each.start): each for each in first}
    held = [unjudged[each.document_id, each.start] for each in chosen]
    against = contrast(library, asked, first, held, (query.text, query.language))
    return Answer(
        question=question,
        language=query.language,
        sentences=tuple(
            each
            for each in quoted(library, chosen, asked.kind in FIGURES)
            if not any(flag.label in filters.barred for flag in each.flags)  # of a context
        ),
        refusal=reason,
        hits=tuple(hits(library, scored, library.settings.hits)),
        settings_fingerprint=library.settings.fingerprint(),
        conflicts=against.conflicts,
        newer=against.newer,
        nearby=nearby(library, asked, found) if reason else (),
        seconds=round(time.perf_counter() - began, 4),
    )


def cited_documents(library: Library, answers: Iterable[Answer]) -> dict[str, Document]:
    """Every document that these answers cite, by id."""
    wanted = {
        citation.document_id
        for found in answers
        for citations in (
            *(s.citations for s in found.sentences),
            *(c.sides for c in found.conflicts),
            found.newer,
            found.nearby,
        )
        for citation in citations
    }
    return {document_id: library.store.document(document_id) for document_id in wanted}


# -- choosing --------------------------------------------------------------------------------------


def _choose(found: Sequence[Candidate], most: int, language: str) -> list[Candidate]:
    """The best sentence, and those that may as well be right: nothing said already, other sources before repeats.

    Where a translation says the same, the question's own language is quoted.
    """
    best = _in_language(found, found[0], language)
    close = [candidate for candidate in found if candidate.score >= found[0].score - MARGIN]
    close.sort(key=lambda candidate: candidate.story == best.story)  # stable: by score within each half
    chosen = [best]
    for candidate in (_in_language(found, each, language) for each in close):
        if len(chosen) < most and not any(_repeats(candidate, earlier) for earlier in chosen):
            chosen.append(candidate)
    return chosen


def _in_language(found: Sequence[Candidate], candidate: Candidate, language: str) -> Candidate:
    """The candidate, or the sentence with the same figures in a translation of its document into this language."""
    if candidate.passage.row.language == language:
        return candidate
    wanted = _figures(candidate.text)
    own = (other for other in found if other.story == candidate.story and other.passage.row.language == language)
    close = (other for other in own if other.score >= candidate.score - LANGUAGE_MARGIN)
    return next((other for other in close if wanted and _figures(other.text) == wanted), candidate)


def _figures(text: str) -> frozenset[str]:
    """The figures of a text; a decimal comma is a point."""
    return frozenset(word.replace(",", ".") for word in words(text) if word[0].isdigit())


def _repeats(candidate: Candidate, earlier: Candidate) -> bool:
    """Whether a sentence says what an earlier one has said: much the same words, or the same place of a translation."""
    left, right = canonical(candidate.text), canonical(earlier.text)
    if left in right or right in left:
        return True
    if candidate.passage.row.language != earlier.passage.row.language:
        return candidate.story == earlier.story
    a, b = set(words(left.casefold())), set(words(right.casefold()))
    return len(a & b) > SAME_WORDS * min(len(a), len(b))
