"""What the adapter learns from: our own articles and questions, read as the program reads them, cut into tokens."""

from __future__ import annotations

import html
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.pipeline import ingest, origins_in
from kb.engine.e5.tokens import Tokeniser
from kb.engine.e5.weights import Weights, find_weights
from kb.library import Library, open_library
from kb.retrieve import prepare
from kb.settings import load_settings
from kb.store import Store
from kb.text import canonical

Row = Mapping[str, Any]
FOLDER = Path("benchmarks/adapt/collections")
KEPT, UNSEEN = "kept-", "unseen-"  # how names of files begin that nothing but weights, or nothing at all, is fitted to
TOGETHER = 5  # collections a home, so that words are about as rare as in a small library
_PAGE = (
    '<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta property="og:site_name" content="{publisher}"><meta property="article:published_time" content="{date}">'
    "</head><body><article><h1>{title}</h1>\n{body}</article></body></html>"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """ids (t,) with prefix, title and marks; body (t,), which of them are its own; sentences as (from, to)."""

    ids: NDArray[np.int64]
    body: NDArray[np.bool_]
    language: str
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """ids and body as of a passage; heft (q,) of the body's tokens; gold, the (passage, sentence) that answer it."""

    ids: NDArray[np.int64]
    body: NDArray[np.bool_]
    language: str
    heft: NDArray[np.float32]
    gold: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Collection:
    """Articles that belong together, and the questions to them."""

    passages: list[Passage]
    questions: list[Question]


def collections(paths: Sequence[Path]) -> list[Collection]:
    """Those of some files: lines of `article` and `question` (see `collections/README.md`)."""
    tokeniser = Tokeniser(Weights(find_weights()).vocabulary())
    return [_collection(library, name, rows, tokeniser) for library, name, rows in opened(paths)]


def joined(held: Sequence[Collection]) -> Collection:
    """Some collections as one."""
    passages: list[Passage] = []
    questions: list[Question] = []
    for own in held:
        for one in own.questions:
            questions.append(replace(one, gold=frozenset((at + len(passages), number) for at, number in one.gold)))
        passages += own.passages
    return Collection(passages, questions)


def read(path: Path) -> list[Row]:
    """The lines of one file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


@contextmanager
def library_of(folder: str) -> Iterator[Library]:
    """A library of a folder's articles, in a home that is thrown away."""
    with tempfile.TemporaryDirectory() as home:
        library = open_library(load_settings(home=Path(home)))
        for _ in ingest(library, origins_in([folder])):
            pass
        yield library


def opened(paths: Sequence[Path], together: int = TOGETHER) -> Iterator[tuple[Library, str, list[Row]]]:
    """Each file's name and lines with a library of its articles, and of those of its neighbours."""
    for at in range(0, len(paths), together):
        rows = {path.stem: read(path) for path in paths[at : at + together]}
        with tempfile.TemporaryDirectory() as pages:
            for name, own in rows.items():
                for article in (row for row in own if row["type"] == "article"):
                    suffix = "html" if article["title"] else "txt"
                    Path(pages, f"{name}.{article['id']}.{suffix}").write_text(_as_page(article), encoding="utf-8")
            with library_of(pages) as library:
                yield from ((library, name, own) for name, own in rows.items())


def labelled(rows: Sequence[Row]) -> Iterator[Row]:
    """The questions of one file as `tests/eval` has them, without what an answer must contain."""
    said = _said(rows)
    languages = {row["id"]: row["lang"] for row in rows if row["type"] == "article"}
    for row in (row for row in rows if row["type"] == "question"):
        gold = [{"sentence": said[article][number]} for article, number in row["gold"]]
        across = row["lang"] not in {languages[article] for article, _ in row["gold"]}
        yield {"question": row["q"], "refuse": not gold, "gold": gold, "contains": [], "cross_lingual": across}


def _said(rows: Sequence[Row]) -> dict[int, list[str]]:
    """The sentences of each article."""
    return {row["id"]: [s for part in row["paragraphs"] for s in part] for row in rows if row["type"] == "article"}


def _as_page(article: Row) -> str:
    """HTML, or plain text where there is no title."""
    if not article["title"]:
        return "\n\n".join(" ".join(sentences) for sentences in article["paragraphs"]) + "\n"
    head = {key: html.escape(str(article[key])) for key in ("lang", "title", "publisher", "date")}
    body = "\n".join(f"<p>{html.escape(' '.join(sentences))}</p>" for sentences in article["paragraphs"])
    return _PAGE.format(**head, body=body)


def _collection(library: Library, name: str, rows: Sequence[Row], tokeniser: Tokeniser) -> Collection:
    passages: list[Passage] = []
    places: dict[tuple[int, int], str] = {}
    for passage, texts in _passages(library.store, name, tokeniser):
        places |= {(len(passages), number): text for number, text in enumerate(texts)}
        passages.append(passage)
    questions = []
    for row in labelled(rows):
        wanted = [canonical(each["sentence"]) for each in row["gold"]]
        gold = frozenset(place for place, text in places.items() if any(bears(text, each) for each in wanted))
        if gold or not wanted:
            questions.append(_question(library, row["question"], gold, tokeniser))
    return Collection(passages, questions)


def bears(text: str, gold: str) -> bool:
    """Whether a sentence as the program cut it is one that was labelled, or a good part of it."""
    return gold in text or (len(text) > 20 and text in gold)


def _passages(store: Store, name: str, tokeniser: Tokeniser) -> Iterator[tuple[Passage, list[str]]]:
    """A collection's passages, and the texts of their sentences."""
    query = (
        "SELECT p.id, p.start, p.end, d.title, d.language, d.text, s.start, s.end FROM passages p"
        " JOIN documents d ON d.id = p.document_id JOIN sentences s ON s.passage = p.id"
        " JOIN origins o ON o.document_id = d.id WHERE o.origin LIKE ? ORDER BY p.id, s.start"
    )
    held = store.connection.execute(query, (f"%/{name}.%",)).fetchall()
    for _, group in groupby(held, key=lambda row: row[0]):
        rows = list(group)
        _, start, end, title, language, text = rows[0][:6]
        prefix = f"passage: {title}. "
        (cut,) = tokeniser.tokens([prefix + text[start:end]])
        begins = cut.spans[:, 0] - len(prefix)
        spans = [np.searchsorted(begins, [low - start, high - start]) + 1 for *_, low, high in rows]
        sentences = tuple((int(low), int(high)) for low, high in spans)
        body = np.concatenate([[False], begins >= 0, [False]])
        texts = [canonical(text[low:high]) for *_, low, high in rows]
        yield Passage(tokeniser.mark(cut.ids), body, language, sentences), texts


def _question(library: Library, text: str, gold: frozenset[tuple[int, int]], tokeniser: Tokeniser) -> Question:
    query, prefix = prepare(library, text), "query: "
    (cut,) = tokeniser.tokens([prefix + query.text])
    body = np.concatenate([[False], cut.spans[:, 1] > len(prefix), [False]])
    return Question(tokeniser.mark(cut.ids), body, query.language, query.heft, gold)
