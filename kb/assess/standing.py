"""Each claim of the sources among the others: corroborated, an echo of one origin, alone, or disputed.

Every flagged sentence is held against the sentences nearest to it by their vectors, in both languages, and then judged
as a claim that a reader asks about would be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.assess.evidence import Finding
from kb.assess.nearness import gauge, log_odds, met, unpacked
from kb.assess.reader import Reader
from kb.assess.verdict import cited, reason, weigh
from kb.compare import Voice, compare
from kb.index import centre, centred
from kb.model import Standing, Status
from kb.store.evidence import SentencePlace

NEAREST = 6  # sentences of a language, in other stories, that a claim is held against
COPIES = 2  # and in copies and translations of its own
UNASKED = 2.0  # log-odds that two sentences nobody put side by side are less likely to be about one matter
LEAST = 0.25  # cosine, both centred, below which nothing has the same to say (of 150 pairs that do, none lies lower)
UNNAMED = 1.0  # and still less where the claim names nobody ("The debts amount to …")
AT_ONCE = 512  # claims whose cosines are worked out together

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Sentences:
    """The sentences of one language and their vectors (n, d), centred, by the numbers of their text and its story."""

    language: str
    places: Sequence[SentencePlace]
    vectors: Floats
    texts: NDArray[np.int64]
    stories: NDArray[np.int64]


def standings(
    reader: Reader, label: str | None = None, document_id: str | None = None, language: str | None = None
) -> Iterator[Standing]:
    """How each flagged sentence stands: all, or those with a label, of a document, in a language.

    Raises:
        Unavailable: there is no embedder on this machine.
    """
    reader.library.index.refresh(reader.library.store)
    everything = _everything(reader)
    for own in everything:
        if language in (None, own.language):
            wanted = [at for at, place in enumerate(own.places) if _is_wanted(place, label, document_id)]
            yield from _of_language(reader, own, wanted, everything)


def _is_wanted(place: SentencePlace, label: str | None, document_id: str | None) -> bool:
    return (
        bool(place.reasons) and (label is None or label in place.reasons) and document_id in (None, place.document_id)
    )


def _everything(reader: Reader) -> list[_Sentences]:
    store, numbers = reader.library.store, dict[str, int]()
    found = []
    for language in store.languages:
        places, vectors = store.sentence_places(language)
        if places:
            texts = [numbers.setdefault(place.document_id, len(numbers)) for place in places]
            stories = [numbers.setdefault(f"story {reader.story(place.document_id)}", len(numbers)) for place in places]
            middle = centred(vectors, centre(store, language))
            found.append(_Sentences(language, places, middle, np.array(texts), np.array(stories)))
    return found


def _of_language(
    reader: Reader, own: _Sentences, wanted: Sequence[int], everything: Sequence[_Sentences]
) -> Iterator[Standing]:
    for at in range(0, len(wanted), AT_ONCE):
        part = list(wanted[at : at + AT_ONCE])
        near = [_nearest(own, part, other) for other in everything]
        for row, index in enumerate(part):
            places = [other.places[i] for other, found in zip(everything, near, strict=True) for i in found[row]]
            yield _standing(reader, own.places[index], places)


def _nearest(own: _Sentences, part: Sequence[int], other: _Sentences) -> list[list[int]]:
    """For each claim, the sentences nearest to it: of other stories, then of other texts of its own."""
    cosines = own.vectors[part] @ other.vectors.T
    same_story = own.stories[part][:, None] == other.stories[None]
    same_text = own.texts[part][:, None] == other.texts[None]
    found = [
        _best(np.where(same_story, -1.0, cosines), NEAREST),
        _best(np.where(same_story & ~same_text, cosines, -1.0), COPIES),
    ]
    return [first + second for first, second in zip(*found, strict=True)]


def _best(cosines: Floats, most: int) -> list[list[int]]:
    most = min(most, cosines.shape[1])
    best = np.argpartition(-cosines, most - 1, axis=1)[:, :most]
    return [[int(at) for at in row if cosines[i, at] >= LEAST] for i, row in enumerate(best)]


# -- one claim -------------------------------------------------------------------------------------


def _standing(reader: Reader, place: SentencePlace, others: Sequence[SentencePlace]) -> Standing:
    claim = reader.statement(place.document_id, place.start, place.end)
    voice = reader.voice(place.document_id, place.start)
    found = []
    for other, nearness in zip(others, _nearnesses(reader, place, others), strict=True):
        near = nearness - UNNAMED * (not claim.names)
        statement = reader.statement(other.document_id, other.start, other.end)
        found.append(
            Finding(other.document_id, other.start, other.end, near, statement, compare(claim, statement, near))
        )
    found = [one for one in found if not _doubtful(reader, one, voice, place)]
    weighed = weigh(reader, claim, sorted(found, key=lambda one: -one.near), voice)
    sentence = reader.sentence(place.document_id, place.start)
    sides = cited(reader, weighed.supporting), cited(reader, weighed.opposing)
    return Standing(sentence, _status(weighed.count, sides), weighed.count, *sides, reason(found, weighed))


def _doubtful(reader: Reader, one: Finding, voice: Voice, place: SentencePlace) -> bool:
    """Whether agreement in words alone, or a conflict, tells nothing: within one series of reports, or one publisher.

    Nor does a conflict that rests on a name or a "not" alone.
    """
    tells_little = one.comparison.kind == "conflict" or one.comparison.why == "the same in other words"
    if tells_little and reader.series(place.document_id, one.document_id):
        return True
    if one.comparison.kind != "conflict":
        return False
    if voice.publisher and voice.publisher == reader.read(one.document_id).document.publisher:
        return True
    return one.comparison.why.startswith("another name") or "no such word" in one.comparison.why


def _status(count: int, sides: tuple[Sequence[object], Sequence[object]]) -> Status:
    if sides[1]:
        return "disputed"
    return "corroborated" if count > 1 else "echo" if sides[0] else "single"


def _nearnesses(reader: Reader, place: SentencePlace, others: Sequence[SentencePlace]) -> list[float]:
    """The log-odds that each other sentence speaks of the same matter as the one at this place."""
    rows = list(dict.fromkeys([place.passage, *(other.passage for other in others)]))
    tokens, begins = reader.tokens(rows)
    if not others or len(tokens) < len(rows):
        return [-9.0] * len(others)
    begin = begins[place.passage]
    vectors, starts = unpacked(tokens[place.passage], place.start - begin, place.end - begin)
    if not len(vectors):
        return [-9.0] * len(others)
    language = reader.read(place.document_id).document.language
    text = reader.sentence(place.document_id, place.start).text
    own, sentences = gauge(text, language, vectors, starts), []
    for other in others:
        said = reader.sentence(other.document_id, other.start).text
        sentences.append([(other.start - begins[other.passage], said)])
    words = met(own, [tokens[other.passage] for other in others], sentences)
    spoken = [reader.read(other.document_id).document.language == language for other in others]
    return [log_odds(one, same) - UNASKED for one, same in zip(words, spoken, strict=True)]
