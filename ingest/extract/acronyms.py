"""A house's acronym and the name the text itself spells it out with; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.extract.names import squeeze

_ACRONYM = re.compile(r"^[A-ZÄÖÜ][A-Za-zÄÖÜäöü&-]{1,9}$")
_GENITIVE = re.compile(
    r"^(\w*(?:amt|bund|rat|dienst|verband|institut|zentrum|ministerium|verein|werk))e?s\b", re.IGNORECASE
)
_MOST_WORDS = 8  # of a name


def expanded(name: str, text: str) -> str:
    """A name with an acronym in its full form as the text itself gives it: "HBF" → "Hafenbetriebe Fenn (HBF)"."""
    words = name.split()
    short = words[0] if words and _ACRONYM.match(words[0]) else ""
    if not short or (len(words) > 1 and not short.isupper()):
        return name
    before = re.compile(rf"((?:[\w&-]+\s+){{1,{_MOST_WORDS}}})\(({re.escape(short)})\)", re.IGNORECASE)
    for match in before.finditer(text):
        if full := _nearest(match[1].split(), short):
            return f"{full} ({match[2]})"
    return name


def _nearest(words: Sequence[str], short: str) -> str:
    """The fewest last words that begin like an acronym, with a capital, and spell it; in German the nominative."""
    for at in range(len(words) - 1, -1, -1):
        first = words[at]
        if first[:1].casefold() != short[:1].casefold() or not first[:1].isupper():
            continue
        if _spells(full := " ".join(words[at:]), short):
            owned = at > 0 and words[at - 1].casefold() == "des"
            return _GENITIVE.sub(r"\1", full) if owned else full
    return ""


def _spells(name: str, acronym: str) -> bool:
    """Whether the letters of an acronym stand in a name in order, the first at its beginning."""
    rest = iter(squeeze(name))
    return squeeze(name)[:1] == squeeze(acronym)[:1] and all(letter in rest for letter in squeeze(acronym))
