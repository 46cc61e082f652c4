"""Raised letters as plain text: an exponent stays one ("10^25", "m²"), the mark of a note becomes "[3]"; pure."""

from __future__ import annotations

import re

_UP = str.maketrans("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")
_NUMBERS = re.compile(r"\d{1,3}(?:[,;]\d{1,3})*")
_POWER = re.compile(r"[+−–-]?\d+(?:[.,/]\d+)?|[nxkt](?:[+−–-]\d+)?")
_LETTERS = re.compile(r"[^\W\d_]+$")
_FIGURE = re.compile(r"\d[\d.,]*$")
_UNITS = frozenset("mm cm dm km nm µm μm ft in yd mi kg".split())
_BASES = ("10", "2")  # what is raised to a power in running text; 2024 or 4.3 bear the mark of a note


def written(mark: str, before: str, linked: bool = False) -> str | None:
    """How raised letters are written behind the text `before`; `linked`: they lead somewhere, as notes do.

    None where they read well as they are: "21st", "CO2", "[4]", an asterisk.
    """
    mark, before = "".join(mark.split()), before.rstrip()
    if _NUMBERS.fullmatch(mark) and (linked or not _is_base(before)):
        return "".join(f"[{number}]" for number in re.split("[,;]", mark))
    if not _POWER.fullmatch(mark) or not (before[-1:].isalnum() or before.endswith((")", "]"))):
        return None
    return f"^{re.sub('[−–]', '-', mark)}" if before[-1:].isdigit() else mark.translate(_UP)


def _is_base(before: str) -> bool:
    """Whether a text ends with what is raised to a power: a base, a unit of length, a variable of one letter."""
    if figure := _FIGURE.search(before):
        return figure.group() in _BASES
    letters = _LETTERS.search(before)
    return letters is not None and (len(letters.group()) == 1 or letters.group() in _UNITS)
