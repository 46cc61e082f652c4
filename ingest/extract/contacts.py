"""Lines that say whom to ask, and headings over such lines and over a page's changes; German and English; pure."""

from __future__ import annotations

import re

from ingest.extract.menus import word_count
from ingest.extract.patterns import AnyOf

_HISTORY = re.compile(
    r"^(?:updates|changes|änderungen) (?:to|an|zu|auf) (?:this|dieser|diesem|the)\b|^changelog$|"
    r"^(?:änderungs(?:historie|verlauf)|versionsgeschichte|versionsverlauf|"
    r"(?:change|version|revision|document|edit|page) (?:history|log))\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"^(?:(?:presse|medien|press|media|investor|editorial|further|weitere|your|ihr)[- ]?)*(?:kontakte?|contacts?|"
    r"ansprechpartner(?:in|innen)?|anfragen|enquiries|inquiries|pressestelle|rückfragen)\b",
    re.IGNORECASE,
)
_NO_MORE = re.compile(r"\s*(?::|$|(?:for|us|details|information|persons?|für|an)\b)", re.IGNORECASE)
_REACHED = AnyOf(  # an address or a number
    r"\S@\S+\.\w|\b(?:tel|telefon|phone|fon|fax|mobil|t)\b\.?:?\s?\+?[\d(]|\(\d{3}\)\s?\d{3}-\d{4}|"
    r"\+\d{2}[\d\s()/-]{7,}|\b0\d{1,5}[\s/-]+\d[\d\s/-]{4,}|\b\d{2} \d{3}(?: \d){3,}",
)
_DESK_NOTES = re.compile(
    r"^[#*= ]*(?:\S{2,8}-?notizblock|redaktionelle hinweise|hinweise? (?:für|an) (?:die )?redaktion|"
    r"(?:eds|editors)[:']? note)",
    re.I,
)
_SENTENCE = re.compile(r"[^\W\d_]{4,}[.!?](?:\s|$)")
_LONGEST = 30  # words of a block that says whom to ask


def starts_history(line: str) -> bool:
    """A heading over the changes made to a page."""
    return word_count(line) <= 7 and bool(_HISTORY.search(line))


def starts_contact(line: str) -> bool:
    """A heading over whom the press may ask."""
    named = _CONTACT.search(line) if word_count(line) <= 7 else None
    return named is not None and bool(_NO_MORE.match(line[named.end() :]))


def starts_desk_notes(line: str) -> bool:
    """A heading over what an agency tells other newsrooms."""
    return word_count(line) <= 5 and bool(_DESK_NOTES.search(line))


def is_contact(line: str) -> bool:
    """A block that says whom to ask: mostly a number to call or an address to write to."""
    if word_count(line) > _LONGEST or not _REACHED.search(line):
        return False
    return bool(_CONTACT.search(line)) or not _SENTENCE.search(line)
