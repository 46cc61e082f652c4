"""The flags of a sentence and the notices of a document, each with the words that show it (see FLAGS)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kb.flags.assertion import assertion
from kb.flags.clues import Attribution, Clues, read
from kb.flags.flow import block_of, sources
from kb.flags.forecast import outlook
from kb.flags.lexicon import Lexicon, load_lexicons
from kb.flags.notices import document_notices
from kb.flags.origin import Attributed, sources_of
from kb.flags.profile import Profile, profile
from kb.flags.promotion import promotion
from kb.flags.voice import Voice, hear
from kb.model import Document, Flag, Sentence

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Attributed", "Lexicon", "Profile", "flag", "load_lexicons", "notices", "profile", "sources_of"]

_SILENT = frozenset({"heading", "table_row"})


def flag(
    document: Document, sentences: Sequence[Sentence], lexicon: Lexicon, vectors: np.ndarray | None = None
) -> list[Sentence]:
    """The same sentences with `labels` and, for each label, the words that show it in `reasons`.

    A document that bears its notices is judged with them (an advertorial praises, a report doesn't).
    `vectors` (n, d), the sentences' embeddings in order, are not used: a head trained on them, or on the rules' own
    signs, added nothing that held in both languages on texts kept back (see `benchmarks/bench_flags.py`).
    """
    clues = [read(sentence.text, lexicon) for sentence in sentences]
    blocks = block_of(document, sentences)
    voice = hear(document, clues)
    found = sources(document, sentences, clues, voice)
    flagged = []
    for sentence, clue, block, source in zip(sentences, clues, blocks, found, strict=True):
        reasons = {} if block and block.kind in _SILENT else _judge(document, clue, source, voice)
        flagged.append(replace(sentence, labels=frozenset(reasons), reasons=reasons))
    return flagged


def notices(
    document: Document, sentences: Sequence[Sentence], asides: Sequence[str], lexicon: Lexicon
) -> tuple[Flag, ...]:
    """What is true of the whole document; `asides` are the lines the cleaner removed."""
    return document_notices(
        document, [read(sentence.text, lexicon) for sentence in sentences], [read(line, lexicon) for line in asides]
    )


def _judge(document: Document, clues: Clues, source: Attribution | None, voice: Voice) -> dict[str, str]:
    """The reason for each label that holds."""
    vague = source is not None and source.kind == "vague"
    named = source is not None and not vague
    sells = promotion(clues, voice, source is not None)
    called = bool(sells) and (
        clues.opens_with("calls") or clues.has("affiliate")
    )  # "Order now and we will …" foretells nothing
    if called and not clues.quotes and not (source and source.words.endswith(":")):
        source, vague, named = None, False, False
    future = "" if called else outlook(clues, document.published, source is not None and source.kind == "law")
    claims = source.words if source and vague else assertion(clues, voice, named, bool(sells), future)
    reasons = {"claim": claims, "marketing": sells, "forecast": future}
    if source and (claims or not source.words.startswith("http")):
        reasons["attributed" if named else "vague"] = source.words
    if claims and not named:
        reasons["unsupported"] = f"no source named for “{claims}”"
    return {label: reason for label, reason in reasons.items() if reason}
