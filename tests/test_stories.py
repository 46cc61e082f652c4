"""Stories: who copied from whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.library import Library
from kb.stories import copy_groups, stories, story_ids

if TYPE_CHECKING:
    from tests.conftest import ReadIn

LINES = [
    f"Im Bezirk {name} wurden nach Angaben der Stadt im vergangenen Jahr {count} Bäume gepflanzt und gepflegt."
    for name, count in [("Nord", 12), ("Süd", 40), ("Ost", 31), ("West", 77), ("Mitte", 5), ("Hafen", 18), ("Berg", 9)]
]


def article(day: str, lines: list[str], title: str = "Neue Bäume für die Stadt") -> str:
    return f"---\ntitle: {title}\ndate: {day}\n---\n\n# {title}\n\n" + "\n\n".join(lines) + "\n"


def told(library: Library) -> list[list[tuple[str, str]]]:
    """By story, file name and relation of every member."""
    return [[(m.origin.rsplit("/", 1)[-1], m.relation) for m in story.members] for story in stories(library.store)]


def test_no_story_without_a_second_origin(library: Library, read: ReadIn) -> None:
    read({"a.md": article("2025-03-01", LINES)})
    assert stories(library.store) == []
    assert (story_ids(library.store), copy_groups(library.store)) == ({}, {})


def test_the_original_is_the_earliest_published_not_the_first_seen(library: Library, read: ReadIn) -> None:
    read({"late.md": article("2025-03-02", LINES), "early.md": article("2025-03-01", LINES[:-1])})
    assert told(library) == [[("early.md", "original"), ("late.md", "near")]]
    (story,) = stories(library.store)
    assert story.id == story.members[0].document_id


def test_on_the_same_day_the_first_seen_is_the_original(library: Library, read: ReadIn) -> None:
    read({"z.md": article("2025-03-01", LINES), "a.md": article("2025-03-01", LINES[1:])})
    assert told(library) == [[("z.md", "original"), ("a.md", "near")]]


def test_without_a_date_it_comes_after_those_with_one(library: Library, read: ReadIn) -> None:
    read({"a.txt": "Neue Bäume\n\n" + "\n\n".join(LINES), "b.md": article("2025-03-01", LINES[1:])})
    assert told(library) == [[("b.md", "original"), ("a.txt", "near")]]


def test_an_exact_copy_is_a_second_origin_of_the_same_document(library: Library, read: ReadIn) -> None:
    text = "Neue Bäume\n\n" + "\n\n".join(LINES)
    read({"a.txt": text, "b.txt": text})
    assert told(library) == [[("a.txt", "original"), ("b.txt", "exact")]]
    assert copy_groups(library.store) == {}
    assert len(story_ids(library.store)) == 1


def test_copies_of_copies_are_one_story(library: Library, read: ReadIn) -> None:
    read({"a.md": article("2025-03-01", LINES[:6]), "b.md": article("2025-03-02", LINES)})
    read({"c.md": article("2025-03-03", LINES[1:])})
    (story,) = told(library)
    assert dict(story) == {"a.md": "original", "b.md": "near", "c.md": "near"}
    groups = copy_groups(library.store)
    assert len(groups) == 3
    assert len(set(groups.values())) == 1


def test_versions_of_one_article_are_no_story(library: Library, read: ReadIn) -> None:
    read({"a.md": article("2025-03-01", LINES)})
    (outcome,) = read({"a.md": article("2025-03-01", LINES[1:])})
    assert outcome.kind == "updated"
    assert stories(library.store) == []


def test_other_articles_are_other_stories(library: Library, read: ReadIn) -> None:
    other = [line.replace("Bäume gepflanzt und gepflegt", "Laternen repariert und Wege geteert") for line in LINES]
    other = [line.replace("Im Bezirk", "Am Rande von").replace("nach Angaben der Stadt", "offenbar") for line in other]
    read({"a.md": article("2025-03-01", LINES), "b.md": article("2025-03-01", other, "Licht")})
    assert stories(library.store) == []


def test_a_story_ends_when_a_copy_is_removed(library: Library, read: ReadIn) -> None:
    outcomes = read({"a.md": article("2025-03-01", LINES), "b.md": article("2025-03-02", LINES[1:])})
    with library.store.writing("a test"):
        library.store.remove(str(outcomes[0].document_id))
    assert stories(library.store) == []
    assert library.store.counts()["documents"] == 1


def test_the_samples_tell_their_stories(read_library: Library) -> None:
    found = {frozenset(story) for story in told(read_library)}
    dresden = {("musteragentur-chipwerk-dresden.txt", "original"), ("elbbote-chipfabrik.html", "near")}
    act = {("beispielkurier-ki-verordnung.html", "original"), ("example-courier-ai-act.md", "translation")}
    assert {frozenset(dresden), frozenset(act)} <= found
    assert all(len(documents) > 1 for documents in found)
