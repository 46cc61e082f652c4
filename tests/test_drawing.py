"""A page is drawn once more where a timer's call came just as it had ended, and only then."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st

from views import drawing


class Again(BaseException):
    """What a rerun is: it ends the run."""


class Window:
    """A session whose runs happen when the test says so."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.state: dict[str, Any] = {}
        self.now = 0.0
        patch.setattr(st, "session_state", self.state)
        patch.setattr(st, "rerun", self._rerun)
        patch.setattr(time, "monotonic", lambda: self.now)

    def _rerun(self) -> None:
        raise Again

    def whole_page(self, with_dialog: bool = False) -> None:
        drawing.begun()
        if with_dialog:
            drawing.dialog_drawn()
        drawing.make_sure()  # what runs by a timer is part of the page
        drawing.drawn()

    def tick(self, after: float, own_thread: bool = True) -> bool:
        """Whether a timer's call so many seconds later has the page drawn again."""
        self.now += after
        found = in_a_thread(drawing.make_sure) if own_thread else caught(drawing.make_sure)
        return isinstance(found, Again)


def caught(run: Callable[[], None]) -> BaseException | None:
    try:
        run()
    except Again as again:
        return again
    return None


def in_a_thread(run: Callable[[], None]) -> BaseException | None:
    found: list[BaseException | None] = []
    thread = threading.Thread(target=lambda: found.append(caught(run)))
    thread.start()
    thread.join()
    return found[0]


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Window:
    return Window(monkeypatch)


def test_nothing_is_drawn_again_before_there_was_a_page(window: Window) -> None:
    assert not window.tick(0.1)


def test_a_call_in_another_thread_just_after_the_end(window: Window) -> None:
    window.whole_page()
    assert window.tick(0.05)
    assert not window.tick(0.05), "once is enough"


def test_a_call_that_had_waited_for_the_end(window: Window) -> None:
    window.whole_page()
    assert not window.tick(0.05, own_thread=False)


def test_a_call_long_after_the_end(window: Window) -> None:
    window.whole_page()
    assert not window.tick(drawing.SOON + 0.1)


def test_drawing_again_comes_to_an_end(window: Window) -> None:
    """A timer that calls every 0.7 seconds does not keep the page busy."""
    window.whole_page()
    assert window.tick(0.7)
    window.whole_page()
    assert not window.tick(0.7)


def test_what_was_drawn_again_may_be_lost_too(window: Window) -> None:
    window.whole_page()
    for _ in range(4):
        assert window.tick(0.01)
        window.whole_page()


def test_a_dialog_alone(window: Window) -> None:
    window.whole_page(with_dialog=True)
    assert not window.tick(drawing.SOON + 0.1)
    drawing.dialog_drawn()
    assert window.tick(0.05)
    window.whole_page(with_dialog=True)
    assert not window.tick(0.7), "the dialog in it did not begin the count anew"
