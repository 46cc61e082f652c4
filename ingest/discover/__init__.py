"""Bytes that name other origins → what they name: link files, lists, OPML, feeds, sitemaps; fetches nothing."""

from __future__ import annotations

from collections.abc import Callable

from ingest.discover.addresses import untracked
from ingest.discover.entry import Item, Listing
from ingest.discover.feeds import feed
from ingest.discover.links import addresses, link_file
from ingest.discover.pages import feeds_of, sitemaps_of
from ingest.discover.trees import opml, sitemap
from kb.errors import Rejected

__all__ = ["LISTINGS", "Item", "Listing", "feeds_of", "listing", "sitemaps_of", "untracked"]

_READERS: dict[str, Callable[[bytes, str | None, str], Listing]] = {
    "application/rss+xml": feed,
    "text/x-opml": opml,
    "application/x-sitemap+xml": sitemap,
    "application/x-url-link": link_file,
    "text/uri-list": addresses,
}
LISTINGS: frozenset[str] = frozenset(_READERS)


def listing(data: bytes, media_type: str, base: str | None = None, name: str = "") -> Listing:
    """What `data` names. `base` is the address it came from, if any; `name` a file's name, for the title.

    Raises Rejected with a reason and a remedy where it names nothing, is broken, or would unfold without end.
    """
    read = _READERS.get(media_type)
    if read is None:
        raise Rejected(f"This is no list of addresses or feeds ({media_type}). Drop it as a document.")
    return read(data, base, name)
