"""Mail: the letter without its frame, facts from the headers."""

from __future__ import annotations

import base64
import quopri
from datetime import UTC, date, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest

from ingest.extract import Extraction, extract
from ingest.fetch import media_type
from kb.errors import Rejected
from kb.model import Source

LETTER = """View this email in your browser: https://tide.example/12

Dear reader,

The harbour authority has counted 4,100 seals this winter, a fifth more than last year.

One more thing

Keep your dogs on a lead. Wardens may fine walkers 60 pounds.

You are receiving this letter because you signed up on our site.

Unsubscribe | Update preferences
Tideline Ltd, 4 Quay Street, Aberwen
"""


def message(text: str | None, html: str | None = None) -> bytes:
    mail = EmailMessage()
    mail["From"] = "Edda Strand <news@tideline.example>"
    mail["To"] = "readers@tideline.example"
    mail["Subject"] = "Fwd: Seals return to Aberwen"
    mail["Date"] = "Tue, 06 Feb 2024 09:30:00 +0100"
    if text is not None:
        mail.set_content(text, charset="iso-8859-1")
    if html is not None:
        mail.add_alternative(html, subtype="html") if text is not None else mail.set_content(html, subtype="html")
    return mail.as_bytes()


def read(data: bytes) -> Extraction:
    return extract(data, Source("0" * 64, "a.eml", media_type(data, "a.eml"), datetime(2026, 1, 1, tzinfo=UTC)))


def test_the_letter_is_kept_and_its_frame_dropped() -> None:
    assert read(message(LETTER)).document.text == (
        "Dear reader,\n\nThe harbour authority has counted 4,100 seals this winter, a fifth more than last year.\n\n"
        "One more thing\n\nKeep your dogs on a lead. Wardens may fine walkers 60 pounds."
    )


def test_the_headers_give_the_facts() -> None:
    document = read(message(LETTER)).document
    assert (document.title, document.published) == ("Seals return to Aberwen", date(2024, 2, 6))
    assert (document.authors, document.publisher) == (("Edda Strand",), "Tideline")


def test_a_letter_in_html_alone_is_read() -> None:
    page = "<html><body><h1>Seals</h1><p>The harbour authority has counted 4,100 seals this winter.</p></body></html>"
    assert "4,100 seals" in read(message(None, page)).document.text


def test_a_page_saved_as_a_web_archive_is_read_with_its_address() -> None:
    archive = (
        b"From: <Saved by a browser>\r\nSnapshot-Content-Location: https://tide.example/seals\r\nSubject: Seals\r\n"
        b"Date: Tue, 6 Feb 2024 09:30:00 -0000\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="X"\r\n\r\n--X\r\n'
        b"Content-Type: text/html; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<html><body><h1>Seals return</h1><p>The harbour authority has "
        b"counted 4,100 seals =E2=80=93 a record.</p></body></html>\r\n--X--\r\n"
    )
    document = read(archive).document
    assert document.url == "https://tide.example/seals"
    assert "4,100 seals – a record." in document.text


def test_a_message_without_text_is_refused() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "a@b.example", "x", "Tue, 06 Feb 2024 09:30:00 +0100"
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf")
    with pytest.raises(Rejected, match="attachment"):
        read(mail.as_bytes())


# -- newsletters -------------------------------------------------------------------------------------

