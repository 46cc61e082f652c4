"""The README tells the truth: its settings, its tree and its commands are those of the code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from kb.answer import answer
from kb.library import Library
from kb.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
ROOMS = ("kb", "ingest", "views", "cli")
SHOWN = (".py", ".toml", ".npy")


def section(name: str) -> str:
    """What stands between `<!-- name -->` and `<!-- /name -->`."""
    assert README.is_file(), "there is no README.md"
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", README.read_text(encoding="utf-8"), re.DOTALL)
    assert found, f"README.md has no part between <!-- {name} --> and <!-- /{name} -->"
    return found.group(1)


# -- settings --------------------------------------------------------------------------------------


def written(value: object) -> str:
    """A default as one would set it in the environment."""
    return ",".join(value) if isinstance(value, tuple) else str(value)


def test_the_table_of_settings_is_that_of_the_code() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `(.*?)` \| (.+?) \|$", section("settings"), re.MULTILINE)
    fields = Settings.model_fields
    assert rows == [
        (f"{PREFIX}{name}".upper(), written(field.get_default(call_default_factory=True)), field.description)
        for name, field in fields.items()
    ]


def test_every_default_in_the_table_can_be_set_as_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in re.findall(r"^\| `(\w+)` \| `(.*?)` \|", section("settings"), re.MULTILINE):
        monkeypatch.setenv(name, value)
    assert Settings() == Settings.model_construct()


# -- the tree --------------------------------------------------------------------------------------


def tree() -> dict[str, str]:
    """What the README says about each path; folders end in a slash."""
    found: dict[str, str] = {}
    folders: list[str] = []
    for line in section("tree").splitlines():
        entry = re.match(r"( *)(\S+)\s\s+(\S.*)$", line)
        if not entry:
            continue
        depth, name = len(entry.group(1)) // 2, entry.group(2)
        found["".join([*folders[:depth], name])] = entry.group(3)
        if name.endswith("/"):
            folders[depth:] = [name]
    return found


def files() -> set[str]:
    """Every file of the house that is worth a line, and every folder."""
    found = {"app.py"}
    for room in ROOMS:
        for path in (ROOT / room).rglob("*"):
            if path.suffix in SHOWN and path.name != "__init__.py":
                found.add(path.relative_to(ROOT).as_posix())
                found.add(f"{path.parent.relative_to(ROOT).as_posix()}/")
    return found


def test_the_tree_names_every_file() -> None:
    missing = sorted(files() - tree().keys())
    assert missing == [], f"the tree in README.md does not name {', '.join(missing)}"


def test_the_tree_names_nothing_that_is_not_there() -> None:
    gone = sorted(path for path in tree() if not (ROOT / path).exists())
    assert gone == [], f"the tree in README.md names {', '.join(gone)}"


def test_the_tree_says_what_the_modules_say() -> None:
    other = []
    for path, told in tree().items():
        if path.split("/")[0] not in (*ROOMS, "app.py"):
            continue
        source = ROOT / path / "__init__.py" if path.endswith("/") else ROOT / path
        if source.suffix == ".py" and source.is_file():
            opening = " ".join((ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or "").split())
            if not opening.startswith(told.removesuffix("…").strip()):
                other.append(f"{path}: {told!r}, but the module opens with {opening[:100]!r}")
    assert other == []


# -- commands --------------------------------------------------------------------------------------

SHELL = re.compile(r"\bkb ([a-z]+)((?: [^#\n`]*)?)")


def test_the_commands_shown_exist_with_their_options() -> None:
    text = README.read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL) + re.findall(r"`(kb [^`]+)`", text))
    shown = SHELL.findall(blocks)
    names = {command.name or getattr(command.callback, "__name__", "") for command in cli.app.registered_commands}
    assert {name for name, _ in shown} <= names
    assert len(shown) > 5
    for name, rest in shown:
        helped = CliRunner().invoke(cli.app, [name, "--help"]).output
        for option in re.findall(r"(?<!\S)--?[a-z][a-z-]*", rest):
            assert option in helped, f"README.md shows kb {name} {option}"


def test_the_questions_shown_are_answered_from_the_samples(read_library: Library) -> None:
    text = README.read_text(encoding="utf-8")
    questions = re.findall(r"\*“(.+?)”\*", text) + re.findall(r'(?:kb ask|--question) "(.+?)"', text)
    assert len(questions) > 1
    refused = [question for question in questions if answer(read_library, question).refusal]
    assert refused == [], "README.md shows questions that the sample articles don't answer"


def test_the_files_it_points_to_are_there() -> None:
    links = re.findall(r"\]\((?!https?://)([^)#]+)\)", README.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
