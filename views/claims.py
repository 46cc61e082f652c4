"""The page of claims: a field to check one, a plot of what calls for care, and every such sentence with its worth."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kb.model import Standing
from views.checking import check_panel
from views.comparing import Comparing, comparing
from views.evidence import opener, others, status_badge, watch
from views.markup import badges, in_quotes, message, notices, source_line, text
from views.measured import measured_line, measured_table
from views.narrowing import day_field
from views.origins import turned
from views.plot import by_publisher, over_time
from views.source import source_dialog
from views.state import Desk, guarded, publishers, say
from views.status import status_line
from views.words import Say
from views.worth import LABELS, STATUSES, Line, Narrowed, flagged, narrowed

PAGE = 25  # sentences on a page
KEPT = (
    "check_field",
    *(f"claims_{name}" for name in ("label", "status", "words", "source", "publisher", "language", "since", "until")),
)


def page(desk: Desk) -> None:
    """The field at the top, then the plot, then the list."""
    status_line(desk)
    with guarded():
        check_panel(desk)
    with guarded():
        lines = flagged(desk.library)
        st.html(f'<div class="q-heading" role="heading" aria-level="2">{text(say()("all_flagged"))}</div>')
        if not lines:
            st.html(f'<div class="q-hint">{text(say()("none_flagged"))}</div>')
        else:
            st.html(f'<div class="q-legend">{text(say()("labels_limits"))}</div>')
            with st.expander(say()("measured"), icon=":material/straighten:"):
                st.html(measured_table(say()))
            _listed(desk, lines)
    source_dialog(desk)


def _listed(desk: Desk, lines: Sequence[Line]) -> None:
    words, comparer = say(), comparing(desk.library)
    serial = comparer.serial
    by, status = _narrowed(desk, comparer, words)
    left = narrowed(lines, by, comparer.sources)
    _plot(left, words)
    settled = not desk.reader.progress().busy
    comparer.want([], bool(status), settled)
    if status:
        known = [(line, comparer.standing(line.place)) for line in left]
        left = [line for line, standing in known if standing and standing.status == status]
        if not comparer.whole:
            done = sum(1 for _, standing in known if standing)
            st.html(message("note", words("status_progress", done=done, total=len(known))))
    number = words("sentences_one", n=1) if len(left) == 1 else words("sentences_many", n=len(left))
    st.html(f'<div class="q-legend q-count">{text(number)}</div>')
    shown = left[turned(len(left), PAGE, f"claims-{status}-{by}")]
    comparer.want([line.document.id for line in shown], bool(status), settled)
    for line in shown:
        _line(desk, line, comparer.standing(line.place), comparer)
    watch(comparer, serial)


# -- narrowing -------------------------------------------------------------------------------------


def _narrowed(desk: Desk, comparer: Comparing, words: Say) -> tuple[Narrowed, str]:
    """What the visitor wants to see: by label, status, source, publisher, date, language."""
    label = st.pills(words("only_label"), LABELS, key="claims_label", format_func=lambda name: words(f"flag_{name}"))
    if label:
        st.html(measured_line(label, words))
    status = st.pills(
        words("only_status"), STATUSES, key="claims_status", format_func=lambda name: words(f"status_{name}")
    )
    hint = words("only_words")
    wanted = st.text_input(hint, key="claims_words", placeholder=hint, label_visibility="collapsed")
    with st.expander(words("filters")):
        names = comparer.names()
        by_number = ["", *sorted(names, key=lambda name: (-names[name], name.casefold()))]
        source = _choice(words("only_source"), by_number, "claims_source", lambda n: f"{n} ({names[n]})")
        left, right = st.columns(2)
        with left:
            publisher = _choice(words("publisher"), ["", *publishers(desk.library)], "claims_publisher", str)
            spoken = _choice(words("filter_language"), ["", *desk.library.settings.languages], "claims_language", words)
        with right:
            since = day_field(words("since"), "claims_since")
            until = day_field(words("until"), "claims_until")
    return Narrowed(label or "", wanted, source, publisher, spoken, since, until), status or ""


def _choice(label: str, options: list[str], key: str, named: Say) -> str:
    """A choice of one of these; the first, empty one is all of them."""
    if st.session_state.get(key) not in options:
        st.session_state.pop(key, None)
    return st.selectbox(label, options, key=key, format_func=lambda one: named(one) if one else say()("any")) or ""


def _plot(lines: Sequence[Line], words: Say) -> None:
    with st.expander(words("plot"), icon=":material/bar_chart:"):
        for head, drawn in (("plot_publishers", by_publisher), ("plot_time", over_time)):
            st.html(f'<div class="q-side" role="heading" aria-level="3">{text(words(head))}</div>')
            st.vega_lite_chart(drawn(lines, words), width="stretch")


# -- one sentence ----------------------------------------------------------------------------------


def _line(desk: Desk, line: Line, standing: Standing | None, comparer: Comparing) -> None:
    key = f"{line.document.id[:12]}-{line.sentence.start}"
    source = comparer.sources.get(line.place)
    with st.container(key=f"flagged-{key}", gap="small"):
        with st.container(horizontal=True, key=f"line-q{key}", gap="small"):
            opener(line.document.id, (line.sentence.start, line.sentence.end), f"evidence-{key}")
            badge = status_badge(standing, say(), wait=not comparer.compared(line.document.id))
            st.html(claim_line(line, badge, source.name if source else "", say()))
        others(desk, standing, key)


def claim_line(line: Line, badge: str, source: str, say: Say) -> str:
    """A sentence with its document, how it stands (`badge`, as HTML), its flags, and whom it rests on."""
    document = line.document
    flags = [flag for flag in line.sentence.flags if not source or flag.label != "attributed"]
    paid = notices(document.notices, say, with_reason=False)
    rests = f'<span class="q-flag q-rests">{text(say("says_so", words=source))}</span>' if source else ""
    return (
        f'<div class="q-sentence"><div class="q-words" lang="{text(document.language)}">'
        f"{in_quotes(line.sentence.text, document.language)}</div>"
        f'<div class="q-whose">{source_line(document, say, language_of(say))}'
        f"{badges(flags, say, badge + paid + rests)}</div></div>"
    )


def language_of(say: Say) -> str:
    """The language that these words are in."""
    return "de" if say("de") == "Deutsch" else "en"
