"""Who a claim rests on, as data: the name in full, what kind of source it is, and where it is first named. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kb.flags.clues import Attribution, Clues, read
from kb.flags.flow import sources
from kb.flags.lexicon import Lexicon
from kb.flags.mention import ORGANISED, ROLE, Mention, mentions_in
from kb.flags.voice import brand, hear
from kb.model import Document, Sentence

SourceKind = Literal["person", "organisation", "study", "publication", "anonymous"]
Span = tuple[int, int]

_HOST = re.compile(r"https?://(?:www\.)?([^/?#]+)")
_PRONOUNS = re.compile(
    r"\b(?:he|she|they|it|er|sie|es|ihm|ihr|ihnen|dessen|deren|seinen|ihren|his|her|its"
    r"|their)\b",
    re.I,
)
_SUBJECTS = re.compile(r"\b(?:he|she|they|er|sie|[Ii]hm|[Ii]hr zufolge|it (?:said|says|added|found|noted))\b")
_GENERIC = re.compile(
    r"^(?:\w*-)?(?:Unternehmens?|Konzerns?|Firma|Gruppe|Hersteller|Betreiber|Anbieter|Institut|Universität)s?$"
)
_OFFICE = re.compile(
    r"^(?:\w*[Rr]at|\w*[Rr]ätin|\w*[Mm]eister(?:in)?|\w*[Mm]inister(?:in)?|\w*präsident(?:in)?"
    r"|\w*[Ss]precher(?:in)?|\w*chef(?:in)?)$"
)
_WHO = re.compile(r"(?: of [A-Z][\w ]+| (?:von|vom|aus) [\w ]+)?, (?:who|whose|which|der|die|das|dessen|deren)\b")
_ROLE_BEHIND = re.compile(
    r"(?:['’]s)? ((?:[a-z-]+ ){0,2}[a-z]+) [A-ZÄÖÜ]"
)  # "Alliance director Bethan Pryce": the latter speaks
_AUTHORS = re.compile(r"([A-ZÄÖÜ][\w-]+(?: (?:and|und|&) [A-ZÄÖÜ][\w-]+| et al\.)?) ?$")
_PAPER_OF = re.compile(
    r"\b(?:[A-ZÄÖÜ]\w*(?:studie|bericht|umfrage|erhebung|analyse|auswertung|prognose|statistik|berechnungen"
    r"|schätzung|untersuchung)|study|survey|"
    r"report|audit|review|poll|analysis|documents|filings?|figures|data) (?:der|des|von|vom|by|of|from|for) (?:the "
    r"|der |dem )?[A-ZÄÖÜ][\w-]+(?: "
    r"[A-ZÄÖÜ][\w-]+)*"
)
_PERSONAL = frozenset("he she er ihm seinen his her".split())
_DEFINITE = re.compile(  # who is spoken of by what they are
    r"\b(?:[Tt]he|[Ii]ts|[Dd](?:er|ie|as|em|en)|[Dd]ies(?:er|e|es)) (?:[\w-]+ )?"
    r"((?:company|firm|group|carrier|maker|manufacturer|operator|bank|retailer|supplier|institute|university"
    r"|charity)\b"
    r"|(?:[\w]+-)?(?:Unternehmen|Konzern|Hersteller|Betreiber|Anbieter|Netzbetreiber|Institut|Universität|Gruppe"
    r"|Firma)\b)"
    r"|\b[Dd]ie (?:Forschenden|Autoren|Autorinnen)\b|\b[Tt]he (?:researchers|authors)\b"
)
_PAPER = re.compile(
    r"\b(?:study|survey|report|audit|tally|review|poll|brief|paper|tracker|filing)\b|(?:studie"
    r"|bericht|umfrage|erhebung|analyse|prognose|statistik|auswertung)s?\b",
    re.I,
)
_FAR = 90  # characters on either side of the telling words in which a name is looked for
_SHORT = 60  # characters of words that name a source without a proper name


@dataclass(frozen=True, slots=True)
class Attributed:
    """A claim's source. `start` and `end` are the words that name it, in the document's text.

    They may stand in an earlier sentence that the claim continues. `name` is the fullest form found in the document,
    `first_named` where that form stands first; None where the source has no name of its own ("experts", "[3]").
    """

    name: str
    kind: SourceKind
    start: int
    end: int
    first_named: Span | None = None


def sources_of(document: Document, sentences: Sequence[Sentence], lexicon: Lexicon) -> list[Attributed | None]:
    """For each sentence, in order, who its claim rests on; None where no source is named.

    "She said" gives the person named before, "the company" the company, "Brandes" the Holger Brandes of the first
    paragraph. A document with its notices is read with them.
    """
    clues = [read(sentence.text, lexicon) for sentence in sentences]
    found = sources(document, sentences, clues, hear(document, clues))
    cast = _cast(clues, sentences, brand(document))
    resolved: dict[int, Attributed] = {}
    told: list[Attributed | None] = []
    for at, source in enumerate(found):
        if source is not None and id(source) not in resolved:
            giver = next((i for i in range(at, min(at + 2, len(found))) if _shown(source, sentences[i])), at)
            before = [one for one in cast if one.start < sentences[giver].start]
            resolved[id(source)] = _resolve(document, sentences[giver], clues[giver], source, before)
        told.append(None if source is None else resolved[id(source)])
    return told


def _cast(clues: Sequence[Clues], sentences: Sequence[Sentence], own: frozenset[str]) -> list[Mention]:
    """Everybody named in a document, in order; a surname alone is a person once the whole name has stood."""
    cast: list[Mention] = []
    surnames: set[str] = set()
    for clue, sentence in zip(clues, sentences, strict=True):
        for one in mentions_in(clue, sentence.start):
            if own & {word.casefold() for word in one.name.split()}:
                one = replace(one, kind="organisation")
            if one.kind == "person" and " " in one.name:
                surnames.add(one.name.split()[-1])
            cast.append(replace(one, kind="person") if one.name in surnames else one)
    return cast


def _shown(source: Attribution, sentence: Sentence) -> bool:
    return source.words.split(", ")[0] in sentence.text


def _resolve(
    document: Document, sentence: Sentence, clues: Clues, source: Attribution, cast: Sequence[Mention]
) -> Attributed:
    """The source named by `source.words` in one sentence, with those named before it in the document (`cast`)."""
    at = clues.text.find(source.words.split(", ")[0])
    here = (max(at, 0), max(at, 0) + len(source.words.split(", ")[0]))
    span = (sentence.start + here[0], sentence.start + min(here[1], len(clues.text)))
    if source.kind == "vague":
        return Attributed(source.words, "anonymous", *span)
    if host := _HOST.match(source.words):
        return Attributed(host.group(1), "publication", sentence.start, sentence.start + len(clues.text))
    if source.words[:1] in "([¹²³":
        authors = _AUTHORS.search(clues.text[: here[0]]) if source.words[1:2].isdigit() else None
        words = f"{authors.group(1)} {source.words}" if authors else source.words.strip("()")
        return Attributed(words, "publication", *span)
    if source.kind == "law":
        return Attributed(source.words, "publication", *span, _first(document, source.words))
    paper = source.kind == "data" and bool(_PAPER.search(clues.text[max(0, here[0] - 30) : here[1] + 30]))
    who = _who(clues, here, sentence.start, cast)
    if who is None and paper and (named := _PAPER_OF.search(clues.text, max(0, here[0] - 30), here[1] + 40)):
        begin = sentence.start + named.start()
        return Attributed(named.group(), "study", begin, begin + len(named.group()), _first(document, named.group()))
    if who is None:
        kind: SourceKind = "study" if source.kind == "data" else "organisation"
        return Attributed(_up_to_verb(clues, here), kind, *span)
    who = replace(who, kind=next((one.kind for one in cast if one.name == who.name), who.kind))
    full, first, is_person = _in_full(document, who, cast)
    if is_person:
        who = replace(who, kind="person")
    kind = "study" if paper and not _PAPER.search(who.name) else who.kind
    inside = who.start >= sentence.start and who.end <= sentence.start + len(clues.text)
    return Attributed(full, kind, *((who.start, who.end) if inside else span), first)


def _who(clues: Clues, here: Span, offset: int, cast: Sequence[Mention]) -> Mention | None:
    """The name beside the telling words, or the one that "she" or "the company" stands for."""
    near = _nearest(clues, here, offset)
    if near is not None and not _GENERIC.search(near.name):
        return near
    return _referred(clues, here, cast) or near


def _up_to_verb(clues: Clues, here: Span) -> str:
    """Words that name a source without a proper name ("the pilots' union"), without the verb behind them."""
    verbs = [clues.words[at].start for at, _ in clues.spans("saying", "showing", "believing", "acting")]
    end = max((at for at in verbs if here[0] + 3 < at < here[1]), default=here[1])
    return clues.text[here[0] : end].strip(' ,“”"»«')[:_SHORT] or clues.text[slice(*here)][:_SHORT]


def _nearest(clues: Clues, here: Span, offset: int) -> Mention | None:
    """The name that belongs to the telling words: inside them, or right behind a quotation's verb, or before them."""
    said = _SUBJECTS.search(clues.text, max(0, here[0] - 1), min(len(clues.text), here[1] + 5))
    definite = _DEFINITE.search(clues.text, here[0], here[1])
    best: Mention | None = None
    nearest = float(_FAR)
    for mention in mentions_in(clues, offset):
        start, end = mention.start - offset, mention.end - offset
        behind_it = _ROLE_BEHIND.match(clues.text, end)
        if clues.inside(start) or behind_it and ROLE.search(behind_it.group(1)):
            continue
        behind, before = start - here[1], here[0] - end
        away = 0.0 if behind < 0 and before < 0 else float(max(behind, before)) + (6.0 if before > 0 else 0.0)
        away += 0.0 if mention.sure else 25.0
        if before > 0 and start < 20 and _WHO.match(clues.text, end):
            away = 0.0
        if away < nearest:
            best, nearest = mention, away
    return None if (said or definite) and nearest > 0 else best


