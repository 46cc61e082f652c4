"""How many of their telling words two statements of one language share. Pure."""

from __future__ import annotations

from functools import lru_cache

from kb.compare.statement import Statement
from kb.text import fold, stems, words

SHORT = 3  # letters; no shorter word tells what a text speaks of
_FUNCTION = frozenset(
    "der die das den dem eine einen einem einer eines oder auf aus bei mit nach von vom vor zum zur uber unter durch "
    "gegen bis seit ist sind war waren wird werden wurde wurden hat haben hatte hatten soll sollen will wollen kann "
    "konnen sich ihr ihre ihren seine seinen dass als wie auch nur rund etwa fast mehr noch dort dabei damit insgesamt "
    "the from with and are was were been has have had would shall its his her their they who which that than about "
    "around only also into over after before this these there more for not nicht kein keine total according said "
    "million millions billion billions millionen milliarden million milliarde prozent percent cent euro euros dollar "
    "dollars".split()
)


@lru_cache(65_536)
def telling(text: str, language: str) -> frozenset[str]:
    """The stems of the words that tell what a text speaks of: no figures, no function words, no common units."""
    told = (
        word for word in words(text) if len(word) >= SHORT and not word[0].isdigit() and fold(word) not in _FUNCTION
    )
    return frozenset(stem for word in told for stem in stems(word, language))


def shared_words(one: Statement, other: Statement) -> float:
    """The share of the telling words of the shorter of two statements in one language that the other has."""
    mine, theirs = telling(one.text, one.language), telling(other.text, other.language)
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))
