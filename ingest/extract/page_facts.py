"""What an HTML page says about itself: title, authors, publisher, dates, address; pure, over `Page`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from ingest.extract import acronyms, furniture, masthead, names, page_authors, page_dates
from ingest.extract.menus import is_menu, word_count
from ingest.extract.page import ELSEWHERE, Node, Page
from ingest.extract.pieces import Facts, one_line

_SITE = "og:site_name application-name dc.publisher dcterms.publisher citation_publisher publisher".split()
_ISSUED = re.compile(  # on a portal for other people's releases
    r"^(?:SOURCE:?|NEWS PROVIDED BY)\s+(?P<firm>[A-ZÄÖÜ].{2,79})$|"
    r"^Original-Content von:?\s+(?P<sender>[^,]{3,79}), übermittelt\b"
)
_HOMEWARD = re.compile(
    r"\s*[-–|:,(]*\s*\b(?:(?:link )?(?:zurück )?zur (?:startseite|homepage)|"
    r"startseite|homepage|home ?page|logo|home)\b\)?",
    re.I,
)
_UPPER = 10  # blocks of a page's beginning that may stand above its headline
_OWNED = ("isPartOf", "sourceOrganization", "provider", "copyrightHolder")
_TRACKED = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref_?src|xtor|at_\w+|wt_?\w*mc\w*|cmpid|igshid)$", re.IGNORECASE
)


def read(page: Page, body: Sequence[Node]) -> Facts:
    """The facts of a page whose article is `body`."""
    facts = Facts()
    facts.url = address(page)
    heading = _heading(page, body)
    facts.publisher = publisher(page, heading)
    facts.title = title(page, heading, facts.publisher)
    facts.published, facts.updated = page_dates.dated(page, body, heading, facts.url)
    facts.authors = page_authors.authors(page, body, facts.publisher)
    facts.tags = _tags(page)
    return facts


# -- address ---------------------------------------------------------------------------------------


def address(page: Page) -> str | None:
    """The canonical address: absolute, of http(s), without what tracks a reader; None where only the site's root is
    named."""
    return next((url for url in _addresses(page) if urlsplit(url).path.strip("/") or urlsplit(url).query), None)


def _addresses(page: Page) -> Iterator[str]:
    """Every absolute address that the page gives for itself, the surest first."""
    base = page.saved_from or next(page.meta(["og:url"]), "") or ""
    linked = [str(item.get(key, "")) for item in page.described() for key in ("url", "@id", "mainEntityOfPage")]
    for found in (page.canonical, *page.meta(["og:url", "twitter:url", "dc.identifier"]), *linked, page.saved_from):
        full = urljoin(base, found) if found and base else found
        if full and re.match(r"https?://[^\s/]+", full):
            parts = urlsplit(full)
            pairs = parse_qsl(parts.query, keep_blank_values=True)
            kept = [pair for pair in pairs if not _TRACKED.match(pair[0])]
            query = parts.query if len(kept) == len(pairs) else urlencode(kept)
            yield urlunsplit(parts._replace(query=query, fragment=""))


# -- title -----------------------------------------------------------------------------------------


def _heading(page: Page, body: Sequence[Node]) -> str:
    """The h1 that heads the article: the one most like the title, else the last before the article."""
    place = {id(node): at for at, node in enumerate(page.nodes)}
    start = place[id(body[0])] if body else len(page.nodes)
    wholes = {
        names.squeeze(part) for text in [page.title, *page.meta(["og:title"])] for part in names.parts_of_title(text)
    }
    tops = [
        node
        for node in page.nodes
        if {"h1", "h2", "h3"} & {node.tag, *node.path[-2:]}
        and (node.zone not in ELSEWHERE - {"promo"} or node.tag == "h1" and names.squeeze(node.text) in wholes)
    ]
    tops = [
        node
        for node in tops
        if not furniture.is_furniture(node.text) and "://" not in node.text and word_count(node.text) <= 40
    ]
    claimed = names.squeeze(" ".join([page.title, *page.meta(["og:title", "twitter:title"])]))
    homes = {names.squeeze(text) for text in [*page.home_links, *page.meta(["og:site_name"])]}

    def likeness(node: Node) -> float:
        words = names.squeeze(node.text)
        score = 3.0 if "h1" in (node.tag, *node.path[-2:]) else 1.0 if "h2" in (node.tag, *node.path[-2:]) else 0.0
        score += 3.0 * (len(words) > 3 and words in claimed) + min(len(words), 40) / 40
        lone = len(tops) == 1 and place[id(node)] <= start + _UPPER
        score -= 4.0 * (words in homes) + 2.0 * (place[id(node)] > start and not lone)
        return score + 2.0 * (start - 6 <= place[id(node)] <= start)

    tops = [
        node for node in tops if "h1" in (node.tag, *node.path[-2:]) or names.squeeze(node.text) in wholes | {claimed}
    ]
    best = max(tops, key=likeness, default=None)
    return best.text if best is not None and likeness(best) >= 3.0 else _titled(page, start)


def _titled(page: Page, start: int) -> str:
    """The part of the page's title that a line at the article's beginning repeats, where no heading does."""
    homes = {names.squeeze(text) for text in [*page.home_links, *page.meta(["og:site_name"])]}
    parts = [*page.meta(["og:title"]), *names.parts_of_title(page.title)]
    parts = [part for part in parts if names.squeeze(part) not in homes]
    near = sorted(range(max(0, start - 6), min(start + 2, len(page.nodes))), key=lambda at: abs(at - start))
    lines = [names.squeeze(page.nodes[at].text) for at in near]
    return next((part for line in lines for part in parts if word_count(part) > 1 and _begins(line, part)), "")


def _begins(line: str, part: str) -> bool:
    words = names.squeeze(part)
    return bool(words) and line.startswith(words) and len(line) <= len(words) + 40


def title(page: Page, heading: str, site: str | None) -> str:
    """The article's headline: its h1 where the page's title or nothing contradicts it."""
    given = [one_line(text) for text in page.meta(["og:title", "twitter:title", "dc.title", "citation_title"])]
    given += [one_line(str(item["headline"])) for item in page.described() if isinstance(item.get("headline"), str)]
    bare = names.without_site(page.title, site)
    heading = _without_kicker(heading, [*given, page.title])
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


def _without_kicker(heading: str, given: Sequence[str]) -> str:
    """A headline without the short word before a colon that none of the page's own titles has."""
    kicker, found, rest = one_line(heading).partition(": ")
    known = [names.squeeze(text) for text in given if text]
    short = found and word_count(kicker) <= 3 and word_count(rest) > 2
    if short and known and not any(names.squeeze(heading) in text for text in known):
        return rest if any(names.squeeze(rest) in text for text in known) else heading
    return heading


