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
