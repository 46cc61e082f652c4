"""What the user has corrected: remembered apart from the documents, and applied to all that is or will be written."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kb.disagreement import (
    Correction,
    Value,
    contradict,
    corrected_document,
    corrected_sentences,
    facts_of,
    names_of,
    said_of_sentence,
    with_facts,
)
from kb.errors import NotFound
from kb.model import Document, Sentence
from kb.store.origins import now
from kb.store.reading import Reading
from kb.store.records import NewDocument
from kb.store.searching import in_chunks
from kb.store.writing import Writing
from kb.text import identity, stems

_FACTS = -1  # the place of a document's facts among its sentences


class Corrections(Reading, Writing):
    """Methods of `Store` about corrections. What the program itself had read is kept beside what was corrected."""

    languages: tuple[str, ...]

    # -- reading -----------------------------------------------------------------------------------

    def corrections(self) -> list[Correction]:
        """All of them, the oldest first."""
        return self._select("SELECT * FROM corrections ORDER BY id", ())

    def correction(self, number: int) -> Correction:
        """One of them.

        Raises:
            NotFound: there is no such correction.
        """
        for found in self._select("SELECT * FROM corrections WHERE id = ?", (number,)):
            return found
        raise NotFound(f"no correction {number}; `kb corrections` lists them")

    def corrections_about(self, document: Document, sentences: Iterable[Sentence]) -> list[Correction]:
        """Those that may concern the document or one of these sentences, the oldest first."""
        found: dict[int, Correction] = {}
        for marks, chunk in in_chunks({identity(sentence.text) for sentence in sentences}):
            query = f"SELECT * FROM corrections WHERE key IN ({marks})"
            found |= {each.id: each for each in self._select(query, chunk)}
        names = sorted(names_of(document))
        query = (
            "SELECT * FROM corrections WHERE key IS NULL AND id IN"
            f" (SELECT correction FROM corrected_names WHERE name IN ({', '.join('?' * len(names))}))"
        )
        found |= {each.id: each for each in self._select(query, names)}
        return [found[number] for number in sorted(found)]

    def as_read(self, document_id: str) -> tuple[Document, list[Sentence]]:
        """A document and its sentences as the program read them, before any correction.

        Raises:
            NotFound: there is no such document.
        """
        document = self.document(document_id)
        query = "SELECT start, said FROM as_read WHERE document_id = ?"
        said = {start: json.loads(text) for start, text in self.connection.execute(query, (document_id,))}
        sentences = self.sentences(document_id, document.text)
        found = [
            replace(one, labels=frozenset(said[one.start]), reasons=said[one.start]) if one.start in said else one
            for one in sentences
        ]
        return with_facts(document, said.get(_FACTS, {})), found

    def corrected_places(self, correction: Correction) -> list[tuple[str, int]]:
        """(document, start) of every sentence that a correction was said of."""
        found = []
        for document_id in self._concerned(correction) if correction.words is not None else ():
            document = self.document(document_id)
            names = names_of(document)
            for one in self.sentences(document_id, document.text):
                if said_of_sentence(correction, identity(one.text), names):
                    found.append((document_id, one.start))
        return found

    def _select(self, query: str, arguments: Sequence[object]) -> list[Correction]:
        rows = self.connection.execute(query, arguments).fetchall()
        names: dict[int, set[str]] = {}
        for marks, chunk in in_chunks(row[0] for row in rows):
            query = f"SELECT correction, name FROM corrected_names WHERE correction IN ({marks})"
            for number, name in self.connection.execute(query, chunk):
                names.setdefault(number, set()).add(name)
        return [_correction(row, frozenset(names.get(row[0], ()))) for row in rows]

    def _concerned(self, correction: Correction) -> list[str]:
        """The documents that a correction may concern, in order of their ids."""
        if correction.words is not None and correction.everywhere:
            return self._with_words(correction.words)
        names, found = sorted(correction.names), set()
        marks = ", ".join("?" * len(names))
        for query in (
            f"SELECT id FROM documents WHERE id IN ({marks})",
            f"SELECT id FROM documents WHERE url IN ({marks})",
            f"SELECT document_id FROM origins WHERE document_id IS NOT NULL AND origin IN ({marks})",
            f"SELECT document_id FROM origins WHERE document_id IS NOT NULL AND sha256 IN ({marks})",
        ):
            found |= {row[0] for row in self.connection.execute(query, names)}
        return sorted(found)

    def _with_words(self, said: str) -> list[str]:
        """The documents that may have a sentence of these words; a sentence is always within one passage."""
        found: set[str] = set()
        for language in self.languages:
            table, phrase = f"words_{language}", " ".join(stems(said, language)).replace('"', " ")
            query = f"SELECT document_id FROM passages WHERE id IN (SELECT rowid FROM {table} WHERE {table} MATCH ?)"
            found |= {row[0] for row in self.connection.execute(query, (f'"{phrase}"',))}
        return sorted(found)

    # -- writing: each is one transaction ----------------------------------------------------------

    def correct(self, said: Correction) -> Correction:
        """Remembers a correction (its number and time are given here) in place of those it contradicts, and applies it.

        It holds at once in everything stored: labels, filters, citations.
        """
        with self.transaction() as db:
            rivals = [each for each in self._rivals(said) if contradict(each, said)]
            made = replace(said, made_at=now())
            concerned = {*self._concerned(made)}.union(*(self._concerned(each) for each in rivals))
            db.executemany("DELETE FROM corrections WHERE id = ?", ((each.id,) for each in rivals))
            made = replace(made, id=_insert(db, made))
            for document_id in sorted(concerned):
                self._settle(db, document_id)
        return made

    def undo_correction(self, number: int) -> Correction:
        """Forgets a correction; what the program had read holds again. Gives what was forgotten.

        Raises:
            NotFound: there is no such correction.
        """
        with self.transaction() as db:
            gone = self.correction(number)
            concerned = self._concerned(gone)
            db.execute("DELETE FROM corrections WHERE id = ?", (number,))
            for document_id in concerned:
                self._settle(db, document_id)
        return gone

    def add(self, new: NewDocument) -> None:
        """Writes a document, its source as origin, and all that belongs to it, as the user has corrected it."""
        corrected = self._corrected(new)
        super().add(corrected)
        self._keep_read(new, corrected)

    def replace(self, document_id: str, new: NewDocument) -> None:
        """Puts what was read anew, as the user has corrected it, in a document's place.

        Raises:
            NotFound: there is no such document.
        """
        corrected = self._corrected(new)
        super().replace(document_id, corrected)
        self._keep_read(new, corrected)

    def _corrected(self, new: NewDocument) -> NewDocument:
        about = self.corrections_about(new.document, new.sentences)
        if not about:
            return new
        document = corrected_document(new.document, about)
        return replace(new, document=document, sentences=corrected_sentences(document, new.sentences, about))

    def _keep_read(self, read: NewDocument, corrected: NewDocument) -> None:
        if read is not corrected:
            with self.transaction() as db:
                _write_read(db, (read.document, read.sentences), (corrected.document, corrected.sentences))

    def _rivals(self, said: Correction) -> list[Correction]:
        """Earlier corrections of the same words, or of the same article's facts."""
        if said.words is None:
            return [each for each in self.corrections() if each.words is None and each.names & said.names]
        same = self._select("SELECT * FROM corrections WHERE key = ? ORDER BY id", (said.key,))
        return [each for each in same if said.everywhere or each.names & said.names]

    def _settle(self, db: sqlite3.Connection, document_id: str) -> None:
        """Makes what is stored of a document what the corrections make of what was read."""
        stored = self.document(document_id)
        before = {one.start: one.reasons for one in self.sentences(document_id, stored.text)}
        read, sentences = self.as_read(document_id)
        about = self.corrections_about(read, sentences)
        document, corrected = corrected_document(read, about), corrected_sentences(read, sentences, about)
        if facts_of(document) != facts_of(stored):
            values = (document.title, _dump(document.authors), document.publisher, facts_of(document)["published"])
            query = "UPDATE documents SET title = ?, authors = ?, publisher = ?, published = ? WHERE id = ?"
            db.execute(query, (*values, document_id))
        for one in corrected:
            if one.reasons != before[one.start]:
                query = "UPDATE sentences SET reasons = ? WHERE document_id = ? AND start = ?"
                db.execute(query, (_dump(one.reasons), document_id, one.start))
        _write_read(db, (read, sentences), (document, corrected))


