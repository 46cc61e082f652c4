"""The conversation as a brief: a button for each format; the file is made when its button is pressed."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import streamlit as st

from kb.brief import FORMATS, reference_of, write
from kb.brief.wording import day, known
from kb.conversation import Turn
from kb.errors import KnowledgeBaseError
from views.state import language, say, talk

SUFFIXES = {"csljson": "json"}
TYPES = {
    "md": "text/markdown",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "html": "text/html",
    "pdf": "application/pdf",
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "csljson": "application/vnd.citationstyles.csl+json",
}


def export_panel() -> None:
    """The buttons, once there is something to write."""
    turns, words = talk(), say()
    if not turns:
        return
    failures: list[str] = st.session_state.setdefault("export_failures", [])
    with st.popover(words("export"), icon=":material/download:", width="stretch", key="export"):
        st.caption(words("export_what"))
        default = f"{words('brief_default')} {day(date.today(), known(language()))}"
        title = st.text_input(words("brief_title"), key="brief_title", max_chars=200, placeholder=default)
        title = title.strip() or default
        for place, form in enumerate(FORMATS):
            if place % 2 == 0:  # row by row, so that the order holds where the columns stand one below the other
                columns = st.columns(2, gap="small")
            columns[place % 2].download_button(
                words(f"format_{form}"),
                data=maker(title, tuple(turns), form, failures),
                file_name=file_name(title, form),
                mime=TYPES[form],
                key=f"export-{form}",
                on_click="ignore",
                width="stretch",
            )


def maker(title: str, turns: Sequence[Turn], form: str, failures: list[str]) -> Callable[[], bytes]:
    """Makes the file when called (in another thread); where that fails, `failures` holds just the reason."""

    def make() -> bytes:
        failures.clear()
        try:
            return brief(title, turns, form)
        except KnowledgeBaseError as error:
            failures.append(str(error))
            raise

    return make


def brief(title: str, turns: Sequence[Turn], form: str) -> bytes:
    """The conversation in one of the formats.

    Raises:
        Misconfigured: a converter is not installed.
    """
    references = {key: reference_of(document) for turn in turns for key, document in turn.documents.items()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"brief.{form}"
        write(title, [turn.answer for turn in turns], references, form, path)
        return path.read_bytes()


def file_name(title: str, form: str) -> str:
    """A file name of a title: its letters and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFC", title)
    stem = "-".join(re.findall(r"\w+", plain))[:60].strip("-_") or "brief"
    return f"{stem}.{SUFFIXES.get(form, form)}"
