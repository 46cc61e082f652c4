"""The tables, as steps: a new home takes all of them, one made by an older program those it lacks."""

from __future__ import annotations

_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

CREATE TABLE documents (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, authors TEXT NOT NULL, publisher TEXT, published TEXT, updated TEXT,
    language TEXT NOT NULL, url TEXT, text TEXT NOT NULL, blocks TEXT NOT NULL, links TEXT NOT NULL,
    notices TEXT NOT NULL, tags TEXT NOT NULL, supersedes TEXT, added_at TEXT NOT NULL
);

-- What each origin ever carried. The row with the newest seen_at is what it carries now.
CREATE TABLE origins (
    origin TEXT NOT NULL, sha256 TEXT NOT NULL, media_type TEXT NOT NULL, document_id TEXT, state TEXT NOT NULL,
    reason TEXT, fetched_at TEXT NOT NULL, seen_at TEXT NOT NULL,
    PRIMARY KEY (origin, sha256)
) WITHOUT ROWID;
CREATE INDEX origins_of ON origins (document_id);

CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    language TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, vector BLOB NOT NULL
);
CREATE INDEX passages_of ON passages (document_id);
CREATE INDEX passages_in ON passages (language);

-- One bit a dimension and token, for late interaction; no row where the embedder gives no token vectors.
CREATE TABLE tokens (passage INTEGER PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE, bits BLOB NOT NULL,
    starts BLOB NOT NULL);

CREATE TABLE sentences (
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE, start INTEGER NOT NULL, end INTEGER NOT NULL,
    passage INTEGER, reasons TEXT NOT NULL, vector BLOB,
    PRIMARY KEY (document_id, start)
) WITHOUT ROWID;
CREATE INDEX sentences_in ON sentences (passage, start, end);

CREATE TABLE bands (band INTEGER NOT NULL, hash BLOB NOT NULL, document_id TEXT NOT NULL,
    PRIMARY KEY (band, hash, document_id)) WITHOUT ROWID;
CREATE TABLE shingles (document_id TEXT PRIMARY KEY, signature BLOB NOT NULL) WITHOUT ROWID;

-- `later` is a copy or translation of `earlier`.
CREATE TABLE relations (earlier TEXT NOT NULL, later TEXT NOT NULL, kind TEXT NOT NULL, similarity REAL NOT NULL,
    PRIMARY KEY (earlier, later)) WITHOUT ROWID;
"""

_GETTING_IN = """
-- When the file was found missing; which listing named the address, and where that led; what to ask the server with;
-- when to try again.
ALTER TABLE origins ADD COLUMN gone_at TEXT;
ALTER TABLE origins ADD COLUMN via TEXT;
ALTER TABLE origins ADD COLUMN address TEXT;
ALTER TABLE origins ADD COLUMN etag TEXT;
ALTER TABLE origins ADD COLUMN last_modified TEXT;
ALTER TABLE origins ADD COLUMN retry_at TEXT;
CREATE INDEX origins_bytes ON origins (sha256);
CREATE INDEX documents_at ON documents (url);
CREATE INDEX documents_called ON documents (title);

-- SHA-256 of bytes, and addresses, that the user removed: no folder or feed brings them back.
CREATE TABLE removed (name TEXT PRIMARY KEY, removed_at TEXT NOT NULL) WITHOUT ROWID;
"""

_DISAGREEING = """
-- What the user said of the words of a sentence (`what` is a label, `key` the identity of the words), or of an article
-- (`what` is a fact). It outlives the documents: they may be read again, change, go and come back.
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT, made_at TEXT NOT NULL, what TEXT NOT NULL, value TEXT NOT NULL,
    was TEXT NOT NULL, words TEXT, key TEXT, context TEXT NOT NULL
);
CREATE INDEX corrections_of ON corrections (key);

-- By which the article that it was said in is known again: origin, address, SHA-256 of the bytes, id of the text.
CREATE TABLE corrected_names (
    correction INTEGER NOT NULL REFERENCES corrections (id) ON DELETE CASCADE, name TEXT NOT NULL,
    PRIMARY KEY (correction, name)
) WITHOUT ROWID;
CREATE INDEX corrected_called ON corrected_names (name);
CREATE TRIGGER origin_renamed AFTER UPDATE OF origin ON origins WHEN NEW.origin != OLD.origin BEGIN
    UPDATE OR REPLACE corrected_names SET name = NEW.origin WHERE name = OLD.origin;
END;

-- What the program had read where a correction changed it: facts at start -1, a sentence's reasons at its start.
CREATE TABLE as_read (
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE, start INTEGER NOT NULL, said TEXT NOT NULL,
    PRIMARY KEY (document_id, start)
) WITHOUT ROWID;
"""

_REFUSING = """
-- What refused these bytes: the same reader need not try again.
ALTER TABLE origins ADD COLUMN reader TEXT;
"""

STEPS = (_FIRST, _GETTING_IN, _DISAGREEING, _REFUSING)


def words_tables(language: str) -> str:
    """The full-text index of one language: stemmed words, rowid = passage id, and its vocabulary with counts."""
    return f"""
CREATE VIRTUAL TABLE IF NOT EXISTS words_{language}
    USING fts5 (stems, tokenize = "unicode61 remove_diacritics 0 tokenchars '.:'");
CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary_{language} USING fts5vocab (words_{language}, row);
"""
