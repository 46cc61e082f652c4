"""The reading half of the store; what a search reads is in `searching`."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

import numpy as np
from numpy.typing import NDArray

from kb.errors import NotFound
from kb.model import Block, Document, Flag, Link, Sentence, Source
from kb.store.evidence import Evidence
from kb.store.records import Filters, OriginRow, PassageRow, Relation
from kb.store.searching import Searching, in_chunks, vectors_of
from kb.store.versions import chain

CROWDED = 50


class Reading(Searching, Evidence):
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
        query = "SELECT id FROM documents WHERE id NOT IN (SELECT document_id FROM origins WHERE document_id NOT NULL)"
        for (document_id,) in self.connection.execute(query):
            found.append(
                f"nothing is known to have carried {document_id[:12]}; `kb remove {document_id[:12]}` deletes it"
            )
        return found

    def vector_sum(self, language: str) -> NDArray[np.float64] | None:
        """The sum of the language's passage vectors, or None where there are none."""
        blob = self.meta(f"sum_{language}")
        return np.frombuffer(blob, "<f8") if isinstance(blob, bytes) else None

    @abstractmethod
    def origins_of(self, document_id: str) -> list[OriginRow]:
        """What carried a document, earliest first."""

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
        first = next(iter(self.origins_of(document_id)), None)
        if first is None:  # `integrity` tells of it
            return Source("", "", "", datetime.min.replace(tzinfo=UTC))
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

    def versions(self, document_id: str) -> list[str]:
        """The other versions of the same article, the oldest first."""
        return [other for other in chain(self.connection, document_id) if other != document_id]

    def newest(self, document_id: str) -> str:
        """The newest version of the same article."""
        return chain(self.connection, document_id)[-1]

    def at_address(self, url: str) -> list[str]:
        """The documents with this canonical address, in the order they came."""
        query = "SELECT id FROM documents WHERE url = ? ORDER BY added_at, id"
        return [row[0] for row in self.connection.execute(query, (url,))]

    def with_title(self, title: str) -> list[str]:
        """The documents with this title, in the order they came."""
        query = "SELECT id FROM documents WHERE title = ? ORDER BY added_at, id"
        return [row[0] for row in self.connection.execute(query, (title,))]

    def not_related(self) -> tuple[list[str], str]:
        """Documents that have not been compared for translations yet, and the time when the last of them was added."""
        until = str(self.meta("related_until") or "")
        query = "SELECT id, added_at FROM documents WHERE added_at > ? ORDER BY added_at, id"
        rows = self.connection.execute(query, (until,)).fetchall()
        return [row[0] for row in rows], rows[-1][1] if rows else until

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

    def passages_of(self, document_id: str) -> list[PassageRow]:
        """A document's passages in order, with their vectors."""
        query = "SELECT id FROM passages WHERE document_id = ? ORDER BY start"
        return list(self.passages(row[0] for row in self.connection.execute(query, (document_id,))).values())

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

    def sharing_bands(self, bands: Sequence[bytes]) -> dict[str, int]:
        """By document, with how many of these MinHash bands it has in common; documents with none are left out.

        A band that more than `CROWDED` documents have says nothing about any of them, and is passed over.
        """
        found: dict[str, int] = {}
        holders = f"SELECT document_id FROM bands b WHERE b.band = own.band AND b.hash = own.hash LIMIT {CROWDED + 1}"
        listed = ", ".join("(?, ?)" for _ in bands)
        query = f"WITH own (band, hash) AS (VALUES {listed}) "
        query += f"SELECT (SELECT group_concat(document_id) FROM ({holders})) FROM own"
        for (held,) in self.connection.execute(query, [value for band in enumerate(bands) for value in band]):
            documents = held.split(",") if held else []
            for document_id in documents if len(documents) <= CROWDED else ():
                found[document_id] = found.get(document_id, 0) + 1
        return found

    def signatures(self, documents: Iterable[str]) -> dict[str, bytes]:
        """The MinHash signatures of these documents."""
        found: dict[str, bytes] = {}
        for marks, chunk in in_chunks(documents):
            query = f"SELECT document_id, signature FROM shingles WHERE document_id IN ({marks})"
            found |= dict(self.connection.execute(query, chunk).fetchall())
        return found

    def relations(self) -> list[Relation]:
        """All near copies and translations."""
        return [Relation(*row) for row in self.connection.execute("SELECT * FROM relations ORDER BY earlier, later")]


def _sentence(document_id: str, text: str, start: int, end: int, reasons: str) -> Sentence:
    labels = json.loads(reasons)
    return Sentence(document_id, start, end, text[start:end], frozenset(labels), labels)
