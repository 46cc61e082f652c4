"""Word lists that a policy officer can extend, made ready for looking up every word of a sentence once.

A section of `kb/lexicon/<language>.toml` has a list `words`, entries divided by commas or line breaks. An
entry is a word or a phrase; a star at its beginning or end stands for any letters ("revolution*",
"*studie"; each word has at most one star), three dots between two words for anything up to the end of the
clause ("kündigt ... an"). Case doesn't count.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

LANGUAGES = ("de", "en")
_AFFIX = 32  # the longest beginning or ending of a word that is looked up
_GAP, _GAP_WORDS = "...", 20
_PARTICLES = frozenset(  # of separable German verbs: they stand at the end of their clause
    "an auf aus ab bei ein fest hervor hin hinzu nach nahe vor zu zurück dar heraus voraus".split()
)
_ENTRY = re.compile(r"[,\n]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence: in lower case, and where it stands."""

    low: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One word or phrase of a section, as its lower-case parts; stars still in place."""

    section: str
    parts: tuple[str, ...]

    def reach(self, words: list[Word], at: int) -> int:
        """Where the phrase that begins at word `at` ends (last word + 1), or 0 where it isn't there."""
        gap = False
        for part in self.parts:
            if part == _GAP:
                gap = True
                continue
            if gap:
                limit = min(at + _GAP_WORDS, len(words))
                last = part is self.parts[-1] and part in _PARTICLES
                found = (i for i in range(at, limit) if _alike(part, words[i].low) and (not last or _closes(words, i)))
                at = next(found, len(words))
                gap = False
            if at >= len(words) or not _alike(part, words[at].low):
                return 0
            at += 1
        return at


def _closes(words: list[Word], at: int) -> bool:
    """Whether a clause ends behind word `at`: with the sentence, a punctuation mark, or before "dass"."""
    if at + 1 >= len(words) or words[at + 1].start > words[at].end + 1:
        return True
    return words[at + 1].low in ("dass", "ob", "wie", "und", "oder", "als", "wo", "was")


def _alike(part: str, word: str) -> bool:
    if part.endswith("*"):
        return word.startswith(part[:-1])
    return word.endswith(part[1:]) if part.startswith("*") else word == part


Index = Mapping[str, tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The sections of one language, indexed by first words, by beginnings and by endings of words."""

    language: str
    sections: frozenset[str]
    exact: Index
    starts: Index
    ends: Index

    def candidates(self, word: str) -> Iterator[Entry]:
        """The entries whose first part fits `word`."""
        yield from self.exact.get(word, ())
        head, tail = word[:_AFFIX], word[-_AFFIX:]
        for size in range(2, len(head) + 1):
            yield from self.starts.get(head[:size], ())
        for size in range(2, len(tail) + 1):
            yield from self.ends.get(tail[-size:], ())

    def look_up(self, words: list[Word]) -> dict[str, list[tuple[int, int]]]:
        """For each section that occurs, the (first, last + 1) word positions of its entries, in order."""
        found: dict[str, list[tuple[int, int]]] = {}
        for at, word in enumerate(words):
            following = words[at + 1].low if at + 1 < len(words) else ""
            for entry in self.candidates(word.low):
                parts = entry.parts
                if len(parts) > 1 and parts[1] != following and parts[1].isalpha():
                    continue  # most phrases end here: no star, no gap, and another word
                if end := at + 1 if len(parts) == 1 else entry.reach(words, at):
                    found.setdefault(entry.section, []).append((at, end))
        return found


def build(language: str, sections: Mapping[str, str]) -> Lexicon:
    """A lexicon from section name → entries divided by commas or line breaks."""
    exact: dict[str, list[Entry]] = {}
    starts: dict[str, list[Entry]] = {}
    ends: dict[str, list[Entry]] = {}
    for section, listed in sections.items():
        for phrase in {phrase.strip().casefold() for phrase in _ENTRY.split(listed)} - {""}:
            entry = Entry(section, tuple(phrase.replace("’", "'").split()))
            first = entry.parts[0]
            if first.startswith("*"):
                ends.setdefault(first.strip("*"), []).append(entry)
            elif first.endswith("*"):
                starts.setdefault(first.strip("*"), []).append(entry)
            else:
                exact.setdefault(first, []).append(entry)
    frozen = [{key: tuple(entries) for key, entries in index.items()} for index in (exact, starts, ends)]
    return Lexicon(language, frozenset(sections), *frozen)


@cache
def load_lexicons() -> Mapping[str, Lexicon]:
    """The lexicons that come with the program, by language code."""
    lexicons: dict[str, Lexicon] = {}
    for language in LANGUAGES:
        text = resources.files("kb").joinpath("lexicon", f"{language}.toml").read_text(encoding="utf-8")
        sections = {name: str(section["words"]) for name, section in tomllib.loads(text).items()}
        lexicons[language] = build(language, sections)
    return lexicons
