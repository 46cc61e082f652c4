"""Who does what in a sentence: whether a form is a verb, who its subject may be, what a noun is linked to."""

from __future__ import annotations

import re

from kb.flags.closed import (
    BE,
    DETERMINERS,
    FIRST,
    INDEFINITE,
    LINKS,
    LOOSE,
    MODALS,
    NOT_BEFORE_VERB,
    OWN,
    PASSIVE,
    PLURAL_VERBS,
)
from kb.flags.clues import Clues

_OWNERS = ("des", "der", "von", "vom", "am", "beim")
_TAKES_INFINITIVE = MODALS | {"lässt", "lassen", "liess", "liessen", "werde", "würde", "würden"}
_HAVE = {"hat", "haben", "hatte", "hatten", "habe", "hätte", "hätten"}
_AUXILIARIES = ("wird", "werden", "wurde", "wurden", "worden", "by")


def is_verb(clues: Clues, at: int) -> bool:
    """Whether a verb form is used as a verb, with a third person as its subject."""
    if clues.low(at - 1) in NOT_BEFORE_VERB or clues.low(at + 1) in _AUXILIARIES:
        return False
    return _is_verb_en(clues, at) if clues.language == "en" else _is_verb_de(clues, at)


def _is_verb_en(clues: Clues, at: int) -> bool:
    before = clues.low(at - 1)
    if clues.low(at - 2) in ("than", "as") and not before[:1].isdigit():  # "thinner than officials admit"
        return False
    number = before[:1].isdigit() or clues.is_in("numbers", (at - 1, at))
    if number and clues.low(at).endswith("s"):  # "29 projects", "three reports"
        return False
    if before == "who" and clues.low(at - 2) in ("all", "those", "anyone", "everyone", "people"):
        return False
    if before in FIRST or clues.low(at - 2) in FIRST and before in ("have", "also", "had", "often"):
        return False
    if before in BE and clues.low(at + 1) != "as":
        return False
    return clues.low(at) not in PLURAL_VERBS or _plural_subject(clues, at)


def _is_verb_de(clues: Clues, at: int) -> bool:
    cut = at + 1 < len(clues.words) and "," in clues.gap(at, at + 1)
    if clues.near(at, 1, 0 if cut else 2) & FIRST or clues.low(0) in ("ich", "wir", "man") and at < 4:
        return False
    if clause(clues, at) & {"wer"}:
        return False
    if (
        clues.low(at + 1) == "sie"
        and (at < 2 or clues.text[clues.words[at + 1].start] == "S")
        and clues.low(at).endswith("en")
    ):  # "Melden Sie …"
        return False
    last = at + 1 >= len(clues.words) or clues.text[clues.words[at].end] in ",.;:"
    if clues.low(at + 1) in ("dass", "ob", "wie", "warum"):  # a clause that hangs on it makes it finite
        last = False
    if clues.low(at)[:2] == "ge" and clause(clues, at) & _HAVE and not clause(clues, at) & PASSIVE:
        return True
    if clause(clues, at) & {"ist", "sind"} and last and clues.low(at)[:2] == "ge":  # "ist schnell gesagt"
        return False
    if clues.low(at).endswith("en") and (last and clues.low(0) != "wie" or clause(clues, at) & MODALS):
        return False
    if clues.low(at).endswith("en") and clues.low(at + 1) in _TAKES_INFINITIVE:
        return False
    return not (last and clues.any_low(PASSIVE) and clues.low(at).endswith("t"))


def clause(clues: Clues, at: int) -> set[str]:
    """The words around position `at` up to the next commas (at most 20 on each side), in lower case."""
    first = last = at
    while first > 0 and at - first < 20 and "," not in clues.gap(first - 1, first):
        first -= 1
    while last + 1 < len(clues.words) and last - at < 20 and "," not in clues.gap(last, last + 1):
        last += 1
    return clues.lows(first, last + 1)


