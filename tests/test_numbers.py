"""Amounts and times in German and English, read, compared and checked."""

from __future__ import annotations

from datetime import date

import pytest

from kb.numbers import Quantity, arithmetic, comparable, dated, plain, quantities, read_times, same_quantity


def only(text: str, language: str = "en") -> Quantity:
    found = quantities(text, language)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    "language, text",
    [
        ("de", "Das kostet 1,5 Mrd. Dollar."),
        ("en", "It costs $1.5 billion."),
        ("de", "Das kostet 1.500 Mio. US-Dollar."),
        ("de", "Das kostet eineinhalb Milliarden Dollar."),
        ("en", "It costs US$1.5bn."),
        ("en", "It costs 1,500 million dollars."),
    ],
)
def test_one_sum_of_money_however_it_is_written(language: str, text: str) -> None:
    found = only(text, language)
    assert (found.value, found.unit, found.currency) == (1.5e9, "money", "USD")
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    "language, text, value, unit",
    [
        ("de", "ein Plus von 3,4 Prozent", 3.4, "%"),
        ("en", "up 3.4 per cent", 3.4, "%"),
        ("de", "um 3 Prozentpunkte", 3.0, "pp"),
        ("en", "by 50 basis points", 0.5, "pp"),
        ("de", "21,3 Terawattstunden", 21.3e12, "Wh"),
        ("de", "21,3 Milliarden Kilowattstunden", 21.3e12, "Wh"),
        ("en", "a gain of 1.5 hours", 5400.0, "s"),
        ("en", "the 1.5-hour gain", 5400.0, "s"),
        ("en", "a 20-year deal", 240.0, "month"),
        ("de", "minus 3 Prozent", -3.0, "%"),
        ("de", "40 000 Menschen", 40000.0, "people"),
        ("de", "1'200 Franken", 1200.0, "money"),
        ("de", "zweihundertfünfzig Menschen", 250.0, "people"),
        ("en", "three hundred and ten companies", 310.0, "companies"),
        ("en", "a dozen states", 12.0, "states"),
        ("en", "half a dozen states", 6.0, "states"),
        ("en", "four fifths of the voters", 80.0, "%"),
        ("de", "weniger als einer von 200", 0.5, "%"),
        ("de", "11,9 Cent", 11.9, "cent"),
        ("en", "seven euro cents a page", 7.0, "cent"),
        ("en", "a stock of 38m postcards", 38e6, ""),  # millions, not metres
        ("en", "the 38m deep shafts", 38.0, "m"),
        ("en", "a crater 38m across", 38.0, "m"),
        ("en", "Sales rose by a quarter.", 25.0, "%"),
        ("de", "Der Umsatz ist um ein Viertel gestiegen.", 25.0, "%"),
        ("en", "Costs fell by half.", 50.0, "%"),
        ("de", "1.500.000.000 €", 1.5e9, "money"),
        ("de", "1.500.000.000,50 Euro", 1500000000.5, "money"),
        ("de", "ein Drittel der Stimmen", 100 / 3, "%"),
        ("en", "half of the voters", 50.0, "%"),
        ("en", "one in eight", 12.5, "%"),
        ("de", "jedes vierte Haus", 25.0, "%"),
        ("de", "hat sich verdoppelt", 2.0, "x"),
        ("en", "10^25 operations", 1e25, ""),
        ("de", "rund 2000 Euro", 2000.0, "money"),  # no year
        ("en", "the number of towns has reached 31", 31.0, "municipalities"),
    ],
)
def test_value_and_unit(language: str, text: str, value: float, unit: str) -> None:
    found = only(text, language)
    assert found.value == pytest.approx(value)
    assert found.unit == unit


@pytest.mark.parametrize(
    "language, text, low, high",
    [
        ("de", "15 bis 20 Prozent", 15.0, 20.0),
        ("en", "15–20 %", 15.0, 20.0),
        ("en", "between 15 and 20 percent", 15.0, 20.0),
        ("de", "5 bis 7 Milliarden Euro", 5e9, 7e9),
    ],
)
def test_ranges(language: str, text: str, low: float, high: float) -> None:
    found = only(text, language)
    assert (found.value, found.high) == (low, high)


