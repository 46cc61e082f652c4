"""Sources and answers as HTML: what comes from a source shows and never acts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kb.disagreement import Correction
from kb.model import (
    AnswerSentence,
    Assessment,
    Block,
    BlockKind,
    Citation,
    Document,
    Flag,
    Outcome,
    Sentence,
    Source,
)
from kb.model import Standing as Worth
from kb.store import OriginRow
from kb.stories import Member, Story
from views import markup
from views.arriving import outcome_line
from views.body import body
from views.checking import verdict_box
from views.claims import claim_line
from views.diff import difference
from views.disagreeing import correction_line
from views.evidence import status_badge
from views.markup import Sibling, badges, facts, in_quotes, quoted, reason, source_line
from views.origins import Standing, origin_row
from views.profile import profile_line
from views.reading import Progress
from views.sources import matching, relation, row
from views.status import bar, duration, latest, pace
from views.words import words
from views.worth import Line

DE, EN = words("de"), words("en")
NASTY = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '"><b onclick=alert(1)>',
    "' onmouseover='alert(1)",
    "&lt;i&gt; &amp;",
    "**fett** $x^2$ :red[rot] :smile: `code`",
    "[a](javascript:alert(1))",
    "</div></details></mark>",
]


def document(text: str = "Ein Satz. Noch einer.", **more: object) -> Document:
    source = Source("0" * 64, "sources/a.html", "text/html", datetime(2026, 3, 1, 9, 30, tzinfo=UTC))
    known: dict[str, object] = {"title": "Titel", "publisher": "Blatt", "language": "de", "published": date(2025, 6, 3)}
    return Document(id="d" * 64, source=source, text=text, **(known | more))  # type: ignore[arg-type]


class Seen(HTMLParser):
    """Tags, attributes and words of a page, as a browser would read them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        self.words += data


def sentence(text: str, whole: str, **reasons: str) -> Sentence:
    start = whole.index(text)
    return Sentence("d" * 64, start, start + len(text), text, frozenset(reasons), reasons)


# -- nothing from a source acts --------------------------------------------------------------------


def pages(nasty: str) -> Iterator[str]:
    flags = (Flag("claim", nasty), Flag("unsupported", nasty), Flag("marketing", nasty), Flag("attributed", nasty))
    found = document(
        nasty,
        title=nasty,
        publisher=nasty,
        authors=(nasty,),
        url=nasty,
        language=nasty,
        notices=(Flag("vendor", nasty),),
        blocks=(Block("paragraph", 0, len(nasty)),),
    )
    line = AnswerSentence(nasty, (Citation(found.id, nasty, 0, len(nasty)),), flags)
    yield markup.question(nasty)
    yield markup.message("error", nasty, nasty)
    yield quoted(line, {found.id: found}, "en", DE)
    yield facts(found, nasty, [Sibling("near", found, nasty)], DE)
    yield body(found, [sentence(nasty, nasty, marketing=nasty, vague=nasty)], (0, 3), DE)
    yield markup.nearby(nasty, (0, 4), found, DE)
    written = AnswerSentence("Anders.", line.citations, flags)
    yield quoted(written, {found.id: found}, "de", DE)
    yield markup.understood_line(nasty, DE)
    yield markup.withheld(nasty, nasty)
    own = sentence(nasty, nasty, vague=nasty, claim=nasty)
    yield claim_line(Line(own, found), status_badge(Worth(own, "corroborated", 2), DE), nasty, DE)
    yield verdict_box(Assessment(nasty, "mixed", (), (), 2, f"another figure: {nasty} against {nasty}"), DE)
    yield profile_line(found, [own], DE)
    yield correction_line(Correction(1, "2026-03-01T09:30:00", "vague", False, True, nasty), DE)
    yield correction_line(Correction(1, "2026-03-01T09:30:00", "publisher", nasty, nasty), EN)
    yield bar(Progress(1, 2, nasty, None, 3.0, None, True), DE)
    yield difference(f"{nasty} stand da. Und blieb da.", f"{nasty} stand hier. Und blieb da. Neu ist {nasty}.", DE)
    yield row(document(title=nasty, tags=(nasty,)), nasty, nasty, EN)
    yield outcome_line(f"drop/{nasty}", Outcome(nasty, "rejected", reason=nasty), nasty, DE)
    seen = "2026-03-01T09:30:00+00:00"
    refused = OriginRow(nasty, "", "", None, "rejected", nasty, seen, seen, via=nasty)
    yield origin_row(Standing("rejected", refused, {}), nasty, Path(nasty), DE)
    yield origin_row(Standing("listing", replace(refused, state="read"), {}), nasty, Path(nasty), EN)
    yield latest([Outcome(nasty, "added"), Outcome(nasty, "rejected", reason=nasty)], DE)


