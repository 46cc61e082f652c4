"""Whether a sentence is borne out by its quotes: no lie of the table passes, and most of the truths do."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kb.engine import Engine, open_engine
from kb.errors import Unavailable
from kb.grounding import Quote, Verifier
from kb.grounding.clauses import bearing, clauses, contradicts, overstates
from kb.grounding.facts import facts, strange_amounts, strange_names, strange_times, strange_weekdays, swapped
from kb.grounding.lexicon import lexicon
from kb.names import vocabulary
from kb.settings import Settings

if TYPE_CHECKING:
    from tests.conftest import CountingEncoder, ReadingEncoder

PAIRS = [
    json.loads(line)
    for line in (Path(__file__).parent / "fixtures" / "grounding.jsonl").read_text(encoding="utf-8").splitlines()
]
LIES = [
    pytest.param(pair, kind, language, text, id=f"{kind}: {text}")
    for pair in PAIRS
    for kind, language, text in pair["false"]
]
SAME, ACROSS = 0.85, 0.5  # least share of the truths that are shown, in the quote's language and in the other


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The embedder that comes along."""
    found = open_engine(Settings())
    try:
        found.embed_queries(["Wer?"])
    except Unavailable as error:
        pytest.skip(str(error))
    return found


def verifier(engine: Engine, pair: dict[str, Any]) -> Verifier:
    return Verifier(engine, [Quote(pair["quote"], pair["language"], pair["title"])])


# -- with the embedder that comes along -------------------------------------------------------------


@pytest.mark.parametrize(("pair", "kind", "language", "text"), LIES)
def test_a_lie_is_withheld(engine: Engine, pair: dict[str, Any], kind: str, language: str, text: str) -> None:
    verdict = verifier(engine, pair).check(text, language, [0])
    assert verdict.reason is not None
    assert verdict.by == ()


@pytest.mark.parametrize(("same", "least"), [(True, SAME), (False, ACROSS)], ids=["same language", "across languages"])
def test_most_truths_are_shown(engine: Engine, same: bool, least: float) -> None:
    shown = [
        verifier(engine, pair).check(text, language, [0]).reason is None
        for pair in PAIRS
        for language, text in pair["true"]
        if (language == pair["language"]) == same
    ]
    assert len(shown) > 50
    assert sum(shown) >= least * len(shown)


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["title"] for pair in PAIRS])
def test_the_quote_itself_is_borne_out(engine: Engine, pair: dict[str, Any]) -> None:
    assert verifier(engine, pair).check(pair["quote"], pair["language"], [0]).reason is None


