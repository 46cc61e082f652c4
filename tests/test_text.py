"""Text: cleaning, identity, words, sentences, and that every offset leads back to the words."""

from __future__ import annotations

import random
import unicodedata

import pytest

from kb.text import canonical, clean, fold, identity, locate, sentence_spans, stems, unfolded, words

ALPHABET = list("aäbßcé ÖUx1,5.;:-–—„“”\"'’«»…!?()") + [
    "\u00a0",
    "\u00ad",
    "\u200b",
    "\n",
    "\t",
    "漢",
    "👩‍🚒",
    "u\u0308",
]


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def random_texts(count: int, length: int, seed: int) -> list[str]:
    source = random.Random(seed)
    return ["".join(source.choices(ALPHABET, k=source.randint(1, length))) for _ in range(count)]


# -- cleaning --------------------------------------------------------------------------------------

CLEANED = [
    ("soft hyphens go", "Sprach\u00admodell", "Sprachmodell"),
    ("zero-width spaces go", "Sprach\u200bmodell\ufeff", "Sprachmodell"),
    ("a fixed space is a space", "35\u00a0Millionen\u202fEuro", "35 Millionen Euro"),
    ("umlauts become one character", "Mu\u0308nchen", "München"),
    ("line ends of every system", "eins\r\nzwei\rdrei", "eins\nzwei\ndrei"),
    ("spaces at line ends go", "eins  \n   zwei\tdrei ", "eins\nzwei drei"),
    ("at most one empty line", "eins\n\n\n\n\nzwei", "eins\n\nzwei"),
    ("control characters and stray surrogates go", "a\x00b\x1bc\ud800d", "abcd"),
    ("marks that turn the direction go", "\u202eabc\u202c", "abc"),
    ("quotation marks stay as written", "„So“, «ça» – ‘yes’…", "„So“, «ça» – ‘yes’…"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CLEANED], ids=[case[0] for case in CLEANED])
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x0c", "\x0b", "\x85"])
def test_breaks_of_every_kind_part_words(mark: str) -> None:
    assert clean(f"eins{mark}zwei").split() == ["eins", "zwei"]


def test_cleaning_twice_changes_nothing() -> None:
    for text in random_texts(500, 60, seed=1):
        once = clean(text)
        assert clean(once) == once == unicodedata.normalize("NFC", once)


# -- identity --------------------------------------------------------------------------------------

SAME = [
    ("wrapped anew", "Die Fabrik kommt\nim Mai nach Dresden.", "Die Fabrik\nkommt im Mai\n\nnach Dresden."),
    ("other quotation marks", "Er sagte: „Ja.“", 'Er sagte: "Ja."'),
    ("other dashes", "2024–2027 — endlich", "2024-2027 - endlich"),
    ("an ellipsis of three points", "und dann…", "und dann..."),
    ("soft hyphens", "Sprach\u00admodell", "Sprachmodell"),
    ("fixed spaces", "35\u00a0Millionen", "35 Millionen"),
    ("umlauts in two characters", "Mu\u0308nchen", "München"),
    ("spaces around", "  Text \n", "Text"),
]
DIFFERENT = [
    ("a decimal comma", "1,5 Millionen", "15 Millionen"),
    ("a decimal point", "$1.5bn", "$15bn"),
    ("a minus sign", "-5 Grad", "5 Grad"),
    ("a thousands point", "40.000", "40 000"),
    ("capitals", "die USA", "die usa"),
    ("an umlaut", "schon", "schön"),
    ("a negation", "Das ist kein Durchbruch.", "Das ist ein Durchbruch."),
    ("a word parted", "Sprach modell", "Sprachmodell"),
]


