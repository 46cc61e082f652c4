"""Questions that are no sentences ("Und in Lund?", "Why?"): what they say, fitted into the question before. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.followup.asking import asked_again
from kb.followup.lexicon import Classes, classes
from kb.followup.phrases import phrases
from kb.followup.things import Phrase, Token, tokens
from kb.text import fold

_MEASURES = frozenset(
    "much many long often high large big far old else ones viel viele lange lang oft hoch weit alt groß".split()
)
_EXACT = frozenset({"exactly", "genau", "else", "sonst", "noch"})
_OF_IT = re.compile(r"\b(?:of (?:it|them|that|those|these|this)|davon|von (?:denen|ihnen|diesen))\b\s*", re.IGNORECASE)
_COUNTED = frozenset("year time month date kind share price cost percentage".split())
_LEADS = ("in im ins", "an am", "on", "to zu zum zur nach", "bei beim at", "von vom of from")


@dataclass(frozen=True, slots=True)
class Fragment:
    """`asks` is a question word with what belongs to it, `items` other cases, `compares` what to hold it against."""

    language: str
    asks: str = ""
    items: tuple[Phrase, ...] = ()
    compares: str = ""


def fragment(question: str, language: str) -> Fragment | None:
    """A question taken apart as a fragment; None where it is a sentence, or a search for words."""
    own = classes(language)
    rest = question.strip(" ?!.,;:")
    named = next((found.group(1) for pattern in own.cases if (found := pattern.fullmatch(rest))), None)
    inner = _without_openers(rest, own)
    if own.compares.match(inner):
        return Fragment(language, compares=inner)
    if named is not None and all(own.has(token.text, "scopes") for token in tokens(named)):
        return Fragment(language, compares=named)
    if named is not None and (named := _without_openers(named, own)) != inner:  # "what about …"
        asks, left = "", named
    else:
        asks, left = _asking(_OF_IT.sub("", inner).strip(), own, named is not None)
    if not left:
        return Fragment(language, asks) if asks else None
    items = _items(left, language, question == question.lower())
    free = [item for item in items or () if not item.lead and item.kind != "time"]
    if not items or len(items) > 3 or len(free) > (named is not None and not asks):
        return None
    return Fragment(language, asks, items)


def _without_openers(text: str, own: Classes) -> str:
    found = tokens(text)
    while len(found) > 1 and own.has(found[0].text, "openers"):
        found = found[1:]
    return text[found[0].start :] if found else ""


def _asking(text: str, own: Classes, opened: bool) -> tuple[str, str]:
    """The question word at the beginning with what belongs to it, and what is left."""
    found = tokens(text)
    at = 0
    while at < len(found) and own.has(found[at].text, "prepositions", "adverbs") and at < 2:
        at += 1
    if at >= len(found) or not own.has(found[at].text, "asking"):
        return "", text
    word = found[at].text.casefold()
    at += 1
    while at < len(found) and found[at].text.casefold() in _MEASURES | _EXACT:
        at += 1
    noun = found[at] if at < len(found) and not own.small(found[at].text) else None
    counting = word in {"which", "how", "wie", "wieviel", "wieviele"} or word.startswith("welche")
    counting = counting or (noun is not None and noun.text.casefold() in _COUNTED)
    if noun and counting and (own.language == "en" or noun.text[0].isupper()):
        ends = at + 1 == len(found)
        if ends or ((opened or own.language == "de") and own.has(found[at + 1].text, "prepositions")):
            at += 1
    stop = found[at].start if at < len(found) else len(text)
    return text[:stop].strip(), text[stop:]


def _items(text: str, language: str, plain: bool) -> tuple[Phrase, ...] | None:
    """The things and times that a text lists; None where it holds anything else."""
    opened = f"{'and' if language == 'en' else 'und'} {text}"
    own, found, words = classes(language), phrases(opened, language), tokens(opened)
    spans = [(item.start, item.full_end) for item in found]
    loose = [word for word in words if not any(start <= word.start < end for start, end in spans)]
    if any(not own.has(word.text, "prepositions", "openers", "adverbs") for word in loose):
        return _plain_item(opened, words, language) if plain and len(words) <= 4 and not found else None
    return tuple(item for item in found if not any(other.end < item.start < other.full_end for other in found))


def _plain_item(opened: str, words: Sequence[Token], language: str) -> tuple[Phrase, ...] | None:
    """All in small letters, where nothing tells a noun: what follows "und", taken as a thing."""
    own = classes(language)
    inner = words[1:]
    lead = inner[0] if inner and own.has(inner[0].text, "prepositions") else None
    inner = inner[1:] if lead else inner
    if (
        not inner
        or any(own.small(word.text) for word in inner[1:])
        or own.has(inner[0].text, "be", "have", "do", "asking")
    ):
        return None
    start, end, head = inner[0].start, inner[-1].end, inner[-1].text
    at = (lead.text, lead.start) if lead else ("", start)
    return (Phrase(opened, start, end, end, "", head, *at, "thing", "other", language),)


# -- fitting in ------------------------------------------------------------------------------------


def fitted(part: Fragment, base: str, language: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The question before (`base`) with what the fragment says in its place; and what was replaced by what."""
    question, replaced = base.strip(), list[tuple[str, str]]()
    used: list[str] = []
    for item in part.items:
        question, old, new = _fit(item, question, language, used)
        used.append(item.full)
        replaced.append((old, new))
    if part.compares:
        question = added(question, part.compares[0].lower() + part.compares[1:], language)
        replaced.append(("", part.compares))
    if part.asks:
        old, question = asked_again(question, part.asks, language, part.language)
        replaced.append((old, part.asks))
    return question, tuple(replaced)


