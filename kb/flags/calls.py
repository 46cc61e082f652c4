"""Whether a sentence calls on its reader to do something: imperatives in both languages, and questions that sell."""

from __future__ import annotations

import re

from kb.flags.closed import READER
from kb.flags.clues import Clues

_SIE = re.compile(
    r"^(?:[„“\"]?(?:Jetzt|Bitte|Also|Dann|Und|Oder|Doch|Darum|Deshalb|Am besten)[:, ]+)?(?:[\w-]+[, ] ?){0,8}?"
    r"([A-ZÄÖÜa-zäöü]\w+(?:en|ern|eln)) Sie\b"
)
_DU = re.compile(
    r"^(?:(?:Jetzt|Und|Oder|Dann|Einfach|Darum:?|Deshalb:?|Also:?) )?(?:Hol|Sichere?|Teste|Probiere?|Entdecke"
    r"|Starte|Abonniere|Melde|Mach|Buche"
    r"|Bestelle?"
    r"|Klicke?"
    r"|Folge (?:uns|mir)|Schau|Spare?|Lade?|Registriere|Unterstütze|Werde|Erlebe|Erfahre|Verpasse|Nutze|Lerne?"
    r"|Gönn)\b"
)
_ASKS = re.compile(
    r"^(?:And |But |Und |Aber |Doch )?(?:Was|Wie|Wer|Wo|Woran|Wann|Welche\w*|Kennen|What|How|Who|Where|When|Which|Is"
    r"|Are|Does|Do|Did|"
    r"Has|Have|Can|Ist|Sind|Hat|Gilt|Muss|Darf|Kann|Really|Wirklich)\b",
    re.IGNORECASE,
)
_THEN_SIE = re.compile(
    r"(?<=\? )(?:Dann )?(?:[Ee]mpfehlen|[Ww]erden|[Aa]bonnieren|[Uu]nterstützen|[Bb]estellen"
    r"|[Mm]elden|[Rr]ufen|[Ss]prechen) Sie\b"
)
_BEFORE_CALL = re.compile(r"^(?:Jetzt|Bitte|Also|Dann|Und|Oder|Darum|Deshalb|Doch|Am besten|Noch heute|Gleich)\b")
_GAINING_DE = frozenset(
    "sparen sichern unterstützen profitieren testen bestellen buchen gewinnen steigern senken".split()
)
_INFINITIVE = re.compile(  # "Einfach Nummer eingeben, fertig!", "Jetzt Termin sichern"
    r"^(?:Einfach|Jetzt|Gleich|Nur noch|Kurz|Schnell|Hier|Heute)\b[^.?]{3,60}?[a-zäöüß]{2,}(?:en|ern"
    r"|eln)(?:\s*[,.!:–]|\s+und\b|$)"
)
_SELLING_QUESTION = re.compile(
    r"^(?:And |But |Und |Aber |So )?(?:Ready|What if|Why wait|Why not|Tired of|Sick of|Fed up|Looking (?:for|to)"
    r"|Want to|Need "
    r"(?:a|an|to|help)|Struggling|Wondering how|Still (?:using|paying|waiting)|Imagine|Bereit|Was wäre,? wenn"
    r"|Worauf warten|"
    r"Warum (?:also )?(?:noch )?warten|Lust auf|Keine Lust|Genug (?:von|vom)|Noch Fragen|Neugierig|Interesse"
    r"|Interessiert|"
    r"Haben wir Ihr|Klingt (?:gut|spannend)|Sounds? (?:good|familiar)|Questions\?|Got questions|Curious|Interested"
    r"|Sie "
    r"(?:wollen|suchen|möchten|brauchen)|Du (?:willst|suchst|möchtest|brauchst)|Suchen Sie|Suchst du|Möchten Sie"
    r"|Wollen Sie|"
    r"Haben Sie genug|Sind Sie bereit|Do you want|Would you like|Are you ready)\b",
    re.IGNORECASE,
)
_WHO_ORDERS = re.compile(  # an offer with a day: "Wer bis Ostern beitritt, zahlt …", "Orders placed before …"
    r"^Wer (?:sich )?(?:bis|jetzt|heute|noch|vor dem|schnell|sofort|früh|zuerst|binnen|innerhalb"
    r"|rechtzeitig)\b(?! nicht)"
    r"[^,]{0,60}\b(?:bestellt|bucht|kauft|beitritt|eintritt|abschließt|anmeldet|wechselt|umsteigt|unterschreibt"
    r"|reserviert"
    r"|abonniert|einsteigt|mitmacht|zugreift|registriert|vorbestellt|spendet), "
    r"|^(?:Orders?|Bookings?) (?:placed|made|received)\b"
    r"|^(?:Anyone|Those|Customers|Everyone|Readers|Subscribers|Members) who "
    r"(?:orders?|books?|signs?|joins?|buys?|subscribes?|switch(?:es)?|registers?|mentions?)\b"
    r".*\b(?:gets?|receives?|saves?|pays? (?:only|nothing|half))\b"
    r"|^(?:Order|Book|Sign up|Join|Subscribe|Register|Buy) (?:before|until|now|by (?:\d|[A-Z]\w+|the end|midnight))\b"
)
_PRICED = re.compile(  # "ab 490 Euro im Monat", "from £9 a month"
    r"\b(?:[Aa]b|[Ss]chon für|[Ff]ür nur|[Nn]ur|[Ff]rom|[Ff]or just|[Jj]ust|[Ff]or only) (?:€|£|\$)? ?\d[\d.,]*"
    r" ?(?:Euro|€|Cent|pounds|dollars|euros|a month|a year|per)"
)
_SUBJECTS = frozenset("ich wir er es sie ihr man sind ist werden wird".split())
_BREAKS = re.compile(r"[;:–—] ?(?:and |und |so )?$")
_LEAD = frozenset("so please simply just then and now today don't or".split())
_COMMERCE = frozenset(
    """book buy order subscribe register sign download try join shop get claim grab request schedule upgrade discover
    explore contact reserve save donate unlock call start consider leave rate""".split()
)
_MILD = frozenset("contact call start explore discover save contact".split())  # also said in sober advice
_GIVING = frozenset(
    "sign join donate register contact save consider leave rate".split()
)  # what a cause asks for as well
_PULL = frozenset(
    """your you our us free today now here demo yourself yours seat spot copy trial tickets ticket newsletter team sales
    everyone everything tour call me podcast webinar we quote dealer consultation petition friend premium paid edition
    stars month months""".split()
)


