"""The words of sources for and against something: each a line with the way to its place in the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from kb.model import Citation, Document, Standing
from views.comparing import Comparing
from views.drawing import make_sure
from views.grounds import grounds
from views.markup import message, quote, text
from views.state import Desk, language, opened, say, shelf, show_source, trouble
from views.words import Say

QUICK, SLOW = 1.0, 3.0  # seconds between two looks at what was found out, of a few documents and of all
FIRST = 3  # words of a side that stand there at once


def side(citations: Sequence[Citation], documents: Mapping[str, Document], key: str, head: str = "") -> None:
    """The words of one side under its heading; of many, the later ones are folded away."""
    if head:
        st.html(f'<div class="q-side" role="heading" aria-level="3">{text(head)}</div>')
    for place, citation in enumerate(citations[:FIRST]):
        _line(citation, documents, f"{key}-{place}")
    if rest := citations[FIRST:]:
        with st.expander(say()("and_more", n=len(rest))):
            for place, citation in enumerate(rest, FIRST):
                _line(citation, documents, f"{key}-{place}")


def others(desk: Desk, standing: Standing | None, key: str) -> None:
    """The words of the other sources that say so, or otherwise, one click away; nothing where there are none."""
    if standing is None or not (standing.supporting or standing.opposing):
        return
    words, documents = say(), shelf(desk.library)
    number = len(standing.supporting) + len(standing.opposing)
    with st.expander(words("others_one") if number == 1 else words("others", n=number)):
        st.html(f'<div class="q-legend">{text(grounds(standing.reason, words))}</div>')
        if standing.opposing:
            side(standing.opposing, documents, f"no{key}", words("side_against"))
        if standing.supporting:
            side(standing.supporting, documents, f"yes{key}", words("side_for"))


def status_badge(standing: Standing | None, say: Say, wait: bool = False) -> str:
    """How a sentence stands among the others; `wait` says that this is being found out."""
    if standing is None:
        return f'<span class="q-flag q-wait">{text(say("status_wait"))}</span>' if wait else ""
    words = say(f"status_{standing.status}")
    if standing.status == "corroborated":
        words = say("status_corroborated_more", n=standing.independent_sources)
    return f'<span class="q-flag q-status q-is-{standing.status}"><b>{text(words)}</b></span>'


def watch(comparer: Comparing, serial: int) -> None:
    """Draws the page anew when something has been found out, but not under the hands of who reads a document.

    `serial` is the comparer's when the drawing began: what came to light meanwhile may not be in it.
    """
    if comparer.trouble:
        st.html(trouble(comparer.trouble))
    elif (comparer.busy or comparer.serial != serial) and not opened():
        st.fragment(_watch, run_every=SLOW if comparer.sweeping else QUICK)(comparer, serial, [])


def _watch(comparer: Comparing, serial: int, looks: list[bool]) -> None:
    """The first of the `looks` is part of the drawing itself; from then on it runs by the timer."""
    make_sure()
    if looks and (comparer.serial != serial or not comparer.busy):
        st.rerun()
    looks.append(True)


def _line(citation: Citation, documents: Mapping[str, Document], key: str) -> None:
    document = documents.get(citation.document_id)
    if document is None:
        st.html(message("note", say()("gone")))
        return
    with st.container(horizontal=True, key=f"line-e{key}", gap="small"):
        opener(citation.document_id, (citation.start, citation.end), f"evidence-{key}")
        st.html(quote(citation, document, say(), language()))


def opener(document_id: str, span: tuple[int, int], key: str) -> None:
    """A small button that opens a document at a place."""
    st.button(
        "",
        icon=":material/open_in_full:",
        key=key,
        help=say()("in_place"),
        on_click=show_source,
        args=(document_id, span),
        type="tertiary",
    )
