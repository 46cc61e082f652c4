"""How often the labels are right, as measured on sentences that their rules had not seen: a line, and a table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kb.model import LABELS
from views.markup import text
from views.words import Say

FILE = Path(__file__).with_name("first_sight.json")  # the one place of these figures; README and benchmarks go by it
LANGUAGES = ("de", "en")


@dataclass(frozen=True, slots=True)
class Measured:
    """Of 100 sentences that bear a label, how many should; and of 100 that should, how many do."""

    right: int
    found: int


@cache
def measured() -> tuple[int, Mapping[tuple[str, str], Measured]]:
    """The number of sentences that were looked at, and what was measured, by language and label."""
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    figures = {
        (language, label): Measured(round(100 * one["precision"]), round(100 * one["recall"]))
        for language in LANGUAGES
        for label, one in kept[language].items()
    }
    return kept["sentences"], figures


def measured_line(label: str, say: Say) -> str:
    """How far one label can be relied on, in words."""
    _, figures = measured()
    own = [figures[language, label] for language in LANGUAGES]
    right, found = (_both([getattr(one, name) for one in own], say) for name in ("right", "found"))
    return f'<div class="q-legend">{text(say("measured_one", right=right, found=found))}</div>'


def _both(shares: list[int], say: Say) -> str:
    """Both languages' shares; one where they are the same."""
    if len(set(shares)) == 1:
        return f"{shares[0]} %" if say("de") == "Deutsch" else f"{shares[0]}%"
    return say("measured_both", de=shares[0], en=shares[1])


def measured_table(say: Say) -> str:
    """All labels, with how often they are right and how many are found, in both languages."""
    number, figures = measured()
    heads = "".join(
        f'<th colspan="2" scope="colgroup">{text(say(f"measured_{name}"))}</th>' for name in ("right", "found")
    )
    spoken = "".join(f'<th scope="col">{text(say(f"measured_{language}"))}</th>' for language in LANGUAGES) * 2
    rows = "".join(
        f'<tr><th scope="row">{text(say(f"flag_{label}"))}</th>'
        + "".join(
            f"<td>{getattr(figures[language, label], name)} %</td>"
            for name in ("right", "found")
            for language in LANGUAGES
        )
        + "</tr>"
        for label in LABELS
    )
    return (
        f'<div class="q-legend">{text(say("measured_on", n=number))}</div><table class="q-measured"><thead>'
        f"<tr><td></td>{heads}</tr><tr><td></td>{spoken}</tr></thead><tbody>{rows}</tbody></table>"
    )
