"""The model that writes: what `KB_LLM` may say, one deadline for all, and clear words for whatever goes wrong."""

from __future__ import annotations

import socket
import threading
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import kb.engine.completing as module
from kb.engine import open_engine
from kb.engine.completing import Model, Writer, read_model
from kb.errors import Misconfigured, Unavailable
from kb.settings import Settings, load_settings
from tests.fake_endpoint import (
    Behaviour,
    Endpoint,
    breaks_off,
    drips,
    fails,
    floods,
    hangs,
    says,
    sends,
    serving,
    stalls,
)

needs_llm = pytest.mark.skipif(
    find_spec("openai") is None or find_spec("ollama") is None, reason="the extra llm is not installed"
)
SECRET = "sk-quite-secret"


def writer(endpoint: Endpoint, kind: str = "openai", **options: Any) -> Writer:
    place = f"{endpoint.url}/v1" if kind == "openai" else endpoint.url
    model = read_model(f"{kind}:tiny@{place}")
    assert model is not None
    return Writer(model, **{"seconds": 5.0, **options})


# -- what the setting may say ----------------------------------------------------------------------

NAMED = [
    ("openai:gpt-x@http://127.0.0.1:8000/v1", Model("openai", "gpt-x", "http://127.0.0.1:8000/v1")),
    ("openai:org/model:free@https://host.example/v1", Model("openai", "org/model:free", "https://host.example/v1")),
    ("ollama:llama3.2:3b", Model("ollama", "llama3.2:3b", "http://127.0.0.1:11434")),
    ("ollama:qwen@http://box:11434", Model("ollama", "qwen", "http://box:11434")),
    ("gguf:models/tiny q4.gguf", Model("gguf", "tiny q4", "models/tiny q4.gguf")),
]


@pytest.mark.parametrize(("setting", "model"), NAMED)
def test_a_model_is_named_by_kind_name_and_place(setting: str, model: Model) -> None:
    assert read_model(setting) == model


@pytest.mark.parametrize("setting", ["", "  "])
def test_nothing_named_is_no_model(setting: str) -> None:
    assert read_model(setting) is None
    assert open_engine(Settings(llm=setting)).writer is None


WRONG = [
    ("no kind", "llama3"),
    ("an unknown kind", "anthropic:x"),
    ("no model", "ollama:"),
    ("no address", "openai:gpt-x"),
    ("a password in the address", "openai:gpt-x@http://me:hunter2@host/v1"),
    ("no web address", "openai:gpt-x@ftp://host"),
]


