"""Who wrote an HTML page: metadata, elements marked as author, bylines by the headline; pure, over `Page`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from ingest.extract import dates, furniture, names
from ingest.extract.menus import word_count
from ingest.extract.organisations import is_organisation
from ingest.extract.page import ELSEWHERE, Node, Page

_AUTHOR = "author article:author dc.creator dcterms.creator citation_author parsely-author sailthru.author byl".split()
_DESK = re.compile(r"redaktion|\b(?:admin\w*|webmaster|team|staff|desk|editors|newsroom|online)\b|^\W*$", re.I)
_LABEL = re.compile(
    r"^(?:authors?|autor(?:in|en|innen)?|written by|by|von|text|verfasst von|verfasser(?:in)?)\s*:?$", re.I
)
_ABOVE = 8  # blocks above the article in which a byline is looked for


def authors(page: Page, body: Sequence[Node], site: str | None) -> tuple[str, ...]:
    """Who wrote it: the first of metadata, elements marked as author and bylines that names somebody; the site itself,
    its desk or an organisation only where no other does."""
    other: tuple[str, ...] = ()
    for found in (*_stated(page), *_marked(page), *_seen(page, body)):
        kept = tuple(name for name in found if not _is_site(name, site))
        if any(not _DESK.search(name) and not is_organisation(name) for name in kept):
            return kept
        other = other or kept
    return other


def _is_site(name: str, site: str | None) -> bool:
    return bool(name) and names.squeeze(site or "").startswith(names.squeeze(name) or "?")


def _stated(page: Page) -> Iterator[tuple[str, ...]]:
    for item in page.described():
        value = item.get("author") or item.get("creator")
        listed = value if isinstance(value, list) else [value]
        yield names.tidy([name for entry in listed if (name := page.entity(entry))])
    yield names.tidy([text for text in page.meta(_AUTHOR) if len(text) < 100])


def _marked(page: Page) -> Iterator[tuple[str, ...]]:
    stated = [(text, at) for label, text, at in page.marked if label in ("author", "byline") and word_count(text) <= 8]
    together = takewhile(lambda each: each[1] - stated[0][1] <= 3, stated)
    yield names.tidy([text for text, _ in together])
    classed = [text for label, text, _ in page.marked if label == "by"]
    yield from (names.people(text) or names.bare_people(text) for text in classed)
    yield names.tidy([text for text in classed if word_count(text) <= 4][:1])


def _seen(page: Page, body: Sequence[Node]) -> Iterator[tuple[str, ...]]:
    start, _ = page.extent(body)
    near = [
        node
        for at, node in enumerate(page.nodes[max(0, start - _ABOVE) : start + 4], max(0, start - _ABOVE))
        if node.zone not in ELSEWHERE or node.zone == "footer" and at <= start + 2
    ]
    for at, node in enumerate(near):
        if _LABEL.match(node.text):
            yield tuple(each.text for each in takewhile(lambda each: names.is_person(each.text), near[at + 1 :]))
    for node in near[:-1]:
        if word_count(node.text) <= 20:
            for part in (node.text, *re.split(r"\s[|·•–—]\s", node.text)):
                yield names.people(part) or names.bare_people(part)
    for node, following in zip(near, near[1:], strict=False):
        if names.is_person(node.text) and not furniture.is_furniture(node.text) and dates.read(following.text[:40]):
            yield (node.text,)
