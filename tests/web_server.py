"""A web site on this machine for the tests: pages, redirects and every kind of bad manners; it ends itself."""

from __future__ import annotations

import contextlib
import gzip
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ARTICLE = (
    "<!DOCTYPE html><html><head><title>Die Fähre fährt wieder</title></head><body><article><h1>Die Fähre fährt "
    "wieder</h1><p>Nach drei Wochen Pause setzt die Fähre seit Montag wieder über.</p></article></body></html>"
).encode()


@dataclass(frozen=True)
class Page:
    """What stands at a path; a body without `length` is sent with its true length."""

    body: bytes = ARTICLE
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None


HELD = 0.003  # seconds that a request waits, so that others sent beside it are seen

Behaviour = Page | Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers from the pages of its site."""

    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        self.site.asked.append((self.headers["Host"], self.path, dict(self.headers.items())))
        with self.site.counting():
            found = self.site.pages.get(self.path, Page(b"Seite nicht gefunden", 404))
            time.sleep(HELD)
        with contextlib.suppress(OSError):
            self.send_page(found) if isinstance(found, Page) else found(self)
        self.close_connection = True

    def send_page(self, page: Page) -> None:
        self.send_response(page.status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(page.body) if page.length is None else page.length))
        self.end_headers()
        self.wfile.write(page.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


class Site:
    """A server on 127.0.0.1 with `pages` by path; `asked` holds (host, path, headers) of every request."""

    def __init__(self, pages: dict[str, Behaviour] | None = None) -> None:
        self.pages: dict[str, Behaviour] = pages or {}
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.stopping = threading.Event()
        self.at_once = self.most_at_once = 0
        self._guard = threading.Lock()
        handler = type("SiteHandler", (Handler,), {"site": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @contextlib.contextmanager
    def counting(self) -> Any:
        """Counts the requests that are open at the same time, until just before their answer.

        After it the client may send the next one sooner than this thread goes on.
        """
        with self._guard:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            yield
        finally:
            with self._guard:
                self.at_once -= 1

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of a path."""
        return f"http://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, robots.txt left out."""
        return [path for _, path, _ in self.asked if path != "/robots.txt"]

    def __enter__(self) -> Site:
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()


def redirect(to: str, status: int = 302) -> Page:
    """A page that leads elsewhere."""
    return Page(b"", status, {"Location": to})


def bomb(megabytes: int) -> Page:
    """A small body that unpacks to many megabytes."""
    return Page(gzip.compress(b"<p>" + bytes(megabytes * 1_000_000), 9), headers={"Content-Encoding": "gzip"})


def endless(handler: Handler) -> None:
    """A text without an end, as fast as it is taken."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + ARTICLE)
    while not handler.site.stopping.is_set():
        handler.wfile.write(b"<p>Und noch ein Satz.</p>" * 10_000)


def dripping(handler: Handler) -> None:
    """A byte now and then, so that no single wait is long."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while not handler.site.stopping.wait(0.02):
        handler.wfile.write(b"x")


def dripping_headers(handler: Handler) -> None:
    """The same before the body."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not handler.site.stopping.wait(0.02):
        handler.wfile.write(b"X-A: b\r\n")


def silent(handler: Handler) -> None:
    """Takes the request and says nothing."""
    handler.site.stopping.wait(5)


def raw(reply: bytes) -> Callable[[Handler], None]:
    """These bytes, whatever HTTP says, and the end of the connection."""

    def behave(handler: Handler) -> None:
        handler.wfile.write(reply)

    return behave


def unchanged_if_known(handler: Handler) -> None:
    """An article with validators, which are understood."""
    known = handler.headers["If-None-Match"] == '"v1"'
    headers = {"ETag": '"v1"', "Last-Modified": "Mon, 03 Jun 2024 08:00:00 GMT"}
    handler.send_page(Page(b"", 304, headers) if known else Page(headers=headers))
