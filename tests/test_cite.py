"""Citations: the words of the text itself, or none."""

from __future__ import annotations

import random
import unicodedata

import pytest

from kb.cite import cite, text_fragment
from kb.text import canonical, clean

PIECES = [
    *("Die Brücke", "kostet", "1,5", "15", "Mrd.", "„halb“", '"halb"', "so ‘viel’", "–", "—", "-", "…", "..."),
    *("Mu\u0308nchen", "Sprach\u00admodell", "35\u00a0Prozent", "naïve", "漢字", "👩‍🚒", "ß", "\n", "\n\n"),
    *("(siehe", "Art. 5)", "[3]", "a.b*c?", "\\d+"),
]


def written(source: random.Random) -> str:
    return " ".join([*source.choices(PIECES, k=source.randint(1, 60)), "Ende"])


def altered(quote: str, source: random.Random) -> str:
    """The same words as a typist, a browser or a word processor might hand them over."""
    changes = [(" ", "\n"), (" ", "\u00a0"), ("„", '"'), ("“", '"'), ("–", "-"), ("—", "-"), ("", "")]
    old, new = source.choice(changes)
    return source.choice(["", "  "]) + (quote.replace(old, new) if old else quote) + source.choice(["", "\n"])


def test_any_stretch_of_any_text_is_cited_verbatim() -> None:
    source = random.Random(11)
    for _ in range(2000):
        text = clean(written(source))
        start = source.randrange(len(text))
        quote = text[start : source.randint(start + 1, len(text))]
        citation = cite("d", text, quote)
        assert (citation is None) == (not quote.strip())
        if citation:
            assert text[citation.start : citation.end] == citation.quote == quote.strip()


def test_a_quote_handed_over_differently_is_still_taken_from_the_text() -> None:
    source = random.Random(12)
    for _ in range(2000):
        text = clean(written(source))
        start = source.randrange(len(text))
        quote = text[start : source.randint(start + 1, len(text))]
        citation = cite("d", text, altered(quote, source))
        if not quote.strip():
            continue
        assert citation is not None, (text, quote)
        assert text[citation.start : citation.end] == citation.quote
        assert canonical(citation.quote) == canonical(quote)


def test_whatever_is_asked_for_a_citation_is_verbatim_or_not_made() -> None:
    source = random.Random(13)
    made = 0
    for _ in range(2000):
        text, quote = clean(written(source)), " ".join(source.choices(PIECES, k=source.randint(1, 3)))
        citation = cite("d", text, quote)
        if citation:
            made += 1
            assert text[citation.start : citation.end] == citation.quote
            assert canonical(citation.quote).replace('""', '"') == canonical(quote).replace('""', '"')
    assert 100 < made < 1900


REFUSED = [
    ("another number", "Das kostet 1,5 Mrd. Euro.", "Das kostet 15 Mrd. Euro."),
    ("a word left out", "Das ist kein Durchbruch.", "Das ist Durchbruch."),
    ("a negation dropped", "It is not the best model.", "It is the best model."),
    ("another case", "Das ist neu.", "das ist neu."),
    ("nothing", "Das ist neu.", " "),
    ("an ellipsis for words", "Das ist seit gestern neu.", "Das … neu."),
]


@pytest.mark.parametrize(("text", "quote"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_words_that_do_not_stand_there_are_not_cited(text: str, quote: str) -> None:
    assert cite("d", text, quote) is None


def test_of_equal_quotes_the_one_in_the_place_named() -> None:
    text = "Ja. Nein. Ja."
    citation = cite("d", text, "Ja.", 4)
    assert citation is not None
    assert (citation.start, citation.end) == (10, 13)
    assert cite("d", text, "Ja.", 4, 9) is None


def test_offsets_count_code_points() -> None:
    text = "👩‍🚒 löscht 漢字"
    citation = cite("d", text, "löscht")
    assert citation is not None
    assert citation.start == len("👩‍🚒 ")
    assert unicodedata.normalize("NFC", text) == text


FRAGMENTS = [
    ("few words whole", "https://a.example/x", "Das ist neu", "https://a.example/x#:~:text=Das%20ist%20neu"),
    (
        "many words by both ends",
        "https://a.example/x",
        "one two three four five six seven eight nine",
        "https://a.example/x#:~:text=one%20two%20three%20four,six%20seven%20eight%20nine",
    ),
    ("an anchor gives way", "http://a.example/x#part", "neu", "http://a.example/x#:~:text=neu"),
    (
        "signs with a meaning are escaped",
        "https://a.example/",
        "a-b, c & d",
        "https://a.example/#:~:text=a%2Db%2C%20c%20%26%20d",
    ),
    ("umlauts", "https://a.example/", "für", "https://a.example/#:~:text=f%C3%BCr"),
    ("no address", None, "neu", None),
    ("no web address", "file:///tmp/a.html", "neu", None),
    ("nothing that runs", "javascript:alert(1)", "neu", None),
]


@pytest.mark.parametrize(("url", "quote", "expected"), [c[1:] for c in FRAGMENTS], ids=[c[0] for c in FRAGMENTS])
def test_text_fragment(url: str | None, quote: str, expected: str | None) -> None:
    assert text_fragment(url, quote) == expected
