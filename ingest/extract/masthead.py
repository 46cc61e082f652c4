"""What the lines above and below an article say about it: title, byline, date, publisher, address; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ingest.extract import acronyms, dates, disclosures, furniture, names
from ingest.extract.menus import word_count
from ingest.extract.organisations import is_organisation
from ingest.extract.pieces import Facts, one_line

_URL = re.compile(r"https?://[^\s<>\"')\]]+")
_URL_LINE = re.compile(
    r"^(?:(?:url|quelle|source|link|permalink|web|online|adresse|address|gefunden auf|von|from)\s*:?\s*)?<?(https?://\S+?)>?$",
    re.I,
)
_LABELLED = re.compile(
    r"^(?:herausgeber(?:in)?|herausgegeben von|publisher|published by|ein service von|verlag|hrsg\.?|quelle|source|"
    r"site|website|medium)\s*:?\s+(?P<name>[^:]{2,80})$",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"^(?:quelle|source|foto|photo|bild|image|grafik)\b", re.IGNORECASE)
_WITH_ACRONYM = re.compile(r"^[A-ZÄÖÜ][^.!?:|]{3,80}\((?P<short>[A-ZÄÖÜ][\w-]{1,9})\)$")
_PARTED = re.compile(r"\s+[|·•–—]\s+")
_DATELINE = re.compile(r"^(?:[A-ZÄÖÜ][\w/.-]*\s?){1,4}\((?P<short>[A-Za-z]{2,5})(?:/[^)]*)?\)\s*[-–—]")
_CODED = re.compile(r"\d|=$|/$")
_CODES = re.compile(r"^[^\W\d_]{2,4}\s?\d{3,}\b")  # "fdn 0142 vm 412"
_MARKED = re.compile(r"^[^\W\d_][\w-]{1,14}:\s\S+$")  # "Slug: fenn-bridge"
_CALLED = re.compile(
    r"^(?:title|titel|headline|überschrift|schlagzeile|subject|betreff|betr\.)\s*:\s+(?P<title>\S.+)$", re.IGNORECASE
)
_KIND = re.compile(  # what sort of text it is, or how far it is
    r"(?:entwurf|draft|transcript|abschrift|wortlaut|pressemitteilung|presseinformation|medienmitteilung|"
    r"medieninformation|press release|news release|media release|for immediate release|sperrfrist|embargo\w*|"
    r"vertraulich|confidential|not for|nicht zur|speech|rede|op-ed|gastbeitrag|dokumentation)\b",
    re.IGNORECASE,
)
_SPEECH = re.compile(  # a line that names the speaker, and is still the title
    r"^(?:remarks|speech|address|statement|testimony|keynote|rede|ansprache|grußwort)\b.+"
    r"\b(?:on|about|at|before|to|zu[rm]?|über|beim?|vor|auf|anlässlich)\s+\S",
    re.IGNORECASE,
)
_PAPER = re.compile(  # what authorities call their papers: "Bericht nach § 12 LHO", "Reply of the State Government"
    r"^(?:(?:schriftliche |kleine |große )?(?:antwort|anfrage)|bericht|antrag|unterrichtung|beschlussempfehlung|"
    r"stellungnahme|gesetzentwurf|vorlage|mitteilung|report|answer|reply|response|motion|memorandum|submission)\s+"
    r"(?:(?:nach|gemäß|zu|under|pursuant to)\s+(?:§|art\.|artikel\b|article\b|section\b)|"
    r"(?:des|der|von|durch|of|by|from)\b)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"[a-zäöüß]{2,}\s")  # a line that begins so is the rest of the one above
_NUMBERED_PAPER = re.compile(  # "Fenner Landtag Drucksache 7/12", "(Paper 118)"
    r"(?:^[\s(–—-]*|\s+)(?:(?:bundestags|landtags)?drucksache|drs\.?|plenarprotokoll|paper|hc|cm)\s+\S*\d\S*[\s)–—-]*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?:\W|\d|\b(?:nr|no|nummer|number|vom|of|from|dated)\b)*", re.IGNORECASE)
_IMPRINTED = re.compile(
    r"^(?:herausgeber(?:in)?|herausgegeben von|hrsg\.?|verlag|druck|satz|redaktion|auflage|vertrieb|verantwortlich|"
    r"v\. ?i\. ?s\. ?d\. ?p\.?|publisher|published by|printed by|printer|editors?|issn|isbn)\s*:",
    re.IGNORECASE,
)
_POSTED = re.compile(r",\s[^,]*\d.*$")  # the street or box behind a name
_CUT = re.compile(r"\s*(?:\.\.\.|…)$")
_NAMED_IN_FULL = re.compile(r"^[^,]+,\s+(?P<house>[^,]+)$")  # "Joan Tarrow, Ministry of Ports"
_NO_AGENCY = frozenset({"ots", "pm", "pr", "red", "eb", "afk"})  # marks of texts that somebody else sent
_TELLS = re.compile(  # a word that begins small and is none of those within names: a verb, an adjective
    r"(?<![\w.-])(?!(?:für|und|der|die|das|des|dem|den|zu|zur|zum|in|im|am|an|e|of|for|the|and|on|to|at|de|du|et|von)\b)"
    r"[a-zäöüß]{2,}(?![\w)])"
)
_FILED = re.compile(r"\d{2,}/\d{2,}$|\b(?:no|nr)\.? ?\d+$", re.IGNORECASE)  # "file 2025/118"
_LEAD = 3  # a line of so many words fewer than this is no title by itself


def read(head: Sequence[str], tail: Sequence[str], text: str) -> Facts:
    """The facts in the lines above (`head`) and below (`tail`) the article whose words are `text`."""
    facts = Facts()
    facts.url = address([*tail[::-1], *head])
    facts.title = title(head, facts.url)
    facts.authors = authors(head, facts.title)
    facts.published, facts.updated = dated(head, tail)
    facts.publisher = publisher(head, tail, text, facts)
    facts.tags = next((found for line in [*head, *tail] if (found := furniture.tags(line))), ())
    return facts


def authors(head: Sequence[str], headline: str) -> tuple[str, ...]:
    """Who a byline names, or a line with nothing but a name before the date."""
    for at, line in enumerate(head):
        for part in (line, *_PARTED.split(line)):
            if found := names.people(part) or names.bare_people(part):
                return found
        following = head[at + 1] if at + 1 < len(head) else ""
        if line != headline and names.is_person(line) and dates.read(following):
            return (one_line(line),)
        if (house := house_behind(line)) and names.is_person(person := line.removesuffix(house).rstrip(" ,")):
            return (one_line(person),)
    return ()


def house_behind(line: str) -> str:
    """The organisation behind somebody's name and a comma, or an empty string."""
    found = _NAMED_IN_FULL.match(one_line(line))
    known = found and names.is_person(found.string.partition(",")[0]) and is_house(found["house"])
    return found["house"] if found and known else ""


