"""Patterns by which a text says that money was paid for it, or for the issue in which it stands."""

from __future__ import annotations

import re

THIS_TEXT = re.compile(
    r"^(?:This|Today['’]s|Dies(?:er?|es)|Die heutige) (?:week['’]s )?(?:edition|issue|newsletter|post|article|episode"
    r"|story|page|video|Ausgabe|"
    r"Beitrag|Artikel|Text|Newsletter|Folge|Episode|Video|Seite|Veröffentlichung|Sonderseite|Beilage"
    r"|Verlagsbeilage|Sonderbeilage"
    r"|Publikation|Strecke|feature|supplement|podcast|programme|program|show|content|publication|section|letter)\b"
)
BACKED = re.compile(  # "This issue is supported by …"
    r"^(?:This|Today['’]s|Dies(?:er?|es)|Die heutige|Der heutige) (?:week['’]s )?(?:edition|issue|newsletter|note"
    r"|letter|post|article|episode|"
    r"story|Ausgabe|Beitrag|Artikel|Newsletter|Folge|Text|Podcast|podcast)\b[^.]{0,40}?\b(?:präsentiert|unterstützt"
    r"|ermöglicht|gesponsert|"
    r"presented|supported|sponsored|brought to you|courtesy|made possible|powered|Zusammenarbeit|Kooperation"
    r"|partnership)\b"
)
DISCLOSED = re.compile(
    r"\b(?:[Bb]ezahlte[rs]?|[Gg]esponserte?[rs]?|Anzeige|Advertorial|[Aa]nzeigenkunde|paid|sponsored"
    r"|[Aa]dvertis\w+|partner content)\b"
)
_WORK = (  # what a text calls itself
    r"(?:posts?|article|story|edition|issue|newsletter|podcast|episode|show|video|"
    r"beitrag|artikel|ausgabe|folge|sendung|text)"
)
_SHOWN = rf"{_WORK}|programme|program|series|letter"
_SELF = rf"\b(?:this|today['’]s|dieser?|dieses|die heutige|der heutige) (?:[\w-]+ )?{_WORK}\b"
PAID_FOR = re.compile(  # "Dieser Beitrag ist eine bezahlte Anzeige der …"
    rf"{_SELF} (?:is|was|has been|ist|wird|wurde|enthält|contains|erscheint|entstand) (?:[\w-]+ ){{0,4}}"
    r"(?:(?:werbe)?anzeige|werbung|advertorial|adverti\w+|ad|sponsored|gesponsert|bezahlt\w*|paid|finanziert|"
    r"präsentiert|presented|brought to you|made possible|supported by|"
    r"im auftrag|in (?:kooperation|partnership) (?:mit|with))\b",
    re.IGNORECASE,
)
BACKER = re.compile(  # "Fenn Mutual sponsors this show", "unser heutiger Sponsor"
    rf"\bsponsor(?:s|ed|ing|t)? (?:this|our|today['’]s|the|diese\w*|unsere\w*) (?:[\w-]+ )?(?:{_SHOWN})\b|"
    r"\b(?:supports?|funds?|finances?|pays? for|paid for|brings? you|made possible) "
    rf"(?:this|our|today['’]s) (?:{_SHOWN})\b|"
    rf"\b(?:präsentiert|sponsert|unterstützt|finanziert|ermöglicht|bezahlt) (?:diese\w*|unsere\w*) (?:[\w-]+ )?"
    rf"(?:{_WORK}|reihe)\b|"
    r"\b(?:our|today['’]s|this week['’]s) sponsors?\b|\bunser\w* (?:heutige\w* )?(?:sponsor|werbepartner)\w*",
    re.IGNORECASE,
)
NOT_OURS = re.compile(  # who answers for what a partner wrote
    r"\bfür den inhalt\b.{0,40}\b(?:ist|sind|zeichnet|haftet)\b.{0,60}\b(?:verantwortlich|unternehmen|kunde|partner)\b|"
    r"\bresponsib\w+ for (?:this|the|its) content\b.{0,30}\b(?:advertiser|sponsor|compan(?:y|ies)|partner)\b|"
    r"\b(?:provided|supplied) by (?:the|our|an) (?:advertiser|sponsor|partner)\b|"
    r"\b(?:newsroom|editorial (?:staff|team)|redaktion|journalists)\b.{0,30}\b(?:not involved|no part|no role|"
    r"nicht beteiligt|keinen einfluss|nicht mitgewirkt)\b|^(?:anzeigen-?|verlags-?)?sonderveröffentlichung$|"
    r"^(?:präsentiert|presented|gesponsert) (?:von|by) \S.{1,40}$",
    re.IGNORECASE,
)
THROUGH_LINKS = re.compile(  # "When you buy through our links, we may earn a fee"
    r"\blinks?\b.{0,60}\b(?:earn|receive|get|paid)\b.{0,30}\b(?:fee|cut|share|money|percentage)\b|"
    r"\b(?:kauf\w*|bestell\w*)\b.{0,60}\blinks?\b.{0,60}\b(?:anteil|geld|vergütung|prozente?)\b|"
    r"\blinks?\b.{0,60}\b(?:kauf\w*|bestell\w*)\b.{0,60}\b(?:anteil|geld|vergütung|prozente?)\b",
    re.IGNORECASE,
)
DENIED = re.compile(  # "Dieser Text ist keine Werbung"
    r"\b(?:not|never|nicht|kein\w*) (?:\w+ ){0,2}(?:sponsored|gesponsert|paid|bezahlt\w*|anzeige|werbung|advert\w*)\b",
    re.I,
)
