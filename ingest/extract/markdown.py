"""Markdown with or without YAML front matter: markup away, structure kept; the door to markdown-it and PyYAML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from ingest.extract import contacts, dates, disclosures, furniture, inline, masthead, names
from ingest.extract.menus import word_count
from ingest.extract.pieces import Draft, Facts, Piece, one_line
from kb.model import BlockKind
from kb.text import clean

_FRONT = re.compile(r"\A\ufeff?\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_SOURCE = re.compile(r"^(?:quelle|source|original|url|link|permalink|adresse|address)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[^\W_]")
_NOTE = re.compile(r"^\[\^([^\]]+)\]:\s*", re.MULTILINE)
_KEYS = {
    "title": "title titel headline überschrift",
    "publisher": (
        "publisher herausgeber herausgeberin site site_name sitename verlag medium organisation organization "
        "institution website publikation publication outlet zeitung zeitschrift magazin magazine "
        "journal newspaper redaktion"
    ),
    "authors": "author authors autor autoren autorin verfasser verfasserin byline by von",
    "published": (
        "published_time published publish_date pubdate publishdate date datum veröffentlicht veroeffentlicht "
        "erschienen veröffentlichungsdatum created date_published datepublished stand"
    ),
    "updated": (
        "updated modified_time modified lastmod last_modified aktualisiert geändert date_modified updated_time "
        "last_updated"
    ),
    "url": "canonical canonical_url url source_url link permalink adresse quelle source original_url original href web",
    "tags": "tags keywords schlagwörter schlagworte categories kategorien topics themen",
}


def read(text: str) -> Draft:
    """The article in a Markdown text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = _FRONT.match(text)
    facts = front_matter(found[1]) if found else Facts()
    pieces = blocks(text[found.end() :] if found else text)
    return _settled(pieces, facts)


def _settled(pieces: list[Piece], facts: Facts) -> Draft:
    """Title, furniture and asides told apart from the text; what the front matter leaves open is read in lines."""
    first = next((at for at, piece in enumerate(pieces) if word_count(piece.text) >= 20), len(pieces))
    heading = next((at for at, piece in enumerate(pieces[: first + 1]) if piece.kind == "heading"), None)
    top = [piece.text for piece in pieces[:first] if word_count(piece.text) <= 25]
    if heading is not None and (not facts.title or names.squeeze(pieces[heading].text) == names.squeeze(facts.title)):
        facts.title = facts.title or pieces[heading].text
        del pieces[heading]
    bottom = [piece.text for piece in pieces[-4:] if word_count(piece.text) <= 25]
    seen = masthead.read(
        [line for line in top if line != facts.title], bottom, "\n".join(piece.text for piece in pieces)
    )
    seen.url = seen.url or _source(pieces[:first])
    for name in ("authors", "publisher", "published", "updated", "url", "tags"):
        if not getattr(facts, name):
            setattr(facts, name, getattr(seen, name))
    lines = [dates.without(line).strip(" ,|·•–—-/") for line in (*top, *bottom) if line != facts.title]
    facts.publisher = facts.publisher or names.by_host([*facts.authors, *lines], facts.url)
    asides = [piece.text for piece in pieces if disclosures.is_aside(piece.text)]
    return Draft(_article(pieces, facts), facts, asides)


def _source(head: Sequence[Piece]) -> str | None:
    """The address of a line such as "Quelle: [Name](https://…)" above the text."""
    linked = (piece for piece in head if _SOURCE.match(piece.text))
    return next((href for piece in linked for _, href in piece.anchors if href.startswith("http")), None)


def _article(pieces: Sequence[Piece], facts: Facts) -> list[Piece]:
    kept: list[Piece] = []
    related = False
    for at, piece in enumerate(pieces):
        text = piece.text
        edge = at < 3 or at >= len(pieces) - 3
        if at >= len(pieces) - 3 and piece.kind == "paragraph" and (_links_only(piece) or contacts.is_contact(text)):
            continue
        heads = piece.kind == "heading" and (furniture.starts_related(text) or furniture.starts_comments(text))
        if heads or piece.anchors and furniture.starts_related(text):
            related = heads
            continue
        related = related and piece.kind in ("list_item", "heading") and word_count(text) <= 16
        if (
            related
            or piece.kind != "table_row"
            and (furniture.is_furniture(text, edge and piece.kind != "heading") or disclosures.is_aside(text))
        ):
            continue
        if edge and piece.kind == "paragraph" and word_count(text) <= 12 and masthead.authors([text], ""):
            continue
        if facts.url and text.strip("<>") == facts.url:
            continue
        kept.append(piece)
    while kept and kept[-1].kind == "heading":
        kept.pop()
    return kept


