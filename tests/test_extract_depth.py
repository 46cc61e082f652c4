"""Pages nested deeper than any parser follows: nothing is lost, nothing hidden is shown, nothing takes long."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from ingest.extract import extract
from ingest.extract.depth import flattened
from kb.model import Source

DEEP = "<p>The deepest sentence of all stands here, at the bottom of the page.</p>"
HIDDEN = '<div style="display:none">An order <b>to machines</b> that nobody sees.</div>'
BEHIND = "<p>Behind the hidden one stands this sentence, which everybody sees.</p>"
END = "<p>Far outside, several sentences follow. They are long enough to count. With them everything ends.</p>" * 2


def text_of(page: str) -> str:
    source = Source("0" * 64, "page.html", "text/html", datetime(2026, 1, 1, tzinfo=UTC))
    return extract(page.encode(), source).document.text


@pytest.mark.parametrize("tag", ["div", "b", "article", "blockquote", "x-box", "ul><li", "table><tr><td"])
def test_twenty_thousand_elements_within_one_another_lose_nothing(tag: str) -> None:
    tags = tag.split("><")
    number = 20_000 // len(tags)
    closed = "".join(f"</{name}>" for name in reversed(tags))
    text = text_of(f"<body>{f'<{tag}>' * number}{DEEP}{HIDDEN}{BEHIND}{closed * number}{END}")
    assert "The deepest sentence" in text and "Behind the hidden one" in text and "everything ends" in text
    assert "machines" not in text


def test_what_is_not_deep_stays_as_it_is() -> None:
    page = f"<html><!-- <div> --><script>if (a<b) c()</script><body><div class='x'>{DEEP}<br></div></body></html>"
    assert flattened(page) == page


@pytest.mark.parametrize(
    ("why", "page"),
    [
        ("many paragraphs", "<p>A paragraph of nine words, like many others here.</p>" * 8_000),
        ("one paragraph of a million letters", f"<p>{'A sentence of six words stands. ' * 30_000}</p>"),
        ("one paragraph of many links", f"<p>{'<a href=x>two words</a> and more, ' * 8_000}</p>{DEEP}"),
        ("many breaks", f"<div>{'A sentence of six words stands. <br><br>' * 8_000}</div>"),
    ],
)
def test_long_pages_take_time_in_proportion(why: str, page: str) -> None:
    began = time.process_time()
    assert len(text_of(f"<body>{page}</body>")) > 70
    assert time.process_time() - began < 20, why
