"""A claim held against the sources, and each claim of the sources among the others."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from kb.assess import Reader, assess, standings
from kb.assess.evidence import Finding
from kb.assess.nearness import Met, gauge, log_odds, log_odds_asked, log_odds_of_whole, met, unpacked
from kb.assess.reader import alike, told
from kb.assess.sums import sums, wrong_sum
from kb.assess.verdict import weigh
from kb.compare import Comparison, Voice, read
from kb.late import pack
from kb.library import Library
from kb.model import Standing
from tests.conftest import OpenHome, ReadIn, ReadOnce

FERRY = (
    "Dorvik sold 193,000 bicycles in Norway in 2024. The board of Dorvik approved the merger with Halvorsen. "
    "Jonna Vreeland has led Dorvik since 12 May 2023."
)
SHOPS = "In 2024 Dorvik sold 193,000 bicycles in Norway. Dorvik runs 40 shops in Bergen."
RIVAL = "By the count of the cycling league Dorvik sold 121,000 bicycles in Norway in 2024. Rain fell in Bergen."
EARLIER = "Dorvik sold 250,000 bicycles in Norway in 2019. Dorvik was founded in Bergen."
OTHER = "The museum of Turku shows paintings of ships. Visitors came from far away. Tickets were sold out for weeks."


def _page(title: str, publisher: str, day: str, body: str) -> str:
    head = f'---\ntitle: "{title}"\npublisher: {publisher}\ndate: {day}\nlanguage: en\n---\n\n# {title}\n\n'
    filler = [
        f"{publisher} was asked for a longer story about {title}, and here it is {word}." for word in title.split()
    ]
    return f"{head}{body}\n\n{' '.join(filler)}\n"


PAGES = {
    "a.md": _page("Dorvik grows", "Morgenblatt", "2025-01-10", FERRY),
    "b.md": _page("Bicycles in Norway", "Abendpost", "2025-02-10", SHOPS),
    "c.md": _page("The league counts", "Fjordposten", "2025-02-12", RIVAL),
    "d.md": _page("Dorvik in 2019", "Bergens Tidning", "2020-02-12", EARLIER),
    "e.md": _page("Ships in Turku", "Turku News", "2025-02-12", OTHER),
}


@pytest.mark.parametrize(
    "claim, verdict, why",
    [
        ("Dorvik sold 193,000 bicycles in Norway in 2024.", "mixed", "193,000"),
        ("Dorvik sold 250,000 bicycles in Norway in 2024.", "contradicted", "another figure"),
        ("Dorvik runs 40 shops in Bergen.", "supported", "40"),
        ("The board of Dorvik rejected the merger with Halvorsen.", "contradicted", "“rejected” against “approved”"),
        ("Dorvik sold 90,000 bicycles in Finland in 2024.", "not_found", ""),
        ("Halvorsen moved to Turku in 2024.", "not_found", "no other source"),
        ("The king of Sweden collects stamps.", "not_found", "no other source"),
        ("!?", "not_found", ""),
    ],
)
def test_verdicts(read_once: ReadOnce, claim: str, verdict: str, why: str) -> None:
    found = assess(read_once(PAGES), claim)
    assert (found.verdict, why in found.reason) == (verdict, True), found.reason
    assert (found.verdict in ("supported", "mixed")) == bool(found.supporting)
    assert (found.verdict in ("contradicted", "mixed")) == bool(found.opposing)


def test_both_sides_are_cited_verbatim_and_sources_counted(read_once: ReadOnce) -> None:
    library = read_once(PAGES)
    found = assess(library, "Dorvik sold 193,000 bicycles in Norway in 2024.")
    assert found.independent_sources == 2
    assert ["193,000" in citation.quote for citation in found.supporting] == [True, True]
    assert ["121,000" in citation.quote for citation in found.opposing] == [True]
    for citation in (*found.supporting, *found.opposing):
        text = library.store.document(citation.document_id).text
        assert text[citation.start : citation.end] == citation.quote


def test_another_year_is_said_and_no_conflict(read_once: ReadOnce) -> None:
    found = assess(read_once(PAGES), "Dorvik sold 193,000 bicycles in Norway in 2018.")
    assert found.verdict == "not_found"
    assert "another time" in found.reason


def test_a_correction_beats_what_it_corrects(library: Library, read: ReadIn) -> None:
    first = "Dorvik paid 240 million euros for Halvorsen. The deal was signed in Bergen."
    later = "Corrected version: Dorvik paid 210 million euros for Halvorsen. We regret the error in our report."
    read(
        {
            "old.md": _page("Dorvik buys Halvorsen", "Morgenblatt", "2025-03-01", first),
            "new.md": _page("A correction", "Abendpost", "2025-03-04", later),
        }
    )
    new = assess(library, "Dorvik paid 210 million euros for Halvorsen.")
    assert (new.verdict, "corrects" in new.reason) == ("supported", True)
    assert assess(library, "Dorvik paid 240 million euros for Halvorsen.").verdict == "contradicted"


def test_two_reports_of_one_series_are_no_dispute(library: Library, read: ReadIn) -> None:
    form = (
        "In {0} the harbour of Turku counted {1} ships from abroad. Of these {2} were ferries from Sweden or Estonia. "
        "The crews spent {3} euros in the town during their stay."
    )
    read(
        {
            "may.md": _page("Harbour report", "Turku Harbour", "2025-06-01", form.format("May", 412, 193, 84_000)),
            "june.md": _page("Harbour news", "Naantali Harbour", "2025-07-01", form.format("May", 377, 154, 91_000)),
        }
    )
    reader = Reader(library)
    one, other = library.store.document_ids()
    assert reader.series(one, other)
    assert not reader.series(one, one)
    assert not [standing for standing in standings(reader) if standing.status == "disputed"]


@pytest.mark.parametrize("increase, holds", [("40", True), ("70", False)])
def test_a_sum_that_does_not_hold_is_told(read_once: ReadOnce, increase: str, holds: bool) -> None:
    claim = f"The share of Dorvik rose from 19 to 27.2 percent, an increase of over {increase} percent."
    assert ("sum does not hold" in assess(read_once(PAGES), claim).reason) == (not holds)
    assert [one.holds for one in sums(claim, "en")] == [holds]
    assert not wrong_sum("Dorvik grew by 5 percent.", "en")


def test_a_large_sum_is_told_in_figures_that_people_read() -> None:
    told = wrong_sum("Revenue rose from 10 to 460 million euros, an increase of 40 percent.", "en")
    assert told.endswith("40 percent said, 4500 % comes out")


@pytest.mark.parametrize(
    "one, other, translations",
    [
        ("Dorvik sold 193 bikes and 40 boats in 2024.", "2024 verkaufte Dorvik 193 Räder und 40 Boote.", True),
        ("Dorvik sold 193 bikes and 40 boats in 2024.", "2024 verkaufte Dorvik 139 Räder und 55 Boote.", False),
        ("Dorvik sold 193 bikes.", "Dorvik verkaufte 139 Räder.", True),  # too few to tell
    ],
)
def test_a_translation_has_the_figures_of_its_original(one: str, other: str, translations: bool) -> None:
    assert alike(told(one, "en"), told(other, "de")) == translations


def test_an_empty_library_finds_nothing(library: Library) -> None:
    assert assess(library, "Dorvik sold 193,000 bicycles.").verdict == "not_found"
    assert list(standings(Reader(library))) == []


def _by_text(found: list[Standing]) -> dict[str, Standing]:
    return {standing.sentence.text: standing for standing in found}


def test_every_flagged_sentence_gets_a_status(read_once: ReadOnce) -> None:
    library = read_once(PAGES)
    found = list(standings(Reader(library)))
    flagged = sum(
        bool(sentence.labels)
        for key in library.store.document_ids()
        for sentence in library.store.sentences(key, library.store.document(key).text)
    )
    assert len(found) == flagged > 5
    by_text = _by_text(found)
    disputed = by_text["Dorvik sold 193,000 bicycles in Norway in 2024."]
    assert (disputed.status, disputed.independent_sources) == ("disputed", 2)
    assert "121,000" in disputed.opposing[0].quote
    assert by_text["Dorvik runs 40 shops in Bergen."].status == "single"
    assert by_text["Dorvik sold 250,000 bicycles in Norway in 2019."].status == "single"  # another year


def test_claims_can_be_narrowed(read_once: ReadOnce) -> None:
    reader = Reader(read_once(PAGES))
    everything = list(standings(reader))
    document = everything[0].sentence.document_id
    own = list(standings(reader, document_id=document))
    assert {standing.sentence.document_id for standing in own} == {document}
    assert len(list(standings(reader, language="de"))) == 0
    claims = list(standings(reader, label="claim"))
    assert 0 < len(claims) <= len(everything)
    assert all("claim" in standing.sentence.labels for standing in claims)


def test_without_token_vectors_a_claim_is_still_found(open_home: OpenHome, plain_encoder: object, read: ReadIn) -> None:
    library = open_home(encoder=plain_encoder)
    read(PAGES, library)
    assert assess(library, "Dorvik runs 40 shops in Bergen.").verdict == "supported"
    assert list(standings(Reader(library)))


@pytest.mark.parametrize(
    "claim, verdict",
    [
        ("58 countries signed the Paris statement.", "mixed"),
        ("61 Staaten haben die Pariser Erklärung unterzeichnet.", "mixed"),
        ("Das Chipwerk in Dresden bekommt fünf Milliarden Euro Beihilfe.", "supported"),
        ("In Seoul gaben sieben Unternehmen freiwillige Zusagen ab.", "contradicted"),
        ("InvestAI soll 200 Milliarden Euro mobilisieren.", "supported"),
        ("TSMC is building a second plant in Leipzig.", "not_found"),
    ],
)
def test_on_the_sample_articles(read_library: Library, claim: str, verdict: str) -> None:
    assert assess(read_library, claim).verdict == verdict


def test_the_dispute_of_the_sample_articles_is_seen(read_library: Library) -> None:
    reasons = [one.reason for one in standings(Reader(read_library)) if one.status == "disputed"]
    assert any("58" in reason and "61" in reason for reason in reasons)


def test_a_translation_is_an_echo(read_library: Library) -> None:
    found = _by_text(list(standings(Reader(read_library), language="en")))
    assert found["Critics consider these deadlines far too tight."].status == "echo"


def test_words_met_raise_the_odds() -> None:
    rng = np.random.default_rng(5)
    vectors = rng.standard_normal((4, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    places = np.array([0, 6, 12, 18])
    tokens = pack(vectors, places)
    claim = gauge("alpha bravo", "en", vectors[:2], places[:2])
    both, other = met(claim, [tokens], [[(0, "alpha bravo"), (12, "gamma delta")]])
    assert both.there > other.there + 0.3
    assert log_odds(both, True) > log_odds(other, True)
    assert both.context > other.context
    assert log_odds_asked(Met(0.5, 0.5, 0.6), 0.4, 3.0, True) > log_odds_asked(Met(0.5, 0.5, 0.3), 0.4, 3.0, True)
    assert log_odds_of_whole(4.0, True) > log_odds_of_whole(1.0, True)
    signs, starts = unpacked(tokens, 6, 18)
    assert (signs.shape, starts.tolist()) == ((2, 64), [0, 6])


@pytest.mark.parametrize(
    "claim, source, count",
    [
        ("Dorvik employs 4,170 divers.", "4,170 divers work there.", 2),
        ("Dorvik employs 8 divers.", "8 divers work there.", 1),  # a single digit may be chance
        ("Dorvik heats 42 percent of the town.", "42 percent of the town is heated.", 1),  # and so may a share
        ("Dorvik employs 4,170 divers.", "Of the 4,170 divers a third went home.", 1),  # tells of a part
    ],
)
def test_a_telling_figure_is_a_further_source_from_farther_off(claim: str, source: str, count: int) -> None:
    figure = "the same figure"
    compared = (Comparison("same", figure, 1.0), Comparison("unrelated", figure, -1.1, "same"))
    found = [Finding(str(at), 0, 1, 0.0, read(source, "en"), held) for at, held in enumerate(compared)]
    reader = cast(Reader, SimpleNamespace(voice=lambda key, _: Voice(key), story=str, series=lambda *_: False))
    assert weigh(reader, read(claim, "en"), found).count == count
    assert weigh(reader, read(claim, "en"), found, Voice("own")).count == 2  # what nobody asked about needs more
