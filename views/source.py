"""One document in a dialog: the cited sentence in its place, what is known about the source, and its removal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import streamlit as st

from ingest.fetch import is_address
from kb.errors import KnowledgeBaseError, NotFound
from kb.library import Library
from kb.model import Document, Sentence
from kb.removal import remove as remove_documents
from kb.store import OriginRow
from views.body import body
from views.diff import difference
from views.disagreeing import disagreeing
from views.drawing import dialog_drawn
from views.markup import WARNINGS, Sibling, facts, message, moment, text
from views.naming import cut, label
from views.profile import profile_line
from views.received import received
from views.state import Desk, Opened, close_source, forget, guarded, opened, say, shelf, told
from views.style import SCROLL
from views.versions import in_order, versions_panel
from views.words import Say


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
    dialog_drawn()


def _document(desk: Desk, found: Opened) -> None:
    words, store = say(), desk.library.store
    document = store.document(found.document_id)
    rows, now = store.origins_of(document.id), set(store.carriers(document.id))
    quote = document.text[slice(*found.span)] if found.span else None
    if document.id in store.superseded():
        st.html(message("warning", words("newer_version")))
    if not now and any(row.gone_at for row in rows):
        st.html(message("note", words("all_gone"), words("all_gone_more")))
    carried = [origin_line(row, row.origin in now, desk.folder, words) for row in rows]
    st.html(facts(document, quote, _siblings(desk.library, document), words, carried))
    sentences = store.sentences(document.id, document.text)
    st.html(profile_line(document, sentences, words))
    received(desk, rows)
    with st.expander(words("disagree"), icon=":material/edit_note:"), guarded():
        disagreeing(desk, document, sentences, found.span)
    if other := versions_panel(desk, document):
        st.html(_difference(desk, document, other))
    else:
        _text(document, sentences, found)
    if found.removable:
        _removal(desk, document)


def _text(document: Document, sentences: Sequence[Sentence], found: Opened) -> None:
    """The whole text, what calls for care in it marked, and the cited sentence scrolled to."""
    words = say()
    if any(label in sentence.labels for sentence in sentences for label in WARNINGS):
        st.html(f'<div class="q-legend">{text(words("legend"))}</div>')
    st.html(body(document, sentences, found.span, words))
    if found.span:
        st.html(SCROLL, unsafe_allow_javascript=True)  # a constant: no word of a source is in it


def _difference(desk: Desk, document: Document, other: Document) -> str:
    """What has changed between the two, read from the older to the newer one, whichever is open."""
    order = in_order(desk.library.store, document.id)
    older, newer = sorted((document, other), key=lambda each: order.index(each.id))
    return difference(older.text, newer.text, say())


def origin_line(row: OriginRow, carries: bool, folder: Path, say: Say) -> str:
    """When and from where a document was read; marked where the file is gone, or says something else today."""
    language = "de" if say("de") == "Deutsch" else "en"
    when = moment(datetime.fromisoformat(row.fetched_at), language)
    line = say("from_file_value", when=when, origin=cut(label(row.origin, folder), 140))
    if row.gone_at:
        return f"{line} ({say('gone_since', when=moment(datetime.fromisoformat(row.gone_at), language))})"
    return line if carries else f"{line} ({say('moved_on')})"


def _siblings(library: Library, document: Document) -> list[Sibling]:
    """The other members of the document's story."""
    found, story = shelf(library), told(library).get(document.id)
    members = story.members if story else ()
    return [
        Sibling(member.relation, found[member.document_id], member.origin)
        for member in members
        if member.document_id != document.id and member.document_id in found
    ]


# -- removing --------------------------------------------------------------------------------------


def _removal(desk: Desk, document: Document) -> None:
    """A button, then the question whether that is meant, then the deed."""
    words = say()
    st.divider()
    if not st.session_state.get("removing"):
        st.button(words("remove"), key="remove", on_click=lambda: st.session_state.update(removing=True))
        return
    more = [words("remove_more")]
    if desk.library.store.versions(document.id):
        more.append(words("remove_versions"))
    st.html(message("warning", words("remove_sure"), " ".join(more)))
    files = _files(desk, document.id)
    also_file = bool(files) and st.checkbox(words("remove_file"), key="remove_file")
    with st.container(horizontal=True):
        sure = st.button(words("remove_now"), key="remove_now", type="primary")
        st.button(words("cancel"), key="keep", on_click=lambda: st.session_state.pop("removing", None))
    if sure:
        gone = remove(desk, document.id, files if also_file else [])
        st.session_state["uploads"] = [path for path in st.session_state.get("uploads", []) if path not in gone]
        st.session_state["pasted"] = [one for one in st.session_state.get("pasted", []) if one.origin not in gone]
        close_source()
        st.session_state["done"] = words("removed")
        st.rerun()


def _files(desk: Desk, document_id: str) -> list[Path]:
    """The files in the drop folder that carry the document now; not those that say something else today."""
    folder = desk.folder.resolve()
    paths = [Path(origin) for origin in desk.library.store.carriers(document_id) if not is_address(origin)]
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
        remove_documents(desk.library, [document_id])
    forget()
    for origin in origins:
        desk.reader.forget(origin)
    return origins
