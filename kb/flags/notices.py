"""What is true of a document as a whole: its publisher sells, money was paid, only a part of it is here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.flags.closed import READER, US
from kb.flags.clues import Clues
from kb.flags.disclosed import BACKER, DENIED, NOT_OURS, PAID_FOR, THROUGH_LINKS
from kb.flags.voice import brand, names_one, sales_evidence
from kb.model import Document, Flag, Sentence

_SHORT = 60  # words: a longer aside is a text of its own, in which "Werbung" may be the topic
_PAGE = re.compile(
    r"\b(?:Seite|page|Teil|part)\s+1\s*(?:von|of|/)\s*\d+|\bWeiter auf Seite\s+\d|\bcontinued? on page\s+\d",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\b(?:Seite|page|Teil|part)\s+(\d+)\s*(?:von|of|/)\s*\1\b", re.IGNORECASE)  # the last page
_BUYING = frozenset("link links kauf kauft purchase purchases buy amazon shop".split())
_WALL = re.compile(
    r"^(?:sie möchten|möchten sie|sie wollen|wollen sie|du willst|willst du|lust,?) (?:\S+ ){0,3}"
    r"(?:weiterlesen|weiterzulesen)\b|"
    r"^(?:want|would you like|wish) to (?:read on|keep reading|read more|read the (?:rest|whole|full))\b|"
    r"\bthis (?:article|story|post|content) is (?:reserved|exclusive|available only|only available|only) (?:for|to)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not?|never|nicht|kein\w*|nie|un(?:paid|sponsored))\b", re.IGNORECASE)
_LEGAL_FORM = (
    r"(?:(?<!g)GmbH(?: & Co\.? KG\w*)?|AG|SE|KG|Ltd\.?|Limited|Inc\.?|LLC|plc|PLC|Corp\.?|B\.?V\.|S\.?A\.)(?!\w)"
)
_NO_SELLER = re.compile(  # media and bodies that may have a company's legal form, but sell nothing they write about
    r"verlag|medien|media\b|zeitung|news|presse|press\b|publish|redaktion|rundfunk|broadcast|magazin|"
    r"ministeri|ministry|amt\b|behörde|authority|department|council|kreis\b|stadt\b|gemeinde|regierung"
    r"|government|landtag|"
    r"bundestag|parliament|institut|stiftung|foundation|forschung|research|zentrum|agentur|agency|universit|"
    r"hochschule|kammer|verband",
    re.IGNORECASE,
)
_CAUSE = re.compile(  # who asks for members and help rather than for customers
    r"gewerkschaft|\b(?<!credit )union\b|partei\b|\bparty\b|\be\. ?V\.|\bverein\b|bürgerinitiative|\binitiative\b|"
    r"bündnis|"
    r"verband\b|\bkammer\b|kirche|church|fraktion",
    re.IGNORECASE,
)
_OURS_SOLD = re.compile(
    r"\b(?:unser\w*|our) (?:[\w-]+ )?(?:vertrieb\w*|sales (?:team|staff)|kund(?:en|innen)|customers|clients|system\w*|"
    r"produkt\w*|products?|software|platt?form\w*|lösung\w*|solutions?|tools?|geräte?\w*|devices?)\b",
    re.IGNORECASE,
)
_BEST = re.compile(  # what somebody says of themselves who wants to be chosen
    r"\b(?:the|['’]s|our|a) (?:[\w-]+ ){0,2}?(?:most [\w-]+|best|finest|greatest|fastest|safest|smartest|strongest|"
    r"easiest|friendliest|leading|number one)\b|\bNummer eins\b|"
    r"\b(?:der|die|das|den|dem|ein|eine) (?:[\w-]+ )??(?:beste|stärkste|klügste|führende|"
    r"(?!größ|letzt|nächst|meist|jüngst|ältest|christ)[a-zäöüß-]{5,}ste)[rnms]?\b"
)
_WE_ARE = re.compile(r"^(?:we are|we['’]re|wir sind)\b", re.IGNORECASE)
_COME_TO_US = re.compile(  # "Send us your plans", "Sprechen Sie mit unserem Team", but not "Send us your letters"
    r"^(?:so |then |please |bitte |also |dann )?(?:(?:send|talk|write|speak|pitch|apply|come|call|ring|drop|book|visit|"
    r"contact|e-?mail|show|ask|meet|try)\b[^.!?]{0,40}\b(?:us|our)\b|"
    r"(?:(?:schicken|senden|sprechen|schreiben|rufen|melden|kommen|bewerben|kontaktieren|besuchen|vereinbaren|buchen|"
    r"zeigen|fragen|treffen) sie|schicke?|sende?|sprich|schreibe?|rufe?|melde?|komme?|bewirb|zeige?|besuche?)\b"
    r"[^.!?]{0,60}\b(?:uns|unser\w*)\b)"
    r"(?!.*\b(?:tips?|letters?|opinions?|views|comments|hinweise?|leserbriefe?|meinung|kommentare?|feedback)\b)",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"(?:[A-ZÄÖÜ][\w/.,-]*\s){1,4}\((?P<short>[A-Za-z]{2,12})(?:/[^)]*)?\)\s*[-–—]")
_NAME = 6  # words before the verb: the name itself is the subject
# Shares of a text's sentences that promote. Of 78 documents that neither rules nor reader had seen, those that sell had
# the second one but for some founders' posts and white papers; those that don't stayed below the first.
HARDLY, SELLING = 0.2, 0.3
_SENT_IN = frozenset({"ots", "pm", "pr", "pressemitteilung"})  # datelines of what companies write themselves


def document_notices(document: Document, read: Sequence[Clues], asides: Sequence[Clues]) -> tuple[Flag, ...]:
    """The notices in the order vendor, sponsored, affiliate, stub, each with the words that show it."""
    sponsored = _sponsored(read, asides)
    vendor = [] if sponsored else _vendor(document, read, asides)
    found = {
        "vendor": "; ".join(dict.fromkeys(vendor)),
        "sponsored": sponsored,
        "affiliate": _affiliate(read, asides),
        "stub": _stub(read, asides),
    }
    return tuple(Flag(label, reason) for label, reason in found.items() if reason)


def _line(clues: Clues) -> str:
    return clues.text if len(clues.text) <= 160 else clues.text[:157].rsplit(" ", 1)[0] + " …"


def settled(document: Document, sentences: Sequence[Sentence]) -> tuple[Flag, ...]:
    """A document's notices once its sentences are flagged: whether its publisher sells shows in how much they promote.

    Two in ten sentences that promote are too few for a seller's text, whatever else speaks for one; three are enough
    unless somebody else paid for it, or its publisher sells nothing. For texts whose sentences a reader has judged.
    """
    promoting = [sentence.reasons["marketing"] for sentence in sentences if "marketing" in sentence.labels]
    share, labels = len(promoting) / max(1, len(sentences)), {notice.label for notice in document.notices}
    if share < HARDLY:
        return tuple(notice for notice in document.notices if notice.label != "vendor")
    publisher = document.publisher or ""
    if share < SELLING or labels & {"vendor", "sponsored", "affiliate"}:
        return document.notices
    if _CAUSE.search(publisher) or _NO_SELLER.search(publisher) or _DATELINE.match(document.text):
        return document.notices
    return (Flag("vendor", "; ".join(dict.fromkeys(promoting[:2]))), *document.notices)


# -- who sells --------------------------------------------------------------------------------------


def _vendor(document: Document, read: Sequence[Clues], asides: Sequence[Clues]) -> list[str]:
    """The words that show a seller; none for agencies' reports and for those who campaign rather than sell."""
    wire = _DATELINE.match(document.text)
    if wire and wire["short"].casefold() not in _SENT_IN or _CAUSE.search(document.publisher or ""):
        return []
    evidence = sales_evidence(document, read, asides)
    reported = _reports_on_itself(document, read)
    return evidence or ([reported] if reported else _woos(document, read))


