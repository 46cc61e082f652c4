"""Removing documents everywhere: text, words, vectors, origins and the bytes in the archive."""

from __future__ import annotations

from collections.abc import Iterable

from kb.library import Library


def remove(library: Library, documents: Iterable[str]) -> list[str]:
    """Deletes the documents and gives their ids. Files in the folder are left alone, and not read again by themselves.

    Raises:
        NotFound: there is no such document; those before it are gone.
        Busy: another process keeps writing.
    """
    removed = []
    with library.store.writing("removing documents"):
        try:
            for document_id in documents:
                for sha256 in library.store.remove(document_id):
                    library.archive.delete(sha256)
                removed.append(document_id)
        finally:
            library.index.refresh(library.store)
    return removed
