"""The encoder's layers as an ONNX graph, with the matrices' four bits as they are or in eight bits.

Four bits are multiplied in floats: what the weights say, exactly, but two to three times slower than integers.

In eight bits a matrix has one scale for each output, and its input one scale for each token: so the integers of one
token don't depend on its neighbours, and a text has the same vector in every batch. What enters the second
feed-forward matrix is one-sided (GELU is never below -0.17), so its zero stands at 64 of 255 instead of 128. `shrink`
divides the few channels of an input that are far larger than the rest by a power of two, which the matrix makes up for.

The graph takes `x` (texts, tokens, hidden), as `Weights.inputs` makes it, all texts of one length: there is no padding
and no mask. It gives `y` of the same shape, the last layer, and `late`, the last layer once more where the adapter's
layers run in place of the model's own; both share the layers below. `adapted` has the layers of another adapter alone,
which reads passages for their labels. Two further graphs read a question and sentences together: `beginning` has the
layers that each text runs through alone, `together` those above, in which question and sentences also look at each
other. Attention and GELU are onnxruntime's own operators. LayerNormalization stands beside its addition because the
operator that joins them took five times as long (measured with onnxruntime 1.31).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kb.engine.e5.adapter import Adapter
from kb.engine.e5.weights import BLOCK, Floats, Weights

_OWN = "com.microsoft"
_FLOAT, _WHOLE = 1, 7  # in ONNX's numbering of types
_GELU_FLOOR = 0.171
_ZERO = 64


@dataclass(frozen=True)
class Precision:
    """How matrices are kept: `top` is the largest integer (127: eight bits, 63: seven), 0 for four bits.

    `shrink` maps a place ("3.inner") to the divisors of its input's channels.
    """

    top: int = 0
    shrink: Mapping[str, Floats] = field(default_factory=dict)


def places(weights: Weights) -> list[str]:
    """The names of the inputs of the matrices, layer by layer."""
    parts = ("heads", "joined", "inner", "outer")
    return [f"{layer}.{part}" for layer in range(weights.shape.layers) for part in parts]


def build(weights: Weights, adapter: Adapter, precision: Precision, taps: Sequence[str] = ()) -> bytes:
    """The graph as bytes, the same ones each time. `taps` are places whose input is to be an output as well."""
    graph = _Graph(weights, precision)
    shared = graph.layers(graph.normalise("x", "emb.ln"), range(adapter.first))
    own = range(adapter.first, weights.shape.layers)
    graph.op("Identity", [graph.layers(shared, own)], "y")
    graph.adapter, graph.path = adapter, "late."
    graph.op("Identity", [graph.layers(shared, own)], "late")
    return graph.serialise(["y", "late", *(graph.inputs[place] for place in taps)], {})


def beginning(weights: Weights, layers: int, precision: Precision) -> bytes:
    """The graph of the first so many layers: `x` as above, and `y` what leaves them."""
    graph = _Graph(weights, precision)
    graph.op("Identity", [graph.layers(graph.normalise("x", "emb.ln"), range(layers))], "y")
    return graph.serialise(["y"], {})


def adapted(weights: Weights, adapter: Adapter, precision: Precision) -> bytes:
    """The graph of all layers, the upper ones with an adapter: `x` as above, and `y` the last layer."""
    graph = _Graph(weights, precision)
    shared = graph.layers(graph.normalise("x", "emb.ln"), range(adapter.first))
    graph.adapter = adapter
    graph.op("Identity", [graph.layers(shared, range(adapter.first, weights.shape.layers))], "y")
    return graph.serialise(["y"], {})


def together(weights: Weights, judge: Adapter, gates: Floats, precision: Precision) -> bytes:
    """The graph of the layers above those, with the adapter's changes, for texts that stand in one row.

    It takes `x` (1, tokens, hidden), what left the layers below; `side` (tokens), 0 where a token is the question's
    and 1 where it is a sentence's; `apart` and `across` (1, 1, tokens, tokens), added to the attention: what each token
    sees of its own text, and of the other side. `gates` (layers, 2, heads) say how much of the other side each side
    takes in. It gives `y` (1, tokens, hidden).
    """
    graph = _Graph(weights, precision)
    graph.adapter, graph.gates = judge, gates
    graph.op("Identity", [graph.layers("x", range(judge.first, weights.shape.layers))], "y")
    square = [1, 1, "tokens", "tokens"]
    return graph.serialise(["y"], {"side": (_WHOLE, ["tokens"]), "apart": (_FLOAT, square), "across": (_FLOAT, square)})


class _Graph:
    """Nodes and constants as they are put together; with an `adapter` under names that begin with `path`."""

    def __init__(self, weights: Weights, precision: Precision) -> None:
        from onnx import helper, numpy_helper

        self._helper, self._array = helper, numpy_helper.from_array
        self.weights, self.precision = weights, precision
        self.adapter: Adapter | None = None
        self.gates: Floats | None = None
        self.path = ""
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}
        self.inputs: dict[str, str] = {}

    def constant(self, name: str, value: Any) -> str:
        self.constants[name] = self._array(np.ascontiguousarray(value), name)
        return name

    def scalar(self, value: Any) -> str:
        return self.constant(f"{value.dtype}_{value}", value)

    def op(self, kind: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(self._helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def layers(self, x: str, numbers: Iterable[int]) -> str:
        """These layers, one after the other."""
        for layer in numbers:
            x = self.feed_forward(self.attend(x, layer), layer)
        return x

    def normalise(self, x: str, name: str) -> str:
        constants = [self.constant(f"{name}.{part}", self.weights.floats(f"{name}.{part}")) for part in "wb"]
        epsilon = self.weights.shape.epsilon
        return self.op("LayerNormalization", [x, *constants], self.path + name, axis=-1, epsilon=epsilon)

    def attend(self, x: str, layer: int) -> str:
        names, shape = [f"l{layer}.{part}" for part in "qkv"], self.weights.shape
        together = self.multiply(x, f"{layer}.heads", names, shape.hidden)
        thirds = self.constant("thirds", np.full(3, shape.hidden, np.int64))
        parts = [self.path + name for name in names]
        self.nodes.append(self._helper.make_node("Split", [together, thirds], parts, axis=-1))
        if self.gates is None:
            name = f"{self.path}l{layer}.mixed"
            mixed = self.op("MultiHeadAttention", parts, name, _OWN, num_heads=shape.heads)
        else:
            mixed = self.mix_sides(parts, layer, self.gates)
        return self.add(x, self.multiply(mixed, f"{layer}.joined", [f"l{layer}.ao"], shape.hidden), f"l{layer}.aln")

    def mix_sides(self, parts: Sequence[str], layer: int, gates: Floats) -> str:
        """Attention within each text, and to the other side as far as the gates are open.

        In single steps, since both need the same products of q and k: 16 ms for a question and six sentences, where
        onnxruntime's operator twice took 19 (measured with 1.31).
        """
        assert self.adapter is not None
        name, shape = f"l{layer}", self.weights.shape
        wide = self.constant("split", np.array([1, -1, shape.heads, shape.hidden // shape.heads], np.int64))
        q, k, v = (self.op("Reshape", [part, wide], f"{part}.split") for part in parts)
        q = self.op("Mul", [q, self.scalar(np.float32((shape.hidden // shape.heads) ** -0.5))], f"{name}.q.scaled")
        q, v = (self.op("Transpose", [part], f"{part}.turned", perm=[0, 2, 1, 3]) for part in (q, v))
        k = self.op("Transpose", [k], f"{k}.turned", perm=[0, 2, 3, 1])
        scores = self.op("MatMul", [q, k], f"{name}.scores")
        apart, across = (
            self.op("Softmax", [self.op("Add", [scores, mask], f"{name}.{mask}.sum")], f"{name}.{mask}", axis=-1)
            for mask in ("apart", "across")
        )
        sides = self.constant(f"{name}.gates", gates[layer - self.adapter.first].T[None, :, :, None])
        open_ = self.op("Gather", [sides, "side"], f"{name}.open", axis=2)
        shares = self.op("Add", [apart, self.op("Mul", [across, open_], f"{name}.let.in")], f"{name}.shares")
        mixed = self.op(
            "Transpose", [self.op("MatMul", [shares, v], f"{name}.turned")], f"{name}.mixed", perm=[0, 2, 1, 3]
        )
        return self.op(
            "Reshape", [mixed, self.constant("whole", np.array([1, -1, shape.hidden], np.int64))], f"{name}.one"
        )

    def feed_forward(self, x: str, layer: int) -> str:
        inner = self.multiply(x, f"{layer}.inner", [f"l{layer}.fi"], self.weights.shape.hidden)
        bent = self.op("Gelu", [inner], f"{self.path}l{layer}.gelu", _OWN)
        outer = self.multiply(bent, f"{layer}.outer", [f"l{layer}.fo"], self.weights.shape.inner)
        return self.add(x, outer, f"l{layer}.oln")

    def add(self, x: str, change: str, name: str) -> str:
        return self.normalise(self.op("Add", [change, x], f"{self.path}{name}.sum"), name)

    def multiply(self, x: str, place: str, names: Sequence[str], inputs: int) -> str:
        """`x` times the named matrices, side by side, plus their biases."""
        if not self.adapter:
            self.inputs[place] = x
        product = (self._integers if self.precision.top else self._four_bits)(x, place, names, inputs)
        bias = self.constant(f"{place}.b", np.concatenate([self.weights.floats(f"{name}.b") for name in names]))
        return self.op("Add", [product, bias], f"{self.path}{place}.result")

    def _four_bits(self, x: str, place: str, names: Sequence[str], inputs: int) -> str:
        parts = [self.weights.four_bits(f"{name}.w", inputs) for name in names]
        matrix, scales = (np.concatenate(part) for part in zip(*parts, strict=True))
        constants = [self.constant(f"{place}.w", matrix), self.constant(f"{place}.scales", scales.reshape(-1))]
        sizes = {"K": inputs, "N": len(matrix), "bits": 4, "block_size": BLOCK}
        place = self.path + place
        product = self.op("MatMulNBits", [x, *constants], f"{place}.product", _OWN, **sizes)
        if self.adapter is None:
            return product
        change = np.concatenate([self.adapter.change(name) for name in names], axis=1)
        added = self.op("MatMul", [x, self.constant(f"{place}.change", change)], f"{place}.added")
        return self.op("Add", [product, added], f"{place}.changed")

    def _integers(self, x: str, place: str, names: Sequence[str], inputs: int) -> str:
        matrix = np.concatenate([self._matrix(name, inputs) for name in names], axis=1)
        divisors = self.precision.shrink.get(place)
        place = self.path + place
        if divisors is not None:
            matrix = matrix * divisors[:, None]
            x = self.op("Mul", [x, self.constant(f"{place}.shrink", 1 / divisors)], f"{place}.shrunk")
        integers, scales = quantise(matrix, self.precision.top)
        zero, reach = (_ZERO, 255 - _ZERO) if place.endswith("outer") else (128, 127)
        largest = self._largest(x, place)
        step, middle = self.scalar(np.float32(1 / reach)), self.scalar(np.uint8(zero))
        unit = self.op("Div", [x, largest], f"{place}.unit")
        whole = self.op("QuantizeLinear", [unit, step, middle], f"{place}.whole")
        constants = [self.constant(f"{place}.w", integers), step, self.constant(f"{place}.scales", scales), middle]
        zeros = self.constant(f"{place}.zeros", np.zeros(len(scales), np.int8))
        product = self.op("MatMulIntegerToFloat", [whole, *constants, zeros], f"{place}.scaled", _OWN)
        return self.op("Mul", [product, largest], f"{place}.product")

    def _matrix(self, name: str, inputs: int) -> Floats:
        own = self.weights.matrix(f"{name}.w", inputs)
        return own + self.adapter.change(name) if self.adapter else own

    def _largest(self, x: str, place: str) -> str:
        """What each token of `x` is divided by, (texts, tokens, 1): not nothing, and enough for GELU's negatives."""
        last = self.constant("last", np.array([-1], np.int64))
        if place.endswith("outer"):
            least = self.scalar(np.float32(_GELU_FLOOR * (255 - _ZERO) / _ZERO))
        else:
            least = self.scalar(np.float32(1e-6))
            x = self.op("Abs", [x], f"{place}.size")
        largest = self.op("ReduceMax", [x, last], f"{place}.most", keepdims=1)
        return self.op("Max", [largest, least], f"{place}.largest")

    def serialise(self, outputs: Sequence[str], inputs: Mapping[str, tuple[int, list[Any]]]) -> bytes:
        """The model as bytes; `inputs` beside `x` by name: type and shape."""
        describe = self._helper.make_tensor_value_info
        given = [describe("x", _FLOAT, ["texts", "tokens", self.weights.shape.hidden])]
        given += [describe(name, kind, shape) for name, (kind, shape) in inputs.items()]
        made = [describe(name, _FLOAT, ["texts", "tokens", None]) for name in outputs]
        constants = list(self.constants.values())
        graph = self._helper.make_graph(self.nodes, "multilingual-e5-small", given, made, constants)
        sets = [self._helper.make_opsetid("", 18), self._helper.make_opsetid(_OWN, 1)]
        model = self._helper.make_model(graph, opset_imports=sets, ir_version=10)
        return bytes(model.SerializeToString(deterministic=True))


def quantise(matrix: Floats, top: int) -> tuple[np.ndarray[Any, np.dtype[np.int8]], Floats]:
    """A matrix (inputs, outputs) as integers from -top to top and a scale for each output."""
    scales = np.abs(matrix).max(axis=0) / top
    scales = np.where(scales > 0, scales, 1).astype(np.float32)
    return np.rint(matrix / scales).astype(np.int8), scales
