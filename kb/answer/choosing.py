"""Which sentences an answer quotes: the best one, and others that may as well answer and say something else."""

from __future__ import annotations

from collections.abc import Sequence

from kb.answer.candidates import Candidate
from kb.model import Conflict
from kb.text import canonical, one_holds_the_other, words

MARGIN = 0.4  # how much less a further sentence may score: with that much less it is two thirds as likely the right one
SAME_WORDS = 0.7  # two sentences with more of their words in common say the same
SIDES_MARGIN = 3.0  # how much less that of another story may score where it is asked what several say: half are right
LANGUAGE_MARGIN = 1.0  # how much less a translated counterpart may score


def choose(found: Sequence[Candidate], most: int, language: str, sides: bool = False) -> list[Candidate]:
    """The best sentence, and those that may as well be right: nothing said already, other sources before repeats.

    Where a translation says the same, the question's own language is quoted. With `sides` another story's word comes in
    too, though it fits less.
    """
    best = _in_language(found, found[0], language)
    close = [candidate for candidate in found if candidate.score >= found[0].score - MARGIN]
    if sides and all(candidate.story == best.story for candidate in close):
        close += _other_side(found, best)
    close.sort(key=lambda candidate: candidate.story == best.story)  # stable: by score within each half
    chosen = [best]
    for candidate in (_in_language(found, each, language) for each in close):
        if len(chosen) < most and not any(_repeats(candidate, earlier) for earlier in chosen):
            chosen.append(candidate)
    return chosen


def with_sides(
    chosen: Sequence[Candidate], found: Sequence[Candidate], conflicts: Sequence[Conflict]
) -> list[Candidate]:
    """What was chosen, and behind it the sentences that contradict it."""
    sides = {(side.document_id, side.start) for conflict in conflicts for side in conflict.sides}
    known = {(candidate.document_id, candidate.start) for candidate in chosen}
    return [*chosen, *(each for each in found if (each.document_id, each.start) in sides - known)]


def _other_side(found: Sequence[Candidate], best: Candidate) -> list[Candidate]:
    """What another story says in place of the best sentence, if any does; where that gives a figure, with another."""
    own = _figures(best.text)
    others = (each for each in found if each.story != best.story and each.score >= found[0].score - SIDES_MARGIN)
    return [each for each in others if not own or _figures(each.text) - own][:1]


def _in_language(found: Sequence[Candidate], candidate: Candidate, language: str) -> Candidate:
    """The candidate, or the sentence with the same figures in a translation of its document into this language."""
    if candidate.passage.row.language == language:
        return candidate
    wanted = _figures(candidate.text)
    own = (other for other in found if other.story == candidate.story and other.passage.row.language == language)
    close = (other for other in own if other.score >= candidate.score - LANGUAGE_MARGIN)
    return next((other for other in close if wanted and _figures(other.text) == wanted), candidate)


def _figures(text: str) -> frozenset[str]:
    """The figures of a text; a decimal comma is a point."""
    return frozenset(word.replace(",", ".") for word in words(text) if word[0].isdigit())


def _repeats(candidate: Candidate, earlier: Candidate) -> bool:
    """Whether a sentence says what an earlier one has said: much the same words, or the same place of a translation."""
    if one_holds_the_other(candidate.text, earlier.text):
        return True
    if candidate.passage.row.language != earlier.passage.row.language:
        return candidate.story == earlier.story
    a, b = (set(words(canonical(each.text).casefold())) for each in (candidate, earlier))
    return len(a & b) > SAME_WORDS * min(len(a), len(b))
