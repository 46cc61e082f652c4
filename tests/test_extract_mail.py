"""Mail: the letter without its frame, facts from the headers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email.message import EmailMessage

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
