"""Who a claim rests on: the name in full, the kind of source, where it is first named; and a document's profile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kb.flags import Attributed, flag, load_lexicons, notices, profile, sources_of
from kb.model import Block, Document, Flag, Sentence, Source

LEXICONS = load_lexicons()


def document(language: str, *paragraphs: Sequence[str], publisher: str = "Paper") -> tuple[Document, list[Sentence]]:
    """A document of paragraphs of sentences, and its sentences."""
    text, blocks, spans = "", [], []
    for paragraph in paragraphs:
        text += "\n\n" if text else ""
        start = len(text)
        for sentence in paragraph:
            text += " " if len(text) > start else ""
            spans.append((len(text), len(text) + len(sentence)))
            text += sentence
        blocks.append(Block("paragraph", start, len(text)))
    source = Source("s", "test", "text/plain", datetime(2025, 6, 1, tzinfo=UTC))
    made = Document("d", source, "Title", text, publisher=publisher, language=language, published=date(2025, 6, 1))
    return replace(made, blocks=tuple(blocks)), [Sentence("d", a, b, text[a:b]) for a, b in spans]


def resolved(language: str, *paragraphs: Sequence[str]) -> tuple[str, list[Attributed | None]]:
    made, sentences = document(language, *paragraphs)
    return made.text, sources_of(made, sentences, LEXICONS[language])


ALONE = [
    ("de", "Laut Hafenmeister Tjark Wübben stieg der Pegel um 40 Zentimeter.", "Tjark Wübben", "person", "laut"),
    ("en", "“The pumps failed,” said harbour chief Orla Quennell.", "Orla Quennell", "person", "after the quotation"),
    ("de", "Die Werft Kolmsee teilte am Montag mit, 60 Stellen fielen weg.", "Werft Kolmsee", "organisation", "a firm"),
    (
        "en",
        "The Harbour Pilots Association says 60 jobs will go.",
        "Harbour Pilots Association",
        "organisation",
        "a body",
    ),
    ("en", "Prices rose 7 percent, Reuters reported on Monday.", "Reuters", "publication", "an agency"),
    ("en", "Insiders say the port will be sold.", "Insiders say", "anonymous", "nobody"),
    ("en", "The effect fades at low doses.[3]", "[3]", "publication", "a footnote"),
    (
        "en",
        "Prices fall with distance, as Petrell and Moss (2021) show.",
        "Petrell and Moss (2021)",
        "publication",
        "a paper",
    ),
    ("de", "§ 12 des Mietgesetzes verlangt einen Aushang.", "§ 12", "publication", "an act"),
]


@pytest.mark.parametrize(("language", "sentence", "name", "kind", "why"), ALONE, ids=[f"{c[0]} {c[4]}" for c in ALONE])
def test_the_source_of_a_sentence(language: str, sentence: str, name: str, kind: str, why: str) -> None:
    text, (found,) = resolved(language, [sentence])
    assert found is not None, why
    assert (found.name, found.kind) == (name, kind)
    assert 0 <= found.start < found.end <= len(text)
    if found.first_named:
        assert text[slice(*found.first_named)] == name


NAMED_BEFORE = [
    (
        "en",
        ["Mayor Odile Fenwright opened the lock.", "She said it had cost 4 million."],
        "Odile Fenwright",
        "a pronoun",
    ),
    (
        "en",
        ["“It leaks,” said Odile Fenwright.", "Repairs take a year, Fenwright said."],
        "Odile Fenwright",
        "a surname",
    ),
    (
        "en",
        ["Kestrel Water raised its prices on Monday.", "The company said 900 homes were affected."],
        "Kestrel Water",
        "the company",
    ),
    (
        "de",
        ["Vorstandschef Enno Brahmstedt trat am Montag zurück.", "„Es reicht“, sagte er.", "Er habe 40 Akten gelesen."],
        "Enno Brahmstedt",
        "Konjunktiv after a pronoun",
    ),
    (
        "en",
        ["The Office for River Safety closed in May.", "Floods rose by 9 percent, the ORS said."],
        "The Office for River Safety".removeprefix("The "),
        "initials",
    ),
]


@pytest.mark.parametrize(
    ("language", "paragraph", "name", "why"), NAMED_BEFORE, ids=[f"{c[0]} {c[3]}" for c in NAMED_BEFORE]
)
def test_a_source_is_told_by_its_first_full_name(language: str, paragraph: list[str], name: str, why: str) -> None:
    text, found = resolved(language, paragraph)
    last = found[-1]
    assert last is not None and last.name == name, why
    assert last.first_named == (text.index(name), text.index(name) + len(name))


def test_no_source_is_none() -> None:
    assert resolved("en", ["Thefts rose 7 percent."])[1] == [None]


def test_a_profile_counts_what_has_a_source_and_what_not() -> None:
    made, sentences = document(
        "en",
        ["The Harbour Pilots Association says 60 jobs will go.", "It says 20 ships have left."],
        ["Thefts rose 7 percent last year.", "Insiders say the port will be sold.", "Why?"],
    )
    lexicon = LEXICONS["en"]
    told = profile(made, flag(made, sentences, lexicon), sources_of(made, sentences, lexicon))
    assert (told.sentences, told.claims) == (5, 4)
    assert told.unsupported == pytest.approx(2 / 4)
    assert told.vague == pytest.approx(1 / 4)
    assert told.sources == (("Harbour Pilots Association", 2),)
    assert told.alone
    assert not told.vendor and told.marketing == 0


def test_a_profile_shows_who_sells_and_what_was_disclosed() -> None:
    made, sentences = document("en", ["Thefts rose 7 percent last year."])
    marked = replace(made, notices=(Flag("vendor", "our platform"), Flag("affiliate", "paid links")))
    told = profile(marked, sentences)
    assert told.vendor == "our platform"
    assert [notice.label for notice in told.disclosures] == ["affiliate"]


def test_the_profile_of_nothing_is_empty() -> None:
    made, _ = document("en", ["Nothing."])
    assert profile(made, []).unsupported == 0
    assert notices(made, [], [], LEXICONS["en"]) == ()
