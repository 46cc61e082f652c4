"""What a verdict rests on, in the reader's language: the English grounds of a comparison have a German wording here."""

from __future__ import annotations

import re

from views.words import Say

GERMAN: tuple[tuple[str, str], ...] = (
    (r"one source, in several texts: (.+)", "eine Quelle, in mehreren Texten: {0}"),
    (r"one source: (.+)", "eine Quelle: {0}"),
    (r"(\d+) independent sources: (.+)", "{0} unabhängige Quellen: {1}"),
    (r"the same figure \((.+)\), another time", "dieselbe Zahl ({0}), aber eine andere Zeit"),
    (r"the same figure: (.+)", "dieselbe Zahl: {0}"),
    (r"the same in other words", "dasselbe mit anderen Worten"),
    (r"another figure: (.+) against (.+)", "andere Zahl: {0} gegen {1}"),
    (r"another name: (.+)", "anderer Name: {0}"),
    (r"another time: (.+) against (.+)", "andere Zeit: {0} gegen {1}"),
    (r"the other way: (.+) against (.+)", "andersherum: {0} gegen {1}"),
    (r"a later text corrects the earlier figure", "ein späterer Text berichtigt die frühere Zahl"),
    (
        r"its own sum does not hold: (.+) said, (.+) comes out",
        "die Rechnung im Satz selbst geht nicht auf: Da steht „{0}“, heraus kommt {1}",
    ),
    (r"no other source speaks of this", "keine andere Quelle spricht davon"),
)
_INNER = {"no such word": "kein solches Wort"}
_SIZE = re.compile(r"(-?[\d.]+(?:e[+-]?\d+)?)( %| percentage points| times)")
_UNITS = {" %": "{0} %", " percentage points": "{0} Prozentpunkte", " times": "das {0}-Fache"}
_PART = re.compile(
    r"; (?=one source|\d+ independent|the same |another |the other way|a later text|no other|its own sum)"
)


def grounds(reason: str, say: Say) -> str:
    """The reason of a verdict or a status; on the German page, what has no German wording stays English."""
    if say("de") != "Deutsch":
        return reason
    return "; ".join(_german(part) for part in _PART.split(reason))


def _german(part: str) -> str:
    for english, german in GERMAN:
        if found := re.fullmatch(english, part):
            return german.format(*(_value(value) for value in found.groups()))
    return part


def _value(value: str) -> str:
    """What stands in a ground: words of a source, a size, or a ground of its own."""
    if size := _SIZE.fullmatch(value):
        return _UNITS[size[2]].format(f"{float(size[1]):,.10g}".translate({44: 46, 46: 44}))
    return _INNER.get(value) or _quoted(_german(value))


def _quoted(value: str) -> str:
    """English quotation marks as German ones."""
    return re.sub(r"“([^”]*)”", r"„\1“", value)
