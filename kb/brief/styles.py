"""The brief's look: pandoc's tree of it with small print and sources marked, and the styles that these marks get.

`REFERENCE_CHANGES` (docx, odt), `CSS` and `TYPST` define the same three styles: note, quotation, source.
"""

from __future__ import annotations

import re
from typing import Any

Block = dict[str, Any]

_NUMBER = re.compile(r"\[\d+\]$")


def _docx(name: str, paragraph: str, letters: str = "", base: str = "Normal") -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{base}"/><w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>'
    )


def _odt(name: str, paragraph: str, letters: str = "", base: str = "Standard") -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{base}">'
        f"<style:paragraph-properties {paragraph}/><style:text-properties {letters}/></style:style>"
    )


_DOCX_STYLES = (
    _docx(
        "Note",
        '<w:keepLines/><w:spacing w:before="0" w:after="200"/>',
        '<w:color w:val="595959"/><w:sz w:val="18"/><w:szCs w:val="18"/>',
    )
    + _docx("NoteBelow", '<w:ind w:left="480" w:right="480"/>', base="Note")
    + _docx("Quotation", '<w:keepNext/><w:keepLines/><w:spacing w:before="120" w:after="40"/>')
    + _docx("Source", '<w:keepLines/><w:spacing w:before="0" w:after="120"/><w:ind w:left="480" w:hanging="480"/>')
)
_DOCX_PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/>'
)
_ODT_STYLES = (
    _odt("Note", 'fo:margin-top="0cm" fo:margin-bottom="0.35cm"', 'fo:font-size="9pt" fo:color="#595959"')
    + _odt("NoteBelow", 'fo:margin-left="1.2cm" fo:margin-right="1cm"', base="Note")
    + _odt("Quotation", 'fo:margin-top="0.2cm" fo:margin-bottom="0.07cm" fo:keep-with-next="always"')
    + _odt("Source", 'fo:margin-left="0.8cm" fo:text-indent="-0.8cm" fo:margin-bottom="0.2cm"')
)
# format → changes to pandoc's reference document: the file in it, what stands there, what is put there
REFERENCE_CHANGES = {
    "docx": (
        ("word/styles.xml", "</w:styles>", _DOCX_STYLES + "</w:styles>"),
        ("word/document.xml", "</w:footnotePr>", "</w:footnotePr>" + _DOCX_PAGE),
    ),
    "odt": (
        ("styles.xml", "</office:styles>", _ODT_STYLES + "</office:styles>"),
        ("styles.xml", 'fo:page-width="8.5in"', 'fo:page-width="21cm"'),
        ("styles.xml", 'fo:page-height="11in"', 'fo:page-height="29.7cm"'),
    ),
}
CSS = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
body { max-width: 42em; margin: 2em auto; padding: 0 1em; font: 1rem/1.5 Georgia, serif; color: #1a1a1a; }
h1, h2 { line-height: 1.2; }
h2 { margin-top: 2em; }
blockquote { margin: .5em 0 .5em 1em; padding-left: 1em; border-left: 2px solid #ccc; color: inherit; }
.quotation p { margin: 1em 0 0; }
blockquote p { margin: 0; }
.note p { margin: .2em 0 1em; font-size: .8em; color: #555; }
.source p { padding-left: 2em; text-indent: -2em; font-size: .9em; overflow-wrap: anywhere; }
</style>
"""
TYPST = """#set document(title: sys.inputs.title)
#set page(paper: "a4", margin: (x: 2.6cm, y: 2.4cm), numbering: "1 / 1")
#set text(font: "Libertinus Serif", size: 11pt, lang: sys.inputs.lang)
#set par(leading: 0.62em, spacing: 1em)
#show heading: set block(above: 1.8em, below: 0.9em, sticky: true)
#show heading.where(level: 1): set text(size: 18pt)
#show heading.where(level: 2): set text(size: 13pt)
#show link: set text(fill: rgb("#1f4e79"))
#show quote.where(block: true): it => block(
  above: 0.8em, below: 0.9em, inset: (left: 1em, y: 0.2em), stroke: (left: 1pt + luma(180)), it.body
)
#let note(body) = block(above: 0.65em, below: 1.4em, text(size: 8.5pt, fill: luma(90), body))
#let quotation(body) = block(below: 0.65em, breakable: false, sticky: true, body)
#let source(body) = block(below: 0.9em, breakable: false, {
  set par(hanging-indent: 1.7em)
  set text(size: 9.5pt)
  body
})
"""


def styled(blocks: list[Block]) -> list[Block]:
    """The blocks of a brief, its notes, its quotations (what a note follows) and its sources in a styled `Div`."""
    last_heading = max((at for at, block in enumerate(blocks) if block["t"] == "Header"), default=len(blocks))
    found = []
    for at, block in enumerate(blocks):
        if _is_note(block):
            found.append(_note("Note", block))
        elif block["t"] == "BlockQuote":
            inner = [_note("NoteBelow", part) if _is_note(part) else part for part in block["c"]]
            found.append({"t": "BlockQuote", "c": inner})
        elif at > last_heading and _is_source(block):
            found.append(_div("source", "Source", block))
        elif block["t"] == "Para" and at + 1 < len(blocks) and _is_note(blocks[at + 1]):
            found.append(_div("quotation", "Quotation", block))
        else:
            found.append(block)
    return found


def for_typst(blocks: list[Block]) -> list[Block]:
    """Styled blocks with styles as calls of `TYPST` and each word as a string, which typst sets as it is."""
    found: list[Block] = []
    for block in blocks:
        if block["t"] == "Div":
            style, inner = block["c"][0][1][0], block["c"][1]
            found += [_raw("Block", f"#{style}["), *_as_strings(inner), _raw("Block", "]")]
        elif block["t"] == "BlockQuote":
            found.append({"t": "BlockQuote", "c": for_typst(block["c"])})
        else:
            found.append(_as_strings(block))
    return found


def _is_note(block: Block) -> bool:
    return block["t"] == "Para" and len(block["c"]) == 1 and block["c"][0]["t"] == "Emph"


def _is_source(block: Block) -> bool:
    return block["t"] == "Para" and block["c"][0]["t"] == "Str" and bool(_NUMBER.match(block["c"][0]["c"]))


def _note(look: str, block: Block) -> Block:
    return _div("note", look, {"t": "Para", "c": block["c"][0]["c"]})


def _div(style: str, look: str, block: Block) -> Block:
    return {"t": "Div", "c": [["", [style], [["custom-style", look]]], [block]]}


def _raw(kind: str, code: str) -> Block:
    return {"t": f"Raw{kind}", "c": ["typst", code]}


def _as_strings(node: Any) -> Any:
    if isinstance(node, list):
        return [_as_strings(item) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("t") == "Str":
        text = node["c"].replace("\\", "\\\\").replace('"', '\\"')
        return _raw("Inline", f'#"{text}";')
    return {key: _as_strings(value) for key, value in node.items()}
