"""The command that measures: eval."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.shared import Json, library, out, show
from kb.measure import judge, measures, read_labels
from kb.plot import bars


def evaluate(
    file: Annotated[
        Path, typer.Argument(help="JSON Lines: question, and documents, contains (lists of alternatives) or refuse.")
    ],
    plot: Annotated[Path | None, typer.Option(help="Also draw the measures into this SVG file.")] = None,
    as_json: Json = False,
) -> None:
    """Ask labelled questions and tell how many are answered right."""
    labels = read_labels(file)
    found = []
    for one in judge(library(), labels):
        found.append(one)
        if as_json:
            show({"question": one.label.question, "right": one.right, "why": one.why})
        else:
            sign = "[green]right[/]" if one.right else "[red]wrong[/]"
            out.print(sign, end=" ")
            out.print(f"{one.label.question} – {one.why}", markup=False)
    table = measures(found)
    if plot:
        plot.write_text(bars(table, f"{file.name}: {len(found)} questions"), encoding="utf-8")
    if as_json:
        show({"questions": len(found), "measures": table})
        return
    for name, values in table.items():
        shown = "   ".join(f"{language} {value:.2f}" for language, value in values.items())
        out.print(f"{name:<20} {shown}", markup=False)
