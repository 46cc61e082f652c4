"""Short forms of names: whether "KBA" is what a text calls Kraftfahrt-Bundesamt. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from kb.text import fold

_SHORT = re.compile(r"[A-ZÄÖÜ][A-Za-zÄÖÜäöü]?[A-ZÄÖÜ]{1,5}")
_LONG = re.compile(
    r"(?<![\w-])[A-ZÄÖÜ][\w’'-]+(?:\s(?:(?:für|der|des|und|zur|von|im|of|for|the|and|on|in)\s){0,2}[A-ZÄÖÜ][\w’'-]+){0,5}"
)
_PART = re.compile(r"[^\W\d_]+")
_SMALL = frozenset("fur der des und zur von im of for the and on in".split())


def is_short(name: str) -> bool:
    """Whether a name is a short form: two to six letters, capitals."""
    return bool(_SHORT.fullmatch(name))


@lru_cache(16_384)
def spelt_out(name: str, text: str) -> bool:
    """Whether a text has a name that this short form stands for."""
    return len(name) > 2 and is_short(name) and any(stands_for(name, phrase) for phrase in _LONG.findall(text))


def stands_for(short: str, phrase: str) -> bool:
    """Whether a phrase, or its end, is what a short form stands for: each of its words gives a letter, in order.

    A German compound may give two ("Kraftfahrt-Bundesamt": KBA).
    """
    parts = [part for word in _PART.findall(phrase) if (part := fold(word)) not in _SMALL]
    letters = fold(short)
    return any(_spells(letters, parts[at:]) for at in range(len(parts)))


def _spells(letters: str, parts: list[str]) -> bool:
    if not parts or parts[0][0] != letters[0] or len(parts) == 1 and len(parts[0]) < 3 * len(letters):
        return False
    if "".join(part[0] for part in parts) == letters:
        return True
    return len(parts) > 1 and len(parts) + 1 == len(letters) and _in_order(letters, parts)


def _in_order(letters: str, parts: list[str]) -> bool:
    """Whether each part gives its first letter and one of them one more, in order."""
    first = "".join(part[0] for part in parts)
    for at, part in enumerate(parts):
        if (
            letters[: at + 1] == first[: at + 1]
            and letters[at + 2 :] == first[at + 1 :]
            and letters[at + 1] in part[1:]
        ):
            return True
    return False
