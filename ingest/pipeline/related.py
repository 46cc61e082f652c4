"""What a new document is to those already there: a version, a near copy, a translation."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from ingest.dedupe import NEAR, Fingerprint, copies, is_translation, is_version, most_named, nearest, shortlist
from kb.index import Vector, centre, centred
from kb.library import Library
from kb.model import Document
from kb.store import PassageRow, Relation, Store

LOOKED_UP = 8  # passages of a document by which its translation is looked for
NEAREST = 10
LIKELY = 60  # documents whose signatures are compared

Middle = Callable[[str], Vector | None]


def versions(library: Library, document: Document) -> tuple[str | None, str | None]:
    """The versions of this article just before and just after it, by the day of the last change, then by age here.

    They have its address, or its headline and its outlet.
    """
    store, older, newer = library.store, None, None
    at_address = store.at_address(document.url) if document.url else []
    found = dict.fromkeys([*at_address, *store.with_title(document.title)])
    for other in map(store.document, found):
        if not is_version(document, other):
            continue
        if _changed(other) <= _changed(document):
            older = other if older is None or _changed(other) >= _changed(older) else older
        else:
            newer = other if newer is None or _changed(other) < _changed(newer) else newer
    return older.id if older else None, newer.id if newer else None


def _changed(document: Document) -> date:
    return document.updated or document.published or date.min


def near_copies(
    library: Library, document: Document, print_: Fingerprint, apart: Collection[str | None]
) -> tuple[Relation, ...]:
    """Near copies among the documents that share MinHash bands, the nearest first; those `apart` are never any."""
    store = library.store
    shared = store.sharing_bands(print_.bands)
    likely = shortlist(shared, [name for name in apart if name], LIKELY)
    chosen = nearest(print_.signature, store.signatures(likely), shared)
    found = copies(document, [store.document(other) for other in chosen], library.settings.near_copy)
    return tuple(Relation(match.document_id, document.id, "near", match.similarity) for match in found)


def relate_translations(library: Library) -> None:
    """Finds which documents not yet compared are translations of others; the caller holds the right to write.

    A few of a document's passages name the candidates by what is nearest to them in the other language, so that it
    takes as long among ten thousand documents as among ten.
    """
    store, found = library.store, []
    waiting, until = store.not_related()
    if not waiting or not all(store.passage_count(language) for language in store.languages):
        return
    library.index.refresh(store)
    order = {document_id: at for at, document_id in enumerate(store.document_ids())}
    middle = cache(partial(centre, store))  # language → the mean of its passages
    for document_id in waiting:
        for other, cosine in _translations(library, document_id, middle):
            earlier, later = sorted((other, document_id), key=order.__getitem__)
            found.append(Relation(earlier, later, "translation", cosine))
    store.relate(found, until)


def _translations(library: Library, document_id: str, middle: Middle) -> Iterator[tuple[str, float]]:
    """The documents in another language that say the same, and the cosine of both."""
    store = library.store
    own, language = store.passages_of(document_id), store.language(document_id)
    mean = _mean(own, middle(language))
    chosen = np.stack([passage.vector for passage in own[:: -(-len(own) // LOOKED_UP)]])
    vectors = centred(chosen, middle(language))
    for another in store.languages:
        for other in _candidates(library, another, vectors) if another != language else ():
            cosine = float(mean @ _mean(store.passages_of(other), middle(another)))
            if cosine >= NEAR and is_translation(_said(store, document_id), _said(store, other), cosine):
                yield other, cosine


def _said(store: Store, document_id: str) -> tuple[str, str]:
    """A document's text and its language."""
    page = store.pages([document_id])[document_id]
    return page.text, page.language


def _mean(passages: Sequence[PassageRow], middle: Vector | None) -> NDArray[np.float32]:
    """(d,): the mean of a document's passage vectors less the language's, at length 1."""
    mean = np.stack([passage.vector for passage in passages]).mean(axis=0)
    return np.asarray(centred(mean[None], middle)[0], np.float32)


def _candidates(library: Library, other: str, vectors: NDArray[np.float32]) -> list[str]:
    """The documents of the other language that most of a document's (n, d) centred vectors have among their nearest."""
    nearest_rows = [[row for row, _ in near] for near in library.index.query_each(other, vectors, NEAREST)]
    found = library.store.passages({row for rows in nearest_rows for row in rows})
    return most_named([found[row].document_id for row in rows if row in found] for rows in nearest_rows)
