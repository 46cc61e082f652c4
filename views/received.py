"""What a source said when it was read: its bytes as received, from the archive, as a file to download."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import PurePath

import streamlit as st

from ingest.fetch import DOCX, is_address
from kb.archive import Archive
from kb.errors import KnowledgeBaseError
from kb.store import OriginRow
from views.markup import moment
from views.naming import label
from views.paste import file_stem
from views.state import Desk, language, say
from views.upload import safe_name

MOST = 6  # downloads offered for one document
HARMLESS = "application/octet-stream"  # whatever the bytes are: a browser keeps them and shows nothing
SUFFIXES = {  # by what the bytes were read as, never by the name that somebody gave them
    "text/html": "html",
    "text/markdown": "md",
    "application/pdf": "pdf",
    "application/rtf": "rtf",
    "message/rfc822": "eml",
    DOCX: "docx",
    "application/vnd.oasis.opendocument.text": "odt",
}


def received(desk: Desk, rows: list[OriginRow]) -> None:
    """A button for each of the files that a document was read from; none for what the archive does not hold."""
    words, archive = say(), desk.library.archive
    held = {row.sha256: row for row in reversed(rows) if row.sha256 in archive}
    failures: list[str] = st.session_state.setdefault("export_failures", [])
    chosen = list(held.values())[::-1][:MOST]
    for row in chosen:
        name = words("received") if len(chosen) == 1 else f"{words('received')}: {label(row.origin, desk.folder)}"
        st.download_button(
            name,
            data=reader(archive, row.sha256, failures),
            file_name=file_name(row),
            mime=HARMLESS,
            key=f"received-{row.sha256}",
            help=words("received_help", when=moment(datetime.fromisoformat(row.fetched_at), language())),
            icon=":material/download:",
            on_click="ignore",
            type="tertiary",
        )


def reader(archive: Archive, sha256: str, failures: list[str]) -> Callable[[], bytes]:
    """Gives the bytes when called (in another thread); where that fails, `failures` holds just the reason."""

    def read() -> bytes:
        failures.clear()
        try:
            return archive.get(sha256)
        except KnowledgeBaseError as error:
            failures.append(str(error))
            raise

    return read


def file_name(row: OriginRow) -> str:
    """A name of the origin's, with the day it was read and the suffix that its bytes have earned."""
    stem = file_stem(row.origin) if is_address(row.origin) else PurePath(row.origin).stem
    return safe_name(f"{stem[:90]}-{row.fetched_at[:10]}.{SUFFIXES.get(row.media_type, 'txt')}")
