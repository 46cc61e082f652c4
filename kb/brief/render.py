"""The brief's Markdown as a document: the door to pandoc and typst.

Pandoc reads it as CommonMark without raw HTML, in its sandbox. What typst gets has every word as a string, so that
typst's own markup (maths, code, "..." for an ellipsis) never meets the words of a source.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from kb.brief.reference import one_line
from kb.brief.styles import CSS, REFERENCE_CHANGES, TYPST, for_typst, styled
from kb.errors import KnowledgeBaseError, Misconfigured

_READER = "commonmark-raw_html"
_SECONDS = 60


def render(text: str, format: str, title: str, language: str) -> bytes:
    """The brief's Markdown as `docx`, `odt`, `html` or `pdf`; `Misconfigured` where a converter isn't installed."""
    tree = json.loads(_pandoc(["--from", _READER, "--to", "json"], text.encode("utf-8")))
    blocks = styled(tree["blocks"])
    if format == "pdf":
        body = _pandoc(["--from", "json", "--to", "typst"], _encoded(tree | {"blocks": for_typst(blocks)}))
        return _typeset(TYPST.encode("utf-8") + body, one_line(title), language)
    names = {"lang": language, "pagetitle" if format == "html" else "title": one_line(title)}
    if format != "html":
        blocks = blocks[1:]  # the title is set from the metadata
    meta = {name: {"t": "MetaString", "c": value} for name, value in names.items()}
    options = ["--from", "json", "--to", format, "--standalone", "--output", "-"]
    with tempfile.TemporaryDirectory() as folder:
        options += _look(format, Path(folder))
        return _pandoc(options, _encoded(tree | {"blocks": blocks, "meta": meta}))


def _encoded(tree: dict[str, Any]) -> bytes:
    return json.dumps(tree).encode("utf-8")


def _look(format: str, folder: Path) -> list[str]:
    """The options that give a format its styles, whose files are written to `folder`."""
    if format == "html":
        head = folder / "head.html"
        head.write_text(CSS, encoding="utf-8")
        return [f"--include-in-header={head}", "--variable=document-css:false"]
    given = _pandoc([f"--print-default-data-file=reference.{format}"], b"", sandbox=False)
    target = folder / f"reference.{format}"
    with zipfile.ZipFile(BytesIO(given)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            for member, there, instead in REFERENCE_CHANGES[format]:
                if entry.filename == member:
                    content = content.replace(there.encode(), instead.encode())
            new.writestr(entry, content)
    return [f"--reference-doc={target}"]


def _pandoc(options: list[str], content: bytes, sandbox: bool = True) -> bytes:
    try:
        import pypandoc

        program = pypandoc.get_pandoc_path()
    except (ImportError, OSError) as error:
        remedy = "install it with `pip install pypandoc_binary`, or choose md, bib, ris or csljson"
        raise Misconfigured(f"this format needs pandoc: {remedy}") from error
    command = [program, *(["--sandbox"] if sandbox else []), *options]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise KnowledgeBaseError(f"pandoc took more than {_SECONDS} s over the brief; choose md") from error
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip()
        raise KnowledgeBaseError(f"pandoc could not write the brief (choose md): {reason}")
    return done.stdout


def _typeset(source: bytes, title: str, language: str) -> bytes:
    """Typst's PDF, with the fonts it carries inside, so that a brief looks the same everywhere."""
    try:
        import typst
    except ImportError as error:
        raise Misconfigured("pdf needs typst: install it with `pip install typst`, or choose docx") from error
    inputs = {"title": title, "lang": language}
    try:
        return typst.compile(source, format="pdf", sys_inputs=inputs, ignore_system_fonts=True)
    except RuntimeError as error:
        raise KnowledgeBaseError(f"typst could not write the brief (choose docx): {error}") from error
