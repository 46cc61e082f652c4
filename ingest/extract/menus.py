"""Menu words and buttons, in German and English: lines made of nothing else; pure."""

from __future__ import annotations

import re

_ITEMS = re.compile(r"\s*[|•·›»>/\t]\s*|\s{2,}|\s+[–—-]\s+|\s*\[|\]\s*")
_PRESSED = frozenset(  # words of buttons and menus: furniture wherever they stand alone
    "menü|menu|hauptmenü|navigation|hauptnavigation|suche|suchen|search|anmelden|abmelden|einloggen|ausloggen|login|"
    "log in|logout|log out|sign in|sign up|sign out|registrieren|register|mein konto|my account|konto|merken|merkliste|"
    "drucken|seite drucken|print|teilen|share|weiterleiten|versenden|vorlesen|anhören|listen|kommentieren|feedback|"
    "impressum|imprint|agb|datenschutz|datenschutzerklärung|datenschutzhinweise|datenschutzeinstellungen|"
    "datenschutzeinstellungen ändern|privacy|privacy policy|privacy notice|cookie policy|cookie-einstellungen|"
    "cookie settings|cookies|terms|terms of use|terms of service|terms and conditions|nutzungsbedingungen|legal notice|"
    "kontakt|contact|contact us|mediadaten|werben|advertise|advertise with us|barrierefreiheit|accessibility|"
    "leichte sprache|gebärdensprache|sitemap|newsletter|newsletters|abo|abonnieren|subscribe|abo & service|shop|"
    "e-paper|epaper|über uns|about us|about|hilfe|help|faq|karriere|careers|jobs|stellenmarkt|nach oben|"
    "zum seitenanfang|zum anfang|back to top|top|zurück|back|weiter|next|previous|nächster artikel|"
    "vorheriger artikel|next article|previous article|facebook|twitter|linkedin|xing|whatsapp|telegram|instagram|"
    "youtube|mastodon|bluesky|threads|pinterest|reddit|pocket|flipboard|rss|rss-feed|e-mail|email|mail|link kopieren|"
    "copy link|link copied|copy link copied|link kopiert|ok|akzeptieren|ablehnen|alle akzeptieren|alle ablehnen|"
    "accept|accept all|reject all|decline|einstellungen|settings|schließen|close|speichern|save|bookmark|ja|nein|yes|"
    "no|permalink|mehr anzeigen|show more|load more|mehr laden|sprache|language|deutsch|english|de|en|widerruf|"
    "zur startseite|skip|inhalt|inhaltsverzeichnis|table of contents|advertisement|unsubscribe|abbestellen|"
    "update preferences|einstellungen ändern|antworten|reply|zitieren|edit|bearbeiten|anmelden oder registrieren|"
    "top stories|obituaries|classifieds|traueranzeigen|kleinanzeigen|push|push-nachrichten|news alerts|breaking news|"
    "events calendar|veranstaltungskalender|mediathek|audio|x".split("|")
)
_SECTIONS = frozenset(  # may be a subheading inside an article: furniture only in company or at the edge
    "start|startseite|home|news|nachrichten|aktuell|aktuelles|politik|politics|wirtschaft|business|sport|sports|kultur|"
    "culture|gesellschaft|panorama|wissen|wissenschaft|science|digital|digitales|technik|technology|tech|meinung|"
    "opinion|lokales|regional|region|wetter|weather|reise|travel|auto|finanzen|börse|geld|money|gesundheit|health|"
    "video|videos|photo|photos|foto|fotos|bilder|podcast|podcasts|world|welt|europe|europa|international|local|arts|"
    "lifestyle|life|entertainment|unterhaltung|promi|ideas|markets|themen|topics|ressorts|archiv|archive|presse|press|"
    "reden|speeches|pressemitteilungen|press releases|produkte|products|preise|pricing|lösungen|solutions|branchen|"
    "industries|kunden|customers|blog|magazin|magazine|research|people|events|heft|service|energie|energy|forschung|"
    "publikationen|publications|veranstaltungen|medien|media|community|support|unternehmen|company|resources|"
    "ressourcen|statistik|förderung|amt|docs|artikel|article|articles|beiträge|interviews|kommentar|kommentare|"
    "comments|plus|premium|team|database|features|funktionen|reports|berichte".split("|")
)


def word_count(text: str) -> int:
    """Words by white space, as lines of furniture are measured."""
    return len(text.split())


def items(line: str) -> list[str]:
    """The entries of a menu line ("Politik | Sport > Fußball"), lower case."""
    return [item.strip(" .:!?…*→←▲▼×✕☰").casefold() for item in _ITEMS.split(line) if item.strip()]


def is_menu(line: str, edge: bool = False) -> bool:
    """Whether a line is made of menu words only; `edge` (top or bottom of the page) lets single sections count."""
    entries = items(line)
    if not entries or len(line) > 300:
        return False
    if all(entry in _PRESSED for entry in entries):
        return True
    known = sum(entry in _PRESSED or entry in _SECTIONS for entry in entries)
    if known == len(entries):
        return edge or len(entries) > 1
    if edge and len(entries) > 1 and known and all(word_count(entry) <= 3 for entry in entries):
        return known >= len(entries) - 1 or " > " in line or " › " in line
    words = line.casefold().split()
    return edge and len(words) > 1 and all(word in _PRESSED or word in _SECTIONS for word in words)
