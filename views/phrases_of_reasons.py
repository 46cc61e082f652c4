"""The German wordings of the reader's English reasons: why something was not taken in, or has to wait."""

from __future__ import annotations

_SAVE = "Öffnen Sie sie im Browser und speichern Sie die Seite."
_AGAIN = "Später wird es noch einmal versucht."
_TEXT = "Speichern Sie den Text, den Sie brauchen, als .docx, .pdf oder .txt."
_COPY = "Kopieren Sie die Adresse noch einmal aus dem Browser."

GERMAN: tuple[tuple[str, str], ...] = (  # a reason that has these words (* is anything), and its German wording
    # where one reason stands inside another
    ("redirects to a place that is not read: **", "Leitet weiter auf eine Adresse, die nicht gelesen wird. {0}"),
    ("waits for its site's robots.txt: **", "Die robots.txt der Website war nicht zu bekommen. {0}"),
    ("no text of its own, and its attachment *: **", "Die Nachricht hat keinen Text, und ihr Anhang {0}: {1}"),
    # files
    ("is empty. Save", "Die Datei ist leer. Speichern oder kopieren Sie den Artikel noch einmal."),
    ("is a folder. Name", "Das ist ein Ordner. Nennen Sie die Dateien darin."),
    ("does not exist. Check the name", "Die Datei ist nicht da. Prüfen Sie Namen und Ordner."),
    ("is not an ordinary file", "Das ist keine gewöhnliche Datei. Kopieren Sie den Inhalt in eine."),
    ("may not be read. Give yourself", "Keine Leserechte. Geben Sie sich das Recht, die Datei zu lesen (chmod u+r)."),
    (
        "could not be read (*). Copy it",
        "Die Datei ließ sich nicht lesen ({0}). Kopieren Sie sie auf diesen Rechner und versuchen Sie es noch einmal.",
    ),
    (
        "is too large for an article (* MB; the limit is * MB)",
        "Zu groß für einen Artikel ({0} MB; die Grenze liegt bei {1} MB). Teilen Sie die Datei, oder speichern Sie nur "
        "den Teil mit dem Artikel.",
    ),
    (
        "is too large for an article (more than * MB)",
        "Zu groß für einen Artikel (mehr als {0} MB). Speichern Sie nur den Teil mit dem Artikel.",
    ),
    (
        "This is a picture",
        "Das ist ein Bild, wie auch immer es heißt. Lassen Sie eine Texterkennung (OCR) darüberlaufen, oder speichern "
        "Sie die Seite selbst.",
    ),
    ("This is a recording", "Das ist eine Aufnahme. Legen Sie eine Abschrift als Textdatei ab."),
    ("PDF is locked with a password", "Das PDF ist mit einem Passwort geschützt. Legen Sie eine Kopie ohne ab."),
    ("is locked with a password", "Das Dokument ist mit einem Passwort geschützt. Speichern Sie es noch einmal ohne."),
    ("(.msg)", "Das ist eine Nachricht im Format von Outlook (.msg). Speichern Sie sie als .eml, .txt oder .pdf."),
    ("old Word document (.doc)", "Das ist ein altes Word-Dokument (.doc). Speichern Sie es als .docx, .odt oder .pdf."),
    ("This is a spreadsheet", f"Das ist eine Tabelle. {_TEXT}"),
    ("This is a set of slides", f"Das ist eine Präsentation. {_TEXT}"),
    (
        "older office program",
        "Das ist ein Dokument eines älteren Programms. Speichern Sie es als .docx, .odt oder .pdf.",
    ),
    ("document of Apple Pages", "Das ist ein Dokument von Apple Pages. Exportieren Sie es als .docx oder .pdf."),
    ("This is an e-book", "Das ist ein E-Book. Speichern Sie das Kapitel, das Sie brauchen, als .html oder .txt."),
    ("This is a file for printers", "Das ist eine Druckdatei (PostScript). Speichern Sie sie als .pdf."),
    ("This is data (JSON)", "Das sind Daten (JSON), kein Text. Speichern Sie den Text, den Sie brauchen, als .txt."),
    ("This is an archive. Unpack", "Das ist ein Archiv. Entpacken Sie es und legen Sie die Dateien darin ab."),
    (
        "This kind of file is not read (*)",
        "Diese Art von Datei wird nicht gelesen ({0}). Gelesen werden HTML, Text, Markdown, PDF, DOCX, ODT, RTF und "
        "E-Mail.",
    ),
    (
        "This PDF is a scan",
        "Das PDF ist ein Scan: Bilder von Seiten ohne Text. Lassen Sie eine Texterkennung (OCR) darüberlaufen und "
        "legen Sie das Ergebnis ab.",
    ),
    ("This PDF is damaged", "Das PDF ist beschädigt. Speichern oder drucken Sie es in ein neues PDF."),
    ("This PDF holds no running text", "Das PDF hat keinen fortlaufenden Text, nur einzelne Zeilen."),
    ("Word file is damaged or protected", "Die Word-Datei ist beschädigt oder geschützt. Speichern Sie sie neu."),
    ("OpenDocument file is damaged", "Die OpenDocument-Datei ist beschädigt. Speichern Sie sie neu, oder als .docx."),
    ("This RTF file *.", "Die RTF-Datei ist beschädigt. Speichern Sie sie neu, oder als .docx."),
    ("unpacks to more than * MB", "Die Datei wird entpackt größer als {0} MB. Speichern Sie nur den Artikel."),
    ("This message cannot be read", "Die Nachricht ließ sich nicht lesen. Speichern Sie sie noch einmal aus der Mail."),
    (
        "no text of its own, only attachments (*)",
        "Die Nachricht hat keinen Text, nur Anhänge ({0}). Speichern Sie den Anhang, den Sie brauchen, und legen Sie "
        "ihn ab.",
    ),
    ("This message has no text", "Die Nachricht hat keinen Text. Kopieren Sie ihn in eine .txt-Datei."),
    ("web archive holds no page", "Das Webarchiv enthält keine Seite. Speichern Sie die Seite noch einmal."),
    (
        "no text to read in this file (fewer than * words)",
        "In der Datei steht kein Text (weniger als {0} Wörter). Sehen Sie nach, ob der Artikel darin ist.",
    ),
    ("its encoding is unknown", "Die Zeichen der Datei sind unlesbar. Speichern Sie sie noch einmal als UTF-8."),
    ("holds no sentences", "Darin stehen keine Sätze. Ist es ein Bild oder eine leere Seite?"),
    ("holds no words to tell a language by", "Darin stehen zu wenige Wörter. Ist es ein Bild oder eine Zahlentabelle?"),
    ("another language (*); articles in * are read", "Andere Sprache ({0}). Gelesen werden Artikel auf {1}."),
    ("is in *; articles in * are read", "Der Text ist auf {0}. Gelesen werden Artikel auf {1}."),
    ("is nested too deeply to be read", "Zu tief verschachtelt. Speichern Sie den Artikel als Text oder PDF."),
    ("the name is not in UTF-8", "Der Dateiname ist nicht lesbar (kein UTF-8). Benennen Sie die Datei um."),
    ("holds nothing that can be read", "Darin steht nichts, was gelesen werden kann."),
    # pages
    (
        "cookie or consent dialogue and no article",
        "Die Seite enthält nur eine Cookie-Abfrage, keinen Artikel. Beantworten Sie die Abfrage im Browser und "
        "speichern Sie die Seite noch einmal.",
    ),
    (
        "This page asks for JavaScript",
        "Die Seite verlangt JavaScript und enthält keinen Artikel. Öffnen Sie sie im Browser und speichern Sie sie, "
        "wenn der Text da ist.",
    ),
    ("This page is a test for robots", f"Das ist eine Prüfung gegen Roboter, nicht der Artikel. {_SAVE}"),
    (
        "This page asks for a login",
        "Die Seite verlangt eine Anmeldung. Melden Sie sich im Browser an und speichern Sie sie dort.",
    ),
    ("site's error page", "Das ist eine Fehlerseite, nicht der Artikel. Suchen Sie die heutige Adresse des Artikels."),
    ("This page holds no text", "Die Seite enthält keinen Text. Speichern Sie sie aus dem Browser, wenn er da ist."),
    (
        "No main text was found on this page",
        "Auf der Seite steht kein Artikel, nur Menüs und Links. Speichern Sie die Seite des Artikels selbst.",
    ),
    # addresses as they are written
    (
        "only http:// and https:// addresses",
        "Gelesen werden nur Adressen mit http:// oder https://. Laden Sie die Seite als Datei hoch.",
    ),
    ("it has a user name before", "Vor dem Host steht ein Benutzername. Lassen Sie alles bis zum @ weg."),
    ("a backslash or an invisible character", f"Die Adresse enthält ein unsichtbares Zeichen oder „\\“. {_COPY}"),
    ("unusual spelling of an IP address", "Das ist eine unübliche Schreibweise einer IP-Adresse."),
    ("is not a host name", f"Das ist kein gültiger Hostname. {_COPY}"),
    ("it has no host", f"Der Adresse fehlt der Host. {_COPY}"),
    ("its host cannot be read", f"Der Host der Adresse ist nicht lesbar. {_COPY}"),
    (
        "not one of the public internet",
        "Diese Adresse gehört nicht zum öffentlichen Internet. Liegt sie in Ihrem eigenen Netz und soll gelesen "
        "werden, nennen Sie den Host in KB_PRIVATE_HOSTS.",
    ),
    (
        "is a name inside one machine or network",
        "Dieser Name gilt nur in einem Rechner oder Netz. Liegt er in Ihrem eigenen und soll gelesen werden, nennen "
        "Sie den Host in KB_PRIVATE_HOSTS.",
    ),
    ("port * is not one of those", "Port {0} ist nicht für Webseiten üblich. Nennen Sie den Host in KB_PRIVATE_HOSTS."),
    ("there is no port", "Diesen Port gibt es nicht. Verbessern Sie die Zahl nach dem Doppelpunkt."),
    ("this address has more than * characters", "Die Adresse hat mehr als {0} Zeichen. Speichern Sie die Seite."),
    # what servers say
    (
        "may not be read by programs, says",
        f"Die Website erlaubt Programmen nicht, diese Seite zu lesen (robots.txt). {_SAVE}",
    ),
    ("asks for a password", f"Die Adresse verlangt ein Passwort. {_SAVE}"),
    ("asks for a payment", f"Die Adresse verlangt eine Bezahlung. {_SAVE}"),
    ("does not let this program in (status *)", f"Die Website lässt dieses Programm nicht ein (Status {{0}}). {_SAVE}"),
    (
        "is not there (status *)",
        "Unter dieser Adresse ist nichts (Status {0}). Prüfen Sie sie, oder suchen Sie den Artikel auf der Website.",
    ),
    ("is no longer there (status *)", "Die Seite gibt es nicht mehr (Status {0}). Suchen Sie in einem Webarchiv."),
    ("is withheld for legal reasons", f"Aus rechtlichen Gründen gesperrt (Status 451). {_SAVE}"),
    ("has no content", "Unter dieser Adresse kommt kein Inhalt."),
    ("is an empty page", f"Die Seite ist leer. {_SAVE}"),
    ("took too long to answer", f"Die Website hat nicht rechtzeitig geantwortet. {_AGAIN}"),
    ("a certificate that is not valid", "Das Zertifikat der Website ist ungültig. Stimmt die Uhr dieses Rechners?"),
    ("cannot be connected to", f"Keine Verbindung. Prüfen Sie die Adresse. {_AGAIN}"),
    ("broke off its reply", f"Die Antwort der Website brach ab. {_AGAIN}"),
    ("arrived damaged", f"Die Antwort kam beschädigt an. {_AGAIN}"),
    ("there is no host *.", "Den Host {0} gibt es nicht. Prüfen Sie Schreibweise und Verbindung."),
    ("nobody says where * is", f"Es war nicht zu erfahren, wo {{0}} liegt. Prüfen Sie die Verbindung. {_AGAIN}"),
    ("asks for fewer requests", f"Die Website bittet um weniger Anfragen. {_AGAIN}"),
    ("seconds before the next request", f"Die Website bittet um eine längere Pause. {_AGAIN}"),
    ("cannot be had just now (status *)", f"Die Seite ist gerade nicht zu bekommen (Status {{0}}). {_AGAIN}"),
    ("cannot be read (status *)", f"Die Seite lässt sich nicht lesen (Status {{0}}). {_SAVE}"),
    ("did not send its content", f"Die Website hat den Inhalt nicht geschickt. {_AGAIN}"),
    ("is sent packed in a way *.", f"Die Seite kam in einer unbekannten Packung. {_SAVE}"),
    ("the program is stopping", "Nicht gelesen, weil das Programm gerade endet. Versuchen Sie es noch einmal."),
    ("nothing came; try again", "Es kam nichts. Versuchen Sie es noch einmal."),
    ("redirects in a circle", f"Die Adresse leitet im Kreis weiter. {_SAVE}"),
    ("redirects more than * times", f"Die Adresse leitet öfter als {{0}}-mal weiter. {_SAVE}"),
    ("redirects without saying where", f"Die Adresse leitet weiter, ohne zu sagen, wohin. {_SAVE}"),
    (
        "redirects from https to http",
        "Leitet auf eine ungesicherte Adresse weiter. Geben Sie die http://-Adresse selbst an.",
    ),
    ("leads to a front page", "Die Adresse führt auf eine Startseite: Der Artikel ist nicht mehr da."),
    ("says that the page is not there (*)", "Auf der Seite steht, dass es sie nicht gibt ({0})."),
    ("lets no program in (*)", f"Die Seite lässt keine Programme ein ({{0}}). {_SAVE}"),
    ("is out of order (*)", f"Die Seite ist gestört ({{0}}). {_SAVE}"),
    ("has no text. Open it", f"Die Seite hat keinen Text. {_SAVE}"),
    # the reader
    (
        "took longer than * s to read",
        "Das Lesen dauerte länger als {0} s. Teilen Sie es, oder setzen Sie KB_PARSE_SECONDS.",
    ),
    ("needs more than * MB of memory", "Das Lesen braucht mehr als {0} MB Speicher. Teilen Sie die Datei."),
    ("stopped the reader (*)", "Daran ist das Lesen gescheitert ({0}). Speichern Sie den Artikel als Text oder PDF."),
    ("holds over * MB of text", "Das sind über {0} MB Text, mehr als auf einmal geht. Teilen Sie die Datei."),
    ("was read to no sensible result (*)", "Das Lesen ergab nichts Brauchbares ({0}); bitte melden Sie diese Datei."),
    ("could not be read (*); please report", "Daran ist das Lesen gescheitert ({0}); bitte melden Sie diese Datei."),
    # lists, link files, feeds
    ("list holds no web address", "In der Liste steht keine Webadresse. Schreiben Sie in jede Zeile eine."),
    ("link file names no address", "Die Linkdatei nennt keine Adresse. Speichern Sie die Seite selbst."),
    ("link file leads to", "Die Linkdatei führt nicht auf eine Webseite. Legen Sie den Artikel selbst ab."),
    ("link file is damaged", "Die Linkdatei ist beschädigt. Speichern Sie die Adresse noch einmal."),
    ("This feed cannot be read", "Der Feed ist fehlerhaft (kein gültiges XML). Versuchen Sie es später noch einmal."),
    (
        "sitemap names no web address",
        "Die Sitemap nennt keine Adressen. Geben Sie die der Artikel oder eines Feeds an.",
    ),
    ("OPML file names no feed", "Die OPML-Datei nennt keinen Feed. Exportieren Sie Ihre Abonnements noch einmal."),
    ("XML file is broken", "Die XML-Datei ist fehlerhaft. Holen oder speichern Sie sie noch einmal."),
    ("This is no list of addresses", "Das ist keine Liste von Adressen oder Feeds. Legen Sie es als Dokument ab."),
    ("packed listing is damaged", "Die gepackte Liste ist beschädigt. Holen Sie sie noch einmal."),
    ("packed listing is cut off", "Die gepackte Liste ist unvollständig. Holen Sie sie noch einmal."),
    (
        "defines entities that unfold",
        "Die XML-Datei enthält Entitäten, wie sie für Angriffe gebraucht werden. Bitten Sie den Herausgeber um eine "
        "ohne.",
    ),
    ("names nothing that can be read", "Darin wird nichts genannt, was gelesen werden kann."),
    (
        "was a feed or list, and is an article now",
        "War ein Feed oder eine Liste und ist jetzt ein Artikel; „Noch einmal“ nimmt ihn auf.",
    ),
    # what reading has to wait for
    (
        "is writing to *; try again when",
        "Ein anderes Programm schreibt gerade in die Wissensbasis; danach geht es weiter.",
    ),
    ("the disk of * is full", "Der Datenträger von {0} ist voll. Schaffen Sie Platz."),
    (
        "were read with the embedder *, now set is *; set",
        "Die Artikel wurden mit dem Modell {0} eingelesen, eingestellt ist {1}. Stellen Sie KB_EMBED zurück, oder "
        "lesen Sie die Artikel in eine andere Wissensbasis (KB_HOME) neu ein.",
    ),
    (
        "search index could not be brought up to date",
        "Der Suchindex ließ sich nicht auf den neuesten Stand bringen. „kb verify“ sagt, was fehlt.",
    ),
    ("no process to read files in can be started", "Zum Lesen ließ sich kein Prozess starten. Beenden Sie Programme."),
    ("process that reads files did not start", "Der Prozess, der die Dateien liest, ist nicht angelaufen."),
    # no refusals
    ("was removed by you", "Von Ihnen entfernt und deshalb nicht wieder gelesen; „kb ingest …“ nimmt es wieder auf."),
    ("is gone from the folder", "Nicht mehr im Ordner; kann weiter befragt werden, bis Sie es entfernen."),
    ("was * before", "Hieß vorher {0}."),
)
SUFFIXES = (
    (" What was read before is kept.", " Was vorher gelesen wurde, bleibt."),
    (" The site has a feed: kb ingest *", " Die Website hat einen Feed, den Sie stattdessen angeben können: {0}"),
)
