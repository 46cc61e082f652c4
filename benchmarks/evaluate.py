"""How well questions are answered: labelled questions on the sample articles, held against floors.

    python -m benchmarks.evaluate

The questions (`tests/eval`) were written by us about articles written by us: on technology (`sources`), on heating, on
energy, on machines that drive and fly, and on schools; the first are asked once more with slips of the finger; and
follow-ups have to be understood. To the collections called unseen no weight was ever fitted; only the threshold of
refusals and the margin of further sentences were chosen with their figures in sight. A measure below its floor
(`tests/eval/floors.json`) ends the run with status 1; a floor may be raised, and is never lowered in silence.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.adapt.material import FOLDER, UNSEEN, labelled, library_of, opened
from benchmarks.misspelling import misspelt
from kb.answer import answer
from kb.followup import Said, understand
from kb.library import Library
from kb.measure import says
from kb.model import Answer
from kb.text import canonical

EVAL = Path("tests/eval")
SETS = {"sources": ("questions.jsonl", Path("sources"))}
SETS |= {name: (f"{name}.jsonl", EVAL / name) for name in ("heat", "energy", "machines", "schools")}
FLOORS = EVAL / "floors.json"
RESULTS = Path("benchmarks/results/evaluate.json")
Row = Mapping[str, Any]
Measures = dict[str, float]
Tally = dict[str, list[bool]]


def read_rows(name: str) -> list[Row]:
    """The labelled questions of a file in `tests/eval`."""
    return [json.loads(line) for line in (EVAL / name).read_text(encoding="utf-8").split("\n") if line.strip()]


def measure(library: Library, questions: Sequence[Row], typed: Callable[[str], str] = str) -> Measures:
    """The measures, by name, 0 to 1; `typed` says how a question is typed."""
    tally: Tally = defaultdict(list)
    for row in questions:
        _note(tally, library, row, answer(library, typed(row["question"])))
    return _shares(tally)


def _note(tally: Tally, library: Library, row: Row, found: Answer) -> None:
    """Notes how one question was answered."""
    tally["citations verbatim"] += [
        library.store.text(c.document_id, c.start, c.end) == c.quote
        for sentence in found.sentences
        for c in sentence.citations
    ]
    if row["refuse"]:
        tally["refusal recall"].append(found.refusal is not None)
    else:
        _judge(tally, row, found)
    if found.refusal is not None:
        tally["refusal precision"].append(row["refuse"])


def _judge(tally: Tally, row: Row, found: Answer) -> None:
    """Notes for an answerable question whether a gold sentence was found, cited, and the answer holds what it must."""
    gold = [canonical(each["sentence"]) for each in row["gold"]]
    quotes = [canonical(c.quote) for s in found.sentences if s.role == "answer" for c in s.citations]
    cited = any(part in quote or quote in part for quote in quotes for part in gold)
    text = " ".join(sentence.text for sentence in found.sentences)
    holds = all(any(says(text, each) for each in group) for group in row["contains"])
    hits = [canonical(hit.passage.text) for hit in found.hits[:5]]
    tally["gold in the first five hits"].append(any(part in hit or hit in part for hit in hits for part in gold))
    tally["right"].append(found.refusal is None and cited and holds)
    tally["right, other language" if row["cross_lingual"] else "right, same language"].append(tally["right"][-1])
    if quotes:
        tally["citations on gold"] += [any(part in quote or quote in part for part in gold) for quote in quotes]


def _shares(tally: Tally) -> Measures:
    return {name: _share(values) for name, values in sorted(tally.items()) if values}


def _share(values: Sequence[bool]) -> float:
    return round(sum(values) / len(values), 4)


# -- follow-ups ------------------------------------------------------------------------------------


def follow_ups(rows: Sequence[Row]) -> Measures:
    """How many follow-ups are understood, of those kept back while the rules were made, and how many are left alone."""
    return {
        "understood (kept back)": _share([resolved(row) for row in rows if row["half"] == "kept"]),
        "left alone": _share([resolved(row) for row in rows if not row["changed"]]),
    }


def resolved(row: Row) -> bool:
    """Whether a labelled follow-up is understood as expected."""
    turns: list[Said] = []
    for turn in row["turns"]:
        turns.append(Said(understand(turn["question"], turns).question, turn["answer"]))
    found = understand(row["question"], turns)
    text = f" {found.question} ".casefold()
    holds = all(any(each.casefold() in text for each in group) for group in row["has"])
    return found.changed is row["changed"] and holds and not any(each.casefold() in text for each in row["lacks"])


# -- the whole -------------------------------------------------------------------------------------


def measure_all() -> dict[str, Measures]:
    """The measures of each set, its articles read into a home that is thrown away."""
    found: dict[str, Measures] = {}
    for name, (file, folder) in SETS.items():
        with library_of(str(folder)) as library:
            found[name] = measure(library, read_rows(file))
            if name == "sources":
                found["misspelt"] = measure(library, read_rows(file), misspelt)
    return found | {"unseen": measure_unseen(), "follow-ups": follow_ups(read_rows("followups.jsonl"))}


def measure_unseen() -> Measures:
    """The measures of the collections that nothing was fitted to, each in a home of its own, all questions together."""
    tally: Tally = defaultdict(list)
    for library, _, rows in opened(sorted(FOLDER.glob(f"{UNSEEN}*.jsonl")), together=1):
        for row in labelled(rows):
            _note(tally, library, row, answer(library, row["question"]))
    return _shares(tally)


def report(measures: Mapping[str, Measures], floors: Mapping[str, Measures]) -> list[str]:
    """Prints the measures beside their floors; gives the names of those that are below."""
    below: list[str] = []
    for part in measures.keys() | floors.keys():
        for name in floors.get(part, {}):
            if measures.get(part, {}).get(name, 0.0) < floors[part][name]:
                below.append(f"{part}: {name}")
    for part, own in measures.items():
        for name, value in own.items():
            mark = "   BELOW" if f"{part}: {name}" in below else ""
            print(f"{part:<11} {name:<30} {value:.3f}   floor {floors.get(part, {}).get(name, 0.0):.2f}{mark}")
    return sorted(below)


def main() -> None:
    """Measures, prints, writes the results, checks the floors."""
    measures = measure_all()
    RESULTS.write_text(json.dumps(measures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    below = report(measures, json.loads(FLOORS.read_text(encoding="utf-8")))
    sys.exit(f"below the floor: {', '.join(below)}" if below else 0)


if __name__ == "__main__":
    main()