def _reports_on_itself(document: Document, read: Sequence[Clues]) -> str:
    """The words by which a company's own report names it at once, what it sells, or itself beside "we" and "our"."""
    bare = re.sub(rf"\s+{_LEGAL_FORM}$", "", document.publisher or "")
    if not bare or _NO_SELLER.search(bare):
        return ""
    firm = re.compile(rf"(?<!\w){re.escape(bare)}\s+{_LEGAL_FORM}")
    opening = next((found.group() for clues in read[:2] if (found := firm.search(clues.text))), "")
    if opening:
        return opening
    named = any(bare in text for text in (document.title, *(clues.text for clues in read)))
    spoken = ((clues, _OURS_SOLD.search(clues.text)) for clues in read)
    sold = [found.group() for clues, found in spoken if found and not clues.inside(found.start())]
    if named and len(sold) > 1:
        return "; ".join(sold[:3])
    ours = sum(clues.any_low(US) for clues in read)
    return document.publisher or "" if bare != document.publisher and named and ours > 1 else ""


def _woos(document: Document, read: Sequence[Clues]) -> list[str]:
    """The words by which a house that says "we" calls itself the best and asks its readers to come to it."""
    own = brand(document)
    if not document.publisher or _NO_SELLER.search(document.publisher) or sum(c.any_low(US) for c in read) < 2:
        return []
    opening = ((clues, clues.text.split(" is ")[0].split(" ist ")[0]) for clues in read)
    praised = [
        found.group().strip()
        for clues, start in opening
        if (found := _BEST.search(clues.text)) and not clues.inside(found.start())
        if _WE_ARE.match(clues.text) or names_one(clues, own) and len(start.split()) <= _NAME
    ]
    called = [found.group() for clues in read if (found := _COME_TO_US.match(clues.text))]
    return [praised[0], called[0]] if praised and called else []


