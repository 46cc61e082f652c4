"""Dates as documents write them, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.extract.dates import dates, read, stated

DAY = date(2025, 3, 9)


@pytest.mark.parametrize(
    "written",
    [
        "2025-03-09",
        "2025-03-09T23:59:00+01:00",
        "2025-03-09 10:00:00-04:00",
        "2025/03/09",
        "9. März 2025",
        "09.03.2025",
        "9.3.2025, 17:02 Uhr",
        "09.03.25",
        "Mär 9, 2025",
        "9. Mrz. 2025",
        "Sonntag, 9. März 2025",
        "Stand: 09.03.2025",
        "Veröffentlicht am 09.03.2025",
        "March 9, 2025",
        "Mar. 9, 2025",
        "March 9th, 2025",
        "9 March 2025",
        "9th of March 2025",
        "Sunday 9 March 2025 10.15 GMT",
        "4:12 PM EDT, March 9, 2025",
        "09.03.2025Aus dem Rathaus",
    ],
)
def test_a_date_is_read(written: str) -> None:
    assert read(written) == DAY


@pytest.mark.parametrize(
    ("why", "written"),
    [
        ("no such day", "31.02.2025"),
        ("no such month", "2025-13-01"),
        ("no year", "9. März"),
        ("no day", "März 2025"),
        ("a version number", "Version 1.12.2025.4"),
        ("a price", "1.234,50 Euro"),
        ("a file number", "AZ 12-2025-03-091"),
        ("two readings of one notation", "03/04/2025"),
        ("nothing", ""),
    ],
)
def test_what_is_no_date_is_not_read(why: str, written: str) -> None:
    assert read(written) is None, why


def test_a_slashed_date_with_one_reading_is_read() -> None:
    assert [found for _, found in dates("25/03/2024 and 03/25/2024")] == [date(2024, 3, 25), date(2024, 3, 25)]


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        ("Veröffentlicht am 1.2.2024, zuletzt geändert am 3.2.2024", date(2024, 2, 1), date(2024, 2, 3)),
        ("Updated 3 February 2024; first published 1 February 2024", date(2024, 2, 1), date(2024, 2, 3)),
        ("Aktualisiert: 3. Februar 2024", None, date(2024, 2, 3)),
        ("Sperrfrist: 1. Februar 2024", None, None),
        ("Accessed 3 February 2024", None, None),
    ],
)
def test_publication_and_update_are_told_apart(line: str, published: date | None, updated: date | None) -> None:
    assert stated(line) == (published, updated)
