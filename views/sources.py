"""The page of sources: upload, what was taken in, what was not and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import streamlit as st

from ingest.fetch import MAX_BYTES
from kb.errors import KnowledgeBaseError
from kb.model import Document, Outcome
from kb.stories import Story
from views.markup import message, notices, source_line, text
from views.source import source_dialog
from views.state import Desk, guarded, say, shelf, show_source, told
from views.status import status_line
from views.upload import save
from views.words import Say, counted

PAGE = 25  # documents on a page


def page(desk: Desk) -> None:
    """Upload at the top, then what could not be read, then all documents."""
    words = say()
    status_line(desk)
    if done := st.session_state.pop("done", None):
        st.html(message("note", done))
    with guarded():
        _upload(desk)
    with guarded():
        _rejected(desk)
    with guarded():
        _documents(desk, words)
    source_dialog(desk)


# -- upload ----------------------------------------------------------------------------------------


def _upload(desk: Desk) -> None:
    words = say()
    turn, limit = st.session_state.setdefault("upload_turn", 0), MAX_BYTES // 1_000_000
    files = st.file_uploader(words("upload"), accept_multiple_files=True, key=f"upload-{turn}", max_upload_size=limit)
    st.caption(words("upload_help", folder="**…**").replace("**…**", "`" + str(desk.folder).replace("`", "'") + "`"))
    saved: list[str] = st.session_state.setdefault("uploads", [])
    if files:
        saved.clear()
        failures: list[str] = []
        for file in files:
            try:
                path = save(desk.folder, file.name, file.getvalue())
            except KnowledgeBaseError as error:
                failures.append(words("not_saved", name=file.name, why=error))
                continue
            saved.append(str(path))
        st.session_state["upload_failures"] = failures
        st.session_state["upload_turn"] = turn + 1
        st.rerun()
    if saved or st.session_state.get("upload_failures"):
        st.fragment(_uploaded, run_every=0.7)(desk, saved)


def _uploaded(desk: Desk, saved: list[str]) -> None:
    """What became of the files, as soon as it is known."""
    with guarded():
        words = say()
        for failure in st.session_state.get("upload_failures", []):
            st.html(message("error", words("trouble"), failure))
        for origin in saved:
            st.html(outcome_line(origin, desk.reader.outcome(origin), words))


def outcome_line(origin: str, outcome: Outcome | None, say: Say) -> str:
    """A file's name with what became of it, and the reason where it was rejected."""
    name = Path(origin).name
    if outcome is None:
        return message("warning", name, say("uploaded_wait"))
    key = "near" if outcome.kind == "added" and outcome.copy == "near" else outcome.kind
    detail = say(f"outcome_{key}") + (f": {brief_reason(origin, outcome.reason)}" if outcome.reason else "")
    return message("error" if outcome.kind == "rejected" else "note", name, detail)


def brief_reason(origin: str, why: str) -> str:
    """A reason with the file's name instead of its whole path, which stands above it anyway."""
    return why.replace(origin, Path(origin).name)


# -- what is there ---------------------------------------------------------------------------------


def rejections(desk: Desk) -> dict[str, str]:
    """By file, why it was not taken in; files that are gone, or were read since, are left out."""
    found = {row.origin: row.reason or "" for row in desk.library.store.rejections()}
    found |= {outcome.origin: outcome.reason or "" for outcome in desk.reader.rejected()}
    return {
        origin: why
        for origin, why in sorted(found.items())
        if Path(origin).exists() and ((latest := desk.reader.outcome(origin)) is None or latest.kind == "rejected")
    }


def _rejected(desk: Desk) -> None:
    found = rejections(desk)
    if not found:
        return
    words = say()
    with st.expander(f"{words('rejected')} ({len(found)})", expanded=len(found) <= 3, icon=":material/block:"):
        st.caption(words("rejected_help"))
        for origin, why in found.items():
            name, reason = f'<div class="q-name">{text(origin)}</div>', text(brief_reason(origin, why))
            st.html(f'<div class="q-row">{name}<div class="q-whose">{reason}</div></div>')


def _documents(desk: Desk, words: Say) -> None:
    documents, stories = shelf(desk.library), told(desk.library)
    st.html(f'<div class="q-heading">{text(counted(words, len(documents)))}</div>')
    if not documents:
        st.html(f'<div class="q-hint">{text(words("none_here"))}</div>')
        return
    wanted = st.text_input(words("find"), key="find", placeholder=words("find"), label_visibility="collapsed")
    chosen = matching(documents.values(), wanted)
    if not chosen:
        st.html(f'<div class="q-hint">{text(words("none_found"))}</div>')
    pages = -(-len(chosen) // PAGE)
    at = st.number_input(words("page"), 1, pages, key=f"page-{wanted}-{pages}") - 1 if pages > 1 else 0
    for document in chosen[at * PAGE : (at + 1) * PAGE]:
        origins = [row.origin for row in desk.library.store.origins_of(document.id)]
        with st.container(horizontal=True, key=f"row-{document.id}", vertical_alignment="center"):
            st.html(row(document, origins, relation(document, stories, documents, words), words))
            st.button(words("open"), key=f"open-{document.id}", on_click=show_source, args=(document.id, None, True))


def matching(documents: Iterable[Document], wanted: str) -> list[Document]:
    """The documents, the latest comers first, whose title, publisher and file name together hold all the words."""
    terms = wanted.casefold().split()
    chosen = []
    for document in documents:
        held = " ".join((document.title, document.publisher or "", document.source.origin)).casefold()
        if all(term in held for term in terms):
            chosen.append(document)
    return chosen[::-1]


def row(document: Document, origins: Sequence[str], tie: str, say: Say) -> str:
    """A document in the list: title, who and when, language, what it is to others, notices."""
    own = source_line(document, say).rsplit('<span class="q-dot">', 1)[0]  # the title stands above
    facts = (own, text(say(document.language)) if document.language in ("de", "en") else "", text(tie))
    return (
        f'<div class="q-row"><div class="q-name" lang="{text(document.language)}">{text(document.title)}</div>'
        f'<div class="q-whose">{" · ".join(part for part in facts if part)}</div>'
        f'<div class="q-legend">{text(", ".join(origins))}</div>'
        f"{notices(document.notices, say, with_reason=False)}</div>"
    )


def relation(document: Document, stories: Mapping[str, Story], documents: Mapping[str, Document], say: Say) -> str:
    """What the document is in its story: the original of others, a copy or a translation; empty without one."""
    story = stories.get(document.id)
    if story is None:
        return ""
    own = next(member.relation for member in story.members if member.document_id == document.id)
    if own == "original":
        return say("relation_original", n=len(story.members) - 1)
    original = documents.get(story.id)
    return say(f"relation_{own}", title=original.title if original else "…")
