"""How a statement means the times it names: from then on, until then, not before then. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.numbers import Moment

_LEAD = 34  # characters before a time in which the words stand that say how it is meant
_NEAR_TIME = (
    r"\s(?:(?:dem|der|the|am|on|in|im|ende?|mid|mitte|anfang|early|late|the\send\sof|frühjahr|frühling|sommer|herbst|winter|"
    r"spring|summer|autumn|fall|of)\s)*$"
)
_FROM = re.compile(
    rf"\b(?:ab|vom|von|zum|erst|frühestens|from|starting|effective|starts?|beginn\w*|begins?|as\sof|"
    rf"(?:no|not)\s(?:earlier|sooner)\sthan|not\suntil|until\safter|nicht\svor|not\sbefore|earliest){_NEAR_TIME}",
    re.I,
)
_SINCE = re.compile(rf"\b(?:seit|since){_NEAR_TIME}", re.I)
_UNTIL = re.compile(rf"\b(?:bis|spätestens|by|until|till|through|no\slater\sthan){_NEAR_TIME}", re.I)
_BEFORE = re.compile(rf"\b(?:vor|before|until|till|bis){_NEAR_TIME}", re.I)
_NOT = re.compile(r"\b(?:nicht|kein(?:e[nrms]?)?|niemand|nichts|not|no|never|none|nothing|nobody)\b|n['’]t\b", re.I)
_BEGINS = re.compile(
    r"\b(?:beginn\w*|begann\w*|starte[tn]?\w*|start|(?:ein|auf)zuführen|ein(?:ge)?führ\w*|führ\w+\b.*\bein|in\skraft|"
    r"(?:lauf\w*|läuft)\b.*\ban|anlaufen|gilt|gelten|wieder\sauf\w*|eröffn\w*|begins?|began|starts?|starting|introduc\w+|"
    r"launch\w*|takes?\seffect|into\sforce|in\sforce|appl(?:y|ies)|resum\w+|open(?:s|ed)?|equip|ausgestattet|stattet)\b",
    re.I,
)
_CLAUSE = re.compile(r"[.;:!?]|,\s(?:dass|that|aber|but|und|and|weil|because|denn)\b")


def starts(text: str, times: Sequence[Moment]) -> frozenset[int]:
    """Where the times stand from which on something is so: "ab Mai", "from 2029", "not before 1 June"."""
    held_back = {time.start for time, _ in _held_back(text, times)}
    told = frozenset(
        time.start
        for time in times
        if time.start in held_back or _FROM.search(_lead(text, time)) and not _UNTIL.search(_lead(text, time))
    )
    if told:
        return told
    fine = [time for time in times if time.precision != "year" and time.ago is None]
    if len(fine or times) == 1 and _BEGINS.search(text) and not any(_UNTIL.search(_lead(text, time)) for time in times):
        return frozenset(time.start for time in fine or times)
    return frozenset()


def ends(text: str, times: Sequence[Moment]) -> frozenset[int]:
    """Where the times stand until which something is so."""
    return frozenset(time.start for time in times if _UNTIL.search(_lead(text, time))) - starts(text, times)


def since(text: str, times: Sequence[Moment]) -> bool:
    """Whether a text says that something has been so since one of its times."""
    return any(_SINCE.search(_lead(text, time)) for time in times)


def without_not_before(text: str, times: Sequence[Moment]) -> str:
    """The text without the words that negate only what is before a time: "no bus runs before June" denies no bus."""
    for _, (start, end) in _held_back(text, times):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _lead(text: str, time: Moment) -> str:
    """What stands before a time; of a month that a preposition belongs to, with that preposition."""
    return text[max(0, time.start - _LEAD) : time.start]


def _held_back(text: str, times: Sequence[Moment]) -> list[tuple[Moment, tuple[int, int]]]:
    """The times before which something is not so, each with where the "not" stands."""
    found = []
    for time in times:
        if not _BEFORE.search(_lead(text, time)):
            continue
        begin, end = _clause(text, time)
        if negation := _NOT.search(text, begin, end):
            found.append((time, negation.span()))
    return found


def _clause(text: str, time: Moment) -> tuple[int, int]:
    begin = max((m.end() for m in _CLAUSE.finditer(text, 0, time.start)), default=0)
    after = _CLAUSE.search(text, time.end)
    return begin, after.start() if after else len(text)
