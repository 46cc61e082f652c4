"""The brief as CommonMark, with whatever comes from a source escaped, so that it shows and never acts.

Pure, but for today's date where none is given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kb.brief.reference import Entry, Reference, by_number, one_line, refused, web_address
from kb.brief.wording import WORDS, Language, day, known, label_name, marked
from kb.model import Answer, AnswerSentence, Citation
from kb.text import canonical

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~$@^]|&(?=#?\w+;)|=(?==)|:(?=\S)|(?<=www)\.")
_LEADING_SIGN = re.compile(r"^(?=[-+=%:(])")
_LEADING_NUMBER = re.compile(r"^(\d{1,9}|[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+)(?=[.)](?:\s|$))")


def escape(text: str) -> str:
    """Text on one line that CommonMark, and the dialects with maths, tables, footnotes and mentions, show as it is."""
    text = _MARKUP.sub(r"\\\g<0>", one_line(text))
    return _LEADING_NUMBER.sub(r"\g<1>\\", _LEADING_SIGN.sub(r"\\", text))


def main_language(answers: Sequence[Answer]) -> Language:
    """The language most answers are in; the first answer's where it is a tie."""
    languages = [known(answer.language) for answer in answers]
    return max(languages, key=languages.count, default="en")


@dataclass(frozen=True, slots=True)
class _Page:
    """What every part of the page needs: its language and its numbered sources."""

    language: Language
    entries: Mapping[str, Entry]

    def word(self, key: str) -> str:
        return WORDS[self.language][key]

    def mark(self, citation: Citation) -> str:
        return f"\\[{self.entries[citation.document_id].number}\\]"

    def quotation(self, citation: Citation) -> str:
        spoken = self.entries[citation.document_id].reference.language
        opening, quote, closing = marked(citation.quote, spoken)
        return f"{opening}{escape(quote)}{closing}\u00a0{self.mark(citation)}"

    def whose(self, citation: Citation) -> str:
        reference = self.entries[citation.document_id].reference
        when = day(reference.published, self.language) if reference.published else self.word("undated")
        return f"{escape(reference.publisher or reference.title)}, {when}"


def markdown(
    title: str, answers: Sequence[Answer], references: Mapping[str, Reference], made: date | None = None
) -> str:
    """The brief: a heading for each question, its quotations, what each is worth, and the list of sources.

    `made` is the date the brief bears (today's, unless given). Raises `NotFound` where a citation's document
    is not among `references`.
    """
    entries = by_number(answers, references)
    page = _Page(main_language(answers), {entry.reference.document_id: entry for entry in entries})
    parts = [f"# {escape(title)}", _note(_summary(page, answers, made or date.today()))]
    for answer in answers:
        parts += [f"## {escape(answer.question)}", *_answer(page, answer)]
    if entries:
        parts += [f"## {page.word('sources').capitalize()}", *(_listed(page, entry) for entry in entries)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _note(text: str) -> str:
    """A paragraph in small type (here: emphasis; the other formats make it small)."""
    return f"*{text}*"


def _count(page: _Page, number: int, noun: str) -> str:
    return f"{number} {page.word(noun if number == 1 else noun + 's')}"


def _summary(page: _Page, answers: Sequence[Answer], made: date) -> str:
    counts = f"{_count(page, len(answers), 'question')}, {_count(page, len(page.entries), 'source')}"
    text = f"{page.word('made')} {day(made, page.language)} · {counts}"
    writers = sorted({answer.engine for answer in answers if answer.engine != "extractive" and not refused(answer)})
    return f"{text} · {page.word('written')} ({escape(', '.join(writers))})" if writers else text


def _answer(page: _Page, answer: Answer) -> list[str]:
    if refused(answer):
        return [WORDS[known(answer.language)]["refusal"], *_quotes(page, page.word("nearby"), answer.nearby)]
    parts = [part for sentence in answer.sentences for part in _sentence(page, sentence)]
    for conflict in answer.conflicts:
        about = f"{page.word('conflict')}: {conflict.about}" if conflict.about else page.word("conflict")
        parts += _quotes(page, about, conflict.sides)
    return parts + _quotes(page, page.word("newer"), answer.newer)


def _sentence(page: _Page, sentence: AnswerSentence) -> list[str]:
    """A quoted sentence as the quotation it is; one in other words, with its quotations below it."""
    same = [citation for citation in sentence.citations if canonical(citation.quote) == canonical(sentence.text)]
    below = [citation for citation in sentence.citations if citation not in same[:1]]
    marks = " ".join(dict.fromkeys(page.mark(citation) for citation in sentence.citations))
    parts = [page.quotation(same[0]) if same else f"{escape(sentence.text)} {marks}"]
    parts += [f"> {page.quotation(citation)}" for citation in below]
    return [*parts, _note(_worth(page, sentence))]


def _worth(page: _Page, sentence: AnswerSentence) -> str:
    """Who says it and when, and the flags with the words that raised them."""
    parts = ["; ".join(dict.fromkeys(page.whose(citation) for citation in sentence.citations))]
    if sentence.role == "context":
        parts.append(page.word("context"))
    for flag in sentence.flags:
        if flag.label != "claim" or len(sentence.flags) == 1:  # every other label says more than "claim" does
            name = escape(label_name(flag.label, page.language))
            parts.append(f"{name} ({escape(flag.reason)})" if flag.reason.strip() else name)
    return " · ".join(parts)


def _quotes(page: _Page, heading: str, quotes: Sequence[Citation]) -> list[str]:
    """Quotations under a heading, what stands before its first colon in bold; nothing where there are none."""
    name, _, about = heading.partition(": ")
    parts = [f"**{name}:** {escape(about)}" if about else f"**{name}**"] if quotes else []
    return parts + [f"> {page.quotation(quote)}\n>\n> {_note(page.whose(quote))}" for quote in quotes]


def _listed(page: _Page, entry: Entry) -> str:
    reference, language = entry.reference, page.language
    authors = ", ".join(escape(author) for author in reference.authors)
    published = day(reference.published, language) if reference.published else page.word("undated")
    address = web_address(reference)
    parts = [
        f"{authors}: *{escape(reference.title)}*" if authors else f"*{escape(reference.title)}*",
        f"{escape(reference.publisher)}, {published}" if reference.publisher else published[0].upper() + published[1:],
        f"<{address}>" if address else escape(reference.url or ""),
        f"{page.word('origin')}: {escape(reference.origin)}" if reference.origin != address else "",
        f"{page.word('retrieved')} {day(reference.retrieved.date(), language)}" if reference.retrieved else "",
        f"{page.word('language')}: {WORDS[language].get(reference.language, escape(reference.language))}",
    ]
    sentences = (part if part.endswith((".*", "!*", "?*")) else f"{part}." for part in parts if part)
    return f"\\[{entry.number}\\] " + " ".join(sentences)
