"""A language model that writes: the door to llama-index's models behind `KB_LLM`, with one deadline for the whole.

Three kinds: `openai:MODEL@URL` (any endpoint that speaks that protocol), `ollama:MODEL[@URL]`, and `gguf:FILE`, a file
that llama.cpp serves on the loopback address of this very process. Nothing is imported or loaded before it is asked.
"""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Literal
from urllib.parse import urlsplit

from kb.errors import Misconfigured, Unavailable

Kind = Literal["openai", "ollama", "gguf"]

OLLAMA = "http://127.0.0.1:11434"
TOKENS = 700  # written at most; an answer of a few sentences needs a third of it
CHARACTERS = 12_000  # read at most; what writes more does not stop by itself
CONTEXT = 8192  # tokens; Ollama cuts a prompt short without a word where it is not told
REMEDY = 'pip install "quellenlage[llm]"'
_PACKAGES: dict[Kind, tuple[str, ...]] = {
    "openai": ("openai", "llama_index.llms.openai_like"),
    "ollama": ("ollama", "llama_index.llms.ollama"),
    "gguf": ("xllamacpp", "openai", "llama_index.llms.openai_like"),
}
_NAME = re.compile(r"(?P<kind>openai|ollama|gguf):(?P<model>.+?)(?:@(?P<url>https?://[^\s@]+))?")


@dataclass(frozen=True, slots=True)
class Model:
    """What `KB_LLM` names: `name` is the model's name (of a file: its stem), `place` the address or the file."""

    kind: Kind
    name: str
    place: str


def read_model(setting: str) -> Model | None:
    """The model that a setting names; None where it is empty.

    Raises:
        Misconfigured: it names none.
    """
    if not setting.strip():
        return None
    match = _NAME.fullmatch(setting.strip())
    if match is None:
        raise Misconfigured(
            "KB_LLM names no model; use openai:MODEL@http://127.0.0.1:8000/v1, ollama:MODEL, ollama:MODEL@URL or "
            "gguf:FILE (a key goes into KB_LLM_KEY)"
        )
    kind, model, url = match["kind"], match["model"], match["url"]
    if kind == "gguf":
        return Model("gguf", Path(model).stem, model)
    if kind == "openai":
        if not url:
            raise Misconfigured("KB_LLM lacks the server's address: openai:MODEL@http://127.0.0.1:8000/v1, no password")
        return Model("openai", model, url)
    return Model("ollama", model, url or OLLAMA)


class Writer:
    """A language model, made ready when first asked; safe to share between threads."""

    def __init__(self, model: Model, key: str = "", seconds: float = 30.0) -> None:
        self.name = model.name
        self.seconds = seconds
        self._model = model
        self._key = key
        self._lock = threading.Lock()

    def stream(self, system: str, prompt: str) -> Iterator[str]:
        """What the model writes to a prompt under standing orders (`system`), piece by piece.

        Raises:
            Unavailable: it cannot be asked, broke off, wrote without end, or took longer than `seconds` in all.
        """
        self._prepare()
        ends, written = time.monotonic() + self.seconds, 0
        for piece in _paced(lambda: self._ask(system, prompt), ends, self._slow):
            if isinstance(piece, Exception):
                raise self._unavailable(piece) from None
            written += len(piece) + 1  # an empty piece counts too
            if written > CHARACTERS:
                raise Unavailable(f"{self.name} writes without end; its answer was not used")
            yield piece

    def _prepare(self) -> None:
        """Python's own loading of packages, seconds when it is done first, is not the model's time.

        Raises:
            Unavailable: a package is missing.
        """
        try:
            for package in _PACKAGES[self._model.kind]:
                import_module(package)
        except ImportError as error:
            raise Unavailable(f"KB_LLM needs a package that is not installed ({error}): {REMEDY}") from None

    def _ask(self, system: str, prompt: str) -> Iterator[str]:
        from llama_index.core.base.llms.types import ChatMessage, MessageRole

        messages = [ChatMessage(system, role=MessageRole.SYSTEM), ChatMessage(prompt, role=MessageRole.USER)]
        llm, client = self._opened()
        try:
            for response in llm.stream_chat(messages):
                yield response.delta or ""
        finally:
            client.close()

    def _opened(self) -> tuple[Any, Any]:
        """The llama-index model and the connection it speaks through, to be closed.

        Raises:
            Unavailable: the file of a model is missing or broken.
        """
        if self._model.kind == "ollama":
            return _ollama(self._model, self._key, self.seconds)
        if self._model.kind == "openai":
            return _openai(self._model, self._key, self.seconds)
        with self._lock:
            served = self._served
        return _openai(Model("gguf", self.name, served.address), served.key, self.seconds)

    @cached_property
    def _served(self) -> Served:
        return serve(Path(self._model.place))

    def _slow(self) -> Unavailable:
        return Unavailable(f"{self.name} took longer than {self.seconds:g} s (KB_LLM_SECONDS)")

    def _unavailable(self, error: Exception) -> Unavailable:
        """What went wrong, for a user; nothing of what a server said is repeated: it may name the key."""
        if isinstance(error, Unavailable):
            return error
        where = "" if self._model.kind == "gguf" else f" at {_host(self._model.place)}"
        status = getattr(error, "status_code", None)
        if status in (401, 403):
            return Unavailable(f"the model's server{where} refuses the key ({status}): check KB_LLM_KEY")
        if status == 404:
            return Unavailable(f"the server{where} knows no model {self.name} (404): check KB_LLM")
        if status == 429:
            return Unavailable(f"the model's server{where} asks to wait (429); try again later")
        if isinstance(status, int) and status > 0:
            return Unavailable(f"the model's server{where} failed ({status}); see its log")
        if "timeout" in type(error).__name__.casefold():
            return self._slow()
        return Unavailable(f"{self.name}{where} does not answer or broke off ({type(error).__name__}): check KB_LLM")


