"""What the lines above and below an article say about it: title, byline, date, publisher, address; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ingest.extract import dates, furniture, names
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
_CUT = re.compile(r"\s*(?:\.\.\.|…)$")
_NO_AGENCY = frozenset({"ots", "pm", "pr", "red", "eb", "afk"})  # marks of texts that somebody else sent
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
    return ()


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
    best, best_score = "", 0.0
    for at, line in enumerate(head):
        following = head[at + 1] if at + 1 < len(head) else ""
        score = _likeness(line, following, url)
        score += 0.5 if not best and score > 0 else 0.0
        if any(_CUT.search(other) and line != other and line.startswith(_CUT.sub("", other)) for other in head):
            score += 3
        if score > best_score:
            best, best_score = line, score
    return one_line(best).removesuffix(" =")


def _likeness(line: str, following: str, url: str | None) -> float:
    count = word_count(line)
    if sum(bool(_CODED.search(word)) for word in line.split()) * 2 > count:
        return 0.0  # an agency's own marks
    if furniture.is_furniture(line, edge=True) or furniture.is_aside(line) or _CREDIT.match(line):
        return 0.0
    if (
        line.endswith(",")
        or count > 30
        or _URL.search(line)
        or _about(line)
        and count < 14
        and not line.endswith(("?", "!"))
    ):
        return 0.0
    score = 1.0 if count > _LEAD else 0.2 if count > 1 else 0.05
    if following and _about(following):
        score += 2
    if names.fits_host(line, names.host_label(url)) or _LABELLED.match(line) or _WITH_ACRONYM.match(line):
        score -= 2
    if _CUT.search(line):
        score -= 0.5
    if line.endswith("."):
        score -= 0.6
    if names.is_person(line):
        score -= 2
    return score


def publisher(head: Sequence[str], tail: Sequence[str], text: str, facts: Facts) -> str | None:
    """Who published it: a copyright line, a name the address is called after, a labelled line, an organisation."""
    edges = [line for line in [*head, *tail] if line != facts.title]
    whole = "\n".join([text, *edges])
    if found := next((name for line in edges if (name := names.of_copyright(line))), None):
        return names.expanded(found, whole)
    label = names.host_label(facts.url)
    if 2 <= len(label) <= 6 and (found := names.full_name_in(whole, label)):
        return found
    parts = [part for line in edges for part in (line, *re.split(r"\s+[|·•–—-]\s+", line))]
    if found := names.by_host(parts, facts.url):
        return names.expanded(found, whole)
    if found := next(
        (match["name"] for line in edges if (match := _LABELLED.match(line)) and not _URL.search(line)), None
    ):
        return names.expanded(one_line(found), whole) if not _looks_like_credit(head, found) else None
    if found := next((one_line(line) for line in edges if _WITH_ACRONYM.match(line)), None):
        return found
    above = [dates.without(line).strip(" ,|·•–—-/") for line in head if line != facts.title]
    named = list(dict.fromkeys(one_line(line) for line in above if is_organisation(line)))
    if len(named) == 1:  # several are those a letter is written to
        return named[0]
    agency = _DATELINE.match(text)
    return names.expanded(agency["short"], whole) if agency and agency["short"].casefold() not in _NO_AGENCY else None


def is_credit(line: str) -> bool:
    """The source of a picture, or another labelled line above the article."""
    return bool(_CREDIT.match(line))


def _looks_like_credit(head: Sequence[str], name: str) -> bool:
    """ "Source: X" right after a line "X logo" or without a date above belongs to a picture."""
    at = next((number for number, line in enumerate(head) if line.rstrip().endswith(name)), 0)
    before = head[at - 1] if at else ""
    return bool(re.search(r"\b(?:logo|foto|photo|bild|image|grafik)\b", before, re.IGNORECASE))
