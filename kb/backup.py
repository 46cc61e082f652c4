"""Taking a copy of a home away, and putting one back: one file with everything that cannot be made anew."""

from __future__ import annotations

import hashlib
import os
import shutil
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kb.errors import Damaged, KnowledgeBaseError, NotFound
from kb.library import Library
from kb.settings import Settings
from kb.store import Store
from kb.store.store import FILE
from kb.store.turns import FILE as TURNS

KEPT = (FILE, TURNS)  # the search index is not in it: it is made anew from the store
ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written or put back: its file, how many documents are in it, the SHA-256 of the file."""

    path: Path
    documents: int
    sha256: str


def backup(library: Library, path: Path) -> Backup:
    """Writes everything the home owns into one compressed file; articles may be read and asked meanwhile.

    The file appears when it is whole. One that is there already is replaced.

    Raises:
        KnowledgeBaseError: the place cannot be written to.
    """
    home = library.store.home
    partial = path.with_name(f"{path.name}.partial")
    try:
        with tempfile.TemporaryDirectory(dir=home) as folder, tarfile.open(partial, "w:gz", compresslevel=1) as tar:
            for name in KEPT:
                if (home / name).exists():
                    library.store.copy(name, Path(folder) / name)
                    tar.add(Path(folder) / name, name)
            for sha256 in library.archive:
                place = library.archive.place(sha256)
                tar.add(place, f"{ARCHIVE}/{place.parent.name}/{place.name}")
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise KnowledgeBaseError(f"{path} could not be written: {error.strerror or error}") from None
    return Backup(path, library.store.counts()["documents"], _sha256(path))


def restore(settings: Settings, path: Path) -> tuple[Backup, Path | None]:
    """Puts a backup in the home's place; what was there is moved aside, and its new place is given.

    Raises:
        NotFound: there is no such file.
        Damaged: it is no whole backup; nothing was changed.
        Busy: another process keeps writing.
    """
    if not path.is_file():
        raise NotFound(f"there is no backup {path}")
    home = settings.home
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent, prefix=f"{home.name}.") as folder:
        fresh = Path(folder) / "home"
        _unpack(path, fresh)
        documents = _checked(fresh, settings, path)
        _wait_for_writers(home, settings)
        aside = _move_aside(home)
        fresh.replace(home)
    return Backup(path, documents, _sha256(path)), aside


def _unpack(path: Path, folder: Path) -> None:
    """Only what a backup holds is taken out of the file, and nothing outside the folder is written."""
    folder.mkdir()
    try:
        with tarfile.open(path, "r:gz") as tar:
            wanted = [item for item in tar if item.isfile() and _is_ours(item.name)]
            tar.extractall(folder, members=wanted, filter="data")
    except (tarfile.TarError, OSError, EOFError) as error:
        raise Damaged(f"{path} is no whole backup ({error}); nothing was changed") from None


def _is_ours(name: str) -> bool:
    return name in KEPT or name.startswith(f"{ARCHIVE}/")


def _checked(home: Path, settings: Settings, path: Path) -> int:
    if not (home / FILE).exists():
        raise Damaged(f"{path} holds no library; nothing was changed")
    store = Store(home, settings.languages, settings.lock_seconds)
    try:
        if problems := store.integrity():
            raise Damaged(f"{path} is damaged ({problems[0]}); nothing was changed")
        return store.counts()["documents"]
    finally:
        store.close()


def _wait_for_writers(home: Path, settings: Settings) -> None:
    if (home / FILE).exists():
        store = Store(home, settings.languages, settings.lock_seconds)
        with store.writing("kb restore"):
            pass
        store.close()


def _move_aside(home: Path) -> Path | None:
    if not home.exists():
        return None
    if not any(home.iterdir()):
        home.rmdir()
        return None
    aside = home.with_name(f"{home.name}.before-{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}")
    shutil.move(home, aside)
    return aside


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
