"""Whether two amounts can be the same, allowing for rounding and for how they are meant. Pure."""

from __future__ import annotations

from kb.numbers.quantity import Quantity
from kb.text import stems

ROUNDED = 0.04  # how far, relatively, plain rounding to fewer figures may lead
ROUGHLY = 0.08  # and a number that is called rough
ONE_SIDED = 0.12  # and one that is called a bound: "over 40" may be 43, and is hardly 50
_ABOVE, _BELOW = ("at least", "more than"), ("at most", "less than")
_UNITS_IN_WORDS = {"day": 86400.0, "month": 30.44 * 86400.0, "s": 1.0, "cent": 0.01}
_DURATIONS = frozenset({"day", "month", "s"})


_WITH_CENTS = frozenset({"EUR", "USD"})
_OF_ANYTHING = frozenset({"times", "cases"})  # "48 times" may be 48 alarms
_STATES = frozenset({"countries", "states", "members"})  # "58 countries", "58 Staaten", "27 Mitgliedstaaten"
_PERSONS = frozenset(
    "people inhabitants employees users customers patients students teachers participants members children passengers "
    "doctors deaths jobs".split()
)


def comparable(one: Quantity, other: Quantity, language: str = "", of_other: str = "") -> bool | None:
    """Whether two amounts count the same kind of thing; None where that cannot be told (nouns of two languages)."""
    if {one.unit, other.unit} == {"cent", "money"}:
        return None if {one.currency, other.currency} & _WITH_CENTS else False
    if one.currency or other.currency:
        return one.currency == other.currency
    durations = {one.unit, other.unit} <= _DURATIONS
    if one.unit and other.unit:
        kinds = {one.unit, other.unit}
        if len(kinds) == 2 and kinds & _OF_ANYTHING and one.noun and other.noun:
            return None
        return len(kinds) == 1 or durations or kinds <= _STATES or (None if kinds <= _PERSONS else False)
    if not one.noun or not other.noun or bool(one.unit and not one.noun) != bool(other.unit and not other.noun):
        return None if not (one.unit and not one.noun) and not (other.unit and not other.noun) else False
    if language != of_other:
        return None
    return bool(set(stems(one.noun, language)) & set(stems(other.noun, language)))


def same_quantity(one: Quantity, other: Quantity) -> bool:
    """Whether two comparable amounts can be the same: equal once rounded, or within what "about" or "over" allow."""
    if one.per and other.per and one.per != other.per:
        return False
    low, high = _bounds(one)
    lower, higher = _bounds(other)
    if one.value == one.high and other.value == other.high:
        return _same_figure(one, other)
    return low <= higher and lower <= high


def _seconds(one: Quantity) -> float:
    return _UNITS_IN_WORDS.get(one.unit, 1.0)


def _same_figure(one: Quantity, other: Quantity) -> bool:
    a, b = (
        (one.value * _seconds(one), other.value * _seconds(other))
        if one.unit != other.unit
        else (one.value, other.value)
    )
    if abs(a - b) <= 1e-9 * max(abs(a), abs(b)):
        return True
    gap = abs(a - b) / max(abs(a), abs(b))
    coarse, fine = (one, other) if one.resolution >= other.resolution else (other, one)
    rounded = coarse.resolution > fine.resolution and abs(a - b) <= coarse.resolution / 2 * 1.0001
    if rounded and gap <= ROUNDED:
        return True
    meant = {one.approximation, other.approximation}
    if "about" in meant and gap <= ROUGHLY:
        return True
    return gap <= ONE_SIDED and (_holds(one, b, a) or _holds(other, a, b))


def _holds(bound: Quantity, value: float, limit: float) -> bool:
    return bound.approximation in _ABOVE and value >= limit or bound.approximation in _BELOW and value <= limit


def _bounds(one: Quantity) -> tuple[float, float]:
    margin = ROUGHLY * abs(one.value) if one.approximation == "about" else ROUNDED / 4 * abs(one.value)
    low = one.value - (ONE_SIDED * abs(one.value) if one.approximation in _BELOW else margin)
    high = one.high + (ONE_SIDED * abs(one.high) if one.approximation in _ABOVE else margin)
    return low, high
