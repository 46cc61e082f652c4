"""What a search reads: passages, their sentences, tokens and words, in few large statements; some of it is kept."""

from __future__ import annotations

import json
import sqlite3
from abc import abstractmethod
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from kb.errors import NotFound
from kb.late import TokenBits
from kb.model import Sentence
from kb.store.records import PassageRow, SentenceRow

COMMON_SHARE = 0.1  # words in more than a tenth of the passages don't help to find one, and cost most of the time
CHUNK = 500  # SQLite takes a limited number of parameters
FEW = 10  # words
MOST_WORDS = 100_000  # whose frequencies are kept in memory

_Kept = TypeVar("_Kept")


@dataclass(frozen=True, slots=True)
class Page:
    """What of a document is weighed when its sentences are."""

    id: str
    title: str
    publisher: str
    published: str
    language: str
    text: str


def vectors_of(blobs: Sequence[bytes]) -> NDArray[np.float32]:
    """(n, d) vectors from as many blobs, as stored."""
    if not blobs:
        return np.empty((0, 0), np.float32)
    return np.frombuffer(b"".join(blobs), "<f2").astype(np.float32).reshape(len(blobs), -1)


def in_chunks(values: Iterable[object]) -> Iterator[tuple[str, Sequence[object]]]:
    """The values in numbers that one statement takes, each with the placeholders for them."""
    listed = list(values)
    for at in range(0, len(listed), CHUNK):
        chunk = listed[at : at + CHUNK]
        yield ", ".join("?" * len(chunk)), chunk


def _without(barred: Sequence[str]) -> str:
    """The condition that a sentence bears none of these labels."""
    return "".join(f" AND json_type(reasons, '$.{label}') IS NULL" for label in barred)


