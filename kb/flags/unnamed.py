"""Attribution to nobody who could be found: "experts warn", "Beobachter", "Berichten zufolge"."""

from __future__ import annotations

from kb.flags.closed import BEFORE_OBJECTS, DETERMINERS, FIRST, LOOSE, NOT_BEFORE_VERB, PLURAL_VERBS
from kb.flags.clues import Attribution, Clues, Span
from kb.flags.subject import linked_to_name

_HOLDS = frozenset(  # what papers do and people don't
    """enthält enthalten unterscheidet unterscheiden fand fanden erfasst erfassen vermisst
    contain contains list lists put puts covers""".split()
)
_NO_NOUN = frozenset("this its as was is has his does yes across less unless perhaps besides always".split())
_TALK = ("spoke", "talked", "spoken")


def unnamed(clues: Clues) -> Attribution | None:
    """The words that attribute to nobody in particular."""
    if phrase := clues.first("unnamed_phrases"):
        return Attribution("vague", phrase)
    for span in clues.spans("unnamed") + clues.spans("unnamed_bare"):
        if not _is_somebody(clues, span) and (words := _by_phrase(clues, span) or _by_verb(clues, span)):
            return Attribution("vague", words)
    return _bare_plural(clues)


def _is_somebody(clues: Clues, span: Span) -> bool:
    """Whether a noun is an object, or is made definite by an article or a name."""
    if clues.low(span[0] - 1) in BEFORE_OBJECTS or linked_to_name(clues, span[1]):
        return True
    return clues.is_in("unnamed_bare", span) and not _is_bare(clues, span[0])


def _is_bare(clues: Clues, at: int) -> bool:
    """Whether no article, possessive, number or name stands before a plural noun."""
    before = clues.lows(at - 2, at)
    if before & LOOSE:
        return True
    if any(word in DETERMINERS or word[:1].isdigit() or word.endswith("'s") for word in before):
        return False
    return not any(at - 3 <= i < at for i in clues.names) and not clues.is_in("numbers", (at - 1, at))


def _by_phrase(clues: Clues, span: Span) -> str:
    """ "nach Ansicht von Experten", "Insidern zufolge"."""
    start, end = span
    before = any(start - 1 <= after <= start for _, after in clues.spans("source_phrases"))
    return clues.show((start - 2, end)) if before or clues.is_in("source_phrases", (end, end + 1)) else ""


def _by_verb(clues: Clues, span: Span) -> str:
    start, end = span
    paper = any(at == start for at, _ in clues.spans("documents"))
    bare = clues.is_in("unnamed_bare", span)
    for at, _ in clues.spans("saying", "believing", "showing"):
        if clues.low(at) in _HOLDS and not paper:
            continue
        if clues.low(at - 1) in FIRST | NOT_BEFORE_VERB and clues.low(at - 2) not in _TALK:
            continue
        if 0 <= at - end <= (6 if bare else 12) and not (bare and _apart(clues, end, at)):
            return clues.show((start, at + 1))
        if 0 < start - at <= 3 and clues.low(at) not in ("told", "tell", "tells"):
            return clues.show((at, end))
    return ""


def _apart(clues: Clues, end: int, at: int) -> bool:
    """Whether a name or a comma stands between a plural noun and a verb."""
    return any(end <= i < at for i in clues.names) or ", " in clues.gap(end - 1, at)


def _bare_plural(clues: Clues) -> Attribution | None:
    """English: an opening plural noun without article that says or thinks ("Lawyers I spoke to think …")."""
    opening = clues.low(0)
    if clues.language != "en" or len(clues.words) < 4 or not opening.endswith("s") or opening in _NO_NOUN:
        return None
    limit = min((*clues.names, *(at for at, _ in clues.spans("documents")), 7))
    for at, _ in clues.spans("saying", "believing"):
        free = clues.low(at - 1) not in NOT_BEFORE_VERB or clues.low(at - 2) in _TALK
        if 0 < at <= limit and at < 7 and free and clues.low(at) in PLURAL_VERBS:
            return Attribution("vague", clues.show((0, at + 1)))
    return None
