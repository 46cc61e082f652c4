"""Whether one sentence names a source by itself: somebody who can be found, nobody in particular, or none."""

from __future__ import annotations

from kb.flags.clues import LEGAL, Attribution, Clues
from kb.flags.named import is_office, is_own_count, named
from kb.flags.unnamed import unnamed
from kb.flags.voice import Voice


def attribution(clues: Clues, voice: Voice, linked: str = "") -> Attribution | None:
    """The source a sentence names (a question names none); `linked` is where a link in it leads."""
    if not clues.quotes and (clues.question or clues.opens_with("greetings") and len(clues.words) < 8):
        return None
    nobody, somebody = unnamed(clues), named(clues, voice, linked)
    if nobody is None or somebody is None:
        return nobody or somebody
    if somebody.kind == "data" and is_own_count(clues) or is_office(clues):
        return somebody
    weak = somebody.kind == "law" and not LEGAL.search(clues.text)
    return somebody if not weak and _stands_apart(clues, nobody, somebody) else nobody


def _stands_apart(clues: Clues, nobody: Attribution, somebody: Attribution) -> bool:
    """Whether the named source is another than the unnamed one: its words differ and contain a name."""
    if somebody.words in nobody.words or nobody.words in somebody.words:
        return False
    at = clues.text.find(somebody.words)
    return any(at <= clues.words[i].start < at + len(somebody.words) + 40 for i in clues.names)
