"""Whom a sentence names: runs of capitalised words that are persons, organisations or publications."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kb.flags.closed import DETERMINERS, NOT_NAMES, OPENERS
from kb.flags.clues import ADJECTIVE, Clues
from kb.language import known

_NOBLE = frozenset("von van de".split())
_NO_BODY = re.compile(
    r"^(?!land|bundes|kreis|reichs|partei|gemeinde|städte)\w+tag(?:e?s|en)?$|^jahrestag"
    r"|^\w*(?:antrag|vertrag)\w*$"
)
_SKIPPED = frozenset(
    """laut gemäß dessen deren montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar
    märz april mai juni juli august september oktober november dezember jänner deutsche deutscher deutschen
    allein zudem""".split()
)
_LINKS = frozenset("of for für der des and und the de von van &".split())
_TITLES = frozenset("dr prof mr mrs ms sir dame lord lady herr frau med ing dipl".split())
ORGANISED = re.compile(
    r"^(?:AG|GmbH|SE|KG|Inc|Ltd|LLC|plc|Corp|Co|UK|US|EU|Group|Alliance|Institute|Institut|Water|Energy|Watch"
    r"|Securities|Bank|Fund|"
    r"Partners|Ventures|Capital|Foundation|Stiftung|Trust|Office|Union|Council|Committee|Commission|Kommission"
    r"|Agency|Department|Court|"
    r"University|Universität|Hochschule|TU|Society|Association|Verband|Bund|Board|Authority|Bureau|Service|Services"
    r"|Systems|Software|"
    r"Technologies|Labs|Research|Center|Centre|Zentrum|Party|Partei|Academy|Akademie|College|School|Hospital|Klinik"
    r"|Klinikum|Federation|"
    r"Network|Coalition|Project|Industries|Motors|Semiconductors?|Electric|Power|Foods|Health|Media|Holdings?"
    r"|Airways|Telecom|Pharma|Steel|Oil|Gas|&|Airlines|House|Senate|Congress|Parliament|Ministry)$"
)
_MEDIA = re.compile(
    r"^(?:Reuters|dpa|AFP|AP|BBC|CNN|Bloomberg|Handelsblatt|Spiegel|Zeit|Zeitung|Tagblatt|Kurier|Times|Post|Journal"
    r"|Guardian|Tribune|"
    r"Herald|Gazette|Magazin|Magazine|Presse-Agentur|Nachrichtenagentur|Economist|Nature|Science|Lancet|Fachblatt"
    r"|Fachzeitschrift)$"
)
ROLE = re.compile(
    r"(?:(?:chef|sprecher|leiter|direktor|präsident|minister|forscher|analyst|expert|autor|geschäftsführer|kommissar"
    r"|inspekteur|vorsteher|"
    r"meister|wissenschaftler|ökonom|professor|anwält|rät|lehrer|händler|schütz|betreuer)(?:in|e|er)?|vorständin"
    r"|vorsitzende[r]?|rat|anwalt|"
    r"log(?:e|in)|hebamme|ärztin|arzt|kämmerer|author|director|chief|executive|officer|spokes(?:man|woman|person)"
    r"|secretary|chair|chairman|"
    r"superintendent|detective|expert|head|founder|lead|lawyer|inspector|commissioner|governor|mayor|senator"
    r"|treasurer|chancellor)$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name and where it stands in the document; `sure` is False for a German noun that may be none."""

    name: str
    kind: Literal["person", "organisation", "publication"]
    start: int
    end: int
    sure: bool


def mentions_in(clues: Clues, offset: int) -> list[Mention]:
    """The names in a sentence that begins at `offset` of its document."""
    return [mention for first, end in _runs(clues) if (mention := _mention(clues, first, end, offset))]


