"""The page in a real Chromium: ask, open the source, check a claim, disagree, export, drop, upload, paste, remove.

Screenshots of every step are kept in the test's temporary folder.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest

from tests.web_server import Page, Site

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
ROOT = Path(__file__).parent.parent
PATIENCE = 20_000  # ms

PORT_TEXT = """---
title: Hafen Kieselbucht baut eine Anlegestelle für Elektrofähren
publisher: Kieselbuchter Tageblatt
date: 2025-04-11
---

Der Stadtrat von Kieselbucht hat am 10. April 2025 den Bau einer Anlegestelle für Elektrofähren beschlossen.
Nach Angaben der Hafenmeisterin Wiebke Tjarks kostet die Anlegestelle 3,4 Millionen Euro.
Sie soll im Mai 2027 in Betrieb gehen.

Der Verein Offene Bucht kritisiert die Pläne. Experten warnen vor Lärm in den Brutgebieten.
"""
GLACIER_TEXT = """Glacier station counts fewer melting days

The Harrow Peak station recorded 41 melting days in 2024, nine fewer than the year before, the Alpine Survey said.

The survey has measured the glacier since 1962. Its director, Maud Ferris, said that one cool summer is no trend.
"""
NASTY_TITLE = "<script>document.title='taken'</script> **fett** $x^2$ :red[rot] [a](javascript:alert(1))"
NASTY_TEXT = f"""---
title: "{NASTY_TITLE}"
publisher: "<img src=x onerror=document.title='taken'>"
date: 2025-02-01
---

Die Bäckerei Mohnkorn verkauft seit Februar 2025 täglich 900 Roggenbrote mit Walnüssen.
Das Rezept stammt laut Bäckermeister Ole Brandt von seiner Großmutter. <b onclick="alert(1)">Es</b> ist geheim.
"""
RIVAL_TEXT = """---
title: Was die Fähren kosten
publisher: Der Kai
date: 2025-04-14
---

Die Anlegestelle für Elektrofähren in Kieselbucht kostet 5,1 Millionen Euro, wie aus dem Haushaltsplan hervorgeht.
Über das Geld wird noch gestritten. Der Stadtrat will im Sommer noch einmal darüber beraten.
"""
LATE_TEXT = """Leuchtturm auf Möweneiland wird saniert

Das Amt für Seezeichen saniert den Leuchtturm auf Möweneiland für 780.000 Euro, wie Amtsleiter Jens Okken mitteilte.
Die Arbeiten an dem Leuchtturm dauern nach seinen Worten bis zum Herbst. Das Feuer bleibt währenddessen in Betrieb.
"""
TRAM_TEXT = """---
title: Straßenbahn nach Finkenau
publisher: Kieselbuchter Tageblatt
date: 2025-05-02
---

Der Kreis plant eine Straßenbahn nach Finkenau für 48 Millionen Euro, wie Landrätin Ute Behn mitteilte.
Der Bau soll nach ihren Worten im Frühjahr 2028 beginnen. Die Strecke ist elf Kilometer lang.
"""
WEB_PAGE = """<!DOCTYPE html><html lang="de"><head><title>Die Mühle in Ahlbach mahlt wieder</title></head><body>
<article><h1>Die Mühle in Ahlbach mahlt wieder</h1>
<p>Die Wassermühle in Ahlbach ist nach vier Jahren Pause wieder in Betrieb, wie der Mühlenverein mitteilte.</p>
<p>Die Erneuerung des Mühlrads kostete laut Verein 96.000 Euro. Gemahlen wird nun an zwei Tagen in der Woche.</p>
</article></body></html>"""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A web site on this machine with an article, and rules that forbid another one."""
    with Site() as found:
        html = {"Content-Type": "text/html; charset=utf-8"}
        found.pages["/muehle"] = found.pages["/intern/bericht"] = Page(WEB_PAGE.encode(), headers=html)
        rules = b"User-agent: *\nDisallow: /intern/\n"
        found.pages["/robots.txt"] = Page(rules, headers={"Content-Type": "text/plain"})
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium of this machine; without one the tests are skipped, and say so."""
    api = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: the page is NOT tested in a browser"
    )
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: the page is NOT tested in a browser (apt-get install chromium)")
    with api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a drop folder in it, and room for the home and the screenshots."""
    found = tmp_path_factory.mktemp("page")
    (found / "drop").mkdir()
    (found / "drop" / "hafen.md").write_text(PORT_TEXT, encoding="utf-8")
    (found / "drop" / "glacier.txt").write_text(GLACIER_TEXT, encoding="utf-8")
    (found / "drop" / "nasty.md").write_text(NASTY_TEXT, encoding="utf-8")
    return found


