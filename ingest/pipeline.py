"""From origins to documents in the store: the order of the steps, one document a transaction, one outcome an origin."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.dedupe import NEAR, Fingerprint, fingerprint, is_translation, resemblance, twin
from ingest.extract import Extraction, extract
from ingest.fetch import fetch
from ingest.segment import segment
from kb.embed import embed_document
from kb.errors import KnowledgeBaseError, Rejected, Unavailable
from kb.flags import Lexicon, flag, load_lexicons, notices
from kb.index import centre, centred
from kb.language import detect
from kb.library import Library
from kb.model import Document, Outcome, Sentence, Source
from kb.store import NewDocument, Relation, Store
from kb.text import stems

HIDDEN = (".", "~")
VERSION = 0.2  # least share of 5-shingles of two versions of an article at one address
PARTIAL = (".part", ".partial", ".crdownload", ".tmp", ".download")
NAMES = {
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "nl": "Dutch",
    "zh-cn": "Chinese",
    "pl": "Polish",
    "de": "German",
    "en": "English",
}

_log = logging.getLogger(__name__)


def origins_in(places: Iterable[Path | str]) -> list[str]:
    """The origins to be read: addresses and files as named, folders with all files below them, in order of name."""
    found: list[str] = []
    for place in places:
        path = Path(place)
        if path.is_dir():
            found += sorted(str(file) for file in path.rglob("*") if file.is_file() and _wanted(file.relative_to(path)))
        else:
            found.append(str(place))
    return list(dict.fromkeys(found))


def _wanted(path: Path) -> bool:
    """Not hidden, no editor's backup, no half-finished download."""
    hidden = any(part.startswith(HIDDEN) for part in path.parts)
    return not hidden and path.suffix.casefold() not in PARTIAL and not path.name.endswith("~")


def ingest(library: Library, origins: Sequence[str]) -> Iterator[Outcome]:
    """Reads each origin; one that cannot be read becomes a rejected outcome, and the next goes on.

    Raises:
        Busy: another process keeps writing.
        Unavailable: there is no embedder on this machine.
    """
    lexicons = load_lexicons()
    with library.store.writing("reading articles"):
        check_engine(library)
        for origin in origins:
            yield _attempt(library, origin, lexicons)
        _relate_translations(library)
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


def _attempt(library: Library, origin: str, lexicons: Mapping[str, Lexicon]) -> Outcome:
    began = time.perf_counter()
    source: Source | None = None
    try:
        source, data = fetch(origin)
        outcome = _take(library, source, data, lexicons)
    except Unavailable:
        raise
    except KnowledgeBaseError as error:
        outcome = Outcome(origin, "rejected", reason=str(error))
    except Exception as error:  # noqa: BLE001 - one bad input must not stop the rest
        _log.exception("reading %s failed", origin)
        outcome = Outcome(
            origin, "rejected", reason=f"could not be read ({type(error).__name__}: {error}); please report this file"
        )
    if outcome.kind == "rejected" and (source or Path(origin).exists()):
        unread = Source("", origin, "", datetime.now(UTC))  # there, but not to be opened
        library.store.add_rejection(source or unread, outcome.reason or "")
    return replace(outcome, seconds=round(time.perf_counter() - began, 4))


def _take(library: Library, source: Source, data: bytes, lexicons: Mapping[str, Lexicon]) -> Outcome:
    """The corridor, step by step."""
    store = library.store
    before = store.origin(source.origin)
    if before and before.sha256 == source.id and before.document_id:
        return Outcome(source.origin, "unchanged", before.document_id)
    extraction = extract(data, source)
    document = replace(extraction.document, language=_language(extraction.document.text, library.settings.languages))
    previous = store.carried(source.origin)
    if store.has(document.id):
        return _known_text(library, source, document.id, previous)
    older, newer = (previous, None) if previous else _versions(library, document)
    new = _prepare(library, replace(extraction, document=document), lexicons, {older, newer} - {None})
    if previous and set(store.carriers(previous)) - {source.origin}:
        older = None  # another file still says what this one said
    store.add(replace(new, supersedes=older, successor=newer))
    near = next(iter(new.relations), None)
    return Outcome(
        source.origin,
        "updated" if previous or older else "added",
        document.id,
        duplicate_of=near.earlier if near else None,
        similarity=round(near.similarity, 4) if near else None,
        copy="near" if near else None,
    )


