"""Our nouns as the plain records of CONTRACT.md, written once for the command line and the pages.

Every function gives a dictionary that `json.dumps` takes, with the contract's keys in the contract's order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from kb.cite import text_fragment
from kb.disagreement import by_user
from kb.model import LABELS, Answer, Assessment, Citation, Document, Flag, Hit, Outcome, Sentence, Standing

Record = dict[str, Any]


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def outcome_record(outcome: Outcome) -> Record:
    """One line of `kb ingest`."""
    record: Record = {"origin": outcome.origin, "outcome": outcome.kind, "document_id": outcome.document_id}
    if outcome.copy:
        record |= {"duplicate_of": outcome.duplicate_of, "similarity": outcome.similarity, "kind": outcome.copy}
    if outcome.reason:
        record["reason"] = outcome.reason
    if outcome.items:
        record["items"] = outcome.items
    return record | {"seconds": outcome.seconds}


def flag_record(flag: Flag) -> Record:
    """A label with its reason; where the user said so, `by` and `on` (ISO date) tell."""
    record: Record = {"label": flag.label, "reason": flag.reason}
    day = by_user(flag.reason)
    return record | {"by": "user", "on": day} if day else record


def citation_record(citation: Citation, document: Document) -> Record:
    """A citation with what is known about its document."""
    return {
        "document_id": citation.document_id,
        "origin": document.source.origin,
        "title": document.title,
        "publisher": document.publisher,
        "published": _day(document.published),
        "url": document.url,
        "language": document.language,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "link": text_fragment(document.url, citation.quote),
    }


def origin_record(origin: str, state: str, fetched_at: str, sha256: str) -> Record:
    """A file or address that carried a document; kind is `file` or `url`."""
    kind = "url" if origin.startswith(("http://", "https://")) else "file"
    return {"origin": origin, "kind": kind, "state": state, "fetched_at": fetched_at, "sha256": sha256}


def document_record(
    document: Document,
    origins: Iterable[Record],
    ties: tuple[str | None, str | None],
    sentences: int,
    corrected: Sequence[Record] = (),
) -> Record:
    """One line of `kb documents`; `ties` are the story it belongs to and the version it supersedes.

    `corrected` are the user's corrections of its facts; without any the field is left out.
    """
    record: Record = {
        "document_id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "authors": list(document.authors),
        "published": _day(document.published),
        "language": document.language,
        "url": document.url,
        "origins": list(origins),
        "story": ties[0],
        "supersedes": ties[1],
        "notices": [flag_record(notice) for notice in document.notices],
        "sentences": sentences,
    }
    return record | {"corrected": list(corrected)} if corrected else record


def text_record(
    document: Document, sentences: Iterable[Sentence], corrected: Mapping[int, Sequence[Record]] | None = None
) -> Record:
    """One line of `kb text`; `corrected` are the user's corrections of its sentences, by their starts."""
    said = corrected or {}
    return {
        "document_id": document.id,
        "origin": document.source.origin,
        "text": document.text,
        "sentences": [
            {
                "start": sentence.start,
                "end": sentence.end,
                "text": sentence.text,
                "labels": {label: label in sentence.labels for label in LABELS},
                "reasons": dict(sentence.reasons),
                **({"corrected": list(said[sentence.start])} if sentence.start in said else {}),
            }
            for sentence in sentences
        ],
    }


def hit_record(hit: Hit, origin: str) -> Record:
    """One line of `kb search`."""
    return {
        "rank": hit.rank,
        "score": hit.score,
        "document_id": hit.passage.document_id,
        "origin": origin,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "text": hit.passage.text,
        "best": {"start": hit.best.start, "end": hit.best.end},
        "language": hit.language,
        "found_by": list(hit.found_by),
    }


def answer_record(answer: Answer, documents: Mapping[str, Document]) -> Record:
    """One line of `kb ask`; `documents` holds every document that is cited."""

    def cited(citations: Iterable[Citation]) -> list[Record]:
        return [citation_record(citation, documents[citation.document_id]) for citation in citations]

    return {
        "question": answer.question,
        "language": answer.language,
        "refusal": answer.refusal,
        "sentences": [
            {
                "text": sentence.text,
                "citations": cited(sentence.citations),
                "flags": [flag_record(flag) for flag in sentence.flags],
                "role": sentence.role,
            }
            for sentence in answer.sentences
        ],
        "conflicts": [{"about": conflict.about, "sides": cited(conflict.sides)} for conflict in answer.conflicts],
        "newer": cited(answer.newer),
        "nearby": cited(answer.nearby),
        "engine": answer.engine,
        "withheld": answer.withheld,
        "trouble": answer.trouble,
        "settings": answer.settings_fingerprint,
        "seconds": answer.seconds,
    }


def assessment_record(assessment: Assessment, documents: Mapping[str, Document]) -> Record:
    """One line of `kb check`; `documents` holds every document that is cited."""
    return {
        "claim": assessment.claim,
        "verdict": assessment.verdict,
        "supporting": [citation_record(one, documents[one.document_id]) for one in assessment.supporting],
        "opposing": [citation_record(one, documents[one.document_id]) for one in assessment.opposing],
        "independent_sources": assessment.independent_sources,
        "reason": assessment.reason,
    }


def standing_record(standing: Standing, documents: Mapping[str, Document]) -> Record:
    """One line of `kb claims`; `documents` holds every document that is cited."""
    sentence = standing.sentence
    return {
        "document_id": sentence.document_id,
        "start": sentence.start,
        "end": sentence.end,
        "text": sentence.text,
        "labels": {label: label in sentence.labels for label in LABELS},
        "reasons": dict(sentence.reasons),
        "status": standing.status,
        "independent_sources": standing.independent_sources,
        "supporting": [citation_record(one, documents[one.document_id]) for one in standing.supporting],
        "opposing": [citation_record(one, documents[one.document_id]) for one in standing.opposing],
        "reason": standing.reason,
    }
