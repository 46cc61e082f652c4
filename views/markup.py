"""Sources and answers as HTML of our own making, with every word that came from outside escaped. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kb.brief.wording import day, in_marks, known
from kb.cite import text_fragment
from kb.disagreement import by_user
from kb.model import AnswerSentence, Citation, Document, Flag
from views.words import Say

WARNINGS = ("marketing", "unsupported", "vague", "forecast")

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_ADDRESS = re.compile(r"https?://[^\s<>\"\\^`{|}\x00-\x20\x7f]+")
Span = tuple[int, int]


def text(value: str) -> str:
    """Words as HTML shows them as they are: no tag, no entity, no attribute, no turned writing direction."""
    return html.escape(_CONTROL.sub(" ", value), quote=True)


def message(kind: str, head: str, detail: str = "") -> str:
    """A box of kind `error`, `warning` or `note`."""
    more = f"<span>{text(detail)}</span>" if detail else ""
    role = "alert" if kind == "error" else "status"
    return f'<div class="q-message q-{kind}" role="{role}"><b>{text(head)}</b>{more}</div>'


# -- answers ---------------------------------------------------------------------------------------


def question(value: str) -> str:
    """What was asked."""
    return f'<div class="q-question" role="heading" aria-level="2">{text(value)}</div>'


def quoted(
    sentence: AnswerSentence, documents: Mapping[str, Document], language: str, say: Say, badge: str = ""
) -> str:
    """A sentence of an answer with who says it and what it is worth; `language` is the question's.

    `badge` is a mark (as HTML) that stands before those of its flags.
    What was written, and is not the words of a source, has the quotes that bear it out below it.
    """
    cited = list({citation.document_id: documents[citation.document_id] for citation in sentence.citations}.values())
    same = len(sentence.citations) == 1 and sentence.citations[0].quote == sentence.text
    role = f'<span class="q-role">{text(say("context"))}</span>' if sentence.role == "context" else ""
    if same:
        words, spoken = in_quotes(sentence.text, cited[0].language), cited[0].language
        paid = notices(cited[0].notices, say, with_reason=False)
        marks = badges(sentence.flags, say, badge + paid)
        whose = f'<div class="q-whose">{role}{source_line(cited[0], say, language)}{marks}</div>'
    else:
        words, spoken = text(sentence.text), language
        quotes = (quote(citation, documents[citation.document_id], say, language) for citation in sentence.citations)
        whose = f'{"".join(quotes)}<div class="q-whose">{badges(sentence.flags, say, badge)}</div>'
    head = f'<div class="q-words" lang="{text(spoken)}">{words}</div>'
    return f'<div class="q-sentence q-{sentence.role}">{head}{whose}</div>'


def understood_line(value: str, say: Say) -> str:
    """A question as it was understood."""
    return f'<div class="q-understood"><b>{text(say("understood"))}:</b> {text(value)}</div>'


def withheld(value: str, why: str) -> str:
    """A sentence of a model that is not shown as fact, and why."""
    return f'<div class="q-withheld"><s>{text(value)}</s><div class="q-whose">{text(why)}</div></div>'


def in_quotes(words: str, language: str) -> str:
    """Words of a source in the quotation marks of their language."""
    return text(in_marks(words, language))


def quote(citation: Citation, document: Document, say: Say, language: str | None = None) -> str:
    """The exact words of a source, smaller, with whose they are; `language` is the reader's or the question's."""
    paid = notices(document.notices, say, with_reason=False)
    return (
        f'<div class="q-quote"><div lang="{text(document.language)}">{in_quotes(citation.quote, document.language)}'
        f'</div><div class="q-whose">{source_line(document, say, language)} {paid}</div></div>'
    )


def source_line(document: Document, say: Say, question_language: str | None = None) -> str:
    """Publisher, date, title; and the language where it is not the question's."""
    language = "de" if say("de") == "Deutsch" else "en"
    parts = [
        f"<b>{text(document.publisher)}</b>" if document.publisher else "",
        text(day(document.published, known(language)) if document.published else say("undated")),
        f"<i>{text(document.title)}</i>",
    ]
    if question_language and document.language and document.language != question_language:
        name = say(f"in_{known(document.language)}")
        parts.append(f'<span class="q-language">{text(say("other_language", language=name))}</span>')
    return '<span class="q-dot"> · </span>'.join(part for part in parts if part)


