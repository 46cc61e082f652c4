"""The command line: what every command prints, its exit status, and that no traceback ever reaches a user."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import cli
from kb.errors import Busy
from kb.library import Library
from kb.model import Outcome

if TYPE_CHECKING:
    from tests.conftest import Kb, Prepare

ROOT = Path(__file__).resolve().parent.parent
BRIDGE = "Die Brücke am Nordkai wird für 35 Millionen Euro erneuert."
ARTICLES = {
    "bruecke.txt": f"Brücke\n\n{BRIDGE} Das teilte die Verwaltung von Musterhausen am Dienstag mit.",
    "hafen.txt": "Hafen\n\nDer Hafen wird um zwei Meter vertieft. Der Stadtrat hat das im Mai so beschlossen.",
    "copy.txt": "Hafen\n\nDer Hafen wird um zwei Meter vertieft. Der Stadtrat hat das im Mai so beschlossen.",
    "french.txt": "Un nouveau pont\n\nLe conseil municipal a décidé mardi que le vieux pont sera remplacé.",
}
QUESTION = "Was kostet die Brücke am Nordkai?"


@pytest.fixture
def filled(kb: Kb, prepare: Prepare) -> Kb:
    """Runs `kb` in a folder whose articles have been read."""
    shutil.copytree(prepare(ARTICLES) / "sources", "sources")
    shutil.copytree(prepare(ARTICLES) / "home", ".kb")
    return kb


def first_document(kb: Kb) -> str:
    return str(kb("documents", "--json").rows[0]["document_id"])


# -- what every command prints ---------------------------------------------------------------------

# By hand from the description of the interface, which other people's programs rely on.
ASK = "question language refusal sentences conflicts engine settings seconds"
HIT = "rank score document_id origin start end text best language found_by"
TEXT = "document_id origin text sentences"
COMMANDS: dict[str, list[tuple[str, str]]] = {
    "ingest": [("", "origin outcome seconds"), ("sources/hafen.txt", "origin outcome document_id seconds")],
    "watch": [],  # does not end by itself; see below
    "origins": [("", "origin state document_id reason seen_at"), ("--state read", "origin"), ("--state gone", "")],
    "documents": [
        ("", "document_id title publisher authors published language url origins story supersedes notices sentences")
    ],
    "text": [("--all", TEXT), ("ID", TEXT)],
    "stories": [("", "story members")],
    "search": [("Brücke", HIT), ("Brücke -k 1 --language de --since 2020-01-01 --until 2030-01-01", "")],
    "ask": [("Brücke", ASK)],
    "brief": [("--title Titel --question Brücke --format md -o brief.md", "path format citations refused")],
    "verify": [("", "ok documents passages vectors unreachable orphans problems"), ("--repair", "ok problems")],
    "changes": [],  # needs two versions; see below
    "original": [("ID -o article.txt", "document_id path origin sha256")],
    "backup": [("desk.tar.gz", "path documents sha256")],
    "restore": [],  # needs a backup; see below
    "conversations": [("", ""), ("--delete-all", "")],
    "rebuild": [("", "documents passages seconds"), ("--from-archive", "documents passages seconds")],
    "remove": [("ID", "document_id outcome")],
}
ELSEWHERE = {"check", "claims", "eval", "correct", "corrections"}  # tested in files of their own
CASES = [(name, arguments, keys) for name, cases in COMMANDS.items() for arguments, keys in cases]


def test_the_table_names_every_command() -> None:
    found = [command.name or getattr(command.callback, "__name__", "") for command in cli.app.registered_commands]
    assert sorted(set(found) - ELSEWHERE) == sorted(COMMANDS)


@pytest.mark.parametrize(("name", "arguments", "keys"), CASES, ids=[f"{name} {rest}" for name, rest, _ in CASES])
def test_json(filled: Kb, name: str, arguments: str, keys: str) -> None:
    rows = filled(name, *arguments.replace("ID", first_document(filled)).split(), "--json").rows
    assert rows or not keys
    assert all(set(keys.split()) <= set(row) for row in rows)


@pytest.mark.parametrize(("name", "arguments", "keys"), CASES, ids=[f"{name} {rest}" for name, rest, _ in CASES])
def test_plain(filled: Kb, name: str, arguments: str, keys: str) -> None:
    found = filled(name, *arguments.replace("ID", first_document(filled)).split())
    assert (found.status, found.err) == (0, "")
    assert found.out.strip() or not keys
    assert not found.out.startswith("{")


def test_outcomes(filled: Kb) -> None:
    rows = filled("--home", "other", "ingest", "--json").rows
    assert {Path(row["origin"]).name: row["outcome"] for row in rows} == {
        "bruecke.txt": "added",
        "copy.txt": "added",
        "french.txt": "rejected",
        "hafen.txt": "duplicate",
    }
    by_name = {Path(row["origin"]).name: row for row in rows}
    assert "French" in by_name["french.txt"]["reason"]
    copy, original = by_name["hafen.txt"], by_name["copy.txt"]
    assert (copy["duplicate_of"], copy["similarity"], copy["kind"]) == (original["document_id"], 1.0, "exact")
    assert {row["outcome"] for row in filled("ingest", "--json").rows} == {"unchanged", "rejected"}


def test_documents_with_all_their_origins(filled: Kb) -> None:
    rows = filled("documents", "--json").rows
    origins = {Path(o["origin"]).name: o for row in rows for o in row["origins"]}
    assert set(origins) == {"bruecke.txt", "hafen.txt", "copy.txt"}
    assert all({"origin", "kind", "fetched_at", "sha256"} <= set(origin) for origin in origins.values())
    (told,) = filled("stories", "--json").rows
    assert sorted(member["relation"] for member in told["members"]) == ["exact", "original"]
    assert told["story"] in {row["story"] for row in rows}


def test_text_and_documents_name_the_same_set(filled: Kb) -> None:
    documents, texts = filled("documents", "--json").rows, filled("text", "--all", "--json").rows
    assert [row["document_id"] for row in documents] == [row["document_id"] for row in texts]
    assert [row["sentences"] for row in documents] == [len(row["sentences"]) for row in texts]
    for row in texts:
        for sentence in row["sentences"]:
            assert row["text"][sentence["start"] : sentence["end"]] == sentence["text"]


def test_citations_are_verbatim(filled: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_ANSWER_THRESHOLD", "0")
    texts = {row["document_id"]: row["text"] for row in filled("text", "--all", "--json").rows}
    (row,) = filled("ask", QUESTION, "--json").rows
    assert (row["refusal"], row["language"], row["engine"]) == (None, "de", "extractive")
    assert BRIDGE in [sentence["text"] for sentence in row["sentences"]]
    for sentence in row["sentences"]:
        assert sentence["role"] in {"answer", "context"}
        for cited in sentence["citations"]:
            assert texts[cited["document_id"]][cited["start"] : cited["end"]] == cited["quote"]
    plain = filled("ask", QUESTION).out
    assert BRIDGE in plain
    assert "bruecke.txt" in plain


@pytest.mark.parametrize(("question", "says"), [("Wer?", "Die Quellen"), ("Who?", "The sources")])
def test_a_refusal_is_a_result(filled: Kb, monkeypatch: pytest.MonkeyPatch, question: str, says: str) -> None:
    monkeypatch.setenv("KB_ANSWER_THRESHOLD", "1")
    (row,) = filled("ask", question, "--json").rows
    assert row["refusal"]
    assert row["sentences"] == []
    assert says in filled("ask", question).out


def test_a_brief_says_what_was_refused(filled: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_ANSWER_THRESHOLD", "1")
    (row,) = filled(*"brief --title T --question Wer? --question Was? -o brief.md --json".split()).rows
    assert (row["refused"], row["citations"], row["path"], row["format"]) == (["Wer?", "Was?"], 0, "brief.md", "md")
    assert Path("brief.md").read_text(encoding="utf-8")


def test_remove_takes_it_everywhere(filled: Kb) -> None:
    document_id = first_document(filled)
    assert filled("remove", document_id[:8], "--json").rows == [{"document_id": document_id, "outcome": "removed"}]
    assert document_id not in filled("documents", "--json").out
    assert document_id not in filled("search", "Brücke Hafen", "-k", "50", "--json").out
    (health,) = filled("verify", "--json").rows
    assert (health["ok"], health["documents"]) == (True, 1)
    assert filled("remove", document_id).status == 1


def test_home_and_sources_are_options_of_every_command(kb: Kb) -> None:
    Path("elsewhere").mkdir()
    Path("elsewhere/a.txt").write_text(ARTICLES["hafen.txt"], encoding="utf-8")
    assert [row["outcome"] for row in kb("--home", "h", "--sources", "elsewhere", "ingest", "--json").rows] == ["added"]
    assert len(kb("--home", "h", "documents", "--json").rows) == 1
    assert kb("documents", "--json").rows == []


# -- batches ---------------------------------------------------------------------------------------

BATCHES = [("ask", "question"), ("search", "query")]


@pytest.mark.parametrize(("name", "key"), BATCHES)
def test_a_batch_gives_the_ids_back(filled: Kb, name: str, key: str) -> None:
    given: list[dict[str, Any]] = [{key: "Brücke", "id": "a/1"}, {key: "Hafen", "id": 7}, {key: "Hafen"}]
    Path("batch.jsonl").write_text("\n".join(map(json.dumps, given)) + "\n\n", encoding="utf-8")
    rows = filled(name, "--batch", "batch.jsonl", "--json").rows
    assert list(dict.fromkeys(row.get("id") for row in rows)) == ["a/1", 7, None]
    if name == "ask":
        assert [row["question"] for row in rows] == [row[key] for row in given]


def test_a_batch_from_standard_input(filled: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"question": "Was kostet die Brücke?\\u2028?", "id": "x"}\n'))
    (row,) = filled("ask", "--batch", "-", "--json").rows
    assert row["id"] == "x"


# -- with the embedder that comes along, over the sample articles -----------------------------------


@pytest.fixture
def samples(kb: Kb, read_library: Library, monkeypatch: pytest.MonkeyPatch) -> Kb:
    """Runs `kb` over the samples; only for commands that change nothing."""
    monkeypatch.setattr("kb.library.open_engine", lambda *_: read_library.engine)
    monkeypatch.setenv("KB_HOME", str(read_library.settings.home))
    return kb


def test_from_a_question_to_the_words_in_the_text(samples: Kb) -> None:
    texts = {row["document_id"]: row["text"] for row in samples("text", "--all", "--json").rows}
    (row,) = samples("ask", "Wie viel Börsenwert verlor Nvidia?", "--json").rows
    assert (row["refusal"], row["language"]) == (None, "de")
    citations = [citation for sentence in row["sentences"] for citation in sentence["citations"]]
    assert any("$589bn" in citation["quote"] for citation in citations)
    for citation in citations:
        assert texts[citation["document_id"]][citation["start"] : citation["end"]] == citation["quote"]
        assert citation["link"].startswith(citation["url"])
    (refused,) = samples("ask", "Wer gewann 1990 die Fußball-Weltmeisterschaft?", "--json").rows
    assert refused["refusal"]


def test_a_search_over_the_samples(samples: Kb) -> None:
    rows = samples("search", "Strom für Rechenzentren", "-k", "5", "--json").rows
    assert [row["rank"] for row in rows] == [1, 2, 3, 4, 5]
    assert {row["language"] for row in rows} == {"de", "en"} or "terawatt" in rows[0]["text"]
    assert all(len(row["text"].split()) <= 120 for row in rows)
    german = samples("search", "Strom für Rechenzentren", "--language", "de", "--json").rows
    assert {row["language"] for row in german} == {"de"}


@pytest.mark.parametrize("form", ["md", "html", "docx", "bib", "ris", "csljson"])
def test_a_brief_over_the_samples(samples: Kb, form: str) -> None:
    question = ("--question", "Wie viel Börsenwert verlor Nvidia?")
    (row,) = samples("brief", "--title", "Börse", *question, "--format", form, "-o", f"b.{form}", "--json").rows
    assert row["citations"] > 0
    assert row["refused"] == []
    content = Path(f"b.{form}").read_bytes()
    assert content.startswith(b"PK") if form == "docx" else b"589bn" in content


# -- as it is installed ----------------------------------------------------------------------------


def _process(folder: Path, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    return subprocess.run(
        [sys.executable, "-c", "import cli; cli.main()", *arguments],
        cwd=folder, env={**environment, "PYTHONPATH": str(ROOT)}, text=True, timeout=60, **options,
    )  # fmt: skip


def test_a_process_of_its_own(tmp_path: Path) -> None:
    good = _process(tmp_path, "documents", "--json", capture_output=True)
    assert (good.returncode, good.stdout, good.stderr) == (0, "", "")
    (tmp_path / "kb.toml").write_text("hits = 0", encoding="utf-8")
    bad = _process(tmp_path, "documents", "--json", capture_output=True)
    assert (bad.returncode, bad.stdout) == (1, "")
    assert "Traceback" not in bad.stderr


def test_a_reader_that_hangs_up(filled: Kb, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    found = _process(tmp_path, "text", "--all", "--json", stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert found.returncode == 1
    assert found.stderr == ""


# -- what runs until it is told to stop, and what needs a past --------------------------------------


@pytest.mark.parametrize("as_json", [True, False])
def test_watching_tells_what_it_reads_until_ctrl_c(
    kb: Kb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_json: bool
) -> None:
    def watched(library: Library, folder: Path, _stop: object, report: Any, notify: Any) -> None:
        notify(["a.txt"], Busy("another process is writing"))
        report(Outcome(str(folder / "a.txt"), "added", "1" * 64))
        report(Outcome(str(folder / "b.txt"), "unchanged", "1" * 64))
        raise KeyboardInterrupt

    monkeypatch.setattr("cli.reading.watch_folder", watched)
    found = kb("watch", *["--json"] * as_json)
    assert found.status == 0
    assert "another process is writing" in found.err
    lines = found.out.splitlines()
    if as_json:
        assert [json.loads(line)["outcome"] for line in lines] == ["added", "unchanged"]
    else:
        assert [line.split() for line in lines] == [["added", "sources/a.txt"]]


def test_the_changes_of_an_article(filled: Kb, tmp_path: Path) -> None:
    newer = ARTICLES["bruecke.txt"].replace("35 Millionen", "41 Millionen") + " Die Opposition ist dagegen."
    (tmp_path / "sources" / "bruecke.txt").write_text(newer, encoding="utf-8")
    (outcome,) = filled("ingest", "sources/bruecke.txt", "--json").rows
    assert outcome["outcome"] == "updated"
    rows = filled("changes", outcome["document_id"], "--json").rows
    assert [(row["kind"], row["before"], row["after"]) for row in rows if row["kind"] != "kept"] == [
        ("changed", BRIDGE, BRIDGE.replace("35", "41")),
        ("added", None, "Die Opposition ist dagegen."),
    ]
    plain = filled("changes", outcome["document_id"]).out
    assert plain == f"- {BRIDGE}\n+ {BRIDGE.replace('35', '41')}\n+ Die Opposition ist dagegen.\n"


def test_a_first_version_has_no_changes(filled: Kb) -> None:
    found = filled("changes", first_document(filled))
    assert (found.status, found.out) == (1, "")
    assert "first version" in found.err


def test_the_original_is_what_was_read(filled: Kb, tmp_path: Path) -> None:
    (row,) = filled("original", first_document(filled), "-o", "as-it-came.txt", "--json").rows
    assert (tmp_path / "as-it-came.txt").read_bytes() == (tmp_path / str(row["origin"])).read_bytes()


def test_a_file_that_is_gone_is_told_and_listed(filled: Kb, tmp_path: Path) -> None:
    (tmp_path / "sources" / "bruecke.txt").unlink()
    outcomes = {row["origin"]: row["outcome"] for row in filled("ingest", "--json").rows}
    assert outcomes["sources/bruecke.txt"] == "removed"
    assert [row["origin"] for row in filled("origins", "--state", "gone", "--json").rows] == ["sources/bruecke.txt"]
    assert filled("ask", QUESTION, "--json").rows[0]["sentences"][0]["text"] == BRIDGE


def test_what_was_removed_stays_out_until_it_is_named(filled: Kb) -> None:
    gone = first_document(filled)
    filled("remove", gone)
    assert gone not in [row["document_id"] for row in filled("ingest", "--json").rows if row["outcome"] != "unchanged"]
    assert gone not in [row["document_id"] for row in filled("documents", "--json").rows]
    (outcome,) = filled("ingest", "sources/bruecke.txt", "--json").rows
    assert (outcome["outcome"], outcome["document_id"]) == ("added", gone)


def test_a_follow_up_is_understood_within_a_conversation(filled: Kb) -> None:
    filled("ask", QUESTION, "--conversation", "Hafen")
    (row,) = filled("ask", "Und wer teilte das mit?", "--conversation", "Hafen", "--json").rows
    assert row["asked"] == "Und wer teilte das mit?"
    assert "Nordkai" in row["question"]
    assert "understood as: " in filled("ask", "Und wo?", "--conversation", "Hafen").out


def test_an_answer_keeps_to_the_filters(filled: Kb) -> None:
    (row,) = filled("ask", QUESTION, "--since", "2090-01-01", "--json").rows
    assert (row["sentences"], bool(row["refusal"])) == ([], True)
    for command in ("ask", "search"):
        assert "marketing, unsupported or vague" in " ".join(filled(command, "--help").out.split())
    (row,) = filled("ask", QUESTION, "--unflagged", "--json").rows
    labels = {flag["label"] for sentence in row["sentences"] for flag in sentence["flags"]}
    assert not labels & {"marketing", "unsupported", "vague"}
    found = filled("ask", QUESTION, "--language", "fr")
    assert (found.status, found.out) == (2, "")


def test_a_backup_put_back(filled: Kb, tmp_path: Path) -> None:
    filled("ask", QUESTION, "--conversation", "Hafen")
    (made,) = filled("backup", "desk.tar.gz", "--json").rows
    filled("remove", first_document(filled))
    filled("conversations", "--delete", "Hafen")
    (row,) = filled("restore", "desk.tar.gz", "--json").rows
    assert (row["documents"], row["sha256"]) == (made["documents"], made["sha256"])
    assert (tmp_path / row["moved_aside"]).is_dir()
    assert len(filled("documents", "--json").rows) == made["documents"]
    assert [(row["name"], row["turns"]) for row in filled("conversations", "--json").rows] == [("Hafen", 1)]
    assert "Hafen" in filled("conversations").out