def _runs(clues: Clues) -> Iterator[tuple[int, int]]:
    """(first, last + 1) of runs of capitalised words, with the small words that link the parts of a body's name."""
    at, count = 0, len(clues.words)
    while at < count:
        if not _capital(clues, at):
            at += 1
            continue
        end = at + 1
        while end < count and clues.gap(end - 1, end) in (" ", ". ", " & "):
            joins = clues.low(end) in _LINKS and end + 1 < count and _capital(clues, end + 1)
            linked = joins and (_is_body(clues, end - 1, end) or clues.low(end) in _NOBLE)
            if not linked and not _capital(clues, end):
                break
            end += 1
        yield at, end
        at = end


def _capital(clues: Clues, at: int) -> bool:
    word = clues.words[at]
    low = word.low.removesuffix("'s")
    opening = at == 0 and clues.language == "de" and (low in DETERMINERS or ADJECTIVE.search(low) is not None)
    if low in NOT_NAMES or low in OPENERS or low in _SKIPPED or opening or not clues.text[word.start].isupper():
        return clues.text[word.start].isdigit() and any(char.isupper() for char in clues.text[word.start : word.end])
    return clues.language == "de" or at > 0 or at in clues.names


def _is_body(clues: Clues, first: int, end: int) -> bool:
    bodies = {at for at, _ in clues.found.get("bodies", ())}
    bodies -= {i for i in range(first, end) if _NO_BODY.match(clues.low(i))}
    return any(i in bodies or ORGANISED.match(_written(clues, i)) for i in range(first, end))


def _written(clues: Clues, at: int) -> str:
    word = clues.words[at]
    return clues.text[word.start : word.end].removesuffix("'s").removesuffix("’s")


def _mention(clues: Clues, first: int, end: int, offset: int) -> Mention | None:
    """A run as a name without the role before it, or None where it is a common noun."""
    role = ROLE.search(clues.low(first - 1)) is not None
    while first < end - 1 and (clues.low(first) in _TITLES or _is_role(clues, first, end)):
        role, first = role or ROLE.search(clues.low(first)) is not None or clues.low(first) in _TITLES, first + 1
    while end > first + 1 and clues.low(end - 1) in _LINKS:
        end -= 1
    written = [_written(clues, at) for at in range(first, end)]
    body = _is_body(clues, first, end)
    strange = [word for word in written if word.casefold() not in _LINKS and not known(word, clues.language)]
    shouted = any(sum(char.isupper() for char in word) > 1 for word in written)
    named = role and 2 <= len(written) <= 4
    sure = bool(strange) or shouted or named or body and len(written) > 1 or clues.language == "en"
    if not sure and not body and not role:
        return None
    media = bool(_MEDIA.match(written[-1]) or _MEDIA.match(written[0]) and len(written) < 3)
    common = [known(written[at].casefold(), clues.language) for at in (0, -1)]
    plain = 2 <= len(written) <= 4 and not body and not shouted and not all(common)
    thing = clues.language == "de" and not role and (known(f"{written[0]}en", "de") or known(f"{written[0]}n", "de"))
    plain = plain and not thing  # "Werft Kolmsee"; most first names have no plural
    person = (
        not media
        and "&" not in clues.text[clues.words[first].end : clues.words[end - 1].start]
        and (plain or role and len(written) < 4 and not any(map(ORGANISED.match, written)))
    )
    name = clues.text[clues.words[first].start : clues.words[end - 1].end].removesuffix("'s").removesuffix("’s")
    kind: Literal["person", "organisation", "publication"] = (
        "publication" if media else "person" if person else "organisation"
    )
    start = offset + clues.words[first].start
    return Mention(name, kind, start, start + len(name), sure)


def _is_role(clues: Clues, at: int, end: int) -> bool:
    """Whether the first noun of a run only says what the name behind it is ("Netzbetreiber Elbnetz")."""
    if clues.low(at + 1) in _LINKS:
        return False
    if ROLE.search(clues.low(at)):
        return True
    rest = [_written(clues, i) for i in range(at + 1, end)]
    if clues.language != "de" or ORGANISED.match(_written(clues, at)) or any(known(word, "de") for word in rest):
        return False
    long = len(rest) > 1 or len(_written(clues, at)) > 8
    return long and known(_written(clues, at), "de") or (at, at + 1) in clues.found.get("bodies", ())
