"""A turn of a conversation on the page: the question, as it was understood, and the answer sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kb.answer import NOTHING_READ, REFUSALS
from kb.answer.written import REASONS, Withheld
from kb.brief.reference import printed
from kb.brief.wording import in_marks, known
from kb.conversation import Turn
from kb.model import AnswerSentence, Citation, Conflict, Hit, Standing
from views.asking import Asked, asides, pending
from views.comparing import Comparing, comparing
from views.evidence import others, side, status_badge, watch
from views.markup import message, nearby, question, quoted, text, understood_line, withheld
from views.state import Desk, language, say, shelf, show_source
from views.talking import conversation

NEARBY = 3
EXTRACTIVE = "extractive"


def source_numbers(turns: list[Turn]) -> dict[str, int]:
    """The number of every cited document: the order of first citation, as in the brief."""
    cited = (citation.document_id for citation in printed([turn.answer for turn in turns]))
    return {document_id: number for number, document_id in enumerate(dict.fromkeys(cited), 1)}


def show_turn(desk: Desk, index: int, turn: Turn, numbers: dict[str, int]) -> None:
    """Draws a turn; `index` is its place, `numbers` those of the cited documents."""
    words = say()
    st.html(question(turn.asked))
    if turn.understood.question != turn.asked:
        _understood(index, turn)
    if turn.answer.refusal:
        _refusal(desk, index, turn)
    elif turn.answer.engine != EXTRACTIVE:
        st.html(f'<div class="q-aside">{text(words("written_by", name=turn.answer.engine))}</div>')
    elif turn.answer.trouble:
        st.html(message("note", words("stands_in"), words("in_english", words=turn.answer.trouble)))
    for place, sentence in enumerate(turn.answer.sentences):
        standing = standing_of(comparing(desk.library), sentence)
        with st.container(horizontal=True, key=f"line-{index}-{place}", gap="small"):
            _chips(sentence.citations, f"{index}-{place}", numbers)
            badge = status_badge(standing, words)
            st.html(quoted(sentence, turn.documents, turn.answer.language, words, badge))
        others(desk, standing, f"{index}-{place}")
    for place, conflict in enumerate(turn.answer.conflicts):
        _conflict(conflict, f"{index}-c{place}", turn, numbers)
    _below(index, turn)


def _below(index: int, turn: Turn) -> None:
    """What has to be said of an answer: that there is something newer, what was withheld, what it may lack."""
    words, aside = say(), asides().get((conversation(), turn.number))
    if turn.answer.newer:
        with st.container(key=f"newer-{index}", border=True):
            st.html(message("warning", words("newer"), words("newer_help")))
            side(turn.answer.newer, turn.documents, f"newer{index}")
    if turn.answer.withheld:
        _withheld(turn.answer.withheld, aside.withheld if aside else ())
    if aside and not aside.complete:
        st.html(f'<div class="q-aside">{text(words("still_reading"))}</div>')
    if turn.removed:
        st.html(f'<div class="q-aside">{text(words("source_removed"))}</div>')


def standing_of(comparer: Comparing, sentence: AnswerSentence) -> Standing | None:
    """How a quoted sentence stands among the others, as far as is known; nothing of one that claims nothing."""
    first = sentence.citations[0]
    standing = comparer.standing((first.document_id, first.start))
    own = standing is not None and standing.sentence.text == sentence.text
    return standing if own and sentence.flags and sentence.role == "answer" else None


def compare_cited(desk: Desk, turn: Turn, serial: int) -> None:
    """Has the documents that a turn cites compared with the others, and shows what comes of it.

    `serial` is the comparer's when the drawing of the turns began.
    """
    comparer = comparing(desk.library)
    cited = [sentence.citations[0].document_id for sentence in turn.answer.sentences if sentence.flags]
    comparer.want([key for key in cited if key not in turn.removed], False, not desk.reader.progress().busy)
    watch(comparer, serial)


def _withheld(number: int, known_yet: Sequence[Withheld]) -> None:
    """How many sentences were withheld; in the session in which they were, they can be looked at."""
    words = say()
    head = words("withheld_one") if number == 1 else words("withheld_many", n=number)
    if not known_yet:
        st.html(f'<div class="q-aside">{text(head)}</div>')
        return
    with st.expander(head, icon=":material/block:"):
        st.caption(words("withheld_help"))
        st.html("".join(withheld(each.text, _why(each)) for each in known_yet))


def _why(held: Withheld) -> str:
    spoken = known(language())
    why = REASONS[spoken][held.reason]
    return f"{why}: {in_marks(held.detail, spoken)}" if held.detail else why


# -- what was understood ---------------------------------------------------------------------------


def _understood(index: int, turn: Turn) -> None:
    """The question as it was understood, and the way to say that something else was meant."""
    words = say()
    with st.container(horizontal=True, key=f"understood-{index}", vertical_alignment="center", gap="small"):
        st.html(understood_line(turn.understood.question, words))
        st.button(
            words("meant"),
            key=f"meant-{index}",
            type="tertiary",
            icon=":material/edit:",
            on_click=lambda: st.session_state.update(meaning=index),
        )
    if st.session_state.get("meaning") == index:
        with st.form(f"meaning-{index}", border=False):
            st.text_input(
                words("meant_field"), value=turn.understood.question, key=f"meant-field-{index}", max_chars=2000
            )
            with st.container(horizontal=True):
                st.form_submit_button(words("meant_ask"), type="primary", on_click=_meant, args=(index,))
                st.form_submit_button(words("cancel"), on_click=lambda: st.session_state.pop("meaning", None))


def _meant(index: int) -> None:
    meant = (st.session_state.get(f"meant-field-{index}") or "").strip()
    st.session_state.pop("failed", None)
    if meant:
        st.session_state.pop("meaning", None)
        pending().append(Asked(meant, index))


# -- the answer ------------------------------------------------------------------------------------


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
    """Both sides side by side, each with its words, publisher and date."""
    words = say()
    with st.container(key=f"conflict-{key}", border=True):
        st.html(message("warning", words("conflict"), conflict.about))
        columns = st.columns(2, gap="medium")
        for place, side in enumerate(conflict.sides):
            with columns[place % 2]:
                st.html(f'<div class="q-legend">{text(words("side_other" if place else "side_one"))}</div>')
                with st.container(horizontal=True, key=f"line-{key}-{place}", gap="small"):
                    _chips((side,), f"{key}-{place}", numbers)
                    st.html(quoted(AnswerSentence(side.quote, (side,)), turn.documents, turn.answer.language, words))


def _refusal(desk: Desk, index: int, turn: Turn) -> None:
    """Said plainly, in the question's language; what came nearest is there for those who ask for it."""
    words = say()
    if turn.answer.refusal == NOTHING_READ:
        st.html(message("note", words("nothing_read"), words("nothing_read_remedy", folder=desk.folder)))
        return
    st.html(f'<div class="q-refusal">{text(REFUSALS.get(turn.answer.language, REFUSALS["en"]))}</div>')
    if turn.answer.nearby:
        side(turn.answer.nearby, turn.documents, f"near{index}", words("nearby_said"))
        return
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
