"""The flags of a sentence and the notices of a document, each with the words that show it (see FLAGS)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from kb.flags.assertion import assertion
from kb.flags.clues import Attribution, Clues, read
from kb.flags.flow import block_of, sources
from kb.flags.forecast import outlook
from kb.flags.learned import Told, decide, signs
from kb.flags.lexicon import Lexicon, load_lexicons
from kb.flags.notices import document_notices, settled
from kb.flags.origin import Attributed, sources_of
from kb.flags.profile import Profile, profile
from kb.flags.promotion import promotion
from kb.flags.voice import Voice, hear
from kb.model import READ_LABELS, Document, Flag, Sentence

__all__ = ["Attributed", "Lexicon", "Profile", "flag", "load_lexicons", "notices", "profile", "settled", "sources_of"]

_SILENT = frozenset({"heading", "table_row"})
UNNAMED = "no source named for “{}”"


def flag(
    document: Document, sentences: Sequence[Sentence], lexicon: Lexicon, told: Sequence[Told] | None = None
) -> list[Sentence]:
    """The same sentences with `labels` and, for each label, the words that show it in `reasons`.

    A document that bears its notices is judged with them (an advertorial praises, a report doesn't). `told` is what a
    reader of labels says of each sentence; without one the rules decide alone.
    """
    clues = [read(sentence.text, lexicon) for sentence in sentences]
    blocks = block_of(document, sentences)
    voice = hear(document, clues)
    found = sources(document, sentences, clues, voice)
    silent = [block is not None and block.kind in _SILENT for block in blocks]
    ruled = [
        {} if mute else _judge(document, clue, source, voice)
        for mute, clue, source in zip(silent, clues, found, strict=True)
    ]
    if not told:
        return [replace(one, labels=frozenset(own), reasons=own) for one, own in zip(sentences, ruled, strict=True)]
    whole = np.stack([one.whole for one in told])
    questions = [clue.question for clue in clues]
    rows = signs(whole, ruled, questions, promotes=voice.promotes, issuer=voice.issuer)
    flagged = []
    for sentence, mute, own, one, labels in zip(sentences, silent, ruled, told, decide(rows), strict=True):
        reasons = {} if mute else _reasons(labels, own, one, document.text)
        flagged.append(replace(sentence, labels=frozenset(reasons), reasons=reasons))
    return flagged


def _reasons(labels: Collection[str], ruled: Mapping[str, str], told: Told, text: str) -> dict[str, str]:
    """The words that show each label: the rules', or those in which the reader sees most of it."""
    shown = {label: ruled.get(label) or told.words(label, text) for label in READ_LABELS if label in labels}
    found = {label: words for label, words in shown.items() if words}
    if "claim" in found and "attributed" not in found:
        found["unsupported"] = UNNAMED.format(found.get("vague") or found["claim"])
    return found


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
        reasons["unsupported"] = UNNAMED.format(claims)
    return {label: reason for label, reason in reasons.items() if reason}
