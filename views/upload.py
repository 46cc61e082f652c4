"""Files from the browser into the drop folder, under a safe name, never in place of another file."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from ingest.pipeline import HIDDEN, PARTIAL
from kb.errors import KnowledgeBaseError

LENGTH = 120  # characters of a name; with umlauts still below the 255 bytes of every file system
RESERVED = frozenset("con prn aux nul".split()) | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
TRIES = 10_000

_UNSAFE = re.compile(r'[<>:"/\\|?*]|[^\w\s.,;()\[\]{}!#$%&\'@^`~+=–—’“”„-]')


def safe_name(given: str) -> str:
    """A file name without folders, control characters or anything a system reserves, that the drop folder reads."""
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", 1)[-1]
    name = re.sub(r"\s+", " ", _UNSAFE.sub("_", name)).strip(" .").lstrip("".join(HIDDEN) + " ").rstrip("~ .")
    stem, dot, suffix = name.rpartition(".")
    if not dot:
        stem, suffix = name, ""
    if f".{suffix}".casefold() in PARTIAL:  # such names are passed over as half-finished downloads
        stem, suffix = f"{stem}_{suffix}", ""
    if stem.split(".")[0].casefold() in RESERVED:
        stem = f"_{stem}"
    suffix = suffix[:12]
    stem = stem[: LENGTH - len(suffix) - 1].rstrip(" .") or "upload"
    return f"{stem}.{suffix}" if suffix else stem


def numbered(name: str, number: int) -> str:
    """The name with a number before its suffix; the first one bears none."""
    if number < 2:
        return name
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}-{number}.{suffix}" if dot else f"{name}-{number}"


def save(folder: Path, given: str, data: bytes) -> Path:
    """Writes the file into the folder, which is made where it is missing, and gives its path.

    A file of that name with the same bytes is left as it is; one with others makes the name bear a number.

    Raises:
        KnowledgeBaseError: the disk is full, or the folder may not be written to.
    """
    name = safe_name(given)
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, TRIES):
            path = folder / numbered(name, number)
            try:
                _write_new(path, data)
                return path
            except FileExistsError:
                if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
                    return path
    except OSError as error:
        raise KnowledgeBaseError(f"{path}: {error.strerror}") from error
    raise KnowledgeBaseError(f"{path}: too many files of that name")


def _write_new(path: Path, data: bytes) -> None:
    """Writes a file that must not be there yet; half a file is not left behind."""
    with path.open("xb") as file:
        try:
            file.write(data)
        except OSError:
            path.unlink(missing_ok=True)
            raise
