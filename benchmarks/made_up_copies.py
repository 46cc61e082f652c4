"""Made-up pages of which some are copies of others and some reports on one form, the same each time."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from benchmarks.made_up import LANGUAGES, Author

EVERY = 10  # so many pages one is a copy, and one a report
BACK = 7  # a copy is of the page so many before
_PARAGRAPH = re.compile(r"<p>(.*?)</p>")
_SENTENCE = re.compile(r"(?<=[.])\s+")
_TITLE = re.compile(r"(<title>|<h1>).*?(</title>|</h1>)")
_SITE = re.compile(r'(og:site_name" content=").*?(")')
_DATE = re.compile(r"2025-\d\d-\d\d")
_FIGURE = re.compile(r"\b\d{2}\b")
_NAME = re.compile(r"\b(?!Die\b|Der\b|Ein\b|The\b|Euro\b)[A-Z][a-z]+(?= (?:GmbH|AG|Stiftung|Institut|Verband|Labor)\b)")


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and what it was made as; `of` is the number of the page that a copy was made of."""

    html: str
    kind: Literal["article", "copy", "report"]
    of: int | None = None


def mixed_pages(count: int, seed: int = 17) -> Iterator[Page]:
    """Pages in German and English in turn; every tenth is an edited copy, every tenth a report on one German form."""
    author, chance = Author(seed), random.Random(seed)
    form, before = author.page("de"), list[str]()
    for number in range(count):
        place = number % EVERY
        if place == EVERY - 1 and len(before) == BACK:
            page = Page(_edited(before[0], chance), "copy", number - BACK)
        elif place == EVERY // 2:
            page = Page(_filled_in(form, author, chance), "report")
        else:
            page = Page(author.page(LANGUAGES[number % len(LANGUAGES)]), "article")
        before = [*before, page.html][-BACK:]
        yield page


def _edited(html: str, chance: random.Random) -> str:
    """Another outlet's headline and name; a quarter of the sentences left out."""

    def shortened(match: re.Match[str]) -> str:
        sentences = _SENTENCE.split(match[1])
        return f"<p>{' '.join(one for one in sentences if chance.random() > 0.25) or sentences[0]}</p>"

    headed = _TITLE.sub(rf"\g<1>Neu {chance.random():.9f}\2", _SITE.sub(r"\1Other Post\2", html))
    return _PARAGRAPH.sub(shortened, headed)


def _filled_in(form: str, author: Author, chance: random.Random) -> str:
    """The form with other figures and names."""
    filled = _NAME.sub(lambda _: author.person().split()[0], form)

    def figures(match: re.Match[str]) -> str:
        return f"<p>{_FIGURE.sub(lambda _: str(chance.randint(11, 98)), match[1])}</p>"

    day = f"2025-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return _DATE.sub(day, _PARAGRAPH.sub(figures, filled))
