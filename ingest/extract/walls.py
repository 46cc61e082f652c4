"""What stands where an article should: a login, a test for robots, a call for JavaScript, an error page; pure.

A wall is short and says nothing else; an article about logins or robots is longer, and reports.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

_MOST = 90  # words of a page that can be a wall
_ELSE = 14  # words that may stand there besides
_SCRIPT = (
    r"\b(?:enable|activate|turn on|requires?|without|need) (?:\w+ ){0,2}javascript\b",
    r"\bjavascript (?:\w+ ){0,5}(?:aktivieren|einschalten|deaktiviert|"
    r"benötigt|erforderlich|disabled|required|enabled?)\b",
    r"\b(?:aktivieren|schalten|benötigt|erfordert|ohne) (?:\w+ ){0,4}javascript\b",
)
_ROBOT = (
    r"\b(?:are you|not|i'?m) (?:an? )?(?:human|robot)\b|\b(?:kein|ein) roboter\b|\bcaptcha\b",
    r"\bunusual (?:activity|traffic)\b|\bungewöhnliche[nr]? (?:aktivität|zugriffe|datenverkehr)\w*",
    r"\bsecurity check\b|\bsicherheits(?:-?check|überprüfung|prüfung)\b",
    r"\bchecking (?:if|your|that)\b.{0,40}\b(?:browser|secure|human)\b",
    r"\baccess (?:to this (?:page|site) )?(?:has been |is )?denied\b|\bzugriff (?:wurde )?(?:verweigert|blockiert)\b",
)
_LOGIN = (
    r"^(?:log ?in|sign ?in|anmelden|einloggen|anmeldung|passwor[dt]:?|jetzt registrieren|registrieren|"
    r"e-?mail-?adresse:?)\W*$",
    r"\b(?:please|must be|to|need to) (?:log|sign)(?:ged|ed)? in\b|\b(?:log|sign) in to (?:your|continue|view|read)\b",
    r"\bforgot(?:ten)? (?:your )?password\b|\bpasswort vergessen\b",
    r"\bmelden sie sich (?:bitte )?an\b|\bloggen sie sich ein\b",
    r"\bnoch kein (?:\w+)?konto\b|\bno account yet\b|\bcreate an account\b",
)
_ERROR = (
    r"\b(?:page|seite|article|artikel|inhalt|file|datei)\b.{0,50}\b(?:not (?:be )?found|"
    r"nicht (?:mehr )?(?:gefunden|verfügbar|vorhanden)|"
    r"no longer (?:available|exists?)|does(?: not|n'?t) exist|existiert nicht)\b",
    r"\b(?:error|fehler) (?:40[34]|50\d)\b|^(?:40[34]|50\d)\b",
    r"\binternal server error\b|\bbad gateway\b|"
    r"\bservice unavailable\b",
)
_KINDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile("|".join(patterns), re.IGNORECASE), message)
    for patterns, message in (
        (
            _SCRIPT,
            "This page asks for JavaScript and holds no article. Open it in a browser, wait until the text is there, "
            "and save it from there.",
        ),
        (
            _ROBOT,
            "This page is a test for robots, not the article. Open it in a browser, pass the test, and save the page "
            "there.",
        ),
        (
            _LOGIN,
            "This page asks for a login and holds no article. Log in with a browser and save the page from there.",
        ),
        (_ERROR, "This is a site's error page, not the article. Look up the article's present address."),
    )
)
_REPORTS = re.compile(  # somebody tells of something: a short report, whatever its topic
    r"\b(?:said|told|according|reported|sagte|erklärte|teilte|laut|zufolge|berichtet\w*)\b|"
    r"\b(?!40[34]\b|50\d\b)\d[\d.,]+\b",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"(?is)<(script|style|svg|template)\b.*?</\1\s*>|<!--.*?-->")
_BREAK = re.compile(r"(?is)</?(?:p|div|li|h\d|td|br|section|form|label|button|title|noscript|body)\b[^<>]*>")
_LARGEST = 400_000  # characters of markup: a page of more is no wall


def told(lines: Sequence[str]) -> str | None:
    """Why the lines are a wall rather than an article, and what to do; None where they may be one."""
    sentences = [part for line in lines for part in re.split(r"(?<=[.!?])\s+", line.strip()) if part]
    count = sum(len(sentence.split()) for sentence in sentences)
    if not 0 < count <= _MOST or any(_REPORTS.search(sentence) for sentence in sentences):
        return None
    matching = [[bool(pattern.search(sentence)) for sentence in sentences] for pattern, _ in _KINDS]
    spoken = [any(column) for column in zip(*matching, strict=True)]
    besides = sum(len(one.split()) for one, says in zip(sentences, spoken, strict=True) if not says)
    if not any(spoken) or besides > max(_ELSE, count // 3):
        return None
    return next(message for found, (_, message) in zip(matching, _KINDS, strict=True) if any(found))


def of_page(markup: str) -> str | None:
    """The same for a page in which no main text was found: all its words count, those for old browsers too."""
    if len(markup) > _LARGEST:
        return None
    text = _BREAK.sub("\n", _UNSEEN.sub(" ", markup))
    lines = [" ".join(unescape(re.sub(r"<[^<>]*>", " ", line)).split()) for line in text.split("\n")]
    return told([line for line in lines if line])
