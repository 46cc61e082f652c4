"""Copies: what is compared, and who is the twin of whom."""

from __future__ import annotations

import random

import pytest

from ingest.dedupe import PERMUTATIONS, ROWS, estimate, fingerprint, resemblance, shingles, twin

NUMBERS = [f"zahl{number}" for number in range(400)]
TEXT = " ".join(NUMBERS)


def overlapping(shared: int, seed: int) -> tuple[str, str]:
    """Two texts of 300 words of which the first `shared` are the same."""
    source = random.Random(seed)

    def drawn(count: int) -> list[str]:
        return [f"w{source.randrange(10**9)}" for _ in range(count)]

    common = drawn(shared)
    return " ".join(common + drawn(300 - shared)), " ".join(common + drawn(300 - shared))


SAME = [
    ("case", "Das IST ein Text mit Wörtern", "das ist ein text mit wörtern"),
    ("punctuation", "Das, ist ein: Text! Mit Wörtern.", "Das ist ein Text mit Wörtern"),
    ("line breaks", "Das ist ein\nText\n\nmit Wörtern", "Das ist ein Text mit Wörtern"),
    ("quotation marks", "Das „ist“ ein Text mit Wörtern", 'Das "ist" ein Text mit Wörtern'),
]


@pytest.mark.parametrize(("left", "right"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_what_does_not_count(left: str, right: str) -> None:
    assert shingles(left) == shingles(right) != set()
    assert fingerprint(left) == fingerprint(right)
    assert resemblance(left, right) == 1.0


def test_shingles_are_runs_of_five_words() -> None:
    assert shingles("a b c d e f") == {"a b c d e", "b c d e f"}
    assert shingles("a b") == {"a b"}
    assert shingles("–") == set()


def test_numbers_count() -> None:
    assert resemblance("Das kostet heute 1,5 Millionen", "Das kostet heute 15 Millionen") == 0.0


def test_nothing_resembles_nothing() -> None:
    assert resemblance("", "") == resemblance("", TEXT) == 0.0


def test_the_fingerprint_is_the_same_on_every_run_and_of_known_size() -> None:
    found = fingerprint(TEXT)
    assert found == fingerprint(TEXT)
    assert len(found.signature) == 4 * PERMUTATIONS
    assert {len(band) for band in found.bands} == {8}
    assert len(found.bands) == PERMUTATIONS // ROWS
    assert estimate(found.signature, found.signature) == 1.0


@pytest.mark.parametrize("text", ["", "Ja", "–"])
def test_short_texts_have_a_fingerprint_too(text: str) -> None:
    assert len(fingerprint(text).signature) == 4 * PERMUTATIONS


def test_the_estimate_is_near_what_is_counted() -> None:
    for shared in (0, 60, 150, 240, 290):
        left, right = overlapping(shared, seed=shared)
        assert estimate(fingerprint(left).signature, fingerprint(right).signature) == pytest.approx(
            resemblance(left, right), abs=0.16
        )


def test_texts_that_share_half_of_their_shingles_meet_in_a_band() -> None:
    for seed in range(50):
        left, right = overlapping(210, seed)
        assert resemblance(left, right) > 0.5
        assert set(fingerprint(left).bands) & set(fingerprint(right).bands)


def test_the_most_alike_is_the_twin() -> None:
    near, nearer = " ".join(NUMBERS[:300]), " ".join(NUMBERS[:380])
    found = twin(TEXT, [("near", near), ("nearer", nearer), ("other", "etwas ganz anderes steht hier")], 0.5)
    assert found is not None
    assert found == ("nearer", resemblance(TEXT, nearer))


def test_below_the_threshold_there_is_no_twin() -> None:
    half = " ".join(NUMBERS[:204])
    found = twin(TEXT, [("half", half)], 0.5)
    assert found is not None
    assert found[1] == pytest.approx(200 / 396)
    assert twin(TEXT, [("half", half)], 0.51) is None
    assert twin(TEXT, [], 0.0) is None
