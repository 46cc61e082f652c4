"""The whole text of a document as HTML of our own making: what was cited and what calls for care is marked. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kb.model import Block, Document, Flag, Sentence
from views.markup import WARNINGS, Span, reason, text
from views.words import Say

CELL = " | "  # between the cells of a table row, as the extractors write it


def body(document: Document, sentences: Sequence[Sentence], cited: Span | None, say: Say) -> str:
    """The whole text by its blocks, the cited span highlighted (`id="cited"`), flagged sentences underlined."""
    page = _Page(document.text, sentences, cited, say)
    parts: list[str] = []
    at, before = 0, ""
    for block in document.blocks:
        if document.text[at : block.start].strip():
            parts += [_close(before), page.paragraph(at, block.start)]
            before = ""
        group = block.kind if block.kind in ("list_item", "table_row") else ""
        if group != before:
            parts += [_close(before), _open(group)]
        parts.append(page.block(block))
        at, before = block.end, group
    parts.append(_close(before))
    if document.text[at:].strip():
        parts.append(page.paragraph(at, len(document.text)))
    return f'<div class="q-body" lang="{text(document.language)}">{"".join(parts)}</div>'


def _open(group: str) -> str:
    return {"list_item": "<ul>", "table_row": "<table><tbody>"}.get(group, "")


def _close(group: str) -> str:
    return {"list_item": "</ul>", "table_row": "</tbody></table>"}.get(group, "")


class _Page:
    """A text with what is marked in it."""

    def __init__(self, whole: str, sentences: Sequence[Sentence], cited: Span | None, say: Say) -> None:
        self._text = whole
        self._flagged = [s for s in sentences if any(label in s.labels for label in WARNINGS)]
        self._ends = [s.end for s in self._flagged]
        self._cited = cited or (0, 0)
        self._say = say
        self._marked = False

    def paragraph(self, start: int, end: int) -> str:
        return f'<div class="q-paragraph">{self.inline(start, end)}</div>'

    def block(self, block: Block) -> str:
        if block.kind == "heading":
            return f'<div class="q-heading" role="heading" aria-level="3">{self.inline(block.start, block.end)}</div>'
        if block.kind == "list_item":
            return f"<li>{self.inline(block.start, block.end)}</li>"
        if block.kind == "table_row":
            cells = "".join(f"<td>{self.inline(*cell)}</td>" for cell in self._cells(block))
            return f"<tr>{cells}</tr>"
        if block.kind == "footnote":
            return f'<div class="q-footnote">{self.inline(block.start, block.end)}</div>'
        return self.paragraph(block.start, block.end)

    def _cells(self, block: Block) -> Iterator[Span]:
        at = block.start
        for cell in self._text[block.start : block.end].split(CELL):
            yield at, at + len(cell)
            at += len(cell) + len(CELL)

    def inline(self, start: int, end: int) -> str:
        """The text from start to end, cut where a mark begins or ends."""
        first = bisect_left(self._ends, start + 1)
        inside = []
        for sentence in self._flagged[first:]:
            if sentence.start >= end:
                break
            inside.append(sentence)
        edges = {start, end, *self._cited, *(s.start for s in inside), *(s.end for s in inside)}
        cuts = sorted(edge for edge in edges if start <= edge <= end)
        parts = []
        for left, right in zip(cuts, cuts[1:], strict=False):
            owner = next((s for s in inside if s.start <= left < s.end), None)
            parts.append(self._run(left, right, owner))
            if owner and right == owner.end:
                parts.append(self._why(owner))
        return "".join(parts)

    def _run(self, start: int, end: int, owner: Sentence | None) -> str:
        words = text(self._text[start:end])
        if owner:
            titles = "; ".join(
                f"{self._say(f'flag_{flag.label}')}: {self._reason(owner, flag)}" for flag in _shown(owner)
            )
            words = f'<span class="q-flagged q-{_shown(owner)[0].label}" title="{text(titles)}">{words}</span>'
        if not (self._cited[0] <= start < self._cited[1]):
            return words
        name = "" if self._marked else f' id="cited" aria-label="{text(self._say("quoted"))}"'
        self._marked = True
        return f"<mark{name}>{words}</mark>"

    def _why(self, sentence: Sentence) -> str:
        """The marks behind a flagged sentence; each opens to its reason."""
        return " ".join(
            f'<details class="q-why q-{flag.label}"><summary>{text(self._say(f"flag_{flag.label}"))}</summary>'
            f"<span>{text(self._reason(sentence, flag))}</span></details>"
            for flag in _shown(sentence)
        )

    def _reason(self, sentence: Sentence, flag: Flag) -> str:
        return reason(flag, sentence.flags, self._say)


def _shown(sentence: Sentence) -> list[Flag]:
    """The flags that call for care."""
    return [flag for flag in sentence.flags if flag.label in WARNINGS]
