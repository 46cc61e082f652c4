"""Notices on a document: who sells, who paid, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from kb.flags import load_lexicons, notices
from kb.model import Document, Sentence, Source

LEXICONS = load_lexicons()


def found(
    language: str, sentences: Sequence[str], asides: Sequence[str], publisher: str | None = None
) -> dict[str, str]:
    text = " ".join(sentences)
    source = Source("s", "test", "text/html", datetime(2025, 6, 1, tzinfo=UTC))
    document = Document("d", source, "Title", text, publisher=publisher)
    rows = [Sentence("d", text.index(one), text.index(one) + len(one), one) for one in sentences]
    return {notice.label: notice.reason for notice in notices(document, rows, asides, LEXICONS[language])}


NEWS_DE = ["Der Rat hat am 3. März eine Satzung beschlossen.", "Sie gilt ab Mai."]
NEWS_EN = ["The council adopted the by-law on 3 March.", "It applies from May."]
CASES = [
    ("de", NEWS_DE, [], set(), "a report"),
    ("en", NEWS_EN, [], set(), "a report"),
    ("de", NEWS_DE, ["Anzeige"], {"sponsored"}, "an advertorial's mark"),
    ("en", NEWS_EN, ["Sponsored by Brightwell"], {"sponsored"}, "an advertorial's mark"),
    ("de", ["Die Firma hat Anzeige gegen Unbekannt erstattet, sagt sie."], [], set(), "Anzeige as a criminal charge"),
    ("de", NEWS_DE, ["Mit * markierte Links sind Partnerlinks."], {"affiliate"}, "paid links"),
    ("en", [*NEWS_EN, "We may earn a commission when you buy through our links."], [], {"affiliate"}, "paid links"),
    (
        "en",
        ["The European Commission adopted the act.", "Its links to industry are old."],
        [],
        set(),
        "a commission that rules",
    ),
    ("de", NEWS_DE, ["Weiter auf Seite 2: Die Folgen"], {"stub"}, "page 1 of n"),
    ("en", NEWS_EN, ["Already a subscriber? Log in to read the rest."], {"stub"}, "a wall"),
    (
        "de",
        NEWS_DE,
        ["Newsletter abonnieren", "Jetzt das Digitalabo kostenlos testen"],
        set(),
        "a paper's own subscription",
    ),
    (
        "de",
        ["Unsere Kunden sparen Zeit.", "Unsere Plattform läuft überall.", "Starten Sie Ihre kostenlose Testversion."],
        ["Kostenlos testen", "Preise"],
        {"vendor"},
        "a seller's page",
    ),
    (
        "en",
        ["Our platform serves 40 towns.", "Our customers love it.", "Book a demo and see your first results."],
        [],
        {"vendor"},
        "a seller's page without asides",
    ),
]
CASES += [
    (
        "de",
        ["Dieser Beitrag ist eine bezahlte Anzeige der Molenbau GmbH.", *NEWS_DE],
        [],
        {"sponsored"},
        "said in full",
    ),
    ("en", ["This post is not sponsored by anybody.", *NEWS_EN], [], set(), "a denial"),
    (
        "en",
        [*NEWS_EN, "We should say that Fenn Mutual sponsors this show.", *["A pilot was heard."] * 5],
        [],
        {"sponsored"},
        "said in the middle of a podcast",
    ),
    ("de", NEWS_DE, ["Für den Inhalt ist allein das Unternehmen verantwortlich."], {"sponsored"}, "who answers for it"),
    (
        "en",
        ["When you buy through the links on this page, we may earn a fee.", *NEWS_EN],
        [],
        {"affiliate"},
        "a fee in other words",
    ),
    ("de", NEWS_DE, ["Seite 1 von 1"], set(), "the only page there is"),
    ("en", NEWS_EN, ["Page 3 of 3"], set(), "the last page"),
    ("en", NEWS_EN, ["Page 1 of 12"], {"stub"}, "the first of many"),
    ("de", NEWS_DE, ["Sie möchten weiterlesen?"], {"stub"}, "a wall that asks"),
]


@pytest.mark.parametrize(("language", "text", "asides", "wanted", "why"), CASES, ids=[f"{c[0]} {c[4]}" for c in CASES])
def test_notices(language: str, text: list[str], asides: list[str], wanted: set[str], why: str) -> None:
    assert set(found(language, text, asides)) == wanted, why


def test_a_notice_shows_the_words_it_was_found_by() -> None:
    reasons = found("de", NEWS_DE, ["Mit * markierte Links sind Partnerlinks.", "Anzeige"])
    assert reasons == {"sponsored": "Anzeige", "affiliate": "Mit * markierte Links sind Partnerlinks."}


def test_a_page_that_contains_affiliate_links_says_so() -> None:
    lexicon = load_lexicons()["en"]
    aside = "Advertising disclosure: this page contains affiliate links and we receive a commission."
    document = Document("d", Source("s", "a.html", "text/html", datetime.now(UTC)), "Lamps", "Two lamps were tried.")
    assert [flag.label for flag in notices(document, (), (aside,), lexicon)] == ["affiliate"]


REPORT = ["Die Molenbau GmbH hat im Jahr 2024 elf Molen saniert.", "Die Kosten lagen bei 4 Millionen Euro."]
SALES = ["Molenbau misst jede Mole in zwei Tagen.", "Vierzig Häfen nutzen unser System.", "Unsere Kunden bleiben."]
CAUSE = ["Unsere Lösung liegt auf dem Tisch.", "Melden Sie sich zur kostenlosen Sprechstunde an.", "Unser System hält."]


@pytest.mark.parametrize(
    ("publisher", "text", "wanted", "why"),
    [
        ("Molenbau GmbH", REPORT, {"vendor"}, "a company's own report"),
        ("Molenbau", REPORT, {"vendor"}, "without its legal form"),
        ("Hafenbote", REPORT, set(), "a paper on a company"),
        ("Hafenbote Verlag GmbH", ["Die Hafenbote Verlag GmbH hat Räume bezogen."], set(), "a publishing house"),
        ("Molenbau", SALES, {"vendor"}, "what a company sells"),
        ("Gewerkschaft Hafen", CAUSE, set(), "a union asks for members"),
        (
            "Fenner Dienst (fd)",
            ["Fenn (fd) - Die Molenbau GmbH hat einen Vertrag unterzeichnet.", "Ihre Kunden warten."],
            set(),
            "an agency's report",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_who_sells(publisher: str, text: list[str], wanted: set[str], why: str) -> None:
    assert set(found("de", text, [], publisher)) == wanted, why


WOOED_EN = [
    "We counted 40 quays this year.",
    "Reed & Mole is the most patient builder of quays on the coast.",
    "Send us your plans before May.",
    "We answer within a week.",
]
WOOED_DE = [
    "Wir haben in diesem Jahr 40 Kais gezählt.",
    "Molenbau ist das hafenfreundlichste Büro der Küste.",
    "Schicken Sie uns Ihre Pläne bis Mai.",
    "Wir antworten binnen einer Woche.",
]


@pytest.mark.parametrize(
    ("language", "publisher", "text", "wanted", "why"),
    [
        ("en", "Reed & Mole", WOOED_EN, {"vendor"}, "a house that calls itself the best and calls"),
        ("de", "Molenbau", WOOED_DE, {"vendor"}, "the same in German"),
        ("en", "Reed & Mole", [*WOOED_EN[:2], WOOED_EN[3]], set(), "without a call"),
        ("en", "Reed & Mole", [WOOED_EN[0], *WOOED_EN[2:]], set(), "without praise"),
        ("en", "Fenn Dispatch", WOOED_EN, set(), "somebody else's praise"),
        ("en", "Reed & Mole", [*WOOED_EN[:2], "Send us your letters.", WOOED_EN[3]], set(), "a call for letters"),
        ("en", "Reed Foundation", ["We are the most patient.", *WOOED_EN[2:]], set(), "a foundation"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_who_woos_readers(language: str, publisher: str, text: list[str], wanted: set[str], why: str) -> None:
    assert set(found(language, text, [], publisher)) == wanted, why
