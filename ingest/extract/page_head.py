"""What stands in a page's head: its title, metadata, canonical address and JSON-LD; works on lxml's elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ingest.extract.page import Page


def saved_from(text: str) -> str | None:
    """The address a browser writes into a page it saves."""
    found = re.search(r"<!--\s*saved from url=\(\d+\)(https?://\S+?)\s*-->", text[:4000])
    found = found or re.search(r"Page saved with SingleFile\s+url:\s*(https?://\S+)", text[:4000])
    return found[1] if found else None


def words_of(element: Any) -> str:
    """All words within an element, on one line."""
    return " ".join("".join(element.itertext()).split())


def read_head(root: Any, page: Page) -> None:
    """Fills in the page's title, metadata, canonical address and JSON-LD."""
    for element in root.iter("title"):
        if page.title == "" and element.getparent() is not None and element.getparent().tag != "svg":
            page.title = words_of(element)
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if name and element.get("content"):
            page.metas.append((name.casefold().strip(), element.get("content").strip()))
    for element in root.iter("link"):
        if "canonical" in (element.get("rel") or "").casefold().split() and element.get("href"):
            page.canonical = page.canonical or element.get("href").strip()
    for element in root.iter("script"):
        if "ld+json" in (element.get("type") or ""):
            page.jsonld.extend(_objects(element.text or ""))


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Every object in a JSON-LD script, also those in lists and graphs."""
    try:
        todo = [json.loads(re.sub(r"^\s*<!--|-->\s*$|^\s*//.*$", "", text), strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(2000):
        if not todo:
            return
        value = todo.pop(0)
        if isinstance(value, list):
            todo.extend(value)
        elif isinstance(value, dict):
            yield value
            todo.extend(
                value[key]
                for key in ("@graph", "mainEntity", "mainEntityOfPage")
                if isinstance(value.get(key), (dict, list))
            )
