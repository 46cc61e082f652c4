"""An HTML page as plain records: what a reader of its markup hands to the rules; pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


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
    marked: list[tuple[str, str]] = field(default_factory=list)  # (itemprop or rel, text)
    home_links: list[str] = field(default_factory=list)  # words and logo texts of links to the start page
    nodes: list[Node] = field(default_factory=list)
