"""What holds no article is refused, each with its own reason; odd bytes are read sanely or refused."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from pypdf import PdfWriter

from ingest.extract import Extraction, extract
from ingest.extract.encoding import decode
from ingest.fetch import media_type
from kb.errors import Rejected
from kb.flags import load_lexicons, notices
from kb.model import Source


def read(data: bytes, name: str) -> Extraction:
    return extract(data, Source("0" * 64, name, media_type(data, name), datetime(2026, 1, 1, tzinfo=UTC)))


WALL_DE = """<html lang="de"><body><div><h1>Willkommen</h1><p>Bitte stimmen Sie der Verwendung von Cookies zu, um
weiterzulesen.</p>
<p>Oder lesen Sie mit unserem PUR-Abo ohne Tracking für 2,99 Euro.</p><button>Alle akzeptieren</button>
<p>Wir und bis zu 112 Partner verarbeiten Daten. Mehr in der Datenschutzerklärung.</p></div></body></html>"""
WALL_EN = """<html><body><h1>We value your privacy</h1><p>We and our partners store and access information such as
cookies on a
device.</p><p>With your consent we may use precise tracking data. You can withdraw your consent in our privacy
policy.</p>
<button>Accept all</button></body></html>"""
MENU = """<html><body><nav><a href="/a">Start</a><a href="/b">Politik</a></nav>
<ul><li><a href="/c">Sport</a></li></ul></body></html>"""
ARTICLE_ON_COOKIES = """<html><body><h1>Gericht kippt Cookie-Banner</h1><p>Das Verwaltungsgericht in Fenn hat am
Dienstag entschieden,
dass Cookies ohne Einwilligung unzulässig sind. Geklagt hatte ein Verein mit 4.000 Mitgliedern.</p>
<p>Der Verlag muss 40.000 Euro
zahlen. Er hatte seinen Lesern nur die Wahl zwischen Tracking und einem Abonnement gelassen, wie die Richterin
erklärte.</p>
<p>Gegen das Urteil ist Berufung möglich. Der Verlag will sie nach Angaben eines Sprechers noch in diesem Monat
einlegen.</p></body></html>"""


@pytest.mark.parametrize(
    ("why", "data", "name", "words"),
    [
        ("a German cookie wall", WALL_DE.encode(), "a.html", "consent dialogue"),
        ("an English cookie wall", WALL_EN.encode(), "a.html", "consent dialogue"),
        ("an empty page", b"<html><head><title>x</title></head><body></body></html>", "a.html", "no text"),
        (
            "a page made by a script",
            b"<html><body><div id=app></div><script>run()</script></body></html>",
            "a.html",
            "no text",
        ),
        ("navigation only", MENU.encode(), "a.html", "[Nn]o main text"),
        ("a picture", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "a.html", "picture"),
        ("a recording", b"ID3" + b"\x00" * 40, "a.txt", "transcript"),
        ("an archive", b"\x1f\x8b" + b"\x00" * 40, "a.html", "Unpack"),
        ("an old Word file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 40, "a.doc", "Save it as"),
        ("bytes of no kind", bytes(range(256)) * 8, "a.txt", "not read"),
        ("three words", b"Ein kurzer Text.", "a.txt", "no text to read"),
    ],
)
def test_each_refusal_has_its_reason_and_a_remedy(why: str, data: bytes, name: str, words: str) -> None:
    with pytest.raises(Rejected, match=words):
        read(data, name)


def test_an_article_about_cookies_is_no_wall() -> None:
    assert "4.000 Mitgliedern" in read(ARTICLE_ON_COOKIES.encode(), "a.html").document.text


def test_a_teaser_before_a_paywall_is_read_and_its_hint_kept_aside() -> None:
    page = """<html><body><article><h1>Der Hafen wächst</h1><p>Der Hafen von Fenn hat im vergangenen Jahr 14.300
Container umgeschlagen,
    so viele wie noch nie.</p><div class="schranke"><p>Sie möchten weiterlesen? Dieser Artikel ist nur für
