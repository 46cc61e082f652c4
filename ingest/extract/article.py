"""Which of a page's blocks are its article: where they stand, what they say, and trafilatura's vote; pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.extract import contacts, dates, disclosures, furniture
from ingest.extract.menus import word_count
from ingest.extract.names import squeeze
from ingest.extract.page import Node, Page

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "summary")
STOP = re.compile(r"[.!?…:]['\"“”»«’)\]]*(?:\[\d+\])*$")
_FACT = re.compile(
    r"^(?:from|by|von|(?:last |first )?(?:published|updated)|date|datum|stand|typ|type|document type|nummer|number|"
    r"autor(?:in|en)?|authors?|ort|location|source|quelle|herausgeber|publisher|kategorien?|category|topics?|themen?|"
    r"language|sprache|applies to|reading time|lesezeit)\s*:?$",
    re.IGNORECASE,
)
_COVERS = 0.85  # the core holds so much of the prose
_NEAR = 20_000  # characters between what two neighbouring blocks of an article are in the second opinion
_MENU = 3  # links in a row
_BESIDE = 3  # words that are no links among them
_BETWEEN = 8  # blocks between a headline and the text, at most


def article(page: Page, voted: str) -> list[Node]:
    """The blocks of the main text, in order; `voted` is trafilatura's idea of it."""
    nodes = _without_contents(_before_comments(page.nodes))
    allowed = [node for node in nodes if _may_stay(node)]
    backed = _backed(allowed, voted)
    prose = [node for node in allowed if _is_prose(node)]
    rows = {id(node) for node in allowed if node.tag == "tr"} if not voted else set()
    likely = [node for node in allowed if id(node) in backed] or prose
    core = _core(likely)
    leads = _leads(nodes, core)
    inside = [
        node
        for at, node in enumerate(nodes)
        if core in node.lineage
        or id(node) in rows
        or id(node) in backed
        and _is_prose(node)
        or _is_lead(node)
        or at in leads
        and _is_prose(node)
    ]
    kept = _select(inside, {id(node) for node in allowed}, backed)
    return _without_lonely_headings(kept)


def _is_prose(node: Node) -> bool:
    count = word_count(node.text)
    return node.link_density < 0.6 and (count >= 12 or count >= 5 and bool(STOP.search(node.text)))


def _may_stay(node: Node) -> bool:
    """Whether a block can be article at all, by where it stands and what it says."""
    if node.zone and not _is_lead(node) or node.tag == "address" or furniture.is_furniture(node.text):
        return False
    if node.tag == "summary" and (word_count(node.text) < 3 or bool(dates.read(node.text))):
        return False
    if (
        _is_row_of_links(node)
        or disclosures.is_aside(node.text)
        or furniture.starts_comments(node.text)
        or furniture.tags(node.text)
    ):
        return False
    return not ("figure" in node.path and not {"table", "blockquote", "pre"} & set(node.path))


def _is_row_of_links(node: Node) -> bool:
    """Whether a block is a menu in a page without any markup for menus: links and hardly a word besides."""
    if len(node.anchors) < _MENU or STOP.search(node.text) or node.tag in ("tr", "li", "dd"):
        return False
    words = word_count(node.text.replace("|", " "))
    return words - sum(word_count(linked) for linked, _ in node.anchors) <= _BESIDE


def _is_lead(node: Node) -> bool:
    """A lead paragraph in the header of an article."""
    inside = "article" in node.path or "main" in node.path
    return (
        node.zone == "header"
        and inside
        and node.tag in ("p", "div", "h2")
        and _is_prose(node)
        and bool(STOP.search(node.text))
    )


def _leads(nodes: Sequence[Node], core: int) -> range:
    """The positions between the last h1 above the article and the article: where a lead stands that is not in it."""
    start = next((at for at, node in enumerate(nodes) if core in node.lineage), 0)
    heads = [at for at, node in enumerate(nodes[:start]) if node.tag == "h1" or "h1" in node.path[-2:]]
    if not heads or start - heads[-1] > _BETWEEN:
        return range(0)
    return range(heads[-1] + 1, start)


def _backed(nodes: Sequence[Node], voted: str) -> set[int]:
    """The ids of the nodes whose words are in trafilatura's text: a line of it, or part of one near the last found."""
    whole, lines = squeeze(voted), {squeeze(line) for line in voted.split("\n")} - {""}
    found: set[int] = set()
    reached = 0
    for node in nodes if voted else ():
        words = squeeze(node.text)
        at = whole.find(words, reached, reached + _NEAR + len(words)) if len(words) > 20 else -1
        if at < 0 and len(words) > 20 and len(whole) <= 2 * _NEAR:
            at = whole.find(words)
        if at >= 0 or words in lines:
            found.add(id(node))
            reached = max(reached, at + len(words)) if at >= 0 else reached
    return found


def _before_comments(nodes: Sequence[Node]) -> list[Node]:
    """Everything above the readers' comments, where a heading announces them."""
    for at, node in enumerate(nodes):
        heads = node.tag in (*HEADINGS, "div", "p", "strong") and furniture.starts_comments(node.text)
        if heads and any(_is_prose(earlier) for earlier in nodes[:at]) and at > len(nodes) // 4:
            return list(nodes[:at])
    return list(nodes)


def _without_contents(nodes: Sequence[Node]) -> list[Node]:
    """Everything but the entries of a table of contents: words that a heading farther down repeats."""
    last = {words: at for at, node in enumerate(nodes) if node.tag in HEADINGS and (words := squeeze(node.text))}
    return [node for at, node in enumerate(nodes) if node.tag in HEADINGS or last.get(squeeze(node.text), -1) <= at]


