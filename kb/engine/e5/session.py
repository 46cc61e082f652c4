"""The door to onnxruntime: a graph in, last layers out, one thread to a call."""

from __future__ import annotations

import os
from typing import Any, cast

from numpy.typing import NDArray

from kb.engine.e5.weights import Floats


def _silent() -> Any:
    """onnxruntime, kept from reporting its use: by itself it makes a device id and sends what it does to its makers.

    The variable has to be set before the first import. Raises ImportError where it isn't installed.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime


def version() -> str:
    """onnxruntime's version. Raises ImportError where it isn't installed."""
    return str(_silent().__version__)


class Session:
    """A loaded graph. Calls may come from several threads at once; each call works in its caller's thread alone.

    onnxruntime's own threads are switched off (so nothing spins): whole texts run side by side instead, which needs no
    waiting for each other within a layer.
    """

    def __init__(self, graph: bytes) -> None:
        """Raises ImportError without onnxruntime, RuntimeError where it can't run the graph."""
        onnxruntime = _silent()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.add_session_config_entry("session.inter_op.allow_spinning", "0")
        # The graph is built of the operators it is to run with; a higher level would join additions and norms (slower).
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.log_severity_level = 3
        try:
            self._session: Any = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # its errors have no class of their own
            raise RuntimeError(f"onnxruntime refuses the graph: {error}") from error

    def outputs(self, x: Floats, **others: NDArray[Any]) -> list[Floats]:
        """The graph's outputs for texts of one length, `x` (texts, tokens, hidden), and what else the graph takes."""
        return cast(list[Floats], self._session.run(None, {"x": x, **others}))