def _links_only(piece: Piece) -> bool:
    """Whether a paragraph is a row of links, or one, with nothing but marks between them."""
    rest = piece.text
    for words, _ in piece.anchors:
        rest = rest.replace(words, "", 1)
    return bool(piece.anchors) and not _WORD.search(rest) and not piece.text.endswith((".", "!", "?"))


# -- front matter ------------------------------------------------------------------------------------


def front_matter(text: str) -> Facts:
    """Facts from YAML with keys in either language; what is no YAML is read line by line."""
    import yaml

    try:
        loaded = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        loaded = None
    if not isinstance(loaded, Mapping):
        loaded = {match[1]: match[2] for match in re.finditer(r"(?m)^([\w -]{2,30}):[ \t]*(\S.*)$", text)}
    given = {re.sub(r"[\s-]", "_", str(key).casefold()): value for key, value in loaded.items()}
    values = {
        name: [given[key] for key in keys.split() if given.get(key) not in (None, "", [])]
        for name, keys in _KEYS.items()
    }
    return _facts(values)


def _facts(values: Mapping[str, list[Any]]) -> Facts:
    facts = Facts()
    facts.title = next((one_line(str(value)) for value in values["title"]), "")
    facts.authors = names.tidy([text for value in values["authors"] for text in _strings(value)])
    facts.published = next((found for value in values["published"] if (found := _date(value))), None)
    facts.updated = next((found for value in values["updated"] if (found := _date(value))), None)
    facts.url = next((str(value) for value in values["url"] if re.match(r"https?://\S+$", str(value))), None)
    named = [text for value in values["publisher"] for text in _strings(value)]
    named += [text for value in values["url"] for text in _strings(value) if "/" not in text]  # "source: Some Paper"
    facts.publisher = next((one_line(text) for text in named if "://" not in text), None)
    facts.tags = tuple(text for value in values["tags"] for text in _strings(value))[:20]
    return facts


def _strings(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title") or ""
    if isinstance(value, (list, tuple)):
        return [text for entry in value for text in _strings(entry)]
    return [str(value)] if value not in (None, "") else []


def _date(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else dates.read(str(value))


# -- blocks ------------------------------------------------------------------------------------------


def blocks(text: str) -> list[Piece]:
    """The text's blocks without markup, images and HTML."""
    from markdown_it import MarkdownIt

    notes = _NOTE.findall(text)
    text = re.sub(r"<!--.*?-->", "", _NOTE.sub(r"\n\n‹note›\1 ", text), flags=re.DOTALL)
    text = re.sub(r"\[\^([^\]\s]+)\]", r"[\1]", text)
    parsed = MarkdownIt("commonmark").enable("table").parse(inline.straightened(text))
    pieces: list[Piece] = []
    cells: list[str] = []
    inside: list[str] = []
    for token in parsed:
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if token.type.endswith("_open"):
            inside.append(kind)
        elif token.type.endswith("_close"):
            inside.remove(kind) if kind in inside else None
            if kind == "tr":
                pieces.append(Piece("table_row", " | ".join(cell for cell in cells if cell)))
                cells = []
        elif token.type == "inline":
            found = inline.lines(token.children or [])
            if "tr" in inside:
                cells.append(" ".join(line.words for line in found))
            else:
                pieces.extend(_pieces(found, inside, notes))
        elif token.type in ("fence", "code_block"):
            pieces.append(Piece("paragraph", one_line(token.content)))
        elif token.type == "html_block":
            pieces.extend(
                Piece("paragraph", one_line(part))
                for part in re.split(r"\n\s*\n|</(?:p|div|li|tr|h\d)>", token.content)
                if one_line(_TAG.sub(" ", part))
            )
    if pieces and pieces[-1].kind == "heading" and parsed[-1].type == "paragraph_close":
        pieces[-1] = replace(pieces[-1], kind="paragraph")  # a line in bold with nothing under it: a signature
    named = (piece for piece in pieces if _WORD.search(piece.text))
    return [Piece(piece.kind, clean(_TAG.sub("", piece.text)), piece.anchors) for piece in named]


def _pieces(lines: Sequence[inline.Line], inside: Sequence[str], notes: Sequence[str]) -> Iterator[Piece]:
    """The pieces of a block: in a paragraph a line in bold is a heading of its own."""
    kind: BlockKind = "heading" if "heading" in inside else "list_item" if "list_item" in inside else "paragraph"
    if kind != "paragraph":
        lines = [inline.Line(" ".join(e.words for e in lines), tuple(anchor for e in lines for anchor in e.anchors))]
    for line in lines:
        if notes and line.words.startswith("‹note›"):
            yield Piece("footnote", line.words.replace("‹note›", "[", 1).replace(" ", "] ", 1), line.anchors)
        elif line.words:
            yield Piece("heading" if line.heading else kind, line.words, line.anchors)
