"""The bytes as they came, compressed and named by their SHA-256: what was there when it was cited, to be read again."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from kb.errors import Damaged, NotFound

SUFFIX = ".zz"  # a zlib stream


class Archive:
    """A folder of the home. What is in it is never changed, only added and deleted."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "archive"

    def put(self, data: bytes) -> str:
        """Keeps the bytes and gives their SHA-256; bytes that are kept already are not written again."""
        sha256 = hashlib.sha256(data).hexdigest()
        place = self.place(sha256)
        if place.exists():
            return sha256
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent, suffix=".new")
        with os.fdopen(handle, "wb") as file:
            file.write(zlib.compress(data))
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(place)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes.

        Raises:
            NotFound: they are not kept here.
            Damaged: what is kept is not what was put in.
        """
        place = self.place(sha256)
        try:
            data = zlib.decompress(place.read_bytes())
        except FileNotFoundError:
            raise NotFound(f"the archive does not hold {sha256[:12]}") from None
        except (OSError, zlib.error) as error:
            raise Damaged(f"{place} cannot be read ({error}); restore it from a backup") from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Damaged(f"{place} is not what was put in; restore it from a backup")
        return data

    def delete(self, sha256: str) -> None:
        """Forgets the bytes; fine if they are not there."""
        self.place(sha256).unlink(missing_ok=True)

    def __contains__(self, sha256: str) -> bool:
        return self.place(sha256).exists()

    def __iter__(self) -> Iterator[str]:
        """The SHA-256 of all that is kept, in order."""
        return iter(sorted(file.stem for file in self._folder.glob(f"*/*{SUFFIX}")))

    def place(self, sha256: str) -> Path:
        """Where these bytes are kept, or would be."""
        return self._folder / sha256[:2] / f"{sha256}{SUFFIX}"
