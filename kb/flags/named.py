"""Attribution to somebody who can be found: a speaker, a paper, a rule, an actor of a public event."""

from __future__ import annotations

import re

from kb.flags.closed import BE, FIRST, GUESSES, LOOSE, NOT_BEFORE_VERB, OWN
from kb.flags.clues import FOOTNOTE, LEGAL, Attribution, Clues, Span
from kb.flags.subject import actor, clause, has_owner, is_definite, is_verb, known_subject
from kb.flags.voice import Voice

_NAMED_SO = re.compile(r"[,“”\"«»]\s?so (?:(?:der|die|das|ein|eine)\b|[A-ZÄÖÜ])[^,.]{2,80}")
_COLON_QUOTE = re.compile(r"^[^„“”\"«»:]{3,120}:\s?[„“\"»«]")
_COUNTING = (
    r"(?:counts?|estimates?|reckoning|tally|measure|account|figures|assessment|analysis|calculations?|numbers|data)"
)
_COUNT_OF = re.compile(
    rf"\b[Bb]y (?:(?:the|its) )?[\w-]+(?: [\w-]+){{0,3}}[’']s? (?:own )?{_COUNTING}\b"
    rf"|\b[Bb]y the (?:own )?{_COUNTING} of\b"
    rf"|\b[Bb]y (?:its|his|her|their|my|our) (?:own )?{_COUNTING}\b"
)
_STUDY_OF = re.compile(  # somebody's count, survey or study, with the name of who made it
    r"\b[Nn]ach (?:ein|d|dies|jen)(?:er|en|em) (?:[a-zäöüß]+ )?(?:Zählung|Schätzung|Berechnung|Umfrage|Studie|Analyse|"
    r"Auswertung|Erhebung|Statistik|Hochrechnung|Prognose|Untersuchung|Messung|Bilanz|Übersicht)(?:en)? "
    r"(?:de[rs]|von|durch) (?:[a-zäöüß]+ )?[A-ZÄÖÜ][\w-]+"
    r"|\b(?:[Aa]n?|[Tt]he) (?:[a-z]+ )?(?:count|survey|study|poll|analysis|tally|estimate|review|audit|investigation) "
    r"(?:by|from) (?:the )?[A-Z][\w-]+(?: [A-Z][\w-]+){0,3}"
)
_OWN_COUNT = re.compile(
    r"\b(?:I|[Ww]e)(?: have| had| also)? (?:counted|measured|collected|sampled|obtained|tested|surveyed|examined"
    r"|analysed"
    r"|analyzed|interviewed|reviewed|checked|compared|polled|ran)\b"
    r"|\b(?:haben wir|habe ich|wir haben|ich habe)\b[^.;]{0,150}"
    r"\b(?:gezählt|gemessen|ausgewertet|befragt|untersucht|verglichen|ausgezählt|überprüft|analysiert)\b"
)
_RESULT = re.compile(
    r"^(?:The|That|Die|Der|Das) (?:[\w-]+ ){1,4}(?:shows?|showed|found|finds|reveals?|revealed|indicates?|concluded"
    r"|zeigt|zeigte|zeigen|ergab|ergibt|belegt|belegen),? (?:that|dass)\b"
)
_OWN_TEXT = re.compile(
    r"^(?:This|In this|Dieser|Diese|Dieses|In diesem|In dieser) (?:chapter|report|article|brief|paper|section|post"
    r"|newsletter|issue"
    r"|page|Kapitel|Bericht|Artikel|Beitrag|Text|Abschnitt|Ausgabe|Seite)\b"
)
_VOTE = re.compile(
    r"\b\d{1,3}(?:[-–:]| to | zu | gegen )\d{1,3}(?: votes?| Stimmen)?\b"
    r"|\b\d{1,3} (?:Stimmen zu|Stimmen gegen|votes to) \d{1,3}\b"
)
_DAY = re.compile(r"^\d{1,2}\D|\D \d{1,2}$")
_BEFORE_PAPERS = frozenset("in nach per from aus under by bei im beim on of".split())
_BEHIND_PAPERS = ("with", "mit", "unter", "among", "we", "of")
_FINDS = frozenset(
    """found finds counted counts estimates estimated calculated calculates measured measures recorded records reported
    reports concluded surveyed tracked ranked documented identified listed puts put projects projected zählt zählte
    ermittelte ermittelt errechnete beziffert bezifferte verzeichnet verzeichnete befragte registrierte untersuchte
    dokumentiert dokumentierte prognostiziert schätzt""".split()
)


