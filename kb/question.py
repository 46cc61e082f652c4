"""What a question asks for, and whether a sentence could serve it. Pure; German and English."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from kb.names import names
from kb.text import fold, words

Kind = Literal["date", "money", "share", "duration", "number", "reason", "person", "place", "yes_no", "other"]

_DATE = (
    r"\b(?:19|20)\d\d\b|\b\d{1,2}\.\s?\d{1,2}\.|\b(?:jan|feb|m(?:är|ar)|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[zc])[a-zä]{0,6}\b|"
    r"\b\w{2,9}(?:tag|woch|sonnabend|day)\b|\bquart[ae]l?r?\b|\b(?:gestern|heute|yesterday|today)\b"
)
_PERSON = r"\b[A-ZÄÖÜ][\w'’-]+\s(?:(?:von|van|de|der|di|al|bin)\s)?[A-ZÄÖÜ][\w'’-]+"
_PLACE = r"\b(?:in|im|aus|nach|bei|at|from|near|to)\s(?:(?:the|der|dem|den|die)\s)?[A-ZÄÖÜ]"
_KINDS: tuple[Kind, ...] = (
    "date",
    "money",
    "share",
    "duration",
    "number",
    "reason",
    "person",
    "place",
    "yes_no",
)
_QUANTITIES = frozenset({"money", "share", "duration", "number"})
_UNIT_SIGNS: dict[str, str] = {"money": "€$£¥", "share": "%"}
_BACKWARD_SUBJECT = r"^(?:\S+\s+){1,8}?(?:liegen|liegt|haben|hat|sind|ist|waren?|wurden?|kommt|kommen)\s(?:sie|er|es)\b"
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]*\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = r"(jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[zc])[a-zä]{0,6}"
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:\.|st|nd|rd|th)?\s(?:of\s)?{_NAME}\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b{_NAME}\.?\s(\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d|\.\d)", re.IGNORECASE)
_FIGURES = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.(?=\s?\d{2,4}\b|\s|$)")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for, and what an answer to it has to speak of: names, years, calendar days."""

    kind: Kind
    names: tuple[str, ...]
    years: tuple[str, ...]
    days: tuple[str, ...] = ()


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


_LEAD_INS = (
    "^{}", "welche* {}", "what is the {}", "what was the {}", "what {}", "which {}", "what are the {}", "wie hoch … {}",
    "how high … {}", "how large … {}",
)  # fmt: skip


@cache
def _lexicon() -> _Lexicon:
    text = resources.files("kb.lexicon").joinpath("questions.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    for kind in _QUANTITIES:
        table[kind]["asks"] += [lead.format(amount) for amount in table[kind]["amounts"] for lead in _LEAD_INS]
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
    return Asked(kind, names(question, language), years, days(question))


def serves(kind: Kind, sentence: str, question: str = "") -> bool:
    """Whether a sentence holds a thing of this kind that the question did not bring itself.

    True for kinds that show no outer mark.
    """
    pattern = _lexicon().serves.get(kind)
    if kind in _QUANTITIES:
        given = set(words(question))
        undated = _YEAR.sub(" ", _DAY_FIRST.sub(" ", _MONTH_FIRST.sub(" ", sentence)))
        figures = any(word[0].isdigit() and word not in given for word in words(undated))
        if not figures and not _lexicon().numbers.search(sentence):
            return False
        unit = any(sign in sentence for sign in _UNIT_SIGNS.get(kind, ""))
        return unit or pattern is None or pattern.search(sentence) is not None
    return pattern is None or any(match.group() not in question for match in pattern.finditer(sentence))


def needs_context(sentence: str) -> bool:
    """Whether a sentence opens with words that point back to the one before ("Das entspricht …", "They …")."""
    return bool(_lexicon().leans.match(sentence))


def times_agree(asked: Asked, sentence: str, around: str) -> bool:
    """Whether a sentence can be about the years and days asked for.

    It names them; or it names none, and the text around it does.
    """
    return _agree(asked.years, _YEAR.findall(sentence), around) and _agree(asked.days, days(sentence), days(around))


def _agree(wanted: Sequence[str], own: Collection[str], around: Collection[str] | str) -> bool:
    return all(time in own or (not own and time in around) for time in wanted)


def days(text: str) -> tuple[str, ...]:
    """The calendar days a text names, as "27.1", without year: "27. Januar", "January 27th", "27.01.2025"."""
    found = [f"{int(day)}.{_month(month)}" for day, month in _DAY_FIRST.findall(text)]
    found += [f"{int(day)}.{_month(month)}" for month, day in _MONTH_FIRST.findall(text)]
    return tuple(dict.fromkeys(found + [f"{int(day)}.{int(month)}" for day, month in _FIGURES.findall(text)]))


def _month(name: str) -> int:
    return _MONTHS.index(fold(name)[:3].replace("mai", "may").replace("okt", "oct").replace("dez", "dec")) + 1
