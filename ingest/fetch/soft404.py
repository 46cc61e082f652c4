"""Pages that come with status 200 and are none: "not found" pages, bars, front pages instead of the article; pure."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

SHORT = 120  # words; error pages say little, and an article may be about them
FEW = 60  # words of a page whose text alone, not its title, says that something is missing

_INDEX = re.compile(r"(?i)(?:index|default|home|start|startseite|homepage)(?:\.\w{2,5})?")
_REGION = re.compile(r"(?i)[a-z]{2}(?:[-_][a-z]{2})?")  # "/de/", "/en-gb/": a front page too
_TRACKING = re.compile(r"(?i)utm_\w+|wt_?mc|ref|fbclid|gclid|at_\w+|cmpid|xtor|source|mc_[ce]id|lang|l|hl")
_SEPARATOR = re.compile(r"\s+[-–—•~/>]+\s+|\s*[|»·•]\s*|:\s+")

_MISSING = (
    r"\b(?:404|410)\b|\b(?:error|fehler|http|status)(?:code)?\W*4(?:0[0-9]|10)\b|\bnot (?:be )?found\b"
    r"|\bn(?:o|')t exist\b|\bno longer (?:exists?|available|here|online)\b|\bn(?:o|')t (?:be )?(?:available|find)\b"
    r"|\bcan(?:not|'t| not) (?:be )?f(?:ou|i)nd\b|\b(?:been|was) (?:removed|deleted)\b|\bnothing found\b"
    r"|\bnicht (?:mehr |länger )?(?:gefunden|finden|auffindbar|verfügbar|vorhanden|erreichbar|abrufbar|online)\b"
    r"|\bexistiert (?:\w+ )?nicht\b|\bgibt es (?:\w+ ){0,2}nicht\b|\bwurde (?:\w+ )?(?:gelöscht|entfernt)\b"
    r"|\bnichts gefunden\b|\bseitenfehler\b|\bfehlerseite\b|\berror page\b"
)
_BARRED = (
    r"\b40[13]\b|\baccess (?:\w+ ){0,4}denied\b|\bzugriff (?:\w+ ){0,3}(?:verweigert|gesperrt|erlaubt)\b|\bforbidden\b"
    r"|\bunauthori[sz]ed\b|\bpermission\b|\bberechtigung\b|\bblocked\b|\bcaptcha\b|\battention required\b"
    r"|\b(?:just a|one|einen) moment\b|\bplease wait\b|\bbitte warten\b|\b(?:a|ein|kein) robot(?:er)?\b"
    r"|\bchecking your browser\b|\bsecurity (?:check|verification)\b|\bsicherheits(?:über)?prüfung\b"
    r"|\b(?:are|is|sie|bist) (?:\w+ ){0,2}(?:human|mensch)\b|\btoo many requests\b|\bzu viele anfragen\b"
    r"|\b(?:enable|activate|turn on) (?:javascript|cookies)\b|\b(?:javascript|cookies?) (?:\w+ ){0,6}aktivier\w+\b"
    r"|\bunusual (?:traffic|activity)\b|\bungewöhnliche\w? (?:datenverkehr|aktivität\w*|zugriffe)\b"
)
_DOWN = (
    r"\b(?:error|fehler|http|status)(?:code)?\W*5\d\d\b|\b5\d\d (?:\w+ )?error\b|\bbad gateway\b|\bgateway time-?out\b"
    r"|\b(?:server|serverfehler) error\b|\bserverfehler\b|\bunavailable\b|\bwartung(?:sarbeiten|smodus)?\b"
    r"|\b(?:under|for|scheduled) maintenance\b|\bmaintenance mode\b|\bunder construction\b|\bim aufbau\b"
)
_KINDS = (
    (re.compile(_MISSING), "says that the page is not there"),
    (re.compile(_BARRED), "lets no program in"),
    (re.compile(_DOWN), "is out of order"),
)
_THING = frozenset(
    "page site website webpage article story document content url link resource seite webseite internetseite artikel "
    "beitrag dokument inhalt ressource javascript cookies browser access zugriff traffic".split()
)
_FILLER = _THING | frozenset(
    "500 502 503 504 human file post address server service datei adresse meldung nachricht activity "
    "a an the this that your our you we it is are was has been be to for of or and on in at by here "
    "can could will not no longer cannot does do don't doesn't have sorry unfortunately oops whoops error code http "
    "status requested looking look trying reach temporarily currently please try again later verify checking before "
    "der die das den dem ein eine einen dieser diese dieses ihr ihre sie wir es ist sind war wurde konnte kann werden "
    "haben nicht mehr leider ups hoppla huch fehler fehlercode fehlermeldung entschuldigung angeforderte gesuchte "
    "gewünschte aufgerufene bitte später erneut versuchen vorübergehend derzeit zurzeit momentan nur moment auf zu "
    "dass cloudflare internal".split()
)


def soft_404(asked: str, final: str, title: str, text: str) -> str | None:
    """Why a page that came with status 200 is not the article; None if it seems to be one.

    Args:
        asked: the address asked for.
        final: the address after redirects.
        title: the page's title, as in `<title>` or its headline.
        text: its main text, without menus.
    """
    if not text.strip():
        return f"{final} has no text. Open it in a browser, and save the page once the text is there."
    if _is_deep(asked) and not _is_deep(final):
        return f"{asked} leads to a front page ({final}). The article is gone; look it up on the site."
    if found := _error(title, text):
        what, quoted = found
        return f"{final} {what} (“{quoted}”). Open it in a browser; if the article is there, save the page."
    return None


def _is_deep(address: str) -> bool:
    """Whether an address names one page of a site, not its front."""
    parts = urlsplit(address)
    names = [name for name in parts.path.split("/") if name and not _INDEX.fullmatch(name)]
    if names and not (len(names) == 1 and _REGION.fullmatch(names[0])):
        return True
    return any(not _TRACKING.fullmatch(key) for key, _ in parse_qsl(parts.query, keep_blank_values=True))


def _error(title: str, text: str) -> tuple[str, str] | None:
    """What is wrong with a short page, and its words that say so."""
    count = len(text.split())
    if count > SHORT:
        return None
    first = next(line for line in text.splitlines() if line.strip())
    for piece in (*_SEPARATOR.split(title), title, first):
        if what := _only_error(_plain(piece)):
            return what, piece.strip()[:100]
    sentences = re.split(r"(?<=[.!?…])\s+|\n+", text) if count <= FEW else []
    for sentence in sentences:
        plain = _plain(sentence)
        for pattern, what in _KINDS:
            if pattern.search(plain) and _THING & set(re.findall(r"\w+", plain)):
                return what, sentence.strip()[:100]
    return None


def _only_error(piece: str) -> str | None:
    """What is wrong if a title speaks of an error and of nothing else; so "404 questions to the minister" is none."""
    for pattern, what in _KINDS:
        rest, count = pattern.subn(" ", piece)
        if count and set(re.findall(r"[\w']+", rest)) <= _FILLER:
            return what
    bare = set(re.findall(r"[\w']+", piece))
    return _KINDS[0][1] if bare & {"error", "fehler", "oops", "ups", "hoppla"} and bare <= _FILLER else None


def _plain(text: str) -> str:
    """Lower case, one kind of apostrophe, single spaces."""
    return re.sub(r"\s+", " ", text.casefold().replace("’", "'")).strip()
