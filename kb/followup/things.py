"""A word of a question and where it stands, and a thing that the question speaks of. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["place", "time", "name", "person", "thing"]
Role = Literal["asked", "subject", "other"]

_TOKEN = re.compile(r"[^\W_]+(?:[.,:]\d+)*(?:[-'’][^\W_]+)*")
_BREAK = re.compile(r"[,;:?!()„“”\"–]|\.\s")


@dataclass(frozen=True, slots=True)
class Token:
    """A word and where it stands; `broken` where punctuation stands before it."""

    text: str
    start: int
    end: int
    broken: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """A thing, as `question[start:end]`, article included; with what belongs to it ("of the city") to `full_end`.

    `lead` is the preposition before it, which stands at `lead_start`; `role` says whether it is part of what is asked
    ("how much electricity"), the one who does, or neither.
    """

    question: str
    start: int
    end: int
    full_end: int
    article: str
    head: str
    lead: str
    lead_start: int
    kind: Kind
    role: Role
    language: str

    @property
    def text(self) -> str:
        """The words of the thing alone."""
        return self.question[self.start : self.end]

    @property
    def full(self) -> str:
        """The words with what belongs to it."""
        return self.question[self.start : self.full_end]

    @property
    def bare(self) -> str:
        """The full words without the article."""
        return self.full[len(self.article) :].strip()

    @property
    def several(self) -> bool:
        """Whether it looks like many things: a bare noun with the ending of a plural."""
        named = self.kind != "thing" and (self.language == "de" or self.head[0].isupper())
        if named or (self.language == "de" and self.article):
            return False
        ending = r".{2,}(?:en|er|s|e)" if self.language == "de" else r".{2,}[^s]s"
        return re.fullmatch(ending, self.head) is not None

    @property
    def strong(self) -> bool:
        """Whether it names one thing, and not just some ("the tunnel", "Orbinex"; not "pupils")."""
        return bool(self.article) or self.kind in {"name", "person", "place"}


def tokens(text: str) -> list[Token]:
    """The words of a text with their places."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        before = found[-1].end if found else 0
        broken = bool(found) and _BREAK.search(text[before : match.start()] + " ") is not None
        found.append(Token(match.group(), match.start(), match.end(), broken))
    return found