def test_a_change_is_two_amounts_that_share_a_unit() -> None:
    found = quantities("von 19 auf 27,2 Prozent", "de")
    assert [(one.value, one.unit) for one in found] == [(19.0, "%"), (27.2, "%")]


@pytest.mark.parametrize(
    "language, text",
    [
        ("en", "GPT-4, Qwen3 and Llama 3.1 run on an A100 over 5G"),
        ("de", "nach Art. 5 und § 3 Abs. 2 der Verordnung (EU) 2024/1689"),
        ("de", "um 15:40 Uhr und um 9 Uhr"),
        ("en", "call +49 30 1234567"),
        ("en", "as was shown [3] in the 1990s and on page 12"),
        ("de", "am 3. März 2025 und im ersten Quartal 2024"),
        ("en", "one model and a fund"),
        ("en", "dozens of firms, thousands of people"),
    ],
)
def test_what_counts_nothing(language: str, text: str) -> None:
    assert quantities(text, language) == []


@pytest.mark.parametrize(
    "text, how",
    [
        ("rund 40 Prozent", "about"),
        ("höchstens 40 Prozent", "at most"),
        ("mindestens 40 Prozent", "at least"),
        ("mehr als 40 Prozent", "more than"),
        ("weniger als 40 Prozent", "less than"),
        ("40 Prozent", "exact"),
    ],
)
def test_how_a_number_is_meant(text: str, how: str) -> None:
    assert only(text, "de").approximation == how


def test_a_rate_knows_its_period() -> None:
    assert only("40.000 Scheiben im Monat", "de").per == "month"
    assert only("seven hours a week").per == "week"


@pytest.mark.parametrize(
    "one, other, same",
    [
        (("en", "27.2 percent"), ("de", "27 Prozent"), True),  # rounded
        (("en", "27.2 percent"), ("de", "28 Prozent"), False),
        (("en", "38 states"), ("en", "37 states"), False),  # neither is the other, rounded
        (("en", "over 40 percent"), ("de", "43 Prozent"), True),
        (("en", "over 40 percent"), ("de", "39 Prozent"), False),
        (("en", "over 40 percent"), ("de", "80 Prozent"), False),
        (("de", "rund 20 Milliarden Euro"), ("en", "€19.4 billion"), True),
        (("en", "up to $8.5 billion"), ("en", "$8.5 billion"), True),
        (("de", "15 bis 20 Prozent"), ("en", "18 percent"), True),
        (("en", "40,000 wafers a month"), ("en", "40,000 wafers a year"), False),
        (("en", "14 days"), ("de", "zwei Wochen"), True),
        (("de", "jeder dritte Alarm"), ("en", "33 percent"), True),
        (("en", "seven cents"), ("de", "0,07 Euro"), True),
        (("en", "seven cents"), ("de", "0,08 Euro"), False),
        (("en", "38m postcards"), ("de", "38 Millionen Postkarten"), True),
    ],
)
def test_the_same_amount(one: tuple[str, str], other: tuple[str, str], same: bool) -> None:
    first, second = only(one[1], one[0]), only(other[1], other[0])
    assert same_quantity(first, second) is same
    assert same_quantity(second, first) is same


@pytest.mark.parametrize(
    "one, other, alike",
    [
        (("en", "3 percent"), ("en", "3 percentage points"), False),
        (("en", "$5 million"), ("en", "€5 million"), False),
        (("en", "seven cents"), ("de", "0,07 Euro"), None),  # of which currency is not said
        (("en", "seven cents"), ("de", "0,07 Yen"), False),
        (("en", "seven cents"), ("en", "seven days"), False),
        (("en", "14 wards"), ("de", "14 Stationen"), True),
        (("en", "45,000 dockers"), ("en", "54 ships"), False),
        (("en", "45,000 dockers"), ("de", "45.000 Hafenarbeiter"), None),  # no dictionary tells
    ],
)
def test_what_can_be_compared(one: tuple[str, str], other: tuple[str, str], alike: bool | None) -> None:
    assert comparable(only(one[1], one[0]), only(other[1], other[0]), one[0], other[0]) is alike


