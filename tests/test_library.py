"""The library holds settings, store, index and engine of a home, and does nothing."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kb.errors import Damaged, Misconfigured
from kb.library import Library, open_library
from kb.settings import Settings
from kb.store.store import FILE


def test_opening_makes_the_home_and_loads_nothing(tmp_path: Path) -> None:
    library = open_library(Settings(home=tmp_path / "new" / "home"))
    assert library.store.counts()["documents"] == 0
    assert library.engine._encoder is None
    assert not (tmp_path / "new" / "home" / "index").exists()
    assert open_library(library.settings).store.generation() == library.store.generation()


def test_the_store_is_opened_as_the_settings_say(tmp_path: Path) -> None:
    library = open_library(Settings(home=tmp_path, languages=("en",), lock_seconds=3))
    assert (library.store.home, library.store.languages, library.store.lock_seconds) == (tmp_path, ("en",), 3)


def test_it_holds_and_never_acts() -> None:
    assert [field.name for field in dataclasses.fields(Library)] == ["settings", "store", "index", "engine"]
    held = {"settings", "store", "index", "engine", "archive"}  # the archive is a folder of the store's home
    assert {name for name in vars(Library) if not name.startswith("_")} == held


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="KB_EMBED"):
        open_library(Settings(home=tmp_path, embed="unheard-of"))
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / FILE).write_bytes(b"no database at all" * 100)
    with pytest.raises(Damaged, match=FILE):
        open_library(Settings(home=tmp_path / "bad"))
