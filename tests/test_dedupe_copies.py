"""Which texts are copies of one another: articles and what editors made of them, against forms filled in anew."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from ingest.dedupe import Match, copies, is_version, resemblance
from kb.model import Document, Source
from kb.text import identity, sentence_spans

LEAST = 0.45
MADE: dict[str, Any] = tomllib.loads((Path(__file__).parent / "fixtures" / "copies.toml").read_text(encoding="utf-8"))


def flowing(text: str) -> str:
    """With paragraphs as lines: the fixture's single line breaks are spaces."""
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text)


def filled(form: dict[str, Any]) -> list[str]:
    """The form, once for each row."""
    return [flowing(form["text"]).format(**dict(zip("abcdefghijklmnop", row, strict=False))) for row in form["rows"]]


def article(text: str, language: str, **known: Any) -> Document:
    key = identity(text)
    source = Source(key, f"{key}.txt", "text/plain", datetime(2025, 1, 1, tzinfo=UTC))
    return Document(key, source, **{"title": "", "text": text, "language": language, **known})


def is_copy(left: Document, right: Document) -> bool:
    """The same whichever came first."""
    found = copies(left, [right], LEAST)
    assert len(found) == len(copies(right, [left], LEAST))
    assert all(0 < match.similarity <= 1 for match in found)
    return bool(found)


def sentences(text: str) -> list[str]:
    return [line[start:end] for line in text.splitlines() for start, end in sentence_spans(line)]


FORMS = {name: (form["language"], filled(form)) for name, form in MADE["forms"].items()}
ORIGINALS = {name: (event["language"], flowing(event["one"])) for name, event in MADE["events"].items()} | {
    f"{name}#{row}": (language, text) for name, (language, texts) in FORMS.items() for row, text in enumerate(texts)
}
FILLED_TWICE = [
    (f"{name} {one} {other}", language, texts[one], texts[other])
    for name, (language, texts) in FORMS.items()
    for one, other in combinations(range(len(texts)), 2)
]
REWRITTEN = [(name, *ORIGINALS[made["of"]], flowing(made["text"])) for name, made in MADE["rewritten"].items()]
LONG = {"de": "\n\n".join(FORMS["rede-de"][1][:2]), "en": "\n\n".join(FORMS["speech-en"][1][:2])}  # text of their own
WHOLE = [(name, *ORIGINALS[name]) for name in ("fire", "sleep", "merger", "court", "quarter-en#0", "crime-de#0")]


# -- copies ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "original", "text"), [case[1:] for case in REWRITTEN], ids=[c[0] for c in REWRITTEN]
)
def test_an_edited_copy_is_one(language: str, original: str, text: str) -> None:
    assert is_copy(article(original, language), article(text, language))


