"""How it stands with files and addresses: pasted, refused, copied, changed, gone, asked for once more, downloaded."""

from __future__ import annotations

import ast
import hashlib
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.discover import listing
from ingest.extract import extract
from ingest.fetch import fetch, media_type
from ingest.pipeline import ingest, mark_vanished, origins_in
from kb.errors import NotFound, Rejected
from kb.library import Library
from kb.model import Outcome, Source
from kb.removal import remove
from kb.store import OriginRow
from tests.conftest import ReadIn, WriteFile
from views.arriving import outcome_line, passed_over
from views.diff import difference
from views.naming import cut, label, short
from views.origins import chosen, listing_words, origin_row, standings
from views.paste import Pasted, file_stem, pasted, put
from views.phrases_of_reasons import GERMAN, SUFFIXES
from views.reading import Reader
from views.reasons import told
from views.received import HARMLESS, file_name, reader
from views.versions import in_order
from views.words import words

DE, EN = words("de"), words("en")
INGEST = Path(__file__).parent.parent / "ingest"
SEEN = "2026-03-01T09:30:00.000000+00:00"
FERRY = "Die Fähre nach Möweneiland fährt seit Montag wieder.\n\nDie Reparatur kostete laut Reederei 210.000 Euro.\n"


# -- pasting ---------------------------------------------------------------------------------------

PASTED = [
    ("one address", "https://blatt.example/a", ["https://blatt.example/a"]),
    ("one a line, with Windows' line ends", "https://a.example/1\r\nhttps://a.example/2\r\n", ["1", "2"]),
    ("several in a line", "https://a.example/1, https://a.example/2", ["1", "2"]),
    ("a twin with tracking is the same", "https://a.example/1?utm_source=x https://a.example/1#top", ["1"]),
    ("no scheme", "blatt.example/a", ["https://blatt.example/a"]),
    ("in brackets", "<https://blatt.example/a>", ["https://blatt.example/a"]),
    ("nothing", " \n ", []),
]


@pytest.mark.parametrize(("given", "expected"), [case[1:] for case in PASTED], ids=[case[0] for case in PASTED])
def test_what_is_pasted(given: str, expected: list[str]) -> None:
    whole = [end if "://" in end else f"https://a.example/{end}" for end in expected]
    assert pasted(given) == [Pasted(origin) for origin in whole]


REFUSED = [
    ("private", "http://192.168.1.1/intern", "gehört nicht zum öffentlichen Internet", "a private address"),
    ("loopback in IPv6", "http://[::1]/", "gehört nicht zum öffentlichen Internet", "a loopback address"),
    ("one number", "http://2130706433/", "unübliche Schreibweise einer IP-Adresse", "unusual spelling"),
    ("a local name with a port, no scheme", "localhost:8501", "gilt nur in einem Rechner oder Netz", "one machine"),
    ("a user name", "https://konto@bank.example/", "steht ein Benutzername", "a user name before the host"),
    ("not the web", "ftp://alt.example/x", "nur Adressen mit http://", "only http:// and https://"),
    ("a script", "javascript:alert(1)", "nur Adressen mit http://", "only http:// and https://"),
    ("a word", "Hallo", "gilt nur in einem Rechner oder Netz", "a name inside one machine"),
    ("an unusual port", "http://blatt.example:22/", "Port 22 ist nicht für Webseiten üblich", "port 22 is not one"),
]


@pytest.mark.parametrize(("given", "german", "english"), [c[1:] for c in REFUSED], ids=[c[0] for c in REFUSED])
def test_a_bad_address_is_refused_at_once_with_its_reason(given: str, german: str, english: str) -> None:
    (one,) = pasted(given)
    assert one.refusal is not None
    assert german in told(one.origin, one.refusal, DE)
    assert english in told(one.origin, one.refusal, EN)
    assert "Meldung auf Englisch" not in told(one.origin, one.refusal, DE)


def test_a_private_host_that_was_named_is_fine() -> None:
    assert pasted("http://127.0.0.1:9999/a", ("127.0.0.1",)) == [Pasted("http://127.0.0.1:9999/a")]


FILES = [
    ("one is a link file", ["https://www.blatt.example/politik/neue-fähre?id=3"], "blatt.example-neue-fähre.url"),
    ("a front page", ["https://blatt.example/"], "blatt.example.url"),
    ("nothing of the path leads out of the folder", ["https://a.example/..%2f..%2fetc"], "a.example-2f-2fetc.url"),
    ("several are a list", ["https://a.example/1", "https://a.example/2"], r"\d{4}-\d\d-\d\d-2-links.txt"),
]


