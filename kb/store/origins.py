"""What every file and address ever carried, and how it stands with each of them now."""

from __future__ import annotations

import sqlite3
from abc import abstractmethod
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

from kb.model import Source
from kb.store.records import OriginRow, Remark

_NEWEST = "SELECT o.*, max(seen_at) FROM origins o {where} GROUP BY origin ORDER BY origin"


def now() -> str:
    """The present as it is stored: ISO time with microseconds, UTC."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


class Origins:
    """Methods of `Store` about origins. Of an origin's rows the newest says what it carries now."""

    @property
    @abstractmethod
    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""

    @abstractmethod
    def transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        """All or nothing."""

    # -- reading -----------------------------------------------------------------------------------

    def origins(self) -> list[OriginRow]:
        """Every origin ever seen, as it stands now, by name."""
        return self._newest("")

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
        """The origins that carry a document now; files that are gone don't."""
        query = (
            "SELECT origin FROM (SELECT origin, document_id, gone_at, max(seen_at) FROM origins GROUP BY origin)"
            " WHERE document_id = ? AND gone_at IS NULL ORDER BY origin"
        )
        return [row[0] for row in self.connection.execute(query, (document_id,))]

    def with_bytes(self, sha256: str) -> list[OriginRow]:
        """The origins that have carried these bytes, as they were then."""
        query = "SELECT * FROM origins WHERE sha256 = ? ORDER BY seen_at"
        return [OriginRow(*row) for row in self.connection.execute(query, (sha256,))]

    def all_bytes(self) -> dict[str, str]:
        """The SHA-256 of all bytes that carried a document, with an origin of each."""
        return dict(self.connection.execute("SELECT sha256, origin FROM origins WHERE document_id IS NOT NULL"))

    def below(self, folder: str) -> list[OriginRow]:
        """The origins whose names begin with `folder` and a slash."""
        return [row for row in self._newest("") if row.origin.startswith(f"{folder.rstrip('/')}/")]

    def rejections(self) -> list[OriginRow]:
        """Origins that were last seen carrying something that could not be taken in."""
        return [row for row in self._newest("") if row.state == "rejected"]

    def is_removed(self, *names: str) -> bool:
        """Whether the user removed what one of these held: the SHA-256 of bytes, or addresses."""
        query = "SELECT 1 FROM removed WHERE name = ?"
        return any(self.connection.execute(query, (name,)).fetchone() for name in names)

    def _newest(self, where: str) -> list[OriginRow]:
        return [OriginRow(*row[:-1]) for row in self.connection.execute(_NEWEST.format(where=where))]

    # -- writing: each is one transaction ----------------------------------------------------------

    def add_origin(
        self, source: Source, document_id: str | None, state: str = "copy", remark: Remark | None = None
    ) -> None:
        """Notes that this origin, too, carries a known document (or, without one, names other origins)."""
        with self.transaction() as db:
            write_origin(db, source, document_id, state, remark or Remark())

    def add_rejection(self, source: Source, reason: str, remark: Remark | None = None) -> None:
        """Notes that this origin was looked at and why it was not taken in."""
        with self.transaction() as db:
            write_origin(db, source, None, "rejected", (remark or Remark()).because(reason))

    def seen_again(self, origin: str) -> None:
        """Notes that an origin marked as gone is there again, as it was."""
        with self.transaction() as db:
            db.execute("UPDATE origins SET gone_at = NULL WHERE origin = ?", (origin,))

    def mark_gone(self, origins: Iterable[str]) -> None:
        """Notes that these are no longer where they were; what they carried stays."""
        with self.transaction() as db:
            moment = now()
            db.executemany("UPDATE origins SET gone_at = ? WHERE origin = ?", ((moment, name) for name in origins))

    def rename_origin(self, old: str, new: str) -> None:
        """Gives an origin another name: the file was moved. What the new name carried before stays its past."""
        with self.transaction() as db:
            db.execute(
                "DELETE FROM origins WHERE origin = ?1 AND sha256 IN (SELECT sha256 FROM origins WHERE origin = ?2)",
                (new, old),
            )
            db.execute("UPDATE origins SET origin = ?, gone_at = NULL WHERE origin = ?", (new, old))
            newest = "SELECT max(seen_at) FROM origins WHERE origin = ?2"
            db.execute(f"UPDATE origins SET seen_at = ?1 WHERE origin = ?2 AND seen_at = ({newest})", (now(), new))

    def forget_removal(self, *names: str) -> None:
        """Lets these in again."""
        with self.transaction() as db:
            db.executemany("DELETE FROM removed WHERE name = ?", ((name,) for name in names))


def write_origin(db: sqlite3.Connection, source: Source, document_id: str | None, state: str, remark: Remark) -> None:
    """The row of an origin and its bytes, new or anew; bytes that carried a document are never noted as refused."""
    if document_id is None:
        query = "SELECT 1 FROM origins WHERE origin = ? AND sha256 = ? AND document_id IS NOT NULL"
        if db.execute(query, (source.origin, source.id)).fetchone():
            return
    db.execute(
        "INSERT OR REPLACE INTO origins VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?, ?, ?)",
        (
            source.origin,
            source.id,
            source.media_type,
            document_id,
            state,
            remark.reason,
            source.fetched_at.isoformat(timespec="seconds"),
            now(),
            remark.via,
            remark.address,
            remark.etag,
            remark.last_modified,
            remark.retry_at,
            remark.reader,
        ),
    )
