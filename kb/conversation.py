"""Asking within a conversation: a follow-up is understood, answered and kept, and can be read again after a restart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache

from pydantic import TypeAdapter, ValidationError

from kb.answer import answer, cited_documents
from kb.errors import Damaged, NotFound
from kb.followup import Said, Understood, understand
from kb.library import Library
from kb.model import Answer, Document
from kb.store import Filters
from kb.store.turns import ConversationRow, Turns

NAME_LENGTH = 80  # characters of a conversation's name that is taken from its first question
NEARBY = 3  # hits kept with a refusal


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as typed (`asked`) and as understood, its answer, and the documents this cites, without their texts.

    `removed` are those of these documents that are no longer in the library.
    """

    asked: str
    understood: Understood
    answer: Answer
    documents: Mapping[str, Document]
    at: datetime
    number: int | None = None
    removed: frozenset[str] = field(default_factory=frozenset)


@cache
def _adapter() -> TypeAdapter[Turn]:
    return TypeAdapter(Turn)


# -- asking ----------------------------------------------------------------------------------------


def understood_after(question: str, turns: Sequence[Turn]) -> Understood:
    """What a question means after these turns."""
    said = [Said(turn.understood.question, " ".join(s.text for s in turn.answer.sentences)) for turn in turns]
    return understand(question, said)


def turn_of(library: Library, asked: str, understood: Understood, found: Answer) -> Turn:
    """A turn to show and to keep, of an answer that was given just now."""
    documents = {
        key: replace(document, text="", blocks=(), links=())
        for key, document in cited_documents(library, [found]).items()
    }
    return Turn(asked, understood, found, documents, datetime.now(UTC))


def ask(library: Library, conversation: int, question: str, filters: Filters | None = None) -> Turn:
    """Understands, answers and keeps a question.

    Raises:
        NotFound: there is no such conversation.
        Unavailable: there is no embedder on this machine.
    """
    understood = understood_after(question, open_conversation(library, conversation))
    found = answer(library, understood.question, filters)
    return keep(library, conversation, turn_of(library, question, understood, found))


def correct(library: Library, conversation: int, number: int, meant: str, filters: Filters | None = None) -> Turn:
    """Answers turn `number` anew, as the user says it was meant; the question stays as it was typed.

    Raises:
        NotFound: there is no such conversation or turn.
        Unavailable: there is no embedder on this machine.
    """
    turns = open_conversation(library, conversation)
    if not 0 <= number < len(turns):
        raise NotFound(f"no turn {number} in conversation {conversation}")
    asked = turns[number].asked
    found = answer(library, meant, filters)
    turn = turn_of(library, asked, Understood(meant, meant != asked), found)
    return keep(library, conversation, replace(turn, number=number))


# -- the history -----------------------------------------------------------------------------------


def conversations(library: Library) -> list[ConversationRow]:
    """All conversations of the home, the latest first."""
    return Turns(library.store.home).conversations()


def begin(library: Library, question: str) -> int:
    """A new conversation, named after its first question; gives its id."""
    return Turns(library.store.home).begin(_named(question), datetime.now(UTC).isoformat())


def named(library: Library, name: str) -> int:
    """The id of the latest conversation of this name, which is begun where there is none."""
    rows = (row.id for row in conversations(library) if row.name == _named(name))
    found = next(rows, None)
    return begin(library, name) if found is None else found


def keep(library: Library, conversation: int, turn: Turn) -> Turn:
    """Keeps a turn, in its place where it has a number; gives it with its number.

    Of the hits only those nearest a refusal are kept.

    Raises:
        NotFound: there is no such conversation.
    """
    hits = turn.answer.hits[:NEARBY] if turn.answer.refusal else ()
    kept = replace(turn, answer=replace(turn.answer, hits=hits), removed=frozenset())
    data = _adapter().dump_json(kept).decode()
    return replace(turn, number=Turns(library.store.home).keep(conversation, turn.at.isoformat(), data, turn.number))


def open_conversation(library: Library, conversation: int) -> list[Turn]:
    """The turns of a conversation as they were; each says which of its sources were removed since.

    Raises:
        NotFound: there is no such conversation.
        Damaged: what was kept cannot be read.
    """
    rows = Turns(library.store.home).read(conversation)
    return [_reopened(library, number, data) for number, data in enumerate(rows)]


def _reopened(library: Library, number: int, data: str) -> Turn:
    try:
        turn = _adapter().validate_json(data)
    except ValidationError:
        raise Damaged("a turn of this conversation cannot be read any more; delete the conversation") from None
    there = library.store.has
    hits = tuple(hit for hit in turn.answer.hits if there(hit.passage.document_id))
    removed = frozenset(key for key in turn.documents if not there(key))
    return replace(turn, number=number, answer=replace(turn.answer, hits=hits), removed=removed)


def rename(library: Library, conversation: int, name: str) -> None:
    """Gives a conversation another name.

    Raises:
        NotFound: there is no such conversation.
    """
    Turns(library.store.home).rename(conversation, _named(name))


def delete(library: Library, conversation: int) -> None:
    """Deletes a conversation; nothing of it stays.

    Raises:
        NotFound: there is no such conversation.
    """
    Turns(library.store.home).delete(conversation)


def delete_all(library: Library) -> int:
    """Deletes every conversation of the home; gives how many there were."""
    return Turns(library.store.home).delete_all()


def _named(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= NAME_LENGTH else f"{line[: NAME_LENGTH - 1].rstrip()}…"
