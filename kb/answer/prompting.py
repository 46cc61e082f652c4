"""Between quotes and a model: the prompt that fences them as data, and the cited sentences in what comes back. Pure.

A sentence a line, with the quote's number before it: small models keep to that, where JSON comes back broken; a line
can be checked as soon as it ends; and a stream that breaks off costs one line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Template

from kb.grounding import Quote
from kb.text import clean, sentence_spans

NAMES = {"de": "German", "en": "English"}
LONGEST = 1500  # characters of a line; more is no sentence
_END = re.compile(r"[.!?…][\"“”»«’')]*$")
_NONE = re.compile(r"\W*NONE\W*", re.IGNORECASE)
_BARE = re.compile(r"[\[【]\s*((?:Quote\s+)?\d{1,3}(?:\s*[,;&]\s*\d{1,3})*)\s*[\]】]", re.IGNORECASE)
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL)
_LIST = re.compile(r"^\s*(?:[-*•]\s+|\d{1,2}[.)]\s+(?=[\[【]))")
_EMPHASIS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\w)|(?<=[\w.!?])[*_](?!\w)|^#+\s*")
_MARKUP = re.compile(
    r"!?\[[^\]]*\]\s*\(|https?:|www\.|<\s*/?[a-z!]|&#?\w+;|javascript:|data:\w+/|\]\s*\[", re.IGNORECASE
)
_ORDERS = re.compile(
    r"\b(?:ignor\w*|disregard\w*|forget|vergiss|vergessen sie|missachte\w*)\s(?:\S+\s){0,4}?"
    r"(?:instruction\w*|prompt\w*|orders|rules|anweisung\w*|vorgabe\w*|regeln)\b"
    r"|\bsystem[\s-]?prompt\w*|\bas an? (?:ai|language|large)\b|\bals (?:ki|sprachmodell|ai)\b"
    r"|\bmy instructions\b|\bmeine anweisungen\b",
    re.IGNORECASE,
)
_INERT = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "⟦": "(", "⟧": ")"})


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as a model wrote it, with the numbers it cites, counted from 1."""

    text: str
    cited: tuple[int, ...]


# -- to the model ----------------------------------------------------------------------------------


def prompt(question: str, language: str, count: int, quotes: Sequence[Quote]) -> tuple[str, str]:
    """Standing orders and the prompt proper; each quote stands between marks that cannot occur in it.

    The marks hold a hash of all that they fence, so that no text can contain its own; angle and square brackets, which
    make up the control words of models, become others.
    """
    fenced = "\n".join([question, *(quote.text for quote in quotes)])
    mark = hashlib.sha256(fenced.encode("utf-8", "replace")).hexdigest()[:10]
    opens, closes = f"⟦{mark}", f"{mark}⟧"
    listed = "\n\n".join(
        f"[{number}] {_heading(quote)}\n{opens}\n{inert(quote.text)}\n{closes}"
        for number, quote in enumerate(quotes, 1)
    )
    words = {"language": NAMES.get(language, "English"), "count": str(count), "opens": opens, "closes": closes}
    asked = {"question": inert(question), "quotes": listed, **words}
    return _words("orders").substitute(words), _words("question").substitute(asked)


@cache
def _words(name: str) -> Template:
    return Template(resources.files("kb.prompts").joinpath(f"{name}.md").read_text(encoding="utf-8"))


def inert(text: str) -> str:
    """Text on one line, in which nothing can be taken for a mark of ours or a control word of a model."""
    return " ".join(clean(text).translate(_INERT).split())


def _heading(quote: Quote) -> str:
    known = (quote.about, quote.by, quote.said.isoformat() if quote.said else "")
    return inert(" · ".join(part for part in known if part))


# -- from the model --------------------------------------------------------------------------------


def lines(pieces: Iterable[str]) -> Iterator[str]:
    """The lines of a stream, each as soon as it has ended; what a model thinks aloud is left out."""
    held = ""
    for piece in pieces:
        held += piece
        if "<think" in held and "</think" not in held:
            continue
        *ended, held = _THOUGHT.sub("", held).split("\n")
        yield from (line[:LONGEST] for line in ended if line.strip())
    rest = _THOUGHT.sub("", held)[:LONGEST]
    if rest.strip():
        yield rest


def says_none(line: str) -> bool:
    """Whether a line says that the quotes don't answer."""
    return bool(_NONE.fullmatch(_BARE.sub("", line)))


def sentences(line: str) -> list[Line]:
    """The sentences of a line, all with the numbers cited anywhere on it; emphasis and bullets are dropped."""
    bare = _EMPHASIS.sub("", _LIST.sub("", line.strip())).strip()
    numbers = [int(digits) for match in _BARE.finditer(bare) for digits in re.findall(r"\d+", match[1])]
    cited = tuple(dict.fromkeys(numbers))
    text = clean(re.sub(r"\s+([.,;:!?])", r"\1", _BARE.sub(" ", bare)))
    found = (text[start:end].strip() for start, end in sentence_spans(text[:LONGEST]))
    return [Line(sentence, cited) for sentence in found if any(char.isalnum() for char in sentence)]


def finished(text: str) -> bool:
    """Whether a sentence has an end: what was cut short may lack the "not"."""
    return bool(_END.search(text))


def marked_up(text: str) -> bool:
    """Whether a sentence holds a link, a picture or a tag."""
    return bool(_MARKUP.search(text))


def gives_orders(text: str) -> bool:
    """Whether a sentence speaks of instructions to a model or of the model itself: an injection, echoed."""
    return bool(_ORDERS.search(text))
