"""The engine tells nobody: onnxruntime leaves no device id behind, which is what it reports its use under."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
from pathlib import Path
from kb.engine.e5 import E5
E5(Path("cache")).embed_queries(["Wer zählt die Schiffe?"])
"""


def test_loading_and_embedding_leave_no_device_id(tmp_path: Path) -> None:
    root = Path(__file__).parents[1]
    places = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "xdg"), "PYTHONPATH": str(root)}
    subprocess.run([sys.executable, "-c", PROGRAM], cwd=tmp_path, env={**os.environ, **places}, check=True, timeout=120)
    left = {path.suffix for path in tmp_path.rglob("*") if path.is_file()}
    assert left <= {".graph", ".lock"}
