"""The page that answers: a conversation whose every sentence leads to its source."""

from __future__ import annotations

import time
from datetime import date

import streamlit as st

from kb.answer import NOTHING_READ, REFUSALS, answer, cited_documents
from kb.brief.reference import printed
from kb.errors import Damaged, Unavailable
from kb.model import Answer, AnswerSentence, Citation, Conflict, Hit
from kb.store import Filters
from views.export import export_panel
from views.markup import message, nearby, question, quoted, text
from views.source import source_dialog
from views.state import Desk, Turn, guarded, language, pending, publishers, say, shelf, show_source, talk, trouble
from views.status import status_line
from views.words import counted

LONGEST = 2000  # characters of a question
NEARBY = 3
TRIES = 4
KEPT = ("filter_language", "filter_since", "filter_until", "filter_publisher", "brief_title")


def page(desk: Desk) -> None:
    """The conversation, the line of what is being read, and the filters beside."""
    words = say()
    status_line(desk)
    with st.sidebar:
        filters = _filters(desk)
        with st.container():
            export_panel()
            if talk():
                st.button(words("clear"), key="clear", on_click=_forget, width="stretch", icon=":material/restart_alt:")
    turns = talk()
    if not turns and not pending():
        _welcome(desk)
    numbers = source_numbers(turns)
    for index, turn in enumerate(turns):
        with guarded():
            _turn(desk, index, turn, numbers)
    if failed := st.session_state.get("failed"):
        st.html(question(failed[0]) + failed[1])
    st.chat_input(words("placeholder"), key="question", max_chars=LONGEST, on_submit=_submitted, submit_mode="disable")
    if pending():
        _ask(desk, pending()[0], filters)
    source_dialog(desk)


def _submitted() -> None:
    """Notes the question first: a click elsewhere may cut the run that answers it short."""
    asked = (st.session_state["question"] or "").strip()
    st.session_state.pop("failed", None)
    if asked:
        pending().append(asked)


def _forget() -> None:
    for key in ("talk", "opened", "failed", "pending"):
        st.session_state.pop(key, None)


def _welcome(desk: Desk) -> None:
    words, number = say(), len(shelf(desk.library))
    there = f'<div class="q-aside">{text(counted(words, number))}</div>' if not desk.reader.progress().busy else ""
    st.html(
        f'<div class="q-lead">{text(words("intro"))}</div><div class="q-hint">{text(words("intro_more"))}</div>{there}'
    )


# -- asking ----------------------------------------------------------------------------------------


def _ask(desk: Desk, asked: str, filters: Filters) -> None:
    """Adds a turn and draws the page anew; what goes wrong stands where the answer would."""
    st.html(question(asked))
    with st.spinner(say()("searching")):
        before = desk.reader.progress()
        try:
            found = _answer(desk, asked, filters)
            turn = Turn(found, cited_documents(desk.library, [found]), before.ready and not before.busy)
            talk().append(turn)
        except Exception as error:  # noqa: BLE001 - a door: every failure is shown in place of the answer
            st.session_state["failed"] = (asked, trouble(error))
    pending().pop(0)
    st.rerun()


def _answer(desk: Desk, asked: str, filters: Filters) -> Answer:
    """The answer; asked again where the library moved on under the question's feet while articles were being read."""
    for _ in range(TRIES):
        try:
            return answer(desk.library, asked, filters)
        except (Unavailable, Damaged):
            raise
        except Exception:  # noqa: BLE001 - a change of the index in mid-search shows in many ways
            if not desk.reader.progress().busy:
                break
            time.sleep(0.3)
    return answer(desk.library, asked, filters)


def _filters(desk: Desk) -> Filters:
    """What the visitor narrows the sources down to; kept while other pages are looked at."""
    words = say()
    with st.expander(words("filters")):
        chosen = st.selectbox(
            words("filter_language"),
            ["", *desk.library.settings.languages],
            format_func=lambda code: words(code or "any"),
            key="filter_language",
        )
        since = _day(words("since"), "filter_since")
        until = _day(words("until"), "filter_until")
        names = ["", *publishers(desk.library)]
        if st.session_state.get("filter_publisher") not in names:
            st.session_state.pop("filter_publisher", None)
        publisher = st.selectbox(
            words("publisher"), names, format_func=lambda name: name or words("any"), key="filter_publisher"
        )
    return Filters(chosen or None, since, until, publisher or None)