STARVED = """
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
answer = ScriptRunner.request_rerun
def late(runner, request):
    runner._script_thread.join(1)
    return answer(runner, request)
ScriptRunner.request_rerun = late
"""  # a timer's call that comes during a run is answered when that has just ended, as it may be on a machine under load


@contextmanager
def running(place: Path, first: str = "", **settings: str) -> Iterator[str]:
    """The app in a process of its own on a free port of this machine; it ends with the block. `first` is run first."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = f"{first}\nfrom streamlit.web.cli import main\nmain()"
    command = [sys.executable, "-c", start, "run", "app.py", "--server.headless=true", f"--server.port={port}"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("KB_", "STREAMLIT_"))}
    environment |= {"KB_HOME": str(place / "home"), "KB_SOURCES": str(place / "drop")}
    environment |= {"KB_PRIVATE_HOSTS": "127.0.0.1", "KB_GAP_SECONDS": "0"} | settings
    with (place / "server.log").open("ab") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield _answering(f"http://127.0.0.1:{port}", server)
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


@pytest.fixture(scope="module")
def address(browser: Any, place: Path) -> Iterator[str]:
    """The app, kept running for most tests."""
    with running(place) as found:
        yield found


def _answering(address: str, server: subprocess.Popen[bytes]) -> str:
    """The address, once the server answers there."""
    end = time.monotonic() + 30
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return address
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("the app did not start")


class Visitor:
    """A window on the app, and what it loads and complains about."""

    def __init__(self, browser: Any, address: str, place: Path, locale: str = "de-DE", width: int = 1280) -> None:
        self.page = browser.new_page(locale=locale, viewport={"width": width, "height": 800}, accept_downloads=True)
        self.page.set_default_timeout(PATIENCE)
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.place = place
        self.address = address
        self.page.goto(address)
        self.page.get_by_test_id("stChatInputTextArea").wait_for()

    def shoot(self, name: str) -> None:
        self.page.wait_for_timeout(300)
        self.page.screenshot(path=self.place / f"{name}.png")

    def ask(self, question: str) -> str:
        """The words of the answer, once it stands there."""
        field = self.page.get_by_test_id("stChatInputTextArea")
        field.fill(question)
        field.press("Enter")
        asked = self.page.locator(".q-question", has_text=question)
        asked.wait_for()
        self.page.get_by_test_id("stSpinner").wait_for(state="detached")
        answer = self.page.locator(".q-sentence, .q-refusal").last
        answer.wait_for()
        return " ".join(self.page.locator(".q-sentence, .q-refusal").all_inner_texts())

    def leave(self) -> None:
        foreign = [
            url
            for url in self.asked
            if not url.startswith((self.address, "data:", "blob:", self.address.replace("http", "ws")))
        ]
        assert foreign == [], "the page loads nothing from elsewhere"
        self.page.close()


@pytest.fixture
def visitor(browser: Any, address: str, place: Path) -> Iterator[Visitor]:
    found = Visitor(browser, address, place)
    yield found
    found.leave()


def _read_in(visitor: Visitor, documents: str) -> None:
    """Waits until the sources page counts so many documents."""
    visitor.page.goto(f"{visitor.address}/sources")
    visitor.page.locator(".q-heading", has_text=documents).wait_for()


def test_reading_asking_and_opening_a_source(visitor: Visitor) -> None:
    _read_in(visitor, "3 Dokumente")
    visitor.page.get_by_test_id("stSidebarNav").get_by_text("Fragen").click()
    words = visitor.ask("Wie viel kostet die Anlegestelle für Elektrofähren?")
    assert "„Nach Angaben der Hafenmeisterin Wiebke Tjarks kostet die Anlegestelle 3,4 Millionen Euro.“" in words
    assert "Kieselbuchter Tageblatt" in words
    assert "11. April 2025" in words
    visitor.shoot("answer")
    visitor.page.locator(".q-sentence", has_text="3,4 Millionen").first.wait_for()
    line = visitor.page.locator('[class*="st-key-line-"]', has_text="3,4 Millionen").first
    line.locator("button:visible").click()
    cited = visitor.page.locator("mark#cited")
    cited.wait_for()
    assert (
        cited.inner_text()
        == "Nach Angaben der Hafenmeisterin Wiebke Tjarks kostet die Anlegestelle 3,4 Millionen Euro."
    )
    visitor.page.wait_for_timeout(500)
    box = cited.bounding_box()
    assert box and 0 <= box["y"] <= 800, "the highlighted sentence is scrolled into view"
    whole = visitor.page.get_by_role("dialog").inner_text()
    assert "Der Stadtrat von Kieselbucht" in whole
    assert "aus hafen.md" in whole
    visitor.shoot("source")
    vague = visitor.page.locator("details.q-vague").first
    vague.locator("summary").click()
    assert "Experten" in vague.inner_text()
    visitor.page.keyboard.press("Escape")
    cited.wait_for(state="detached")


def test_english_question_export_and_refusal(visitor: Visitor) -> None:
    words = visitor.ask("How many melting days did the Harrow Peak station record?")
    assert "41 melting days in 2024" in words
    visitor.ask("Wer gewann 1998 die Tour de France der Schachspieler?")
    visitor.shoot("conversation")
    files = {}
    for form in ("md", "docx"):
        if not visitor.page.locator(f".st-key-export-{form} button").is_visible():
            visitor.page.locator(".st-key-export button").first.click()
        with visitor.page.expect_download() as download:
            visitor.page.locator(f".st-key-export-{form} button").click()
        files[form] = visitor.place / download.value.suggested_filename
        download.value.save_as(files[form])
    brief = files["md"].read_text(encoding="utf-8")
    assert "## How many melting days did the Harrow Peak station record?" in brief
    assert re.search(r"“The Harrow Peak station recorded 41 melting days in 2024, .* said\.”\s\\\[1\\\]", brief)
    with zipfile.ZipFile(files["docx"]) as archive:
        assert "41 melting days" in archive.read("word/document.xml").decode("utf-8")


def test_words_of_a_source_never_act(visitor: Visitor) -> None:
    words = visitor.ask("Wie viele Roggenbrote verkauft die Bäckerei Mohnkorn täglich?")
    assert "900 Roggenbrote" in words
    assert NASTY_TITLE in words, "the title stands there letter by letter"
    line = visitor.page.locator('[class*="st-key-line-"]', has_text="900 Roggenbrote").first
    line.locator("button:visible").click()
    visitor.page.locator("mark#cited").wait_for()
    visitor.shoot("nasty")
    assert visitor.page.title() != "taken"
    assert visitor.page.locator(".q-body b, .q-facts img, .q-title script").count() == 0


def test_a_dropped_file_is_there_a_moment_later(visitor: Visitor) -> None:
    visitor.page.wait_for_timeout(300)
    (visitor.place / "drop" / "leuchtturm.txt").write_text(LATE_TEXT, encoding="utf-8")
    visitor.page.locator(".q-news", has_text="leuchtturm.txt").wait_for()
    visitor.shoot("dropped")
    assert "780.000 Euro" in visitor.ask("Wie viel kostet die Sanierung des Leuchtturms auf Möweneiland?")


def test_upload_rejection_and_removal(visitor: Visitor) -> None:
    visitor.page.goto(f"{visitor.address}/sources")
    field = visitor.page.get_by_test_id("stFileUploaderDropzoneInput")
    field.wait_for(state="attached")
    field.set_input_files(
        [
            {"name": "glacier.txt", "mimeType": "text/plain", "buffer": LATE_TEXT.replace("Möwen", "Robben").encode()},
            {"name": "leer.txt", "mimeType": "text/plain", "buffer": b" "},
        ]
    )
    visitor.page.locator(".q-note", has_text="glacier-2.txt").wait_for()
    visitor.page.locator(".q-error", has_text="leer.txt").wait_for()
    assert (visitor.place / "drop" / "glacier.txt").read_text(encoding="utf-8") == GLACIER_TEXT
    rejected = visitor.page.locator(".q-row", has_text="leer.txt")
    rejected.wait_for()
    assert "Die Datei ist leer." in rejected.inner_text()
    visitor.shoot("sources")
    row = visitor.page.locator('[class*="st-key-row-"]', has_text="glacier-2.txt")
    row.locator("button:visible").click()
    visitor.page.locator(".st-key-remove button").click()
    visitor.page.locator(".st-key-remove_now button").wait_for()
    visitor.shoot("remove")
    visitor.page.locator(".st-key-remove_now button").click()
    row.wait_for(state="detached")
    assert (visitor.place / "drop" / "glacier-2.txt").exists(), "the file is left alone unless asked for"


def test_a_page_whose_end_was_lost_on_the_way_is_drawn_again(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "drop").mkdir()
    with running(tmp_path, STARVED) as address:
        visitor = Visitor(browser, address, tmp_path)
        for number in range(1, 4):
            visitor.page.goto(f"{address}/sources")
            field = visitor.page.get_by_test_id("stFileUploaderDropzoneInput")
            field.wait_for(state="attached")
            name = f"leer-{number}.txt"
            field.set_input_files([{"name": name, "mimeType": "text/plain", "buffer": b" " * number}])
            visitor.page.locator(".q-error", has_text=name).wait_for()
            visitor.page.locator(".q-row", has_text=name).wait_for()
        assert visitor.page.locator(".q-row.q-refused").count() == 3
        visitor.leave()


def test_pasted_addresses_are_read_or_say_why_not(visitor: Visitor, site: Site) -> None:
    visitor.page.goto(f"{visitor.address}/sources")
    visitor.page.get_by_role("tab", name="Adressen einfügen").click()
    good, barred, private = site.url("/muehle"), site.url("/intern/bericht"), "http://10.1.2.3/lage"
    visitor.page.get_by_role("textbox", name="Adressen einfügen").fill("\n".join((good, barred, private)))
    visitor.page.get_by_role("button", name="Einlesen").click()
    at_once = visitor.page.locator(".q-error", has_text=private)
    at_once.wait_for()
    assert "gehört nicht zum öffentlichen Internet" in at_once.inner_text()
    visitor.page.locator(".q-note", has_text="aufgenommen: Die Mühle in Ahlbach mahlt wieder").wait_for()
    refused = visitor.page.locator(".q-error", has_text=barred)
    refused.wait_for()
    assert "robots.txt" in refused.inner_text()
    lists = list((visitor.place / "drop").glob("*-2-links.txt"))
    assert [path.read_text(encoding="utf-8") for path in lists] == [f"{good}\n{barred}\n"], "the bad one is not in it"
    assert site.paths == ["/muehle"], "what robots.txt forbids is not asked for"
    visitor.shoot("pasted")
    visitor.page.wait_for_timeout(1500)  # the counts on the switch have settled: it is drawn anew with each
    visitor.page.get_by_text("Dateien und Adressen (").click()
    visitor.page.locator('[data-testid="stPills"] button, [role="radio"]', has_text="nicht aufgenommen").first.click()
    row = visitor.page.locator('[class*="st-key-row-"]', has_text=barred)
    row.wait_for()
    visitor.page.locator('[class*="st-key-row-"]', has_text=good).wait_for(state="detached")
    assert "genannt in" in row.inner_text()
    visitor.shoot("origins")


def _opened(visitor: Visitor, kind: str, title: str) -> Any:
    """The dialog of a document in the list of sources."""
    row = visitor.page.locator('[class*="st-key-row-"]', has_text=title).filter(has_text=kind)
    row.get_by_role("button", name="Öffnen").click()
    dialog = visitor.page.get_by_role("dialog")
    dialog.locator(".q-title", has_text=title).wait_for()
    return dialog


def test_a_changed_file_shows_its_difference_and_a_deleted_one_stays(visitor: Visitor) -> None:
    file = visitor.place / "drop" / "Verkehr" / "bahn.md"
    file.parent.mkdir()
    file.write_text(TRAM_TEXT, encoding="utf-8")
    visitor.page.goto(f"{visitor.address}/sources")
    visitor.page.locator('[class*="st-key-row-"]', has_text="Straßenbahn nach Finkenau").wait_for()
    changed = TRAM_TEXT.replace("48 Millionen", "61 Millionen").replace("Die Strecke ist elf Kilometer lang.", "")
    file.write_text(changed, encoding="utf-8")
    visitor.page.locator(".q-row", has_text="neue Fassung").wait_for()
    assert "Verkehr" in visitor.page.locator(".q-row", has_text="neue Fassung").inner_text(), "the sub-folder is a tag"
    dialog = _opened(visitor, "neue Fassung", "Straßenbahn nach Finkenau")
    dialog.locator(".st-key-versions input").click()
    visitor.page.get_by_role("option", name="Fassung 1").click()
    dialog.locator(".q-diff").wait_for()
    assert dialog.locator(".q-change.q-changed del").all_inner_texts() == ["48"]
    assert dialog.locator(".q-change.q-changed ins").all_inner_texts() == ["61"]
    assert "Die Strecke ist elf Kilometer lang." in dialog.locator(".q-change.q-removed").inner_text()
    visitor.shoot("difference")
    dialog.locator(".st-key-version_open button").click()
    visitor.page.locator(".q-warning", has_text="Es gibt eine neuere Fassung").wait_for()
    with visitor.page.expect_download() as download:
        dialog.locator('[class*="st-key-received-"] button:visible').click()
    kept = visitor.place / "as-received.md"
    download.value.save_as(kept)
    assert kept.read_text(encoding="utf-8") == TRAM_TEXT, "what it said when it was cited"
    dialog.get_by_role("button", name="Close").click()
    dialog.wait_for(state="detached")
    file.unlink()
    visitor.page.locator(".q-news", has_text="Nicht mehr im Ordner: bahn.md").wait_for()
    dialog = _opened(visitor, "neue Fassung", "Straßenbahn nach Finkenau")
    dialog.locator(".q-note", has_text="Die Datei liegt nicht mehr im Ordner").wait_for()
    visitor.shoot("gone")
    dialog.get_by_role("button", name="Close").click()
    dialog.wait_for(state="detached")
    visitor.page.get_by_test_id("stSidebarNav").get_by_text("Fragen").click()
    assert "61 Millionen Euro" in visitor.ask("Wie viel kostet die Straßenbahn nach Finkenau?"), "it can still be asked"


def test_a_claim_is_checked_and_each_side_leads_to_its_place(visitor: Visitor) -> None:
    (visitor.place / "drop" / "kai.md").write_text(RIVAL_TEXT, encoding="utf-8")
    visitor.page.locator(".q-news", has_text="kai.md").wait_for()
    visitor.page.get_by_test_id("stSidebarNav").get_by_text("Behauptungen").click()
    visitor.page.get_by_role("textbox", name="Eine Behauptung prüfen").fill(
        "Die Anlegestelle für Elektrofähren in Kieselbucht kostet 5,1 Millionen Euro."
    )
    visitor.page.get_by_role("button", name="Prüfen").click()
    verdict = visitor.page.locator('[class*="st-key-verdict-"]').first
    verdict.wait_for()
    words = verdict.inner_text()
    assert "Teils, teils: eine Quelle ist dafür" in words
    assert words.index("5,1 Millionen Euro, wie") < words.index("Dagegen") < words.index("3,4 Millionen Euro.“")
    visitor.page.locator(".q-status", has_text="umstritten").first.wait_for()
    visitor.shoot("claims")
    verdict.locator("button:visible").last.click()
    cited = visitor.page.locator("mark#cited")
    cited.wait_for()
    assert "3,4 Millionen Euro" in cited.inner_text()


def test_a_flag_marked_wrong_stays_so_and_can_be_taken_back(visitor: Visitor) -> None:
    visitor.page.goto(f"{visitor.address}/claims")
    own = visitor.page.locator(".q-words", has_text="Experten warnen vor Lärm")
    line = visitor.page.locator('[class*="st-key-flagged-"]').filter(has=own)
    line.locator(".q-vague").wait_for()
    line.locator(".q-status").wait_for()  # until it is compared, the list may still move
    line.locator("button:visible").first.click()
    dialog = visitor.page.get_by_role("dialog")
    dialog.locator("details.q-vague").wait_for()
    dialog.get_by_text("Widersprechen oder berichtigen").click()
    dialog.get_by_role("button", name="„vage Quelle“ stimmt nicht").click()
    dialog.locator("details.q-vague").wait_for(state="detached")
    assert "vage Quelle: trifft nicht zu" in dialog.locator(".q-row").inner_text()
    dialog.get_by_text("Widersprechen oder berichtigen").scroll_into_view_if_needed()
    visitor.shoot("disagreed")
    visitor.page.goto(f"{visitor.address}/claims")
    line.wait_for()
    line.locator(".q-status").wait_for()
    assert line.locator(".q-vague").count() == 0, "it stays so"
    line.locator("button:visible").first.click()
    dialog.get_by_text("Widersprechen oder berichtigen").click()
    dialog.get_by_role("button", name="Zurücknehmen").click()
    dialog.locator("details.q-vague").wait_for()


def test_a_follow_up_is_understood_and_reopened_after_a_restart(browser: Any, place: Path, visitor: Visitor) -> None:
    visitor.ask("Wann soll die Anlegestelle für Elektrofähren in Betrieb gehen?")
    visitor.ask("Und was kostet sie?")
    understood = visitor.page.locator(".q-understood")
    understood.wait_for()
    assert "Anlegestelle" in understood.inner_text()
    visitor.shoot("follow-up")
    with running(place) as address:
        again = Visitor(browser, address, place)
        again.page.locator('[class*="st-key-conversation-"] button', has_text="Wann soll die Anlege").first.click()
        again.page.locator(".q-understood", has_text="Anlegestelle").wait_for()
        assert "im Mai 2027" in " ".join(again.page.locator(".q-sentence").all_inner_texts())
        again.shoot("reopened")
        again.leave()


def test_on_a_narrow_screen_in_english(browser: Any, address: str, place: Path) -> None:
    visitor = Visitor(browser, address, place, "en-GB", 390)
    assert visitor.page.locator(".q-lead").inner_text() == "Ask your articles, in German or English."
    assert "Millionen Euro" in visitor.ask("How much does the jetty for electric ferries in Kieselbucht cost?")
    overflow = visitor.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, "nothing sticks out sideways"
    visitor.shoot("narrow")
    visitor.leave()