def imperative(clues: Clues, sells: bool) -> str:
    """The words that ask the reader for an action; where somebody `sells`, any verb of the list will do."""
    return _imperative_de(clues, sells) if clues.language == "de" else _imperative_en(clues, sells)


def ordered(clues: Clues, sells: bool) -> str:
    """The words that promise something to whoever orders by a day; "whoever orders now" only where somebody `sells`."""
    match = _WHO_ORDERS.match(clues.text)
    loose = not sells and clues.low(0) == "wer" and clues.low(1) in ("jetzt", "heute", "noch", "schnell", "sofort")
    return match.group() if match and not loose else ""


def priced(clues: Clues) -> str:
    """The words that name a price from which something is to be had."""
    match = _PRICED.search(clues.text)
    return match.group() if match else ""


def selling_question(clues: Clues) -> str:
    """In a text that sells: the words of a question that leads to an offer, or speaks to the reader."""
    match = _SELLING_QUESTION.match(clues.text)
    short = len(clues.words) <= 4 and not clues.figures and not clues.names and not _ASKS.match(clues.text)
    if short and not match:
        return clues.text
    return match.group() if match else clues.word_of(READER) or clues.first("praise")


def is_commercial(clues: Clues) -> bool:
    """Whether an imperative asks for a purchase, a trial, a booking, not just for attention."""
    if clues.language == "en":
        at = 1 if clues.low(0) in _LEAD else 0
        pulled = clues.lows(at + 1, len(clues.words)) & _PULL
        return (
            clues.low(at) in _COMMERCE - _GIVING
            and any(start == at for start, _ in clues.found.get("calls", ()))
            and bool(pulled)
        )
    match, wanted = _SIE.match(clues.text), _INFINITIVE.match(clues.text)
    infinitive = wanted is not None and bool(_BUYING_DE & {word.low for word in clues.words[-3:]})
    return infinitive or bool(match and match.group(1).casefold() in _BUYING_DE or _DU.match(clues.text))


_BUYING_DE = frozenset(
    """testen buchen kaufen bestellen starten registrieren anmelden sichern holen fordern vereinbaren kontaktieren
    abonnieren herunterladen profitieren reservieren beantragen probieren ausprobieren entdecken erleben überzeugen
    """.split()
)


def _imperative_de(clues: Clues, sells: bool) -> str:
    if match := _DU.match(clues.text) or _THEN_SIE.search(clues.text):
        return match.group()
    match = _SIE.match(clues.text)
    calls = {clues.low(at) for at, _ in clues.found.get("calls", ())}
    if match and match.group(1).casefold() in calls:
        first = match.group(1)[:1].isupper() or _BEFORE_CALL.match(match.group())
        if first or match.group(1) in _GAINING_DE and (sells or clues.figures):
            return match.group()
    match = _INFINITIVE.match(clues.text) if sells and not clues.any_low(_SUBJECTS) else None
    return match.group() if match and clues.text.rstrip().endswith(("!", ".", "n")) and len(clues.words) < 12 else ""


def _imperative_en(clues: Clues, sells: bool) -> str:
    at = 1 if clues.low(0) in _LEAD else 0
    if clues.low(0) in ("if", "when", "until", "before", "for", "to"):  # "If you like it, order …"
        at = next((i + 1 for i in range(len(clues.words) - 1) if "," in clues.gap(i, i + 1)), 0)
    at += clues.low(at) == "just"
    if 0 < (asked := clues.text.find("? ")) < 60:  # "Enjoying it? Forward this …"
        at = next((i for i, word in enumerate(clues.words) if word.start > asked), at)
    starts = [start for start, _ in clues.found.get("calls", ())]
    if at not in starts:  # behind a semicolon or a dash: "…; join them at …"
        breaks = (
            i
            for i in starts
            if i and _BREAKS.search(clues.gap(i - 1, i)) and clues.text[clues.words[i].start].islower()
        )
        at = next(breaks, -1)
    if at < 0 or at not in starts:
        return ""
    strong = clues.low(at) in _COMMERCE - _MILD or clues.low(at) in _MILD and clues.lows(at + 1, 99) & {"us", "our"}
    eager = clues.lows(at + 1, len(clues.words)) & _PULL and (sells or strong)
    if eager or clues.has("offers") or clues.text.rstrip().endswith("!"):
        return clues.show((at, at + 4))
    return ""
