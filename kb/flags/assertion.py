"""Whether a sentence asserts something checkable and consequential, and by which words."""

from __future__ import annotations

import re

from kb.flags.boasts import FOREMOST, UNEQUALLED
from kb.flags.calls import ordered
from kb.flags.closed import I_OR_WE, MYSELF, OURS, READER
from kb.flags.clues import Clues
from kb.flags.forecast import PROPHECY, UNDECIDED
from kb.flags.voice import Voice

_INVITES = re.compile(
    r"^(?:[\w-]+, |(?:If|When|Until|Before|For|To|In) [^,.]{2,60}, )?(?:[A-ZÄÖÜ]\w+(?:en|ern|eln) (?:Sie|wir)\b"
    r"|(?i:Say|Read|Try|See|Get|Let|Take|Look|Make|Imagine"
    r"|Ask|Keep"
    r"|Use|Check|Find|Stop|Give|Put|Choose|Start|Meet|Discover|Learn|Think|Remember|Consider|Note|Avoid|Compare"
    r"|Don[’']t|Gib|Schau|Nimm|Denk|Lies|Sieh|Vergiss|Probier|Such|Klick|Trag|Bring|Geh"
    r"|Do not|Never) (?:the|your|our|an?|it|goodbye|us|me|at|how|what|why|more|for|this|that|these|about|them"
    r"|forget|sign"
    r"|out|into|yourself)\b)"
)
_NO_COMMENT = re.compile(
    r"\b(?:declined? to (?:comment|answer|say)|would not comment|did not (?:respond|reply)|no comment"
    r"|nicht äußern|keine Stellung"
    r"|keinen Kommentar|keine Auskunft geben|unbeantwortet|nicht zu erreichen"
    r"|could not be reached)\b"
)
_NOTE = re.compile(  # what a report says of its own method and of its next issue
    r"^(?:The next|Our next|Die nächste[nr]?|Der nächste|Unsere? nächste[nr]?) (?:release|episode|Folge|issue"
    r"|update|report|edition|bulletin|Ausgabe|Bericht|Veröffentlichung)\b"
    r"|^(?:Respondents|Participants|Interviewees|Befragte|Die Befragten|Teilnehmer) (?:were|was"
    r"|wurden) (?:asked|gefragt|gebeten)\b"
    r"|^[A-ZÄÖÜ][\w -]{2,30} (?:is|ist) (?:the|der|die|das) (?:share|number|proportion|ratio|percentage|measure"
    r"|sum|Anteil|Zahl|Maß"
    r"|Summe|Quote|Verhältnis) (?:of|der|des|an|von)\b"
)
_DEFINES = re.compile(
    r"^Als [A-ZÄÖÜ][\w-]+ (?:gilt|gelten)\b|^Unter [^.]{3,60} (?:versteht man|wird|ist) [^.]*(?:verstanden"
    r"|zu verstehen)?\W*$"
)
_DAYBREAK = re.compile(
    r"^(?:Mon|Diens|Mitt|Donners|Frei|Sams|Sonn)(?:tag|woch|abend)(?:morgen|vormittag|mittag|nachmittag|abend|nacht)?, "
    r"|^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: morning| afternoon| evening| night)?, |^It is \d+ ?[ap]\.?m\b"
)
_KNOWS = re.compile(  # "Wer ein Lager leitet, kennt das Gefühl"
    r"^Wer\b[^,]{3,90}, (?:kennt|weiß|versteht|begreift|ahnt|vergisst|merkt|hat [^.]*(?:verstanden|begriffen"
    r"|gelernt))\b"
)
_LET = re.compile(
    r"^(?:And |But |So |Then )?Let (?!\w+ (?:is|was|has)\b)(?:every|each|all|the|no|any|those|us|them|me|it)\b"
)
_EARLIER = re.compile(
    r"^(?:A (?:decade|year|century|generation|month|week) ago|(?:Two|Three|Four|Five|Ten|Twenty|\d+) (?:years"
    r"|months|decades) ago"
    r"|Vor (?:einem|zwei|drei|vier|fünf|zehn|zwanzig|\d+) (?:Jahr|Jahren|Monaten|Jahrzehnten)|Früher|Damals"
    r"|Previously|Back then)\b"
)
_LISTED = re.compile(
    r"^(?:First|Second|Third|Fourth|Firstly|Secondly|Thirdly|Erstens|Zweitens|Drittens"
    r"|Viertens)\b,?"
)
_RECOMMENDS = frozenset(
    "recommends recommend recommended advises advised empfiehlt empfahl empfehlen rät riet raten".split()
)
_MUST = frozenset("must".split())
_IS_A = re.compile(r"^(?:An?|Ein|Eine) [\w -]{2,40}? (?:is|ist) (?:an?|ein|eine)\b")
_COMPARED = re.compile(
    r"\b(?:the (?:most \w+|[a-z]{3,}est)|more \w+ than|less \w+ than|[a-z]{3,}er than|as \w+ as"
    r"|(?:der|die|das|den|am) \w{4,}ste[nrs]?|\w{3,}er als|so \w+ wie)\b"
)
_ASKED = re.compile(
    r"\b(?:fragte?n?|fragt|asked|asks|wonders?|wondered)\b[^.;]{0,40}?\b(?:ob|wie|warum|wann|whether|if|how|why"
    r"|when)\b"
)
_LEANING = re.compile(  # openings that lean on what was said before and add no fact of their own
    r"^(?:Whether|Ob|So|And|Und|Or|Oder|They are|They were|It is not|That is (?:why|what|how)|Kann sein|Mag sein"
    r"|Man stelle sich|Gewiss|Natürlich|Zugegeben|Of course|Admittedly|Granted|To be sure"
    r"|(?:Die|Bleibt die) Frage\b|The question|None of (?:this|that|it|these)|Perhaps it|Vielleicht (?:ist|sollte)"
    r"|It (?:has|does|is|was|did) not"
    r"|Das (?:hätte|könnte|sollte|mag|muss)|Das ist (?:doch|nun|halt|eben)|Welcome|For the purposes? of"
    r"|Im Sinne (?:dieses|dieser))\b"
)
_OWN_VIEW = re.compile(
    r"^(?:Ich|Wir|Das (?:ist|war) (?:mir|uns))\b|\b(?:bin|halte|finde|glaube|wünsche|hoffe|danke|nehme) ich\b"
)
_WE_WILL = re.compile(r"^(?:We will|We[’']ll|We are going to|Wir werden|Wir wollen)\b")
_SHALL = re.compile(r"\bshall\b")
_GERUND = re.compile(r"^(?:\(\w+\) )?(?:and )?[A-Za-z]\w+ing\b(?! (?:is|are|was|were|to|of|that|has|will))")
_VERB_EN = re.compile(
    r"\b(?:is|are|was|were|be|has|have|had|do|does|did|can|will|may|might|could|would|should|must|[a-z]{3,}(?:ed"
    r"|es))\b|[’'](?:s|re|ve) "
)
_BARE_VERB = re.compile(  # a line of a plan or an order: "Require that …", "Ensure that …"
    r"^(?:Require|Ensure|Align|Establish|Develop|Promote|Protect|Provide|Support|Strengthen|Expand|Create|Direct"
    r"|Launch|"
    r"Encourage|Improve|Increase|Reduce|Build|Maintain|Identify|Implement|Coordinate|Advance|Accelerate|Publish"
    r"|Set up|Invest|Set|Praise|Contact|Ask|Write|"
    r"Send|Read|Visit|Check|Make sure|Choose|Pick|Avoid|Keep|Add|Mix|Wait|Press|Click|Enter|Open|Close|Remember|Turn"
    r"|Hold|Store|Plan|Produce|Issue|Conduct|Review|Submit|Study|Assess|Evaluate|Designate|Prioritize|Facilitate) "
    r"(?!to\b|in the (?:first|second))(?!\w+ed\b)(?:(?:a|an|the|your|our|all|that|it|them|for|up|out|on|at|in|how"
    r"|what|when|who|whether|with|"
    r"into|by|[a-z]+(?:s|ing|tion|ity|ment)?)\b)|^(?:For|To) [^,]{3,50}, (?:please )?(?:contact|visit|see|call|write"
    r"|email|click|go)\b"
)
_VERB_DE = re.compile(
    r"\b(?:ist|sind|war|waren|hat|haben|hatte|wird|werden|kann|muss|soll|darf|will|gibt|gab|lag|[a-zäöüß]{2,}(?:t"
    r"|te|en|st|e))\b"
)
_CLOCK = re.compile(
    r"^(?:Es (?:ist|war)|It (?:is|was)) (?:kurz|Punkt|halb|früh|spät|noch früh|schon spät|just after|early|late"
    r"|half past)\b"
)
_REMARK = re.compile(r"^\([^()]*\)$")  # "(Applause)", "(Zuruf: …)"
_SUGGESTS = re.compile(
    r"^(?:We|I|Wir|Ich) (?:therefore |also |daher |deshalb )?(?:recommend|propose|suggest|urge"
    r"|empfehlen?|schlagen?|raten?)\b"
)
_SERVES = re.compile(  # where something is to be had
    r"\b(?:zur Verfügung|(?:is|are) available (?:on|at|from|for download|upon)|finden Sie (?:auf|unter|in|hier|im)"
    r"|gern(?:e)? "
    r"entgegen|(?:can|may) be (?:found|obtained|downloaded) (?:at|on|from|here))\b"
)
_SCENE = re.compile(r"^(?:Wer an|Es (?:ist|war) ein|It (?:is|was) a|Stellen Sie sich|Imagine|Picture)\b")
_META = re.compile(  # what the text says about itself
    r"^(?:Here (?:are|is)|Hier (?:ist|sind|kommt|kommen)|This (?:article|brief|post|newsletter|piece|page"
    r"|chapter|section|series)|The following"
    r"|In this"
    r" (?:article|brief|post|issue|piece|chapter|section|series|report|paper)|Below|For this|Dieser (?:Artikel"
    r"|Beitrag|Text)"
    r"|.{0,40}(?:are|is) (?:given|set out|listed|described) in (?:Annex|Appendix|Chapter|Section)"
    r"|In diesem (?:Artikel|Beitrag|Text|Kapitel)|Im Folgenden|Hinweise? auf|Wir (?:haben|sprachen) mit"
    r"|We (?:spoke|grade|asked|answer|explain|want|look)|We will (?:look|explain|show|discuss|see|walk)"
    r"|(?:Drei|Vier|Fünf|Zwei|Three|Four|Five|Two) (?:Fragen|Dinge|questions|things))\b"
)
_ONLY = re.compile(
    r"\b(?:the only|(?:der|die|das) einzigen?[rs]?|nur einer|only one|als einzige[rs]?|the first|no other|kein(?:e"
    r"|en)? (?:andere[nrs]?|Wettbewerber|Konkurrent|Mitbewerber)|no competitor|nothing (?:else )?like it|(?:der|die"
    r"|das) erste"
    r"|als erste[rs]?)\b",
    re.IGNORECASE,
)


