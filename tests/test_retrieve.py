"""Finding passages: what is asked for comes first, what is filtered out does not come, copies come once."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from ingest.pipeline import ingest
from kb.library import Library
from kb.model import Hit
from kb.retrieve import retrieve
from kb.store import Filters

if TYPE_CHECKING:
    from tests.conftest import CountingEncoder, OpenHome, ReadIn, ReadOnce, WriteFile

FACTS = {
    "bruecke.md": ("2025-01-10", "Musterblatt", "Brücke", "Die Brücke am Nordkai wird für 35 Millionen Euro erneuert."),
    "hafen.md": ("2025-02-10", "Musterblatt", "Hafen", "Der Hafen von Musterhausen wird um zwei Meter vertieft."),
    "theater.md": ("2025-03-10", "Beispielbote", "Theater", "Das Theater schließt im Sommer wegen einer Sanierung."),
    "schule.md": (None, "Beispielbote", "Schule", "Die Schule in der Gartenstraße bekommt eine neue Turnhalle."),
    "library.md": ("2025-01-20", "Sample Post", "Library", "The public library will stay open on Sundays from May."),
    "station.md": ("2025-04-01", "Sample Post", "Station", "The railway station gets a roof made of recycled glass."),
    "market.md": ("2025-05-01", "Sample Post", "Market", "The weekly market moves to the square near the town hall."),
}
REST = {
    "de": "Das teilte die Verwaltung am Dienstag mit, ohne weitere Einzelheiten zu nennen, wie es heißt.",
    "en": "The administration announced this on Tuesday without giving any further details about it.",
}


def article(day: str | None, publisher: str, title: str, sentence: str) -> str:
    head = f"title: {title}\npublisher: {publisher}\n" + (f"date: {day}\n" if day else "")
    rest = REST["en" if publisher == "Sample Post" else "de"]
    return f"---\n{head}---\n\n# {title}\n\n{sentence} {rest}\n"


ARTICLES = {name: article(*facts) for name, facts in FACTS.items()}


@pytest.fixture
def filled(read_once: ReadOnce) -> Library:
    return read_once(ARTICLES)


def names(library: Library, hits: list[Hit]) -> list[str]:
    return [library.store.document(hit.passage.document_id).source.origin.rsplit("/", 1)[-1] for hit in hits]


# -- what is found ---------------------------------------------------------------------------------


def test_a_passage_is_found_by_its_own_words(filled: Library) -> None:
    assert [names(filled, retrieve(filled, facts[3]))[0] for facts in FACTS.values()] == list(FACTS)


def test_without_token_vectors_too(open_home: OpenHome, read: ReadIn, plain_encoder: CountingEncoder) -> None:
    plain = open_home(encoder=plain_encoder)
    read(ARTICLES, into=plain)
    assert [names(plain, retrieve(plain, facts[3]))[0] for facts in FACTS.values()] == list(FACTS)


def test_words_alone_find_what_is_inflected_otherwise(filled: Library) -> None:
    first = retrieve(filled, "Vertiefung der Häfen")[0]
    assert "Hafen" in first.passage.text
    assert "words" in first.found_by


def test_hits_are_whole_and_in_order(filled: Library) -> None:
    found = retrieve(filled, "Was wird in Musterhausen gebaut?", limit=50)
    assert [hit.rank for hit in found] == list(range(1, len(found) + 1))
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert len({hit.passage.id for hit in found}) == len(found) == len(FACTS)
    for hit in found:
        document = filled.store.document(hit.passage.document_id)
        assert document.text[hit.passage.start : hit.passage.end] == hit.passage.text
        assert len(hit.passage.text.split()) <= 120
        assert hit.passage.start <= hit.best.start < hit.best.end <= hit.passage.end
        assert document.text[hit.best.start : hit.best.end] == hit.best.text
        assert hit.language == document.language
        assert hit.found_by
        assert set(hit.found_by) <= {"meaning", "words"}


def test_the_best_sentence_is_the_one_that_was_asked_for(filled: Library) -> None:
    for facts in FACTS.values():
        assert retrieve(filled, facts[3])[0].best.text == facts[3]


def test_not_more_than_asked_for(filled: Library) -> None:
    assert [len(retrieve(filled, "Was ist neu in der Stadt?", limit=limit)) for limit in (1, 3)] == [1, 3]


def test_the_same_question_gives_the_same_hits(filled: Library, open_home: OpenHome) -> None:
    question = "Wann schließt das Theater?"
    assert retrieve(filled, question) == retrieve(filled, question) == retrieve(open_home(), question)


def test_nothing_read_nothing_found(library: Library) -> None:
    assert retrieve(library, "Was kostet die Brücke?") == []


ODD = [
    "",
    " ",
    "?",
    '"',
    "'; DROP TABLE documents; --",
    "NEAR(",
    "a" * 5000,
    "was " * 2000,
    "漢字",
    "👩‍🚒",
    "\x00",
    "12,5",
]


def test_odd_questions_are_no_trouble(filled: Library) -> None:
    for question in ODD:
        assert all(math.isfinite(hit.score) for hit in retrieve(filled, question)), question
    assert filled.store.counts()["documents"] == len(FACTS)


# -- filters ---------------------------------------------------------------------------------------

FILTERS = [
    ("a language", Filters(language="en"), {"library.md", "station.md", "market.md"}),
    ("since a day, that day included", Filters(since=date(2025, 4, 1)), {"station.md", "market.md"}),
    ("until a day, that day included", Filters(until=date(2025, 1, 10)), {"bruecke.md"}),
    ("between", Filters(since=date(2025, 1, 15), until=date(2025, 2, 28)), {"hafen.md", "library.md"}),
    ("a publisher, in part and in any case", Filters(publisher="beispiel"), {"theater.md", "schule.md"}),
    ("all at once", Filters("en", date(2025, 1, 1), date(2025, 4, 30), "Post"), {"library.md", "station.md"}),
    ("nothing left", Filters(publisher="Nobody"), set()),
]


def test_filters(filled: Library) -> None:
    for name, filters, expected in FILTERS:
        for question in ("Was ist neu in der Stadt?", "What is new in town?"):
            assert set(names(filled, retrieve(filled, question, filters, limit=50))) == expected, name


def test_a_filter_does_not_hide_what_ranks_low(filled: Library, read: ReadIn) -> None:
    read({f"n{number}.md": article("2024-05-01", "Musterblatt", f"Brücke {number}", f"Die Brücke Nummer {number} am Nordkai wird für {number} Millionen Euro erneuert.") for number in range(25)})  # fmt: skip # noqa: E501
    found = retrieve(filled, "Was kostet die Brücke am Nordkai?", Filters(publisher="Beispielbote"), limit=50)
    assert set(names(filled, found)) == {"theater.md", "schule.md"}


VAGUE = "Experten warnen, dass die Brücke am Nordkai schon im Jahr 2026 einstürzen könnte."
NAMED = "Die Brücke am Nordkai ist nach Angaben der Stadt Musterhausen seit dem Jahr 1962 in Betrieb."
ADVERT = "Jetzt kostenlos testen: die bahnbrechende App zur Brücke am Nordkai, die beste Europas!"


@pytest.mark.parametrize("tokens", [True, False], ids=["with tokens", "with vectors alone"])
def test_only_what_is_not_flagged(library: Library, read: ReadIn, tokens: bool) -> None:
    mixed = f"{VAGUE} {NAMED.replace('1962', '1961')}"
    read({"a.txt": f"{NAMED}\n\n{VAGUE}", "b.txt": mixed, "c.txt": f"{ADVERT} {ADVERT} Nur heute!"})
    if not tokens:
        with library.store.writing("a test"), library.store.transaction() as db:
            db.execute("DELETE FROM tokens")
    question = "Wovor warnen Experten bei der Brücke am Nordkai?"
    labels = {label for hit in retrieve(library, question, limit=50) for label in hit.best.labels}
    assert labels >= {"vague", "marketing"}, "without the filter they are found"
    found = retrieve(library, question, Filters(unflagged=True), limit=50)
    assert {hit.best.text for hit in found} == {NAMED, NAMED.replace("1962", "1961")}


# -- copies and versions ---------------------------------------------------------------------------

LINES = [
    f"Im Bezirk {name} wurden nach Angaben der Stadt im vergangenen Jahr {count} Bäume gepflanzt und gepflegt."
    for name, count in [("Nord", 12), ("Süd", 40), ("Ost", 31), ("West", 77), ("Mitte", 5), ("Berg", 9)]
]
TOO = "Bezahlt haben dafür alle, die in der Stadt eine Wohnung besitzen."
OWN = "Nur diese Zeitung weiß, dass der Gärtner Quastenflosser heißt."


def test_of_copies_one_hit(filled: Library, read: ReadIn) -> None:
    text = "Neue Bäume\n\n" + "\n\n".join(LINES)
    copies = {"a.txt": text, "b.txt": text, "c.txt": f"{text}\n\n{OWN}", "d.txt": f"{text}\n\n{TOO}"}
    assert [outcome.copy for outcome in read(copies, into=filled)] == [None, "exact", "near", "near"]
    for line in LINES:
        found = retrieve(filled, line, Filters(language="de"), limit=50)
        assert len([hit for hit in found if line in hit.passage.text]) == 1


def test_a_sentence_of_one_copy_alone_is_found_there(filled: Library, read: ReadIn) -> None:
    read({"a.txt": "\n\n".join(["Neue Bäume", *LINES]), "b.txt": "\n\n".join(["Neue Bäume", *LINES, OWN])})
    assert names(filled, retrieve(filled, OWN, Filters(language="de")))[0] == "b.txt"


def test_removed_documents_are_not_found(filled: Library) -> None:
    (first, *_) = retrieve(filled, FACTS["hafen.md"][3])
    with filled.store.writing("a test"):
        filled.store.remove(first.passage.document_id)
    assert "hafen.md" not in names(filled, retrieve(filled, FACTS["hafen.md"][3], limit=50))


# -- with the embedder that comes along, over the sample articles -----------------------------------

SAMPLES = [
    ("the same language", "Wie viele Arbeitsplätze entstehen in Dresden?", "2.000 direkten Arbeitsplätzen"),
    ("other words", "How much did the chip designer's shares fall?", "The shares closed 17 per cent lower"),
    ("a German question, an English text", "Wo wurde das Stargate-Projekt angekündigt?", "at the White House"),
    ("an English question, a German text", "Who holds shares in ESMC?", "TSMC, der 70 Prozent hält"),
    ("a number", "Was kostete der Trainingslauf von DeepSeek-V3?", "$5.576m"),
]


@pytest.mark.parametrize(("question", "words"), [case[1:] for case in SAMPLES], ids=[case[0] for case in SAMPLES])
def test_samples(read_library: Library, question: str, words: str) -> None:
    assert any(words in hit.passage.text for hit in retrieve(read_library, question, limit=5))


def test_the_two_reports_of_one_agency_come_once(read_library: Library) -> None:
    found = retrieve(read_library, "Wer steht hinter ESMC?", limit=10)
    assert len([hit for hit in found if "TSMC, der 70 Prozent hält" in hit.passage.text]) == 1


ROSES = (
    "Garden news\n\nThe rose garden in the park opens on Sunday, and visitors are asked to leave their dogs at home. "
    "Volunteers have planted more than two hundred bushes since the autumn."
)


@pytest.mark.parametrize(
    "question", ["Wie viele Arbeitsplätze entstehen in Dresden?", "Wann soll die Produktion anlaufen?"]
)
def test_few_passages_of_one_language_do_not_crowd_out_the_other(
    read_library: Library, open_home: OpenHome, write: WriteFile, question: str
) -> None:
    small = replace(open_home(), engine=read_library.engine)
    samples = [str(read_library.settings.sources / f"{name}.txt") for name in ("musteragentur-chipwerk-dresden",)]
    assert {outcome.kind for outcome in ingest(small, [*samples, write("roses.txt", ROSES)])} == {"added"}
    assert small.store.passage_count("en") < 8
    assert retrieve(small, question)[0].language == "de"


# -- how things stand now --------------------------------------------------------------------------

TELLING = {
    "old.md": ("2022-03-01", "Founded by two sisters, it sells rye loaves, plum cakes and honey from its own hives."),
    "new.md": ("2025-06-01", "Wages rose by a tenth, while butter, flour and electricity became cheaper than before."),
    "none.md": (None, "Customers queue outside before dawn because nobody else nearby makes such crisp rolls."),
}
BAKERY = {
    name: article(day, "Sample Post", "Bakery", f"The Harlow bakery runs {day and day[2:4]} shops. {rest}")
    for name, (day, rest) in TELLING.items()
} | {"other.md": article("2025-10-01", "Sample Post", "Ovens", "The mill bought six electric ovens from Denmark.")}
TURNED = {
    name: text.replace("2022-03-01", "X").replace("2025-06-01", "2022-03-01").replace("X", "2025-06-01")
    for name, text in BAKERY.items()
}


@pytest.mark.parametrize(("articles", "newest"), [(BAKERY, "new.md"), (TURNED, "old.md")], ids=["as is", "turned"])
def test_where_the_present_is_asked_for_the_newest_of_what_fits_comes_first(
    read_once: ReadOnce, articles: dict[str, str], newest: str
) -> None:
    library = read_once(articles)
    found = names(library, retrieve(library, "How many shops does the Harlow bakery run now?"))
    assert found[0] == newest
    assert found.index("none.md") < found.index("other.md")
