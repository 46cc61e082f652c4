"""Where a site says its feeds and sitemaps are: the head of a page, and robots.txt; pure."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from ingest.discover.addresses import absolute

_FEED_TYPES = frozenset(("application/rss+xml", "application/atom+xml", "application/rdf+xml"))
_HEAD = 500_000  # characters of a page in which its feeds are looked for
_REMARKS = re.compile(r"\bcomments?\b|\bkommentare?\b|/comments?/|[?&]type=comments", re.IGNORECASE)
_SITEMAP = re.compile(r"(?im)^[ \t\ufeff]*sitemap[ \t]*:[ \t]*(\S+)")


def feeds_of(page: str, base: str) -> tuple[str, ...]:
    """The absolute addresses of the feeds a page declares, in its order; those of readers' comments are left out."""
    reader = _Alternates()
    reader.feed(page[:_HEAD])
    home = absolute(reader.base, base) or base
    told = ((absolute(address, home), title) for address, title in reader.found if address)
    return tuple(
        dict.fromkeys(address for address, title in told if address and not _REMARKS.search(f"{title} {address}"))
    )


def sitemaps_of(robots: str) -> tuple[str, ...]:
    """The absolute addresses of the sitemaps a robots.txt names, in its order."""
    found = (absolute(match[1]) for match in _SITEMAP.finditer(robots))
    return tuple(dict.fromkeys(address for address in found if address))


class _Alternates(HTMLParser):
    """Collects `<link rel=alternate>` to feeds, and `<base>`."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.base = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "base" and not self.base:
            self.base = given.get("href", "")
        kind = given.get("type", "").split(";")[0].strip().lower()
        if tag == "link" and kind in _FEED_TYPES and "alternate" in given.get("rel", "").lower().split():
            self.found.append((given.get("href", ""), given.get("title", "")))
