"""Large amounts of a question: written as most texts write them, or left alone."""

from __future__ import annotations

import pytest

from kb.amounts import usual_amounts

CASES = [
    ("thousands of millions", "Wer zahlt 1500 Millionen Euro?", "de", "Wer zahlt 1,5 Milliarden Euro?"),
    ("in words", "Wer zahlt eineinhalb Milliarden Euro?", "de", "Wer zahlt 1,5 Milliarden Euro?"),
    ("cut short", "Wer zahlt 1,5 Mrd. Euro im Jahr?", "de", "Wer zahlt 1,5 Milliarden Euro im Jahr?"),
    ("no scale", "Wohin flossen 20000000 Euro?", "de", "Wohin flossen 20 Millionen Euro?"),
    ("a sign", "Who pays $1.5bn?", "en", "Who pays 1.5 billion dollars?"),
    ("about so much", "Wer zahlt rund 1500 Mio. Euro?", "de", "Wer zahlt rund 1,5 Milliarden Euro?"),
    ("nothing but a number", "Who counted 3,000 million?", "en", "Who counted 3 billion?"),
    ("two of them", "200 Mio. Euro oder 0,3 Mrd. Euro?", "de", "200 Millionen Euro oder 300 Millionen Euro?"),
]


@pytest.mark.parametrize(("question", "language", "usual"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_amounts_are_written_the_usual_way(question: str, language: str, usual: str) -> None:
    assert usual_amounts(question, language) == usual
    assert usual_amounts(usual, language) == usual


LEFT_ALONE = [
    ("written so already", "Who got $162 million in 2024?", "en"),
    ("small", "Wer zahlt 1500 Euro oder 12,5 Prozent?", "de"),
    ("power, not money", "Wer braucht 1500 Megawatt?", "de"),
    ("a year and a law", "Was verlangt die Verordnung 2024/1689 seit 2024?", "de"),
    ("to the last cent", "Who paid 1,234,567.89 euros?", "en"),
    ("a span", "Who paid 1 to 2 billion euros?", "en"),
    ("nothing", "", "de"),
]


@pytest.mark.parametrize(("question", "language"), [case[1:] for case in LEFT_ALONE], ids=[c[0] for c in LEFT_ALONE])
def test_other_figures_stay(question: str, language: str) -> None:
    assert usual_amounts(question, language) == question
