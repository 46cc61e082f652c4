"""Whether a sentence sells or promotes, and by which words."""

from __future__ import annotations

import re

from kb.flags.closed import EVERYBODY, READER, US
from kb.flags.clues import Clues, Span
from kb.flags.voice import Voice

_SIE = re.compile(
    r"^(?:[„“\"]?(?:Jetzt|Bitte|Also|Dann|Und|Doch|Am besten)[, ]+)?(?:[\w-]+[, ] ?){0,5}?"
    r"([A-ZÄÖÜa-zäöü]\w+(?:en|ern|eln)) Sie\b"
)
_DU = re.compile(
    r"^(?:Jetzt |Und |Dann )?(?:Hol|Sichere?|Teste|Probiere?|Entdecke|Starte|Abonniere|Melde|Mach|Buche|Bestelle?"
    r"|Klicke?"
    r"|Folge|Schau|Spare?|Lade?|Registriere|Unterstütze|Werde|Erlebe|Erfahre|Verpasse|Nutze|Lerne?|Gönn)\b"
)
_LEAD = frozenset("so please simply just then and now today".split())
_COMMERCE = frozenset(
    """book buy order subscribe register sign download try join shop get claim grab request schedule upgrade discover
    explore contact reserve save donate unlock""".split()
)
_PULL = frozenset(
    """your you our us free today now here demo yourself yours seat spot copy trial tickets ticket newsletter team sales
    everyone everything tour call me podcast webinar we quote""".split()
)
_SUPERLATIVE_DE = re.compile(r"\b(?:[a-zäöüß]{3,}ste[nrs]?|größte[nrs]?)\b")
_NO_SUPERLATIVE_DE = re.compile(
    r"(?:er|nächs|letz|mei|jüng|wuss|muss|muß|kost|ern|fes|bewuss|robus|leis|las|lis|selb|ober|unter|hinter|vorder"
    r"|inner"
    r"|äußer|gefass|angepass|gewünsch|gedach|umfass|verpass|entfern|erfass|verfass|entlas|belas|tes|bis|dring)"
    r"(?:st|t)?e[nrs]?$"
)
_SUPERLATIVE_EN = re.compile(
    r"\b(?:(?:the|our|your|europe's|world's|industry's|market's) (?:most [a-z]+|[a-z]{3,}est|best|only|leading)"
    r"|bar none|number one|no\. 1)\b",
    re.IGNORECASE,
)
_NOT_EST = frozenset(
    "latest largest test rest interest west request nearest harvest forest contest guest earliest lowest "
    "highest".split()
)
_NO_NO = re.compile(
    r"^(?:No|Kein\w*|Nie wieder|Zero)\b[^,.]{2,40}, (?:no|kein\w*|nie|zero|and no|und kein\w*)\b", re.IGNORECASE
)
_ONLY = re.compile(r"\b(?:the only|nur einer|nur eine|only one|(?:der|die|das|als) einzige[rs]?)\b", re.IGNORECASE)
_STARRED = re.compile(r"\w*\*(?=[\s.,!]|$)")  # a paid link's mark
_WILL = frozenset("will werden wird".split())


def promotion(clues: Clues, voice: Voice, attributed: bool) -> str:
    """The words that promote, or an empty string; `attributed` says whether a source, named or not, speaks."""
    if reason := _call(clues, voice) or _disclosure(clues):
        return reason
    if clues.question:
        return (clues.word_of(READER) or clues.first("praise")) if voice.promotes else ""
    if attributed and not voice.promotes and not (clues.quotes and voice.issuer):
        return ""
    reason = _hype(clues, quoted=voice.promotes or voice.issuer)
    return reason or (_own_praise(clues, voice, attributed) if _is_own(clues, voice) else "")


# -- calls, offers, disclosures --------------------------------------------------------------------


def _call(clues: Clues, voice: Voice) -> str:
    """An imperative that asks the reader to try, buy, book, register; an offer; scarcity."""
    if clues.question or clues.all_quote:
        return ""
    if call := _imperative_de(clues) if clues.language == "de" else _imperative_en(clues, voice):
        return call
    starred = _STARRED.search(clues.text)
    if starred and (gain := clues.amount or clues.first("offers", "benefits")):
        return f"{gain} {starred.group()}"
    addressed = clues.any_low(READER) or clues.text.rstrip().endswith("!")
    return clues.first("offers") if voice.promotes or addressed and not clues.has("saying") else ""


