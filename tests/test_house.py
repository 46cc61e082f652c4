"""The house keeps to its budgets: short files and functions, few parameters, an opening sentence for every module."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("kb", "ingest", "views", "cli")
OWN = {*ROOMS, "app"}
LINES, FUNCTION_LINES, PARAMETERS = 300, 40, 5
FILES = sorted([ROOT / "app.py", *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))])
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LEAK = re.compile(r"(?<![\w.:/])/(?:work|root|home)/\w[\w./-]*|https?://[\w.-]+/(?:simple|packages)/")
# A command's parameters are its options.
COMMANDS = {"cli/asking.py", "cli/correcting.py", "cli/keeping.py", "cli/shared.py"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> list[Function]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return [node for node in nodes if isinstance(node, Function)]


EVERY = [(path, function) for path in FILES for function in functions(path)]


def parameters(function: Function) -> int:
    """How many a caller gives, `self` and `cls` not counted."""
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return len(given) - (bool(given) and given[0].arg in ("self", "cls"))


def overridden(function: Function, path: Path) -> bool:
    """Whether another library says what the parameters are."""
    return function.name == "settings_customise_sources" and path.name == "settings.py"


def test_there_is_something_to_look_at() -> None:
    assert len(FILES) > 50
    assert len(EVERY) > 300


def test_every_module_opens_with_a_sentence() -> None:
    silent = []
    for path in FILES + TESTS:
        opening = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        if not re.match(r"\S.*[.)]", " ".join(opening.split())):
            silent.append(name(path))
    assert silent == []


def test_files_are_short() -> None:
    lengths = {name(path): path.read_text(encoding="utf-8").count("\n") for path in FILES}
    assert {path: length for path, length in lengths.items() if length > LINES} == {}


def test_functions_are_short_and_take_little() -> None:
    over = []
    for path, function in EVERY:
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if length > FUNCTION_LINES:
            over.append(f"{name(path)}: {function.name} has {length} lines")
        if parameters(function) > PARAMETERS and name(path) not in COMMANDS and not overridden(function, path):
            over.append(f"{name(path)}: {function.name} takes {parameters(function)} parameters")
    assert over == []


def test_nothing_of_our_own_is_imported_within_a_function() -> None:
    inside = []
    for path, function in EVERY:
        for node in ast.walk(function):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            inside += [f"{name(path)}: {function.name} imports {one}" for one in names if one.split(".")[0] in OWN]
    assert inside == []


def public(path: Path) -> Iterator[Function | ast.ClassDef]:
    """The functions, classes and methods of a module that others may use."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, kinds) and not node.name.startswith("_"):
            yield node
            members = node.body if isinstance(node, ast.ClassDef) else []
            yield from (each for each in members if isinstance(each, kinds) and not each.name.startswith("_"))


def test_what_is_public_says_what_it_does() -> None:
    silent = [f"{name(path)}: {each.name}" for path in FILES for each in public(path) if not ast.get_docstring(each)]
    assert silent == []


def test_no_path_or_package_index_of_one_machine() -> None:
    texts = [path for path in FILES + TESTS if path != Path(__file__).resolve()]
    texts += [path for path in ROOT.iterdir() if path.suffix in (".md", ".toml", ".in", ".txt")]
    found = {name(path): LEAK.findall(path.read_text(encoding="utf-8")) for path in [*texts, ROOT / "Makefile"]}
    assert {path: leaks for path, leaks in found.items() if leaks} == {}