def badges(flags: Sequence[Flag], say: Say, first: str = "") -> str:
    """What calls for care, each with its reason; a named source as a quiet mark; a plain claim says nothing.

    `first` are the marks of the document that stand before those of the sentence.
    """
    shown = [first] if first else []
    for flag in flags:
        if flag.label in WARNINGS:
            shown.append(
                f'<span class="q-flag q-{flag.label}"><b>{text(say(f"flag_{flag.label}"))}</b> '
                f"{text(reason(flag, flags, say))}</span>"
            )
        elif flag.label == "attributed":
            why = reason(flag, flags, say)
            shown.append(f'<span class="q-flag q-attributed">✓ {text(say("flag_attributed"))}: {text(why)}</span>')
    return f'<div class="q-flags">{"".join(shown)}</div>' if shown else ""


def reason(flag: Flag, flags: Sequence[Flag], say: Say) -> str:
    """The words that raised a flag; for a missing source, the claim that lacks it; or that the user says so."""
    if (when := by_user(flag.reason)) is not None:
        return say("by_user", day=day(date.fromisoformat(when), known("de" if say("de") == "Deutsch" else "en")))
    claim = next((other.reason for other in flags if other.label == "claim"), "")
    if flag.label == "unsupported" and claim:
        return say("why_unsupported", words=_in_marks(claim, say))
    return _in_marks(flag.reason, say) if flag.reason else ""


def _in_marks(words: str, say: Say) -> str:
    if words.startswith(("„", "“", "http://", "https://")) or "„" in words and "“" in words:
        return words
    return in_marks(words, "de" if say("de") == "Deutsch" else "en")


def nearby(passage: str, best: Span, document: Document, say: Say) -> str:
    """A passage that is near to a question but does not answer it; its best sentence stands out a little."""
    start, end = best
    words = f"{text(passage[:start])}<b>{text(passage[start:end])}</b>{text(passage[end:])}"
    return (
        f'<div class="q-nearby"><div lang="{text(document.language)}">{words}</div>'
        f'<div class="q-whose">{source_line(document, say)}</div></div>'
    )


# -- one document ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sibling:
    """A copy or translation of a document (or its original), and the origin that carried it."""

    relation: str
    document: Document
    origin: str


def facts(
    document: Document, quote: str | None, siblings: Sequence[Sibling], say: Say, carried: Sequence[str] = ()
) -> str:
    """Title, and what is known about the document, its copies and translations included.

    `carried` says when and from where it was read, a line for each origin.
    """
    language = known("de" if say("de") == "Deutsch" else "en")
    published = day(document.published, language) if document.published else say("undated")
    if document.updated and document.updated != document.published:
        published += f" ({say('updated', day=day(document.updated, language))})"
    read = say("from_file_value", when=moment(document.source.fetched_at, language), origin=document.source.origin)
    rows = [
        (say("publisher"), text(document.publisher or say("no_publisher"))),
        (say("authors"), text(", ".join(document.authors))),
        (say("published"), text(published)),
        (say("address"), address(document.url, quote)),
        (say("from_file"), "<br>".join(text(line) for line in carried or (read,))),
        (say("tags"), text(", ".join(document.tags))),
        (say("notices"), notices(document.notices, say)),
        (say("story"), "<br>".join(_sibling(sibling, language, say) for sibling in siblings)),
    ]
    listed = "".join(f"<dt>{text(name)}</dt><dd>{value}</dd>" for name, value in rows if value)
    heading = f'role="heading" aria-level="2" lang="{text(document.language)}"'
    return f'<div class="q-facts"><div class="q-title" {heading}>{text(document.title)}</div><dl>{listed}</dl></div>'


def _sibling(sibling: Sibling, language: str, say: Say) -> str:
    document = sibling.document
    when = day(document.published, known(language)) if document.published else ""
    whose = " · ".join(text(part) for part in (document.publisher or "", when, sibling.origin) if part)
    return f"{text(say(f'story_{sibling.relation}'))}: {whose}"


def notices(found: Sequence[Flag], say: Say, with_reason: bool = True) -> str:
    """What is true of the whole document, each with the words that show it."""
    parts = []
    for notice in found:
        why = f" {text(notice.reason)}" if with_reason else ""
        parts.append(f'<span class="q-flag q-notice"><b>{text(say(f"notice_{notice.label}"))}</b>{why}</span>')
    return "".join(parts)


def address(url: str | None, quote: str | None) -> str:
    """The address as a link that opens at the quote, in a window of its own; anything but http(s) is mere text."""
    if not url:
        return ""
    if not _ADDRESS.fullmatch(url):
        return text(url)
    target = (text_fragment(url, quote) if quote else None) or url
    return f'<a href="{text(target)}" target="_blank" rel="noopener noreferrer">{text(url)}</a>'


def moment(when: datetime, language: str) -> str:
    """Day and time on this machine's clock."""
    local = when.astimezone()
    return f"{day(local.date(), known(language))}, {local:%H:%M}"