def _day(label: str, key: str) -> date | None:
    found = st.date_input(
        label,
        value=None,
        key=key,
        format="DD.MM.YYYY" if language() == "de" else "DD/MM/YYYY",
        min_value=date(1900, 1, 1),
        max_value=date(2100, 1, 1),
    )
    return found if isinstance(found, date) else None


# -- answers ---------------------------------------------------------------------------------------


def source_numbers(turns: list[Turn]) -> dict[str, int]:
    """The number of every cited document: the order of first citation, as in the brief."""
    cited = (citation.document_id for citation in printed([turn.answer for turn in turns]))
    return {document_id: number for number, document_id in enumerate(dict.fromkeys(cited), 1)}


def _turn(desk: Desk, index: int, turn: Turn, numbers: dict[str, int]) -> None:
    st.html(question(turn.answer.question))
    if turn.answer.refusal:
        _refusal(desk, index, turn)
    for place, sentence in enumerate(turn.answer.sentences):
        with st.container(horizontal=True, key=f"line-{index}-{place}", gap="small"):
            _chips(sentence.citations, f"{index}-{place}", numbers)
            st.html(quoted(sentence, turn.documents, turn.answer.language, say()))
    for place, conflict in enumerate(turn.answer.conflicts):
        _conflict(conflict, f"{index}-c{place}", turn, numbers)
    if not turn.complete:
        st.html(f'<div class="q-aside">{text(say()("still_reading"))}</div>')


def _chips(citations: tuple[Citation, ...], key: str, numbers: dict[str, int]) -> None:
    """A number for each citation, which opens its source."""
    for place, citation in enumerate(citations):
        st.button(
            str(numbers[citation.document_id]),
            key=f"cite-{key}-{place}",
            help=say()("open_source"),
            on_click=show_source,
            args=(citation.document_id, (citation.start, citation.end)),
        )


def _conflict(conflict: Conflict, key: str, turn: Turn, numbers: dict[str, int]) -> None:
    st.html(message("warning", say()("conflict"), conflict.about))
    for place, side in enumerate(conflict.sides):
        with st.container(horizontal=True, key=f"line-{key}-{place}", gap="small"):
            _chips((side,), f"{key}-{place}", numbers)
            st.html(quoted(AnswerSentence(side.quote, (side,)), turn.documents, turn.answer.language, say()))


def _refusal(desk: Desk, index: int, turn: Turn) -> None:
    """Said plainly, in the question's language; what came nearest is there for those who ask for it."""
    words = say()
    if turn.answer.refusal == NOTHING_READ:
        st.html(message("note", words("nothing_read"), words("nothing_read_remedy", folder=desk.folder)))
        return
    st.html(f'<div class="q-refusal">{text(REFUSALS.get(turn.answer.language, REFUSALS["en"]))}</div>')
    near = turn.answer.hits[:NEARBY]
    if near:
        with st.expander(words("nearby")):
            for place, hit in enumerate(near):
                _near(desk, hit, f"{index}-{place}")


def _near(desk: Desk, hit: Hit, key: str) -> None:
    document = shelf(desk.library).get(hit.passage.document_id)
    if document is None:
        st.html(message("note", say()("gone")))
        return
    best = (hit.best.start - hit.passage.start, hit.best.end - hit.passage.start)
    with st.container(horizontal=True, key=f"line-n{key}", gap="small"):
        st.button(
            "",
            icon=":material/open_in_full:",
            key=f"near-{key}",
            help=say()("open_source"),
            on_click=show_source,
            args=(document.id, (hit.best.start, hit.best.end)),
            type="tertiary",
        )
        st.html(nearby(hit.passage.text, best, document, say()))
