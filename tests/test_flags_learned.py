"""What the reader of labels says, weighed together with the rules."""

from dataclasses import replace

import numpy as np
import pytest

from kb.flags import flag, load_lexicons, settled
from kb.flags.learned import SIGNS, SILENT, Told, decide, heading, signs
from kb.model import READ_LABELS, Document, Flag, Sentence, Source

TEXT = "Der Ofen spart die Hälfte. Wir liefern morgen."
LOW = -4.0


def told(text: str, sentence: str, **loud: tuple[str, float]) -> Told:
    """A token a word; `loud` says by label at which word how much speaks for it."""
    start = text.index(sentence)
    spans, at = [], start
    for word in sentence.split(" "):
        spans.append((at, at + len(word)))
        at += len(word) + 1
    logits = np.full((len(spans), len(READ_LABELS)), LOW, np.float32)
    for label, (word, value) in loud.items():
        logits[sentence.split(" ").index(word), READ_LABELS.index(label)] = value
    return Told(logits, np.array(spans, np.int64))


def made(publisher: str | None = "Ofenbau Nord") -> tuple[Document, list[Sentence]]:
    source = Source("d", "d", "text/plain", None)  # type: ignore[arg-type]
    document = Document("d", source, "Ofen", TEXT, publisher=publisher, language="de")
    ends = TEXT.index(". ") + 1
    return document, [Sentence("d", 0, ends, TEXT[:ends]), Sentence("d", ends + 1, len(TEXT), TEXT[ends + 1 :])]


def test_a_sentence_says_what_its_loudest_words_say() -> None:
    one = told(TEXT, "Der Ofen spart die Hälfte.", marketing=("spart", 9.0))
    assert one.whole[READ_LABELS.index("marketing")] > 5
    assert one.whole[READ_LABELS.index("forecast")] == pytest.approx(LOW)
    assert one.words("marketing", TEXT) == "spart"


def test_the_reason_takes_in_neighbours_that_say_nearly_as_much() -> None:
    one = told(TEXT, "Wir liefern morgen.", forecast=("liefern", 6.0))
    one.logits[2, READ_LABELS.index("forecast")] = 5.0
    assert one.words("forecast", TEXT) == "liefern morgen"


def test_pieces_of_words_are_shown_as_whole_words() -> None:
    spans = np.array([[0, 3], [4, 6], [6, 8]], np.int64)
    logits = np.full((3, len(READ_LABELS)), LOW, np.float32)
    logits[2, READ_LABELS.index("claim")] = 5.0
    assert Told(logits, spans).words("claim", TEXT) == "Ofen"


def test_a_sentence_without_tokens_says_nothing() -> None:
    nothing = Told(np.empty((0, len(READ_LABELS)), np.float32), np.empty((0, 2), np.int64))
    assert (nothing.whole == SILENT).all()
    assert nothing.words("claim", TEXT) == ""


def test_no_sentence_is_both_attributed_and_vague() -> None:
    loud = np.full((1, len(READ_LABELS)), 8.0, np.float32)
    (labels,) = decide(signs(loud, [set(READ_LABELS)], [False], promotes=False, issuer=False))
    assert len(labels & {"attributed", "vague"}) == 1


def test_signs_are_in_the_order_of_their_names() -> None:
    read = np.zeros((1, len(READ_LABELS)), np.float32)
    (row,) = signs(read, [{"claim"}], [True], promotes=True, issuer=False)
    by_name = dict(zip(SIGNS, row.tolist(), strict=True))
    assert by_name["rule_claim"] == by_name["promotes"] == by_name["question"] == 1.0
    assert by_name["rule_marketing"] == by_name["issuer"] == 0.0
    assert by_name["selling"] == pytest.approx(0.5)


def test_what_the_reader_sees_is_flagged_with_the_words_that_show_it() -> None:
    document, sentences = made()
    read = [told(TEXT, sentences[0].text, marketing=("spart", 12.0)), told(TEXT, sentences[1].text)]
    first, second = flag(document, sentences, load_lexicons()["de"], read)
    assert first.reasons["marketing"] == "spart"
    assert "marketing" not in second.labels


def test_a_claim_without_a_source_is_unsupported_whoever_saw_it() -> None:
    document, sentences = made()
    read = [told(TEXT, sentences[0].text, claim=("Hälfte.", 14.0)), told(TEXT, sentences[1].text)]
    first, _ = flag(document, sentences, load_lexicons()["de"], read)
    assert {"claim", "unsupported"} <= first.labels
    assert first.reasons["claim"] in first.reasons["unsupported"]


def test_a_label_whose_words_cannot_be_shown_brings_no_other_one() -> None:
    dash = replace(made()[0], text="– –")
    logits = np.full((1, len(READ_LABELS)), LOW, np.float32)
    logits[0, READ_LABELS.index("claim")] = 14.0
    (one,) = flag(dash, [Sentence("d", 0, 1, "–")], load_lexicons()["de"], [Told(logits, np.array([[1, 1]], np.int64))])
    assert set(one.labels) == set(one.reasons) == set()


def test_a_document_without_sentences_has_no_flags() -> None:
    assert flag(made()[0], [], load_lexicons()["de"], []) == []


def test_without_a_reader_the_rules_decide() -> None:
    document, sentences = made()
    alone = flag(document, sentences, load_lexicons()["de"])
    assert [one.labels for one in alone] != [frozenset(), frozenset()]


def test_the_heading_says_who_publishes() -> None:
    assert heading(made()[0]) == "Ofenbau Nord: Ofen. "
    assert heading(made(None)[0]) == "Ofen. "


def with_marketing(of: int, promoting: int) -> list[Sentence]:
    said = [Sentence("d", at, at + 1, "x") for at in range(of)]
    return [
        replace(one, labels=frozenset({"marketing"}), reasons={"marketing": f"words {at}"}) if at < promoting else one
        for at, one in enumerate(said)
    ]


def noticed(*labels: str, publisher: str = "Ofenbau Nord") -> Document:
    return replace(made(publisher)[0], notices=tuple(Flag(label, "words") for label in labels))


def test_who_hardly_promotes_is_no_seller() -> None:
    assert settled(noticed("vendor", "affiliate"), with_marketing(20, 3)) == (Flag("affiliate", "words"),)


def test_a_text_that_promotes_throughout_is_a_sellers() -> None:
    assert settled(noticed(), with_marketing(10, 4)) == (Flag("vendor", "words 0; words 1"),)


@pytest.mark.parametrize(
    ("labels", "publisher"), [(("sponsored",), "Tagblatt"), (("affiliate",), "Testfuchs"), ((), "Landesamt für Wohnen")]
)
def test_paid_texts_and_those_who_sell_nothing_stay_what_they_are(labels: tuple[str, ...], publisher: str) -> None:
    document = noticed(*labels, publisher=publisher)
    assert settled(document, with_marketing(10, 5)) == document.notices


def test_in_between_the_rules_decide() -> None:
    for document in (noticed(), noticed("vendor")):
        assert settled(document, with_marketing(20, 5)) == document.notices