def _openai(model: Model, key: str, seconds: float) -> tuple[Any, Any]:
    client = import_module("openai").DefaultHttpxClient(trust_env=not _loopback(model.place))
    llm = import_module("llama_index.llms.openai_like").OpenAILike(
        model=model.name,
        api_base=model.place,
        api_key=key or "none",  # else the library would send the one in OPENAI_API_KEY
        is_chat_model=True,
        context_window=CONTEXT,
        max_tokens=TOKENS,
        temperature=0.0,
        max_retries=0,
        timeout=seconds,
        http_client=client,
    )
    return llm, client


def _ollama(model: Model, key: str, seconds: float) -> tuple[Any, Any]:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    client = import_module("ollama").Client(
        host=model.place, timeout=seconds, headers=headers, trust_env=not _loopback(model.place)
    )
    llm = import_module("llama_index.llms.ollama").Ollama(
        model=model.name,
        base_url=model.place,
        request_timeout=seconds,
        temperature=0.0,
        context_window=CONTEXT,
        additional_kwargs={"num_predict": TOKENS},
        client=client,
    )
    return llm, client


# -- a file, served to ourselves -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Served:
    """A model file that llama.cpp serves inside this process: where, under which key, and what keeps it alive."""

    address: str
    key: str
    server: Any


def serve(file: Path) -> Served:
    """Loads a GGUF file and serves it on a free port of the loopback address, for whoever has the key.

    Raises:
        Unavailable: there is no such file, or llama.cpp cannot load it.
        ImportError: xllamacpp is not installed.
    """
    xllamacpp = import_module("xllamacpp")
    if not file.is_file():
        raise Unavailable(f"KB_LLM: there is no file {file}")
    parameters, key = xllamacpp.CommonParams(), secrets.token_hex(16)
    parameters.model.path = str(file)
    parameters.n_ctx = CONTEXT
    parameters.api_keys = [key]
    parameters.offline = True
    parameters.ui = False
    parameters.verbosity = -1
    try:
        server = xllamacpp.Server(parameters)
    except Exception as error:  # noqa: BLE001 - whatever llama.cpp raises, the file cannot be used
        raise Unavailable(f"KB_LLM: {file} cannot be loaded as a model ({error})") from None
    return Served(f"{server.listening_address}/v1", key, server)


# -- one deadline ----------------------------------------------------------------------------------


def _paced(ask: Callable[[], Iterator[str]], ends: float, slow: Callable[[], Unavailable]) -> Iterator[str | Exception]:
    """The pieces of an iterator that runs in a thread of its own, until a moment of the monotonic clock.

    A library's own timeout starts anew with every byte, so that a server which drips never runs into it. The thread is
    told to stop, and does so with the next piece or its own timeout.
    """
    pieces: SimpleQueue[str | Exception | None] = SimpleQueue()
    stopped = threading.Event()

    def pump() -> None:
        try:
            for piece in ask():
                if stopped.is_set():
                    return
                pieces.put(piece)
            pieces.put(None)
        except Exception as error:  # noqa: BLE001 - handed over to whoever waits for the pieces
            pieces.put(error)

    threading.Thread(target=pump, name="model", daemon=True).start()
    try:
        while True:
            try:
                piece = pieces.get(timeout=max(0.0, ends - time.monotonic()))
            except Empty:
                raise slow() from None
            if piece is None:
                return
            yield piece
    finally:
        stopped.set()


def _host(url: str) -> str:
    return urlsplit(url).netloc


def _loopback(url: str) -> bool:
    """Whether an address is this machine's own: no proxy belongs on the way there."""
    return urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")
