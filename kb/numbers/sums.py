"""The sums a sentence makes, and whether they hold. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.numbers.quantities import quantities
from kb.numbers.quantity import Quantity
from kb.numbers.same import comparable, same_quantity


@dataclass(frozen=True, slots=True)
class Check:
    """A sum that a sentence makes: where it stands, what was said, what comes out (in per cent, points or times)."""

    start: int
    end: int
    said: Quantity
    result: float
    holds: bool


_CHANGES = (
    "increase rise growth jump gain decrease fall drop decline reduction mehr plus weniger minus anstieg "
    "zuwachs gestiegen zunahme wachstum steigerung rückgang gesunken abnahme"
).split()
_BY = (" um ", " by ", "up ", "down ", "cut ")
_MADE_PLAIN = (
    "that is",
    "or ",
    "das sind",
    "das entspricht",
    "also ",
    "i.e.",
    "mithin",
    "equivalent",
    "equal to",
    "(",
    "gut ",
    "rund ",
)


def arithmetic(text: str, language: str) -> list[Check]:
    """The sums a sentence makes, each with whether it holds.

    A change and its size ("from 19 to 27.2 per cent, an increase of over 40 per cent", in per cent, in points or as a
    multiple), and a part of a whole with its share ("41 of 312, or 13 per cent").
    """
    found = quantities(text, language)
    return [*_changes(text, found), *_shares(text, found)]


def _changes(text: str, found: Sequence[Quantity]) -> Iterator[Check]:
    plain = [one for one in found if not one.derived]
    for before, after in pairwise(plain):
        lead, between = (
            text[max(0, before.start - 12) : before.start].casefold(),
            text[before.end : after.start].casefold(),
        )
        joined = between.strip().split(" ")[-1:] in (["to"], ["auf"]) or between.strip() in ("to", "auf")
        if (
            not joined
            or not lead.rstrip().endswith(("from", "von"))
            or before.value <= 0
            or comparable(before, after) is False
        ):
            continue
        for said in plain:
            near = (
                said.start >= after.end
                and said.start - after.end < 80
                or said.end <= before.start
                and before.start - said.end < 60
            )
            result = (
                _change(before.value, after.value, said) if said is not before and said is not after and near else None
            )
            if result is None or not _about_change(text, said):
                continue
            yield Check(min(before.start, said.start), max(after.end, said.end), said, result, _fits(said, result))


def _about_change(text: str, said: Quantity) -> bool:
    """Whether an amount is said of a change."""
    around = text[max(0, said.start - 40) : said.end + 24].casefold()
    return said.unit in ("x", "pp") or any(word in around for word in (*_CHANGES, *_BY))


def _change(before: float, after: float, said: Quantity) -> float | None:
    if said.unit == "%":
        return abs(after - before) / before * 100
    if said.unit == "pp":
        return abs(after - before)
    return after / before if said.unit == "x" else None


def _fits(said: Quantity, result: float) -> bool:
    value = abs(said.value)
    worked = Quantity(0, 0, result, result, said.unit, resolution=min(0.1, said.resolution))
    amount = Quantity(0, 0, value, value, said.unit, approximation=said.approximation, resolution=said.resolution)
    return same_quantity(amount, worked)


def _shares(text: str, found: Sequence[Quantity]) -> Iterator[Check]:
    for part in (one for one in found if one.derived):
        for said in found:
            between = text[part.end : said.start].casefold()
            if said.unit != "%" or said.derived or not 0 <= said.start - part.end < 60 or "." in between:
                continue
            if any(word in f"{between} {said.text.casefold()}" for word in _MADE_PLAIN):
                yield Check(part.start, said.end, said, part.value, _fits(said, part.value))
