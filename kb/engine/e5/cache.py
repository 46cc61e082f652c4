"""A file that is made once, in the user's cache, and checks itself: a SHA-256, then what it is the sum of."""

from __future__ import annotations

import hashlib
import os
import struct
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from filelock import FileLock

_SUM = hashlib.sha256().digest_size
_LENGTH = struct.Struct("<Q")


def read(path: Path) -> bytes | None:
    """The content, or None where there is none or it isn't what was written."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    content = data[_SUM:]
    return content if content and hashlib.sha256(content).digest() == data[:_SUM] else None


def write(path: Path, content: bytes) -> None:
    """Puts the content there in one step: a reader sees all of it or what was there before."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(content).digest() + content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def get(path: Path, make: Callable[[], bytes]) -> bytes:
    """The content of `path`, made first where it is missing or damaged; of several processes one makes it.

    Raises OSError where the folder can't be written.
    """
    if (content := read(path)) is not None:
        return content
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_suffix(".lock")):
        if (content := read(path)) is None:
            content = make()
            write(path, content)
    return content


def joined(parts: Sequence[bytes]) -> bytes:
    """Several contents as one, each after its length."""
    return b"".join(_LENGTH.pack(len(part)) + part for part in parts)


def parted(content: bytes) -> list[bytes]:
    """The contents that were joined."""
    parts: list[bytes] = []
    while content:
        (length,) = _LENGTH.unpack_from(content)
        parts.append(content[_LENGTH.size : _LENGTH.size + length])
        content = content[_LENGTH.size + length :]
    return parts
