"""`kb`, the second door: every command prints for people, or JSON Lines with `--json` (CONTRACT.md)."""

from __future__ import annotations

import contextlib
import logging
import signal
import sys

from cli.asking import ask, brief, search
from cli.checking import check, claims
from cli.correcting import correct, corrections
from cli.keeping import changes, documents, original, rebuild, remove, stories, text, verify
from cli.measuring import evaluate
from cli.moving import backup, conversations, restore
from cli.reading import ingest, origins, watch
from cli.shared import app, err
from kb.errors import KnowledgeBaseError

__all__ = ["app", "main"]

INTERRUPTED = 130  # what typer makes of Ctrl-C

for command in (
    ingest,
    watch,
    origins,
    documents,
    text,
    changes,
    original,
    stories,
    search,
    ask,
    check,
    claims,
    correct,
    corrections,
    brief,
    remove,
    rebuild,
    verify,
    backup,
    restore,
    conversations,
):
    app.command()(command)
app.command("eval")(evaluate)


def main() -> None:
    """Runs `kb`: exit status 0 done, 1 could not (the message says what to do), 2 wrong usage."""
    logging.basicConfig(level=logging.CRITICAL)
    with contextlib.suppress(ValueError):  # only a process's main thread may
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl-C does: children too
    try:
        app()
    except KnowledgeBaseError as error:
        _stop(str(error))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except SystemExit as end:
        if end.code == INTERRUPTED:
            _stop("stopped; what was finished is kept")
        raise
    except OSError as error:
        _stop(f"{error.filename or 'a file'}: {error.strerror or error}")
    except Exception as error:  # noqa: BLE001 - no traceback ever reaches a user
        _stop(f"this should not have happened, please report it: {type(error).__name__}: {error}")


def _stop(message: str) -> None:
    err.print(f"kb: {message}", markup=False, soft_wrap=True)
    sys.exit(1)
