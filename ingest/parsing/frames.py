"""What passes between the reading process and its child: a head in JSON and a body in bytes, each with its length."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, BinaryIO

LARGEST = 64 * 1024 * 1024  # bytes of an answer: more text than a hundred books
Frame = tuple[dict[str, Any], bytes]

_LENGTHS = struct.Struct(">IQ")


def send(stream: BinaryIO, head: Mapping[str, Any], body: bytes = b"") -> None:
    """Writes one frame. Raises OSError where nobody reads it any more."""
    packed = to_json(head)
    stream.write(_LENGTHS.pack(len(packed), len(body)))
    stream.write(packed)
    stream.write(body)
    stream.flush()


def receive(stream: BinaryIO, largest: int | None = None) -> Frame | None:
    """The next frame, or None where the other side has ended, even within a frame.

    Raises ValueError for what is no frame, or one of over `largest` bytes.
    """
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head, body = _LENGTHS.unpack(lengths)
    if largest is not None and body > largest:
        raise ValueError(f"a frame of {body} bytes")
    packed, data = stream.read(head), stream.read(body)
    if len(packed) < head or len(data) < body:
        return None
    return from_json(packed), data


def to_json(value: Any) -> bytes:
    """Records, dates, tuples and plain values as JSON; half a surrogate pair (in file names) is kept as it is."""
    return json.dumps(value, default=_plain, ensure_ascii=False).encode("utf-8", "surrogatepass")


def from_json(data: bytes) -> Any:
    """What `to_json` wrote, as plain values: records as dicts, dates as ISO strings, tuples as lists."""
    return json.loads(data.decode("utf-8", "surrogatepass"))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    if isinstance(value, date):  # a datetime is one as well
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be handed over")
