"""Reading everything again from the archive, after the reading itself has become better: nothing is fetched anew."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from ingest.fetch import media_type
from ingest.pipeline.arrivals import parsers
from ingest.pipeline.related import relate_translations
from ingest.pipeline.taking import completed, prepare
from kb.errors import KnowledgeBaseError, NotFound, Unavailable
from kb.flags import Lexicon, load_lexicons
from kb.library import Library
from kb.model import Outcome, Source

_log = logging.getLogger(__name__)


def rebuild(library: Library) -> Iterator[Outcome]:
    """Extracts, cuts, embeds and flags every document again from its archived bytes; one outcome each.

    A document whose bytes are not there, or that cannot be read any more, stays as it is, with the reason. Origins,
    versions and what supersedes what are kept; copies and translations are looked for anew.

    Raises:
        Busy: another process keeps writing.
        Unavailable: there is no embedder on this machine.
    """
    store, lexicons = library.store, load_lexicons()
    with store.writing("rebuilding from the archive"):
        store.put_meta({"engine": library.engine.revision})
        store.compare_again()  # first: what is interrupted is compared at the next reading
        for document_id in store.document_ids():
            began = time.perf_counter()
            if not store.has(document_id):
                continue  # has been merged into another
            origin = store.document(document_id).source.origin
            try:
                outcome = _again(library, document_id, lexicons)
            except Unavailable:
                raise
            except KnowledgeBaseError as error:
                outcome = Outcome(origin, "unchanged", document_id, reason=f"kept as it is: {error}")
            except Exception as error:  # noqa: BLE001 - one bad document must not stop the rest
                _log.exception("rebuilding %s failed", origin)
                outcome = Outcome(origin, "unchanged", document_id, reason=f"kept as it is: {error}")
            yield replace(outcome, seconds=round(time.perf_counter() - began, 4))
        relate_translations(library)
        library.index.refresh(store)


def _again(library: Library, document_id: str, lexicons: Mapping[str, Lexicon]) -> Outcome:
    store = library.store
    row = next(iter(store.origins_of(document_id)), None)
    if row is None:
        raise NotFound("nothing is known to have carried it")
    data = library.archive.get(row.sha256)
    source = Source(row.sha256, row.origin, media_type(data, row.origin), datetime.fromisoformat(row.fetched_at))
    extraction = parsers(library.settings).submit(data, source).result()
    extraction = completed(library, row.origin, row.address, extraction)
    document = extraction.document
    if document.id != document_id and store.has(document.id):
        store.merge(document_id, document.id)
        return Outcome(row.origin, "duplicate", document.id, duplicate_of=document.id, similarity=1.0, copy="exact")
    apart = {document_id, *store.versions(document_id)}
    store.replace(document_id, prepare(library, extraction, lexicons, apart))
    return Outcome(row.origin, "unchanged" if document.id == document_id else "updated", document.id)