@pytest.mark.parametrize(
    "language, text, holds",
    [
        ("en", "The share went from 19 to 27.2 per cent, an increase of over 40 per cent.", True),
        ("en", "Sales went from 10 to 12 million, an increase of 50 percent.", False),
        ("de", "Der Anteil stieg um 8 Prozentpunkte von 19 auf 27 Prozent.", True),
        ("de", "41 von 312 Kommunen, das sind 13 Prozent", True),
        ("en", "41 of 312, or 21 per cent", False),
    ],
)
def test_sums_within_a_sentence(language: str, text: str, holds: bool) -> None:
    assert [check.holds for check in arithmetic(text, language)] == [holds]


@pytest.mark.parametrize(
    "text",
    ["The price rose from 3 to 4 euros in 2024.", "Of 40 towns, 12 answered.", "In 2023 it was 5 percent.", "", "!!"],
)
def test_no_sum_where_none_is_made(text: str) -> None:
    assert arithmetic(text, "en") == []


@pytest.mark.parametrize(
    "text, parts",
    [
        ("seit dem 1. September 2025", (2025, 9, 1, None)),
        ("on 27 September 2024", (2024, 9, 27, None)),
        ("on May 14, 2024", (2024, 5, 14, None)),
        ("am 20.08.2024", (2024, 8, 20, None)),
        ("on 2024-08-20", (2024, 8, 20, None)),
        ("im ersten Quartal 2025", (2025, None, None, 1)),
        ("in Q1 2025", (2025, None, None, 1)),
        ("Ende März", (None, 3, None, None)),
        ("on 10 and 11 February 2025", (2025, 2, 10, None)),
        ("im Jahr 2030", (2030, None, None, None)),
    ],
)
def test_times(text: str, parts: tuple[int | None, ...]) -> None:
    (found,) = read_times(text, "de")
    assert (found.year, found.month, found.day, found.quarter) == parts


@pytest.mark.parametrize(
    "one, other, agree",
    [
        ("am 1. März 2025", "im März 2025", True),
        ("am 1. März 2025", "in the first quarter of 2025", True),
        ("am 1. März 2025", "in Q2 2025", False),
        ("in 2024", "from 2020 to 2024", True),
        ("in 2019", "from 2020 to 2024", False),
        ("in 2025", "in fiscal 2025", False),
        ("on 22 May 2024", "on 21 and 22 May 2024", True),
        ("in the second half of 2024", "im November 2024", True),
    ],
)
def test_times_agree(one: str, other: str, agree: bool) -> None:
    (first,), (second,) = read_times(one, "en"), read_times(other, "en")
    assert first.agrees(second) is agree
    assert second.agrees(first) is agree


def test_last_year_is_told_by_the_day_it_was_said() -> None:
    (found,) = read_times("im vergangenen Jahr", "de")
    assert dated(found, date(2025, 3, 4)).year == 2024
    assert dated(found, None).year is None


@pytest.mark.parametrize("text", ["May we go in?", "They march on.", "2000 Euro", "GPT-4"])
def test_no_times(text: str) -> None:
    assert read_times(text, "en") == []


def test_long_and_odd_texts_do_no_harm() -> None:
    assert len(quantities("12 Prozent und " * 3000, "de")) == 3000
    assert quantities("§§ ¹²³ −–— 1.2.3.4 ,,, ...", "de") == []


@pytest.mark.parametrize(
    "text, half", [("Ende 2027", 2), ("at the end of 2027", 2), ("in early 2027", 1), ("im Frühjahr 2027", 1)]
)
def test_a_part_of_a_year(text: str, half: int) -> None:
    (found,) = read_times(text, "de")
    assert (found.year, found.half, found.precision) == (2027, half, "half")


@pytest.mark.parametrize(
    ("value", "shown"), [(4500.0, "4500"), (0.25, "0.25"), (12_345_678.0, "12345700"), (-3.0, "-3")]
)
def test_a_value_is_written_without_an_exponent(value: float, shown: str) -> None:
    assert plain(value) == shown
