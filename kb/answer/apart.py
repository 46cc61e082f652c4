"""What two sentences say differently of the thing that a question asks for. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.compare import Statement
from kb.numbers import Moment, Quantity, comparable, plain, quantities, read_times, same_quantity
from kb.question import Kind
from kb.text import words

UNLIKE = 10  # one figure so many times the other is hardly of the same thing
LONGEST = 40  # characters of a figure that are shown as written
DURATIONS = frozenset({"s", "day", "month"})
_UPPER, _LOWER = frozenset({"at most", "less than"}), frozenset({"at least", "more than"})
_COUNT = re.compile(r"\b(?:wie\s?viele[nr]?|how\smany|(?:an)?zahl\s(?:der|von)|(?:number|count)\sof)\b", re.I)


@dataclass(frozen=True, slots=True)
class Difference:
    """What each says, as a reader sees it, and what is counted, in the question's language ("" where it is no count).

    `at` is where in each statement it stands; `figure` is the second one's, None where it is a time or a word.
    """

    mine: str
    theirs: str
    at: tuple[int, int]
    noun: str = ""
    figure: Quantity | None = None

    def apart(self, known: Difference, language: str, of_known: str) -> bool:
        """Whether the second sides of two differences say different things; languages are those of the sentences."""
        if self.figure and known.figure:
            alike = comparable(self.figure, known.figure, language, of_known)
            return alike is not False and not same_quantity(self.figure, known.figure)
        return self.theirs.casefold() != known.theirs.casefold()


def difference(kind: Kind, question: tuple[str, str], one: Statement, other: Statement) -> Difference | None:
    """How two statements differ in what is asked for (`question`: text and language); None where they don't."""
    if kind == "date":
        return _of_times(question, one, other)
    if kind == "yes_no":
        return _of_words(one, other)
    found = _of_figures(kind, question, one, other)
    if found is None and kind == "duration":  # "Wie lang ist die Brücke?"
        found = _of_figures("number", question, one, other)
    return found


# -- figures ---------------------------------------------------------------------------------------


def _of_figures(kind: Kind, question: tuple[str, str], one: Statement, other: Statement) -> Difference | None:
    wanted = _wanted(kind, *question)
    mine, theirs = _figure(kind, question, wanted, one), _figure(kind, question, wanted, other)
    if mine is None or theirs is None or same_quantity(mine, theirs):
        return None
    alike = comparable(mine, theirs, one.language, other.language)
    if alike is False or alike is None and wanted is None or mine.per != theirs.per and mine.per and theirs.per:
        return None
    if _allows(mine, theirs) or _allows(theirs, mine) or not _of_one_size(mine, theirs):
        return None
    sides = ((one, mine), (other, theirs))
    noun = next((figure.noun for said, figure in sides if said.language == question[1]), "")
    return Difference(_shown(mine), _shown(theirs), (mine.end - 1, theirs.end - 1), noun, theirs)


def _wanted(kind: Kind, question: str, language: str) -> Quantity | None:
    """What is counted, as a figure of it would be read: "Wie viele Staaten …" asks for something like "7 Staaten"."""
    if kind != "number":
        return None
    found = quantities(_COUNT.sub("7", question, count=1), language)
    return next((one for one in found if one.value == 7 and (one.unit or one.noun)), None)


def _figure(kind: Kind, question: tuple[str, str], wanted: Quantity | None, said: Statement) -> Quantity | None:
    """The one figure of a statement that can be meant; None where there is none, or where there are several."""
    given = {word for word in words(question[0]) if word[0].isdigit()}
    found = [q for q in said.quantities if _of_kind(kind, q) and not given & set(words(q.text))]
    if wanted:
        found = [q for q in found if comparable(wanted, q, question[1], said.language) is not False]
    if kind == "number":
        found = [q for q in found if not q.derived]
    exact = [q for q in found if q.approximation == "exact" and not q.derived] or found
    return exact[0] if exact and all(same_quantity(exact[0], other) for other in found) else None


def _of_kind(kind: Kind, figure: Quantity) -> bool:
    if kind == "money":
        return bool(figure.currency)
    if kind == "share":
        return figure.unit in ("%", "pp")
    if kind == "duration":
        return figure.unit in DURATIONS
    return not figure.currency


def _allows(bound: Quantity, figure: Quantity) -> bool:
    """Whether a bound ("up to 240", "more than 40") leaves room for the figure."""
    if bound.approximation in _UPPER:
        return figure.high <= bound.high
    return bound.approximation in _LOWER and figure.value >= bound.value


def _of_one_size(one: Quantity, other: Quantity) -> bool:
    small, large = sorted((abs(one.value), abs(other.value)))
    return small > 0 and large < UNLIKE * small


def _shown(figure: Quantity) -> str:
    if figure.derived or len(figure.text) > LONGEST:
        return f"{figure.value:.0f} %" if figure.unit == "%" else plain(figure.value)
    return " ".join(figure.text.split()).rstrip(".,;:")


# -- times and words -------------------------------------------------------------------------------


def _of_times(question: tuple[str, str], one: Statement, other: Statement) -> Difference | None:
    given = read_times(*question)
    mine, theirs = (_time(given, statement.times) for statement in (one, other))
    if mine is None or theirs is None or mine.agrees(theirs):
        return None
    shown = one.text[mine.start : mine.end], other.text[theirs.start : theirs.end]
    return Difference(*shown, (mine.start, theirs.start))


def _time(given: Sequence[Moment], times: Sequence[Moment]) -> Moment | None:
    """The one time of a statement, of those with a year, that the question did not bring; None for none or several."""
    own = [time for time in times if time.year and not any(_same(time, each) for each in given)]
    return own[0] if len(own) == 1 else None


def _same(time: Moment, given: Moment) -> bool:
    return time.precision == given.precision and time.agrees(given)


def _of_words(one: Statement, other: Statement) -> Difference | None:
    """Two words of which each says the opposite of the other."""
    if bool(one.polarity.negated) != bool(other.polarity.negated):
        return None
    mixed = one.polarity.mixed | other.polarity.mixed
    for name, (side, word) in one.polarity.sides.items():
        theirs = other.polarity.sides.get(name)
        if theirs and theirs[0] != side and name not in mixed:
            return Difference(word, theirs[1], (one.text.find(word), other.text.find(theirs[1])))
    return None
