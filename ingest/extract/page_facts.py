"""What an HTML page says about itself: title, authors, publisher, dates, address; pure, over `Page`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin

from ingest.extract import dates, furniture, names
from ingest.extract.menus import is_menu, word_count
from ingest.extract.page import Node, Page
from ingest.extract.pieces import Facts, one_line

_ARTICLE = re.compile(
    r"article|posting|report|webpage|newsitem|review|interview|howto|faqpage|creativework|book|speech", re.I
)
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
_AUTHOR = "author article:author dc.creator dcterms.creator citation_author parsely-author sailthru.author byl".split()
_SITE = "og:site_name application-name dc.publisher dcterms.publisher citation_publisher publisher".split()
_DATED = re.compile(
    r"date|datum|publish|time|byline|meta|info|stand|veröffentlich|pub|dateline|sig|posted|created", re.I
)
_OTHERS = {"related", "comments", "aside", "nav", "footer", "gallery", "promo"}


def read(page: Page, body: Sequence[Node]) -> Facts:
    """The facts of a page whose article is `body`."""
    facts = Facts()
    facts.url = address(page)
    heading = _heading(page, body)
    facts.publisher = publisher(page, heading, facts.url)
    facts.title = title(page, heading, facts.publisher)
    facts.published, facts.updated = dated(page, body)
    facts.authors = authors(page, body, facts.publisher)
    facts.tags = _tags(page)
    return facts


def _meta(page: Page, keys: Sequence[str]) -> Iterator[str]:
    for key in keys:
        for name, content in page.metas:
            if name == key and content:
                yield content


def _typed(page: Page) -> list[dict[str, Any]]:
    """JSON-LD objects that describe the article, before any others."""
    found = [item for item in page.jsonld if _ARTICLE.search(str(item.get("@type", "")))]
    return sorted(found, key=lambda item: "WebPage" in str(item.get("@type", "")))


# -- address ---------------------------------------------------------------------------------------


def address(page: Page) -> str | None:
    """The canonical address: absolute and of http(s), or None."""
    base = page.saved_from or next(_meta(page, ["og:url"]), "") or ""
    linked = [str(item.get(key, "")) for item in _typed(page) for key in ("url", "@id", "mainEntityOfPage")]
    for found in (page.canonical, *_meta(page, ["og:url", "twitter:url", "dc.identifier"]), *linked, page.saved_from):
        full = urljoin(base, found) if found and base else found
        if full and re.match(r"https?://[^\s/]+", full):
            return full
    return None


# -- title -----------------------------------------------------------------------------------------


def _heading(page: Page, body: Sequence[Node]) -> str:
    """The h1 that heads the article: the one most like the title, else the last before the article."""
    place = {id(node): at for at, node in enumerate(page.nodes)}
    start = place[id(body[0])] if body else len(page.nodes)
    tops = [
        node
        for node in page.nodes
        if {"h1", "h2", "h3"} & {node.tag, *node.path[-2:]} and node.zone not in _OTHERS - {"promo"}
    ]
    tops = [
        node
        for node in tops
        if not furniture.is_furniture(node.text) and "://" not in node.text and word_count(node.text) <= 40
    ]
    claimed = names.squeeze(" ".join([page.title, *_meta(page, ["og:title", "twitter:title"])]))
    homes = {names.squeeze(text) for text in [*page.home_links, *_meta(page, ["og:site_name"])]}

    def likeness(node: Node) -> float:
        words = names.squeeze(node.text)
        score = 3.0 if "h1" in (node.tag, *node.path[-2:]) else 1.0 if "h2" in (node.tag, *node.path[-2:]) else 0.0
        score += 3.0 * (len(words) > 3 and words in claimed) + min(len(words), 40) / 40
        score -= 4.0 * (words in homes) + 2.0 * (place[id(node)] > start)
        return score + 2.0 * (start - 6 <= place[id(node)] <= start)

    tops = [node for node in tops if "h1" in (node.tag, *node.path[-2:]) or names.squeeze(node.text) in claimed]
    best = max(tops, key=likeness, default=None)
    return best.text if best is not None and likeness(best) >= 3.0 else ""


def title(page: Page, heading: str, site: str | None) -> str:
    """The article's headline: its h1 where the page's title or nothing contradicts it."""
    given = [one_line(text) for text in _meta(page, ["og:title", "twitter:title", "dc.title", "citation_title"])]
    given += [one_line(str(item["headline"])) for item in _typed(page) if isinstance(item.get("headline"), str)]
    bare = names.without_site(page.title, site)
    heading = re.sub(r"^\d{1,2}\.\s?\d{1,2}\.\s?\d{4}\s*(?=\S)", "", heading)
    if heading and (not site or names.squeeze(heading) != names.squeeze(site) or not bare):
        squeezed = names.squeeze(heading)
        if not given or any(
            squeezed in names.squeeze(text) or names.squeeze(text) in squeezed for text in [*given, page.title]
        ):
            return one_line(heading)
        shared = set(heading.casefold().split()) & set(" ".join([*given, page.title]).casefold().split())
        if len(shared) * 3 >= word_count(heading):
            return one_line(heading)
    for text in given:
        if text and names.squeeze(text) != names.squeeze(site or ""):
            return names.without_site(text, site) if site else text
    return bare or one_line(heading)


# -- publisher -------------------------------------------------------------------------------------


def publisher(page: Page, heading: str, url: str | None) -> str | None:
    """The site's name: stated in metadata, behind the title, in the head or foot of the page, in a copyright line."""
    for item in _typed(page):
        if name := _entity(item.get("publisher")):
            return names.expanded(name, _all_text(page))
    for text in _meta(page, _SITE):
        if "://" not in text and len(text.split()) <= 10:
            return one_line(text)
    edges = [
        node.text
        for node in page.nodes
        if node.zone in ("header", "nav", "footer", "aside") or node.tag in ("li", "div")
    ]
    edges = [part for text in edges for part in text.split(" | ") if word_count(part) <= 8]
    if found := names.site_of_title(page.title, heading):
        return found
    if found := names.by_host([*page.home_links, *edges, *(_heads(edges))], url):
        return found
    rights = [name for node in page.nodes if node.zone in ("footer", "") and (name := names.of_copyright(node.text))]
    if rights:
        return names.expanded(rights[-1], _all_text(page))
    logo = [text for text in page.home_links if not is_menu(text, edge=True) and word_count(text) <= 6]
    return one_line(logo[0]) if logo else None