Abonnenten.</p></div></article></body></html>"""
    found = read(page.encode(), "a.html")
    assert found.document.text.endswith("so viele wie noch nie.")
    assert any("Abonnenten" in line for line in found.asides)


SENTENCE = "Die Fähre fährt täglich über den Süßwasserkanal, für 4 € je Person – „günstig“, heißt es."


@pytest.mark.parametrize(
    ("why", "data"),
    [
        ("UTF-8", SENTENCE.encode()),
        ("UTF-8 with a mark", b"\xef\xbb\xbf" + SENTENCE.encode()),
        ("Windows-1252 undeclared", SENTENCE.encode("cp1252")),
        ("UTF-16 with a mark", SENTENCE.encode("utf-16")),
        ("UTF-16 without a mark", SENTENCE.encode("utf-16-le")),
        ("UTF-16, the other order, without a mark", SENTENCE.encode("utf-16-be")),
        ("UTF-32 with a mark", SENTENCE.encode("utf-32")),
    ],
)
def test_text_is_decoded_without_guessing(why: str, data: bytes) -> None:
    assert decode(data) == SENTENCE, why


@pytest.mark.parametrize(
    ("why", "declared", "codec"),
    [
        ("Latin-1 that is Windows-1252", "iso-8859-1", "cp1252"),
        ("Windows-1252", "windows-1252", "cp1252"),
        ("a declaration that is wrong", "utf-8", "cp1252"),
        ("a declaration of UTF-16 in plain bytes", "utf-16", "utf-8"),
        ("a declaration nobody knows", "x-klingon", "utf-8"),
        ("another code page, declared", "mac-roman", "mac-roman"),
    ],
)
def test_the_declaration_of_a_page_is_trusted_where_it_holds(why: str, declared: str, codec: str) -> None:
    page = f"<html><head><meta charset='{declared}'></head><body><p>{SENTENCE}</p></body></html>"
    assert SENTENCE in read(page.encode(codec), "a.html").document.text, why


def test_decomposed_umlauts_soft_hyphens_and_nul_bytes_are_cleaned() -> None:
    data = "<html><body><p>Die Fa\u0308hre hat\x00 den Ha\u00adfen um sieben Uhr verlassen.</p></body></html>".encode()
    assert read(data, "a.html").document.text == "Die Fähre hat den Hafen um sieben Uhr verlassen."


def test_a_stray_byte_in_utf8_does_not_spoil_the_rest() -> None:
    data = (SENTENCE * 20).encode() + b"\xe4 Ende."
    assert decode(data).startswith(SENTENCE)


def test_rubbish_is_never_read_as_text() -> None:
    with pytest.raises(Rejected, match="encoding"):
        decode(bytes(range(128, 160)) * 50)


# -- walls -------------------------------------------------------------------------------------------


def page(*parts: str) -> str:
    return f"<html><head><title>Bote</title></head><body>{''.join(parts)}</body></html>"


LOGIN = "<form><label>E-Mail-Adresse</label><input><label>Passwort</label><input><button>Anmelden</button></form>"


@pytest.mark.parametrize(
    ("why", "markup", "words"),
    [
        (
            "a script, German",
            page("<noscript>Bitte aktivieren Sie JavaScript, um die Seite zu sehen.</noscript>"),
            "JavaScript",
        ),
        ("a script, English", page("<p>You need to enable JavaScript to run this app.</p>"), "JavaScript"),
        (
            "a script after a heading",
            page("<h1>bote.example</h1><p>Enable JavaScript and cookies to continue</p>"),
            "JavaScript",
        ),
        (
            "a login, German",
            page("<h1>Anmelden</h1>", LOGIN, "<p>Passwort vergessen?</p><p>Noch kein Konto?</p>"),
            "login",
        ),
        (
            "a login, English",
            page("<p>Please log in to your account to continue.</p><p>Forgot your password?</p>"),
            "login",
        ),
        (
            "a test for robots, German",
            page("<h1>Sind Sie ein Roboter?</h1><p>Bitte lösen Sie die Aufgabe.</p>"),
            "test for robots",
        ),
        ("a test for robots", page("<p>Please complete the security check to see this site.</p>"), "test for robots"),
        (
            "an error page, German",
            page("<h1>Fehler 404</h1><p>Die Seite wurde leider nicht gefunden.</p>"),
            "error page",
        ),
        ("an error page", page("<h1>Sorry</h1><p>The page you were looking for does not exist.</p>"), "error page"),
    ],
)
def test_a_wall_is_refused_by_its_kind(why: str, markup: str, words: str) -> None:
    with pytest.raises(Rejected, match=words):
        read(markup.encode(), "a.html")


@pytest.mark.parametrize(
    ("why", "text"),
    [
        (
            "a report on logins",
            "Nach dem Diebstahl von 4.100 Passwörtern müssen sich alle neu anmelden. Der Hafen prüft.",
        ),
        (
            "a report on robots",
            "The port of Aberwen will test a robot crane. It is not human, the mayor said on Monday.",
        ),
        (
            "a report on pages",
            "Die Seite des Ministeriums ist nicht mehr verfügbar, wie ein Sprecher am Montag in Fenn sagte.",
        ),
    ],
)
def test_a_short_report_on_such_things_is_no_wall(why: str, text: str) -> None:
    assert read(page(f"<h1>Hafen</h1><p>{text}</p>").encode(), "a.html").document.text == text, why


SEALED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 40


@pytest.mark.parametrize(
    ("why", "data", "words"),
    [
        ("an old Word file", SEALED + "WordDocument".encode("utf-16-le"), r"\.doc\).*save it as \.docx"),
        ("a message of Outlook", SEALED + "__properties_version1.0".encode("utf-16-le"), r"\.msg\).*\.eml"),
        ("a locked document", SEALED + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("an old spreadsheet", SEALED + "Workbook".encode("utf-16-le"), "spreadsheet"),
        ("data", b'<?xml version="1.0"?><akte/>', "not read"),
    ],
)
def test_what_other_programs_wrote_is_refused_by_its_kind(why: str, data: bytes, words: str) -> None:
    with pytest.raises(Rejected, match=words):
        read(data, "a.doc")


def test_a_scan_is_refused_as_a_scan() -> None:
    writer, buffer = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(buffer)
    with pytest.raises(Rejected, match="scan.*OCR"):
        read(buffer.getvalue(), "a.pdf")


# -- stubs -------------------------------------------------------------------------------------------

START_DE = (
    "<h1>Der Hafen wächst</h1><p>Der Hafen von Fenn hat im vergangenen Jahr 14.300 Container umgeschlagen, so viele "
    "wie noch nie in seiner Geschichte.</p><p>Nun will die Stadt neue Kräne bauen, "
    "wie der Bürgermeister am Montag sagte.</p>"
)
START_EN = (
    "<h1>The port grows</h1><p>The port of Aberwen handled 14,300 containers last year, more than ever before in its "
    "long history.</p><p>Now the city wants to build new cranes, as the mayor said on Monday.</p>"
)


@pytest.mark.parametrize(
    ("why", "language", "end"),
    [
        ("a paywall", "de", "<div><h3>Jetzt weiterlesen mit Bote+</h3><p>Bereits Abonnent? Hier anmelden</p></div>"),
        (
            "a paywall",
            "en",
            "<div><p>This article is for subscribers only.</p><p>Already a subscriber? Sign in</p></div>",
        ),
        ("a first page", "de", "<p>Seite 1 von 3</p><p><a href='?p=2'>Weiter auf Seite 2</a></p>"),
        ("a first page", "en", "<p class='pages'>Page 1 of 3</p><a href='?p=2'>Next page</a>"),
    ],
)
def test_a_part_of_an_article_is_read_and_bears_the_notice_stub(why: str, language: str, end: str) -> None:
    start = START_DE if language == "de" else START_EN
    found = read(page(f"<article>{start}{end}</article>").encode(), "a.html")
    assert found.document.text.endswith(("am Montag sagte.", "said on Monday.")), why
    given = notices(found.document, (), found.asides, load_lexicons()[language])
    assert [notice.label for notice in given] == ["stub"], why
