"""How well questions are answered: labelled questions on the sample articles, held against floors.

    python -m benchmarks.evaluate

The questions (`tests/eval/questions.jsonl`) were written by us about articles written by us. A measure below its floor
(`tests/eval/floors.json`) ends the run with status 1; a floor may be raised, and is never lowered in silence.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ingest.pipeline import ingest, origins_in
from kb.answer import answer
from kb.library import Library, open_library
from kb.model import Answer
from kb.settings import load_settings
from kb.text import canonical

QUESTIONS = Path("tests/eval/questions.jsonl")
FLOORS = Path("tests/eval/floors.json")
RESULTS = Path("benchmarks/results/evaluate.json")
Tally = Mapping[str, Sequence[bool]]


def read_questions() -> list[dict[str, Any]]:
    """The labelled questions."""
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").split("\n") if line.strip()]


def measure(library: Library, questions: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """The measures, by name, 0 to 1."""
    tally: dict[str, list[bool]] = defaultdict(list)
    for row in questions:
        found = answer(library, row["question"])
        tally["citations verbatim"] += [
            library.store.document(c.document_id).text[c.start : c.end] == c.quote
            for sentence in found.sentences
            for c in sentence.citations
        ]
        if row["refuse"]:
            tally["refusal recall"].append(found.refusal is not None)
        else:
            _judge(tally, row, found)
        if found.refusal is not None:
            tally["refusal precision"].append(row["refuse"])
    return {name: round(sum(values) / len(values), 4) for name, values in sorted(tally.items())}


def _judge(tally: dict[str, list[bool]], row: Mapping[str, Any], found: Answer) -> None:
    """Notes for an answerable question whether a gold sentence was found, cited, and the answer holds what it must."""
    gold = [canonical(each["sentence"]) for each in row["gold"]]
    quotes = [canonical(c.quote) for s in found.sentences if s.role == "answer" for c in s.citations]
    cited = any(part in quote or quote in part for quote in quotes for part in gold)
    text = canonical(" ".join(sentence.text for sentence in found.sentences)).casefold()
    holds = all(any(_says(text, each) for each in group) for group in row["contains"])
    hits = [canonical(hit.passage.text) for hit in found.hits[:5]]
    tally["gold in the first five hits"].append(any(part in hit or hit in part for hit in hits for part in gold))
    tally["right"].append(found.refusal is None and cited and holds)
    tally["right, other language" if row["cross_lingual"] else "right, same language"].append(tally["right"][-1])
    if quotes:
        tally["citations on gold"] += [any(part in quote or quote in part for part in gold) for quote in quotes]


def _says(text: str, wanted: str) -> bool:
    """Whether the answer holds a string; a number has to stand alone."""
    wanted = canonical(wanted).casefold()
    if re.fullmatch(r"[\d.,\s]+", wanted):
        return re.search(rf"(?<![\d.,]){re.escape(wanted)}(?!\d)(?![.,]\d)", text) is not None
    return wanted in text


def main() -> None:
    """Reads the sample articles into a home of its own, asks, prints, writes the results, checks the floors."""
    with tempfile.TemporaryDirectory() as home:
        library = open_library(load_settings(home=Path(home)))
        for _ in ingest(library, origins_in(["sources"])):
            pass
        measures = measure(library, read_questions())
    RESULTS.write_text(json.dumps(measures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8"))
    below = [name for name, floor in floors.items() if measures.get(name, 0.0) < floor]
    for name, value in measures.items():
        print(f"{name:<32} {value:.3f}   floor {floors.get(name, 0.0):.2f}{'   BELOW' if name in below else ''}")
    sys.exit(f"below the floor: {', '.join(below)}" if below else 0)


if __name__ == "__main__":
    main()
