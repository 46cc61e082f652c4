"""Which precision this machine gets: eight bits where they come close enough to the exact weights on some sentences.

A few channels of what enters the attention and the feed-forward matrices are ten times larger than the rest, and would
leave those a fraction of the eight bits; the sentences show which. They are divided by powers of two, so that rounding
differences between machines don't matter. Measured on 320 texts, 1 - cosine fell from 0.00088 to 0.00029.

Processors without VNNI add pairs of eight-bit products in sixteen bits, which may overflow; with seven-bit weights it
cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kb.engine.e5.adapter import Adapter
from kb.engine.e5.graph import Precision, build, places
from kb.engine.e5.session import Session
from kb.engine.e5.weights import Floats, Weights

SAMPLES = (
    "query: Wie viel Strom verbraucht das neue Rechenzentrum am Hafen im Jahr?",
    "query: Which ministry pays for the second supercomputer, and from when?",
    "passage: Der Stadtrat hat am 14. März 2024 mit 31 zu 12 Stimmen beschlossen, den Vertrag nicht zu verlängern; "
    "die Kosten lägen bei 4,7 Millionen Euro, sagte die Kämmerin.",
    'passage: "We were told it would take six months," said the engineer, who left the company in 2019. "It took three '
    'years and a half, and nobody on the board could explain why."',
    "passage: Das Verfahren (siehe Abschnitt 3.2) senkt den Speicherbedarf um 62 %, ohne dass die Genauigkeit leidet. "
    "Kritiker halten die Messung für zu günstig: Getestet wurde nur mit kurzen Texten.",
    "passage: The regulator fined both suppliers $1.2bn on Friday. Shares fell by 8% in Tokyo and 5% in Frankfurt "
    "before the market closed, although analysts had expected a higher penalty.",
    "passage: Bienen fliegen bei Regen selten aus.",
    "passage: Open the lid, rinse the filter under cold water and let it dry overnight.",
)
_SHARPNESS = 0.75
_CLOSE = 0.997


def choose(
    weights: Weights, adapter: Adapter, windows: Sequence[NDArray[np.int64]], progress: Callable[[str], None]
) -> tuple[bytes, Precision]:
    """The graph to use on this machine, and its precision. `windows` are the samples' token ids, marks included."""
    inputs = [weights.inputs(window)[None] for window in windows]
    progress("The embedding model is being prepared (once): measuring …")
    wanted, largest = _measure(weights, adapter, inputs)
    shrink = divisors(largest)
    for top in (127, 63):
        progress(f"The embedding model is being prepared (once): {top.bit_length() + 1}-bit integers …")
        precision = Precision(top, shrink)
        graph = build(weights, adapter, precision)
        session = Session(graph)
        if least_cosine(wanted, [_pool(layer) for x in inputs for layer in session.outputs(x)]) >= _CLOSE:
            return graph, precision
    progress("Integers are not exact enough on this processor; the embedding model runs in floats, slower.")
    return build(weights, adapter, Precision()), Precision()


def _measure(weights: Weights, adapter: Adapter, inputs: Sequence[Floats]) -> tuple[list[Floats], dict[str, Floats]]:
    """The samples' vectors, two each, with exact weights, and how large each channel of the matrices' inputs gets."""
    names = [place for place in places(weights) if place.endswith(("heads", "inner"))]
    session = Session(build(weights, adapter, Precision(), names))
    results = [session.outputs(x) for x in inputs]
    largest = {
        name: np.max([np.abs(taps[number]).max(axis=(0, 1)) for _, _, *taps in results], axis=0)
        for number, name in enumerate(names)
    }
    return [_pool(layer) for result in results for layer in result[:2]], largest


def divisors(largest: Mapping[str, Floats]) -> dict[str, Floats]:
    """For each input the power of two (1 or more) to divide each channel by, from how large the channels get."""
    shrink: dict[str, Floats] = {}
    for name, sizes in largest.items():
        excess = np.log2(np.maximum(sizes / np.median(sizes), 1))
        shrink[name] = np.exp2(np.rint(excess * _SHARPNESS)).astype(np.float32)
    return shrink


def _pool(layer: Floats) -> Floats:
    mean: Floats = layer[0].mean(axis=0)
    return mean / np.float32(np.linalg.norm(mean))


def least_cosine(wanted: Sequence[Floats], got: Sequence[Floats]) -> float:
    """The least cosine between vectors of length 1, pair by pair."""
    return float(min(np.dot(a, b) for a, b in zip(wanted, got, strict=True)))
