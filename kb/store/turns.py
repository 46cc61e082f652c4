"""The history of conversations: a small SQLite file of its own in the home.

It stands beside the library's file, and not in it, for three reasons: a question that is asked while articles are read
waits for no one's lock; keeping a turn moves no generation on, so that no reader reopens the index; and what is deleted
is overwritten on the disk, which a write-ahead log would not do. The file is in rollback mode, where SQLite itself lets
one writer in at a time, and each change is one transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kb.errors import Busy, Damaged, NotFound

FILE = "conversations.sqlite"
WAIT = 10.0  # seconds for another process that is keeping a turn
_VERSION = 1
_TABLES = f"""
CREATE TABLE conversations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, began TEXT NOT NULL);
CREATE TABLE turns (
    conversation INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE, number INTEGER NOT NULL,
    at TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (conversation, number)
) WITHOUT ROWID;
PRAGMA user_version = {_VERSION};
"""


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """A conversation as it is listed; `began` and `last` are ISO times (UTC), `last` that of its newest turn."""

    id: int
    name: str
    turns: int
    began: str
    last: str


class Turns:
    """The conversations of a home, each a list of turns (text, as given) numbered from 0."""

    def __init__(self, home: Path) -> None:
        self.path = home / FILE

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all or nothing.

        Raises:
            Busy: another process keeps writing.
            Damaged: the file is not ours, or made by a newer version.
        """
        try:
            with closing(sqlite3.connect(self.path, timeout=WAIT, isolation_level=None)) as db:
                db.execute("PRAGMA secure_delete = ON")
                db.execute("PRAGMA foreign_keys = ON")
                db.execute("BEGIN IMMEDIATE")
                try:
                    self._check(db)
                    yield db
                except BaseException:
                    db.execute("ROLLBACK")
                    raise
                db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise Busy(f"{self.path}: another process is keeping a turn; try again") from None
            raise Damaged(f"{self.path} cannot be used ({error})") from None
        except sqlite3.DatabaseError as error:
            raise Damaged(f"{self.path} cannot be read ({error}); move it away, or restore a backup") from None

    def _check(self, db: sqlite3.Connection) -> None:
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        if version > _VERSION:
            raise Damaged(f"{self.path} was made by a newer version of this program; update the program")
        if version == 0:
            for statement in filter(str.strip, _TABLES.split(";\n")):
                db.execute(statement)

    # -- reading -----------------------------------------------------------------------------------

    def conversations(self) -> list[ConversationRow]:
        """All of them, the one with the newest turn first."""
        if not self.path.exists():
            return []
        query = (
            "SELECT id, name, count(number), began, coalesce(max(at), began) AS last FROM conversations"
            " LEFT JOIN turns ON conversation = id GROUP BY id ORDER BY last DESC, id DESC"
        )
        with self._open() as db:
            return [ConversationRow(*row) for row in db.execute(query)]

    def read(self, conversation: int) -> list[str]:
        """The turns of a conversation, in order.

        Raises:
            NotFound: there is no such conversation.
        """
        with self._known(conversation) as db:
            query = "SELECT data FROM turns WHERE conversation = ? ORDER BY number"
            return [row[0] for row in db.execute(query, (conversation,))]

    @contextmanager
    def _known(self, conversation: int) -> Iterator[sqlite3.Connection]:
        if not self.path.exists():
            raise NotFound(f"no conversation {conversation}")
        with self._open() as db:
            if db.execute("SELECT 1 FROM conversations WHERE id = ?", (conversation,)).fetchone() is None:
                raise NotFound(f"no conversation {conversation}")
            yield db

    # -- writing -----------------------------------------------------------------------------------

    def begin(self, name: str, at: str) -> int:
        """A new conversation's id."""
        with self._open() as db:
            row = db.execute("INSERT INTO conversations (name, began) VALUES (?, ?) RETURNING id", (name, at))
            return int(row.fetchone()[0])

    def keep(self, conversation: int, at: str, data: str, number: int | None = None) -> int:
        """Adds a turn, or puts it in the place of one (`number`); gives its number.

        Raises:
            NotFound: there is no such conversation.
        """
        with self._known(conversation) as db:
            if number is None:
                query = "SELECT coalesce(max(number) + 1, 0) FROM turns WHERE conversation = ?"
                number = int(db.execute(query, (conversation,)).fetchone()[0])
            db.execute("INSERT OR REPLACE INTO turns VALUES (?, ?, ?, ?)", (conversation, number, at, data))
            return number

    def rename(self, conversation: int, name: str) -> None:
        """Gives a conversation another name.

        Raises:
            NotFound: there is no such conversation.
        """
        with self._known(conversation) as db:
            db.execute("UPDATE conversations SET name = ? WHERE id = ?", (name, conversation))

    def delete(self, conversation: int) -> None:
        """Deletes a conversation; its words are overwritten in the file.

        Raises:
            NotFound: there is no such conversation.
        """
        with self._known(conversation) as db:
            db.execute("DELETE FROM conversations WHERE id = ?", (conversation,))

    def delete_all(self) -> int:
        """Deletes every conversation; gives how many there were."""
        if not self.path.exists():
            return 0
        with self._open() as db:
            count = int(db.execute("SELECT count(*) FROM conversations").fetchone()[0])
            db.execute("DELETE FROM conversations")
            db.execute("DELETE FROM sqlite_sequence")
            return count
