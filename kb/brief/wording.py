"""The brief's own words in German and English."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

Language = Literal["de", "en"]

_MONTHS = {
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni")
    + ("Juli", "August", "September", "Oktober", "November", "Dezember"),
    "en": ("January", "February", "March", "April", "May", "June")
    + ("July", "August", "September", "October", "November", "December"),
}
WORDS: dict[str, dict[str, str]] = {
    "de": {
        "made": "Stand",
        "question": "Frage",
        "questions": "Fragen",
        "source": "Quelle",
        "sources": "Quellen",
        "refusal": "Die Quellen sagen dazu nichts.",
        "conflict": "Die Quellen widersprechen sich",
        "newer": "Eine neuere Quelle sagt dazu etwas anderes",
        "nearby": "In der Nähe der Frage sagen sie",
        "context": "zum Verständnis",
        "written": "Was nicht in Anführungszeichen steht, hat ein Sprachmodell formuliert",
        "undated": "ohne Datum",
        "origin": "Herkunft",
        "retrieved": "Abgerufen am",
        "language": "Sprache",
        "de": "Deutsch",
        "en": "Englisch",
        "open": "„",
        "close": "“",
    },
    "en": {
        "made": "As of",
        "question": "question",
        "questions": "questions",
        "source": "source",
        "sources": "sources",
        "refusal": "The sources don't say.",
        "conflict": "The sources contradict each other",
        "newer": "A newer source says something else on this",
        "nearby": "Near the question they say",
        "context": "for context",
        "written": "What is not in quotation marks was worded by a language model",
        "undated": "undated",
        "origin": "Origin",
        "retrieved": "Retrieved on",
        "language": "Language",
        "de": "German",
        "en": "English",
        "open": "“",
        "close": "”",
    },
}
THIN = "\u202f"
_DOUBLE = re.compile('[„“”"]')
_INNER = {"de": ("‚", "‘"), "en": ("‘", "’")}
_LABELS = {
    "claim": ("Behauptung", "claim"),
    "marketing": ("Werbung", "marketing"),
    "attributed": ("mit Quellenangabe", "attributed"),
    "vague": ("vage Quelle", "vague source"),
    "unsupported": ("unbelegt", "unsupported"),
    "forecast": ("Prognose", "forecast"),
    "vendor": ("Anbieter in eigener Sache", "vendor's own text"),
    "sponsored": ("bezahlter Text", "sponsored text"),
    "affiliate": ("Partner-Links", "affiliate links"),
    "stub": ("nur ein Teil des Textes", "part of the text only"),
    "corroborated": ("mehrfach belegt", "corroborated"),
    "echo": ("mehrfach, aber aus einer Quelle", "repeated, from one source"),
    "single": ("einzige Quelle", "single source"),
    "disputed": ("umstritten", "disputed"),
}


def known(language: str) -> Language:
    """The language to word things in: German for German, English for everything else."""
    return "de" if language == "de" else "en"


def label_name(label: str, language: Language) -> str:
    """A label as a reader should see it; one this house does not know stays as it is."""
    german, english = _LABELS.get(label, (label, label))
    return german if language == "de" else english


def day(when: date, language: Language) -> str:
    """A date in full: 3. März 2026, 3 March 2026."""
    point = "." if language == "de" else ""
    return f"{when.day}{point} {_MONTHS[language][when.month - 1]} {when.year}"


def in_marks(words: str, language: str) -> str:
    """A source's words in the quotation marks of their language; their own double marks become single ones."""
    return "".join(marked(words, language))


def marked(words: str, language: str) -> tuple[str, str, str]:
    """The opening mark, the words with their own marks single, and the closing mark.

    Where two marks meet, a thin space that does not break stands between them.
    """
    outer, inner = WORDS[known(language)], within_marks(words, language)
    before, after = (THIN if inner.strip()[at:][:1] in _INNER[known(language)] else "" for at in (0, -1))
    return f"{outer['open']}{before}", inner, f"{after}{outer['close']}"


def within_marks(words: str, language: str) -> str:
    """Words as they stand between quotation marks: marks in them are single, a lone straight one (27") is left."""
    opening, closing = _INNER[known(language)]
    paired = words.count('"') % 2 == 0

    def single(found: re.Match[str]) -> str:
        mark, before = found.group(), words[: found.start()][-1:]
        if mark == '"' and not paired:
            return mark
        opens = mark == "„" or mark != "”" and (not before or before.isspace() or before in "([–—-/„")
        return opening if opens else closing

    return _DOUBLE.sub(single, words)
