"""The commands that hold claims against the sources: check, claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape

from cli.asking import Batch
from cli.shared import Json, library, one_or_batch, out, show
from kb.assess import Reader, Sum, assess, standings, sums
from kb.model import LABELS, Assessment, Citation, Document, Standing
from kb.numbers import plain
from kb.record import assessment_record, standing_record

VERDICTS = {
    "supported": "[green]supported[/]",
    "contradicted": "[red]contradicted[/]",
    "mixed": "[yellow]mixed[/]",
    "not_found": "not in the sources",
}


def check(
    claim: Annotated[str | None, typer.Argument(help="A sentence, German or English.")] = None,
    batch: Batch = None,
    as_json: Json = False,
) -> None:
    """Hold a claim against the sources: supported, contradicted, mixed or not found, with words for both sides."""
    reader = Reader(library())
    for row in one_or_batch(claim, batch, "claim"):
        found = assess(reader.library, row["claim"], reader)
        if as_json:
            given = {"id": row["id"]} if "id" in row else {}
            show(given | assessment_record(found, reader.documents((*found.supporting, *found.opposing))))
        else:
            _tell(reader, found)


def claims(
    label: Annotated[str | None, typer.Option(help=f"Only sentences with this label: {', '.join(LABELS)}.")] = None,
    document: Annotated[str | None, typer.Option(help="Only those of this document.")] = None,
    language: Annotated[str | None, typer.Option(help="Only de or en.")] = None,
    as_json: Json = False,
) -> None:
    """List the flagged sentences: corroborated, an echo of one origin, single or disputed."""
    lib = library()
    if label is not None and label not in LABELS:
        raise typer.BadParameter(f"--label: one of {', '.join(LABELS)}")
    if language is not None and language not in lib.settings.languages:
        raise typer.BadParameter(f"--language: one of {', '.join(lib.settings.languages)}")
    if document is not None:
        lib.store.document(document)  # says so where there is none
    reader = Reader(lib)
    for standing in standings(reader, label, document, language):
        if as_json:
            record = standing_record(standing, reader.documents((*standing.supporting, *standing.opposing)))
            show(record | {"sums": [asdict(one) for one in _sums(reader, standing)]})
        else:
            _list(reader, standing)


def _tell(reader: Reader, found: Assessment) -> None:
    out.print(f"{VERDICTS[found.verdict]}: {escape(found.reason)}")
    _sides(reader, found.supporting, found.opposing)


def _list(reader: Reader, standing: Standing) -> None:
    labels = ", ".join(flag.label for flag in standing.sentence.flags)
    out.print(
        f"{escape(standing.sentence.text)}\n   [yellow]{labels}[/] · {standing.status}: {escape(standing.reason)}"
    )
    for one in _sums(reader, standing):
        if not one.holds:
            out.print(f"   [yellow]the sum does not hold: {escape(one.said)} said, {plain(one.result)} comes out[/]")
    _sides(reader, (), standing.opposing)


def _sums(reader: Reader, standing: Standing) -> tuple[Sum, ...]:
    sentence = standing.sentence
    return sums(sentence.text, reader.read(sentence.document_id).document.language)


def _sides(reader: Reader, supporting: Iterable[Citation], opposing: Iterable[Citation]) -> None:
    for sign, side in (("+", supporting), ("−", opposing)):
        for citation in side:
            document = reader.read(citation.document_id).document
            out.print(f"   {sign} {escape(citation.quote)}\n     [dim]{escape(_facts(document))}[/]")


def _facts(document: Document) -> str:
    facts = (document.publisher, str(document.published or ""), document.title, document.source.origin)
    return " · ".join(filter(None, facts))
