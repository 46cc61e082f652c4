"""What the commands share: the options before the command, opening the library, printing."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from kb.errors import KnowledgeBaseError
from kb.library import Library, open_library
from kb.settings import Settings, load_settings

app = typer.Typer(
    help="Ask your articles, in German or English; every sentence of an answer cites the exact words of a source.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON Lines, one object a line.")]

out = Console(highlight=False, soft_wrap=True)
_given: dict[str, Path | None] = {}
err = Console(stderr=True, highlight=False)


@app.callback()
def options(
    home: Annotated[
        Path | None, typer.Option(help="Where the knowledge base lives (default: .kb, or KB_HOME).")
    ] = None,
    sources: Annotated[Path | None, typer.Option(help="The drop folder (default: sources, or KB_SOURCES).")] = None,
) -> None:
    """Ask your articles, in German or English; every sentence of an answer cites the exact words of a source."""
    _given.update(home=home, sources=sources)


def settings() -> Settings:
    """The settings of this run.

    Raises:
        Misconfigured: a setting cannot be used.
    """
    return load_settings(**_given)


def library() -> Library:
    """The knowledge base of this run, opened."""
    return open_library(settings(), lambda line: err.print(line, markup=False))


def printable(text: str) -> str:
    """The text without what would command a terminal or turn its writing round: file names may hold anything."""
    return "".join("\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char for char in text)


def show(record: dict[str, Any]) -> None:
    """One line of JSON on standard output, shown at once."""
    typer.echo(json.dumps(record, ensure_ascii=False).encode("utf-8", "replace").decode())


def batch(file: Path, key: str) -> Iterator[dict[str, Any]]:
    """The rows of a JSON Lines file that carry `key`; `-` reads standard input.

    Raises:
        KnowledgeBaseError: a line is no JSON object or lacks the key; the message names it.
    """
    try:
        lines = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise KnowledgeBaseError(f"{file} is not in UTF-8; save it in that encoding") from None
    for number, line in enumerate(lines.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            raise KnowledgeBaseError(f"{file}, line {number}: no JSON") from None
        if not isinstance(row, dict) or not isinstance(row.get(key), str):
            raise KnowledgeBaseError(f'{file}, line {number}: an object with a text "{key}" is needed')
        yield row


def one_or_batch(value: str | None, file: Path | None, key: str) -> Iterable[dict[str, Any]]:
    """The argument as a single row, or the rows of the file; exactly one of the two must be given."""
    if (value is None) == (file is None):
        raise typer.BadParameter(f"give either {key.upper()} or --batch FILE")
    return [{key: value}] if value is not None else batch(file or Path("-"), key)
