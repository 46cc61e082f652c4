"""Disagreeing: a user corrects a flag or a fact, takes it back, and exports all of it as a labelled set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kb.disagreement import (
    FACTS,
    Correction,
    Value,
    corrected_reasons,
    facts_of,
    implied,
    named_sentence,
    names_of,
    one_line,
    said_of_document,
    said_of_sentence,
)
from kb.errors import KnowledgeBaseError
from kb.library import Library
from kb.model import LABELS, Document
from kb.text import identity

Record = dict[str, Any]
Given = str | Sequence[str] | None  # a fact as a user gives it

HOLDER = "correcting"
WAYS_OUT = (("attributed", True), ("claim", False))  # what a user who denies `unsupported` means, one of these


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What a user has corrected in one document: its facts, and by the start of each sentence its labels."""

    facts: tuple[Correction, ...]
    sentences: Mapping[int, tuple[Correction, ...]]


# -- correcting ------------------------------------------------------------------------------------


def correct_flag(library: Library, document_id: str, sentence: str, label: str, holds: bool) -> Correction:
    """Says that a label holds of a sentence (given by its words, or enough of them) or doesn't; it is so at once.

    A sentence of six or more words is corrected wherever it stands, a shorter one in this article.

    Raises:
        NotFound: there is no such document, or no such sentence in it; the message names the nearest one.
        KnowledgeBaseError: there is no such label, or the words fit several sentences.
        Busy: another process keeps writing.
    """
    check_label(label, holds)
    with library.store.writing(HOLDER):
        document, sentences = library.store.as_read(document_id)
        found = named_sentence(sentences, sentence)
        context = _context(library.store.document(document_id)) | {"labels": [flag.label for flag in found.flags]}
        was = label in found.labels
        said = Correction(0, "", label, holds, was, found.text, names_of(document), context)
        return library.store.correct(said)


def correct_fact(library: Library, document_id: str, fact: str, value: Given) -> Correction:
    """Gives an article another publisher, title (text), date (`published`, ISO text) or authors (names).

    None or an empty text says that there is none. It holds at once, and for whatever is read from the same file or
    address later.

    Raises:
        NotFound: there is no such document.
        KnowledgeBaseError: there is no such fact, or the value cannot be one.
        Busy: another process keeps writing.
    """
    wanted = checked(fact, value)
    with library.store.writing(HOLDER):
        read, _ = library.store.as_read(document_id)
        said = Correction(0, "", fact, wanted, facts_of(read)[fact], None, names_of(read), _context(read))
        return library.store.correct(said)


def undo(library: Library, number: int) -> Correction:
    """Takes a correction back: what the program had read holds again. Gives what was taken back.

    Raises:
        NotFound: there is no such correction.
        Busy: another process keeps writing.
    """
    with library.store.writing(HOLDER):
        return library.store.undo_correction(number)


# -- looking ---------------------------------------------------------------------------------------


def disagreement(library: Library, document_id: str) -> Disagreement:
    """What is corrected in a document, also by what was said of the same words elsewhere.

    Raises:
        NotFound: there is no such document.
    """
    document = library.store.document(document_id)
    sentences = library.store.sentences(document_id, document.text)
    about = library.store.corrections_about(document, sentences)
    names, own = names_of(document), {}
    for sentence in sentences if any(each.words is not None for each in about) else ():
        key = identity(sentence.text)
        if said := tuple(each for each in about if said_of_sentence(each, key, names)):
            own[sentence.start] = said
    return Disagreement(tuple(each for each in about if said_of_document(each, names)), own)


def corrected_records(library: Library, document_id: str) -> tuple[list[Record], dict[int, list[Record]]]:
    """The same as plain records: of the document's facts, and of its sentences by their starts.

    Raises:
        NotFound: there is no such document.
    """
    found = disagreement(library, document_id)
    sentences = {start: [correction_record(each) for each in said] for start, said in found.sentences.items()}
    return [correction_record(each) for each in found.facts], sentences


def correction_record(correction: Correction) -> Record:
    """A correction as a plain record; `label` or `fact` names what was corrected, `by` is always the user."""
    context = correction.context
    record: Record = {"id": correction.id, "by": "user", "on": correction.made_at[:10]}
    record["fact" if correction.words is None else "label"] = correction.what
    record |= {"value": _plain(correction.value), "was": _plain(correction.was)}
    if correction.words is not None:
        record |= {"sentence": correction.words, "everywhere": correction.everywhere}
    return record | {key: context.get(key) for key in ("document_id", "origin", "title", "url")}


