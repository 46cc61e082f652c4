"""What is kept and what is dropped of real web pages, and how long it takes: our extraction and trafilatura alone.

    python -m benchmarks pages --pages FOLDER [--misses]

FOLDER holds `pages.json`, a list of objects with `file` (relative to FOLDER), `url`, `language`, `must_contain` and
`must_not_contain` (strings), `title`, `author` and `date` (empty where unknown), and the HTML files it names. Both
readers get the same decoded pages in one run, the address left out; only trafilatura's comments are switched off.
`--misses` prints what our extraction gets wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import trafilatura

from benchmarks.report import keep, skipped
from ingest.extract import extract
from ingest.extract.encoding import decode
from kb.errors import Rejected
from kb.model import Source

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of a page: text, title, authors in one line, and the day it was published (ISO)."""

    text: str = ""
    title: str = ""
    authors: str = ""
    date: str = ""


def ours(data: bytes) -> Reading:
    """Our extraction; nothing where it refuses the page."""
    try:
        found = extract(data, Source("", "page.html", "text/html", datetime(2020, 1, 1, tzinfo=UTC))).document
    except Rejected:
        return Reading()
    published = found.published.isoformat() if found.published else ""
    return Reading(found.text, found.title, ", ".join(found.authors), published)


def alone(data: bytes) -> Reading:
    """trafilatura with its defaults, but without readers' comments."""
    found = trafilatura.bare_extraction(decode(data), include_comments=False, with_metadata=True)
    if found is None:
        return Reading()
    return Reading(found.text or "", found.title or "", (found.author or "").replace(";", ","), found.date or "")


def norm(text: str) -> str:
    """Text as compared: composed, one kind of quotation mark and dash, single spaces."""
    text = re.sub("[\u00ad\u200b]", "", unicodedata.normalize("NFC", text))
    text = re.sub(r"[„“”«»‚‘’'\"]", '"', text).replace("\u2013", "-").replace("\u2014", "-")
    return " ".join(text.split())


def judged(row: Row, reading: Reading) -> dict[str, list[tuple[bool, str]]]:
    """By measure, for each thing asked of a page whether it is right, and its name."""
    text = norm(reading.text)
    found = {
        "kept": [(norm(words) in text, words) for words in row["must_contain"]],
        "dropped": [(norm(words) not in text, words) for words in row["must_not_contain"]],
    }
    named = {"title": reading.title, "author": reading.authors, "date": reading.date}
    for field, got in named.items():
        if row.get(field):
            same = norm(str(row[field])).casefold() == norm(got).casefold()
            found[field] = [(same, f"{field} {got!r}, not {row[field]!r}")]
    return found


def measure(folder: Path, reader: Callable[[bytes], Reading], misses: bool = False) -> dict[str, Any]:
    """Shares of what is right, by measure, and the seconds that a page took."""
    tally: dict[str, list[bool]] = {}
    seconds: list[float] = []
    for row in json.loads((folder / "pages.json").read_text("utf-8")):
        data = (folder / row["file"]).read_bytes()
        began = time.perf_counter()
        reading = reader(data)
        seconds.append(time.perf_counter() - began)
        for name, asked in judged(row, reading).items():
            tally.setdefault(name, []).extend(right for right, _ in asked)
            for right, what in asked:
                if misses and not right:
                    print(f"  - {Path(row['file']).name}: {name}: {what}")
    shares = {f"{name}_share": round(sum(values) / len(values), 4) for name, values in tally.items()}
    times = {"median": round(median(seconds), 3), "mean": round(sum(seconds) / len(seconds), 3)}
    asked_in_all = {name: len(values) for name, values in tally.items()}
    return {**shares, "seconds_a_page": {**times, "longest": round(max(seconds), 2)}, "asked": asked_in_all}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures both readers on the same pages, and keeps the result."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks pages")
    parser.add_argument("--pages", type=Path, help="folder with pages.json and the pages")
    parser.add_argument("--misses", action="store_true", help="print what our extraction gets wrong")
    given = parser.parse_args(arguments)
    if given.pages is None or not (given.pages / "pages.json").exists():
        skipped("pages", "name a folder that holds pages.json with --pages")
        return
    alone(b"<p>Once, so that no reading pays for the start.</p>")
    result = {"trafilatura_alone": measure(given.pages, alone), "ours": measure(given.pages, ours, given.misses)}
    number = len(json.loads((given.pages / "pages.json").read_text("utf-8")))
    keep("pages", {"pages": number, "trafilatura_version": version("trafilatura"), **result})


if __name__ == "__main__":
    main()
