"""What can be read off one sentence by itself: its words, quotations, names, dates, numbers, lexicon entries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kb.flags.closed import NOT_NAMES, OPENERS
from kb.flags.lexicon import Lexicon, Word
from kb.language import known

Kind = Literal["speech", "data", "event", "law", "vague"]
Span = tuple[int, int]

_LONGEST = 4000
_WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
_QUOTE = re.compile(r"[„“”\"«»‚‘]([^„“”\"«»]{2,1500})[“”\"«»’]")
_NUMBER = re.compile(r"\d")
_AMOUNT = re.compile(
    r"\d[\d.,]*\s?(?:%|‰|°|€|\$|£|kWh|MWh|GWh|TWh|[kMGT]W\b|nm\b|km\b|GB\b|TB\b|m²|Prozent|percent|per cent"
    r"|Milli(?:on|arde)(?:en)?|Mio\.?|Mrd\.?"
    r"|million|billion|trillion|Euro|Dollar)|[€$£]\s?\d[\d.,]*|\d+[.,]\d+"
)
_MONTH = (
    r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|January|February"
    r"|March"
    r"|May|June|July|October|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Okt|Nov|Dec|Dez)\b\.?"
)
_DATE = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th)?\.?\s(?:of\s)?{_MONTH}|{_MONTH}\s\d{{1,4}}"
    r"|\b(?:am|vom|zum|bis|ab|seit|dem) \d{1,2}\.\s?\d{1,2}\.(?:\s?\d{2,4})?|\b\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d\d"
    r"|\d{4}-\d\d-\d\d"
    r"|\b(?:im|Im|in|In|since|Since|seit|Seit|last|vergangenen)\s"
    rf"(?:(?:early|late|mid|Anfang|Ende|Mitte|frühen|späten)\s)?{_MONTH}"
    r"|\b(?:[Ii]n|[Ff]iscal|of the year|the year|[Ff]inancial year|[Gg]eschäftsjahr|[Ii]m Jahr|[Ss]ince|[Ss]eit"
    r"|Herbst|Frühjahr|Frühling"
    r"|Sommer|Winter|spring|summer|autumn|fall|winter"
    r"|Quartal|quarter|Ende|Anfang|Mitte|end of|early|late)\s(?:of\s)?(?:19|20)\d\d\b"
    r"|\b(?:[Oo]n|am|Am)\s(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    r"|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag)"
    r"|\b[Vv]or (?:\w+ ){1,2}(?:Tagen|Wochen|Monaten|Jahren)\b|\b\w+ (?:days|weeks|months|years) ago\b"
    r"|\b(?:first|second|final|last) day\b|\b(?:[Yy]esterday|[Gg]estern|[Vv]orgestern|[Ll]ast (?:week|month|year"
    r"|night)"
    r"|[Tt]oday|heute|[Tt]his (?:week|month|morning|afternoon|evening)|vergangenen? (?:Woche|Monat|Jahr)"
    r"|vorigen? (?:Woche|Monat))\b"
)
_ROUND_CLOCK = re.compile(r"\b24/7\b|\b24/365\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b(?![.,]\d)")
LEGAL = re.compile(
    r"(?:\b(?:Art(?:ikel|icle)?s?\.?|Abs(?:atz|chnitt)?\.?|[Ss]ections?|Paragra(?:f|ph)(?:en)?|Ziffer|Kapitel"
    r"|Chapter|Rule|Title|Recital"
    r"|Erwägungsgrund)|§+)"
    r"\s?\d+[a-z]?\b|\b(?:Verordnung|Richtlinie|Regulation|Directive|Order)\s\((?:EU|EC|EG|EO)\)"
    r"|\b[A-Z][\w-]+ (?:Act|Agreement|Treaty|Convention|Accord|Protocol|Pact|Charter)\b"
    r"|\b[A-ZÄÖÜ]\w+er (?:Abkommen|Konvention|Vertrag|Protokoll)s?\b|\bAct of \d{4}"
    r"|\b(?:Executive|Public|Regulation) (?:Order|Law|No)\b|\b(?:DS-?GVO|[A-ZÄÖÜ]{2,5}VO|BDSG|BGB|StGB|UrhG|GWB|UWG"
    r"|TKG"
    r"|TMG|TTDSG|DDG|SGB|StPO|ZPO|GG|HGB|EEG|EnWG|EnEfG|AktG|BauGB|AufenthG|BImSchG|VwVfG|NetzDG|LkSG)\b"
    r"|\b(?:ISO|IEC|DIN|EN|IEEE|ANSI|NIST|VDE|VDI|ETSI|ASTM|UL)(?:[ /-](?:ISO|IEC|EN|TS|TR|PAS|SP|AI))*[ -]\d[\d.-]*"
    r"|\b(?:[A-Z][\w-]+ ){2,4}(?:Order|Bill|Code|Regulations?|Ordinance|Directive|Rules)\b"
    r"|\b[HS]\.?\s?R\.?\s\d+|\b(?:SB|AB|HB|HF|SF|LD|LB)[ -]?\d+"
    r"|\b(?:Table|Figure|Fig\.|Chart|Exhibit|Tabelle|Abbildung|Abb\.|Schaubild|Grafik|Diagramm|Drucksache|Az\."
    r"|Aktenzeichen)"
    r"\s?[\dIVX]+"
)
FOOTNOTE = re.compile(
    r"\([A-ZÄÖÜ](?!tand|eptember|ktober|ovember|ezember|anuar|ebruar|ärz|pril|uni|uli|ugust|arch|ay|une|uly|ctober"
    r"|ecember)[^()\d]{2,40}"
    r"(?:19|20)\d\d[a-z]?(?:, (?:S|p|pp)\. ?\d+)?\)|\[\d{1,3}\]|(?<=[.!?“”\"])[¹²³⁴-⁹]|\(\d{4}[a-z]?\)"
    r"|\([A-ZÄÖÜ][^()]{0,50}(?:[Aa]mt|[Ii]nstitut|[Aa]gentur|Office|Institute|Bureau|Agency|Eurostat|OECD|IEA"
    r"|Destatis)[^()]{0,40}"
    r"\)(?=\.?$)|\([A-Z][\w-]+(?: et al\.?| and [A-Z][\w-]+)?,? \d{4}\)"
)
_AGE = re.compile(
    r",? \d{1,2}(?=, (?:from|of|aus)\b|\.?[\"”]?$)|\b\d{1,2}-(?:year-old|jährige[rn]?)|(?<=\w), \d\d(?=,)"
)
_CAPITAL = re.compile(r"[A-ZÄÖÜÀ-Þ]")
ADJECTIVE = re.compile(
    r"(?:st|ig|lich|isch|eu|er|los|bar|sam|al|iv|ell|sch|t|iert|end|oß|ein|är|ut|ng|rüh|pät|iel|oss)e[nrsm]?$"
)
_MOOD = re.compile(  # a noun or pronoun and a verb in -e: "Der Kreis lasse …", "Man nehme …" (not the past in -te)
    r"\b(?:[Ee]r|[Ee]s|[Mm]an|[Ss]ie|(?!Ich |Ob )[A-ZÄÖÜ][\wäöüß-]+) ([a-zäöüß]{3,}(?<!t)e)\b(?=[,.:]| [a-zäöüß0-9„“])"
)
_NO_MOOD = frozenset(
    """heute ohne beide alle eine keine seine ihre diese jede viele gerade lange gerne sowie nahe weitere meine deine
    unsere
    eure wurde würde jene welche solche manche einige andere ganze gute neue bitte beinahe danke vorne wäre
    käme gäbe ginge bliebe stünde läge brächte fiele wenige solle""".split()
)
_VERBS = ("saying", "believing", "showing", "ruling", "acting", "subjunctive", "subjunctive_past", "outlook")


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source found in a sentence: what kind it is, and the words that name it."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Clues:
    """One sentence, taken apart. Positions are those of `words`; `found` maps a section to its entries' spans."""

    text: str
    language: str
    words: list[Word]
    found: dict[str, list[Span]]
    quotes: tuple[Span, ...]
    names: tuple[int, ...]

    def inside(self, char: int) -> bool:
        """Whether the character at `char` stands inside quotation marks."""
        return any(start <= char < end for start, end in self.quotes)

    def spans(self, *sections: str, quoted: bool = False) -> list[Span]:
        """Where entries of these sections stand, outside quotations unless `quoted`."""
        spans = [span for section in sections for span in self.found.get(section, ())]
        if self.quotes and not quoted:
            spans = [span for span in spans if not self.inside(self.words[span[0]].start)]
        return sorted(spans)

    def has(self, *sections: str, quoted: bool = False) -> bool:
        """Whether an entry of these sections stands in the sentence."""
        return bool(self.spans(*sections, quoted=quoted))

    def opens_with(self, section: str, within: int = 1) -> bool:
        """Whether an entry of the section stands among the first words."""
        return any(at < within for at, _ in self.spans(section))

    def is_in(self, section: str, span: Span) -> bool:
        """Whether this very span is an entry of the section."""
        return span in self.found.get(section, ())

    def show(self, span: Span) -> str:
        """The words of a span as written."""
        return self.text[self.words[max(0, span[0])].start : self.words[min(span[1], len(self.words)) - 1].end]

    def first(self, *sections: str, quoted: bool = False) -> str:
        """The first entry found, as written, or an empty string."""
        spans = self.spans(*sections, quoted=quoted)
        return self.show(spans[0]) if spans else ""

    def low(self, at: int) -> str:
        """Word `at` in lower case; empty beyond the sentence."""
        return self.words[at].low if 0 <= at < len(self.words) else ""

    def lows(self, first: int, end: int) -> set[str]:
        """The words from `first` to before `end` in lower case."""
        return {word.low for word in self.words[max(0, first) : max(0, end)]}

    def gap(self, at: int, to: int) -> str:
        """What is written between the end of word `at` and the start of word `to`."""
        return self.text[self.words[at].end : self.words[to].start]

    def any_low(self, words: frozenset[str]) -> bool:
        """Whether one of `words` occurs outside quotations."""
        return any(word.low in words and not self.inside(word.start) for word in self.words)

    def word_of(self, words: frozenset[str]) -> str:
        """The first of `words` that occurs, as written."""
        return next((self.text[word.start : word.end] for word in self.words if word.low in words), "")

    def near(self, at: int, before: int, after: int) -> set[str]:
        """The words around position `at`, in lower case, those in quotation marks left out."""
        around = range(max(0, at - before), min(len(self.words), at + after + 1))
        return {self.words[i].low for i in around if i != at and not self.inside(self.words[i].start)}

    @property
    def question(self) -> bool:
        """Whether it ends with a question mark."""
        return self.text.rstrip("\"“”»«’') ").endswith("?")

    @property
    def all_quote(self) -> bool:
        """Whether nothing but a quotation stands in it."""
        return bool(self.quotes) and sum(end - start for start, end in self.quotes) >= len(self.text) - 4

    @property
    def reported(self) -> bool:
        """Whether a German verb stands in the mood of reported speech (Konjunktiv I)."""
        if self.has("subjunctive"):
            return True
        verbs = (match.group(1) for match in _MOOD.finditer(self.text) if not self.inside(match.start()))
        return any(verb not in _NO_MOOD and known(f"{verb}n", "de") for verb in verbs)

    @property
    def figures(self) -> bool:
        """Whether a number or a number word stands in it, other than as part of a date or a legal reference."""
        if self.has("numbers", quoted=True):
            return True
        bare = _ROUND_CLOCK.sub(" ", self.text) if "/" in self.text else self.text
        bare = _AGE.sub(" ", bare) if self.quotes else bare
        bare = _YEAR.sub(" ", _DATE.sub(" ", LEGAL.sub(" ", bare))) if _NUMBER.search(self.text) else ""
        return bool(_NUMBER.search(bare))

    @property
    def amount(self) -> str:
        """The first number with a unit, as written."""
        match = _AMOUNT.search(self.text)
        return match.group() if match else ""

    @property
    def date(self) -> str:
        """The first date, as written."""
        match = _DATE.search(self.text)
        return match.group() if match else ""

    @property
    def year(self) -> str:
        """The first year, as written."""
        match = _YEAR.search(self.text)
        return match.group() if match else ""