def _imperative_de(clues: Clues) -> str:
    if match := _DU.match(clues.text):
        return match.group()
    match = _SIE.match(clues.text)
    calls = {clues.low(at) for at, _ in clues.found.get("calls", ())}
    return match.group() if match and match.group(1).casefold() in calls else ""


def _imperative_en(clues: Clues, voice: Voice) -> str:
    at = 1 if clues.low(0) in _LEAD else 0
    if clues.low(0) in ("if", "when", "until", "before", "for", "to"):  # "If you like it, order …"
        at = next((i + 1 for i in range(len(clues.words) - 1) if "," in clues.gap(i, i + 1)), 0)
    if not any(start == at for start, _ in clues.found.get("calls", ())):
        return ""
    eager = clues.lows(at + 1, len(clues.words)) & _PULL and (voice.promotes or clues.low(at) in _COMMERCE)
    if eager or clues.has("offers") or clues.text.rstrip().endswith("!"):
        return clues.show((at, at + 4))
    return ""


def _disclosure(clues: Clues) -> str:
    """Somebody says that money was paid: an advertisement, a commission."""
    paid_links, count = clues.spans("affiliate"), len(clues.words)
    ours = clues.any_low(US | READER | {"links", "ich", "i", "post", "article", "beitrag", "artikel"})
    if len(paid_links) > 1 or paid_links and count < 30 and ours:
        return clues.show(paid_links[0])
    paid = clues.spans("sponsored")
    if paid and count < 25 and (paid[0][0] == 0 or count <= 8) and not clues.has("saying"):
        return clues.show(paid[0])
    return ""


# -- praise ----------------------------------------------------------------------------------------


def _hype(clues: Clues, quoted: bool) -> str:
    """Praise without measure that is not negated and no part of a name."""
    for span in clues.spans("hype", quoted=quoted):
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
    return voice.promotes or voice.issuer and bool(clues.word_of(US))


def _own_praise(clues: Clues, voice: Voice, attributed: bool) -> str:
    """Among one's own words: testimonials, superlatives, praise, benefits, slogans, words to the reader."""
    if clues.quotes and attributed and not voice.sells:
        return clues.first("praise", quoted=True)
    if voice.sells and (clues.all_quote or clues.quotes and attributed and clues.has("saying", quoted=True)):
        return clues.text[slice(*clues.quotes[0])][:80]
    if attributed and not clues.quotes:
        return ""
    return _slogan(clues) or _praise(clues, voice) or _promise(clues, voice)


def _slogan(clues: Clues) -> str:
    match = _NO_NO.match(clues.text)
    return match.group() if match else _superlative(clues)


def _superlative(clues: Clues) -> str:
    if clues.language == "en":
        match = _SUPERLATIVE_EN.search(clues.text)
        return match.group() if match and match.group().split()[-1].casefold() not in _NOT_EST else ""
    found = (match.group() for match in _SUPERLATIVE_DE.finditer(clues.text))
    return next((word for word in found if not _NO_SUPERLATIVE_DE.search(word)), "")


def _praise(clues: Clues, voice: Voice) -> str:
    """A word of praise; beside figures only where "we", the brand or the reader is spoken of."""
    if clues.figures and not _about_us(clues, voice) and not clues.any_low(READER):
        return ""
    return clues.first("praise", "offers", quoted=bool(clues.quotes))


def _about_us(clues: Clues, voice: Voice) -> bool:
    return clues.any_low(US) or any(word.low.split("-")[0] in voice.brand for word in clues.words)


def _promise(clues: Clues, voice: Voice) -> str:
    """A benefit, "the only one", a word to the reader about us, a prophecy about everybody."""
    if clues.has("benefits") and not clues.date and not (voice.paid and clues.figures):
        return clues.first("benefits")
    if only := _ONLY.search(clues.text):
        return only.group()
    if clues.any_low(READER) and _about_us(clues, voice) and not clues.figures:
        return clues.word_of(READER)
    if clues.any_low(EVERYBODY) and (clues.has("outlook") or clues.any_low(_WILL)):
        return clues.show((0, 3))
    return ""
