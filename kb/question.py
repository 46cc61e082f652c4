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
from kb.names import given_names, names
from kb.text import fold, words

Kind = Literal["date", "money", "share", "duration", "number", "reason", "name", "person", "place", "yes_no", "other"]

_DATE = (
    r"\b(?:19|20)\d\d\b|\b\d{1,2}\.\s?\d{1,2}\.|\b(?:jan|feb|m(?:är|ar)|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[zc])[a-zä]{0,6}\b|"
    r"\b\w{2,9}(?:tag|woch|sonnabend|day)\b|\bquart[ae]l?r?\b|\b(?:gestern|heute|yesterday|today)\b|"
    r"\b(?:sommer|herbst|winter|frühjahr|frühling|summer|autumn|spring)s?\b|\b\d+\s(?:days|tage)\b"
)
_NAMED = re.compile(r"(?=\b([A-ZÄÖÜ][\w'’-]+\s(?:(?:von|van|de|der|di|al|bin|zu)\s)?[A-ZÄÖÜ][\w'’-]+))")
_WHO = re.compile(r"\W*(?:wer|who)\b", re.IGNORECASE)
_PLACE = r"\b(?:in|im|aus|nach|bei|at|from|near|to)\s(?:(?:the|der|dem|den|die)\s)?[A-ZÄÖÜ]"
_KINDS: tuple[Kind, ...] = (
    "name",
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
_MONTH = re.compile(rf"\b{_NAME}\.?\s((?:19|20)\d\d)\b", re.IGNORECASE)
_DATED = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-\d\d\b")
_QUARTERS = re.compile(
    r"\bq([1-4])\b|\b([1-4])(?:\.|st|nd|rd|th)\s(?:quartal|quarter)|"
    r"\b(erste|zweite|dritte|vierte|first|second|third|fourth|winter|frühjahr|spring|sommer|summer|herbst|autumn)[nsmr]{0,2}"
    r"[\s-]?(?:quartal|quarter)",
    re.IGNORECASE,
)
_ORDER = {
    "erste": 1,
    "first": 1,
    "winter": 1,
    "zweite": 2,
    "second": 2,
    "frühjahr": 2,
    "spring": 2,
    "dritte": 3,
    "third": 3,
}
_ORDER |= {"sommer": 3, "summer": 3, "vierte": 4, "fourth": 4, "herbst": 4, "autumn": 4}
_CLAUSE = re.compile(r".+?(?:[?!.;:,](?=\s)|\s[–—-](?=\s)|$)\s*", re.S)
ENOUGH_WORDS = 4  # of a question that still asks for something
_FIGURES = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.(?=\s?\d{2,4}\b|\s|$)")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for, and what an answer to it has to speak of: names, years, days, months, quarters."""

    kind: Kind
    names: tuple[str, ...]
    years: tuple[str, ...]
    days: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    quarters: tuple[str, ...] = ()


def _pattern(entry: str) -> str:
    """A lexicon entry as a regular expression."""
    start, entry = ("^\\W*", entry[1:]) if entry.startswith("^") else ("\\b", entry)
    body = re.escape(entry).replace(r"\*", r"\w*").replace(r"\ …\ ", r"\s(?:\S+\s){1,8}")
    body = body.replace(r"\ ‥\ ", r"\s(?:\S+\s){0,4}").replace(r"\ ", r"\s")
    return f"{start}{body}\\b"


def _any(entries: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(_pattern, entries)), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """`kb/lexicon/questions.toml`, compiled."""

    asks: Mapping[Kind, re.Pattern[str]]
    serves: Mapping[Kind, re.Pattern[str]]
    amounts: Mapping[Kind, re.Pattern[str]]
    numbers: re.Pattern[str]
    actors: re.Pattern[str]
    bodies: re.Pattern[str]
    asking: re.Pattern[str]
    leans: re.Pattern[str]
    orders: re.Pattern[str]
    now: re.Pattern[str]
    sides: re.Pattern[str]
    idle: frozenset[str]


_LEAD_INS = (
    "^{}", "welche* {}", "what is the {}", "what was the {}", "what {}", "which {}", "what are the {}", "wie hoch … {}",
    "how high … {}", "how large … {}", "^what is ‥ {}", "^what was ‥ {}",
    "^what were ‥ {}", "^was ist ‥ {}", "^was war ‥ {}", "average {}", "durchschnittliche* {}", "mittlere* {}",
)  # fmt: skip


@cache
def _lexicon() -> _Lexicon:
    text = resources.files("kb.lexicon").joinpath("questions.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    for kind in _QUANTITIES:
        table[kind]["asks"] += [lead.format(amount) for amount in table[kind]["amounts"] for lead in _LEAD_INS]
    asks = {kind: _any(table[kind]["asks"]) for kind in _KINDS}
    serves = {kind: _any(table[kind]["serves"]) for kind in _KINDS if "serves" in table[kind]}
    amounts: dict[Kind, re.Pattern[str]] = {
        kind: _any(table[kind]["amounts"]) for kind in _KINDS if kind in _QUANTITIES
    }
    numbers, actors = serves.pop("number"), serves.pop("person")
    serves |= {"date": re.compile(_DATE, re.IGNORECASE), "place": re.compile(_PLACE)}
    opens = _any([f"^{entry}" for entry in table["leans"]["opens"]])
    leans = re.compile(f"{opens.pattern}|{_BACKWARD_SUBJECT}", re.IGNORECASE)
    idle = frozenset(map(fold, table["idle"]["words"]))
    return _Lexicon(
        asks,
        serves,
        amounts,
        numbers,
        actors,
        _any(table["name"]["bodies"]),
        _any(table["asking"]["words"]),
        leans,
        _any(table["orders"]["words"]),
        _any(table["now"]["words"]),
        _any(table["sides"]["words"]),
        idle,
    )


def read_question(question: str, language: str) -> Asked:
    """The parts of a question that an answer can be held against; `language` is the question's."""
    times = (years(question), days(question), months(question), quarters(question))
    return Asked(_kind(question), names(question, language), *times)


def _kind(question: str) -> Kind:
    """What is asked for; where nothing is asked but words are put one after the other, an amount among them counts."""
    lexicon = _lexicon()
    if found := next((kind for kind, pattern in lexicon.asks.items() if pattern.search(question)), None):
        return found
    if lexicon.asking.search(question):
        return "other"
    return next((kind for kind, pattern in lexicon.amounts.items() if pattern.search(question)), "other")


def idle(word: str) -> bool:
    """Whether a word of a question asks or only joins others."""
    return fold(word.strip("?.,;:!\"'()„“”«»")) in idle_words()


def idle_words() -> frozenset[str]:
    """All words that ask or only join others, folded."""
    return _lexicon().idle


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
        if any(sign in sentence for sign in _UNIT_SIGNS.get(kind, "")) or pattern is None:
            return True
        return any(_counted(undated[: unit.end()]) for unit in pattern.finditer(undated))
    if kind in {"person", "name"}:
        found_names = named(sentence, question)
        if kind == "name" and _WHO.match(question):
            found_names = (name for name in found_names if not _lexicon().bodies.fullmatch(name.split()[-1]))
        return next(found_names, None) is not None or (
            kind == "person" and any(found.group() not in question for found in _lexicon().actors.finditer(sentence))
        )
    return pattern is None or any(match.group() not in question for match in pattern.finditer(sentence))


def _counted(until: str) -> bool:
    """Whether a number stands among the last words of a text that ends in a unit ("fünf Milliarden Euro")."""
    last = " ".join(until.split()[-4:])
    return any(char.isdigit() for char in last) or _lexicon().numbers.search(last) is not None


def named(sentence: str, question: str = "") -> Iterator[str]:
    """The names of two words in a sentence that the question did not bring itself.

    One word is a given name or in neither dictionary: "Anna Weber", "Tilda Worm", not "The Leipzig firm".
    """
    given = {fold(word) for word in words(question)}
    for match in _NAMED.finditer(sentence):
        first, *rest = words(match.group(1))
        if given.issuperset(map(fold, (first, *rest))) or idle(first) or first.endswith("er"):
            continue
        if fold(first) in given_names() or _strange(first) or _strange(rest[-1]):
            yield match.group(1)


def _strange(word: str) -> bool:
    """Whether neither dictionary holds a word that looks like a name."""
    return not (known(word, "de") or known(word, "en") or word.endswith("er") or word.isupper())


def asks_for_now(question: str) -> bool:
    """Whether a question asks how things stand now, and names no time itself."""
    return not years(question) and _lexicon().now.search(question) is not None


def asks_for_sides(question: str) -> bool:
    """Whether a question asks what several sources say, or whether they agree."""
    return _lexicon().sides.search(question) is not None


def the_matter(question: str) -> str:
    """A question without what it adds on whether sources agree ("…, and do the counts agree?")."""
    first, *others = _CLAUSE.findall(question) or [question]
    kept = [clause for clause in others if any(map(str.isdigit, clause)) or not asks_for_sides(clause)]
    whole = len(kept) == len(others) or len(words(first)) < ENOUGH_WORDS
    return question if whole else "".join([first, *kept]).strip(" ,;:–—-")


def gives_orders(sentence: str) -> bool:
    """Whether a sentence tells a program that reads it what to do, as no answer does."""
    return _lexicon().orders.search(sentence) is not None


def needs_context(sentence: str) -> bool:
    """Whether a sentence opens with words that point back to the one before ("Das entspricht …", "They …")."""
    return bool(_lexicon().leans.match(sentence))


def times_agree(asked: Asked, sentence: str, around: str) -> bool:
    """Whether a sentence can be about the years and days asked for.

    Of several times one is enough. It names them; or it names none, and the text around it does. A date in `around`
    ("2025-05-06", when it was published) gives the year only where no other is named there.
    """
    for wanted, find in ((asked.days, days), (asked.months, months), (asked.quarters, quarters)):
        if wanted and not _agree(wanted, find(sentence) or find(around)):
            return False
    if not asked.years:
        return True
    return _agree(asked.years, years(sentence) or years(_DATED.sub(" ", around)) or years(around))


def _agree(wanted: Sequence[str], found: Collection[str]) -> bool:
    return any(time in found for time in wanted)


def years(text: str) -> tuple[str, ...]:
    """The years a text names, of this century and the last."""
    return tuple(dict.fromkeys(_YEAR.findall(text)))


def days(text: str) -> tuple[str, ...]:
    """The calendar days a text names, as "27.1", without year: "27. Januar", "January 27th", "27.01.2025"."""
    found = [f"{int(day)}.{_month(month)}" for day, month in _DAY_FIRST.findall(text)]
    found += [f"{int(day)}.{_month(month)}" for month, day in _MONTH_FIRST.findall(text)]
    return tuple(dict.fromkeys(found + [f"{int(day)}.{int(month)}" for day, month in _FIGURES.findall(text)]))


def months(text: str) -> tuple[str, ...]:
    """The months of a year that a text names, as "5.2024": "Mai 2024", "May 2024", "2024-05-17"."""
    found = [f"{_month(month)}.{year}" for month, year in _MONTH.findall(text)]
    return tuple(dict.fromkeys(found + [f"{int(month)}.{year}" for year, month in _DATED.findall(text)]))


def quarters(text: str) -> tuple[str, ...]:
    """The quarters of a year that a text names, "1" to "4": "Q3", "drittes Quartal", "Sommerquartal"."""
    found = (figure or other or str(_ORDER[word.casefold()]) for figure, other, word in _QUARTERS.findall(text))
    return tuple(dict.fromkeys(found))


def _month(name: str) -> int:
    return _MONTHS.index(fold(name)[:3].replace("mai", "may").replace("okt", "oct").replace("dez", "dec")) + 1