def assertion(clues: Clues, voice: Voice, attributed: bool, promoted: bool, future: str) -> str:
    """The words that make a sentence a checkable assertion, or an empty string.

    `promoted` says whether the sentence promotes, `future` holds the words that make it a forecast.
    """
    strong = _figure(clues, attributed) or ("" if promoted else future)
    if _excluded(clues, voice, bool(strong), attributed):
        return ""
    if promoted and not attributed:
        return _sales_fact(clues, strong)
    if promoted:
        return strong if clues.figures or not clues.quotes else ""
    if clues.all_quote and not attributed:
        return strong if clues.figures else ""
    if clues.all_quote:
        return strong if clues.figures or future else clues.first("causes", "trends", "comparisons", quoted=True)
    if found := strong or clues.first("comparisons", "trends", "causes", "allegations"):
        return found
    if earlier := _EARLIER.match(clues.text):
        return earlier.group()
    if compared := _COMPARED.search(clues.text):
        return compared.group()
    return _plain(clues, voice, attributed)


def _plain(clues: Clues, voice: Voice, attributed: bool) -> str:
    """A statement without figures, causes or comparisons: the opening words, if it says enough to be checked."""
    if clues.quotes and attributed and not clues.has("laws", "documents") and 5 * _quoted(clues) > 2 * len(clues.text):
        return clues.first("causes", "trends", "allegations", quoted=True)
    count = len(clues.words)
    told = attributed and count > 3 or not voice.personal and count >= 6
    return " ".join(clues.text.split()[:8]) if told or clues.names or clues.has("negations", "outlook") else ""


