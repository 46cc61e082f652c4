"""The words of a question as they were meant: slips of the finger put right where a word is to be found nowhere. Pure.

A word is left alone where a dictionary holds it, where the sources speak of it, or where it has a figure in it. What is
put in its place is one slip away: two letters swapped, one left out, doubled, too many or taken for another; or it is
the same word with the marks that a keyboard lacks. What may be a name is put right with care: it may be one
that the sources don't know, and then there is no answer.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.language import known, listed
from kb.names import given_names, same_place
from kb.question import idle_words
from kb.text import fold, stems, unfolded

SHORTEST = 5  # letters of a word that is put right
NAME = 8  # letters of a name that is; a shorter one may be another's
LONG = 9  # letters of a word in capitals that is hardly a name if a dictionary holds one so like it
COMMON = 0.2  # how rare a slip may be in a short word that may be a name: letters swapped, doubled or left out
LONGEST = 30  # letters: what is longer is no word
MOST_WORDS = 60  # of a question that was typed; what is longer was copied from somewhere
_PART = 4  # letters of a part of a compound
_WORD = re.compile(r"[^\W\d_]+")
_KEPT = re.compile(  # "Qwen3", "TSMC", "OpenAI"
    r"[\w'’]*\d[\w'’]*|\b(?:[A-ZÄÖÜ]{2,}|[^\W\d_]*[a-zäöüß][A-ZÄÖÜ])[^\W\d_]*"
)
_DETERMINER = re.compile(  # what stands behind it is no name: "die Einignug", "welches Untrenehmen"
    r"\b(?:d(?:er|ie|as|em|en|es)|k?ein(?:e[nmrs]?)?|welche[nmrs]?|diese[nmrs]?|jede[nmrs]?|viele?n?|wieviele?|mehr|im|"
    r"am|zum|zur|vom|beim|ins|ihr(?:e[nmrs]?)?|sein(?:e[nmrs]?)?|(?:\w+(?:lich|isch|ig|ell|al)e[nmrs]?))\s$",
    re.IGNORECASE,
)
_LETTERS = string.ascii_lowercase + "äöüß"
_MARKED = {"a": "ä", "o": "ö", "u": "ü", "ss": "ß"}
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_FORMULA = re.compile(r"\b[A-Z][A-Za-z]?[A-Z\d]*\d[A-Z\d]*\b")  # "CO2"
_ACCENTED = {
    "a": "äáàâãåąă", "c": "çćč", "d": "ďđ", "e": "éèêëęě", "g": "ğ", "i": "íìîïı", "l": "ł", "n": "ñńň", "o": "öóòôõøő",
    "r": "ř", "s": "şśšș", "t": "ťțţ", "u": "üúùûůű", "y": "ýÿ", "z": "żźž",
}  # fmt: skip
_NEIGHBOURS = ("qwertyuiopü", "qwertzuiopü", "asdfghjklöä", "zxcvbnm", "yxcvbnm", "qaywsxedcrfvtgbzhnujmikolpöä")

Spoken = Callable[[Sequence[str], str], Mapping[str, int]]


def corrected(question: str, language: str, languages: Sequence[str], spoken: Spoken) -> str:
    """The question with misspelt words put right.

    `language` is its own, `languages` are those of the sources; `spoken` tells of stems in one of them in how many
    passages each stands.
    """
    if len(question.split()) > MOST_WORDS:
        return question
    sources = _Sources(languages, spoken)
    question = _FORMULA.sub(lambda match: _lowered(match.group(), sources), question)
    kept = [match.span() for match in _KEPT.finditer(question)]
    found, at = "", 0
    for match in _WORD.finditer(question):
        start, end = match.span()
        if any(low < end and start < high for low, high in kept):
            continue
        named = match.group()[0].isupper() and not _DETERMINER.search(question[:start])
        found += question[at:start] + _meant(match.group(), named, language, sources)
        at = end
    return found + question[at:]


@dataclass(frozen=True, slots=True)
class _Sources:
    """The words of the sources."""

    languages: Sequence[str]
    spoken: Spoken

    def counts(self, forms: Sequence[str]) -> dict[str, int]:
        """In how many passages the stem of each form stands, in whichever language it does most."""
        most = dict.fromkeys(forms, 0)
        for language in self.languages:
            own = stems(" ".join(forms), language)
            counted = self.spoken(list(dict.fromkeys(own)), language)
            most = {form: max(most[form], counted.get(stem, 0)) for form, stem in zip(forms, own, strict=True)}
        return most


def _meant(word: str, named: bool, language: str, sources: _Sources) -> str:
    """What a word was meant to be: itself, unless it is to be found nowhere and a slip of the finger explains it.

    `named`: it may well be a name.
    """
    if not _PART <= len(word) <= LONGEST or _is_word(word, language) or fold(word) in given_names():
        return word
    if marked := next((form for form in _with_marks(word) if language == "de" and known(form, "de")), None):
        return marked
    if len(word) < SHORTEST or fold(word) in idle_words() or same_place(fold(word)) or sources.counts([word])[word]:
        return word
    kin = sources.counts(list(_kin(word.lower())))
    if any(kin.values()):
        return _as_written(max(kin, key=lambda form: kin[form]), word)
    slips = dict(_slips(word.lower())) | dict(_slips(unfolded(word.lower())))
    counts = sources.counts(list(slips))
    likely = _names(word, slips, counts) if named else _words(word, language, slips, counts)
    if not likely:
        return word
    return _as_written(min(likely, key=lambda form: (_cost(form, slips, counts), form)), word)


def _names(word: str, slips: Mapping[str, float], counts: Mapping[str, int]) -> list[str]:
    """What a word in capitals may have been meant to be, which may as well be a name that the sources don't know.

    It has to be long, or the slip a common one, and the word meant one that the sources use.
    """
    clear = COMMON if len(word) < NAME else 1.0
    found = [form for form, slip in slips.items() if counts[form] and slip <= clear and len(form) >= SHORTEST]
    return found or [form for form in slips if len(word) >= LONG and _listed(form)]


def _words(word: str, language: str, slips: Mapping[str, float], counts: Mapping[str, int]) -> list[str]:
    """What any other word may have been meant to be."""
    noun = word[0].isupper()
    found = [form for form in slips if listed(form.capitalize() if noun else form, language)]
    found = found or list(_compounds(word.lower(), language))
    return found or [form for form in slips if counts[form] and len(word) >= NAME]


def _is_word(word: str, language: str) -> bool:
    """Whether a dictionary holds it; that of the question's language may put it together from two."""
    return known(word, language) or listed(word, "de") or listed(word, "en")


