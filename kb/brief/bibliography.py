"""The cited sources for reference managers: CSL JSON, RIS and BibLaTeX, with the checked quotations as notes. Pure.

Authors are written as they stand in the source and never split into first and last names: a press office
or a ministry has none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from kb.brief.reference import Entry, one_line, web_address
from kb.brief.wording import WORDS, known

_CSL_MARKUP = re.compile(r"<(?=/?(?:i|b|sup|sub|sc|span)\b)", re.IGNORECASE)
_TEX = {char: f"\\{char}" for char in "$&#_%"} | {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # an escaped brace still counts as one for BibTeX, and unbalances the entry
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_LANGID = {"de": "german", "en": "english"}


def csl_json(entries: Sequence[Entry]) -> str:
    """CSL JSON, one item a source; `note` holds the quotations a line each, `custom` the origin and the list."""
    return json.dumps([_csl_item(entry) for entry in entries], ensure_ascii=False, indent=2) + "\n"


def ris(entries: Sequence[Entry]) -> str:
    """RIS, one record a source, an N1 for each quotation; lines end in CRLF."""
    return "".join(f"{tag}  - {value}\r\n" for entry in entries for tag, value in _ris_fields(entry))


def biblatex(entries: Sequence[Entry]) -> str:
    """BibLaTeX, one `@online` (or, without an address, `@misc`) a source; quotations are its `annotation`."""
    return "\n".join(_bib_entry(entry) for entry in entries)


def _key(entry: Entry) -> str:
    return f"source-{entry.number}-{entry.reference.document_id[:8]}"


def _quoted(entry: Entry) -> list[str]:
    marks = WORDS[known(entry.reference.language)]
    return [f"{marks['open']}{quote}{marks['close']}" for quote in entry.quotes]


def _csl_text(text: str) -> str:
    """CSL knows a few HTML tags in its fields and no way to escape them: a space keeps a source's from being one."""
    return _CSL_MARKUP.sub("< ", one_line(text))


def _csl_date(when: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[when.year, when.month, when.day]]}


def _csl_item(entry: Entry) -> dict[str, Any]:
    reference, address = entry.reference, web_address(entry.reference)
    item: dict[str, Any] = {
        "id": _key(entry),
        "type": "webpage" if address else "document",
        "title": _csl_text(reference.title),
        "author": [{"literal": _csl_text(author)} for author in reference.authors],
        "container-title": _csl_text(reference.publisher or ""),
        "publisher": _csl_text(reference.publisher or ""),
        "issued": _csl_date(reference.published) if reference.published else None,
        "accessed": _csl_date(reference.retrieved) if reference.retrieved else None,
        "URL": address,
        "language": reference.language,
        "note": "\n".join(_csl_text(quote) for quote in _quoted(entry)),
    }
    custom = {"document_id": reference.document_id, "origin": reference.origin, "quotes": list(entry.quotes)}
    return {name: value for name, value in item.items() if value} | {"custom": custom}


def _ris_fields(entry: Entry) -> list[tuple[str, str]]:
    reference, address = entry.reference, web_address(entry.reference)
    fields = [("TY", "ELEC" if address else "GEN"), ("ID", _key(entry)), ("TI", reference.title)]
    fields += [("AU", author) for author in reference.authors]
    fields.append(("PB", reference.publisher or ""))
    if reference.published:
        fields += [("PY", str(reference.published.year)), ("DA", reference.published.strftime("%Y/%m/%d"))]
    fields += [("UR", address or ""), ("LA", reference.language)]
    if reference.retrieved:
        fields.append(("Y2", reference.retrieved.strftime("%Y/%m/%d")))
    fields += [("N1", quote) for quote in _quoted(entry)]
    fields.append(("N1", f"{WORDS[known(reference.language)]['origin']}: {reference.origin}"))
    return [(tag, one_line(value)) for tag, value in fields if one_line(value)] + [("ER", "")]


def _tex(text: str) -> str:
    escaped = "".join(_TEX.get(char, char) for char in one_line(text))
    return re.sub(r"-(?=-)", "-{}", escaped)  # TeX makes a dash of two hyphens


def _bib_entry(entry: Entry) -> str:
    reference, address = entry.reference, web_address(entry.reference)
    origin = f"{WORDS[known(reference.language)]['origin']}: {reference.origin}"
    fields = {
        "title": f"{{{_tex(reference.title)}}}",
        "author": " and ".join(f"{{{_tex(author)}}}" for author in reference.authors),
        "organization": f"{{{_tex(reference.publisher)}}}" if reference.publisher else "",
        "date": reference.published.isoformat() if reference.published else "",
        "url": address or "",
        "urldate": reference.retrieved.date().isoformat() if reference.retrieved and address else "",
        "langid": _LANGID.get(reference.language, ""),
        "annotation": _tex(" ".join([*_quoted(entry), origin])),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@{'online' if address else 'misc'}{{{_key(entry)},\n{''.join(lines)}}}\n"
