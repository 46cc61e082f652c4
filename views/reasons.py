"""Why something was not taken in, in the reader's language: the reader's English reasons have a German wording here."""

from __future__ import annotations

import re
from functools import cache

from views.naming import short
from views.phrases_of_reasons import GERMAN, SUFFIXES
from views.words import Say

_NAMES = {
    "French": "Französisch",
    "Spanish": "Spanisch",
    "Italian": "Italienisch",
    "Dutch": "Niederländisch",
    "Chinese": "Chinesisch",
    "Polish": "Polnisch",
    "German": "Deutsch",
    "English": "Englisch",
    "German and English": "Deutsch und Englisch",
}
_ADDRESS = re.compile(r"https?://[^\s:“”]+(?::\d+)?[^\s“”]*?(?=:? )")


def told(origin: str, why: str, say: Say) -> str:
    """A reason without the origin's name, which stands beside it, in the language of the page.

    On the German page, what has no German wording stays English and says so.
    """
    plain = _bare(origin, why)
    if say("de") != "Deutsch" or not plain:
        return plain
    ending = ""
    for english, german in SUFFIXES:
        if found := re.search(_pattern(english).pattern + "$", plain):
            plain, ending = plain[: found.start()], german.format(*found.groups())
    return (_german(plain) or say("in_english", words=plain)) + ending


def _german(why: str) -> str | None:
    for english, german in GERMAN:
        if found := _pattern(english).search(why):
            values = [_value(english, value) for value in found.groups()]
            return german.format(*values)
    return None


def _value(english: str, value: str) -> str:
    """What stood in place of a star: a reason of its own, a language, a number with a point, or other words."""
    if "**" in english and (inner := _german(value)):
        return inner
    if re.fullmatch(r"\d+\.\d+", value):
        return value.replace(".", ",")
    return _NAMES.get(value, value)


@cache
def _pattern(english: str) -> re.Pattern[str]:
    """The pattern of a wording: one star is the shortest run of anything, two are all the rest."""
    escaped = re.escape(english).replace(r"\*\*", "(.+)")
    return re.compile(re.sub(r"\\\*$", "(.+)", escaped).replace(r"\*", "(.+?)"))


def _bare(origin: str, why: str) -> str:
    """The reason without its subject where that is the origin; elsewhere its name stands for its whole path."""
    for subject in (f"{origin}: ", f"{origin} "):
        if why.startswith(subject):
            return why.removeprefix(subject).replace(origin, short(origin))
    if found := _ADDRESS.match(why):
        return why[found.end() :].removeprefix(":").strip()
    return why.replace(origin, short(origin))
