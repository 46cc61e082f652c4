"""What has changed between two versions of a text: by sentence, and by word within a changed one. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from kb.text import Span, canonical, sentence_spans

Kind = Literal["kept", "removed", "added", "changed"]
SAME_SENTENCE = 0.5  # of the words of both: below it one sentence went and another came
_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"\w+(?:[.,:]\d+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words within a changed sentence; `before` and `after` are None where it stands in one version alone."""

    kind: Kind
    before: Span | None
    after: Span | None


@dataclass(frozen=True, slots=True)
class Change:
    """One or more sentences that were kept, removed or added, or one that was changed, as spans (start, end).

    `before` counts in the older text, `after` in the newer one; one of them is None where sentences were removed or
    added. `words` is filled for a changed sentence only, in reading order.
    """

    kind: Kind
    before: Span | None
    after: Span | None
    words: tuple[Words, ...] = ()


def changes(before: str, after: str) -> list[Change]:
    """What became of every sentence, in reading order; quotation marks, dashes and line breaks don't count.

    Whoever reads the `before` spans in order has read all of the older text, and likewise with `after`.
    """
    old, new = _sentences(before), _sentences(after)
    matcher = SequenceMatcher(None, [text for text, _ in old], [text for text, _ in new], autojunk=False)
    found: list[Change] = []
    for kind, low, high, start, end in matcher.get_opcodes():
        left, right = [span for _, span in old[low:high]], [span for _, span in new[start:end]]
        if kind == "equal":
            found.append(Change("kept", _whole(left), _whole(right)))
        else:
            found += _replaced(before, after, left, right)
    return found


def _sentences(text: str) -> list[tuple[str, Span]]:
    """The sentences of each line, as compared, and where they stand."""
    found = []
    for line in _LINE.finditer(text):
        for start, end in sentence_spans(line.group()):
            found.append((canonical(line.group()[start:end]), (line.start() + start, line.start() + end)))
    return found


def _whole(spans: Sequence[Span]) -> Span | None:
    return (spans[0][0], spans[-1][1]) if spans else None


def _replaced(before: str, after: str, left: Sequence[Span], right: Sequence[Span]) -> Iterator[Change]:
    """Sentences that gave way to others: pairs that are much the same are one sentence, changed."""
    low, start = 0, 0
    for old, new in _pairs([_words(before, span) for span in left], [_words(after, span) for span in right]):
        yield from _gone_and_come(left[low:old], right[start:new])
        yield Change("changed", left[old], right[new], tuple(_marked(before, after, left[old], right[new])))
        low, start = old + 1, new + 1
    yield from _gone_and_come(left[low:], right[start:])


def _gone_and_come(left: Sequence[Span], right: Sequence[Span]) -> Iterator[Change]:
    if left:
        yield Change("removed", _whole(left), None)
    if right:
        yield Change("added", None, _whole(right))


def _pairs(left: Sequence[list[str]], right: Sequence[list[str]]) -> list[tuple[int, int]]:
    """Which sentence became which, none of them crossing: the pairs that are most alike together."""
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    alike = [[_alike(one, other) for other in right] for one in left]
    for old in reversed(range(len(left))):
        for new in reversed(range(len(right))):
            paired = best[old + 1][new + 1] + alike[old][new]
            best[old][new] = max(best[old + 1][new], best[old][new + 1], paired)
    found, old, new = [], 0, 0
    while old < len(left) and new < len(right):
        if best[old][new] == best[old + 1][new]:
            old += 1
        elif best[old][new] == best[old][new + 1]:
            new += 1
        else:
            found.append((old, new))
            old, new = old + 1, new + 1
    return found


def _alike(left: list[str], right: list[str]) -> float:
    """The share of words two sentences have in common (0 to 1), 0 where one can hardly have become the other."""
    both = sum((Counter(left) & Counter(right)).values())
    share = 2 * both / max(1, len(left) + len(right))
    return share if share >= SAME_SENTENCE else 0.0


def _words(text: str, span: Span) -> list[str]:
    return [canonical(match.group()) for match in _WORD.finditer(text, *span)]


def _marked(before: str, after: str, left: Span, right: Span) -> Iterator[Words]:
    old = [match.span() for match in _WORD.finditer(before, *left)]
    new = [match.span() for match in _WORD.finditer(after, *right)]
    matcher = SequenceMatcher(None, _words(before, left), _words(after, right), autojunk=False)
    for kind, low, high, start, end in matcher.get_opcodes():
        gone, come = _whole(old[low:high]), _whole(new[start:end])
        if kind == "equal":
            yield Words("kept", gone, come)
            continue
        if gone:
            yield Words("removed", gone, None)
        if come:
            yield Words("added", None, come)
