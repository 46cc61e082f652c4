"""A question and the turns before it → the question as understood, a whole one that stands alone. No model; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.followup.fragments import fitted, fragment
from kb.followup.lexicon import classes, telling
from kb.followup.pointing import pointed
from kb.followup.reading import Context, context
from kb.language import detect_question
from kb.text import words

__all__ = ["Said", "Understood", "language_of", "understand"]

LOOKED_BACK = 3  # turns
_ENOUGH = 5  # words by which langdetect tells a question's language


@dataclass(frozen=True, slots=True)
class Said:
    """An earlier turn: its question as it was understood, and the answer's sentences as one text."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """A question that stands alone; `changed` where it was not what was typed.

    `from_turn` is the place (from 0) of the turn that gave what was missing, `replaced` the words that were put in the
    place of others; an old one that is empty was added.
    """

    question: str
    changed: bool = False
    from_turn: int | None = None
    replaced: tuple[tuple[str, str], ...] = ()


def understand(question: str, turns: Sequence[Said]) -> Understood:
    """What a question means after these turns, the last one last. One that stands alone stays as it is."""
    asked = " ".join(question.split())
    if not turns or not words(asked):
        return Understood(question)
    before = language_of(turns[-1].question)
    language = language_of(asked, before)
    last = len(turns) - 1
    if part := fragment(asked, language):
        whole, replaced = fitted(part, turns[-1].question, before)
        return Understood(whole, True, last, replaced)
    back = [_context(turn) for turn in reversed(turns[-LOOKED_BACK:])]
    changes = pointed(asked, language, back)
    if not changes:
        return Understood(question)
    whole, at = "", 0
    for change in changes:
        whole, at = whole + asked[at : change.start] + change.new, change.end
    replaced = tuple((asked[change.start : change.end], change.new) for change in changes)
    return Understood(whole + asked[at:], True, last + 1 - changes[0].back, replaced)


def _context(turn: Said) -> Context:
    return context(turn.question, turn.answer, language_of(turn.question))


def language_of(question: str, default: str | None = None) -> str:
    """`de` or `en`: by the small words that only one of them has, otherwise by its letters.

    `default` counts where the words say nothing and there are few.
    """
    own = [word.casefold() for word in words(question)]
    german, english = (sum(word in telling(language) for word in own) for language in ("de", "en"))
    if german != english:
        return "de" if german > english else "en"
    if own[:1] == ["was"] and len(own) > 1 and words(question)[1].islower() and not classes("en").small(own[1]):
        return "de"  # "Was plant …": the English word stands before someone
    return detect_question(question) if default is None or len(own) >= _ENOUGH else default
