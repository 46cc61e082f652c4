"""How many independent origins stand behind sentences that say the same. Pure.

Copies, translations and versions of one story are one origin; so are texts that name the same source, and what a
company says of itself with the texts that pass it on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from kb.compare.acronyms import is_short, stands_for
from kb.names import mentions, names, vocabulary
from kb.text import fold, words

_BEFORE = re.compile(  # what names the source stands behind these
    r"\b(?:laut|gemäß|according to|per|berief sich auf|unter Berufung auf|citing|quoting|"
    r"nach (?:den )?(?:Angaben|Worten|Daten|Zahlen|Berechnungen|Erkenntnissen|Informationen|Recherchen)"
    r"(?: (?:von|der|des|vom))?|"
    r"(?:nach|in) (?:einer|einem|dem|der|ihrem|seinem) (?:\w+ )?\w+ (?:von|der|des|vom)|"
    r"\w+(?:bericht|studie|umfrage|erhebung|auswertung)s? (?:von|der|des|vom)|"
    r"(?:study|survey|report|poll|figures?|data|numbers|count|estimates?|analysis|brief|audit|tally|review|paper|"
    r"statistics|release) (?:by|from|of|published by)|"
    r"(?:Studie|Umfrage|Bericht|Zahlen|Erhebung|Auswertung|Statistik|Analyse|Schätzung|Zählung|Befragung|Untersuchung|"
    r"Daten|Gutachten|Mitteilung|Jahresbericht)s? (?:von|der|des|vom|durch)|"
    r"(?:teilte|sagte|erklärte|meldete|berichtete|ermittelte|zählte|bezifferte)n?|schätzt(?:en?)?|gab|said|says|told)\b",
    re.I,
)
_BEHIND = re.compile(  # and before these
    r"\b(?:zufolge|mitteilte?n?|berichtet(?:e|en)?|meldet(?:e|en)?|sagte?n?|sagt|erklärte?n?|schreibt|schrieb|"
    r"ermittelt(?:e|en)?|gezählt|geschätzt|schätzt(?:e|en)?|befragt(?:e|en)?|festhält|festgestellt|teilten? mit|zeigt|"
    r"zeigen|rechnet|rechnen|erwartet|erwarten|prognostiziert|"
    r"expects?|expected|forecasts?|projects|predicts?|said|says|reported|reports|estimates?|estimated|announced|found|finds|shows?|showed|counted|counts|surveyed|"
    r"puts?|calculated|writes|wrote|concluded)\b",
    re.I,
)
_FIRM = r"(?:company|firm|group|operator|maker|manufacturer|provider|vendor)"
_FIRMA = r"(?:Unternehmens?|Konzerns?|Herstellers?|Betreibers?|Anbieters?)"
_ITSELF = re.compile(  # the one spoken of is the source
    r"\b(?:nach eigenen (?:Angaben|Worten)|eigenen Angaben zufolge|by its own account|it said|our|we|wir|uns(?:er\w*)?|"
    rf"the {_FIRM} (?:said|says|puts|reports?|reported|claims?|told|announced)|(?:said|says|according to) the {_FIRM}|"
    rf"{_FIRM}(?:['’]s)? (?:statistics|figures|data|accounts?)|Angaben (?:des|der|vom) {_FIRMA}|{_FIRMA} zufolge|"
    rf"(?:teilte|sagte|erklärte|meldete|laut)n? (?:das|der|dem) {_FIRMA}|"
    rf"(?:das|der) {_FIRMA} (?:teilte|meldet|gibt|nennt)|"
    r"(?:Betreiber|Hersteller|Unternehmens|Firmen)angaben)\b",
    re.I,
)
_CORPORATE = re.compile(r"\b(?:GmbH|AG|SE|KGaA|Inc|Ltd|Limited|plc|LLC|Corp|Corporation|B\.?V|N\.?V)\b")
_PAPER = re.compile(
    r"\b(?:study|survey|report|statistics|statistical|figures|tally|audit|census|"
    r"\w*(?:studie|erhebung|umfrage|auswertung|statistik|bericht)s?|Zahlen|"
    r"Statistische[sn]? \w*amt(?:e?s)?|Behörden?daten)\b",
    re.I,
)
_ANYBODY = frozenset(  # who could be many: that two texts name one says nothing
    "sprecher sprecherin angaben bericht berichte studie zahlen daten umfrage mitteilung dienstag montag "
    "mittwoch  donnerstag freitag samstag sonntag jahr jahre prozent euro dollar millionen milliarden "
    "unternehmen konzern firma  hersteller minister ministerin chef chefin experten vorstand stadt land "
    "regierung behorde ministerium im am der die  das ein eine spokesman spokesperson spokeswoman reporters "
    "monday tuesday wednesday thursday friday saturday sunday  it he she they the a an".split()
)
_FIRST = 3  # capitalised words of a German clause that are looked at
MIN_SHORT = 2  # letters; a short form has more
_AFTER, _AHEAD = 70, 60  # characters in which the name of a source is looked for
_CLAUSE = re.compile(r"[.;:!?\"„“”»«(–]|, (?:dass|that|die|der|das|wie|who|which)\b")


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says a sentence: story, publisher, the sources it names, and whether it rests on a company's own word.

    `held` is the vocabulary of its document (see `kb.names`); `sells` says that the publisher speaks of itself; `paper`
    that the sentence rests on a survey, a report or an office.
    """

    story: str
    publisher: str = ""
    cited: tuple[str, ...] = ()
    own_word: bool = False
    sells: bool = False
    held: frozenset[str] = frozenset()
    paper: bool = False


