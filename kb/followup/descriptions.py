"""Short names for what was spoken of before ("the company", "das Werk"), and what they stand for. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from kb.followup.reading import Change, Reading, ends_with
from kb.followup.things import Phrase
from kb.text import fold, words

_DEMONSTRATIVE = {"this": "the", "that": "the", "these": "the", "those": "the"} | {
    f"dies{ending}": article
    for ending, article in {"er": "der", "e": "die", "es": "das", "en": "den", "em": "dem"}.items()
}


def descriptions(reading: Reading) -> Iterator[Change]:
    """The short names in a question that stand for longer ones of the turns before."""
    for phrase in reading.own:
        article = phrase.article.casefold()
        definite = article in {"the", "der", "die", "das", "dem", "den", "des"} or article in _DEMONSTRATIVE
        if not definite or phrase.full_end > phrase.end or len(phrase.text.split()) != 2 or phrase.kind == "time":
            continue
        if found := _described(reading, phrase):
            back, other = found
            reading.taken.add(other.full)
            yield Change(phrase.start, phrase.end, _named_as(phrase, other), back)


def _described(reading: Reading, phrase: Phrase) -> tuple[int, Phrase] | None:
    """The longer phrase of an earlier turn that a short one means: with the same last word, or a name of that class."""
    head, proper = fold(phrase.head), phrase.language == "en" and phrase.head[0].isupper()
    for back, earlier in enumerate(reading.contexts, 1):
        for other in earlier.phrases:
            core = words(other.text)[bool(other.article) :]
            longer = len(core) > 1 or fold(core[-1]) != head or (other.full != other.text and phrase.kind == "thing")
            if longer and any(ends_with(fold(word), head) for word in core if word[0].isupper() or not proper):
                return back, other
    if proper or any(other.kind in {"name", "person"} or other.article for other in reading.own if other != phrase):
        return None
    if reading.contexts and phrase.head.casefold() in reading.classes.words["classes"]:
        named = [other for other in reading.contexts[0].phrases if other.kind == "name"]
        return next(((1, other) for other in named), None)
    return None


def _named_as(phrase: Phrase, other: Phrase) -> str:
    """The other's words, under the article of the phrase they replace."""
    if not other.article or phrase.language != other.language:
        return other.bare if not other.article or phrase.language == "de" else f"the {other.bare}"
    article = _DEMONSTRATIVE.get(phrase.article.casefold(), phrase.article)
    return f"{article} {other.bare}"
