"""HTML: the article of a page as pieces of text, with its facts; refuses pages that have none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.extract import dates, disclosures, furniture, names, page_facts, vote
from ingest.extract.article import HEADINGS, STOP, article
from ingest.extract.menus import word_count
from ingest.extract.names import squeeze
from ingest.extract.page import Node, Page
from ingest.extract.pieces import Draft, Facts, Piece
from ingest.extract.tree import parse
from kb.errors import Rejected
from kb.model import BlockKind

_PAGES = re.compile(r"(?i)\b(?:seite|page|teil|part) 1 (?:von|of) (?!1\b)\d")
_SPONSOR = re.compile(r"(?:sponsored|presented|brought to you|supported|präsentiert|gesponsert) (?:by|von)\b", re.I)
_DISCLOSES = re.compile(
    r"disclos|transparen|hinweis|anzeige|advert|sponsor|partner|\bnote\b|this (?:post|article)", re.I
)
_FOOTNOTE = re.compile(r"footnote|fussnote|fußnote|endnote")
_EMBEDDED = re.compile(r"data:[\w/+.-]+;base64,[\w+/=]{500,}")  # pictures inside a saved page
_VOTE_LIMIT = 3_000_000  # characters: beyond, or with more blocks, the second opinion costs minutes
_VOTE_BLOCKS = 8_000
_BLOCK_TAG = re.compile(r"<(?:p|div|li|br|td|dd|h\d)\b", re.IGNORECASE)
_LEAST_WORDS = 5
_ABOVE = 8  # pieces of a page's head that may stand above the title
_LIVE = re.compile(r"\blive ?-?(?:blog|ticker|updates)\b|\blive(?=\s?[:|–-])|\bas it happened\b", re.IGNORECASE)
_WALL_WORDS = 60  # a consent dialogue with less article than this around it is a wall


def read(text: str) -> Draft:
    """The article of a decoded page. Raises Rejected for a page without one, naming what it is instead."""
    text = _EMBEDDED.sub("data:", text)
    page = parse(text)
    short = len(text) <= _VOTE_LIMIT and len(_BLOCK_TAG.findall(text)) <= _VOTE_BLOCKS
    body = article(page, vote.main_text(text) if short and not _is_live(page) else "")
    facts = page_facts.read(page, body)
    pieces = [piece for node in body if (piece := _piece(node))]
    pieces = _trimmed(pieces, facts)
    _refuse_walls(page, pieces)
    return Draft(pieces, facts, _asides(page, body))


def _is_live(page: Page) -> bool:
    """Whether a page is a report in many posts, of which a reader of single articles would see one alone."""
    kinds = " ".join(str(item.get("@type", "")) for item in page.jsonld)
    return "LiveBlog" in kinds or bool(_LIVE.search(page.title))


# -- pieces ------------------------------------------------------------------------------------------


def _piece(node: Node) -> Piece:
    kind: BlockKind = "paragraph"
    bold = node.strong >= len(node.text) and word_count(node.text) <= 12 and not STOP.search(node.text)
    if node.tag in HEADINGS or bold and node.tag in ("p", "div", "body"):
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
    above = next((at for at, piece in enumerate(pieces[:_ABOVE]) if squeeze(piece.text) == heading), 0)
    for at, piece in enumerate(pieces):
        if squeeze(piece.text) == heading and at < _ABOVE or at < above and not STOP.search(piece.text):
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
    return word_count(text) <= 12 and (bool(names.people(text)) or _is_date_line(text))


def _is_date_line(text: str) -> bool:
    """A line with a date that is no sentence; "a.m." ends none."""
    return bool(dates.read(text)) and (not STOP.search(text) or word_count(dates.without(text)) <= 2)


def _asides(page: Page, body: Sequence[Node]) -> list[str]:
    """Lines cleaned away that say something about the article; of the navigation only which of its pages this is, of
    single words such as "Anzeige" only those above an article that is not itself interrupted by them."""
    said = [
        (at, node)
        for at, node in enumerate(page.nodes)
        if node.zone != "comments" and disclosures.is_aside(node.text) and not _of_another(node, body)
        if not (_SPONSOR.match(node.text) and _in_a_box(page, at, body))
        if node.zone != "nav" or _PAGES.search(node.text)
    ]
    start, end = page.extent([node for node in body if STOP.search(node.text)] or body)
    slots = any(start < at < end and disclosures.is_advert_label(node.text) for at, node in said)
    told = (node.text for at, node in said if not disclosures.is_advert_label(node.text) or at <= start and not slots)
    return list(dict.fromkeys(told))


def _of_another(node: Node, body: Sequence[Node]) -> bool:
    """Whether a block belongs to another article of the page than the one read."""
    inner = [number for tag, number in zip(node.path, node.lineage, strict=True) if tag == "article"]
    last = body[-1] if body else node
    return bool(inner) and "article" in last.path and inner[-1] not in last.lineage


def _in_a_box(page: Page, at: int, body: Sequence[Node]) -> bool:
    """Whether a block below the article stands under the heading of a box of its own: what it says is of the box."""
    lineage = page.nodes[at].lineage
    box = lineage[-2] if len(lineage) > 1 else -1
    if at < page.extent(body)[1] or any(box in node.lineage for node in body):
        return False
    heads = [node.text for node in page.nodes[:at] if node.tag in HEADINGS[1:] and node.lineage[-2:-1] == (box,)]
    return bool(heads) and not _DISCLOSES.search(heads[-1])


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
    told = any(STOP.search(piece.text) or piece.kind == "table_row" for piece in pieces)
    if count < _LEAST_WORDS or not told and count < _WALL_WORDS:
        raise Rejected(
            "No main text was found on this page, only navigation and links. Save the page of the article itself."
        )