@pytest.mark.parametrize(("origins", "name"), [case[1:] for case in FILES], ids=[case[0] for case in FILES])
def test_the_reader_finds_the_pasted_addresses(tmp_path: Path, origins: list[str], name: str) -> None:
    path = put(tmp_path / "drop", origins)
    assert path.parent == tmp_path / "drop"
    assert path.name == name or re.fullmatch(name, path.name)
    data = path.read_bytes()
    found = listing(data, media_type(data, path.name), None, path.name)
    assert [item.address for item in found.items] == origins
    assert put(tmp_path / "drop", origins) == path, "the same again makes no second file"


# -- reasons ---------------------------------------------------------------------------------------

PAGE = "<html><head><title>x</title></head><body>{}</body></html>"
BAD_FILES = [
    ("empty", "a.txt", b" ", "Die Datei ist leer"),
    ("a picture", "a.jpg", b"\xff\xd8\xff\xe0" + bytes(50), "Das ist ein Bild"),
    ("an archive", "a.zip", b"7z\xbc\xaf\x27\x1c" + bytes(50), "Das ist ein Archiv"),
    ("a damaged PDF", "a.pdf", b"%PDF-1.7\n" + b"no page " * 20, "Das PDF ist beschädigt"),
    ("a link file to nowhere", "a.url", b"[InternetShortcut]\r\nURL=file:///c:/\r\n", "führt nicht auf eine Webseite"),
    ("few words", "a.txt", b"Nur wenig.", "In der Datei steht kein Text (weniger als"),
    ("a page without an article", "a.html", PAGE.format("<nav>Start</nav>").encode(), "Auf der Seite steht kein"),
    ("a recording", "a.mp3", b"ID3" + bytes(50), "Das ist eine Aufnahme"),
]


@pytest.mark.parametrize(("name", "data", "expected"), [c[1:] for c in BAD_FILES], ids=[c[0] for c in BAD_FILES])
def test_why_a_file_was_refused_in_german(tmp_path: Path, name: str, data: bytes, expected: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Rejected) as refused:
        source, held = fetch(str(path))
        if source.media_type == "application/x-url-link":
            listing(held, source.media_type, None, name)
        extract(held, source)
    german = told(str(path), str(refused.value), DE)
    assert expected in german
    assert "Meldung auf Englisch" not in german
    assert str(tmp_path) not in german


REASONS = [
    (
        "a number with a point",
        "is too large for an article (61.5 MB; the limit is 50 MB). Split it.",
        "Zu groß für einen Artikel (61,5 MB; die Grenze liegt bei 50 MB)",
    ),
    (
        "a language by its name",
        "is in French; articles in German and English are read",
        "Der Text ist auf Französisch. Gelesen werden Artikel auf Deutsch und Englisch.",
    ),
    (
        "a reason within a reason",
        "redirects to a place that is not read: http://10.0.0.1/: 10.0.0.1 is a private address, not one of the "
        "public internet.",
        "Leitet weiter auf eine Adresse, die nicht gelesen wird. Diese Adresse gehört nicht zum öffentlichen Internet",
    ),
    (
        "and what follows from it",
        "is not there (status 404). Check the address. What was read before is kept.",
        "suchen Sie den Artikel auf der Website. Was vorher gelesen wurde, bleibt.",
    ),
    (
        "with a feed to take instead",
        "No main text was found on this page, only navigation. The site has a feed: kb ingest https://a.example/feed",
        "stattdessen angeben können: https://a.example/feed",
    ),
    ("what nobody foresaw stays as it is, and says so", "odd <b>thing</b>", "odd <b>thing</b> (Meldung auf Englisch)"),
]


@pytest.mark.parametrize(("why", "expected"), [case[1:] for case in REASONS], ids=[case[0] for case in REASONS])
@pytest.mark.parametrize("subject", ["drop/a.txt ", "drop/a.txt: ", ""])
def test_reasons_in_german(subject: str, why: str, expected: str) -> None:
    assert expected in told("drop/a.txt", f"{subject}{why}", DE)
    assert told("drop/a.txt", f"{subject}{why}", EN) == why


