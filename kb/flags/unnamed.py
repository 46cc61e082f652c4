"""Attribution to nobody who could be found: "experts warn", "Beobachter", "Berichten zufolge"."""

from __future__ import annotations

import re

from kb.flags.closed import (
    BEFORE_OBJECTS,
    DETERMINERS,
    FIRST,
    LOOSE,
    NOT_BEFORE_VERB,
    OPENERS,
    OURS,
    OWN,
    PASSIVE,
    PLURAL_VERBS,
)
from kb.flags.clues import ADJECTIVE, Attribution, Clues, Span
from kb.flags.subject import is_compound, linked_to_name

_HOLDS = frozenset(  # what papers do and people don't
    """enthält enthalten unterscheidet unterscheiden fand fanden erfasst erfassen vermisst
    contain contains list lists put puts covers""".split()
)
_NO_NOUN = frozenset("this its as was is has his does yes across less unless perhaps besides always".split())
_TALK = ("spoke", "talked", "spoken")


def unnamed(clues: Clues) -> Attribution | None:
    """The words that attribute to nobody in particular."""
    phrase = clues.first("unnamed_phrases")
    if phrase and not (phrase.lower() in ("heißt es", "hieß es") and _IN_PAPER.search(clues.text)):
        return Attribution("vague", phrase)
    for span in clues.spans("unnamed") + clues.spans("unnamed_bare"):
        if not _is_somebody(clues, span) and (words := _by_phrase(clues, span) or _by_verb(clues, span)):
            return Attribution("vague", words)
    if hearsay := _HEARSAY.search(clues.text):
        return Attribution("vague", hearsay.group())
    for pattern in (_OFTEN_SAID, _SHOULD_HAVE, _EVERYONE):
        match = pattern.search(clues.text)
        counted = match and " been " in match.group() and clues.figures  # "40 cases have been reported"
        if match and not counted and not clues.inside(match.start()):
            return Attribution("vague", match.group()[:80])
    return _bare_plural(clues) or _bare_plural_de(clues) or _some_of(clues) or _somebody(clues)


def _is_somebody(clues: Clues, span: Span) -> bool:
    """Whether a noun is an object, or is made definite by an article or a name."""
    if clues.low(span[0] - 1) in BEFORE_OBJECTS or linked_to_name(clues, span[1]):
        return True
    return clues.is_in("unnamed_bare", span) and not _is_bare(clues, span[0])


def _is_bare(clues: Clues, at: int) -> bool:
    """Whether no article, possessive, number or name stands before a plural noun."""
    before = clues.lows(at - 2, at)
    if is_compound(clues, at):  # "Payroll data show …"
        return False
    if any(end == at for _, end in clues.spans("bodies")):  # "government figures"
        return False
    if before & LOOSE:
        return True
    if before & (OWN | OURS):
        return False
    if any(word in DETERMINERS or word[:1].isdigit() or word.endswith("'s") for word in before):
        return False
    names = set(clues.names)
    if clues.language == "de" and ADJECTIVE.search(clues.low(0)):  # "Beteiligte Kreise": a capital as it opens
        names.discard(0)
    return not any(at - 3 <= i < at for i in names) and not clues.is_in("numbers", (at - 1, at))


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
        if clues.low(at) in _HOLDS and not paper or clues.low(at + 1) in PASSIVE:
            continue
        if clues.low(at - 1) in FIRST | NOT_BEFORE_VERB and clues.low(at - 2) not in _TALK:
            continue
        if clues.low(start - 1) in ("than", "als"):  # "thinner than officials admit"
            continue
        perfect = clues.low(end) in ("haben", "hätten", "hatten")
        if 0 <= at - end <= (6 if bare and not perfect else 12) and not (bare and _apart(clues, end, at)):
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
    if clues.language != "en" or len(clues.words) < 4 or not opening.endswith(("s", "men")) or opening in _NO_NOUN:
        return None
    told = clues.low(1) in ("have", "had", "will") and any(1 < at < 4 for at, _ in clues.spans("saying", "believing"))
    if told:
        return Attribution("vague", clues.show((0, 4)))
    people = _PEOPLE_EN.search(opening) is not None
    limit = min((*(at for at in clues.names if at or not people), *(at for at, _ in clues.spans("documents")), 7))
    for at, _ in clues.spans("saying", "believing"):
        free = clues.low(at - 1) not in NOT_BEFORE_VERB or clues.low(at - 2) in _TALK
        if 0 < at <= limit and at < 7 and free and clues.low(at) in PLURAL_VERBS:
            return Attribution("vague", clues.show((0, at + 1)))
    return None


