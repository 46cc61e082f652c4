"""A source's text never acts as markup in a brief, and every format carries it whole."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypandoc
import pytest

from kb.brief import Reference, markdown, write
from kb.brief.page import escape
from kb.model import Answer, AnswerSentence, Citation, Conflict, Flag
from kb.text import canonical

WERK = Reference(
    document_id="a" * 64,
    title="Werk an der Elbe",
    publisher="Süddörfer Blatt",
    authors=("Jörg Muster", "Redaktion Wirtschaft"),
    published=date(2024, 8, 20),
    url="https://blatt.example/werk_2024?a=1&b=2",
    origin="sources/werk.html",
    language="de",
    retrieved=datetime(2026, 3, 1, 9, 30),
)
GRID = Reference("b" * 64, "Grid under load", None, (), None, None, "sources/grid.txt", "en", None)
REFERENCES = {WERK.document_id: WERK, GRID.document_id: GRID}
UMLAUTS = "Größere Öfen für Übergänge: äöüß ÄÖÜ – „so“."


def quoted(reference: Reference, text: str) -> AnswerSentence:
    return AnswerSentence(text, (Citation(reference.document_id, text, 0, len(text)),))


def said(question: str, *sentences: AnswerSentence, **more: Any) -> Answer:
    return Answer(question, "de", sentences, more.pop("refusal", None), (), "f0", **more)


# -- a source's text is data -----------------------------------------------------------------------

NASTY = [
    ("emphasis", "**x** and _y_ and ~~z~~ and ==m=="),
    ("script", "<script>alert(1)</script> <b onclick=x>b</b> <!-- c -->"),
    ("image", "![](http://tracker.example/p.png)"),
    ("link", "[a](b) [a][b] [a] <http://auto.example> http://bare.example www.bare.example"),
    ("script address", "[a](javascript:alert(1)) javascript:alert(1)"),
    ("maths", "$x$ and $$y$$ and \\(z\\) and \\[w\\]"),
    ("citation and mention", "@cite [@cite] -@cite a@b.example"),
    ("code", "`code` ``more`` ```fence"),
    ("raw attribute", "`<b>`{=html} [a]{.b #c} {#id}"),
    ("heading", "# Kopf #"),
    ("ordered list", "1. eins"),
    ("ordered list with bracket", "12) zwölf"),
    ("letter list", "a. eins"),
    ("bracketed list", "(1) eins"),
    ("roman list", "iv. vier"),
    ("bullet", "- Punkt"),
    ("plus bullet", "+ Punkt"),
    ("quotation", "> Zitat"),
    ("rule", "---"),
    ("underline of a heading", "==="),
    ("table", "| a | b | c"),
    ("definition", ": Erklärung"),
    ("div", "::: warnung"),
    ("emoji and directive", ":smile: :red[rot]"),
    ("title block", "% Titel"),
    ("backslashes", "\\ \\n \\\\ \\* C:\\Pfad\\"),
    ("footnote", "[^1] ^[Note] x[^1]: y"),
    ("superscript and subscript", "H~2~O x^2^"),
    ("entity", "&amp; &lt;b&gt; &#64; &copy"),
    ("typst", '#let x = 1; #read("x") /* c */ // d <label> -? -5 ... -- "q" \'s\''),
    ("TeX", "\\input{x} {unbalanced % # & _ ^ ~"),
    ("front matter", "--- title: x ---"),
    ("line breaks", "eins\n\n# zwei\r\n- drei\n    vier\u2028fünf"),
]
READERS = ("commonmark-raw_html", "commonmark_x-smart", "gfm", "markdown-smart+mark")
INERT = {"Str", "Space", "SoftBreak", "Emph", "Para", "Header", "BlockQuote", "Strong"}


def nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, list):
        for item in tree:
            yield from nodes(item)
    elif isinstance(tree, dict):
        if "t" in tree:
            yield tree
        yield from nodes(tree.get("c", []))


def shown(tree: Any) -> str:
    return "".join(
        node["c"] if node["t"] == "Str" else " " for node in nodes(tree) if node["t"] not in {"Emph", "Strong"}
    )


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def nasty_answer(text: str) -> tuple[Answer, dict[str, Reference]]:
    """A brief with `text` everywhere that a source's, a model's or a user's words can stand."""
    reference = replace(GRID, title=text, publisher=text, authors=(text,), origin=text, url=text, language="de")
    citation = Citation(reference.document_id, text, 0, len(text))
    own_words = AnswerSentence(text + " anders", (citation,), (Flag(text, text),))
    quotation = AnswerSentence(text, (citation,), (Flag("marketing", text),))
    conflict = Conflict(text, (citation, citation))
    answer = said(text, own_words, quotation, engine=text, conflicts=(conflict,))
    return answer, {reference.document_id: reference}


