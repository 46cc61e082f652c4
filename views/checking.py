"""Checking a claim: a sentence from a draft is pasted, and what the sources say to it stands below."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from kb.assess import Reader, assess
from kb.library import Library
from kb.model import Assessment
from kb.text import sentence_spans, words
from views.evidence import side
from views.grounds import grounds
from views.markup import message, text
from views.state import Desk, say, shelf, trouble
from views.words import Say

LONGEST = 5000  # characters that can be pasted
MOST = 10  # sentences of them that are checked


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found for each sentence that was pasted; `more` where there were too many."""

    found: tuple[Assessment, ...]
    more: bool


def check_panel(desk: Desk) -> None:
    """The field, and the verdicts on what was last put into it."""
    say_ = say()
    with st.form("check", border=False):
        given = st.text_area(
            say_("check"),
            key="check_field",
            placeholder=say_("check_hint"),
            max_chars=LONGEST,
            height=80,
        )
        sent = st.form_submit_button(say_("check_now"), icon=":material/fact_check:", type="primary")
    if sent:
        st.session_state.pop("checked", None)
        with st.spinner(say_("checking")):
            try:
                st.session_state["checked"] = checked(desk.library, given)
            except Exception as error:  # noqa: BLE001 - a door: every failure is a message
                st.html(trouble(error))
    done: Checked | None = st.session_state.get("checked")
    for place, found in enumerate(done.found if done else ()):
        _verdict(desk, found, f"{place}", alone=done is not None and len(done.found) == 1)
    if done and done.more:
        st.html(f'<div class="q-aside">{text(say_("check_most", n=MOST))}</div>')


def checked(library: Library, given: str) -> Checked:
    """Each sentence of a draft held against the sources.

    Raises:
        Unavailable: there is no embedder on this machine.
    """
    lines = [line for line in given.splitlines() if line.strip()]
    found = [line[slice(*span)].strip() for line in lines for span in sentence_spans(line)]
    claims = [claim for claim in found if words(claim)]
    reader = Reader(library)
    return Checked(tuple(assess(library, claim, reader) for claim in claims[:MOST]), len(claims) > MOST)


def _verdict(desk: Desk, found: Assessment, key: str, alone: bool) -> None:
    """The verdict in words, what it rests on, and the words of both sides."""
    say_, documents = say(), shelf(desk.library)
    with st.container(border=True, key=f"verdict-{key}"):
        claim = "" if alone else f'<div class="q-words">{text(found.claim)}</div>'
        st.html(claim + verdict_box(found, say_))
        if found.supporting:
            side(found.supporting, documents, f"for{key}", say_("side_for"))
        if found.opposing:
            side(found.opposing, documents, f"against{key}", say_("side_against"))


def verdict_box(found: Assessment, say: Say) -> str:
    """The verdict in words, with what it rests on."""
    kinds = {"supported": "note", "contradicted": "error", "mixed": "warning", "not_found": "plain"}
    reason = found.reason.removeprefix("no other source speaks of this").removeprefix("; ")  # so the verdict says
    return message(kinds[found.verdict], verdict_words(found, say), grounds(reason, say))


def verdict_words(found: Assessment, say: Say) -> str:
    """ "Supported by 3 independent sources"."""
    if found.verdict in ("contradicted", "not_found"):
        return say(f"verdict_{found.verdict}")
    one = found.independent_sources == 1
    return say(f"verdict_{found.verdict}_one") if one else say(f"verdict_{found.verdict}", n=found.independent_sources)