def _language(text: str, languages: Sequence[str]) -> str:
    found = detect(text)
    if found is None:
        raise Rejected("holds no words to tell a language by; is it a picture or a table of figures?")
    if found not in languages:
        wanted = " and ".join(NAMES.get(code, code) for code in languages)
        raise Rejected(f"is in {NAMES.get(found, f'another language ({found})')}; articles in {wanted} are read")
    return found


def _known_text(library: Library, source: Source, document_id: str, previous: str | None) -> Outcome:
    """A text that is there already: the same file saved anew, a file gone back to it, or another origin of it."""
    if previous == document_id:
        library.store.add_origin(source, document_id, "read")
        return Outcome(source.origin, "unchanged", document_id)
    if previous and source.origin in {row.origin for row in library.store.origins_of(document_id)}:
        library.store.bring_back(document_id, source)
        return Outcome(source.origin, "updated", document_id)
    library.store.add_origin(source, document_id)
    return Outcome(source.origin, "duplicate", document_id, duplicate_of=document_id, similarity=1.0, copy="exact")


def _versions(library: Library, document: Document) -> tuple[str | None, str | None]:
    """The versions of this article just before and just after it: much the same text at the same address.

    By the day of the last change, then by which was read earlier.
    """
    store, older, newer = library.store, None, None
    if document.url:
        for other in map(store.document, store.at_address(document.url)):
            if resemblance(document.text, other.text) < VERSION:
                continue
            if _changed(other) <= _changed(document):
                older = other if older is None or _changed(other) >= _changed(older) else older
            else:
                newer = other if newer is None or _changed(other) < _changed(newer) else newer
    return older.id if older else None, newer.id if newer else None


def _changed(document: Document) -> date:
    return document.updated or document.published or date.min


def _prepare(
    library: Library, extraction: Extraction, lexicons: Mapping[str, Lexicon], versions: Collection[str | None]
) -> NewDocument:
    """Everything that is written for a new document: cut, embedded, flagged, compared; its versions are no copies."""
    document = extraction.document
    sentences, passages = segment(document)
    if not sentences:
        raise Rejected("holds no sentences; is it a picture or an empty page?")
    embedded = embed_document(library.engine, document, passages, sentences)
    lexicon = lexicons[document.language]
    document = replace(document, notices=notices(document, sentences, extraction.asides, lexicon))
    flagged: list[Sentence] = flag(document, sentences, lexicon)  # who speaks shows in the notices
    print_ = fingerprint(document.text)
    return NewDocument(
        document=document,
        passages=passages,
        vectors=embedded.passages,
        sentences=flagged,
        sentence_vectors=embedded.sentences,
        tokens=embedded.tokens,
        stems=[" ".join(stems(passage.text, document.language)) for passage in passages],
        signature=print_.signature,
        bands=print_.bands,
        relations=_near_copies(library, document, print_, versions),
    )


def _near_copies(
    library: Library, document: Document, print_: Fingerprint, versions: Collection[str | None]
) -> tuple[Relation, ...]:
    """Near copies among the documents that share a MinHash band; a version of the same article is no copy."""
    store = library.store
    others = [other for other in store.sharing_bands(print_.bands) if other not in versions]
    found = twin(document.text, [(other, store.document(other).text) for other in others], library.settings.near_copy)
    return (Relation(found[0], document.id, "near", found[1]),) if found else ()


def _relate_translations(library: Library) -> None:
    """Finds which documents not yet compared are translations of others, by mean vectors and the figures they share."""
    store, found = library.store, []
    waiting, until = store.not_related()
    if not waiting:
        return
    order = store.document_ids()
    vectors = {language: _centred_documents(store, language) for language in store.languages}
    for document in map(store.document, waiting):
        for language, others in vectors.items():
            if language == document.language:
                continue
            own = vectors[document.language][document.id]
            for other, vector in others.items():
                cosine = float(own @ vector)
                if cosine >= NEAR and is_translation(document.text, store.document(other).text, cosine):
                    earlier, later = sorted((other, document.id), key=order.index)
                    found.append(Relation(earlier, later, "translation", cosine))
    store.relate(found, until)


def _centred_documents(store: Store, language: str) -> dict[str, NDArray[np.float32]]:
    documents, middle = store.document_vectors(language), centre(store, language)
    return {document_id: centred(vector[None], middle)[0] for document_id, vector in documents.items()}
