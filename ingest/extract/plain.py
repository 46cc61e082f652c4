"""Plain text, mostly articles copied from a page: furniture away, wrapped lines rejoined; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.extract import contacts, disclosures, furniture, masthead, names
from ingest.extract.menus import word_count
from ingest.extract.pieces import Draft, Piece
from ingest.extract.wrapping import BULLET, GREETING, STOP, joined
from kb.model import BlockKind
from kb.text import clean

_NUMBERED = re.compile(r"^\(?\d{1,2}[.)]\s+")
_FOOTNOTE = re.compile(r"^(?:\[\d{1,3}\]|[¹²³⁴⁵⁶⁷⁸⁹]|\^\d{1,2}|\d{1,2}\s*[↑])\s*\S")
_RULE = re.compile(r"^\s*(?:[=_~*-]\s?){3,}$")
_WRAP_MIN, _WRAP_MAX = 40, 110  # a hand- or mail-wrapped line has so many characters
_QUOTED = re.compile(r"[„“\"»].+[“”\"«]")
_FEW_LINES = 3  # of a head
_HEAD_LINES = 40  # more of them are no page's head


@dataclass(frozen=True, slots=True)
class Unit:
    """A line, or a paragraph rejoined from wrapped lines; `group` numbers the runs between empty lines, `ruled` says
    that a drawn line stands above it."""

    text: str
    group: int
    ruled: bool = False


def read(text: str) -> Draft:
    """The article in a plain text with the facts of its furniture."""
    text = re.sub(r"(?<=\S) *\t\s*?(?=\S)", " | ", text)
    units = _units(clean(re.sub("\u00ad[ \\t]*\r?\n[ \\t]*", "", text).replace("\f", "\n\n")))
    first, last = _extent(units)
    head = [unit.text for unit in units[:first]]
    tail = [unit.text for unit in units[last + 1 :]]
    draft = Draft()
    body = _body(units, first, last, draft)
    words = "\n".join(piece.text for piece in body)
    draft.facts = masthead.read(head, [*tail, *_dropped(units, first, last)], words)
    if not draft.facts.title and body and body[0].kind == "heading":
        draft.facts.title = body.pop(0).text
    if body and names.is_vita(body[-1].text, draft.facts.authors):
        body.pop()
    title = draft.facts.title
    told = title if title.endswith(".") and title in head[1:] else ""  # perhaps no title but the first sentence
    pieces = [piece for piece in [*_kept_head(head, draft), *body] if piece.text != title]
    draft.pieces = [*([Piece("paragraph", told)] if told else []), *pieces]
    draft.asides = [unit.text for unit in units if disclosures.is_aside(unit.text)]
    return draft


# -- lines -----------------------------------------------------------------------------------------


def _wrapped(lines: Sequence[str]) -> bool:
    """Whether a run of lines is one paragraph broken by width."""
    if (
        len(lines) < 2
        or furniture.starts_related(lines[0])
        or any(BULLET.match(line) or " | " in line or "://" in line for line in lines)
    ):
        return False
    if len(lines) <= _FEW_LINES and any(_stands_alone(line) for line in lines):
        return False
    widest = max(len(line) for line in lines)
    if not _WRAP_MIN <= widest <= _WRAP_MAX:
        return False
    inner = lines[:-1]
    if sum(len(line) >= 0.6 * widest for line in inner) < 0.8 * len(inner):
        return False
    full = sum(
        len(line) + len(following.split(" ", 1)[0]) >= 0.85 * widest
        for line, following in zip(inner, lines[1:], strict=True)
    )
    return full >= 0.8 * len(inner) and sum(bool(STOP.search(line)) for line in inner) <= 0.5 * len(inner)


def _stands_alone(line: str) -> bool:
    """Whether a line is a byline with a date, an organisation's name, of an imprint, or words in quotation marks."""
    return (
        bool(_QUOTED.fullmatch(line))
        or masthead.is_imprint(line)
        or not STOP.search(line)
        and bool(names.bare_people(line) or masthead.is_house(line))
    )


def _units(text: str) -> list[Unit]:
    units: list[Unit] = []
    ruled = False
    for number, group in enumerate(re.split(r"\n\s*\n", text)):
        given = [line for line in group.split("\n") if line.strip()]
        lines = [line for line in given if not _RULE.match(line)]
        ruled = ruled or bool(given) and bool(_RULE.match(given[0]))
        for part in _parts(lines):
            units.append(Unit(part, number, ruled))
            ruled = False
    return units


def _parts(lines: list[str]) -> list[str]:
    if _wrapped(lines):
        return [joined(lines)]
    parts: list[list[str]] = []
    for line in lines:
        goes_on = bool(parts) and bool(BULLET.match(parts[-1][0])) and line[:1].islower()
        if goes_on and not BULLET.match(line):
            parts[-1].append(line)
        else:
            parts.append([line])
    found = [joined(part) for part in parts]
    if len(found) < len(lines):
        return found
    for at in range(1, min(len(lines) - 2, _HEAD_LINES)):  # furniture, then a paragraph without an empty line between
        if furniture.is_furniture(lines[at - 1], True) and _wrapped(lines[at:]):
            return [*found[:at], joined(lines[at:])]
    return found


# -- article and furniture ---------------------------------------------------------------------------


def _dismissed(text: str, edge: bool = False) -> bool:
    return furniture.is_furniture(text, edge) or disclosures.is_aside(text)


def is_prose(text: str) -> bool:
    """A paragraph of an article: a full sentence of twelve words, or twenty words."""
    count = word_count(text)
    return (count >= 12 and bool(STOP.search(text)) or count >= 20) and not _dismissed(text)


