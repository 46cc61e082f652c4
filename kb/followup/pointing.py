"""What "it", "dort" and "the company" point back to, and the question with that in their place. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.followup.antecedents import Role, Sought, antecedent
from kb.followup.descriptions import descriptions
from kb.followup.german import with_case
from kb.followup.lexicon import da_words
from kb.followup.phrases import phrases
from kb.followup.reading import Change, Context, Reading
from kb.followup.things import Phrase, Token, tokens

_EN_PRONOUNS = {"it", "they", "them", "he", "she", "him"}
_EN_POSSESSIVES = {"its", "their", "his", "her"}
_AFTER_THAT = ("be", "have", "do", "prepositions", "conjunctions", "comparing")
_JOINED = "joined to the question before"
_DE_PRONOUNS = {"es": "n", "er": "m", "ihn": "m", "ihm": "m", "sie": "f", "ihr": "f", "ihnen": "f"}
_PLACES = {"there", "dort", "dorthin"}
_PERSONS = {"he", "she", "him", "his"}


def pointed(question: str, language: str, contexts: Sequence[Context]) -> list[Change]:
    """The changes that make a question stand alone; none where nothing in it points back."""
    reading = Reading(question, language, contexts, phrases(question, language), tokens(question))
    found = list(descriptions(reading))
    if not reading.classes.empty.search(question):
        found += _pronouns(reading)
    apart: list[Change] = []
    for change in sorted(found, key=lambda each: each.start):
        if not apart or change.start >= apart[-1].end:
            apart.append(change)
    return apart


# -- pronouns --------------------------------------------------------------------------------------


def _pronouns(reading: Reading) -> Iterator[Change]:
    for place, token in enumerate(reading.words):
        word = token.text.casefold() if place == 0 or token.text.islower() else token.text
        if _inside(reading, place, word):
            continue
        change = (_german if reading.language == "de" else _english)(reading, place, word)
        if change:
            yield change


def _inside(reading: Reading, place: int, word: str) -> bool:
    """Whether a pronoun's meaning stands in the question itself: before it, in another clause, or beside a "her"."""
    token = reading.words[place]
    before = [phrase for phrase in reading.own if phrase.end <= token.start and phrase.kind != "time"]
    if _possessive(reading, place, word):
        others = [phrase for phrase in reading.own if phrase in before or phrase.start > token.end + 1]
        return any((phrase.strong and not phrase.lead) or phrase.role != "other" for phrase in others)
    if not before:
        return False
    since = [other for other in reading.words[:place] if other.start >= before[0].end]
    parted = any(other.broken for other in [*since, token])
    return parted or any(reading.classes.has(other.text, "subordinate", "openers") for other in since)


def _possessive(reading: Reading, place: int, word: str) -> bool:
    following = reading.words[place + 1] if place + 1 < len(reading.words) else None
    noun = following is not None and not following.broken and not reading.classes.small(following.text)
    if reading.language == "en":
        return noun and word in _EN_POSSESSIVES and not (word == "her" and following and _past(following.text))
    return noun and re.fullmatch(r"(?:sein|ihr)(?:e[nmrs]?)?|deren|dessen", word) is not None and _noun(reading, place)


def _past(word: str) -> bool:
    return word.endswith("ed")


def _noun(reading: Reading, place: int) -> bool:
    """German: whether a noun follows, adjectives between."""
    for token in reading.words[place + 1 : place + 4]:
        if reading.classes.has(token.text, "adverbs"):
            continue
        if token.broken or (token.text.islower() and reading.classes.small(token.text)):
            return False
        if token.text[0].isupper():
            return True
        if not re.search(r"e[nmrs]?$", token.text):
            return False
    return False


