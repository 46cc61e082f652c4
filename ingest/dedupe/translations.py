"""Whether two texts in two languages are one text: near in meaning, with the same figures and names. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from ingest.dedupe.facts import figures, names
from kb.text import fold, words

ENOUGH_FIGURES, NEAR, MOST_FIGURES = 4, 0.35, 0.8
VERY_NEAR, FEW_FIGURES = 0.6, 0.5
FILLED = 0.75  # of the figures that a text of that length would have (translations 0.8 to 1.0; report and source 0.66)
ENOUGH_NAMES, SOME_NAMES = 4, 0.3
STEM = 5  # letters by which a name is known in the other language ("Brüsseler", "Brussels" differ)
CANDIDATES = 6


def most_named(found: Iterable[Iterable[str]], limit: int = CANDIDATES) -> list[str]:
    """The documents that most of a document's passages have among their nearest, most often named first.

    `found` gives, for each passage looked up, the documents that the nearest passages of the other language belong
    to, best first. Of documents named equally often the one that came first in an answer leads.
    """
    times: Counter[str] = Counter()
    for documents in found:
        times.update(list(dict.fromkeys(documents)))
    return [document_id for document_id, _ in times.most_common(limit)]


def is_translation(left: tuple[str, str], right: tuple[str, str], cosine: float) -> bool:
    """Whether two (text, language) in two languages are one text, by meaning and by the facts they share.

    `cosine` is that of the two texts' mean vectors, each less the mean of its language. Two reports on one event are
    near in meaning too, but differ in a fifth of their figures or more; where there are few, meaning has to be very
    near. Where there are names, some of them have to stand in both. A report on a study has its figures from there, but
    the study has more of them than its greater length explains.
    """
    if cosine < NEAR or not 0.4 < len(left[0]) / max(1, len(right[0])) < 2.5:
        return False
    a, b = _long_figures(*left), _long_figures(*right)
    shared = len(a & b) / min(len(a), len(b)) if a and b else 0.0
    if min(len(a), len(b)) >= ENOUGH_FIGURES:
        short, long = sorted((len(left[0]), len(right[0])))
        alike = shared >= MOST_FIGURES and len(a & b) >= FILLED * max(len(a), len(b)) * short / long
    else:
        alike = cosine >= VERY_NEAR and shared >= FEW_FIGURES
    return alike and _same_names(left, right)


@lru_cache(32)  # a text is compared with several in turn
def _long_figures(text: str, language: str) -> frozenset[str]:
    """Without single digits: these stand anywhere."""
    return frozenset(figure for figure in figures(text, language) if len(figure) > 1)


def _same_names(left: tuple[str, str], right: tuple[str, str]) -> bool:
    """Whether enough of the names of the text with fewer stand in the other, be it with another ending."""
    sides = sorted(((names(*left), right[0]), (names(*right), left[0])), key=lambda side: len(side[0]))
    own, text = sides[0]
    if len(own) < ENOUGH_NAMES:
        return True
    held = {fold(part)[:STEM] for word in words(text) for part in word.split("-")}
    return sum(fold(name)[:STEM] in held for name in own) >= SOME_NAMES * len(own)