def _fit(item: Phrase, base: str, language: str, used: Sequence[str]) -> tuple[str, str, str]:
    found = [slot for slot in phrases(base, language) if slot.full not in used]
    scored = [(score, -place, slot) for place, slot in enumerate(found) if (score := _fits(item, slot)) > 0]
    if not scored:
        new = _with_lead(item, language)
        return added(base, new, language), "", new
    slot = max(scored, key=lambda entry: entry[:2])[2]
    whole = slot.kind == item.kind or item.full_end > item.end or slot.kind == "thing"
    end = slot.full_end if whole and item.kind != "time" else slot.end
    if slot.lead and item.lead and not _same_lead(slot.lead, item.lead) and language == item.language:
        start, new = slot.lead_start, f"{item.lead.lower()} {item.full}"
    else:
        start, new = slot.start, item.full
    return base[:start] + new + base[end:], base[start:end], new


def _fits(item: Phrase, slot: Phrase) -> int:
    """How well an item takes a phrase's place; 0: not at all."""
    if "time" in (item.kind, slot.kind):
        return 5 * (item.kind == slot.kind)
    alike = item.kind == slot.kind
    if classes(slot.language).has(slot.head, "fixed"):  # "in Kraft"
        return 0
    if item.lead:
        same = _same_lead(item.lead, slot.lead)
        if item.kind == "place" and alike:
            return 6 if slot.lead else 4
        return (3 + alike) if same else 0
    proper = {"name", "person", "place"}
    if not item.strong and slot.kind in proper:
        return 0
    score = 5 if alike else 4 if item.kind in proper and slot.kind in proper else 2
    score += slot.role == "subject"
    score -= 2 * (slot.role == "asked") + 2 * (bool(slot.lead) and not (alike and item.kind == "place"))
    return max(1, score + (bool(item.article) == bool(slot.article)))


def _same_lead(left: str, right: str) -> bool:
    left, right = left.casefold(), right.casefold()
    return bool(left) and (left == right or any({left, right} <= set(group.split()) for group in _LEADS))


def _with_lead(item: Phrase, language: str) -> str:
    """An item as it is added at the end of a question."""
    if item.lead:
        whole = item.question[item.lead_start : item.full_end]
        return whole[0].lower() + whole[1:]
    if item.kind == "time":
        year = fold(item.text)[0].isdigit()
        return (f"in {item.text}" if language == "en" else f"im Jahr {item.text}") if year else item.text
    return f"in the case of {item.full}" if language == "en" else f"im Fall von {item.full}"


def added(question: str, words: str, language: str) -> str:
    """The question with words at its end; in German before a verb that stands there."""
    body = question.rstrip(" ?!.")
    own, found = classes(language), tokens(body)
    if language == "de" and len(found) > 2 and any(own.has(token.text, "be", "have", "do") for token in found[:-1]):
        last = found[-1]
        if last.text.islower() and not own.small(last.text) and re.search(r"(?:t|en)$", last.text):
            return f"{body[: last.start]}{words} {last.text}?"
    return f"{body} {words}?"
