"""What a user's corrections make of sentences and documents: whose words they are said of, what follows. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from textwrap import shorten
from typing import Any

from kb.errors import KnowledgeBaseError, NotFound
from kb.model import LABELS, Document, Sentence
from kb.text import canonical, clean, fold, identity, words

FACTS = ("publisher", "published", "title", "authors")
FEW_WORDS = 6  # below it a sentence ("That is new.") says different things in different articles
FEWEST = 3  # words that are enough to name a sentence by a part of it
QUOTED = 200  # characters of a sentence that a message repeats
_BY_USER = re.compile(r"corrected by you on (\d{4}-\d\d-\d\d)")

Value = bool | str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Correction:
    """What a user said of a sentence (`what` is a label, `value` whether it holds) or of a document (`what` is a fact).

    `value` and `was` (what the program had read) are a truth value for a label, ISO text for `published`, a tuple of
    names for `authors`, otherwise a text; None where a fact is not known. `words` is the sentence, None for a fact;
    `names` are those of the article it was said in (see `names_of`). `context` is what was known there then:
    `document_id`, `origin`, `title`, `publisher`, `published`, `url`, `language`, and the sentence's `labels` as read.
    """

    id: int
    made_at: str
    what: str
    value: Value
    was: Value = None
    words: str | None = None
    names: frozenset[str] = frozenset()
    context: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str | None:
        """The identity of the sentence's words, None for a fact."""
        return None if self.words is None else identity(self.words)

    @property
    def everywhere(self) -> bool:
        """Whether it holds wherever these words stand: a whole statement does in copies, versions and reprints."""
        return self.words is not None and len(words(self.words)) >= FEW_WORDS


# -- whose it is -----------------------------------------------------------------------------------


def reason(correction: Correction) -> str:
    """The reason of a label that holds because the user says so."""
    return f"corrected by you on {correction.made_at[:10]}"


def by_user(given: str) -> str | None:
    """The day (ISO) on which the user said so, where a flag's reason says that it was the user; otherwise None."""
    match = _BY_USER.fullmatch(given)
    return match.group(1) if match else None


# -- what it is said of ----------------------------------------------------------------------------


def names_of(document: Document) -> frozenset[str]:
    """What an article is known by later: the file or address it was read from, those bytes, its own address, its text.

    The first and the third survive a changed text, the second and the fourth a moved file.
    """
    known = (document.source.origin, document.source.id, document.url, document.id)
    return frozenset(name for name in known if name)


def said_of_sentence(correction: Correction, key: str, names: frozenset[str]) -> bool:
    """Whether it was said of a sentence whose words have this identity, in an article with these names."""
    return correction.key == key and (correction.everywhere or bool(correction.names & names))


def said_of_document(correction: Correction, names: frozenset[str]) -> bool:
    """Whether it was said of the facts of an article with these names."""
    return correction.words is None and bool(correction.names & names)


# -- what follows ----------------------------------------------------------------------------------


def implied(label: str, holds: bool) -> dict[str, bool]:
    """The labels that are settled by saying that one holds or doesn't; `unsupported` follows from them.

    A source is named or vague, never both; unsupported is a claim without a named source.
    """
    if label == "unsupported" and holds:
        return {"claim": True, "attributed": False}
    if holds and label in ("attributed", "vague"):
        return {label: True, "vague" if label == "attributed" else "attributed": False}
    return {label: holds}


def contradict(one: Correction, other: Correction) -> bool:
    """Whether two corrections of the same words, or of the same article, cannot both hold."""
    if one.words is None or other.words is None:
        return one.what == other.what
    left, right = implied(one.what, bool(one.value)), implied(other.what, bool(other.value))
    return one.what == other.what or any(left[label] != right[label] for label in left.keys() & right.keys())


def corrected_reasons(reasons: Mapping[str, str], corrections: Iterable[Correction]) -> dict[str, str]:
    """The labels of a sentence with their reasons, after these corrections of it, the oldest first.

    A label that the program saw, too, keeps its reason.
    """
    found, said = dict(reasons), ""
    for correction in corrections:
        said = reason(correction)
        for label, holds in implied(correction.what, bool(correction.value)).items():
            if holds:
                found.setdefault(label, said)
            else:
                found.pop(label, None)
    if said and "claim" in found and "attributed" not in found:
        found.setdefault("unsupported", said)
    elif said:
        found.pop("unsupported", None)
    return {label: found[label] for label in LABELS if label in found}


def corrected_sentences(
    document: Document, sentences: Sequence[Sentence], corrections: Sequence[Correction]
) -> list[Sentence]:
    """The document's sentences as the user sees them, in the same order."""
    said = [correction for correction in corrections if correction.words is not None]
    if not said:
        return list(sentences)
    names, found = names_of(document), []
    for sentence in sentences:
        key = identity(sentence.text)
        if own := [correction for correction in said if said_of_sentence(correction, key, names)]:
            reasons = corrected_reasons(sentence.reasons, own)
            found.append(replace(sentence, labels=frozenset(reasons), reasons=reasons))
        else:
            found.append(sentence)
    return found


def corrected_document(document: Document, corrections: Iterable[Correction]) -> Document:
    """The document with the facts that the user gave it."""
    names = names_of(document)
    facts = {each.what: each.value for each in corrections if said_of_document(each, names)}
    return with_facts(document, facts) if facts else document


def facts_of(document: Document) -> dict[str, Value]:
    """What can be corrected of a document, as the values of a correction."""
    return {
        "publisher": document.publisher,
        "published": document.published.isoformat() if document.published else None,
        "title": document.title,
        "authors": document.authors,
    }


def with_facts(document: Document, facts: Mapping[str, Value]) -> Document:
    """The document with these facts, given as the values of corrections."""
    values: dict[str, Any] = dict(facts)
    if isinstance(day := values.get("published"), str):
        values["published"] = date.fromisoformat(day)
    if "authors" in values:
        values["authors"] = tuple(values["authors"] or ())
    return replace(document, **values)


# -- which sentence is meant ------------------------------------------------------------------------


def named_sentence(sentences: Sequence[Sentence], said: str) -> Sentence:
    """The sentence with these words, or the only one that has them in it (three words or more, "…" at an end is fine).

    Raises:
        NotFound: there is none; the message names the nearest one.
        KnowledgeBaseError: there are several.
    """
    key = identity(said)
    for sentence in sentences:
        if identity(sentence.text) == key:
            return sentence
    part = canonical(said).strip(". ").casefold()
    if len(words(part)) >= FEWEST:
        found = [sentence for sentence in sentences if part in canonical(sentence.text).casefold()]
        if len({identity(sentence.text) for sentence in found}) > 1:
            raise KnowledgeBaseError(
                f"{len(found)} sentences have these words, the first {_quoted(found[0].text)}; give more of them"
            )
        if found:
            return found[0]
    near = _nearest(sentences, said)
    hint = f"; the nearest one is {_quoted(near.text)}" if near else ""
    raise NotFound(f"no sentence of the document has the words {_quoted(said)}{hint}")


def _quoted(text: str) -> str:
    return f"“{shorten(one_line(text), QUOTED, placeholder='…')}”"


def _nearest(sentences: Iterable[Sentence], said: str) -> Sentence | None:
    """The sentence that shares most words, measured against the words of both."""
    wanted = Counter(map(fold, words(said)))

    def share(sentence: Sentence) -> float:
        own = Counter(map(fold, words(sentence.text)))
        return (wanted & own).total() / max(1, (wanted | own).total())

    return max(sentences, key=share, default=None)


def one_line(text: str) -> str:
    """A text cleaned and without line breaks."""
    return " ".join(clean(text).split())