GERMAN = """<html><head><style>p { color: black }</style></head><body>
<div style="display:none">Robben, Häfen, Deiche &zwnj;&nbsp;&zwnj;&nbsp;</div>
<p><a href="https://klick.kai.example/v/aaaabbbbccccddddeeeeffff0000111122223333">Im Browser ansehen</a></p>
<h1>Die Häfen wachsen</h1>
<p>Der Hafen von Fenn hat im vergangenen Jahr 14.300 Container umgeschlagen, wie der
<a href="https://verband.example/zahlen?utm_source=nl&amp;jahr=2023">Verband</a> mitteilte, und
<a href="https://klick.kai.example/c/aaaabbbbccccddddeeeeffff0000111122223333">plant</a> neue Kräne.</p>
<p>Im Herbst sollen die Zahlen für die Binnenhäfen folgen. Die Länder wollen 20 Millionen Euro geben.</p>
<p><a href="#">Twitter</a> | <a href="#">LinkedIn</a> | <a href="#">Mastodon</a></p>
<p>Sie erhalten diesen Newsletter, weil Sie sich auf kai.example angemeldet haben.</p>
<p>Hier können Sie sich vom Newsletter abmelden.</p><p>Kai Verlag GmbH, Deichstraße 4, 12345 Fenn</p>
<img src="https://klick.kai.example/o/1.gif" width="1" height="1" alt=""></body></html>"""


def test_a_newsletter_in_html_loses_its_tracking_and_its_foot() -> None:
    found = read(message(None, GERMAN)).document
    assert found.text.startswith("Der Hafen von Fenn hat im vergangenen Jahr 14.300 Container")
    assert found.text.endswith("Die Länder wollen 20 Millionen Euro geben.")
    assert [link.href for link in found.links] == ["https://verband.example/zahlen?jahr=2023"]


def test_a_plain_letter_loses_the_addresses_that_count_clicks() -> None:
    text = """The harbour authority <https://click.tide.example/aaaabbbbccccddddeeee0000111122223333> has counted 4,100
seals this winter, a fifth more than last year, and told more at https://tide.example/seals to everybody.

https://click.tide.example/c/aaaabbbbccccddddeeeeffff0000111122223333

Keep your dogs on a lead. Wardens may fine walkers 60 pounds, the council said on Monday in Aberwen.

Click here to unsubscribe from this list
4 Quay Street, Aberwen
"""
    found = read(message(text)).document.text
    assert "click.tide" not in found
    assert "https://tide.example/seals" in found
    assert found.endswith("the council said on Monday in Aberwen.")


def test_a_sentence_on_leaving_is_no_foot() -> None:
    last = "Wer nicht gespeichert werden will, muss sich bei der Behörde ausdrücklich abmelden."
    text = "Das Register der Fischer soll im Herbst öffnen und 4.100 Boote verzeichnen, wie das Ministerium am Montag\n"
    assert read(message(f"{text}in Fenn mitteilte.\n\n{last}\n")).document.text.endswith(last)


def test_a_plain_part_that_only_points_to_the_other_is_not_the_letter() -> None:
    plain = (
        "Your mail program cannot show this newsletter. Please open it in a browser to read it, or ask us for help.\n"
    )
    page = "<p>The harbour authority has counted 4,100 seals this winter, a fifth more than last year.</p>" * 6
    assert "4,100 seals" in read(message(plain, f"<html><body>{page}</body></html>")).document.text


# -- forwarded letters -------------------------------------------------------------------------------

LETTER_DE = """Der Hafen von Fenn hat im vergangenen Jahr 14.300 Container umgeschlagen, so viele wie noch nie in seiner
Geschichte, wie der Verband am Montag mitteilte.

Im Herbst sollen die Zahlen für die Binnenhäfen folgen.
"""
GMAIL = """zur Kenntnis
---------- Forwarded message ---------
Von: Redaktion Hafenblatt <post@hafenblatt.example>
Date: Di., 5. März 2024 um 09:30 Uhr
Subject: Häfen wachsen
To: <edda@tideline.example>

"""
OUTLOOK = """Liebe Kollegen, siehe unten.

Von: Redaktion Hafenblatt <post@hafenblatt.example>
Gesendet: Dienstag, 5. März 2024 09:30
An: Edda Strand <edda@tideline.example>
Betreff: Häfen wachsen

"""
APPLE = """> Anfang der weitergeleiteten Nachricht:
>
> Von: Redaktion Hafenblatt <post@hafenblatt.example>
> Betreff: Häfen wachsen
> Datum: 5. März 2024 um 09:30:00 MEZ
> An: edda@tideline.example
>
"""
AS_HTML = f"""<html><body><p>zur Kenntnis</p><div><b>Von:</b> Redaktion Hafenblatt &lt;<a
href="mailto:x">post@hafenblatt.example</a>&gt;
<br><b>Gesendet:</b> Dienstag, 5. März 2024 09:30<br><b>An:</b> Edda<br><b>Betreff:</b> Häfen wachsen<br></div>
<p>{LETTER_DE.replace(chr(10) * 2, "</p><p>")}</p></body></html>"""


