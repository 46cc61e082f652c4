"""The page that answers: a conversation whose every sentence leads to its source."""

from __future__ import annotations

import streamlit as st

from views.asking import Asked, ask, pending
from views.comparing import comparing
from views.export import export_panel
from views.markup import question, text
from views.narrowing import filters_panel
from views.source import source_dialog
from views.state import Desk, guarded, say, shelf, talk
from views.status import status_line
from views.talking import FILTERS, conversations_panel, load
from views.turns import compare_cited, show_turn, source_numbers
from views.words import counted

LONGEST = 2000  # characters of a question
KEPT = (*FILTERS, "brief_title")


def page(desk: Desk) -> None:
    """The conversation, the line of what is being read, and beside it the other conversations and the filters."""
    status_line(desk)
    with guarded():
        load(desk)
    with st.sidebar:
        with guarded():
            conversations_panel(desk)
        filters = filters_panel(desk)
        with st.container():
            export_panel()
    turns = talk()
    if not turns and not pending():
        _welcome(desk)
    numbers, serial = source_numbers(turns), comparing(desk.library).serial
    for index, turn in enumerate(turns):
        with guarded():
            show_turn(desk, index, turn, numbers)
    if turns and not pending():
        with guarded():
            compare_cited(desk, turns[-1], serial)
    if failed := st.session_state.get("failed"):
        st.html(question(failed[0]) + failed[1])
    st.chat_input(say()("placeholder"), key="question", max_chars=LONGEST, on_submit=_submitted, submit_mode="disable")
    if pending():
        ask(desk, filters)
    source_dialog(desk)


def _submitted() -> None:
    """Notes the question first: a click elsewhere may cut the run that answers it short."""
    asked = (st.session_state["question"] or "").strip()
    st.session_state.pop("failed", None)
    if asked:
        pending().append(Asked(asked))


def _welcome(desk: Desk) -> None:
    words, number = say(), len(shelf(desk.library))
    there = f'<div class="q-aside">{text(counted(words, number))}</div>' if not desk.reader.progress().busy else ""
    writer = desk.library.engine.writer
    more = words("intro_written", name=writer.name) if writer else words("intro_more")
    st.html(f'<div class="q-lead">{text(words("intro"))}</div><div class="q-hint">{text(more)}</div>{there}')
