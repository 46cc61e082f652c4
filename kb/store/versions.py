"""The versions of an article: a chain in which each supersedes the one before. Every walk along it ends."""

from __future__ import annotations

import sqlite3


def chain(db: sqlite3.Connection, document_id: str) -> list[str]:
    """A document and all other versions of it, the oldest first."""
    found = [document_id]
    while (before := _before(db, found[0])) and before not in found:
        found.insert(0, before)
    while (after := _after(db, found[-1])) and after not in found:
        found.append(after)
    return found


def unlink(db: sqlite3.Connection, document_id: str) -> None:
    """Takes a document out of its chain, which closes behind it."""
    before = _before(db, document_id)
    db.execute("UPDATE documents SET supersedes = NULL WHERE id = ?", (document_id,))
    db.execute("UPDATE documents SET supersedes = ? WHERE supersedes = ?", (before, document_id))


def make_newest(db: sqlite3.Connection, document_id: str, members: list[str]) -> None:
    """Puts a document at the end of the chain of these others (the oldest first); fine if it is there already."""
    others = [member for member in members if member != document_id]
    if others:
        unlink(db, document_id)
        db.execute("UPDATE documents SET supersedes = ? WHERE id = ?", (others[-1], document_id))


def join(db: sqlite3.Connection, older: list[str], document_id: str) -> None:
    """Puts the chain `older` before that of a document, unless it is the same one."""
    newer = chain(db, document_id)
    if older and not set(older) & set(newer):
        db.execute("UPDATE documents SET supersedes = ? WHERE id = ?", (older[-1], newer[0]))


def _before(db: sqlite3.Connection, document_id: str) -> str | None:
    found = db.execute("SELECT supersedes FROM documents WHERE id = ?", (document_id,)).fetchone()
    return found[0] if found else None


def _after(db: sqlite3.Connection, document_id: str) -> str | None:
    query = "SELECT id FROM documents WHERE supersedes = ? ORDER BY added_at DESC, id LIMIT 1"
    found = db.execute(query, (document_id,)).fetchone()
    return found[0] if found else None
