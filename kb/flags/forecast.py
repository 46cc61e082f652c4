"""Whether a sentence speaks of the future or of possibility, and by which words."""

from __future__ import annotations

import re
from datetime import date

from kb.flags.closed import US
from kb.flags.clues import Clues

_FUTURE_VERB = re.compile(r"\b(?:wird|werden)\b")
_CLAUSE_END = re.compile(r",? (?:dass|weil|wenn|ob|als|was|wo|wie|sofern|obwohl)\b")
_WOULD_DE = re.compile(r"(?<!\bich )\bwürden?\b(?! ich\b)(?=\s+\w)")
_INFINITIVE = re.compile(
    r"\b(?!(?:sondern|gestern|vorgestern|gegen|neben|wegen|zwischen|oben|unten|innen|außen|hinten|vorn|einen|keinen"
    r"|meinen|seinen|ihren|deren|allen|vielen|beiden|anderen|wegen|hingegen|dagegen|daneben|deswegen|zusammen)\b)"
    r"([a-zäöüß]{2,}(?:en|ern|eln|un|ein)|sein|tun)(?=\s*(?:[,.;:!?)“”\"«»–]|$|und\b|oder\b))"
)
_VERB_LAST = re.compile(r"\b([a-zäöüß]{2,}(?:en|ern|eln|un)|sein|tun) (?:wird|werden)(?=\s*(?:[,.;:!?)“”\"«»–]|$))")
_UNREAL = re.compile(  # a Konjunktiv II that supposes: "Das Gas käme aus …"
    r"\b(?:käme|gäbe|ginge|stünde|läge|bliebe|brächte|fiele|entstünde|bekäme|verlöre|gewänne|entfiele|erhielte"
    r"|wüchse|stiege|sänke)\b"
)
_PARTICIPLE = re.compile(  # strong participles look like infinitives: "wird … beschlossen" is a passive
    r"^(?!(?:geben|gehen|gelten|gehören|gewinnen|genügen|gelingen|geschehen|genießen|gestalten|gefährden"
    r"|gewähren|gelangen"
    r"|gestehen|gedeihen|gewährleisten|gebären|genehmigen|geraten|gebrauchen)$)(?:ge\w+|\w{2,8}ge\w{3,}en|(?:be"
    r"|ver|ent|er|zer|miss|über|unter|wider|hinter)"
    r"(?:schlossen|boten|schritten|strichen|litten|mieden|drungen|sungen|zwungen|sunken|spart|kauft|setzt|legt|gessen"
    r"|schieden|wiesen|troffen|trieben|schwunden|glichen|loren|standen|schrieben|fohlen|sprochen"
    r"|worfen|nommen|hoben|schoben|zogen|funden|rufen|griffen|brochen|stiegen|laufen|geben|raten|messen|gangen|kommen"
    r"|lassen"
    r"|wogen|bunden|gonnen|tragen|halten|fallen|laden|sehen)|worden|geworden)$"
)
_NOT_COULD = "".join(f"(?<!{word} )" for word in ("that", "who", "which", "we", "We", "I", "he", "she", "they", "They"))
_ENGLISH = (
    re.compile(
        r"(?<![Tt]he )(?<!free )(?<!own )(?<!’s )\b(?:will|'ll|’ll)\b"
        r"(?!\s+(?:not )?(?:of|tell|say|admit|be held|take place)\b)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<!how )(?<!aim )(?<!goal )(?<!task )(?<!purpose )(?<!idea )(?<!way )(?<!point )(?<!job )(?<!question )"
        r"(?<!what )(?<!there )(?<!trick )\b(?:is|are) to (?!be (?:found|seen|hoped)|blame|do with|say\b|come\b"
        r"|say\b|date\b|hand\b|\w+s\b)[a-z]+"
    ),
    re.compile(r"(?<!you )(?<!You )\b(?:may|might)\b"),
    re.compile(_NOT_COULD + r"\bcould\b(?! not)(?! have)(?!\.)"),
    re.compile(
        r"(?<!who )(?<!which )(?<!I )\bwould\b(?! (?:not )?(?:comment|say\b|give (?:a"
        r"|any)))(?! have (?!to\b))(?! not have)(?! like)"
    ),
)
_ODDS = re.compile(r"\b(?:more|less|times|as|most|equally|twice as) (?:un)?likely\b|\blikely (?:than|as)\b")
_BY_YEAR = re.compile(
    r"\b(?:[Bb]is|[Ss]pätestens|[Ff]rühestens|[Ee]rst|[Vv]or|[Bb]efore|[Ff]ür|[Bb]y|[Aa]b|[Ff]rom|[Vv]on|[Vv]om|[Ii]m"
    r"|[Ii]n|[Ww]ithin|of|kann|can|[Ii]nnerhalb|Ende|Anfang|zum|zur)\b[^,;:]{0,30}?\b(20\d\d)\b"
)
_MONTHS = {
    name: number % 12 + 1
    for number, name in enumerate(
        "jan feb mär apr mai jun jul aug sep okt nov dez jan feb mar apr may jun jul aug sep oct nov dec".split()
    )
}
_FIXED = re.compile(  # what a rule lays down from a day on is settled: "From April 2027 a campus pays …"
    r"\b(?:kostet|kosten|zahlt|zahlen|gilt|gelten|beträgt|betragen|verlangt|verlangen|entfällt|entfallen|pays?|costs?"
    r"|appl(?:y|ies)|requires?|must|takes? effect)\b"
)
_ON_DAY = re.compile(
    r"\bwill\b[^.;,]*\bon (?:\d{1,2} [A-Z][a-z]+|(?:January|February|March|April|May|June|July|August|September"
    r"|October|November"
    r"|December) \d)"
)
_SAID_TO = re.compile(r"\bsoll(?:en)?\b[^.;,]{3,90}\b[a-zäöüß]{4,}(?:t|en) (?:haben|worden sein)\b")
_VALID_FROM = re.compile(r"^(?:[Aa]b|[Ff]rom|[Vv]o[nm]|[Zz]u[mr])\b")
UNDECIDED = re.compile(
    r"^(?:Ob|Whether)\b.{3,120}\b(?:offen|unklar|ungewiss|fraglich|open|unclear|uncertain|doubtful)\W*$"
)
PROPHECY = re.compile(
    r"^(?:[Ww]ithin|[Ii]n) (?:the next )?(?:a|two|three|four|five|ten|\d+) (?:years|decades?|months)\b"
    r"|\b[Ii]n (?:zehn|fünf|zwei|drei|\d+) Jahren (?:noch|wird|werden)"
)
_NO_INFINITIVE = re.compile(r"[A-ZÄÖÜ]\w* (?:will|wollen)[,.;:]$")  # "Wer Lehrlinge will, …"
_PAST = re.compile(r"\b(?:war|waren|wurde|wurden|hatte|hatten|was|were|had|did|has been|have been|ist|sind)\b")


