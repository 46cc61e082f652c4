"""Question → sentences that the sources bear out, each cited to the exact words, or a refusal.

Without a model they are quoted. With one (`KB_LLM`) they are written, and held against the quotes they cite.
"""

from __future__ import annotations

from dataclasses import replace

from kb.answer.compose import REFUSALS, cited_documents, extractive
from kb.answer.refusal import NOT_IN_SOURCES, NOTHING_READ, UNKNOWN_NAME
from kb.answer.written import written
from kb.library import Library
from kb.model import Answer
from kb.store import Filters

__all__ = ["NOTHING_READ", "NOT_IN_SOURCES", "REFUSALS", "UNKNOWN_NAME", "answer", "cited_documents", "extractive"]


def answer(library: Library, question: str, filters: Filters | None = None) -> Answer:
    """What the sources say: in quoted sentences, or in those of the model that the settings name; or a refusal.

    Raises:
        Unavailable: there is no embedder on this machine.
    """
    found = written(library, extractive(library, question, filters))
    return replace(found.answer, withheld=len(found.withheld), trouble=found.trouble)