def _english(reading: Reading, place: int, word: str) -> Change | None:
    token, last = reading.words[place], place + 1 == len(reading.words)
    if _possessive(reading, place, word):
        person = word in _PERSONS or word == "her"
        found = antecedent(reading, Sought(person=person, either=word == "their"))
        return found and Change(token.start, token.end, _owner(found[1]), found[0])
    if word in _EN_PRONOUNS or word == "her":
        many, person = word in {"they", "them"}, word in _PERSONS or word == "her"
        subject = many or word in {"he", "she"} or (word == "it" and not _object(reading, place))
        sought = Sought("", "subject" if subject else "other", person, many, "" if many else "one")
        found = antecedent(reading, sought)
        if many and found and isinstance(found[1], Phrase) and found[1].role == "other" and _counted(reading):
            return _joined(reading)
        return found and Change(token.start, token.end, _spoken(found[1], reading), found[0])
    if word == "there" and not _existing(reading, place):
        return _there(reading, token)
    alone = last or reading.classes.has(reading.words[place + 1].text, *_AFTER_THAT)
    of = place > 0 and reading.words[place - 1].text.casefold() == "of"
    if word in {"this", "that"} and (last or of or (alone and place <= 2)):
        return _that(reading, token, "n", of)
    return None


def _that(reading: Reading, token: Token, case: str, part: bool = False) -> Change | None:
    """For "that" and "das" the thing they mean; where it may be all that was said, the question before is put first.

    `part`: "of that", which means what was counted.
    """
    found = antecedent(reading, Sought(part=part))
    if found and isinstance(found[1], Phrase) and (found[1].article or found[1].role == "asked"):
        new = _in_case(found[1], "", case) if reading.language == "de" else _spoken(found[1], reading)
        return Change(token.start, token.end, new, found[0])
    return _joined(reading)


def _counted(reading: Reading) -> bool:
    """Whether the last question asks for several ("which countries"), which nothing else names."""
    return any(phrase.role == "asked" and phrase.several for phrase in reading.contexts[0].phrases)


def _joined(reading: Reading) -> Change | None:
    """The question before and this one as one: "Which countries refused, and why did they?"."""
    if not reading.contexts or _JOINED in reading.taken:
        return None
    reading.taken.add(_JOINED)
    first = next((each for each in reading.words if not reading.classes.has(each.text, "openers")), reading.words[0])
    body, joint = reading.contexts[0].question.rstrip(" ?!."), "and" if reading.language == "en" else "und"
    letter = first.text[0] if first.text.isupper() else first.text[0].lower()
    return Change(0, first.start + 1, f"{body}, {joint} {letter}")


def _object(reading: Reading, place: int) -> bool:
    return (
        not reading.classes.has(reading.words[place - 1].text, "be", "have", "do", "asking", "openers")
        if place
        else False
    )


def _existing(reading: Reading, place: int) -> bool:
    """Whether "there" only says that something exists."""
    near = [reading.words[i].text for i in (place - 1, place + 1) if 0 <= i < len(reading.words)]
    return place + 1 < len(reading.words) and any(reading.classes.has(word, "be", "have", "do") for word in near)


def _german(reading: Reading, place: int, word: str) -> Change | None:
    token, last = reading.words[place], place + 1 == len(reading.words)
    if _possessive(reading, place, word):
        return _whose(reading, place, word)
    if word in _DE_PRONOUNS and not (word == "ihr" and place and reading.words[place - 1].text in {"habt", "seid"}):
        role: Role = "other" if word in {"ihn", "ihm", "ihr", "ihnen"} or _after_doer(reading, place) else "subject"
        several, one = word in {"sie", "ihr", "ihnen"}, word in {"er", "es", "ihn", "ihm"}
        person = word in {"er", "ihn", "ihm"}
        found = antecedent(reading, Sought(_DE_PRONOUNS[word], role, person, several, "one" if one else ""))
        return found and Change(token.start, token.end, _declined(found[1], word, reading), found[0])
    if word in _PLACES or (word == "da" and last):
        return _there(reading, token)
    if word in da_words() and not _points_ahead(reading, place):
        preposition, case = da_words()[word]
        if any(phrase.lead.casefold().startswith(preposition) for phrase in reading.own):
            return None  # "zum Werk dazu": a part of the verb
        found = antecedent(reading, Sought(part=word == "davon"))
        return found and Change(token.start, token.end, f"{preposition} {_in_case(found[1], '', case)}", found[0])
    if word in {"das", "dies"} and (last or not _noun(reading, place)) and not token.broken:
        return _that(reading, token, "n")
    return None


