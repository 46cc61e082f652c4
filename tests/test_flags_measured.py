"""Flags against labelled sentences, above floors; odd sentences, and time in proportion to length."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from benchmarks import bench_flags
from benchmarks.labelled import ELSEWHERE, Labelled, flagged, macro, quality, read_labelled
from benchmarks.report import RESULTS
from kb.flags import flag, load_lexicons, notices, sources_of
from kb.model import LABELS, Document, Sentence, Source

FLOORS: dict[str, dict[str, float]] = {  # F1 on what the rules know: a change may raise and never silently lower them
    "de": {"claim": 0.88, "marketing": 0.88, "attributed": 0.87, "vague": 0.88, "unsupported": 0.77, "forecast": 0.80},
    "en": {"claim": 0.89, "marketing": 0.84, "attributed": 0.91, "vague": 0.88, "unsupported": 0.80, "forecast": 0.78},
}
FLOORS_ELSEWHERE: dict[str, dict[str, float]] = {  # the same on sentences by other authors
    "de": {"claim": 0.87, "marketing": 0.91, "attributed": 0.91, "vague": 0.94, "unsupported": 0.81, "forecast": 0.82},
    "en": {"claim": 0.87, "marketing": 0.87, "attributed": 0.92, "vague": 0.92, "unsupported": 0.78, "forecast": 0.87},
}


@cache
def documents() -> tuple[Labelled, ...]:
    return tuple(read_labelled())


@cache
def found() -> dict[str, dict[str, dict[str, float]]]:
    return quality(documents())


@cache
def elsewhere() -> tuple[Labelled, ...]:
    return tuple(read_labelled(ELSEWHERE))


@cache
def quality_elsewhere() -> dict[str, dict[str, dict[str, float]]]:
    return quality(elsewhere())


def test_the_labelled_sentences_are_many_and_of_many_kinds() -> None:
    assert sum(len(one.sentences) for one in documents()) > 900
    assert len({one.genre for one in documents()}) >= 16
    assert {one.document.language for one in documents()} == {"de", "en"}
    assert all(one.document.text[s.start : s.end] == s.text for one in documents() for s in one.sentences)


@pytest.mark.parametrize("language", FLOORS)
@pytest.mark.parametrize("label", LABELS)
def test_labels_reach_their_floors(language: str, label: str) -> None:
    assert found()[language][label]["f1"] >= FLOORS[language][label]


@pytest.mark.parametrize("language", FLOORS_ELSEWHERE)
@pytest.mark.parametrize("label", LABELS)
def test_labels_reach_their_floors_on_sentences_by_others(language: str, label: str) -> None:
    assert quality_elsewhere()[language][label]["f1"] >= FLOORS_ELSEWHERE[language][label]


def test_sentences_by_others_keep_their_day_and_their_asides() -> None:
    assert sum(len(one.sentences) for one in elsewhere()) > 750
    assert len({one.document.published for one in elsewhere()}) > 20
    assert any(one.asides for one in elsewhere())


def test_every_flag_has_a_reason_and_the_labels_agree() -> None:
    for one in (*documents(), *elsewhere()):
        for sentence in flagged(one):
            assert set(sentence.reasons) == sentence.labels and all(sentence.reasons.values())
            assert ("unsupported" in sentence.labels) == (
                "claim" in sentence.labels and "attributed" not in sentence.labels
            )
            assert not {"vague", "attributed"} <= sentence.labels


def test_what_is_kept_names_first_sight_and_what_is_known() -> None:
    kept = json.loads((RESULTS / "flags.json").read_text("utf-8"))
    assert kept["sentences_a_second"] >= bench_flags.FLOOR
    for part in ("first_sight", "read", "elsewhere"):
        assert {label for language in ("de", "en") for label in kept[part][language]} == set(LABELS)
    assert kept["read"]["macro_f1"] == pytest.approx(macro(found()), abs=0.03)
    assert kept["elsewhere"]["macro_f1"] == pytest.approx(macro(quality_elsewhere()), abs=0.03)
    assert kept["first_sight"] == json.loads(Path(bench_flags.FIRST_SIGHT).read_text("utf-8"))


# -- odd sentences ---------------------------------------------------------------------------------

ODD = {
    "emoji": "🚀🚀🚀 Jetzt 🎉 50 % 🔥",
    "right to left": "\u202eThe ministry said\u202c prices rose ‏7‎ percent.",
    "code": 'for (int i = 0; i < 10; i++) { printf("%d said %s\\n", i, x[i]); } // according to TODO',
    "markup": "<script>alert('according to experts')</script> **buy now**",
    "capitals": "ACCORDING TO THE MINISTRY, PRICES ROSE BY 7 PERCENT AND WILL RISE AGAIN!!!",
    "no letters": "12,5 % — 30 : 40 (2024) [3] …",
    "brackets": "(" * 2000 + ")" * 2000,
    "quotes and colons": 'A: "b": ' * 400,
    "sharp s": "STRASSE ß ẞ ǅ ŉ " * 50,
    "names": "Anna Berg and " * 700,
    "commas": "said, " * 900,
    "wie": "wie die Firma " * 300,
}


def one_sentence(text: str, language: str) -> tuple[Document, list[Sentence]]:
    source = Source("s", "test", "text/plain", datetime(2025, 6, 1, tzinfo=UTC))
    return Document("d", source, "Title", text, publisher="Paper", language=language), [
        Sentence("d", 0, len(text), text)
    ]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_sentences_get_labels_without_harm(text: str, language: str) -> None:
    made, sentences = one_sentence(text, language)
    lexicon = load_lexicons()[language]
    (one,) = flag(made, sentences, lexicon)
    assert one.text == text
    assert one.labels <= set(LABELS) and set(one.reasons) == one.labels
    assert len(sources_of(made, sentences, lexicon)) == 1
    assert all(notice.reason for notice in notices(made, sentences, [], lexicon))


def seconds(texts: Sequence[str], language: str) -> float:
    """The least time of three to flag a document of these sentences."""
    text = "\n".join(texts)
    starts = [sum(len(one) + 1 for one in texts[:at]) for at in range(len(texts))]
    made = one_sentence(text, language)[0]
    rows = [Sentence("d", at, at + len(one), one) for at, one in zip(starts, texts, strict=True)]
    lexicon = load_lexicons()[language]
    times = []
    for _ in range(3):
        started = time.process_time()
        flag(made, rows, lexicon)
        times.append(time.process_time() - started)
    return min(times)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "wie die Firma am Dienstag in „Hamm“ mitteilte, rechnet sie vor allem mit 7 Prozent "),
        ("en", "the company, which said 7 percent of experts warn, will according to the study report "),
    ],
    ids=["de", "en"],
)
def test_the_time_for_a_long_sentence_grows_with_its_length(language: str, words: str) -> None:
    short = seconds([words * 12], language)
    assert seconds([words * 48], language) < 4 * 4 * short + 0.02
    assert seconds([words * 5000], language) < 4 * seconds([words * 100], language) + 0.02


def test_the_time_for_a_document_grows_with_its_sentences() -> None:
    sentence = "The regulator said on Monday that 7 percent of the pumps had failed."
    assert seconds([sentence] * 800, "en") < 4 * 8 * seconds([sentence] * 100, "en") + 0.02