def cited(text: str, language: str) -> tuple[str, ...]:
    """The names of those whom a text gives as its source; in German also nouns that stand for one ("Betriebsrat")."""
    found: list[str] = []
    for match in _BEFORE.finditer(text):
        found += _named(_CLAUSE.split(text[match.end() : match.end() + _AFTER], maxsplit=1)[0], language)
    for match in _BEHIND.finditer(text):
        found += _named(_CLAUSE.split(text[max(0, match.start() - _AHEAD) : match.start()])[-1], language)
    return tuple(dict.fromkeys(found))


def _named(clause: str, language: str) -> list[str]:
    capitals = [word for word in words(clause) if word[:1].isupper()] if language == "de" else []
    listed = [*names(f"x {clause}", language), *capitals[:_FIRST]]
    return [name for name in listed if len(name) > 1 and fold(name) not in _ANYBODY]


def rests_on_paper(text: str) -> bool:
    """Whether a text gives a survey, a report, statistics or an office as its source."""
    return bool(_PAPER.search(text))


def own_word(text: str) -> bool:
    """Whether a text gives the one it speaks of as its source."""
    return bool(_ITSELF.search(text))


def independent(voices: Sequence[Voice], subject: Sequence[str] = ()) -> int:
    """How many independent origins these voices have; names of the `subject` spoken of are no common source."""
    group = list(range(len(voices)))

    def root(at: int) -> int:
        while group[at] != at:
            at = group[at]
        return at

    about = {fold(name) for name in subject}
    for a, b in combinations(range(len(voices)), 2):
        if _one_origin(voices[a], voices[b], about):
            group[root(a)] = root(b)
    return len({root(at) for at in group})


def _one_origin(one: Voice, other: Voice, about: set[str]) -> bool:
    if one.story == other.story:
        return True
    if one.publisher and fold(one.publisher) == fold(other.publisher):
        return True
    mine = [name for name in one.cited if fold(name) not in about]
    theirs = vocabulary(" . ".join(name for name in other.cited if fold(name) not in about))
    if any(mentions(name, theirs) for name in mine) or _shortened(one, other) or _shortened(other, one):
        return True
    if one.paper and other.paper and not (mine and [name for name in other.cited if fold(name) not in about]):
        return True  # an unnamed survey and one whose name may be its translation, with the same to say
    return _passes_on(one, other) or _passes_on(other, one)


def _shortened(one: Voice, other: Voice) -> bool:
    """Whether a source of the one goes by a short form that stands for what the other names."""
    long = " ".join(other.cited)
    return any(is_short(name) and len(name) > MIN_SHORT and stands_for(name, long) for name in one.cited)


def _passes_on(one: Voice, other: Voice) -> bool:
    """Whether `one` gives the word of the publisher of `other`, or both give the word of the company they speak of."""
    if one.cited and other.publisher and _gives_word_of(one.cited, other.publisher):
        return True
    firm = other.sells or bool(_CORPORATE.search(other.publisher))
    speaks_of_it = bool(other.publisher) and any(mentions(word, one.held) for word in other.publisher.split()[:1])
    return one.own_word and (other.own_word and not one.cited and not other.cited or firm and speaks_of_it)


def _gives_word_of(sources: Sequence[str], publisher: str) -> bool:
    """Whether one of the sources is a publisher, by its first word, the short form in its name, or all of its words."""
    parts = [word for word in words(publisher) if len(word) > MIN_SHORT]
    telling = [word for word in parts if fold(word) not in _ANYBODY]
    held = vocabulary(" . ".join(sources))
    short = [name for name in sources if is_short(name) and len(name) > MIN_SHORT]
    if any(fold(name) in map(fold, telling) or stands_for(name, publisher) for name in short):
        return True
    return bool(telling) and sum(mentions(word, held) for word in telling) >= min(2, len(telling))
