"""What a reader of one format hands over: pieces of text and facts about the document, and how they become one text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from kb.model import Block, BlockKind, Link
from kb.text import clean

_CLOSE = ("list_item", "table_row")  # pieces of these kinds follow one another without an empty line


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of text as read; `anchors` are the words that carry a link, with its address, in order."""

    kind: BlockKind
    text: str
    anchors: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Facts:
    """What is known about a document besides its text; empty means unknown, never guessed."""

    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: date | None = None
    updated: date | None = None
    url: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(slots=True)
class Draft:
    """The result of reading one format: pieces in reading order, facts, and what was cleaned away but speaks."""

    pieces: list[Piece] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    asides: list[str] = field(default_factory=list)


def one_line(text: str) -> str:
    """Cleaned text on a single line."""
    return " ".join(clean(text).split())


def join(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...], tuple[Link, ...]]:
    """The document's text with the offsets of its blocks and of the links that can be placed."""
    parts: list[str] = []
    blocks: list[Block] = []
    links: list[Link] = []
    at = 0
    for piece in pieces:
        words = one_line(piece.text)
        if not words:
            continue
        if blocks:
            gap = "\n" if piece.kind in _CLOSE and blocks[-1].kind == piece.kind else "\n\n"
            parts.append(gap)
            at += len(gap)
        parts.append(words)
        blocks.append(Block(piece.kind, at, at + len(words)))
        links.extend(_placed(piece.anchors, words, at))
        at += len(words)
    return "".join(parts), tuple(blocks), tuple(links)


def _placed(anchors: Sequence[tuple[str, str]], words: str, at: int) -> Iterable[Link]:
    behind = 0
    for text, href in anchors:
        text = one_line(text)
        found = words.find(text, behind) if text else -1
        if found >= 0:
            behind = found + len(text)
            yield Link(at + found, at + behind, href)
