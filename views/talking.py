"""The conversations of the home in the sidebar: begin, open, rename and delete them; each keeps its own filters."""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from kb.conversation import conversations, delete, delete_all, open_conversation, rename
from kb.errors import NotFound
from kb.store.turns import ConversationRow
from views.state import Desk, say, talk

FILTERS: dict[str, object] = {
    "filter_language": "",
    "filter_since": None,
    "filter_until": None,
    "filter_publisher": "",
    "filter_unflagged": False,
}
SHOWN = 8  # conversations that stand in the sidebar; older ones are folded away
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:<>&@^])")


def conversation() -> int | None:
    """The conversation that is open; None where nothing has been asked in it yet."""
    found: int | None = st.session_state.get("conversation")
    return found


def load(desk: Desk) -> None:
    """Reads the turns of the open conversation, once; one that is gone is closed."""
    number = conversation()
    if number is None or st.session_state.get("loaded") == number:
        return
    try:
        st.session_state["talk"] = open_conversation(desk.library, number)
        st.session_state["loaded"] = number
    except NotFound:
        turn_to(None)


def turn_to(number: int | None) -> None:
    """Opens a conversation, or a new one, at the next run, with the filters it was left with."""
    kept: dict[int | None, dict[str, object]] = st.session_state.setdefault("filters_of", {})
    kept[conversation()] = {key: st.session_state.get(key, unset) for key, unset in FILTERS.items()}
    for key in ("talk", "loaded", "opened", "failed", "pending", "meaning"):
        st.session_state.pop(key, None)
    st.session_state["conversation"] = number
    chosen = FILTERS if number is None else FILTERS | kept.get(number, {})
    for key, value in chosen.items():
        st.session_state[key] = value


def begun(number: int) -> None:
    """The open conversation, new until now, has this number."""
    st.session_state.update(conversation=number, loaded=number)


def plain(name: str) -> str:
    """Words for a label that would read Markdown: they stand there as they are."""
    return _MARKS.sub(r"\\\1", " ".join(name.split()))


# -- the sidebar -----------------------------------------------------------------------------------


def conversations_panel(desk: Desk) -> None:
    """A new one, those that are kept, and what can be done with the open one."""
    words, rows = say(), conversations(desk.library)
    if talk() or conversation() is not None:
        st.button(
            words("clear"), key="clear", on_click=turn_to, args=(None,), width="stretch", icon=":material/add_comment:"
        )
    if not rows:
        return
    st.html(f'<div class="q-legend" role="heading" aria-level="2">{words("conversations")}</div>')
    with st.container(key="conversations", gap=None):
        _list(rows[:SHOWN])
        if len(rows) > SHOWN:
            with st.expander(words("conversations_more", n=len(rows) - SHOWN)):
                _list(rows[SHOWN:])
    own = next((row for row in rows if row.id == conversation()), None)
    with st.popover(words("conversation_now" if own else "conversations"), icon=":material/tune:", width="stretch"):
        if own:
            _own(desk, own)
        _everything(desk, len(rows))


def _list(rows: Sequence[ConversationRow]) -> None:
    for row in rows:
        st.button(
            plain(row.name),
            key=f"conversation-{row.id}",
            on_click=turn_to,
            args=(row.id,),
            type="secondary" if row.id == conversation() else "tertiary",
            width="stretch",
        )


def _own(desk: Desk, row: ConversationRow) -> None:
    words = say()
    with st.form(f"rename-{row.id}", border=False):
        name = st.text_input(words("conversation_name"), value=row.name, key=f"name-{row.id}", max_chars=80)
        if st.form_submit_button(words("rename"), width="stretch") and name.strip():
            rename(desk.library, row.id, name)
            st.rerun()
    if st.button(words("delete"), key="delete", width="stretch", icon=":material/delete:"):
        delete(desk.library, row.id)
        turn_to(None)
        st.rerun()


def _everything(desk: Desk, count: int) -> None:
    """Deleting all of them, which is asked twice."""
    words = say()
    if not st.session_state.get("deleting"):
        st.button(
            words("delete_all"),
            key="delete_all",
            on_click=lambda: st.session_state.update(deleting=True),
            width="stretch",
            type="tertiary",
        )
        return
    st.caption(words("delete_sure", n=count))
    if st.button(words("delete_yes"), key="delete_yes", type="primary", width="stretch"):
        delete_all(desk.library)
        st.session_state.pop("deleting", None)
        turn_to(None)
        st.rerun()
    st.button(
        words("cancel"),
        key="delete_no",
        on_click=lambda: st.session_state.pop("deleting", None),
        width="stretch",
    )
