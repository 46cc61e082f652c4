"""The reading half of the store; what a search reads is in `searching`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from kb.errors import NotFound
from kb.model import Block, Document, Flag, Link, Sentence, Source
from kb.store.records import Filters, OriginRow, Relation
from kb.store.searching import Searching, vectors_of


class Reading(Searching):
    """Methods of `Store` that only read."""

    # -- the whole ---------------------------------------------------------------------------------

    def counts(self) -> dict[str, int]:
        """How many documents, passages and sentences there are."""
        tables = ("documents", "passages", "sentences")
        return {table: int(self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in tables}

    def integrity(self) -> list[str]:
        """What SQLite itself finds wrong with the file, and rows that belong to nothing."""
        found = [str(row[0]) for row in self.connection.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
        for table in ("passages", "sentences", "shingles"):
            query = f"SELECT count(*) FROM {table} WHERE document_id NOT IN (SELECT id FROM documents)"
            if count := int(self.connection.execute(query).fetchone()[0]):
                found.append(f"{count} rows of {table} belong to no document")
        return found

    def vector_sum(self, language: str) -> NDArray[np.float64] | None:
        """The sum of the language's passage vectors, or None where there are none."""
        blob = self.meta(f"sum_{language}")
        return np.frombuffer(blob, "<f8") if isinstance(blob, bytes) else None

    # -- documents ---------------------------------------------------------------------------------

    def has(self, document_id: str) -> bool:
        """Whether there is such a document."""
        return self.connection.execute("SELECT 1 FROM documents WHERE id = ?", (document_id,)).fetchone() is not None

    def document_ids(self) -> list[str]:
        """All documents, in the order they came."""
        return [row[0] for row in self.connection.execute("SELECT id FROM documents ORDER BY added_at, id")]

    def document(self, document_id: str) -> Document:
        """A document, with the first origin that carried it as its source.

        Raises:
            NotFound: there is no such document.
        """
        columns = "id, title, text, authors, publisher, published, updated, language, url, blocks, links, notices, tags"
        row = self.connection.execute(f"SELECT {columns} FROM documents WHERE id = ?", (document_id,)).fetchone()
        if row is None:
            raise NotFound(f"no document {document_id}; `kb documents` lists them")
        return Document(
            id=row[0],
            source=self._source(document_id),
            title=row[1],
            text=row[2],
            authors=tuple(json.loads(row[3])),
            publisher=row[4],
            published=date.fromisoformat(row[5]) if row[5] else None,
            updated=date.fromisoformat(row[6]) if row[6] else None,
            language=row[7],
            url=row[8],
            blocks=tuple(Block(*item) for item in json.loads(row[9])),
            links=tuple(Link(*item) for item in json.loads(row[10])),
            notices=tuple(Flag(*item) for item in json.loads(row[11])),
            tags=tuple(json.loads(row[12])),
        )

    def _source(self, document_id: str) -> Source:
        first = self.origins_of(document_id)[0]
        return Source(first.sha256, first.origin, first.media_type, datetime.fromisoformat(first.fetched_at))

    def published(self, document_id: str) -> str | None:
        """A document's date as ISO text, or None."""
        row = self.connection.execute("SELECT published FROM documents WHERE id = ?", (document_id,)).fetchone()
        return row[0] if row else None

    def language(self, document_id: str) -> str:
        """A document's language."""
        return str(self.connection.execute("SELECT language FROM documents WHERE id = ?", (document_id,)).fetchone()[0])

    def supersedes(self, document_id: str) -> str | None:
        """The id of the version before, if there is one."""
        row = self.connection.execute("SELECT supersedes FROM documents WHERE id = ?", (document_id,)).fetchone()
        return row[0] if row else None

    def at_address(self, url: str) -> list[str]:
        """The documents with this canonical address, in the order they came."""
        query = "SELECT id FROM documents WHERE url = ? ORDER BY added_at, id"
        return [row[0] for row in self.connection.execute(query, (url,))]

    def document_vectors(self, language: str) -> dict[str, NDArray[np.float32]]:
        """The mean vector of each document of a language."""
        found: dict[str, list[bytes]] = {}
        query = "SELECT document_id, vector FROM passages WHERE language = ?"
        for document_id, blob in self.connection.execute(query, (language,)):
            found.setdefault(document_id, []).append(blob)
        return {document_id: vectors_of(blobs).mean(axis=0) for document_id, blobs in found.items()}

    # -- origins -----------------------------------------------------------------------------------

    def origins_of(self, document_id: str) -> list[OriginRow]:
        """What carried a document, earliest first."""
        query = "SELECT * FROM origins WHERE document_id = ? ORDER BY state = 'copy', seen_at, origin"
        return [OriginRow(*row) for row in self.connection.execute(query, (document_id,))]

    def origin(self, origin: str) -> OriginRow | None:
        """What an origin carried when it was last seen."""
        query = "SELECT * FROM origins WHERE origin = ? ORDER BY seen_at DESC LIMIT 1"
        row = self.connection.execute(query, (origin,)).fetchone()
        return OriginRow(*row) if row else None

    def carried(self, origin: str) -> str | None:
        """The document that an origin carried when last one could be read from it."""
        query = (
            "SELECT document_id FROM origins WHERE origin = ? AND document_id IS NOT NULL ORDER BY seen_at DESC LIMIT 1"
        )
        row = self.connection.execute(query, (origin,)).fetchone()
        return row[0] if row else None

    def carriers(self, document_id: str) -> list[str]:
        """The origins that carry a document now."""
        query = (
            "SELECT origin FROM (SELECT origin, document_id, max(seen_at) FROM origins GROUP BY origin)"
            " WHERE document_id = ? ORDER BY origin"
        )
        return [row[0] for row in self.connection.execute(query, (document_id,))]

    def not_related(self) -> tuple[list[str], str]:
        """Documents that have not been compared for translations yet, and the time when the last of them was added."""
        until = str(self.meta("related_until") or "")
        query = "SELECT id, added_at FROM documents WHERE added_at > ? ORDER BY added_at, id"
        rows = self.connection.execute(query, (until,)).fetchall()
        return [row[0] for row in rows], rows[-1][1] if rows else until

    def rejections(self) -> list[OriginRow]:
        """Origins that were last seen carrying something that could not be taken in."""
        query = "SELECT *, max(seen_at) FROM origins GROUP BY origin HAVING state = 'rejected' ORDER BY origin"
        return [OriginRow(*row[:-1]) for row in self.connection.execute(query)]

    # -- sentences and passages --------------------------------------------------------------------

    def sentences(self, document_id: str, text: str) -> list[Sentence]:
        """A document's sentences in order; `text` is the document's."""
        query = "SELECT start, end, reasons FROM sentences WHERE document_id = ? ORDER BY start"
        return [_sentence(document_id, text, *row) for row in self.connection.execute(query, (document_id,))]

    def passage_rows(self, language: str, filters: Filters | None = None) -> list[int]:
        """Row numbers of a language's passages, all or those whose document passes the filters."""
        query = "SELECT p.id FROM passages p JOIN documents d ON d.id = p.document_id WHERE p.language = ?"
        arguments: list[object] = [language]
        if filters and filters.since:
            query, arguments = f"{query} AND d.published >= ?", [*arguments, filters.since.isoformat()]
        if filters and filters.until:
            query, arguments = f"{query} AND d.published <= ?", [*arguments, filters.until.isoformat()]
        if filters and filters.publisher:
            query += " AND instr(lower(d.publisher), lower(?))"
            arguments.append(filters.publisher)
        return [row[0] for row in self.connection.execute(query, arguments)]

    def rows_after(self, language: str, row: int) -> list[int]:
        """Row numbers of the language's passages that came after this one, in order; numbers are never used again."""
        query = "SELECT id FROM passages WHERE language = ? AND id > ? ORDER BY id"
        return [found for (found,) in self.connection.execute(query, (language, row))]

    def last_row(self, language: str) -> int:
        """The number of the language's newest passage, 0 without any."""
        query = "SELECT max(id) FROM passages WHERE language = ?"
        return int(self.connection.execute(query, (language,)).fetchone()[0] or 0)

    def vectors(self, language: str) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """(row, vector) of every passage of a language, as stored."""
        query = "SELECT id, vector FROM passages WHERE language = ? ORDER BY id"
        for row, blob in self.connection.execute(query, (language,)):
            yield row, vectors_of([blob])[0]

    def sample(self, language: str, size: int) -> list[int]:
        """Row numbers of up to `size` passages of the language, spread evenly over it and always the same ones."""
        query = "SELECT id FROM passages WHERE language = ? ORDER BY id"
        rows = [row for (row,) in self.connection.execute(query, (language,))]
        return rows[:: max(1, -(-len(rows) // size))]

    # -- copies ------------------------------------------------------------------------------------

    def sharing_bands(self, bands: Sequence[bytes]) -> dict[str, bytes]:
        """Documents that share a MinHash band, with their signatures."""
        found: dict[str, bytes] = {}
        for band, value in enumerate(bands):
            query = (
                "SELECT b.document_id, s.signature FROM bands b JOIN shingles s USING (document_id)"
                " WHERE band = ? AND hash = ?"
            )
            found |= dict(self.connection.execute(query, (band, value)).fetchall())
        return found

    def relations(self) -> list[Relation]:
        """All near copies and translations."""
        return [Relation(*row) for row in self.connection.execute("SELECT * FROM relations ORDER BY earlier, later")]


def _sentence(document_id: str, text: str, start: int, end: int, reasons: str) -> Sentence:
    labels = json.loads(reasons)
    return Sentence(document_id, start, end, text[start:end], frozenset(labels), labels)
