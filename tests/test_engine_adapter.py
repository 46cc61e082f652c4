"""The adapter for late interaction: what it changes, what it leaves alone, and a file that isn't one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.adapt.material import FOLDER, read
from kb.engine import Engine, open_engine
from kb.engine.e5 import E5, adapter, graph
from kb.engine.e5.session import Session
from kb.engine.e5.tokens import Tokeniser
from kb.engine.e5.weights import Weights
from kb.late import TokenBits, met, pack, stack
from kb.settings import load_settings

TEXT = "Der Landrechnungshof rügt, dass die Lizenzen ohne Ausschreibung verlängert wurden."


def cosines(one: Any, other: Any) -> Any:
    return (one * other).sum(-1) / np.linalg.norm(one, axis=-1) / np.linalg.norm(other, axis=-1)


def entered(weights: Weights) -> Any:
    tokeniser = Tokeniser(weights.vocabulary())
    return weights.inputs(tokeniser.mark(tokeniser.ids([f"passage: {TEXT}"])[0])[None])


def test_it_changes_the_tokens_and_not_the_text_s_own_vector(model: E5) -> None:
    (read,) = model.tokens([TEXT], "passage")
    assert (read.pooled == model.embed_passages([TEXT])[0]).all()
    assert read.late.shape == read.vectors.shape
    assert cosines(read.vectors, read.late).max() < 0.999


def test_four_bits_with_the_change_beside_them_are_eight_bits_with_it_inside(weights: Weights, model: E5) -> None:
    exact = Session(graph.build(weights, adapter.load(adapter.content()), graph.Precision()))
    last, late = exact.outputs(entered(weights))
    (read,) = model.tokens([TEXT], "passage")
    assert cosines(last[0, -1 - len(read.vectors) : -1], read.vectors).min() > 0.99
    assert cosines(late[0, -1 - len(read.late) : -1], read.late).min() > 0.99


def test_without_factors_both_layers_are_the_same(weights: Weights) -> None:
    content = adapter.load(adapter.content())
    nothing = {name: (down, np.zeros_like(up)) for name, (down, up) in content.factors.items()}
    bare = graph.build(weights, adapter.Adapter(content.first, nothing), graph.Precision(127))
    last, late = Session(bare).outputs(entered(weights))
    assert (last == late).all()


def first_right(engine: Engine, rows: Sequence[Mapping[str, Any]], layer: str) -> float:
    """How often the sentence that meets a question best, by one layer's tokens, is one that answers it."""
    kept: list[TokenBits] = []
    places: list[list[int]] = []
    spans: list[tuple[int, int, int]] = []
    for article in (row for row in rows if row["type"] == "article"):
        number = 0
        for sentences in article["paragraphs"]:
            heading = f"{article['title']}. "
            (read,) = engine.read_passages([heading + " ".join(sentences)]) or []
            at = len(heading)
            for sentence in sentences:
                spans.append((len(kept), at, at + len(sentence)))
                places.append([article["id"], number])
                at, number = at + len(sentence) + 1, number + 1
            kept.append(pack(engine.centred_tokens(getattr(read, layer), article["lang"]), read.starts))
    stacked = stack(kept)
    rows_of = stacked.within(np.array(spans))
    right = []
    for question in (row for row in rows if row["type"] == "question" and row["gold"]):
        asked = engine.read_question(question["q"])
        assert asked is not None
        scores = met(engine.centred_tokens(getattr(asked, layer), question["lang"]), stacked, rows_of).mean(axis=1)
        right.append(places[int(scores.argmax())] in question["gold"])
    return sum(right) / len(right)


def test_what_answers_is_told_from_what_speaks_of_the_same(tmp_path: Path) -> None:
    """On articles and questions that the adapter was not trained on."""
    engine = open_engine(load_settings(home=tmp_path))
    rows = read(FOLDER / "unseen-05.jsonl")
    assert first_right(engine, rows, "late") > first_right(engine, rows, "vectors") + 0.1


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"PK\x03\x04 not a whole archive", id="cut short"),
        pytest.param(b"no archive at all", id="something else"),
    ],
)
def test_a_file_that_is_none_is_said_to_be_damaged(content: bytes) -> None:
    with pytest.raises(ValueError, match="damaged"):
        adapter.load(content)


def test_a_half_of_a_pair_is_damage_too() -> None:
    file = BytesIO()
    arrays: dict[str, Any] = {"first": np.int64(9), "l9.q.down": np.zeros((384, 4), np.float16)}
    np.savez(file, **arrays)
    with pytest.raises(ValueError, match="damaged"):
        adapter.load(file.getvalue())
