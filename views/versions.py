"""The versions of an article: which there are, the way to each, and what to compare the open one with."""

from __future__ import annotations

import streamlit as st

from kb.model import Document
from kb.store import Store
from views.markup import moment, text
from views.state import Desk, language, say, show_source


def versions_panel(desk: Desk, document: Document) -> Document | None:
    """Which version this is, and a choice of the others; gives the one to compare with, if one is chosen."""
    store, words = desk.library.store, say()
    order = in_order(store, document.id)
    if len(order) == 1:
        return None
    found = {each: store.document(each) for each in order}

    def named(each: str, key: str = "version_short") -> str:
        if not each:
            return words("compare_none")
        when = moment(found[each].source.fetched_at, language())
        return words(key, n=order.index(each) + 1, all=len(order), when=when)

    st.html(f'<div class="q-legend">{text(named(document.id, "version_line"))}</div>')
    options = ["", *(each for each in reversed(order) if each != document.id)]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="versions"):
        other = st.selectbox(words("compare"), options, format_func=named, key=f"compare-{document.id}")
        if other and st.button(words("version_open"), key="version_open"):
            show_source(other, None, removable=True)
            st.rerun()
    return found[other] if other else None


def in_order(store: Store, document_id: str) -> list[str]:
    """All versions of an article, the oldest first, this one among them."""
    before: list[str] = []
    at = store.supersedes(document_id)
    while at and at not in before:
        before.append(at)
        at = store.supersedes(at)
    after = [each for each in store.versions(document_id) if each not in before]
    return [*reversed(before), document_id, *after]
