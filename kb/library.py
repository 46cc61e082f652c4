"""The library: what belongs to one knowledge base, held together. It holds and never acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kb.archive import Archive
from kb.engine import Engine, open_engine
from kb.index import Index
from kb.settings import Settings
from kb.store import Store


@dataclass(frozen=True, slots=True)
class Library:
    """Settings, store, index, engine and archive of one home."""

    settings: Settings
    store: Store
    index: Index
    engine: Engine

    @property
    def archive(self) -> Archive:
        """The bytes of everything that was read."""
        return Archive(self.store.home)


def open_library(settings: Settings, tell: Callable[[str], None] | None = None) -> Library:
    """Opens (or makes) the home that the settings name; models and index are loaded when first used.

    `tell` is given a line when the embedder is being prepared for the first time, or another stands in for it.

    Raises:
        Damaged: the home cannot be read.
        Misconfigured: the settings name no known embedder.
    """
    store = Store(settings.home, settings.languages, settings.lock_seconds)
    return Library(settings, store, Index(settings.home), open_engine(settings, tell))
