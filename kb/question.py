"""What a question asks for, and whether a sentence could serve it. Pure; German and English."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from kb.language import known
from kb.text import fold, unfolded, words

Kind = Literal["number", "date", "person", "place", "reason", "yes_no", "other"]

_DATE = (
    r"\b(?:19|20)\d\d\b|\b\d{1,2}\.\s?\d{1,2}\.|\b(?:jan|feb|m(?:är|ar)|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[zc])[a-zä]{0,6}\b|"
    r"\b\w{2,9}(?:tag|woch|sonnabend|day)\b|\bquart[ae]l?r?\b|\b(?:gestern|heute|yesterday|today)\b"
)
_PERSON = r"\b[A-ZÄÖÜ][\w'’-]+\s(?:(?:von|van|de|der|di|al|bin)\s)?[A-ZÄÖÜ][\w'’-]+"
_PLACE = r"\b(?:in|im|aus|nach|bei|at|from|near|to)\s(?:(?:the|der|dem|den|die)\s)?[A-ZÄÖÜ]"
_KINDS: tuple[Kind, ...] = ("date", "number", "reason", "person", "place", "yes_no")
_BACKWARD_SUBJECT = r"^(?:\S+\s+){1,8}?(?:liegen|liegt|haben|hat|sind|ist|waren?|wurden?|kommt|kommen)\s(?:sie|er|es)\b"
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]*\d)")
_NOT_NAMES = frozenset(
    "i ai ki it's i'm q1 q2 q3 q4 januar february march april may june july august september october "
    "november december january monday tuesday wednesday thursday friday saturday sunday".split()
)
NAME_PREFIX = 4
SHORT_FORM = 3  # letters; a shorter name of a place has to stand whole


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for, and what an answer to it has to speak of: names, and years."""

    kind: Kind
    names: tuple[str, ...]
    years: tuple[str, ...]


def _pattern(entry: str) -> str:
    """A lexicon entry as a regular expression."""
    start, entry = ("^\\W*", entry[1:]) if entry.startswith("^") else ("\\b", entry)
    body = re.escape(entry).replace(r"\*", r"\w*").replace(r"\ …\ ", r"\s(?:\S+\s){1,8}").replace(r"\ ", r"\s")
    return f"{start}{body}\\b"


def _any(entries: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(_pattern, entries)), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """`kb/lexicon/questions.toml`, compiled."""

    asks: Mapping[Kind, re.Pattern[str]]
    serves: Mapping[Kind, re.Pattern[str]]
    numbers: re.Pattern[str]
    leans: re.Pattern[str]


@cache
def _lexicon() -> _Lexicon:
    text = resources.files("kb.lexicon").joinpath("questions.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    amounts = table["number"]["amounts"]
    lead_ins = ("^{}", "welche* {}", "what is the {}", "what was the {}", "what {}", "which {}", "what are the {}")
    table["number"]["asks"] += [lead.format(amount) for amount in amounts for lead in lead_ins]
    asks = {kind: _any(table[kind]["asks"]) for kind in _KINDS}
    serves = {kind: _any(table[kind]["serves"]) for kind in _KINDS if "serves" in table[kind]}
    numbers = serves.pop("number")
    serves |= {
        "date": re.compile(_DATE, re.IGNORECASE),
        "person": re.compile(_PERSON),
        "place": re.compile(_PLACE),
    }
    opens = _any([f"^{entry}" for entry in table["leans"]["opens"]])
    leans = re.compile(f"{opens.pattern}|{_BACKWARD_SUBJECT}", re.IGNORECASE)
    return _Lexicon(asks, serves, numbers, leans)


def read_question(question: str, language: str) -> Asked:
    """The parts of a question that an answer can be held against; `language` is the question's."""
    kind: Kind = next((kind for kind, pattern in _lexicon().asks.items() if pattern.search(question)), "other")
    years = tuple(dict.fromkeys(_YEAR.findall(question)))
    return Asked(kind, tuple(dict.fromkeys(_names(question, language))), years)


def _names(question: str, language: str) -> Iterator[str]:
    """Words that name something: in English capitalised ones but the first, in German those in no dictionary."""
    for place, word in enumerate(words(question)):
        if word.casefold() in _NOT_NAMES or not word[0].isupper():
            continue
        parts = [part for part in word.removesuffix("'s").removesuffix("’s").split("-") if len(part) > 1]
        if language == "en" and place:
            yield from parts[:1] if parts else (word,)
        elif language == "de":
            yield from (part for part in parts if not known(part, "de") and not known(unfolded(part), "de"))


def serves(kind: Kind, sentence: str, question: str = "") -> bool:
    """Whether a sentence holds a thing of this kind that the question did not bring itself.

    True for kinds that show no outer mark.
    """
    if kind == "number":
        given = set(words(question)) | set(_YEAR.findall(sentence))
        figures = any(word[0].isdigit() and word not in given for word in words(sentence))
        return figures or bool(_lexicon().numbers.search(sentence))
    pattern = _lexicon().serves.get(kind)
    return pattern is None or any(match.group() not in question for match in pattern.finditer(sentence))


def needs_context(sentence: str) -> bool:
    """Whether a sentence opens with words that point back to the one before ("Das entspricht …", "They …")."""
    return bool(_lexicon().leans.match(sentence))


def translatable(name: str, language: str) -> bool:
    """Whether a name is made of an ordinary word ("Blue Card"), which a text in the other language may translate."""
    return known(name.lower(), language)


@cache
def _places() -> tuple[tuple[str, ...], ...]:
    text = resources.files("kb.lexicon").joinpath("places.toml").read_text(encoding="utf-8")
    return tuple(tuple(fold(form) for form in forms) for forms in tomllib.loads(text)["places"])


@cache
def _same_place(name: str) -> tuple[str, ...]:
    """All the forms, folded, under which the place that a folded name belongs to may appear; none for other names."""
    return next((forms for forms in _places() if any(_is_form(name, form) for form in forms)), ())


def _is_form(word: str, form: str) -> bool:
    return word == form or (len(form) > SHORT_FORM and word.startswith(form))


def mentions(name: str, vocabulary: Collection[str]) -> bool:
    """Whether a name, or another form of it, stands among folded words: "Brussels" in "Brüsseler", "US" in "America".

    A name with a digit in it ("Qwen3") has to stand there whole.
    """
    wanted = fold(name)
    if forms := _same_place(wanted):
        return any(_is_form(word, form) for form in forms for word in vocabulary)
    if any(char.isdigit() for char in wanted) or len(wanted) < NAME_PREFIX:
        return wanted in vocabulary
    stem = wanted[: max(NAME_PREFIX, len(wanted) - 2)]
    return any(word.startswith(stem) or word.endswith(wanted) for word in vocabulary)


def years_agree(years: Sequence[str], sentence: str, around: str) -> bool:
    """Whether a sentence can be about these years: it names them, or no year at all while the text around it does."""
    own = set(_YEAR.findall(sentence))
    return all(year in own or (not own and year in around) for year in years)
