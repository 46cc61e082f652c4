"""Questions as a hurried hand types them: slips in two of their words, no dots on the vowels, always the same."""

from __future__ import annotations

import random
import re

from kb.question import idle

SLIPS = 2  # a question
SHORTEST = 5  # letters of a word that gets one
_KEYS = ("qwertzuiop", "asdfghjkl", "yxcvbnm")
_PLAIN = (
    str.maketrans("äöüÄÖÜ", "aouAOU"),
    str.maketrans(dict(zip("äöüÄÖÜ", "ae oe ue Ae Oe Ue".split(), strict=True))),
)


def misspelt(question: str, slips: int = SLIPS) -> str:
    """The question with slips in words that say something; "ü" is "u" or "ue" and "ß" is "ss" throughout."""
    draw = random.Random(question)
    text = question.translate(draw.choice(_PLAIN)).replace("ß", "ss")
    words = [match for match in re.finditer(rf"[^\W\d_]{{{SHORTEST},}}", text) if not idle(match.group())]
    for match in sorted(draw.sample(words, min(slips, len(words))), key=lambda match: -match.start()):
        text = text[: match.start()] + _slip(match.group(), draw) + text[match.end() :]
    return text


def _slip(word: str, draw: random.Random) -> str:
    """The word with a letter left out, doubled, swapped with the next or taken for its neighbour; not the first."""
    at = draw.randrange(1, len(word) - 1)
    before, here, after = word[:at], word[at], word[at + 1 :]
    ways = [
        before + after,
        before + here + here + after,
        before + after[0] + here + after[1:],
        before + _beside(here) + after,
    ]
    return draw.choice([way for way in ways if way != word])


def _beside(letter: str) -> str:
    row = next((keys for keys in _KEYS if letter.lower() in keys), _KEYS[0])
    return row[(row.find(letter.lower()) + 1) % len(row)]
