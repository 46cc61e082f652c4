"""Every word the pages say, in German and English."""

from __future__ import annotations

from collections.abc import Callable

LANGUAGES = {"de": "Deutsch", "en": "English"}
Say = Callable[..., str]

WORDS: dict[str, tuple[str, str]] = {
    # the house
    "name": ("Quellenlage", "Quellenlage"),
    "ask": ("Fragen", "Ask"),
    "sources": ("Quellen", "Sources"),
    "interface": ("Sprache der Oberfläche", "Interface language"),
    # asking
    "intro": (
        "Fragen Sie Ihre Artikel, auf Deutsch oder Englisch.",
        "Ask your articles, in German or English.",
    ),
    "intro_more": (
        "Jeder Satz einer Antwort ist wörtlich aus einer Quelle zitiert. Ein Klick auf seine Nummer zeigt ihn dort, wo "
        "er steht. Sagen die Quellen nichts dazu, steht das da.",
        "Every sentence of an answer is quoted word by word from a source. A click on its number shows it where it "
        "stands. Where the sources don't say, the answer says so.",
    ),
    "placeholder": ("Frage auf Deutsch oder Englisch", "A question in German or English"),
    "searching": ("Die Quellen werden durchgesehen …", "Looking through the sources …"),
    "open_source": ("Im Dokument zeigen", "Show in the document"),
    "context": ("zum Verständnis", "for context"),
    "other_language": ("Original {language}", "original in {language}"),
    "in_de": ("deutsch", "German"),
    "in_en": ("englisch", "English"),
    "nothing_read": ("Es ist noch kein Artikel da, der dazu befragt werden kann.", "There is no article yet to ask."),
    "nothing_read_remedy": (
        "Legen Sie Artikel in den Ordner {folder}, laden Sie welche unter „Quellen“ hoch, oder heben Sie Filter auf.",
        "Put articles into the folder {folder}, upload them under “Sources”, or widen the filters.",
    ),
    "still_reading": (
        "Beim Antworten waren noch nicht alle Artikel eingelesen.",
        "Not all articles had been read when this was answered.",
    ),
    "nearby": ("Nächstliegende Stellen – keine Antwort", "Nearest passages – not an answer"),
    "conflict": ("Die Quellen widersprechen sich", "The sources contradict each other"),
    "undated": ("ohne Datum", "undated"),
    "no_publisher": ("ohne Herausgeber", "no publisher"),
    "clear": ("Neues Gespräch", "New conversation"),
    # flags
    "flag_marketing": ("Werbung", "marketing"),
    "flag_unsupported": ("unbelegt", "unsupported"),
    "flag_vague": ("vage Quelle", "vague source"),
    "flag_forecast": ("Prognose", "forecast"),
    "flag_attributed": ("Quelle genannt", "source named"),
    "flag_claim": ("Behauptung", "claim"),
    "why_unsupported": ("keine Quelle genannt für {words}", "no source named for {words}"),
    "notice_vendor": ("Anbieter in eigener Sache", "vendor's own text"),
    "notice_sponsored": ("bezahlter Text", "sponsored text"),
    "notice_affiliate": ("Partner-Links", "affiliate links"),
    "notice_stub": ("nur ein Teil des Textes", "only part of the text"),
    # filters
    "filters": ("Filter", "Filters"),
    "filter_language": ("Sprache der Quellen", "Language of the sources"),
    "any": ("alle", "any"),
    "de": ("Deutsch", "German"),
    "en": ("Englisch", "English"),
    "since": ("Erschienen ab", "Published from"),
    "until": ("Erschienen bis", "Published until"),
    "publisher": ("Herausgeber", "Publisher"),
    # export
    "export": ("Export", "Export"),
    "export_what": (
        "Das Gespräch als Dossier mit Quellenverzeichnis",
        "The conversation as a brief with its list of sources",
    ),
    "brief_title": ("Titel", "Title"),
    "brief_default": ("Dossier", "Brief"),
    "format_md": ("Markdown", "Markdown"),
    "format_docx": ("Word", "Word"),
    "format_odt": ("OpenDocument", "OpenDocument"),
    "format_html": ("HTML", "HTML"),
    "format_pdf": ("PDF", "PDF"),
    "format_bib": ("BibLaTeX", "BibLaTeX"),
    "format_ris": ("RIS", "RIS"),
    "format_csljson": ("CSL-JSON", "CSL JSON"),
    # reading
    "reading": ("Artikel werden eingelesen: {done} von {total}", "Reading articles: {done} of {total}"),
    "left": ("noch etwa {time}", "about {time} left"),
    "per_second": ("{n} je Sekunde", "{n} a second"),
    "per_minute": ("{n} je Minute", "{n} a minute"),
    "seconds": ("{n} s", "{n} s"),
    "minutes": ("{n} min", "{n} min"),
    "newly_read": ("Neu gelesen: {names}", "Newly read: {names}"),
    "newly_rejected": ("Nicht aufgenommen: {names}", "Not taken in: {names}"),
    "newly_gone": ("Nicht mehr im Ordner: {names}", "No longer in the folder: {names}"),
    "and_more": ("und {n} weitere", "and {n} more"),
    "waiting": ("Das Einlesen wartet", "Reading has to wait"),
    "documents_one": ("{n} Dokument", "{n} document"),
    "documents_many": ("{n} Dokumente", "{n} documents"),
    # sources
    "upload": ("Artikel hochladen", "Upload articles"),
    "upload_choose": ("Dateien wählen", "Choose files"),
    "upload_limit": ("oder hierher ziehen, bis {n} MB je Datei", "or drag them here, up to {n} MB each"),
    "upload_help": (
        "HTML, Text, Markdown, PDF, Word, OpenDocument, RTF, E-Mail, Links, OPML. Die Dateien kommen in den Ordner "
        "{folder}; was dort liegt, wird gelesen. Unterordner werden zu Schlagworten.",
        "HTML, text, Markdown, PDF, Word, OpenDocument, RTF, e-mail, links, OPML. The files go to the folder {folder}; "
        "whatever lies there is read. Its sub-folders become tags.",
    ),
    "paste": ("Adressen einfügen", "Paste addresses"),
    "paste_hint": (
        "https://… – eine Adresse in jeder Zeile: Artikel, Feeds oder Sitemaps",
        "https://… – one address a line: articles, feeds or sitemaps",
    ),
    "paste_read": ("Einlesen", "Read in"),
    "paste_help": (
        "Die Adressen kommen als Linkdatei in den Ordner; was in Feeds neu ist, wird regelmäßig nachgelesen.",
        "The addresses go to the folder as a link file; what is new in feeds is read regularly.",
    ),
    "in_english": ("{words} (Meldung auf Englisch)", "{words}"),
    "uploaded_wait": ("wird gelesen …", "being read …"),
    "outcome_added": ("aufgenommen", "taken in"),
    "outcome_updated": ("neue Fassung aufgenommen", "new version taken in"),
    "outcome_unchanged": ("schon bekannt", "known already"),
    "outcome_duplicate": ("gleicher Text ist schon da", "the same text is there already"),
    "outcome_near": (
        "aufgenommen; fast gleich wie ein anderes Dokument",
        "taken in; nearly the same as another document",
    ),
    "outcome_rejected": ("nicht aufgenommen", "not taken in"),
    "outcome_removed": ("nicht mehr im Ordner", "no longer in the folder"),
    "find": ("Titel, Herausgeber oder Datei suchen", "Find a title, publisher or file"),
    "rejected": ("Nicht aufgenommen", "Not taken in"),
    "rejected_help": (
        "Diese Dateien und Adressen konnten nicht gelesen werden.",
        "These files and addresses could not be read.",
    ),
    "all_rejected": ("Alle {n} zeigen", "Show all {n}"),
    "open": ("Öffnen", "Open"),
    "again": ("Noch einmal", "Try again"),
    "again_asked": ("Wird noch einmal gelesen: {name}", "Being read once more: {name}"),
    "none_here": ("Noch keine Dokumente.", "No documents yet."),
    "none_found": ("Nichts gefunden.", "Nothing found."),
    "page_of": ("Seite (von {n})", "Page (of {n})"),
    "tag": ("Schlagwort", "Tag"),
    "tags": ("Schlagworte", "Tags"),
    "any_tag": ("alle Schlagworte", "all tags"),
    "version_old": ("frühere Fassung", "earlier version"),
    "version_new": ("neue Fassung", "new version"),
    "relation_original_one": ("Original eines weiteren", "original of one more"),
    "relation_original": ("Original von {n} weiteren", "original of {n} more"),
    "relation_near": ("fast gleich wie „{title}“", "nearly the same as “{title}”"),
    "relation_exact": ("Kopie von „{title}“", "copy of “{title}”"),
    "relation_translation": ("Übersetzung von „{title}“", "translation of “{title}”"),
    # origins
    "list": ("Liste", "List"),
    "list_documents": ("Dokumente", "Documents"),
    "list_origins": ("Dateien und Adressen", "Files and addresses"),
    "no_origins": ("Noch keine Dateien oder Adressen.", "No files or addresses yet."),
    "find_origin": ("Datei, Adresse oder Grund suchen", "Find a file, address or reason"),
    "standing": ("Stand", "State"),
    "standing_all": ("alle", "all"),
    "standing_read": ("gelesen", "read"),
    "standing_version": ("neue Fassung", "new version"),
    "standing_copy": ("Kopie", "copy"),
    "standing_listing": ("Liste oder Feed", "list or feed"),
    "standing_rejected": ("nicht aufgenommen", "not taken in"),
    "standing_gone": ("nicht mehr da", "gone"),
    "is_read": ("gelesen", "read"),
    "is_version": ("neue Fassung", "new version"),
    "is_copy": ("Kopie", "copy"),
    "is_listing": ("Liste", "list"),
    "is_rejected": ("nicht aufgenommen", "not taken in"),
    "is_gone": ("nicht mehr im Ordner", "no longer in the folder"),
    "copy_of": ("gleicher Text wie {origin}: „{title}“", "the same text as {origin}: “{title}”"),
    "seen": ("Stand vom {when}", "as of {when}"),
    "gone_since": ("fehlt seit {when}", "missing since {when}"),
    "retried": ("nächster Versuch ab {when}", "tried again from {when}"),
    "named_by": ("genannt in {origin}", "named in {origin}"),
    "part": ("{n} {what}", "{n} {what}"),
    "listing_links_one": ("Link auf eine Adresse", "link to one address"),
    "listing_links": ("Liste mit {n} Adressen", "list of {n} addresses"),
    "listing_feed_one": ("Feed mit einem Artikel", "feed with one article"),
    "listing_feed": ("Feed mit {n} Artikeln", "feed with {n} articles"),
    "listing_sitemap_one": ("Sitemap mit einer Adresse", "sitemap with one address"),
    "listing_sitemap": ("Sitemap mit {n} Adressen", "sitemap with {n} addresses"),
    "listing_opml_one": ("Abonnement eines Feeds", "subscription to one feed"),
    "listing_opml": ("Abonnements von {n} Feeds", "subscriptions to {n} feeds"),
    # versions
    "version_line": ("Fassung {n} von {all}, gelesen {when}", "version {n} of {all}, read {when}"),
    "version_short": ("Fassung {n}, {when}", "version {n}, {when}"),
    "version_open": ("Fassung öffnen", "Open version"),
    "compare": ("Änderungen gegenüber", "Changes against"),
    "compare_none": ("Text ohne Vergleich", "text without comparison"),
    "diff_changed": ("geändert", "changed"),
    "diff_added": ("neu", "new"),
    "diff_removed": ("weggefallen", "gone"),
    "diff_changed_one": ("ein Satz geändert", "one sentence changed"),
    "diff_changed_many": ("{n} Sätze geändert", "{n} sentences changed"),
    "diff_added_one": ("eine Stelle neu", "one place new"),
    "diff_added_many": ("{n} Stellen neu", "{n} places new"),
    "diff_removed_one": ("eine Stelle weggefallen", "one place gone"),
    "diff_removed_many": ("{n} Stellen weggefallen", "{n} places gone"),
    "diff_nothing": ("Kein Satz hat sich geändert.", "No sentence has changed."),
    "diff_unchanged": ("unverändert, ganz zeigen", "unchanged, show all"),
    # one source
    "source": ("Quelle", "Source"),
    "authors": ("Von", "By"),
    "published": ("Erschienen", "Published"),
    "updated": ("aktualisiert {day}", "updated {day}"),
    "address": ("Adresse", "Address"),
    "from_file": ("Gelesen", "Read"),
    "from_file_value": ("{when} aus {origin}", "{when} from {origin}"),
    "notices": ("Hinweise", "Notices"),
    "story": ("Auch erschienen", "Also published"),
    "story_original": ("Original", "original"),
    "story_exact": ("gleicher Text", "same text"),
    "story_near": ("fast gleicher Text", "nearly the same text"),
    "story_translation": ("Übersetzung", "translation"),
    "newer_version": ("Es gibt eine neuere Fassung dieses Artikels.", "There is a newer version of this article."),
    "all_gone": ("Die Datei liegt nicht mehr im Ordner", "The file is no longer in the folder"),
    "all_gone_more": (
        "Der Text kann weiter befragt werden, bis Sie das Dokument entfernen.",
        "Its text can still be asked, until you remove the document.",
    ),
    "moved_on": ("heute mit anderem Text", "with another text today"),
    "received": ("Herunterladen, wie empfangen", "Download as received"),
    "received_help": (
        "Die Datei, wie sie am {when} kam, Byte für Byte",
        "The file as it came on {when}, byte by byte",
    ),
    "quoted": ("Zitierte Stelle", "Quoted here"),
    "legend": (
        "Unterstrichen ist, was auffällt; der Grund steht am Zeichen dahinter.",
        "Underlined is what calls for care; the mark behind it tells the reason.",
    ),
    "gone": ("Dieses Dokument wurde inzwischen entfernt.", "This document has been removed meanwhile."),
    "remove": ("Dokument entfernen", "Remove document"),
    "remove_sure": ("Das Dokument wird überall gelöscht", "The document is deleted everywhere"),
    "remove_more": (
        "Text, Wörter, Vektoren, Herkunft und die Bytes im Archiv: Das lässt sich nicht rückgängig machen. Eine Datei, "
        "die im Ordner bleibt, wird nicht von selbst wieder gelesen.",
        "Text, words, vectors, origins and the bytes in the archive: this cannot be undone. A file that stays in the "
        "folder is not read again by itself.",
    ),
    "remove_versions": (
        "Gelöscht wird nur diese Fassung; die anderen bleiben.",
        "Only this version is deleted; the others stay.",
    ),
    "remove_file": ("Auch die Datei aus dem Ordner löschen", "Delete the file from the folder, too"),
    "remove_now": ("Endgültig entfernen", "Remove for good"),
    "cancel": ("Abbrechen", "Cancel"),
    "removed": (
        "Das Dokument ist überall entfernt, auch aus dem Archiv.",
        "The document is removed everywhere, from the archive as well.",
    ),
    # trouble
    "trouble": ("Das hat nicht geklappt", "That did not work"),
    "bug": (
        "Das sollte nicht vorkommen. Bitte laden Sie die Seite neu; kommt es wieder vor, melden Sie es: {what}",
        "This should not have happened. Please reload the page; if it happens again, report it: {what}",
    ),
    "not_saved": ("{name} konnte nicht gespeichert werden: {why}", "{name} could not be saved: {why}"),
}


def words(language: str) -> Say:
    """`say(key, **values)` in this language; whatever is not German is English."""
    column = 0 if language == "de" else 1

    def say(key: str, **values: object) -> str:
        return WORDS[key][column].format(**values) if values else WORDS[key][column]

    return say


def counted(say: Say, number: int) -> str:
    """So many documents."""
    return say("documents_one" if number == 1 else "documents_many", n=number)


def default_language(locale: str | None) -> str:
    """The interface language for a browser's locale: English where it asks for English, otherwise German."""
    return "en" if locale and locale.lower().startswith("en") else "de"