def _orders(clues: Clues) -> bool:
    """What an order lays down for others to do, and lines of its lists."""
    listed = clues.text.rstrip().endswith((";", "; and", "; or")) and not _VERB_EN.search(clues.text)
    gerund = _GERUND.match(clues.text) and not _VERB_EN.search(clues.text.split(",")[0])
    return clues.language == "en" and bool(_SHALL.search(clues.text) and not clues.has("documents") or listed or gerund)


def _quoted(clues: Clues) -> int:
    """Characters inside quotation marks."""
    return sum(end - start for start, end in clues.quotes)


def _figure(clues: Clues, attributed: bool) -> str:
    """A number, a date or a number word (in somebody's quoted words only digits count)."""
    if clues.quotes and not clues.figures and not clues.date:
        return ""
    digit = next((clues.text[word.start : word.end] for word in clues.words if word.low[:1].isdigit()), "")
    return clues.amount or clues.date or clues.first("numbers", quoted=not attributed) or digit


def _sales_fact(clues: Clues, strong: str) -> str:
    """What can be checked in a sentence that promotes: a figure, "the only one", a benefit; not in a call to action."""
    if clues.has("offers") or clues.opens_with("calls") or ordered(clues, True) or PROPHECY.search(clues.text):
        return ""
    match = _ONLY.search(clues.text) or FOREMOST.search(clues.text) or UNEQUALLED.search(clues.text)
    if match and not clues.has("opinion"):
        return match.group()
    if clues.figures:
        return strong
    if clues.has("hype") or clues.any_low(I_OR_WE | OURS | READER):
        return "" if clues.has("hype") else clues.first("benefits")
    return clues.first("benefits", "causes", "trends")


