"""An answer that a model writes from the quotes of the extractive one: only sentences that their quotes bear out.

Whatever goes wrong with the model, the extractive answer stands in. Where that refuses, no model is asked.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kb.answer.prompting import Line, finished, gives_orders, lines, marked_up, prompt, says_none, sentences
from kb.cite import cite
from kb.errors import Unavailable
from kb.grounding import Quote, Reason, Verifier
from kb.language import known
from kb.library import Library
from kb.model import Answer, AnswerSentence, Citation, Document, Flag, Hit, Sentence
from kb.question import needs_context
from kb.text import canonical, words

QUOTES = 8  # given to a model; small ones lose the thread over more
LEAD = 60  # words before a sentence that leans on them, at most
TRIES = 12  # sentences withheld before the model is given up
SPOKEN = 0.85  # least share of a sentence's plain words that a dictionary of its language has

Why = Reason | Literal["no_citation", "wrong_citation", "markup", "orders", "language", "unfinished"]

REASONS: dict[str, dict[Why, str]] = {
    "de": {
        "number": "eine Zahl steht so nicht im Zitat",
        "date": "eine Zeitangabe steht so nicht im Zitat",
        "name": "ein Name steht nicht im Zitat",
        "opposite": "das Zitat sagt das Gegenteil",
        "certainty": "das Zitat lässt es offen",
        "order": "wer was tut, ist vertauscht",
        "meaning": "ein Wort hat im Zitat keine Entsprechung",
        "no_citation": "kein Beleg genannt",
        "wrong_citation": "der genannte Beleg existiert nicht",
        "markup": "enthält einen Link oder Auszeichnungen",
        "orders": "spricht von Anweisungen",
        "language": "in einer anderen Sprache",
        "unfinished": "bricht ab",
    },
    "en": {
        "number": "a figure is not in the quote like this",
        "date": "a time is not in the quote like this",
        "name": "a name is not in the quote",
        "opposite": "the quote says the opposite",
        "certainty": "the quote leaves it open",
        "order": "who does what has been swapped",
        "meaning": "a word has no counterpart in the quote",
        "no_citation": "no quote is cited",
        "wrong_citation": "the quote cited does not exist",
        "markup": "holds a link or markup",
        "orders": "speaks of instructions",
        "language": "in another language",
        "unfinished": "breaks off",
    },
}


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sentence of the model that is not shown as fact: why, and by which of its words."""

    text: str
    reason: Why
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """The answer, and what was withheld; `trouble` says why the extractive answer stands in, None where it doesn't."""

    answer: Answer
    withheld: tuple[Withheld, ...] = ()
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class _Source:
    """A quote as the model sees it, with what it is cited and flagged by."""

    quote: Quote
    citation: Citation
    flags: tuple[Flag, ...]


def written(library: Library, extractive: Answer) -> Written:
    """The answer in a model's words, or the extractive one; nothing is raised for what a model does."""
    found = Written(extractive)
    for event in stream_written(library, extractive):
        if isinstance(event, Written):
            found = event
    return found


def stream_written(library: Library, extractive: Answer) -> Iterator[AnswerSentence | Withheld | Written]:
    """The same as it comes about: each sentence once it is verified or withheld, at the end the whole.

    What is shown of the sentences before the end is replaced by the answer of the last event: a model that breaks off
    has perhaps left out what contradicts.
    """
    writer = library.engine.writer
    if writer is None or extractive.refusal or not extractive.sentences:
        yield Written(extractive)
        return
    began = time.perf_counter()
    shown: list[AnswerSentence] = []
    withheld: list[Withheld] = []
    trouble: str | None = f"{writer.name} wrote nothing that its quotes bear out"
    try:
        for event in _events(library, extractive):
            if event is None:
                trouble = f"{writer.name} says that the quotes don't answer"
                break
            if isinstance(event, Withheld):
                withheld.append(event)
            else:
                shown.append(event)
            yield event
        trouble = None if shown else trouble
    except Unavailable as error:
        trouble = str(error)
    seconds = round(extractive.seconds + time.perf_counter() - began, 4)
    answer = replace(extractive, seconds=seconds)
    if trouble is None:
        answer = replace(answer, sentences=tuple(shown), engine=writer.name)
    yield Written(answer, tuple(withheld), trouble)


