"""What the adapter learns from: every collection is well-formed, and read as the program reads articles."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from benchmarks.adapt.material import FOLDER, KEPT, UNSEEN, collections, joined, labelled, read

FILES = sorted(FOLDER.glob("*.jsonl"))


def test_every_gold_sentence_is_there() -> None:
    wrong = []
    for path in FILES:
        rows = read(path)
        counts = {row["id"]: sum(map(len, row["paragraphs"])) for row in rows if row["type"] == "article"}
        for row in (row for row in rows if row["type"] == "question"):
            wrong += [f"{path.stem}: {row['q']}" for article, at in row["gold"] if not 0 <= at < counts.get(article, 0)]
    assert wrong == []


def test_questions_without_an_answer_say_so_and_only_they() -> None:
    wrong = [
        f"{path.stem}: {row['q']}"
        for path in FILES
        for row in read(path)
        if row["type"] == "question" and (row["kind"] == "unanswerable") is bool(row["gold"])
    ]
    assert wrong == []


def test_both_languages_ask_and_are_asked() -> None:
    for path in FILES:
        asked = Counter((row["type"], row["lang"]) for row in read(path))
        assert min(asked["article", lang] for lang in ("de", "en")) >= 2, path.stem  # two where they are long
        assert min(asked["question", lang] for lang in ("de", "en")) >= 4, path.stem


def test_nothing_measured_on_is_trained_on() -> None:
    titles: dict[str, set[str]] = {"trained": set(), KEPT: set(), UNSEEN: set()}
    for path in FILES:
        part = next((name for name in (KEPT, UNSEEN) if path.stem.startswith(name)), "trained")
        titles[part] |= {row["title"] for row in read(path) if row["type"] == "article" and row["title"]}
    assert all(titles.values())
    assert not titles["trained"] & (titles[KEPT] | titles[UNSEEN])
    assert not titles[KEPT] & titles[UNSEEN]


def test_labelled_as_the_other_sets_are() -> None:
    rows = read(FOLDER / "unseen-01.jsonl")
    found = list(labelled(rows))
    assert len(found) == sum(row["type"] == "question" for row in rows)
    assert {row["refuse"] for row in found} == {True, False}
    assert any(row["cross_lingual"] for row in found if not row["refuse"])


def test_read_as_the_program_reads(tmp_path: Path) -> None:
    """A collection of one article: its sentences are found among the tokens, and the question's gold among those."""
    lines = [
        '{"type": "article", "id": 1, "lang": "de", "title": "Der Steg wird neu gebaut", "publisher": "Uferbote", '
        '"date": "2025-05-02", "kind": "news", "paragraphs": [["Der Steg am Nordufer wird bis Oktober neu gebaut.", '
        '"Die Gemeinde zahlt dafür 310.000 Euro und sperrt den Uferweg für drei Monate."], '
        '["Der alte Steg war im Januar bei einem Sturm gebrochen."]]}',
        '{"type": "question", "lang": "en", "q": "What does the new jetty cost?", "kind": "number", "gold": [[1, 1]]}',
        '{"type": "question", "lang": "de", "q": "Wer baut den Steg?", "kind": "unanswerable", "gold": []}',
    ]
    path = tmp_path / "one.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (held,) = collections([path])
    assert sum(len(passage.sentences) for passage in held.passages) == 3
    assert all(passage.body[low:high].all() for passage in held.passages for low, high in passage.sentences)
    costs, builds = held.questions
    assert len(costs.gold) == 1
    assert builds.gold == frozenset()
    assert abs(float(costs.heft.sum()) - 1) < 1e-5
    assert int(costs.body.sum()) == len(costs.heft)
    both = joined([held, held])
    assert len(both.passages) == 2 * len(held.passages)
    assert [question.gold for question in both.questions[:2]] == [costs.gold, builds.gold]
    ((at, number),) = both.questions[2].gold
    assert (at - len(held.passages), number) in costs.gold


def test_of_two_questions_of_nearly_the_same_wording_one_is_answered_and_one_is_not() -> None:
    pairs: dict[tuple[str, int], list[bool]] = {}
    for path in FILES:
        for row in read(path):
            if "pair" in row:
                pairs.setdefault((path.stem, row["pair"]), []).append(bool(row["gold"]))
    assert len(pairs) > 700
    assert [key for key, answered in pairs.items() if sorted(answered) != [False, True]] == []
