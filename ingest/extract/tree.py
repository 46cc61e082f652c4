"""An HTML page as plain records: its text blocks in order, each with where it stood; the door to lxml.

Nested deeper than libxml2's limit or larger than its text limit, a page still loses nothing (`huge_tree`), and no walk
here recurses.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from operator import itemgetter
from typing import Any

from ingest.extract import raised
from ingest.extract.depth import flattened
from ingest.extract.hidden import hidden_by_sheet, is_hidden
from ingest.extract.page import Node, Page
from ingest.extract.page_head import read_head, saved_from, words_of
from ingest.extract.zones import zone_of

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 "
    "h5 h6 header hgroup hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul "
    "title template".split()
)
_SKIPPED = frozenset(
    "script style noscript template svg math iframe object embed select option datalist textarea button input canvas "
    "audio video "
    "head map progress meter dialog".split()
)
_ADJACENT = "\u2060"  # between two links that touch: entries of a menu, not one word (a word joiner, dropped later)
_INLINE = frozenset({"a", "b", "strong", "span", "em", "i"})
_AUTHOR_MARK = re.compile(
    r"(?:^|\s)(?:author|autor|byline|post-author|entry-author|author-name|authors?__name|article-author|fn)(?:\s|$)"
)
_NAMING = frozenset({"a", "span", "p", "div", "strong", "b", "address"})
_OPENED_BY = frozenset({"h2", "h3", "h4", "h5", "h6", "summary", "dt"})
_EDITS = re.compile(r"editsection|headerlink|anchorjs|heading-anchor")  # small links beside a heading
_NOT_OURS = frozenset({"comments", "related", "footer", "aside", "nav"})
_HOME = re.compile(r"(?:https?://[^/]+)?/?(?:index\.\w+|home|start)?")
_PARAGRAPHS = re.compile(r"(?:[ \t\r\f\u2060]*\x0b[ \t\r\f\n\u2060]*){2,}")  # two <br> make a paragraph
_LAYOUT_CELL = 500  # characters: a longer cell is a page's column, not a figure


@dataclass(slots=True)
class _Open:
    """A block element that is open during the walk."""

    tag: str
    number: int
    marks: str
    zone: str


class _Walk:
    """Collects nodes while the tree is walked; holds the text of the innermost open block."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stack: list[_Open] = []
        self.parts: list[str] = []
        self.anchors: list[tuple[int, tuple[str, str]]] = []  # each with the number of parts when it ended
        self.strong: list[tuple[int, str]] = []
        self.row: Any = None
        self.count = 0

    def flush(self) -> None:
        parts, self.parts = self.parts, []
        anchors, strong, self.anchors, self.strong = self.anchors, self.strong, [], []
        text = "".join(parts)
        if not text.strip() or not self.stack:
            return
        ends = [0, *accumulate(map(len, parts))]
        gaps = [gap.span() for gap in _PARAGRAPHS.finditer(text)]
        starts, stops = [0, *(end for _, end in gaps)], [*(start for start, _ in gaps), len(text)]
        for start, stop, following in zip(starts, stops, [*starts[1:], len(text)], strict=True):
            first, last = bisect_left(ends, start + 1), bisect_right(ends, following)
            self._emit(text[start:stop], _within(anchors, first, last), _within(strong, first, last))

    def _emit(self, text: str, anchors: Sequence[tuple[str, str]], strong: Sequence[str]) -> None:
        text = text.replace(_ADJACENT, "").replace("\x0b", "\n")
        words = " ".join(text.split())
        if not words.strip(" |"):
            return
        inner = self.stack[-1]
        mine = tuple(_in_order(anchors, words))
        self.page.nodes.append(
            Node(
                inner.tag,
                words.strip(" |") if inner.tag == "tr" else words,
                inner.marks,
                inner.zone,
                tuple(open_.number for open_ in self.stack),
                tuple(open_.tag for open_ in self.stack),
                mine,
                sum(len(" ".join(words_.split())) for words_, _ in mine),
                sum(len(bold) for bold in strong if bold in words),
                "\n" in text.strip(),
            )
        )

    def open(self, tag: str, marks: str, zone: str) -> None:
        self.flush()
        self.count += 1
        self.stack.append(_Open(tag, self.count, marks, self.stack[-1].zone or zone if self.stack else zone))

    def close(self) -> None:
        self.flush()
        if self.stack:
            self.stack.pop()


