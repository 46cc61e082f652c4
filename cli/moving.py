"""The commands for what lies in a home as a whole: backup, restore, and the conversations kept there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.shared import Json, library, out, settings, show
from kb import backup as backups
from kb import conversation as talk


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write, for example desk.tar.gz.")], as_json: Json = False
) -> None:
    """Write everything the home owns into one file: texts, versions, archive, corrections, conversations."""
    done = backups.backup(library(), file)
    if as_json:
        show({"path": str(done.path), "documents": done.documents, "sha256": done.sha256})
    else:
        out.print(f"{done.path}: {done.documents} documents, sha256 {done.sha256}", markup=False)


def restore(file: Annotated[Path, typer.Argument(help="A file that kb backup wrote.")], as_json: Json = False) -> None:
    """Put a backup in the home's place; what was there is moved aside, never deleted."""
    done, aside = backups.restore(settings(), file)
    if as_json:
        record = {"path": str(done.path), "documents": done.documents, "sha256": done.sha256}
        show(record | {"moved_aside": str(aside) if aside else None})
        return
    out.print(f"{done.documents} documents are back from {done.path}", markup=False)
    if aside:
        out.print(f"what was there before is in {aside}", markup=False)


def conversations(
    delete: Annotated[str | None, typer.Option(help="Delete the conversation of this name, for good.")] = None,
    delete_all: Annotated[bool, typer.Option("--delete-all", help="Delete all of them, for good.")] = False,
    as_json: Json = False,
) -> None:
    """List the conversations kept in the home, or delete them: what is deleted is overwritten."""
    lib = library()
    if delete_all:
        talk.delete_all(lib)
    for row in talk.conversations(lib):
        if row.name == delete:
            talk.delete(lib, row.id)
        elif as_json:
            show({"id": row.id, "name": row.name, "turns": row.turns, "began": row.began, "last": row.last})
        else:
            out.print(f"{row.last[:16].replace('T', ' ')}  {row.turns:>3} turns  {row.name}", markup=False)
