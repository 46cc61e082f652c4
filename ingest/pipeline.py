"""From origins to documents in the store: the order of the steps, one document a transaction, one outcome an origin."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
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
        added: list[str] = []
        for origin in origins:
            outcome = _attempt(library, origin, lexicons)
            if outcome.kind in {"added", "updated"} and outcome.document_id:
                added.append(outcome.document_id)
            yield outcome
        library.store.relate(_translations(library, added))
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
    if outcome.kind == "rejected" and source is not None:
        library.store.add_rejection(source, outcome.reason or "")
    return replace(outcome, seconds=round(time.perf_counter() - began, 4))


def _take(library: Library, source: Source, data: bytes, lexicons: Mapping[str, Lexicon]) -> Outcome:
    """The corridor, step by step."""
    store = library.store
    before = store.origin(source.origin)
    if before and before.sha256 == source.id and before.document_id:
        return Outcome(source.origin, "unchanged", before.document_id)
    extraction = extract(data, source)
    document = replace(extraction.document, language=_language(extraction.document.text, library.settings.languages))
    if store.has(document.id):
        return _known_text(library, source, document.id, before.document_id if before else None)
    previous = before.document_id if before else None
    other = previous or _other_version(library, document)
    new = _prepare(library, replace(extraction, document=document), lexicons, other)
    store.add(replace(new, supersedes=previous))
    if other and not previous:
        newer, older = _in_order(document, store.document(other))
        store.supersede(newer, older)
    near = next((relation for relation in new.relations if relation.kind == "near"), None)
    return Outcome(
        source.origin,
        "updated" if store.supersedes(document.id) else "added",
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
    """A text that is there already: another origin of it, or the same file saved anew."""
    if previous == document_id:
        library.store.add_origin(source, document_id, "read")
        return Outcome(source.origin, "unchanged", document_id)
    library.store.add_origin(source, document_id)
    return Outcome(source.origin, "duplicate", document_id, duplicate_of=document_id, similarity=1.0, copy="exact")


def _other_version(library: Library, document: Document) -> str | None:
    """The latest document at the same address whose text is much alike: another version of this article."""
    if not document.url:
        return None
    for other in reversed(library.store.at_address(document.url)):
        if resemblance(document.text, library.store.document(other).text) >= VERSION:
            return other
    return None


def _in_order(new: Document, old: Document) -> tuple[str, str]:
    """(newer, older) of two versions: by the day of the last change, then by which was read later."""
    dates = [document.updated or document.published or date.min for document in (new, old)]
    return (old.id, new.id) if dates[0] < dates[1] else (new.id, old.id)


def _prepare(
    library: Library, extraction: Extraction, lexicons: Mapping[str, Lexicon], version: str | None
) -> NewDocument:
    """Everything that is written for a new document: cut, embedded, flagged, compared; `version` is no copy of it."""
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
        relations=_near_copies(library, document, print_, version),
    )


def _near_copies(
    library: Library, document: Document, print_: Fingerprint, version: str | None
) -> tuple[Relation, ...]:
    """Near copies among the documents that share a MinHash band; a version of the same article is no copy."""
    store = library.store
    others = [other for other in store.sharing_bands(print_.bands) if other != version]
    found = twin(document.text, [(other, store.document(other).text) for other in others], library.settings.near_copy)
    return (Relation(found[0], document.id, "near", found[1]),) if found else ()


def _translations(library: Library, added: Sequence[str]) -> list[Relation]:
    """Which of the new documents are translations of others, by their mean vectors and the figures they share."""
    store, found = library.store, []
    vectors = {language: _centred_documents(store, language) for language in store.languages} if added else {}
    for document_id in added:
        document = store.document(document_id)
        for language, others in vectors.items():
            if language == document.language:
                continue
            own = vectors[document.language][document_id]
            for other, vector in others.items():
                cosine = float(own @ vector)
                if cosine >= NEAR and is_translation(document.text, store.document(other).text, cosine):
                    found.append(Relation(other, document_id, "translation", cosine))
    return found


def _centred_documents(store: Store, language: str) -> dict[str, NDArray[np.float32]]:
    documents, middle = store.document_vectors(language), centre(store, language)
    return {document_id: centred(vector[None], middle)[0] for document_id, vector in documents.items()}