def _extent(units: Sequence[Unit]) -> tuple[int, int]:
    """(first, last) index of the article's units; comments end it, whatever follows them."""
    prose = [at for at, unit in enumerate(units) if is_prose(unit.text)]
    if not prose:
        return _short_extent(units)
    cuts = [at for at, unit in enumerate(units) if at > prose[0] and (_cuts(unit.text) or _signs_off(units, at))]
    end = cuts[0] if cuts else len(units)
    last = max(at for at in prose if at < end)
    elsewhere = _links_elsewhere(units)
    for at in range(last + 1, end):
        if at not in elsewhere and _goes_on(units[at].text):
            last = at
    return prose[0], last


def _cuts(text: str) -> bool:
    return furniture.starts_comments(text) or contacts.starts_desk_notes(text)


def _signs_off(units: Sequence[Unit], at: int) -> bool:
    """Whether a drawn line, and under it nothing but short lines of which one is furniture, ends the text here."""
    rest = [unit.text for unit in units[at:]] if units[at].ruled else []
    told = any(is_prose(text) or _FOOTNOTE.match(text) or BULLET.match(text) for text in rest)
    return not told and any(_dismissed(text, True) or masthead.is_mark(text) for text in rest)


def _links_elsewhere(units: Sequence[Unit]) -> set[int]:
    """The indices of headings over other articles and of what stands under them."""
    found: set[int] = set()
    for at, unit in enumerate(units):
        if furniture.starts_related(unit.text):
            alone = at + 1 < len(units) and units[at + 1].group != unit.group
            groups = (unit.group, unit.group + 1) if alone and not _ends(units[at + 1].text) else (unit.group,)
            found.update(n for n in range(at, len(units)) if units[n].group in groups and not is_prose(units[n].text))
    return found


def _ends(text: str) -> bool:
    return bool(STOP.search(text)) and word_count(text) >= 5


def _short_extent(units: Sequence[Unit]) -> tuple[int, int]:
    """A text without a single paragraph: notes, a list. Whatever is a sentence or an item is the article."""
    likely = [
        at
        for at, unit in enumerate(units)
        if (STOP.search(unit.text) or BULLET.match(unit.text)) and not _dismissed(unit.text)
    ]
    likely = [at for at in likely if word_count(units[at].text) > 2]
    return (likely[0], likely[-1]) if likely else (len(units), len(units))


def _goes_on(text: str) -> bool:
    """Whether a short line after the last paragraph still belongs to the article."""
    if _dismissed(text, edge=True) or furniture.starts_related(text) or masthead.is_house(text):
        return False
    if BULLET.match(text) or _FOOTNOTE.match(text):
        return True
    return word_count(text) >= 4 and bool(STOP.search(text)) and "@" not in text and "http" not in text


def _kept_head(head: Sequence[str], draft: Draft) -> list[Piece]:
    """A subheading or short lead between the title and the first paragraph."""
    title = draft.facts.title
    after = list(head)[len(head) - list(head)[::-1].index(title) :] if title in head else []
    if not after:
        return [Piece("paragraph", line) for line in head[-1:] if GREETING.match(line)]
    kept = []
    for line in after[-2:]:
        facts = masthead.read([line], [], "")
        plain = not (
            _dismissed(line, True) or facts.published or facts.authors or facts.url or masthead.is_credit(line)
        )
        if plain and (_NUMBERED.match(line) or GREETING.match(line) or word_count(line) >= 4):
            kept.append(Piece("paragraph" if STOP.search(line) else "heading", line))
    return kept


def _dropped(units: Sequence[Unit], first: int, last: int) -> list[str]:
    return [unit.text for unit in units[first : last + 1] if _dismissed(unit.text)]


def _body(units: Sequence[Unit], first: int, last: int, draft: Draft) -> list[Piece]:
    body: list[Piece] = []
    elsewhere = _links_elsewhere(units)
    for at in range(first, min(last + 1, len(units))):
        text = units[at].text
        if at in elsewhere or _dismissed(text):
            continue
        kind = _kind(units, at)
        following = units[at + 1].text if at < last else ""
        if kind == "heading" and word_count(text) <= 2 and following and _kind(units, at + 1) == "heading":
            continue  # the name of a picture before a heading
        body.append(Piece(kind, _bare(text, kind)))
    while body and body[-1].kind == "heading":
        body.pop()
    return body


def _bare(text: str, kind: BlockKind) -> str:
    if kind == "table_row":
        return " | ".join(cell.strip() for cell in re.split(r"\t+|\s*\|\s*", text.strip("| \t")) if cell.strip())
    return BULLET.sub("", text) if kind == "list_item" and not _NUMBERED.match(text) else text


def _kind(units: Sequence[Unit], at: int) -> BlockKind:
    text = units[at].text
    alone = sum(unit.group == units[at].group for unit in units[max(0, at - 1) : at + 2]) == 1
    near = units[max(0, at - 1) : at + 2]
    rows = sum(" | " in unit.text for unit in near if unit.group == units[at].group)
    if text.count(" | ") >= 2 or " | " in text and rows > 1:
        return "table_row"
    if _FOOTNOTE.match(text):
        return "footnote"
    short = word_count(text) <= 14 and not re.search(r"[.!:;,…]['\"“”»«’)\]]*$", text)
    if (
        short
        and (alone or at == 0 or units[at - 1].group != units[at].group)
        and not (BULLET.match(text) and not alone)
    ):
        return "heading"
    if BULLET.match(text):
        return "list_item"
    return "paragraph" if STOP.search(text) or not short else "list_item"