def _plural_subject(clues: Clues, at: int) -> bool:
    """English base forms need a plural subject close by: "they", "the auditors", "X and Y"."""
    before = [clues.low(i) for i in range(max(0, at - 7), at)]
    if "they" in before[-3:] or "who" in before[-1:]:
        return True
    plural = any(word.endswith("s") and not word.endswith(("ss", "us", "is", "'s")) for word in before[-4:])
    return plural or any(at - 5 <= i < at for i in clues.names)


def known_subject(clues: Clues, start: int, end: int) -> bool:
    """English: whether a name, a pronoun or a noun with an article is near enough to be the subject."""
    if any(start - 10 <= i < start or end <= i < end + 5 for i in clues.names):
        return True
    return bool(clues.lows(start - 10, start) & (DETERMINERS | {"he", "she", "they", "it", "a", "an", "who"}))


def actor(clues: Clues, start: int, end: int) -> bool:
    """Whether a name, or an organisation or office with an article, is near enough to be the verb's subject."""
    near = set(range(max(0, start - 8), start))
    if clues.language == "de":
        near |= set(range(max(0, start - 14), start)) if clause(clues, start) & _HAVE else set()
        near |= set(range(start, min(end + 6, len(clues.words))))
    if near & set(clues.names):
        return True
    bodies = near & {at for at, _ in clues.spans("bodies")}
    return any(clues.lows(at - 3, at) & (DETERMINERS | INDEFINITE) for at in bodies)


def linked_to_name(clues: Clues, end: int) -> bool:
    """Whether a noun is followed by words that lead to a name ("Experten wie Janet Egan", "researchers at MIT")."""
    for at in range(end, min(end + 3, len(clues.words))):
        if clues.low(at) in LINKS:
            if clues.low(at) in ("in", "im") and not any(at < i < at + 4 for i, _ in clues.spans("bodies")):
                return False  # a place names nobody
            bodies = {start for start, _ in clues.found.get("bodies", ())}
            return any(at < i < at + 5 for i in bodies.union(clues.names))
    return False


def has_owner(clues: Clues, end: int) -> bool:
    """Whether a paper is followed by whose it is ("Bericht des Amtes", "a study by Okafor")."""
    if linked_to_name(clues, end):
        return True
    noun = any(clues.text[word.start].isupper() for word in clues.words[end + 1 : end + 4])
    return clues.language == "de" and noun and clues.low(end) in _OWNERS


_FIGURES = frozenset(
    "data figures statistics records estimates numbers files tests notices rosters returns logs".split()
)
_ANY_FIGURES = LOOSE | frozenset(
    "industry market media press news research company more new some many other such these official".split()
)
_ADJECTIVE_EN = re.compile(r"(?:al|ic|ous|ent|ant|ive|ed|er|est|ing|ary|ory|able|ible|ful|ly)$")


def is_compound(clues: Clues, at: int) -> bool:
    """Whether an English plural of papers opens the sentence with a noun that says which ("Payroll data")."""
    known_kind = clues.low(0) not in _ANY_FIGURES and not _ADJECTIVE_EN.search(clues.low(0))
    return clues.language == "en" and at == 1 and clues.low(1) in _FIGURES and known_kind


def is_definite(clues: Clues, at: int) -> bool:
    """Whether a noun for a paper has an article, a possessive, a name beside it or an owner behind it."""
    if clues.low(at + 1) in ("mit", "with", "of", "among", "unter") and any(
        word.low[:1].isdigit() for word in clues.words[at + 2 : at + 4]
    ):
        return True  # "in a study with 412 patients"
    if any(end == at for _, end in clues.spans("bodies")) or is_compound(clues, at):
        return True
    before = clues.lows(at - 3, at)
    sure = DETERMINERS | OWN
    if before & (sure | INDEFINITE) and not before & LOOSE:
        return bool(before & sure or clues.names or clues.date) or has_owner(clues, at + 1)
    if has_owner(clues, at + 1) or at in clues.names or at - 1 in clues.names or at - 2 in clues.names:
        return True
    return clues.low(at).endswith(("s", "n")) and not clues.is_in("unnamed_bare", (at, at + 1)) and at < 4
