"""Files of this machine: their bytes, or why they cannot be had."""

from __future__ import annotations

from pathlib import Path

from kb.errors import Rejected

MAX_BYTES = 50_000_000  # a scanned report of 300 pages; more is not an article
MAX_TEXT_BYTES = 10_000_000  # HTML and text: 2,500 times a long article


def limit_of(media_type: str) -> int:
    """The most bytes an article of this kind may have."""
    is_text = media_type.startswith(("text/", "message/")) or media_type.endswith(("xml", "json"))
    return MAX_TEXT_BYTES if is_text else MAX_BYTES


def too_large(origin: str, size: int, limit: int) -> str:
    """The reason for refusing an origin of `size` bytes."""
    return (
        f"{origin} is too large for an article ({size / 1e6:.1f} MB; the limit is {limit / 1e6:.0f} MB). "
        "Split it, or save only the part with the article."
    )


def read(path: Path) -> bytes:
    """The bytes of a file. Raises Rejected with a reason and what to do about it."""
    try:
        if path.is_dir():
            raise Rejected(f"{path} is a folder. Name the files in it, or give the folder to `kb ingest`.")
        if not path.exists():
            raise Rejected(f"{path} does not exist. Check the name and the folder.")
        if not path.is_file():
            raise Rejected(f"{path} is not an ordinary file. Copy its contents into one.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise Rejected(too_large(str(path), size, MAX_BYTES))
        data = path.read_bytes()
    except PermissionError:
        raise Rejected(f"{path} may not be read. Give yourself the right to read it (chmod u+r).") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Rejected(f"{path} could not be read ({reason}). Copy it to this machine and try again.") from None
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise Rejected(f"{path} is empty. Save or copy the article again.")
    return data
