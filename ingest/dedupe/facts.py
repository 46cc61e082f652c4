"""What a text says that another on the same template does not: its figures, dates and names. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.language import known
from kb.numbers.numerals import number_words
from kb.text import canonical, words

SHORTEST_NAME = 3  # letters
_SENTENCE_ENDS = re.compile(r"(?<=[.!?:])[\"”“»’)]*\s+|\n+|\s\|\s")
_CALENDAR = frozenset(
    "januar februar märz april mai juni juli august september oktober november dezember january february march may "
    "june july october december montag dienstag mittwoch donnerstag freitag samstag sonntag monday tuesday wednesday "
    "thursday friday saturday sunday".split()
)
_POSSESSIVE = re.compile(r"['’]s$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or a cell of a table, as it is compared: its words, and the figures and names in it."""

    words: frozenset[str]
    facts: frozenset[str]


def pieces(text: str, language: str) -> list[Piece]:
    """The sentences of a text, cut roughly: what matters is that two texts are cut in the same way."""
    plain = {word for word in words(text) if word[0].islower()}
    found = []
    for part in _SENTENCE_ENDS.split(text):
        own = words(canonical(part))
        if own:
            low = frozenset(word.casefold() for word in own)
            facts = frozenset([*_figures(own, low, language), *_names(own, language, plain)])
            found.append(Piece(low, facts))
    return found


def figures(text: str, language: str) -> set[str]:
    """Its figures as digits: "1,5" and "1.5" are one, and so are "zwölf", "twelve" and "12"."""
    own = words(canonical(text))
    return set(_figures(own, frozenset(word.casefold() for word in own), language))


def names(text: str, language: str) -> set[str]:
    """Its names, in lower case; see `pieces`."""
    plain = {word for word in words(text) if word[0].islower()}
    parts = (words(canonical(part)) for part in _SENTENCE_ENDS.split(text))
    return {name for own in parts for name in _names(own, language, plain)}


def _figures(own: list[str], low: frozenset[str], language: str) -> Iterator[str]:
    """Those among the words; `low` are the same in lower case."""
    spelled = number_words(language)
    for word in own:
        if word[0].isdigit():
            yield re.sub(r"\D", "", word)
    for word in spelled.keys() & low:
        yield f"{spelled[word]:g}".replace(".", "")


def _names(own: list[str], language: str, plain: set[str]) -> Iterator[str]:
    """Capitalised words that don't also stand there in small letters; in German those in no dictionary.

    A word that begins a sentence is one in both languages only where no dictionary has it.
    """
    for place, word in enumerate(own):
        if word.islower():
            continue
        for part in _POSSESSIVE.sub("", word).split("-"):
            name = part.casefold()
            if len(part) < SHORTEST_NAME or not part[0].isupper():
                continue
            ordinary = name in plain or ((language == "de" or place == 0) and known(part, language))
            if name in _CALENDAR or not ordinary:
                yield name.rstrip("s")
