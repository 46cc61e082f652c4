"""The writing half of the store: every method is one transaction."""

from __future__ import annotations

import json
import sqlite3
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from kb.errors import NotFound
from kb.model import Document, Source
from kb.store.records import NewDocument, Relation


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


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
        document = new.document
        with self.transaction() as db:
            db.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                _document_row(document, new.supersedes),
            )
            if new.successor:
                db.execute("UPDATE documents SET supersedes = ? WHERE id = ?", (document.id, new.successor))
            _write_origin(db, document.source, document.id, "read", None)
            rows = [_write_passage(db, new, index) for index in range(len(new.passages))]
            _write_sentences(db, new, rows)
            db.executemany(
                "INSERT OR IGNORE INTO bands VALUES (?, ?, ?)",
                ((band, value, document.id) for band, value in enumerate(new.bands)),
            )
            db.execute("INSERT INTO shingles VALUES (?, ?)", (document.id, new.signature))
            _write_relations(db, new.relations)
            _move_sum(db, document.language, len(new.passages), new.vectors)

    def add_origin(self, source: Source, document_id: str, state: str = "copy") -> None:
        """Notes that this origin, too, carries a known document."""
        with self.transaction() as db:
            _write_origin(db, source, document_id, state, None)

    def add_rejection(self, source: Source, reason: str) -> None:
        """Notes that this origin was looked at and why it was not taken in."""
        with self.transaction() as db:
            _write_origin(db, source, None, "rejected", reason)

    def remove(self, document_id: str) -> list[int]:
        """Deletes a document with everything of it, words and origins included; gives its passages' row numbers.

        Raises:
            NotFound: there is no such document.
        """
        with self.transaction() as db:
            found = db.execute("SELECT language FROM documents WHERE id = ?", (document_id,)).fetchone()
            if found is None:
                raise NotFound(f"no document {document_id}; `kb documents` lists them")
            rows = db.execute("SELECT id, vector FROM passages WHERE document_id = ?", (document_id,)).fetchall()
            if rows:
                vectors = np.stack([np.frombuffer(blob, "<f2") for _, blob in rows]).astype(np.float32)
                _move_sum(db, found[0], -len(rows), -vectors)
            db.executemany(f"DELETE FROM words_{found[0]} WHERE rowid = ?", ((row,) for row, _ in rows))
            for table in ("bands", "shingles", "origins"):
                db.execute(f"DELETE FROM {table} WHERE document_id = ?", (document_id,))
            db.execute("DELETE FROM relations WHERE earlier = ?1 OR later = ?1", (document_id,))
            before = db.execute("SELECT supersedes FROM documents WHERE id = ?", (document_id,)).fetchone()[0]
            db.execute("UPDATE documents SET supersedes = ? WHERE supersedes = ?", (before, document_id))
            db.execute("DELETE FROM documents WHERE id = ?", (document_id,))
        return [row for row, _ in rows]

    def relate(self, relations: Iterable[Relation], until: str) -> None:
        """Notes translations, and that all documents added until then (ISO time) have been compared."""
        with self.transaction() as db:
            _write_relations(db, relations)
            db.execute("INSERT OR REPLACE INTO meta VALUES ('related_until', ?)", (until,))

    def bring_back(self, document_id: str, source: Source) -> None:
        """Makes an old version the newest again: its origin has returned to it."""
        with self.transaction() as db:
            newest = document_id
            while found := db.execute("SELECT id FROM documents WHERE supersedes = ?", (newest,)).fetchone():
                newest = found[0]
            if newest != document_id:
                before = db.execute("SELECT supersedes FROM documents WHERE id = ?", (document_id,)).fetchone()[0]
                db.execute("UPDATE documents SET supersedes = ? WHERE supersedes = ?", (before, document_id))
                db.execute("UPDATE documents SET supersedes = ? WHERE id = ?", (newest, document_id))
            _write_origin(db, source, document_id, "read", None)

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


def _document_row(document: Document, supersedes: str | None) -> tuple[object, ...]:
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
        _now(),
    )


def _write_relations(db: sqlite3.Connection, relations: Iterable[Relation]) -> None:
    rows = ((r.earlier, r.later, r.kind, r.similarity) for r in relations)
    db.executemany("INSERT OR IGNORE INTO relations VALUES (?, ?, ?, ?)", rows)


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _write_origin(
    db: sqlite3.Connection, source: Source, document_id: str | None, state: str, reason: str | None
) -> None:
    db.execute(
        "INSERT OR REPLACE INTO origins VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            source.origin,
            source.id,
            source.media_type,
            document_id,
            state,
            reason,
            source.fetched_at.isoformat(timespec="seconds"),
            _now(),
        ),
    )


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
