"""Long documents are read in time that grows with their length, not with its square."""

from __future__ import annotations

import textwrap
import time
from datetime import UTC, datetime

import pytest

from ingest.extract import extract
from kb.model import Source

COUNT = 4000
SECONDS = 6.0  # it takes one; what grew with the square took ten and more


def sentence(number: int) -> str:
    return f"Report {number} of the county says that mill {number} used {number % 90} per cent more water in 2024."


def linked(number: int) -> str:
    return (
        f'According to <a href="/r{number}">report {number}</a>, mill <b>{number}</b> used more water in 2024.<br><br>'
    )


LONG = [
    ("wrapped lines", "text/plain", textwrap.fill(" ".join(map(sentence, range(COUNT))), 76)),
    ("a line for each sentence", "text/plain", "\n".join(map(sentence, range(COUNT)))),
    ("a paragraph for each sentence", "text/plain", "\n\n".join(map(sentence, range(COUNT)))),
    ("paragraphs of HTML", "text/html", "".join(f"<p>{sentence(number)}</p>" for number in range(COUNT))),
    ("line breaks and links", "text/html", f"<div>{''.join(map(linked, range(COUNT)))}</div>"),
    ("items of a list", "text/html", f"<ul>{''.join(f'<li>{sentence(number)}</li>' for number in range(COUNT))}</ul>"),
]


@pytest.mark.parametrize(("media_type", "text"), [case[1:] for case in LONG], ids=[case[0] for case in LONG])
def test_a_long_document_is_read_in_seconds(media_type: str, text: str) -> None:
    began = time.perf_counter()
    source = Source("0" * 64, "a", media_type, datetime(2026, 1, 1, tzinfo=UTC))
    document = extract(text.encode(), source).document
    assert f"mill {COUNT - 1} used" in document.text
    assert time.perf_counter() - began < SECONDS
