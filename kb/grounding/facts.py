"""Whether the amounts, times and names of one text stand in another. Pure; German and English."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from kb.grounding.lexicon import lexicon
from kb.language import known
from kb.names import forms, mentions, names, translatable, vocabulary
from kb.numbers import Moment, Quantity, dated, quantities, read_times
from kb.text import fold, stems, words

TO = 2
BOUNDS = frozenset({"at least", "at most", "more than", "less than"})
STRICT = frozenset({"%", "pp", "x", "money"})  # units that have to be the same; what is counted is often left out
SAME = 1e-6
_AGENT = re.compile(r"\b(?:by|von|vom|durch)\s+(?:(?:the|dem|der|den|die|das)\s+)?$", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:w[ie]rd|werden|wurden?|worden|by)\b", re.IGNORECASE)
_LISTED = re.compile(r"(?:,|\b(?:and|und|or|oder|sowie)\b|/)", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|aus|out of)\s+(?:(?:the|dem|der|den)\s+)?$", re.IGNORECASE)
_TO = re.compile(r"\b(?:to|into|nach|towards)\s+(?:(?:the|dem|der|den|die)\s+)?$", re.IGNORECASE)
_ENDING = re.compile(r"(?:['’]?s|es|n|en|ens|e|er|ern|in|innen)?")
_AGAINST = re.compile(r"\b(?:against|gegen|than)\s+((?:[^\W\d_][\w-]*\s*){1,5})", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:since|from|after|seit|ab|nach)\s+(?:(?:the|dem|der|den|end of|ende)\s+)*$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|by|before|bis|vor)\s+(?:(?:the|zum|zur|dem|end of|ende)\s+)*$", re.IGNORECASE)
_ROUGHLY = r"\s+(?:(?:about|around|nearly|almost|some|rund|etwa|knapp|fast|gut)\s+)?[€$£]?$"
_CHANGES = tuple(re.compile(rf"\b(?:{word}){_ROUGHLY}", re.IGNORECASE) for word in ("by|um", "to|auf", "from|von"))
_WEEK = (
    ("mon",),
    ("die", "tue"),
    ("mit", "wed"),
    ("don", "thu"),
    ("fre", "fri"),
    ("sam", "sonna", "sat"),
    ("son", "sun"),
)
_WEEKDAY = re.compile(
    r"\b(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)s?\b"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a text can be held against another: its amounts, its times, its names."""

    text: str
    language: str
    amounts: tuple[Quantity, ...]
    times: tuple[Moment, ...]
    names: tuple[str, ...]


def facts(text: str, language: str, said: date | None = None) -> Facts:
    """The facts of a text; `said` is the day on which it was published, from which "last year" is counted."""
    times = read_times(text, language)
    amounts = quantities(text, language, times)
    bare = text
    spans = [(one.start, one.end) for one in amounts] + [(one.start, one.end) for one in times]
    for start, end in spans:  # "Mio.", "TWh" and "May" are no names
        bare = bare[:start] + "-" * (end - start) + bare[end:]
    return Facts(text, language, tuple(amounts), tuple(dated(time, said) for time in times), _names(bare, language))


def _names(text: str, language: str) -> tuple[str, ...]:
    """The words that name something; the first word of an English sentence counts where no dictionary has it."""
    found = list(names(text, language))
    first = next(iter(words(text)), "")
    plain = first.removesuffix("'s").removesuffix("’s")
    if language == "en" and first[:1].isupper() and not known(plain.lower(), "en"):
        found.insert(0, plain)
    grammar = lexicon(language).function
    return tuple(dict.fromkeys(name for name in found if name != name.lower() and not grammar.fullmatch(name)))


# -- amounts ---------------------------------------------------------------------------------------


