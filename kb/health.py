"""Whether what is stored holds together: verify and repair."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.cite import cite
from kb.errors import Damaged
from kb.library import Library
from kb.store import Store
from kb.text import identity


@dataclass(frozen=True, slots=True)
class Health:
    """What was counted, and every problem found, in words.

    `unreachable` are passages that a search for their own vector misses, `orphans` vectors without a passage.
    """

    documents: int
    passages: int
    vectors: int
    unreachable: int
    orphans: int
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.problems or self.unreachable or self.orphans)


def verify(library: Library, repair: bool = False) -> Health:
    """Checks the store against itself and the index against the store; `repair` rebuilds the index first.

    Raises:
        Busy: repairing, and another process keeps writing.
    """
    store = library.store
    if repair:
        with store.writing("kb verify --repair"):
            store.sum_again()
            library.index.rebuild(store)
    problems = [*store.integrity(), *_text_problems(store), *_archive_problems(library, repair)]
    try:
        library.index.refresh(store)
    except Damaged as error:
        counts = store.counts()
        return Health(counts["documents"], counts["passages"], 0, counts["passages"], 0, (*problems, str(error)))
    counts, vectors, unreachable, orphans = store.counts(), 0, 0, 0
    for language in store.languages:
        held, wanted = library.index.rows(language), set(store.passage_rows(language))
        vectors += len(held)
        orphans += len(held - wanted)
        unreachable += len(library.index.unreachable(store, sorted(wanted), language))
    if unreachable or orphans:
        problems.append("the search index does not match the store; `kb verify --repair` makes it anew")
    return Health(counts["documents"], counts["passages"], vectors, unreachable, orphans, tuple(problems))


def _archive_problems(library: Library, repair: bool) -> Iterator[str]:
    """Bytes that documents were read from and that are not kept, and (deleted by a repair) those that carry none."""
    archive, rows = library.archive, library.store.all_bytes()
    if missing := [origin for sha256, origin in rows.items() if sha256 not in archive]:
        what = f"{len(missing)} origins ({', '.join(missing[:3])})"
        yield f"the archive lacks the bytes of {what}; kb ingest reads them again where they are named"
    left = [sha256 for sha256 in archive if sha256 not in rows]
    for sha256 in left if repair else ():
        archive.delete(sha256)
    if left and not repair:
        yield f"the archive holds {len(left)} files that carry no document; `kb verify --repair` deletes them"


def _text_problems(store: Store) -> Iterator[str]:
    """Sentences and blocks that don't stand where they should."""
    for document_id in store.document_ids():
        document = store.document(document_id)
        sentences = store.sentences(document_id, document.text)
        if identity(document.text) != document_id:
            yield f"{document.source.origin} ({document_id[:12]}): the text is not what was read; read it again"
        if not sentences:
            yield f"{document.source.origin} ({document_id[:12]}) has no sentences; remove it and read it again"
        for sentence in sentences:
            if not sentence.text.strip() or cite(document_id, document.text, sentence.text) is None:
                where = f"{document.source.origin} ({document_id[:12]})"
                yield f"{where}: the sentence at {sentence.start} is not in the text"
                break
