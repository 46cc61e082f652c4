"""What comparing claims with sentences reads: every sentence of the library with its vector, in one statement."""

from __future__ import annotations

import json
import sqlite3
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.store.searching import vectors_of


@dataclass(frozen=True, slots=True)
class SentencePlace:
    """Where a sentence stands, in which passage (row number), and the reason for each label it bears."""

    document_id: str
    start: int
    end: int
    passage: int
    reasons: Mapping[str, str]


class Evidence:
    """Methods of `Store` that read many sentences at once."""

    @property
    @abstractmethod
    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""

    def sentence_places(self, language: str) -> tuple[list[SentencePlace], NDArray[np.float32]]:
        """All sentences of a language that are part of a passage, and their vectors (n, d) as stored.

        Documents that a newer version has replaced are left out.
        """
        query = (
            "SELECT s.document_id, s.start, s.end, s.passage, s.reasons, s.vector FROM sentences s"
            " JOIN documents d ON d.id = s.document_id WHERE d.language = ? AND s.passage IS NOT NULL"
            " AND s.vector IS NOT NULL"
            " AND s.document_id NOT IN (SELECT supersedes FROM documents WHERE supersedes IS NOT NULL)"
            " ORDER BY s.document_id, s.start"
        )
        rows = self.connection.execute(query, (language,)).fetchall()
        places = [SentencePlace(row[0], row[1], row[2], row[3], json.loads(row[4])) for row in rows]
        return places, vectors_of([row[5] for row in rows])
