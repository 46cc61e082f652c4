"""Stories: which documents are copies, near copies or translations of one another, and which came first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.store import Relation, Store


@dataclass(frozen=True, slots=True)
class Member:
    """An origin in a story; its relation to the original: original, exact, near or translation."""

    document_id: str
    origin: str
    relation: str


@dataclass(frozen=True, slots=True)
class Story:
    """Two or more origins that tell the same; `id` is the original document's."""

    id: str
    members: tuple[Member, ...]


def _groups(relations: Iterable[Relation]) -> dict[str, str]:
    """By document, one and the same member of the group that the relations join it to."""
    parent: dict[str, str] = {}

    def root(document_id: str) -> str:
        while parent.setdefault(document_id, document_id) != document_id:
            document_id = parent[document_id]
        return document_id

    for relation in relations:
        parent[root(relation.later)] = root(relation.earlier)
    return {document_id: root(document_id) for document_id in list(parent)}


def copy_groups(store: Store) -> dict[str, str]:
    """By document, the group of near copies it belongs to; documents without copies are left out."""
    return store.kept("copies", lambda: _groups(relation for relation in store.relations() if relation.kind == "near"))


def story_groups(store: Store) -> dict[str, str]:
    """By document, the group of copies and translations it belongs to; documents without either are left out."""
    return _groups(store.relations())


def story_ids(store: Store) -> dict[str, str]:
    """The story of every document that has one (exact copies included)."""
    return {member.document_id: story.id for story in stories(store) for member in story.members}


def stories(store: Store) -> list[Story]:
    """All stories, in the order their first documents came."""
    root = _groups(store.relations())
    members: dict[str, list[str]] = {}
    for document_id in store.document_ids():
        members.setdefault(root.get(document_id, document_id), []).append(document_id)
    found = (_story(store, documents) for documents in members.values())
    return [story for story in found if len(story.members) > 1]


def _story(store: Store, documents: list[str]) -> Story:
    """The original is the earliest published, then the earliest seen."""
    published = {document_id: store.published(document_id) or "9999" for document_id in documents}
    ordered = sorted(documents, key=published.__getitem__)  # a stable sort: `documents` are in the order seen
    original = ordered[0]
    members = []
    for document_id in ordered:
        origins = [row.origin for row in store.origins_of(document_id)]
        same = store.language(document_id) == store.language(original)
        relation = "original" if document_id == original else "near" if same else "translation"
        members.append(Member(document_id, next(iter(origins), ""), relation))
        members += [Member(document_id, copy, "exact") for copy in origins[1:]]
    return Story(original, tuple(members))
