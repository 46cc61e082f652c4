"""One arrival into the store: a new document, a new version, a copy, a listing, or nothing new."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ingest.dedupe import fingerprint
from ingest.extract import Extraction
from ingest.extract.organisations import of_host
from ingest.fetch import is_address
from ingest.pipeline.arrivals import Arrival, Wanted, is_text, readable
from ingest.pipeline.places import tags_of
from ingest.pipeline.related import near_copies, versions
from ingest.segment import segment
from kb.embed import embed_document, told
from kb.errors import Rejected, TryLater
from kb.flags import Lexicon, flag, notices, settled
from kb.language import detect
from kb.library import Library
from kb.model import Outcome, OutcomeKind, Sentence, Source
from kb.store import NewDocument, OriginRow, Remark, Store
from kb.text import stems

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
REMOVED = "was removed by you; name it to kb ingest to take it in again"
LATER = timedelta(hours=1)  # before an address is asked again that named no time itself
LATEST = timedelta(days=7)
DEEPEST = 3  # a list of feeds of articles; an index of sitemaps of articles

Lexicons = Mapping[str, Lexicon]


def take(library: Library, arrival: Arrival, lexicons: Lexicons, named: bool) -> Outcome:
    """Writes what has arrived; `named`: the user asked for this very origin, so it is taken even if removed before.

    Raises:
        Rejected: it cannot be taken in.
    """
    origin, store = arrival.wanted.origin, library.store
    if arrival.error:
        raise arrival.error
    before = store.origin(origin)
    if arrival.same or before and arrival.source and before.document_id and before.sha256 == arrival.source.id:
        if before and before.gone_at:
            store.seen_again(origin)
        return Outcome(origin, "unchanged", before.document_id if before else None)
    if arrival.source is None:
        raise Rejected(f"{origin}: nothing came; try again")
    if arrival.listing:
        return _take_listing(library, arrival, arrival.source)
    if _is_listing(before) and not named:
        raise Rejected(f"{origin}: was a feed or list, and is an article now; name it to kb ingest to take it in")
    return _take_article(library, arrival, arrival.source, lexicons, named and not arrival.wanted.via)


def _take_article(library: Library, arrival: Arrival, source: Source, lexicons: Lexicons, named: bool) -> Outcome:
    origin, store = source.origin, library.store
    if not _may_enter(store, (source.id, origin), named):
        return Outcome(origin, "unchanged", reason=REMOVED)
    if old := _moved_from(library, source):
        _rename(library, old, origin)
        return Outcome(origin, "unchanged", store.carried(origin), reason=f"was {old} before")
    if arrival.extraction is None:
        raise Rejected(f"{origin}: holds nothing that can be read")
    extraction = completed(library, origin, arrival.address, arrival.extraction)
    if not _may_enter(store, (extraction.document.id,), named):
        return Outcome(origin, "unchanged", reason=REMOVED)
    library.archive.put(arrival.data)
    return _take_document(library, source, extraction, lexicons, remark(arrival))


def _may_enter(store: Store, names: tuple[str, ...], named: bool) -> bool:
    """Whether something may be taken in: it was not removed by the user, or is asked for by name."""
    if not store.is_removed(*names):
        return True
    if named:
        store.forget_removal(*names)
    return named


def _is_listing(row: OriginRow | None) -> bool:
    return row is not None and row.state == "read" and row.document_id is None


def remark(arrival: Arrival) -> Remark:
    """What is noted of an arrival's origin."""
    known = arrival.validators
    return Remark(
        via=arrival.wanted.via,
        address=arrival.address,
        etag=known.etag,
        last_modified=known.last_modified,
        reader=arrival.reader,
    )


def _take_listing(library: Library, arrival: Arrival, source: Source) -> Outcome:
    """Notes a file or address that names others; those are read next."""
    listing, store = arrival.listing, library.store
    if listing is None:
        raise Rejected(f"{source.origin}: names nothing that can be read")
    known = store.origin(source.origin)
    what = f"{listing.kind} with {len(listing.items)} address{'' if len(listing.items) == 1 else 'es'}"
    new = len(fresh(library, arrival))
    if known is None or known.sha256 != source.id or known.state == "rejected" or known.gone_at:
        store.add_origin(source, None, "read", replace(remark(arrival), reason=what))
    kind: OutcomeKind = "updated"
    if known is None or known.state == "read" and not new:
        kind = "unchanged" if known else "added"
    return Outcome(source.origin, kind, reason=what, items=new)


def fresh(library: Library, arrival: Arrival) -> list[Wanted]:
    """The origins named by a listing that have not been read, or have changed since; at most `feed_items` of a feed."""
    if arrival.listing is None or arrival.wanted.depth >= DEEPEST:
        return []
    found, whole = [], arrival.listing.kind in ("links", "opml")
    for item in arrival.listing.items:
        row = library.store.origin(item.address)
        if row is None and library.store.is_removed(item.address):
            continue
        stale = row is not None and item.updated is not None and datetime.fromisoformat(row.fetched_at) < item.updated
        if row is None or stale or row.state == "rejected" and row.retry_at:
            found.append(Wanted(item.address, arrival.wanted.origin, item.content, arrival.wanted.depth + 1))
    return found if whole else found[: library.settings.feed_items]


def _moved_from(library: Library, source: Source) -> str | None:
    """The name that this file had before: the same bytes, known of a file that is no longer there."""
    rows = library.store.with_bytes(source.id)
    if is_address(source.origin) or any(row.origin == source.origin for row in rows):
        return None
    for row in rows:
        other = row.origin
        if row.document_id and row.media_type == source.media_type and not is_address(other):
            newest = library.store.origin(other)
            if newest and newest.sha256 == source.id and not Path(other).is_file():
                return other
    return None


