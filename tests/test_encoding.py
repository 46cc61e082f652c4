"""Bytes to text: what is read, and what is refused rather than read wrongly."""

from __future__ import annotations

import pytest

from ingest.extract.encoding import decode
from kb.errors import Rejected

TEXT = "Die Straße nach Köln führt über die Brücke. Sie ist größer als früher."
READ = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "latin-1", "mac_roman", "cp850"]
UNREADABLE = [
    ("Cyrillic that nothing declares", "Мост длиннее, чем дорога, сказал мэр в понедельник.".encode("koi8-r")),
    ("Japanese that nothing declares", "橋は道路よりも長いと市長は月曜日に述べた。".encode("shift_jis")),
    ("bytes at random", bytes(range(128, 256)) * 4),
]


@pytest.mark.parametrize("codec", READ)
def test_text_is_read_as_it_was_written(codec: str) -> None:
    assert decode(TEXT.encode(codec)) == TEXT


@pytest.mark.parametrize("data", [case[1] for case in UNREADABLE], ids=[case[0] for case in UNREADABLE])
def test_no_text_is_made_up_of_bytes_that_make_no_sense(data: bytes) -> None:
    with pytest.raises(Rejected, match="UTF-8"):
        decode(data)