def _heads(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield from (part for part in re.split(r"\s+[|·•–—-]\s+|,\s+", line) if part != line)


def _entity(value: Any) -> str | None:
    if isinstance(value, list):
        return next((name for item in value if (name := _entity(item))), None)
    if isinstance(value, dict):
        value = value.get("name")
    return one_line(value) if isinstance(value, str) and value.strip() and "://" not in value else None


def _all_text(page: Page) -> str:
    return "\n".join(node.text for node in page.nodes)


# -- dates -----------------------------------------------------------------------------------------


def dated(page: Page, body: Sequence[Node]) -> tuple[date | None, date | None]:
    """(published, updated), from metadata first, then from what stands near the headline or under the article."""
    described = _typed(page)
    published = _first(
        str(item.get(key) or "") for item in described for key in ("datePublished", "dateCreated", "uploadDate")
    )
    updated = _first(str(item.get("dateModified") or "") for item in described)
    published = published or _first(_meta(page, _PUBLISHED))
    updated = updated or _first(_meta(page, _UPDATED))
    published = published or _first(
        text for label, text in page.marked if "datepublished" in label or "datecreated" in label
    )
    if not published:
        published, later = _seen(page, body)
        updated = updated or later
    return published or _in_address(address(page)), updated


def _in_address(url: str | None) -> date | None:
    """The day that many blogs put into an address: "/2021/03/09/"."""
    found = re.search(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)", url or "")
    return dates.read(f"{found[1]}/{found[2]}/{found[3]}") if found else None


def _first(texts: Iterator[str]) -> date | None:
    return next((found for text in texts if (found := dates.read(text))), None)


def _seen(page: Page, body: Sequence[Node]) -> tuple[date | None, date | None]:
    """The date a reader sees: a `<time>` of the article, a line by the headline, a line under the article."""
    updated: date | None = None
    start, end = _range(page, body)
    for stamp, text, marks, zone, at in page.times:
        if zone in _OTHERS or not start - 15 <= at <= end + 10:
            continue
        found = dates.read(stamp) or dates.read(text)
        if (
            found
            and re.search(r"updat|modif|aktualis|geändert", f"{marks} {text}", re.I)
            and not re.search(r"publi|veröff", marks)
        ):
            updated = updated or found
        elif found:
            return found, updated
    for line in _near(page, body):
        first, later = dates.stated(line)
        updated = updated or later
        if first:
            return first, updated
    return None, updated


def _near(page: Page, body: Sequence[Node]) -> Iterator[str]:
    """Short lines that may state a date: around the headline, marked as a date, right after the article."""
    start, end = _range(page, body)
    near = [node for node in page.nodes[max(0, start - 15) : end + 10] if node.zone not in _OTHERS - {"footer"}]
    inside = {id(node) for node in body if word_count(node.text) > 20}
    marked = [node for node in near if _DATED.search(node.marks) and node.zone != "footer"]
    top = [node for node in page.nodes[max(0, start - 15) : start + 4] if node.zone not in _OTHERS]
    bottom = [node for node in page.nodes[end : end + 8] if node.zone not in _OTHERS - {"footer"}]
    for node in [*marked, *top, *bottom]:
        if id(node) not in inside and word_count(node.text) <= 25 and "©" not in node.text:
            yield node.text


def _range(page: Page, body: Sequence[Node]) -> tuple[int, int]:
    """The positions of the article's first and last block."""
    place = {id(node): at for at, node in enumerate(page.nodes)}
    return (place[id(body[0])], place[id(body[-1])]) if body else (0, len(page.nodes))


# -- authors, tags ---------------------------------------------------------------------------------


def authors(page: Page, body: Sequence[Node], site: str | None) -> tuple[str, ...]:
    """Who wrote it: metadata, then elements marked as author, then a byline by the headline."""
    for found in (*_stated_authors(page), *_marked_authors(page), *_seen_authors(page, body)):
        if kept := _not_site(found, site):
            return kept
    return ()


def _stated_authors(page: Page) -> Iterator[tuple[str, ...]]:
    for item in _typed(page):
        value = item.get("author") or item.get("creator")
        listed = value if isinstance(value, list) else [value]
        yield names.tidy([name for entry in listed if (name := _entity(entry))])
    yield names.tidy([text for text in _meta(page, _AUTHOR) if len(text) < 100])


def _marked_authors(page: Page) -> Iterator[tuple[str, ...]]:
    stated = [text for label, text in page.marked if label in ("author", "byline")]
    yield names.tidy([text for text in stated if word_count(text) <= 8][:1])
    classed = [text for label, text in page.marked if label == "by"]
    yield from (names.people(text) or names.bare_people(text) for text in classed)
    yield names.tidy([text for text in classed if word_count(text) <= 4][:1])


def _seen_authors(page: Page, body: Sequence[Node]) -> Iterator[tuple[str, ...]]:
    start, _ = _range(page, body)
    for node in page.nodes[max(0, start - 8) : start + 3]:
        if node.zone not in _OTHERS and word_count(node.text) <= 20:
            for part in (node.text, *re.split(r"\s[|·•–—]\s", node.text)):
                yield names.people(part) or names.bare_people(part)
    for node, following in pairwise(page.nodes[max(0, start - 8) : start + 4]):
        if node.zone not in _OTHERS and names.is_person(node.text) and dates.read(following.text[:40]):
            yield (node.text,)


def _not_site(found: Sequence[str], site: str | None) -> tuple[str, ...]:
    return tuple(name for name in found if names.squeeze(name) != names.squeeze(site or "")) if site else tuple(found)


def _tags(page: Page) -> tuple[str, ...]:
    listed = [
        part.strip() for text in _meta(page, ["keywords", "news_keywords", "article:tag"]) for part in text.split(",")
    ]
    listed = listed or [tag for node in page.nodes for tag in furniture.tags(node.text)]
    return tuple(dict.fromkeys(tag for tag in listed if tag))[:20]
