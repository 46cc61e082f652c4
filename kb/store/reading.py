"""The reading half of the store."""

from __future__ import annotations

import json
import sqlite3
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from kb.errors import NotFound
from kb.late import TokenBits
from kb.model import Block, Document, Flag, Link, Sentence, Source
from kb.store.records import Filters, OriginRow, PassageRow, Relation, SentenceRow

COMMON_SHARE = 0.1  # words in more than a tenth of the passages don't help to find one, and cost most of the time
CHUNK = 500  # SQLite takes a limited number of parameters


def _vector(blob: bytes) -> NDArray[np.float32]:
    return np.frombuffer(blob, "<f2").astype(np.float32)


def _chunks(values: Sequence[object]) -> Iterator[Sequence[object]]:
    for at in range(0, len(values), CHUNK):
        yield values[at : at + CHUNK]


class Reading:
    """Methods of `Store` that only read."""

    @property
    @abstractmethod
    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""

    # -- the whole ---------------------------------------------------------------------------------

    def generation(self) -> int:
        """Moves on with every committed change."""
        return int(self.meta("generation") or 0)

    def meta(self, key: str) -> bytes | str | int | None:
        """A named value, or None."""
        found = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return found[0] if found else None

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

    def passage_count(self, language: str) -> int:
        """How many passages are in this language."""
        return int(self.meta(f"count_{language}") or 0)

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
        found: dict[str, list[NDArray[np.float32]]] = {}
        query = "SELECT document_id, vector FROM passages WHERE language = ?"
        for document_id, blob in self.connection.execute(query, (language,)):
            found.setdefault(document_id, []).append(_vector(blob))
        return {document_id: np.mean(vectors, axis=0) for document_id, vectors in found.items()}

    def superseded(self) -> frozenset[str]:
        """The documents that a newer version has replaced."""
        rows = self.connection.execute("SELECT supersedes FROM documents WHERE supersedes IS NOT NULL")
        return frozenset(row[0] for row in rows)

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

    def rejections(self) -> list[OriginRow]:
        """Origins that were last seen carrying something that could not be taken in."""
        query = "SELECT *, max(seen_at) FROM origins GROUP BY origin HAVING state = 'rejected' ORDER BY origin"
        return [OriginRow(*row[:-1]) for row in self.connection.execute(query)]

    # -- sentences and passages --------------------------------------------------------------------

    def sentences(self, document_id: str, text: str) -> list[Sentence]:
        """A document's sentences in order; `text` is the document's."""
        query = "SELECT start, end, reasons FROM sentences WHERE document_id = ? ORDER BY start"
        return [_sentence(document_id, text, *row) for row in self.connection.execute(query, (document_id,))]

    def passages(self, rows: Iterable[int]) -> dict[int, PassageRow]:
        """The passages with these row numbers and their vectors, without text; unknown ones are left out."""
        found: dict[int, PassageRow] = {}
        for chunk in _chunks(list(rows)):
            query = f"SELECT id, document_id, start, end, language, vector FROM passages WHERE id IN ({_marks(chunk)})"
            for row in self.connection.execute(query, chunk):
                found[row[0]] = PassageRow(row[0], row[1], row[2], row[3], row[4], _vector(row[5]))
        return found

    def sentence_rows(self, passages: Iterable[int]) -> list[SentenceRow]:
        """The sentences of these passages and their vectors, without text, in order of passage and place."""
        found: list[SentenceRow] = []
        for chunk in _chunks(list(passages)):
            query = (
                "SELECT document_id, start, end, passage, vector FROM sentences"
                f" WHERE passage IN ({_marks(chunk)}) ORDER BY passage, start"
            )
            found += [
                SentenceRow(row[0], row[1], row[2], row[3], _vector(row[4]))
                for row in self.connection.execute(query, chunk)
            ]
        return found

    def tokens(self, passages: Iterable[int]) -> dict[int, TokenBits]:
        """The tokens of these passages; those without any are left out."""
        found: dict[int, TokenBits] = {}
        for chunk in _chunks(list(passages)):
            query = f"SELECT passage, bits, starts FROM tokens WHERE passage IN ({_marks(chunk)})"
            found |= {row: TokenBits(bits, starts) for row, bits, starts in self.connection.execute(query, chunk)}
        return found

    def text(self, document_id: str, start: int, end: int) -> str:
        """`document.text[start:end]`."""
        query = "SELECT substr(text, ? + 1, ? - ?) FROM documents WHERE id = ?"
        row = self.connection.execute(query, (start, end, start, document_id)).fetchone()
        return str(row[0]) if row else ""

    def sentence(self, document_id: str, start: int) -> Sentence:
        """The sentence that starts at this offset.

        Raises:
            NotFound: none does.
        """
        query = "SELECT start, end, reasons FROM sentences WHERE document_id = ? AND start = ?"
        row = self.connection.execute(query, (document_id, start)).fetchone()
        if row is None:
            raise NotFound(f"no sentence at {start} in document {document_id}")
        labels = json.loads(row[2])
        text = self.text(document_id, row[0], row[1])
        return Sentence(document_id, row[0], row[1], text, frozenset(labels), labels)

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

    def vectors(self, language: str) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """(row, vector) of every passage of a language, as stored."""
        query = "SELECT id, vector FROM passages WHERE language = ? ORDER BY id"
        for row, blob in self.connection.execute(query, (language,)):
            yield row, _vector(blob)

    def sample(self, language: str, size: int) -> list[int]:
        """Row numbers of up to `size` passages of the language, spread evenly over it and always the same ones."""
        query = "SELECT id FROM passages WHERE language = ? ORDER BY id"
        rows = [row for (row,) in self.connection.execute(query, (language,))]
        return rows[:: max(1, -(-len(rows) // size))]

    # -- words -------------------------------------------------------------------------------------

    def document_frequency(self, stems: Sequence[str], language: str) -> dict[str, int]:
        """In how many passages of the language each of these stems stands; absent ones are left out."""
        found: dict[str, int] = {}
        for chunk in _chunks(list(dict.fromkeys(stems))):
            query = f"SELECT term, doc FROM vocabulary_{language} WHERE term IN ({_marks(chunk)})"
            found |= {str(term): int(count) for term, count in self.connection.execute(query, chunk)}
        return found

    def match(self, stems: Sequence[str], language: str, limit: int) -> list[tuple[int, float]]:
        """(row, BM25, higher is better) of the passages with any of these stems that are not too common."""
        ceiling = max(3, COMMON_SHARE * self.passage_count(language))
        useful = [stem for stem, count in self.document_frequency(stems, language).items() if count <= ceiling]
        if not useful:
            return []
        quoted = " OR ".join('"' + stem.replace('"', '""') + '"' for stem in useful)
        table = f"words_{language}"
        query = f"SELECT rowid, -bm25({table}) AS score FROM {table} WHERE {table} MATCH ? ORDER BY score DESC LIMIT ?"
        return [(int(row), float(score)) for row, score in self.connection.execute(query, (quoted, limit))]

    def stems_of(self, rows: Iterable[int], language: str) -> dict[int, frozenset[str]]:
        """The stemmed words of these passages."""
        found: dict[int, frozenset[str]] = {}
        for chunk in _chunks(list(rows)):
            query = f"SELECT rowid, stems FROM words_{language} WHERE rowid IN ({_marks(chunk)})"
            found |= {row: frozenset(held.split()) for row, held in self.connection.execute(query, chunk)}
        return found

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


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
