"""Which thing or person of the last turns a pronoun means. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kb.followup.german import with_case
from kb.followup.reading import Context, Reading, ends_with
from kb.followup.things import Phrase
from kb.text import fold, words

Role = Literal["subject", "other"]


@dataclass(frozen=True, slots=True)
class Sought:
    """What a pronoun says of what it means.

    `gender` (m, f, n, or empty) is the German pronoun's, `role` its place in the question; `person`: it means people
    first, `either`: it may mean people as well, and several; `number` "one": it cannot mean several; `part`: it means
    what was counted ("davon").
    """

    gender: str = ""
    role: Role = "subject"
    person: bool = False
    either: bool = False
    number: Literal["", "one"] = ""
    part: bool = False

    def fits(self, phrase: Phrase) -> bool:
        """Whether a thing's gender and number agree."""
        agrees = with_case(phrase.article, phrase.lead, self.gender, "n") is not None
        return agrees and not (self.number == "one" and phrase.several)

    def order(self, phrase: Phrase) -> tuple[bool, ...]:
        """Sorts the likeliest first: what names one thing, in the same role as the pronoun."""
        counted = phrase.role == "asked"
        if self.part:
            return (not counted, phrase.kind in {"name", "place"}, not phrase.strong)
        many = self.either and not self.gender and phrase.several and not counted
        led = phrase.kind == "place" and bool(phrase.lead)
        return (not many, not phrase.strong, led, counted, phrase.role != self.role)

    def sure(self, phrase: Phrase) -> bool:
        """Whether the likeliest is likely enough."""
        if self.part:
            return phrase.role == "asked" or phrase.kind == "thing"
        return phrase.strong or phrase.role != "asked" or (bool(self.gender) and self.number == "one")


def antecedent(reading: Reading, sought: Sought) -> tuple[int, Phrase | str] | None:
    """What a pronoun means, and how many turns back that is: a phrase, or someone whom an answer names."""
    bodies = any(reading.classes.has(token.text, "made") for token in reading.words)
    mentioned = {fold(phrase.head) for phrase in reading.own}
    for back, earlier in enumerate(reading.contexts, 1):
        people = sought.person or (sought.either and (earlier.asked_person or sought.gender == "f"))
        if people and not bodies and (who := _who(reading, earlier)):
            return back, who
        if sought.person and reading.language == "en":
            continue
        fitting = [
            phrase
            for phrase in earlier.phrases
            if phrase.kind not in {"time", "person"}
            and not any(ends_with(fold(word), head) for word in words(phrase.full) for head in mentioned)
            and phrase.full not in reading.taken
            and sought.fits(phrase)
        ]
        fitting = [p for p in fitting if not any(q.end < p.start < q.full_end for q in fitting)]
        fitting.sort(key=sought.order)
        if fitting and sought.sure(fitting[0]):
            reading.taken.add(fitting[0].full)
            return back, fitting[0]
    return None


def _who(reading: Reading, earlier: Context) -> Phrase | str | None:
    """The person whom a turn's question or answer names, unless the question names someone again."""
    people: list[Phrase | str] = [earlier.person] if earlier.person and earlier.asked_person else []
    people += [phrase for phrase in earlier.phrases if phrase.kind == "person"]
    for one in people:
        name = one if isinstance(one, str) else one.full
        if name not in reading.taken and name not in reading.question:
            reading.taken.add(name)
            return one
    return None