def named(clues: Clues, voice: Voice, linked: str) -> Attribution | None:
    """The source a sentence names; `linked` is where a link in it leads."""
    if note := FOOTNOTE.search(clues.text):
        return Attribution("data", note.group())
    if linked and not voice.promotes:
        return Attribution("data", linked)
    if _OWN_TEXT.match(clues.text):
        return None
    return (
        _by_phrase(clues)
        or _by_paper(clues)
        or _by_own_count(clues)
        or _by_verb(clues)
        or _by_rule(clues)
        or _by_finding(clues)
        or _by_event(clues, voice)
        or _by_belief(clues)
    )


# -- speakers --------------------------------------------------------------------------------------


def _by_phrase(clues: Clues) -> Attribution | None:
    """ "laut", "according to", "…, so der Sprecher", "by the union's count"."""
    for pattern in (_NAMED_SO, _COUNT_OF, _STUDY_OF):
        match = pattern.search(clues.text)
        if match and not clues.inside(match.start() + 1):
            return Attribution("speech", match.group().strip(',“”"«» '))
    for start, end in clues.spans("source_phrases"):
        loud = clues.low(start) == "laut" and clues.text[clues.words[start].end :][:1] in ("", *",.;:!?")
        if not loud and not clues.lows(end, end + 3) & OWN:
            data = any(start <= paper <= end + 5 for paper, _ in clues.spans("documents"))
            return Attribution("data" if data else "speech", clues.show((start, end + 4)))
    if clues.opens_with("resuming", 8):
        return Attribution("data", clues.first("resuming"))
    return None


def _by_verb(clues: Clues) -> Attribution | None:
    """A verb of saying with a subject other than the author, or a colon before a quotation."""
    for start, end in clues.spans("saying"):
        impersonal = clues.low(start - 1) in ("das", "dies", "was", "es", "that", "which", "this", "there")
        if not is_verb(clues, start) or impersonal and not clues.quotes:
            continue
        if clues.language == "de" or known_subject(clues, start, end):
            return Attribution("speech", clues.show((start - 3, end)))
    if _COLON_QUOTE.search(clues.text):
        return Attribution("speech", clues.text[: clues.text.index(":") + 1][:80])
    return None


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
    if not words and clues.figures and (match := _RESULT.match(clues.text)):
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
            or clues.low(end) in _BEHIND_PAPERS
        )
        if before & _BEFORE_PAPERS and owned:
            return clues.show((start - 2, end))
    return ""


def _by_own_count(clues: Clues) -> Attribution | None:
    """The author's own measurement or survey, where it is described."""
    match = _OWN_COUNT.search(clues.text)
    if match and (clues.figures or clues.has("documents")) and not clues.inside(match.start()):
        return Attribution("data", match.group()[:80])
    return None


def _by_finding(clues: Clues) -> Attribution | None:
    """A named body that counted, measured or found something."""
    if not clues.figures:
        return None
    for start, end in clues.spans("showing"):
        if clues.low(start) in _FINDS and is_verb(clues, start) and actor(clues, start, end):
            return Attribution("data", clues.show((start - 4, end)))
    return None


# -- rules and events ------------------------------------------------------------------------------


def _by_rule(clues: Clues) -> Attribution | None:
    """An act, an article, a court, a contract that requires, forbids or says something."""
    if match := LEGAL.search(clues.text):
        return Attribution("law", match.group())
    rules = [span for span in clues.spans("laws") if is_definite(clues, span[0])]
    for start, end in clues.spans("ruling"):
        near = [rule for rule in rules if -8 <= start - rule[0] <= 12]
        if near and not clues.near(near[0][0], 2, 0) & FIRST:
            return Attribution("law", clues.show((min(near[0][0], start) - 1, max(near[0][1], end))))
    return None


def _by_event(clues: Clues, voice: Voice) -> Attribution | None:
    """A named actor other than the author, a public act, and a date or a count of votes."""
    about_itself = voice.promotes and any(word.low in voice.brand for word in clues.words)
    if about_itself or clues.any_low(FIRST | OWN | {"uns", "us"}):
        return None
    vote = _VOTE.search(clues.text)
    if vote and ("Stimmen" in vote.group() or "vote" in vote.group()):
        return Attribution("event", vote.group())
    date = clues.date or (clues.year if clues.language == "de" else "") or (vote.group() if vote else "")
    for start, end in clues.spans("acting") if date else ():
        if clues.low(start - 1) not in NOT_BEFORE_VERB and _acts(clues, (start, end), date):
            return Attribution("event", f"{clues.show((start, end))}, {date}")
    return None


def _acts(clues: Clues, verb: Span, date: str) -> bool:
    """Whether somebody stands near the verb of an event; an exact day, and German word order, make it likely enough."""
    start, end = verb
    if clues.language == "de" or _DAY.search(date) or clues.low(start - 1) in ("it", "he", "she", "they"):
        return True
    passive_rule = clues.low(start - 1) in BE and any(-6 <= rule - start < 0 for rule, _ in clues.spans("laws"))
    return passive_rule or actor(clues, start, end)
