"""How an origin is called on the page: a file by its place in the drop folder, an address by its host and its end."""

from __future__ import annotations

from pathlib import Path, PurePath
from urllib.parse import unquote, urlsplit

from ingest.fetch import is_address

SHORT = 70  # characters


def label(origin: str, folder: Path | str) -> str:
    """A file's path below the drop folder, its whole path elsewhere, an address as it is."""
    below = f"{str(folder).rstrip('/')}/"
    return origin.removeprefix(below) or origin


def short(origin: str) -> str:
    """A file's name, or an address as host and last part; for a line among others."""
    if not is_address(origin):
        return cut(PurePath(origin).name or origin)
    try:
        parts = urlsplit(origin)
    except ValueError:
        return cut(origin)
    ends = [part for part in parts.path.split("/") if part]
    host = parts.netloc.rpartition("@")[2].removeprefix("www.")
    between = "/…/" if len(ends) > 1 else "/"
    return cut(f"{host}{between}{unquote(ends[-1])}") if ends else cut(host or origin)


def cut(words: str, most: int = SHORT) -> str:
    """The words, or their beginning and their end where they are too many."""
    return words if len(words) <= most else f"{words[: most - 21]}…{words[-20:]}"
