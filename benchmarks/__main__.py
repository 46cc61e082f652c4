"""Runs the measurements, each in a process of its own: `python -m benchmarks [NAME …] [--OPTION …]`."""

from __future__ import annotations

import os
import subprocess
import sys

# One thread for numpy's products: otherwise those of one measurement leave threads waiting in a loop beside the next.
PARTS: dict[str, dict[str, str]] = {
    "ingest": {},
    "search": {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    "memory": {},
    "start": {},
    "engine": {},
    "pages": {},
    "flags": {},
}


def main(arguments: list[str]) -> int:
    """Runs the parts named, or all, and gives the number of those that failed; options go to every part."""
    begin = next((at for at, argument in enumerate(arguments) if argument.startswith("--")), len(arguments))
    names, options = arguments[:begin], arguments[begin:]
    if unknown := [name for name in names if name not in PARTS]:
        print(f"unknown: {', '.join(unknown)}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    failed = 0
    for name in names or PARTS:
        plain = {key: value for key, value in os.environ.items() if not key.startswith("KB_") or name == "engine"}
        call = [sys.executable, "-m", f"benchmarks.bench_{name}", *options]
        failed += subprocess.run(call, env={**plain, **PARTS[name]}, check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