# -- publisher -------------------------------------------------------------------------------------


def publisher(page: Page, heading: str) -> str | None:
    """The site's name: stated in metadata, behind the title, in the head or foot of the page, in a copyright line."""
    if stated := _issuer(page) or _stated(page):
        return stated
    url = next(_addresses(page), None)
    edges = [
        node.text
        for node in page.nodes
        if node.zone in ("header", "nav", "footer", "aside") or node.tag in ("li", "div")
    ]
    edges = [names.of_copyright(part) or part for text in edges for part in re.split(r"\s+[|·]\s+", text)]
    edges = [part for part in edges if word_count(part) <= 8]
    if found := names.site_of_title(page.title, heading):
        return found if " " in found else acronyms.expanded(found, _all_text(page))
    if found := names.by_host([*page.home_links, *edges, *(_heads(edges))], url):
        return found
    feet = [node.text for node in page.nodes if node.zone in ("footer", "")]
    if found := next((name for text in feet[::-1] if (name := names.of_label(text))), None):
        return acronyms.expanded(found, _all_text(page))
    if rights := [name for text in feet if (name := names.of_copyright(text))]:
        return acronyms.expanded(rights[-1], _all_text(page))
    logo = [_HOMEWARD.sub("", text).strip() for text in page.home_links]
    logo = [text for text in logo if text and not is_menu(text, edge=True) and word_count(text) <= 6]
    return one_line(logo[0]) if logo else _house_above(page, heading)


def _issuer(page: Page) -> str | None:
    """Who sent a release to the portal that carries it, where the page says so."""
    found = (_ISSUED.match(node.text) for node in page.nodes[::-1] if node.zone not in ELSEWHERE)
    return next((one_line(match["firm"] or match["sender"]) for match in found if match), None)


def _house_above(page: Page, heading: str) -> str | None:
    """An organisation that a line above the headline names, as printed papers do."""
    above = takewhile(lambda node: node.text != heading, page.nodes[:_UPPER])
    lines = (re.split(r"\s+\d|,\s|\s[|·–—]\s", node.text)[0] for node in above)
    return next((one_line(line) for line in lines if masthead.is_house(line)), None)


def _stated(page: Page) -> str | None:
    """The publisher that the page's metadata name."""
    for item in page.described():
        if name := page.entity(item.get("publisher")):
            return acronyms.expanded(name, _all_text(page))
    for text in page.meta(_SITE):
        if "://" not in text and len(text.split()) <= 10:
            return acronyms.expanded(one_line(text), _all_text(page))
    for item in page.described():
        if name := next((name for key in _OWNED if (name := page.entity(item.get(key)))), None):
            return name
    named = [item for item in page.jsonld if "Person" not in str(item.get("@type"))]
    kinds = [item for kind in ("WebSite", "Organization") for item in named if kind in str(item.get("@type"))]
    return next((name for item in kinds if (name := page.entity(item))), None)


def _heads(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield from (part for part in re.split(r"\s+[|·•–—-]\s+|,\s+", line) if part != line)


def _all_text(page: Page) -> str:
    return "\n".join(node.text for node in page.nodes)


# -- tags ------------------------------------------------------------------------------------------


def _tags(page: Page) -> tuple[str, ...]:
    listed = [
        part.strip() for text in page.meta(["keywords", "news_keywords", "article:tag"]) for part in text.split(",")
    ]
    listed = listed or [tag for node in page.nodes for tag in furniture.tags(node.text)]
    return tuple(dict.fromkeys(tag for tag in listed if tag))[:20]
