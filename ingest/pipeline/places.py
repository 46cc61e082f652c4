"""Which origins there are: the files of a folder, what their folders say of them, and which are no longer there."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ingest.discover import untracked
from ingest.fetch import is_address
from kb.errors import Misconfigured
from kb.library import Library
from kb.model import Outcome

HIDDEN = (".", "~")
PARTIAL = (".part", ".partial", ".crdownload", ".tmp", ".download")
GONE = "is gone from the folder; what it said can still be asked, until you remove it (kb remove)"


def origins_in(places: Iterable[Path | str], home: Path | None = None) -> list[str]:
    """The origins to be read: addresses and files as named, folders with all files below them, in order of name.

    One file or address has one name, however it was given. What is below the `home` is never read.

    Raises:
        Misconfigured: a place has no name.
    """
    found: list[str] = []
    for place in places:
        if not str(place).strip():
            raise Misconfigured("a place to read from has no name; name a file, a folder or an address")
        path = Path(place)
        if is_address(str(place)):
            found.append(untracked(str(place)) or str(place))
        elif path.is_dir():
            files = (file for file in path.rglob("*") if file.is_file() and _wanted(file.relative_to(path)))
            found += sorted(
                origin_of(file, home) for file in files if home is None or home.resolve() not in file.parents
            )
        else:
            found.append(origin_of(path, home))
    return list(dict.fromkeys(found))


def origin_of(path: Path, home: Path | None = None) -> str:
    """A file's name without detours.

    In the folder that the home lies in names are relative to it. Elsewhere they are absolute: `a.txt` is
    another file in every folder.
    """
    if home is None:
        return os.path.normpath(path)
    full, here = Path(os.path.normpath(path.absolute())), Path.cwd()
    at_home = Path(os.path.normpath(home.absolute())).parent == here
    return str(full.relative_to(here) if at_home and here in full.parents else full)


def _wanted(path: Path) -> bool:
    """Not hidden, no editor's backup, no half-finished download."""
    hidden = any(part.startswith(HIDDEN) for part in path.parts)
    return not hidden and path.suffix.casefold() not in PARTIAL and not path.name.endswith("~")


def tags_of(origin: str, folder: Path) -> tuple[str, ...]:
    """The names of the sub-folders of the drop folder that a file lies in."""
    try:
        return Path(origin).resolve().relative_to(folder.resolve()).parts[:-1]
    except ValueError:  # lies elsewhere, or on the web
        return ()


def mark_vanished(library: Library, folder: Path | str, present: Iterable[str]) -> list[Outcome]:
    """Marks the known files of a folder that are no longer in it; what they carried stays until it is removed.

    Nothing is marked where the folder is missing, or is empty and not the one that held them: it is not mounted just
    now, most likely.

    Raises:
        Busy: another process keeps writing.
    """
    store, there, identity = library.store, set(present), _identity(Path(folder))
    key = f"folder {folder}"
    if identity is None or not there and store.meta(key) != identity:
        return []
    gone = [
        row
        for row in store.below(origin_of(Path(folder), store.home))
        if row.gone_at is None and row.origin not in there and not Path(row.origin).is_file()
    ]
    if gone or store.meta(key) != identity:
        with store.writing("noting which files are gone"):
            store.put_meta({key: identity})
            store.mark_gone([row.origin for row in gone])
    return [Outcome(row.origin, "removed", row.document_id, reason=GONE) for row in gone]


def _identity(folder: Path) -> str | None:
    try:
        found = folder.stat()
    except OSError:
        return None
    return f"{found.st_dev}:{found.st_ino}" if folder.is_dir() else None
