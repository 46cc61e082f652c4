"""How an answer is put together."""

from __future__ import annotations

import time
from collections.abc import Iterable

from kb.answer.candidates import gather, newer_first
from kb.answer.choosing import choose, with_sides
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

REFUSALS = {"de": "Die Quellen sagen dazu nichts.", "en": "The sources don't say."}
FIGURES = frozenset({"number", "money", "share", "duration", "date"})


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
    chosen = [] if reason else choose(found, library.settings.answer_sentences, query.language, query.sides)
    unjudged = {(each.document_id, each.start): each for each in first}
    held = [unjudged[each.document_id, each.start] for each in chosen]
    against = contrast(library, asked, first, held, (query.text, query.language))
    if query.sides:
        chosen = with_sides(chosen, found, against.conflicts)[: library.settings.answer_sentences]
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
