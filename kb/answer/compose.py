"""How an answer is put together."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from kb.answer.candidates import Candidate, gather
from kb.answer.refusal import refusal
from kb.cite import cite
from kb.errors import Damaged
from kb.library import Library
from kb.model import Answer, AnswerSentence, Document, Role, Sentence
from kb.question import needs_context, read_question
from kb.retrieve import candidates, hits, prepare
from kb.store import Filters
from kb.text import canonical, words

REFUSALS = {"de": "Die Quellen sagen dazu nichts.", "en": "The sources don't say."}
KEEP = 0.88  # a further sentence has to score at least this share of the first
KEEP_VOICE = 0.75  # and one from another source that gives the number, date or name asked for, this share
INTERESTED = frozenset({"vendor", "sponsored"})
SAME_WORDS = 0.7  # two sentences with more of their words in common say the same
LANGUAGE_MARGIN = 1.0  # how much less a translated counterpart may score


def answer(library: Library, question: str, filters: Filters | None = None) -> Answer:
    """What the sources say, in at most `answer_sentences` quoted sentences and the context they need; or a refusal.

    Raises:
        Unavailable: there is no embedder on this machine.
    """
    began = time.perf_counter()
    query = prepare(library, question)
    scored = candidates(library, query, filters or Filters())
    asked = read_question(question, query.language)
    found = gather(library, query, asked, scored)
    reason = refusal(library, query, asked, found)
    chosen = [] if reason else _choose(found, library.settings.answer_sentences, query.language)
    return Answer(
        question=question,
        language=query.language,
        sentences=tuple(_quoted(library, chosen)),
        refusal=reason,
        hits=tuple(hits(library, scored, library.settings.hits)),
        settings_fingerprint=library.settings.fingerprint(),
        seconds=round(time.perf_counter() - began, 4),
    )


def cited_documents(library: Library, answers: Iterable[Answer]) -> dict[str, Document]:
    """Every document that these answers cite, by id."""
    wanted = {
        citation.document_id
        for found in answers
        for citations in (*(s.citations for s in found.sentences), *(c.sides for c in found.conflicts))
        for citation in citations
    }
    return {document_id: library.store.document(document_id) for document_id in wanted}


# -- choosing --------------------------------------------------------------------------------------


def _choose(found: Sequence[Candidate], most: int, language: str) -> list[Candidate]:
    """The best sentence, and what adds to it: nothing said already, other sources before repeats.

    Where a translation says the same, the question's own language is quoted.
    """
    best = _in_language(found, found[0], language)
    close = [candidate for candidate in found if _adds(candidate, best, found[0].score)]
    close.sort(key=lambda candidate: candidate.story == best.story)  # stable: by score within each half
    chosen = [best, *_figure_beside(found, best)]
    for candidate in (_in_language(found, each, language) for each in close):
        if len(chosen) < most and not any(_repeats(candidate, earlier) for earlier in chosen):
            chosen.append(candidate)
    return chosen


def _adds(candidate: Candidate, best: Candidate, most: float) -> bool:
    """Whether a sentence is close enough to be quoted too; a second voice on a matter of fact need not be as close."""
    second_voice = candidate.story != best.story and candidate.fits and candidate.checkable
    return candidate.score >= (KEEP_VOICE if second_voice else KEEP) * most


def _figure_beside(found: Sequence[Candidate], best: Candidate) -> list[Candidate]:
    """Where the best sentence lacks the kind of thing asked for (a number, a date), one of its passage that has it."""
    if best.serves:
        return []
    beside = (other for other in found if other.passage is best.passage and other.serves and other.times)
    return list(islice(beside, 1))


def _in_language(found: Sequence[Candidate], candidate: Candidate, language: str) -> Candidate:
    """The candidate, or its counterpart in this language in a translation of its document."""
    if candidate.passage.row.language == language:
        return candidate
    own = (other for other in found if other.story == candidate.story and other.passage.row.language == language)
    return next((other for other in own if other.score >= candidate.score - LANGUAGE_MARGIN), candidate)


def _repeats(candidate: Candidate, earlier: Candidate) -> bool:
    """Whether a sentence says what an earlier one has said: much the same words, or the same place of a translation."""
    left, right = canonical(candidate.sentence.text), canonical(earlier.sentence.text)
    if left in right or right in left:
        return True
    if candidate.passage.row.language != earlier.passage.row.language:
        return candidate.story == earlier.story
    a, b = set(words(left.casefold())), set(words(right.casefold()))
    return len(a & b) > SAME_WORDS * min(len(a), len(b))


def _quoted(library: Library, chosen: Sequence[Candidate]) -> Iterator[AnswerSentence]:
    """The chosen sentences with the context they lean on, in the order of the text within a document.

    What a seller says of its own trade, or was paid for, comes after what others say.
    """
    said: set[tuple[str, int]] = set()
    documents = {c.sentence.document_id: library.store.document(c.sentence.document_id) for c in chosen}
    order = sorted(documents, key=lambda key: any(n.label in INTERESTED for n in documents[key].notices))
    for candidate in sorted(chosen, key=lambda c: (order.index(c.sentence.document_id), c.sentence.start)):
        document = documents[candidate.sentence.document_id]
        context = _context(library, document, candidate.sentence)
        roles: tuple[tuple[Sentence | None, Role], ...] = ((context, "context"), (candidate.sentence, "answer"))
        for sentence, role in roles:
            if sentence is None or (document.id, sentence.start) in said:
                continue
            said.add((document.id, sentence.start))
            citation = cite(document.id, document.text, sentence.text, sentence.start, sentence.end)
            if citation is None:
                raise Damaged(f"{document.source.origin}: a sentence is not in its text; run `kb verify --repair`")
            yield AnswerSentence(citation.quote, (citation,), sentence.flags, role)


def _context(library: Library, document: Document, sentence: Sentence) -> Sentence | None:
    """The sentence before, in the same paragraph, where this one leans on it."""
    if not needs_context(sentence.text):
        return None
    block = next((b for b in document.blocks if b.start <= sentence.start < b.end), None)
    start = block.start if block else 0
    before = [s for s in library.store.sentences(document.id, document.text) if start <= s.start < sentence.start]
    return before[-1] if before else None
