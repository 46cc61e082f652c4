"""An HTML page as plain records: what a reader of its markup hands to the rules; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from ingest.extract.pieces import one_line

_ARTICLE = re.compile(
    r"article|posting|report|webpage|newsitem|review|interview|howto|faqpage|creativework|book|speech", re.I
)
ELSEWHERE = frozenset({"related", "comments", "aside", "nav", "footer", "gallery", "promo"})  # zones of other matters


@dataclass(slots=True, eq=False)
class Node:
    """A run of text within one block element. `lineage` are the numbers of its ancestors, root first; `zone` is where
    on the page it stood ("" for the body of the page)."""

    tag: str
    text: str
    marks: str
    zone: str
    lineage: tuple[int, ...]
    path: tuple[str, ...]
    anchors: tuple[tuple[str, str], ...] = ()
    linked: int = 0
    strong: int = 0
    breaks: bool = False

    @property
    def link_density(self) -> float:
        """Characters in links, as a share."""
        return self.linked / max(1, len(self.text))


@dataclass(slots=True)
class Page:
    """What an HTML page holds, without its markup."""

    title: str = ""
    metas: list[tuple[str, str]] = field(default_factory=list)
    canonical: str | None = None
    saved_from: str | None = None
    jsonld: list[dict[str, Any]] = field(default_factory=list)
    times: list[tuple[str, str, str, str, int]] = field(default_factory=list)  # (datetime, text, marks, zone, node)
    marked: list[tuple[str, str, int]] = field(default_factory=list)  # (itemprop or rel, text, node)
    home_links: list[str] = field(default_factory=list)  # words and logo texts of links to the start page
    nodes: list[Node] = field(default_factory=list)

    def meta(self, keys: Sequence[str]) -> Iterator[str]:
        """The contents of the metadata named, in the order of `keys`."""
        for key in keys:
            for name, content in self.metas:
                if name == key and content:
                    yield content

    def described(self) -> list[dict[str, Any]]:
        """JSON-LD objects that describe the article, before any that describe the page."""
        found = [item for item in self.jsonld if _ARTICLE.search(str(item.get("@type", "")))]
        return sorted(found, key=lambda item: "WebPage" in str(item.get("@type", "")))

    def entity(self, value: Any, kind: str = "") -> str | None:
        """The name of a JSON-LD person or organisation, also where it is described elsewhere on the page; with `kind`
        only that of such a type or of none."""
        if isinstance(value, list):
            return next((name for item in value if (name := self.entity(item, kind))), None)
        if isinstance(value, dict) and "name" not in value and "@id" in value:
            value = next((item for item in self.jsonld if item.get("@id") == value["@id"] and "name" in item), value)
        if isinstance(value, dict):
            value = value.get("name") if kind in str(value.get("@type", kind)) else None
        named = isinstance(value, str) and value.strip() and "://" not in value
        return one_line(unescape(value)) if named else None

    def extent(self, body: Sequence[Node]) -> tuple[int, int]:
        """The positions of the first and last block of `body` among the nodes."""
        place = {id(node): at for at, node in enumerate(self.nodes)}
        return (place[id(body[0])], place[id(body[-1])]) if body else (0, len(self.nodes))
