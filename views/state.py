"""What the pages share: the one library and reader of the process, and what belongs to a visitor's session."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from kb.conversation import Turn
from kb.errors import KnowledgeBaseError
from kb.library import Library, open_library
from kb.model import Document
from kb.settings import load_settings
from kb.store import OriginRow
from kb.stories import Story, stories
from views.markup import message
from views.reading import Reader
from views.words import LANGUAGES, Say, default_language, words

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Desk:
    """The library, and the thread that reads the drop folder into it."""

    library: Library
    reader: Reader

    @property
    def folder(self) -> Path:
        """The drop folder."""
        return self.library.settings.sources


@dataclass(frozen=True, slots=True)
class Opened:
    """The document that is shown, and the span in it that was cited."""

    document_id: str
    span: tuple[int, int] | None = None
    removable: bool = False


@st.cache_resource(show_spinner=False)
def desk() -> Desk:
    """The one library and reader of this process; opened, and the reading started, at the first call.

    Raises:
        Misconfigured: a setting cannot be used.
        Damaged: the home cannot be read.
    """
    library = open_library(load_settings(), _log.warning)
    reader = Reader(library, library.settings.sources)
    reader.start()
    return Desk(library, reader)


@st.cache_resource(show_spinner=False, max_entries=1)
def _known(corrections: tuple[int, ...]) -> dict[str, Document]:
    """Documents by id as they were looked up before; a document changes only where the user corrects it."""
    return {}


@st.cache_resource(show_spinner=False, max_entries=2)
def _shelf(_library: Library, home: str, generation: int) -> dict[str, Document]:
    store, known = _library.store, _known(tuple(each.id for each in _library.store.corrections()))
    found: dict[str, Document] = {}
    for document_id in store.document_ids():
        if document_id not in known:
            known[document_id] = replace(store.document(document_id), text="", blocks=(), links=())
        found[document_id] = known[document_id]
    return found


@st.cache_resource(show_spinner=False, max_entries=2)
def _told(_library: Library, home: str, generation: int) -> dict[str, Story]:
    return {member.document_id: story for story in stories(_library.store) for member in story.members}


def shelf(library: Library) -> dict[str, Document]:
    """All documents by id, without their texts, in the order they came; looked up anew only after a change."""
    return _shelf(library, str(library.settings.home.resolve()), library.store.generation())


def told(library: Library) -> dict[str, Story]:
    """By document, the story it belongs to; documents that stand alone are left out."""
    return _told(library, str(library.settings.home.resolve()), library.store.generation())


@st.cache_resource(show_spinner=False, max_entries=2)
def _origin_rows(_library: Library, home: str, generation: int) -> tuple[list[OriginRow], frozenset[str]]:
    store = _library.store
    newer = frozenset(document_id for document_id in store.document_ids() if store.supersedes(document_id))
    return store.origins(), newer


def origin_rows(library: Library) -> tuple[list[OriginRow], frozenset[str]]:
    """Every origin as it stands now, and the documents that are new versions of others."""
    return _origin_rows(library, str(library.settings.home.resolve()), library.store.generation())


def publishers(library: Library) -> list[str]:
    """The names of all publishers, in order."""
    return sorted({document.publisher for document in shelf(library).values() if document.publisher}, key=str.casefold)


def forget() -> None:
    """Drops what is remembered of all documents, since one was removed."""
    _known.clear()


# -- the session -----------------------------------------------------------------------------------


def language() -> str:
    """The language of the interface."""
    chosen = st.session_state.get("language")
    return chosen if chosen in LANGUAGES else default_language(st.context.locale)


def say() -> Say:
    """The words of the interface."""
    return words(language())


def talk() -> list[Turn]:
    """The turns of the conversation that is open in this session."""
    turns: list[Turn] = st.session_state.setdefault("talk", [])
    return turns


def opened() -> Opened | None:
    """The document shown in the dialog."""
    found: Opened | None = st.session_state.get("opened")
    return found


def show_source(document_id: str, span: tuple[int, int] | None = None, removable: bool = False) -> None:
    """Opens a document at the next run."""
    st.session_state["opened"] = Opened(document_id, span, removable)
    st.session_state.pop("removing", None)


def close_source() -> None:
    """Closes the dialog at the next run."""
    st.session_state.pop("opened", None)


def trouble(error: Exception) -> str:
    """What went wrong as a message for a user; unforeseen errors are logged with their traceback."""
    if isinstance(error, KnowledgeBaseError):
        return message("error", say()("trouble"), str(error))
    _log.error("a page failed", exc_info=error)
    return message("error", say()("trouble"), say()("bug", what=f"{type(error).__name__}: {error}"))


@contextmanager
def guarded() -> Iterator[None]:
    """Whatever goes wrong inside is shown as a message; nobody sees a traceback."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - a door: no traceback ever reaches a user
        st.html(trouble(error))
