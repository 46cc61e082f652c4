"""OpenDocument and RTF: text in order with its structure; nothing hidden or deleted; bad files refused."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import UTC, date, datetime

import pytest

from ingest.extract import Extraction, extract
from ingest.fetch import media_type
from kb.errors import Rejected
from kb.model import Source


def read(data: bytes, name: str = "a") -> Extraction:
    return extract(data, Source("0" * 64, name, media_type(data, name), datetime(2026, 1, 1, tzinfo=UTC)))


def blocks(found: Extraction) -> list[tuple[str, str]]:
    text = found.document.text
    return [(block.kind, text[block.start : block.end]) for block in found.document.blocks]


# -- OpenDocument ------------------------------------------------------------------------------------

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing", "meta": "meta",
        "fo": "xsl-fo-compatible",
    }.items()
) + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
STYLES = """<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="T3" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="T4" style:family="text"><style:text-properties fo:color="#ffffff"/></style:style>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Verborgen"/>
<style:style style:name="Verborgen" style:family="paragraph"><style:text-properties text:display="none"/></style:style>
<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Title"/>"""
META = """<office:meta><dc:title>Dokument1</dc:title><meta:initial-creator>Jörg Müßig</meta:initial-creator>
<meta:creation-date>2024-03-05T09:00:00</meta:creation-date><meta:keyword>Hafen</meta:keyword></office:meta>"""
RUNNING = """<office:master-styles><style:master-page><style:header><text:p>Fenner Hafenamt · Bericht · 4. März 2024</text:p>
</style:header></style:master-page></office:master-styles>"""  # noqa: E501
BODY = """<text:tracked-changes><text:changed-region><text:deletion><text:p>GELÖSCHT und weg ist dieser ganze Absatz.</text:p>
</text:deletion></text:changed-region></text:tracked-changes>
<text:p text:style-name="P2">Häfen im Norden</text:p>
<text:table-of-content><text:index-body><text:p>Ausblick 2</text:p></text:index-body></text:table-of-content>
<text:p>Die Häfen haben im Jahr 2023 <text:s text:c="3"/>14.300<text:tab/>Container<text:note><text:note-citation>1
</text:note-citation><text:note-body><text:p>Ohne leere.</text:p></text:note-body></text:note> umgeschlagen, wie der
<text:a xlink:href="https://verband.example/">Verband</text:a> meldet,<text:span text:style-name="T1"> VERSTECKT</text:span>
<text:span text:style-name="T4">WEISS</text:span> auf 10<text:span text:style-name="T2">6</text:span> Quadratmetern.<office:annotation>
<text:p>BEMERKUNG</text:p></office:annotation><text:change-start/> Eingefügtes bleibt.<text:change-end/></text:p>
<text:p text:style-name="P1">VERBORGEN ist dieser Absatz, den sein Autor vor dem Verschicken nicht gelöscht hat.</text:p>
<text:section text:display="none"><text:p>VERBORGEN ist auch dieser Abschnitt mit allem, was in ihm steht.</text:p></text:section>
<text:h text:outline-level="2">Ausblick</text:h>
<text:list><text:list-item><text:p>Neue Kräne für 20 Mio. Euro</text:p><text:list><text:list-item><text:p>davon 4 in Fenn</text:p>
</text:list-item></text:list></text:list-item></text:list>
<text:p><text:span text:style-name="T3">Zahlen im Einzelnen</text:span></text:p>
<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p><text:span text:style-name="T4">Jahr</text:span>
</text:p></table:table-cell><table:table-cell><text:p>Container</text:p></table:table-cell></table:table-row>
</table:table-header-rows><table:table-row><table:table-cell><text:p>2023</text:p></table:table-cell><table:table-cell>
<text:p>14.300</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table>
<text:p><draw:frame><draw:text-box><text:p>Im Rahmen steht, dass die Binnenhäfen später folgen.</text:p></draw:text-box></draw:frame></text:p>
<text:p>Im Herbst will der Verband die Zahlen für die Binnenhäfen nennen.</text:p>"""  # noqa: E501


def odt(body: str = BODY, more: dict[str, bytes] | None = None) -> bytes:
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{STYLES}</office:automatic-styles><office:body>"
    )
    content += f"<office:text>{body}</office:text></office:body></office:document-content>"
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": content.encode(),
        "styles.xml": f"<office:document-styles {NAMES}>{RUNNING}</office:document-styles>".encode(),
        "meta.xml": f"<office:document-meta {NAMES}>{META}</office:document-meta>".encode(),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (parts | (more or {})).items():
            archive.writestr(name, data)
    return buffer.getvalue()


