"""Files and addresses from the browser: two fields on the sources page, and a line for what became of each."""

from __future__ import annotations

import hashlib
from collections import Counter

import streamlit as st

from ingest.fetch import MAX_BYTES, is_address
from kb.errors import KnowledgeBaseError
from kb.model import Outcome
from kb.store import Store
from views.drawing import make_sure
from views.markup import message
from views.naming import cut, short
from views.origins import Standing, kind, listing_words
from views.paste import Pasted, pasted, put
from views.reasons import told
from views.state import Desk, guarded, origin_rows, say, shelf
from views.style import UPLOAD
from views.upload import save
from views.words import Say

LONGEST = 100_000  # characters of pasted addresses


def arriving(desk: Desk) -> None:
    """The fields, and below them what became of what was given there."""
    words = say()
    files, addresses = st.tabs([words("upload"), words("paste")])
    with files:
        _upload(desk)
    with addresses:
        _paste(desk)
    if any(st.session_state.get(key) for key in ("uploads", "pasted", "arriving_failures")):
        st.fragment(_arrived, run_every=0.7)(desk)


def _upload(desk: Desk) -> None:
    words = say()
    turn, limit = st.session_state.setdefault("upload_turn", 0), MAX_BYTES // 1_000_000
    files = st.file_uploader(
        words("upload"),
        accept_multiple_files=True,
        key=f"upload-{turn}",
        max_upload_size=limit,
        label_visibility="collapsed",
    )
    st.html(UPLOAD.format(choose=words("upload_choose"), limit=words("upload_limit", n=limit)))
    st.caption(words("upload_help", folder="**…**").replace("**…**", "`" + str(desk.folder).replace("`", "'") + "`"))
    if not files:
        return
    saved: list[str] = []
    failures: list[str] = []
    removed: list[str] = []
    for file in files:
        data = file.getvalue()
        try:
            saved.append(str(save(desk.folder, file.name, data)))
        except KnowledgeBaseError as error:
            failures.append(words("not_saved", name=file.name, why=error))
            continue
        if desk.library.store.is_removed(hashlib.sha256(data).hexdigest()):
            removed.append(saved[-1])
    desk.reader.again(removed)
    st.session_state.update(uploads=saved, pasted=[], arriving_failures=failures, upload_turn=turn + 1)
    st.rerun()


def _paste(desk: Desk) -> None:
    words = say()
    with st.form("paste", clear_on_submit=True, border=False):
        given = st.text_area(
            words("paste"),
            key="paste_field",
            placeholder=words("paste_hint"),
            max_chars=LONGEST,
            height=106,
            label_visibility="collapsed",
        )
        sent = st.form_submit_button(words("paste_read"), icon=":material/link:")
    st.caption(words("paste_help"))
    if sent and given.strip():
        failures: list[str] = []
        found = pasted(given, desk.library.settings.private_hosts)
        good = [one.origin for one in found if one.refusal is None]
        known = [origin for origin in good if passed_over(desk.library.store, origin)]
        new = [origin for origin in good if origin not in known]
        for origin in new:
            desk.reader.forget(origin)
        try:
            if new:
                put(desk.folder, new)
        except KnowledgeBaseError as error:
            failures.append(str(error))
        desk.reader.again(known)
        found.sort(key=lambda one: one.refusal is None)
        st.session_state.update(pasted=found, uploads=[], arriving_failures=failures)
        st.rerun()


def passed_over(store: Store, origin: str) -> bool:
    """Whether the folder's reader would not look at an address again: it was refused, or removed by the user."""
    row = store.origin(origin)
    return store.is_removed(origin) or row is not None and row.standing == "rejected"


# -- what became of it -----------------------------------------------------------------------------


def _arrived(desk: Desk) -> None:
    """What became of the files and addresses, as soon as it is known."""
    make_sure()
    with guarded():
        words = say()
        lines = [message("error", words("trouble"), each) for each in st.session_state.get("arriving_failures", [])]
        for origin in st.session_state.get("uploads", []):
            outcome = desk.reader.outcome(origin)
            lines.append(outcome_line(origin, outcome, _title(desk, outcome), words))
        lines += [address_line(desk, one, words) for one in st.session_state.get("pasted", [])]
        st.html(f'<div class="q-arrived">{"".join(lines)}</div>')


def _title(desk: Desk, outcome: Outcome | None) -> str:
    """The title of the document that an origin carries, if it does."""
    document = shelf(desk.library).get((outcome and outcome.document_id) or "")
    return cut(document.title, 120) if document else ""


def outcome_line(origin: str, outcome: Outcome | None, title: str, say: Say) -> str:
    """An origin's name with what became of it: the reason where it was rejected, else the title of what it carries."""
    name = cut(origin, 110) if is_address(origin) else short(origin)
    if outcome is None:
        return message("warning", name, say("uploaded_wait"))
    key = "near" if outcome.kind == "added" and outcome.copy == "near" else outcome.kind
    detail = told(origin, outcome.reason, say) if outcome.reason else title
    line = say(f"outcome_{key}") + (f": {detail}" if detail else "")
    return message("error" if outcome.kind == "rejected" else "note", name, line)


def address_line(desk: Desk, one: Pasted, say: Say) -> str:
    """The same for a pasted address, which may be malformed, or known before."""
    if one.refusal:
        return outcome_line(one.origin, Outcome(one.origin, "rejected", reason=one.refusal), "", say)
    outcome, row = desk.reader.outcome(one.origin), desk.library.store.origin(one.origin)
    if row and row.standing == "read" and row.document_id is None:
        rows, newer = origin_rows(desk.library)
        named = Counter(kind(each, newer) for each in rows if each.via == one.origin)
        return message("note", cut(one.origin, 110), listing_words(Standing("listing", row, named), say))
    if outcome is None and row and row.document_id:  # known before: it is not read again until it may have changed
        outcome = Outcome(one.origin, "unchanged", row.document_id)
    return outcome_line(one.origin, outcome, _title(desk, outcome), say)