def _in_order(anchors: Sequence[tuple[str, str]], words: str) -> Iterator[tuple[str, str]]:
    """The anchors that stand in `words`, one behind the other."""
    behind = 0
    for text, href in anchors:
        shown = " ".join(text.split())
        at = words.find(shown, behind)
        if at >= 0:
            behind = at + len(shown)
            yield text, href


def _within(marked: Sequence[tuple[int, Any]], first: int, last: int) -> list[Any]:
    """What is marked with a place from `first` up to `last`; the places ascend."""
    begin, end = (bisect_left(marked, place, key=itemgetter(0)) for place in (first, last))
    return [what for _, what in marked[begin:end]]


def marks_of(element: Any) -> str:
    """Class, id and role of an element, lower case."""
    return " ".join(element.get(name, "") for name in ("class", "id", "role", "itemprop")).casefold().strip()


def parse(text: str) -> Page:
    """The page in a decoded HTML text."""
    from lxml import etree

    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\x00", "")
    page = Page()
    parser = etree.HTMLParser(huge_tree=True, remove_pis=True, encoding="utf-8")
    root = etree.fromstring(text.encode("utf-8"), parser) if text.strip() else None
    if any("depth" in entry.message.casefold() for entry in parser.error_log):
        root = etree.fromstring(flattened(text).encode("utf-8"), parser)
    if root is None:
        return page
    read_head(root, page)
    page.saved_from = saved_from(text)
    _body(root, page)
    return page


def _body(root: Any, page: Page) -> None:
    from lxml import etree

    walk = _Walk(page)
    sheet = hidden_by_sheet("\n".join(element.text or "" for element in root.iter("style")))
    total = max(1, len("".join(root.itertext("p", "div", "li", "td", "h1", "h2", "span", "a"))))
    skipped: Any = None
    for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
        if event == "comment":
            if skipped is None:
                walk.parts.append(element.tail or "")
            continue
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
                walk.parts.append(element.tail or "")
            continue
        if event == "start":
            if _is_passed_over(element) or is_hidden(element.attrib, sheet, partial(_share, element, total)):
                skipped = element
                if element.tag in ("button", "input", "select"):
                    walk.parts.append(" ")
                continue
            if element.tag == "sup" and _raise(walk, element):
                skipped = element
                continue
            _start(walk, element, total)
        else:
            _end(walk, element)
    walk.flush()


def _is_passed_over(element: Any) -> bool:
    """Whether an element holds no text of the page; a button that is a heading, and opens its section, does."""
    if element.tag in _SKIPPED:
        parent = element.getparent()
        return element.tag != "button" or parent is None or parent.tag not in _OPENED_BY
    return element.tag in ("span", "a") and bool(_EDITS.search(element.get("class", "")))


def _is_block(element: Any) -> bool:
    """Whether an element stands on lines of its own: by its tag, or as a custom element that holds such."""
    return element.tag in BLOCKS or "-" in element.tag and any(child.tag in BLOCKS for child in element)


def _is_linked(element: Any) -> bool:
    """Whether an element holds a link or stands in one."""
    return element.find(".//a") is not None or next(element.iterancestors("a"), None) is not None


def _weight(element: Any) -> int:
    return int(element.xpath("string-length()"))


def _share(element: Any, total: int) -> float:
    return _weight(element) / total


