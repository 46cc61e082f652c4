"""A document's sentences and passages, with exact offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kb.model import Block, Document, Passage, Sentence
from kb.text import Span, sentence_spans

MOST_WORDS = 110  # of a passage; the contract allows 120
ENOUGH_WORDS = 45  # shorter paragraphs are read together with what follows them
_BREAK = re.compile(r"[;:,]\s|\s")
_STAGE_DIRECTION = re.compile(  # in the transcript of a speech: kept in the text, but nobody said it
    r"[(\[](?:[^()\[\]]{0,40}\b)?(?:applause|laughter|laughs|chuckles|cheers|cheering|booing|crosstalk|inaudible|pause|"
    r"music|beifall|heiterkeit|lachen|gelächter|zurufe?|unruhe|unverständlich|musik)\b[^()]{0,120}[)\]][.!?]?",
    re.IGNORECASE,
)
_PARAGRAPH_NUMBER = re.compile(r"\(?(\d{1,3})[.)]\s+(?=[\"„“(]?[^\W\d_])")
_STRENGTH = {";": 2, ":": 2, ",": 1}  # of a place to cut
_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence or heading with its length in words; `block_words` is its block's where it is the first there."""

    span: Span
    words: int
    block_words: int | None
    heading: bool


def segment(document: Document) -> tuple[list[Sentence], list[Passage]]:
    """The sentences (headings left out, table rows and list items each at least one) and the passages of a document.

    A passage is a paragraph, or several short ones, or part of a long one; it never cuts a sentence of fewer than 110
    words, and carries the heading above it.
    """
    text = document.text
    units = list(_units(document))
    sentences = [Sentence(document.id, *unit.span, text[slice(*unit.span)]) for unit in units if not unit.heading]
    passages = []
    for group in _groups(units):
        start, end = group[0].span[0], group[-1].span[1]
        passages.append(Passage(document.id, start, end, text[start:end]))
    return sentences, passages


def _units(document: Document) -> Iterator[_Unit]:
    text = document.text
    blocks = document.blocks or (Block("paragraph", 0, len(text)),)
    numbered = _numbered(text, blocks)
    any_words = bool(_WORD.search(text))
    for block in blocks:
        heading = block.kind == "heading"
        begins = numbered.get(block.start, block.start)
        found = _cut(text, begins, block.end) if heading else _spans(text, replace(block, start=begins))
        spans = [span for span in found if not any_words or _is_said(text[slice(*span)])]
        counts = [len(text[start:end].split()) for start, end in spans]
        for index, span in enumerate(spans):
            yield _Unit(span, counts[index], None if index else sum(counts), heading)


def _is_said(words: str) -> bool:
    """Whether a span holds words that are somebody's: no rule of asterisks, no "(Applause.)"."""
    return bool(_WORD.search(words)) and not (len(words) < 200 and _STAGE_DIRECTION.fullmatch(words))


def _numbered(text: str, blocks: Sequence[Block]) -> dict[int, int]:
    """Where the words begin in paragraphs that bear running numbers ("10. The Commission …"), by the block's start."""
    found = {
        block.start: match
        for block in blocks
        if block.kind == "paragraph" and (match := _PARAGRAPH_NUMBER.match(text, block.start, block.end))
    }
    numbers = {int(match[1]) for match in found.values()}
    return {start: match.end() for start, match in found.items() if numbers & {int(match[1]) - 1, int(match[1]) + 1}}


def _groups(units: Iterable[_Unit]) -> Iterator[list[_Unit]]:
    """Units put together to passages, in order; a group of headings alone is none."""
    group: list[_Unit] = []
    for unit in units:
        if group and _ends_before(unit, group):
            yield from (group,) if not group[-1].heading else ()
            group = []
        group.append(unit)
    if group and not group[-1].heading:
        yield group


def _ends_before(unit: _Unit, group: Sequence[_Unit]) -> bool:
    count = sum(member.words for member in group)
    if count + unit.words > MOST_WORDS:
        return True
    if group[-1].heading:
        return False
    return unit.heading or (
        unit.block_words is not None and (count >= ENOUGH_WORDS or count + unit.block_words > MOST_WORDS)
    )


def _spans(text: str, block: Block) -> Iterator[Span]:
    """The sentences of a block; a table row is one; none is longer than a passage may be."""
    body = text[block.start : block.end]
    found = [(0, len(body))] if block.kind == "table_row" else sentence_spans(body)
    for start, end in found:
        yield from _cut(text, block.start + start, block.start + end)


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """A sentence of more than `MOST_WORDS` words in pieces, cut after a semicolon or colon, a comma, or a space."""
    while end - start > 20 * MOST_WORDS or len(text[start:end].split()) > MOST_WORDS:
        gaps = [match for match in _BREAK.finditer(text, start + 1, min(end, start + 12 * MOST_WORDS))]
        usable = [match for match in gaps if len(text[start : match.end()].split()) <= MOST_WORDS]
        if not usable:
            cut = start + 20 * MOST_WORDS
            yield start, min(cut, end)
            start = cut
            if start >= end:
                return
            continue
        late = [match for match in usable if len(text[start : match.end()].split()) >= MOST_WORDS // 3]
        best = max(late or usable, key=lambda match: (_STRENGTH.get(match.group()[0], 0), match.end()))
        yield start, start + len(text[start : best.end()].rstrip())
        start = best.end()
    if text[start:end].strip():
        yield start, end
