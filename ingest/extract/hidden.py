"""What a page hides from its readers: by attribute, inline style or a plain rule of its style sheet; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?<![-\w])opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)|"
    r"font-size\s*:\s*(?:0|1px|0?\.\d+(?:px|pt|em))\s*(?:[a-z]{0,2})\s*(?:;|!|$)|text-indent\s*:\s*-\d{3,}|"
    r"(?<![-\w])opacity\s*:\s*0?\.0\d*\s*(?:;|!|$)|transform\s*:[^;]*scale\(\s*0(?:\.0\d*)?\s*\)|"
    r"clip-path\s*:\s*circle\(\s*0|"
    r"(?:left|top|right|margin-left)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*inset\(\s*(?:50|100)%|"
    r"(?<![-\w])(?:max-)?(?:height|width)\s*:\s*[01]px[^}]*overflow\s*:\s*hidden|color\s*:\s*transparent",
    re.IGNORECASE,
)
_FLAT = re.compile(r"(?<![-\w])(?:max-)?(?:height|width)\s*:\s*0(?:px|em|rem|%)?\s*(?:;|!|$)", re.IGNORECASE)
_FOLDED = re.compile(rf"{_FLAT.pattern}|display\s*:\s*none", re.IGNORECASE)
_CUT_OFF = re.compile(r"overflow(?:-[xy])?\s*:\s*(?:hidden|clip)", re.IGNORECASE)
_UNFOLDS = re.compile(  # at a click: the reader sees it
    r"accordion|collaps|panel|toggle|expand|faq|aufklapp|akkordeon|answer|antwort|\btab(?:s|-?content|-?pane)?\b"
)
_INK = re.compile(r"(?<![-\w])color\s*:\s*([^;!]+)", re.IGNORECASE)
_PAPER = re.compile(r"background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_WHITE = re.compile(r"#f{3}(?:f{3})?\b|\bwhite\b|rgba?\(\s*255\s*,\s*255\s*,\s*255|#fefefe\b|#fdfdfd\b", re.IGNORECASE)
_CLASSES = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader(?:-text)?|d-none|is-hidden|hidden|hide|u-hidden)(?:\s|$)"
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"^\w*([.#][\w-]+)$")
_MUCH = 0.4  # a share of the page's text: what is hidden until a script runs is meant to be read

Sheet = frozenset[str]


def hidden_by_style(style: str) -> bool:
    """Whether an inline style keeps text from the eye, white on white included."""
    if not style:
        return False
    if _STYLE.search(style) or _FLAT.search(style) and _CUT_OFF.search(style):
        return True
    ink, paper = _INK.search(style), _PAPER.search(style)
    if ink and _WHITE.search(ink[1]):
        return not paper or bool(_WHITE.search(paper[1]))
    return bool(ink and paper and ink[1].strip().casefold() == paper[1].strip().casefold())


def hidden_by_sheet(css: str) -> Sheet:
    """The classes (".x") and ids ("#x") that plain rules of a page's own style sheets hide, media queries left out."""
    css = re.sub(r"/\*.*?\*/", "", css[:500_000], flags=re.DOTALL)
    css = re.sub(r"@[\w-]+[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", css)
    found: set[str] = set()
    for selectors, body in _RULE.findall(css):
        if hidden_by_style(body) and not re.search(r"transition|animation", body):
            names = (match[1].casefold() for part in selectors.split(",") if (match := _SELECTOR.match(part.strip())))
            found.update(name for name in names if not (_FOLDED.search(body) and _UNFOLDS.search(name)))
    return frozenset(found)


def is_hidden(attributes: Mapping[str, str], sheet: Sheet, share: Callable[[], float]) -> bool:
    """Whether an element is hidden; `share` (asked only where it matters) is its part of the page's text."""
    classes, style = attributes.get("class", "").casefold(), attributes.get("style", "")
    unfolds = bool(_UNFOLDS.search(classes)) or attributes.get("role") == "tabpanel"
    if "hidden" in attributes and attributes["hidden"] != "until-found" and not unfolds:
        return share() < _MUCH
    if attributes.get("aria-hidden", "").casefold() == "true" and not unfolds:
        return share() < _MUCH
    if hidden_by_style(style) and not (unfolds and _FOLDED.search(style)):
        return share() < _MUCH
    if classes and _CLASSES.search(classes):
        return share() < _MUCH
    if sheet and (classes or "id" in attributes):
        names = [f".{name}" for name in classes.split()] + [f"#{attributes.get('id', '').casefold()}"]
        return any(name in sheet for name in names) and share() < _MUCH
    return False
