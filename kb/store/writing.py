"""The writing half of the store: every method is one transaction."""

from __future__ import annotations

import json
import sqlite3
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.errors import NotFound
from kb.model import Document, Source
from kb.store.origins import now, write_origin
from kb.store.records import NewDocument, Relation, Remark
from kb.store.versions import chain, join, make_newest, unlink


def vector_blob(vector: NDArray[np.float32]) -> bytes:
    """A vector as stored: float16, little-endian. Rounding changes a cosine by less than 0.0005."""
    return np.asarray(vector, "<f2").tobytes()


class Writing:
    """Methods of `Store` that change it; they need `Store.writing`."""

    @abstractmethod
    def transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        """All or nothing."""

    def add(self, new: NewDocument) -> None:
        """Writes a document, its source as origin, and all that belongs to it."""
        with self.transaction() as db:
            _write_document(db, new, now())
            if new.successor:
                db.execute("UPDATE documents SET supersedes = ? WHERE id = ?", (new.document.id, new.successor))
            write_origin(db, new.document.source, new.document.id, "read", new.remark)

    def replace(self, document_id: str, new: NewDocument) -> None:
        """Puts what was read anew in a document's place: its origins, its age and its versions stay what they were.

        Raises:
            NotFound: there is no such document.
        """
        with self.transaction() as db:
            query = "SELECT language, supersedes, added_at FROM documents WHERE id = ?"
            language, supersedes, added_at = _found(db.execute(query, (document_id,)).fetchone(), document_id)
            _delete_document(db, document_id, language)
            _write_document(db, replace(new, supersedes=supersedes), added_at)
            both = (new.document.id, document_id)
            db.execute("UPDATE documents SET supersedes = ? WHERE supersedes = ?", both)
            db.execute("UPDATE origins SET document_id = ? WHERE document_id = ?", both)

    def merge(self, document_id: str, into: str) -> None:
        """Makes a document's origins carry another one instead, and deletes it: their texts are the same after all.

        Raises:
            NotFound: there is no such document.
        """
        with self.transaction() as db:
            language = _language(db, document_id)
            members = chain(db, document_id)
            others = [member for member in members if member != document_id]
            db.execute("UPDATE origins SET document_id = ?, state = 'copy' WHERE document_id = ?", (into, document_id))
            unlink(db, document_id)
            if members[-1] == document_id and into in others:
                make_newest(db, into, others)  # what the origins carry now
            elif members[-1] == document_id:
                join(db, others, into)
            _delete_document(db, document_id, language)

    def supersede(self, older: str, document_id: str) -> None:
        """Makes a document, and the versions before it, older versions of another: nothing carries it any more."""
        with self.transaction() as db:
            join(db, chain(db, older), document_id)

    def compare_again(self) -> None:
        """Forgets the translations and which documents were compared for them."""
        with self.transaction() as db:
            db.execute("DELETE FROM relations WHERE kind = 'translation'")
            db.execute("DELETE FROM meta WHERE key = 'related_until'")

    def remove(self, document_id: str) -> list[str]:
        """Deletes a document with everything of it, words and origins included.

        Gives the SHA-256 of the bytes that carried it and carry nothing else; they are remembered as removed.

        Raises:
            NotFound: there is no such document.
        """
        with self.transaction() as db:
            language = _language(db, document_id)
            rows = db.execute("SELECT origin, sha256 FROM origins WHERE document_id = ?", (document_id,)).fetchall()
            db.execute("DELETE FROM origins WHERE document_id = ?", (document_id,))
            unlink(db, document_id)
            _delete_document(db, document_id, language)
            left = "SELECT 1 FROM origins WHERE sha256 = ? AND document_id IS NOT NULL"
            carried = sorted({row[1] for row in rows if db.execute(left, (row[1],)).fetchone() is None})
            names = {document_id, *carried, *(row[0] for row in rows if row[0].startswith("http"))}
            db.executemany("INSERT OR REPLACE INTO removed VALUES (?, ?)", ((name, now()) for name in names))
        return carried

    def relate(self, relations: Iterable[Relation], until: str) -> None:
        """Notes translations, and that all documents added until then (ISO time) have been compared."""
        with self.transaction() as db:
            _write_relations(db, relations)
            db.execute("INSERT OR REPLACE INTO meta VALUES ('related_until', ?)", (until,))

    def bring_back(self, document_id: str, source: Source, remark: Remark) -> None:
        """Makes an old version the newest again: its origin has returned to it."""
        with self.transaction() as db:
            make_newest(db, document_id, chain(db, document_id))
            write_origin(db, source, document_id, "read", remark)

    def put_tags(self, document_id: str, tags: Iterable[str]) -> None:
        """Gives a document other tags."""
        with self.transaction() as db:
            db.execute("UPDATE documents SET tags = ? WHERE id = ?", (_dump(list(tags)), document_id))

    def put_meta(self, values: Mapping[str, bytes | str]) -> None:
        """Sets named values."""
        with self.transaction() as db:
            db.executemany(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", values.items()
            )

    def sum_again(self) -> None:
        """Works the sums of the vectors out anew (they drift by rounding, and a repair may need it)."""
        with self.transaction() as db:
            self._sum_again(db)

    def _sum_again(self, db: sqlite3.Connection) -> None:
        db.execute("DELETE FROM meta WHERE key LIKE 'sum_%' OR key LIKE 'count_%'")
        for (language,) in db.execute("SELECT DISTINCT language FROM passages").fetchall():
            blobs = db.execute("SELECT vector FROM passages WHERE language = ?", (language,)).fetchall()
            vectors = np.stack([np.frombuffer(blob, "<f2") for (blob,) in blobs]).astype(np.float32)
            _move_sum(db, language, len(vectors), vectors)