def _referred(clues: Clues, here: Span, cast: Sequence[Mention]) -> Mention | None:
    """Who "she", "they" or "the company" is: the last one named before of that kind."""
    around = clues.text[max(0, here[0] - 40) : here[1] + 40]
    if _DEFINITE.search(around):
        return next((one for one in reversed(cast) if one.kind == "organisation" and one.sure), None)
    pronoun = _PRONOUNS.search(around)
    if not pronoun:
        return None
    wanted = "person" if pronoun.group().casefold() in _PERSONAL else None
    likely = [one for one in cast if one.sure and (wanted is None or one.kind == wanted)]
    people = [one for one in likely if one.kind == "person"]
    return next(iter(reversed(people or likely)), None)


def _in_full(document: Document, who: Mention, cast: Sequence[Mention]) -> tuple[str, Span | None, bool]:
    """The fullest form of a name in the document, where it stands first, and whether that shows a person."""
    text = document.text
    for one in cast:  # "Severnmouth" for "Severnmouth Water", "OBR" for "Office for Budget Responsibility"
        initials = "".join(word[0] for word in one.name.split() if word[0].isupper())
        longer = one.name.startswith(f"{who.name} ") or len(who.name) > 2 and who.name == initials
        if longer and one.kind == "organisation" and who.kind != "person":
            return one.name, (one.start, one.end), False
    if who.name.isupper() and len(who.name) > 1:
        spelt = re.search(
            rf"((?:[A-ZÄÖÜ][\w-]+(?: (?:of|for|für|der|des|and|und"
            rf"|the))? ){{2,7}})\({re.escape(who.name)}\)",
            text,
        )
        if spelt:
            return spelt.group(1).strip(), (spelt.start(1), spelt.start(1) + len(spelt.group(1).strip())), False
    if _OFFICE.search(who.name):  # "the Landrat": the one who is named with that office
        office = re.search(
            rf"\b{re.escape(who.name)} (?:Dr\. "
            rf"|Prof\. )?([A-ZÄÖÜ][\w-]+ (?:von )?[A-ZÄÖÜ][\w-]+)",
            text,
        )
        if office:
            return office.group(1), office.span(1), True
    elif " " not in who.name and not ORGANISED.match(who.name):
        person = re.search(rf"\b([A-ZÄÖÜ][\w’-]+ (?:(?:von|van|de|der) )*{re.escape(who.name)})\b", text)
        if person and mentions_person(person.group(1)):
            return person.group(1), person.span(1), True
    return who.name, _first(document, who.name), False


def mentions_person(name: str) -> bool:
    """Whether two words look like a person's name and surname, not a noun and a name ("Konzernchef Brandes")."""
    first = name.split()[0].casefold()
    return len(first) < 12 and not re.search(r"(?:chefin?|in|er|or|ent|minister|the|der|die|das)$", first)


def _first(document: Document, name: str) -> Span | None:
    at = document.text.find(name)
    return (at, at + len(name)) if at >= 0 else None
