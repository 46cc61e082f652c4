"""Names of papers, agencies and institutes told from names of people and of sections, and hosts as names; pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ingest.extract.menus import is_menu
from ingest.extract.pieces import one_line

_KINDS = re.compile(
    r"\b(?:institute?|agency|ministry|foundation|cent(?:re|er)|university|college|department|commission|association|"
    r"council|committee|newsroom|magazine|journal|gazette|courier|tribune|herald|dispatch|newspaper|publishing|"
    r"government|parliament|society|network|alliance|house of (?:commons|lords|representatives)|senate|congress|"
    r"audit office|court of (?:auditors|appeals?|justice)|(?:authority|inspectorate|bureau)$|"
    r"(?:\w*-?)(?:rechnungshof|gerichtshof|(?:amts|land|landes|verwaltungs|verfassungs|arbeits|sozial|finanz)gericht)|"
    r"(?:news|wire) ?service|\w*wire|\w{3,}dienst|bundestag|landtag|bundesrat|"
    r"(?:\w*-?)(?:institut|agentur|ministerium|stiftung|zentrum|universität|hochschule|behörde|kommission|verband|"
    r"redaktion|zeitung|rundschau|tagblatt|anzeiger|nachrichten|magazin|verlag|regierung|parlament|gesellschaft)|"
    r"\w{3,}(?:kurier|bote|blatt|post|presse|bank|amt|verein)|gmbh|ltd|inc|llc|e\.\s?v)\b",
    re.IGNORECASE,
)
_PAPER = re.compile(  # "The Ferry Post", "Fenner Echo": the name of a paper at the end of a few capital words
    r"(?:[A-ZÄÖÜ][\w'’&-]*(?: (?:of|and|und|the))* ){1,3}(?:Times|Echo|Argus|Quarterly|Weekly|Observer|Telegraph|"
    r"Chronicle|Ledger|Messenger|Examiner|Mercury|Sentinel|Advertiser|Bulletin|Merkur|Allgemeine|Wochenblatt)|"
    r"(?:(?:Landeshaupt|Hanse|Kreis)?[Ss]tadt|(?:Land)?[Kk]reis|Gemeinde|(?:City|Town|County|State) [Oo]f) "
    r"[A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w-]+)?|"
    r"The (?:[A-ZÄÖÜ][\w'’&-]* ){1,3}(?:Post|Mail|Star|Review|Record|Standard|Register|Globe|Mirror|Sun|Monitor)"
)
_DOTTED = re.compile(r"\be\. ?V\.|\b(?:Ltd|Inc|Co|Corp|St)\.")
_LINE = re.compile(r"[A-ZÄÖÜ][^.!?:;@|]{1,79}")
_NO_NAME = re.compile(  # bylines and offices
    r"^(?:von|vom|by|from|aus|an|to|for|für|in|im)\b|\b(?:director|secretary|president|minister|chair\w*|head|direktor\w*|"
    r"präsident\w*|leiter\w*|editor|redakteur\w*|sprecher\w*|spokes\w*)\b",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s+[-–—|·:»›]\s+|\s*\|\s*")
_CARRIERS = (  # sites that carry other people's pages: their host names nobody who published
    "archive.org archive.is archive.ph archive.today google.com googleusercontent.com t.co bit.ly facebook.com x.com "
    "twitter.com linkedin.com youtube.com medium.com github.com github.io dropbox.com sharepoint.com live.com localhost"
).split()
_RESERVED = ("example", "test", "invalid", "localhost", "local")


def is_organisation(name: str) -> bool:
    """Whether a short line is the name of a paper, an agency, an institute ("Fenner Rundschau")."""
    name = one_line(_DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), name))
    known = _KINDS.search(name) or _PAPER.fullmatch(name.title() if name.isupper() else name)
    likely = len(name.split()) <= 8 and _LINE.fullmatch(name) and known
    return bool(likely) and not _NO_NAME.search(name.strip())


def without_section(name: str) -> str:
    """A publisher's name without the section behind (or before) a dash: "Fenner Dienst (fd) - Wirtschaft"."""
    parts = [part for part in _SEPARATOR.split(one_line(name)) if part]
    kept = [part for part in parts if not is_menu(part, edge=True)]
    if len(kept) == len(parts) or not kept:
        return one_line(name)
    first, last = one_line(name).index(kept[0]), one_line(name).rindex(kept[-1]) + len(kept[-1])
    return one_line(name)[first:last]


def of_host(url: str | None) -> str | None:
    """The host of an address as a last resort for its publisher: "www.fenn.gov" → "fenn.gov"; none for sites that carry
    what others publish, for bare numbers and for names reserved for examples."""
    host = (urlsplit(url).hostname or "") if url and "//" in url else ""
    host = re.sub(r"^(?:www\d?|m|amp)\.", "", host.casefold())
    carried = any(host == carrier or host.endswith(f".{carrier}") for carrier in _CARRIERS)
    if carried or "." not in host or host.rsplit(".", 1)[-1] in _RESERVED or not re.search(r"[a-z]{2,}$", host):
        return None
    return host
