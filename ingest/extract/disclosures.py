"""Lines that say something about a document rather than belong to it: who paid, what is offered, what is missing; pure.

German and English; every rule speaks of what such lines say on any site, and is bound to a length.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.extract.menus import word_count
from ingest.extract.patterns import AnyOf

_REMEMBERED = 1 << 16  # lines: each is asked several times

_ADVERT = re.compile(
    r"[\[(–—-]?\s?(?:anzeigen?|werbung|reklame|advertisements?|adverts?|ads?|promotion)\s?[\])–—-]?[:.]?", re.IGNORECASE
)
_MONEY = AnyOf(
    r"^[\[(]?(?:anzeige|werbung|reklame|advertorial|sponsored(?: content| post| by.*)?|advertisement feature|paid "
    r"(?:content|post)|"
    r"bezahlter beitrag|gesponsert(?:er beitrag)?|promotion|partner content|in kooperation mit.*|branded "
    r"content|(?:anzeigen-?|verlags-?)?sonderveröffentlichung|anzeigenspezial|native advertising|"
    r"(?:paid |commercial )?partnership)[\])]?[:.]?$|^(?:präsentiert|presented|gesponsert) (?:von|by) \S.{1,40}$",
    r"\bfür den inhalt\b.{0,40}\b(?:ist|sind|zeichnet|haftet)\b.{0,60}\b(?:verantwortlich|unternehmen|kunde|partner)"
    r"\b|"
    r"\b(?:responsib\w+ for|provided|supplied)\b.{0,30}\b(?:content|advertiser|sponsor)\b.{0,30}"
    r"\b(?:advertiser|sponsor|compan(?:y|ies)|partner)\b|\b(?:newsroom|editorial (?:staff|team)|redaktion|journalists)"
    r"\b.{0,30}"
    r"\b(?:not involved|no part|"
    r"no role|nicht beteiligt|keinen einfluss|nicht mitgewirkt)\b",
    r"\b(?:links?|links? on this page)\b.{0,60}\b(?:earn|receive|get|paid)\b.{0,30}"
    r"\b(?:fee|cut|share|money|percentage)\b|"
    r"\blinks?\b.{0,60}\b(?:kauf\w*|bestell\w*)\b.{0,60}\b(?:anteil|geld|vergütung|prozente?)\b|"
    r"\b(?:kauf\w*|bestell\w*)\b.{0,60}\blinks?\b.{0,60}\b(?:anteil|geld|vergütung|prozente?)\b",
    r"\b(?:partner|affiliate|provisions)-?\s?links?\b|\b(?:provision|commission|vergütung)\b.*\b(?:link|kauf|klick|"
    r"buy|purchase|click)",
    r"\b(?:link|links|kauf|buy|purchase|click)\b.*\b(?:kleine )?(?:provision|commission|affiliate)\b",
    r"\b(?:dieser?|this|der|the) (?:beitrag|artikel|text|inhalt|post|article|story|content|feature)\b.*\b(?:ist eine "
    r"(?:\w+ )?(?:anzeige|werbung)|"
    r"(?:bezahlt|gesponsert|finanziert|paid for|sponsored|funded) (?:von|by|durch)|im auftrag|in (?:zusammenarbeit|"
    r"kooperation) mit|"
    r"is an? (?:ad|advert\w*|paid)|(?:was )?(?:produced|created|written) (?:in (?:partnership|cooperation)|on behalf|"
    r"for and paid))",
)
_MONEY_WORDS = tuple(
    "anzeige werbung reklame adver sponsor paid bezahl promotion partner kooperation branded link provision commission "
    "vergütung affiliate finanziert funded auftrag zusammenarbeit produced created written sonderver spezial advert "
    "präsentiert presented verantwort responsib provided supplied newsroom editorial redaktion journalists earn "
    "receive anteil geld prozent unternehmen".split()
)
_OFFER = AnyOf(
    r"\b(?:kostenlos\w*|gratis|unverbindlich\w*|free|no[- ]obligation)\b.*\b(?:test\w*|demo\w*|trial|ausprobier\w*|"
    r"start\w*|registrier\w*|"
    r"anmeld\w*|herunterlad\w*|download|sign up|abonnieren|beratung\w*)\b",
    r"\b(?:test\w*|start\w*|try|get|buch\w*|book|request|anfordern|jetzt|demo|sichern)\b.*\b(?:kostenlos\w*|gratis|"
    r"free|demo|trial|"
    r"testversion|beratungstermin|sichern|angebot|pro for|für (?:nur )?\d+ euro|for (?:just |only )?[£$€]\d)",
    r"^(?:bereit|ready),? .*\?$|^(?:jetzt|now)\b.{0,60}(?:sichern|testen|bestellen|buchen|kaufen|anfragen|lesen|"
    r"abonnieren|starten)!?$",
    r"^(?:talk to sales|book a demo|request a demo|get started|kontakt aufnehmen|demo (?:buchen|anfordern)|get a "
    r"quote|angebot anfordern)$",
    r"^\S+ (?:im )?(?:jahresabo|probeabo|monatsabo)\b|^subscribe\b.{0,60}\b(?:for|from) (?:just |only )?[£$€]",
)
_STUB = AnyOf(
    r"\b(?:weiter|fortsetzung|lesen sie weiter|weiterlesen) auf (?:der nächsten )?seite\b|^(?:nächste seite|next "
    r"page)\b|"
    r"^(?:seite|page) \d+ (?:von|of|/) ?\d+\b|\bcontinue[sd]?(?: reading)? on (?:the next )?page\b|^1 2(?: 3)?(?: "
    r"\d)*(?: weiter| next| ›| »)?$",
    r"\b(?:subscribers?|members?) only\b|\bfor (?:paid|paying) (?:subscribers|members)\b|"
    r"\b(?:nur|exklusiv) für (?:abonnent|mitglieder|registrierte)|\b(?:mit|im) "
    r"(?:plus-)?abo (?:weiter)?lesen|"
    r"\b(?:to|um) (?:continue|keep) reading\b|^(?:keep|continue) reading\b.{0,40}\b(?:account|free|subscription)\b|"
    r"^(?:create|open) an? (?:free )?account to\b|"
    r"^testen sie .{1,30}\b(?:monate?|wochen?|tage?) (?:für|gratis|kostenlos)\b|"
    r"\bsubscribe to (?:continue|read|unlock)|^read the (?:full|rest)|"
    r"\bum (?:diesen|den ganzen|den vollständigen|den) (?:artikel|beitrag|text).*(?:lesen|freischalten)|"
    r"\b(?:artikel|beitrag|text|inhalt) (?:freischalten|ist kostenpflichtig|ist abonnent)|\bunlock (?:this|the full)|"
    r"\bjetzt (?:abo\w* |registrieren und )?weiterlesen|\balready a (?:\w+ )?(?:subscriber|member)|"
    r"\bbereits (?:abonnent|"
    r"abonniert|kunde)|"
    r"^(?:sie möchten|möchten sie|sie wollen|wollen sie|du willst|willst du|lust,?) (?:\S+ ){0,3}"
    r"(?:weiterlesen|weiterzulesen)\b|"
    r"^(?:want|would you like|wish) to (?:read on|keep reading|read more|read the (?:rest|whole|full))\b|"
    r"\bthis (?:article|story|post|content) is (?:reserved|exclusive|available only|only available|only)\b|"
    r"\breste \d+|réservé (?:aux|à nos) abonnés|\b(?:article|contenu) réservé|\babonnez-vous|^déjà abonné",
)
_STUB_WORDS = tuple(
    "seite page only subscri members abo registrier reading read freischalten kostenpflichtig unlock already bereits "
    "reste réserv déjà lesen exclusive 1".split()
)


def is_money(line: str) -> bool:
    """A disclosure that somebody pays: an advertisement label, a sponsor, affiliate links."""
    return word_count(line) <= 60 and _names_one_of(line, _MONEY_WORDS) and bool(_MONEY.search(line))


def is_advert_label(line: str) -> bool:
    """Whether a line is nothing but the word that stands above an advertisement, or above a text that is one."""
    return bool(_ADVERT.fullmatch(line.strip()))


def is_offer(line: str) -> bool:
    """A call to action standing alone ("Kostenlos testen"); in running text such a sentence stays."""
    sentence = line.count(". ") > 0 or line.endswith(".") and word_count(line) >= 8
    return word_count(line) <= 16 and not sentence and bool(_OFFER.search(line))


def is_stub_hint(line: str) -> bool:
    """A hint that the article goes on elsewhere: behind a paywall or on page 2."""
    return word_count(line) <= 30 and _names_one_of(line, _STUB_WORDS) and bool(_STUB.search(line))


@lru_cache(maxsize=_REMEMBERED)
def is_aside(line: str) -> bool:
    """What is no article text but says something about the document (see `Extraction.asides`)."""
    return is_money(line) or is_stub_hint(line) or is_offer(line)


def _names_one_of(line: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words that a slow pattern cannot do without is in a line."""
    folded = line.casefold()
    return any(word in folded for word in words)
