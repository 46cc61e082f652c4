"""Answers to a brief: cited sentences with what each is worth, and the list of their sources, in every format.

`markdown` is the brief itself; every other format is made of it (pages) or of its citations (bibliographies).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kb.brief.bibliography import biblatex, csl_json, ris
from kb.brief.page import main_language, markdown
from kb.brief.reference import Reference, by_number, printed, reference_of
from kb.brief.render import render
from kb.errors import KnowledgeBaseError, Misconfigured
from kb.model import Answer

__all__ = ["FORMATS", "Reference", "markdown", "reference_of", "write"]

_LISTS = {"bib": biblatex, "ris": ris, "csljson": csl_json}
FORMATS = ("md", "docx", "odt", "html", "pdf", *_LISTS)


def write(title: str, answers: Sequence[Answer], references: Mapping[str, Reference], format: str, path: Path) -> int:
    """Write the brief to `path` and return the number of quotations in it.

    A bibliography (`bib`, `ris`, `csljson`) has one entry a document, with its quotations as notes. Raises
    `Misconfigured` for an unknown format or a converter that isn't installed, `NotFound` where a citation's
    document is not among `references`, `KnowledgeBaseError` where the file cannot be written.
    """
    if format not in FORMATS:
        raise Misconfigured(f"there is no format {format!r} for a brief; choose one of {', '.join(FORMATS)}")
    if format in _LISTS:
        content = _LISTS[format](by_number(answers, references)).encode("utf-8")
    else:
        page = markdown(title, answers, references)
        content = page.encode("utf-8") if format == "md" else render(page, format, title, main_language(answers))
    try:
        path.write_bytes(content)
    except OSError as error:
        raise KnowledgeBaseError(f"the brief cannot be written to {path}: {error.strerror}") from error
    return sum(1 for _ in printed(answers))