@pytest.mark.parametrize(("left", "right"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_the_same_text(left: str, right: str) -> None:
    assert identity(left) == identity(right)


@pytest.mark.parametrize(("left", "right"), [case[1:] for case in DIFFERENT], ids=[case[0] for case in DIFFERENT])
def test_another_text(left: str, right: str) -> None:
    assert identity(left) != identity(right)


def test_cleaning_and_wrapping_keep_the_identity() -> None:
    for text in random_texts(500, 80, seed=2):
        wrapped = "\n".join(clean(text).split(" "))
        assert identity(wrapped) == identity(clean(text))
        assert canonical(canonical(text)) == canonical(text)


# -- words -----------------------------------------------------------------------------------------

WORDS = [
    (
        "numbers with separators are one",
        "1,5 Mrd., 40.000 und 15:40 Uhr",
        ["1,5", "Mrd", "40.000", "und", "15:40", "Uhr"],
    ),
    ("hyphens and apostrophes hold together", "KI-Modell, don’t", ["KI-Modell", "don’t"]),
    ("a full stop ends a number", "im Jahr 2024.", ["im", "Jahr", "2024"]),
    ("signs are no words", "– … §", []),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in WORDS], ids=[case[0] for case in WORDS])
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


STEMS = [
    ("plural with umlaut", "Häuser", "Haus", "de"),
    ("ue for ü", "Pruefer", "Prüfer", "de"),
    ("ae for ä", "Haeuser", "Häuser", "de"),
    ("ss for ß", "Strasse", "Straße", "de"),
    ("case", "VERORDNUNG", "Verordnung", "de"),
    ("English plural", "obligations", "obligation", "en"),
    ("decimal comma and point", "1,5", "1.5", "de"),
    ("both apostrophes", "don’t", "don't", "en"),
]


@pytest.mark.parametrize(("left", "right", "language"), [c[1:] for c in STEMS], ids=[c[0] for c in STEMS])
def test_one_stem(left: str, right: str, language: str) -> None:
    assert stems(left, language) == stems(right, language) != []


def test_numbers_keep_their_decimals_apart() -> None:
    assert stems("1,5", "de") != stems("15", "de")


def test_a_hyphenated_word_gives_its_parts_and_the_whole() -> None:
    assert stems("KI-Modell", "de") == ["ki", "modell", "kimodell"]


def test_a_hyphenated_number_gives_its_parts_too() -> None:
    assert set(stems("Millimeter", "de")) < set(stems("300-Millimeter-Scheiben", "de"))


def test_fold_and_unfold() -> None:
    assert [fold(word) for word in ("Brüssel", "Straße", "Škoda", "É")] == ["brussel", "strasse", "skoda", "e"]
    assert [unfolded(word) for word in ("Pruefer", "Oesterreich", "Maerz")] == ["Prüfer", "Österreich", "März"]


# -- sentences -------------------------------------------------------------------------------------

SENTENCES = [
    ("German abbreviations", ["Das kostet 3 Mio. Euro.", "Es ist z. B. teuer."]),
    ("titles and initials", ["Das sagte Prof. Dr. h. c. Anna M. Weber.", "Sie lehrt in Jena."]),
    ("articles of a law", ["Es gilt Art. 5 Abs. 2 Nr. 3 der Verordnung.", "Das ist klar."]),
    ("a reference in brackets", ["Die Kosten steigen (vgl. Abb. 2).", "Das ist neu."]),
    ("a German date", ["Der Vertrag läuft bis 31. Dezember 2026.", "Danach endet er."]),
    ("a day at the end", ["Er kam am 2. Juni.", "Dann ging er."]),
    ("a century", ["Im 19. Jahrhundert war das anders.", "Heute nicht."]),
    ("a Roman ordinal", ["Friedrich II. war König.", "Er starb in Potsdam."]),
    ("an ordinal of a club", ["Er sah den 1. FC spielen.", "Das war schön."]),
    ("usw. at the end", ["Äpfel, Birnen usw.", "Das war alles."]),
    ("thousands and decimals", ["Der Umsatz stieg auf 1.500.000 Euro.", "Der Gewinn sank um 3,5 Prozent."]),
    ("English abbreviations", ["The U.S. government agreed.", "Mr. Smith paid approx. $5 million.", "He left."]),
    ("an address of a site", ["Visit example.com for more.", "It is free."]),
    ("a year at the end", ["The firm was founded in 1998.", "In 2005 it grew."]),
    ("questions and exclamations", ["Was kostet das?", "Zu viel!", "Ja."]),
    ("German quotation", ["„Das geht nicht.“", "Er ging."]),
    ("English quotation", ["“It works.”", "She smiled."]),
    ("a question within a sentence", ["„Wer war das?“, fragte sie.", "Niemand antwortete."]),
    ("said after an exclamation", ["„Nie wieder!“ sagte er laut.", "Alle nickten."]),
    ("a quotation that ends the sentence", ["Er fragte: „Wann kommt das Geld?“", "Sie schwieg."]),
    ("a German pronoun at the end", ["So war es.", "Danach ging er."]),
    ("a year at the beginning", ["Die Firma wurde 1998 gegründet.", "2005 ging sie an die Börse."]),
    ("no as an answer", ["The answer was no.", "They left the room."]),
    ("a word in quotation marks", ["Sie sagte, das sei „ein Fehler“.", "Er widersprach."]),
]


@pytest.mark.parametrize("expected", [case[1] for case in SENTENCES], ids=[case[0] for case in SENTENCES])
def test_sentences(expected: list[str]) -> None:
    assert parts(" ".join(expected)) == expected


def test_sentences_are_in_order_and_cover_all_words() -> None:
    for text in map(clean, random_texts(300, 120, seed=3)):
        spans = sentence_spans(text)
        assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
        outside = list(text)
        for start, end in spans:
            assert text[start:end].strip()
            outside[start:end] = [" "] * (end - start)
        assert "".join(outside).strip() == ""


# -- offsets ---------------------------------------------------------------------------------------

TEXT = "Sie sagte: „35 Millionen Euro – höchstens…“\nDas gilt seit 2024."
FOUND = [
    ("verbatim", "höchstens", "höchstens"),
    ("straight quotation marks", '"35 Millionen Euro', "„35 Millionen Euro"),
    ("a plain dash", "Euro - höchstens", "Euro – höchstens"),
    ("three points", "höchstens...", "höchstens…"),
    ("across a line break", "höchstens…“ Das gilt", "höchstens…“\nDas gilt"),
    ("a fixed space", "35\u00a0Millionen", "35 Millionen"),
    ("spaces around", "  seit 2024. ", "seit 2024."),
]
ABSENT = [
    ("another number", "36 Millionen Euro"),
    ("a comma too many", "35 Millionen, Euro"),
    ("other case", "MILLIONEN"),
    ("nothing", "   "),
    ("a word left out", "Sie: „35 Millionen"),
    ("a pattern is no pattern", "3. Millionen"),
]


@pytest.mark.parametrize(("quote", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_locate(quote: str, expected: str) -> None:
    span = locate(quote, TEXT)
    assert span is not None
    assert TEXT[slice(*span)] == expected


@pytest.mark.parametrize("quote", [case[1] for case in ABSENT], ids=[case[0] for case in ABSENT])
def test_locate_finds_nothing_else(quote: str) -> None:
    assert locate(quote, TEXT) is None


def test_locate_looks_where_it_is_told() -> None:
    assert locate("ja", "ja, ja, ja", start=1) == (4, 6)
    assert locate("ja", "ja, ja, ja", start=1, end=5) is None
