"""Whether a sentence sells or promotes, and by which words."""

from __future__ import annotations

import re

from kb.flags.boasts import (
    AWARD,
    BUYERS,
    FIRST_TO,
    IN_ONLY,
    LESS_THAN,
    MEASURED,
    NOTHING_LIKE,
    ONLY,
    OPENS_WITH,
    OUT_OF,
    SO_MUCH,
    SOON,
    TREAT,
    TRUST,
    TURNS,
    UNEQUALLED,
    WHO_NOW,
    YOU_GET,
)
from kb.flags.calls import imperative, ordered, priced, selling_question
from kb.flags.closed import BACKWARD, DETERMINERS, EVERYBODY, INDEFINITE, READER, US
from kb.flags.clues import Clues, Span
from kb.flags.disclosed import BACKED, BACKER, THIS_TEXT
from kb.flags.forecast import PROPHECY
from kb.flags.voice import Voice, is_addressed, names_one

_SUPERLATIVE_DE = re.compile(r"\b(?:[a-zäöüß]{3,}ste[nrs]?|größte[nrs]?)\b")
_NO_SUPERLATIVE_DE = re.compile(
    r"(?:er|nächs|letz|mei|jüng|wuss|muss|muß|kost|ern|fes|bewuss|robus|leis|las|lis|selb|ober|unter|hinter|vorder"
    r"|inner"
    r"|äußer|gefass|angepass|gewünsch|gedach|umfass|brems|reis|speis|grins|rast|hust|tast|gelös|ausgelös"
    r"|aufgelös|ungelös|ausgerüs|belas|gefas|geleis"
    r"|verpass|entfern|erfass|verfass|entlas|belas|tes|bis|dring)"
    r"(?:st|t)?e[nrs]?$"
)
_SUPERLATIVE_EN = re.compile(
    r"\b(?:(?:the|our|your|europe's|world's|industry's|market's) (?:most [a-z]+|[a-z]{3,}est(?:-[a-z]+)?"
    r"|best(?:-[a-z]+)?|only|leading)"
    r"|bar none|number one|no\. 1)\b",
    re.IGNORECASE,
)
_NOT_EST = frozenset(
    "latest largest test rest interest west request nearest harvest forest contest guest earliest lowest "
    "highest".split()
)
_NO_NO = re.compile(
    r"^(?:No|Kein\w*|Nie wieder|Zero)\b(?![^.]*\b(?:is|are|ist|sind|should|kann|can)\b)[^,.]{2,40}, (?:no"
    r"|kein\w*|nie|zero|and no|und kein\w*)\b",
    re.IGNORECASE,
)
_NEUTRAL = re.compile(
    r"\bone of the (?:most|\w+est)\b|\bmost (?:common|frequent|important|likely|recent|people"
    r"|of)\b",
    re.IGNORECASE,
)
_STARRED = re.compile(r"\w*\*(?=[\s.,!]|$)")  # a paid link's mark
_TOLD_AGAIN = re.compile(r"\b(?:is|was|are|wird|wurde) (?:quoted|zitiert)\b")
_MILD = re.compile(  # what somebody who tells of themselves may find anything
    r"(?:incredibl|amazing|awesome|fantastic|stunning|spectacular|phenomenal|sensational|unglaublich|wunderbar"
    r"|fantastisch|grossartig|"
    r"genial|grandios|faszinierend|hervorragend|verblüffend|spektakulär|sensationell|legend)"
)
_FINITE = re.compile(r"\b(?:wurde|wurden|wird|werden|niemand|was|were|kosten|kostet|costs?)\b")
_MINE = frozenset("ich mein meine meinem meinen mir mich wir unser unsere unseren uns i my me we our us".split())
_SUBJECTS = frozenset("i you he she they we ich du er sie es wir man ihr mich sie".split())
_TAKEN_UP = frozenset("it they this that damit so das dies sie es er dadurch".split())
_SOBER = frozenset(  # what a brand is and has, rather than does for anybody
    """is was are were has had ist war sind waren hat hatte wird wurde employs runs uses operates beschäftigt gehört
    liegt sitzt produces produziert fertigt ships liefert belongs plans plant expects said says""".split()
)
_OFFICES = frozenset(
    "governor mayor minister treasurer commissioner senator ministerin bürgermeister bürgermeisterin landrat "
    "landrätin".split()
)
_WILL = frozenset("will werden wird".split())
_MAY = frozenset("may might".split())
_EVERY = frozenset("every all jede jeder jedes alle".split())


def promotion(clues: Clues, voice: Voice, attributed: bool) -> str:
    """The words that promote, or an empty string; `attributed` says whether a source, named or not, speaks."""
    if reason := _call(clues, voice) or _disclosure(clues):
        return reason
    if clues.question:
        return selling_question(clues) if voice.promotes and not attributed else ""
    if voice.promotes and (award := AWARD.search(clues.text)):
        return award.group()[:80]
    if attributed and not voice.promotes and not (clues.quotes and voice.issuer):
        return ""
    reason = _hype(clues, voice)
    return reason or (_own_praise(clues, voice, attributed) if _is_own(clues, voice) else "")