@pytest.mark.parametrize("nasty", NASTY)
def test_source_text_never_acts(nasty: str) -> None:
    harmless = {"s", "div", "span", "b", "i", "dl", "dt", "dd", "br", "mark", "details", "summary", "a", "del", "ins"}
    for page in pages(nasty):
        seen = Seen(page)
        assert not seen.open, "every tag is closed"
        assert set(seen.tags) <= harmless
        assert not [name for name, _ in seen.attributes if name.startswith("on")]
        assert not [value for name, value in seen.attributes if name in ("href", "src")]
        if "/" not in nasty:  # of a path only the last part is shown in the status line
            assert nasty in seen.words


ADDRESSES = [
    ("an address opens in a window of its own, at the quote", "https://blatt.example/a?b=1&c=2", True),
    ("a script is mere text", "javascript:alert(1)", False),
    ("a file is mere text", "file:///etc/passwd", False),
    ("quotes in an address don't end the attribute", 'https://blatt.example/"onclick=alert(1)', False),
]


@pytest.mark.parametrize(("url", "linked"), [case[1:] for case in ADDRESSES], ids=[case[0] for case in ADDRESSES])
def test_addresses(url: str, linked: bool) -> None:
    seen = Seen(markup.address(url, "Ein Satz."))
    assert seen.words == url
    assert (seen.tags == ["a"]) is linked
    if linked:
        assert ("href", f"{url}#:~:text=Ein%20Satz.") in seen.attributes
        assert ("rel", "noopener noreferrer") in seen.attributes


# -- answers ---------------------------------------------------------------------------------------


def test_an_answer_sentence_says_who_when_and_what_it_is_worth() -> None:
    found = document(language="en", publisher="The Courier", notices=(Flag("sponsored", "Anzeige"),))
    line = AnswerSentence(
        "Costs fell by half.",
        (Citation(found.id, "Costs fell by half.", 0, 19),),
        (Flag("claim", "by half"), Flag("unsupported", "no source named for “by half”")),
        "context",
    )
    seen = Seen(quoted(line, {found.id: found}, "de", DE))
    assert "“Costs fell by half.”" in seen.words, "in its own language's quotation marks"
    assert "The Courier · 3. Juni 2025 · Titel · Original englisch" in seen.words
    assert "unbelegt keine Quelle genannt für „by half“" in seen.words
    assert "bezahlter Text" in seen.words, "what is true of the document is said of its sentence"
    assert "zum Verständnis" in seen.words
    assert "Behauptung" not in seen.words, "a plain claim says nothing that its lack of a source does not"


def test_what_was_written_has_its_quotes_below_it() -> None:
    post, courier = document(), replace(document(language="en", publisher="Courier"), id="e" * 64)
    cited = (Citation(post.id, "Es sank um die Hälfte.", 0, 22), Citation(courier.id, "It fell by half.", 0, 16))
    seen = Seen(
        quoted(AnswerSentence("Es halbierte sich.", cited), {each.id: each for each in (post, courier)}, "de", DE)
    )
    assert seen.words.startswith("Es halbierte sich."), "no quotation marks: these are nobody's words"
    assert "„Es sank um die Hälfte.“Blatt · 3. Juni 2025" in seen.words
    assert "“It fell by half.”Courier · 3. Juni 2025 · Titel · Original englisch" in seen.words


FLAGS = [
    (
        "a named source is a quiet mark",
        (Flag("claim", "1"), Flag("attributed", "laut X")),
        "✓ Quelle genannt: „laut X“",
    ),
    ("a bare claim is no warning", (Flag("claim", "1"),), ""),
    ("advertising with its words", (Flag("marketing", "bahnbrechend"),), "Werbung „bahnbrechend“"),
    ("a vague source", (Flag("vague", "Experten"),), "vage Quelle „Experten“"),
    ("a forecast", (Flag("forecast", "dürfte"),), "Prognose „dürfte“"),
    ("what the user says", (Flag("vague", "corrected by you on 2026-03-01"),), "vage Quelle von Ihnen, 1. März 2026"),
]


@pytest.mark.parametrize(("flags", "expected"), [case[1:] for case in FLAGS], ids=[case[0] for case in FLAGS])
def test_badges(flags: Sequence[Flag], expected: str) -> None:
    assert Seen(badges(flags, DE)).words == expected


LINES = [
    ("all known", document(), None, "Blatt · 3. Juni 2025 · Titel"),
    ("no publisher, no date", document(publisher=None, published=None), None, "ohne Datum · Titel"),
    ("the question's language is not mentioned", document(), "de", "Blatt · 3. Juni 2025 · Titel"),
    ("another one is", document(), "en", "Blatt · 3. Juni 2025 · Titel · Original deutsch"),
]


