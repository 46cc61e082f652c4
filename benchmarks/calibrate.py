"""Fits how much each sign of an answer counts, on labelled questions, and says what that is worth on sets kept back.

    python -m benchmarks.calibrate [QUESTIONS:FOLDER …]

The sets in `tests/eval` (questions and articles that we wrote) and the collections that the adapter was not trained on
are always used; others may be given. Each set in turn is kept back while the others are fitted; the figures are of the
sets kept back. The weights that are written to `kb/lexicon/weights.toml` are fitted on all of them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.adapt.material import FOLDER, KEPT, bears, labelled, library_of, opened
from benchmarks.fitting import Floats, area, fit_choice, fit_yes_no, reliability
from kb.answer.candidates import Candidate, best_first, gather
from kb.answer.judging import below, judged
from kb.answer.refusal import evidence
from kb.library import Library
from kb.question import read_question
from kb.retrieve import candidates, prepare
from kb.store import Filters
from kb.text import canonical

OWN = (
    ("tests/eval/questions.jsonl", "sources"),
    *((f"tests/eval/{name}.jsonl", f"tests/eval/{name}") for name in ("heat", "energy", "machines", "schools")),
)
WEIGHTS = Path("kb/lexicon/weights.toml")
RESULTS = Path("benchmarks/results/calibration.json")
HEAD = "# How much each sign counts: written by `python -m benchmarks.calibrate`, fitted on questions of our own.\n"
OF_ANSWERS = frozenset({"elsewhen", "bare", "lost", "faint", "answered"})  # signs of there being an answer alone
OF_JUDGE = "judged"  # the sign that only the likeliest sentences have
ANY, FEW = "any", 10  # questions of all kinds; as many of those are added to what is known of one kind
CHOICE, YES_NO = 1.0, 6.0  # penalties, chosen on the sets kept back
THRESHOLDS = (0.4, 0.45, 0.5, 0.55, 0.6)


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its candidates; `right` marks those that carry the answer, none where there is none."""

    answerable: bool
    found: list[Candidate]
    right: Floats


def read_set(questions: str, folder: str) -> list[Example]:
    """A labelled set with its articles."""
    with library_of(folder) as library:
        lines = Path(questions).read_text(encoding="utf-8").split("\n")
        return _examples(library, (json.loads(line) for line in lines if line.strip()))


def read_kept() -> Iterator[tuple[str, list[Example]]]:
    """The collections that the adapter was not trained on, by name."""
    for library, name, rows in opened(sorted(FOLDER.glob(f"{KEPT}*.jsonl"))):
        yield name, _examples(library, labelled(rows))


def _examples(library: Library, rows: Iterable[Mapping[str, Any]]) -> list[Example]:
    return [example for row in rows if (example := _example(library, row))]


def _example(library: Library, row: Mapping[str, Any]) -> Example | None:
    query = prepare(library, row["question"])
    asked = read_question(query.text, query.language)
    found = judged(library, query, gather(library, query, asked, candidates(library, query, Filters())))
    gold = [canonical(each["sentence"]) for each in row["gold"]]
    right = [any(bears(canonical(candidate.text), each) for each in gold) for candidate in found]
    return Example(not row["refuse"], found, np.array(right, float)) if found else None


# -- fitting ---------------------------------------------------------------------------------------


def fit_sentences(examples: Sequence[Example], of_judged: bool = False) -> dict[str, float]:
    """How much each sign of a sentence counts, of all of them or of those alone that were judged."""
    names = [name for name in examples[0].found[0].signs if name not in OF_ANSWERS and (of_judged or name != OF_JUDGE)]
    chosen = [[(c, right) for c, right in _pairs(e) if not of_judged or OF_JUDGE in c.signs] for e in examples]
    tables = [(_table([c.signs for c, _ in pairs], names), np.array([right for _, right in pairs])) for pairs in chosen]
    choices = [(rows, right) for rows, right in tables if right.any()]
    spread = np.concatenate([rows for rows, _ in choices]).std(axis=0) + 1e-9
    weights = fit_choice([(rows / spread, right) for rows, right in choices], CHOICE) / spread
    return dict(zip(names, map(float, weights), strict=True))


def fit_answers(
    examples: Sequence[Example], sentence: Mapping[str, float], usual: Mapping[str, float]
) -> dict[str, float]:
    """How much each sign counts for there being an answer, and a bias."""
    seen = [_evidence(example, sentence, usual) for example in examples]
    rows, yes = _table(seen, list(seen[0])), np.array([float(example.answerable) for example in examples])
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    bias, *weights = fit_yes_no((rows - middle) / spread, yes, YES_NO)
    raw = np.array(weights) / spread
    return {"bias": float(bias - raw @ middle)} | dict(zip(seen[0], map(float, raw), strict=True))


