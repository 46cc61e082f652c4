"""A sentence made ready to be compared: its names, figures, times and the way it points. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kb.compare.acronyms import spelt_out
from kb.compare.bounds import ends, since, starts, without_not_before
from kb.compare.polarity import Polarity, denied_spans, polarity, set_aside
from kb.language import known
from kb.names import mentions, names, same_place, translatable, vocabulary
from kb.numbers import Moment, Quantity, dated, quantities, read_times
from kb.text import fold, words

_PERSON = re.compile(r"\b([A-ZÄÖÜ][a-zäöüßéèçñ]+)\s(?:(?:von|van|de|der|di|al)\s)?([A-ZÄÖÜ][\w’'-]+)")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a sentence stands: what comes before it (title, passage), when it was said, the words of its document.

    `held` and `near` are the vocabularies (see `kb.names`) of the document and of title and passage.
    """

    before: str = ""
    published: date | None = None
    near: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence and what in it can be held against another.

    `held` are its words as names are looked up among them. `backdrop` are times named before it; `aside` are
    the amounts that it tells as no longer so, `denied` those that it tells as not so; `quantities` leaves both out.
    `starts` and `ends` are where those of its times stand from which on, and until which, something is so; `since` says
    that something has been so since a time.
    """

    text: str
    language: str
    names: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    times: tuple[Moment, ...]
    backdrop: tuple[Moment, ...]
    aside: tuple[Quantity, ...]
    denied: tuple[Quantity, ...]
    held: frozenset[str]
    polarity: Polarity
    setting: Setting
    starts: frozenset[int] = frozenset()
    ends: frozenset[int] = frozenset()
    since: bool = False

    def persons(self) -> list[str]:
        """Its names of two words, as people have them."""
        own = {fold(name) for name in self.names}
        found = (match.groups() for match in _PERSON.finditer(self.text))
        return [
            f"{first} {last}"
            for first, last in found
            if fold(last) in own and (fold(first) in own or not known(first.lower(), self.language))
        ]


_ALONE = Setting()
_HOME = {"de": "deutschland", "en": "usa"}


def read(text: str, language: str, setting: Setting = _ALONE) -> Statement:
    """A sentence read; `language` is "de" or "en"."""
    times = read_times(text, language)
    denied = denied_spans(text)
    aside = [*set_aside(text), *denied]
    found = quantities(text, language, times)
    kept = [time for time in times if not _within(time.start, aside)] or times
    return Statement(
        text=text,
        language=language,
        names=_names(text, language, found),
        quantities=tuple(one for one in found if not _within(one.start, aside)),
        aside=tuple(one for one in found if _within(one.start, aside) and not _within(one.start, denied)),
        denied=tuple(one for one in found if _within(one.start, denied)),
        times=tuple(dated(time, setting.published) for time in kept),
        backdrop=tuple(dated(time, setting.published) for time in read_times(setting.before, language)),
        held=vocabulary(text),
        polarity=polarity(without_not_before(text, times), language),
        setting=setting,
        starts=starts(text, times),
        ends=ends(text, times),
        since=since(text, times),
    )


def _names(text: str, language: str, amounts: Iterable[Quantity]) -> tuple[str, ...]:
    """Its names; in English the first word too, where no dictionary has it.

    An amount behind a name is no part of it ("Dorvik 14 million"), and no English word in small letters names a place
    ("the island") where the text has capitals.
    """
    counted = {text[one.start : one.end].split(" ")[0] for one in amounts}
    found = [_without_amount(name, counted) for name in names(text, language)]
    if language == "en" and text != text.lower():
        found = [name for name in found if name != name.lower()]
    first = next(iter(words(text)), "").removesuffix("'s").removesuffix("’s")
    opens = language == "en" and len(first) > 2 and first[0].isupper() and not known(first.lower(), "en")
    return tuple(dict.fromkeys([first, *found] if opens and first.isalpha() else found))


def _without_amount(name: str, amounts: Collection[str]) -> str:
    word, _, number = name.rpartition(" ")
    return word if word and number in amounts else name


def _within(place: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


@dataclass(frozen=True, slots=True)
class Named:
    """The names of a statement by where another has them: itself, before it, in its document, nowhere."""

    own: tuple[str, ...]
    near: tuple[str, ...]
    far: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many names there are."""
        return len(self.own) + len(self.near) + len(self.far) + len(self.missing)


def named(one: Statement, other: Statement) -> Named:
    """Which names of `one` the other speaks of.

    Across languages an ordinary word in capitals may be translated: where it is not found it counts for nothing.
    """
    places: tuple[list[str], ...] = ([], [], [], [])
    for name in one.names:
        at = next((i for i, held in enumerate(_rooms(other)) if _held_in(name, held)), 3)
        at = 0 if at == 3 and spelt_out(name, other.text) else at
        across = one.language != other.language and translatable(name, one.language)
        if not (at == 3 and (across or _at_home(name, other))):
            places[at].append(name)
    return Named(*map(tuple, places))


def _at_home(name: str, other: Statement) -> bool:
    """Whether a name is of the country that a text in this language speaks of where it names none."""
    home = same_place(_HOME[other.language])
    return bool(home) and same_place(fold(name)) == home and not _speaks_of_places(other)


def _speaks_of_places(statement: Statement) -> bool:
    return any(same_place(fold(word)) for word in words(statement.text) if len(word) > 2)


@lru_cache(65_536)  # a document's words are looked through once for each name, not for each of its sentences
def _held_in(name: str, held: frozenset[str]) -> bool:
    return mentions(name, held)


def _rooms(statement: Statement) -> tuple[frozenset[str], ...]:
    return statement.held, statement.setting.near, statement.setting.held


def rival_place(one: Statement, other: Statement) -> bool:
    """Whether the other sentence names a place, and none of those that `one` names."""
    mine = {same_place(fold(name)) for name in one.names} - {()}
    if not mine:
        return False
    theirs = {same_place(fold(word)) for word in words(other.text) if len(word) > 1 and word != "us"} - {()}
    return bool(theirs) and not mine & theirs


def rival_person(one: Statement, other: Statement, missing: Collection[str]) -> str:
    """A person of the other sentence who stands where `one` has another that the other does not speak of, or ""."""
    absent = [person for person in one.persons() if any(part in missing for part in person.split())]
    if not absent:
        return ""
    own = {fold(word) for word in words(one.text)}
    return next((person for person in other.persons() if not {fold(part) for part in person.split()} & own), "")