EXPECTED = [
    ("paragraph", "Die Häfen haben im Jahr 2023 14.300 Container[1] umgeschlagen, wie der Verband meldet, auf 10^6 "
     "Quadratmetern. Eingefügtes bleibt."),
    ("heading", "Ausblick"),
    ("list_item", "Neue Kräne für 20 Mio. Euro"),
    ("list_item", "davon 4 in Fenn"),
    ("heading", "Zahlen im Einzelnen"),
    ("table_row", "Jahr | Container"),
    ("table_row", "2023 | 14.300"),
    ("paragraph", "Im Rahmen steht, dass die Binnenhäfen später folgen."),
    ("paragraph", "Im Herbst will der Verband die Zahlen für die Binnenhäfen nennen."),
    ("footnote", "[1] Ohne leere."),
]  # fmt: skip


def test_an_opendocument_is_read_in_order_without_what_is_hidden_or_deleted() -> None:
    found = read(odt())
    assert blocks(found) == EXPECTED
    assert [link.href for link in found.document.links] == ["https://verband.example/"]


def test_its_facts_come_from_title_running_lines_and_properties() -> None:
    found = read(odt()).document
    assert (found.title, found.authors, found.publisher) == ("Häfen im Norden", ("Jörg Müßig",), "Fenner Hafenamt")
    assert (found.published, found.tags) == (date(2024, 3, 4), ("Hafen",))


def test_a_flat_opendocument_is_read_alike() -> None:
    flat = f'<?xml version="1.0"?><office:document {NAMES}>{META}'
    flat += f"<office:automatic-styles>{STYLES}</office:automatic-styles>{RUNNING}"
    flat += f"<office:body><office:text>{BODY}</office:text></office:body></office:document>"
    assert blocks(read(flat.encode(), "a.fodt")) == EXPECTED


@pytest.mark.parametrize(
    ("why", "data", "words"),
    [
        ("cut off", odt()[:-400], "Unpack|damaged"),
        ("no content", odt("").replace(b"content.xml", b"kontent.xml"), "damaged"),
        ("broken XML", odt("<text:p>"), "damaged"),
        ("not a word in it", odt("<text:p/>"), "no text to read"),
        ("locked", odt(more={"META-INF/manifest.xml": b"<m><manifest:encryption-data/></m>"}), "password"),
        ("locked as a whole", odt(more={"encrypted-package": b"x"}), "password"),
        ("a bomb", odt(more={"Pictures/a": b"\x00" * 210_000_000}), "more than 200 MB"),
    ],
)
def test_a_bad_opendocument_is_refused_with_a_remedy(why: str, data: bytes, words: str) -> None:
    with pytest.raises(Rejected, match=words):
        read(data, "a.odt")


# -- RTF ---------------------------------------------------------------------------------------------

FONTS = (
    r"{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset238 Times CE;}{\f2\fcharset204 Times Cyr;}{\f3\fcharset77 Geneva;}}"
)
TABLES = (
    FONTS
    + r"""{\colortbl;\red255\green255\blue255;\red0\green0\blue0;}
{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2 \'dcberschrift 2;}{\*\cs10 Default;}}
{\info{\title Dokument1}{\author J\'f6rg M\'fc\'dfig}{\*\company Fenner Hafenamt}{\creatim\yr2024\mo3\dy5\hr9}
{\keywords Hafen, Kran}}"""
)
RTF = (
    r"{\rtf1\ansi\ansicpg1252\deff0"
    + TABLES
    + r"""{\header\pard Seite {\field{\*\fldinst PAGE}{\fldrslt 1}}\par}
{\pard\s1 H\'e4fen im Norden\par}
{\field{\*\fldinst TOC \\o}{\fldrslt Ausblick 2\par}}
\pard\plain Die H\u228?fen haben im Jahr\~2023 14.300\tab Container{\super\chftn{\footnote\pard\plain{\super\chftn} Ohne
 leere.}} umgeschlagen, wie der {\field{\*\fldinst{HYPERLINK "https://verband.example/"}}{\fldrslt{\ul Verband}}} meldet,
{\v  VERSTECKT}{\deleted  WEG}{\cf1  WEISS}{\*\bkmkstart a}{\*\unbekannt WEG} auf 10{\super 6} Quadratmetern.{\revised  Eingef\'fc}gtes
 bleibt.\par
\pard\s2 Ausblick\par
{\listtext\pard\'b7\tab}\pard\ls1\ilvl0 Neue Kr\'e4ne f\'fcr 20 Mio. Euro\par
{\pntext\'b7\tab}\pard\ls1\ilvl1 davon 4 in Fenn\par
\pard\plain{\b Zahlen im Einzelnen}\par
\trowd\cellx1\cellx2\pard\intbl{\cf1 Jahr}\cell Container\cell\row
\trowd\cellx1\cellx2\pard\intbl 2023\cell 14.300\cell\row
{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt\pard Im Rahmen steht, dass die Binnenh\'e4fen sp\'e4ter folgen.\par}}{\shprslt WEG}}
\pard Im Herbst will der Verband die Zahlen f\'fcr die Binnenh\'e4fen nennen.{\pict\pngblip 89504e47}\par
{\pict\bin5 }}}}}}}"""  # noqa: E501
)


