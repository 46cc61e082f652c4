"""The commands that take articles in and say how it stands with every file and address."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from cli.shared import Json, err, library, out, printable, show
from ingest.pipeline import ingest as read
from ingest.pipeline import mark_vanished, origins_in
from ingest.watch import watch as watch_folder
from kb.errors import KnowledgeBaseError, NotFound
from kb.model import Outcome
from kb.record import outcome_record
from kb.store import OriginRow


class RateColumn(ProgressColumn):
    """Articles a second since the beginning."""

    def render(self, task: Task) -> Text:
        """The rate, once there is one."""
        return Text(f"{task.completed / task.elapsed:.1f}/s" if task.elapsed and task.completed else "")


def ingest(
    places: Annotated[
        list[str] | None, typer.Argument(help="Files, folders, addresses, feeds; without any, the drop folder.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Read articles in: new and changed ones are added, copies recognised, each with an outcome."""
    lib = library()
    folder = lib.settings.sources
    if not places and not folder.is_dir():
        raise NotFound(f"there is no drop folder {folder}; make it, or name files: kb ingest FILE …")
    found = origins_in(places or [folder], lib.settings.home)
    named = bool(places) and not any(Path(place).is_dir() for place in places or [])
    counts: dict[str, int] = {}
    for outcome in with_progress(read(lib, found, named), found):
        counts[outcome.kind] = counts.get(outcome.kind, 0) + 1
        show(outcome_record(outcome)) if as_json else _tell(outcome)
    for outcome in () if places else mark_vanished(lib, folder, found):
        counts[outcome.kind] = counts.get(outcome.kind, 0) + 1
        show(outcome_record(outcome)) if as_json else _tell(outcome)
    if not as_json:
        out.print(", ".join(f"{count} {kind}" for kind, count in counts.items()) or "nothing to read", markup=False)


def with_progress(outcomes: Iterator[Outcome], origins: Sequence[str]) -> Iterator[Outcome]:
    """The outcomes, with a bar on standard error while they come (only on a terminal)."""
    times = (RateColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), *times)
    total = len(origins)
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("reading", total=total)
        for outcome in outcomes:
            total += outcome.items
            bar.update(task, total=total, advance=1)
            yield outcome


def _tell(outcome: Outcome) -> None:
    detail = outcome.reason or (f"{outcome.copy} copy of {outcome.duplicate_of[:12]}" if outcome.duplicate_of else "")
    out.print(printable(f"{outcome.kind:<10} {outcome.origin}{'  - ' if detail else ''}{detail}"), markup=False)


def watch(as_json: Json = False) -> None:
    """Read the drop folder, then whatever is put into it and whatever is new in known feeds, until Ctrl-C."""
    lib, stop = library(), threading.Event()
    troubles: list[str] = []

    def notify(_queue: Sequence[str], trouble: KnowledgeBaseError | None) -> None:
        if trouble and troubles[-1:] != [str(trouble)]:
            err.print(f"waiting: {trouble}", markup=False)
        troubles[:] = [str(trouble)] if trouble else []

    def report(outcome: Outcome) -> None:
        if as_json:
            show(outcome_record(outcome))
        elif outcome.kind != "unchanged" or outcome.reason:
            _tell(outcome)

    if not as_json:
        err.print(f"watching {lib.settings.sources}; Ctrl-C ends it", markup=False)
    try:
        watch_folder(lib, lib.settings.sources, stop, report, notify)
    except KeyboardInterrupt:
        stop.set()
        if not as_json:
            err.print("stopped; what was finished is kept", markup=False)


def origins(
    state: Annotated[str | None, typer.Option(help="Only those in this state: read, copy, rejected or gone.")] = None,
    as_json: Json = False,
) -> None:
    """List every file and address ever seen, how it stands with it, and why it was not taken in."""
    if state not in (None, "read", "copy", "rejected", "gone"):
        raise typer.BadParameter("--state is one of read, copy, rejected, gone")
    for row in library().store.origins():
        if state in (None, row.standing):
            if as_json:
                show(_standing(row))
            else:
                detail = f"  - {row.reason}" if row.reason else ""
                line = f"{row.standing:<9} {(row.document_id or '')[:12]:<13}{row.origin}{detail}"
                out.print(printable(line), markup=False)


def _standing(row: OriginRow) -> dict[str, Any]:
    return {
        "origin": row.origin,
        "state": row.standing,
        "document_id": row.document_id,
        "reason": row.reason,
        "seen_at": row.seen_at,
        "gone_at": row.gone_at,
        "via": row.via,
        "media_type": row.media_type,
        "sha256": row.sha256,
    }
