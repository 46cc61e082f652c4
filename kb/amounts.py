"""The large amounts of a question as texts mostly write them: "1500 Mio." as "1,5 Milliarden". Pure.

Two texts are found by the same words only where they write an amount the same way, and the embedder is poor at sums.
"""

from __future__ import annotations

import re

from kb.numbers import Quantity, quantities

LEAST = 1e6
_SCALES = {
    "de": ((1e12, "Billionen"), (1e9, "Milliarden"), (1e6, "Millionen")),
    "en": ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")),
}
_CURRENCIES = {
    "de": {"": "", "EUR": " Euro", "USD": " Dollar", "GBP": " Pfund", "CHF": " Franken"},
    "en": {"": "", "EUR": " euros", "USD": " dollars", "GBP": " pounds", "CHF": " francs"},
}
_FIGURES = re.compile(r"[€$£]\s?\d|\d")


def usual_amounts(question: str, language: str) -> str:
    """The question, in German or English, with its large amounts in figures and a word; others stay as they are."""
    found, at = "", 0
    for amount in quantities(question, language):
        if amount.start >= at and (said := _usual(amount, language)):
            found += question[at : amount.start] + said
            at = amount.end
    return found + question[at:]


def _usual(amount: Quantity, language: str) -> str | None:
    """How texts write this amount, or None where it stays as it is."""
    plain = amount.value == amount.high and not amount.derived and amount.unit in ("", "money")
    if not plain or amount.value < LEAST or amount.currency not in _CURRENCIES[language]:
        return None
    scale, word = next((scale, word) for scale, word in _SCALES[language] if amount.value >= scale)
    figures = _FIGURES.search(amount.text)
    if (figures and amount.scale == scale and word[:-2] in amount.text) or not (
        figures or amount.approximation == "exact"
    ):
        return None
    number = f"{amount.value / scale:.6g}"
    if abs(float(number) * scale - amount.value) > amount.value / 1e9:
        return None
    number = number.replace(".", ",") if language == "de" else number
    before = amount.text[: figures.start()] if figures else ""
    return f"{before}{number} {word}{_CURRENCIES[language][amount.currency]}"
