"""Who speaks in a document: somebody who sells, an issuer of statements about itself, or a reporter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.flags.calls import is_commercial
from kb.flags.closed import MYSELF, READER, US
from kb.flags.clues import Clues
from kb.flags.disclosed import BACKED, BACKER, DISCLOSED
from kb.language import known
from kb.model import Document

_TOKEN = re.compile(r"[^\W\d_][\w&-]{2,}")
_GENERIC = frozenset(  # words in publishers' names that say nothing of who they are
    """the der die das and und for für institut institute magazin magazine zeitung news weekly daily blog press presse
    agentur agency gmbh inc ltd llc corp company group gruppe verlag office landesamt bundesamt ministerium ministry
    department center centre zentrum journal times post herald tribune review report dispatch wire ledger gazette kurier
    tagblatt anzeiger rundschau global deutschland germany europe europa international online digital media medien cloud
    health systems software technologies labs www gov org com net archives white house info magazine website""".split()
)
_LABEL = re.compile(
    r"((?:[A-ZÄÖÜ][\w’'-]*\.? )?[A-ZÄÖÜ][\w.’'-]*(?: (?:von|van|de|zu|of"
    r"|[A-ZÄÖÜ][\w.’'-]*)){0,5})(?: ?\([^()]{1,40}\)){0,2}:\s"
)
_SPONSOR = re.compile(r"\b(?:der|des|von|für|mit|by|with|for|from|durch)\s+((?:[A-ZÄÖÜ][\w&-]+\s?)+)")
_FORMAL = frozenset("sie ihr ihre ihren ihrem ihrer ihres ihnen".split())
_FAMILIAR = frozenset("du dir dich dein deine deinen deinem deiner euch euer eure euren eurem".split())
_STATE = re.compile(
    r"\.gov\b|\bgov\.|europa\.eu|\bbund\.de|ministeri|ministry|department of|government|regierung|parliament|landtag"
    r"|bundestag|bundesrat|"
    r"white ?house|european commission|kommission\b|landesamt|bundesamt|landesagentur|bundesagentur|landesbetrieb"
    r"|senatskanzlei|staatskanzlei",
    re.IGNORECASE,
)
_PUBLIC = re.compile(  # who publishes releases, but sells nothing
    r"ministeri|amt\b|behörde|agentur|verband|verein|bündnis|stiftung|institut|zentrum|zentrale|universit|hochschule"
    r"|kammer|"
    r"gewerkschaft|partei|fraktion|stadt\b|kreis\b|regierung|e\. ?V\.|ministry|department|agency|office|council"
    r"|commission|"
    r"association|alliance|foundation|cent(?:re|er)\b|university|union\b|government|city of|\.gov|house\b|news|wire"
    r"|times|post\b|"
    r"zeitung|bote\b|kurier|blatt|herald|courier|review|magazin",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"(?:Dr|Prof|Mr|Mrs|Ms|Sir|Lord|Baroness|Frau|Herr|Senator|Chairman|Chairwoman|Präsident(?:in)?|Vorsitzende[r]?|"
    r"Minister(?:in)?|[A-ZÄÖÜ][a-zäöü]+minister(?:in)?|Staatssekretär(?:in)?|Abgeordnete[r]?|The (?:Speaker|Chair"
    r"|Minister))\b"
)
_STORY = re.compile(
    r"\b(?:customer story|case study|success story|kundengeschichte|erfolgsgeschichte|referenz)", re.IGNORECASE
)
_TRADE = re.compile(
    r"\b(?:GmbH|AG|Inc|Ltd|plc|Kund(?:en|innen)|Umsatz|Unternehmen|Geschäftsjahr|Aktionäre|Auftrag|customers?|clients"
    r"|revenue|"
    r"company|shareholders|employs|beschäftigt|fiscal|CEO|Vorstand\w*|Konzern|Hersteller|Anbieter|chief executive"
    r"|manufacturer|"
    r"provider|president and)\b"
)
_PERSONAL = 8
ROUND = 3  # speakers who take turns, each with a label
_EDGE = 600  # characters at the beginning and end in which a disclosure may stand
_READ = 40_000  # characters in which the names of goods are looked for
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
    noticed = {notice.label for notice in document.notices}
    backed = any(BACKED.search(notice.reason) or BACKER.search(notice.reason) for notice in document.notices)
    sells = "vendor" in noticed or "sponsored" not in noticed and bool(sales_evidence(document, clues, ()))
    return Voice(
        sells=sells,
        paid="sponsored" in noticed and not backed,  # who backs an issue hasn't written it
        brand=names | _titled(document) if sells or "sponsored" in noticed and not backed else names,
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
    """The distinctive words of the publisher's name and of its goods' names, in lower case."""
    own = frozenset(token.casefold() for token in _TOKEN.findall(document.publisher or "")) - _GENERIC
    return own | _goods(document, own)


def _titled(document: Document) -> frozenset[str]:
    """Names in the title that no dictionary knows and that the text repeats: what a page of goods is about."""
    found = set()
    for token in _TOKEN.findall(document.title):
        if token[:1].isupper() and document.text.count(token) > 1 and not known(token, document.language or "en"):
            found.add(token.casefold())
    return frozenset(found) - _GENERIC


def _goods(document: Document, own: frozenset[str]) -> frozenset[str]:
    """Names right behind the publisher's ("Brightwell Loom", "Brightwell's Loom") that no dictionary knows."""
    if not own:
        return own
    named = re.compile(rf"\b(?i:{'|'.join(map(re.escape, own))})(?:['’]s)? ([A-ZÄÖÜ][\w-]{{2,}})")
    found = {match.group(1) for match in named.finditer(document.text[:_READ])}
    return frozenset(name.casefold() for name in found if not known(name, document.language or "en")) - _GENERIC


