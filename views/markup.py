"""Sources and answers as HTML of our own making, with every word that came from outside escaped. Pure."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kb.brief.wording import day, known
from kb.cite import text_fragment
from kb.model import AnswerSentence, Block, Document, Flag, Sentence
from views.words import Say

WARNINGS = ("marketing", "unsupported", "vague", "forecast")
QUOTES = {"de": ("„", "“"), "en": ("“", "”")}
CELL = " | "  # between the cells of a table row, as the extractors write it

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_ADDRESS = re.compile(r"https?://[^\s<>\"\\^`{|}\x00-\x20\x7f]+")
Span = tuple[int, int]


def text(value: str) -> str:
    """Words as HTML shows them as they are: no tag, no entity, no attribute, no turned writing direction."""
    return html.escape(_CONTROL.sub(" ", value), quote=True)


def message(kind: str, head: str, detail: str = "") -> str:
    """A box of kind `error`, `warning` or `note`."""
    more = f"<span>{text(detail)}</span>" if detail else ""
    role = "alert" if kind == "error" else "status"
    return f'<div class="q-message q-{kind}" role="{role}"><b>{text(head)}</b>{more}</div>'


# -- answers ---------------------------------------------------------------------------------------


def question(value: str) -> str:
    """What was asked."""
    return f'<div class="q-question" role="heading" aria-level="2">{text(value)}</div>'


def quoted(sentence: AnswerSentence, documents: Mapping[str, Document], language: str, say: Say) -> str:
    """A sentence of an answer with who says it and what it is worth; `language` is the question's."""
    cited = list({citation.document_id: documents[citation.document_id] for citation in sentence.citations}.values())
    first = cited[0]
    opening, closing = QUOTES[known(first.language)]
    same = len(sentence.citations) == 1 and sentence.citations[0].quote == sentence.text
    words = f"{opening}{text(sentence.text)}{closing}" if same else text(sentence.text)
    whose = "; ".join(source_line(document, say, language) for document in cited)
    paid = "".join(notices(document.notices, say, with_reason=False) for document in cited)
    role = f'<span class="q-role">{text(say("context"))}</span>' if sentence.role == "context" else ""
    return (
        f'<div class="q-sentence q-{sentence.role}"><div class="q-words" lang="{text(first.language)}">{words}</div>'
        f'<div class="q-whose">{role}{whose}{badges(sentence.flags, say, paid)}</div></div>'
    )


def source_line(document: Document, say: Say, question_language: str | None = None) -> str:
    """Publisher, date, title; and the language where it is not the question's."""
    language = "de" if say("de") == "Deutsch" else "en"
    parts = [
        f"<b>{text(document.publisher)}</b>" if document.publisher else "",
        text(day(document.published, known(language)) if document.published else say("undated")),
        f"<i>{text(document.title)}</i>",
    ]
    if question_language and document.language and document.language != question_language:
        name = say(f"in_{known(document.language)}")
        parts.append(f'<span class="q-language">{text(say("other_language", language=name))}</span>')
    return '<span class="q-dot"> · </span>'.join(part for part in parts if part)


def badges(flags: Sequence[Flag], say: Say, first: str = "") -> str:
    """What calls for care, each with its reason; a named source as a quiet mark; a plain claim says nothing.

    `first` are the marks of the document that stand before those of the sentence.
    """
    shown = [first] if first else []
    for flag in flags:
        if flag.label in WARNINGS:
            shown.append(
                f'<span class="q-flag q-{flag.label}"><b>{text(say(f"flag_{flag.label}"))}</b> '
                f"{text(reason(flag, flags, say))}</span>"
            )
        elif flag.label == "attributed":
            why = reason(flag, flags, say)
            shown.append(f'<span class="q-flag q-attributed">✓ {text(say("flag_attributed"))}: {text(why)}</span>')
    return f'<div class="q-flags">{"".join(shown)}</div>' if shown else ""


