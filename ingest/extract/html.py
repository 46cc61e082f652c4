"""HTML: which of a page's blocks are the article. Our own blocks, trafilatura's vote, and the rules for furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.extract import dates, furniture, names, page_facts, vote
from ingest.extract.menus import word_count
from ingest.extract.names import squeeze
from ingest.extract.page import Node, Page
from ingest.extract.pieces import Draft, Facts, Piece
from ingest.extract.tree import parse
from kb.errors import Rejected
from kb.model import BlockKind

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_STOP = re.compile(r"[.!?…:]['\"“”»«’)\]]*(?:\[\d+\])*$")
_FOOTNOTE = re.compile(r"footnote|fussnote|fußnote|endnote")
_COVERS = 0.85  # the core holds so much of the prose
_EMBEDDED = re.compile(r"data:[\w/+.-]+;base64,[\w+/=]{500,}")  # pictures inside a saved page
_VOTE_LIMIT = 3_000_000  # characters: beyond, or with more blocks, the second opinion costs minutes
_VOTE_BLOCKS = 8_000
_BLOCK_TAG = re.compile(r"<(?:p|div|li|br|td|dd|h\d)\b", re.IGNORECASE)
_NEAR = 20_000  # characters between what two neighbouring blocks of an article are in the second opinion
_LEAST_WORDS = 5
_WALL_WORDS = 60  # a consent dialogue with less article than this around it is a wall


def read(text: str) -> Draft:
    """The article of a decoded page. Raises Rejected for a page without one, naming what it is instead."""
    text = _EMBEDDED.sub("data:", text)
    page = parse(text)
    short = len(text) <= _VOTE_LIMIT and len(_BLOCK_TAG.findall(text)) <= _VOTE_BLOCKS
    body = article(page, vote.main_text(text) if short else "")
    facts = page_facts.read(page, body)
    pieces = [piece for node in body if (piece := _piece(node))]
    pieces = _trimmed(pieces, facts)
    _refuse_walls(page, pieces)
    return Draft(pieces, facts, _asides(page))


# -- choosing ----------------------------------------------------------------------------------------


def _is_prose(node: Node) -> bool:
    count = word_count(node.text)
    return node.link_density < 0.6 and (count >= 12 or count >= 5 and bool(_STOP.search(node.text)))


def _may_stay(node: Node) -> bool:
    """Whether a block can be article at all, by where it stands and what it says."""
    if node.zone and not _is_lead(node) or node.tag in ("address", "summary") or furniture.is_furniture(node.text):
        return False
    if furniture.is_aside(node.text) or furniture.starts_comments(node.text) or furniture.tags(node.text):
        return False
    return not ("figure" in node.path and not {"table", "blockquote", "pre"} & set(node.path))


def _is_lead(node: Node) -> bool:
    """A lead paragraph in the header of an article."""
    inside = "article" in node.path or "main" in node.path
    return (
        node.zone == "header"
        and inside
        and node.tag in ("p", "div", "h2")
        and _is_prose(node)
        and bool(_STOP.search(node.text))
    )


def article(page: Page, voted: str) -> list[Node]:
    """The blocks of the main text, in order; `voted` is trafilatura's idea of it."""
    nodes = _before_comments(page.nodes)
    allowed = [node for node in nodes if _may_stay(node)]
    backed = _backed(allowed, voted)
    prose = [node for node in allowed if _is_prose(node)]
    likely = [node for node in allowed if id(node) in backed] or prose
    core = _core(likely)
    inside = [
        node for node in nodes if core in node.lineage or id(node) in backed and _is_prose(node) or _is_lead(node)
    ]
    kept = _select(inside, {id(node) for node in allowed}, backed)
    return _without_lonely_headings(kept)


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
        heads = node.tag in (*_HEADINGS, "div", "p", "strong") and furniture.starts_comments(node.text)
        if heads and any(_is_prose(earlier) for earlier in nodes[:at]) and at > len(nodes) // 4:
            return list(nodes[:at])
    return list(nodes)


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
    for node in inside[max(0, first - 2) : last + 1]:
        heading = node.tag in _HEADINGS or node.tag == "div"
        if furniture.starts_related(node.text) and (heading or word_count(node.text) <= 6):
            related = node
            continue
        related = related if related and _is_related(node, related) else None
        if related or id(node) not in allowed or _is_insertion(node, usual, backed):
            continue
        kept.append(node)
    return kept


def _is_related(node: Node, heading: Node) -> bool:
    """Whether a block still belongs to the links that `heading` announced: in its box, or nothing but a link."""
    if _is_prose(node) and node.link_density < 0.3:
        return False
    boxed = len(heading.lineage) > 1 and heading.lineage[-2] in node.lineage
    return node.link_density > 0.5 or boxed and node.tag not in (*_HEADINGS, "tr")