# -- calls, offers, disclosures --------------------------------------------------------------------


def _call(clues: Clues, voice: Voice) -> str:
    """An imperative that asks the reader to try, buy, book, register; an offer; scarcity."""
    if clues.question or clues.all_quote:
        return ""
    if call := imperative(clues, voice.promotes) or ordered(clues, voice.promotes):
        return call
    if voice.promotes and (price := priced(clues)) and (_about_us(clues, voice) or is_addressed(clues)):
        return price
    starred = _STARRED.search(clues.text)
    if starred and (gain := clues.amount or clues.first("offers", "benefits")):
        return f"{gain} {starred.group()}"
    if treat := TREAT.search(clues.text):
        return treat.group()
    addressed = clues.any_low(READER) or clues.text.rstrip().endswith("!")
    return clues.first("offers") if voice.promotes or addressed and not clues.has("saying") else ""


def _disclosure(clues: Clues) -> str:
    """Somebody says that money was paid: an advertisement, a commission."""
    paid_links, count = clues.spans("affiliate"), len(clues.words)
    ours = clues.any_low(US | READER | {"links", "ich", "i", "post", "article", "beitrag", "artikel"})
    if len(paid_links) > 1 or paid_links and count < 30 and ours:
        return clues.show(paid_links[0])
    if backed := BACKED.match(clues.text) or BACKER.search(clues.text):
        return backed.group()
    paid = clues.spans("sponsored")
    about = bool(THIS_TEXT.match(clues.text))
    if paid and count < 25 and (paid[0][0] == 0 or count <= 8 or about) and not clues.has("saying"):
        return clues.show(paid[0])
    return ""


# -- praise ----------------------------------------------------------------------------------------


def _hype(clues: Clues, voice: Voice) -> str:
    """Praise without measure that is not negated and no part of a name."""
    for span in clues.spans("hype", quoted=voice.promotes or voice.issuer):
        if voice.personal and not voice.promotes and _MILD.match(clues.low(span[0])):
            continue
        proper = clues.language == "en" and span[0] > 0 and span[0] in clues.names
        if not proper and not _negated(clues, span):
            return clues.show(span)
    return ""


def _negated(clues: Clues, span: Span) -> bool:
    """Whether a negation stands within three words before, and doesn't belong to the phrase itself ("no regrets")."""
    if clues.is_in("negations", (span[0], span[0] + 1)):
        return False
    return any(clues.is_in("negations", (at, at + 1)) for at in range(max(0, span[0] - 3), span[0]))


def _is_own(clues: Clues, voice: Voice) -> bool:
    """Whether the sentence stands in sales copy, or in an issuer's statement that speaks of "us"."""
    return voice.promotes or voice.issuer and _about_us(clues, voice)


def _own_praise(clues: Clues, voice: Voice, attributed: bool) -> str:
    """Among one's own words: testimonials, superlatives, praise, benefits, slogans, words to the reader."""
    mine = voice.promotes and any(
        clues.words[i].low in _MINE and clues.inside(clues.words[i].start) for i in range(len(clues.words))
    )
    if mine and _is_testimonial(clues, attributed):
        return clues.text[slice(*clues.quotes[0])][:80]
    if clues.quotes and attributed and not voice.sells:
        return clues.first("praise", quoted=True)
    if voice.sells and _is_testimonial(clues, attributed):
        return clues.text[slice(*clues.quotes[0])][:80]
    if attributed and not clues.quotes:
        return ""
    return _slogan(clues, voice) or _praise(clues, voice) or _promise(clues, voice)


def _is_testimonial(clues: Clues, attributed: bool) -> bool:
    """Whether somebody's words are quoted for what they are glad of, not for facts of another matter."""
    if not clues.quotes or not (attributed or clues.all_quote) or _TOLD_AGAIN.search(clues.text):
        return False
    share = sum(end - start for start, end in clues.quotes) / len(clues.text)
    return share > 0.25 and not (clues.amount and clues.any_low(_OFFICES))


def _slogan(clues: Clues, voice: Voice) -> str:
    if match := _NO_NO.match(clues.text):
        return match.group()
    return _superlative(clues) or (_fragment(clues) if voice.sells else "")


