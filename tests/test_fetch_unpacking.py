"""fetch.unpacking: packed bodies, in whatever pieces they come, and how early a bomb is stopped."""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Iterator

import pytest

from ingest.fetch.unpacking import PIECE, layers, unpacked
from kb.errors import Rejected, TryLater

TEXT = b"Die Faehre faehrt wieder. " * 9000
NOISE = random.Random(4).randbytes(200_000)


def cut(data: bytes, size: int) -> Iterator[bytes]:
    yield from (data[start : start + size] for start in range(0, len(data), size))


def bare(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize("size", [1, 7, 1000, 65536, 10_000_000])
@pytest.mark.parametrize(
    ("why", "encoding", "packed", "data"),
    [
        ("nothing", "", TEXT[:5000], TEXT[:5000]),
        ("gzip", "gzip", gzip.compress(TEXT), TEXT),
        ("gzip of what cannot be packed", "GZIP", gzip.compress(NOISE[:5000]), NOISE[:5000]),
        ("members", "gzip", gzip.compress(TEXT) + gzip.compress(b"Ende."), TEXT + b"Ende."),
        ("padding", "gzip", gzip.compress(TEXT) + bytes(50), TEXT),
        ("zlib", "deflate", zlib.compress(TEXT), TEXT),
        ("bare deflate", "deflate", bare(TEXT), TEXT),
        ("twice", "deflate, gzip", gzip.compress(zlib.compress(TEXT)), TEXT),
        ("exactly one piece", "gzip", gzip.compress(bytes(PIECE)), bytes(PIECE)),
        ("exactly three pieces", "gzip", gzip.compress(bytes(3 * PIECE)), bytes(3 * PIECE)),
        ("nothing in it", "gzip", gzip.compress(b""), b""),
        ("nothing at all", "gzip", b"", b""),
    ],
)
def test_what_was_packed_comes_out(why: str, encoding: str, packed: bytes, data: bytes, size: int) -> None:
    pieces = list(unpacked(cut(packed, size), encoding, 10_000_000, "a"))
    assert b"".join(pieces) == data, why
    assert max(map(len, pieces), default=0) <= max(PIECE, size)


def test_large_noise_survives() -> None:
    assert b"".join(unpacked(cut(gzip.compress(NOISE), 999), "gzip", 300_000, "a")) == NOISE


@pytest.mark.parametrize(
    ("why", "encoding", "packed"),
    [
        ("cut off", "gzip", gzip.compress(TEXT)[:-9]),
        ("cut off within", "deflate", zlib.compress(TEXT)[:50]),
        ("no gzip", "gzip", TEXT),
        ("no deflate", "deflate", b"\xff" + TEXT),
        ("a wrong checksum", "gzip", gzip.compress(TEXT)[:-8] + bytes(8)),
    ],
)
def test_damage_is_for_later(why: str, encoding: str, packed: bytes) -> None:
    with pytest.raises(TryLater, match="damaged"):
        list(unpacked([packed], encoding, 10_000_000, "a"))


@pytest.mark.parametrize("times", [1, 2])
def test_a_bomb_is_stopped_when_it_passes_the_limit(times: int) -> None:
    packed, taken = bytes(40_000_000), 0
    for _ in range(times):
        packed = gzip.compress(packed)
    with pytest.raises(Rejected, match=r"more than 2 MB"):
        for piece in unpacked(cut(packed, 65536), ", ".join(["gzip"] * times), 2_000_000, "a"):
            taken += len(piece)
    assert 2_000_000 - PIECE <= taken <= 2_000_000


def test_a_bomb_in_the_middle_is_stopped_too() -> None:
    """Its inner layer is 40 MB of empty gzip members, out of which nothing ever comes."""
    inner = gzip.compress(b"") * 2_000_000
    with pytest.raises(Rejected, match="more than 2 MB"):
        list(unpacked([gzip.compress(inner, 1)], "gzip, gzip", 2_000_000, "a"))


def test_the_packings_named() -> None:
    assert layers("") == layers("identity") == []
    assert layers("GZIP , identity, deflate") == ["gzip", "deflate"]


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, br", "gzip, gzip, gzip", "\x1b[31m"])
def test_other_packings_are_refused(encoding: str) -> None:
    with pytest.raises(Rejected, match="not asked for"):
        list(unpacked([b"x"], encoding, 100, "a"))
