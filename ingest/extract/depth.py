"""Pages nested deeper than the parser follows, made flatter without losing text or showing what they hide; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.extract.hidden import is_hidden

_DEEPEST = 100  # elements within one another; libxml2 gives up at 256
_TAG = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<(/?)([a-z][\w-]*)([^>]*)>", re.IGNORECASE | re.DOTALL)
_ATTRIBUTE = re.compile(r"([\w-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")
_INLINE = frozenset("a b i u em strong span font small big sub sup code mark abbr cite q s del ins label".split())
_NOT_COUNTED = frozenset(  # empty, or ended by the next of their kind
    "br img hr meta link input source area col wbr embed base param track html head body p li td th tr dd dt option "
    "h1 h2 h3 h4 h5 h6".split()
)


def flattened(text: str) -> str:
    """The page without the tags of elements that stand too deep, and without what those of them hide."""
    return "".join(_parts(text))


def _parts(text: str) -> Iterator[str]:
    opened: list[str] = []
    hidden: int | None = None  # how many were open outside the element that hides what is read
    end = 0
    for match in _TAG.finditer(text):
        if hidden is None:
            yield text[end : match.start()]
        end = match.end()
        tag = (match[3] or "").casefold()
        if not tag or tag in _NOT_COUNTED:
            yield match[0] if hidden is None else ""
        elif match[2]:
            if tag in opened[-_DEEPEST:]:
                while opened.pop() != tag:
                    pass
            deep = len(opened) >= _DEEPEST
            yield (_break(tag) if deep else match[0]) if hidden is None else ""
            hidden = None if hidden is not None and len(opened) <= hidden else hidden
        elif not match[4].endswith("/"):
            deep = len(opened) >= _DEEPEST
            if hidden is None and deep and is_hidden(_attributes(match[4]), frozenset(), lambda: 0.0):
                hidden = len(opened)
            elif hidden is None:
                yield _break(tag) if deep else match[0]
            opened.append(tag)
    yield text[end:] if hidden is None else ""


def _break(tag: str) -> str:
    """What stands for a tag that is left out: the end of a paragraph, unless it stood within one."""
    return "" if tag in _INLINE else " \n<p>"


def _attributes(written: str) -> dict[str, str]:
    return {match[1].casefold(): match[2] or match[3] or match[4] or "" for match in _ATTRIBUTE.finditer(written)}
