"""A library of made-up passages with made-up vectors and token bits, written straight into the store.

What a search costs depends on how many passages, sentences, tokens and words there are, hardly on what they say.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.made_up import LANGUAGES, Article, Author
from ingest.dedupe import fingerprint
from kb.engine import Engine
from kb.late import TokenBits
from kb.library import Library, open_library
from kb.model import Block, Document, Passage, Sentence, Source
from kb.settings import Settings
from kb.store import NewDocument, Relation
from kb.text import identity, stems

PASSAGES, SENTENCES, TOKENS = 8, 4, 90  # a document's, a passage's, a passage's
DIMENSIONS = 384
REAL = 300  # sentences of each language that are really embedded
COPIES = 20  # every so many documents one is written down as a near copy of the one before
_CLAIM = {"claim": "made up"}


class _Vectors:
    """Unit rows like the embedder's: mixtures of three of a few hundred real ones, and some noise."""

    def __init__(self, engine: Engine, seed: int) -> None:
        author, self._chance = Author(seed + 1), np.random.default_rng(seed)
        self._real = {
            language: engine.embed_passages([author.sentence(language) for _ in range(REAL)]) for language in LANGUAGES
        }

    def passages(self, language: str) -> NDArray[np.float32]:
        """(PASSAGES, d)."""
        picked = self._real[language][self._chance.integers(0, REAL, (PASSAGES, 3))]
        mixed = (picked * self._chance.dirichlet((1.0, 1.0, 1.0), PASSAGES)[:, :, None]).sum(axis=1)
        return _units(mixed + 0.005 * self._chance.standard_normal(mixed.shape))

    def near(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n · SENTENCES, d): around each row."""
        each = np.repeat(rows, SENTENCES, axis=0)
        return _units(each + 0.005 * self._chance.standard_normal(each.shape))

    def tokens(self, text: str) -> TokenBits:
        """Bits of chance, their places spread over the text."""
        bits = self._chance.integers(0, 256, TOKENS * DIMENSIONS // 8, np.uint8).tobytes()
        return TokenBits(bits, np.linspace(0, len(text) - 1, TOKENS).astype("<u2").tobytes())


def _units(rows: NDArray[np.float64]) -> NDArray[np.float32]:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def open_made_up(home: Path, engine: Engine | None = None) -> Library:
    """The library of a home, with `engine` where one is given (so that several homes share it)."""
    library = open_library(Settings(home=home, sources=home / "sources"))
    return Library(library.settings, library.store, library.index, engine or library.engine)


def fill(library: Library, passages: int, seed: int = 3) -> None:
    """Writes about so many passages, half of them German, in documents of eight, and fills the index."""
    with library.store.writing("filling a library for measuring"):
        for new in _documents(library.engine, passages // PASSAGES, seed):
            library.store.add(new)
    library.index.refresh(library.store)


def _documents(engine: Engine, count: int, seed: int) -> Iterator[NewDocument]:
    author, vectors = Author(seed), _Vectors(engine, seed)
    earlier: dict[str, str] = {}
    for number in range(count):
        language = LANGUAGES[number % len(LANGUAGES)]
        document, passages, sentences = _laid_out(author.article(language, PASSAGES, SENTENCES), number)
        rows = vectors.passages(language)
        copied = earlier.get(language) if number % COPIES == COPIES - 1 else None
        print_ = fingerprint(document.text)
        yield NewDocument(
            document=document,
            passages=passages,
            vectors=rows,
            sentences=sentences,
            sentence_vectors=vectors.near(rows),
            tokens=[vectors.tokens(passage.text) for passage in passages],
            stems=[" ".join(stems(passage.text, language)) for passage in passages],
            signature=print_.signature,
            bands=print_.bands,
            relations=(Relation(copied, document.id, "near", 0.6),) if copied else (),
        )
        earlier[language] = document.id


def _laid_out(article: Article, number: int) -> tuple[Document, list[Passage], list[Sentence]]:
    """The article as a document; a paragraph is a passage."""
    text = "\n\n".join(" ".join(sentences) for sentences in article.paragraphs)
    key, day = identity(text), date(2025, 1, 1) + timedelta(days=number % 330)
    blocks: list[Block] = []
    passages: list[Passage] = []
    sentences: list[Sentence] = []
    at = 0
    for paragraph in article.paragraphs:
        start = at
        for sentence in paragraph:
            reasons = _CLAIM if len(sentences) % 3 == 0 else {}
            sentences.append(Sentence(key, at, at + len(sentence), sentence, frozenset(reasons), reasons))
            at += len(sentence) + 1
        blocks.append(Block("paragraph", start, at - 1))
        passages.append(Passage(key, start, at - 1, text[start : at - 1]))
        at += 1
    source = Source(identity(str(number)), f"made-up/{number}.html", "text/html", datetime(2025, 12, 1, tzinfo=UTC))
    document = Document(
        key,
        source,
        article.title,
        text,
        publisher="Made Up",
        published=day,
        language=article.language,
        blocks=tuple(blocks),
    )
    return document, passages, sentences
