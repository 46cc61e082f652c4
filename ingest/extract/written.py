"""Documents of a word processor: which pieces are the article, and what their heads, running lines and properties say.

Pure; what Word, OpenDocument and RTF readers have in common.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.extract import acronyms, contacts, disclosures, furniture, masthead, names
from ingest.extract.menus import word_count
from ingest.extract.organisations import is_organisation
from ingest.extract.pieces import Draft, Facts, Piece, one_line

_STOP = re.compile(r"[.!?…:]['\"“”»«’)\]]*$")
_UNTITLED = re.compile(
    r"(?:(?:word )?(?:document|dokument)|unbenannt|untitled|unknown|microsoft word.*)? ?\d*", re.IGNORECASE
)
_NOBODY = re.compile(
    r"(?:python-docx|user|admin\w*|benutzer|unknown|unbekannt|windows.user|microsoft.*)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file itself says about the document; empty means unknown."""

    title: str = ""
    author: str = ""
    company: str = ""
    created: date | None = None
    tags: tuple[str, ...] = ()


def is_heading_like(text: str) -> bool:
    """Whether a line in bold is a heading: short, and no sentence."""
    return word_count(text) <= 12 and not _STOP.search(text)


def settled(pieces: Sequence[Piece], running: Sequence[str], properties: Properties) -> Draft:
    """The draft of a document: its head read for facts, furniture dropped, asides kept apart."""
    first = next((at for at, piece in enumerate(pieces) if _is_body(piece)), len(pieces))
    head, rest = pieces[:first], pieces[first:]
    text = "\n".join(piece.text for piece in pieces)
    tail = [piece.text for piece in rest[-4:] if not _is_body(piece)]
    facts = masthead.read([piece.text for piece in head], tail, text)
    _complete(facts, head, running, properties)
    if not facts.publisher and (named := _publisher(running, properties)):
        facts.publisher = acronyms.expanded(named, text)
    body = [piece for piece in rest if piece.kind == "table_row" or not _dismissed(piece.text)]
    while body and (body[-1].kind == "heading" or body[-1].kind == "paragraph" and contacts.is_contact(body[-1].text)):
        body.pop()
    asides = [piece.text for piece in pieces if disclosures.is_aside(piece.text)]
    return Draft([*_kept(head, facts), *body], facts, asides)


def _dismissed(text: str) -> bool:
    return furniture.is_furniture(text) or disclosures.is_aside(text)


def _kept(head: Sequence[Piece], facts: Facts) -> list[Piece]:
    """The headings between the title and the first paragraph."""
    behind = next((at for at, piece in enumerate(head) if piece.text == facts.title), -1)
    if facts.title and behind < 0:
        return []
    about = (facts.title, *facts.authors)
    headings = (piece for piece in head[behind + 1 :] if piece.kind == "heading" and piece.text not in about)
    return [piece for piece in headings if not furniture.is_furniture(piece.text, True)]


def _is_body(piece: Piece) -> bool:
    count = word_count(piece.text)
    if piece.kind in ("list_item", "table_row"):
        return True
    told = count >= 20 or count >= 8 and bool(_STOP.search(piece.text))
    return piece.kind == "paragraph" and told and not furniture.is_furniture(piece.text, True)


def _complete(facts: Facts, head: Sequence[Piece], running: Sequence[str], properties: Properties) -> None:
    """What the lines above the text leave open: headings, running lines, the file's properties."""
    headings = (piece.text for piece in head if piece.kind == "heading" and not furniture.is_furniture(piece.text))
    stated = one_line(properties.title)
    facts.title = next(headings, "") or (stated if not _UNTITLED.fullmatch(stated) else "") or facts.title
    creator = one_line(properties.author)
    if not _NOBODY.fullmatch(creator) and not is_organisation(creator):
        facts.authors = facts.authors or names.tidy([creator])
    facts.published = facts.published or masthead.dated(list(running), [])[0] or properties.created
    facts.tags = facts.tags or properties.tags


def _publisher(running: Sequence[str], properties: Properties) -> str | None:
    """Who is named in the running lines, else in the properties."""
    named = next((name for line in running if (name := names.of_copyright(line) or names.of_running_line(line))), None)
    stated = (one_line(text) for text in (properties.company, properties.author))
    return named or next((line for line in (*running, *stated) if is_organisation(line)), None)
