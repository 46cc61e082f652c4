"""fetch: what is read, what is refused with which words, and media types told by content."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import UTC
from pathlib import Path

import pytest

from ingest.fetch import DOCX, MAX_TEXT_BYTES, Fetcher, Validators, fetch, media_type
from kb.errors import Rejected


def _zip(*names: str, mimetype: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
HTML = b"<!DOCTYPE html><html><body><p>Die Imkerei w\xc3\xa4chst.</p></body></html>"


@pytest.mark.parametrize(
    ("why", "data", "name", "kind"),
    [
        ("a page", HTML, "a.html", "text/html"),
        ("a page without an ending", HTML, "download", "text/html"),
        ("a page in UTF-16 with a mark", HTML.decode().encode("utf-16"), "a.html", "text/html"),
        ("a page in UTF-16 without a mark", HTML.decode().encode("utf-16-le"), "a.html", "text/html"),
        ("a fragment named html", b"<p>Ein Satz.</p>", "a.html", "text/html"),
        ("XHTML with a declaration", b'<?xml version="1.0"?><html xmlns="x"><body/></html>', "a.xhtml", "text/html"),
        ("text", "Die Fähre fährt.".encode(), "a.txt", "text/plain"),
        ("text in Windows-1252", "Die Fähre fährt über Nacht.".encode("cp1252"), "a.txt", "text/plain"),
        ("text that speaks of a tag far down", b"Words. " * 60 + b"The <p> tag.", "a.txt", "text/plain"),
        ("Markdown by name", b"# Bees\n\nThey fly.", "a.md", "text/markdown"),
        ("Markdown by front matter", b"---\ntitle: Bees\n---\nThey fly.", "a.txt", "text/markdown"),
        ("a mail", b"From: a@b.example\nTo: c@d.example\nSubject: x\nDate: y\n\nHi", "a.eml", "message/rfc822"),
        ("a PDF", b"%PDF-1.7\n...", "a.bin", "application/pdf"),
        ("a PDF behind a byte of rubbish", b"\n%PDF-1.4\n...", "a.pdf", "application/pdf"),
        ("a Word file", _zip("[Content_Types].xml", "word/document.xml"), "a.docx", DOCX),
        ("a Word file named zip", _zip("word/document.xml"), "a.zip", DOCX),
        (
            "an OpenDocument",
            _zip("content.xml", mimetype="application/vnd.oasis.opendocument.text"),
            "a.odt",
            "application/vnd.oasis.opendocument.text",
        ),
        ("an archive", _zip("a.txt"), "a.zip", "application/zip"),
        ("a broken archive", b"PK\x03\x04rubbish", "a.docx", "application/zip"),
        ("a picture named html", PNG, "a.html", "image/png"),
        ("a photograph named txt", b"\xff\xd8\xff\xe0" + b"\x00" * 30, "a.txt", "image/jpeg"),
        ("a drawing", b'<svg xmlns="http://www.w3.org/2000/svg"><text>x</text></svg>', "a.svg", "image/svg+xml"),
        ("an old Word file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "a.doc", "application/x-ole-storage"),
        ("a feed", b'<?xml version="1.0"?><rss><channel/></rss>', "a.xml", "application/rss+xml"),
        ("bytes of no kind", bytes(range(256)) * 8, "a.txt", "application/octet-stream"),
    ],
)
def test_media_type_is_told_by_content(why: str, data: bytes, name: str, kind: str) -> None:
    assert media_type(data, name) == kind, why


def test_a_file_is_read_with_its_hash_and_the_path_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bienen.html").write_bytes(HTML)
    monkeypatch.chdir(tmp_path)
    source, data = fetch("bienen.html")
    assert data == HTML
    assert (source.id, source.origin) == (hashlib.sha256(HTML).hexdigest(), "bienen.html")
    assert source.media_type == "text/html"
    assert source.fetched_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("why", "content", "words"),
    [
        ("no such file", None, "does not exist"),
        ("an empty file", b"", "is empty"),
        ("white space only", b"  \r\n\t\n", "is empty"),
        ("a byte order mark only", b"\xef\xbb\xbf", "is empty"),
        ("text over the limit", b"<html>" + b"x" * MAX_TEXT_BYTES, "too large"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(
    tmp_path: Path, why: str, content: bytes | None, words: str
) -> None:
    path = tmp_path / "datei.html"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Rejected, match=words) as refusal:
        fetch(str(path))
    assert str(path) in str(refusal.value), why


def test_fifty_megabytes_of_html_are_refused_before_they_are_parsed(tmp_path: Path) -> None:
    path = tmp_path / "riesig.html"
    path.write_bytes(b"<html><body>" + b"<p>Ein Satz, und noch einer.</p>" * 1_600_000)
    with pytest.raises(Rejected, match=r"too large .* limit is \d+ MB"):
        fetch(str(path))


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="is a folder"):
        fetch(str(tmp_path))


def test_a_file_without_the_right_to_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "geheim.txt"
    path.write_text("Text", encoding="utf-8")

    def denied(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)
    with pytest.raises(Rejected, match="may not be read.*chmod"):
        fetch(str(path))


@pytest.mark.parametrize("address", ["ftp://zeitung.example/artikel", "file:///etc/hosts", "HTTP://127.0.0.1/"])
def test_an_address_of_another_kind_or_place_is_refused_with_the_way_round(address: str) -> None:
    with pytest.raises(Rejected, match="KB_PRIVATE_HOSTS|[Ss]ave the page") as refusal:
        fetch(address)
    assert "127.0.0.1" in str(refusal.value) or address in str(refusal.value)


def test_a_fetcher_reads_files_too(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(HTML)
    with Fetcher() as fetcher:
        fetched = fetcher.fetch(str(tmp_path / "a.html"))
    assert fetched and (fetched.data, fetched.source.media_type) == (HTML, "text/html")
    assert (fetched.address, fetched.charset, fetched.validators) == (None, None, Validators())