# -- exporting -------------------------------------------------------------------------------------


def exported(library: Library) -> Iterator[Record]:
    """Every corrected sentence with its labels after correction, as labelled sentences are written: one record each.

    `file` and `i` (its place among the document's sentences, None where it is in none now), `sentence`, a truth value
    for each label, `read` (the program's labels), `by_user` (what the user said), `corrected_on` and the document.
    """
    groups: dict[tuple[str | None, frozenset[str]], list[Correction]] = {}
    for each in library.store.corrections():
        if each.words is not None:
            groups.setdefault((each.key, frozenset() if each.everywhere else each.names), []).append(each)
    for group in groups.values():
        yield _labelled(library, group)


def exported_facts(library: Library) -> Iterator[Record]:
    """Every corrected fact of a document: `file`, `fact`, `read`, `corrected`, `corrected_on` and the document."""
    for each in library.store.corrections():
        if each.words is None:
            known = {"fact": each.what, "read": _plain(each.was), "corrected": _plain(each.value)}
            yield {"file": _file(each.context), **known, "corrected_on": each.made_at[:10], **_told(each.context)}


def _labelled(library: Library, group: Sequence[Correction]) -> Record:
    newest = group[-1]
    context, place, reasons = newest.context, None, dict.fromkeys(newest.context["labels"], "")
    if places := library.store.corrected_places(newest):
        own = [found for found in places if found[0] == context["document_id"]]
        document_id, start = (own or places)[0]
        document, sentences = library.store.as_read(document_id)
        context = _context(library.store.document(document_id))
        place, one = next((at, one) for at, one in enumerate(sentences) if one.start == start)
        reasons = dict(one.reasons)
    after = corrected_reasons(reasons, group)
    return {
        "file": _file(context),
        "i": place,
        "sentence": newest.words,
        **{label: label in after for label in LABELS},
        "read": {label: label in reasons for label in LABELS},
        "by_user": {label: value for each in group for label, value in implied(each.what, bool(each.value)).items()},
        "corrected_on": newest.made_at[:10],
        **_told(context),
    }


def _context(document: Document) -> Record:
    """What is known of the document that something is said in."""
    known: Record = {"document_id": document.id, "origin": document.source.origin, **facts_of(document)}
    known["authors"] = list(document.authors)
    return known | {"url": document.url, "language": document.language}


def _told(context: Mapping[str, Any]) -> Record:
    return {key: context.get(key) for key in ("document_id", "title", "publisher", "published", "url", "language")}


def _file(context: Mapping[str, Any]) -> str:
    origin = str(context["origin"])
    return origin if origin.startswith(("http://", "https://")) else Path(origin).name


def _plain(value: Value) -> Any:
    return list(value) if isinstance(value, tuple) else value


# -- what can be said --------------------------------------------------------------------------------


def checked(fact: str, value: Given) -> str | tuple[str, ...] | None:
    """The value as it is kept; None where there is none.

    Raises:
        KnowledgeBaseError: there is no such fact, or it cannot have this value; the message says what can be.
    """
    if fact not in FACTS:
        raise KnowledgeBaseError(f"{fact} cannot be corrected; what can be is {', '.join(FACTS)}")
    if fact == "authors":
        names = [value] if isinstance(value, str) else value or ()
        return tuple(dict.fromkeys(filter(None, (one_line(name) for name in names))))
    if value is not None and not isinstance(value, str):
        raise KnowledgeBaseError(f"{fact} is one text, not a list")
    text = one_line(value or "")
    if fact == "title" and not text:
        raise KnowledgeBaseError("a title needs words")
    return _day(text) if fact == "published" and text else text or None


def check_label(label: str, holds: bool) -> None:
    """Whether this can be said of a sentence.

    Raises:
        KnowledgeBaseError: there is no such label, or denying it leaves open what is meant (see `WAYS_OUT`).
    """
    if label not in LABELS:
        raise KnowledgeBaseError(f"{label} is no label; the labels are {', '.join(LABELS)}")
    if label == "unsupported" and not holds:
        raise KnowledgeBaseError(
            "a sentence is unsupported if it is a claim that names no source; say which of the two is wrong: "
            "attributed=yes (it does name one) or claim=no (there is nothing to check)"
        )


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise KnowledgeBaseError(f"{text} is no date; write it as 2025-03-30") from None
    if day > date.today() + timedelta(days=1):  # it may be tomorrow elsewhere already
        raise KnowledgeBaseError(f"{text} lies in the future; nothing can have been published then")
    return day.isoformat()