def sponsor(document: Document) -> frozenset[str]:
    """The names in the disclosure that a text was paid for, in lower case, without the publisher's."""
    told = [notice.reason for notice in document.notices if notice.label == "sponsored"]
    edges = re.split(r"(?<=[.!?])\s", f"{document.text[:_EDGE]} {document.text[-_EDGE:]}") if told else []
    lines = " ".join([*told, *(line for line in edges if DISCLOSED.search(line))])
    names = {word.casefold() for found in _SPONSOR.findall(lines) for word in found.split()}
    return frozenset(names) - _GENERIC - brand(document)


def _mentions(read: Sequence[Clues], names: frozenset[str]) -> int:
    return sum(names_one(clues, names) for clues in read)


def names_one(clues: Clues, names: frozenset[str]) -> bool:
    """Whether one of these names occurs, alone, in a compound or in the genitive."""
    for word in clues.words:
        stem = word.low.split("-")[0].removesuffix("'s")
        if stem in names or stem.endswith("s") and stem[:-1] in names:
            return True
    return False


def speaker_labels(document: Document) -> frozenset[str]:
    """Names that open paragraphs with a colon at least twice, or belong to an author: labels of an interview."""
    counts: dict[str, int] = {}
    persons: set[str] = set()
    for block in document.blocks:
        match = _LABEL.match(document.text, block.start, min(block.end, block.start + 80))
        if match and block.kind == "paragraph":
            counts[match.group(1)] = counts.get(match.group(1), 0) + 1
            if _is_person(match.group(1), document.language) or match.group().rstrip(": ").endswith(")"):
                persons.add(match.group(1))
    authors, questions = " ".join(document.authors), document.text.count("?")
    return frozenset(
        name
        for name, count in counts.items()
        if count > 1
        and (
            2 * questions >= count
            and " " not in name
            or name in persons
            or name.isupper()
            or not _listed(name, document.language)
        )
        or name.split()[-1] in authors
        or len(persons) >= ROUND
        and name in persons
    )


def _listed(name: str, language: str) -> bool:
    """Whether the last word of a label is in a dictionary ("Name:", "Standards:")."""
    last = name.split()[-1]
    return known(last, language or "en") or known(last.casefold(), "en")