def address(lines: Sequence[str]) -> str | None:
    """The first address that has a line to itself."""
    return next((found[1] for line in lines if (found := _URL_LINE.match(line.strip()))), None)


def dated(head: Sequence[str], tail: Sequence[str]) -> tuple[date | None, date | None]:
    """(published, updated): the first date above the article, else one that a line below states."""
    published: date | None = None
    updated: date | None = None
    for line in [*head, *(line for line in tail if not line.startswith("©"))]:
        if word_count(line) > 25:
            continue
        first, later = dates.stated(line)
        published, updated = published or first, updated or later
    return published, updated


def _about(line: str) -> bool:
    """Whether a line is a byline or a date line."""
    return bool(dates.read(line) or names.people(line))


def title(head: Sequence[str], url: str | None = None) -> str:
    """The line above the article that is most like a headline, or an empty string."""
    if called := next((found["title"] for line in head if (found := _CALLED.match(one_line(line)))), ""):
        return called
    best, best_score = "", 0.0
    for at, line in enumerate(head):
        following = head[at + 1] if at + 1 < len(head) else ""
        score = _likeness(line, following, url)
        score += (
            0.5 if score > 0 and (best_score < 1 or not following) else 0.0
        )  # the first that may be, the last of all
        if any(_CUT.search(other) and line != other and line.startswith(_CUT.sub("", other)) for other in head):
            score += 3
        if score > best_score:
            best, best_score = line, score
    return one_line(best).removesuffix(" =")


def _likeness(line: str, following: str, url: str | None) -> float:
    count = word_count(line)
    if _is_code(line) or furniture.is_furniture(line, edge=True) or disclosures.is_aside(line) or _CREDIT.match(line):
        return 0.0
    speech = bool(_SPEECH.match(line)) and not dates.read(line)
    about = _about(line) and not speech and count < 14 and not line.endswith(("?", "!"))
    if line.endswith(",") or count > 30 or _URL.search(line) or about:
        return 0.0
    if (
        _is_sender(line, url)
        or (found := _KIND.match(line))
        and (line.isupper() or _COUNTED.fullmatch(dates.without(line[found.end() :])))
    ):
        return 0.05
    if _is_paper(line) or _GOES_ON.match(line) or _NUMBERED_PAPER.search(line):
        return 0.1
    score = 1.0 if count > _LEAD else 0.2 if count > 1 else 0.05
    if speech or following and _about(following):
        score += 2
    if _CUT.search(line):
        score -= 0.5
    if line.endswith("."):
        score -= 0.6
    if _FILED.search(line):
        score -= 0.3
    if names.is_person(line):
        score -= 2
    return score