class Searching:
    """Methods of `Store` that a search calls often."""

    _memory: tuple[int, dict[Hashable, Any]] = (-1, {})

    @property
    @abstractmethod
    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""

    def generation(self) -> int:
        """Moves on with every committed change."""
        return int(self.meta("generation") or 0)

    def meta(self, key: str) -> bytes | str | int | None:
        """A named value, or None."""
        found = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return found[0] if found else None

    def passage_count(self, language: str) -> int:
        """How many passages are in this language."""
        return int(self.meta(f"count_{language}") or 0)

    def kept(self, key: Hashable, make: Callable[[], _Kept]) -> _Kept:
        """What `make` gives, kept until the store's next committed change; not to be called within a transaction."""
        generation = self.generation()
        if self._memory[0] != generation:
            self._memory = (generation, {})
        memory = self._memory[1]
        if key not in memory:
            memory[key] = make()
        return cast(_Kept, memory[key])

    def superseded(self) -> frozenset[str]:
        """The documents that a newer version has replaced."""
        query = "SELECT supersedes FROM documents WHERE supersedes IS NOT NULL"
        return self.kept("superseded", lambda: frozenset(row[0] for row in self.connection.execute(query)))

    # -- passages ----------------------------------------------------------------------------------

    def passages(self, rows: Iterable[int]) -> dict[int, PassageRow]:
        """The passages with these row numbers and their vectors, without text; unknown ones are left out."""
        found: dict[int, PassageRow] = {}
        for marks, chunk in in_chunks(rows):
            query = f"SELECT id, document_id, start, end, language, vector FROM passages WHERE id IN ({marks})"
            held = self.connection.execute(query, chunk).fetchall()
            vectors = vectors_of([row[5] for row in held])
            for (row, document_id, start, end, language, _), vector in zip(held, vectors, strict=True):
                found[row] = PassageRow(row, document_id, start, end, language, vector)
        return found

    def sentence_rows(self, passages: Iterable[int], barred: Sequence[str] = ()) -> list[SentenceRow]:
        """The sentences of these passages and their vectors, without text, in order of passage and place.

        Those that bear a `barred` label are left out.
        """
        found: list[SentenceRow] = []
        for marks, chunk in in_chunks(passages):
            query = (
                "SELECT document_id, start, end, passage, vector FROM sentences"
                f" WHERE passage IN ({marks}){_without(barred)} ORDER BY passage, start"
            )
            held = self.connection.execute(query, chunk).fetchall()
            vectors = vectors_of([row[4] for row in held])
            for (document_id, start, end, passage, _), vector in zip(held, vectors, strict=True):
                found.append(SentenceRow(document_id, start, end, passage, vector))
        return found

    def sentence_spans(self, passages: Iterable[int], barred: Sequence[str] = ()) -> dict[int, list[tuple[int, int]]]:
        """By passage, where its sentences start and end, in order; a passage without any is left out.

        Sentences that bear a `barred` label are left out.
        """
        found: dict[int, list[tuple[int, int]]] = {}
        for marks, chunk in in_chunks(passages):
            query = f"SELECT passage, start, end FROM sentences WHERE passage IN ({marks}){_without(barred)}"
            query += " ORDER BY passage, start"
            for passage, start, end in self.connection.execute(query, chunk):
                found.setdefault(passage, []).append((start, end))
        return found

    def tokens(self, passages: Iterable[int]) -> dict[int, TokenBits]:
        """The tokens of these passages; those without any are left out."""
        found: dict[int, TokenBits] = {}
        for marks, chunk in in_chunks(passages):
            query = f"SELECT passage, bits, starts FROM tokens WHERE passage IN ({marks})"
            found |= {row: TokenBits(bits, starts) for row, bits, starts in self.connection.execute(query, chunk)}
        return found

    def pages(self, document_ids: Iterable[str]) -> dict[str, Page]:
        """These documents, without what only a reader wants to see; unknown ones are left out."""
        found: dict[str, Page] = {}
        columns = "id, title, coalesce(publisher, ''), coalesce(published, ''), language, text"
        for marks, chunk in in_chunks(dict.fromkeys(document_ids)):
            query = f"SELECT {columns} FROM documents WHERE id IN ({marks})"
            found |= {row[0]: Page(*row) for row in self.connection.execute(query, chunk)}
        return found

    def heads(self) -> str:
        """The titles and publishers of all documents, a line each."""
        query = "SELECT title || ' ' || coalesce(publisher, '') FROM documents"
        return "\n".join(row[0] for row in self.connection.execute(query))

    def dates(self, document_ids: Iterable[str]) -> dict[str, str]:
        """By document when it was published, as ISO text; those without a date are left out."""
        found: dict[str, str] = {}
        for marks, chunk in in_chunks(dict.fromkeys(document_ids)):
            query = f"SELECT id, published FROM documents WHERE published IS NOT NULL AND id IN ({marks})"
            found |= dict(self.connection.execute(query, chunk).fetchall())
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
        query = (
            "SELECT s.end, s.reasons, substr(d.text, s.start + 1, s.end - s.start)"
            " FROM sentences s JOIN documents d ON d.id = s.document_id WHERE s.document_id = ? AND s.start = ?"
        )
        row = self.connection.execute(query, (document_id, start)).fetchone()
        if row is None:
            raise NotFound(f"no sentence at {start} in document {document_id}")
        labels = json.loads(row[1])
        return Sentence(document_id, start, row[0], row[2], frozenset(labels), labels)

    # -- words -------------------------------------------------------------------------------------

    def document_frequency(self, stems: Sequence[str], language: str) -> dict[str, int]:
        """In how many passages of the language each of these stems stands; absent ones are left out."""
        known: dict[str, int] = self.kept(("frequency", language), dict)
        unknown = [stem for stem in dict.fromkeys(stems) if stem not in known]
        counted = dict.fromkeys(unknown, 0) | self._counted(unknown, language)
        if len(known) < MOST_WORDS:
            known |= counted
        wanted = ((stem, counted.get(stem) or known.get(stem, 0)) for stem in dict.fromkeys(stems))
        return {stem: count for stem, count in wanted if count}

    def spoken(self, stems: Sequence[str], language: str) -> dict[str, int]:
        """The same for spellings that were made up, hundreds at a time; only few are worth keeping in memory."""
        return (self.document_frequency if len(stems) <= FEW else self._counted)(stems, language)

    def _counted(self, stems: Iterable[str], language: str) -> dict[str, int]:
        counted: dict[str, int] = {}
        for marks, chunk in in_chunks(stems):
            query = f"SELECT term, doc FROM vocabulary_{language} WHERE term IN ({marks})"
            counted |= {str(term): int(count) for term, count in self.connection.execute(query, chunk)}
        return counted

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

    def speaks_of(self, phrases: Iterable[Sequence[str]], language: str) -> bool:
        """Whether any passage of the language holds one of these runs of stems; the last stem may go on."""
        quoted = [" ".join(run).replace('"', "") for run in phrases if run]
        if not quoted:
            return False
        table, wanted = f"words_{language}", " OR ".join(f'"{run}" *' for run in quoted)
        query = f"SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT 1"
        return self.connection.execute(query, (wanted,)).fetchone() is not None

    def holding(self, rows: Iterable[int], stems: Collection[str], language: str) -> dict[int, list[str]]:
        """By passage, those of these stems that stand in it."""
        padded = [(stem, f" {stem} ") for stem in stems]
        found: dict[int, list[str]] = {}
        for marks, chunk in in_chunks(rows):
            query = f"SELECT rowid, ' ' || stems || ' ' FROM words_{language} WHERE rowid IN ({marks})"
            for row, text in self.connection.execute(query, chunk):
                found[row] = [stem for stem, framed in padded if framed in text]
        return found
