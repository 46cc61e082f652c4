"""The measurement on real pages: what is asked of each, how it is judged, and that a missing folder is said."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks import __main__ as runner
from benchmarks import bench_pages, report
from benchmarks.bench_pages import Reading

PAGE = (
    "<html><head><title>Four tugs</title></head><body><nav><a href='/'>Start</a></nav><article><h1>Four tugs</h1>"
    "<p>By Ann Poe, 4 May 2024</p><p>The board has bought four „electric“ tugs, its minutes show. They sail soon.</p>"
    "<p>Each of them costs 3.2 million euros. The first one arrives in October, it said.</p></article></body></html>"
)
ROW = {
    "file": "a.html",
    "title": "Four tugs",
    "author": "Ann Poe",
    "date": "2024-05-04",
    "must_contain": ['four "electric" tugs', "no such words"],
    "must_not_contain": ["Start"],
}


def test_each_thing_asked_is_judged() -> None:
    found = bench_pages.judged(ROW, Reading("four „electric“  tugs. Start", "Four tugs", "A. Poe", "2024-05-04"))
    assert {name: [right for right, _ in asked] for name, asked in found.items()} == {
        "kept": [True, False],
        "dropped": [False],
        "title": [True],
        "author": [False],
        "date": [True],
    }


def test_what_nobody_knows_is_not_asked() -> None:
    assert set(bench_pages.judged({**ROW, "author": "", "date": ""}, Reading())) == {"kept", "dropped", "title"}


def test_both_readers_are_measured_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    (tmp_path / "pages.json").write_text(json.dumps([ROW]), "utf-8")
    monkeypatch.setattr(bench_pages, "keep", lambda name, result: report.keep(name, result, tmp_path))
    bench_pages.main(["--pages", str(tmp_path)])
    kept = json.loads((tmp_path / "pages.json").read_text("utf-8"))
    ours = kept["ours"]
    assert (ours["kept_share"], ours["dropped_share"], ours["author_share"], ours["date_share"]) == (0.5, 1.0, 1.0, 1.0)
    assert (
        kept["trafilatura_alone"]["asked"]
        == ours["asked"]
        == {"kept": 2, "dropped": 1, "title": 1, "author": 1, "date": 1}
    )
    assert str(tmp_path) not in json.dumps(kept)


def test_a_page_that_is_refused_keeps_nothing() -> None:
    assert bench_pages.ours(b"<p>Cookies</p>") == Reading()


def test_without_a_folder_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    bench_pages.main([])
    assert "--pages" in capsys.readouterr().out


def test_options_reach_the_part_and_are_no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[list[str]] = []

    def ran(call: list[str], **_: object) -> SimpleNamespace:
        calls.append(call)
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(subprocess, "run", ran)
    assert runner.main(["pages", "--pages", "folder"]) == 0
    assert [call[-3:] for call in calls] == [["benchmarks.bench_pages", "--pages", "folder"]]