def _fragment(clues: Clues) -> str:
    """Three to six words that say nothing of themselves ("Stunning by design."), other than a label or an answer."""
    plain = clues.figures or clues.quotes or clues.text.rstrip()[-1:] not in ".!" or clues.has("greetings")
    opening = clues.low(0) in BACKWARD | DETERMINERS | INDEFINITE or clues.has("negations") and clues.has("causes")
    said = clues.has("saying", "believing") or bool(_FINITE.search(clues.text))
    if (
        plain
        or opening
        or said
        or clues.low(0) in ("please", "don't", "bitte")
        or clues.any_low(_SUBJECTS)
        or not 2 <= len(clues.words) <= 6
        or len(clues.names) > 1
    ):
        return ""
    return clues.show((0, len(clues.words)))


def _superlative(clues: Clues) -> str:
    if clues.language == "en":
        if _NEUTRAL.search(clues.text):
            return ""
        match = _SUPERLATIVE_EN.search(clues.text)
        last = match.group().split()[-1] if match else ""
        return match.group() if match and last.casefold() not in _NOT_EST and not last.istitle() else ""
    found = (match.group() for match in _SUPERLATIVE_DE.finditer(clues.text))
    return next((word for word in found if not _NO_SUPERLATIVE_DE.search(word)), "")


def _praise(clues: Clues, voice: Voice) -> str:
    """A word of praise; beside figures only where "we", the brand or the reader is spoken of."""
    if clues.figures and not _about_us(clues, voice) and not clues.any_low(READER):
        return ""
    spans = clues.spans("praise", "offers", quoted=bool(clues.quotes))
    return next((clues.show(span) for span in spans if not clues.low(0).startswith(("no", "kein")) or span[0] > 4), "")


def _about_us(clues: Clues, voice: Voice) -> bool:
    """Whether a sentence speaks of "us" or names the seller or one of its goods."""
    return clues.any_low(US) or names_one(clues, voice.brand)


def _brand_acts(clues: Clues, voice: Voice) -> bool:
    """Whether a sentence opens with the brand and tells what it does, without a figure or anybody's name."""
    if clues.figures or clues.date or clues.has("defining", "outlook"):
        return False
    strangers = [at for at in clues.names if at > 2]
    opens = names_one(clues, voice.brand) and clues.words[0].low.split("-")[0].removesuffix("'s") in voice.brand
    return opens and not strangers and not clues.lows(1, 4) & _SOBER


def _promise(clues: Clues, voice: Voice) -> str:
    """A benefit, a measured feat, customers who vouch, a word to the reader about us, a prophecy about everybody."""
    about_us = _about_us(clues, voice)
    if benefit := _benefit(clues, voice, about_us):
        return benefit
    if about_us and OPENS_WITH.match(clues.text) and is_addressed(clues):
        return clues.show((0, 4))
    if clues.figures and not clues.date and (soon := SOON.search(clues.text)) and clues.has("benefits", "trends"):
        return soon.group()
    if clues.figures and BUYERS.search(clues.text) and (share := OUT_OF.search(clues.text)):
        return share.group()
    if about_us and not clues.any_low(US) and (match := MEASURED.search(clues.text)):
        return match.group()
    if about_us and (match := TURNS.search(clues.text)):
        return match.group()
    if voice.sells and _brand_acts(clues, voice):
        return clues.show((0, 5))
    return _boast(clues, voice, about_us)


def _benefit(clues: Clues, voice: Voice, about_us: bool) -> str:
    """What the goods are said to bring somebody; not a sober figure in an advertorial."""
    buyers = bool(BUYERS.search(clues.text))
    if clues.date or voice.paid and clues.figures and not about_us:
        return ""
    theirs = about_us or clues.any_low(READER | _TAKEN_UP) or clues.has("own_goods") or buyers
    return clues.first("benefits") if theirs else ""


def _boast(clues: Clues, voice: Voice, about_us: bool) -> str:
    """Trust, uniqueness, exclamations, flattery, prophecies."""
    if TRUST.search(clues.text):
        return clues.first("numbers") or clues.show((0, 4))
    patterns = [UNEQUALLED, SO_MUCH, IN_ONLY, ONLY, YOU_GET] + [LESS_THAN] * clues.figures + [FIRST_TO] * about_us
    if match := next(filter(None, (pattern.search(clues.text) for pattern in patterns)), None):
        return match.group()[:80]
    shouted = voice.promotes and clues.text.rstrip().endswith("!")
    if shouted or NOTHING_LIKE.search(clues.text) or WHO_NOW.match(clues.text) or _prophesies(clues):
        return clues.show((0, 4))
    wooed = clues.any_low(_WILL) and voice.promotes or about_us and not clues.any_low(_MAY)
    return clues.word_of(READER | {"sie"}) if wooed and is_addressed(clues) and not clues.figures else ""


def _prophesies(clues: Clues) -> bool:
    """Whether something is foretold of everybody."""
    if PROPHECY.search(clues.text):
        return clues.any_low(_EVERY) or clues.any_low(EVERYBODY) and clues.any_low(_WILL)
    return clues.any_low(EVERYBODY - {"alle"}) and clues.any_low(_WILL) and not clues.amount
