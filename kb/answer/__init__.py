"""Question → chosen sentences, each cited word by word, or a refusal. No model writes anything."""

from kb.answer.compose import REFUSALS, answer, cited_documents
from kb.answer.refusal import NOT_IN_SOURCES, NOTHING_READ, UNKNOWN_NAME

__all__ = ["NOTHING_READ", "NOT_IN_SOURCES", "REFUSALS", "UNKNOWN_NAME", "answer", "cited_documents"]
