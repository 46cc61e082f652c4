"""What the turns before hold, and a question as it is read against them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kb.followup.lexicon import Classes, classes
from kb.followup.phrases import is_person, phrases
from kb.followup.things import Phrase, Token
from kb.question import read_question
from kb.text import words

_WHO = frozenset("who whom wer wen wem".split())
_CAPITALS = re.compile(r"[A-ZÄÖÜ][\w'’-]+(?:\s(?:von|van|de|der|di|al)\b)?(?:\s[A-ZÄÖÜ][\w'’-]+)+")


@dataclass(frozen=True, slots=True)
class Context:
    """A turn as it is looked back to: its question's phrases and whoever its answer names."""

    question: str
    phrases: tuple[Phrase, ...]
    person: str | None
    asked_person: bool


@dataclass(frozen=True, slots=True)
class Change:
    """New words for `question[start:end]`, taken from the turn `back` (1: the last)."""

    start: int
    end: int
    new: str
    back: int = 1


@dataclass(slots=True)
class Reading:
    """One question being read for what points back."""

    question: str
    language: str
    contexts: Sequence[Context]  # the last turn first
    own: tuple[Phrase, ...]
    words: Sequence[Token]
    taken: set[str] = field(default_factory=set)

    @property
    def classes(self) -> Classes:
        """The small words of the question's language."""
        return classes(self.language)


def context(question: str, answer: str, language: str) -> Context:
    """What can be pointed back to in a turn; `answer` is its sentences."""
    given = set(words(question))
    asked = not _WHO.isdisjoint(word.casefold() for word in given) or read_question(question, language).kind == "person"
    person = None
    for match in _CAPITALS.finditer(answer):
        name = match.group()
        first, _, rest = name.partition(" ")
        name = (
            rest
            if any(classes(each).has(first, "articles", "pointers", "be", "asking") for each in ("de", "en"))
            else name
        )
        if is_person(name) and not set(words(name)) & given:
            person = name
            break
    return Context(question, phrases(question, language), person, asked)


def ends_with(word: str, head: str) -> bool:
    """Whether a word is this one or put together with it at its end: "chip-plant", "Chipwerk"."""
    return word == head or any(part == head for part in word.split("-")) or (len(head) > 3 and word.endswith(head))
