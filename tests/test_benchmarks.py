"""The measurements at a tiny size: what they write down, and that ratios are of what was measured."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks import __main__ as runner
from benchmarks import bench_ingest, bench_memory, bench_search, bench_start, report
from benchmarks.made_up import LANGUAGES, Author, pages, questions
from benchmarks.made_up_home import COPIES, PASSAGES, SENTENCES, fill, open_made_up
from kb.engine import Engine
from kb.health import verify
from kb.language import detect

if TYPE_CHECKING:
    from tests.conftest import ReadingEncoder


@pytest.fixture
def engine(encoder: ReadingEncoder) -> Engine:
    return Engine("stand-in", lambda: encoder)


# -- what is made up -------------------------------------------------------------------------------


def test_made_up_texts_are_the_same_each_time_and_never_repeat() -> None:
    assert questions(20) == questions(20)
    assert len(set(pages(20))) == 20
    assert list(pages(3, seed=1)) != list(pages(3, seed=2))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_made_up_article_is_in_its_language_and_long_enough(language: str) -> None:
    words = re.sub("<[^>]+>", " ", Author(5).page(language))
    assert detect(words) == language
    assert 600 < len(words.split()) < 850


def test_a_made_up_library_holds_together(engine: Engine, tmp_path: Path) -> None:
    library = open_made_up(tmp_path / "home", engine)
    fill(library, 2 * COPIES * PASSAGES)
    counts = library.store.counts()
    assert counts["passages"] == counts["documents"] * PASSAGES == 2 * COPIES * PASSAGES
    assert counts["sentences"] == counts["passages"] * SENTENCES
    assert [library.store.passage_count(language) for language in LANGUAGES] == [COPIES * PASSAGES] * 2
    assert len(library.store.relations()) == 2
    problems = verify(library).problems
    assert [problem.split(" of ")[0] for problem in problems] == [
        "the archive lacks the bytes"
    ]  # nothing was ever read


# -- what is measured ------------------------------------------------------------------------------


def test_search_is_set_against_its_floor(engine: Engine, tmp_path: Path) -> None:
    found = bench_search.measure(engine, tmp_path / "home", 80, 6)
    times = found["milliseconds"]
    assert set(times) == {"floor", "search", "ask"}
    assert found["passages"] == 80
    assert all(value > 0 for value in times.values())
    assert found["search_to_floor"] == pytest.approx(times["search"] / times["floor"], rel=0.05)
    assert found["ask_to_floor"] == pytest.approx(times["ask"] / times["floor"], rel=0.05)
    assert {"prepare", "candidates", "hits", ".nearest de"} <= set(found["steps_in_milliseconds"])


def test_the_ways_take_turns_and_the_first_questions_do_not_count() -> None:
    calls: list[str] = []
    ways = {"a": lambda question: calls.append(f"a{question}"), "b": lambda question: calls.append(f"b{question}")}
    times = bench_search.in_turn(ways, ["1", "2", "3"], 1)
    assert calls == ["a1", "b1", "a2", "b2", "a3", "b3"]
    assert [len(values) for values in times.values()] == [2, 2]


def test_reading_is_split_into_embedder_and_rest(engine: Engine, tmp_path: Path) -> None:
    found = bench_ingest.measure(engine, tmp_path, 3)
    assert found["articles"] == 3
    assert 600 < found["words_an_article"] < 850
    assert 0 < found["milliseconds_outside"] <= found["milliseconds_outside_at_most"]
    assert found["milliseconds_inside_the_embedder"] > 0


def test_the_timed_embedder_counts_its_own_time_alone(encoder: ReadingEncoder) -> None:
    timed = bench_ingest.Timed(encoder)
    assert timed.embed_queries(["eins", "zwei"]).shape[0] == 2
    after_questions = timed.seconds
    sum(range(100_000))
    assert timed.seconds == after_questions > 0
    assert timed.read(["drei vier"], question=False)[0].vectors.shape[0] == 2
    assert timed.seconds > after_questions


@pytest.mark.skipif(not bench_memory.STATUS.exists(), reason="no /proc on this system")
def test_memory_that_is_taken_shows() -> None:
    before = bench_memory.resident()
    block = bytearray(b"x" * (64 << 20))
    assert bench_memory.resident() - before >= 48
    assert len(block) == 64 << 20


def test_a_page_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_start, "PATIENCE", 0.1)
    with pytest.raises(TimeoutError):
        bench_start.wait_for_server(bench_start.free_port())


# -- what is kept ----------------------------------------------------------------------------------


def test_results_are_kept_and_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report.keep("speed", {"made_up": "all", "inner": {"fast": 1.5}}, tmp_path)
    kept = json.loads((tmp_path / "speed.json").read_text("utf-8"))
    assert kept["processors"] >= 1
    assert kept["inner"] == {"fast": 1.5}
    assert re.search(r"inner\.fast +1\.5\n", capsys.readouterr().out)


@pytest.mark.parametrize("path", sorted(report.RESULTS.glob("*.json")), ids=lambda path: path.stem)
def test_kept_results_name_no_date_and_no_place(path: Path) -> None:
    text = path.read_text("utf-8")
    assert json.loads(text)
    assert not re.search(r"\b20\d\d-\d\d|/(?:home|root|tmp|work|Users)/|[A-Z]:\\", text)


def test_each_part_runs_in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[str, dict[str, str]]] = []

    def ran(call: list[str], env: dict[str, str], check: bool) -> Any:
        calls.append((call[-1], env))
        return SimpleNamespace(returncode=int(call[-1].endswith("memory")))

    monkeypatch.setattr(subprocess, "run", ran)
    monkeypatch.setenv("KB_HOME", "elsewhere")
    assert runner.main([]) == 1
    assert [name for name, _ in calls] == [f"benchmarks.bench_{part}" for part in runner.PARTS]
    assert all(Path(report.RESULTS.parent / f"bench_{part}.py").exists() for part in runner.PARTS)
    assert [part for part, (_, env) in zip(runner.PARTS, calls, strict=True) if "KB_HOME" in env] == ["engine"]


def test_an_unknown_part_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.main(["serach"]) == 2
    assert "serach" in capsys.readouterr().err
