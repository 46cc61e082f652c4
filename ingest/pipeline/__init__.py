"""From origins to documents in the store: the order of the steps, one document a transaction, one outcome an origin."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from errno import EDQUOT, ENOSPC

from ingest.pipeline.arrivals import Arrival, Arrivals, Wanted
from ingest.pipeline.places import HIDDEN, PARTIAL, mark_vanished, origin_of, origins_in
from ingest.pipeline.related import relate_translations
from ingest.pipeline.taking import Lexicons, fresh, refuse, take
from kb.errors import KnowledgeBaseError, Unavailable
from kb.flags import load_lexicons
from kb.library import Library
from kb.model import Outcome

__all__ = ["HIDDEN", "PARTIAL", "check_engine", "ingest", "mark_vanished", "origin_of", "origins_in"]

_log = logging.getLogger(__name__)


def ingest(library: Library, origins: Sequence[str], named: bool = False) -> Iterator[Outcome]:
    """Reads each origin, and those that a list or feed among them names; one outcome each, also for what is rejected.

    Fetching and parsing run ahead of the writing. The right to write is held for a group of articles at a time.
    `named`: the user asked for these very origins, so that what was removed before is taken in again.

    Raises:
        Busy: another process keeps writing.
        Unavailable: there is no embedder on this machine.
    """
    lexicons = load_lexicons()
    with Arrivals(library, [Wanted(origin) for origin in origins], named) as arrivals:
        for group in arrivals.groups():
            with library.store.writing("reading articles"):
                check_engine(library)
                for arrival in group:
                    yield _attempt(library, arrival, lexicons, named)
                    arrivals.add(fresh(library, arrival))
    with library.store.writing("reading articles"):
        check_engine(library)
        relate_translations(library)
        library.index.refresh(library.store)


def check_engine(library: Library) -> None:
    """Notes whose vectors the store holds.

    Raises:
        Unavailable: the vectors in the store were made by another embedder.
    """
    revision, stored = library.engine.revision, library.store.meta("engine")
    if stored is None:
        library.store.put_meta({"engine": revision})
    elif stored != revision:
        raise Unavailable(
            f"the articles here were read with the embedder {stored!s}, now set is {revision}; set KB_EMBED back, "
            "or use another --home and read the articles again"
        )


def _attempt(library: Library, arrival: Arrival, lexicons: Lexicons, named: bool) -> Outcome:
    """What became of an arrival; one bad input must not stop the rest."""
    began, origin = time.perf_counter(), arrival.wanted.origin
    try:
        outcome = take(library, arrival, lexicons, named)
    except Unavailable:
        raise
    except KnowledgeBaseError as error:
        outcome = refuse(library, arrival, error)
    except Exception as error:  # noqa: BLE001 - one bad input must not stop the rest
        if _is_full(error):
            raise Unavailable(f"the disk of {library.store.home} is full; make room and go on") from None
        _log.exception("reading %s failed", origin)
        reason = f"could not be read ({type(error).__name__}: {error}); please report this file"
        outcome = refuse(library, replace(arrival, reader=""), KnowledgeBaseError(reason))  # tried again next time
    return replace(outcome, seconds=round(time.perf_counter() - began + arrival.seconds, 4))


def _is_full(error: Exception) -> bool:
    """Whether there is no room left on the disk, as the system says it or as SQLite does."""
    return isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT) or "disk is full" in str(error)
