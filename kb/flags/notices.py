"""What is true of a document as a whole: its publisher sells, money was paid, only a part of it is here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.flags.clues import Clues
from kb.flags.voice import sales_evidence
from kb.model import Document, Flag

_SHORT = 60  # words: a longer aside is a text of its own, in which "Werbung" may be the topic
_PAGE = re.compile(
    r"\b(?:Seite|page|Teil|part)\s+1\s*(?:von|of|/)\s*\d+|\bWeiter auf Seite\s+\d|\bcontinued? on page\s+\d",
    re.IGNORECASE,
)
_BUYING = frozenset("link links kauf kauft purchase purchases buy amazon shop".split())


def document_notices(document: Document, read: Sequence[Clues], asides: Sequence[Clues]) -> tuple[Flag, ...]:
    """The notices in the order vendor, sponsored, affiliate, stub, each with the words that show it."""
    sponsored = _sponsored(read, asides)
    vendor = [] if sponsored else sales_evidence(document, read, asides)
    found = {
        "vendor": "; ".join(dict.fromkeys(vendor)),
        "sponsored": sponsored,
        "affiliate": _affiliate(read, asides),
        "stub": _stub(read, asides),
    }
    return tuple(Flag(label, reason) for label, reason in found.items() if reason)


def _line(clues: Clues) -> str:
    return clues.text if len(clues.text) <= 160 else clues.text[:157].rsplit(" ", 1)[0] + " …"


def _sponsored(read: Sequence[Clues], asides: Sequence[Clues]) -> str:
    """A disclosure among the asides, or a short one at the beginning or end of the text."""
    short = [clues for clues in asides if len(clues.words) <= _SHORT]
    short += [clues for clues in (*read[:2], *read[-3:]) if len(clues.words) < 20]
    for clues in short:
        spans = clues.spans("sponsored", quoted=True)
        if spans and (spans[0][0] < 3 or len(spans) > 1) and not clues.has("saying", "stub"):
            return _line(clues)
    return ""


def _affiliate(read: Sequence[Clues], asides: Sequence[Clues]) -> str:
    """A line on commissions that speaks of links or of buying."""
    for clues in (*asides, *read):
        spans = [" ".join(word.low for word in clues.words[start:end]) for start, end in clues.spans("affiliate")]
        linked = any("link" in words for words in spans)
        if linked or spans and clues.any_low(_BUYING) and not clues.has("ruling"):
            return _line(clues)
    return ""


def _stub(read: Sequence[Clues], asides: Sequence[Clues]) -> str:
    """A hint at further pages or at a wall, among the asides or at the edges of the text."""
    for clues in (*asides, *read[:1], *read[-2:]):
        if match := _PAGE.search(clues.text):
            return match.group()
        if clues.has("stub", quoted=True) and len(clues.words) <= _SHORT:
            return _line(clues)
    return ""
