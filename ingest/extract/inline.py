"""What stands inside a block of Markdown: emphasis, breaks, links and raised letters, as lines of plain words; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.extract import raised
from ingest.extract.pieces import one_line
from ingest.extract.wrapping import STOP

Anchors = tuple[tuple[str, str], ...]

_SUPERSCRIPT = re.compile(r"(?<=[^\W_])\^([^\s^]{1,6})\^")
_SUBSCRIPT = re.compile(r"(?<=[^\W_])~(\w{1,3})~")
_BOLD = re.compile(r"(?<![\\*])\*\*(?!\*)")
_GENDERED = re.compile(r"(?<=[a-zäöüß])\*(?=in(?:nen)?\b)")
_STARS = re.compile(r"\*{2,}")
_STAR = re.compile(r"(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)|(?<=[^\w\s])\*")
_OPENING = re.compile(r"(?<!\S)\*(?=\S)")
_UNDERLINED = re.compile(r"(?<![\w_])_([^_\n]+?)\s?_(?![\w_])")
_HEADING_WORDS = 14
_BROKEN_EARLY = 60  # characters: a line that ends before was broken on purpose, not by width


@dataclass(slots=True)
class Line:
    """Words up to a hard break with the links in them; `bold`: all of them are."""

    words: str = ""
    anchors: Anchors = ()
    bold: bool = False

    @property
    def heading(self) -> bool:
        """Whether the line is a heading written in bold."""
        return self.bold and len(self.words.split()) <= _HEADING_WORDS and not STOP.search(self.words)


@dataclass(slots=True)
class _Open:
    """A line that is being read: its parts, the links in it, and where a link, bold or raised letters began."""

    parts: list[str] = field(default_factory=list)
    anchors: list[tuple[str, str]] = field(default_factory=list)
    plain: bool = False
    strong: bool = False
    link: tuple[int, str] | None = None
    began: int = 0
    raised: int | None = None

    def add(self, words: str) -> None:
        if self.strong is False and words.strip(" *_"):
            self.plain = True
        if self.parts and self.parts[-1] == "" and words[:1].isalnum():  # "**Two words**and" lost its space
            self.parts.append(" ")
        self.parts.append(words)

    def text(self, start: int = 0) -> str:
        return "".join(self.parts[start:])

    def closed(self) -> Line:
        words = without_strays(one_line(self.text()))
        anchors = tuple((without_strays(text), href) for text, href in self.anchors)
        return Line(words, anchors, bool(words) and not self.plain)


def lines(children: Sequence[Any]) -> list[Line]:
    """The lines of a block from markdown-it's inline tokens: one, unless hard breaks set a bold heading off."""
    found: list[Line] = []
    for line in _broken(children):
        if found and not line.heading and not found[-1].heading:
            found[-1] = Line(f"{found[-1].words} {line.words}", found[-1].anchors + line.anchors)
        elif line.words:
            found.append(line)
    return found


def _broken(children: Sequence[Any]) -> Iterator[Line]:
    line = _Open()
    for at, child in enumerate(children):
        if child.type == "hardbreak" or child.type == "html_inline" and re.match(r"<br\b", child.content, re.I):
            yield line.closed()
            line = _Open(strong=line.strong)
        elif child.type == "softbreak":
            if _sets_off(line, children[at + 1 :]):
                yield line.closed()
                line = _Open(strong=line.strong)
            else:
                line.add(" ")
        else:
            _read(line, child)
    yield line.closed()


def _sets_off(line: _Open, rest: Sequence[Any]) -> bool:
    """Whether a line break in the source stands behind a short heading in bold: "**Chips**" above "The tariff …"."""
    following = next((child.content for child in rest if child.type == "text" and child.content.strip()), "").strip()
    head = line.closed()
    short = len(head.words) + len(following.split(" ", 1)[0]) < _BROKEN_EARLY
    return not line.strong and head.heading and (short or _in_title_case(head.words)) and following[:1].isupper()


def _in_title_case(words: str) -> bool:
    long = [word for word in re.findall(r"[^\W\d_]+", words) if len(word) > 3]
    return len(long) > 3 and all(word[0].isupper() for word in long)


def _read(line: _Open, child: Any) -> None:
    if child.type == "text":
        line.add(_scripts(child.content))
    elif child.type == "code_inline":
        line.add(child.content)
    elif child.type == "strong_open":
        line.strong, line.began = True, len(line.parts)
    elif child.type == "strong_close":
        line.strong = False
        words = line.text(line.began).strip()
        if " " in words or words[-1:] in ".:;!?":
            line.parts.append("")
    elif child.type == "link_open":
        line.link = (len(line.parts), str(child.attrs.get("href", "")))
    elif child.type == "link_close" and line.link:
        line.anchors.append((line.text(line.link[0]), line.link[1]))
        line.link = None
    elif child.type == "html_inline":
        _read_tag(line, child.content.casefold())


def _read_tag(line: _Open, tag: str) -> None:
    if tag.startswith("<sup"):
        line.raised = len(line.parts)
    elif tag.startswith("</sup") and line.raised is not None:
        mark = line.text(line.raised)
        del line.parts[line.raised :]
        written = raised.written(mark, line.text()[-40:])
        line.parts.append(mark if written is None else written)
        line.raised = None


def _scripts(text: str) -> str:
    """Pandoc's raised and lowered letters: "10^25^", "CO~2~"."""

    def written(match: re.Match[str]) -> str:
        found = raised.written(match[1], text[: match.start()])
        return match[1] if found is None else found

    return _SUBSCRIPT.sub(r"\1", _SUPERSCRIPT.sub(written, text))


def straightened(text: str) -> str:
    """Markdown with the spaces inside a pair of `**` moved outside: as "**Text. **" it would not be read as bold."""
    text = _GENDERED.sub(r"\\*", text)
    return "".join(_paired(part) for part in re.split(r"(\n\s*\n)", text))


def _paired(paragraph: str) -> str:
    parts = _BOLD.split(paragraph)
    if len(parts) % 2 == 0 or "`" in paragraph:
        return paragraph
    for at in range(1, len(parts), 2):
        inner = parts[at]
        if not inner.strip():
            parts[at - 1 : at + 2] = [parts[at - 1].rstrip(" ") + " ", "", parts[at + 1]]
            continue
        before = " " if inner[0].isspace() and parts[at - 1][-1:].strip() else ""
        glued = parts[at + 1][:1].isalnum() and inner[-1] in ".:;!?"
        after = " " if inner[-1].isspace() and parts[at + 1][:1].strip() or glued else ""
        parts[at] = f"{before}**{inner.strip()}**{after}"
    return "".join(parts)


def without_strays(text: str) -> str:
    """Words without asterisks that were meant for emphasis but set wrongly, such as "**Text. **"; "2 * 3", a note's
    mark ("Preis*") and "Kund*innen" stay."""
    if "*" in text:
        text = re.sub(r"([.:;!?])\*{2,}(?=[^\W_])", r"\1 ", text)
        text = _STARS.sub("", text)
        text = _STAR.sub("", text) if len(_STAR.findall(text)) > 1 else _OPENING.sub("", text)
    return " ".join(_UNDERLINED.sub(r"\1", text).split())
