"""Which lines of a page are furniture rather than article, in German and English: word lists and rules; pure.

Every rule speaks of what such lines say on any site. Rules for long lines are bound to a length, so that an article
about cookies or newsletters keeps its sentences.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.extract.menus import is_menu, word_count
from ingest.extract.patterns import AnyOf

_REMEMBERED = 1 << 16  # lines: each is asked several times, and a long document has more than a few thousand
_SHORT = AnyOf(  # furniture when the whole line has at most 16 words
    r"^(?:direkt |weiter )?(?:zum|zur) (?:inhalt|hauptinhalt|navigation|suche|menü|fußzeile|hauptnavigation)\b",
    r"\b(?:navigation|inhalt|menü) (?:überspringen|öffnen|schließen|anzeigen)$|^skip to\b|^jump to\b",
    r"^(?:diese[nr]? )?(?:artikel|seite|beitrag|link|text|page|story|article|this(?: \w+)?)? ?"
    r"(?:teilen|verschicken|drucken|weiterempfehlen|empfehlen|share|print|e-?mail|copy)\b(?: (?:auf|mit|via|per|on|"
    r"with|this"
    r"|link|article|page|story|artikel|als|by|über|facebook|x|mail|whatsapp)\b|[\s|:·]*$)",
    r"^(?:war|ist) dies(?:e|er) (?:seite|artikel|beitrag|information)\b.*(?:hilfreich|nützlich)|"
    r"^hat ihnen dies(?:er|e) (?:artikel|seite|beitrag)|^was this (?:page|article|helpful)|^did you find this",
    r"^cite this\b|^diese[nr]? (?:seite|artikel) zitieren|^back to (?:all|top|home|the|overview)|^zurück zu[rm]?\b",
    r"^(?:sie lesen|du liest|you(?:'re| are) reading) (?:gerade |hier )?(?:an? |einen? |one of your )?"
    r"(?:kosten|frei|gratis|free)|"
    r"^(?:thanks|thank you) for (?:reading|subscribing)\b|^danke,? (?:fürs lesen|dass (?:sie|du))|"
    r"\b(?:this post|dieser beitrag) (?:is|ist) (?:public|öffentlich)\b",
    r"^view (?:this|in).*browser|im browser (?:ansehen|anzeigen|öffnen|lesen)|web ?version",
    r"^(?:\d+|keine|no|ein|one)? ?(?:kommentare?|comments?|antworten|replies|responses)(?: \(\d+\)|$)",
    r"^(?:\d+ )?(?:min(?:uten|utes|\.)?) (?:lesezeit|read|reading time)$|^(?:lesezeit|lesedauer|reading time)\b",
    r"^(?:rss|atom)[- ]?feeds?\b.*$|^(?:seite|page) \d+(?:$|\s?:)|^logo\b|\blogo$|^(?:bild|image|photo|foto) \d+$",
    r"^(?:foto|fotos|bild|bildquelle|bildnachweis|titelbild|photo|photograph|photos|image|picture|grafik|illustration)"
    r"(?: ?credits?| by| von)?\s?[:©]",
    r"\b(?:nachdruck|vervielfältigung)\b.*(?:genehmigung|erlaubnis|gestattet)|^alle angaben ohne gewähr",
    r"^(?:[^.]{0,60}\. )?(?:jede |any |die )?(?:weiterverbreitung|redistribution|reproduction|republication)\b.*"
    r"\b(?:genehmigung|erlaubnis|gestattet|untersagt|verboten|permission|permitted|prohibited|forbidden|consent)\b",
    r"^(?:es gilt das gesprochene wort|check against delivery)|^(?:sperrfrist|embargo(?:ed)?)\b",
    r"^(?:presse|medien|press|media)-?\s?(?:kontakt|contacts?|anfragen|enquiries|inquiries)\b|^###$|^- ?(?:ende|end|"
    r"30) ?-$",
    r"^(?:zuschriften|leserbriefe|hinweise)\b.*(?:@|an (?:die|unsere|uns))|^have an opinion|^(?:write|e-?mail) (?:to "
    r")?(?:us|our)\b",
    r"\bwrite to (?:us|our)\b.*(?:desk|editor|letters)|\blog ?in to (?:comment|reply|continue)|^join the "
    r"(?:conversation|discussion)",
    r"^diskutieren sie\b|^(?:bitte )?(?:melden sie sich|loggen sie sich) an\b.*kommentieren|^jetzt kommentieren|"
    r"^ihre meinung",
    r"^(?:folgen sie|folge) uns\b|^follow us\b|^finden sie uns\b|^connect with us|^unterstützen sie uns|^support "
    r"independent",
    r"^(?:vor|since|seit) \d+ (?:minuten?|stunden?|tagen?|hours?)$|^\d+ (?:minutes?|hours?|days?) ago$",
    r"^this (?:post|article|entry) was (?:posted|published)\b|^(?:geschrieben|gepostet|posted|filed|veröffentlicht) "
    r"(?:in|unter)\b",
    r"^listen to (?:this|the)\b|^(?:artikel|beitrag|text) (?:an|vor)?(?:hören|lesen)|^hören sie\b",
    r"^powered by\b|^webdesign|\b(?:site|website|design|umsetzung|realisierung) (?:by|von)\b|^theme:|"
    r"\bwordpress\.com\b|^gefällt mir\b|^like this|^like loading",
    r"^(?:leichte sprache|gebärdensprache)\b|^zuletzt angesehen|^you are here|^sie sind hier\b|^(?:breaking|"
    r"eilmeldung)$",
    r"^(?:skip|jump|scroll) (?:to|down)|^bild(?:er)?galerie|^fotostrecke|^(?:zur )?bilderstrecke|\(\d+ (?:bilder|"
    r"photos|images|fotos)\)$",
    r"^(?:im )?(?:video|podcast|audio|watch|listen|bildergalerie|fotostrecke)\s?:\s|^\+{2,}|^you (?:are|"
    r"were) (?:viewing|receiving|reading) (?:a|an|the)? ?\w* ?(?:cached|"
    r"archived|copy)",
)
_COOKIES = AnyOf(
    r"\bcookies?\b.*\b(?:verwend\w*|nutz\w*|setz\w*|helfen|ermöglich\w*|zustimm\w*|akzept\w*|einwillig\w*|"
    r"ein(?:stellung)|use[sd]?"
    r"|using|accept|agree|consent|improve|help|prefer\w*|analy\w*)\b",
    r"\b(?:verwend\w*|nutz\w*|setz\w*|use[sd]?|using|accept|zustimm\w*|stimmen sie)\b.*\bcookies?\b",
)
_LONG = AnyOf(  # furniture when the line has at most 45 words
    r"^(?:wir|we) (?:und|and) (?:unsere|our|selected|ausgewählte|bis zu|up to)?\s?(?:\d+ )?(?:\w+ )?(?:partnern?|"
    r"partners|vendors|drittanbieter)\b",
    r"\b(?:deine|ihre) e-?mail-?adresse wird nicht veröffentlicht|\byour e-?mail address will not be published|"
    r"\berforderliche felder|\brequired fields|\bpflichtfelder\b.*\b(?:markiert|gekennzeichnet|stern)|"
    r"\bsave my name|\bname, e-?mail.*(?:speichern|website)",
    r"^(?:schreiben? (?:sie )?(?:einen|ihren) |einen )?kommentar (?:schreiben|verfassen|hinterlassen|abgeben)|"
    r"^schreiben? (?:sie )?einen kommentar|^(?:leave|post|write|add) a (?:reply|comment)|^antwort(?:e)? (?:schreiben|"
    r"abbrechen)",
    r"(?:^|\s)©|(?:^|\s)(?:\(c\)|copyright)\s?(?:©\s?|by\s)?\d{4}|"
    r"^(?:\(c\)|copyright) .{2,60}?\b(?:19|20)\d\d\b|\ball rights reserved\b|\balle rechte vorbehalten\b",
    r"\bmay not be (?:published|redistributed|reproduced|broadcast)|^licen[sc]ed under|^lizenz:|\bcc[- "
    r"]by(?:-\w+)*(?: \d\.\d)?[. ]*$",
    r"^(?:you|sie|du) (?:get|are receiving|received?|erhalten|bekommen|erhältst|bekommst) (?:this|dies\w*|den|das) "
    r"(?:e-?mail|letter|message|newsletter|nachricht|brief|schreiben|rundbrief)",
    r"\b(?:would you|please|consider|bitte|könnten sie|helfen sie)\b.*\b(?:support\w* (?:us|our|this|my|independent)|"
    r"donat\w+|spende[nt]?\b|"
    r"unterstütz\w+ (?:uns|unsere|meine|diese))|\b(?:spenden sie|donate now|jetzt spenden)\b",
    r"\b(?:unsubscribe|vom newsletter abmelden|newsletter abbestellen)\b",
    r"^(?:\w+ )?(?:ist|is) (?:ein )?(?:teil|mitglied|part|a member|member) (?:der|von|of) .*\b(?:gruppe|group|"
    r"network|netzwerk)\b",
    r"\bhr[ab]\s?\d{2,}|\bust-?id|\bregistered in (?:england|scotland|wales|ireland)\b|"
    r"\b(?:company|charity) (?:reg\w* )?(?:no\.?|number):? ?\d",
    r"^the [\w ]{3,40} is a (?:member|part) of\b.*\b(?:group|network)\.?$",
    r"^über dieses thema berichtete|^dieses thema im programm|^original-content von\b|^(?:diese[rs]?|this) (?:\w+ )?"
    r"(?:beitrag|artikel|text|sendung|interview|article|post|story|piece|essay|column)\b.{0,30}\b(?:zuerst|zuletzt|"
    r"ursprünglich|first|originally|previously)\b.{0,30}\b(?:erschien|erschienen|veröffentlicht|gesendet|appeared|"
    r"published|posted|broadcast|aired)\b",
    r"^(?:haben|hast|wissen|kennen|kennst) (?:sie|du)\b.*\?.*(?:@|schreib|mail|meld)|"
    r"^(?:do|have|got|are) (?:you\b|a\b|an\b).*\?.*(?:@|\be-?mail|\bcontact|\btell us|\bwrite|\bmessage)",
)
_LETTER = (
    r"newsletter|briefing|rundbrief|postfach|inbox|rss|kanäle|kanal|channels?|push|benachrichtigung\w*|notifications?|"
    r"podcast"
)
_SIGN_UP = (
    r"abonnier\w*|bestell\w*|anmeld\w*|meld\w+ (?:sie|dich)|eintrag\w*|sign up|signing up|subscrib\w*|delivered|"
    r"aktivier\w*|"
    r"activate|registrier\w*|folg\w*|follow|get|erhalten|verpass\w*|miss"
)
_NEWSLETTER = AnyOf(rf"\b(?:{_LETTER})\b.*\b(?:{_SIGN_UP})\b", rf"\b(?:{_SIGN_UP})\b.*\b(?:{_LETTER})\b")
_ASKED = AnyOf(
    r"^(?:sign up|subscribe|get|join|abonnier|melden? sie|melde dich|bestell|jetzt|nichts|push|never miss|don't miss|"
    r"der |die |das |"
    r"the |our |unser|hallo|hello|liebe|um |wenn |kostenlos|einfach|free|want|möchten|mehr|verpass|newsletter|in "
    r"your|täglich|every|"
    r"jeden|holen|immer|stay|bleiben)"
)
_RELATED = AnyOf(
    r"^(?:lesen sie|lies) (?:auch|mehr|dazu|hierzu|weiter)\b|^auch interessant|^mehr (?:zum|zu diesem|zu den|aus dem|"
    r"von) "
    r"|^mehr (?:dazu|lesen|artikel|themen)\b|^(?:das|dies) könnte (?:sie|dich|ihnen|dir) (?:auch |ebenfalls "
    r")?(?:interessieren|gefallen)"
    r"|^(?:verwandte|ähnliche|weitere|passende|neueste|aktuelle|andere|beliebte|meistgelesene) "
    r"(?:informationen$|downloads?$|storys?|artikel|beiträge|meldungen|nachrichten|themen|erkenntnisse|inhalte|"
    r"einblicke|links|posts|einträge|"
    r"ressourcen|stories)\b"
    r"|^(?:passend|siehe) (?:dazu|zum thema)|^zum thema:?$|^weiterlesen:?$|^meistgelesen|^am meisten gelesen|"
    r"^beliebt\b.{0,20}$",
    r"^(?:read|see) (?:more|also|next)\b|^related\b.{0,40}$|^you (?:may|might|could) (?:also |be )|^more (?:from|on|"
    r"stories|news|to)\b.{0,40}$"
    r"|^most (?:read|viewed|popular|shared)|^(?:recommended|trending|popular|latest|recent) (?:for|now|stories|posts|"
    r"articles|news|reads|insights)"
    r"|^(?:recommended|trending|up next|what to read next|further reading|don't miss|keep reading)\b:?$|"
    r"^neu(?:este)?:?$",
)
_COMMENTS = AnyOf(
    r"^(?:\d+ )?(?:kommentare|comments)(?: \(?\d+\)?)?(?: zu\b.*| on\b.*)?$|^schreiben? (?:sie )?einen kommentar"
    r"|^(?:leave|post|add|write) a (?:reply|comment)|^diskutieren sie mit|^kommentar (?:schreiben|verfassen|"
    r"hinterlassen)"
    r"|^(?:diskussion|leserkommentare|reader comments)$|^\d+ (?:gedanken|antworten|thoughts|responses|replies) (?:zu|"
    r"auf|on|to)\b|^join the conversation"
)
_TAGS = re.compile(
    r"^(?:schlagw(?:ö|o)rter?|schlagworte|stichw(?:ö|o)rter|stichworte|tags?|themen|keywords|filed under|kategorien?|"
    r"categor(?:y|ies)|topics)\s?:\s*(.+)$",
    re.IGNORECASE,
)
_LEGAL_FORM = r"(?:gmbh|ag|se|kg|ug|e\. ?v\.|ltd\.?|inc\.?|llc|plc|as|ab|oy|bv|b\.v\.|s\.a\.|corp\.?|limited)"
_IMPRINT = re.compile(rf"^[^.!?]{{2,60}}\b{_LEGAL_FORM}\b[^.!?]{{0,8}}(?:,|·|\|)\s", re.IGNORECASE)
_POSTAL = re.compile(  # a street, a box, a town behind its code
    r"\b\d{1,4}[a-z]? (?:[A-Z][\w'’-]+ ){1,3}(?:Street|St|Road|Rd|Row|Lane|Avenue|Ave|Square|Way|Place|Drive|Terrace|"
    r"Quay|Court|Crescent|Boulevard|Close|Gardens)(?=\s*(?:$|[,|·]))|"
    r"(?:[Ss]traße|[Ss]trasse|[Ss]tr\.|[Ww]eg|[Pp]latz|[Aa]llee|[Gg]asse|[Dd]amm|[Uu]fer|[Rr]ing|[Mm]arkt) "
    r"\d{1,4}[a-z]?(?=\s*(?:$|[,|·]))|"
    r"\bPostfach \d|\bP\.?\s?O\.? Box \d|[,|·]\s(?:[A-Z]-)?\d{5} [A-ZÄÖÜ]"
)
_SPOKEN = re.compile(r"(?<!\w)(?!(?:of|the|and|und|der|des|für|for|von|am|an|im|zum|zur)\b)[a-zäöüß]{2,}(?!\w)")
_CONSENT = AnyOf(
    r"\bcookies?\b|\beinwilligung|\bconsent\b|\btracking\b|\bwerbetracking|\b\d+ partner|\bdatenschutzerklärung|"
    r"\bprivacy policy"
    r"|\bprivatsphäre|\bpur-abo|\bmit werbung\b|\bour partners\b|\bpersonalisierte (?:werbung|anzeigen)|"
    r"\bpersonali[sz]ed ads"
)


@lru_cache(maxsize=_REMEMBERED)
def is_furniture(line: str, edge: bool = False) -> bool:
    """Whether a line standing alone is site furniture. `edge`: it stands above or below the article."""
    count = word_count(line)
    if not count or is_menu(line, edge):
        return True
    if count <= 16 and _SHORT.search(line):
        return True
    if count <= 45 and (_LONG.search(line) or _is_cookie_notice(line)):
        return True
    if count <= 30 and _ASKED.search(line) and _NEWSLETTER.search(line) and not _reports(line):
        return True
    return edge and count <= 12 and bool(_IMPRINT.search(line) or _is_postal(line))


def _is_postal(line: str) -> bool:
    """A name and, behind a comma or a bar, where it has its post sent; no sentence."""
    named = re.search(r"[,|·]\s", line) and not line.endswith((".", "!", "?")) and not _SPOKEN.search(line)
    return bool(named and _POSTAL.search(line))


_SPEAKS = AnyOf(
    r"\b(?:wir|uns|unsere[mrns]?|ihre[nmrs]?|diese[rn]? (?:seite|website|webseite|homepage))\b",
    r"\b(?:we|our|us|your|you|this (?:site|website|page))\b|^[^.]{0,60}cookies?[^.]{0,60}\.?$",
)
_TOLD = AnyOf(
    r"\b(?:said|sagte|hatte|wurden?|entschied|urteil|gericht|ruled|court|were|was|had|haben|laut|according)\b"
)


def _is_cookie_notice(line: str) -> bool:
    told = "cookie" not in line.casefold() or _TOLD.search(line)
    return not told and bool(_COOKIES.search(line) and _SPEAKS.search(line))


def _reports(line: str) -> bool:
    """A sentence in the past or with a figure is reporting, even where it speaks of newsletters."""
    return bool(re.search(r"\d{2,}|\b(?:said|sagte|hatte|wurde|were|was|had|haben|hat)\b", line))


@lru_cache(maxsize=_REMEMBERED)
def starts_related(line: str) -> bool:
    """A heading over links to other articles."""
    return word_count(line) <= 14 and bool(_RELATED.search(line))


@lru_cache(maxsize=_REMEMBERED)
def starts_comments(line: str) -> bool:
    """A heading over readers' comments or the form for them."""
    return word_count(line) <= 14 and bool(_COMMENTS.search(line))


def is_consent(line: str) -> bool:
    """Words of a consent dialogue; only meaningful where little else is on the page."""
    return bool(_CONSENT.search(line))


def tags(line: str) -> tuple[str, ...]:
    """The keywords of a line such as "Schlagwörter: Hafen, Lohn", or nothing."""
    found = _TAGS.match(line.strip()) if word_count(line) <= 25 else None
    return tuple(part.strip(" .#") for part in re.split(r"[,;|·]", found[1]) if part.strip(" .#")) if found else ()
