"""What the sources do say near a question that they don't answer."""

from __future__ import annotations

from collections.abc import Sequence

from kb.answer.candidates import Candidate
from kb.cite import cite
from kb.library import Library
from kb.model import Citation
from kb.question import Asked, needs_context

MOST = 2
NEAR = 0.3  # least cosine: of questions from nowhere none comes as near
UNNAMED = 0.4  # the same for a sentence that speaks of none of the names in the question
FALL = 2.0  # how much less than the best one the second may score
FEWEST = 6  # words


def nearby(library: Library, asked: Asked, found: Sequence[Candidate]) -> tuple[Citation, ...]:
    """The sentences nearest to a question, at most two, each of another story; none where nothing is near."""
    near = [each for each in found if _near(asked, each)]
    chosen: list[Candidate] = []
    for each in near:
        if len(chosen) < MOST and each.score >= near[0].score - FALL and each.story not in {c.story for c in chosen}:
            chosen.append(each)
    pages = library.store.pages(each.document_id for each in chosen)
    cited = (cite(c.document_id, pages[c.document_id].text, c.text, c.start, c.end) for c in chosen)
    return tuple(citation for citation in cited if citation)


def _near(asked: Asked, candidate: Candidate) -> bool:
    """Whether it is a statement on the matter that can stand alone, of a name asked for where there are any."""
    text = candidate.text
    if needs_context(text) or text.isupper() or len(text.split()) < FEWEST:
        return False
    named = not asked.names or set(asked.names) - candidate.missing
    return candidate.signs["near"] >= (NEAR if named else UNNAMED)
