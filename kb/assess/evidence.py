"""A claim → the sentences of the sources that may bear on it, each held against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.assess.nearness import Gauge, Met, gauge, log_odds, log_odds_of_whole, met
from kb.assess.reader import Reader
from kb.compare import Comparison, Statement, compare
from kb.library import Library
from kb.retrieve import Query, Scored, candidates
from kb.store import Filters

PASSAGES = 20  # whose sentences are looked at


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence of a source and what it is to the claim; `near` is the log-odds that both speak of one matter."""

    document_id: str
    start: int
    end: int
    near: float
    statement: Statement
    comparison: Comparison


def findings(reader: Reader, query: Query, claim: Statement) -> list[Finding]:
    """Every sentence of the best passages held against the claim, nearest first.

    Raises:
        Unavailable: there is no embedder on this machine.
    """
    scored = candidates(reader.library, query, Filters())[:PASSAGES]
    words = iter(_met(reader, query, scored))
    found = []
    for passage in scored:
        same_language = passage.row.language == claim.language
        for place in passage.sentences:
            own = next(words, None)
            near = log_odds(own, same_language) if own else log_odds_of_whole(place.score, same_language)
            other = reader.statement(passage.row.document_id, place.start, place.end)
            held = compare(claim, other, near)
            found.append(Finding(passage.row.document_id, place.start, place.end, near, other, held))
    return sorted(found, key=lambda finding: -finding.near)


def _met(reader: Reader, query: Query, scored: Sequence[Scored]) -> list[Met]:
    """For each sentence of these passages; none where a passage has no tokens."""
    tokens = reader.library.store.tokens([passage.row.row for passage in scored])
    claim = read_claim(reader.library, query) if len(tokens) == len(scored) else None
    if claim is None:
        return []
    sentences = []
    for passage in scored:
        text = reader.read(passage.row.document_id).document.text
        sentences.append(
            [(place.start - passage.row.start, text[place.start : place.end]) for place in passage.sentences]
        )
    return met(claim, [tokens[passage.row.row] for passage in scored], sentences)


def read_claim(library: Library, query: Query) -> Gauge | None:
    """The claim's tokens, read as a source's would be; None where the embedder gives none."""
    read = library.engine.read_passages([query.text])
    if read is None or not len(read[0].vectors):
        return None
    vectors = library.engine.centred_tokens(read[0].vectors, query.language)
    return gauge(query.text, query.language, vectors, read[0].starts)
