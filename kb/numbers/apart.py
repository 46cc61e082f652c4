"""Digits that count nothing: model names, articles of laws, times of day, notes, telephone numbers. Pure."""

from __future__ import annotations

import re

from kb.numbers.quantity import NO_NOUNS, noun_behind
from kb.numbers.units import units

_NO_AMOUNTS = re.compile(  # what has digits and counts nothing
    r"\b\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s?(?:Uhr|[ap]\.?m\b\.?)|\b\d{1,2}:\d\d\b|\b\d{1,2}\s(?:Uhr\b|[ap]\.?m\b\.?)"
    r"|\[\d{1,3}\]|\(\d{1,2}\)(?=\s)|[¹²³⁰-⁹]+"  # notes, numbered clauses
    r"|(?:\bArt(?:ikel[sn]?|icles?)?\.?|§+|\bAbs(?:atz|ätze|\.)|\bSections?|\bSec\.|\bParagraphs?|\bRecitals?|\bAnnex|"
    r"\bAnhang|\bZiffer|\bNr\.|\bNummer|\bNo\.|\bNumber|\bChapters?|\bKapitel|\bpages?|\bSeiten?|\bS\.|\bTable|"
    r"\bTabelle|\bFigure|\bAbbildung|\bVersion|\bPhase|\bStufe|\bLevel|\bTitle|\bPart|\bTeil|\bVolume|\bBand|"
    r"\bAusgabe|\bIssue|\bRoom|\bRaum|\bBlock|\bStep|\bSchritt|\bPublic Law|\bPlatz|\bResolution|\bE\.O\.|\bOrder|"
    r"\bProposition|\bRang)\s?\d+[a-z]?(?:[.,–/-]\d+)*(?:\s?\(\d+\))*"
    r"|\b\d+/\d+/E[UWG]\w*|\((?:EU|EG|EC)\)\s(?:Nr\.\s|No\s)?\d+/\d+|\b(?:H\.R\.|S\.)\s\d+|\b\d{1,2}/7\b"
    r"|(?<!\w)(?:\+|00)\d[\d\s()/-]{6,}\d|\b0\d{2,5}[\s/-]\d{3,}[\d\s-]*"  # telephones
    r"|\b[^\W\d_]+[-‑–]?\d[\w.]*(?:[-‑]\w+)*|(?<![\d.,$€£])\b\d+[A-Za-z]{1,2}\d\w*"  # GPT-4, A100
    r"|(?<![$€£\d.,])\b\d+(?:\.\d+)?(?:G|B|M|o|D)\b(?!\w)"  # 5G, 7B
    r"|\bv\d[\d.]*|\b(?!\d{1,3}(?:\.\d{3})+(?![\d.]))\d+(?:\.\d+){2,}\b|https?://\S+|\S+@\S+"
    r"|\b\d{2,4}(?:s|er)\b|\b\d{1,3}(?:st|nd|rd|th)\b"  # decades, ordinals
    r"|\b\d{1,3}\.(?=\s[A-ZÄÖÜ][a-zäöü])(?<!\d\d\d\.)|^\s?\d{1,2}[.)]\s"
)
_NAMED = re.compile(r"\b([A-ZÄÖÜ]\w*[^\W\d_])\s\d{1,2}(?:\.\d{1,2})?(?![\d%€-]|[.,]\d)")  # "Llama 3.1", "Brick 4"


def no_amounts(text: str, language: str) -> list[tuple[int, int]]:
    """Where digits stand that count nothing: model names, articles of laws, times, notes, telephone numbers."""
    plain = (m for m in _NO_AMOUNTS.finditer(text) if not units().unit(m.group().lstrip("0123456789.,")))
    named = (m for m in _NAMED.finditer(text) if _is_name(text, m, language))
    return [m.span() for m in (*plain, *named)]


def _is_name(text: str, match: re.Match[str], language: str) -> bool:
    """Whether a capitalised word and a small number are a name together, rather than a count of what follows."""
    if match[1].casefold() in NO_NOUNS or match[1].casefold() in units().approximations:
        return False
    if units().after.match(text, match.end()) or units().scale[language].match(text, match.end()):
        return False
    noun = noun_behind(text, match.end(), language)
    counts = noun[:1].isupper() if language == "de" else noun.endswith("s")
    return not counts and noun.casefold() not in units().counted
