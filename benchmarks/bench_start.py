"""How long from starting the page, as `make app` does, until it answers: with the samples unread, and with them read.

    python -m benchmarks.bench_start

A visitor is played by opening the page's own connection and waiting for the first run of its script to end.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from benchmarks.report import keep, skipped
from kb.settings import LANGUAGES
from kb.store import Store

ROOT = Path(__file__).parent.parent
PATIENCE = 120.0  # seconds until it counts as failed
GLANCE = 0.02


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextlib.contextmanager
def running(home: Path, sources: Path, port: int) -> Iterator[None]:
    """The page's process, ended afterwards."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("KB_", "STREAMLIT_"))}
    call = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.headless", "true"]
    own = {**plain, "KB_HOME": str(home), "KB_SOURCES": str(sources)}
    process = subprocess.Popen(call, cwd=ROOT, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def wait_for_server(port: int) -> None:
    """Returns when the server says that it is well and gives its first page.

    Raises:
        TimeoutError: it never does.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            for path in ("/_stcore/health", "/"):
                urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).read()
            return
        time.sleep(GLANCE)
    raise TimeoutError("the page does not answer")


def visit(port: int, until: Path | None = None, articles: int = 0) -> tuple[float, float]:
    """Clock readings: when the first run of the page's script was done, and when so many articles were read."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None) as connection:
        ask = BackMsg()
        ask.rerun_script.query_string = ""
        connection.send(ask.SerializeToString())
        kind: str | None = None
        while kind != "script_finished":
            answer, raw = ForwardMsg(), connection.recv(PATIENCE)
            answer.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
            kind = answer.WhichOneof("type")
        shown = time.perf_counter()
        while until and _read(until) < articles and time.perf_counter() - shown < PATIENCE:
            time.sleep(GLANCE)
        return shown, time.perf_counter()


def _read(home: Path) -> int:
    """How many articles the library has taken in."""
    store = Store(home, LANGUAGES)
    try:
        return store.counts()["documents"]
    finally:
        store.close()


def measure(folder: Path, sources: Path) -> dict[str, Any]:
    """Seconds from the start, for a new home and once more for the same."""
    result: dict[str, Any] = {"articles": (articles := sum(1 for path in sources.iterdir() if path.is_file()))}
    for name in ("unread", "read"):
        port, began = free_port(), time.perf_counter()
        with running(folder / "home", sources, port):
            wait_for_server(port)
            answered = time.perf_counter() - began
            shown, read = visit(port, folder / "home" if name == "unread" else None, articles)
        result[name] = {"seconds_to_answer": round(answered, 2), "seconds_to_first_page": round(shown - began, 2)}
        if name == "unread":
            result[name]["seconds_to_all_articles"] = round(read - began, 2)
    return result


def main() -> None:
    """Measures with a copy of the sample articles, and keeps the result."""
    if not (ROOT / "app.py").exists():
        skipped("start", "there is no app.py")
        return
    with tempfile.TemporaryDirectory() as folder:
        sources = shutil.copytree(ROOT / "sources", Path(folder) / "sources")
        result = measure(Path(folder), sources)
    keep("start", {"set_up": "not counted; the embedder's graph is in the user's cache", **result})


if __name__ == "__main__":
    main()