@pytest.mark.parametrize(("found", "asked", "expected"), [c[1:] for c in LINES], ids=[c[0] for c in LINES])
def test_source_line(found: Document, asked: str | None, expected: str) -> None:
    assert Seen(source_line(found, DE, asked)).words == expected


# -- one document ----------------------------------------------------------------------------------

WHOLE = "Kopf\n\nErster Satz. Zweiter Satz.\n\nPunkt eins\nPunkt zwei\n\nJahr | Wert\n2024 | 27,2\n\nDanach ein Rest."
KINDS: list[tuple[BlockKind, str]] = [
    ("heading", "Kopf"),
    ("paragraph", "Erster Satz. Zweiter Satz."),
    ("list_item", "Punkt eins"),
    ("list_item", "Punkt zwei"),
    ("table_row", "Jahr | Wert"),
    ("table_row", "2024 | 27,2"),
]
BLOCKS = tuple(Block(kind, WHOLE.index(text), WHOLE.index(text) + len(text)) for kind, text in KINDS)


def marked(cited: str | None, *sentences: Sentence) -> str:
    start = WHOLE.index(cited) if cited else 0
    span = (start, start + len(cited)) if cited else None
    return body(document(WHOLE, blocks=BLOCKS), sentences, span, DE)


def test_the_whole_document_stands_there_by_its_blocks() -> None:
    page = marked(None)
    assert re.findall(r"<(?:li|td)>(.*?)</(?:li|td)>", page) == [
        "Punkt eins",
        "Punkt zwei",
        "Jahr",
        "Wert",
        "2024",
        "27,2",
    ]
    assert (
        page.count("<ul>") == page.count("</ul>") == page.count("<table>") == page.count("</tr></tbody></table>") == 1
    )
    assert "Danach ein Rest." in page, "text outside all blocks is not lost"
    assert re.sub(r"[\s|]", "", Seen(page).words) == re.sub(r"[\s|]", "", WHOLE)


CITED = [
    ("a sentence in a paragraph", "Zweiter Satz.", ["Zweiter Satz."]),
    ("part of a sentence", "ter Satz. Zw", ["ter Satz. Zw"]),
    ("a table row, cell by cell", "2024 | 27,2", ["2024", "27,2"]),
    ("over two blocks", "Punkt eins\nPunkt zwei", ["Punkt eins", "Punkt zwei"]),
]


@pytest.mark.parametrize(("cited", "expected"), [case[1:] for case in CITED], ids=[case[0] for case in CITED])
def test_the_cited_words_are_highlighted(cited: str, expected: list[str]) -> None:
    page = marked(cited)
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", page) == expected
    assert page.count('id="cited"') == 1


def test_flagged_sentences_are_marked_with_their_reasons() -> None:
    flagged = sentence("Erster Satz.", WHOLE, marketing="Erster", forecast="Satz")
    calm = sentence("Zweiter Satz.", WHOLE, claim="Zweiter", attributed="laut X")
    page = marked("Erster Satz.", flagged, calm)
    assert page.count("q-flagged") == 1
    assert 'title="Werbung: „Erster“; Prognose: „Satz“"' in page
    assert re.findall(r"<summary>(.*?)</summary><span>(.*?)</span>", page) == [
        ("Werbung", "„Erster“"),
        ("Prognose", "„Satz“"),
    ]
    assert page.index("</mark>") < page.index("<details"), "the mark holds the words of the source alone"


def test_facts_tell_all_that_is_known() -> None:
    found = document(
        authors=("Jörg Muster",),
        url="https://blatt.example/a",
        updated=date(2025, 6, 5),
        notices=(Flag("sponsored", "Anzeige"),),
    )
    twin = document(title="Twin", publisher="The Courier", language="en")
    seen = Seen(facts(found, None, [Sibling("translation", twin, "sources/b.txt")], DE)).words
    for expected in ("Blatt", "Jörg Muster", "3. Juni 2025 (aktualisiert 5. Juni 2025)", "https://blatt.example/a"):
        assert expected in seen
    assert re.search(r"1\. März 2026, \d\d:30 aus sources/a\.html", seen)
    assert "bezahlter Text Anzeige" in seen
    assert "Übersetzung: The Courier · 3. Juni 2025 · sources/b.txt" in seen


# -- lists and lines ---------------------------------------------------------------------------------


