"""RTF: paragraphs, lists, tables, notes, links and properties, without what is hidden, deleted or repeated on pages.

Read by our own rules: pandoc (3.9) puts lists before the paragraphs they follow, knows no headings but those it wrote
itself, and keeps deleted text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date
from functools import partial

from ingest.extract import written
from ingest.extract.pieces import Draft, Piece, one_line
from ingest.extract.rtf_flow import Field, Flow, State
from ingest.extract.rtf_words import SIGNS, SYMBOLS, Token, charset, code_page, letters, tokens, whole
from ingest.extract.written import Properties
from kb.errors import Rejected
from kb.model import BlockKind

_TITLES = re.compile(r"(?i)(?:heading|überschrift|(?:sub|unter)?tit(?:le|el))\b")
_SKIPPED = frozenset(
    "pict nonshppict xe tc rxe txe sp shprslt objdata annotation atnid atnauthor filetbl revtbl "
    "listtable listoverridetable bkmkstart bkmkend".split()
)
_KNOWN = frozenset("fldinst company shpinst footnote".split())  # read although a reader may pass over them
_RUNNING = frozenset("header headerl headerr headerf footer footerl footerr footerf".split())
_TOLD = frozenset("title author company keywords".split())
_TABLES = {"fonttbl": "fonts", "colortbl": "colours", "stylesheet": "styles", "info": "info", "creatim": "creatim"}
_LINK = re.compile(r'HYPERLINK\s+(?:\\[a-z]\s+)*"?([^"\s]+)', re.IGNORECASE)
_REPEATED = re.compile(r"\s*(?:TOC|INDEX|PAGE|NUMPAGES)\b", re.IGNORECASE)
_PLAIN: dict[str, object] = {
    "strong": False,
    "hidden": False,
    "deleted": False,
    "raised": False,
    "white": False,
    "codec": None,
}
_PARAGRAPH: dict[str, object] = {"style": 0, "level": None, "listed": False, "table": False, "shaded": False}
_RESETS: dict[str, dict[str, object]] = {"plain": _PLAIN, "pard": _PARAGRAPH, "nosupersub": {"raised": False}}
_SWITCHES = {"b": "strong", "v": "hidden", "deleted": "deleted", "super": "raised", "up": "raised"}
_SWITCHES |= {"ls": "listed", "intbl": "table"} | dict.fromkeys(("cbpat", "chcbpat", "highlight"), "shaded")
_NUMBERS = {"uc": "uc", "s": "style", "outlinelevel": "level"}
_DEEPEST = 2_000  # groups within groups: Word writes some thirty
_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}


def read(data: bytes) -> Draft:
    """The article in an RTF file. Raises Rejected where the file is cut off."""
    reader = _Reader()
    for token in tokens(data):
        reader.take(token)
    if len(reader.stack) > 1 or reader.stack and reader.body.words.strip():
        raise Rejected("This RTF file is cut off. Save it again from the word processor, or as .docx.")
    reader.body.end("paragraph")
    running = dict.fromkeys(piece.text for piece in reader.running.pieces)
    return written.settled([*reader.body.pieces, *reader.notes], list(running), reader.properties())


class _Reader:
    """Takes one token after the other; `stack` holds the states of the groups around the present one."""

    def __init__(self) -> None:
        self.body, self.running = Flow(), Flow()
        self.notes: list[Piece] = []
        self.stack: list[State] = []
        self._state = State(self.body)
        self._told: defaultdict[str, str] = defaultdict(str)
        self._created: dict[str, int] = {}
        self._fonts: dict[int, str | None] = {}
        self._styles: defaultdict[int, str] = defaultdict(str)
        self._levels: dict[int, int] = {}
        self._colours: list[dict[str, int]] = [{}]
        self._default = "cp1252"
        self._entry = 0  # the font or style that its table tells of
        self._skip = 0  # letters for readers without Unicode, to be passed over
        self._starred = False

    def properties(self) -> Properties:
        """What the file says about itself."""
        told = {name: one_line(whole(text)) for name, text in self._told.items()}
        tags = tuple(part.strip() for part in re.split(r"[,;]", told.get("keywords", "")) if part.strip())
        try:
            created = date(*(self._created[name] for name in ("yr", "mo", "dy")))
        except (KeyError, ValueError, OverflowError):
            created = None
        return Properties(told.get("title", ""), told.get("author", ""), told.get("company", ""), created, tags)

    def take(self, token: Token) -> None:
        """The next token."""
        if token.kind == "word":
            self._word(token.value, token.number)
        elif token.kind == "brace":
            self._brace(token.value)
        elif token.kind == "symbol":
            self._starred = token.value == "*"
            if token.value in SYMBOLS and not self._passed(1):
                self._put(SYMBOLS[token.value])
        else:
            is_hex = token.kind == "hex"
            raw = bytes.fromhex(token.value.replace("\\'", "")) if is_hex else token.value.encode("latin-1")
            raw = raw[self._passed(len(raw)) :]
            self._put(letters(raw, self._state.codec or self._default))

    def _passed(self, count: int) -> int:
        """How many of so many letters are to be passed over."""
        passed = min(count, self._skip)
        self._skip -= passed
        return passed

    def _brace(self, brace: str) -> None:
        self._skip, self._starred = 0, False
        if brace == "{":
            if len(self.stack) >= _DEEPEST:
                raise Rejected("This RTF file nests its groups without end. Save it again from the word processor.")
            self.stack.append(self._state)
            self._state = replace(self._state, closing=None)
        elif self.stack:
            if self._state.closing:
                self._state.closing()
            self._state = self.stack.pop()

    def _put(self, text: str) -> None:
        state = self._state
        if state.into == "text":
            if state.hidden or state.deleted or state.white and not (state.table or state.shaded):
                return
            if state.field and state.shows:
                state.field.shown += text
            state.flow.add(text, state.raised, state.strong)
        elif state.into == "asks" and state.field:
            state.field.asks += text
        elif state.into == "colours":
            self._colours.extend({} for _ in range(text.count(";")))
        elif state.into == "styles":
            self._styles[self._entry] += text
            self._entry = 0 if ";" in text else self._entry
        elif state.into in _TOLD:
            self._told[state.into] += text

    # -- control words

    def _word(self, name: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        if self._state.into == "skip" or name in SIGNS and self._passed(1):
            return
        if starred and name not in _KNOWN or name in _SKIPPED:
            self._change(into="skip")
        elif name in SIGNS:
            self._put(SIGNS[name])
        elif name == "u":
            self._put(chr((number or 0) & 0xFFFF))
            self._skip = self._state.uc
        elif self._state.into != "text" and self._defines(name, number or 0):
            return
        elif not (self._opens(name) or self._ends(name)):
            self._formats(name, number)

    def _change(self, **changes: object) -> None:
        if any(getattr(self._state, name) != value for name, value in changes.items()):
            self._state = replace(self._state, **changes)  # type: ignore[arg-type]

    def _defines(self, name: str, number: int) -> bool:
        """Whether a word belongs to one of the tables at the file's beginning."""
        into = self._state.into
        if into == "fonts" and name in ("f", "fcharset"):
            if name == "fcharset":
                self._fonts[self._entry] = charset(number)
            else:
                self._entry = number
        elif into == "colours" and name in ("red", "green", "blue"):
            self._colours[-1][name] = number
        elif into == "styles" and name in ("s", "cs", "ds", "ts"):
            self._entry = number if name == "s" else -1
        elif into == "styles" and name == "outlinelevel":
            self._levels[self._entry] = number
        elif into == "creatim":
            self._created[name] = number
        elif into == "info" and name in _TOLD:
            self._change(into=name)
        else:
            return into not in ("info", "asks")
        return True

    def _opens(self, name: str) -> bool:
        """Whether a word says where the text of its group goes."""
        flow, state = Flow(), self._state
        if name in _TABLES:
            self._change(into=_TABLES[name])
        elif name in _RUNNING:
            self._change(flow=self.running, closing=partial(self.running.end, "paragraph"))
        elif name == "footnote":
            state.flow.add(f"[{len(self.notes) + 1}]", False, state.strong)
            self._change(flow=flow, closing=partial(self._note, flow), **_PLAIN, **_PARAGRAPH)
        elif name == "shptxt":
            self._change(flow=flow, closing=partial(self._box, flow, state.flow), **_PLAIN, **_PARAGRAPH)
        elif name in ("listtext", "pntext"):
            state.flow.listed = True
            self._change(into="skip")
        elif name == "field":
            made = Field()
            self._change(field=made, closing=partial(self._link, made, state.flow))
        elif name == "fldinst":
            self._change(into="asks")
        elif name == "fldrslt":
            self._change(shows=True, into="skip" if state.field and _REPEATED.match(state.field.asks) else state.into)
        else:
            return name == "company"
        return True

    def _note(self, flow: Flow) -> None:
        flow.end("footnote")
        text = " ".join(piece.text for piece in flow.pieces)
        anchors = tuple(anchor for piece in flow.pieces for anchor in piece.anchors)
        self.notes.append(Piece("footnote", f"[{len(self.notes) + 1}] {text}", anchors))

    def _box(self, flow: Flow, around: Flow) -> None:
        flow.end("paragraph")
        around.pieces.extend(flow.pieces)

    def _link(self, made: Field, flow: Flow) -> None:
        if (found := _LINK.search(made.asks)) and made.shown.strip():
            flow.anchors.append((one_line(whole(made.shown)), found[1]))

    def _ends(self, name: str) -> bool:
        """Whether a word ends a paragraph, a cell or a row."""
        flow = self._state.flow
        if name in ("par", "sect", "page"):
            if self._state.table:
                flow.add(" ", False, True)
            else:
                flow.end(self._kind())
        elif name == "cell":
            flow.end_cell()
        elif name == "row":
            flow.end_row()
        elif name in ("nestcell", "nestrow"):
            flow.add(" ", False, True)
        else:
            return False
        return True

    def _kind(self) -> BlockKind:
        state = self._state
        level = self._levels.get(state.style) if state.level is None else state.level
        if level is not None and level < 9 or _TITLES.match(whole(self._styles.get(state.style, ""))):
            return "heading"
        return "list_item" if state.listed else "paragraph"

    def _formats(self, name: str, number: int | None) -> None:
        """Takes in how letters and paragraphs look, as far as it says what they are."""
        if name in _SWITCHES:
            self._change(**{_SWITCHES[name]: number != 0})
        elif name in _NUMBERS:
            self._change(**{_NUMBERS[name]: max(0, number or 0)})
        elif name in _RESETS:
            self._change(**_RESETS[name])
        elif name == "f":
            self._change(codec=self._fonts.get(number or 0))
        elif name == "cf":
            colour = self._colours[number] if number and 0 < number < len(self._colours) else {}
            self._change(white=[*colour.values()] == [255, 255, 255])
        elif name == "ansicpg":
            self._default = code_page(number or 1252)
        elif name in _PAGES:
            self._default = _PAGES[name]
