"""Every word the pages say, in German and English."""

from __future__ import annotations

from collections.abc import Callable

from views.phrases import PAGES
from views.phrases_of_worth import WORTH

LANGUAGES = {"de": "Deutsch", "en": "English"}
Say = Callable[..., str]

WORDS: dict[str, tuple[str, str]] = {**PAGES, **WORTH}


def words(language: str) -> Say:
    """`say(key, **values)` in this language; whatever is not German is English."""
    column = 0 if language == "de" else 1

    def say(key: str, **values: object) -> str:
        return WORDS[key][column].format(**values) if values else WORDS[key][column]

    return say


def counted(say: Say, number: int) -> str:
    """So many documents."""
    return say("documents_one" if number == 1 else "documents_many", n=number)


def default_language(locale: str | None) -> str:
    """The interface language for a browser's locale: English where it asks for English, otherwise German."""
    return "en" if locale and locale.lower().startswith("en") else "de"
