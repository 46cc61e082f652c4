"""Which lines are furniture, which are asides, and which sentences about such things are neither."""

from __future__ import annotations

import pytest

from ingest.extract import disclosures, furniture
from ingest.extract.menus import is_menu


@pytest.mark.parametrize(
    "line",
    [
        "Zum Inhalt springen",
        "Skip to main content",
        "Menü  Suche  Anmelden",
        "News | Sport | Weather",
        "Impressum · Datenschutz · AGB",
        "Artikel teilen",
        "Share this article on Facebook",
        "War diese Seite hilfreich?",
        "Diese Seite verwendet Cookies [OK]",
        "We use cookies to improve your visit.",
        "Wir und unsere 90 Partner verarbeiten Daten.",
        "Schreibe einen Kommentar",
        "Leave a reply",
        "© 2021 Fenner Bote. Alle Rechte vorbehalten",
        "Copyright 2021 The Aberwen Times",
        "Melden Sie sich für unseren Newsletter an.",
        "You are receiving this email because you signed up.",
        "Es gilt das gesprochene Wort!",
        "Check against delivery",
        "Foto: Archiv",
        "Photo: J. Reed",
        "Pressekontakt: Jan Wolter, Telefon 0000 1",
    ],
)
def test_furniture_is_told(line: str) -> None:
    assert furniture.is_furniture(line)


@pytest.mark.parametrize(
    ("line", "edge", "menu"),
    [
        ("Gesundheit", False, False),  # may be a subheading inside an article
        ("Gesundheit", True, True),
        ("Politik > Inland > Fenn", True, True),
        ("Die Politik und die Wirtschaft", True, False),
    ],
)
def test_a_section_counts_as_a_menu_only_at_the_edge_or_in_company(line: str, edge: bool, menu: bool) -> None:
    assert is_menu(line, edge) is menu


@pytest.mark.parametrize(
    ("line", "money", "offer", "stub"),
    [
        ("Anzeige", True, False, False),
        ("Sponsored content", True, False, False),
        ("Mit * markierte Links sind Affiliate-Links.", True, False, False),
        ("If you buy through these links we may earn a commission.", True, False, False),
        ("Dieser Artikel wurde bezahlt von der Hafen AG.", True, False, False),
        ("Jetzt kostenlos testen", False, True, False),
        ("Book a free demo today!", False, True, False),
        ("Weiter auf Seite 2", False, False, True),
        ("Page 1 of 3", False, False, True),
        ("Subscribers only", False, False, True),
        ("Um den ganzen Artikel zu lesen, melden Sie sich an.", False, False, True),
        ("Die Werft zahlt Provisionen an ihre Vertreter.", False, False, False),
        ("The firm said its free trial will end in March.", False, False, False),
        ("Auf Seite 2 des Berichts steht eine andere Zahl.", False, False, False),
    ],
)
def test_asides_are_told_by_kind(line: str, money: bool, offer: bool, stub: bool) -> None:
    assert (disclosures.is_money(line), disclosures.is_offer(line), disclosures.is_stub_hint(line)) == (
        money,
        offer,
        stub,
    )


@pytest.mark.parametrize(
    ("line", "related"),
    [
        ("Das könnte Sie auch interessieren", True),
        ("Verwandte Artikel", True),
        ("Lesen Sie auch: Neue Busse für Fenn", True),
        ("Related stories", True),
        ("Most read", True),
        ("Mehr Lohn für Hafenarbeiter", False),
        ("More than 400 gardens are affected, the council said.", False),
        ("Related work in the field goes back to the nineties and was never published.", False),
    ],
)
def test_headings_over_other_articles_are_told(line: str, related: bool) -> None:
    assert furniture.starts_related(line) is related


def test_keywords_are_read_from_their_line() -> None:
    assert furniture.tags("Schlagwörter: Hafen, Lohn") == ("Hafen", "Lohn")
    assert furniture.tags("Der Hafen wächst.") == ()
