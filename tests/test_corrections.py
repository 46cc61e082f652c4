"""Disagreeing: what is corrected holds at once, outlives the reading, can be taken back and exported."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from ingest.rebuild import rebuild
from kb import removal
from kb.corrections import (
    correct_fact,
    correct_flag,
    corrected_records,
    correction_record,
    disagreement,
    exported,
    exported_facts,
    undo,
)
from kb.disagreement import Correction, by_user, contradict, corrected_reasons, implied
from kb.errors import KnowledgeBaseError, NotFound
from kb.library import Library
from kb.model import LABELS, Sentence
from kb.record import document_record, flag_record, text_record
from kb.retrieve import retrieve
from kb.store import Filters
from tests.conftest import OpenHome, ReadIn, WriteFile

COSTS = "Die Leitungen am Nordkai kosten die Stadt im kommenden Jahr 35 Millionen Euro."
BEFORE = "Nach Angaben des Hafenamts waren es im Vorjahr nur 12 Millionen Euro."
PRAISE = "Das Rechenzentrum der Firma Kranich ist das bahnbrechendste im ganzen Norden."
ORDER = "Bestellen Sie jetzt Ihren Stellplatz zum halben Preis!"
EXPERTS = "Experten zufolge sinkt der Verbrauch der neuen Pumpen um 40 Prozent."
NEW = "Das ist neu."
HARBOUR = f"Neue Leitungen für den Hafen\n\n{COSTS} {BEFORE}\n\n{PRAISE} {ORDER}\n\n{EXPERTS} {NEW}\n"
OTHER = f"Was der Rat beschloss\n\nDer Rat von Musterhausen tagte am Dienstag im Hafen. {PRAISE} {NEW}\n"
LATER = HARBOUR.replace(NEW, "Das teilte die Verwaltung am Mittwoch in einem Brief an alle Fraktionen mit.")
PAGE = (
    "<html lang=de><head><title>{title}</title>"
    '<link rel="canonical" href="https://blatt.example/hafen"></head><body><article><h1>{title}</h1>'
    f"<p>{COSTS} {BEFORE}</p><p>{PRAISE} {ORDER}</p><p>{EXPERTS} {{end}}</p></article></body></html>"
)
Seen = dict[str, str]


def only(library: Library) -> str:
    (document_id,) = library.store.document_ids()
    return document_id


def sentence(library: Library, document_id: str, words: str) -> Sentence:
    text = library.store.document(document_id).text
    return next(one for one in library.store.sentences(document_id, text) if one.text == words)


def labels(library: Library, document_id: str, words: str) -> set[str]:
    return set(sentence(library, document_id, words).labels)


@pytest.fixture
def harbour(library: Library, read: ReadIn) -> Library:
    """A library that has read one article."""
    assert [outcome.kind for outcome in read({"harbour.txt": HARBOUR})] == ["added"]
    return library


# -- what follows from saying so -------------------------------------------------------------------

YES, NO = True, False
READ = {
    "a bare claim": {"claim": "35 Millionen", "unsupported": "no source"},
    "a claim with a source": {"claim": "12 Millionen", "attributed": "laut Amt"},
    "a vague claim": {"claim": "40 Prozent", "vague": "Experten", "unsupported": "no source"},
    "praise": {"marketing": "bahnbrechend"},
    "nothing": {},
}
FOLLOWS = [
    ("a source is named, so it is supported", "a bare claim", [("attributed", YES)], "claim attributed"),
    ("nobody is named after all", "a claim with a source", [("attributed", NO)], "claim unsupported"),
    ("what is no claim lacks no source", "a bare claim", [("claim", NO)], ""),
    ("the source of what is no claim stays", "a claim with a source", [("claim", NO)], "attributed"),
    ("a claim that was missed lacks a source", "nothing", [("claim", YES)], "claim unsupported"),
    ("vague is not attributed", "a claim with a source", [("vague", YES)], "claim vague unsupported"),
    ("attributed is not vague", "a vague claim", [("attributed", YES)], "claim attributed"),
    ("not vague does not name anybody", "a vague claim", [("vague", NO)], "claim unsupported"),
    ("unsupported says claim and no source", "nothing", [("unsupported", YES)], "claim unsupported"),
    ("unsupported takes the source away", "a claim with a source", [("unsupported", YES)], "claim unsupported"),
    ("marketing touches nothing else", "praise", [("marketing", NO)], ""),
    ("a flag that was missed", "a bare claim", [("forecast", YES)], "claim unsupported forecast"),
    ("two that agree", "praise", [("marketing", NO), ("claim", YES)], "claim unsupported"),
    ("the last word counts", "nothing", [("vague", YES), ("attributed", YES)], "attributed"),
    ("without a correction nothing is composed anew", "a bare claim", [], "claim unsupported"),
]


def said(label: str, holds: bool, words: str = COSTS, number: int = 1) -> Correction:
    return Correction(number, "2026-11-22T10:00:00+00:00", label, holds, None, words)


@pytest.mark.parametrize(("kind", "given", "expected"), [row[1:] for row in FOLLOWS], ids=[row[0] for row in FOLLOWS])
def test_labels_stay_consistent(kind: str, given: list[tuple[str, bool]], expected: str) -> None:
    found = corrected_reasons(READ[kind], [said(*one) for one in given])
    assert set(found) == set(expected.split())
    assert list(found) == [label for label in LABELS if label in found]
    for label, reason in found.items():
        assert (by_user(reason) is None) == (label in READ[kind]), "a reason that the program gave stays"


def test_the_reason_tells_that_and_when_the_user_said_so() -> None:
    found = corrected_reasons({}, [said("forecast", YES)])
    assert found == {"forecast": "corrected by you on 2026-11-22"}
    assert by_user(found["forecast"]) == "2026-11-22"
    assert by_user("we were corrected by you on 2026-11-22") is None, "words of an article"


CONTRADICTIONS = [
    ("the same label", ("claim", YES), ("claim", NO), True),
    ("the same thing said again", ("claim", YES), ("claim", YES), True),
    ("a source cannot be named and vague", ("attributed", YES), ("vague", YES), True),
    ("unsupported says that it is a claim", ("unsupported", YES), ("claim", NO), True),
    ("unsupported agrees with a claim", ("unsupported", YES), ("claim", YES), False),
    ("labels that have nothing to do with each other", ("marketing", YES), ("claim", NO), False),
]


@pytest.mark.parametrize(
    ("one", "other", "expected"), [row[1:] for row in CONTRADICTIONS], ids=[row[0] for row in CONTRADICTIONS]
)
def test_what_replaces_what(one: tuple[str, bool], other: tuple[str, bool], expected: bool) -> None:
    assert contradict(said(*one), said(*other)) is expected
    assert contradict(said(*other), said(*one)) is expected


# -- at once ---------------------------------------------------------------------------------------


def test_a_wrong_flag_goes_at_once(harbour: Library) -> None:
    document_id, before = only(harbour), harbour.store.meta("generation")
    assert labels(harbour, document_id, PRAISE) == {"marketing"}
    made = correct_flag(harbour, document_id, PRAISE, "marketing", False)
    assert labels(harbour, document_id, PRAISE) == set()
    assert harbour.store.meta("generation") != before, "open pages notice"
    assert (made.what, made.value, made.was, made.words) == ("marketing", False, True, PRAISE)


def test_a_missing_flag_comes_with_its_reason(harbour: Library) -> None:
    document_id = only(harbour)
    correct_flag(harbour, document_id, NEW, "marketing", True)
    reasons = sentence(harbour, document_id, NEW).reasons
    assert list(reasons) == ["marketing"]
    assert by_user(reasons["marketing"]) is not None


def test_what_compares_claims_reads_the_corrected_labels(harbour: Library) -> None:
    document_id = only(harbour)
    correct_flag(harbour, document_id, COSTS, "attributed", True)
    places, _ = harbour.store.sentence_places("de")
    own = next(place for place in places if place.start == sentence(harbour, document_id, COSTS).start)
    assert "attributed" in own.reasons
    assert "unsupported" not in own.reasons


def test_the_sentence_may_be_named_by_a_part_of_it(harbour: Library) -> None:
    document_id = only(harbour)
    correct_flag(harbour, document_id, "das Rechenzentrum der Firma Kranich…", "marketing", False)
    assert labels(harbour, document_id, PRAISE) == set()


def test_facts_are_filtered_and_cited_as_corrected_at_once(harbour: Library) -> None:
    document_id = only(harbour)
    assert harbour.store.passage_rows("de", Filters(publisher="Hafenblatt")) == []
    correct_fact(harbour, document_id, "publisher", "Hafenblatt ")
    correct_fact(harbour, document_id, "published", "2025-03-30")
    correct_fact(harbour, document_id, "title", "Was die Leitungen\nkosten")
    correct_fact(harbour, document_id, "authors", ["Ada Beispiel", "", "Ada Beispiel"])
    document = harbour.store.document(document_id)
    assert (document.publisher, document.published) == ("Hafenblatt", date(2025, 3, 30))
    assert (document.title, document.authors) == ("Was die Leitungen kosten", ("Ada Beispiel",))
    rows = harbour.store.passage_rows("de", Filters(publisher="hafenblatt", since=date(2025, 3, 30)))
    assert len(rows) == harbour.store.counts()["passages"]
    hits = retrieve(harbour, "Was kosten die Leitungen am Nordkai?", filters=Filters(until=date(2025, 3, 30)))
    assert [hit.passage.document_id for hit in hits[:1]] == [document_id]


def test_a_fact_may_be_said_to_be_unknown(harbour: Library) -> None:
    document_id = only(harbour)
    correct_fact(harbour, document_id, "published", "2025-03-30")
    correct_fact(harbour, document_id, "published", None)
    correct_fact(harbour, document_id, "publisher", "")
    document = harbour.store.document(document_id)
    assert (document.published, document.publisher) == (None, None)


# -- whose words -----------------------------------------------------------------------------------


def test_a_whole_statement_is_corrected_wherever_it_stands(harbour: Library, read: ReadIn) -> None:
    read({"other.txt": OTHER})
    first, second = harbour.store.document_ids()
    correct_flag(harbour, first, PRAISE, "marketing", False)
    assert labels(harbour, second, PRAISE) == set()


def test_a_few_words_are_corrected_in_their_article_alone(harbour: Library, read: ReadIn) -> None:
    read({"other.txt": OTHER})
    first, second = harbour.store.document_ids()
    correct_flag(harbour, first, NEW, "marketing", True)
    assert labels(harbour, first, NEW) == {"marketing"}
    assert labels(harbour, second, NEW) == set()


def test_a_part_of_an_endless_sentence_is_corrected_wherever_it_stands(harbour: Library, read: ReadIn) -> None:
    endless = f"Am Dienstag {', '.join(f'sprach Redner Nummer {number}' for number in range(60))} und niemand ging."
    read({"one.txt": f"Lang\n\n{endless}", "two.txt": f"Länger\n\n{endless} Das war am Abend vorbei."})
    _, first, second = harbour.store.document_ids()
    part = harbour.store.sentences(first, harbour.store.document(first).text)[0].text
    correct_flag(harbour, first, part, "marketing", True)
    assert len(part) > 500
    assert "marketing" in labels(harbour, second, part)


def test_what_looks_like_a_search_is_only_words(harbour: Library, read: ReadIn) -> None:
    odd = 'Wer "A" NOT B* sucht, findet (C OR D):E^2 nicht und gibt auf.'
    read({"odd.txt": f"Suche\n\nDas ist eine Geschichte aus dem Hafen. {odd}"})
    correct_flag(harbour, newest(harbour), odd, "forecast", True)
    assert "forecast" in labels(harbour, newest(harbour), odd)


def test_quotation_marks_and_line_breaks_are_not_words(harbour: Library, read: ReadIn) -> None:
    quoted = "Der neue Speicher sei „der beste der Welt“, sagt die Firma Kranich über sich."
    read(
        {
            "quoted.txt": f"Neu\n\nAm Montag wurde er eröffnet. {quoted}",
            "straight.txt": "Kurz\n\nDer Rat tagte am Abend ohne Ergebnis. "
            + quoted.translate({0x201E: '"', 0x201C: '"'}),
        }
    )
    _, first, second = harbour.store.document_ids()
    correct_flag(harbour, first, quoted, "marketing", True)
    straight = harbour.store.document(second)
    found = harbour.store.sentences(second, straight.text)
    assert ["marketing" in one.labels for one in found if "Speicher" in one.text] == [True]


# -- read again ------------------------------------------------------------------------------------


@pytest.fixture
def corrected(harbour: Library) -> Library:
    """A library in whose only article a flag, a missing flag, a publisher and a date were corrected."""
    document_id = only(harbour)
    correct_flag(harbour, document_id, PRAISE, "marketing", False)
    correct_flag(harbour, document_id, COSTS, "attributed", True)
    correct_fact(harbour, document_id, "publisher", "Hafenblatt")
    correct_fact(harbour, document_id, "published", "2025-03-30")
    return harbour


def holds(library: Library, document_id: str) -> None:
    """The corrections of `corrected` hold of this document."""
    assert labels(library, document_id, PRAISE) == set()
    assert labels(library, document_id, COSTS) == {"claim", "attributed", "forecast"}
    document = library.store.document(document_id)
    assert (document.publisher, document.published) == ("Hafenblatt", date(2025, 3, 30))


def newest(library: Library) -> str:
    return library.store.document_ids()[-1]


def test_it_survives_reading_everything_again_from_the_archive(corrected: Library) -> None:
    assert [outcome.kind for outcome in rebuild(corrected)] == ["unchanged"]
    holds(corrected, only(corrected))


def test_it_survives_a_new_version_of_the_file(corrected: Library, read: ReadIn) -> None:
    (outcome,) = read({"harbour.txt": LATER})
    assert outcome.kind == "updated"
    assert outcome.document_id is not None
    holds(corrected, outcome.document_id)


def test_it_survives_a_removal_and_the_return_of_the_file(corrected: Library, write: WriteFile) -> None:
    removal.remove(corrected, [only(corrected)])
    (outcome,) = ingest(corrected, [write("harbour.txt", HARBOUR)], named=True)
    assert outcome.kind == "added"
    holds(corrected, only(corrected))


def test_it_survives_a_return_under_another_name(corrected: Library, write: WriteFile) -> None:
    removal.remove(corrected, [only(corrected)])
    Path(write("harbour.txt", "")).unlink()
    (outcome,) = ingest(corrected, [write("again.txt", HARBOUR)], named=True)
    assert outcome.kind == "added"
    holds(corrected, only(corrected))


def test_a_moved_file_takes_it_along_to_its_next_version(corrected: Library, read: ReadIn, write: WriteFile) -> None:
    Path(write("harbour.txt", "")).unlink()
    (moved,) = read({"moved.txt": HARBOUR})
    assert (moved.kind, moved.reason is not None) == ("unchanged", True)
    (outcome,) = read({"moved.txt": LATER})
    assert outcome.kind == "updated"
    holds(corrected, newest(corrected))


def test_a_corrected_article_is_known_again_by_its_address(library: Library, read: ReadIn) -> None:
    read({"one.html": PAGE.format(title="Leitungen im Hafen", end=NEW)})
    correct_fact(library, only(library), "publisher", "Hafenblatt")
    changed = PAGE.format(title="Die Leitungen im Hafen", end="Das wurde am Mittwoch bekannt.")
    (outcome,) = read({"two.html": changed})
    assert outcome.kind == "updated"
    assert library.store.document(newest(library)).publisher == "Hafenblatt"


def test_it_is_there_for_another_process(corrected: Library, open_home: OpenHome) -> None:
    again = open_home()
    holds(again, only(again))
    assert [each.what for each in again.store.corrections()] == ["marketing", "attributed", "publisher", "published"]


def test_an_article_of_its_own_is_left_alone(corrected: Library, read: ReadIn) -> None:
    read({"other.txt": OTHER})
    assert library_facts(corrected, newest(corrected)) == (None, None)


def library_facts(library: Library, document_id: str) -> tuple[str | None, date | None]:
    document = library.store.document(document_id)
    return document.publisher, document.published


# -- taken back ------------------------------------------------------------------------------------


@pytest.mark.parametrize("again", [False, True], ids=["as it was read first", "after it was read again"])
def test_what_was_read_holds_again(harbour: Library, read: ReadIn, again: bool) -> None:
    document_id = only(harbour)
    text = harbour.store.document(document_id).text
    facts, before = harbour.store.document(document_id), harbour.store.sentences(document_id, text)
    made = [
        correct_flag(harbour, document_id, PRAISE, "marketing", False),
        correct_flag(harbour, document_id, COSTS, "attributed", True),
        correct_flag(harbour, document_id, BEFORE, "vague", True),
        correct_fact(harbour, document_id, "publisher", "Hafenblatt"),
        correct_fact(harbour, document_id, "title", "Hafen"),
    ]
    assert harbour.store.sentences(document_id, text) != before
    if again:
        list(rebuild(harbour))
    for each in made:
        assert undo(harbour, each.id) == each
    assert harbour.store.sentences(document_id, text) == before
    assert harbour.store.document(document_id) == facts
    assert harbour.store.corrections() == []
    assert harbour.store.connection.execute("SELECT count(*) FROM as_read").fetchone() == (0,)


def test_one_is_taken_back_and_the_others_stay(corrected: Library) -> None:
    document_id = only(corrected)
    flag_id, _, publisher_id, _ = (each.id for each in corrected.store.corrections())
    undo(corrected, flag_id)
    undo(corrected, publisher_id)
    assert labels(corrected, document_id, PRAISE) == {"marketing"}
    assert sentence(corrected, document_id, PRAISE).reasons["marketing"] == "bahnbrechendste"
    assert "attributed" in labels(corrected, document_id, COSTS)
    assert library_facts(corrected, document_id) == (None, date(2025, 3, 30))


def test_a_new_word_takes_the_place_of_the_old_one(harbour: Library) -> None:
    document_id = only(harbour)
    correct_flag(harbour, document_id, EXPERTS, "attributed", True)
    last = correct_flag(harbour, document_id, EXPERTS, "vague", True)
    correct_fact(harbour, document_id, "publisher", "Hafenblatt")
    fact = correct_fact(harbour, document_id, "publisher", "Hafenbote")
    assert harbour.store.corrections() == [last, fact]
    assert labels(harbour, document_id, EXPERTS) == {"claim", "vague", "unsupported"}
    assert fact.was is None, "what the program had read, not what was said before"


def test_there_is_nothing_to_take_back(harbour: Library) -> None:
    with pytest.raises(NotFound, match="no correction 7"):
        undo(harbour, 7)


# -- shown -----------------------------------------------------------------------------------------


def test_a_document_tells_what_was_corrected_in_it(corrected: Library, read: ReadIn) -> None:
    read({"other.txt": OTHER})
    first, second = corrected.store.document_ids()
    own = disagreement(corrected, first)
    assert [each.what for each in own.facts] == ["publisher", "published"]
    starts = [sentence(corrected, first, words).start for words in (COSTS, PRAISE)]
    assert {start: [each.what for each in said] for start, said in own.sentences.items()} == {
        starts[0]: ["attributed"],
        starts[1]: ["marketing"],
    }
    elsewhere = disagreement(corrected, second)
    assert elsewhere.facts == ()
    assert list(elsewhere.sentences) == [sentence(corrected, second, PRAISE).start]


def test_a_correction_as_a_record(corrected: Library) -> None:
    flag, _, _, published = map(correction_record, corrected.store.corrections())
    assert (flag["label"], flag["value"], flag["was"], flag["by"]) == ("marketing", False, True, "user")
    assert (flag["sentence"], flag["everywhere"], flag["document_id"]) == (PRAISE, True, only(corrected))
    assert (published["fact"], published["value"], published["was"]) == ("published", "2025-03-30", None)
    assert date.fromisoformat(published["on"]) <= date.today() + timedelta(days=1)


def test_records_show_what_is_the_users(corrected: Library) -> None:
    document_id = only(corrected)
    document = corrected.store.document(document_id)
    sentences = corrected.store.sentences(document_id, document.text)
    facts, said = corrected_records(corrected, document_id)
    record = document_record(document, [], (None, None), len(sentences), facts)
    assert [(each["fact"], each["by"]) for each in record["corrected"]] == [
        ("publisher", "user"),
        ("published", "user"),
    ]
    told = {one["text"]: one for one in text_record(document, sentences, said)["sentences"]}
    assert [(each["label"], each["value"]) for each in told[PRAISE]["corrected"]] == [("marketing", False)]
    assert "corrected" not in told[BEFORE]
    flags = {flag["label"]: flag for flag in map(flag_record, sentence(corrected, document_id, COSTS).flags)}
    assert flags["attributed"]["by"] == "user"
    assert flags["attributed"]["on"] in flags["attributed"]["reason"]
    assert "by" not in flags["claim"]


# -- exported --------------------------------------------------------------------------------------


def test_the_labelled_set(corrected: Library) -> None:
    correct_flag(corrected, only(corrected), EXPERTS, "unsupported", True)
    rows = {row["sentence"]: row for row in exported(corrected)}
    assert set(rows) == {PRAISE, COSTS, EXPERTS}
    row = rows[COSTS]
    assert (row["file"], row["i"], row["publisher"], row["language"]) == ("harbour.txt", 0, "Hafenblatt", "de")
    assert {label for label in LABELS if row[label]} == {"claim", "attributed", "forecast"}
    assert {label for label, value in row["read"].items() if value} == {"claim", "unsupported", "forecast"}
    assert row["by_user"] == {"attributed": True, "vague": False}
    assert rows[EXPERTS]["by_user"] == {"claim": True, "attributed": False}
    assert not any(rows[PRAISE][label] for label in LABELS)


def test_what_was_removed_since_is_exported_with_what_was_known(corrected: Library) -> None:
    removal.remove(corrected, [only(corrected)])
    rows = {row["sentence"]: row for row in exported(corrected)}
    assert rows[COSTS]["i"] is None
    assert {label for label in LABELS if rows[COSTS][label]} == {"claim", "attributed", "forecast"}
    assert rows[COSTS]["file"] == "harbour.txt"


def test_the_corrected_facts(corrected: Library) -> None:
    rows = list(exported_facts(corrected))
    assert [(row["file"], row["fact"], row["read"], row["corrected"]) for row in rows] == [
        ("harbour.txt", "publisher", None, "Hafenblatt"),
        ("harbour.txt", "published", None, "2025-03-30"),
    ]


# -- what cannot be said ---------------------------------------------------------------------------

TOMORROW = (date.today() + timedelta(days=2)).isoformat()
WRONG_FLAGS = [
    ("an unknown label", PRAISE, "advert", True, "advert is no label; the labels are claim, marketing"),
    ("unsupported has two reasons", COSTS, "unsupported", False, "attributed=yes .* or claim=no"),
    ("words of no sentence", "Die Pumpen der Firma Kranich sind neu", "claim", True, "the nearest one is “"),
    ("nearest by the words they share", "Experten zufolge steigt der Verbrauch", "claim", True, "“Experten zufolge s"),
    ("too few words to tell by", "Millionen Euro", "claim", True, "no sentence"),
]


@pytest.mark.parametrize(
    ("words", "label", "holds", "message"), [row[1:] for row in WRONG_FLAGS], ids=[row[0] for row in WRONG_FLAGS]
)
def test_a_flag_that_cannot_be_corrected(harbour: Library, words: str, label: str, holds: bool, message: str) -> None:
    with pytest.raises(KnowledgeBaseError, match=message):
        correct_flag(harbour, only(harbour), words, label, holds)
    assert harbour.store.corrections() == []


def test_words_that_fit_several_sentences(harbour: Library, read: ReadIn) -> None:
    read({"two.txt": "Zwei\n\nDer Hafen von Musterhausen wird tiefer. Der Hafen von Musterhausen wird breiter."})
    with pytest.raises(KnowledgeBaseError, match="2 sentences have these words, the first “Der Hafen .* tiefer"):
        correct_flag(harbour, newest(harbour), "Der Hafen von Musterhausen", "claim", True)


WRONG_FACTS = [
    ("an unknown fact", "colour", "red", "colour cannot be corrected; what can be is publisher, published"),
    ("no date", "published", "gestern", "gestern is no date; write it as 2025-03-30"),
    ("a day that there is not", "published", "2025-02-30", "2025-02-30 is no date"),
    ("the future", "published", TOMORROW, "lies in the future"),
    ("a title without words", "title", " \n", "a title needs words"),
    ("a list for one text", "publisher", ["A", "B"], "one text"),
]


@pytest.mark.parametrize(
    ("fact", "value", "message"), [row[1:] for row in WRONG_FACTS], ids=[row[0] for row in WRONG_FACTS]
)
def test_a_fact_that_cannot_be(harbour: Library, fact: str, value: str, message: str) -> None:
    with pytest.raises(KnowledgeBaseError, match=message):
        correct_fact(harbour, only(harbour), fact, value)
    assert harbour.store.corrections() == []


def test_a_document_that_is_not_there(harbour: Library) -> None:
    with pytest.raises(NotFound, match="no document abc"):
        correct_fact(harbour, "abc", "publisher", "Hafenblatt")
    with pytest.raises(NotFound, match="no document abc"):
        correct_flag(harbour, "abc", PRAISE, "marketing", False)


def test_unsupported_is_two_things() -> None:
    assert implied("unsupported", True) == {"claim": True, "attributed": False}
