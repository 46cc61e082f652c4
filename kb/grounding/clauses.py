"""A sentence cut into its clauses, and how each bears on its matter: denied, open or certain, up or down. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kb.grounding.lexicon import lexicon

SHORT = 3  # words: less is no clause of its own
_FINITE = (  # what may follow "and" where a clause begins, rather than one more thing
    r"(?:(?:now|also|then|nun|auch|dann)\s+)?(?:is|are|was|were|has|have|had|will|does|do|did|can|may|it|they|he|she|"
    r"ist|sind|war|waren|hat|haben|wird|werden|wurden?|soll|sollen|kann|muss|es|sie|er|"
    r"[a-z]{2,}(?:ed|es|ds|ts|ks|ns)|[a-zäöüß]{3,}(?:t|te|ten))\b"
)
_CUTS = re.compile(
    r"\s*[;:]\s+|\s+[-–—]\s+"
    r"|,?\s+(?=(?:but|while|whereas|although|though|because|since\s(?!\d)|saying|that|"
    r"aber|doch|sondern|während|obwohl|weil|dass|denn|wobei)\b)"
    rf"|,\s+|\s+(?=(?:and|und)\s+(?-i:{_FINITE}))",
    re.IGNORECASE,
)
THAT = re.compile(r"\s*(?:that|dass)\b", re.IGNORECASE)
_INFINITIVE = re.compile(r"\bzu\s[a-zäöüß]+[er]n\b|\b(?:ab|an|auf|aus|bei|ein|fern|vor|zurück)zu[a-zäöüß]+[er]n\b")


@dataclass(frozen=True, slots=True)
class Clause:
    """`text[start:end]` of a sentence."""

    start: int
    end: int
    text: str


def clauses(sentence: str) -> list[Clause]:
    """The clauses of a sentence in order; what is none of its own belongs to the one before."""
    bounds = [0, *(match.end() for match in _CUTS.finditer(sentence)), len(sentence)]
    spans: list[tuple[int, int]] = []
    for start, end in zip(bounds, bounds[1:], strict=False):
        if spans and (_leans(sentence[start:end]) or _few(sentence[slice(*spans[-1])])):
            spans[-1] = (spans[-1][0], end)
        elif end > start:
            spans.append((start, end))
    return [Clause(start, end, sentence[start:end]) for start, end in spans]


def _leans(text: str) -> bool:
    """Whether a piece is no clause of its own: a few words, or an infinitive ("..., den Bau zu verbieten")."""
    return _few(text) or bool(_INFINITIVE.search(text))


def _few(text: str) -> bool:
    return len(text.split()) < SHORT


@dataclass(frozen=True, slots=True)
class Bearing:
    """How a clause bears on its matter: how often it denies, on which side of which opposites it stands (1 or -1)."""

    denials: int
    sides: Mapping[str, int]
    open: bool
    ahead: bool
    past: bool


def bearing(text: str, language: str) -> Bearing:
    """The bearing of a clause in this language."""
    known, sides = lexicon(language), dict[str, int]()
    for name, (plus, minus) in known.opposites.items():
        up, down = len(plus.findall(text)), len(minus.findall(text))
        if up or down:
            sides[name] = -1 if down % 2 else 1
    denials = len(known.denies.findall(known.not_denied.sub(" ", text)))
    found = (bool(pattern.search(text)) for pattern in (known.open, known.ahead, known.past))
    return Bearing(denials, sides, *found)


def contradicts(mine: Bearing, theirs: Bearing) -> bool:
    """Whether two clauses on one matter stand on different sides: one denies what the other says, up against down."""
    denied, other = mine.denials % 2 == 1, theirs.denials % 2 == 1
    shared = [name for name in mine.sides if name in theirs.sides]
    if any((mine.sides[name] == theirs.sides[name]) == (denied != other) for name in shared):
        return True
    return not shared and denied != other


def overstates(mine: Bearing, theirs: Bearing) -> bool:
    """Whether a clause tells as a fact what the other leaves open, or as past what lies ahead."""
    if mine.open or mine.ahead:
        return False
    return theirs.open or (theirs.ahead and mine.past and not theirs.past)
