"""What a listing holds: items with an address each, tidied, each once, the newest first where there are too many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Literal

from ingest.discover.addresses import untracked

Kind = Literal["links", "opml", "feed", "sitemap"]

MOST = {"feed": 1_000, "sitemap": 1_000, "opml": 2_000, "links": 10_000}  # items kept of a listing, by its kind


@dataclass(frozen=True, slots=True)
class Item:
    """An origin that a listing names. `content` is HTML: the whole article, where the feed itself carries it."""

    address: str
    title: str = ""
    published: date | None = None
    updated: datetime | None = None
    content: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a listing names, each address once; `left_out` counts the items beyond the limit for its kind."""

    kind: Kind
    title: str
    items: tuple[Item, ...]
    left_out: int = 0


def listed(kind: Kind, title: str, items: Iterable[Item], ordered: bool = False) -> Listing:
    """The listing of `items` with tidy addresses, each once; `ordered`: the newest first.

    Where there are more than `MOST`, the newest stay; items without any date come after those with one, as given.
    """
    known: dict[str, Item] = {}
    for item in items:
        if address := untracked(item.address):
            known.setdefault(address, replace(item, address=address))
    found = list(known.values())
    if ordered or len(found) > MOST[kind]:
        found.sort(key=_age, reverse=True)
    return Listing(kind, title, tuple(found[: MOST[kind]]), max(0, len(found) - MOST[kind]))


def _age(item: Item) -> datetime:
    if item.published:
        midnight = datetime(item.published.year, item.published.month, item.published.day, tzinfo=UTC)
        return max(midnight, item.updated) if item.updated and item.updated.date() == item.published else midnight
    return item.updated or datetime.min.replace(tzinfo=UTC)
