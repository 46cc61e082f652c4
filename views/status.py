"""The line that says what the reader is doing: a bar while articles are read, then what has just come."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kb.model import Outcome
from views.drawing import make_sure
from views.markup import message, text
from views.naming import short
from views.reading import Progress
from views.reasons import told
from views.state import Desk, guarded, say
from views.words import Say

FRESH = 12.0  # seconds that news stand on the page
NAMED = 3
NEWS = (
    ("newly_read", ("added", "updated", "duplicate")),
    ("newly_rejected", ("rejected",)),
    ("newly_gone", ("removed",)),
)


def status_line(desk: Desk) -> None:
    """Draws the line and keeps it up to date by itself; the whole page is drawn anew when reading has ended."""
    every = 0.7 if desk.reader.progress().busy or not desk.reader.progress().ready else 2.0
    st.fragment(_line, run_every=every)(desk)


def _line(desk: Desk) -> None:
    make_sure()
    with guarded():
        progress, words = desk.reader.progress(), say()
        shown = st.session_state.get("serial_shown")
        st.session_state["serial_shown"] = (desk.reader.serial, progress.busy)
        if progress.trouble:
            st.html(message("warning", words("waiting"), told(str(desk.folder), progress.trouble, words)))
        elif progress.busy:
            st.html(bar(progress, words))
        elif news := desk.reader.news(FRESH):
            st.html(latest(news, words))
        failures: list[str] = st.session_state.get("export_failures", [])
        for failure in failures:
            st.html(message("error", words("trouble"), failure))
        if shown is not None and not progress.busy and shown != (desk.reader.serial, False):
            st.rerun()


def bar(progress: Progress, say: Say) -> str:
    """Files done and in all, the name of the one being read, the pace and the time left."""
    share = round(100 * progress.done / max(progress.total, 1))
    left = say("left", time=duration(progress.seconds_left, say)) if progress.seconds_left else ""
    paced = " · ".join(part for part in (pace(progress.rate, say), left) if part)
    name = f" · <i>{text(short(progress.current))}</i>" if progress.current else ""
    head = say("reading", done=progress.done, total=progress.total)
    return (
        f'<div role="progressbar" aria-valuemin="0" aria-valuemax="100" aria-valuenow="{share}" '
        f'aria-label="{text(head)}">'
        f'<div class="q-bar"><div style="width: {max(share, 2)}%"></div></div></div>'
        f'<div class="q-progress"><span>{text(head)}{name}</span><span>{text(paced)}</span></div>'
    )


def duration(seconds: float, say: Say) -> str:
    """Seconds below a minute and a half, then minutes."""
    return say("seconds", n=max(1, round(seconds))) if seconds < 90 else say("minutes", n=round(seconds / 60))


def pace(rate: float | None, say: Say) -> str:
    """How many are read a second, or a minute where it is less than one a second; empty where that is not known."""
    if not rate:
        return ""
    return say("per_second", n=decimal(rate, say)) if rate >= 1 else say("per_minute", n=max(1, round(60 * rate)))


def decimal(number: float, say: Say) -> str:
    """A number with one decimal place, with a comma in German; from 10 on a whole one."""
    if number >= 10:
        return str(round(number))
    return f"{number:.1f}".replace(".", "," if say("de") == "Deutsch" else ".")


def latest(news: Sequence[Outcome], say: Say) -> str:
    """The names of what has just been read, of what could not be taken in, and of what is no longer in the folder."""
    lines = []
    for key, kinds in NEWS:
        names = [short(found.origin) for found in news if found.kind in kinds]
        if names:
            more = [say("and_more", n=len(names) - NAMED)] if len(names) > NAMED else []
            lines.append(f"<div>{text(say(key, names=', '.join([*names[-NAMED:], *more])))}</div>")
    return f'<div class="q-news" role="status">{"".join(lines)}</div>'