def _found(row: tuple[Any, ...] | None, document_id: str) -> tuple[Any, ...]:
    if row is None:
        raise NotFound(f"no document {document_id}; `kb documents` lists them")
    return row


def _language(db: sqlite3.Connection, document_id: str) -> str:
    found = db.execute("SELECT language FROM documents WHERE id = ?", (document_id,)).fetchone()
    return str(_found(found, document_id)[0])


def _write_document(db: sqlite3.Connection, new: NewDocument, added_at: str) -> None:
    """A document with its passages, sentences, words, signature and relations."""
    document = new.document
    db.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        _document_row(document, new.supersedes, added_at),
    )
    rows = [_write_passage(db, new, index) for index in range(len(new.passages))]
    _write_sentences(db, new, rows)
    db.executemany(
        "INSERT OR IGNORE INTO bands VALUES (?, ?, ?)",
        ((band, value, document.id) for band, value in enumerate(new.bands)),
    )
    db.execute("INSERT INTO shingles VALUES (?, ?)", (document.id, new.signature))
    _write_relations(db, new.relations)
    _move_sum(db, document.language, len(new.passages), new.vectors)


def _delete_document(db: sqlite3.Connection, document_id: str, language: str) -> None:
    """A document with all that `_write_document` wrote."""
    _remove_passages(db, document_id, language)
    for table in ("bands", "shingles"):
        db.execute(f"DELETE FROM {table} WHERE document_id = ?", (document_id,))
    db.execute("DELETE FROM relations WHERE earlier = ?1 OR later = ?1", (document_id,))
    db.execute("DELETE FROM documents WHERE id = ?", (document_id,))


def _remove_passages(db: sqlite3.Connection, document_id: str, language: str) -> None:
    rows = db.execute("SELECT id, vector FROM passages WHERE document_id = ?", (document_id,)).fetchall()
    if rows:
        vectors = np.stack([np.frombuffer(blob, "<f2") for _, blob in rows]).astype(np.float32)
        _move_sum(db, language, -len(rows), -vectors)
    db.executemany(f"DELETE FROM words_{language} WHERE rowid = ?", ((row,) for row, _ in rows))


def _document_row(document: Document, supersedes: str | None, added_at: str) -> tuple[object, ...]:
    return (
        document.id,
        document.title,
        _dump(document.authors),
        document.publisher,
        document.published.isoformat() if document.published else None,
        document.updated.isoformat() if document.updated else None,
        document.language,
        document.url,
        document.text,
        _dump([(b.kind, b.start, b.end) for b in document.blocks]),
        _dump([(link.start, link.end, link.href) for link in document.links]),
        _dump([(flag.label, flag.reason) for flag in document.notices]),
        _dump(document.tags),
        supersedes,
        added_at,
    )


def _write_relations(db: sqlite3.Connection, relations: Iterable[Relation]) -> None:
    rows = ((r.earlier, r.later, r.kind, r.similarity) for r in relations)
    db.executemany("INSERT OR IGNORE INTO relations VALUES (?, ?, ?, ?)", rows)


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _write_passage(db: sqlite3.Connection, new: NewDocument, index: int) -> int:
    passage, language = new.passages[index], new.document.language
    cursor = db.execute(
        "INSERT INTO passages (document_id, language, start, end, vector) VALUES (?, ?, ?, ?, ?)",
        (passage.document_id, language, passage.start, passage.end, vector_blob(new.vectors[index])),
    )
    row = int(cursor.lastrowid or 0)
    if new.tokens:
        db.execute("INSERT INTO tokens VALUES (?, ?, ?)", (row, new.tokens[index].bits, new.tokens[index].starts))
    db.execute(f"INSERT INTO words_{language} (rowid, stems) VALUES (?, ?)", (row, new.stems[index]))
    return row


def _write_sentences(db: sqlite3.Connection, new: NewDocument, rows: list[int]) -> None:
    def passage_of(start: int) -> int | None:
        return next((row for row, p in zip(rows, new.passages, strict=True) if p.start <= start < p.end), None)

    db.executemany(
        "INSERT INTO sentences VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                sentence.document_id,
                sentence.start,
                sentence.end,
                passage_of(sentence.start),
                json.dumps(
                    {label: sentence.reasons.get(label, "") for label in sorted(sentence.labels)}, ensure_ascii=False
                ),
                vector_blob(new.sentence_vectors[index]),
            )
            for index, sentence in enumerate(new.sentences)
        ),
    )


def _move_sum(db: sqlite3.Connection, language: str, count: int, vectors: NDArray[np.float32]) -> None:
    if not len(vectors):
        return
    found = db.execute("SELECT value FROM meta WHERE key = ?", (f"sum_{language}",)).fetchone()
    total = np.asarray(vectors, "<f2").astype(np.float64).sum(axis=0)
    if found is not None:
        total = total + np.frombuffer(found[0], "<f8")
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"sum_{language}", total.astype("<f8").tobytes()))
    db.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = value + excluded.value",
        (f"count_{language}", count),
    )