def _is_code(line: str) -> bool:
    """Whether a line is an agency's or a file's own mark, or a row of links."""
    words = line.split()
    coded = sum(bool(_CODED.search(word)) for word in words) * 2 > len(words)
    return coded or bool(_CODES.match(line) or _MARKED.match(line)) or line.count(" | ") > 1


def is_mark(line: str) -> bool:
    """Whether a line is a label with one word behind it ("Slug: fenn-bridge"), the source of a picture, or a right."""
    return bool(_MARKED.match(line) or _CREDIT.match(line) or names.of_copyright(line))


def _is_paper(line: str) -> bool:
    """Whether a line says what sort of paper this is and whose, and reports nothing."""
    found = _PAPER.match(line)
    return bool(found and not _TELLS.search(line, found.end()))


def is_imprint(line: str) -> bool:
    """Whether a line says who published or printed it, behind a label and a colon."""
    return bool(_IMPRINTED.match(line))


def _is_sender(line: str, url: str | None) -> bool:
    """Whether a line names who sends the text, rather than what it is about."""
    if names.fits_host(line, names.host_label(url)) or _LABELLED.match(line):
        return True
    return is_house(line) or bool(_WITH_ACRONYM.match(line)) and not _TELLS.search(line) or bool(house_behind(line))


def is_house(line: str) -> bool:
    """Whether a line is an organisation's name alone: every word of it but the small ones has a capital."""
    return is_organisation(line) and not _TELLS.search(line)


def publisher(head: Sequence[str], tail: Sequence[str], text: str, facts: Facts) -> str | None:
    """Who published it: a copyright line, a name the address is called after, a labelled line, an organisation."""
    edges = [line for line in [*head, *tail] if line != facts.title]
    whole = "\n".join([text, *edges])
    if found := next((name for line in edges if (name := names.of_copyright(line))), None):
        return acronyms.expanded(found, whole)
    label = names.host_label(facts.url)
    if 2 <= len(label) <= 6 and (found := acronyms.expanded(label.upper(), whole)) != label.upper():
        return found
    parts = [part for line in edges for part in (line, *re.split(r"\s+[|·•–—-]\s+", line))]
    if found := names.by_host(parts, facts.url):
        return acronyms.expanded(found, whole)
    if found := next(
        (match["name"] for line in edges if (match := _LABELLED.match(line)) and not _URL.search(line)), None
    ):
        return (
            acronyms.expanded(one_line(_POSTED.sub("", found)), whole) if not _looks_like_credit(head, found) else None
        )
    if found := next((one_line(line) for line in edges if _WITH_ACRONYM.match(line)), None):
        return found
    named = _houses([line for line in head if line != facts.title])
    if len(named) == 1:  # several are those a letter is written to
        return _in_small_letters(named[0], whole)
    agency = _DATELINE.match(text)
    if agency and agency["short"].casefold() not in _NO_AGENCY:
        return acronyms.expanded(agency["short"], whole)
    below = list(dict.fromkeys(one_line(line) for line in tail if is_house(line)))
    return below[0] if len(below) == 1 else None


def _houses(head: Sequence[str]) -> list[str]:
    """The organisations that have a line above the article to themselves, else those before a dash or a bar."""
    above = [_NUMBERED_PAPER.sub("", dates.without(line).strip(" ,|·•–—-/")) for line in head]
    above = [_without_number(line) for line in above if not _is_paper(line)]
    found = [house_behind(line) or (one_line(line) if is_organisation(line) else "") for line in above]
    parted = [part for line in head if len(parts := _PARTED.split(one_line(line))) > 1 for part in parts[:1]]
    return list(dict.fromkeys(filter(None, found))) or list(dict.fromkeys(part for part in parted if is_house(part)))


def _without_number(line: str) -> str:
    """A house's name without the report and its number behind a dash ("Audit Office Fenn – Report 8")."""
    first, *rest = _PARTED.split(line)
    return first if is_house(first) and any(re.search(r"\d", part) for part in rest) else line


def _in_small_letters(name: str, text: str) -> str:
    """A name in capitals as the text spells it elsewhere, else with the capitals of a name of several words."""
    if not name.isupper():
        return name
    spelled = (found.group() for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE))
    return next((one for one in spelled if not one.isupper()), name.title() if " " in name else name)


def is_credit(line: str) -> bool:
    """The source of a picture, or another labelled line above the article."""
    return bool(_CREDIT.match(line))


def _looks_like_credit(head: Sequence[str], name: str) -> bool:
    """ "Source: X" right after a line "X logo" or without a date above belongs to a picture."""
    at = next((number for number, line in enumerate(head) if line.rstrip().endswith(name)), 0)
    before = head[at - 1] if at else ""
    return bool(re.search(r"\b(?:logo|foto|photo|bild|image|grafik)\b", before, re.IGNORECASE))