@pytest.mark.parametrize(("language", "text"), [case[1:] for case in WHOLE], ids=[case[0] for case in WHOLE])
class TestOneTextMadeIntoAnother:
    def test_cut(self, language: str, text: str) -> None:
        whole = sentences(text)
        assert is_copy(article(text, language), article(" ".join(whole[: -(-len(whole) // 3)]), language))

    def test_every_second_sentence_left_out(self, language: str, text: str) -> None:
        assert is_copy(article(text, language), article(" ".join(sentences(text)[::2]), language))

    def test_paragraphs_in_another_order(self, language: str, text: str) -> None:
        assert is_copy(article(text, language), article("\n\n".join(reversed(text.split("\n\n"))), language))

    def test_with_paragraphs_of_ones_own(self, language: str, text: str) -> None:
        own = " ".join(sentences(LONG[language])[:8])
        assert is_copy(article(text, language), article(f"{text}\n\n{own}", language))
        assert is_copy(article(text, language), article(f"{own}\n\n{text}", language))

    def test_quoted_whole_in_a_newsletter(self, language: str, text: str) -> None:
        own = sentences(LONG[language])
        letter = f"{' '.join(own[:4])}\n\n{text}\n\n{' '.join(own[4:16])}"
        assert is_copy(article(text, language), article(letter, language))

    def test_under_another_headline_days_later_elsewhere(self, language: str, text: str) -> None:
        left = article(text, language, title="A", publisher="Agentur", published=date(2025, 3, 1))
        right = article(f"{text} (dpx)", language, title="B", publisher="Kurier", published=date(2025, 3, 9))
        assert is_copy(left, right)


def test_a_teaser_is_a_copy_of_the_article_it_begins() -> None:
    text = "\n\n".join([*FORMS["speech-en"][1][:1], *FORMS["jobs-en"][1][:1], *FORMS["rate-en"][1][:1]])
    teaser = " ".join(sentences(text)[:8])
    assert 0.1 < resemblance(text, teaser) < 0.25
    assert is_copy(article(text, "en"), article(teaser, "en"))


def test_the_most_alike_comes_first() -> None:
    language, text = ORIGINALS["court"]
    near, nearer = article(" ".join(sentences(text)[:4]), language), article(" ".join(sentences(text)[:6]), language)
    found = copies(article(text, language), [near, nearer], LEAST)
    assert found == [Match(nearer.id, resemblance(text, nearer.text)), Match(near.id, resemblance(text, near.text))]


# -- no copies -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "left", "right"), [case[1:] for case in FILLED_TWICE], ids=[case[0] for case in FILLED_TWICE]
)
def test_a_form_filled_in_anew_is_no_copy(language: str, left: str, right: str) -> None:
    assert not is_copy(article(left, language), article(right, language))


@pytest.mark.parametrize("name", MADE["events"])
def test_two_reports_that_quote_the_same_words_are_no_copies(name: str) -> None:
    event = MADE["events"][name]
    left, right = (article(flowing(event[side]), event["language"]) for side in ("one", "other"))
    assert resemblance(left.text, right.text) > 0.05
    assert not is_copy(left, right)


@pytest.mark.parametrize("language", MADE["boilerplate"])
def test_who_we_are_at_the_end_makes_no_copy(language: str) -> None:
    made = MADE["boilerplate"][language]
    releases = [article(f"{flowing(news)}\n\n{flowing(made['closing'])}", language) for news in made["news"]]
    for left, right in combinations(releases, 2):
        assert resemblance(left.text, right.text) > 0.45
        assert not is_copy(left, right)


def test_two_notes_that_end_with_the_same_sentence_are_no_copies() -> None:
    end = "Das teilte die Verwaltung am Dienstag mit, ohne weitere Einzelheiten zu nennen, wie es im Rathaus hieß."
    notes = ("Das Bad schließt im Winter wegen einer Sanierung.", "Die Bücherei in der Weststadt öffnet nun sonntags.")
    left, right = (article(f"{note} {end}", "de") for note in notes)
    assert resemblance(left.text, right.text) > 0.3
    assert not is_copy(left, right)


def test_a_note_within_a_long_live_blog_is_no_copy_of_it() -> None:
    own = sentences("\n\n".join(text for name in ("rate-en", "speech-en", "jobs-en") for text in FORMS[name][1][:2]))
    note = " ".join(sentences(ORIGINALS["merger"][1])[:3])
    blog = " ".join([*own[:30], note, *own[30:]])
    assert not is_copy(article(note, "en"), article(blog, "en"))


def test_a_series_is_no_copy_of_itself_even_where_it_hardly_changes() -> None:
    text = ORIGINALS["rate-en#1"][1]
    later = text.replace("4.9 percent", "4.8 percent").replace("The labour market remains tight and", "Overall,")
    by = {"publisher": "Central Bank of Norland"}
    left = article(text, "en", **by, published=date(2023, 3, 23))
    assert not is_copy(left, article(later, "en", **by, published=date(2023, 5, 4)))
    assert is_copy(left, article(later, "en", publisher="Norland Post", published=date(2023, 3, 23)))


def test_the_same_host_is_the_same_outlet() -> None:
    text = ORIGINALS["rate-en#1"][1]
    later = text.replace("4.9 percent", "4.8 percent")
    left = article(text, "en", url="https://www.bank.example/a", published=date(2023, 3, 23))
    assert not is_copy(left, article(later, "en", url="https://bank.example/b", published=date(2023, 5, 4)))


def test_a_round_up_of_two_articles_is_a_copy_of_neither() -> None:
    one, other = (article(ORIGINALS[name][1], "en") for name in ("merger", "court"))
    both = article(f"{one.text}\n\n{other.text}\n\n{' '.join(sentences(LONG['en'])[:8])}", "en")
    assert copies(both, [one, other], LEAST) == []
    assert copies(both, [one], LEAST) != []


def test_texts_in_two_languages_are_no_copies() -> None:
    text = ORIGINALS["merger"][1]
    assert copies(article(text, "en"), [article(f"{text} Ja.", "de")], LEAST) == []


@pytest.mark.parametrize("text", ["", "Ja", "–"])
def test_texts_of_no_words_are_copies_of_nothing(text: str) -> None:
    assert copies(article(text, "de"), [article(ORIGINALS["fire"][1], "de")], LEAST) == []


def test_one_that_shares_less_than_asked_for_is_none() -> None:
    _, language, original, text = next(case for case in REWRITTEN if case[0] == "court")
    assert copies(article(original, language), [article(text, language)], 0.9) == []


# -- versions --------------------------------------------------------------------------------------

TEXT = ORIGINALS["court"][1]
CORRECTED = TEXT.replace("47-page", "48-page").replace("February", "March")
GROWN = f"{' '.join(sentences(TEXT)[:3])}"
HERE: dict[str, Any] = {"url": "https://post.example/water"}
HEADED: dict[str, Any] = {"title": "Water law blocked", "publisher": "Post", "published": date(2025, 5, 2)}
COLUMN: dict[str, Any] = {"title": "Morning Briefing", "publisher": "Post"}
VERSIONS = [
    ("a correction at the same address", TEXT, HERE, CORRECTED, HERE, True),
    ("an article that has grown at its address", GROWN, HERE, TEXT, HERE, True),
    ("another article at the same address", TEXT, HERE, ORIGINALS["merger"][1], HERE, False),
    ("the same headline and outlet, corrected", TEXT, HEADED, CORRECTED, HEADED, True),
    ("no date", TEXT, {**HEADED, "published": None}, CORRECTED, HEADED, True),
    ("another outlet's copy", TEXT, HEADED, CORRECTED, {**HEADED, "publisher": "Herald"}, False),
    ("another headline", TEXT, HEADED, CORRECTED, {**HEADED, "title": "Farmers win"}, False),
    ("neither address nor headline", TEXT, {}, CORRECTED, {}, False),
    ("a year later", TEXT, HEADED, CORRECTED, {**HEADED, "published": date(2026, 5, 2)}, False),
    ("a daily column under one headline", TEXT, COLUMN, ORIGINALS["merger"][1], COLUMN, False),
    ("a form under one headline", *[x for row in (0, 1) for x in (FORMS["wetter-de"][1][row], COLUMN)], False),
    ("a full form under one headline", *[x for row in (0, 1) for x in (FORMS["rate-en"][1][row], COLUMN)], False),
]


@pytest.mark.parametrize(
    ("before", "known_before", "after", "known_after", "wanted"),
    [c[1:] for c in VERSIONS],
    ids=[str(c[0]) for c in VERSIONS],
)
def test_versions(
    before: str, known_before: dict[str, Any], after: str, known_after: dict[str, Any], wanted: bool
) -> None:
    left, right = article(before, "en", **known_before), article(after, "en", **known_after)
    assert is_version(left, right) is is_version(right, left) is wanted
