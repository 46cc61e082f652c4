"""Patterns by which a seller boasts: unequalled, the first, in only two days, trusted by thousands."""

from __future__ import annotations

import re

MEASURED = re.compile(  # what a product is said to reach
    r"\d+(?:[.,]\d+)? ?(?:%|Prozent|percent|per cent)|\b(?:bis zu|up to|as little as|nur noch|in nur|in under"
    r"|in just)\b"
    r"|\b(?:than|als) (?:any|every|all|all|jede\w?|alle)\b|\b(?:any|no) (?:competing|other|rival)\b"
)
TRUST = re.compile(  # customers who vouch for it
    r"\b(?:vertrauen (?:auf|uns)|schwören auf|empfehlen (?:uns|sie|es|ihn) weiter|haben sich (?:bereits "
    r"|schon )?(?:für|dafür) \w+(?: \w+)? "
    r"entschieden|sind begeistert|would recommend|recommend us|have (?:already )?(?:chosen|switched|joined"
    r"|said goodbye)|swear by|"
    r"rely on us|trust us|love (?:it|us|our))\b"
)
UNEQUALLED = re.compile(  # "Fairer heizt in der Region niemand", "No robot in its class is gentler"
    r"(?:^[A-ZÄÖÜ]|(?<= )[a-zäöü])(?!ber\b|der\b|nser|hrer|iner|einer|eder|ieser|nter\b|inter\b|mmer\b|isher\b"
    r"|ieder\b|eiter\b"
    r"|eider\b|elcher|ancher|olcher|ener\b|ußer\b|ämmer"
    r"|ähler)[a-zäöüß]{2,}er(?:e[nrsm]?)?\b[^.!?]{2,60}\b(?:niemand|nirgends|nirgendwo|keiner|keine|keines)\b"
    r"|^(?:No|Nobody|No one|Nothing|Nowhere)\b[^.!?,]{2,60}\b(?:more [a-z]+|[a-z]{3,}(?<!oth)(?<!nev)(?<!ev)er)\b"
    r"|\b(?:Konkurrenz|Wettbewerb|Mitbewerber|competition|competitors|rivals)\b[^.!?]{0,30}\b(?:nur träumen|nur staunen"
    r"|hinterherhinkt|das Nachsehen|only dream|can only|left behind|in the dust)\b"
    r"|\b(?:[Bb]ei uns|[Ww]ith us|[Oo]ur \w+ ha(?:s|ve)|[Ww]e have)\b[^.!?]{0,40}\b(?:noch nie|never|not once)\b"
)
SO_MUCH = re.compile(r"^So (?:viel|wenig|einfach|leicht|schnell|günstig|leise|sicher|much|little|simple|easy|fast)\b")
LESS_THAN = re.compile(
    r"^(?:Das (?:ist|sind)|That(?:[’']s| is)|Those are)\b.*\b(?:weniger|mehr|günstiger|billiger|schneller"
    r"|besser|less|more"
    r"|cheaper|faster|better|fewer)\b.*\b(?:als|than)\b"
)
YOU_GET = re.compile(
    r"\b(?:[Yy]ou(?:[’']ll| will| also)? (?:get|receive)|(?:[Bb]ekommen|[Ee]rhalten) Sie|Sie (?:bekommen"
    r"|erhalten)|(?:kriegst|bekommst) du)\b(?!.*(?:auf Anfrage|on request))"
)
FIRST_TO = re.compile(
    r"\b(?:als (?:weltweit |bundesweit )?erste[rs]?|(?:be|is|are|as|becomes?|became) the first"
    r" (?!time|place|half|quarter|day|step|year|month)|first to)\b"
)
IN_ONLY = re.compile(
    r"\b(?:in nur|binnen nur|in weniger als|in just|in only|in under|within just|schon nach|in kaum)\b"
)
AWARD = re.compile(
    r"\b(?:named|voted|crowned|awarded|won|kürte|wählte|ausgezeichnet|prämiert|gewann)\b.*\b(?:of the year"
    r"|des Jahres|award|prize"
    r"|Preis|Testsieger\w*|Sieger\w*)\b"
)
NOTHING_LIKE = re.compile(
    r"\bnothing (?:else )?(?:quite )?like it\b|\b(?:[Kk]ein\w*|[Nn]o) (?:anderer?|anderes|andere|other|Wettbewerber"
    r"|Konkurrent|Mitbewerber|"
    r"competitor|rival)\b|\b(?:sonst|anderswo) (?:niemand|keiner|nirgends)\b"
)
WHO_NOW = re.compile(
    r"^(?:Wer (?:jetzt|heute|noch|dann|zögert|wartet|zu spät|abwartet)|Those who (?:act|move|wait|hesitate"
    r"|delay)|Anyone (?:still"
    r"|who waits)|Whoever|Companies that (?:wait|hesitate|delay))\b"
)
TURNS = re.compile(  # what a brand does to the world, without a measure
    r"\b(?:macht \w+ (?:\w+ )?(?:zum?|zur|besonders|ganz|endlich|einfach)|makes? (?:\w+ ){1,3}(?:easy|simple"
    r"|effortless|fun|better)|"
    r"turn(?:s|ed)? (?:\w+ ){1,4}into|puts? an end to|brings? (?:\w+ )?(?:joy|peace|life)|läutet|denkt mit|passt sich"
    r"|setzt (?:neue |erneut )?Maßstäbe|"
    r"beweis(?:t|en)|macht(?:'s)? möglich|möglich macht|sorg(?:t|en) dafür|proves? (?:it|that)"
    r"|makes? (?:it )?possible|shows? how|"
    r"steht (?:seit \d+ )?für|stands for|verwandelt|knows you|has shown what|zeigt,? was)\b"
)
ONLY = re.compile(r"\b(?:the only|nur einer|nur eine|only one|(?:der|die|das|als) einzige[rs]?)\b", re.IGNORECASE)
FOREMOST = re.compile(
    r"\bthe (?:most \w+|\w+est|best|leading)\b[^.;]{0,60}?"
    r"\b(?:in|on|of) (?:the )?(?:world|planet|market|industry|Europe|Germany|America|Asia|continent|country"
    r"|region|class|field|coast|North|South|state|city)\b"
    r"|\b(?:der|die|das) [a-zäöüß]+ste[nrs]? [A-ZÄÖÜ]\w+ (?:der|des|im ganzen|in ganz|weit und breit)\b"
    r"|\b(?:ist|sind)\b[^.;]{0,40}?\b(?:der|die|das) \w+ste\b[^.;]{0,60}?"
    r"\b(?:Europas|Deutschlands|der Welt|weltweit|am Markt|auf dem Markt|der Branche|in Europa|in Deutschland)\b"
)
OPENS_WITH = re.compile(r"^(?:Mit|Dank|With|Thanks to|Durch)\b")
SOON = re.compile(  # "within ten weeks", "binnen drei Monaten"
    r"\b(?:within|in under|in less than|after (?:just|only)|binnen|innerhalb von|innerhalb|nach nur"
    r"|schon nach) (?:just |only |nur )?"
    r"(?:a|an|one|the first|\w+) (?:days?|weeks?|months?|years?|Tagen?|Wochen?|Monaten?|Jahr\w*)\b|\b(?:in"
    r"|im) (?:the|our|ersten) "
    r"first (?:week|month|year)\b"
)
OUT_OF = re.compile(
    r"\b(?:[Nn]ine|[Ee]ight|\d|\d\d) (?:out of|in) (?:ten|10|100)\b|\b(?:[Nn]eun|[Aa]cht|\d) von (?:zehn|10)\b"
    r"|\b[Tt]he average\b"
)
TREAT = re.compile(
    r"\b(?:days?|weeks?|months?|years?|issues?|drinks?|coffee|lunch|breakfast|shipping|delivery|installation"
    r"|trial|round"
    r"|postage|training) (?:is|are) on us\b|\b(?:is|are) on the house\b|\bgeht (?:auf unsere Rechnung|aufs Haus)\b"
)
BUYERS = re.compile(
    r"\b(?:[Cc]ustomers|[Cc]lients|[Uu]sers|[Tt]eams|[Pp]arents|[Gg]raduates|[Pp]articipants?|[Mm]embers"
    r"|[Ss]ubscribers|[Ll]earners|[Oo]perators|Absolvent(?:en|innen)|Teilnehmer\w*|Mitglieder|Betriebe"
    r"|Kund(?:en|innen)|Nutzer|Anwender|Eltern|Lehrkräfte|Schüler\w*)\b"
)
