"""When an HTML page says that it was published and changed: metadata, `<time>`, visible lines; pure, over `Page`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from ingest.extract import contacts, dates, furniture
from ingest.extract.menus import word_count
from ingest.extract.names import squeeze
from ingest.extract.page import ELSEWHERE, Node, Page

_PUBLISHED = (
    "article:published_time og:published_time og:article:published_time datepublished date dc.date dc.date.issued "
    "dcterms.created "
    "dcterms.issued dcterms.date dc.date.created citation_publication_date citation_date citation_online_date "
    "parsely-pub-date sailthru.date "
    "publishdate pubdate publish_date publish-date publication_date date.created date.published article.published "
    "article.created "
    "cxenseparse:recs:publishtime created release_date datecreated"
).split()
_UPDATED = (
    "article:modified_time og:updated_time datemodified last-modified dcterms.modified dc.date.modified modified "
    "date.modified article.updated revised"
).split()
_PUBLISHING = re.compile(  # other names for the same
    r"(?:^|[:._-])(?:first[-_]?)?(?:publish(?:ed)?|publication|issued|release[d]?|created|posted)"
    r"(?:[-_. ]?(?:at|on|date|time|day|timestamp))?$"
)
_MARKED = re.compile(
    r"date|datum|publish|time|byline|meta|info|stand|veröffentlich|pub|dateline|sig|posted|created|when", re.I
)
_STATES = re.compile(r"\b(?:publi(?:shed|cation|ziert)|veröffentlich|erschienen|posted|online (?:seit|since))", re.I)
_LABEL = re.compile(
    r"^(?:.{0,30}\b)?(?:publi\w+|veröffentlich\w*|date|datum|posted|updated?|aktualisier\w*|stand|ge[aä]ndert|"
    r"modified|released?|created|erstellt)\b[^.]{0,12}$",
    re.I,
)
_CHANGED = re.compile(r"updat|modif|aktualis|geändert|revis|korrig", re.I)
_SPOKEN = re.compile(r"^(?:kommentar|comment|antwort|reply)\b|\b(?:schrieb|sagt|says|wrote|writes|schreibt)\b", re.I)
_STOP = re.compile(r"[.!?…]['\"“”»«’)\]]*$")
_ABOVE, _BELOW = 15, 10  # blocks around the article in which its date is looked for
_OWN = 6  # words that a date line may have besides where it stands in the text itself
_REST = 9  # words that a line which states a date may have besides


def dated(page: Page, body: Sequence[Node], heading: str, url: str | None) -> tuple[date | None, date | None]:
    """(published, updated), from metadata first, then from what stands near the headline or under the article."""
    described = page.described()
    published = _first(
        str(item.get(key) or "") for item in described for key in ("datePublished", "dateCreated", "uploadDate")
    )
    updated = _first(str(item.get("dateModified") or "") for item in described)
    published = published or _first(page.meta(_PUBLISHED)) or _first(_like_published(page))
    updated = updated or _first(page.meta(_UPDATED))
    published = published or _first(
        text for label, text, _ in page.marked if "datepublished" in label or "datecreated" in label
    )
    if not published:
        published, later = _seen(page, body, heading)
        updated = updated or later
    return published or _in_address(url), updated


def _like_published(page: Page) -> Iterator[str]:
    return (text for name, text in page.metas if _PUBLISHING.search(name) and not _CHANGED.search(name))


def _in_address(url: str | None) -> date | None:
    """The day that many blogs put into an address: "/2021/03/09/"."""
    found = re.search(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)", url or "")
    return dates.read(f"{found[1]}/{found[2]}/{found[3]}") if found else None


def _first(texts: Iterator[str]) -> date | None:
    return next((found for text in texts if (found := dates.read(text))), None)


def _seen(page: Page, body: Sequence[Node], heading: str) -> tuple[date | None, date | None]:
    """The date a reader sees: what is called the day of publication, else a `<time>` or a line by the headline, else
    one under the article."""
    start, end = page.extent(body)
    found: list[tuple[float, int, date]] = []
    updated: date | None = None
    head = _place(page, heading, start)
    for stamp, text, marks, zone, at in page.times:
        own = zone not in ELSEWHERE or zone == "footer" and at <= start + 2 or head < at <= min(start, head + 2)
        near = own and start - _ABOVE <= at <= _last(page, end)
        day = dates.read(stamp) or dates.read(text) if near else None
        if day and _CHANGED.search(f"{marks} {text}") and not re.search(r"publi|veröff", marks):
            updated = updated or day
        elif day:
            linked = at < head and any(dates.without(words).strip() for words, _ in page.nodes[at].anchors)
            found.append((3.0 + _nearness(at, head, start) - 1.5 * linked, at, day))
    for at, node, line in _lines(page, body):
        first, later = dates.stated(line)
        updated = updated or later
        if first:
            weight = 5.0 if _STATES.search(line) and at != head else 2.5 if _MARKED.search(node.marks) else 2.0
            found.append((weight + _nearness(at, head, start), at, first))
    best = max(found, key=lambda each: (each[0], -each[1]), default=None)
    return (best[2] if best else None), updated


def _nearness(at: int, head: int, start: int) -> float:
    """How much more a date counts by where it stands: most between the headline and the text."""
    if head - 3 <= at <= start + 2:
        return 1.0
    return 0.0 if at < head else -0.5


def _place(page: Page, heading: str, start: int) -> int:
    """The position of the headline, or of the article's beginning where it has none above."""
    words = squeeze(heading)
    above = (at for at in range(min(start, len(page.nodes) - 1), -1, -1) if squeeze(page.nodes[at].text) == words)
    return next(above, start) if words else start


def _last(page: Page, end: int) -> int:
    """How far below the article its date may stand: other articles and comments are not its own."""
    for at in range(end + 1, min(end + 1 + _BELOW, len(page.nodes))):
        text = page.nodes[at].text
        if furniture.starts_related(text) or furniture.starts_comments(text) or contacts.starts_history(text):
            return at
    return end + _BELOW


def _besides(line: str) -> int:
    """How many words a line has besides its dates."""
    return len(re.findall(r"\w+", dates.without(line)))


def _lines(page: Page, body: Sequence[Node]) -> Iterator[tuple[int, Node, str]]:
    """Short lines around the article that may state its date, each with the label before it."""
    start, end = page.extent(body)
    inside = {id(node) for node in body if _besides(node.text) > (1 if _STOP.search(node.text) else _OWN)}
    for at in range(max(0, start - _ABOVE), min(len(page.nodes), _last(page, end) + 1)):
        node = page.nodes[at]
        if start + 4 <= at < end or id(node) in inside or "©" in node.text or _SPOKEN.search(node.text):
            continue
        if node.zone in ELSEWHERE and node.zone != "footer" or node.zone == "footer" and start + 2 < at <= end:
            continue
        rest = _besides(node.text)
        if word_count(node.text) <= 25 and (rest <= _REST or rest <= 18 and not _STOP.search(node.text)):
            label = page.nodes[at - 1].text if at else ""
            yield at, node, f"{label} {node.text}" if _LABEL.match(label) and not dates.read(label) else node.text
