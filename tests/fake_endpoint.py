"""A model's server on the loopback address that says what a test tells it to, or fails in a way of its choosing."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """One request; `endpoint` is the server's record of what it was asked."""

    protocol_version = "HTTP/1.1"
    endpoint: Endpoint

    def log_message(self, *_: Any) -> None:
        """Says nothing."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.endpoint.asked.append((self.path, headers, body))
        try:
            self.endpoint.behaviour(self)
        except OSError:  # whoever asked has gone
            self.close_connection = True

    # -- the parts of an answer --------------------------------------------------------------------

    def begin(self, status: int = 200, kind: str = "text/event-stream") -> None:
        """The head of an answer whose length is not told."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def chunk(self, data: str) -> None:
        """A piece of the body."""
        content = data.encode()
        self.wfile.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")
        self.wfile.flush()

    def piece(self, text: str) -> None:
        """A piece of what the model writes, in the protocol that was asked for."""
        if self.path.startswith("/api/"):
            message = {"model": "m", "message": {"role": "assistant", "content": text}, "done": False}
            self.chunk(json.dumps(message) + "\n")
            return
        choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}
        chunk = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
        self.chunk(f"data: {json.dumps(chunk)}\n\n")

    def end(self) -> None:
        """The proper end of a stream."""
        if self.path.startswith("/api/"):
            self.chunk(json.dumps({"model": "m", "message": {"role": "assistant", "content": ""}, "done": True}) + "\n")
        else:
            self.chunk("data: [DONE]\n\n")
        self.chunk("")

    def pause(self, seconds: float) -> None:
        """Waits, but no longer than the server runs."""
        self.endpoint.closing.wait(seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A connection that was cut is what some tests are about."""


class Endpoint:
    """What the server was asked, and how it behaves."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.closing = threading.Event()
        self.url = ""

    @property
    def prompt(self) -> str:
        """All that the model was told in the last request."""
        return "\n".join(message["content"] for message in self.asked[-1][2]["messages"])


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[Endpoint]:
    """A server on a free port; `url` is its address without a path. It ends with the block."""
    endpoint = Endpoint(behaviour)
    server = _Server(("127.0.0.1", 0), type("Bound", (Handler,), {"endpoint": endpoint}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    endpoint.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield endpoint
    finally:
        endpoint.closing.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


# -- behaviours ------------------------------------------------------------------------------------


def says(text: str, size: int = 7) -> Behaviour:
    """Writes this, a few characters at a time."""

    def behave(handler: Handler) -> None:
        handler.begin()
        for at in range(0, len(text), size):
            handler.piece(text[at : at + size])
        handler.end()

    return behave


def fails(status: int, body: str = '{"error": {"message": "no"}}') -> Behaviour:
    """Answers with this status."""

    def behave(handler: Handler) -> None:
        handler.begin(status, "application/json")
        handler.chunk(body)
        handler.chunk("")

    return behave


def hangs(handler: Handler) -> None:
    """Takes the question and says nothing, not even a header."""
    handler.pause(60)


def stalls(text: str) -> Behaviour:
    """Writes this and then nothing more, without an end."""

    def behave(handler: Handler) -> None:
        handler.begin()
        handler.piece(text)
        handler.pause(60)

    return behave


def drips(handler: Handler) -> None:
    """Writes a letter now and then, for ever."""
    handler.begin()
    while not handler.endpoint.closing.is_set():
        handler.piece("a")
        handler.pause(0.05)


def breaks_off(text: str) -> Behaviour:
    """Writes this and closes the connection in the middle."""

    def behave(handler: Handler) -> None:
        handler.begin()
        handler.piece(text)
        handler.wfile.write(b"400\r\ndata: {")
        handler.close_connection = True

    return behave


def sends(data: str, kind: str = "text/event-stream") -> Behaviour:
    """Sends this as it is, whatever was asked for."""

    def behave(handler: Handler) -> None:
        handler.begin(200, kind)
        handler.chunk(data)
        handler.chunk("")

    return behave


def floods(handler: Handler) -> None:
    """Writes without end, as fast as it can."""
    handler.begin()
    until = time.monotonic() + 20
    while time.monotonic() < until and not handler.endpoint.closing.is_set():
        handler.piece("[1] Und noch ein Satz, der nichts sagt. " * 20)
