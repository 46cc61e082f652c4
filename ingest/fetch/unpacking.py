"""What HTTP packs a body in (Content-Encoding), undone in pieces, so that a bomb is stopped as it grows; pure."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from kb.errors import Rejected, TryLater

ACCEPTED = "gzip, deflate"
MAX_LAYERS = 2
PIECE = 65536  # bytes unpacked at a time

_PLAIN = ("", "identity")
_GZIP = ("gzip", "x-gzip")


def layers(encoding: str) -> list[str]:
    """The packings of a Content-Encoding header, in the order in which they were applied."""
    names = [name.strip().lower() for name in encoding.split(",")]
    return [name for name in names if name not in _PLAIN]


def unpacked(chunks: Iterable[bytes], encoding: str, limit: int, name: str) -> Iterator[bytes]:
    """The body in pieces of at most `PIECE` bytes; no layer gives more than `limit` bytes.

    Args:
        name: what the messages call it.

    Raises:
        Rejected: a packing that is not known, too many, or more than `limit` bytes.
        TryLater: the packing is damaged or ends early.
    """
    applied = layers(encoding)
    if len(applied) > MAX_LAYERS or not set(applied) <= {*_GZIP, "deflate"}:
        raise Rejected(
            f"{name} is sent packed in a way that was not asked for ({encoding[:80]}). "
            "Open it in a browser, and save the page."
        )
    pieces = _limited(chunks, limit, name)
    for layer in reversed(applied):
        pieces = _limited(_inflated(pieces, layer in _GZIP, name), limit, name)
    return pieces


def _limited(pieces: Iterable[bytes], limit: int, name: str) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise Rejected(
                f"{name} is too large for an article (more than {limit / 1e6:.0f} MB). "
                "Save only the part with the article."
            )
        yield piece


def _inflated(pieces: Iterable[bytes], gzip: bool, name: str) -> Iterator[bytes]:
    unpacker, begun = None, False
    try:
        for piece in pieces:
            full = False  # there may be more to come out of what went in
            while piece or full:
                if unpacker is None:
                    if begun and not b"\x1f\x8b".startswith(piece[:2]):
                        return  # padding after the end
                    unpacker, begun = zlib.decompressobj(_window(piece, gzip)), True
                out = unpacker.decompress(piece, PIECE)
                yield out
                piece, full = unpacker.unconsumed_tail or unpacker.unused_data, len(out) == PIECE
                if unpacker.eof:
                    if not gzip:
                        return
                    unpacker, full = None, False  # a gzip file may have several members
        if unpacker is not None:
            raise zlib.error("ends early")
    except zlib.error:
        raise TryLater(f"{name} arrived damaged: its packing does not hold together. Try again later.") from None


def _window(piece: bytes, gzip: bool) -> int:
    """What zlib has to be told: "deflate" comes with or without zlib's two bytes in front."""
    if gzip:
        return 16 + zlib.MAX_WBITS
    wrapped = piece[0] & 0x0F == 8 and (len(piece) < 2 or int.from_bytes(piece[:2], "big") % 31 == 0)
    return zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS
