"""Attribution to somebody who can be found: a speaker, a paper, a rule, an actor of a public event."""

from __future__ import annotations

from kb.flags.closed import BE, GUESSES, LOOSE, NOT_BEFORE_VERB, OWN
from kb.flags.clues import FOOTNOTE, LEGAL, Attribution, Clues, Span
from kb.flags.cues import (
    ABOUT_MINISTRY,
    AS_TOLD,
    BEFORE_PAPERS,
    BEHIND_PAPERS,
    CALLING,
    COLON_QUOTE,
    COUNT_OF,
    FINDS,
    FOR_ONE,
    FROM_PAPER,
    NAMED_SO,
    OWN_COUNT,
    OWN_TEXT,
    QUOTE_TAG,
    REPORTED_TO,
    RESULT,
    SEEN_BY,
    SIGNED,
    STUDY_OF,
    TESTED_AT,
)
from kb.flags.events import by_event, by_rule
from kb.flags.subject import actor, clause, has_owner, is_definite, is_verb, known_subject
from kb.flags.voice import Voice

_PAPERS = (FROM_PAPER, REPORTED_TO)
_NO_COMMENT = frozenset(
    "and or but which who whose that as when while because i we it there experts analysts critics some".split()
)


def named(clues: Clues, voice: Voice, linked: str) -> Attribution | None:
    """The source a sentence names; `linked` is where a link in it leads."""
    if note := FOOTNOTE.search(clues.text):
        return Attribution("data", note.group())
    if linked and not voice.promotes:
        return Attribution("data", linked)
    if OWN_TEXT.match(clues.text):
        return None
    opening = LEGAL.match(clues.text)
    if opening and clues.has("ruling", "showing"):
        return Attribution("law", opening.group())
    return (
        _by_phrase(clues)
        or _by_paper(clues)
        or _by_own_count(clues)
        or _by_verb(clues)
        or by_rule(clues)
        or _by_finding(clues)
        or by_event(clues, voice)
        or _by_belief(clues)
    )


# -- speakers --------------------------------------------------------------------------------------


def _by_phrase(clues: Clues) -> Attribution | None:
    """ "laut", "according to", "…, so der Sprecher", "by the union's count"."""
    if signed := SIGNED.match(clues.text) or FOR_ONE.match(clues.text):
        return Attribution("speech", signed.group(1))
    if office := ABOUT_MINISTRY.search(clues.text) or TESTED_AT.search(clues.text):
        return Attribution("speech", office.group(1) or office.group(2))
    for pattern in (NAMED_SO, AS_TOLD, COUNT_OF, STUDY_OF, FROM_PAPER, REPORTED_TO, SEEN_BY):
        match = pattern.search(clues.text)
        if match and not clues.inside(match.start() + 1):
            return Attribution("data" if pattern in _PAPERS else "speech", match.group().strip(',“”"«» '))
    for start, end in clues.spans("source_phrases"):
        loud = clues.low(start) == "laut" and (
            clues.text[clues.words[start].end :][:1] in ("", *",.;:!?")
            or clues.low(end) in ("und", "oder", "mal", "genug", "zu", "aber", "wie", "vernehmlich")
            or clues.low(end).endswith("end")
        )
        if not loud and not clues.lows(end, end + 3) & OWN:
            data = any(start <= paper <= end + 5 for paper, _ in clues.spans("documents"))
            return Attribution("data" if data else "speech", clues.show((start, _end_of_name(clues, end))))
    if clues.opens_with("resuming", 8):
        return Attribution("data", clues.first("resuming"))
    return None


def _end_of_name(clues: Clues, at: int) -> int:
    """Where those end who are named from word `at` on: after four words, or before a figure that follows a name."""
    last = min(at + 3, len(clues.words))
    nouns = (number for number in range(at, last) if clues.show((number, number + 1))[:1].isupper())
    return next((number + 1 for number in nouns if clues.low(number + 1)[:1].isdigit()), at + 4)


def _by_verb(clues: Clues) -> Attribution | None:
    """A verb of saying with a subject other than the author, or a colon before a quotation."""
    for start, end in clues.spans("saying"):
        impersonal = clues.low(start - 1) in ("das", "dies", "was", "es", "that", "which", "this", "there")
        if not is_verb(clues, start) or impersonal and not clues.quotes:
            continue
        if clues.language == "de" or known_subject(clues, start, end):
            asked = clues.low(start - 1) in ("percent", "cent", "prozent") or clues.low(start - 1)[:1].isdigit()
            return Attribution("data" if asked else "speech", clues.show((start - 3, end)))
    if clues.quotes and clues.names and (word := clues.word_of(CALLING)):
        return Attribution("speech", word)
    if comment := _comment(clues):
        return Attribution("speech", comment)
    if tag := QUOTE_TAG.search(clues.text):
        return Attribution("speech", tag.group().lstrip('“”"»«, '))
    if COLON_QUOTE.search(clues.text):
        return Attribution("speech", clues.text[: clues.text.index(":") + 1][:80])
    return None


def _comment(clues: Clues) -> str:
    """A last clause that only says who said so ("…, a court in Leeds has ruled")."""
    cut = clues.text.rfind(", ")
    tail = clues.text[cut + 2 :].strip(" .")
    if cut < 20 or not 2 <= len(tail.split()) <= 9 or clues.inside(cut):
        return ""
    last, first = clues.words[-1], tail.split()[0].casefold()
    told = any(end == len(clues.words) for _, end in clues.spans("saying", "showing", "ruling", "believing"))
    return tail if told and last.low.endswith(("d", "s")) and first not in _NO_COMMENT else ""


def _by_belief(clues: Clues) -> Attribution | None:
    """A verb of thinking whose subject is a name, an organisation, "he" or "she"."""
    for start, end in clues.spans("believing"):
        if not is_verb(clues, start):
            continue
        beside = any(start - 4 <= i < start + 4 for i in clues.names) or clues.near(start, 1, 1) & {"he", "she", "er"}
        definite = start <= 4 and clues.low(start - 2) in ("the", "die", "der", "das")
        if beside or definite and clues.low(start - 1) not in LOOSE or actor(clues, start, end):
            return Attribution("speech", clues.show((start - 2, end)))
    return None


# -- papers ----------------------------------------------------------------------------------------


def _by_paper(clues: Clues) -> Attribution | None:
    """A study, report or data set that shows something, or in which something was found."""
    papers = [span for span in clues.spans("documents") if is_definite(clues, span[0])]
    words = ""
    if papers:
        words = _named_paper(clues, papers) or _telling_paper(clues, papers) or _in_paper(clues, papers)
    if not words and clues.figures and (match := RESULT.match(clues.text)):
        words = match.group()
    return Attribution("data", words) if words else None


def _named_paper(clues: Clues, papers: list[Span]) -> str:
    """A figure beside a paper with a name ("the OCS price index stood at 118")."""
    if not clues.figures or clues.has("outlook", "calls"):
        return ""
    return next((clues.show((at - 2, end)) for at, end in papers if {at - 1, at - 2} & set(clues.names)), "")


def _telling_paper(clues: Clues, papers: list[Span]) -> str:
    """A paper that is the subject of a verb of showing."""
    for start, end in clues.spans("showing"):
        if clues.low(start - 1) in NOT_BEFORE_VERB or clues.language == "en" and clues.low(start - 1) in BE:
            continue
        near = [paper for paper in papers if _subject_of(clues, paper, (start, end))]
        if near and not clause(clues, start) & GUESSES:
            return clues.show((min(near[0][0], start) - 1, max(near[0][1], end)))
    return ""


def _subject_of(clues: Clues, paper: Span, verb: Span) -> bool:
    """Whether a paper stands up to 12 words before a verb, or up to 6 behind it without a comma between."""
    if verb[0] < paper[0] < verb[1] and verb[1] - verb[0] > 1:  # "geht aus der Prognose hervor"
        return True
    if -12 <= paper[0] - verb[0] < 0:
        return verb[0] >= paper[1]
    return 0 < paper[0] - verb[0] <= 6 and paper[0] >= verb[1] and "," not in clues.gap(verb[1] - 1, paper[0])


def _in_paper(clues: Clues, papers: list[Span]) -> str:
    """A figure or date "in", "nach", "from" a paper with an owner, a date or a sample."""
    if not clues.figures and not clues.date:
        return ""
    for start, end in papers:
        before = clues.lows(start - 6, start)
        owned = (
            before & OWN
            or any(word.endswith("'s") for word in before)
            or clues.date
            or has_owner(clues, end)
            or clues.low(end) in BEHIND_PAPERS
        )
        if before & BEFORE_PAPERS and owned:
            return clues.show((start - 2, end))
    return ""


def is_own_count(clues: Clues) -> bool:
    """Whether the author tells whom or what they counted, measured or asked."""
    return bool(OWN_COUNT.search(clues.text))


def is_office(clues: Clues) -> bool:
    """Whether what "is said" comes out of an office that is named ("aus dem Ministerium hieß es")."""
    return bool(ABOUT_MINISTRY.search(clues.text))


def _by_own_count(clues: Clues) -> Attribution | None:
    """The author's own measurement or survey, where it is described."""
    match = OWN_COUNT.search(clues.text)
    if match and (clues.figures or clues.has("documents")) and not clues.inside(match.start()):
        return Attribution("data", match.group()[:80])
    return None


def _by_finding(clues: Clues) -> Attribution | None:
    """A named body that counted, measured or found something."""
    if not clues.figures and not clues.has("comparisons", "trends", "negations"):
        return None
    for start, end in clues.spans("showing"):
        if clues.low(start) in FINDS and is_verb(clues, start) and (actor(clues, start, end) or _goes_on(clues, start)):
            if clues.low(start) == "zählt" and start == 1:  # "Lörnitz zählt 6.200 Einwohner"
                continue
            return Attribution("data", clues.show((start - 4, end)))
    return None


def _goes_on(clues: Clues, verb: int) -> bool:
    """Whether a verb behind "and" shares the subject that opens the sentence, a body or a name."""
    if clues.low(verb - 1) not in ("and", "und"):
        return False
    bodies = {at for at, _ in clues.spans("bodies")}
    return bool(bodies.union(clues.names) & {0, 1, 2, 3})