_IN_PAPER = re.compile(r"\bh(?:ei|ie)ßt? es (?:dazu |weiter |dort )?(?:in|im|bei|beim|von|vom|seitens|aus de[mr]) ")
_HEARSAY = re.compile(
    r"\b(?:rechnet|glaubt|hofft|fürchtet|befürchtet|erwartet|vermutet|munkelt|erzählt|denkt|meint) man\b|"
    r"^(?:Kritische|Warnende|Skeptische|Einzelne|Manche|Viele|Andere) Stimmen\b|\bThere (?:is|are|has been"
    r"|have been) (?:\w+ )?(?:talk|rumou?rs?|whispers|speculation|gossip)\b|\bkursier(?:t"
    r"|en|te|ten)\b|"
    r"\b[Ii]n (?:der|dieser) (?:Fachwelt|Branche|Szene|Zunft|Fachöffentlichkeit) (?:[a-zäöüß]+ ){0,3}?(?:gilt|heißt"
    r"|stößt|wird|hält|ist|sorgt)\b|"
    r"\b(?:[Ii]n|[Aa]us) (?:[a-zäöü]+ )?(?!Land|Wahl|Stadt|Bezirk|Alters|Straf|Verkehrs|Um)\w*[Kk]reisen\b|"
    r"\b(?:wird|werden)\b(?![^.;]{0,90}\b(?:von|vom|durch) )[^.;]{0,90}\b(?:spekuliert|gemunkelt|gerätselt"
    r"|kolportiert|gemutmaßt|eingeräumt|geraunt|"
    r"getuschelt|behauptet|befürchtet)\b"
    r"|^(?:My|Our|Meine|Unsere) (?:contacts?|sources?|colleagues?|friends|Kollegen|Quellen|Freunde|Bekannten|Kontakte"
    r"|Gesprächspartner)\b"
)
_OFTEN_SAID = re.compile(  # "Als Grund wird häufig … genannt", "is often blamed"
    r"\b(?:wird|werden)\b (?:[a-zäöü]+ )?(?:häufig|oft|öfter|gern|gerne|meist|meistens|vielfach|immer wieder"
    r"|allgemein|weithin"
    r"|mitunter|bisweilen|manchmal|gelegentlich)\b[^.;]{0,80}?\b(?:genannt|angeführt|behauptet|erzählt|gesagt"
    r"|beklagt|kritisiert"
    r"|vermutet|unterstellt|bezeichnet|beschrieben|verwiesen|argumentiert|eingewandt"
    r"|zitiert)\b(?![^.;]{0,40} (?:von|vom) )"
    r"|\b(?:is|are|has been|have been) (?:often|frequently|commonly|widely|generally|usually|sometimes"
    r"|regularly|routinely) "
    r"(?:said|claimed|cited|blamed|described|called|given as|quoted|regarded|considered|accused|criticised"
    r"|criticized|suspected|rumoured|assumed|believed|argued)\b(?! by)"
)
_SHOULD_HAVE = re.compile(  # "Einige Versicherer sollen … drängen": hearsay about nobody in particular
    r"\bsoll(?:en)?\b[^.;,]{3,90}\b[a-zäöüß]{4,}(?:t|en) (?:haben|worden sein)(?=[.,;]|$)|"
    r"^(?:Einige|Manche|Mehrere|Viele|Etliche|Zahlreiche|Verschiedene|Andere|Einzelne) (?:[a-zäöüß]+ )?[A-ZÄÖÜ]\w+"
    r"(?: (?:in|aus|bei|im) [^,.]{2,40})? sollen\b"
)
_EVERYONE = re.compile(
    r"^(?:Everyone|Everybody|Anyone|Anybody|Nobody|No one|Jeder|Jede|Alle) (?:in|who|at|on|der|die|im|am|aus"
    r"|mit) [^.]{2,60}?\b"
    r"(?:will tell|knows?|says?|agrees?|admits?|weiß|wissen|sagt|sagen|bestätigt|bestätigen|wird Ihnen|kennt)\b"
    r"|\b(?:have|has) (?:also )?been (?:reported|alleged|suggested|rumoured|rumored|claimed)\b(?! (?:by|to"
    r"|in the|as)\b)"
)
_SOMEBODY = re.compile(  # a single person told only by what they are
    r"^(?:One|A|An|Another|Ein|Eine|Einer|Ein anderer|Eine andere) (?:former |ehemalige[r]? |langjährige[r]? )?"
    r"(?:reader|insider|colleague|friend|source|contact|veteran|acquaintance|user|resident|neighbour|neighbor"
    r"|competitor"
    r"|rival|expert|analyst|observer|critic|old hand|Leser(?:in)?|Insider(?:in)?|Kolleg(?:e|in)|Freund(?:in)?"
    r"|Bekannter?"
    r"|Nutzer(?:in)?|Anwohner(?:in)?|Nachbar(?:in)?|Konkurrent|Experte|Expertin|Analyst|Beobachter(?:in)?"
    r"|Kritiker(?:in)?"
    r"|Kenner(?:in)?|Eingeweihter?)\b"
)
_SOME_DE = re.compile(
    r"^(?:Manche|Einige|Viele|Mehrere|Etliche|Nicht wenige|Andere|Leute|Menschen|Stimmen) (?:in|im|aus|bei"
    r"|unter|an|am|rund um|hinter) "
)
_SOME_OF = re.compile(
    r"^(?:Some|Many|Several|Most|Others|A few|Those|People|Plenty of people|Lots of people|A number of people|Dozens"
    r"|Voices|One) (?:on|in|of|at|within|inside|around|among|from|close to) "
)
_PEOPLE_EN = re.compile(
    r"(?:ists|ians|makers|watchers|officials|workers|yers|holders|owners|leaders|ologists"
    r"|advisers|men|women)$"
)
_PEOPLE_DE = re.compile(r"(?:er|ler|en|innen|leute|kreise)$")


