"""The chosen sentences as they are quoted: behind what they lean on, and before the list that they announce.

A sentence stands directly behind the one it leans on, whatever else is quoted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.answer.candidates import Candidate
from kb.cite import cite
from kb.errors import Damaged
from kb.library import Library
from kb.model import AnswerSentence, Document, Role, Sentence
from kb.question import gives_orders, needs_context

INTERESTED = frozenset({"vendor", "sponsored"})
MOST_ITEMS, MOST_WORDS = 5, 80  # of a list that a quoted sentence announces

_Run = dict[int, tuple[Sentence, Role]]  # neighbouring sentences of a document, by start


def quoted(library: Library, chosen: Sequence[Candidate], figure: bool) -> Iterator[AnswerSentence]:
    """The chosen sentences with the context they lean on, in the order of the text within a document.

    Where a figure is asked for, its sentence comes first. What a seller says of its own trade, or was paid for, comes
    after what others say.

    Raises:
        Damaged: a sentence is not in its document's text.
    """
    documents = {c.document_id: library.store.document(c.document_id) for c in chosen}
    order = sorted(documents, key=lambda key: any(n.label in INTERESTED for n in documents[key].notices))
    runs: list[tuple[Document, _Run]] = []
    for candidate in sorted(chosen, key=lambda c: (order.index(c.document_id), figure and c is not chosen[0], c.start)):
        document = documents[candidate.document_id]
        own = _run(library, document, candidate.start)
        known = next((run for other, run in runs if other is document and run.keys() & own.keys()), None)
        if known is None:
            runs.append((document, own))
        else:
            known |= {start: each for start, each in own.items() if start not in known or each[1] == "answer"}
    for document, run in runs:
        yield from (_cited(document, *run[start]) for start in sorted(run))


def _run(library: Library, document: Document, start: int) -> _Run:
    """The sentence that starts there, the one it leans on, and the items of the list that it announces."""
    sentence = library.store.sentence(document.id, start)
    run: _Run = {start: (sentence, "answer")}
    leans, announces = needs_context(sentence.text), sentence.text.rstrip().endswith(":")
    if leans or announces:
        every = library.store.sentences(document.id, document.text)
        around = (_before(document, every, start) if leans else []) + (
            _items(document, every, start) if announces else []
        )
        run |= {each.start: (each, "context") for each in around}
    return run


def _before(document: Document, every: Sequence[Sentence], start: int) -> list[Sentence]:
    """The sentence before one in the same paragraph, if there is one that doesn't speak to a program."""
    block = next((b for b in document.blocks if b.start <= start < b.end), None)
    low = block.start if block else 0
    return [each for each in every if low <= each.start < start and not gives_orders(each.text)][-1:]


def _items(document: Document, every: Sequence[Sentence], start: int) -> list[Sentence]:
    """The items of the list that follows a sentence, up to a number and a length."""
    listed = [block for block in document.blocks if block.kind == "list_item"]
    found: list[Sentence] = []
    for each in (sentence for sentence in every if sentence.start > start):
        inside = any(block.start <= each.start < block.end for block in listed) and not gives_orders(each.text)
        if not inside or len(found) == MOST_ITEMS or sum(len(s.text.split()) for s in (*found, each)) > MOST_WORDS:
            break
        found.append(each)
    return found


def _cited(document: Document, sentence: Sentence, role: Role) -> AnswerSentence:
    citation = cite(document.id, document.text, sentence.text, sentence.start, sentence.end)
    if citation is None:
        raise Damaged(f"{document.source.origin}: a sentence is not in its text; run `kb verify --repair`")
    return AnswerSentence(citation.quote, (citation,), sentence.flags, role)
