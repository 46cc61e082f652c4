"""The archive: the bytes as they came, and never anything else."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kb.archive import Archive
from kb.errors import Damaged, NotFound

BYTES = ["Grüße aus Köln".encode(), b"", bytes(range(256)) * 4096]


@pytest.mark.parametrize("data", BYTES, ids=["a text", "nothing", "a megabyte of anything"])
def test_what_was_put_in_comes_out(tmp_path: Path, data: bytes) -> None:
    archive = Archive(tmp_path)
    name = archive.put(data)
    assert name == hashlib.sha256(data).hexdigest()
    assert (Archive(tmp_path).get(name), name in archive, list(archive)) == (data, True, [name])


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.put(b"text")
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    before = file.stat().st_mtime_ns
    archive.put(b"text")
    assert [path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()] == [before]


def test_deleted_bytes_are_gone_and_asking_again_is_fine(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    name = archive.put(b"text")
    archive.delete(name)
    archive.delete(name)
    assert name not in archive
    with pytest.raises(NotFound, match=name[:12]):
        archive.get(name)


@pytest.mark.parametrize("kept", [0, -5], ids=["nothing left", "the end is missing"])
def test_damaged_bytes_are_never_given_out(tmp_path: Path, kept: int) -> None:
    archive = Archive(tmp_path)
    name = archive.put(b"text" * 100)
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(Damaged, match="backup"):
        archive.get(name)


def test_other_bytes_under_a_name_are_noticed(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first, second = archive.put(b"one"), archive.put(b"two")
    files = {path.stem: path for path in tmp_path.rglob("*.zz")}
    files[first].write_bytes(files[second].read_bytes())
    with pytest.raises(Damaged, match="not what was put in"):
        archive.get(first)
