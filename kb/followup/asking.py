"""A question put again with another question word: "Wie viel zahlt er?", "Bis wann?" → "Bis wann zahlt er?". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.followup.lexicon import Classes, classes
from kb.followup.things import Token, tokens
from kb.question import read_question

_WHO = frozenset("who whom whose what which wer wen wem wessen was".split())
_WHICH = re.compile(r"(?:which|welche[rsnm]?)(?:\s+(?:ones?|genau|exactly))?", re.IGNORECASE)
_WHICH_THING = re.compile(r"(?:which|welche[rsnm]?|what)\s+(?!ones?\b|genau\b|exactly\b)\w.*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Opening:
    """How a question begins: its question word to `end`, the verb next; `amount` is "much power", `high` or empty."""

    start: int
    end: int
    amount: str
    who: bool
    inverted: bool


def asked_again(base: str, asks: str, language: str, own_language: str) -> tuple[str, str]:
    """The words that were replaced, and the question `base` with `asks` for its question word.

    Where that cannot be, both are asked: "Who heads the bank, and since when?".
    """
    found, own = tokens(base), classes(language)
    body = base.rstrip(" ?!.")
    new = asks[0].upper() + asks[1:]
    if language != own_language or not found:
        return "", f"{body} – {asks}?"
    first = _first(found, own)
    if own.has(found[first].text, "be", "have", "do"):
        return "", f"{new} {found[first].text[0].lower()}{body[found[first].start + 1 :]}?"
    opening = _opening(body, found, own, first)
    if opening is None or _WHICH_THING.fullmatch(asks) and not (opening.amount or opening.who):
        return "", _both(body, asks, language)
    old, rest = body[opening.start : opening.end], body[opening.end :].strip()
    if _WHICH.fullmatch(asks):
        noun = opening.amount.partition(" ")[2]
        return (old, f"{new.split()[0]} {noun} {rest}?") if noun else ("", _both(body, asks, language))
    if _WHICH_THING.fullmatch(asks):
        return old, f"{new} {rest}?"
    if opening.who:
        return "", _both(body, asks, language)
    reason = read_question(asks, language).kind == "reason"
    amount = f"so {opening.amount}" if opening.amount and (" " in opening.amount or reason) else ""
    if not opening.inverted:
        return (old, f"{new} is it that {amount} {rest}?") if amount else ("", _both(body, asks, language))
    return old, f"{new} {_with_amount(rest, amount, own)}?"


def _both(body: str, asks: str, language: str) -> str:
    return f"{body}, {'and' if language == 'en' else 'und'} {asks[0].lower()}{asks[1:]}?"


def _first(found: Sequence[Token], own: Classes) -> int:
    first = 0
    while first + 1 < len(found) and own.has(found[first].text, "openers"):
        first += 1
    return first


def _opening(body: str, found: Sequence[Token], own: Classes, first: int) -> _Opening | None:
    """The question word of a question with what belongs to it; None where there is none."""
    at = first + own.has(found[first].text, "prepositions")
    if at >= len(found) or not own.has(found[at].text, "asking"):
        return None
    word = found[at].text.casefold()
    start = at + 1
    measured = word in {"how", "wie"}
    verb = start + (measured and start < len(found))
    which = word == "which" or word.startswith("welche") or word.startswith("wieviel")
    while (measured or which or word == "what") and verb < len(found) and _still_asked(found, verb, own):
        verb += 1
    if verb >= len(found):
        return None
    inverted = own.language == "de" or own.has(found[verb].text, "be", "have", "do")
    if not inverted and measured:
        verb = start + 2
    amount = body[found[start].start : found[verb].start].strip() if measured and verb > start else ""
    who = word in _WHO or which or found[first].text != found[at].text
    return _Opening(found[first].start, found[verb].start, amount, who, inverted)


def _still_asked(found: Sequence[Token], place: int, own: Classes) -> bool:
    """Whether a word still belongs to what is asked: "how much [electric power] did", "wie viele [neue Busse]"."""
    word = found[place].text
    if own.language == "de":
        if word[0].isupper():
            return not own.small(word)
        begun = found[place - 1].text[0].isupper() and place > 1  # the noun has been said: this is the verb
        noun_next = place + 1 < len(found) and found[place + 1].text[0].isupper()
        return not begun and noun_next and not own.small(word) and re.fullmatch(r".{2,}e[nmrs]?", word) is not None
    return not own.has(word, "be", "have", "do", "articles", "pronouns")


def _with_amount(rest: str, amount: str, own: Classes) -> str:
    """What follows the question word, with "so viel Strom" where it belongs."""
    if not amount:
        return rest
    found = tokens(rest)
    if own.language == "de":
        subject = len(found) > 1 and found[1].text in {"den", "dem", "des", "sich"}
        if subject:
            return f"{found[0].text} {amount} {rest[found[1].start :]}"
        if own.has(found[0].text, "be", "have", "do") and found[-1].text.islower() and not own.small(found[-1].text):
            return f"{rest[: found[-1].start]}{amount} {found[-1].text}"
    return f"{rest} {amount}"