def test_status_line() -> None:
    shown = Seen(bar(Progress(3, 12, "sources/größe.html", 0.12, 75.0, None, True), DE)).words
    assert shown == "Artikel werden eingelesen: 3 von 12 · größe.html7 je Minute · noch etwa 75 s"
    assert Seen(bar(Progress(0, 12, None, None, None, None, True), EN)).words == "Reading articles: 0 of 12"
    assert [pace(rate, DE) for rate in (3.26, 41.7, 1.0, 0.001, None)] == [
        "3,3 je Sekunde",
        "42 je Sekunde",
        "1,0 je Sekunde",
        "1 je Minute",
        "",
    ]
    assert pace(3.26, EN) == "3.3 a second"
    assert duration(200.0, DE) == "3 min"
    many = [Outcome(f"sources/{number}.txt", "added") for number in range(5)]
    assert Seen(latest(many, DE)).words == "Neu gelesen: 2.txt, 3.txt, 4.txt, und 2 weitere"
    gone = [Outcome("https://blatt.example/a/b", "updated"), Outcome("drop/c.txt", "removed")]
    assert Seen(latest(gone, EN)).words == "Newly read: blatt.example/…/bNo longer in the folder: c.txt"


def test_the_list_of_sources_finds_and_tells() -> None:
    first = document(title="Größe des Netzes", publisher=None)
    twin = replace(document(title="Twin", notices=(Flag("stub", "Seite 1 von 2"),)), id="e" * 64)
    assert matching([first, twin], "netz sources/a", "", {}) == [first]
    assert matching([first, twin], " ", "", {}) == [twin, first], "the latest comers first"
    assert matching([first, replace(twin, tags=("Chips",))], "twin", "Chips", {}) == [replace(twin, tags=("Chips",))]
    assert matching([first, twin], "", "Chips", {}) == [], "none bears that tag"
    moved = OriginRow("sources/neu.txt", "0" * 64, "text/plain", twin.id, "read", None, "", "")
    assert matching([first, twin], "sources/neu", "", {twin.id: [moved]}) == [twin], "by its name of today"
    story = Story(first.id, (Member(first.id, "a", "original"), Member(twin.id, "b", "near")))
    told, shelf = {first.id: story, twin.id: story}, {first.id: first, twin.id: twin}
    assert relation(first, told, shelf, DE) == "Original eines weiteren"
    assert relation(twin, told, shelf, DE) == "fast gleich wie „Größe des Netzes“"
    assert relation(twin, {}, shelf, DE) == ""
    seen = Seen(row(twin, "b, c", "Kopie", DE)).words
    assert seen == "TwinBlatt · 3. Juni 2025 · Deutsch · Kopieb, cnur ein Teil des Textes"


OUTCOMES = [
    ("not read yet", None, "wird gelesen …"),
    ("taken in", Outcome("drop/a.txt", "added", "1"), "aufgenommen"),
    ("a near copy", Outcome("drop/a.txt", "added", "1", copy="near"), "aufgenommen; fast gleich wie"),
    (
        "rejected, with the reason",
        Outcome("drop/a.txt", "rejected", reason="drop/a.txt is empty."),
        "nicht aufgenommen: is empty. (Meldung auf Englisch)",
    ),
]


@pytest.mark.parametrize(("outcome", "expected"), [case[1:] for case in OUTCOMES], ids=[case[0] for case in OUTCOMES])
def test_outcome_of_an_upload(outcome: Outcome | None, expected: str) -> None:
    assert Seen(outcome_line("drop/a.txt", outcome, "Titel", DE)).words.startswith(f"a.txt{expected}")


MARKS = [
    ("none of its own", "Es sank.", "„Es sank.“", "“Es sank.”"),
    ("speech at the beginning", "„Gut“, sagte er.", "„\u202f‚Gut‘, sagte er.“", "“\u202f‘Gut’, sagte er.”"),
    ("speech at the end", "Er sagte: “Good.”", "„Er sagte: ‚Good.‘\u202f“", "“Er sagte: ‘Good.’\u202f”"),
    ("straight marks", '"Gut", sagte er.', "„\u202f‚Gut‘, sagte er.“", "“\u202f‘Gut’, sagte er.”"),
    ("an inch is no mark", '27" are wide', "„27&quot; are wide“", "“27&quot; are wide”"),
    ("speech that goes on elsewhere", "„Gut.", "„\u202f‚Gut.“", "“\u202f‘Gut.”"),
    ("nothing", "", "„“", "“”"),
]


@pytest.mark.parametrize(("words_", "german", "english"), [c[1:] for c in MARKS], ids=[c[0] for c in MARKS])
def test_marks_within_marks_are_single(words_: str, german: str, english: str) -> None:
    assert (in_quotes(words_, "de"), in_quotes(words_, "en")) == (german, english)


def test_a_reason_with_half_of_its_marks_is_quoted_whole() -> None:
    assert reason(Flag("attributed", "für die Stadt“, sagte"), (), DE) == "„für die Stadt‘, sagte“"
    assert reason(Flag("attributed", "„a“, „b“"), (), DE) == "„a“, „b“", "words that stand in marks one by one"
