"""What has changed between two versions of a text as HTML of our own making, every word of them escaped. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kb.changes import Change, Words, changes
from views.markup import text
from views.words import Say

LONG = 400  # characters of unchanged text: of more only the ends are shown, until asked for
END = 110


def difference(before: str, after: str, say: Say) -> str:
    """The newer text sentence by sentence: what was kept, what is gone and what has come."""
    found = changes(before, after)
    head = _summary(found, say)
    return f'<div class="q-diff"><div class="q-legend">{head}</div>{"".join(_lines(found, before, after, say))}</div>'


def _summary(found: Sequence[Change], say: Say) -> str:
    """How many sentences were changed, added and removed; or that none was."""
    parts = []
    for kind in ("changed", "added", "removed"):
        number = sum(1 for change in found if change.kind == kind)
        if number:
            parts.append(say(f"diff_{kind}_one" if number == 1 else f"diff_{kind}_many", n=number))
    return text(", ".join(parts) if parts else say("diff_nothing"))


def _lines(found: Iterable[Change], before: str, after: str, say: Say) -> Iterable[str]:
    for change in found:
        if change.kind == "kept" and change.after:
            yield _kept(after[slice(*change.after)], say)
        elif change.kind == "removed" and change.before:
            yield _row("removed", f"<del>{text(before[slice(*change.before)])}</del>", say)
        elif change.kind == "added" and change.after:
            yield _row("added", f"<ins>{text(after[slice(*change.after)])}</ins>", say)
        elif change.kind == "changed":
            yield _row("changed", _words(change.words, before, after), say)


def _row(kind: str, words: str, say: Say) -> str:
    """A line with its kind in words beside the colour, for those who cannot see the colour."""
    return f'<div class="q-change q-{kind}"><b>{text(say(f"diff_{kind}"))}</b><div>{words}</div></div>'


def _kept(words: str, say: Say) -> str:
    """Unchanged text; a long run is folded between its two ends."""
    if len(words) <= LONG:
        return f'<div class="q-kept">{text(words)}</div>'
    start, end = words[:END].rpartition(" ")[0], words[-END:].partition(" ")[2]
    middle = words[len(start) : len(words) - len(end)]
    more = f"<details><summary> … {text(say('diff_unchanged'))} … </summary>{text(middle)}</details>"
    return f'<div class="q-kept">{text(start)}{more}{text(end)}</div>'


def _words(found: Sequence[Words], before: str, after: str) -> str:
    """A changed sentence: its words as they are now, with those that went and came marked; spaces as in the texts."""
    parts: list[str] = []
    ends: dict[str, int | None] = {"before": None, "after": None}
    for run in found:
        name, whole, span = ("after", after, run.after) if run.after else ("before", before, run.before)
        if span is None:
            continue
        gap = whole[slice(ends[name], span[0])] if ends[name] is not None else ""
        words = text(whole[slice(*span)])
        tag = {"removed": "del", "added": "ins"}.get(run.kind)
        parts.append(text(gap) + (f"<{tag}>{words}</{tag}>" if tag else words))
        ends["after"] = run.after[1] if run.after else ends["after"]
        ends["before"] = run.before[1] if run.before else ends["before"]
    return "".join(parts)