def strange_amounts(mine: Facts, theirs: Facts) -> list[Quantity]:
    """The amounts of a text that another does not give, in the same unit."""
    told = (amount for amount in mine.amounts if not amount.derived)
    return [
        amount for amount in told if not any(_alike_amount(mine, amount, theirs, other) for other in theirs.amounts)
    ]


def _alike_amount(mine: Facts, amount: Quantity, theirs: Facts, other: Quantity) -> bool:
    """Whether two amounts are the same, of the same thing, and play the same part in a change ("by 2 to 30")."""
    part, played = _part(mine.text, amount), _part(theirs.text, other)
    if not same_amount(amount, other) or (part and played and part != played):
        return False
    if amount.unit == "%" and part == TO and not played:  # "rose to 18 per cent" for "rose 18 per cent"
        return False
    if mine.language != theirs.language or not amount.noun or not other.noun or amount.unit in STRICT:
        return True
    counted, known_as = (set(stems(noun, mine.language)) for noun in (amount.noun, other.noun))
    return bool(counted & known_as) or any(stem in stems(theirs.text, theirs.language) for stem in counted)


def _part(text: str, amount: Quantity) -> int:
    """The part an amount plays in a change: by how much (1), to what (2), from what (3); 0 where there is none."""
    lead = text[max(0, amount.start - 24) : amount.start]
    return next((part for part, pattern in enumerate(_CHANGES, 1) if pattern.search(lead)), 0)


def same_amount(mine: Quantity, theirs: Quantity) -> bool:
    """Whether an amount gives another again; a rounded one ("about 4 million" for 4.2 million) does not."""
    if mine.approximation != theirs.approximation and {mine.approximation, theirs.approximation} & BOUNDS:
        return False
    if abs(mine.value - theirs.value) > SAME * max(1.0, abs(theirs.value)):
        return False
    if abs(mine.high - theirs.high) > SAME * max(1.0, abs(theirs.high)):
        return False
    if mine.currency != theirs.currency or (mine.per and mine.per != theirs.per):
        return False
    if {mine.unit, theirs.unit} & STRICT:
        return mine.unit == theirs.unit
    return mine.unit == theirs.unit or not mine.unit or not theirs.unit


# -- times -----------------------------------------------------------------------------------------


def strange_times(mine: Facts, theirs: Facts, said: date | None) -> list[Moment]:
    """The times of a text that another does not name as exactly; a year left out there is that of its publication."""
    return [
        time for time in mine.times if not any(_same_time(mine, time, theirs, other, said) for other in theirs.times)
    ]


def strange_weekdays(mine: str, theirs: str) -> list[str]:
    """The days of the week that a text names and another doesn't, in either language."""
    held = {_weekday(match[0]) for match in _WEEKDAY.finditer(theirs)}
    return [match[0] for match in _WEEKDAY.finditer(mine) if _weekday(match[0]) not in held]


def _weekday(name: str) -> int:
    return next(place for place, forms in enumerate(_WEEK) if name.casefold().startswith(forms))


def _same_time(mine: Facts, time: Moment, theirs: Facts, other: Moment, said: date | None) -> bool:
    if time.year and not other.year and said:
        other = replace(other, year=said.year)
    finer = any(
        (
            time.month and not other.month,
            time.day and not other.day,
            time.quarter and not (other.quarter or other.month),
        )
    )
    if finer or (time.year and not other.year) or not time.agrees(other) or time.until != other.until:
        return False
    if time.until and time.year != other.year:
        return False
    return _bound(mine.text, time.start) * _bound(theirs.text, other.start) >= 0


def _bound(text: str, at: int) -> int:
    """Whether a time is where something begins (1) or ends (−1)."""
    lead = text[max(0, at - 24) : at]
    return 1 if _SINCE.search(lead) else -1 if _UNTIL.search(lead) else 0


# -- names -----------------------------------------------------------------------------------------


