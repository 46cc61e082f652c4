"""An amount: its value, unit, and how it is meant; and what the words beside a number say of it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kb.numbers.units import units

Approximation = Literal["exact", "about", "at least", "at most", "more than", "less than"]

_NOUNS = 4  # words after a number among which what it counts is looked for
NO_NOUNS = frozenset(
    "of in at to with for by on and from der die das den dem des im am um auf bei mit nach und oder or is are was were "
    "sind war waren wird werden hat haben has have had as als than the zu vor über an aus that which who bis nur only "
    "after gegen seit von mehr weniger etwa rund about around".split()
)
_SINGULAR = frozenset("is was has does this its his us as plus less news".split())  # end in s and are no plurals
_PARTITIVE = frozenset("of the von den der its their ihrer seiner".split())
_WORD = re.compile(r"[^\W\d_][\w’'-]*|\d[\d.,]*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount in `text[start:end]`: `value` to `high` (the same for a single figure), scale applied, in `unit`.

    `unit` is "%", "pp" (percentage points), a physical base unit, "x" (a multiple), "money" (then `currency` says
    which), a name for what is counted, or "". `noun` is what is counted, as written. `per` is the period of a rate.
    `resolution` is the place of the last figure that counts. `derived`: worked out ("41 of 312" is 13 %).
    """

    start: int
    end: int
    value: float
    high: float
    unit: str = ""
    currency: str = ""
    approximation: Approximation = "exact"
    resolution: float = 1.0
    scale: float = 1.0
    noun: str = ""
    per: str = ""
    derived: bool = False
    text: str = ""


def plain(value: float, figures: int = 6) -> str:
    """A value to so many significant figures, never with an exponent: "4500", "0.25"."""
    return f"{float(f'{value:.{figures}g}'):f}".rstrip("0").rstrip(".")


def meant(text: str, start: int) -> tuple[int, Approximation]:
    """Where the words begin that say how a number is meant, and how that is."""
    match = units().approximation.search(text[max(0, start - 24) : start])
    if not match:
        return start, "exact"
    how: Approximation = units().approximations[match[1].casefold()]  # type: ignore[assignment]
    return max(0, start - 24) + match.start(), how


def noun_behind(text: str, end: int, language: str) -> str:
    """What is counted: a known word among the next few, else the first noun (German) or the last word of the group."""
    group: list[str] = []
    words: list[str] = _WORD.findall(text[end : end + 80])
    skip = 0
    while skip < len(words) and (words[skip].casefold() in _PARTITIVE or skip and words[skip][0].isdigit()):
        skip += 1  # "41 of the 312 towns"
    for word in words[skip : skip + _NOUNS]:
        if not word[0].isalpha() or word.casefold() in NO_NOUNS:
            break
        if word.casefold() in units().counted:
            return word
        group.append(word)
    if language == "de":
        return next((word for word in group if word[0].isupper()), "")
    plural = (word for word in group if word.endswith("s") and word.casefold() not in _SINGULAR)
    return next(plural, group[-1] if group else "")


_COUNT_OF = re.compile(r"\b(?:number|count|total|zahl|anzahl)\s(?:of|der|von)\s((?:[^\W\d][^\s,.;]*\s?){1,3})", re.I)


def noun_before(text: str, start: int) -> str:
    """What is counted where that stands before the number: "the number of states … at 31"."""
    found = _COUNT_OF.findall(text[max(0, start - 110) : start])
    words: list[str] = found[-1].split() if found else []
    known = next((word for word in words if word.casefold() in units().counted), "")
    return known or next((word for word in words if word.endswith("s") or word[:1].isupper()), "")
