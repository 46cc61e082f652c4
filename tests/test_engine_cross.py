"""The cross-encoder: what its layers do to each text, what it makes of a question, and a file that isn't one."""

from __future__ import annotations

import math
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kb.engine import Engine, Excerpt
from kb.engine.e5 import E5, cross, graph
from kb.engine.e5.adapter import Adapter
from kb.engine.e5.session import Session
from kb.engine.e5.tokens import Tokeniser
from kb.engine.e5.weights import Floats, Weights

QUESTION = "Wer leitet das Prüfamt in Erfurt?"
SAID = [
    Excerpt("Neues Prüfamt", "", "Das Prüfamt in Erfurt wurde im März gegründet.", "de"),
    Excerpt("Neues Prüfamt", "", "Das Prüfamt in Erfurt leitet seit April die Juristin Tilda Worm.", "de"),
    Excerpt("Office opened", "", "The Erfurt office will have forty staff by next year.", "en"),
]


def heft(model: E5, question: str) -> Floats:
    (read,) = model.tokens([question], "query")
    return np.full(len(read.ids), 1 / len(read.ids), np.float32)


def test_gelu_is_what_its_definition_says() -> None:
    x = np.linspace(-6, 6, 401, dtype=np.float32)
    wanted = [value * 0.5 * (1 + math.erf(value / math.sqrt(2))) for value in x.tolist()]
    assert np.abs(cross.gelu(x) - wanted).max() < 1e-5


def test_with_closed_gates_and_no_change_each_text_is_read_as_if_alone(weights: Weights) -> None:
    own = cross.load(cross.content())
    nothing = {name: (down, np.zeros_like(up)) for name, (down, up) in own.adapter.factors.items()}
    bare = Adapter(own.adapter.first, nothing)
    lower = Session(graph.beginning(weights, bare.first, graph.Precision()))
    upper = Session(graph.together(weights, bare, np.zeros_like(own.gates), graph.Precision()))
    whole = Session(graph.build(weights, bare, graph.Precision()))
    tokeniser = Tokeniser(weights.vocabulary())
    texts = [weights.inputs(tokeniser.mark(ids))[None] for ids in tokeniser.ids([QUESTION, *(e.text for e in SAID)])]
    begun = [lower.outputs(x)[0][0] for x in texts]
    of = np.repeat(np.arange(len(begun)), [len(each) for each in begun])
    apart = np.where(of[:, None] == of, 0, -1e4).astype(np.float32)[None, None]
    across = np.where((of[:, None] > 0) != (of > 0), 0, -1e4).astype(np.float32)[None, None]
    side = (of > 0).astype(np.int64)
    (joined,) = upper.outputs(np.concatenate(begun)[None], side=side, apart=apart, across=across)
    for number, x in enumerate(texts):
        assert np.abs(joined[0, of == number] - whole.outputs(x)[0][0]).max() < 1e-3


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("Wann wurde das Prüfamt gegründet?", 0),
        (QUESTION, 1),
        ("Wie viele Menschen sollen im Erfurter Amt arbeiten?", 2),  # told in the other language
    ],
)
def test_the_sentence_that_answers_stands_first_and_without_it_an_answer_is_less_likely(
    model: E5, question: str, right: int
) -> None:
    found = model.judge(question, "de", heft(model, question), SAID)
    assert int(found.ranks.argmax()) == right
    without = model.judge(question, "de", heft(model, question), [each for each in SAID if each is not SAID[right]])
    assert without.answered < found.answered - 0.1


def test_what_it_says_does_not_hang_on_the_order_of_the_sentences(model: E5) -> None:
    forth = model.judge(QUESTION, "de", heft(model, QUESTION), SAID)
    back = model.judge(QUESTION, "de", heft(model, QUESTION), SAID[::-1])
    apart = np.ptp(forth.ranks)  # eight bits round differently, by less than a hundredth of what the ranks differ
    assert np.abs(forth.ranks - back.ranks[::-1]).max() < 0.01 * apart
    assert abs(forth.answered - back.answered) < 0.01 * apart


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("?", SAID),  # hardly a question
        (QUESTION, [Excerpt("", "", "Ja.", "de")]),  # one short sentence without a title
        (QUESTION, [Excerpt("T " * 700, "B " * 700, "Worm leitet es.", "de")]),  # a heading longer than the model reads
        (QUESTION, [Excerpt("T", "", "Das Amt prüft. " * 400, "de")]),  # a sentence longer than that
        ("Wer " * 700 + "?", SAID),  # a question longer than that
        (QUESTION, [Excerpt("T", "", "", "en")]),  # nothing said
    ],
)
def test_odd_lengths_are_judged_too(model: E5, question: str, said: list[Excerpt]) -> None:
    found = model.judge(question, "de", heft(model, question), said)
    assert found.ranks.shape == (len(said),)
    assert np.isfinite(found.ranks).all()
    assert np.isfinite(found.answered)


def test_an_embedder_without_one_says_so() -> None:
    class Plain:
        revision = "1"

        def embed_passages(self, texts: Any) -> Any:
            return np.zeros((len(texts), 2), np.float32)

        embed_queries = embed_passages

    assert Engine("plain", Plain).judge(QUESTION, "de", np.zeros(3, np.float32), SAID) is None


@pytest.mark.parametrize("lost", ["gates", "first", "means.de", "rank.in.w", "answered.out.b", "l9.q.up"])
def test_a_file_that_lacks_a_part_is_refused(lost: str) -> None:
    with np.load(BytesIO(cross.content())) as held:
        rest = {name: held[name] for name in held.files if name != lost}
    written = BytesIO()
    np.savez(written, **rest)
    with pytest.raises(ValueError, match=r"judge\.npz is damaged"):
        cross.load(written.getvalue())


def test_the_file_is_of_this_model(weights: Weights) -> None:
    own = cross.load(cross.content())
    layers = weights.shape.layers - own.adapter.first
    assert own.gates.shape == (layers, 2, weights.shape.heads)
    assert len(own.adapter.factors) == 6 * layers
    assert Path(cross.__file__).with_name(cross.FILE).stat().st_size < 8_000_000
