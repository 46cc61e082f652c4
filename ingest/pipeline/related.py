"""What a new document is to those already there: a version, a near copy, a translation."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ingest.dedupe import Fingerprint, copies, is_translation, is_version, most_named, nearest, shortlist
from kb.index import centre, centred
from kb.library import Library
from kb.model import Document
from kb.store import PassageRow, Relation

LOOKED_UP = 8  # passages of a document by which its translation is looked for
NEAREST = 10
LIKELY = 60  # documents whose signatures are compared


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
    for document in map(store.document, waiting):
        own = store.passages_of(document.id)
        mean = _mean(library, document.language, own)
        for language in store.languages:
            if language == document.language:
                continue
            for other in map(store.document, _candidates(library, document.language, language, own)):
                cosine = float(mean @ _mean(library, language, store.passages_of(other.id)))
                if is_translation((document.text, document.language), (other.text, language), cosine):
                    earlier, later = sorted((other.id, document.id), key=order.__getitem__)
                    found.append(Relation(earlier, later, "translation", cosine))
    store.relate(found, until)


def _mean(library: Library, language: str, passages: list[PassageRow]) -> NDArray[np.float32]:
    """(d,): the mean of a document's passage vectors less the language's, at length 1."""
    vectors = np.stack([passage.vector for passage in passages])
    return np.asarray(centred(vectors.mean(axis=0)[None], centre(library.store, language))[0], np.float32)


def _candidates(library: Library, own: str, other: str, passages: list[PassageRow]) -> list[str]:
    """The documents of the other language that most of the passages have among their nearest."""
    chosen = passages[:: -(-len(passages) // LOOKED_UP)]
    vectors = centred(np.stack([passage.vector for passage in chosen]), centre(library.store, own))
    named = []
    for vector in vectors:
        near = [row for row, _ in library.index.query(other, vector, NEAREST)]
        found = library.store.passages(near)
        named.append([found[row].document_id for row in near if row in found])
    return most_named(named)
