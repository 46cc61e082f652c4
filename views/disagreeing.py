"""Disagreeing with what a document is said to be: its flags, its publisher, its date; each can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import streamlit as st

from kb.brief.wording import day, known
from kb.corrections import correct_fact, correct_flag, disagreement, undo
from kb.disagreement import Correction, Value
from kb.errors import KnowledgeBaseError
from kb.model import LABELS, Document, Sentence
from views.markup import WARNINGS, badges, message, text
from views.naming import cut
from views.narrowing import day_field
from views.state import Desk, say
from views.words import Say

LONG = 110  # characters of a sentence in the list to choose from


def disagreeing(desk: Desk, document: Document, sentences: Sequence[Sentence], span: tuple[int, int] | None) -> None:
    """What was corrected, then a sentence with its labels, then the facts; `span` is the place that was opened."""
    words = say()
    st.html(f'<div class="q-legend">{text(words("disagree_help"))}</div>')
    if trouble := st.session_state.pop("disagree_trouble", None):
        st.html(message("error", words("trouble"), trouble))
    _corrected(desk, document, sentences)
    if sentences:
        _sentence(desk, document, sentences, span)
    _facts(desk, document)


def _do(deed: Callable[[], object]) -> None:
    """Does something to the store as a button was pressed; what goes wrong is shown at the next run."""
    try:
        deed()
    except KnowledgeBaseError as error:
        st.session_state["disagree_trouble"] = str(error)


# -- what was corrected ----------------------------------------------------------------------------


def _corrected(desk: Desk, document: Document, sentences: Sequence[Sentence]) -> None:
    """Everything that the user has said of this document, each with the way back."""
    words, found = say(), disagreement(desk.library, document.id)
    said = {each.id: each for each in found.facts}
    said |= {each.id: each for corrections in found.sentences.values() for each in corrections}
    if not said:
        return
    st.html(f'<div class="q-side" role="heading" aria-level="3">{text(words("your_corrections"))}</div>')
    for number in sorted(said):
        with st.container(horizontal=True, key=f"row-correction-{number}", vertical_alignment="center"):
            st.html(correction_line(said[number], words))
            st.button(
                words("undo"),
                key=f"undo-{number}",
                on_click=lambda number=number: _do(lambda: undo(desk.library, number)),
            )


def correction_line(correction: Correction, say: Say) -> str:
    """What the user said, of which words, and when."""
    spoken = known("de" if say("de") == "Deutsch" else "en")
    when = say("by_user", day=day(date.fromisoformat(correction.made_at[:10]), spoken))
    if correction.words is None:
        line = say(
            "correction_fact",
            what=say(f"fact_{correction.what}"),
            value=_told(correction.value, say),
            was=_told(correction.was, say),
        )
        return f'<div class="q-row">{text(line)}<div class="q-legend">{text(when)}</div></div>'
    line = say("correction_label", what=say(f"flag_{correction.what}"), value=_told(correction.value, say))
    about = f"{text(cut(correction.words, LONG))} · {text(when)}"
    return f'<div class="q-row">{text(line)}<div class="q-legend">{about}</div></div>'


def _told(value: Value, say: Say) -> str:
    if isinstance(value, bool):
        return say("holds" if value else "holds_not")
    if isinstance(value, tuple):
        return ", ".join(value) or say("unknown")
    try:
        return day(date.fromisoformat(value or ""), known("de" if say("de") == "Deutsch" else "en"))
    except ValueError:
        return value or say("unknown")


# -- a sentence ------------------------------------------------------------------------------------


def _sentence(desk: Desk, document: Document, sentences: Sequence[Sentence], span: tuple[int, int] | None) -> None:
    """A choice of sentences, and for the chosen one a button for each label that could be wrong or missing."""
    words = say()
    by_start = {sentence.start: sentence for sentence in sentences}
    first = at_first(sentences, span)
    chosen = st.selectbox(
        words("which_sentence"),
        list(by_start),
        index=list(by_start).index(first),
        format_func=lambda start: cut(by_start[start].text, LONG),
        key=f"disagree-{document.id}-{span}",
    )
    sentence = by_start[chosen if chosen in by_start else first]
    bare = f'<div class="q-legend">{text(words("label_none"))}</div>'
    st.html(badges(sentence.flags, words) or bare)
    with st.container(horizontal=True, key="labels", gap="small"):
        for key, head, label, holds in ways(sentence, words):
            st.button(
                head,
                key=f"{key}-{sentence.start}",
                on_click=_say,
                args=(desk, sentence, label, holds),
            )
    missing = [label for label in LABELS if label not in sentence.labels]
    added = st.selectbox(
        words("add_label"),
        missing,
        index=None,
        placeholder=words("choose_label"),
        format_func=lambda label: words(f"flag_{label}"),
        key=f"add-{sentence.start}-{len(missing)}",
    )
    if added:
        _say(desk, sentence, added, True)
        st.rerun(scope="fragment")


def _say(desk: Desk, sentence: Sentence, label: str, holds: bool) -> None:
    _do(lambda: correct_flag(desk.library, sentence.document_id, sentence.text, label, holds))


def at_first(sentences: Sequence[Sentence], span: tuple[int, int] | None) -> int:
    """The start of the sentence that was opened; else of the first that calls for care, or simply the first."""
    inside = [each for each in sentences if span and each.start < span[1] and span[0] < each.end]
    careful = [each for each in sentences if any(label in each.labels for label in WARNINGS)]
    return [*inside, *careful, *sentences][0].start


def ways(sentence: Sentence, say: Say) -> list[tuple[str, str, str, bool]]:
    """What can be denied of a sentence: a key, the words on the button, and the label that then holds or doesn't.

    Who denies that a claim is unsupported means that it names a source, or that there is nothing to check.
    """
    found = []
    for label in (label for label in LABELS if label in sentence.labels):
        if label == "unsupported":
            found.append(("names", say("names_source"), "attributed", True))
        elif label == "claim":
            found.append(("no-claim", say("no_claim"), "claim", False))
        else:
            found.append((f"wrong-{label}", say("is_wrong", label=say(f"flag_{label}")), label, False))
    return found


# -- the facts -------------------------------------------------------------------------------------


def _facts(desk: Desk, document: Document) -> None:
    words, key = say(), f"{document.id}-{document.publisher}-{document.published}"
    with st.form(f"facts-{key}", border=False):
        publisher = st.text_input(
            words("correct_publisher"), value=document.publisher or "", key=f"publisher-{key}", max_chars=200
        )
        if f"published-{key}" not in st.session_state:
            st.session_state[f"published-{key}"] = document.published
        published = day_field(words("correct_published"), f"published-{key}")
        saved = st.form_submit_button(words("correct_save"))
    if saved:
        given = {"publisher": publisher.strip(), "published": published.isoformat() if published else ""}
        now = {
            "publisher": document.publisher or "",
            "published": document.published.isoformat() if document.published else "",
        }
        _do(lambda: correct_facts(desk, document.id, {fact: given[fact] for fact in given if given[fact] != now[fact]}))
        st.rerun(scope="fragment")


def correct_facts(desk: Desk, document_id: str, facts: Mapping[str, str]) -> None:
    """Gives a document these facts; empty is not known.

    Raises:
        KnowledgeBaseError: one of them cannot be.
        Busy: articles are being read for longer than a writer waits.
    """
    for fact, value in facts.items():
        correct_fact(desk.library, document_id, fact, value)
