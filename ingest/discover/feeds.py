"""RSS, RDF and Atom → items, newest first, with the whole article where the feed carries it; the door to feedparser."""

from __future__ import annotations

import calendar
import html
import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any

from ingest.discover.addresses import absolute
from ingest.discover.entry import Item, Listing, listed
from ingest.discover.trees import harmless, unpacked
from kb.errors import Rejected

ARTICLE_WORDS = 150  # a feed's text of fewer is a teaser
_BROKEN = "This feed cannot be read: its XML is broken. Give its address again later, or another feed."
_TAG = re.compile(r"<[^<>]*>")
_CUT = re.compile(  # a text that ends so goes on elsewhere
    r"(?:\[?(?:…|\.\.\.)\]?|\b(?:(?:read|continue|weiter)\s?(?:more|on|reading|lesen)|mehr (?:lesen|erfahren)|"
    r"(?:full|whole|rest of the) (?:story|article|post)|(?:ganzen?|vollständigen?) (?:artikel|beitrag))\b[^.]{0,40})"
    r"[\s»›>→.]*$",
    re.IGNORECASE,
)
_FOOT = re.compile(  # what blogs put under a post in a feed
    r"(?:<p[^>]*>\s*)?\b(?:the post|der beitrag)\b(?:(?!</p>).){0,900}?\b(?:appeared first on|erschien (?:zuerst|am))\b"
    r"(?:(?!</p>).){0,600}(?:</p>\s*)?$",
    re.IGNORECASE | re.DOTALL,
)


def feed(data: bytes, base: str | None, name: str) -> Listing:
    """The articles of a feed, newest first. Raises Rejected where it is no feed, or one that attacks."""
    import feedparser

    content = harmless(unpacked(data))
    headers = {"content-location": base} if base else {}
    try:  # a stream: a string could be an address
        parsed = feedparser.parse(BytesIO(content), response_headers=headers)
    except (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError):
        raise Rejected(_BROKEN) from None
    if not parsed.entries and (parsed.bozo or not parsed.version):
        raise Rejected(_BROKEN)
    undated = not parsed.version.startswith("atom")
    items = [_item(dict.copy(entry), base, undated) for entry in parsed.entries]
    return listed("feed", _plain(dict.get(parsed.feed, "title", "")), items, ordered=True)


def _item(entry: dict[str, Any], base: str | None, changed_is_published: bool) -> Item:
    """The item of an entry. In RSS a lone `dc:date` says when it was published, in Atom `updated` does not."""
    address = entry.get("feedburner_origlink") or entry.get("link") or _permanent(entry)
    published, updated = _moment(entry, "published"), _moment(entry, "updated")
    created = published or _moment(entry, "created") or (updated if changed_is_published else None)
    return Item(
        absolute(str(address), base),
        _plain(str(entry.get("title", ""))),
        _day(created),
        updated.astimezone(UTC) if updated else None,
        _article(entry),
    )


def _permanent(entry: dict[str, Any]) -> str:
    given = str(entry.get("id", ""))
    return given if re.match(r"https?://", given) else ""


def _plain(title: str) -> str:
    """A title without markup; letters that were escaped twice are set free."""
    return " ".join(html.unescape(_TAG.sub("", html.unescape(title))).split())


def _moment(entry: dict[str, Any], name: str) -> datetime | None:
    """The moment in its own zone, so that its day is the one the publisher means."""
    written = str(entry.get(name) or "").strip()
    for reader in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = reader(written)
        except (ValueError, TypeError, IndexError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    parsed = entry.get(f"{name}_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment and moment.year > 1980 else None  # 1970 stands for "unknown"


def _article(entry: dict[str, Any]) -> str | None:
    """The longest text of an entry as HTML, where it is as long as an article and does not break off."""
    given = [part for part in [*entry.get("content", ()), entry.get("summary_detail")] if part and part.get("value")]
    pages = [_markup(str(part["value"]), str(part.get("type", ""))) for part in given]
    page = _FOOT.sub("", max(pages, key=len, default="").strip()).strip()
    words = " ".join(html.unescape(_TAG.sub(" ", page)).split())
    return page if len(words.split()) >= ARTICLE_WORDS and not _CUT.search(words[-200:]) else None


def _markup(text: str, media_type: str) -> str:
    if media_type != "text/plain" or _TAG.search(text):
        return text
    paragraphs = (html.escape(part.strip(), quote=False) for part in re.split(r"\n\s*\n", text))
    return "\n".join(f"<p>{part}</p>" for part in paragraphs if part)