def _goes_on(node: Node, styles: set[str]) -> bool:
    """Whether a short block at the article's end is part of it: an item, a row, a line of speech."""
    if node.tag in ("li", "tr", "dd"):
        return node.link_density < 0.6
    return _style(node) in styles and bool(_STOP.search(node.text)) and node.link_density < 0.3


def _style(node: Node) -> str:
    return f"{node.tag}.{node.marks}"


def _is_insertion(node: Node, usual: Counter[str], backed: set[int]) -> bool:
    """A short block unlike the article's paragraphs: a link, a teaser, a label between them."""
    count = word_count(node.text)
    if node.tag in (*_HEADINGS, "tr", "dt", "dd", "pre", "blockquote"):
        return (
            node.tag != "tr"
            and node.link_density > 0.9
            and count <= 25
            and node.tag in _HEADINGS[1:]
            and id(node) not in backed
        )
    if node.link_density > 0.8 and count <= 25:
        return node.tag != "li" or id(node) not in backed
    if node.tag == "li" or usual[_style(node)] > 1:
        return False
    if node.tag == "p" and (not node.marks or _STOP.search(node.text)):
        return count <= 3 and not _STOP.search(node.text) and id(node) not in backed
    return count <= 20 and (id(node) not in backed or not _STOP.search(node.text))


def _without_lonely_headings(nodes: Sequence[Node]) -> list[Node]:
    kept: list[Node] = []
    for node in reversed(nodes):
        level = _HEADINGS.index(node.tag) if node.tag in _HEADINGS else None
        if level is not None:
            following = kept[-1] if kept else None
            if (
                following is None
                or following.tag in _HEADINGS
                and _HEADINGS.index(following.tag) <= level
                and level > 0
            ):
                continue
        kept.append(node)
    return kept[::-1]


# -- pieces ------------------------------------------------------------------------------------------


def _piece(node: Node) -> Piece:
    kind: BlockKind = "paragraph"
    bold = node.strong >= len(node.text) and word_count(node.text) <= 12 and not _STOP.search(node.text)
    if node.tag in _HEADINGS or bold and node.tag in ("p", "div", "body"):
        kind = "heading"
    elif node.tag == "tr":
        kind = "table_row"
    elif _FOOTNOTE.search(node.marks) or re.match(r"^(?:\[\d{1,3}\]|↑|\^)\s", node.text):
        kind = "footnote"
    elif "li" in node.path[-3:] or node.tag == "li":
        kind = "list_item"
    return Piece(kind, node.text, node.anchors)


def _trimmed(pieces: Sequence[Piece], facts: Facts) -> list[Piece]:
    """The pieces without the title and without the author's box, byline and date line."""
    heading = squeeze(facts.title)
    kept: list[Piece] = []
    for at, piece in enumerate(pieces):
        if squeeze(piece.text) == heading and at < 4:
            continue
        if (
            names.is_vita(piece.text, facts.authors)
            and at > len(pieces) // 2
            or _byline(piece.text)
            and (at < 3 or at > len(pieces) - 3)
        ):
            continue
        kept.append(piece)
    while kept and kept[-1].kind == "heading":
        kept.pop()
    return kept


def _byline(text: str) -> bool:
    return word_count(text) <= 12 and (bool(names.people(text)) or bool(dates.read(text)) and not _STOP.search(text))


def _asides(page: Page) -> list[str]:
    return list(
        dict.fromkeys(
            node.text for node in page.nodes if node.zone not in ("nav", "comments") and furniture.is_aside(node.text)
        )
    )


def _refuse_walls(page: Page, pieces: Sequence[Piece]) -> None:
    count = sum(word_count(piece.text) for piece in pieces)
    whole = [node.text for node in page.nodes]
    if count < _WALL_WORDS and sum(word_count(text) for text in whole) < 8 * _WALL_WORDS:
        asking = sum(furniture.is_consent(text) for text in whole)
        left = [piece for piece in pieces if not furniture.is_consent(piece.text)]
        if asking and sum(word_count(piece.text) for piece in left) < 25 and asking >= 2:
            raise Rejected(
                "This page holds a cookie or consent dialogue and no article. Open it in a browser, answer the "
                "dialogue, "
                "and save the page again."
            )
    if not any(word_count(node.text) for node in page.nodes):
        raise Rejected(
            "This page holds no text. If its text appears only in a browser, save it from there, or copy it into a "
            ".txt file."
        )
    told = any(_STOP.search(piece.text) or piece.kind == "table_row" for piece in pieces)
    if count < _LEAST_WORDS or not told and count < _WALL_WORDS:
        raise Rejected(
            "No main text was found on this page, only navigation and links. Save the page of the article itself."
        )
