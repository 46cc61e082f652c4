"""Where a sentence's source comes from: itself, its speaker, its list's introduction, or the sentences before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.flags.attribution import attribution
from kb.flags.closed import BACKWARD, DUTIES, US
from kb.flags.clues import Attribution, Clues
from kb.flags.voice import ROUND, Voice, label_of
from kb.model import Block, Document, Sentence

_TURN = re.compile(
    r"^(?:Doch|Aber|Allerdings|Dennoch|Trotzdem|Jedoch|Anderswo|Insgesamt|Das ist falsch|However|But|Yet|Still"
    r"|Nevertheless"
    r"|Neither|Otherwise|Meanwhile|At present|I|We|Wir|Ich)\b"
)
_SAME_FIGURES = re.compile(
    r"^[^,.]{3,50} (?:ist|sind|entspricht) das\b|^(?:Das|Dies) (?:entspricht|entsprechen|sind|waren|bedeutet|macht"
    r"|ergibt)\b"
    r"|^(?:That|This|It) (?:is equivalent|corresponds?|equals|amounts|represents|translates|works out)\b"
)
_PART_OF = re.compile(  # "Vier davon entfallen auf …", "Only four of them …"
    r"^(?:(?:Nur|Only|But|Just|Allein|Weitere|A further|Another|Knapp|Rund|About|Some|Almost|Nearly|Fast) ){0,2}"
    r"(?:\d[\d.,]*|[A-ZÄÖÜa-zäöü]+) (?:davon|von ihnen|of them|of these|of those|of which)\b"
)
_OF_THE = re.compile(
    r"^(?:None|All|Most|Only \w+|\w+) of the (two|three|four|five|six|seven|eight|nine|ten|\d+)\b(?! \w+s )"
)
_THE_SHARE = re.compile(
    r"\b(?:[Tt]he|[Dd]ie|[Dd]er|[Dd]as|[Ii]m) (?:share|rate|figure|average|median|mean|number|total|proportion|rest"
    r"|remainder"
    r"|increase|decline|drop|fall|rise|count|level|difference|gap|score|ratio|Quote|Anteil|Zahl|Wert|Rate"
    r"|Durchschnitt|Mittelwert|Summe|Rest"
    r"|Anstieg"
    r"|Rückgang|Abstand|Mittel)\b"
)
_AMOUNTS = re.compile(r"\d[\d.,]* ?(?:%|€|\$|Prozent|per ?cent|Milli|Mrd|Mio|million|billion)|[€$£]\d")
_PAST = re.compile(
    r"\b(?:was|were|fell|rose|had|dropped|grew|showed|war|waren|fiel|stieg|sank|lag|lagen|trat|traten"
    r"|nahm|verschwand|fand|fanden|zeigten|[a-zäöü]{3,}(?:ed|te))\b"
)
_PRESENT = re.compile(r"\b(?:is|are|has|have|will|can|ist|sind|hat|haben|wird|werden|kann|können)\b")
_MOST = re.compile(r"\b(?!lat|t|r|b|w|for|inter)\w{2,}est\b|\b(?:am|der|die|das) \w{3,}sten?\b")
_THE_FIRM = re.compile(
    r"^(?:(?:The|Its) (?:[a-z-]+ )?(?:company|carrier|group|firm|maker|bank|retailer|airline|operator|manufacturer"
    r"|supplier)|Net income|Net profit|Revenue|"
    r"Sales|Profit|Turnover|Orders|(?:[A-Z]\w+ )?(?:numbers|sales|volumes|earnings)|It|They|Der (?:Umsatz|Absatz"
    r"|Gewinn|Überschuss|Verlust|Erlös|"
    r"Auftragseingang|Konzern)|Die (?:Erlöse|Aufträge|Verkäufe|Kosten|Gruppe)|Unter dem Strich|Im Jahr (?:davor"
    r"|zuvor)|Ein Jahr zuvor|Im Vorjahr)\b"
)
_BEFOREHAND = re.compile(  # "… Das teilte der Konzern mit": what was said stands before
    r"^(?:Das|Dies|So) (?:teilte?n?|sagten?|gab|gaben|berichtet\w*|meldet\w*|kündigten?|erklärten?|bestätigten?"
    r"|sicherte|schreibt)\b"
    r"|^Wie (?:der|die|das|ein|eine|[A-ZÄÖÜ]\w+)\b[^,]{3,80}(?:mitteilte?n?|bekannt ?gab|meldete|berichtete),"
    r"|^(?:That|This) (?:is according|was announced|was confirmed)\b"
)
_RESUMES = ("danach", "hiernach", "accordingly")
_DIGIT = re.compile(r"\d")
_FRACTION = re.compile(r"\b(?:half|a third|a quarter|twice|double|[Hh]älfte|Drittel|Viertel|doppelt|dreimal|zweimal)\b")
_OF_THEM = re.compile(r"\b(?:of them|of these|of those|davon|darunter)\b")
_LONG_WORD = re.compile(r"[^\W\d_]{6,}")
_PRONOUNS = ("er", "sie", "es", "it", "they")
_ARTICLES = ("der", "die", "das", "dieser", "diese", "dieses", "the", "this", "these")
_MOST_STEPS = 2  # a figure is lent twice at most, reported speech as long as its mood lasts
_LONGEST_SPEECH = 6


@dataclass(slots=True)
class _Thread:
    """What the paragraph has said so far: the last sentence's source, the last one of its own, a list's
    introduction."""

    before: Attribution | None = None
    anchor: Attribution | None = None
    anchor_text: str = ""
    intro: Attribution | None = None
    speaker: str = ""
    steps: int = 0


def sources(
    document: Document, sentences: Sequence[Sentence], clues: Sequence[Clues], voice: Voice
) -> list[Attribution | None]:
    """For each sentence the source it names, or the one it continues."""
    blocks, thread = block_of(document, sentences), _Thread()
    found: list[Attribution | None] = []
    for at, (sentence, clue) in enumerate(zip(sentences, clues, strict=True)):
        preceding = sentences[at - 1].text if at else ""
        same = at > 0 and blocks[at - 1] is blocks[at]
        if not same:
            speaker = thread.speaker if len(voice.labels) >= ROUND and not sentence.text.startswith("(") else ""
            thread = _next_block(thread, blocks[at - 1] if at else None, blocks[at], preceding)
            thread.speaker = speaker
        thread.speaker = label_of(sentence.text, voice.labels) or thread.speaker
        source = attribution(clue, voice, _outward_link(document, sentence)) or _spoken(thread.speaker)
        if source and thread.before is None and source.words.casefold() in _RESUMES:
            source = None  # "danach" as "afterwards"
        thread.steps = 0 if source else thread.steps + 1
        if source is None:
            source = thread.intro or carried(clue, thread.before, preceding, thread.steps)
            source = source or resumed(clue, thread.anchor, thread.anchor_text)
            if source is None and thread.before and thread.before.kind == "vague" and _THE_FIRM.match(sentence.text):
                source = carried(clue, thread.anchor, preceding, thread.steps)
        if source and source.kind != "vague":
            thread.anchor, thread.anchor_text = source, sentence.text
        thread.before = source
        if source and same and found[-1] is None and _BEFOREHAND.match(sentence.text) and not clues[at - 1].question:
            found[-1] = source
        found.append(source)
    return found


def _next_block(thread: _Thread, before: Block | None, block: Block | None, preceding: str) -> _Thread:
    """A new block begins anew, but keeps the source of the sentence with a colon that introduces it."""
    if block is None or before is None:
        return _Thread()
    if before.kind == "list_item" and block.kind == "list_item":
        return _Thread(intro=thread.intro)
    source = thread.before if preceding.rstrip().endswith(":") else None
    return _Thread(intro=source if source and source.kind != "vague" else None)


def _spoken(speaker: str) -> Attribution | None:
    return Attribution("speech", f"{speaker}:") if speaker else None


def carried(clues: Clues, before: Attribution | None, preceding: str, steps: int) -> Attribution | None:
    """What `before`, the source of the sentence `preceding`, lends to this one; `steps` counts the loans in a row."""
    if before is None or before.kind == "vague" or clues.question or clues.has("offers") or steps > _LONGEST_SPEECH:
        return None
    if clues.language == "de" and clues.reported and not clues.any_low(frozenset({"ich", "wir"})):
        return before
    if clues.all_quote:
        return before if before.kind == "speech" else None
    if _SAME_FIGURES.match(clues.text) and clues.figures:
        return before
    if before.kind in ("data", "law") and clues.has("numbers", quoted=True) and _PART_OF.match(clues.text):
        return before
    if before.kind in ("data", "law") and (part := _OF_THE.match(clues.text)) and part.group(1) in preceding.casefold():
        return before
    if steps > _MOST_STEPS + 1 or _TURN.match(clues.text) or clues.has("outlook", "opinion", "defining"):
        return None
    measured = bool(_DIGIT.search(clues.text)) or bool(_FRACTION.search(clues.text))
    if before.kind == "data":
        ours = clues.any_low(US)
        return before if measured and not ours and _coheres(clues, preceding) or _found_too(clues) else None
    goes_on = clues.amount and not clues.names and (_AMOUNTS.search(preceding) or _THE_FIRM.match(clues.text))
    return before if before.kind == "speech" and goes_on else None


def _found_too(clues: Clues) -> bool:
    """Whether a sentence without a figure tells a further finding: in the past, compared, with nobody else in it."""
    if clues.names or _PRESENT.search(clues.text) or not _PAST.search(clues.text):
        return False
    return clues.has("comparisons", "trends") or bool(_MOST.search(clues.text))


def _coheres(clues: Clues, preceding: str) -> bool:
    """Whether a sentence refers back: by a pronoun, by "the share", or by two words it shares with the one before."""
    if (
        clues.lows(0, 4) & BACKWARD
        or clues.lows(0, 9) & {"sie", "they"}
        or _THE_SHARE.search(clues.text)
        or _OF_THEM.search(clues.text)
    ):
        return True
    before = {word[:6] for word in _LONG_WORD.findall(preceding.casefold())}
    return len(before & {word.low[:6] for word in clues.words if len(word.low) > 5 and word.low.isalpha()}) > 1


def resumed(clues: Clues, anchor: Attribution | None, words: str) -> Attribution | None:
    """What the paragraph's last event or rule, told in `words`, lends to a sentence on the same thing or its duties."""
    if anchor is None or anchor.kind not in ("event", "law") or clues.question or _TURN.match(clues.text):
        return None
    it = clues.low(0) in _PRONOUNS and clues.figures and not clues.has("outlook", "opinion")
    if anchor.kind == "event" and it:
        return anchor
    if _same_thing(clues, words) and (clues.figures or clues.has("ruling")):
        return anchor
    return anchor if clues.lows(0, 9) & DUTIES and not clues.has("opinion", "outlook") else None