SUPPLY = [
    Quote("Lena Brandis leitet Mertec.", "de"),
    Quote("Das Werk in Kamenz kostet 40 Millionen Euro.", "de"),
    Quote("Ostrava Metals baut in Kamenz für 90 Millionen Euro.", "de"),
]
SEVERAL = [
    ("one of two bears it out", "Das Werk in Kamenz kostet 40 Millionen Euro.", [0, 1], (1,)),
    ("each clause from its own quote", "Lena Brandis leitet Mertec, das Werk kostet 40 Mio. Euro.", [0, 1], (0, 1)),
    ("a name from one, a figure from the other", "Mertec baut in Kamenz für 40 Millionen Euro.", [0, 1, 2], ()),
    ("the quote that would is not cited", "Das Werk in Kamenz kostet 40 Millionen Euro.", [0], ()),
    ("nothing cited", "Das Werk in Kamenz kostet 40 Millionen Euro.", [], ()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cited", "by"), [case[1:] for case in SEVERAL], ids=[case[0] for case in SEVERAL])
def test_several_quotes(engine: Engine, text: str, cited: list[int], by: tuple[int, ...]) -> None:
    verdict = Verifier(engine, SUPPLY).check(text, "de", cited)
    assert verdict.by == by
    assert (verdict.reason is None) == bool(by)


def test_the_title_and_the_publisher_may_bear_out_a_name(engine: Engine) -> None:
    quote = Quote("Das Werk kostet 40 Millionen Euro.", "de", "Mertec baut in Kamenz", "Elbbote")
    verdict = Verifier(engine, [quote]).check("Laut Elbbote kostet das Werk von Mertec 40 Millionen Euro.", "de", [0])
    assert verdict.reason is None


# -- with other embedders --------------------------------------------------------------------------


def test_another_embedder_bears_out_the_words_themselves(encoder: ReadingEncoder) -> None:
    own = Verifier(Engine("stand-in", lambda: encoder), SUPPLY)
    assert own.check("Das Werk in Kamenz kostet 40 Millionen Euro.", "de", [1]).reason is None
    assert own.check("Das Werk in Kamenz wird abgerissen.", "de", [1]).reason == "meaning"


def test_without_token_vectors_nothing_is_borne_out_across_languages(plain_encoder: CountingEncoder) -> None:
    own = Verifier(Engine("stand-in", lambda: plain_encoder), SUPPLY)
    assert own.check("Das Werk in Kamenz kostet 40 Millionen Euro.", "de", [1]).reason is None
    assert own.check("The plant costs 40 million euros.", "en", [1]).reason == "meaning"


# -- facts -----------------------------------------------------------------------------------------

AMOUNTS = [
    ("the same in another notation", "1,5 Mrd. Dollar", "de", "$1.5 billion", "en", True),
    ("a number word", "12 Staaten", "de", "twelve states", "en", True),
    ("another figure", "1,6 Mrd. Dollar", "de", "$1.5 billion", "en", False),
    ("another scale", "1,5 Mio. Dollar", "de", "$1.5 billion", "en", False),
    ("another currency", "1,5 Mrd. Euro", "de", "$1.5 billion", "en", False),
    ("per cent for a count", "40 Prozent", "de", "40 Schulen", "de", False),
    ("something else is counted", "1,200 trams", "en", "1,200 buses", "en", False),
    ("up to is not exactly", "zehn Jahre Haft", "de", "bis zu zehn Jahre Haft", "de", False),
    ("by how much is not to what", "um 30 Cent", "de", "um 2 Cent auf 30 Cent", "de", False),
]


@pytest.mark.parametrize(
    ("mine", "language", "theirs", "other", "same"), [c[1:] for c in AMOUNTS], ids=[c[0] for c in AMOUNTS]
)
def test_amounts(mine: str, language: str, theirs: str, other: str, same: bool) -> None:
    assert (strange_amounts(facts(mine, language), facts(theirs, other)) == []) == same


TIMES = [
    ("the same day in another notation", "am 1. August 2024", "on August 1, 2024", True),
    ("less exactly", "im August 2024", "on August 1, 2024", True),
    ("more exactly", "am 3. August 2024", "in August 2024", False),
    ("another month", "am 1. Juli 2024", "on August 1, 2024", False),
    ("another year", "am 1. August 2023", "on August 1, 2024", False),
    ("the year of publication", "am 1. August 2025", "on August 1", True),
    ("another than that of publication", "am 1. August 2024", "on August 1", False),
    ("until is not since", "seit 2024", "until 2024", False),
    ("another span of years", "zwischen 2005 und 2023", "between 2015 and 2023", False),
]


@pytest.mark.parametrize(("mine", "theirs", "same"), [c[1:] for c in TIMES], ids=[c[0] for c in TIMES])
def test_times(mine: str, theirs: str, same: bool) -> None:
    said = date(2025, 9, 1)
    assert (strange_times(facts(mine, "de", said), facts(theirs, "en", said), said) == []) == same


@pytest.mark.parametrize(("mine", "found"), [("am Montag", []), ("am Freitag", ["Freitag"]), ("on Monday", [])])
def test_days_of_the_week(mine: str, found: list[str]) -> None:
    assert strange_weekdays(mine, "The agency said so on Monday.") == found


NAMES = [
    ("the same", "Intel baut.", "de", "Intel builds.", "en", []),
    ("a place in the other language", "Brüssel entscheidet.", "de", "Brussels decides.", "en", []),
    ("another company", "Nvidia baut.", "de", "Intel builds.", "en", ["Nvidia"]),
    ("the first word of an English sentence", "Samsung builds.", "en", "Intel builds.", "en", ["Samsung"]),
    ("another ending", "Frau Quisto", "de", "Frau Quissel", "de", ["Quisto"]),
    ("an inflected one", "Quissels Plan", "de", "Der Plan von Quissel", "de", []),
    ("no name at all", "The court decided.", "en", "Das Gericht entschied.", "de", []),
]


@pytest.mark.parametrize(
    ("mine", "language", "theirs", "other", "found"), [c[1:] for c in NAMES], ids=[c[0] for c in NAMES]
)
def test_names(mine: str, language: str, theirs: str, other: str, found: list[str]) -> None:
    assert strange_names(facts(mine, language), vocabulary(theirs), other) == found


ROLES = [
    ("as it was", "Corvex sued Ashdown.", "Corvex sued Ashdown in May.", False),
    ("swapped", "Ashdown sued Corvex.", "Corvex sued Ashdown in May.", True),
    ("in the passive", "Ashdown was sued by Corvex.", "Corvex sued Ashdown in May.", False),
    ("swapped by a passive", "Corvex was sued by Ashdown.", "Corvex sued Ashdown in May.", True),
    ("a list in another order", "Ashdown and Corvex met.", "Corvex and Ashdown met in May.", False),
    ("the other way", "Exports from Velania fell.", "Exports to Velania fell.", True),
]


@pytest.mark.parametrize(("mine", "theirs", "turned"), [c[1:] for c in ROLES], ids=[c[0] for c in ROLES])
def test_roles(mine: str, theirs: str, turned: bool) -> None:
    assert swapped(facts(mine, "en"), theirs, across=False) == turned


# -- clauses ---------------------------------------------------------------------------------------

BEARINGS = [
    ("denied", "Der Rat stimmte zu.", "de", "Der Rat stimmte nicht zu.", "de", True),
    ("denied twice", "Der Rat lehnte ab.", "de", "Der Rat stimmte nicht zu.", "de", False),
    ("a verb in two parts", "Er stimmte dem mit 18 zu 9 zu.", "de", "Er lehnte ihn mit 18 zu 9 ab.", "de", True),
    ("across languages", "Die Preise sanken.", "de", "Prices rose.", "en", True),
    ("alike across languages", "Die Preise stiegen.", "de", "Prices rose.", "en", False),
    ("not only is no denial", "Not only Intel builds.", "en", "Intel builds.", "en", False),
    ("allowed for banned", "It is allowed.", "en", "Es ist verboten.", "de", True),
    ("above for below", "1,8 Grad unter dem Mittel", "de", "1,8 Grad über dem Mittel", "de", True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("mine", "language", "theirs", "other", "against"), [c[1:] for c in BEARINGS], ids=[c[0] for c in BEARINGS]
)
def test_denial_and_direction(mine: str, language: str, theirs: str, other: str, against: bool) -> None:
    assert contradicts(bearing(mine, language), bearing(theirs, other)) == against


CERTAIN = [
    ("a possibility as a fact", "Exports are restricted.", "Exports may be restricted.", True),
    ("a possibility as one", "Exports could be restricted.", "Exports may be restricted.", False),
    ("the future as past", "The plant opened.", "The plant will open.", True),
    ("the month is no possibility", "Corvex sued Ashdown.", "Corvex sued Ashdown in May.", False),
    ("a demand as a fact", "There is a ban.", "The council called for a ban.", True),
]


@pytest.mark.parametrize(("mine", "theirs", "over"), [c[1:] for c in CERTAIN], ids=[c[0] for c in CERTAIN])
def test_certainty(mine: str, theirs: str, over: bool) -> None:
    assert overstates(bearing(mine, "en"), bearing(theirs, "en")) == over


CUTS = [
    ("one", "Intel baut in Kamenz ein Werk.", 1),
    ("but", "Intel baut in Kamenz, aber Samsung zögert noch immer.", 2),
    ("things listed with and are one clause", "Intel and Samsung build plants in Kamenz and Zerbst.", 1),
    ("and with a verb", "Samsung overtook Intel and now leads the whole market.", 2),
    ("an infinitive belongs to its verb", "Er bot der Stadt an, das Werk zu verkaufen.", 1),
    ("decimal commas don't cut", "Das Werk kostet 1,5 Milliarden Euro.", 1),
]


@pytest.mark.parametrize(("text", "count"), [c[1:] for c in CUTS], ids=[c[0] for c in CUTS])
def test_clauses(text: str, count: int) -> None:
    found = clauses(text)
    assert len(found) == count
    assert "".join(clause.text for clause in found) == text
    assert all(text[clause.start : clause.end] == clause.text for clause in found)


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_opposites_stand_on_both_sides(language: str) -> None:
    assert len(lexicon(language).opposites) > 10
    assert lexicon("de").opposites.keys() == lexicon("en").opposites.keys()
    assert not lexicon(language).denies.search("Alle Werke. All plants.")