@pytest.mark.parametrize("reader", READERS)
def test_text_of_a_source_is_never_markup(reader: str) -> None:
    for name, text in NASTY:
        answer, references = nasty_answer(text)
        harmless, plain = nasty_answer("harmlos")
        tree = json.loads(pypandoc.convert_text(markdown(text, [answer], references), "json", reader))["blocks"]
        expected = json.loads(pypandoc.convert_text(markdown("x", [harmless], plain), "json", reader))["blocks"]
        assert {node["t"] for node in nodes(tree)} <= INERT, (name, reader)
        assert [block["t"] for block in tree] == [block["t"] for block in expected], (name, reader)
        assert sum(node["t"] == "Emph" for node in nodes(tree)) == sum(n["t"] == "Emph" for n in nodes(expected)), name
        for block in (tree[0], tree[2]):  # title and question: nothing but the text itself
            assert flat(shown(block["c"][2])) == flat(text), (name, reader)


@pytest.mark.parametrize("text", [case[1] for case in NASTY], ids=[case[0] for case in NASTY])
def test_escaped_text_is_on_one_line(text: str) -> None:
    assert "\n" not in escape(text)


def test_ordinary_prose_stays_readable() -> None:
    text = 'Laut IEA waren es 2024 rund 415 TWh (1,5 %), so AT&T – 12,5 Mrd. Euro: viel. U. a. "dies".'
    assert escape(text) == text


def test_an_unsafe_address_is_no_link() -> None:
    for url in ("javascript:alert(1)", "https://a.example/> <b>", "ftp://a.example", "https://a.example/x y"):
        brief = markdown("T", [said("Q", quoted(WERK, "Text."))], {WERK.document_id: replace(WERK, url=url)})
        assert f"<{url}" not in brief


# -- formats ---------------------------------------------------------------------------------------


def everything() -> tuple[list[Answer], dict[str, Reference]]:
    """An ordinary answer with umlauts, a refusal, and one made of every nasty text."""
    nasty, references = nasty_answer(" ".join(flat(text) for _, text in NASTY))
    return [said("Wozu Öfen?", quoted(WERK, UMLAUTS)), said("Warum?", refusal="none"), nasty], REFERENCES | references


def body(path: Path, member: str = "") -> str:
    """The text of a written brief, without its markup."""
    raw = zipfile.ZipFile(path).read(member).decode("utf-8") if member else path.read_text(encoding="utf-8")
    if path.suffix == ".odt":
        raw = re.sub(r"<text:(?:s|line-break)\b[^>]*>", " ", raw)
    return flat(unescape(re.sub(r"<[^>]*>", "", raw)))


@pytest.mark.parametrize(("format", "member"), [("docx", "word/document.xml"), ("odt", "content.xml"), ("html", "")])
def test_documents_carry_every_word_as_it_stands(format: str, member: str, tmp_path: Path) -> None:
    answers, references = everything()
    path = tmp_path / f"brief.{format}"
    assert write("Lage – Öfen", answers, references, format, path) == 5
    text = body(path, member)
    for words in (UMLAUTS, "Süddörfer Blatt, 20. August 2024", *(flat(text) for _, text in NASTY)):
        assert canonical(words) in canonical(text), words  # marks within the quotation's own are single


