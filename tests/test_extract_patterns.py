"""Many patterns as one question: what counts as an alternative, and that all of ours can be asked that way."""

from __future__ import annotations

import re

import pytest

from ingest.extract import disclosures, furniture
from ingest.extract.patterns import AnyOf, alternatives


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        ("a|b", ["a", "b"]),
        ("(?:a|b)c|d", ["(?:a|b)c", "d"]),
        (r"a\|b|c", [r"a\|b", "c"]),
        (r"[|)]a|b", [r"[|)]a", "b"]),
        (r"[]|]a|[^]|]b", [r"[]|]a", r"[^]|]b"]),
        (r"\(a|\)b", [r"\(a", r"\)b"]),
    ],
)
def test_bars_in_brackets_divide_nothing(pattern: str, parts: list[str]) -> None:
    assert list(alternatives(pattern)) == parts


@pytest.mark.parametrize(
    ("line", "found"),
    [("Menu", True), ("MENU", True), ("the menu", False), ("go back now", True), ("Übrigens", True), ("", False)],
)
def test_a_beginning_is_looked_for_only_there(line: str, found: bool) -> None:
    assert AnyOf(r"^menu|^übrig", r"\bback\b").search(line) is found


def test_our_patterns_are_in_lower_case() -> None:
    ours = {name: value for name, value in (vars(furniture) | vars(disclosures)).items() if isinstance(value, AnyOf)}
    assert len(ours) > 10
    for name, value in ours.items():
        written = "".join(part.pattern for part in (value._at_start, value._anywhere) if part)
        assert not re.search("[A-ZÄÖÜ]", re.sub(r"\\.", "", written)), name
