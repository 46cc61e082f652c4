"""The filters beside a conversation: which sources count."""

from __future__ import annotations

from datetime import date

import streamlit as st

from kb.store import Filters
from views.state import Desk, language, publishers, say


def filters_panel(desk: Desk) -> Filters:
    """What the visitor narrows the sources down to; kept while other pages are looked at."""
    words = say()
    with st.expander(words("filters")):
        chosen = st.selectbox(
            words("filter_language"),
            ["", *desk.library.settings.languages],
            format_func=lambda code: words(code or "any"),
            key="filter_language",
        )
        since = day_field(words("since"), "filter_since")
        until = day_field(words("until"), "filter_until")
        names = ["", *publishers(desk.library)]
        if st.session_state.get("filter_publisher") not in names:
            st.session_state.pop("filter_publisher", None)
        publisher = st.selectbox(
            words("publisher"), names, format_func=lambda name: name or words("any"), key="filter_publisher"
        )
        unflagged = st.checkbox(words("filter_unflagged"), key="filter_unflagged", help=words("filter_unflagged_help"))
    return Filters(chosen or None, since, until, publisher or None, unflagged)


def day_field(label: str, key: str) -> date | None:
    """A field for a day, written as the interface's language does; empty is None."""
    found = st.date_input(
        label,
        value=None,
        key=key,
        format="DD.MM.YYYY" if language() == "de" else "DD/MM/YYYY",
        min_value=date(1900, 1, 1),
        max_value=date(2100, 1, 1),
    )
    return found if isinstance(found, date) else None
