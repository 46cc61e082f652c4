"""Which language a text is in, and whether a word is one of it: the door to langdetect and simplemma."""

from __future__ import annotations

import threading
from functools import cache, lru_cache
from typing import Any

QUESTION_PRIOR = {"de": 0.5, "en": 0.5}
_SEED = 7
_LOCK = threading.Lock()
_EXTRACT = 1000  # characters: three of them take 5 ms
_PART = 4  # letters of a compound's part, at least


@cache
def _factory() -> Any:
    from langdetect import detector_factory

    detector_factory.DetectorFactory.seed = _SEED  # without a seed langdetect draws at random
    detector_factory.init_factory()
    return detector_factory._factory


@cache
def _question_factory() -> Any:
    """The same with the two languages of a question alone: as often right, in a fifth of the time (measured)."""
    every = _factory()
    places = [every.langlist.index(language) for language in QUESTION_PRIOR]
    factory = type(every)()
    factory.langlist = list(QUESTION_PRIOR)
    for piece, shares in every.word_lang_prob_map.items():
        if any(own := [shares[place] for place in places]):
            factory.word_lang_prob_map[piece] = own
    return factory


def _most_likely(text: str, prior: dict[str, float] | None) -> str | None:
    from langdetect.lang_detect_exception import LangDetectException

    with _LOCK:
        detector = (_question_factory() if prior else _factory()).create()
    if prior:
        detector.set_prior_map(prior)
    detector.append(text)
    try:
        return str(detector.detect())
    except LangDetectException:  # raised on texts without letters
        return None


def detect(text: str) -> str | None:
    """The ISO 639-1 code of an article's language, or None where there is nothing to tell by.

    Sound from a paragraph upwards. Of a longer text its beginning, middle and end are read, which is as sound.
    """
    if len(text) > 3 * _EXTRACT:
        middle = len(text) // 2
        text = "\n".join((text[:_EXTRACT], text[middle : middle + _EXTRACT], text[-_EXTRACT:]))
    return _most_likely(text, None)


def detect_question(text: str, default: str = "en") -> str:
    """`de` or `en` for a short string such as a question; `default` where it has no letters."""
    found = _most_likely(text, QUESTION_PRIOR)
    return found if found in QUESTION_PRIOR else default


@lru_cache(65_536)  # more words than two languages use often
def known(word: str, language: str) -> bool:
    """Whether a dictionary of the language holds this word or can be put together from two it holds.

    What is in no dictionary is mostly a name. The dictionary is simplemma's; German compounds ("Serverstandorte") are
    cut once, with or without a linking s, n or en.
    """
    import simplemma

    if simplemma.is_known(word, lang=language) or simplemma.is_known(word.lower(), lang=language):
        return True
    if language != "de" or len(word) < 2 * _PART:
        return False
    for cut in range(_PART, len(word) - _PART + 1):
        left, right = word[:cut], word[cut:]
        heads = {left, left.removesuffix("s"), left.removesuffix("n"), left.removesuffix("en")}
        if _listed(right) and any(len(head) >= _PART and _listed(head) for head in heads):
            return True
    return False


def listed(word: str, language: str) -> bool:
    """Whether a dictionary holds this very word, in capitals or not; quick enough for hundreds of spellings."""
    import simplemma

    return any(simplemma.is_known(form, lang=language) for form in (word, word.lower(), word.capitalize()))


def _listed(part: str) -> bool:
    import simplemma

    return bool(simplemma.is_known(part.capitalize(), lang="de") or simplemma.is_known(part.lower(), lang="de"))