class Elements(HTMLParser):
    """The names of a page's elements and of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_html_has_no_active_part(tmp_path: Path) -> None:
    answers, references = everything()
    write("<script>x</script>", answers, references, "html", tmp_path / "b.html")
    html = (tmp_path / "b.html").read_text(encoding="utf-8")
    parser = Elements()
    parser.feed(html)
    assert not parser.names & {"script", "img", "iframe", "object", "embed", "link", "base", "form", "input"}
    assert not [name for name in parser.attributes if name.startswith("on")]
    assert {"p", "div", "blockquote"} <= parser.names
    assert set(re.findall(r'href="([^"]*)"', html)) == {"https://blatt.example/werk_2024?a=1&amp;b=2"}
    assert "<title>&lt;script&gt;x&lt;/script&gt;</title>" in html
    assert '<html xmlns="http://www.w3.org/1999/xhtml" lang="de"' in html


@pytest.mark.parametrize(
    ("format", "member", "size"),
    [("docx", "word/document.xml", 'w:w="11906"'), ("odt", "styles.xml", 'fo:page-width="21cm"')],
)
def test_paper_is_a4(format: str, member: str, size: str, tmp_path: Path) -> None:
    write("Lage", [said("Wozu?", quoted(WERK, "Dazu."))], REFERENCES, format, tmp_path / "b")
    assert size in zipfile.ZipFile(tmp_path / "b").read(member).decode()


@pytest.mark.parametrize("format", ["docx", "odt"])
def test_small_print_has_its_style(format: str, tmp_path: Path) -> None:
    path = tmp_path / f"brief.{format}"
    write("Lage", [said("Wozu?", quoted(WERK, "Dazu."))], REFERENCES, format, path)
    parts = zipfile.ZipFile(path)
    styles = parts.read("word/styles.xml" if format == "docx" else "styles.xml").decode()
    text = parts.read("word/document.xml" if format == "docx" else "content.xml").decode()
    assert '"Note"' in styles
    assert '"Note"' in text


def test_pdf_keeps_source_words_out_of_typst(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import typst

    seen: list[bytes] = []
    compile_ = typst.compile

    def spy(source: bytes, **options: Any) -> bytes:
        seen.append(source)
        assert options["ignore_system_fonts"]
        pdf: bytes = compile_(source, **options)
        return pdf

    monkeypatch.setattr(typst, "compile", spy)
    answers, references = everything()
    write('T "q" \\ #x', answers, references, "pdf", tmp_path / "b.pdf")
    assert (tmp_path / "b.pdf").read_bytes().startswith(b"%PDF-")
    strings = re.compile(
        r'#"(?:[^"\\]|\\.)*";|#link\("https://blatt[^"]*"\)|#(?:note|quotation|source|quote|emph|strong)\b'
    )
    left = strings.sub("", seen[0].decode("utf-8").split("#let source", 1)[1].split("})\n", 1)[1])
    assert re.sub(r"[\s\[\]=]|\(block: true\)", "", left) == ""


def test_bibliographies_hold_each_source_once_with_its_quotes(tmp_path: Path) -> None:
    answers = [said("Eins?", quoted(WERK, UMLAUTS), quoted(WERK, "Zwei.")), said("Zwei?", quoted(WERK, UMLAUTS))]
    for format in ("bib", "ris", "csljson"):
        assert write("Lage", answers, REFERENCES, format, tmp_path / format) == 3
    items = json.loads((tmp_path / "csljson").read_text(encoding="utf-8"))
    assert len(items) == 1
    assert items[0]["custom"]["quotes"] == [UMLAUTS, "Zwei."]
    assert items[0]["issued"] == {"date-parts": [[2024, 8, 20]]}
    lines = (tmp_path / "ris").read_bytes().decode("utf-8").split("\r\n")
    assert lines[0] == "TY  - ELEC"
    assert lines[-2:] == ["ER  - ", ""]
    assert {"AU  - Jörg Muster", "DA  - 2024/08/20", f"N1  - „{UMLAUTS}“", "LA  - de"} <= set(lines)
    bib = (tmp_path / "bib").read_text(encoding="utf-8")
    assert bib.count("@online{") == 1
    assert bib.count(UMLAUTS) == 1


def test_bibliographies_survive_nasty_text(tmp_path: Path) -> None:
    answers, references = everything()
    for format in ("bib", "ris", "csljson"):
        write("Lage", answers, references, format, tmp_path / format)
    ris = (tmp_path / "ris").read_bytes().decode("utf-8")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in ris.split("\r\n")[:-1])
    title = json.loads((tmp_path / "csljson").read_text(encoding="utf-8"))[1]["title"]
    assert not re.search(r"</?(?:b|i|span|sup|sub)\b", title)
    read_back = json.loads(pypandoc.convert_file(str(tmp_path / "bib"), "csljson", "biblatex"))
    assert [item["title"] for item in read_back][0] == "Werk an der Elbe"
    assert len(read_back) == 2
    assert "unbalanced % # & _ ^ ~ --- title" in read_back[1]["title"]
