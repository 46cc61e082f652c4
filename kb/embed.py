"""A document or a question as vectors: of passages, of sentences and, where the embedder gives them, of tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.engine import Engine, TokenVectors
from kb.flags.learned import Told, heading
from kb.late import TokenBits, pack
from kb.model import Document, Passage, Sentence

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Embedded:
    """(n, d) vectors in the order of the passages and sentences; `tokens` of each passage, empty without any."""

    passages: Vectors
    sentences: Vectors
    tokens: Sequence[TokenBits]


def embed_document(
    engine: Engine, document: Document, passages: Sequence[Passage], sentences: Sequence[Sentence]
) -> Embedded:
    """Reads each passage under its document's title, which says what "it" and "the company" are.

    A sentence's vector is the mean of its tokens' as they stand in the passage, so that one pass does for both; an
    embedder without token vectors reads the sentences once more.
    """
    heading = f"{document.title}. "
    texts = [heading + passage.text for passage in passages]
    read = engine.read_passages(texts)
    if read is None:
        own = engine.embed_passages([heading + sentence.text for sentence in sentences])
        return Embedded(engine.embed_passages(texts), own, ())
    bodies = [_without(tokens, len(heading)) for tokens in read]
    return Embedded(
        passages=np.stack([tokens.pooled for tokens in read]),
        sentences=_of_sentences(passages, bodies, sentences),
        tokens=[pack(engine.centred_tokens(body.late, document.language), body.starts) for body in bodies],
    )


def _without(tokens: TokenVectors, prefix: int) -> TokenVectors:
    """The tokens after the first `prefix` characters, their places counted from there."""
    keep = tokens.starts >= prefix
    return TokenVectors(tokens.vectors[keep], tokens.late[keep], tokens.starts[keep] - prefix, tokens.pooled)


def _of_sentences(
    passages: Sequence[Passage], bodies: Sequence[TokenVectors], sentences: Sequence[Sentence]
) -> Vectors:
    """The mean vector of each sentence's tokens, at length 1; where it has none, its passage's."""
    rows = np.zeros((len(sentences), len(bodies[0].pooled)), np.float32)
    at = 0
    for index, sentence in enumerate(sentences):
        while at + 1 < len(passages) and sentence.start >= passages[at].end:
            at += 1
        body, low = bodies[at], sentence.start - passages[at].start
        inside = (body.starts >= low) & (body.starts < sentence.end - passages[at].start)
        mean = body.vectors[inside].mean(axis=0) if inside.any() else body.pooled
        rows[index] = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return rows


def told(
    engine: Engine, document: Document, passages: Sequence[Passage], sentences: Sequence[Sentence]
) -> list[Told] | None:
    """What the reader of labels says of each sentence; None where the embedder has none."""
    before = heading(document)
    read = engine.read_labels([before + passage.text for passage in passages])
    if read is None:
        return None
    spans = [own.spans - len(before) + passage.start for own, passage in zip(read, passages, strict=True)]
    logits, places = np.concatenate([own.logits for own in read]), np.concatenate(spans)
    own = np.concatenate([each[:, 0] >= passage.start for each, passage in zip(spans, passages, strict=True)])
    logits, places = logits[own], places[own]
    ends = [np.searchsorted(places[:, 0], [sentence.start, sentence.end]) for sentence in sentences]
    return [Told(logits[low:high], places[low:high]) for low, high in ends]


@dataclass(frozen=True, slots=True)
class EmbeddedQuestion:
    """A question's vector (d,) as embedded, its tokens' (q, d), centred and at length 1, and those as they were read.

    Both are None where the embedder gives no tokens or the question has none.
    """

    vector: Vectors
    tokens: Vectors | None = None
    read: TokenVectors | None = None


def embed_question(engine: Engine, question: str, language: str) -> EmbeddedQuestion:
    """A question in one pass.

    Raises:
        Unavailable: there is no embedder on this machine.
    """
    read = engine.read_question(question)
    if read is None or not len(read.late):
        return EmbeddedQuestion(engine.embed_queries([question])[0] if read is None else read.pooled)
    return EmbeddedQuestion(read.pooled, engine.centred_tokens(read.late, language), read)