def read(text: str, lexicon: Lexicon) -> Clues:
    """Takes a sentence apart. What goes beyond 4,000 characters is no sentence and isn't looked at."""
    text = text[:_LONGEST]
    words = [Word(match.group().casefold().replace("’", "'"), *match.span()) for match in _WORD.finditer(text)]
    found = lexicon.look_up(words)
    shouted = text.isupper()
    for section in _VERBS:  # a verb with a capital inside a sentence is a noun or a name
        if section in found and not shouted:
            found[section] = [span for span in found[section] if span[0] == 0 or text[words[span[0]].start].islower()]
    quotes = tuple(match.span() for match in _QUOTE.finditer(text))
    names = () if shouted else _names(text, words, lexicon.language)
    if words and 0 not in names and _opens_with_name(text, words, found, lexicon.language):
        names = (0, *names)
    return Clues(text, lexicon.language, words, found, quotes, names)


def _opens_with_name(text: str, words: list[Word], found: dict[str, list[Span]], language: str) -> bool:
    """Whether the first word is a name, to judge by a verb right behind it ("Lexmira says", "Moody's erwartet")."""
    low = words[0].low
    if not text[words[0].start].isupper() or low in OPENERS or low in NOT_NAMES or low.endswith(("ly", "ing")):
        return False
    singular = len(words) > 1 and words[1].low.endswith("s")
    plural = low.endswith("s") and not singular and "'" not in low and not text[words[0].start : words[0].end].isupper()
    if plural and known(low, language):
        return False
    return any((1, end) in found.get(section, ()) for section in _VERBS for end in (2, 3))


def _names(text: str, words: list[Word], language: str) -> tuple[int, ...]:
    """Positions of words that look like parts of names; in German, where all nouns have capitals, of two in a row."""
    capital = [bool(_CAPITAL.match(text, word.start)) and word.low != "i" for word in words]
    names = []
    for at, word in enumerate(words):
        if not capital[at] or word.low in NOT_NAMES or word.low in OPENERS:
            continue
        written = text[word.start : word.end]
        inner = any(char.isupper() for char in written[1:].replace("-", ""))
        beside = at + 1 < len(words) and capital[at + 1] and words[at + 1].start == word.end + 1
        behind = at > 0 and capital[at - 1] and words[at - 1].end == word.start - 1
        if language == "de":
            named = inner or beside or behind and not (at == 1 and ADJECTIVE.search(words[0].low))
        else:
            named = inner or beside or at > 0 or "'s" in word.low or not known(word.low, language)
        if named:
            names.append(at)
    return tuple(names)
