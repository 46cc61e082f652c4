"""Lines broken by width put together again, with the hyphens of line ends; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

BULLET = re.compile(r"^(?:[-*•‣◦▪●■–—·]|\(?\d{1,2}[.)](?=\s+\S))\s+(?=\S)")
STOP = re.compile(r"[.!?…:;]['\"“”»«’)\]]*(?:\[\d+\])*$")
GREETING = re.compile(
    r"^(?:dear|hello|hi|good morning|hallo|liebe[r]?|guten (?:tag|morgen)|sehr geehrte[rn]?)\b[^.?:]{0,60}[,!]$",
    re.IGNORECASE,
)
_HYPHEN = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]$")
_LONGEST = 60  # characters of a line's end that can be a divided word
_KEEPS = re.compile(r"^(?:und|oder|bzw|sowie|noch|and|or|to)\b")
_WHOLE = frozenset("self non well high low long short state so ex co cross e".split())  # "self-" + "driving"
_ENGLISH = re.compile(r"\b(?:the|and|of|to)\b")
_GERMAN = re.compile(r"\b(?:der|die|und|das)\b")


def vocabulary(text: str) -> frozenset[str]:
    """The words that tell a divided word from a compound: those of an English text, lower case; none of a German one,
    where "Über-" + "sicht" are two words as well."""
    if len(_ENGLISH.findall(text)) <= 2 * len(_GERMAN.findall(text)):
        return frozenset(re.findall(r"[^\W\d_]+-[^\W\d_]+", text.casefold()))
    return frozenset(re.findall(r"(?<![-\w])[^\W\d_]+(?:-[^\W\d_]+)?(?![-\w])", text.casefold()))


def joined(lines: Sequence[str], known: frozenset[str] = frozenset()) -> str:
    """Wrapped lines as one; a hyphen that divides a word goes, one that belongs to a compound stays."""
    parts: list[str] = []
    for line in filter(None, (line.strip() for line in lines)):
        if not parts:
            parts.append(line)
            continue
        divided = _HYPHEN.search(parts[-1][-_LONGEST:])
        if not divided or _KEEPS.match(line):
            parts.append(f" {line}")
        elif line[:1].islower() and not _is_compound(divided[1], line, known):
            parts[-1] = parts[-1][:-1]
            parts.append(line)
        else:
            parts.append(line)  # "KI-" + "Chip"
    return "".join(parts)


def _is_compound(left: str, line: str, known: frozenset[str]) -> bool:
    """Whether the hyphen after `left` would stand in the middle of a line as well."""
    rest = re.match(r"[^\W\d_]+", line)
    right, left_word = (rest.group() if rest else ""), left.casefold()
    if left_word + right in known:
        return False
    whole = len(left) == 1 or len(left) > 1 and left.isupper() or left_word in _WHOLE
    return whole or f"{left_word}-{right}" in known or left_word in known and right in known
