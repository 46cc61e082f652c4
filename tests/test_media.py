"""fetch/media: what bytes are, told by their content, where they name other origins or come from office programs."""

from __future__ import annotations

import gzip
import io
import plistlib
import time
import zipfile

import pytest

from ingest.fetch import media_type

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
ODT = "application/vnd.oasis.opendocument.text"
FEED, OPML, SITEMAP = "application/rss+xml", "text/x-opml", "application/x-sitemap+xml"
LINK, ADDRESSES = "application/x-url-link", "text/uri-list"
MAC = {"URL": "https://bote.example/"}
RSS = '<rss version="2.0"><channel><title>x</title></channel></rss>'
ENTITIES = "<!ENTITY a SYSTEM 'b'>" * 500
ARTICLE = "Der Hafen wächst seit Jahren. Mehr dazu: https://bote.example/hafen und https://bote.example/kai."


def odf(mimetype: str, *names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in (("mimetype", mimetype), *((name, "x") for name in names)):
            if content:
                archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("why", "data", "kind"),
    [
        ("RSS", f'<?xml version="1.0"?>{RSS}', FEED),
        ("RSS without a declaration", RSS, FEED),
        (
            "RSS behind a remark and a style",
            f'<?xml version="1.0"?><!-- <html> -->\n<?xml-stylesheet href="x"?>{RSS}',
            FEED,
        ),
        ("RSS 0.91 with a document type", f'<?xml version="1.0"?><!DOCTYPE rss SYSTEM "x.dtd">{RSS}', FEED),
        ("RSS with entities", f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "b">]>{RSS}', FEED),
        (
            "RSS whose entities fill its beginning",
            f"<!DOCTYPE rss [{ENTITIES}]>{RSS}",
            FEED,
        ),
        (
            "XML whose entities fill its beginning",
            f"<!DOCTYPE akte [{ENTITIES}]><akte/>",
            "application/xml",
        ),
        ("RSS in UTF-16", f'<?xml version="1.0" encoding="utf-16"?>{RSS}'.encode("utf-16"), FEED),
        ("RSS, packed", gzip.compress(RSS.encode()), FEED),
        ("RSS that carries a page", RSS.replace("x", "<![CDATA[<html><body>]]>"), FEED),
        ("Atom", '<feed xmlns="http://www.w3.org/2005/Atom"/>', FEED),
        ("Atom with a prefix", '<?xml version="1.0"?><a:feed xmlns:a="http://www.w3.org/2005/Atom"/>', FEED),
        ("RSS 1.0", '<rdf:RDF xmlns:rdf="x#" xmlns="http://purl.org/rss/1.0/"/>', FEED),
        ("other RDF", '<?xml version="1.0"?><rdf:RDF xmlns:rdf="x#" xmlns="http://amt.example/"/>', "application/xml"),
        ("OPML", '<?xml version="1.0"?><opml version="2.0"/>', OPML),
        ("a sitemap", '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>', SITEMAP),
        ("an index of sitemaps", "<?xml version='1.0'?><sitemapindex/>", SITEMAP),
        ("a packed sitemap", gzip.compress(b"<?xml version='1.0'?><urlset/>"), SITEMAP),
        ("a packed page", gzip.compress(b"<html><body><p>x</p></body></html>"), "application/gzip"),
        ("other XML", "<?xml version='1.0'?><akte/>", "application/xml"),
        ("a page that shows a feed", "<!doctype html><html><body><pre>&lt;rss&gt;</pre></body></html>", "text/html"),
        ("a page with a vector picture", "<html><body><svg><path/></svg><p>x</p></body></html>", "text/html"),
        ("a link of Windows", "[InternetShortcut]\r\nURL=https://bote.example/\r\n", LINK),
        ("a link of Windows in UTF-16", "[InternetShortcut]\r\nURL=https://bote.example/\r\n".encode("utf-16"), LINK),
        ("a link of Linux", "[Desktop Entry]\nType=Link\nURL=https://bote.example/\n", LINK),
        ("a program of Linux", "[Desktop Entry]\nType=Application\nExec=x\n", "text/plain"),
        ("a link of macOS", plistlib.dumps(MAC), LINK),
        ("a link of macOS, binary", plistlib.dumps(MAC, fmt=plistlib.FMT_BINARY), LINK),
        ("another property list", plistlib.dumps({"a": 1}, fmt=plistlib.FMT_BINARY), "application/x-plist"),
        ("one address", "https://bote.example/hafen\n", ADDRESSES),
        (
            "addresses, titles and remarks",
            "# Häfen\n- Kai: https://bote.example/1\nhttps://bote.example/2 Mole\n",
            ADDRESSES,
        ),
        ("addresses in UTF-16", "https://bote.example/1\r\nhttps://bote.example/2\r\n".encode("utf-16"), ADDRESSES),
        ("a long list", "https://bote.example/hafen\n" * 2000, ADDRESSES),
        (
            "a list of links in Markdown",
            "- [Kai](https://bote.example/1)\n- [Mole](https://bote.example/2)\n",
            ADDRESSES,
        ),
        ("a text that quotes addresses", ARTICLE, "text/plain"),
        ("an article with its address above", f"https://bote.example/hafen\n\n{ARTICLE}", "text/plain"),
        ("a long list with prose at its end", "https://bote.example/1\n" * 900 + ARTICLE, "text/plain"),
        ("a sentence before an address", "Der Hafen wächst. Das sagt die Stadt: https://bote.example/1", "text/plain"),
        ("remarks without an address", "# nur\n# Worte, www.\n", "text/plain"),
        ("no web addresses", "mailto:a@bote.example\nfile:///etc/passwd\n", "text/plain"),
        ("a flat OpenDocument", '<?xml version="1.0"?><office:document xmlns:office="x"/>', f"{ODT}-flat-xml"),
        ("an OpenDocument", odf(ODT, "content.xml"), ODT),
        (
            "a spreadsheet",
            odf("application/vnd.oasis.opendocument.spreadsheet"),
            "application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("a document of Apple", odf("", "Index/Document.iwa"), "application/vnd.apple.pages"),
        ("RTF", b"{\\rtf1\\ansi x}", "application/rtf"),
        ("an old Word file", OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
        ("a message of Outlook", OLE + "__properties_version1.0".encode("utf-16-le"), "application/vnd.ms-outlook"),
        ("a locked document", OLE + "EncryptedPackage".encode("utf-16-le"), "application/x-ole-encrypted"),
        ("another OLE file", OLE, "application/x-ole-storage"),
    ],
)
def test_what_names_other_origins_is_told_by_content(why: str, data: bytes | str, kind: str) -> None:
    assert media_type(data.encode() if isinstance(data, str) else data, "datei.txt") == kind, why


@pytest.mark.parametrize(
    ("why", "data"),
    [
        ("addresses without end on one line", b"https://a.example/," * 400_000),
        ("a line that nearly is a list", (b"https://a.example/ " * 200 + b"\x01\n") * 2000),
        ("prefixes of sentences", b"www. " * 1_000_000),
        ("open remarks", b"<!--" * 1_000_000),
        ("a mimetype that unpacks to a gigabyte", odf("a" * 50_000_000)),
    ],
)
def test_telling_takes_no_time_whatever_the_bytes(why: str, data: bytes) -> None:
    began = time.process_time()
    assert media_type(data, "a.txt")
    assert time.process_time() - began < 2, why
