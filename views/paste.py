"""Pasted addresses into the drop folder as a link file or a list; a bad one is refused at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingest.discover import untracked
from ingest.fetch.addresses import is_address, parse, private_hosts
from kb.errors import Rejected
from views.upload import save

MOST = 500  # addresses at a time
SLUG = 60  # characters

_EDGES = "<>\"'„“”‚‘’,;"
_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class Pasted:
    """An address as it will be known to the library, or as it was written and why it is not read."""

    origin: str
    refusal: str | None = None


def pasted(words: str, private: Collection[str] = ()) -> list[Pasted]:
    """What is in a field into which addresses were pasted, each once, with the reason where one is not read.

    Raises:
        Misconfigured: an entry of the setting `private_hosts` is no host.
    """
    hosts = private_hosts(private)
    found: dict[str, Pasted] = {}
    for written in list(_written(words))[:MOST]:
        one = _checked(written, hosts)
        found.setdefault(one.origin, one)
    return list(found.values())


def _written(words: str) -> Iterator[str]:
    """The addresses of a text: everything between spaces, without marks around it; a scheme is added where none is."""
    for piece in words.split():
        bare = piece.strip(_EDGES)
        if bare:
            yield bare if _SCHEME.match(bare) and not re.match(r"[\w.-]+:\d", bare) else f"https://{bare}"


def _checked(written: str, hosts: Collection[str]) -> Pasted:
    if not is_address(written):  # mailto:, javascript:, file:
        return Pasted(written, f"{written}: only http:// and https:// addresses are read. Save the page instead.")
    try:
        parse(written, hosts)
    except Rejected as error:
        return Pasted(written, str(error))
    return Pasted(untracked(written) or written)


def put(folder: Path, origins: Sequence[str]) -> Path:
    """Writes a link file for one address, a list for several, into the drop folder, and gives its path.

    Raises:
        KnowledgeBaseError: the folder may not be written to, or the disk is full.
    """
    if len(origins) == 1:
        data = f"[InternetShortcut]\r\nURL={origins[0]}\r\n".encode()
        return save(folder, f"{file_stem(origins[0])}.url", data)
    lines = "".join(f"{origin}\n" for origin in origins)
    return save(folder, f"{date.today().isoformat()}-{len(origins)}-links.txt", lines.encode())


def file_stem(origin: str) -> str:
    """A name for the link file of an address: its host and the end of its path."""
    rest = origin.partition("://")[2].partition("?")[0]
    host, _, path = rest.partition("/")
    ends = [part for part in path.split("/") if part]
    slug = re.sub(r"[^\w-]+", "-", ends[-1] if ends else "").strip("-")[:SLUG].strip("-")
    name = re.sub(r"[^\w.-]+", "-", host.removeprefix("www."))
    return f"{name}-{slug}" if slug else name