# -- what is no assertion --------------------------------------------------------------------------


def _excluded(clues: Clues, voice: Voice, strong: bool, attributed: bool) -> bool:
    """Questions, greetings, instructions, fragments, opinions in the first person, definitions."""
    if (
        clues.question
        or UNDECIDED.match(clues.text)
        or len(clues.words) < 3
        or _CLOCK.match(clues.text)
        or _REMARK.match(clues.text)
        or _SUGGESTS.match(clues.text)
        or _NO_COMMENT.search(clues.text)
        or _NOTE.match(clues.text)
        or _DEFINES.match(clues.text)
        or _DAYBREAK.match(clues.text)
        or _KNOWS.match(clues.text)
        or _short_view(clues, attributed)
        or clues.has("greetings")
        and clues.opens_with("greetings", 6 if ":" in clues.text[:40] else 2)
    ):
        return True
    if attributed and not clues.amount and clues.any_low(_RECOMMENDS):
        return True
    if _LET.match(clues.text) or not attributed and clues.opens_with("advice", 8) and not clues.has("outlook"):
        return True
    if not clues.amount and (
        _instructs_or_announces(clues) or not strong and not attributed and clues.lows(0, 8) & _MUST
    ):
        return True
    if not strong and _says_little(clues):
        return True
    if not clues.amount and not attributed and len(clues.words) < 9 and _is_fragment(clues):
        return True
    if not clues.amount and (_BARE_VERB.match(clues.text) or _orders(clues)):
        return True
    return _is_personal(clues, voice, strong, attributed)


def _short_view(clues: Clues, attributed: bool) -> bool:
    """Whether a few words only judge what was said ("That is not many")."""
    weighty = attributed or clues.figures or clues.has("allegations", "comparisons", "trends", "causes")
    return clues.low(0) in ("that", "das") and len(clues.words) < 6 and not weighty


def _instructs_or_announces(clues: Clues) -> bool:
    announces = clues.text.rstrip().endswith(":") or bool(_META.match(clues.text))
    listed = _LISTED.match(clues.text) and not clues.figures
    return announces or clues.opens_with("advice", 8) or bool(_INVITES.match(clues.text) or listed)


def _says_little(clues: Clues) -> bool:
    """Definitions, scenes, sentences that only lean on others, fragments without a verb."""
    if clues.has("defining") and not clues.has("comparisons", "trends"):
        return True
    return (
        _is_fragment(clues)
        or any(pattern.match(clues.text) for pattern in (_IS_A, _SCENE, _LEANING))
        or bool(_SERVES.search(clues.text))
    )


def _is_fragment(clues: Clues) -> bool:
    """Words without a verb: a line of a list, an address, a caption."""
    if clues.language == "de":
        return not _VERB_DE.search(clues.text)
    open_end = clues.text.rstrip()[-1:] not in '.!?"”’:)'
    return len(clues.words) < 4 or open_end and len(clues.words) < 9 and not _VERB_EN.search(clues.text)


def _is_personal(clues: Clues, voice: Voice, strong: bool, attributed: bool) -> bool:
    """Opinions and anecdotes in the first person, and what somebody asked."""
    if _ASKED.search(clues.text):
        return True
    if attributed and strong and len(clues.words) > 5:  # the words of a speaker with a label
        return False
    counted = bool(re.search(r"\d", clues.text)) and clues.low(0) not in MYSELF
    if clues.any_low(MYSELF) and not counted and not clues.has("documents", "outlook", "showing"):
        return True
    if voice.personal and not strong and clues.any_low(I_OR_WE | OURS) and not clues.has("showing"):
        return True
    weighty = strong and (clues.figures or clues.has("causes") or bool(_WE_WILL.match(clues.text)))
    view = clues.has("opinion") or _OWN_VIEW.search(clues.text) or clues.low(0) in I_OR_WE
    return bool(view) and not weighty