_Pair = tuple[Document, Sequence[Sentence]]


def _write_read(db: sqlite3.Connection, read: _Pair, corrected: _Pair) -> None:
    """Keeps what was read of a document wherever it is not what is stored now."""
    document_id = read[0].id
    db.execute("DELETE FROM as_read WHERE document_id = ?", (document_id,))
    was, is_now = facts_of(read[0]), facts_of(corrected[0])
    rows: list[tuple[int, Mapping[str, Any]]] = []
    if facts := {fact: value for fact, value in was.items() if is_now[fact] != value}:
        rows.append((_FACTS, facts))
    rows += [(old.start, old.reasons) for old, new in zip(read[1], corrected[1], strict=True) if old != new]
    db.executemany("INSERT INTO as_read VALUES (?, ?, ?)", ((document_id, start, _dump(said)) for start, said in rows))


def _insert(db: sqlite3.Connection, made: Correction) -> int:
    cursor = db.execute(
        "INSERT INTO corrections (made_at, what, value, was, words, key, context) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (made.made_at, made.what, _dump(made.value), _dump(made.was), made.words, made.key, _dump(dict(made.context))),
    )
    number = int(cursor.lastrowid or 0)
    db.executemany("INSERT INTO corrected_names VALUES (?, ?)", ((number, name) for name in sorted(made.names)))
    return number


def _correction(row: Sequence[Any], names: frozenset[str]) -> Correction:
    number, made_at, what, value, was, words, _, context = row
    return Correction(number, made_at, what, _value(value), _value(was), words, names, json.loads(context))


def _value(text: str) -> Value:
    found = json.loads(text)
    return tuple(found) if isinstance(found, list) else found


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
