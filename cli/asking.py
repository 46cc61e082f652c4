"""The commands that ask: search, ask, brief."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from cli.shared import Json, err, library, one_or_batch, out, show
from kb import conversation as talk
from kb.answer import REFUSALS, answer, cited_documents
from kb.brief import FORMATS, reference_of, write
from kb.brief.wording import WORDS, known
from kb.library import Library
from kb.model import Answer, Citation, Document
from kb.record import answer_record, hit_record
from kb.retrieve import retrieve
from kb.store import Filters

Batch = Annotated[
    Path | None, typer.Option(help="A JSON Lines file, each row with an optional id; - reads standard input.")
]


def _day(value: str | None, option: str) -> date | None:
    try:
        return datetime.strptime(value, "%Y-%m-%d").date() if value else None  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise typer.BadParameter(f"{option}: a date such as 2025-06-30 is needed, not {value!r}") from None


Language = Annotated[str | None, typer.Option(help="Only de or en.")]
Since = Annotated[str | None, typer.Option(help="Published on this day or later.")]
Until = Annotated[str | None, typer.Option(help="Published on this day or before.")]
Publisher = Annotated[str | None, typer.Option(help="Part of the publisher's name.")]
Unflagged = Annotated[
    bool, typer.Option("--unflagged", help="Only sentences that are not marketing, unsupported or vague.")
]


def _filters(
    lib: Library, language: str | None, days: tuple[str | None, str | None], publisher: str | None, unflagged: bool
) -> Filters:
    if language is not None and language not in lib.settings.languages:
        raise typer.BadParameter(f"--language: one of {', '.join(lib.settings.languages)}")
    return Filters(language, _day(days[0], "--since"), _day(days[1], "--until"), publisher, unflagged)


def search(
    query: Annotated[str | None, typer.Argument(help="A question or some words.")] = None,
    batch: Batch = None,
    limit: Annotated[int | None, typer.Option("-k", min=1, max=100, help="How many passages.")] = None,
    language: Language = None,
    since: Since = None,
    until: Until = None,
    publisher: Publisher = None,
    unflagged: Unflagged = False,
    as_json: Json = False,
) -> None:
    """Find passages by meaning and words, in both languages."""
    lib = library()
    filters = _filters(lib, language, (since, until), publisher, unflagged)
    for row in one_or_batch(query, batch, "query"):
        for hit in retrieve(lib, row["query"], filters, limit or lib.settings.hits):
            document = lib.store.document(hit.passage.document_id)
            if as_json:
                show(_with_id(row, hit_record(hit, document.source.origin)))
                continue
            facts = " · ".join(
                filter(None, (document.publisher, str(document.published or ""), document.source.origin))
            )
            out.print(
                f"[bold]{hit.rank}.[/] {escape(hit.passage.text)}\n"
                f"   [dim]{escape(document.title)} · {escape(facts)}[/]\n"
            )


def ask(
    question: Annotated[str | None, typer.Argument(help="A question in German or English.")] = None,
    batch: Batch = None,
    conversation: Annotated[
        str | None, typer.Option(help="Ask within this conversation, which is kept: a follow-up is understood from it.")
    ] = None,
    language: Language = None,
    since: Since = None,
    until: Until = None,
    publisher: Publisher = None,
    unflagged: Unflagged = False,
    as_json: Json = False,
) -> None:
    """Answer in sentences quoted from the sources, each cited, or say that the sources don't say."""
    lib = library()
    filters = _filters(lib, language, (since, until), publisher, unflagged)
    for row in one_or_batch(question, batch, "question"):
        asked = row["question"]
        if conversation is None:
            found = answer(lib, asked, filters)
        else:
            turn = talk.ask(lib, talk.named(lib, conversation), asked, filters)
            found = turn.answer
            if turn.understood.changed and not as_json:
                out.print(f"understood as: {turn.understood.question}", markup=False)
        if as_json:
            show(_with_id(row, {"asked": asked} | answer_record(found, cited_documents(lib, [found]))))
            continue
        if found.trouble:
            err.print(f"quoted, not written by the model: {found.trouble}", markup=False)
        _tell(lib, found)


def _with_id(row: dict[str, Any], record: dict[str, Any]) -> dict[str, Any]:
    return {"id": row["id"], **record} if "id" in row else record


def _tell(lib: Library, found: Answer) -> None:
    documents, said = cited_documents(lib, [found]), WORDS[known(found.language)]
    if found.refusal:
        out.print(REFUSALS[found.language])
        _tell_quotes(f"{said['nearby']}:", found.nearby, documents)
        return
    for sentence in found.sentences:
        out.print(f"{escape(sentence.text)}")
        for citation in sentence.citations:
            _tell_facts(citation, documents)
        for flag in sentence.flags:
            out.print(f"   [yellow]{flag.label}[/]: {escape(flag.reason)}")
    for conflict in found.conflicts:
        _tell_quotes(f"{said['conflict']}: {conflict.about}", conflict.sides, documents)
    _tell_quotes(f"{said['newer']}:", found.newer, documents)


def _tell_quotes(heading: str, quotes: Sequence[Citation], documents: Mapping[str, Document]) -> None:
    """Quotations under a heading; nothing where there are none."""
    if quotes:
        out.print(f"[yellow]{escape(heading)}[/]")
    for citation in quotes:
        out.print(f"   {escape(citation.quote)}")
        _tell_facts(citation, documents)


def _tell_facts(citation: Citation, documents: Mapping[str, Document]) -> None:
    document = documents[citation.document_id]
    facts = filter(None, (document.publisher, str(document.published or ""), document.title, document.source.origin))
    out.print(f"   [dim]{escape(' · '.join(facts))} ({citation.start}-{citation.end})[/]")


def brief(
    title: Annotated[str, typer.Option(help="The brief's title.")],
    question: Annotated[list[str], typer.Option(help="A question; give it several times for several.")],
    output: Annotated[Path, typer.Option("-o", help="The file to write.")],
    form: Annotated[str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.")] = "md",
    as_json: Json = False,
) -> None:
    """Write the answers to questions as a cited brief."""
    lib = library()
    answers = [answer(lib, text) for text in question]
    references = {key: reference_of(document) for key, document in cited_documents(lib, answers).items()}
    count = write(title, answers, references, form, output)
    refused = [found.question for found in answers if found.refusal]
    if as_json:
        show({"path": str(output), "format": form, "citations": count, "refused": refused})
        return
    out.print(
        f"{output}: {count} citations" + (f"; the sources don't say: {'; '.join(refused)}" if refused else ""),
        markup=False,
    )