def strange_names(mine: Facts, held: Collection[str], language: str) -> list[str]:
    """The names of a text that a vocabulary in this language doesn't speak of, under any form."""
    across = mine.language != language
    certain = (name for name in mine.names if not (across and translatable(name, mine.language)))
    return [name for name in certain if not all(_spoken_of(part, held) for part in name.split())]


def _spoken_of(name: str, held: Collection[str]) -> bool:
    """Whether a vocabulary has a name: under another form where it is a place or a body, else but for its ending."""
    if len(forms(name)) > 1:
        return mentions(name, held)
    wanted = fold(name)
    return any(_ENDING.fullmatch(_rest(wanted, word)) for word in held if word[:3] == wanted[:3])


def _rest(one: str, other: str) -> str:
    """What the longer of two words has more than the other; "?" where neither begins with the other."""
    short, long = sorted((one, other), key=len)
    return long[len(short) :] if long.startswith(short) else "?"


def shared_names(mine: Facts, text: str) -> list[str]:
    """The names of a text that another speaks of."""
    held = vocabulary(text)
    return [name for name in mine.names if mentions(name, held)]


def swapped(mine: Facts, theirs: str, across: bool) -> bool:
    """Whether two names have changed places ("A sued B" for "B sued A"), or a way leads from where it led to.

    `across` says that they are in two languages. A passive turns the order round; anything else that does is taken for
    a change of roles.
    """
    told = (*mine.names, *(_alike(mine, theirs) if across else ()))
    placed = [(name, _places(name, mine.text), _places(name, theirs)) for name in told]
    once = [(name, here[0], there[0]) for name, here, there in placed if len(here) == 1 and len(there) == 1]
    for (_, here, there), (_, here2, there2) in combinations(once, 2):
        if _together(here, here2, mine.text) or _together(there, there2, theirs):
            continue
        turned = (here < here2) != (there < there2)
        passive = _passive(mine.text, here, here2) != _passive(theirs, there, there2)
        if turned != passive:
            return True
    return any(_way(mine.text, here) * _way(theirs, there) < 0 for _, here, there in once)


def _alike(mine: Facts, theirs: str) -> list[str]:
    """Words in capitals that another text spells the same, and that no name of this one is: mostly names all the same.

    German capitalises every noun, so that a place which could be a compound ("Ostheim") is not told from one.
    """
    held = {word for word in words(theirs) if word[0].isupper()}
    grammar = lexicon(mine.language).function
    found = (word for word in words(mine.text) if word[0].isupper() and word in held and not grammar.fullmatch(word))
    return [word for word in dict.fromkeys(found) if word not in mine.names]


def _places(name: str, text: str) -> list[int]:
    return list(_found(name, text))


def _found(name: str, text: str) -> Iterator[int]:
    for match in re.finditer(r"[^\W_][\w'’-]*", text):
        if mentions(name, vocabulary(match.group())):
            yield match.start()


def _together(one: int, other: int, text: str) -> bool:
    """Whether two names are parts of one, or stand side by side in a list."""
    between = text[min(one, other) : max(one, other)]
    return len(between.split()) < 2 or (len(between.split()) < 5 and bool(_LISTED.search(between)))


def passive(text: str) -> bool:
    """Whether a text may be in the passive, in which who acts comes last."""
    return bool(_PASSIVE.search(text))


def _passive(text: str, *places: int) -> bool:
    return passive(text) and any(_AGENT.search(text[max(0, place - 16) : place]) for place in places)


def _way(text: str, at: int) -> int:
    lead = text[max(0, at - 16) : at]
    return 1 if _TO.search(lead) else -1 if _FROM.search(lead) else 0


def against(text: str, language: str) -> frozenset[str]:
    """The words behind "against", "than" and their like, folded: who is opposed, what is compared with."""
    grammar = lexicon(language).function
    found = (match[1].split() for match in _AGAINST.finditer(text))
    return frozenset(
        fold(word)[:5] for group in found for word in group if len(word) > 3 and not grammar.fullmatch(word)
    )
