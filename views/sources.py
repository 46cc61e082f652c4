"""The page of sources: uploads and pasted addresses, what was taken in, and how it stands with every origin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

from kb.model import Document
from kb.store import OriginRow
from kb.stories import Story
from views.arriving import arriving
from views.markup import message, notices, source_line, text
from views.naming import label
from views.origins import Standing, everything, names_of, origin_list, turned
from views.reasons import told as reason_told
from views.source import source_dialog
from views.state import Desk, guarded, origin_rows, say, shelf, show_source, told
from views.status import status_line
from views.words import Say, counted

PAGE = 25  # documents on a page
SHOWN = 5  # refusals that stand on the page at once
TAGS = 6  # tags of a document in the list
LISTS = ("documents", "origins")


def page(desk: Desk) -> None:
    """Upload and addresses at the top, then what could not be read, then the documents or all origins."""
    words = say()
    status_line(desk)
    if done := st.session_state.pop("done", None):
        st.html(message("note", done))
    with guarded():
        arriving(desk)
    with guarded():
        _rejected(desk)
    with guarded():
        st.session_state.setdefault("list", LISTS[0])
        counts = {"documents": len(shelf(desk.library)), "origins": len(origin_rows(desk.library)[0])}
        st.segmented_control(
            words("list"),
            LISTS,
            key="list",
            format_func=lambda name: f"{words(f'list_{name}')} ({counts[name]})",
            required=True,
            label_visibility="collapsed",
        )
        if st.session_state["list"] == "origins":
            origin_list(desk)
        else:
            _documents(desk, words)
    source_dialog(desk)


# -- what was refused ------------------------------------------------------------------------------


def refused(desk: Desk) -> list[Standing]:
    """Files and addresses that were not taken in when last looked at, the latest first; those gone are left out."""
    found = []
    for one in everything(desk):
        latest = desk.reader.outcome(one.row.origin)
        if one.kind == "rejected" and (latest is None or latest.kind == "rejected"):
            found.append(one)
    return found


def _rejected(desk: Desk) -> None:
    found = refused(desk)
    if not found:
        return
    words = say()
    with st.expander(f"{words('rejected')} ({len(found)})", expanded=len(found) <= 3, icon=":material/block:"):
        st.caption(words("rejected_help"))
        for one in found[:SHOWN]:
            name = f'<div class="q-name">{text(label(one.row.origin, desk.folder))}</div>'
            reason = text(reason_told(one.row.origin, one.row.reason or "", words))
            st.html(f'<div class="q-row q-refused">{name}<div class="q-whose">{reason}</div></div>')
        if len(found) > SHOWN:
            st.button(words("all_rejected", n=len(found)), key="all_rejected", on_click=_show_rejected)


def _show_rejected() -> None:
    st.session_state.update(list="origins", standing="rejected")


# -- what is there ---------------------------------------------------------------------------------


def _documents(desk: Desk, words: Say) -> None:
    documents, stories = shelf(desk.library), told(desk.library)
    st.html(f'<div class="q-heading">{text(counted(words, len(documents)))}</div>')
    if not documents:
        st.html(f'<div class="q-hint">{text(words("none_here"))}</div>')
        return
    carried = _carried(origin_rows(desk.library)[0])
    wanted, tag = _narrowed(documents.values(), words)
    chosen = matching(documents.values(), wanted, tag, carried)
    if not chosen:
        st.html(f'<div class="q-hint">{text(words("none_found"))}</div>')
    older, newer = desk.library.store.superseded(), origin_rows(desk.library)[1]
    for document in chosen[turned(len(chosen), PAGE, f"{wanted}-{tag}")]:
        origins = carried.get(document.id) or desk.library.store.origins_of(document.id)
        age = "version_old" if document.id in older else "version_new" if document.id in newer else ""
        tie = " · ".join(part for part in (age and words(age), relation(document, stories, documents, words)) if part)
        with st.container(horizontal=True, key=f"row-{document.id}", vertical_alignment="center"):
            st.html(row(document, names_of(origins, desk.folder, words), tie, words))
            st.button(words("open"), key=f"open-{document.id}", on_click=show_source, args=(document.id, None, True))


def _carried(rows: Iterable[OriginRow]) -> dict[str, list[OriginRow]]:
    """By document, the origins that carry it now."""
    found: dict[str, list[OriginRow]] = {}
    for each in rows:
        if each.document_id:
            found.setdefault(each.document_id, []).append(each)
    return found


def _narrowed(documents: Iterable[Document], words: Say) -> tuple[str, str]:
    """The words and the tag that the list is narrowed down to; the tags only where there are any."""
    tags = ["", *sorted({tag for document in documents for tag in document.tags}, key=str.casefold)]
    if st.session_state.get("tag") not in tags:
        st.session_state.pop("tag", None)
    columns = st.columns((3, 2), gap="small") if len(tags) > 1 else (st, st)
    hint = words("find")
    wanted = columns[0].text_input(hint, key="find", placeholder=hint, label_visibility="collapsed")
    if len(tags) == 1:
        return wanted, ""
    tag = columns[1].selectbox(
        words("tag"),
        tags,
        key="tag",
        format_func=lambda name: name or words("any_tag"),
        label_visibility="collapsed",
    )
    return wanted, tag or ""


def matching(
    documents: Iterable[Document], wanted: str, tag: str, carried: Mapping[str, Sequence[OriginRow]]
) -> list[Document]:
    """The documents with a tag, the latest comers first, whose title, publisher, tags or origins hold the words."""
    terms = wanted.casefold().split()
    chosen = []
    for document in documents:
        origins = [each.origin for each in carried.get(document.id, ())] or [document.source.origin]
        held = " ".join((document.title, document.publisher or "", *document.tags, *origins)).casefold()
        if (not tag or tag in document.tags) and all(term in held for term in terms):
            chosen.append(document)
    return chosen[::-1]


def row(document: Document, origins: str, tie: str, say: Say) -> str:
    """A document in the list: title, who and when, language, what it is to others, origins, tags, notices."""
    own = source_line(document, say).rsplit('<span class="q-dot">', 1)[0]  # the title stands above
    facts = (own, text(say(document.language)) if document.language in ("de", "en") else "", text(tie))
    tags = "".join(f'<span class="q-tag">{text(tag)}</span>' for tag in document.tags[:TAGS])
    return (
        f'<div class="q-row"><div class="q-name" lang="{text(document.language)}">{text(document.title)}</div>'
        f'<div class="q-whose">{" · ".join(part for part in facts if part)}</div>'
        f'<div class="q-legend">{text(origins)}</div>'
        f"{tags}{notices(document.notices, say, with_reason=False)}</div>"
    )


def relation(document: Document, stories: Mapping[str, Story], documents: Mapping[str, Document], say: Say) -> str:
    """What the document is in its story: the original of others, a copy or a translation; empty without one."""
    story = stories.get(document.id)
    if story is None:
        return ""
    own = next(member.relation for member in story.members if member.document_id == document.id)
    if own == "original":
        number = len(story.members) - 1
        return say("relation_original_one" if number == 1 else "relation_original", n=number)
    original = documents.get(story.id)
    return say(f"relation_{own}", title=original.title if original else "…")
