"""Many patterns as one question, asked of a line in lower case; those bound to its beginning are tried only there.

Ignoring case in the patterns, or trying every one of them at every letter, took six times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator


class AnyOf:
    """Whether one of several patterns, each with alternatives and in lower case, is found in a line of any case."""

    __slots__ = ("_anywhere", "_at_start")

    def __init__(self, *patterns: str) -> None:
        parts = [part for pattern in patterns for part in alternatives(pattern)]
        self._at_start = _compiled([part for part in parts if part.startswith("^")])
        self._anywhere = _compiled([part for part in parts if not part.startswith("^")])

    def search(self, line: str) -> bool:
        """Whether any of them is found."""
        line = line.lower()
        return bool(self._at_start and self._at_start.match(line) or self._anywhere and self._anywhere.search(line))


def alternatives(pattern: str) -> Iterator[str]:
    """The parts of a pattern between those of its bars that stand in no bracket."""
    depth, begin, at = 0, 0, 0
    listed = False  # inside [...]
    while at < len(pattern):
        letter = pattern[at]
        if letter == "\\":
            at += 1
        elif listed:
            listed = letter != "]"
        elif letter == "[":
            listed = True
            at += pattern.startswith("^", at + 1)
            at += pattern.startswith("]", at + 1)
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "|" and depth == 0:
            yield pattern[begin:at]
            begin = at + 1
        at += 1
    yield pattern[begin:]


def _compiled(parts: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{part})" for part in parts)) if parts else None