def _listed(form: str) -> bool:
    return any(listed(form.capitalize(), language) for language in ("de", "en"))


def _cost(form: str, slips: Mapping[str, float], counts: Mapping[str, int]) -> float:
    """How unlikely it is that a form was meant."""
    spoken = counts.get(form, 0)
    return slips.get(form, 1.0) - (1.0 if spoken else 0.0) - (0.5 if _listed(form) else 0.0) - min(spoken, 20) / 100


def _as_written(form: str, word: str) -> str:
    return form.capitalize() if word[0].isupper() else form


# -- spellings -------------------------------------------------------------------------------------


def _with_marks(word: str) -> Iterator[str]:
    """A word with the dots or the ß that a keyboard may lack, at one place, or as "ae", "oe", "ue" everywhere."""
    yield unfolded(word)
    for plain, marked in _MARKED.items():
        for match in re.finditer(plain, word, re.IGNORECASE):
            sign = marked.upper() if match.group().isupper() and plain != "ss" else marked
            yield word[: match.start()] + sign + word[match.end() :]


def _kin(word: str) -> Iterator[str]:
    """The same letters under other marks, two at most: "Aydogdu" → "Aydoğdu", and without any: "Šimić" → "Simic"."""
    yield fold(word)
    places = [(at, sign) for at, letter in enumerate(word) for sign in _ACCENTED.get(letter, "")]
    once = [(at, word[:at] + sign + word[at + 1 :]) for at, sign in places]
    yield from (form for _, form in once)
    if len(word) <= NAME:
        yield from (form[:at] + sign + form[at + 1 :] for before, form in once for at, sign in places if at > before)


def _lowered(word: str, sources: _Sources) -> str:
    """A formula as the sources write it: "CO2" or "CO₂"."""
    low = word.translate(_LOWERED)
    counts = sources.counts([word, low])
    return low if counts[low] and not counts[word] else word


def _slips(word: str) -> Iterator[tuple[str, float]]:
    """The words that one slip makes into this one, none in the first letter, and how rare such a slip is."""
    for at in range(1, len(word)):
        before, here, after = word[:at], word[at], word[at + 1 :]
        for letter in _LETTERS:
            yield before + letter + after, 0.3 if _near(letter, here) else 0.6
            yield before + letter + word[at:], 0.2
        yield before + after, 0.0 if here == before[-1] else 0.3
        if after and after[0] != here:
            yield before + after[0] + here + after[1:], 0.0
    for letter in _LETTERS:
        yield word + letter, 0.3


def _near(letter: str, other: str) -> bool:
    return letter + other in _PAIRS


_PAIRS = frozenset(pair for row in _NEIGHBOURS for a, b in pairwise(row) for pair in (a + b, b + a))


def _compounds(word: str, language: str) -> Iterator[str]:
    """German compounds of two listed words that one slip in either makes into this one."""
    if language != "de":
        return
    for cut in range(_PART, len(word) - _PART + 1):
        left, right = word[:cut], word[cut:]
        if listed(right, "de"):
            yield from (form + right for form, _ in _slips(left) if len(form) >= _PART and _heads(form))
        if _heads(left):
            yield from (left + form for form, _ in _slips(right) if len(form) >= _PART and listed(form, "de"))


def _heads(part: str) -> bool:
    """Whether a part can open a compound, with or without a linking s, n or en."""
    heads = {part, part.removesuffix("s"), part.removesuffix("n"), part.removesuffix("en")}
    return any(len(head) >= _PART and listed(head, "de") for head in heads)
