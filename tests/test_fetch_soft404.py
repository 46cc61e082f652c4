"""fetch.soft404: pages that come with status 200 and are none, in German and English."""

from __future__ import annotations

import pytest

from ingest.fetch import soft_404

ASKED = "https://blatt.example/politik/faehre-wieder-da-4711"
SHORT = "Die Fähre setzt seit Montag wieder über, teilte der Kreis mit. Drei Wochen lang hatte sie am Kai gelegen."
LONG = SHORT * 12


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("404", "x"),
        ("404 Not Found", "nginx"),
        ("Error 404", "x"),
        ("HTTP Status 404 – Not Found", "x"),
        ("Seite nicht gefunden | Blatt", "Zur Startseite"),
        ("Blatt - Fehler 404", "Zur Startseite"),
        ("Die Seite wurde leider nicht gefunden", "Zur Startseite"),
        ("Artikel nicht mehr verfügbar", "Zur Startseite"),
        ("Page not found · The Paper", "Go home"),
        ("Sorry, the page you requested could not be found.", "Go home"),
        ("This story is no longer available", "Go home"),
        ("Oops!", "Go home"),
        ("Fehler", "Bitte versuchen Sie es später erneut."),
        ("Access Denied", "Reference 18.2f"),
        ("403 Forbidden", "nginx"),
        ("Zugriff verweigert", "Kennung 12"),
        ("Just a moment...", "Enable JavaScript and cookies to continue"),
        ("Attention Required! | Cloudflare", "Ray"),
        ("Einen Moment bitte …", "x"),
        ("Are you a robot?", "x"),
        ("503 Service Unavailable", "x"),
        ("502 Bad Gateway", "nginx"),
        ("Wartungsarbeiten", "Wir sind bald zurück."),
        ("Blatt", "Seite nicht gefunden\nVielleicht hilft die Suche."),
        ("Blatt", "Hoppla. Die gesuchte Seite existiert leider nicht mehr. Nutzen Sie die Suche."),
        ("Blatt", "Dieser Artikel ist nicht mehr verfügbar."),
        ("The Paper", "The page you are looking for has been removed. Try our search."),
        ("The Paper", "We’re sorry. We can’t find the page you want."),
        ("The Paper", "Please enable cookies to continue. You do not have permission to view this page."),
        ("Blatt", "Bitte JavaScript aktivieren, um fortzufahren."),
        ("Blatt", "   \n"),
    ],
)
def test_an_error_page_is_recognised_in_its_own_words(title: str, text: str) -> None:
    reason = soft_404(ASKED, ASKED, title, text)
    assert reason and reason.startswith(ASKED) and "browser" in reason


@pytest.mark.parametrize(
    ("why", "title", "text"),
    [
        ("an article", "Die Fähre fährt wieder", SHORT),
        ("a short one about something missing", "Vermisster Segler nicht gefunden", SHORT),
        ("a number in the headline", "404 Fragen an den Kreistag", SHORT),
        ("an essay with that title", "Seite nicht gefunden", LONG),
        ("an essay on error pages", "Page not found: a history", LONG + " The page could not be found."),
        ("what is forbidden", "Forbidden City opens its gates", SHORT),
        ("what is denied", "Minister denied access to the files", SHORT),
        ("works", "Wartungsarbeiten an der Brücke dauern an", SHORT),
        ("medicine out of stock", "Apotheken warten", "Der Wirkstoff ist nicht verfügbar. " + SHORT),
        ("a mistake", "Ein Fehler mit Folgen", SHORT),
        ("a moment", "Just a moment of silence in the harbour", SHORT),
        ("people", "What it means to be human", "We are human, the curator said. " + SHORT),
    ],
)
def test_an_article_is_none(why: str, title: str, text: str) -> None:
    assert soft_404(ASKED, ASKED, title, text) is None, why


@pytest.mark.parametrize(
    ("why", "asked", "final", "is_soft"),
    [
        ("to the front page", ASKED, "https://blatt.example/", True),
        ("to the front page without a slash", ASKED, "https://blatt.example", True),
        ("to its file", ASKED, "https://blatt.example/index.html", True),
        ("to a start page", ASKED, "https://www.blatt.example/startseite", True),
        ("to the front page of a language", ASKED, "https://blatt.example/de/", True),
        ("to the front page of a country", ASKED, "https://blatt.example/en-gb", True),
        ("to the front page, tracked", ASKED, "https://blatt.example/?utm_source=404", True),
        ("to a bought domain", ASKED, "https://shop.example/", True),
        ("a numbered page to the front page", "https://blatt.example/?p=4711", "https://blatt.example/", True),
        ("to its new address", ASKED, "https://blatt.example/politik/faehre-4711.html", False),
        ("to another host", ASKED, "https://www.blatt.example/politik/faehre-wieder-da-4711", False),
        ("a numbered page to its name", "https://blatt.example/?p=4711", "https://blatt.example/faehre", False),
        ("the front page itself", "https://blatt.example/", "https://www.blatt.example/", False),
        ("the front page to its language", "https://blatt.example/", "https://blatt.example/de/", False),
        ("the front page, tracked", "https://blatt.example/?utm_source=x", "https://blatt.example/", False),
    ],
)
def test_a_deep_address_that_leads_to_a_front_page(why: str, asked: str, final: str, is_soft: bool) -> None:
    reason = soft_404(asked, final, "Blatt", LONG)
    assert (reason is not None) == is_soft, why
    assert reason is None or (asked in reason and "front page" in reason)