def reason(flag: Flag, flags: Sequence[Flag], say: Say) -> str:
    """The words that raised a flag; for a missing source, the claim that lacks it."""
    claim = next((other.reason for other in flags if other.label == "claim"), "")
    if flag.label == "unsupported" and claim:
        return say("why_unsupported", words=_in_marks(claim, say))
    return _in_marks(flag.reason, say) if flag.reason else ""


def _in_marks(words: str, say: Say) -> str:
    if words.startswith(("„", "“", "http://", "https://")) or "“" in words:
        return words
    opening, closing = QUOTES["de" if say("de") == "Deutsch" else "en"]
    return f"{opening}{words}{closing}"


def nearby(passage: str, best: Span, document: Document, say: Say) -> str:
    """A passage that is near to a question but does not answer it; its best sentence stands out a little."""
    start, end = best
    words = f"{text(passage[:start])}<b>{text(passage[start:end])}</b>{text(passage[end:])}"
    return (
        f'<div class="q-nearby"><div lang="{text(document.language)}">{words}</div>'
        f'<div class="q-whose">{source_line(document, say)}</div></div>'
    )


# -- one document ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sibling:
    """A copy or translation of a document (or its original), and the origin that carried it."""

    relation: str
    document: Document
    origin: str


def facts(
    document: Document, quote: str | None, siblings: Sequence[Sibling], say: Say, carried: Sequence[str] = ()
) -> str:
    """Title, and what is known about the document, its copies and translations included.

    `carried` says when and from where it was read, a line for each origin.
    """
    language = known("de" if say("de") == "Deutsch" else "en")
    published = day(document.published, language) if document.published else say("undated")
    if document.updated and document.updated != document.published:
        published += f" ({say('updated', day=day(document.updated, language))})"
    read = say("from_file_value", when=moment(document.source.fetched_at, language), origin=document.source.origin)
    rows = [
        (say("publisher"), text(document.publisher or say("no_publisher"))),
        (say("authors"), text(", ".join(document.authors))),
        (say("published"), text(published)),
        (say("address"), address(document.url, quote)),
        (say("from_file"), "<br>".join(text(line) for line in carried or (read,))),
        (say("tags"), text(", ".join(document.tags))),
        (say("notices"), notices(document.notices, say)),
        (say("story"), "<br>".join(_sibling(sibling, language, say) for sibling in siblings)),
    ]
    listed = "".join(f"<dt>{text(name)}</dt><dd>{value}</dd>" for name, value in rows if value)
    heading = f'role="heading" aria-level="2" lang="{text(document.language)}"'
    return f'<div class="q-facts"><div class="q-title" {heading}>{text(document.title)}</div><dl>{listed}</dl></div>'


def _sibling(sibling: Sibling, language: str, say: Say) -> str:
    document = sibling.document
    when = day(document.published, known(language)) if document.published else ""
    whose = " · ".join(text(part) for part in (document.publisher or "", when, sibling.origin) if part)
    return f"{text(say(f'story_{sibling.relation}'))}: {whose}"


def notices(found: Sequence[Flag], say: Say, with_reason: bool = True) -> str:
    """What is true of the whole document, each with the words that show it."""
    parts = []
    for notice in found:
        why = f" {text(notice.reason)}" if with_reason else ""
        parts.append(f'<span class="q-flag q-notice"><b>{text(say(f"notice_{notice.label}"))}</b>{why}</span>')
    return "".join(parts)


def address(url: str | None, quote: str | None) -> str:
    """The address as a link that opens at the quote, in a window of its own; anything but http(s) is mere text."""
    if not url:
        return ""
    if not _ADDRESS.fullmatch(url):
        return text(url)
    target = (text_fragment(url, quote) if quote else None) or url
    return f'<a href="{text(target)}" target="_blank" rel="noopener noreferrer">{text(url)}</a>'


def moment(when: datetime, language: str) -> str:
    """Day and time on this machine's clock."""
    local = when.astimezone()
    return f"{day(local.date(), known(language))}, {local:%H:%M}"


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
