"""Who stands where a statement names somebody else: a person or body in the other's place. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.compare.statement import Statement
from kb.language import known
from kb.names import given_names, mentions, same_place
from kb.numbers import counts
from kb.text import fold

_PHRASE = re.compile(
    r"(?<![\w-])[A-ZÄÖÜ][\w’'&.-]*\w(?:\s(?:(?:von|van|de|der|di|al|of)\s)?[A-ZÄÖÜ][\w’'&-]*\w){0,3}(?![\w-])"
)
_CALENDAR = re.compile(
    r"(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|okt|oct|nov|de[cz]|mon|die|tue|mit|wed|don|thu|fre|fri|sam|sat|son|sun)"
    r"\w*(?:tag|day|woch|uar|ust|ber|y|i|ch|z|il|ry)?$",
    re.I,
)
_SAID = re.compile(r"\b(?:laut|nach|according to|zufolge|said|says|sagte|told|citing)\s(?:\w+\s)?$", re.I)
# A speaker behind what is said: ", betonte Kranewitt", ", Kranewitt stressed".
_SAYS = re.compile(r"[,“”\"]\s[a-zäöüß]+te?n?\s(?:(?:der|die)\s)?(?:[\w-]+\s){0,2}$")
_COMMA = re.compile(r"[,“”\"]\s(?:[\w-]+\s){0,2}$")
_SAYS_BEHIND = re.compile(r"\s(?:said|told|[a-z]+(?:ed|es|s))\W*$")
_TITLE = re.compile(
    r"\b(?:Prof|Dr|Mr|Mrs|Ms|Sir|Hr|Fr)\.\s(?:h\.\sc\.\s)?|\b(?:Herr|Frau|Professor|Professorin|Sir|Lord|Dame)\s"
)
_BODY = re.compile(
    r"universit|institut|hochschule|college|versicherung|insurance|mutual|bank\b|gmbh|\bag\b|\bse\b|group|gruppe|"
    r"minist|council|\brat\b|amt\b|behörde|agency|office|stiftung|foundation|verband|verein|union|werke|company|systems|"
    r"technolog|partners|capital|holding|limited|\bltd|\binc\b|zeitung|bote|gazette|times|news|party|partei|court|gericht|"
    r"industries|energy|energie|software|labs?\b|logisti|solutions|association|forum|watch\b|committee|commission|"
    r"authority|department|federal|bundes|ministry|board|bureau|service|centre|center|regulation|\bact\b|law|order|network",
    re.I,
)
_NO_NAME = frozenset(  # what opens no name, in capitals at the head of a sentence or out of politeness
    "der die das den dem des ein eine einen einem einer eines ihr ihre ihren ihrem ihrer unser unsere unseren unserem "
    "mein meine dein sein seine dieser diese dieses diesen diesem jeder jede jedes alle viele mehr kein keine nach vor "
    "mit bei seit laut fur auf aus in im am zum zur the a an this that these those our their his her its my".split()
)
MOST = 3  # phrases of a sentence; one with more lists things
LETTERS = 3  # a word of more tells a name


@dataclass(frozen=True, slots=True)
class Rival:
    """Whom the other sentence names (`theirs`) where the statement names `mine`; `swapped` has it the other way."""

    mine: str
    theirs: str
    swapped: str


def rival(one: Statement, other: Statement) -> Rival | None:
    """Who stands in the other sentence where `one` has somebody it does not speak of; None where that is not clear."""
    named = _named(one)
    if any(" " in name and _in(name, other.held) for name in named):
        return None
    mine = _one([name for name in named if not _in(name, other.held)], other)
    theirs = [name for name in _named(other) if not _in(name, one.held)] if mine else []
    if len(theirs) > MOST or not mine or _translated(mine, one, other):
        return None
    same_sort = [name for name in theirs if _person(name) == _person(mine)]
    if len(same_sort) != 1:
        return None
    return Rival(mine, same_sort[0], one.text.replace(mine, same_sort[0]))


def _one(names: list[str], other: Statement) -> str:
    """The one name that what stands before the other sentence lacks, or its document, or the one of several words."""
    for left in (
        [name for name in names if not _in(name, other.setting.near)],
        [name for name in names if not _in(name, other.setting.held)],
        [name for name in names if " " in name and not _in(name, other.setting.near)],
    ):
        if len(left) == 1:
            return left[0]
    return ""


def _named(statement: Statement) -> list[str]:
    """The names of persons and bodies in it, those of its sources left out."""
    return list(dict.fromkeys(_phrases(statement.text, statement.language)))


def _phrases(text: str, language: str) -> Iterator[str]:
    text = _TITLE.sub("", text)
    for match in _PHRASE.finditer(text):
        parts = re.sub(r"['’]s$", "", match.group()).split()
        if _speaks(text, match):
            continue
        while (
            parts
            and (match.start() == 0 and len(parts) == 1 or len(parts) > 2 or language == "en")
            and _plain(parts[0], language)
        ):
            parts = parts[1:]
        while parts and (parts[0].islower() or fold(parts[0]) in _NO_NAME):
            parts = parts[1:]
        if not parts or any(_CALENDAR.match(part) or counts(part) or same_place(fold(part)) for part in parts):
            continue
        if len(parts) > 1 or not _plain(parts[0], language) and len(parts[0]) > LETTERS:
            yield " ".join(parts)


def _speaks(text: str, name: re.Match[str]) -> bool:
    """Whether somebody is only named as the one who says it."""
    before = text[: name.start()]
    behind = _COMMA.search(before) and _SAYS_BEHIND.match(text, name.end())
    return bool(_SAID.search(before) or behind or _SAYS.search(before))


def _plain(word: str, language: str) -> bool:
    """Whether a word is an ordinary one of the language, and no given name."""
    if language == "de" and "-" in word:
        word = word.rpartition("-")[2]
    ordinary = known(word.lower(), language) or language == "de" and _compound(word.lower())
    return ordinary and fold(word) not in given_names() or word.isupper() and len(word) <= LETTERS


def _compound(word: str) -> bool:
    """Whether a German word is put together of two that are known."""
    return any(
        known(word[at:], "de") and (known(word[:at], "de") or known(word[:at].removesuffix("s"), "de"))
        for at in range(LETTERS + 1, len(word) - LETTERS)
    )


def _person(name: str) -> bool:
    return " " in name and not _BODY.search(name)


def _in(name: str, held: frozenset[str]) -> bool:
    return any(mentions(part, held) for part in name.split() if len(part) > LETTERS)


def _translated(name: str, one: Statement, other: Statement) -> bool:
    """Whether a text in another language may give the name in words of its own."""
    if one.language == other.language or _person(name):
        return False
    return all(known(part.lower(), one.language) for part in name.split())
