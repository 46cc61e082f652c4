"""Whether a drawn page has reached the window: Streamlit may drop the end of a run, which is then drawn once more.

A call of a timer (`run_every`) that comes just when a run has ended is answered by a new thread, and what the old one
had sent and the server had not yet passed on is dropped (`AppSession.request_rerun` says so). On a machine under load
a whole page goes missing that way, and nothing in the window tells it. So whatever runs by a timer first looks whether
it is such a call: in another thread than the run before, a moment after its end.
"""

from __future__ import annotations

import threading
import time

import streamlit as st

SOON = 1.0  # seconds after the end of a run within which a call may have cut it short; half as long each time in a row


def begun() -> None:
    """Notes that the whole page is being drawn."""
    st.session_state.pop("drawn", None)
    st.session_state["drawing"] = st.session_state.pop("drawing_again", 0)


def drawn() -> None:
    """Notes that the whole page has been sent."""
    _note(st.session_state.pop("drawing", 0))


def dialog_drawn() -> None:
    """Notes that a dialog has been sent, unless the whole page is being drawn with it."""
    if "drawing" not in st.session_state:
        _note(0)


def _note(again: int) -> None:
    st.session_state["drawn"] = (threading.get_native_id(), time.monotonic(), again)


def make_sure() -> None:
    """At the start of what runs by a timer: draws the page once more where the end of the last run may be lost."""
    last: tuple[int, float, int] | None = st.session_state.pop("drawn", None)
    if last is None:
        return
    thread, ended, again = last
    if thread != threading.get_native_id() and time.monotonic() - ended < SOON / 2**again:
        st.session_state["drawing_again"] = again + 1
        st.rerun()
