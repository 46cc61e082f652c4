"""Text itself: cleaning, identity, sentences, words, and `locate`, the only maker of offsets.

Pure. The door to syntok (sentences) and PyStemmer (stems).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

Span = tuple[int, int]

_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACES = re.compile(r"[^\S\n]+")
_QUOTES = str.maketrans(dict.fromkeys("„“”«»‚‘’‹›'`´", '"') | dict.fromkeys("–—‒−‐‑", "-") | {"…": "..."})
_WORD = re.compile(r"[^\W_]+(?:[.,:]\d+)*(?:[-'’][^\W_]+)*", re.UNICODE)


def clean(text: str) -> str:
    """Text as it is stored: NFC, no invisible or control characters, single spaces, `\\n` breaks."""
    text = unicodedata.normalize("NFC", _BREAKS.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n")))
    text = _CONTROL.sub("", _INVISIBLE.sub("", text))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def canonical(text: str) -> str:
    """Text as it is compared: one kind of quote and dash, single spaces, no line breaks."""
    return re.sub(
        r"\s+", " ", unicodedata.normalize("NFC", _INVISIBLE.sub("", _BREAKS.sub(" ", text))).translate(_QUOTES)
    ).strip()


def identity(text: str) -> str:
    """The document id of a text: SHA-256 (hex) of its canonical form: line wraps and quote marks don't count."""
    return hashlib.sha256(canonical(text).encode("utf-8", "replace")).hexdigest()


# -- words -----------------------------------------------------------------------------------------


def words(text: str) -> list[str]:
    """The words and numbers of a text, in order, as written ("1,5", "KI-Modell")."""
    return [match.group() for match in _WORD.finditer(text)]