def _same_thing(clues: Clues, preceding: str) -> bool:
    """Whether a sentence opens with "the" and a noun of the preceding one ("Rahmenvertrag … Der Vertrag …")."""
    if clues.low(0) not in _ARTICLES or len(clues.low(1)) < 4:
        return False
    return bool(re.search(re.escape(clues.low(1)) + r"(?:s|es|n|en|e)?\b", preceding.casefold()))


def block_of(document: Document, sentences: Sequence[Sentence]) -> list[Block | None]:
    """The block each sentence begins in."""
    found: list[Block | None] = []
    at = 0
    for sentence in sentences:
        while at < len(document.blocks) and document.blocks[at].end <= sentence.start:
            at += 1
        block = document.blocks[at] if at < len(document.blocks) else None
        found.append(block if block and block.start <= sentence.start else None)
    return found


def _outward_link(document: Document, sentence: Sentence) -> str:
    """Where the first link in the sentence to another site leads, or an empty string."""
    own = (document.url or "").split("/")[2:3]
    for link in document.links:
        inside = link.start < sentence.end and sentence.start < link.end
        if inside and link.href.startswith(("http://", "https://")):
            host = link.href.split("/")[2].removeprefix("www.")
            if not own or own[0].removeprefix("www.") != host:
                return link.href
    return ""