@pytest.mark.parametrize(
    ("why", "text", "page"),
    [
        ("from Gmail", GMAIL + LETTER_DE, None),
        ("from Outlook", OUTLOOK + LETTER_DE, None),
        ("from Apple Mail, quoted", APPLE + "".join(f"> {line}\n" for line in LETTER_DE.splitlines()), None),
        ("in HTML", None, AS_HTML),
        ("twice", "Von: A <a@b.example>\nDatum: 6.3.2024\nBetreff: WG: x\n\nfyi\n\n" + OUTLOOK + LETTER_DE, None),
    ],
)
def test_a_forwarded_letter_is_the_one_its_author_wrote(why: str, text: str | None, page: str | None) -> None:
    found = read(message(text, page)).document
    assert (found.title, found.published, found.publisher) == ("Häfen wachsen", date(2024, 3, 5), "Hafenblatt"), why
    assert found.text.startswith("Der Hafen von Fenn"), why
    assert found.text.endswith("Binnenhäfen folgen."), why


def test_an_answer_is_read_without_the_letter_it_answers() -> None:
    answer = " ".join(["Unsere Stellungnahme zu den Häfen lautet, dass 20 Millionen Euro nicht genügen."] * 8)
    found = read(message(f"{answer}\n\n{OUTLOOK.split(chr(10), 2)[2]}{LETTER_DE}")).document
    assert "14.300" not in found.text
    assert found.title == "Seals return to Aberwen"


# -- encodings, senders, attachments -----------------------------------------------------------------

HEADERS = "From: a@b.example\nSubject: x\nDate: Tue, 06 Feb 2024 09:30:00 +0100\n"


@pytest.mark.parametrize(
    ("why", "charset", "codec"),
    [
        ("Latin-1 that is Windows-1252", "iso-8859-1", "cp1252"),
        ("Windows-1252", "windows-1252", "cp1252"),
        ("UTF-8", "utf-8", "utf-8"),
        ("nothing declared", "", "cp1252"),
        ("a charset nobody knows", "x-unbekannt", "utf-8"),
    ],
)
@pytest.mark.parametrize("way", ["base64", "quoted-printable", "8bit"])
def test_umlauts_come_through_every_transport(why: str, charset: str, codec: str, way: str) -> None:
    text = (
        "Die Fähre fährt täglich über den Süßwasserkanal, für 4 € je Person – „günstig“, heißt es im Hafen von Fenn. "
        * 3
    )
    raw = text.encode(codec)
    coded = {"base64": base64.encodebytes(raw), "quoted-printable": quopri.encodestring(raw), "8bit": raw}[way]
    declared = f"; charset={charset}" if charset else ""
    head = f"{HEADERS}MIME-Version: 1.0\nContent-Type: text/plain{declared}\nContent-Transfer-Encoding: {way}\n\n"
    found = read(head.encode() + coded)
    assert "Süßwasserkanal, für 4 € je Person – „günstig“" in found.document.text, why


def test_cyrillic_in_an_old_charset_is_decoded() -> None:
    text = "Порт сообщил о рекордном обороте контейнеров за прошлый год и о новых кранах для причала на севере. " * 3
    head = f"{HEADERS}Content-Type: text/plain; charset=koi8-r\n\n"
    assert "рекордном обороте" in read(head.encode() + text.encode("koi8-r")).document.text