# -- who paid ---------------------------------------------------------------------------------------


def _sponsored(read: Sequence[Clues], asides: Sequence[Clues]) -> str:
    """A disclosure among the asides, a short one at the beginning or end of the text, or one that names the text."""
    short = [clues for clues in asides if len(clues.words) <= _SHORT]
    short += [clues for clues in (*read[:2], *read[-3:]) if len(clues.words) < 20]
    for clues in short:
        spans = clues.spans("sponsored", quoted=True)
        if (
            spans
            and (spans[0][0] < 3 or len(spans) > 1)
            and not clues.has("saying", "stub")
            and not DENIED.search(clues.text)
        ):
            return _line(clues)
    edges = [*asides, *read[:3], *read[-4:]]
    told = (_line(clues) for clues in edges if _says(PAID_FOR, clues) or NOT_OURS.search(clues.text))
    return next(told, "") or next(
        (_line(clues) for clues in read if len(clues.words) <= _SHORT and _says(BACKER, clues)), ""
    )


def _says(pattern: re.Pattern[str], clues: Clues) -> bool:
    """Whether a pattern is found outside quotations and isn't denied."""
    found = pattern.search(clues.text)
    return bool(found and not clues.inside(found.start()) and not _NOT.search(found.group()))


def _affiliate(read: Sequence[Clues], asides: Sequence[Clues]) -> str:
    """A line on commissions that speaks of links or of buying."""
    for clues in (*asides, *read):
        spans = [" ".join(word.low for word in clues.words[start:end]) for start, end in clues.spans("affiliate")]
        linked = any("link" in words for words in spans)
        if THROUGH_LINKS.search(clues.text) and len(clues.words) <= _SHORT and clues.any_low(READER | US):
            return _line(clues)
        if linked or spans and clues.any_low(_BUYING) and not clues.has("ruling"):
            return _line(clues)
    return ""


# -- what is missing --------------------------------------------------------------------------------


def _stub(read: Sequence[Clues], asides: Sequence[Clues]) -> str:
    """A hint at further pages or at a wall, among the asides or at the edges of the text."""
    for clues in (*asides, *read[:1], *read[-2:]):
        if _WHOLE.search(clues.text):
            continue
        if match := _PAGE.search(clues.text) or _WALL.search(clues.text):
            return match.group()
        if clues.has("stub", quoted=True) and len(clues.words) <= _SHORT:
            return _line(clues)
    return ""
