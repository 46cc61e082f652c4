"""The commands that show what is there and look after it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from cli.reading import with_progress
from cli.shared import Json, err, library, out, show
from ingest.rebuild import rebuild as read_again
from kb import health, removal
from kb.changes import changes as all_changes
from kb.corrections import corrected_records
from kb.errors import KnowledgeBaseError, NotFound
from kb.library import Library
from kb.record import document_record, origin_record, text_record
from kb.stories import stories as all_stories
from kb.stories import story_ids


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
        ties, said = (story.get(document_id), lib.store.supersedes(document_id)), corrected_records(lib, document_id)
        record = document_record(document, origins, ties, count, said[0])
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
            show(text_record(found, sentences, corrected_records(lib, document_id)[1]))
            continue
        out.print(f"[bold]{escape(found.title)}[/]  [dim]{escape(found.source.origin)}[/]")
        for sentence in sentences:
            labels = ", ".join(f"{flag.label}: {flag.reason}" for flag in sentence.flags)
            out.print(f"  {escape(sentence.text)}" + (f"  [dim]({escape(labels)})[/]" if labels else ""))


def changes(
    document: Annotated[str, typer.Argument(help="A document's id, or its beginning.")],
    since: Annotated[str | None, typer.Option(help="The id of an older version; without it, the one before.")] = None,
    as_json: Json = False,
) -> None:
    """Show what changed in an article since the version before, sentence by sentence."""
    lib = library()
    (newer,) = _resolve(lib, [document])
    older = _resolve(lib, [since])[0] if since else lib.store.supersedes(newer)
    if older is None:
        raise NotFound(f"{newer[:12]} is the first version that was read; `kb documents` says what supersedes what")
    before, after = lib.store.document(older).text, lib.store.document(newer).text
    for change in all_changes(before, after):
        sides = ((before, change.before), (after, change.after))
        old, new = (text[slice(*span)] if span else None for text, span in sides)
        if as_json:
            show({"kind": change.kind, "before": old, "after": new, "older": older, "newer": newer})
        elif change.kind != "kept":
            out.print(*(f"{mark} {text}" for mark, text in (("-", old), ("+", new)) if text), sep="\n", markup=False)


def original(
    document: Annotated[str, typer.Argument(help="A document's id, or its beginning.")],
    output: Annotated[Path, typer.Option("-o", help="The file to write.")],
    as_json: Json = False,
) -> None:
    """Write the bytes that a document was read from, as they came, from the archive."""
    lib = library()
    (document_id,) = _resolve(lib, [document])
    row = lib.store.origins_of(document_id)[0]
    output.write_bytes(lib.archive.get(row.sha256))
    if as_json:
        show({"document_id": document_id, "path": str(output), "origin": row.origin, "sha256": row.sha256})
    else:
        out.print(f"{output}: as {row.origin} carried it on {row.fetched_at[:10]}", markup=False)


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
    """Delete documents everywhere: text, words, vectors, origins, archive. The files stay, unread."""
    lib = library()
    for document_id in removal.remove(lib, _resolve(lib, document)):
        if as_json:
            show({"document_id": document_id, "outcome": "removed"})
        else:
            out.print(f"removed {document_id[:12]} from text, words, vectors, origins and archive", markup=False)


def rebuild(
    from_archive: Annotated[
        bool, typer.Option("--from-archive", help="Read every document again from the bytes as they came.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make the search index anew from the store; with --from-archive, everything from the archived bytes."""
    lib, began = library(), time.perf_counter()
    if from_archive:
        for outcome in with_progress(read_again(lib), lib.store.document_ids()):
            if outcome.reason:
                err.print(f"{outcome.origin}: {outcome.reason}", markup=False)
    with lib.store.writing("kb rebuild"):
        lib.store.sum_again()
        lib.index.rebuild(lib.store)
    counts = lib.store.counts()
    record: dict[str, Any] = {key: counts[key] for key in ("documents", "passages")}
    record["seconds"] = round(time.perf_counter() - began, 2)
    if as_json:
        show(record)
    else:
        out.print("{documents} documents, {passages} passages, {seconds} s".format(**record), markup=False)


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
