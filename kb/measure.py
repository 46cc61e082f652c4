"""How well a library answers labelled questions: a file of questions → a judgement of each, and the measures."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from kb.answer import answer
from kb.errors import Rejected
from kb.followup import language_of
from kb.library import Library
from kb.model import Answer
from kb.text import canonical, fold

TOP = 5  # hits that are looked at
DEPTH = 10  # hits down to which a rank counts


@dataclass(frozen=True, slots=True)
class Label:
    """A question and what a right answer is: documents (origin or title), words that it holds, or a refusal.

    Of each group in `contains` the answer has to hold one string. `line` is its place in the file.
    """

    question: str
    documents: tuple[str, ...] = ()
    contains: tuple[tuple[str, ...], ...] = ()
    refuse: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """One question: whether the answer is right and why; `rank` is the best of the expected documents' (0: none found).

    `rank` is None where no document is expected.
    """

    label: Label
    language: str
    right: bool
    why: str
    refused: bool
    rank: int | None
    words: int
    verbatim: tuple[bool, ...]


# -- the file --------------------------------------------------------------------------------------


def read_labels(path: Path) -> list[Label]:
    """The questions of a JSON Lines file.

    Raises:
        Rejected: a line cannot be used; the message names it.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise Rejected(f"{path} is not in UTF-8; save it in that encoding") from None
    found = [_label(line, number, f"{path}, line {number}") for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise Rejected(f"{path} holds no questions")
    return found


def _label(line: str, number: int, where: str) -> Label:
    try:
        row = json.loads(line)
    except ValueError:
        raise Rejected(f"{where}: no JSON") from None
    if not isinstance(row, dict) or not isinstance(row.get("question"), str) or not row["question"].strip():
        raise Rejected(f'{where}: an object with a text "question" is needed')
    documents, contains, refuse = row.get("documents") or [], row.get("contains") or [], row.get("refuse") or False
    if not _texts(documents):
        raise Rejected(f'{where}: "documents" has to be a list of file names, addresses or titles')
    if not isinstance(contains, list) or not all(_texts(group) and group for group in contains):
        raise Rejected(f'{where}: "contains" has to be a list of lists of texts, such as [["17 per cent", "17 %"]]')
    if not isinstance(refuse, bool):
        raise Rejected(f'{where}: "refuse" has to be true or false')
    if refuse == bool(documents or contains):
        raise Rejected(
            f'{where}: "documents", "contains" or "refuse": true is needed, and not "refuse" beside the others'
        )
    return Label(row["question"], tuple(documents), tuple(map(tuple, contains)), refuse, number)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value)


# -- judging ---------------------------------------------------------------------------------------


def judge(library: Library, labels: Iterable[Label]) -> Iterator[Judged]:
    """Asks each question and judges the answer; that all documents are there is looked at first.

    Raises:
        Rejected: a document that is expected is not in the library.
        Unavailable: there is no embedder on this machine.
    """
    names = document_names(library)
    expected = [(label, [_expected(label, wanted, names) for wanted in label.documents]) for label in labels]
    for label, documents in expected:
        yield judged(library, label, frozenset().union(*documents), answer(library, label.question))


def document_names(library: Library) -> dict[str, frozenset[str]]:
    """By document what it may be called: each origin, its file's name with and without ending, and the title."""
    found: dict[str, frozenset[str]] = {}
    for document_id in library.store.document_ids():
        names = {library.store.document(document_id).title}
        for row in library.store.origins_of(document_id):
            file = PurePath(row.origin.rstrip("/"))
            names |= {row.origin, file.name, file.stem}
        found[document_id] = frozenset(map(_name, names)) - {""}
    return found


def _name(text: str) -> str:
    """A name as names are compared: case, umlauts ("ue" or "ü"), dashes and spaces don't count."""
    plain = re.sub(r"ae|oe|ue", lambda pair: pair.group()[0], fold(canonical(text)))
    return re.sub(r"[\s_\-]+", " ", plain).strip()


def _expected(label: Label, wanted: str, names: Mapping[str, frozenset[str]]) -> frozenset[str]:
    found = frozenset(document_id for document_id, own in names.items() if _name(wanted) in own)
    if not found:
        raise Rejected(f"line {label.line}: no document {wanted!r} here; `kb documents` lists them")
    return found


def judged(library: Library, label: Label, expected: frozenset[str], found: Answer) -> Judged:
    """An answer held against its label: `expected` are ids of documents, any of which may be cited."""
    citations = [citation for sentence in found.sentences for citation in sentence.citations]
    ranks = [hit.rank for hit in found.hits[:DEPTH] if hit.passage.document_id in expected]
    right, why = _verdict(label, expected, found, [citation.document_id for citation in citations])
    return Judged(
        label=label,
        language=language_of(label.question),
        right=right,
        why=why,
        refused=found.refusal is not None,
        rank=(min(ranks) if ranks else 0) if expected else None,
        words=sum(len(sentence.text.split()) for sentence in found.sentences),
        verbatim=tuple(library.store.text(c.document_id, c.start, c.end) == c.quote for c in citations),
    )


def _verdict(label: Label, expected: frozenset[str], found: Answer, cited: Sequence[str]) -> tuple[bool, str]:
    if label.refuse:
        return (True, "refused, as it should") if found.refusal else (False, "answered, and should have been refused")
    if found.refusal:
        return False, f"refused ({found.refusal})"
    if expected and not expected & set(cited):
        return False, "cites none of the expected documents"
    text = canonical(" ".join(sentence.text for sentence in found.sentences))
    missing = [group for group in label.contains if not any(says(text, wanted) for wanted in group)]
    if missing:
        return False, f"lacks {' or '.join(missing[0])}"
    return True, "cites an expected document" if expected and not label.contains else "holds what it has to"


def says(text: str, wanted: str) -> bool:
    """Whether a text holds a string, case and kinds of quote marks and dashes aside; a number has to stand alone."""
    text, wanted = canonical(text).casefold(), canonical(wanted).casefold()
    before, after = r"(?<![\d.,])" if wanted[:1].isdigit() else "", r"(?!\d)(?![.,]\d)" if wanted[-1:].isdigit() else ""
    return re.search(f"{before}{re.escape(wanted)}{after}", text) is not None


# -- measures --------------------------------------------------------------------------------------


def measures(judgements: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """By name and language (`all`, `de`, `en`) the measures; what nothing can be said about is left out."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for language in ("all", *sorted({each.language for each in judgements})):
        own = [each for each in judgements if language in ("all", each.language)]
        for name, values in _values(own).items():
            if values:
                found[name][language] = round(sum(values) / len(values), 4)
    return dict(found)


def _values(own: Sequence[Judged]) -> dict[str, list[float]]:
    ranks = [each.rank for each in own if each.rank is not None]
    return {
        "right": [each.right for each in own],
        f"hit@{TOP}": [0 < rank <= TOP for rank in ranks],
        "mrr": [1 / rank if rank else 0.0 for rank in ranks],
        "refusal precision": [each.label.refuse for each in own if each.refused],
        "refusal recall": [each.refused for each in own if each.label.refuse],
        "words per answer": [float(each.words) for each in own if not each.refused],
        "citations verbatim": [each for one in own for each in one.verbatim],
    }
