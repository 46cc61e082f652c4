"""Every file and address ever seen, how it stands with each, and why; as a list that can be filtered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from ingest.fetch import is_address
from kb.model import Document
from kb.store import OriginRow
from views.markup import moment, text
from views.naming import cut, label, short
from views.reasons import told
from views.state import Desk, origin_rows, say, shelf, show_source
from views.words import Say

PAGE = 25  # origins on a page
KINDS = ("read", "version", "copy", "listing", "rejected", "gone")
_LISTING = re.compile(r"(links|opml|feed|sitemap) with (\d+) address")


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with an origin: one of `KINDS`; `named` counts what became of the addresses that it names."""

    kind: str
    row: OriginRow
    named: Mapping[str, int]


def standings(rows: Iterable[OriginRow], newer: Collection[str]) -> list[Standing]:
    """How it stands with each origin, the last seen first; `newer` are the documents that are new versions."""
    rows = sorted(rows, key=lambda row: row.seen_at, reverse=True)
    named: dict[str, Counter[str]] = {}
    for row in rows:
        if row.via:
            named.setdefault(row.via, Counter())[kind(row, newer)] += 1
    return [Standing(kind(row, newer), row, named.get(row.origin, {})) for row in rows]


def kind(row: OriginRow, newer: Collection[str]) -> str:
    """Which of `KINDS` an origin is."""
    if row.standing in ("gone", "rejected", "copy"):
        return row.standing
    if row.document_id is None:
        return "listing"
    return "version" if row.document_id in newer else "read"


def everything(desk: Desk) -> list[Standing]:
    """All origins, with what could not be taken in so suddenly that it is not in the store."""
    rows, newer = origin_rows(desk.library)
    known = {row.origin for row in rows}
    for outcome in desk.reader.rejected():
        there = is_address(outcome.origin) or Path(outcome.origin).exists()
        if outcome.origin not in known and there:
            seen = datetime.now(UTC).isoformat()
            rows = [*rows, OriginRow(outcome.origin, "", "", None, "rejected", outcome.reason, seen, seen)]
    return standings(rows, newer)


def chosen(found: Iterable[Standing], wanted: str, only: str | None) -> list[Standing]:
    """Those of a kind whose name or reason holds all the words."""
    terms = wanted.casefold().split()
    return [
        one
        for one in found
        if only in (None, one.kind)
        and all(term in f"{one.row.origin} {one.row.reason or ''}".casefold() for term in terms)
    ]


# -- the page --------------------------------------------------------------------------------------


def origin_list(desk: Desk) -> None:
    """The filters, then a page of origins."""
    words, found = say(), everything(desk)
    if not found:
        st.html(f'<div class="q-hint">{text(words("no_origins"))}</div>')
        return
    counts = Counter(one.kind for one in found)
    options = ["all", *(name for name in KINDS if counts[name])]
    if st.session_state.get("standing") not in options:
        st.session_state["standing"] = "all"
    only = st.pills(
        words("standing"),
        options,
        key="standing",
        format_func=lambda name: f"{words(f'standing_{name}')} ({counts[name] if name != 'all' else len(found)})",
        label_visibility="collapsed",
    )
    hint = words("find_origin")
    wanted = st.text_input(hint, key="find_origin", placeholder=hint, label_visibility="collapsed")
    left = chosen(found, wanted, None if only in (None, "all") else only)
    if not left:
        st.html(f'<div class="q-hint">{text(words("none_found"))}</div>')
    for one in left[turned(len(left), PAGE, f"origins-{only}-{wanted}")]:
        _origin(desk, one, words)


def turned(count: int, size: int, key: str) -> slice:
    """Which part of a list is shown: the page that the visitor has turned to; no more than a page needs no turning."""
    pages = -(-count // size)
    at = 0
    if pages > 1:
        label = say()("page_of", n=pages)
        at = int(st.number_input(label, 1, pages, key=f"page-{key}-{pages}")) - 1
    return slice(at * size, (at + 1) * size)


def _origin(desk: Desk, one: Standing, words: Say) -> None:
    row = one.row
    document = shelf(desk.library).get(row.document_id or "")
    with st.container(horizontal=True, key=f"row-{row.sha256[:12]}-{row.origin}", vertical_alignment="center"):
        st.html(origin_row(one, _of(desk, one, document, words), desk.folder, words))
        if document:
            key = f"open-origin-{row.origin}"
            st.button(words("open"), key=key, on_click=show_source, args=(document.id, None, True))
        elif one.kind == "rejected":
            st.button(words("again"), key=f"again-{row.origin}", on_click=_again, args=(desk, row.origin))


def _again(desk: Desk, origin: str) -> None:
    """Reads an origin once more; the line that stands on the page says so until it has been."""
    desk.reader.again([origin])
    st.session_state["done"] = say()("again_asked", name=short(origin))


def _of(desk: Desk, one: Standing, document: Document | None, words: Say) -> str:
    """What an origin carries: a document by its title, and where a copy's text was read first."""
    if document is None:
        return ""
    if one.kind == "copy":
        first = desk.library.store.origins_of(document.id)[0].origin
        return words("copy_of", title=cut(document.title, 120), origin=short(first))
    return document.title


def origin_row(one: Standing, title: str, folder: Path, say: Say) -> str:
    """An origin in the list: its name, how it stands with it, what it carries or why it doesn't, when it was seen."""
    row, language = one.row, "de" if say("de") == "Deutsch" else "en"
    detail = title if one.kind not in ("rejected", "listing") else ""
    if one.kind == "rejected" or one.kind == "gone" and row.state == "rejected":
        detail = told(row.origin, row.reason or "", say)
    elif row.document_id is None:
        detail = listing_words(one, say)
    times = [say("seen", when=moment(datetime.fromisoformat(row.seen_at), language))]
    if row.gone_at:
        times.append(say("gone_since", when=moment(datetime.fromisoformat(row.gone_at), language)))
    if row.retry_at and one.kind == "rejected":
        times.append(say("retried", when=moment(datetime.fromisoformat(row.retry_at), language)))
    if row.via:
        times.append(say("named_by", origin=short(row.via)))
    chip = f'<span class="q-standing q-is-{one.kind}">{text(say(f"is_{one.kind}"))}</span>'
    name = f'<span class="q-origin" title="{text(row.origin)}">{text(cut(label(row.origin, folder), 110))}</span>'
    return (
        f'<div class="q-row"><div class="q-name">{chip}{name}</div>'
        f'<div class="q-whose">{text(detail)}</div><div class="q-legend">{text(" · ".join(times))}</div></div>'
    )


def listing_words(one: Standing, say: Say) -> str:
    """What a list or feed names, and what became of it: "Feed with 12 addresses: 10 read, 2 not taken in"."""
    found = _LISTING.match(one.row.reason or "")
    if not found:
        return one.row.reason or ""
    number = int(found[2])
    what = say(f"listing_{found[1]}_one" if number == 1 else f"listing_{found[1]}", n=number)
    parts = [say("part", n=one.named[name], what=say(f"is_{name}")) for name in KINDS if one.named.get(name)]
    return f"{what}: {', '.join(parts)}" if parts else what


def names_of(rows: Sequence[OriginRow], folder: Path, say: Say) -> str:
    """The origins of a document in a line, those that are no longer in the folder marked."""
    marked = (
        f"{cut(label(row.origin, folder), 90)} ({say('is_gone')})"
        if row.gone_at
        else cut(label(row.origin, folder), 90)
        for row in rows
    )
    return ", ".join(marked)
