"""Attribution to a rule that says so, or to the actor of a public event with a date."""

from __future__ import annotations

from kb.flags.closed import BE, DUTIES, FIRST, NOT_BEFORE_VERB, OWN
from kb.flags.clues import LEGAL, Attribution, Clues, Span
from kb.flags.cues import ACT_NAME, BY_LAW, DAY, DECREE, PAST_FORM, RATED, VOTE
from kb.flags.subject import actor, clause, is_definite
from kb.flags.voice import Voice, names_one

_AGENTS = frozenset("von vom durch gegen beim".split())


def by_rule(clues: Clues) -> Attribution | None:
    """An act, an article, a court, a contract that requires, forbids or says something."""
    if match := LEGAL.search(clues.text):
        inside = clues.text[max(0, match.start() - 40) : match.start()]
        if (
            not ACT_NAME.search(match.group())
            or BY_LAW.search(inside)
            or clues.has("ruling")
            or clues.lows(0, 99) & DUTIES
        ):
            return Attribution("law", match.group())
    rules = [span for span in clues.spans("laws") if is_definite(clues, span[0])]
    for start, end in clues.spans("ruling"):
        near = [rule for rule in rules if -8 <= start - rule[0] <= 12]
        if near and not clues.near(near[0][0], 2, 0) & FIRST:
            return Attribution("law", clues.show((min(near[0][0], start) - 1, max(near[0][1], end))))
    return None


def by_event(clues: Clues, voice: Voice) -> Attribution | None:
    """A named actor other than the author, a public act, and a date or a count of votes."""
    about_itself = voice.promotes and names_one(clues, voice.brand) and not DAY.search(clues.date)
    if about_itself or clues.any_low(FIRST | OWN | {"uns", "us"}):
        return None
    if decree := DECREE.search(clues.text):
        return Attribution("law", decree.group())
    vote = VOTE.search(clues.text)
    if vote and ("Stimmen" in vote.group() or "vote" in vote.group()):
        return Attribution("event", vote.group())
    date = clues.date or (clues.year if clues.language == "de" else "") or (vote.group() if vote else "")
    for start, end in clues.spans("acting"):
        if clues.low(start - 1) in NOT_BEFORE_VERB or clues.has("outlook") or clues.low(0) in ("wer", "whoever"):
            continue
        if _by_nobody(clues, start, end):
            continue
        if date and _acts(clues, (start, end), date):
            return Attribution("event", f"{clues.show((start, end))}, {date}")
        if clues.names and clues.names[0] < start and RATED.search(clues.text) and not voice.promotes:
            return Attribution("event", clues.show((clues.names[0], end)))
        if not date and not voice.personal and (by := _authority(clues, (start, end))):
            return Attribution("event", by)
    return None


def _by_nobody(clues: Clues, start: int, end: int) -> bool:
    """Whether a participle has no doer: a passive without "by", "closed in 2022 and rated at …"."""
    if clues.language == "en":
        comma = start > 0 and "," in clues.gap(start - 1, start)
        return comma and clues.low(start).endswith("ed") and "," not in clues.text[: clues.words[start - 1].end]
    around = clause(clues, start)
    return bool(around & {"wurde", "wurden", "worden"}) and not around & _AGENTS


def _authority(clues: Clues, verb: Span) -> str:
    """Who decided something whose day isn't told: a public body or office with a name, before a verb in the past."""
    start, end = verb
    names = set(clues.names)
    for at, stop in clues.spans("bodies"):
        before = stop <= start <= stop + 5 and at < 6
        beside = {at - 2, at - 1, at, stop, stop + 1, stop + 2} & names
        if before and beside and clues.figures and PAST_FORM.search(clues.show(verb)):
            return clues.show((at, end))
    return ""


def _acts(clues: Clues, verb: Span, date: str) -> bool:
    """Whether somebody stands near the verb of an event; an exact day, and German word order, make it likely enough."""
    start, end = verb
    if clues.language == "de" and not clues.date.strip():
        return actor(clues, start, end)  # a bare year
    if clues.language == "de" or DAY.search(date) or clues.low(start - 1) in ("it", "he", "she", "they"):
        return True
    passive_rule = clues.low(start - 1) in BE and any(-6 <= rule - start < 0 for rule, _ in clues.spans("laws"))
    return passive_rule or actor(clues, start, end)
