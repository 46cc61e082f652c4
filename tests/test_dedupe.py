"""What a text is looked up by among those already read, and how few are then read again."""

from __future__ import annotations

import random

import pytest

from ingest.dedupe import estimates, fingerprint, nearest, resemblance, shingles, shortlist
from ingest.dedupe.fingerprint import OPENING_BANDS, PERMUTATIONS, ROWS, SHORTLIST

TEXT = " ".join(f"zahl{number}" for number in range(400))
BANDS = sum(PERMUTATIONS // rows for rows in ROWS) + OPENING_BANDS


def overlapping(shared: int, seed: int) -> tuple[str, str]:
    """Two texts of 300 words of which `shared` in the middle are the same."""
    source = random.Random(seed)

    def drawn(count: int) -> list[str]:
        return [f"w{source.randrange(10**9)}" for _ in range(count)]

    common, own = drawn(shared), (300 - shared) // 2
    left, right = ([*drawn(own), *common, *drawn(300 - shared - own)] for _ in range(2))
    return " ".join(left), " ".join(right)


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
    assert len(found.bands) == BANDS
    assert estimates(found.signature, [found.signature]) == [1.0]


@pytest.mark.parametrize("text", ["", "Ja", "–"])
def test_short_texts_have_a_fingerprint_too(text: str) -> None:
    assert len(fingerprint(text).bands) == BANDS


def test_the_estimate_is_near_what_is_counted() -> None:
    for shared in (0, 60, 150, 240, 290):
        left, right = overlapping(shared, seed=shared)
        assert estimates(fingerprint(left).signature, [fingerprint(right).signature])[0] == pytest.approx(
            resemblance(left, right), abs=0.16
        )


def common(left: str, right: str) -> int:
    """How many bands two texts share."""
    pairs = zip(fingerprint(left).bands, fingerprint(right).bands, strict=True)
    return sum(one == other for one, other in pairs)


MEETING = [("a half", 210, 0.5, 50), ("three tenths", 145, 0.3, 49), ("two tenths", 104, 0.2, 44)]


@pytest.mark.parametrize(("shared", "least", "wanted"), [case[1:] for case in MEETING], ids=[c[0] for c in MEETING])
def test_texts_that_share_enough_meet_in_a_band(shared: int, least: float, wanted: int) -> None:
    pairs = [overlapping(shared, seed) for seed in range(50)]
    assert min(resemblance(*pair) for pair in pairs) > least
    assert sum(common(*pair) > 0 for pair in pairs) >= wanted


def test_a_text_meets_its_own_beginning_however_long_it_is() -> None:
    for seed in range(20):
        long = " ".join(overlapping(0, seed) + overlapping(0, seed + 100) + overlapping(0, seed + 200))
        assert common(long, " ".join(long.split()[:100])) >= OPENING_BANDS


def test_texts_that_share_nothing_do_not_meet() -> None:
    assert [common(*overlapping(0, seed)) for seed in range(20)] == [0] * 20


def test_of_many_that_meet_those_with_most_bands_are_looked_at() -> None:
    shared = {f"d{number:03}": number % 90 for number in range(500)}
    found = shortlist(shared, apart_from=["d089"])
    assert len(found) == SHORTLIST
    assert found[:6] == ["d179", "d269", "d359", "d449", "d088", "d178"]
    assert len(shortlist(shared, most=60)) == 60
    assert shortlist({}) == []


def test_of_those_looked_at_the_nearest_are_read() -> None:
    left, right = overlapping(210, seed=1)
    signatures = {f"by chance {seed}": fingerprint(overlapping(0, seed)[0]).signature for seed in range(2, 32)}
    signatures |= {"copy": fingerprint(right).signature, "itself": fingerprint(left).signature}
    own = fingerprint(left).signature
    assert nearest(own, signatures, dict.fromkeys(signatures, 1)) == ["itself", "copy"]
    assert nearest(own, {}, {}) == []


def test_what_begins_alike_is_read_however_little_is_shared() -> None:
    teaser = " ".join(TEXT.split()[:30])
    signatures = {"whole": fingerprint(TEXT).signature}
    assert estimates(fingerprint(teaser).signature, [signatures["whole"]])[0] < 0.15
    assert nearest(fingerprint(teaser).signature, signatures, {"whole": common(teaser, TEXT)}) == ["whole"]


def test_no_more_than_a_dozen_are_read() -> None:
    own = fingerprint(TEXT).signature
    assert len(nearest(own, {str(number): own for number in range(40)}, {})) == SHORTLIST
