"""Who speaks in a document: somebody who sells, an issuer of statements about itself, or a reporter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.flags.closed import MYSELF, READER, US
from kb.flags.clues import Clues
from kb.model import Document

_TOKEN = re.compile(r"[^\W\d_][\w&-]{2,}")
_GENERIC = frozenset(  # words in publishers' names that say nothing of who they are
    """the der die das and und for für institut institute magazin magazine zeitung news weekly daily blog press presse
    agentur agency gmbh inc ltd llc corp company group gruppe verlag office landesamt bundesamt ministerium ministry
    department center centre zentrum journal times post herald tribune review report dispatch wire ledger gazette kurier
    tagblatt anzeiger rundschau global deutschland germany europe europa international online digital media medien cloud
    health systems software technologies labs""".split()
)
_LABEL = re.compile(r"([A-ZÄÖÜ][\w.’'-]*(?: (?:von|van|de|zu|[A-ZÄÖÜ][\w.’'-]*)){0,3}):\s")
_SPONSOR = re.compile(r"\b(?:der|des|von|für|mit|by|with|for)\s+((?:[A-ZÄÖÜ][\w&-]+\s?)+)")
_STORY = re.compile(
    r"\b(?:customer story|case study|success story|kundengeschichte|erfolgsgeschichte|referenz)", re.IGNORECASE
)
_PERSONAL = 8
_ENOUGH = 3  # points of evidence that a publisher sells what the text is about


@dataclass(frozen=True, slots=True)
class Voice:
    """What is known of the speaker. `brand` holds the names of the publisher and of a sponsor in lower case."""

    sells: bool
    paid: bool
    brand: frozenset[str]
    issuer: bool
    personal: bool
    labels: frozenset[str]

    @property
    def promotes(self) -> bool:
        """Whether the text as a whole is written to sell."""
        return self.sells or self.paid


def hear(document: Document, clues: Sequence[Clues]) -> Voice:
    """The voice of a document, from its publisher, its notices and its sentences."""
    names = brand(document) | sponsor(document)
    known = {notice.label for notice in document.notices}
    return Voice(
        sells="vendor" in known or bool(sales_evidence(document, clues, ())),
        paid="sponsored" in known,
        brand=names,
        issuer=_mentions(clues, names) >= 2,
        personal=_personal(clues),
        labels=speaker_labels(document),
    )


def _personal(clues: Sequence[Clues]) -> bool:
    """Whether a text speaks in the first person: one sentence in eight with "I", or one in four with "we" as well."""
    singular = sum(clue.any_low(MYSELF) for clue in clues)
    either = sum(clue.any_low(MYSELF | US) for clue in clues)
    return singular * _PERSONAL >= len(clues) or singular > 0 and either * _PERSONAL >= 2 * len(clues)


def brand(document: Document) -> frozenset[str]:
    """The distinctive words of the publisher's name, in lower case."""
    return frozenset(token.casefold() for token in _TOKEN.findall(document.publisher or "")) - _GENERIC


def sponsor(document: Document) -> frozenset[str]:
    """The names in the disclosure that a text was paid for, in lower case, without the publisher's."""
    lines = " ".join(notice.reason for notice in document.notices if notice.label == "sponsored")
    names = {word.casefold() for found in _SPONSOR.findall(lines) for word in found.split()}
    return frozenset(names) - _GENERIC - brand(document)


def _mentions(read: Sequence[Clues], names: frozenset[str]) -> int:
    return sum(any(word.low.split("-")[0] in names for word in clues.words) for clues in read)


def speaker_labels(document: Document) -> frozenset[str]:
    """Names that open paragraphs with a colon at least twice, or belong to an author: labels of an interview."""
    counts: dict[str, int] = {}
    for block in document.blocks:
        match = _LABEL.match(document.text, block.start, min(block.end, block.start + 80))
        if match and block.kind == "paragraph":
            counts[match.group(1)] = counts.get(match.group(1), 0) + 1
    authors = " ".join(document.authors)
    return frozenset(name for name, count in counts.items() if count > 1 or name.split()[-1] in authors)


def label_of(text: str, labels: frozenset[str]) -> str:
    """The speaker label a sentence opens with, or an empty string."""
    match = _LABEL.match(text) if labels else None
    return match.group(1) if match and match.group(1) in labels else ""


def sales_evidence(document: Document, read: Sequence[Clues], asides: Sequence[Clues]) -> list[str]:
    """The words that show a seller writing about their own goods; empty where there are too few."""
    own = [clues.first("own_goods") for clues in read if clues.has("own_goods")]
    offers = [clues.first("offers", "shop", quoted=True) for clues in read if _offers(clues)]
    shop = [clues.first("shop") for clues in asides if clues.has("shop") and not clues.has("subscriptions")]
    evidence = own[:3] + offers[:3] + shop[:3]
    mentions = _mentions(read, brand(document))
    if mentions and (story := _STORY.search(document.title)):
        return [story.group(), *evidence]
    points = min(len(own), 2) + min(len(offers), 2) + 2 * bool(shop) + (mentions >= 2)
    return evidence if points >= _ENOUGH and (offers or shop or len(own) > 2) else []


def _offers(clues: Clues) -> bool:
    """Whether a sentence offers the reader something other than a subscription to the paper itself."""
    addressed = clues.any_low(READER | {"sie", "du", "jetzt"})
    inviting = clues.language == "en" and (0, 1) in clues.found.get("calls", [])
    return (addressed or inviting) and clues.has("offers", "shop") and not clues.has("subscriptions", quoted=True)