def _somebody(clues: Clues) -> Attribution | None:
    """ "One reader in uniform writes …": a single person without a name or an office."""
    match = _SOMEBODY.match(clues.text)
    told = [at for at, _ in clues.spans("saying", "believing") if at < 9] if match else []
    names = [at for at in clues.names if at > 1 and clues.low(at - 1) not in ("in", "from", "aus", "near", "bei")]
    named = any(at < told[0] for at in names) if told else False
    return Attribution("vague", clues.show((0, told[0] + 1))) if told and not named else None


def _some_of(clues: Clues) -> Attribution | None:
    """ "Some on the staff blame …": people told only by where they are."""
    if _SOME_DE.match(clues.text):
        told = [at for at, _ in clues.spans("saying", "believing") if 2 < at < 12 and clues.low(at).endswith("en")]
        return Attribution("vague", clues.show((0, told[0] + 1))) if told else None
    if not _SOME_OF.match(clues.text):
        return None
    for at, _ in clues.spans("saying", "believing"):
        if (
            2 < at < 9
            and clues.low(at - 1) not in NOT_BEFORE_VERB
            and clues.low(at) in PLURAL_VERBS | {"blame", "said", "believed", "thought"}
        ):
            return Attribution("vague", clues.show((0, at + 1)))
    return None


def _bare_plural_de(clues: Clues) -> Attribution | None:
    """German: people without article or name who say or think ("Projektierer räumen ein …")."""
    if clues.language != "de" or len(clues.words) < 4 or 0 in clues.names:
        return None
    subject = clues.text[clues.words[0].start : clues.words[0].end]
    if not subject[:1].isupper() or clues.low(0) in OPENERS or not _PEOPLE_DE.search(clues.low(0)) or len(subject) < 6:
        return None
    for at, _ in clues.spans("saying", "believing"):
        if at == 1 and clues.low(at).endswith(("en", "ten")) and clues.low(2) != "sie" and clues.low(2) != "wir":
            return Attribution("vague", clues.show((0, at + 1)))
    return None
