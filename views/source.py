"""One document in a dialog: the cited sentence in its place, what is known about the source, and its removal."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kb.errors import KnowledgeBaseError, NotFound
from kb.library import Library
from kb.model import Document
from views.markup import WARNINGS, Sibling, body, facts, message, text
from views.state import Desk, Opened, close_source, forget, guarded, opened, say, shelf, told
from views.style import SCROLL


def source_dialog(desk: Desk) -> None:
    """Shows the document that this session has opened, if any."""
    found = opened()
    if found:
        st.dialog(say()("source"), width="medium", on_dismiss=close_source)(_content)(desk, found)


def _content(desk: Desk, found: Opened) -> None:
    with guarded():
        try:
            _document(desk, found)
        except NotFound:
            st.html(message("note", say()("gone")))
        finally:
            desk.library.store.close()


def _document(desk: Desk, found: Opened) -> None:
    words, store = say(), desk.library.store
    document = store.document(found.document_id)
    sentences = store.sentences(document.id, document.text)
    quote = document.text[slice(*found.span)] if found.span else None
    if document.id in store.superseded():
        st.html(message("warning", words("newer_version")))
    st.html(facts(document, quote, _siblings(desk.library, document), words))
    if any(label in sentence.labels for sentence in sentences for label in WARNINGS):
        st.html(f'<div class="q-legend">{text(words("legend"))}</div>')
    st.html(body(document, sentences, found.span, words))
    if found.span:
        st.html(SCROLL, unsafe_allow_javascript=True)  # a constant: no word of a source is in it
    if found.removable:
        _removal(desk, document)


def _siblings(library: Library, document: Document) -> list[Sibling]:
    """The other members of the document's story."""
    found, story = shelf(library), told(library).get(document.id)
    members = story.members if story else ()
    return [
        Sibling(member.relation, found[member.document_id], member.origin)
        for member in members
        if member.origin != document.source.origin and member.document_id in found
    ]


# -- removing --------------------------------------------------------------------------------------


def _removal(desk: Desk, document: Document) -> None:
    """A button, then the question whether that is meant, then the deed."""
    words = say()
    st.divider()
    if not st.session_state.get("removing"):
        st.button(words("remove"), key="remove", on_click=lambda: st.session_state.update(removing=True))
        return
    st.html(message("warning", words("remove_sure")))
    files = _files(desk, document.id)
    also_file = bool(files) and st.checkbox(words("remove_file"), key="remove_file")
    with st.container(horizontal=True):
        sure = st.button(words("remove_now"), key="remove_now", type="primary")
        st.button(words("cancel"), key="keep", on_click=lambda: st.session_state.pop("removing", None))
    if sure:
        gone = remove(desk, document.id, files if also_file else [])
        st.session_state["uploads"] = [path for path in st.session_state.get("uploads", []) if path not in gone]
        close_source()
        st.session_state["done"] = words("removed")
        st.rerun()


def _files(desk: Desk, document_id: str) -> list[Path]:
    """The document's files in the drop folder."""
    folder = desk.folder.resolve()
    paths = [Path(row.origin) for row in desk.library.store.origins_of(document_id)]
    return [path for path in paths if path.is_file() and folder in path.resolve().parents]


def remove(desk: Desk, document_id: str, files: list[Path]) -> list[str]:
    """Deletes a document everywhere, and these files of it; gives the origins that are forgotten.

    Raises:
        Busy: articles are being read for longer than a writer waits.
        KnowledgeBaseError: a file could not be deleted; nothing else was, either.
    """
    store = desk.library.store
    origins = [row.origin for row in store.origins_of(document_id)]
    with store.writing("removing a document"):
        for path in files:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise KnowledgeBaseError(f"{path}: {error.strerror}") from error
        store.remove(document_id)
        desk.library.index.refresh(store)
    forget(document_id)
    for origin in origins:
        desk.reader.forget(origin)
    return origins
