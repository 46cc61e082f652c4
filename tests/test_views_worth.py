"""The page of claims: what is listed and plotted, how each sentence stands, and the verdict on a draft's sentence."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from kb.corrections import correct_fact, correct_flag
from kb.disagreement import Correction
from kb.flags import Attributed
from kb.flags.profile import Profile
from kb.library import Library
from kb.model import Assessment, Document, Flag, Sentence, Source, Standing, Verdict
from views.checking import MOST, checked, verdict_words
from views.comparing import Comparing
from views.disagreeing import at_first, correct_facts, correction_line, ways
from views.evidence import status_badge
from views.grounds import grounds
from views.plot import by_publisher, over_time
from views.profile import profile_words
from views.state import Desk, shelf
from views.words import words
from views.worth import Line, Narrowed, flagged, narrowed

if TYPE_CHECKING:
    from tests.conftest import ReadOnce

DE, EN = words("de"), words("en")


def page(title: str, publisher: str, day: str, body: str) -> str:
    """A file of the drop folder."""
    rest = f"Nobody at the {publisher} has been able to say any more about it, and so this is where the story ends."
    return f"---\ntitle: {title}\npublisher: {publisher}\ndate: {day}\nlanguage: en\n---\n\n{body}\n\n{rest}\n"


FERRY = (
    "The ferry company Lumesund sold 412,000 tickets in Norway in 2024, the harbour office said.\n\n"
    "The new ferry is the best ferry in the world. It could sail to Denmark in 2031."
)
OTHER = "The ferry company Lumesund sold 388,000 tickets in Norway in 2024, the tourist board said."
PAGES = {
    "ferry.md": page("Ferries are full", "Harbour Post", "2025-03-01", FERRY),
    "other.md": page("Ferries are not so full", "Coast Weekly", "2025-06-01", OTHER),
}


def line(label: str, publisher: str | None, published: date | None, text: str = "A claim.", key: str = "d") -> Line:
    """A sentence with one label, in a document of its own."""
    source = Source("0" * 64, "a.txt", "text/plain", datetime.now(UTC))
    document = Document(
        key, source, f"Title-{key}", "", publisher=publisher, published=published, language="en", notices=()
    )
    return Line(Sentence(key, 0, len(text), text, frozenset({label}), {label: "words"}), document)


LINES = [
    line("unsupported", "Post", date(2025, 3, 1), "Rents rose by 4 per cent.", "a"),
    line("marketing", "Post", date(2025, 5, 2), "The best bread.", "b"),
    line("unsupported", None, None, "Rents fell.", "c"),
]
SOURCES = {("a", 0): Attributed("Statistics Office", "organisation", 0, 3)}
NARROWINGS = [
    ("everything", Narrowed(), "abc"),
    ("a label", Narrowed(label="marketing"), "b"),
    ("words of the sentence", Narrowed(words="RENTS rose"), "a"),
    ("words of the title", Narrowed(words="title-c"), "c"),
    ("who it rests on", Narrowed(source="Statistics Office"), "a"),
    ("a publisher", Narrowed(publisher="Post"), "ab"),
    ("a language that none has", Narrowed(language="de"), ""),
    ("from a day on, the undated left out", Narrowed(since=date(2025, 4, 1)), "b"),
    ("until a day, the day itself included", Narrowed(until=date(2025, 3, 1)), "a"),
]


@pytest.mark.parametrize(("by", "left"), [case[1:] for case in NARROWINGS], ids=[case[0] for case in NARROWINGS])
def test_the_list_is_narrowed(by: Narrowed, left: str) -> None:
    assert "".join(each.document.id for each in narrowed(LINES, by, SOURCES)) == left


# -- in a library ----------------------------------------------------------------------------------


@pytest.fixture
def ferries(read_once: ReadOnce) -> Library:
    return read_once(PAGES)


def texts(lines: Sequence[Line], label: str) -> list[str]:
    return [each.sentence.text for each in lines if label in each.sentence.labels]


def test_claims_are_listed_latest_first_and_follow_corrections(ferries: Library) -> None:
    before = flagged(ferries)
    assert before[0].document.publisher == "Coast Weekly"
    assert "It could sail to Denmark in 2031." in texts(before, "forecast")
    post = next(each.document for each in before if each.document.publisher == "Harbour Post")
    correct_flag(ferries, post.id, "It could sail to Denmark in 2031.", "forecast", False)
    assert "It could sail to Denmark in 2031." not in texts(flagged(ferries), "forecast")
    correct_fact(ferries, post.id, "publisher", "Harbour Gazette")
    assert {each.document.publisher for each in flagged(ferries)} == {"Coast Weekly", "Harbour Gazette"}
    assert shelf(ferries)[post.id].publisher == "Harbour Gazette"


def settled(comparer: Comparing) -> None:
    """Waits until nothing is being compared any more."""
    end = time.monotonic() + 20
    while comparer.busy and time.monotonic() < end:
        time.sleep(0.01)
    assert not comparer.busy
    assert comparer.trouble is None


def test_sentences_are_compared_on_demand(ferries: Library) -> None:
    comparer = Comparing(ferries)
    first, *_, last = flagged(ferries)
    assert comparer.standing(first.place) is None
    comparer.want([first.document.id], False, True)
    settled(comparer)
    standing = comparer.standing(first.place)
    assert standing and standing.status == "disputed"
    assert ["412,000" in citation.quote for citation in standing.opposing] == [True]
    assert (comparer.compared(first.document.id), comparer.compared(last.document.id)) == (True, False)
    assert comparer.names(), "who each sentence rests on is found out for all documents"
    comparer.want([], True, True)
    settled(comparer)
    assert comparer.whole and comparer.standing(last.place)
    serial = comparer.serial
    comparer.want([first.document.id], True, True)
    assert comparer.serial == serial and not comparer.busy, "nothing is compared twice"


def test_what_has_changed_is_compared_anew(ferries: Library) -> None:
    comparer, first = Comparing(ferries), flagged(ferries)[0]
    comparer.want([first.document.id], False, True)
    settled(comparer)
    correct_fact(ferries, first.document.id, "publisher", "Coast")
    comparer.want([first.document.id], False, False)
    assert not comparer.busy, "while articles are being read, what is known stands"
    comparer.want([first.document.id], False, True)
    assert comparer.busy or comparer.compared(first.document.id)
    settled(comparer)


def test_comparing_that_fails_says_so_and_ends(ferries: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("nothing")

    monkeypatch.setattr("views.comparing.standings", broken)
    comparer = Comparing(ferries)
    comparer.want([flagged(ferries)[0].document.id], False, True)
    end = time.monotonic() + 10
    while comparer.busy and time.monotonic() < end:
        time.sleep(0.01)
    assert isinstance(comparer.trouble, ZeroDivisionError)
    assert not comparer.busy


def test_each_sentence_of_a_draft_gets_its_verdict(ferries: Library) -> None:
    found = checked(ferries, "Lumesund sold 412,000 ferry tickets in Norway in 2024. Badgers eat soup.\n\n …")
    assert [each.claim for each in found.found][1:] == ["Badgers eat soup."]
    assert [each.verdict for each in found.found] == ["mixed", "not_found"]
    assert not found.more
    many = checked(ferries, "Badgers eat soup. " * (MOST + 1))
    assert (len(many.found), many.more) == (MOST, True)
    assert checked(ferries, " \n ").found == ()


def test_facts_are_corrected_together(ferries: Library) -> None:
    key = flagged(ferries)[0].document.id
    correct_facts(Desk(ferries, None), key, {"publisher": "", "published": "2025-06-02"})  # type: ignore[arg-type]
    document = ferries.store.document(key)
    assert (document.publisher, document.published) == (None, date(2025, 6, 2))


# -- in words --------------------------------------------------------------------------------------

VERDICTS: list[tuple[Verdict, int, str, str]] = [
    ("supported", 1, "Gestützt durch eine Quelle", "Supported by one source"),
    ("supported", 3, "Gestützt durch 3 unabhängige Quellen", "Supported by 3 independent sources"),
    ("contradicted", 0, "Widersprochen", "Contradicted"),
    ("mixed", 2, "Teils, teils: 2 unabhängige Quellen", "Mixed: 2 independent sources"),
    ("not_found", 0, "Nicht in den Quellen", "Not in the sources"),
]


@pytest.mark.parametrize(("verdict", "count", "german", "english"), VERDICTS)
def test_a_verdict_in_words(verdict: Verdict, count: int, german: str, english: str) -> None:
    found = Assessment("x", verdict, (), (), count, "")
    assert verdict_words(found, DE).startswith(german)
    assert verdict_words(found, EN).startswith(english)


GROUNDS = [
    ("one source: the same figure: 5 km", "eine Quelle: dieselbe Zahl: 5 km"),
    (
        "one source, in several texts: the same in other words",
        "eine Quelle, in mehreren Texten: dasselbe mit anderen Worten",
    ),
    (
        "2 independent sources: the same figure: 5; another figure: 5 against 6; 7",
        "2 unabhängige Quellen: dieselbe Zahl: 5; andere Zahl: 5 gegen 6; 7",
    ),
    (
        "no other source speaks of this; its own sum does not hold: das Dreifache said, 4.5 times comes out",
        "keine andere Quelle spricht davon; die Rechnung im Satz selbst geht nicht auf: Da steht „das Dreifache“, "
        "heraus kommt das 4,5-Fache",
    ),
    (
        "its own sum does not hold: 20 per cent said, 1200 % comes out",
        "die Rechnung im Satz selbst geht nicht auf: Da steht „20 per cent“, heraus kommt 1.200 %",
    ),
    (
        "its own sum does not hold: 3 points said, 8.2 percentage points comes out",
        "die Rechnung im Satz selbst geht nicht auf: Da steht „3 points“, heraus kommt 8,2 Prozentpunkte",
    ),
    ("the other way: “not” against no such word", "andersherum: „not“ gegen kein solches Wort"),
    ("the same figure (5), another time", "dieselbe Zahl (5), aber eine andere Zeit"),
    ("something nobody thought of", "something nobody thought of"),
]


@pytest.mark.parametrize(("english", "german"), GROUNDS)
def test_the_grounds_of_a_verdict(english: str, german: str) -> None:
    assert grounds(english, DE) == german
    assert grounds(english, EN) == english


def test_the_standing_of_a_sentence_in_words() -> None:
    corroborated = Standing(LINES[0].sentence, "corroborated", 3)
    assert "3 unabhängige Quellen sagen das" in status_badge(corroborated, DE)
    assert "umstritten" in status_badge(Standing(LINES[0].sentence, "disputed", 1), DE)
    assert (status_badge(None, EN), "being compared" in status_badge(None, EN, wait=True)) == ("", True)


def test_a_profile_in_words() -> None:
    empty = Profile("", (), 3, 0, 0.0, 0.0, 0.0, 0.0, (), False)
    assert profile_words(empty, EN) == ["not recognised as a vendor's own text", "no claims to check"]
    full = Profile(
        "unsere Kunden", (Flag("affiliate", "Partner-Links"),), 9, 4, 0.5, 0.0, 0.25, 0.0, (("BA", 2), ("X", 1)), True
    )
    assert profile_words(full, DE) == [
        "spricht in eigener Sache: unsere Kunden",
        "Partner-Links: Partner-Links",
        "4 Behauptungen",
        "50 % davon ohne genannte Quelle",
        "25 % der Sätze werben",
        "beruft sich auf BA (2), X (1)",
        "meist auf eine einzige Quelle",
    ]


# -- the plot --------------------------------------------------------------------------------------


def test_labels_by_publisher() -> None:
    spec = by_publisher(LINES, DE)
    assert {(each["group"], each["label"], each["number"]) for each in spec["data"]["values"]} == {
        ("Post", "unbelegt", 1),
        ("Post", "Werbung", 1),
        ("ohne Herausgeber", "unbelegt", 1),
    }
    assert spec["encoding"]["y"]["sort"] == ["Post", "ohne Herausgeber"]


SPANS = [
    ("months", date(2025, 3, 1), date(2025, 5, 2), ["2025-03", "2025-04", "2025-05"]),
    ("quarters", date(2021, 12, 1), date(2025, 1, 1), [f"{y}-Q{q}" for y in range(2022, 2025) for q in (1, 2, 3, 4)]),
    ("years", date(2014, 5, 1), date(2025, 1, 1), [str(year) for year in range(2014, 2026)]),
    ("one day", date(2025, 3, 1), date(2025, 3, 1), ["2025-03"]),
]


@pytest.mark.parametrize(("first", "last", "periods"), [case[1:] for case in SPANS], ids=[case[0] for case in SPANS])
def test_labels_over_time_leave_no_period_out(first: date, last: date, periods: list[str]) -> None:
    found = over_time([line("vague", "P", first), line("vague", "P", last), LINES[2]], EN)["encoding"]["x"]["sort"]
    assert found == (["2021-Q4", *periods, "2025-Q1"] if "Q" in periods[0] else periods)


def test_without_dates_nothing_is_plotted_over_time() -> None:
    assert over_time([LINES[2]], EN)["data"]["values"] == []


# -- disagreeing -----------------------------------------------------------------------------------


def test_what_can_be_denied_of_a_sentence() -> None:
    reasons = {"claim": "4", "unsupported": "4", "marketing": "best"}
    sentence = Sentence("d", 0, 5, "Words", frozenset(reasons), reasons)
    assert [(label, holds) for _, _, label, holds in ways(sentence, EN)] == [
        ("claim", False),
        ("marketing", False),
        ("attributed", True),
    ]
    assert ways(Sentence("d", 0, 5, "Words"), EN) == []


def test_the_sentence_that_was_opened_comes_first() -> None:
    plain, careful = Sentence("d", 0, 5, "Words"), LINES[0].sentence
    moved = Sentence("d", 10, 20, careful.text, careful.labels, careful.reasons)
    assert at_first([plain, moved], None) == 10
    assert at_first([plain, moved], (0, 3)) == 0
    assert at_first([plain], (30, 40)) == 0


def test_a_correction_says_what_and_by_whom() -> None:
    label = Correction(1, "2026-03-01T10:00:00", "marketing", False, True, "Das beste Brot.")
    assert "Werbung: trifft nicht zu" in correction_line(label, DE)
    assert "von Ihnen, 1. März 2026" in correction_line(label, DE)
    fact = Correction(2, "2026-03-01T10:00:00", "published", "2025-02-01", None)
    assert "Published: 1 February 2025 (as read: not known)" in correction_line(fact, EN)