def fit_usual(examples: Sequence[Example], sentence: Mapping[str, float]) -> dict[str, float]:
    """What the judge says of questions of each kind, in the middle between those with and those without an answer.

    So a kind counts neither for nor against an answer: which kinds lack one more often is up to who made the questions.
    """
    said: dict[str, dict[bool, list[float]]] = {}
    for example in examples:
        best = ranked(example, sentence)[0]
        for kind in (best.kind, ANY):
            said.setdefault(kind, {True: [], False: []})[example.answerable].append(best.signs["answered"])
    middles = {
        kind: float(np.mean(own[True]) + np.mean(own[False])) / 2 for kind, own in said.items() if all(own.values())
    }
    counts = {kind: min(map(len, said[kind].values())) for kind in middles}
    any_ = middles.pop(ANY)
    return {kind: (middle * counts[kind] + any_ * FEW) / (counts[kind] + FEW) for kind, middle in middles.items()}


def _evidence(example: Example, sentence: Mapping[str, float], usual: Mapping[str, float]) -> dict[str, float]:
    """What speaks for there being an answer; without what the judge says where it isn't asked for the sentences."""
    seen = evidence(ranked(example, sentence), usual)
    return {name: value for name, value in seen.items() if OF_JUDGE in sentence or name != "answered"}


def ranked(example: Example, sentence: Mapping[str, float]) -> list[Candidate]:
    """The candidates under these weights, best first; where they weigh the judge's sign, those it judged come first."""
    if OF_JUDGE not in sentence:
        return best_first(_scored(example.found, sentence))
    top = [candidate for candidate in example.found if OF_JUDGE in candidate.signs]
    return below(best_first(_scored(top, sentence)), example.found[len(top) :])


def _scored(found: Sequence[Candidate], sentence: Mapping[str, float]) -> list[Candidate]:
    return [replace(c, score=sum(weight * c.signs[name] for name, weight in sentence.items())) for c in found]


def _table(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> Floats:
    return np.array([[row[name] for name in names] for row in rows])


# -- what it is worth ------------------------------------------------------------------------------


def kept_back(sets: Mapping[str, Sequence[Example]], of_judged: bool) -> dict[str, Any]:
    """The figures of each set under weights fitted on the others, and of all together, with the judge or without."""
    firsts: dict[str, float] = {}
    chances: list[float] = []
    came: list[float] = []
    for name, examples in sets.items():
        others = [example for other, rest in sets.items() if other != name for example in rest]
        sentence = fit_sentences(others, of_judged)
        usual = fit_usual(others, sentence) if of_judged else {}
        answers = fit_answers(others, sentence, usual)
        firsts[name] = _first_right(examples, sentence)
        chances += [_chance(_evidence(example, sentence, usual), answers) for example in examples]
        came += [float(example.answerable) for example in examples]
    return {"first sentence right": firsts} | _refusals(np.array(chances), np.array(came))


def _first_right(examples: Sequence[Example], sentence: Mapping[str, float]) -> float:
    """How often the best sentence is a right one, of the questions that have an answer."""
    best = [(ranked(e, sentence)[0], e) for e in examples if e.answerable]
    right = [any(c.start == b.start and c.document_id == b.document_id and r for c, r in _pairs(e)) for b, e in best]
    return round(sum(right) / len(right), 3)


def _pairs(example: Example) -> Iterator[tuple[Candidate, float]]:
    return zip(example.found, example.right, strict=True)


def _chance(seen: Mapping[str, float], answers: Mapping[str, float]) -> float:
    return float(1 / (1 + np.exp(-sum(weight * seen.get(name, 1.0) for name, weight in answers.items()))))


def _refusals(chances: Floats, came: Floats) -> dict[str, Any]:
    by_threshold = {}
    for threshold in THRESHOLDS:
        refused = chances < threshold
        true = float((refused & (came < 1)).sum())
        figures = {"precision": true / max(1, refused.sum()), "recall": true / max(1, (came < 1).sum())}
        by_threshold[str(threshold)] = {name: round(value, 3) for name, value in figures.items()}
    found = area(chances[came > 0], chances[came < 1])
    return {
        "refusals, area under the curve": found,
        "refusals": by_threshold,
        "reliability": reliability(chances, came),
    }


def written(tables: Mapping[str, Mapping[str, float]]) -> str:
    """The weights as tables."""
    parts = tables.items()
    return HEAD + "\n".join(f"[{of}]\n" + "".join(f"{n} = {v:.4f}\n" for n, v in table.items()) for of, table in parts)


def main(given: Sequence[str]) -> None:
    """Reads the sets, fits, writes weights and figures."""
    wanted = [*OWN, *(tuple(each.split(":", 1)) for each in given)]
    sets = {Path(questions).stem: read_set(questions, folder) for questions, folder in wanted} | dict(read_kept())
    result: dict[str, Any] = {"questions": {name: len(examples) for name, examples in sets.items()}}
    result |= {"without the judge": kept_back(sets, False), "with it": kept_back(sets, True)}
    every = [example for examples in sets.values() for example in examples]
    first, second = fit_sentences(every), fit_sentences(every, of_judged=True)
    usual = fit_usual(every, second)
    tables = {"sentence": first, "answer": fit_answers(every, first, {})}
    tables |= {"sentence_judged": second, "answer_judged": fit_answers(every, second, usual), "answered_usually": usual}
    WEIGHTS.write_text(written(tables), encoding="utf-8")
    RESULTS.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(result, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
