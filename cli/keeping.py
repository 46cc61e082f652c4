"""The commands that take articles in, show what is there, and look after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from cli.shared import Json, err, library, out, show
from ingest.pipeline import ingest as read
from ingest.pipeline import origins_in
from kb import health
from kb.errors import KnowledgeBaseError, NotFound
from kb.library import Library
from kb.model import Outcome
from kb.record import document_record, origin_record, outcome_record, text_record
from kb.stories import stories as all_stories
from kb.stories import story_ids


def ingest(
    places: Annotated[list[str] | None, typer.Argument(help="Files or folders; without any, the drop folder.")] = None,
    as_json: Json = False,
) -> None:
    """Read articles in: new and changed ones are added, copies recognised, each with an outcome."""
    lib = library()
    wanted = places or [str(lib.settings.sources)]
    if not places and not lib.settings.sources.is_dir():
        raise NotFound(f"there is no drop folder {lib.settings.sources}; make it, or name files: kb ingest FILE …")
    found = origins_in(wanted)
    counts: dict[str, int] = {}
    for outcome in _with_progress(read(lib, found), found):
        counts[outcome.kind] = counts.get(outcome.kind, 0) + 1
        show(outcome_record(outcome)) if as_json else _tell(outcome)
    if not as_json:
        out.print(", ".join(f"{count} {kind}" for kind, count in counts.items()) or "nothing to read", markup=False)


def _with_progress(outcomes: Iterator[Outcome], origins: Sequence[str]) -> Iterator[Outcome]:
    """The outcomes, with a bar on standard error while they come (only on a terminal)."""
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("reading", total=len(origins))
        for outcome in outcomes:
            bar.advance(task)
            yield outcome


def _tell(outcome: Outcome) -> None:
    detail = outcome.reason or (f"{outcome.copy} copy of {outcome.duplicate_of[:12]}" if outcome.duplicate_of else "")
    out.print(f"{outcome.kind:<10} {outcome.origin}{'  - ' if detail else ''}{detail}", markup=False)


def documents(as_json: Json = False) -> None:
    """List every document with publisher, date, origins and notices."""
    lib = library()
    story = story_ids(lib.store)
    for document_id in lib.store.document_ids():
        document = lib.store.document(document_id)
        origins = [
            origin_record(row.origin, row.state, row.fetched_at, row.sha256)
            for row in lib.store.origins_of(document_id)
        ]
        count = len(lib.store.sentences(document_id, document.text))
        record = document_record(document, origins, (story.get(document_id), lib.store.supersedes(document_id)), count)
        if as_json:
            show(record)
            continue
        facts = (document.publisher, record["published"], document.language, *(n.label for n in document.notices))
        out.print(
            f"[bold]{document_id[:12]}[/]  {escape(document.title)}  [dim]{escape(' · '.join(filter(None, facts)))}[/]"
        )


def text(
    document: Annotated[list[str] | None, typer.Argument(help="Document ids, or their beginnings.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every document.")] = False,
    as_json: Json = False,
) -> None:
    """Show the cleaned text of documents, sentence by sentence, with labels and reasons."""
    lib = library()
    if bool(document) == everything:
        raise typer.BadParameter("give either document ids or --all")
    for document_id in lib.store.document_ids() if everything else _resolve(lib, document or []):
        found = lib.store.document(document_id)
        sentences = lib.store.sentences(document_id, found.text)
        if as_json:
            show(text_record(found, sentences))
            continue
        out.print(f"[bold]{escape(found.title)}[/]  [dim]{escape(found.source.origin)}[/]")
        for sentence in sentences:
            labels = ", ".join(f"{flag.label}: {flag.reason}" for flag in sentence.flags)
            out.print(f"  {escape(sentence.text)}" + (f"  [dim]({escape(labels)})[/]" if labels else ""))


def stories(as_json: Json = False) -> None:
    """List groups of copies, near copies and translations."""
    for story in all_stories(library().store):
        members = [
            {"document_id": member.document_id, "origin": member.origin, "relation": member.relation}
            for member in story.members
        ]
        if as_json:
            show({"story": story.id, "members": members})
            continue
        out.print(f"[bold]{story.id[:12]}[/]")
        for member in story.members:
            out.print(f"  {member.relation:<12} {member.origin}", markup=False)


def remove(
    document: Annotated[list[str], typer.Argument(help="Document ids, or their beginnings.")],
    as_json: Json = False,
) -> None:
    """Delete documents everywhere: text, words, vectors, origins. The files in the folder are left alone."""
    lib = library()
    chosen = _resolve(lib, document)
    with lib.store.writing("kb remove"):
        for document_id in chosen:
            lib.store.remove(document_id)
            if as_json:
                show({"document_id": document_id, "outcome": "removed"})
            else:
                out.print(f"removed {document_id[:12]} from text, words, vectors and origins", markup=False)
        lib.index.refresh(lib.store)


def verify(
    repair: Annotated[bool, typer.Option("--repair", help="Make the search index anew from the store first.")] = False,
    as_json: Json = False,
) -> None:
    """Check that everything stored holds together and can be found."""
    found = health.verify(library(), repair)
    record = {
        "ok": found.ok,
        "documents": found.documents,
        "passages": found.passages,
        "vectors": found.vectors,
        "unreachable": found.unreachable,
        "orphans": found.orphans,
        "problems": list(found.problems),
    }
    if as_json:
        show(record)
        return
    out.print(
        f"{'all is well' if found.ok else 'something is wrong'}: {found.documents} documents, "
        f"{found.passages} passages, {found.vectors} vectors, "
        f"{found.unreachable} not found by their own vector, {found.orphans} without a passage"
    )
    for problem in found.problems:
        out.print(f"  - {problem}", markup=False)


def _resolve(lib: Library, given: Sequence[str]) -> list[str]:
    """Whole document ids for ids or their beginnings (six characters or more).

    Raises:
        NotFound: nothing begins so.
        KnowledgeBaseError: several do.
    """
    known = lib.store.document_ids()
    chosen = []
    for start in given:
        matches = [
            document_id
            for document_id in known
            if document_id == start or len(start) > 5 and document_id.startswith(start)
        ]
        if not matches:
            raise NotFound(f"no document {start}; `kb documents` lists them")
        if len(matches) > 1:
            raise KnowledgeBaseError(f"{start} begins the ids of {len(matches)} documents; give more of it")
        chosen += matches
    return list(dict.fromkeys(chosen))
