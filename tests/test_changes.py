"""What a reader is shown of two versions: which sentences stayed, went, came or were changed, and in which words."""

from __future__ import annotations

import pytest

from kb.changes import changes

OLD = (
    "Die Halle kostet 3,1 Millionen Euro. Sie wird im Mai fertig. Der Rat stimmte zu.\n\nDie Bürger warten seit Jahren."
)
Told = list[tuple[str, str, str]]

CASES: list[tuple[str, str, str, Told]] = [
    ("nothing changed", OLD, OLD, [("kept", OLD, OLD)]),
    ("line breaks and quotation marks don't count", "„Ja“, sagte er.\n\nGut so.", '"Ja", sagte er.\nGut so.',
     [("kept", "„Ja“, sagte er.\n\nGut so.", '"Ja", sagte er.\nGut so.')]),
    ("a sentence was added", "Eins ist hier. Zwei ist da.", "Eins ist hier. Neu kam etwas anderes. Zwei ist da.",
     [("kept", "Eins ist hier.", "Eins ist hier."), ("added", "", "Neu kam etwas anderes."),
      ("kept", "Zwei ist da.", "Zwei ist da.")]),
    ("a sentence was removed", "The dam holds. Nobody was hurt. Rain goes on.", "The dam holds. Rain goes on.",
     [("kept", "The dam holds.", "The dam holds."), ("removed", "Nobody was hurt.", ""),
      ("kept", "Rain goes on.", "Rain goes on.")]),
    ("one gave way to quite another", "The dam holds. Nobody was hurt.", "The dam holds. Trains are late everywhere.",
     [("kept", "The dam holds.", "The dam holds."), ("removed", "Nobody was hurt.", ""),
      ("added", "", "Trains are late everywhere.")]),
    ("a figure was corrected", "It cost 3.1 million euros.", "It cost 4.2 million euros.",
     [("changed", "It cost 3.1 million euros.", "It cost 4.2 million euros.")]),
    ("nothing was there before", "", "It cost 3.1 million euros.", [("added", "", "It cost 3.1 million euros.")]),
    ("two empty texts", "", "", []),
]  # fmt: skip


def told(before: str, after: str) -> Told:
    return [
        (each.kind, before[slice(*each.before)] if each.before else "", after[slice(*each.after)] if each.after else "")
        for each in changes(before, after)
    ]


@pytest.mark.parametrize(("before", "after", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_sentences(before: str, after: str, wanted: Told) -> None:
    assert told(before, after) == wanted


def test_the_words_of_a_changed_sentence_are_marked() -> None:
    before, after = "Die Halle kostet 3,1 Millionen Euro.", "Die neue Halle kostet 4,2 Millionen Euro."
    (change,) = changes(before, after)
    marked = [
        (run.kind, before[slice(*run.before)] if run.before else "", after[slice(*run.after)] if run.after else "")
        for run in change.words
    ]
    assert marked == [
        ("kept", "Die", "Die"),
        ("added", "", "neue"),
        ("kept", "Halle kostet", "Halle kostet"),
        ("removed", "3,1", ""),
        ("added", "", "4,2"),
        ("kept", "Millionen Euro.", "Millionen Euro."),
    ]


def test_of_several_sentences_each_finds_the_one_it_became() -> None:
    before = "Die Fähre fährt um acht Uhr ab. Das Ticket kostet neun Euro. Hunde sind an Bord erlaubt."
    after = "Es stürmt. Das Ticket kostet jetzt zwölf Euro. Hunde sind an Bord nicht mehr erlaubt."
    assert [change.kind for change in changes(before, after)] == ["removed", "added", "changed", "changed"]


def test_every_sentence_of_both_texts_is_told_once_and_in_order() -> None:
    after = (
        OLD.replace("Sie wird im Mai fertig. ", "").replace("seit Jahren", "seit vielen Jahren") + " Nun geht es los."
    )
    found = changes(OLD, after)
    for text, spans in ((OLD, [c.before for c in found]), (after, [c.after for c in found])):
        held = [span for span in spans if span]
        assert held == sorted(held)
        assert "".join(text[slice(*span)] for span in held).split() != []
        assert sum(len("".join(text[slice(*span)].split())) for span in held) == len("".join(text.split()))


def test_in_a_long_text_every_sentence_finds_the_one_it_became() -> None:
    before = " ".join(f"Satz {number} spricht heute von {number * 7} Dingen im Ort." for number in range(150))
    after = " ".join(f"Satz {number} spricht heute von {number * 7 + 1} Dingen im Ort." for number in range(150))
    found = changes(before, after)
    assert [change.kind for change in found] == ["changed"] * 150
    assert found[0].before == (0, len("Satz 0 spricht heute von 0 Dingen im Ort."))