def outlook(clues: Clues, published: date | None, rule: bool) -> str:
    """The words that speak of the future, or an empty string; under a `rule`, "may" and fixed dates don't."""
    if clues.question:
        return ""
    found = _future_de(clues) if clues.language == "de" else _future_en(clues)
    settled = rule and found.casefold().startswith(("may ", "would ", "will "))
    if found.casefold().startswith("will ") and _announced(clues.text) or _SAID_TO.search(clues.text):
        return ""
    if found and not settled:
        return found
    if _PAST.search(clues.text):
        return ""
    when = None if rule else _BY_YEAR.search(clues.text)
    ours = clues.any_low(US)
    if when and _VALID_FROM.match(when.group()) and (_FIXED.search(clues.text) or not ours):
        return ""
    if when and published and _later(when, published):
        return when.group()
    match = PROPHECY.search(clues.text)
    return match.group() if match else ""


def _announced(text: str) -> bool:
    """Whether "will" only tells what is fixed for a day ("will reopen on 2 May")."""
    return bool(_ON_DAY.search(text))


def _later(when: re.Match[str], published: date) -> bool:
    """Whether a year, with a month where one is named, lies after the publication."""
    names = [name for name in _MONTHS if name in when.group().casefold()]
    month = _MONTHS[names[0]] if names else 13 if "Ende" in when.group() else 1
    return (int(when.group(1)), month) > (published.year, published.month)


def _future_en(clues: Clues) -> str:
    for pattern in _ENGLISH:
        for match in pattern.finditer(clues.text):
            if clues.all_quote or not clues.inside(match.start()):
                return clues.text[match.start() : match.end() + 25].rsplit(" ", 1)[0]
    words = clues.first("outlook")
    return "" if words.casefold() in ("likely", "unlikely") and _ODDS.search(clues.text) else words


def _future_de(clues: Clues) -> str:
    """A word of outlook ("ich will" apart), or "werden" with an infinitive that isn't a passive's participle."""
    for start, end in clues.spans("outlook", quoted=clues.all_quote):
        comma = clues.text.find(",") if clues.low(0) == "wer" else -1
        if clues.words[start].start < comma:  # "Wer Wunder erwartet, …"
            continue
        mine = "ich" in (clues.low(start - 1), clues.low(end))
        full_verb = clues.low(start) in ("will", "wollen") and _NO_INFINITIVE.search(
            clues.text[: clues.words[start].end + 1]
        )
        if not mine and not full_verb:
            return clues.show((start, end))
    unreal = _UNREAL.search(clues.text) if not clues.has("subjunctive", "source_phrases") else None
    if unreal and clues.low(0) != "ohne":
        return unreal.group()
    if (would := _WOULD_DE.search(clues.text)) and not clues.inside(would.start()):
        return would.group()
    if (last := _VERB_LAST.search(clues.text)) and not _PARTICIPLE.match(last.group(1)):
        return last.group()
    for verb in _FUTURE_VERB.finditer(clues.text):
        rest = _CLAUSE_END.split(clues.text[verb.end() : verb.end() + 300], maxsplit=1)[0]
        match = _INFINITIVE.search(rest)
        if match and (match.group(1) in ("werden", "sein", "haben") or not _PARTICIPLE.match(match.group(1))):
            return f"{verb.group()} … {match.group(1)}"
    return ""
