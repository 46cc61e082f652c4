"""A thread that finds out who each sentence rests on and how it stands among the others; what is shown comes first."""

from __future__ import annotations

import logging
import threading
from collections import Counter, deque
from collections.abc import Iterable
from contextlib import suppress

import streamlit as st

from kb.assess import Reader, standings
from kb.brief.wording import known
from kb.errors import KnowledgeBaseError, NotFound
from kb.flags import Attributed, load_lexicons, sources_of
from kb.library import Library
from kb.model import Document, Standing

EVERYTHING = ""

_log = logging.getLogger(__name__)
Place = tuple[str, int]


class Comparing:
    """Compares sentences with the rest of the library: documents that are shown first, all of them if that is asked."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._found: dict[Place, Standing] = {}
        self._read: set[str] = set()
        self._done: set[str] = set()
        self._queue: deque[str] = deque()
        self._unread: deque[str] = deque()
        self._everything = False
        self._thread: threading.Thread | None = None
        self._reader: Reader | None = None
        self._generation = -1
        self._stopped = False
        self.sources: dict[Place, Attributed] = {}
        self.trouble: Exception | None = None
        self.serial = 0

    def standing(self, place: Place) -> Standing | None:
        """How the sentence stands, as far as is known."""
        return self._found.get(place)

    def compared(self, document_id: str) -> bool:
        """Whether everything that can be said of a document's sentences is known."""
        return document_id in self._done or self.whole

    def names(self) -> Counter[str]:
        """Who sentences rest on, with how many; nobody in particular is left out."""
        return Counter(each.name for each in list(self.sources.values()) if each.kind != "anonymous")

    def want(self, documents: Iterable[str], everything: bool, settled: bool) -> None:
        """Has these documents compared, and then all of them where `everything` is wanted.

        While articles are being read (not `settled`), what was compared before is left as it was.
        """
        store = self._library.store
        with self._lock:
            if settled and self._generation != (now := store.generation()):
                self._generation, self._reader, self._done, self.trouble = now, None, set(), None
                self._unread = deque(key for key in store.document_ids() if key not in self._read)
            new = [key for key in dict.fromkeys(documents) if key not in self._done and key not in self._queue]
            self._queue.extend(new)
            self._everything = everything and not self.whole
            if (self._queue or self._unread or self._everything) and not self.busy and self.trouble is None:
                self._thread = threading.Thread(target=self._run, name="comparing", daemon=True)
                self._thread.start()

    @property
    def whole(self) -> bool:
        """Whether everything is compared."""
        return EVERYTHING in self._done

    @property
    def busy(self) -> bool:
        """Whether something is being compared."""
        return self._thread is not None

    @property
    def sweeping(self) -> bool:
        """Whether that is the whole library."""
        return self.busy and self._everything

    def stop(self, wait: float = 3.0) -> None:
        """Ends the thread, after the sentence it is at."""
        self._stopped, thread = True, self._thread
        if thread is not None:
            thread.join(wait)

    # -- in the thread -----------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            while not self._stopped and self._step():
                self.serial += 1
        except Exception as error:  # noqa: BLE001 - a thread's end: the page must be able to say so
            if not isinstance(error, KnowledgeBaseError):
                _log.error("comparing ended", exc_info=error)
            with self._lock:
                self.trouble = error
                self._queue.clear()
        finally:
            with self._lock:
                self._thread = None
                self.serial += 1
            self._library.store.close()

    def _step(self) -> bool:
        """The next piece of work; False where there is none."""
        with self._lock:
            shown = self._queue.popleft() if self._queue else None
            unread = self._unread.popleft() if shown is None and self._unread else None
            everything = shown is None and unread is None and self._everything and not self.whole
        if shown is not None:
            self._name(shown)
            self._compare(shown)
        elif unread is not None:
            self._name(unread)
        elif everything:
            self._compare(EVERYTHING)
        return shown is not None or unread is not None or everything

    def _name(self, key: str) -> None:
        """Finds out who each sentence of a document rests on, once: its text does not change."""
        if key in self._read:
            return
        with suppress(NotFound):
            document = self._library.store.document(key)
            self.sources |= named(self._library, document)
        self._read.add(key)

    def _compare(self, key: str) -> None:
        with self._lock:
            reader = self._reader = self._reader or Reader(self._library)
        for standing in standings(reader, document_id=key or None):
            self._found[standing.sentence.document_id, standing.sentence.start] = standing
            self.serial += 1
            while key == EVERYTHING and self._queue and not self._stopped:
                self._step()
            if self._stopped or key == EVERYTHING and not self._everything:
                return
        with self._lock:
            if reader is self._reader:
                self._done.add(key)


def named(library: Library, document: Document) -> dict[Place, Attributed]:
    """Who each sentence of a document rests on; those that rest on nobody are left out."""
    sentences = library.store.sentences(document.id, document.text)
    found = sources_of(document, sentences, load_lexicons()[known(document.language)])
    return {(document.id, one.start): who for one, who in zip(sentences, found, strict=True) if who}


@st.cache_resource(show_spinner=False)
def _comparing(_library: Library, home: str) -> Comparing:
    return Comparing(_library)


def comparing(library: Library) -> Comparing:
    """The one of this process."""
    return _comparing(library, str(library.settings.home.resolve()))
