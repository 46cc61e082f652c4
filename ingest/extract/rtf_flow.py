"""RTF: text on its way from control words to pieces, and what holds within a group of braces; pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.extract import raised, written
from ingest.extract.pieces import Piece, one_line
from ingest.extract.rtf_words import whole
from kb.model import BlockKind

_BULLETS = ("• ", "· ", "◦ ", "▪ ", "– ")


@dataclass(slots=True)
class Field:
    """A field: what it asks for, and the words that show it."""

    asks: str = ""
    shown: str = ""


@dataclass(slots=True)
class Flow:
    """Text on its way: the paragraph at hand, the cells of its row, and the pieces that are done."""

    pieces: list[Piece] = field(default_factory=list)
    words: str = ""
    mark: str = ""
    anchors: list[tuple[str, str]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    bold: bool = True
    listed: bool = False

    def add(self, text: str, is_raised: bool, strong: bool) -> None:
        """Words in running order; what is raised is kept until it is known where it ends."""
        if is_raised:
            self.mark += text
            return
        self.settle()
        self.words += text
        self.bold &= strong or not text.strip()

    def settle(self) -> None:
        """Writes what was raised."""
        if self.mark:
            told = raised.written(self.mark, self.words[-4:]) if self.mark.strip() else None
            self.words += self.mark if told is None else told
            self.mark = ""

    def end(self, kind: BlockKind) -> None:
        """Ends the paragraph."""
        self.settle()
        text = one_line(whole(self.words))
        if kind == "paragraph" and (self.listed or text[:2] in _BULLETS):
            kind, text = "list_item", text.removeprefix(text[:2] if text[:2] in _BULLETS else "")
        if kind == "paragraph" and self.bold and written.is_heading_like(text):
            kind = "heading"
        if text:
            self.pieces.append(Piece(kind, text, tuple(self.anchors)))
        self.words, self.anchors, self.bold, self.listed = "", [], True, False

    def end_cell(self) -> None:
        """Ends a cell of a table."""
        self.settle()
        self.cells.append(one_line(whole(self.words)))
        self.words, self.bold, self.listed = "", True, False

    def end_row(self) -> None:
        """Ends a row of a table."""
        texts = [text for text in self.cells if text]
        alone = len(self.cells) == 1  # a frame around text rather than a table
        if texts:
            self.pieces.append(Piece("paragraph" if alone else "table_row", " | ".join(texts), tuple(self.anchors)))
        self.cells, self.anchors = [], []


@dataclass(frozen=True, slots=True)
class State:
    """What holds within a group of braces."""

    flow: Flow
    into: str = "text"  # or skip, asks (of a field), fonts, colours, styles, or the name of a property
    hidden: bool = False
    deleted: bool = False
    raised: bool = False
    strong: bool = False
    uc: int = 1
    codec: str | None = None
    style: int = 0
    level: int | None = None
    listed: bool = False
    table: bool = False
    white: bool = False
    shaded: bool = False
    field: Field | None = None
    shows: bool = False
    closing: Callable[[], None] | None = None
