"""From files to documents: what becomes of each, and that nothing stops the rest or is left half done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.pipeline import ingest, mark_vanished, origins_in
from kb.errors import Busy, Misconfigured
from kb.library import Library
from kb.model import Outcome
from kb.removal import remove
from kb.retrieve import retrieve

if TYPE_CHECKING:
    from tests.conftest import OpenHome, ReadIn, ReadingEncoder, WriteFile

LINES = [
    f"Im Bezirk {name} wurden nach Angaben der Stadt im vergangenen Jahr {count} Bäume gepflanzt und gepflegt."
    for name, count in [("Nord", 12), ("Süd", 40), ("Ost", 31), ("West", 77), ("Mitte", 5), ("Hafen", 18), ("Berg", 9)]
]
TEXT = "Neue Bäume für die Stadt\n\n" + "\n\n".join(LINES)
NEAR = TEXT + "\n\nDie Agentur hat diesen Satz ergänzt, den es anderswo nicht gibt."
OTHER = "A new bridge\n\nThe council decided on Tuesday that the old bridge will be replaced within three years."
FRENCH = "Un nouveau pont\n\nLe conseil municipal a décidé mardi que le vieux pont sera remplacé dans les trois ans."
FINNISH = "Uusi silta\n\nKaupunginvaltuusto päätti tiistaina, että vanha silta korvataan uudella kolmen vuoden aikana."


def kinds(outcomes: list[Outcome]) -> list[str]:
    return [outcome.kind for outcome in outcomes]


def texts(library: Library, question: str) -> str:
    return "\n".join(hit.passage.text for hit in retrieve(library, question, limit=50))


# -- what becomes of an origin ---------------------------------------------------------------------


def test_added_with_all_that_belongs_to_it(library: Library, read: ReadIn) -> None:
    (outcome,) = read({"a.txt": TEXT})
    assert (outcome.kind, outcome.reason, outcome.copy, outcome.duplicate_of) == ("added", None, None, None)
    assert outcome.document_id is not None
    document = library.store.document(outcome.document_id)
    assert (document.language, document.source.origin) == ("de", outcome.origin)
    sentences = library.store.sentences(document.id, document.text)
    assert len(sentences) >= len(LINES)
    assert all(document.text[s.start : s.end] == s.text for s in sentences)
    assert {"claim"} <= {label for sentence in sentences for label in sentence.labels}
    assert library.index.current(library.store)


def test_the_same_file_again_is_unchanged_and_costs_nothing(
    library: Library, read: ReadIn, encoder: ReadingEncoder
) -> None:
    (first,) = read({"a.txt": TEXT})
    calls = encoder.calls
    (again,) = read({"a.txt": TEXT})
    assert (again.kind, again.document_id) == ("unchanged", first.document_id)
    assert encoder.calls == calls
    assert library.store.counts()["documents"] == 1


def test_reading_only_what_is_known_changes_nothing(library: Library, read: ReadIn) -> None:
    read({"a.txt": TEXT})
    generation = library.store.generation()
    read({"a.txt": TEXT})
    assert library.store.generation() == generation


def test_the_same_text_saved_anew_is_unchanged(library: Library, read: ReadIn) -> None:
    read({"a.txt": TEXT})
    (again,) = read({"a.txt": TEXT.replace("\n\n", "\r\n\r\n")})
    assert again.kind == "unchanged"
    assert library.store.counts()["documents"] == 1


def test_an_exact_copy_adds_an_origin(library: Library, read: ReadIn, encoder: ReadingEncoder) -> None:
    (first,) = read({"a.txt": TEXT})
    calls = encoder.calls
    (copy,) = read({"b.txt": TEXT})
    assert (copy.kind, copy.copy, copy.similarity) == ("duplicate", "exact", 1.0)
    assert copy.duplicate_of == copy.document_id == first.document_id
    assert [row.origin for row in library.store.origins_of(str(first.document_id))] == [first.origin, copy.origin]
    assert (encoder.calls, library.store.counts()["documents"]) == (calls, 1)
    assert kinds(read({"b.txt": TEXT})) == ["unchanged"]


def test_a_near_copy_is_added_and_related(library: Library, read: ReadIn) -> None:
    first, near = read({"a.txt": TEXT, "b.txt": NEAR})
    assert (near.kind, near.copy, near.duplicate_of) == ("added", "near", first.document_id)
    assert near.similarity is not None
    assert 0.5 <= near.similarity < 1.0
    (relation,) = library.store.relations()
    assert (relation.earlier, relation.later, relation.kind) == (first.document_id, near.document_id, "near")


DREDGING = (
    "Im Hafen von Musterhausen beginnt am 3. März die Vertiefung des Nordbeckens auf 14 Meter. Das teilte die "
    "Hafenverwaltung mit. Ein Bagger der Reederei Nordstern holt dafür 900.000 Kubikmeter Schlick aus der Rinne. "
    "Die Arbeiten kosten nach dem Haushaltsplan 41 Millionen Euro und sollen 18 Monate dauern. Fischer aus Altwerder "
    "fürchten um die Laichplätze der Stinte am Südufer. Im April 2027 dürfen dann Schiffe mit 210 Metern Länge anlegen."
)


def test_how_near_a_copy_must_be_is_a_setting(open_home: OpenHome, read: ReadIn) -> None:
    strict, edited = open_home(near_copy=0.99), DREDGING.replace("fürchten um", "sorgen sich um")
    assert [outcome.copy for outcome in read({"a.txt": DREDGING, "b.txt": edited}, into=strict)] == [None, None]
    assert [outcome.copy for outcome in read({"c.txt": f"{edited} Das ist neu."})] == ["near"]


def test_a_changed_file_is_a_new_version(library: Library, read: ReadIn) -> None:
    (first,) = read({"a.txt": TEXT})
    (second,) = read({"a.txt": NEAR})
    assert (second.kind, second.copy) == ("updated", None)
    assert library.store.supersedes(str(second.document_id)) == first.document_id
    assert library.store.superseded() == {first.document_id}
    assert library.store.has(str(first.document_id))


def test_a_superseded_version_is_not_found_any_more(library: Library, read: ReadIn) -> None:
    read({"a.txt": TEXT.replace("77 Bäume", "Quastenflosser")})
    assert "Quastenflosser" in texts(library, "Quastenflosser")
    read({"a.txt": TEXT})
    assert "Quastenflosser" not in texts(library, "Quastenflosser")
    assert "77 Bäume" in texts(library, "Quastenflosser")


def test_a_file_changed_back_is_found_as_it_is_now(library: Library, read: ReadIn) -> None:
    for content in (TEXT, TEXT.replace("77 Bäume", "Quastenflosser"), TEXT):
        read({"a.txt": content})
    assert "77 Bäume" in texts(library, "Wie viele Bäume im Westen?")
    assert "Quastenflosser" not in texts(library, "Quastenflosser")


def test_a_text_another_file_still_carries_is_still_found(library: Library, read: ReadIn) -> None:
    read({"a.txt": TEXT.replace("77 Bäume", "Quastenflosser"), "b.txt": TEXT.replace("77 Bäume", "Quastenflosser")})
    read({"a.txt": OTHER})
    assert "Quastenflosser" in texts(library, "Quastenflosser")


def test_a_failed_version_in_between_does_not_break_the_chain(library: Library, read: ReadIn) -> None:
    (first,) = read({"a.txt": TEXT})
    assert kinds(read({"a.txt": "Nur drei Wörter"})) == ["rejected"]
    (last,) = read({"a.txt": NEAR})
    assert last.kind == "updated"
    assert library.store.superseded() == {first.document_id}


def page(day: str, text: str) -> str:
    address = "https://blatt.example/baeume"
    return f"---\ntitle: Neue Bäume\ndate: {day}\nurl: {address}\n---\n\n# Neue Bäume\n\n{text}\n"


def test_versions_at_one_address_in_other_files_are_known_by_their_day(library: Library, read: ReadIn) -> None:
    body = "\n\n".join(LINES)
    newer, older = read({"new.md": page("2025-03-02", body), "old.md": page("2025-03-01", f"{body}\n\n{OTHER}")})
    assert newer.document_id != older.document_id
    assert library.store.superseded() == {older.document_id}
    assert library.store.relations() == []


def test_of_three_versions_only_the_newest_is_current(library: Library, read: ReadIn) -> None:
    body = "\n\n".join(LINES)
    first, third, second = read(
        {f"{day}.md": page(f"2025-03-0{day}", f"{body}\n\nStand der Dinge an Tag {day}.") for day in (1, 3, 2)}
    )
    assert library.store.superseded() == {first.document_id, second.document_id}
    assert third.document_id not in library.store.superseded()


# -- the batch -------------------------------------------------------------------------------------


def test_a_batch_that_is_stopped_keeps_what_was_finished(library: Library, write: WriteFile) -> None:
    running = ingest(library, [write("a.txt", TEXT), write("b.txt", OTHER)])
    assert next(running).kind == "added"
    running.close()  # type: ignore[attr-defined]
    with library.store.writing("the lock is free", wait=0):
        assert library.store.counts()["documents"] == 1
    assert "77 Bäume" in texts(library, "Bäume")


def test_while_another_reads_a_second_is_told_so(library: Library, open_home: OpenHome, write: WriteFile) -> None:
    running = ingest(library, [write("a.txt", TEXT), write("b.txt", OTHER)])
    next(running)
    with pytest.raises(Busy, match="reading articles"):
        list(ingest(open_home(lock_seconds=0.05), [write("c.txt", FRENCH)]))
    assert kinds(list(running)) == ["added"]


WANTED = ["a.txt", "B.HTML", "deep/er/c.md", "no-suffix"]
UNWANTED = [".hidden.txt", ".folder/a.txt", "~$letter.docx", "a.txt~", "a.html.part", "b.CRDOWNLOAD", "c.tmp"]


def test_what_is_read_in_a_folder(tmp_path: Path, write: WriteFile) -> None:
    for name in WANTED + UNWANTED:
        write(name, TEXT)
    folder = tmp_path / "sources"
    assert origins_in([folder]) == sorted(str(folder / name) for name in WANTED)
    assert origins_in([folder / "a.txt", folder, folder / "a.txt"])[0] == str(folder / "a.txt")
    assert len(origins_in([folder / "a.txt", folder])) == len(WANTED)
    assert origins_in(["https://a.example/x", folder / "c.tmp"]) == ["https://a.example/x", str(folder / "c.tmp")]


def test_a_copy_that_is_gone_does_not_hold_the_old_version(library: Library, read: ReadIn, tmp_path: Path) -> None:
    first, _ = read({"a.txt": TEXT, "copy.txt": TEXT})
    (tmp_path / "sources" / "copy.txt").unlink()
    mark_vanished(library, tmp_path / "sources", [str(tmp_path / "sources" / "a.txt")])
    (second,) = read({"a.txt": NEAR})
    assert library.store.supersedes(str(second.document_id)) == first.document_id


# -- names, versions, and what is left behind --------------------------------------------------------


def test_one_file_has_one_name(
    open_home: OpenHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: WriteFile
) -> None:
    write("a.txt", TEXT)
    monkeypatch.chdir(tmp_path)
    spellings: list[Path | str] = [
        "sources/a.txt",
        "./sources/a.txt",
        "sources/../sources/a.txt",
        tmp_path / "sources" / "a.txt",
        "sources",
    ]
    assert origins_in(spellings, Path("home")) == ["sources/a.txt"]
    assert origins_in(["HTTPS://Blatt.example/a#top", "https://blatt.example/a?utm_source=x"]) == [
        "https://blatt.example/a"
    ]
    monkeypatch.chdir(tmp_path / "sources")
    assert origins_in(["a.txt"], tmp_path / "home") == [str(tmp_path / "sources" / "a.txt")]


def test_the_home_is_not_read_and_nothing_has_no_name(tmp_path: Path, write: WriteFile) -> None:
    write("a.txt", TEXT)
    (tmp_path / "sources" / "home").mkdir()
    (tmp_path / "sources" / "home" / "b.txt").write_text(TEXT, encoding="utf-8")
    folder = tmp_path / "sources"
    assert origins_in([folder], folder / "home") == [str(folder / "a.txt")]
    with pytest.raises(Misconfigured, match="no name"):
        origins_in([""])


def test_a_name_that_is_no_text_costs_that_file_alone(library: Library, write: WriteFile, tmp_path: Path) -> None:
    good, bad = write("a.txt", TEXT), tmp_path / "sources" / "b\udcff.txt"
    bad.write_text(OTHER, encoding="utf-8")
    first, second = ingest(library, [str(bad), good])
    assert (first.kind, second.kind) == ("rejected", "added")
    assert "Rename" in str(first.reason)


def test_all_versions_are_told_from_copies(library: Library, read: ReadIn) -> None:
    for number in (12, 13, 14):
        read({"a.txt": TEXT.replace(" 12 ", f" {number} ")})
    assert (library.store.relations(), len(library.store.document_ids())) == ([], 3)


def test_a_file_that_takes_another_text_leaves_no_old_one_behind(library: Library, read: ReadIn) -> None:
    first, second = read({"a.txt": OTHER, "b.txt": TEXT})
    read({"a.txt": TEXT})
    assert library.store.superseded() == {first.document_id}
    assert library.store.supersedes(str(second.document_id)) == first.document_id


def test_versions_from_two_files_stay_one_chain(library: Library, read: ReadIn) -> None:
    body = "\n\n".join(LINES)
    for name, text in [("a.md", body), ("b.md", body + "\n\nNeu."), ("a.md", body + "\n\nNoch neuer.")]:
        read({name: f"---\ntitle: Bäume\nurl: https://blatt.example/b\n---\n\n# Bäume\n\n{text}\n"})
    ids = library.store.document_ids()
    assert [library.store.versions(ids[0]), library.store.newest(ids[0])] == [ids[1:], ids[2]]


def test_two_files_of_the_same_bytes_may_hold_two_documents(library: Library, read: ReadIn, tmp_path: Path) -> None:
    marked = TEXT.replace("Bäume gepflanzt", "**Bäume** gepflanzt")
    read({"a.md": marked})
    read({"a.md": OTHER})
    read({"b.txt": marked})
    (tmp_path / "sources" / "b.txt").rename(tmp_path / "sources" / "a.md")
    list(ingest(library, [str(tmp_path / "sources" / "a.md")]))
    assert library.store.integrity() == []
    assert all(library.store.origins_of(document_id) for document_id in library.store.document_ids())


def test_bytes_once_read_are_never_blanked_by_a_refusal(library: Library, open_home: OpenHome, read: ReadIn) -> None:
    (first,) = read({"a.txt": TEXT})
    read({"a.txt": NEAR})
    (refused,) = read({"a.txt": TEXT}, into=open_home(languages=("en",)))
    assert refused.kind == "rejected"
    assert library.store.origins_of(str(first.document_id))
    assert library.store.integrity() == []


def test_what_was_refused_is_not_read_again_unless_it_is_named(library: Library, read: ReadIn, tmp_path: Path) -> None:
    (first,) = read({"a.txt": FRENCH})
    row = library.store.origin(first.origin)
    (second,) = read({"a.txt": FRENCH})
    assert (second.kind, second.reason) == ("rejected", first.reason)
    assert library.store.origin(first.origin) == row
    assert [outcome.kind for outcome in ingest(library, [first.origin], named=True)] == ["rejected"]
    assert library.store.origin(first.origin) == row


def test_a_removed_text_does_not_come_back_with_another_byte(library: Library, read: ReadIn, write: WriteFile) -> None:
    page = f"<html><body><article><h1>Bäume</h1>{''.join(f'<p>{line}</p>' for line in LINES)}</article></body></html>"
    (first,) = read({"a.html": page})
    remove(library, [str(first.document_id)])
    (again,) = read({"b.html": page.replace("</body>", "<!-- x --></body>")})
    assert (again.kind, again.document_id) == ("unchanged", None)
    assert [outcome.kind for outcome in ingest(library, [write("b.html", page)], named=True)] == ["added"]


# -- teasers ---------------------------------------------------------------------------------------

GERMAN = "".join(f"<p>{line}</p>" for line in LINES)
ENGLISH = (
    "<p>The port authority will deepen the northern basin to 14 metres, it said on Tuesday.</p>"
    "<p>A dredger will take 900,000 cubic metres of mud out of the channel by the end of the year.</p>"
)
TEASERS = [
    ("a paging bar", GERMAN, "<nav>Seite 1 von 3 <a href='2'>weiter</a></nav>"),
    (
        "an offer and a door",
        GERMAN,
        "<p>Testen Sie Bote+ einen Monat für 1 Euro.</p><p>Jetzt weiterlesen mit Bote+</p>",
    ),
    ("subscribers only", GERMAN, "<p>Dieser Artikel ist nur für Abonnenten. Melden Sie sich an, um weiterzulesen.</p>"),
    ("an account asked for", ENGLISH, "<p>Create an account to read the full story.</p>"),
    ("an account offered", ENGLISH, "<p>Keep reading with a free account</p>"),
]


@pytest.mark.parametrize(("text", "ending"), [case[1:] for case in TEASERS], ids=[case[0] for case in TEASERS])
def test_a_teaser_is_read_and_marked(library: Library, read: ReadIn, text: str, ending: str) -> None:
    page = f"<html><body><article><h1>Stadt und Hafen</h1>{text}{ending}</article></body></html>"
    (outcome,) = read({"a.html": page})
    document = library.store.document(str(outcome.document_id))
    assert [notice.label for notice in document.notices] == ["stub"]
    assert text.endswith(f"{document.text[-40:]}</p>")
