"""The commands to disagree with: correct a flag or a fact, list what was corrected, take it back, export it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from cli.keeping import _resolve
from cli.shared import Json, library, out, show
from kb.corrections import (
    check_label,
    checked,
    correct_fact,
    correct_flag,
    correction_record,
    exported,
    exported_facts,
    undo,
)
from kb.disagreement import Correction
from kb.errors import KnowledgeBaseError
from kb.library import Library
from kb.model import LABELS

ANSWERS = {"yes": True, "no": False}

Text = str | None


def correct(
    document: Annotated[str | None, typer.Argument(help="A document's id, or its beginning.")] = None,
    sentence: Annotated[Text, typer.Option(help="The sentence that --flag is about: its words, or enough.")] = None,
    flag: Annotated[
        list[str] | None, typer.Option(help=f"LABEL=yes or LABEL=no, of {', '.join(LABELS)}. May be repeated.")
    ] = None,
    publisher: Annotated[Text, typer.Option(help="Who really published it; empty: nobody known.")] = None,
    published: Annotated[Text, typer.Option(help="When, as 2025-03-30; empty: not known.")] = None,
    title: Annotated[Text, typer.Option(help="The real title.")] = None,
    author: Annotated[
        list[str] | None, typer.Option(help="Who wrote it. May be repeated; empty: nobody known.")
    ] = None,
    undo_: Annotated[int | None, typer.Option("--undo", help="The number of a correction to take back.")] = None,
    as_json: Json = False,
) -> None:
    """Disagree: with a flag on a sentence, or with a document's publisher, date, title or authors."""
    facts = {"publisher": publisher, "published": published, "title": title, "authors": author or None}
    given = {fact: checked(fact, value) for fact, value in facts.items() if value is not None}
    if undo_ is not None:
        if document or sentence or flag or given:
            raise typer.BadParameter("--undo NUMBER stands alone")
        _tell(undo(library(), undo_), as_json, "taken back: ")
        return
    if not document or not (flag or given):
        raise typer.BadParameter("give a document id and --flag, --publisher, --published, --title or --author")
    if bool(sentence) != bool(flag):
        raise typer.BadParameter("--flag and --sentence go together")
    flags = [_flag(text) for text in flag or []]
    lib = library()
    (document_id,) = _resolve(lib, [document])
    with lib.store.writing("kb correct"):
        for label, holds in flags:
            _tell(correct_flag(lib, document_id, sentence or "", label, holds), as_json, places=lib)
        for fact, value in given.items():
            _tell(correct_fact(lib, document_id, fact, value), as_json)


def corrections(
    export: Annotated[
        Path | None, typer.Option(help="Write the corrected sentences as a labelled set (JSON Lines) to this file.")
    ] = None,
    export_facts: Annotated[Path | None, typer.Option(help="Write the corrected facts to this file.")] = None,
    as_json: Json = False,
) -> None:
    """List everything that you have corrected, with the numbers to take it back, or export it."""
    lib = library()
    for file, records in ((export, exported), (export_facts, exported_facts)):
        if file is not None:
            count = _write(file, records(lib))
            if as_json:
                show({"path": str(file), "records": count})
            else:
                out.print(f"{file}: {count} records", markup=False)
    if export is None and export_facts is None:
        for each in lib.store.corrections():
            _tell(each, as_json)


def _flag(text: str) -> tuple[str, bool]:
    label, _, answer = text.partition("=")
    if label not in LABELS or answer not in ANSWERS:
        raise typer.BadParameter(f"--flag {text}: write LABEL=yes or LABEL=no, with one of {', '.join(LABELS)}")
    check_label(label, ANSWERS[answer])
    return label, ANSWERS[answer]


def _write(file: Path, records: Iterable[dict[str, Any]]) -> int:
    """Writes the records to a file, one a line, and gives their number."""
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    try:
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise KnowledgeBaseError(f"{file} cannot be written ({error.strerror}); name another file") from None
    return len(lines)


def _tell(correction: Correction, as_json: bool, before: str = "", places: Library | None = None) -> None:
    """A correction, and how many sentences it holds for where a library is given to look in."""
    held = {} if places is None else {"sentences": len(places.store.corrected_places(correction))}
    if as_json:
        show(correction_record(correction) | held)
        return
    what = f"{before}[bold]{correction.id}[/]  {correction.what}: {_said(correction.value)}"
    about = correction.words or correction.context["title"]
    out.print(f"{what}  [dim](was {_said(correction.was)}; by you on {correction.made_at[:10]})[/]\n   {escape(about)}")
    if held.get("sentences", 1) > 1:
        out.print(f"   holds for all {held['sentences']} sentences with these words", markup=False)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return escape(", ".join(value) if isinstance(value, tuple) else str(value or "")) or "not known"