def test_soft_line_breaks_are_undone() -> None:
    letter = [
        "The harbour authority has counted 4,100 seals",
        "this winter, a fifth more than last",
        "year, as it said on",
    ]
    text = " \n".join([*letter, "Monday in Aberwen, and will count again.\n"])
    found = read(f"{HEADERS}Content-Type: text/plain; format=flowed\n\n{text}".encode())
    assert found.document.text == text.replace("\n", "").strip()


@pytest.mark.parametrize(
    ("why", "sender", "authors", "publisher"),
    [
        ("a person of a house", "Edda Strand | Tideline <x@tideline.example>", ("Edda Strand",), "Tideline"),
        ("a house at a mail provider", "Hafenblatt Newsletter <hafenblatt@gmail.example>", (), "Hafenblatt"),
        ("a person at a mail provider", "Edda Strand <edda@gmx.example>", ("Edda Strand",), None),
        ("a house behind a comma", "Edda Strand, Tideline <x@tideline.example>", ("Edda Strand",), "Tideline"),
        ("a house like a person", "Edda Strand | Tidal Notes <x@tidalnotes.example>", ("Edda Strand",), "Tidal Notes"),
        ("an office behind a comma", "Fenn Institute, Press Office <x@fenninst.example>", (), "Fenn Institute"),
        ("the last name first", "Strand, Edda <edda@gmx.example>", ("Edda Strand",), None),
        ("a house with an ampersand", "Buoy & Beacon <x@buoybeacon.example>", (), "Buoy & Beacon"),
        ("no name", "<news@unbekannt.example>", (), None),
    ],
)
def test_the_sender_is_author_or_publisher(why: str, sender: str, authors: tuple[str, ...], publisher: str) -> None:
    data = message(LETTER_DE).replace(b"Edda Strand <news@tideline.example>", sender.encode())
    found = read(data).document
    assert (found.authors, found.publisher) == (authors, publisher), why


RTF = rb"{\rtf1\ansi The harbour authority has counted 4,100 seals this winter, a fifth more than last year.\par}"


def with_attachments(*attached: tuple[str, bytes]) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "a@b.example", "siehe Anhang", "Tue, 06 Feb 2024 09:30:00 +0100"
    mail.set_content("Gruß")
    for name, data in attached:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def test_the_one_document_that_a_letter_brings_is_read() -> None:
    found = read(with_attachments(("bericht.rtf", RTF), ("logo.png", b"\x89PNG\r\n\x1a\n"))).document
    assert found.text.startswith("The harbour authority has counted 4,100 seals")
    assert (found.published, found.authors) == (None, ())


@pytest.mark.parametrize(
    ("why", "attached", "words"),
    [
        ("several documents", (("a.rtf", RTF), ("b.rtf", RTF)), r"only attachments \(a.rtf, b.rtf\)"),
        ("a picture", (("a.png", b"\x89PNG\r\n\x1a\n"),), r"only attachments \(a.png\)"),
        ("a broken document", (("a.pdf", b"%PDF-1.4"),), "its attachment a.pdf: "),
        ("nothing at all", (), "has no text"),
    ],
)
def test_a_letter_without_a_text_says_what_it_brings(why: str, attached: tuple[tuple[str, bytes]], words: str) -> None:
    with pytest.raises(Rejected, match=words):
        read(with_attachments(*attached))


def test_a_letter_within_a_letter_is_read() -> None:
    outer = EmailMessage()
    outer["From"], outer["Subject"], outer["Date"] = "c@d.example", "WG: x", "Wed, 07 Feb 2024 09:30:00 +0100"
    outer.set_content("zur Kenntnis")
    outer.add_attachment(BytesParser(policy=policy.default).parsebytes(message(LETTER)))
    found = read(outer.as_bytes()).document
    assert (found.title, found.published) == ("Seals return to Aberwen", date(2024, 2, 6))
