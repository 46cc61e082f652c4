"""The truth: documents, origins, sentences, passages, vectors, flags and words, in one SQLite file."""

from kb.store.records import Filters, NewDocument, OriginRow, PassageRow, Relation, Remark, SentenceRow
from kb.store.store import Store

__all__ = ["Filters", "NewDocument", "OriginRow", "PassageRow", "Relation", "Remark", "SentenceRow", "Store"]
