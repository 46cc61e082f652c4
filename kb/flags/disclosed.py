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
SPONSORS = re.compile(  # "Hanse Actuarial sponsors this programme"
    r"\b(?:sponsors?|sponsored|supports?|funds?|finances?|pays? for|paid for|brings? you|made possible) "
    r"(?:this|today[’']s|our) (?:programme|program|show|podcast|episode|newsletter|issue|edition|letter|series"
    r"|article|post)\b"
    r"|\b(?:sponsert|unterstützt|finanziert|ermöglicht|präsentiert|bezahlt) (?:diese[nsr]?|unsere[nsr]?) "
    r"(?:Sendung|Podcast|Folge|Newsletter|Ausgabe|Beitrag|Reihe|Artikel|Text|Episode)\b"
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
