"""Lines on a page → reading order and paragraphs; pure geometry, in points, y upwards."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.extract.wrapping import BULLET, STOP, joined, vocabulary

_MIN_SIDE = 3  # a column has at least so many lines
_GUTTER = 6.0  # points: columns stand at least so far apart
_MAX_CROSSING = 0.4  # share of lines that may run across a gutter: headlines, abstracts, tables


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line with its box, its letters' size, whether they are bold, and whether only its first word is."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    text: str
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, as one text; `heading` by its letters, `item` by its bullet."""

    text: str
    page: int
    size: float
    bold: bool
    item: bool
    heading: bool


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """The lines of one page column by column; a line across the columns comes between what is above and below it."""
    gutter = _gutter(lines)
    if gutter is None:
        return sorted(lines, key=lambda line: (-round(line.y0), line.x0))
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in sorted(lines, key=lambda line: -line.y1):
        if line.x1 <= gutter:
            left.append(line)
        elif line.x0 >= gutter:
            right.append(line)
        else:
            ordered += [*in_reading_order(left), *in_reading_order(right), line]
            left, right = [], []
    return [*ordered, *in_reading_order(left), *in_reading_order(right)]


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where a vertical strip divides most of the lines into two columns side by side, or None."""
    best: tuple[int, float] | None = None
    for start in sorted({round(line.x0, 1) for line in lines}):
        gutter = start - 1.0
        left = [line for line in lines if line.x1 <= gutter - _GUTTER + 1]
        right = [line for line in lines if line.x0 >= gutter]
        crossing = len(lines) - len(left) - len(right)
        if len(left) < _MIN_SIDE or len(right) < _MIN_SIDE or crossing > _MAX_CROSSING * len(lines):
            continue
        if not _side_by_side(left, right):
            continue
        if best is None or crossing < best[0]:
            best = (crossing, gutter)
    return best[1] if best else None


def _side_by_side(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Two columns of prose overlap in height and are not cells of one table (short pieces on the same lines)."""
    low = max(min(line.y0 for line in left), min(line.y0 for line in right))
    high = min(max(line.y1 for line in left), max(line.y1 for line in right))
    if high - low <= 2 * left[0].size:
        return False
    return all(median(len(line.text.split()) for line in side) >= 3 for side in (left, right))


def paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """Paragraphs of lines in reading order; one that runs over a column or a page is put together again."""
    if not lines:
        return []
    body = Counter(round(line.size, 1) for line in lines for _ in line.text.split()).most_common(1)[0][0]
    leading = _leading(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not _begins(line, groups[-1], leading, body):
            groups[-1].append(line)
        else:
            groups.append([line])
    known = vocabulary("\n".join(line.text for line in lines))
    return [_paragraph(group, body, known) for group in groups]


def _leading(lines: Sequence[Line]) -> float:
    steps = [
        above.y0 - below.y0
        for above, below in zip(lines, lines[1:], strict=False)
        if 0 < above.y0 - below.y0 < 4 * above.size
    ]
    return median(steps) if steps else 12.0


def _begins(line: Line, group: Sequence[Line], leading: float, body: float) -> bool:
    """Whether a line begins a new paragraph after the lines of `group`."""
    last = group[-1]
    step = last.y0 - line.y0
    lead = last.bold and line.text[:1].islower() and not STOP.search(last.text)  # a sentence that begins in bold
    if abs(line.size - last.size) > 0.6 or line.bold != last.bold and not lead:
        return True
    if BULLET.match(line.text):
        return True
    moved = line.page != last.page or step < 0 or step > 4 * leading
    if moved:  # next column or page
        return line.bold or bool(STOP.search(last.text)) and not line.text[:1].islower()
    if abs(step) < 1.0:
        return False
    large = line.size > body + 0.6  # the lines of a headline stand farther apart
    if step > max(1.3 * leading, 1.6 * line.size if large else 0.0):
        return True
    if line.lead and (STOP.search(last.text) or last.x1 < line.x1 - 0.25 * (line.x1 - line.x0)):
        return True
    indented = line.x0 - last.x0 > 0.8 * line.size and bool(STOP.search(last.text)) and not BULLET.match(group[0].text)
    widest = max(other.x1 for other in group)
    return indented or bool(STOP.search(last.text)) and last.x1 < widest - 0.35 * (widest - last.x0)


def _paragraph(group: Sequence[Line], body: float, known: frozenset[str]) -> Paragraph:
    text = joined([line.text for line in group], known)
    first = group[0]
    bold = all(line.bold for line in group)
    large = first.size > body + 0.6
    short = len(text.split()) <= 25 and not re.search(r"[.;,:]$", text)
    return Paragraph(text, first.page, first.size, bold, bool(BULLET.match(first.text)), (large or bold) and short)
