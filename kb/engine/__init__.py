"""Models behind one face: `open_engine(settings)` gives an `Engine` that embeds texts."""

from kb.engine.e5 import Excerpt, Verdict
from kb.engine.engine import Encoder, Engine, TokenVectors, open_engine, usual_mean

__all__ = ["Encoder", "Engine", "Excerpt", "TokenVectors", "Verdict", "open_engine", "usual_mean"]