def _said(tree: ast.AST, blank: str) -> Iterator[str]:
    """All texts of a program but its docstrings; one with values in it is one text, a blank in place of each value."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in docstrings:
            continue
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else blank for part in node.values)
            yield "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_every_german_wording_has_its_english_one_in_the_program() -> None:
    files = [*INGEST.rglob("*.py"), *(INGEST.parent / "kb" / "store").glob("*.py")]
    whole = "\n".join(text for file in files for text in _said(ast.parse(file.read_text(encoding="utf-8")), "\0"))
    for english, _ in (*GERMAN, *SUFFIXES):
        for piece in re.split(r"[*(]+", english):
            assert piece.strip(" .:;()") in whole, f"{english!r} is no longer said anywhere"


def _raised() -> Iterator[str]:
    """What the reader gives as reasons: the texts within `Rejected(...)`, and those that name a fault and a remedy."""
    for file in INGEST.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("Rejected", "TryLater")
            ):
                yield from (max(_said(argument, "7"), key=len, default="") for argument in node.args[:1])
        yield from (text for text in _said(tree, "7") if _FAULT_AND_REMEDY.fullmatch(text))


_FAULT_AND_REMEDY = re.compile(r"(?:7:? )?[A-Za-z][\w ,'()/.:-]{12,}\. [A-Z][a-z]+ [^\\]{8,}\.")
_MADE_OF_PARTS = ("7", "7: 7. 7.", "7: 7", "7 7", "7 7 (status 7). Try again 7.", "7 The site has a feed: kb ingest 7")


def test_every_reason_of_the_reader_has_a_german_wording() -> None:
    reasons = {text for text in _raised() if text.strip() and text not in _MADE_OF_PARTS}
    assert len(reasons) > 80
    bare = [re.sub(r"^7(?: \(“7”\))?:? ", "", reason) for reason in reasons]
    assert [reason for reason in bare if "Meldung auf Englisch" in told("drop/a.txt", reason, DE)] == []


# -- how it stands ---------------------------------------------------------------------------------


def row(origin: str, state: str = "read", document_id: str | None = "d1", **more: str | None) -> OriginRow:
    known = OriginRow(origin, "0" * 64, "text/plain", document_id, state, None, SEEN, SEEN)
    return replace(known, **more)  # type: ignore[arg-type]


ROWS = [
    ("a file that was read", row("drop/a.txt"), "read"),
    ("another with the same text", row("drop/b.txt", "copy"), "copy"),
    ("one that has changed", row("drop/c.txt", document_id="d2"), "version"),
    ("one that was refused", row("drop/d.txt", "rejected", None), "rejected"),
    ("one that is gone", row("drop/e.txt", gone_at=SEEN), "gone"),
    ("a feed", row("https://a.example/feed", document_id=None, reason="feed with 2 addresses"), "listing"),
]


@pytest.mark.parametrize(("found", "kind"), [case[1:] for case in ROWS], ids=[case[0] for case in ROWS])
def test_how_it_stands_with_an_origin(found: OriginRow, kind: str) -> None:
    assert [one.kind for one in standings([found], {"d2"})] == [kind]


def test_a_feed_tells_what_came_of_its_articles() -> None:
    named = [row(f"https://a.example/{n}", via="https://a.example/feed") for n in range(2)]
    refused = row("https://a.example/x", "rejected", None, via="https://a.example/feed", reason="is too large")
    feed = row("https://a.example/feed", document_id=None, reason="feed with 4 addresses", seen_at="2027")
    found = standings([*named, refused, feed], ())
    assert found[0].row.origin == "https://a.example/feed", "the last seen comes first"
    assert listing_words(found[0], DE) == "Feed mit 4 Artikeln: 2 gelesen, 1 nicht aufgenommen"
    assert listing_words(found[0], EN) == "feed with 4 articles: 2 read, 1 not taken in"
    assert [one.row.origin for one in chosen(found, "LARGE", None)] == ["https://a.example/x"], "by its reason"
    assert [one.row.origin for one in chosen(found, "example/1", "read")] == ["https://a.example/1"]
    assert chosen(found, "example/1", "gone") == []


def test_a_line_of_the_list_tells_when_and_why() -> None:
    (gone,) = standings([row("drop/Chips/e.txt", gone_at=SEEN)], ())
    shown = re.sub(r"<[^>]*>", "|", origin_row(gone, "Titel", Path("drop"), DE))
    assert "|nicht mehr im Ordner||Chips/e.txt|" in shown
    assert re.search(r"Titel.*fehlt seit 1\. März 2026, \d\d:30", shown)
    later = row(
        "https://a.example/x", "rejected", None, reason="https://a.example/x is an empty page. Open", via="f.url"
    )
    (refused,) = standings([replace(later, retry_at=SEEN)], ())
    shown = re.sub(r"<[^>]*>", "|", origin_row(refused, "", Path("drop"), DE))
    assert re.search(r"Die Seite ist leer\..*nächster Versuch ab 1\. März 2026, \d\d:30 · genannt in f\.url", shown)


NAMES = [
    ("a file by its name", "drop/Chips/a.txt", "a.txt", "Chips/a.txt"),
    ("an address by its ends", "https://www.a.example/b/c/artikel-7?x=1", "a.example/…/artikel-7", None),
    ("a front page by its host", "https://a.example/", "a.example", None),
    ("a long name by its ends", "drop/" + "x" * 90 + ".html", "x" * 49 + "…" + "x" * 15 + ".html", "x" * 90 + ".html"),
]


@pytest.mark.parametrize(("origin", "name", "below"), [case[1:] for case in NAMES], ids=[case[0] for case in NAMES])
def test_what_an_origin_is_called(origin: str, name: str, below: str | None) -> None:
    assert short(origin) == name
    assert label(origin, Path("drop")) == (below or origin)
    assert len(cut(origin)) <= 70
    assert file_stem("https://www.a.example/") == "a.example"


# -- versions, gone files, removed ones ------------------------------------------------------------


def test_versions_stand_in_order_from_wherever_one_looks(read: ReadIn, library: Library) -> None:
    ids = [
        read({"a.txt": FERRY.replace("210.000", number)})[0].document_id or ""
        for number in ("210.000", "230.000", "240.000")
    ]
    assert len(set(ids)) == 3
    for each in ids:
        assert in_order(library.store, each) == ids


def test_the_difference_marks_words_and_acts_on_nothing() -> None:
    before = "Die Fähre kostet 210.000 Euro. Das <b>Amt</b> zahlt das meiste davon selbst. Der Plan bleibt."
    after = "Die Fähre kostet 240.000 Euro. Der Plan bleibt. Im Mai beginnt der Bau der neuen Rampe."
    page = difference(before, after, DE)
    assert "<del>210.000</del>" in page
    assert "<ins>240.000</ins> Euro" in page
    assert "Das &lt;b&gt;Amt&lt;/b&gt;" in page
    assert "<ins>Im Mai beginnt der Bau der neuen Rampe.</ins>" in page
    assert "ein Satz geändert, eine Stelle neu, eine Stelle weggefallen" in page
    assert "No sentence has changed" in difference(before, before, EN)


def test_a_long_unchanged_part_is_folded_but_whole() -> None:
    same = " ".join(f"Der Satz mit der Nummer {n} blieb stehen." for n in range(40))
    page = difference(f"{same} Alt war das Ende hier.", f"{same} Neu ist etwas ganz anderes da.", DE)
    assert page.count("<details>") == 1
    plain = re.sub(r"<summary>.*?</summary>|<[^>]*>", "", page)
    assert all(plain.count(f"Nummer {n} blieb") == 1 for n in range(40)), "nothing is shown twice or lost"


def test_a_gone_file_is_marked_and_still_there(read: ReadIn, library: Library) -> None:
    (outcome,) = read({"a.txt": FERRY, "b.txt": FERRY.replace("Montag", "Freitag")})[:1]
    folder = library.settings.sources
    (folder / "a.txt").unlink()
    assert [found.kind for found in mark_vanished(library, folder, origins_in([folder]))] == ["removed"]
    kinds = {Path(one.row.origin).name: one.kind for one in standings(library.store.origins(), ())}
    assert kinds == {"a.txt": "gone", "b.txt": "read"}
    assert library.store.document(outcome.document_id or "").text


def test_asking_once_more_brings_back_what_was_removed(read: ReadIn, library: Library) -> None:
    (outcome,) = read({"a.txt": FERRY})
    remove(library, [outcome.document_id or ""])
    assert [found.kind for found in ingest(library, [outcome.origin])] == ["unchanged"]
    assert library.store.document_ids() == []
    asked = Reader(library, library.settings.sources)
    asked.again([outcome.origin])
    for thread in threading.enumerate():
        if thread.name == "once more":
            thread.join(20)
    found = asked.outcome(outcome.origin)
    assert found is not None and found.kind == "added"
    assert library.store.document_ids() == [outcome.document_id]
    assert not asked.progress().busy


# -- as received -----------------------------------------------------------------------------------


def test_the_bytes_come_back_as_they_were(write: WriteFile, library: Library) -> None:
    origin = write("a.txt", FERRY)
    assert [found.kind for found in ingest(library, [origin])] == ["added"]
    failures: list[str] = []
    (row,) = library.store.origins()
    assert reader(library.archive, row.sha256, failures)() == FERRY.encode()
    with pytest.raises(NotFound):
        reader(library.archive, hashlib.sha256(b"?").hexdigest(), failures)()
    assert "archive" in failures[0]
    assert HARMLESS == "application/octet-stream"


DOWNLOADS = [
    ("a page", "https://a.example/politik/neu", "text/html", "a.example-neu-2026-03-01.html"),
    ("a program's name for a text", "drop/setup.exe", "text/plain", "setup-2026-03-01.txt"),
    ("a PDF", "drop/Lage im März.PDF", "application/pdf", "Lage im März-2026-03-01.pdf"),
]


@pytest.mark.parametrize(("origin", "kind", "name"), [case[1:] for case in DOWNLOADS], ids=[c[0] for c in DOWNLOADS])
def test_a_download_bears_the_suffix_that_its_bytes_have_earned(origin: str, kind: str, name: str) -> None:
    assert file_name(row(origin, media_type=kind)) == name


# -- progress --------------------------------------------------------------------------------------


def test_addresses_named_by_a_list_count_as_they_come() -> None:
    now = [0.0]
    reader_ = Reader(None, Path("drop"), lambda: now[0])  # type: ignore[arg-type]
    reader_.notify(["drop/a.url", "drop/b.txt"], None)
    now[0] = 1.0
    reader_.report(Outcome("drop/a.url", "added", items=2))
    assert (reader_.progress().done, reader_.progress().total) == (1, 4), "the list, a file, and two addresses"
    now[0] = 4.0
    reader_.report(Outcome("https://a.example/1", "added", "1"))
    assert (reader_.progress().rate, reader_.progress().seconds_left) == (0.5, 4.0)
    reader_.notify([], None)
    assert not reader_.progress().busy, "whatever a list promised: when the queue is empty, all is read"


def test_the_pace_is_that_of_the_last_ones() -> None:
    now = [0.0]
    reader_ = Reader(None, Path("drop"), lambda: now[0])  # type: ignore[arg-type]
    reader_.notify([f"drop/{n}" for n in range(300)], None)
    for n in range(200):  # known ones are passed over within a moment
        now[0] += 0.001
        reader_.report(Outcome(f"drop/{n}", "unchanged", "1"))
    for n in range(200, 250):
        now[0] += 2.0
        reader_.report(Outcome(f"drop/{n}", "added", "1"))
    assert reader_.progress().seconds_left == pytest.approx(100.0)


def test_an_outcome_tells_the_title_or_the_reason() -> None:
    taken = outcome_line(
        "https://a.example/b/c", Outcome("https://a.example/b/c", "added", "1"), "Ein <i>Titel</i>", DE
    )
    assert "<b>https://a.example/b/c</b>" in taken
    assert "aufgenommen: Ein &lt;i&gt;Titel&lt;/i&gt;" in taken
    assert "q-error" in outcome_line("a.txt", Outcome("a.txt", "rejected", reason="a.txt is empty. Save"), "", DE)


def test_what_was_refused_or_removed_is_asked_for_anew_when_pasted(read: ReadIn, library: Library) -> None:
    address = "https://blatt.example/bericht"
    assert not passed_over(library.store, address), "a new one comes by the folder"
    source = Source("1" * 64, address, "text/html", datetime.now(UTC))
    with library.store.writing("test"):
        library.store.add_rejection(source, f"{address} is not there (status 404).")
    assert passed_over(library.store, address), "lists name it in vain until the user asks for it"
    (outcome,) = read({"a.txt": FERRY})
    assert not passed_over(library.store, outcome.origin)
    with library.store.writing("test"):
        library.store.add_origin(replace(source, id="2" * 64), outcome.document_id, "copy")
    assert not passed_over(library.store, address), "read by now"
    remove(library, [outcome.document_id or ""])
    assert passed_over(library.store, address), "removed by the user, who now asks for it"