def _is_person(label: str, language: str) -> bool:
    """Whether a label has a title, or two words or more of which the last is in no dictionary, as surnames are."""
    return bool(_TITLED.match(label)) or " " in label and not _listed(label, language)


def label_of(text: str, labels: frozenset[str]) -> str:
    """The speaker label a sentence opens with, or an empty string."""
    match = _LABEL.match(text) if labels else None
    return match.group(1) if match and match.group(1) in labels else ""


def sales_evidence(document: Document, read: Sequence[Clues], asides: Sequence[Clues]) -> list[str]:
    """The words that show a seller writing about their own goods; empty where there are too few."""
    if _STATE.search(f"{document.publisher} {document.url}"):
        return []
    names = brand(document) | _titled(document)
    own = [clues.first("own_goods") for clues in read if clues.has("own_goods")]
    offers = [clues.first("offers", "shop", quoted=True) or clues.show((0, 4)) for clues in read if _offers(clues)]
    shop = [clues.first("shop") for clues in asides if clues.has("shop") and not clues.has("subscriptions")]
    lauds = [words for clues in read if (words := _lauds(clues, names))]
    evidence = own[:3] + offers[:3] + shop[:3] + lauds[:3]
    mentions = _mentions(read, names) + any(name in document.title.casefold() for name in names)
    if mentions and (story := _STORY.search(document.title)):
        return [story.group(), *evidence]
    if issued := _issued(document, read, mentions):
        return [issued, *evidence]
    wooed = any(is_addressed(clues) for clues in read) + any(clues.any_low(US) for clues in read)
    points = min(len(own), 2) + min(len(offers), 2) + 2 * bool(shop) + (mentions >= 2) + min(len(lauds), 2)
    both = sum(map(is_addressed, read)) > 1 and sum(clues.any_low(US) for clues in read) > 1
    pressed = bool(offers) and both or len(offers) > 1 and any(is_commercial(clues) for clues in read)
    points += wooed if offers and mentions >= 2 or pressed else 0
    return evidence if points >= _ENOUGH and (offers or shop or len(own) > 2) else []


def is_addressed(clues: Clues) -> bool:
    """Whether the reader is spoken to ("your", or in German "Ihr" with a capital inside the sentence)."""
    if clues.language == "en":
        return clues.any_low(READER)
    formal = any(
        word.low in _FORMAL and clues.text[word.start].isupper()
        for word in clues.words[1:]
        if not clues.inside(word.start)
    )
    return formal or clues.any_low(_FAMILIAR)


def _issued(document: Document, read: Sequence[Clues], mentions: int) -> str:
    """The words by which a company opens a release about itself ("Die Medivant AG hat heute …")."""
    if _PUBLIC.search(document.publisher or "") or mentions * 6 < len(read):
        return ""
    own = frozenset(token.casefold() for token in _TOKEN.findall(document.publisher or "")) - _GENERIC
    opens = [clues for clues in read[:2] if names_one(clues, own) and clues.has("acting", "saying")]
    trades = any(_TRADE.search(clues.text) for clues in read)
    return " ".join(opens[0].text.split()[:6]) if opens and trades else ""


def _offers(clues: Clues) -> bool:
    """Whether a sentence offers the reader something other than a subscription to the paper itself."""
    if clues.has("subscriptions", quoted=True) or clues.question:
        return False
    if is_commercial(clues):
        return True
    addressed = clues.any_low(READER | {"sie", "du", "jetzt"}) or len(clues.words) < 8
    inviting = clues.language == "en" and (0, 1) in clues.found.get("calls", [])
    spans = [span for span in clues.spans("offers", "shop") if span[0] not in clues.names]
    return (addressed or inviting) and bool(spans)


def _lauds(clues: Clues, names: frozenset[str]) -> str:
    """Praise in a sentence that names the publisher or its goods."""
    return clues.first("hype", "praise", quoted=True) if names_one(clues, names) else ""