def _rename(library: Library, old: str, new: str) -> None:
    """A file has been moved: its document bears the folders' names that it lies in now."""
    store, folder = library.store, library.settings.sources
    store.rename_origin(old, new)
    document = store.document(str(store.carried(new)))
    kept = [tag for tag in document.tags if tag not in tags_of(old, folder)]
    store.put_tags(document.id, dict.fromkeys([*kept, *tags_of(new, folder)]))


def completed(library: Library, origin: str, address: str | None, extraction: Extraction) -> Extraction:
    """The extraction with what only the origin tells: language, address, publisher by the host, tags by the folders.

    Raises:
        Rejected: it is in none of the languages that are taken in.
    """
    document = extraction.document
    url = document.url or address
    known = replace(
        document,
        language=_language(document.text, library.settings.languages),
        url=url,
        publisher=document.publisher or of_host(url),
        tags=tuple(dict.fromkeys((*document.tags, *tags_of(origin, library.settings.sources)))),
    )
    return replace(extraction, document=known)


def _language(text: str, languages: Sequence[str]) -> str:
    found = detect(text)
    if found is None:
        raise Rejected("holds no words to tell a language by; is it a picture or a table of figures?")
    if found not in languages:
        wanted = " and ".join(NAMES.get(code, code) for code in languages)
        raise Rejected(f"is in {NAMES.get(found, f'another language ({found})')}; articles in {wanted} are read")
    return found


def _take_document(
    library: Library, source: Source, extraction: Extraction, lexicons: Lexicons, note: Remark
) -> Outcome:
    store, document = library.store, extraction.document
    previous = store.carried(source.origin)
    if store.has(document.id):
        return _known_text(library, source, document.id, note)
    older, newer = (previous, None) if previous else versions(library, document)
    if older and not newer:
        older = store.newest(older)
    chain = {other for end in (older, newer) if end for other in (end, *store.versions(end))}
    new = prepare(library, extraction, lexicons, chain)
    if previous and set(store.carriers(previous)) - {source.origin}:
        older = None  # another file still says what this one said
    store.add(replace(new, supersedes=older, successor=newer, remark=note))
    near = next(iter(new.relations), None)
    return Outcome(
        source.origin,
        "updated" if previous or older else "added",
        document.id,
        duplicate_of=near.earlier if near else None,
        similarity=round(near.similarity, 4) if near else None,
        copy="near" if near else None,
    )


def _known_text(library: Library, source: Source, document_id: str, note: Remark) -> Outcome:
    """A text that is there already: the same file saved anew, a file gone back to it, or another origin of it."""
    store, previous = library.store, library.store.carried(source.origin)
    if previous == document_id:
        store.add_origin(source, document_id, "read", note)
        return Outcome(source.origin, "unchanged", document_id)
    if previous and source.origin in {row.origin for row in store.origins_of(document_id)}:
        store.bring_back(document_id, source, note)
        return Outcome(source.origin, "updated", document_id)
    store.add_origin(source, document_id, "copy", note)
    if previous and not store.carriers(previous):
        store.supersede(previous, document_id)
    return Outcome(source.origin, "duplicate", document_id, duplicate_of=document_id, similarity=1.0, copy="exact")


def prepare(
    library: Library, extraction: Extraction, lexicons: Lexicons, apart: Collection[str | None] = ()
) -> NewDocument:
    """Everything that is written for a new document: cut, embedded, flagged, compared.

    `apart` are documents that it is no copy of, whatever they share: its own versions.

    Raises:
        Rejected: it holds no sentences.
    """
    document = extraction.document
    sentences, passages = segment(document)
    if not sentences:
        raise Rejected("holds no sentences; is it a picture or an empty page?")
    embedded = embed_document(library.engine, document, passages, sentences)
    lexicon = lexicons[document.language]
    document = replace(document, notices=notices(document, sentences, extraction.asides, lexicon))
    read = told(library.engine, document, passages, sentences)
    flagged: list[Sentence] = flag(document, sentences, lexicon, read)  # who speaks shows in the notices
    if read is not None:
        document = replace(document, notices=settled(document, flagged))
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
        relations=near_copies(library, document, print_, apart),
    )


def refuse(library: Library, arrival: Arrival, error: Exception) -> Outcome:
    """Notes why an origin was not taken in; what an address said before is kept, and so is the reason to ask again."""
    origin, store = arrival.wanted.origin, library.store
    reason = str(error)
    if not is_text(origin):
        return Outcome(readable(origin), "rejected", reason=reason)
    before, held = store.origin(origin), store.carried(origin)
    if is_address(origin) and (held or _is_listing(before)):
        return Outcome(origin, "unchanged", held, reason=f"{reason} What was read before is kept.")
    if arrival.source is None and not is_address(origin) and not Path(origin).exists():
        return Outcome(origin, "rejected", reason=reason)  # nothing was ever there
    source = arrival.source or Source("", origin, "", datetime.now(UTC))
    note = remark(arrival)
    if isinstance(error, TryLater):
        note = replace(note, retry_at=_retry(before, error.after).isoformat(timespec="seconds"))
    if before is None or (before.sha256, before.reason, before.reader) != (source.id, reason, note.reader):
        store.add_rejection(source, reason, note)
    return Outcome(origin, "rejected", reason=reason)


def _retry(before: OriginRow | None, after: float | None) -> datetime:
    """When to ask again: when the host said, or after an hour and then twice as long each time, at most a week."""
    wait = LATER
    if before and before.retry_at:
        wait = 2 * (datetime.fromisoformat(before.retry_at) - datetime.fromisoformat(before.seen_at))
    return datetime.now(UTC) + (timedelta(seconds=after) if after else max(LATER, min(wait, LATEST)))
