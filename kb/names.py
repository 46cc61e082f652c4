"""Which words of a question name something, and whether a text speaks of it, under that name or another. Pure."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache
from importlib import resources
from itertools import pairwise

from kb.language import known
from kb.text import fold, unfolded, words

NAME_PREFIX = 4
SHORT_FORM = 3  # letters; a shorter name of a place has to stand whole
_NUMBERED = re.compile(
    r"\b([^\W\d_]+) (\d{1,2}(?:\.\d)?)(?![\w.,%]*\d|\s?(?:%|percent|per cent|Prozent))\b"
)  # "Olmo 3"
_MARKS = re.compile("[\u0300-\u036f]+")
_INNER = re.compile(r"[a-zäöüß][A-ZÄÖÜ]|^[A-ZÄÖÜ\d]{3,}$")  # "OpenAI", "TSMC"
_CALENDAR = (
    "januar februar märz april mai juni juli august september oktober november dezember january february march may "
    "june july october december montag dienstag mittwoch donnerstag freitag samstag sonntag monday tuesday wednesday "
    "thursday friday saturday sunday"
)
_NOT_NAMES = frozenset(f"i ai ki i'm i'd q1 q2 q3 q4 h1 h2 {_CALENDAR}".split())


def names(question: str, language: str) -> tuple[str, ...]:
    """The words that name something.

    In English capitalised ones but the first; in German, where every noun is capitalised, those in no dictionary; in
    both, places, and words in no dictionary where nothing is capitalised.
    """
    found = dict.fromkeys(_names(question, language))
    numbered = {name: f"{name} {number}" for name, number in _NUMBERED.findall(question) if name in found}
    return tuple(dict.fromkeys(numbered.get(name, name) for name in found))


def _names(question: str, language: str) -> Iterator[str]:
    plain = question == question.lower()
    taken: set[str] = set()
    for form in _known_in(vocabulary(question)):
        taken.update(form.split())
        yield form
    for place, word in enumerate(words(question)):
        if fold(word) in taken:
            continue
        parts = [part for part in word.removesuffix("'s").removesuffix("’s").split("-") if len(part) > 1]
        if word.casefold() in _NOT_NAMES or not parts or word[0].isdigit():
            continue
        if len(fold(word)) > SHORT_FORM and same_place(fold(word)):
            yield word
        elif plain:
            yield from (part for part in parts if len(part) >= NAME_PREFIX and not _listed(part, "de", "en"))
        elif language == "en" and place and word[0].isupper():
            yield parts[0]
        elif language == "de" and word[0].isupper():
            yield from (part for part in parts if _INNER.search(part) or not _listed(part, "de"))


def _listed(word: str, *languages: str) -> bool:
    return any(known(form, language) for form in (word, unfolded(word)) for language in languages)


@cache
def _lexicon() -> dict[str, tuple[tuple[str, ...], ...]]:
    """`kb/lexicon/names.toml`, folded: by kind, groups of forms that mean the same."""
    text = resources.files("kb.lexicon").joinpath("names.toml").read_text(encoding="utf-8")
    return {kind: tuple(tuple(map(fold, forms)) for forms in groups) for kind, groups in tomllib.loads(text).items()}


def _known_in(held: Collection[str]) -> Iterator[str]:
    """Of each law or body that a vocabulary speaks of, the form it uses."""
    for forms in _lexicon()["known"]:
        yield from [form for form in forms if form in held][:1]


@cache
def given_names() -> frozenset[str]:
    """Common given names, folded."""
    return frozenset(name for names in _lexicon()["given"] for name in names)


@cache
def _same_body(name: str) -> tuple[str, ...]:
    """All the forms, folded, of the law or body that a folded form means; none for others."""
    return next((forms for forms in _lexicon()["known"] if name in forms), ())


@cache
def same_place(name: str) -> tuple[str, ...]:
    """All the forms, folded, under which the place that a folded name belongs to may appear; none for other names."""
    return next((forms for forms in _lexicon()["places"] if any(_is_form(name, form) for form in forms)), ())


def _is_form(word: str, form: str) -> bool:
    return word == form or (len(form) > SHORT_FORM and word.startswith(form))


def translatable(name: str, language: str) -> bool:
    """Whether a name is an ordinary word ("Blue Card"), which a text in the other language may translate."""
    return known(name.lower(), language) and not same_place(fold(name))


def forms(name: str) -> tuple[str, ...]:
    """All the forms, folded, under which a text may speak of what this name means; at least the name itself."""
    wanted = fold(name)
    return _same_body(wanted) or same_place(wanted) or (wanted,)


def folded_text(text: str) -> str:
    """A whole text as names are compared, ten times as fast as word by word."""
    return _MARKS.sub("", unicodedata.normalize("NFD", text.casefold()))


def vocabulary(text: str) -> frozenset[str]:
    """The words of a text as names are looked up among them: folded, hyphenated ones whole and in parts, and pairs."""
    folded = words(folded_text(text))
    pairs = (f"{first} {second}" for first, second in pairwise(folded))
    return frozenset(part for word in folded for part in (word, *word.split("-"))).union(pairs)


def mentions(name: str, held: Collection[str]) -> bool:
    """Whether a name, or another form of it, stands in a vocabulary: "Brussels" in "Brüsseler", "US" in "America".

    A name with a digit in it ("Qwen3") has to stand there whole.
    """
    wanted = fold(name)
    if forms := _same_body(wanted):
        return any(form in held for form in forms)
    if forms := same_place(wanted):
        return any(_is_form(word, form) for form in forms for word in held)
    if any(char.isdigit() for char in wanted) or len(wanted) < NAME_PREFIX:
        return wanted in held
    stem = wanted[: max(NAME_PREFIX, len(wanted) - 2)]
    return any(word.startswith(stem) or word.endswith(wanted) for word in held)


def occurs(name: str, folded: str) -> bool:
    """Whether a name, or another form of it, stands anywhere in a folded text; cheaper than a vocabulary, and laxer."""
    wanted = forms(name)
    if len(wanted) == 1 and not any(char.isdigit() for char in wanted[0]):
        wanted = (wanted[0][: max(NAME_PREFIX, len(wanted[0]) - 2)],)
    return any(form in folded if len(form) > SHORT_FORM else f" {form} " in folded for form in wanted)