def test_rtf_is_read_in_order_without_what_is_hidden_or_deleted() -> None:
    found = read(RTF.encode())
    assert blocks(found) == EXPECTED
    assert [link.href for link in found.document.links] == ["https://verband.example/"]


def test_the_properties_of_rtf_give_facts() -> None:
    found = read(RTF.encode()).document
    assert (found.title, found.authors, found.publisher) == ("Häfen im Norden", ("Jörg Müßig",), "Fenner Hafenamt")
    assert (found.published, found.tags) == (date(2024, 3, 5), ("Hafen", "Kran"))


@pytest.mark.parametrize(
    ("why", "written", "text"),
    [
        ("bytes in the code page", r"\'fc\'df\'80", "üß€"),
        ("a number with a stand-in", r"\u252?\u223 ss", "üßs"),
        ("a number with two letters for it", r"{\uc2\u252ue}\u223s", "üß"),
        ("a number with a byte for it", r"\u8222\'84x\u8220\'93", "„x“"),
        ("a number with none", r"{\uc0\u252\u223}", "üß"),
        ("a negative number", r"\u-10179?\u-8704?", "😀"),
        ("a number before a closing brace", r"{\u252}x", "üx"),
        ("another font's code page", r"{\f1 \'b3\'f3d\'9f}", "łódź"),
        ("Cyrillic", r"{\f2 \'cf\'ee\'f0\'f2}", "Порт"),
        ("a Mac's", r"{\f3 \'9f\'a7}", "üß"),
        ("signs by name", r"a\emdash b\endash c\rquote d\~e\_f\-g", "a—b–c’d e-fg"),
        ("raw bytes", "\xfc\xdf", "üß"),
        ("braces and a backslash", r"\{\}\\", r"{}\ "[:-1]),
        ("a line within", r"a\line b", "a b"),
    ],
)
def test_umlauts_come_from_every_spelling(why: str, written: str, text: str) -> None:
    data = rf"{{\rtf1\ansi\ansicpg1252{FONTS}\pard\f0 Der Hafen von Fenn schreibt |{written}| und sonst nichts.\par}}"
    assert f"|{text}|" in read(data.encode("latin-1")).document.text, why


@pytest.mark.parametrize(
    ("why", "head", "byte"),
    [
        ("of a Mac", r"\mac", "9f"),
        ("of DOS", r"\pc", "81"),
        ("Windows-1250", r"\ansicpg1250", "fc"),
        ("none", "", "fc"),
    ],
)
def test_the_code_page_of_the_file_counts(why: str, head: str, byte: str) -> None:
    data = rf"{{\rtf1{head} Der Hafen f\'{byte}hrt die Liste der H\'{byte}te im Norden.\par}}"
    assert "führt die Liste der Hüte" in read(data.encode()).document.text, why


@pytest.mark.parametrize(
    ("why", "data", "words"),
    [
        ("cut off", RTF[: RTF.index("Zahlen im")], "cut off"),
        ("cut off in a picture", RTF[: RTF.index("89504e47")], "cut off"),
        ("empty", r"{\rtf1\ansi }", "no text to read"),
        ("nothing but a picture", r"{\rtf1\ansi {\pict\pngblip 89504e47}\par}", "no text to read"),
    ],
)
def test_bad_rtf_is_refused_with_a_remedy(why: str, data: str, words: str) -> None:
    with pytest.raises(Rejected, match=words):
        read(data.encode())


@pytest.mark.parametrize(
    "data", [b"{\\rtf1" + b"{" * 500_000, b"{\\rtf1" + b"\\'e4" * 500_000, b"{\\rtf1 " + b"\\b x\\b0 y " * 60_000]
)
def test_odd_rtf_takes_little_time(data: bytes) -> None:
    began = time.process_time()
    with pytest.raises(Rejected, match="cut off|nests"):
        read(data)
    assert time.process_time() - began < 5