def _core(prose: Sequence[Node]) -> int:
    """The number of the innermost element that holds nearly all of the prose."""
    weight: Counter[int] = Counter()
    depth: dict[int, int] = {}
    for node in prose:
        for level, number in enumerate(node.lineage):
            weight[number] += len(node.text)
            depth[number] = level
    total = sum(len(node.text) for node in prose)
    fitting = [number for number in weight if weight[number] >= _COVERS * total]
    return max(fitting, key=lambda number: depth[number]) if fitting else 0


def _select(inside: Sequence[Node], allowed: set[int], backed: set[int]) -> list[Node]:
    """Prose, and between its first and last block whatever is not an insertion."""
    usual = Counter(_style(node) for node in inside if id(node) in allowed and (_is_prose(node) or id(node) in backed))
    seeds = [at for at, node in enumerate(inside) if id(node) in allowed and (_is_prose(node) or id(node) in backed)]
    if not seeds:
        return []
    first, last = seeds[0], seeds[-1]
    styles = {_style(inside[at]) for at in seeds}
    while last + 1 < len(inside) and id(inside[last + 1]) in allowed and _goes_on(inside[last + 1], styles):
        last += 1
    while first and id(inside[first - 1]) in allowed and _goes_on(inside[first - 1], styles):
        first -= 1
    kept: list[Node] = []
    related: Node | None = None
    listed = False  # when, by whom: facts of the article itself
    for at, node in enumerate(inside[max(0, first - 2) : last + 1], max(0, first - 2)):
        heading = node.tag in HEADINGS or node.tag == "div"
        if _points_elsewhere(node) and (heading or word_count(node.text) <= 6 or node.link_density > 0.4):
            related = node
            continue
        related = related if related and _is_related(node, related) else None
        if related or id(node) not in allowed or contacts.is_contact(node.text):
            continue
        listed = listed and node.tag == "dd" or node.tag == "dt" and bool(_FACT.match(node.text))
        if listed:
            continue
        if not _is_insertion(node, usual, backed) or _is_plain_heading(inside[at - 1 : at + 2], usual):
            kept.append(node)
    return kept


def _points_elsewhere(node: Node) -> bool:
    """A heading over links, contacts or a page's changes, or a line that names another article."""
    text = node.text
    return furniture.starts_related(text) or contacts.starts_contact(text) or contacts.starts_history(text)


def _is_plain_heading(around: Sequence[Node], usual: Counter[str]) -> bool:
    """Whether the middle one of three blocks is a heading in everything but its tag: short, without a link or a full
    stop, between two paragraphs of the same parent."""
    if len(around) < 3 or around[1].tag != "div":
        return False
    before, node, after = around
    alike = all(usual[_style(each)] > 1 and each.lineage[:-1] == node.lineage[:-1] for each in (before, after))
    short = 1 < word_count(node.text) <= 10 and not node.linked and not re.search(r"[.!:;,…|]$", node.text)
    return alike and short and node.text[:1].isupper() and _is_prose(after)


def _is_related(node: Node, heading: Node) -> bool:
    """Whether a block still belongs to the links that `heading` announced: in its box, or nothing but a link."""
    if _is_prose(node) and node.link_density < 0.3 and furniture.starts_related(heading.text):
        return False
    boxed = len(heading.lineage) > 1 and heading.lineage[-2] in node.lineage
    if contacts.starts_contact(heading.text) or contacts.starts_history(heading.text):
        return node.tag not in HEADINGS and (boxed or contacts.is_contact(node.text))
    return node.link_density > 0.5 or boxed and node.tag not in (*HEADINGS, "tr")


def _goes_on(node: Node, styles: set[str]) -> bool:
    """Whether a short block at the article's end is part of it: an item, a row, a line of speech."""
    if node.tag in ("li", "tr", "dd"):
        return node.link_density < 0.6
    return _style(node) in styles and bool(STOP.search(node.text)) and node.link_density < 0.3


def _style(node: Node) -> str:
    return f"{node.tag}.{node.marks}"


def _is_insertion(node: Node, usual: Counter[str], backed: set[int]) -> bool:
    """A short block unlike the article's paragraphs: a link, a teaser, a label between them."""
    count = word_count(node.text)
    if node.tag in (*HEADINGS, "tr", "dt", "dd", "pre", "blockquote"):
        return (
            node.tag != "tr"
            and node.link_density > 0.9
            and count <= 25
            and node.tag in HEADINGS[1:]
            and id(node) not in backed
        )
    if node.link_density > 0.8 and count <= 25:
        return node.tag != "li" or id(node) not in backed
    if node.tag == "li" or usual[_style(node)] > 1:
        return False
    if node.tag == "p" and (not node.marks or STOP.search(node.text)):
        return count <= 3 and not STOP.search(node.text) and id(node) not in backed
    return count <= 20 and (id(node) not in backed or not STOP.search(node.text))


def _without_lonely_headings(nodes: Sequence[Node]) -> list[Node]:
    kept: list[Node] = []
    for node in reversed(nodes):
        level = HEADINGS.index(node.tag) if node.tag in HEADINGS else None
        if level is not None:
            following = kept[-1] if kept else None
            if following is None or following.tag in HEADINGS and HEADINGS.index(following.tag) <= level and level > 0:
                continue
        kept.append(node)
    return kept[::-1]
