"""A claim → the sentences of the sources that may bear on it, each held against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.assess.nearness import ALONE, Gauge, Met, gauge, log_odds_asked, log_odds_of_whole, met
from kb.assess.reader import Reader
from kb.compare import Comparison, Statement, compare, rival
from kb.library import Library
from kb.retrieve import Place, Query, Scored, candidates
from kb.store import Filters

PASSAGES = 30  # whose sentences are looked at
SWAPPED = 20  # sentences of which it is tried whether the claim would say the same with another name in it
SWAP_LEAST = -4.0  # log-odds below which it is not tried
OTHER_NAME = 0.4  # least log-odds with the names swapped
READ_ALONE = 40  # sentences of its language, and of the others, whose vector is worked out apart from their passage

_Place = tuple[Met, tuple[Scored, Place]]


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
    """The sentences of the best passages that come nearest, each held against the claim, nearest first.

    Raises:
        Unavailable: there is no embedder on this machine.
    """
    scored = candidates(reader.library, query, Filters())[:PASSAGES]
    places = [(passage.row.document_id, place) for passage in scored for place in passage.sentences]
    found = []
    for document_id, place, near in _nearest(reader, query, claim, scored) or _by_score(reader, claim, places):
        other = reader.statement(document_id, place.start, place.end)
        held = compare(claim, other, near)
        found.append(Finding(document_id, place.start, place.end, near, other, held))
    found.sort(key=lambda finding: -finding.near)
    return [_swapped(reader, claim, one) if at < SWAPPED else one for at, one in enumerate(found)]


def _swapped(reader: Reader, claim: Statement, one: Finding) -> Finding:
    """A finding, in conflict where the claim would say the same with the sentence's name in place of its own."""
    if one.comparison.kind != "unrelated" or one.near < SWAP_LEAST:
        return one
    instead = rival(claim, one.statement)
    if instead is None:
        return one
    sentence = reader.vectors([(one.document_id, one.start, one.end)])[0]
    own, put = (reader.vector(text, claim.language) for text in (claim.text, instead.swapped))
    near = one.near + ALONE * float((put - own) @ sentence)
    if near < OTHER_NAME:
        return one
    why = f"another name: {instead.mine} against {instead.theirs}"
    return replace(one, comparison=Comparison("conflict", why, near - OTHER_NAME))


def _by_score(reader: Reader, claim: Statement, places: Sequence[tuple[str, Place]]) -> list[tuple[str, Place, float]]:
    """Each place with its log-odds, where the embedder gives no tokens."""
    spoken = [reader.read(document_id).document.language == claim.language for document_id, _ in places]
    return [(key, at, log_odds_of_whole(at.score, same)) for (key, at), same in zip(places, spoken, strict=True)]


def _nearest(
    reader: Reader, query: Query, claim: Statement, scored: Sequence[Scored]
) -> list[tuple[str, Place, float]]:
    """The places whose words meet the claim's best, with their log-odds; none where a passage has no tokens."""
    tokens = reader.library.store.tokens([passage.row.row for passage in scored])
    own = read_claim(reader.library, query, claim) if scored and len(tokens) == len(scored) else None
    if own is None:
        return []
    sentences = []
    for passage in scored:
        text = reader.read(passage.row.document_id).document.text
        sentences.append(
            [(place.start - passage.row.start, text[place.start : place.end]) for place in passage.sentences]
        )
    words = met(own, [tokens[passage.row.row] for passage in scored], sentences)
    places = [(passage, place) for passage in scored for place in passage.sentences]
    best = _best(list(zip(words, places, strict=True)), claim.language)
    keys = [(passage.row.document_id, place.start, place.end) for _, (passage, place) in best]
    found = []
    cosines = (reader.vectors(keys) @ reader.vector(query.text, query.language)).tolist()
    for (word, (passage, place)), cosine in zip(best, cosines, strict=True):
        near = log_odds_asked(word, cosine, place.score, passage.row.language == claim.language)
        found.append((passage.row.document_id, place, near))
    return found


def _best(met: Sequence[_Place], language: str) -> list[_Place]:
    """Of the claim's language, and of the others, those whose words meet the claim best."""
    ordered = sorted(met, key=lambda pair: -(pair[0].there + pair[0].context))
    own = [pair for pair in ordered if pair[1][0].row.language == language]
    others = [pair for pair in ordered if pair[1][0].row.language != language]
    return own[:READ_ALONE] + others[:READ_ALONE]


def read_claim(library: Library, query: Query, claim: Statement) -> Gauge | None:
    """The claim's tokens, read as a source's would be; None where the embedder gives none."""
    read = library.engine.read_passages([query.text])
    if read is None or not len(read[0].vectors):
        return None
    vectors = library.engine.centred_tokens(read[0].late, query.language)
    return gauge(query.text, query.language, vectors, read[0].starts, claim.names)