def _start(walk: _Walk, element: Any, total: int) -> None:
    tag = element.tag
    marks = marks_of(element) if "-" not in tag else f"{tag} {marks_of(element)}".strip()
    _note_facts(walk, element, marks)
    if tag == "br":
        walk.parts.append("\x0b")
    elif walk.row is not None:
        walk.parts.append(" | " if tag in ("td", "th") else " " if tag in BLOCKS else "")
    elif _is_block(element):
        path = tuple(open_.tag for open_ in walk.stack)
        linked = partial(_is_linked, element)
        walk.open(tag, marks, zone_of(tag, marks, path, partial(_share, element, total), linked))
        if tag == "tr" and _is_data(element):
            walk.row = element
    if tag in _INLINE and walk.parts and walk.parts[-1] == _ADJACENT:
        walk.parts[-1] = " | "
    walk.parts.append(element.text or "")


def _note_facts(walk: _Walk, element: Any, marks: str) -> None:
    """Dates, authors and links to the start page, kept aside with the place where they stood."""
    tag, page = element.tag, walk.page
    zone, around = (walk.stack[-1].zone, walk.stack[-1].marks) if walk.stack else ("", "")
    if tag == "time" or "datetime" in element.attrib:
        where = f"{marks} {around}"
        page.times.append((element.get("datetime") or "", words_of(element), where, zone, len(page.nodes)))
    if tag in _NAMING and zone not in _NOT_OURS and _AUTHOR_MARK.search(element.get("class", "")):
        page.marked.append(("by", words_of(element)[:120], len(page.nodes)))
    if (label := element.get("itemprop") or element.get("rel")) and tag != "link":
        page.marked.append((label.casefold(), element.get("content") or words_of(element)[:200], len(page.nodes)))
    if tag == "a" and _HOME.fullmatch(element.get("href", "#")):
        named = [words_of(element)[:80], *(image.get("alt", "") for image in element.iter("img"))]
        page.home_links.extend(filter(None, named))


def _raise(walk: _Walk, element: Any) -> bool:
    """Writes the words of a `<sup>` as an exponent or the mark of a note; False where they read well as they are."""
    parent = element.getparent()
    linked = element.find(".//a") is not None or parent.tag == "a" and "#" in parent.get("href", "")
    mark = raised.written(words_of(element), "".join(walk.parts[-4:])[-40:].replace(_ADJACENT, ""), linked)
    if mark and not mark.startswith("[") and walk.parts:
        walk.parts[-1] = walk.parts[-1].rstrip(" ")
    walk.parts.append(mark or "")
    return mark is not None


def _is_data(row: Any) -> bool:
    """Whether a table row holds figures and words to be read side by side, not a page's layout."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    return len(cells) > 1 and not any(_is_column(cell) for cell in cells)


def _is_column(cell: Any) -> bool:
    """Whether a cell holds a page's column: much text, a table, a headline, several paragraphs."""
    if _weight(cell) > _LAYOUT_CELL or any(cell.find(f".//{tag}") is not None for tag in ("table", "h1", "h2")):
        return True
    return len(cell.findall("p")) > 2 or len(cell.findall("br")) > 4


def _end(walk: _Walk, element: Any) -> None:
    tag = element.tag
    if tag in ("b", "strong"):
        walk.strong.append((len(walk.parts), words_of(element)))
    if tag == "a" and element.get("href") and not element.get("href", "").startswith(("#", "javascript:")):
        anchor = ("".join(element.itertext()), element.get("href").strip())
        walk.anchors.append((len(walk.parts), anchor))
    if walk.row is element:
        walk.row = None
        walk.close()
    elif walk.row is None and _is_block(element):
        walk.close()
    listed = tag in _INLINE and bool(walk.stack) and walk.stack[-1].zone in ("nav", "header", "footer", "aside")
    edge = tag == "a" or listed
    walk.parts.append(element.tail or (_ADJACENT if edge and walk.row is None else ""))