def fold(word: str) -> str:
    """A word as names are compared: lower case, without umlaut dots and accents, "ß" as "ss"."""
    plain = unicodedata.normalize("NFD", word.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


def unfolded(word: str) -> str:
    """A word written with "ae", "oe", "ue" as it may have been meant: "Pruefer" → "Prüfer"."""
    for pair, umlaut in (("ae", "ä"), ("oe", "ö"), ("ue", "ü"), ("Ae", "Ä"), ("Oe", "Ö"), ("Ue", "Ü")):
        word = word.replace(pair, umlaut)
    return word


@cache
def _stemmer(language: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer({"de": "german", "en": "english"}.get(language, "porter"))


def stems(text: str, language: str) -> list[str]:
    """Stemmed, lower-case words with umlauts folded; a hyphenated word gives its parts as well.

    PyStemmer's German algorithm also takes "ue" for "ü". Decimal commas become points, so that "1,5"
    and "1.5" are one word.
    """
    found: list[str] = []
    for word in words(text):
        folded = word.casefold().replace("’", "'")
        if folded[0].isdigit() and "-" not in folded:
            found.append(folded.replace(",", "."))
            continue
        parts = [part for part in re.split(r"[-']", folded) if part]
        found.extend(parts)
        if len(parts) > 1:
            found.append("".join(parts))
    return [str(stem) for stem in _stemmer(language).stemWords(found)]


# -- sentences -------------------------------------------------------------------------------------

_ABBREVIATIONS = frozenset(
    # German
    "abs al art aufl az bd best bez bspw bzgl bzw ca dgl dr dipl ebd eigtl einschl entspr etc evtl exkl ggf gem ggü "
    "hrsg inkl insb insbes jh jr kap lfd lt max min mind mio mrd nr pers prof rd resp rn s sog sog st std str tel u "
    "usw vgl vs z ziff zit zt zzgl abb anm aktz bsp ehem eur gegr geb gest jahrh lit tsd vorm phil rer nat med jur "
    "habil "
    # English
    "approx assn ave bros cf co corp dept ed eds est fig figs gen gov hon inc ltd mr mrs ms no nos op p pp para pres "
    "pt rep rev sec sen sgt sq univ vol messrs capt col lt maj jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_MONTHS = (
    "januar februar märz maerz april mai juni juli august september oktober november dezember jänner feber "
    "jan feb mär apr jun jul aug sep sept okt nov dez quartal halbjahr jahrhundert jh tag jahrestag auflage"
).split()
_LAST_WORD = re.compile(r"([^\W\d_]+)\.$")
_ORDINAL = re.compile(r"(?:^|[\s(/–-])(\d{1,2}|[IVX]{1,5})\.$")
_BEFORE_ORDINAL = re.compile(
    r"\b(?:am|im|vom|zum|der|die|das|dem|den|des|seit|bis|ab|beim|zur|und|oder|ein|eine|einen|einem|einer|art|§)\s+"
    r"(?:\d{1,2}|[IVX]{1,5})\.$",
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(r"\W*([^\W_]+)")
_INITIALS = re.compile(r"(?:^|[\s(])(?:[A-ZÄÖÜ]\.\s?)*[A-ZÄÖÜ]\.$")
_ENDED = re.compile(r"(?:[.!?…:;][\"“”»«’'‘)\]]*|[*†])(?:\[\d{1,3}\])*$")
_REMARK = re.compile(r"\([A-ZÄÖÜ][^()]{3,}\)")  # "(Pause)", all in brackets
_NUMBER_ALONE = re.compile(  # of a paragraph, an article of a law, a step: it belongs to what follows
    r"(?:(?:section|sec|article|art|artikel|chapter|kapitel|kap|part|teil|abschnitt|title|step|schritt|punkt|§+)\.?\s*)?"
    r"(?:\(?(?:\d{1,3}[a-z]?|[IVX]{1,5}|[a-z])[.)]\)?)(?:\d{1,2}\.?)*",
    re.IGNORECASE,
)
_OPENERS = (
    r"(?:The|This|That|These|Those|There|They|We|It|He|She|You|Our|Their|Its|But|And|In|On|At|As|If|When|While|After|"
    r"Before|However|Der|Die|Das|Dies|Diese|Dieser|Dieses|Es|Er|Sie|Wir|Ich|Aber|Und|Doch|Auch|Im|Am|Bei|Mit|Nach|Für|"
    r"Damit|Dabei|Danach|Dann|Daher|Deshalb|Trotzdem|Heute|Zudem|Außerdem)\b"
)
_LETTERED = (  # what is told apart by a letter: "System K" ends a sentence, where an initial would not
    r"(?:System|Model|Modell|Type|Typ|Vitamin|Plan|Class|Klasse|Group|Gruppe|Option|Version|Series|Serie|Phase|Appendix|"
    r"Annex|Anhang|Anlage|Part|Teil|Section|Abschnitt|Stufe|Tier|Level|Category|Kategorie|Grade|Block|Zone|Variant|"
    r"Variante|Schedule|Case|Fall|Person|Company|Firma|Site|Standort|Unit|Team|Product|Produkt|Hepatitis|Influenza)"
)
_CUTS = re.compile(  # where syntok does not cut, each ending before the next sentence
    r"[.!?…][\"“”»«’']\s+(?=[\"„“«»‚‘(]?[A-ZÄÖÜ0-9])"  # a quotation that ends the sentence
    r"|(?<=[^\W_])[.!?]”\s*(?=[„“\"]?[A-ZÄÖÜ])"  # the same without a space
    r"|(?<=[^\W_])[.!?](?=[“„][A-ZÄÖÜ])"  # a quotation begins without a space
    r"|[.!?…](?:\[\d{1,3}\])+\s+(?=[\"„“«»‚‘(]?[A-ZÄÖÜ])"  # the mark of a note
    r"|[.!?…][\"“”»«’')]?\s+(?=\((?:\d{1,2}|[a-z]|[ivx]{2,4})\)\s+[A-ZÄÖÜ])"  # a numbered clause
    rf"|\b{_LETTERED}\s[A-Z]\.\s+(?=[\"„“]?[A-ZÄÖÜ][^\W_]*[^.\W_](?!\.))"
    r"|(?<!§\s)(?<!\b[Aa]m\s)(?<!\b[Vv]om\s)(?<!\b[Zz]um\s)(?<!\b[Bb]is\s)(?<=\s)[$€£]?\d{1,3}(?:[.,]\d+)+\.\s+"
    r"(?=[\"„“]?[A-ZÄÖÜ][^\W\d_]{2,}\s)"  # "4.4. Sites"
    rf"|\b(?:(?:[A-Z]\.){{2,}}|[ap]\.m\.|Inc\.|Corp\.|Ltd\.|Co\.|Jr\.|etc\.|usw\.|es\.|no\.)\s+(?=[\"„“]?{_OPENERS}\s)"
    r"|\)\s?[.!?]\s+(?=[\"„“]?[A-ZÄÖÜ])"
    r"|(?<=[a-zäöüß]{4})\.\s+(?=(?:19|20)\d\d\s[a-zäöü])"  # a year at the beginning
)
_SAID = re.compile(
    r"^(?:[^\s,.;:]+\s+){0,4}?(?:sagte?n?|sagt|erklärte?n?|meinte?n?|fragte?n?|schreibt|schrieb|so|betont\w*|said|says|asked|"
    r"asks|told|wrote|writes|added|adds)\b"
)
_QUOTED = re.compile("[\"“”»«’']")
_TAIL = 120  # characters: no rule looks further back


def _continues(left: str, right: str) -> bool:
    """Whether the end of `left` is none: it lacks a full stop, or that of an abbreviation, an ordinal or a name."""
    if not _ENDED.search(left) and not (_REMARK.fullmatch(left) and right[:1].isupper()):
        return True
    if _NUMBER_ALONE.fullmatch(left):
        return True
    following = _NEXT_WORD.match(right)
    word = following.group(1) if following else ""
    if word[:1].islower():
        return left.endswith((".", ":", '."', ".“", "!“", "?“", "!”", '!"', '?"', "?”"))
    if (last := _LAST_WORD.search(left)) and last.group(1).casefold() in _ABBREVIATIONS:
        return last.group(1).casefold() not in {"etc", "usw"} or word[:1].islower()
    if left.endswith(('?"', "?“", "?”", '!"', "!“", "!”")) and _SAID.match(right):
        return True
    if re.search(r"(?:^|[\s(])[a-zäöü]\.$", left):  # "u. a.", "z. B.", "h.c."
        return True
    if _ORDINAL.search(left):
        return word.casefold() in _MONTHS or bool(_BEFORE_ORDINAL.search(left))
    return bool(_INITIALS.search(left)) and not left.endswith(("U.S.", "U.K.", "E.U.", "KI.", "I."))


def _pieces(text: str) -> Iterator[Span]:
    """syntok's sentences, put together again where it cuts too early."""
    import syntok.segmenter as segmenter

    whole: Span | None = None
    for paragraph in segmenter.analyze(text):
        for tokens in paragraph:
            start, end = tokens[0].offset, tokens[-1].offset + len(tokens[-1].value)
            if whole and _continues(text[max(whole[0], whole[1] - _TAIL) : whole[1]], text[start : start + _TAIL]):
                whole = (whole[0], end)
                continue
            if whole:
                yield whole
            whole = (start, end)
    if whole:
        yield whole


def sentence_spans(text: str) -> list[Span]:
    """Where the sentences of one block of text stand, in order; together they cover all but white space."""
    spans: list[Span] = []
    for start, end in _pieces(text):
        for cut in _CUTS.finditer(text, start, end):
            if cut.end() >= end or _SAID.match(text[cut.end() : cut.end() + _TAIL]) and _QUOTED.search(cut.group()):
                continue
            stop = start + len(text[start : cut.end()].rstrip())
            if not _NUMBER_ALONE.fullmatch(text[start:stop]):
                spans.append((start, stop))
                start = cut.end()
        spans.append((start, end))
    return spans


# -- offsets ---------------------------------------------------------------------------------------


def locate(quote: str, text: str, start: int = 0, end: int | None = None) -> Span | None:
    """Where `quote` stands in `text[start:end]`: verbatim, or alike but for white space, quote marks and dashes.

    The span returned is of `text`; what to cite is `text[span]`, never the quote as given.
    """
    end = len(text) if end is None else end
    quote = quote.strip()
    if not quote:
        return None
    if (at := text.find(quote, start, end)) >= 0:
        return at, at + len(quote)
    classes = {'"': "[\"„“”«»‚‘’‹›'`´]+", "-": "[-–—‒−‐‑]"}
    pattern = "".join(
        r"\s+" if part.isspace() else "".join(classes.get(char, re.escape(char)) for char in part)
        for part in re.split(r"(\s+)", quote.translate(_QUOTES).replace("...", "…"))
    ).replace("…", r"(?:…|\.\.\.)")
    match = re.compile(pattern).search(text, start, end)
    return match.span() if match else None


def one_holds_the_other(one: str, other: str) -> bool:
    """Whether one text stands in the other, both in canonical form, as of copies with and without a dateline."""
    left, right = canonical(one), canonical(other)
    return left in right or right in left
