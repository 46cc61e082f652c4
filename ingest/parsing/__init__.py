"""Reading in processes of its own, with limits on time and memory: a file that breaks its reader costs one document."""

from __future__ import annotations

import atexit
import threading
from collections import deque
from concurrent.futures import CancelledError, Future
from types import TracebackType

from ingest.extract import Extraction
from ingest.parsing.reader import Limits, Reader
from kb.model import Source

Task = tuple[Future[Extraction], bytes, Source]

EXTRACT = "ingest.extract:extract"


class Parsers:
    """`ingest.extract.extract` in up to `count` child processes, each served by one thread; nothing starts before
    the first `submit`. A document that takes over `seconds`, needs over `megabytes` of memory of its own or stops
    its child is refused, and the next one is read by a fresh child.

    What is submitted waits in memory: submit a few documents ahead, not all of them. `reader` names another function,
    as `module:function`.
    """

    def __init__(self, seconds: float, megabytes: int, count: int = 1, reader: str = EXTRACT) -> None:
        self._limits, self._count, self._name = Limits(seconds, megabytes), count, reader
        self._waiting: deque[Task] = deque()
        self._state = threading.Condition()  # guards everything here
        self._readers: set[Reader] = set()
        self._threads: list[threading.Thread] = []
        self._busy = 0  # threads with a document in hand
        self._closed = False

    def __enter__(self) -> Parsers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def submit(self, data: bytes, source: Source) -> Future[Extraction]:
        """The document in `data`, some time later.

        The future raises Rejected for a refusal, a time-out, too much memory or a crash (the message says what to do),
        Unavailable where no child can be started, and CancelledError when `close` came first.
        """
        future: Future[Extraction] = Future()
        with self._state:
            if self._closed:
                raise RuntimeError("these parsers are closed")
            self._waiting.append((future, data, source))
            if len(self._threads) < min(self._count, self._busy + len(self._waiting)):
                self._begin()
            self._state.notify()
        return future

    def close(self) -> None:
        """Ends the children at once; what is not read by then is cancelled. Closing twice does nothing."""
        with self._state:
            self._closed = True
            unread = [future for future, _, _ in self._waiting]
            self._waiting.clear()
            for reader in self._readers:
                reader.end()
            self._state.notify_all()
        for future in unread:
            future.cancel()
        for thread in self._threads:
            if thread is not threading.current_thread():  # closed by whoever a document was handed to
                thread.join()
        atexit.unregister(self.close)

    def _begin(self) -> None:
        """One more thread. A daemon: what hangs in it must not keep the program from ending."""
        if not self._threads:
            atexit.register(self.close)
        thread = threading.Thread(target=self._serve, name="parsing", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _next(self) -> Task | None:
        """The next document for this thread, waited for; None after `close`."""
        with self._state:
            self._state.wait_for(lambda: self._waiting or self._closed)
            if self._closed:
                return None
            self._busy += 1
            return self._waiting.popleft()

    def _serve(self) -> None:
        """What a thread does: one document after the other, with one child as long as that is fit."""
        reader: Reader | None = None
        while task := self._next():
            future, data, source = task
            if future.set_running_or_notify_cancel():
                try:
                    reader = self._fit(reader)
                    result = reader.read(data, source)
                except BaseException as error:  # noqa: BLE001 - handed on to whoever waits for the document
                    self._fail(future, error)
                else:
                    future.set_result(result)
            with self._state:
                self._busy -= 1
        if reader:
            self._drop(reader)

    def _fail(self, future: Future[Extraction], error: BaseException) -> None:
        future.set_exception(CancelledError() if self._closed else error)

    def _fit(self, reader: Reader | None) -> Reader:
        """The child at hand, or a fresh one where there is none, it has ended, or it should."""
        if reader and reader.fit:
            return reader
        if reader:
            self._drop(reader)
        with self._state:  # not between `close` ending the children and this one's beginning
            if self._closed:
                raise CancelledError
            reader = Reader(self._limits, self._name)
            self._readers.add(reader)
        return reader

    def _drop(self, reader: Reader) -> None:
        with self._state:
            self._readers.discard(reader)
        reader.close()
