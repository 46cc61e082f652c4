"""A question on its way to an answer: understood after the turns before, answered, perhaps written, and kept."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import streamlit as st

from kb.answer import cited_documents, extractive
from kb.answer.written import Withheld, Written, stream_written
from kb.conversation import Turn, begin, keep, turn_of, understood_after
from kb.errors import Damaged, NotFound, Unavailable
from kb.followup import Understood
from kb.library import Library
from kb.model import Answer, AnswerSentence
from kb.store import Filters
from views.markup import question, quoted, text, understood_line
from views.state import Desk, say, talk, trouble
from views.talking import begun, conversation

TRIES = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to be answered; where it corrects what a turn was understood as, the turn's number."""

    question: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Aside:
    """What this session knows of a turn beside it: whether all articles had been read, and what was withheld."""

    complete: bool
    withheld: tuple[Withheld, ...]


def pending() -> list[Asked]:
    """Questions that have been asked and not answered yet."""
    questions: list[Asked] = st.session_state.setdefault("pending", [])
    return questions


def asides() -> dict[tuple[int | None, int | None], Aside]:
    """By conversation and turn."""
    found: dict[tuple[int | None, int | None], Aside] = st.session_state.setdefault("asides", {})
    return found


def ask(desk: Desk, filters: Filters) -> None:
    """Answers the first of the pending questions and draws the page anew; a failure stands in place of the answer."""
    asked = pending()[0]
    before = desk.reader.progress()
    st.html(question(asked.question))
    try:
        understood = _understood(asked)
        if understood.changed and asked.number is None:
            st.html(understood_line(understood.question, say()))
        with st.spinner(say()("searching")):
            found = _answer(desk, understood.question, filters)
        written = _written(desk.library, found)
        typed = asked.question if asked.number is None else talk()[asked.number].asked
        answer = replace(written.answer, withheld=len(written.withheld), trouble=written.trouble)
        turn = _kept(desk.library, turn_of(desk.library, typed, understood, answer), asked.number)
        asides()[conversation(), turn.number] = Aside(before.ready and not before.busy, written.withheld)
    except Exception as error:  # noqa: BLE001 - a door: every failure is shown in place of the answer
        st.session_state["failed"] = (asked.question, trouble(error))
    pending().pop(0)
    st.rerun()


def _understood(asked: Asked) -> Understood:
    if asked.number is None:
        return understood_after(asked.question, talk())
    return Understood(asked.question, asked.question != talk()[asked.number].asked)


def _answer(desk: Desk, asked: str, filters: Filters) -> Answer:
    """The answer; asked again where the library moved on under the question's feet while articles were being read."""
    for _ in range(TRIES):
        try:
            return extractive(desk.library, asked, filters)
        except (Unavailable, Damaged):
            raise
        except Exception:  # noqa: BLE001 - a change of the index in mid-search shows in many ways
            if not desk.reader.progress().busy:
                break
            time.sleep(0.3)
    return extractive(desk.library, asked, filters)


def _written(library: Library, found: Answer) -> Written:
    """The answer in a model's words, if there is one: each verified sentence is shown as soon as it is there."""
    if library.engine.writer is None or found.refusal or not found.sentences:
        return Written(found)
    last = Written(found)
    with st.container(), st.spinner(say()("writing", name=library.engine.writer.name)):
        for event in stream_written(library, found):
            if isinstance(event, Written):
                last = event
            elif isinstance(event, AnswerSentence):
                documents = cited_documents(library, [Answer("", "", (event,), None, (), "")])
                st.html(quoted(event, documents, found.language, say()))
            else:
                st.html(f'<div class="q-aside">{text(say()("withheld_one"))}</div>')
    return last


def _kept(library: Library, turn: Turn, number: int | None) -> Turn:
    """Keeps the turn in the open conversation, which begins with it where there is none, or none any more."""
    turns, own = talk(), conversation()
    if number is not None and own is not None:
        turn = keep(library, own, replace(turn, number=number))
        turns[number] = turn
        return turn
    try:
        own = begin(library, turn.asked) if own is None else own
        turn = keep(library, own, turn)
    except NotFound:  # deleted in another window
        turns.clear()
        own = begin(library, turn.asked)
        turn = keep(library, own, turn)
    begun(own)
    turns.append(turn)
    return turn