@pytest.mark.parametrize("setting", [case[1] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_names_no_model_is_refused_at_once(setting: str) -> None:
    with pytest.raises(Misconfigured, match="KB_LLM") as caught:
        open_engine(Settings(llm=setting))
    assert "hunter2" not in str(caught.value)


def test_the_key_is_shown_nowhere_and_the_model_is_in_the_fingerprint() -> None:
    plain, other = Settings(llm="ollama:a"), Settings(llm="ollama:b")
    keyed = load_settings(llm="ollama:a", llm_key=SECRET, llm_seconds=5)
    assert SECRET not in repr(keyed) + str(keyed.model_dump()) + keyed.model_dump_json()
    assert keyed.fingerprint() == plain.fingerprint() != other.fingerprint()
    assert open_engine(keyed).writer is not None


def test_without_a_model_streaming_says_which_setting() -> None:
    with pytest.raises(Unavailable, match="KB_LLM"):
        open_engine(Settings()).complete("orders", "question")


# -- a server that answers -------------------------------------------------------------------------


@needs_llm
@pytest.mark.parametrize("kind", ["openai", "ollama"])
def test_the_pieces_come_as_they_are_written(kind: str) -> None:
    with serving(says("Grüße aus Köln.\nEnde.", size=3)) as endpoint:
        pieces = list(writer(endpoint, kind, key=SECRET).stream("Be brief.", "Say hello."))
        (path, headers, body) = endpoint.asked[0]
    assert "".join(pieces) == "Grüße aus Köln.\nEnde."
    assert len([piece for piece in pieces if piece]) > 3
    assert [message["content"] for message in body["messages"]] == ["Be brief.", "Say hello."]
    assert (body["model"], body["stream"]) == ("tiny", True)
    assert headers["authorization"] == f"Bearer {SECRET}"
    assert path == ("/v1/chat/completions" if kind == "openai" else "/api/chat")


@needs_llm
def test_no_tools_are_offered_and_the_prompt_is_not_cut_short() -> None:
    with serving(says("Ja.")) as endpoint:
        assert "".join(writer(endpoint, "ollama").stream("o", "p")) == "Ja."
        options = endpoint.asked[0][2]["options"]
        assert not endpoint.asked[0][2].get("tools")
    assert (options["num_ctx"], options["temperature"]) == (module.CONTEXT, 0.0)


@needs_llm
def test_a_key_of_the_machine_is_not_sent_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")  # nor is a proxy asked on the way to this very machine
    with serving(says("Ja.")) as endpoint:
        assert "".join(writer(endpoint).stream("o", "p")) == "Ja."
        assert SECRET not in str(endpoint.asked)


@needs_llm
def test_the_engine_passes_it_on() -> None:
    with serving(says("Ja.")) as endpoint:
        engine = open_engine(Settings(llm=f"openai:tiny@{endpoint.url}/v1"))
        assert engine.complete("orders", "question") == "Ja."
        assert engine.writer is not None
        assert engine.writer.name == "tiny"


# -- a server that does not ------------------------------------------------------------------------

FAILURES: list[tuple[str, Behaviour, str]] = [
    ("the key is wrong", fails(401, f'{{"error": {{"message": "Incorrect key {SECRET}"}}}}'), "KB_LLM_KEY"),
    ("forbidden", fails(403), "KB_LLM_KEY"),
    ("no such model", fails(404), "knows no model tiny"),
    ("too many questions", fails(429), "later"),
    ("it fails", fails(500, "<html>oops</html>"), "failed"),
    ("it breaks off", breaks_off("[1] Die Hälfte"), "broke off"),
    ("a web page in place of an answer", sends("<html><body>Login</body></html>", "text/html"), ""),
    ("broken JSON", sends("data: {not json\n\n"), ""),
]


@needs_llm
@pytest.mark.parametrize("kind", ["openai", "ollama"])
@pytest.mark.parametrize(("behaviour", "message"), [c[1:] for c in FAILURES], ids=[c[0] for c in FAILURES])
def test_a_failure_is_told_in_clear_words(kind: str, behaviour: Behaviour, message: str) -> None:
    with serving(behaviour) as endpoint:
        try:
            found = "".join(writer(endpoint, kind, key=SECRET).stream("o", "p"))
        except Unavailable as error:
            assert message in str(error)
            assert SECRET not in str(error)
            assert "html" not in str(error)
        else:
            assert (message, found.strip()) == ("", "")


@needs_llm
@pytest.mark.parametrize("kind", ["openai", "ollama"])
def test_a_server_that_is_not_there(kind: str) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        gone = Endpoint(hangs)
        gone.url = f"http://127.0.0.1:{held.getsockname()[1]}"
        with pytest.raises(Unavailable, match="does not answer.*KB_LLM"):
            list(writer(gone, kind).stream("o", "p"))


SLOW: list[tuple[str, Behaviour]] = [
    ("it never answers", hangs),
    ("it stops in the middle", stalls("[1] Ein Satz.")),
    ("it writes a letter now and then", drips),
]


@needs_llm
@pytest.mark.parametrize("behaviour", [case[1] for case in SLOW], ids=[case[0] for case in SLOW])
def test_one_deadline_for_the_whole(behaviour: Behaviour) -> None:
    with serving(behaviour) as endpoint:
        own = writer(endpoint, seconds=1.0)
        began = time.monotonic()
        with pytest.raises(Unavailable, match="KB_LLM_SECONDS"):
            list(own.stream("o", "p"))
        assert time.monotonic() - began < 4.0


@needs_llm
def test_what_writes_without_end_is_stopped() -> None:
    with serving(floods) as endpoint, pytest.raises(Unavailable, match="without end"):
        list(writer(endpoint).stream("o", "p"))


@needs_llm
def test_whoever_stops_listening_ends_the_thread() -> None:
    before = set(threading.enumerate())  # other tests' may still wait for their servers
    with serving(drips) as endpoint:
        stream = writer(endpoint).stream("o", "p")
        assert next(stream) is not None
        (reading,) = (thread for thread in set(threading.enumerate()) - before if thread.name == "model")
        stream.close()  # type: ignore[attr-defined]
        reading.join(3)
        assert not reading.is_alive()


# -- a machine that lacks something ----------------------------------------------------------------


@pytest.mark.parametrize("setting", ["openai:m@http://127.0.0.1:1/v1", "ollama:m", "gguf:none.gguf"])
def test_a_missing_package_is_named_with_the_remedy(setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ImportError(f"No module named {name!r}")

    monkeypatch.setattr(module, "import_module", missing)
    model = read_model(setting)
    assert model is not None
    with pytest.raises(Unavailable, match=r'No module named .*pip install "quellenlage\[llm\]"'):
        list(Writer(model).stream("o", "p"))


class _Server:
    """Stands in for llama.cpp's server."""

    listening_address = "http://127.0.0.1:1"

    def __init__(self, parameters: Any) -> None:
        if parameters.model.path.endswith("broken.gguf"):
            raise RuntimeError("no GGUF")
        self.parameters = parameters


class _Xllamacpp:
    Server = _Server

    class CommonParams:
        """Takes whatever is set."""

        def __init__(self) -> None:
            self.model = type("M", (), {})()


def test_a_file_is_served_on_this_machine_under_a_key_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "import_module", lambda name: _Xllamacpp)
    file = tmp_path / "tiny.gguf"
    file.write_bytes(b"GGUF")
    served = module.serve(file)
    assert served.address == "http://127.0.0.1:1/v1"
    assert served.server.parameters.api_keys == [served.key]
    assert served.key != module.serve(file).key
    assert (served.server.parameters.offline, served.server.parameters.ui) == (True, False)


@pytest.mark.parametrize(("name", "says"), [("gone.gguf", "no file"), ("broken.gguf", "cannot be loaded")])
def test_a_file_that_is_no_model(name: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "import_module", lambda name: _Xllamacpp)
    (tmp_path / "broken.gguf").write_bytes(b"nothing")
    with pytest.raises(Unavailable, match=says):
        module.serve(tmp_path / name)


def test_nothing_is_loaded_before_a_model_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> Any:
        raise AssertionError(f"{name} is loaded too early")

    monkeypatch.setattr(module, "import_module", fail)
    engine = open_engine(Settings(llm="gguf:none.gguf"))
    assert engine.writer is not None
    assert engine.writer.name == "none"