def _after_doer(reading: Reading, place: int) -> bool:
    """Whether someone who does it is named before: "Wer baut es", "Wann hat der Rat sie"."""
    first = reading.words[0].text.casefold() if reading.words else ""
    first = reading.words[1].text.casefold() if first in {"und", "aber"} and len(reading.words) > 1 else first
    return first in {"wer", "was"} or any(
        p.role == "subject" and p.end < reading.words[place].start for p in reading.own
    )


def _points_ahead(reading: Reading, place: int) -> bool:
    """ "dafür, dass …", and "damit" as a conjunction."""
    rest = reading.words[place + 1 :]
    return reading.words[place].broken or any(
        token.broken and token.text in {"dass", "ob", "wie"} for token in rest[:1]
    )


def _whose(reading: Reading, place: int, word: str) -> Change | None:
    """German: "ihre Kosten" → "die Kosten der Brücke"."""
    feminine = word.startswith(("ihr", "deren"))
    found = antecedent(reading, Sought("f" if feminine else "m", either=feminine))
    if found is None:
        return None
    noun = next(i for i in range(place + 1, len(reading.words)) if reading.words[i].text[0].isupper())
    start, end = reading.words[place].start, reading.words[noun].end
    thing = reading.question[reading.words[place + 1].start : end]
    article = {"e": "die", "n": "den", "m": "dem", "r": "der", "s": "des"}.get(
        word[-1] if len(word) > 4 or word[-1] == "e" else "", ""
    )
    return Change(
        start, end, f"{article} {thing} von {_in_case(found[1], 'f' if feminine else '', 'd')}".strip(), found[0]
    )


def _there(reading: Reading, token: Token) -> Change | None:
    """The place that the last turns speak of, or the thing that can be one."""
    at = "in" if reading.language == "en" else "in"
    for back, earlier in enumerate(reading.contexts, 1):
        placed = [p for p in earlier.phrases if p.kind == "place" and (p.lead or p.role != "asked")]
        within = [p for p in earlier.phrases if any(p.end < q.start < p.full_end for q in placed)]
        if placed and not within:
            return Change(token.start, token.end, f"{at} {placed[-1].text}", back)
        for phrase in within or [p for p in earlier.phrases if p.strong and p.kind in {"name", "thing"}]:
            new = f"at {_spoken(phrase, reading)}" if reading.language == "en" else f"bei {_in_case(phrase, '', 'd')}"
            return Change(token.start, token.end, new, back)
    return None


# -- in words --------------------------------------------------------------------------------------


def _owner(found: Phrase | str) -> str:
    name = found if isinstance(found, str) else _with_the(found)
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _with_the(phrase: Phrase) -> str:
    return f"the {phrase.bare}" if phrase.article else phrase.full


def _spoken(found: Phrase | str, reading: Reading) -> str:
    return found if isinstance(found, str) else _with_the(found)


def _declined(found: Phrase | str, pronoun: str, reading: Reading) -> str:
    case = {"ihn": "a", "ihm": "d", "ihr": "d", "ihnen": "d"}.get(pronoun, "n")
    return _in_case(found, _DE_PRONOUNS[pronoun], case)


def _in_case(found: Phrase | str, gender: str, case: str) -> str:
    """The phrase under the article that its place in the German question asks for."""
    if isinstance(found, str):
        return found
    if not found.article or found.language != "de":
        return found.bare if found.article else found.full
    article = with_case(found.article, found.lead, gender, case) or found.article
    return f"{article} {found.bare}"
