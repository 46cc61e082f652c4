"""What the page and the README say of the labels is what was measured: one file, and nothing typed a second time."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kb.model import LABELS
from views.measured import FILE, measured, measured_line, measured_table
from views.words import words

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
KEPT = json.loads(FILE.read_text(encoding="utf-8"))
DE, EN = words("de"), words("en")


def test_the_file_has_every_label_in_both_languages() -> None:
    number, figures = measured()
    assert number == KEPT["sentences"] > 100
    assert set(figures) == {(language, label) for language in ("de", "en") for label in LABELS}


@pytest.mark.parametrize("label", LABELS)
def test_the_page_shows_what_was_measured(label: str) -> None:
    german, english = KEPT["de"][label], KEPT["en"][label]
    whole = [round(100 * one[name]) for name in ("precision", "recall") for one in (german, english)]
    line = measured_line(label, EN)
    told = [share for pair in (whole[:2], whole[2:]) for share in dict.fromkeys(pair)]  # once where both are the same
    assert [int(share) for share in re.findall(r"(\d+)%", line)] == told
    row = re.search(rf'<th scope="row">{DE(f"flag_{label}")}</th>(.*?)</tr>', measured_table(DE))
    assert row and [int(share) for share in re.findall(r"(\d+) %", row[1])] == whole
    assert "ungesehenen Sätzen" in measured_line(label, DE)


def test_the_readme_says_the_same() -> None:
    said = re.findall(r"\b(\w+)\s+\.(\d\d)/\.(\d\d)", README)
    assert {label: (int(de) / 100, int(en) / 100) for label, de, en in said} == {
        label: (KEPT["de"][label]["f1"], KEPT["en"][label]["f1"]) for label in LABELS
    }
    plain = " ".join(README.split())
    assert f"On {KEPT['sentences']} sentences in German" in plain
    assert "Of what is marketing in English a quarter is missed" in plain
    assert 0.22 <= 1 - KEPT["en"]["marketing"]["recall"] <= 0.28
    assert "one in seven (German) to three in ten (English) has a source" in plain
    assert 1 - KEPT["de"]["unsupported"]["precision"] == pytest.approx(1 / 7, abs=0.02)
    assert 1 - KEPT["en"]["unsupported"]["precision"] == pytest.approx(0.3, abs=0.02)
