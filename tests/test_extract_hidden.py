"""Ways of keeping text from the eye, all of which are dropped, and what only unfolds at a click, which is read."""

from __future__ import annotations

import pytest

from ingest.extract.hidden import hidden_by_sheet, hidden_by_style, is_hidden


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "opacity: 0.01",
        "transform: scale(0)",
        "clip-path: circle(0)",
        "width:0;height:0;overflow:hidden",
        "overflow:hidden; max-height: 0px;",
        "font-size:0.1px",
        "color:#fff",
    ],
)
def test_hidden_styles(style: str) -> None:
    assert hidden_by_style(style)


@pytest.mark.parametrize(
    "style",
    [
        "opacity: 0.9",
        "transform: scale(0.5)",
        "height:0",
        "margin:0; overflow:hidden",
        "max-height:40px;overflow:hidden",
    ],
)
def test_visible_styles(style: str) -> None:
    assert not hidden_by_style(style)


@pytest.mark.parametrize(
    ("attributes", "hidden"),
    [
        ({"class": "x", "style": "display:none"}, True),
        ({"class": "accordion-body", "style": "display:none"}, False),
        ({"class": "accordion-body", "style": "color:#fff"}, True),
        ({"class": "faq-answer", "style": "max-height:0;overflow:hidden"}, False),
        ({"role": "tabpanel", "hidden": ""}, False),
        ({"class": "panel", "aria-hidden": "true"}, False),
        ({"class": "table", "hidden": ""}, True),
        ({"class": "note", "hidden": ""}, True),
    ],
)
def test_what_unfolds_at_a_click_is_not_hidden(attributes: dict[str, str], hidden: bool) -> None:
    assert is_hidden(attributes, frozenset(), lambda: 0.1) is hidden


def test_a_page_s_own_rules_hide_by_class() -> None:
    sheet = hidden_by_sheet(".a{width:0;height:0;overflow:hidden} .faq-panel{display:none} .b{opacity:0}")
    assert sheet == {".a", ".b"}
