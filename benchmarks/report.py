"""How a measurement is printed and kept: `benchmarks/results/NAME.json`, without dates and without paths."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


def keep(name: str, result: Mapping[str, Any], folder: Path = RESULTS) -> None:
    """Prints the result as a table and writes it down, with how many processors this machine has."""
    whole = {"processors": os.cpu_count(), **result}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"\n{name}")
    for line in table(whole):
        print(f"  {line}")


def table(result: Mapping[str, Any], before: str = "") -> list[str]:
    """A line a value; the names of what is nested are joined by dots."""
    lines: list[str] = []
    for key, value in result.items():
        name = f"{before}{key}"
        lines += table(value, f"{name}.") if isinstance(value, Mapping) else [f"{name:<44} {value}"]
    return lines


def skipped(name: str, reason: str) -> None:
    """Says that something was not measured, and why."""
    print(f"\n{name}: skipped, {reason}")
