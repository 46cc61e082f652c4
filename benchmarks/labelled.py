"""Labelled sentences in their documents (`tests/eval/labelled_*.txt`), and how flags are held against them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from kb.flags import flag, load_lexicons, notices
from kb.model import LABELS, Block, BlockKind, Document, Link, Sentence, Source

SENTENCES = Path("tests/eval/labelled_sentences.txt")
ELSEWHERE = Path("tests/eval/labelled_elsewhere.txt")  # by other authors than the rules, read only after first sight
LETTERS = {"c": "claim", "m": "marketing", "a": "attributed", "v": "vague", "f": "forecast"}
_LINE = re.compile(r"(\* )?([-~cmavf]+): (.*)")
_LINK = re.compile(r"\[\[([^|\]]*)\|([^\]]*)\]\]")
_DAY = date(2025, 9, 1)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document, its sentences in order, the labels each should have; `unjudged`: where attribution isn't.

    `asides` are lines that the cleaner removes ("Anzeige").
    """

    document: Document
    sentences: tuple[Sentence, ...]
    labels: tuple[frozenset[str], ...]
    unjudged: frozenset[int]
    genre: str
    asides: tuple[Sentence, ...] = ()


@dataclass(slots=True)
class _Page:
    """A document while it is read: blocks as (kind, start, end)."""

    text: str = ""
    open: bool = False
    blocks: list[tuple[BlockKind, int, int]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    spans: list[tuple[int, int, str]] = field(default_factory=list)

    def add(self, kind: BlockKind, words: str, letters: str | None) -> None:
        """A sentence: into the paragraph that is open, or as a block of its own."""
        joins = self.open and kind == "paragraph"
        self.text += (" " if joins else "\n\n") if self.text else ""
        start = len(self.text)
        place = 0
        for match in _LINK.finditer(words):
            self.text += words[place : match.start()]
            self.links.append(Link(len(self.text), len(self.text) + len(match.group(1)), match.group(2)))
            self.text += match.group(1)
            place = match.end()
        self.text += words[place:]
        if joins:
            last = self.blocks.pop()
            self.blocks.append((last[0], last[1], len(self.text)))
        else:
            self.blocks.append((kind, start, len(self.text)))
        self.open = kind == "paragraph"
        if letters is not None:
            self.spans.append((start, len(self.text), letters))


def read_labelled(path: Path = SENTENCES) -> Iterator[Labelled]:
    """The documents of the file, in order."""
    for part in re.split(r"(?m)^=== ", path.read_text(encoding="utf-8"))[1:]:
        head, _, body = part.partition("\n")
        yield _labelled(head.split("|"), body)


def _labelled(head: Sequence[str], body: str) -> Labelled:
    name, language, publisher, title, genre, *day = head
    page, asides = _Page(), []
    for line in body.split("\n"):
        if line.startswith("! "):
            asides.append(Sentence(name, 0, len(line) - 2, line[2:]))
        elif match := _LINE.fullmatch(line):
            page.add("list_item" if match.group(1) else "paragraph", match.group(3), match.group(2))
        elif line.startswith("# "):
            page.add("heading", line[2:], None)
        else:
            page.open = False
    published = date.fromisoformat(day[0]) if day else _DAY
    source = Source(name, name, "text/plain", datetime(2025, 9, 1, tzinfo=UTC))
    document = Document(name, source, title, page.text, publisher=publisher, published=published, language=language)
    wanted = [frozenset(LETTERS[letter] for letter in letters if letter in LETTERS) for *_, letters in page.spans]
    return Labelled(
        replace(document, blocks=tuple(Block(*block) for block in page.blocks), links=tuple(page.links)),
        tuple(Sentence(name, start, end, page.text[start:end]) for start, end, _ in page.spans),
        tuple(one | {"unsupported"} if "claim" in one and "attributed" not in one else one for one in wanted),
        frozenset(at for at, (*_, letters) in enumerate(page.spans) if "~" in letters),
        genre,
        tuple(asides),
    )


def flagged(labelled: Labelled) -> list[Sentence]:
    """The document's sentences with the flags they get, its notices seen."""
    lexicon = load_lexicons()[labelled.document.language]
    seen = notices(labelled.document, labelled.sentences, [one.text for one in labelled.asides], lexicon)
    return flag(replace(labelled.document, notices=seen), labelled.sentences, lexicon)


def quality(documents: Sequence[Labelled]) -> dict[str, dict[str, dict[str, float]]]:
    """By language and label: precision, recall, F1 and the number of sentences that bear the label."""
    tally: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in documents:
        for at, (sentence, wanted) in enumerate(zip(flagged(one), one.labels, strict=True)):
            for label in LABELS:
                if label == "attributed" and at in one.unjudged:
                    continue
                cell = tally[one.document.language, label]
                cell[0] += label in wanted and label in sentence.labels
                cell[1] += label in sentence.labels
                cell[2] += label in wanted
    found: dict[str, dict[str, dict[str, float]]] = {}
    for (language, label), (right, given, wanted_count) in sorted(tally.items()):
        found.setdefault(language, {})[label] = {
            "precision": round(right / given, 3) if given else 1.0,
            "recall": round(right / wanted_count, 3) if wanted_count else 1.0,
            "f1": round(2 * right / (given + wanted_count), 3) if given + wanted_count else 1.0,
            "sentences": wanted_count,
        }
    return found


def macro(found: dict[str, dict[str, dict[str, float]]]) -> float:
    """The mean F1 of all labels in all languages."""
    values = [cell["f1"] for labels in found.values() for cell in labels.values()]
    return round(sum(values) / len(values), 3)
