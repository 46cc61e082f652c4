"""The things that a question speaks of: its noun phrases, places and times, found by small words and capitals. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kb.followup.lexicon import Classes, classes
from kb.followup.things import Kind, Phrase, Role, tokens
from kb.language import known
from kb.names import names, same_place
from kb.text import fold, words

_YEAR = re.compile(r"(?:19|20)\d\d(?:[-/]\d\d(?:\d\d)?)?")
_ADJECTIVE = re.compile(r".{2,}(?:e|en|er|es|em)")
_PARTICIPLE = re.compile(r".{2,}(?:ed|en)|made|built|sold|held|bought|found|lost|won|paid|told|left|set|cut|shut")
_OBLIQUE = frozenset({"den", "dem", "des", "einen", "einem", "eines"})
_AT_A_PLACE = frozenset("in at near from to nach aus bei".split())
_JOINING = {"en": {"of": True, "in": False, "at": False, "for": False}, "de": dict.fromkeys(("in", "bei"), False)}


def phrases(question: str, language: str) -> tuple[Phrase, ...]:
    """The things a question speaks of, in their order."""
    return tuple(_joined(list(_Reader(question, language).read())))


class _Reader:
    """Goes through a question word by word."""

    def __init__(self, question: str, language: str) -> None:
        self.question, self.language = question, language
        self.classes: Classes = classes(language)
        self.tokens = tokens(question)
        plain = question == question.lower()
        self.named = {fold(part) for name in names(question, language) for part in words(name)} if plain else set()
        self.verb_seen = False

    def read(self) -> Iterator[Phrase]:
        """The phrases, not joined yet."""
        place = 0
        while place < len(self.tokens):
            taken = self._time(place) or self._thing(place)
            if taken:
                first, last, kind = taken
                yield self._phrase(first, last, kind)
                place = last
            elif self.small(place) or self.language == "de":
                self.verb_seen |= self._verb(place)
                place += 1
            else:
                place += 1
                while place < len(self.tokens) and not self.small(place) and not self.capital(place):
                    place += 1
                self.verb_seen = True

    # -- words -------------------------------------------------------------------------------------

    def small(self, place: int) -> bool:
        """Whether the word stands for nothing of its own; "US" and "IT" do."""
        word = self.tokens[place].text
        if word.isupper() and len(word) > 1 and self.question != self.question.upper():
            return False
        return self.classes.small(word)

    def capital(self, place: int) -> bool:
        """Whether the word is written as a name or, in German, a noun is."""
        word = self.tokens[place].text
        return not self.small(place) and (word[0].isupper() or fold(word) in self.named)

    def is_a(self, place: int, *names: str) -> bool:
        """Whether there is a word here, and of one of these classes."""
        return 0 <= place < len(self.tokens) and self.classes.has(self.tokens[place].text, *names)

    def _verb(self, place: int) -> bool:
        if self.is_a(place, "be", "have", "do"):
            return True
        measure = place > 0 and self.tokens[place - 1].text.casefold() == "wie"
        return not measure and not self.small(place) and self.tokens[place].text.islower()

    # -- times -------------------------------------------------------------------------------------

    def _time(self, place: int) -> tuple[int, int, Kind] | None:
        word, at = self.tokens[place].text, place
        if self.is_a(place, "months") and (self.language == "en" or word[0].isupper()):
            while at + 1 < len(self.tokens) and self.tokens[at + 1].text[0].isdigit():
                at += 1
            return place, at + 1, "time"
        if word[0].isdigit() and self.is_a(place + 1, "months"):
            return place, place + 2 + self._year(place + 2), "time"
        while self.is_a(at, "articles", "near"):
            at += 1
        if self.is_a(at, "times") and (at > place or self._year(at + 1) or word.casefold().startswith("vorjahr")):
            said = self._year(at + 1) or "vorjahr" in self.tokens[at].text.casefold()
            said = said or any(self.is_a(each, "near") for each in range(place, at))
            return (place, at + 1 + self._year(at + 1), "time") if said else None
        return (place, place + 1, "time") if self._year(place) else None

    def _year(self, place: int) -> bool:
        return place < len(self.tokens) and _YEAR.fullmatch(self.tokens[place].text) is not None

    # -- things ------------------------------------------------------------------------------------

    def _thing(self, place: int) -> tuple[int, int, Kind] | None:
        opened = self.is_a(place, "articles", "pointers") and not self.capital(place)
        first = place + opened
        run = first
        while run < len(self.tokens) and not self.small(run) and not (run > place and self.tokens[run].broken):
            if self._year(run) and run > first:
                break
            run += 1
        if run == first or (opened and self.tokens[first].broken):
            return None
        span = self._german(place, first, run) if self.language == "de" else self._english(place, first, run)
        return (*span, self._kind(*span)) if span else None

    def _german(self, place: int, first: int, run: int) -> tuple[int, int] | None:
        noun = first
        described = first > place or self.is_a(place - 1, "prepositions", "openers")
        while described and noun < run and not self.capital(noun) and _ADJECTIVE.fullmatch(self.tokens[noun].text):
            noun += 1
        if noun == run or not self.capital(noun):
            return None
        if place == 0 and first == 0 and self.is_a(1, "articles", "pronouns"):  # a verb opens the question
            return None
        last = noun
        while last < run and self.capital(last):
            last += 1
        numbered = (
            last < run and self.tokens[last].text[0].isdigit() and not (last + 1 < run and self.capital(last + 1))
        )
        return place, last + numbered

    def _english(self, place: int, first: int, run: int) -> tuple[int, int] | None:
        opened = first > place
        name = next((i for i in range(first, run) if self.capital(i) and (i > 0 or run > 1)), run)
        if name < run:
            last = name
            while last < run and (self.capital(last) or self.tokens[last].text[0].isdigit()):
                last += 1
            titled = self.is_a(name - 1, "titles") and name > first
            end = self._described(last, run, place) if opened or self.is_a(place - 1, "prepositions") else last
            return (place if opened else name - titled), end
        before = place - 1
        if self.is_a(before, "do", "have"):
            return place, run if self._verb_follows(run) else self._before_verb(first, run)
        if self.is_a(before, "be"):
            done = _PARTICIPLE.fullmatch(self.tokens[run - 1].text) is not None
            return (place, run - done) if run - done > first else None
        if self.is_a(before, "asking", "others") and not opened and before >= 0:
            noun = self.tokens[before].text.casefold() in {"which", "what", "many", "much"}
            subject = run < len(self.tokens) and self.is_a(run, "be", "have", "do")
            return (place, run if subject else first + 1) if noun else None
        infinitive = before >= 0 and self.tokens[before].text.casefold() == "to" and not opened
        return (place, run) if (opened or self.is_a(before, "prepositions", "openers")) and not infinitive else None

    def _described(self, last: int, run: int, place: int) -> int:
        """Where a name with more words ends: "the Paris declaration", but "the Council" before "approve"."""
        what = self.tokens[0].text.casefold() in {"what", "who"} and self.is_a(place - 1, "be")
        end = run - (run > last and self.is_a(place - 1, "be", "do", "have") and not what)
        while end > last and (self.tokens[end - 1].text.endswith("ed") or self._governs(end)):
            end -= 1
        return end

    def _governs(self, end: int) -> bool:
        """Whether the word before `end` is a verb with an object: "the EU approves the act"."""
        return self.tokens[end - 1].text.endswith("s") and self.is_a(end, "articles")

    def _verb_follows(self, run: int) -> bool:
        """Whether the verb stands further on: "did the plant in Lund cost", "will the bridge be built"."""
        last = len(self.tokens) - 1
        inside = run < last and not self.small(last) and not self.capital(last) and self.capital(last - 1)
        return inside or self.is_a(run, "be", "have")

    def _before_verb(self, first: int, run: int) -> int:
        """Where the doer ends after "did": before the verb, which is the last word, or stands before a bare plural."""
        last = self.tokens[run - 1].text
        plural = run - first >= 3 and last.endswith("s") and not last.endswith("ss")
        return max(first + 1, run - 1 - plural)

    def _kind(self, first: int, last: int) -> Kind:
        own = [token.text for token in self.tokens[first:last]]
        plain = [word for word in own if not self.classes.has(word, "articles", "pointers")]
        if len(plain) == 1 and same_place(fold(plain[0])):
            return "place"
        lead = self.tokens[first - 1].text.casefold() if first else ""
        parts = [part for word in plain for part in word.split("-") if len(part) > 1]
        unlisted = any(part.isupper() or not known(part, self.language) for part in parts)
        proper = all(word[0].isupper() for word in plain) and (self.language == "en" or unlisted)
        if len(plain) == len(own) and len(plain) <= 2 and proper and lead in _AT_A_PLACE:
            return "place"
        titled = any(self.classes.has(word, "titles") for word in plain)
        if titled or (len(plain) == len(own) and is_person(" ".join(plain))):
            return "person"
        named = any(self.capital(first + i) for i in range(len(own)) if self.language == "en" or unlisted)
        return "name" if named else "thing"

    def _phrase(self, first: int, last: int, kind: Kind) -> Phrase:
        article = self.tokens[first].text if self.is_a(first, "articles", "pointers") and last - first > 1 else ""
        has_lead = self.is_a(first - 1, "prepositions") and not self.tokens[first].broken
        lead = self.tokens[first - 1] if has_lead else None
        if article.casefold() in {"im", "am", "zum", "zur", "beim", "vom", "ins", "ans"}:
            lead, first, article = self.tokens[first], first + 1, ""
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return Phrase(
            question=self.question,
            start=start,
            end=end,
            full_end=end,
            article=article,
            head=self.tokens[last - 1].text,
            lead=lead.text if lead else "",
            lead_start=lead.start if lead else start,
            kind=kind,
            role=self._role(first, lead is not None, article),
            language=self.language,
        )

    def _role(self, first: int, led: bool, article: str) -> Role:
        if not self.verb_seen:
            return "asked" if any(self.is_a(place, "asking") for place in range(first)) else "other"
        if led or article.casefold() in _OBLIQUE:
            return "other"
        return "subject" if self.is_a(first - 1, "be", "have", "do") or self.language == "de" else "other"


def is_person(name: str) -> bool:
    """Whether words in capitals look like someone's name: two to four, none for a body or firm."""
    parts = name.split()
    if not 2 <= len(parts) <= 4 or any(not (p[0].isupper() or p in {"von", "van", "de"}) for p in parts):
        return False
    if any(any(char.isdigit() for char in part) or part.isupper() for part in parts):
        return False
    lists = [classes(each) for each in ("de", "en")]
    return not any(own.has(part, "classes", "firms") for own in lists for part in name.replace("-", " ").split())


def _joined(found: Sequence[Phrase]) -> Iterator[Phrase]:
    """Each phrase with those that belong to it: "the mayor" + "of Selby"."""
    later: Phrase | None = None
    joined: list[Phrase] = []
    for phrase in reversed(found):
        if later is not None and _belongs(phrase, later):
            phrase = replace(phrase, full_end=later.full_end)
        joined.append(phrase)
        later = phrase
    yield from reversed(joined)


def _belongs(phrase: Phrase, later: Phrase) -> bool:
    """Whether what follows a thing describes it."""
    start = later.lead_start
    if phrase.question[phrase.end : start].strip() or "time" in (phrase.kind, later.kind):
        return False
    lead = later.lead.casefold()
    if phrase.language == "de" and not lead:
        return later.article.casefold() in {"der", "des"} and (
            bool(phrase.article) or phrase.kind in {"person", "thing"}
        )
    if lead == "of":
        return True
    if not phrase.article or phrase.kind == "person":
        return False
    if lead in {"für", "von"}:
        return not later.article
    own = classes(phrase.language)
    town = lead == "in" and not (later.article or own.has(later.head, "fixed"))
    return lead in {"in", "at", "near", "for", "bei", "im", "am"} and (later.kind in {"place", "name"} or town)
