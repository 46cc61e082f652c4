"""The sums that a claim makes itself, and what comes out of one that does not hold. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from kb.numbers import arithmetic, plain

_SHOWN = {"%": " %", "pp": " percentage points", "x": " times"}


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum in `text[start:end]`: the size that was `said`, in its own words, what comes out, and whether it holds.

    `result` is in per cent, percentage points or times, as `unit` ("%", "pp", "x") says.
    """

    start: int
    end: int
    said: str
    result: float
    unit: str
    holds: bool


def sums(text: str, language: str) -> tuple[Sum, ...]:
    """The sums of a sentence ("from 19 to 27.2 per cent, an increase of over 40 per cent"), in order."""
    found = (
        Sum(one.start, one.end, one.said.text.strip(), round(one.result, 2), one.said.unit, one.holds)
        for one in arithmetic(text, language)
    )
    return tuple(sorted(found, key=lambda one: one.start))


def wrong_sum(text: str, language: str) -> str:
    """In words, the first sum of a text that does not hold; empty where all do."""
    wrong = next((one for one in sums(text, language) if not one.holds), None)
    return (
        f"its own sum does not hold: {wrong.said} said, {plain(wrong.result, 3)}{_SHOWN[wrong.unit]} comes out"
        if wrong
        else ""
    )
