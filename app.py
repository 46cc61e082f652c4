"""The first door: the page. `streamlit run app.py` opens the library, starts the reader, and shows the views."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from views import ask, claims, sources
from views.drawing import begun, drawn
from views.state import Desk, desk, guarded, language, say
from views.style import CSS, ICON, LOGO
from views.words import LANGUAGES


def main() -> None:
    """One run of the page, from top to bottom."""
    begun()
    st.set_page_config(page_title="Quellenlage", page_icon=ICON, layout="centered")
    st.html(CSS)
    st.logo(LOGO, size="large", icon_image=ICON)
    for key in (*ask.KEPT, *claims.KEPT):  # a widget's value is lost with its page unless it is set again
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]
    with guarded():
        found = desk()
        try:
            chosen = _chosen(found)
            _sidebar()
            with guarded():
                chosen.run()
        finally:
            found.library.store.close()
    drawn()


def _chosen(found: Desk) -> StreamlitPage:
    """The page that the address names."""

    def ask_page() -> None:
        ask.page(found)

    def claims_page() -> None:
        claims.page(found)

    def sources_page() -> None:
        sources.page(found)

    words = say()
    return st.navigation(
        [
            st.Page(ask_page, title=words("ask"), icon=":material/forum:", url_path="ask", default=True),
            st.Page(claims_page, title=words("claims"), icon=":material/balance:", url_path="claims"),
            st.Page(sources_page, title=words("sources"), icon=":material/library_books:", url_path="sources"),
        ]
    )


def _sidebar() -> None:
    words = say()
    st.session_state.setdefault("language", language())
    with st.sidebar:
        st.segmented_control(
            words("interface"),
            list(LANGUAGES),
            format_func=LANGUAGES.__getitem__,
            key="language",
            required=True,
            label_visibility="collapsed",
        )


main()