def _events(library: Library, extractive: Answer) -> Iterator[AnswerSentence | Withheld | None]:
    """What becomes of each sentence the model writes; None where it says that the quotes don't answer.

    Raises:
        Unavailable: the model cannot be asked, broke off or took too long.
    """
    sources = _sources(library, extractive)
    most, language = library.settings.answer_sentences, extractive.language
    quotes = [source.quote for source in sources]
    verifier = Verifier(library.engine, quotes)
    said: set[str] = set()
    good = bad = 0
    for line in lines(library.engine.stream(*prompt(extractive.question, language, most, quotes))):
        if says_none(line) and not good:
            yield None
            return
        for sentence in sentences(line):
            if canonical(sentence.text).casefold() in said:
                continue
            said.add(canonical(sentence.text).casefold())
            event = _judged(verifier, sentence, language, sources)
            good, bad = good + isinstance(event, AnswerSentence), bad + isinstance(event, Withheld)
            yield event
            if good >= most or bad >= TRIES:
                return


def _judged(verifier: Verifier, line: Line, language: str, sources: Sequence[_Source]) -> AnswerSentence | Withheld:
    """A sentence with the citations that bear it out, or withheld."""
    cited = [number - 1 for number in line.cited]
    if reason := _unfit(line, language, len(sources)):
        return Withheld(line.text, reason)
    verdict = verifier.check(line.text, language, cited)
    if verdict.reason:
        return Withheld(line.text, verdict.reason, verdict.detail)
    bearing = [sources[place] for place in verdict.by]
    flags = tuple(dict.fromkeys(flag for source in bearing for flag in source.flags))
    return AnswerSentence(line.text, tuple(source.citation for source in bearing), flags)


def _unfit(line: Line, language: str, count: int) -> Why | None:
    """What can be said against a sentence before its quotes are looked at."""
    if marked_up(line.text):
        return "markup"
    if gives_orders(line.text):
        return "orders"
    if not finished(line.text):
        return "unfinished"
    if not line.cited:
        return "no_citation"
    if any(not 1 <= number <= count for number in line.cited):
        return "wrong_citation"
    return None if spoken(line.text, language) else "language"


def spoken(text: str, language: str) -> bool:
    """Whether a sentence is in a language, by its words in small letters; of fewer than four nothing can be said."""
    plain = [word for word in words(text) if word.islower() and word.isalpha()]
    return len(plain) < 4 or sum(known(word, language) for word in plain) >= SPOKEN * len(plain)


# -- what a model is given -------------------------------------------------------------------------


def _sources(library: Library, extractive: Answer) -> list[_Source]:
    """The sentences of the extractive answer, each with the context it leans on, then the best of other passages."""
    found: dict[tuple[str, int], _Source] = {}
    documents: dict[str, Document] = {}

    def add(document_id: str, start: int, end: int, flags: tuple[Flag, ...]) -> None:
        document = documents.setdefault(document_id, library.store.document(document_id))
        citation = cite(document_id, document.text, document.text[start:end], start, end)
        if citation and (document_id, end) not in found and len(found) < QUOTES:
            quote = Quote(citation.quote, document.language, document.title, _by(document), document.published)
            found[document_id, end] = _Source(quote, citation, flags)

    lead: Citation | None = None
    for sentence in extractive.sentences:
        citation = sentence.citations[0]
        joined = lead and lead.document_id == citation.document_id and lead.end <= citation.start
        start = lead.start if lead and joined else citation.start
        if sentence.role == "answer":
            add(citation.document_id, start, citation.end, sentence.flags)
        lead = citation if sentence.role == "context" else None
    for hit in extractive.hits:
        add(hit.best.document_id, _start(hit), hit.best.end, hit.best.flags)
    return list(found.values())


def _by(document: Document) -> str:
    return ", ".join(part for part in (document.publisher, *document.authors) if part)


def _start(hit: Hit) -> int:
    """Where a hit's best sentence starts, or its passage, if the sentence leans on what stands before it there."""
    best: Sentence = hit.best
    lead = hit.passage.text[: best.start - hit.passage.start]
    return hit.passage.start if needs_context(best.text) and len(lead.split()) <= LEAD else best.start
