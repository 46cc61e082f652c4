"""Two statements held against each other, and origins counted."""

from __future__ import annotations

from datetime import date

import pytest

from kb.compare import Setting, Statement, Voice, cited, compare, corrects, independent, own_word, read, rival
from kb.compare.acronyms import spelt_out
from kb.compare.figures import some_against_none
from kb.names import vocabulary

NEAR, FAR = 1.5, -4.0


def said(text: str, language: str, published: date | None = None, title: str = "") -> Statement:
    around = vocabulary(f"{title} {text}")
    return read(text, language, Setting(f"{title}. ", published, vocabulary(title), around))


@pytest.mark.parametrize(
    "claim, source",
    [
        (("en", "Dorvik sold 193,000 bicycles in 2024."), ("en", "In 2024 Dorvik sold 193,000 bicycles.")),
        (("de", "Dorvik verkaufte 2024 rund 193.000 Räder."), ("en", "In 2024 Dorvik sold 193,400 bicycles.")),
        (("en", "Dorvik lost €1.8 billion."), ("de", "Dorvik schrieb 1.800 Millionen Euro Verlust.")),
        (("en", "Two thirds of Dorvik's staff agreed."), ("de", "66 Prozent der Belegschaft von Dorvik stimmten zu.")),
        (("de", "13 Prozent der Kommunen nutzen Dorvik."), ("de", "41 von 312 Kommunen nutzen Dorvik.")),
        (("en", "Dorvik opened in Malmö."), ("en", "Dorvik has opened a branch in Malmö.")),
        (("en", "Dorvik moved on 3 May 2024."), ("de", "Am 3. Mai 2024 zog Dorvik um.")),
        (("en", "The board did not approve Dorvik's plan."), ("en", "The board rejected Dorvik's plan.")),  # two turns
    ],
)
def test_the_same(claim: tuple[str, str], source: tuple[str, str]) -> None:
    found = compare(said(claim[1], claim[0]), said(source[1], source[0]), NEAR)
    assert found.kind == "same", found
    assert found.why


@pytest.mark.parametrize(
    "claim, source, why",
    [
        (("en", "Dorvik sold 310,000 bicycles in 2024."), ("en", "In 2024 Dorvik sold 193,000 bicycles."), "figure"),
        (("de", "27 Prozent nutzen Dorvik."), ("en", "Dorvik is used by 19 percent."), "27 Prozent against 19 percent"),
        (("en", "Sales of Dorvik rose."), ("de", "Der Absatz von Dorvik ist gesunken."), "“rose” against “gesunken”"),
        (("en", "The board approved Dorvik's plan."), ("en", "The board rejected Dorvik's plan."), "other way"),
        (
            ("de", "Dorvik wurde ohne Auflagen zugelassen."),
            ("de", "Dorvik wurde unter Auflagen zugelassen."),
            "Auflagen",
        ),
        (("en", "The board approved Dorvik's plan."), ("en", "The board has not approved Dorvik's plan."), "not"),
        (("en", "Dorvik moved on 3 May 2024."), ("de", "Am 4. Juni 2024 zog Dorvik um."), "another time"),
        (("en", "Dorvik opens in 2026."), ("en", "Dorvik is to open in 2028 rather than in 2026."), "another time"),
        (("en", "Jonna Vreeland leads Dorvik."), ("en", "Dorvik is now led by Petra Quist."), "Petra Quist"),
        (
            ("en", "No Dorvik bus runs before 1 June 2030."),
            ("de", "Ab 20. April 2030 fährt der Dorvik-Bus."),
            "20. April",
        ),
        (("de", "Dorvik liefert frühestens 2031."), ("en", "Dorvik will deliver from 2029."), "2031 against 2029"),
        (
            ("en", "The Dorvik fee applies from 1 January 2030."),
            ("de", "Zum 1. Juli 2029 wird die Dorvik-Gebühr fällig, wie der Rat am 3. Mai 2028 beschloss."),
            "1. Juli 2029",
        ),
        (
            ("de", "Ein Fahrer lenkt bei Dorvik drei Räder."),
            ("de", "Bei Dorvik sind es fünf Räder, nicht drei."),
            "not so",
        ),
        (("de", "Der Dorvik-Sensor war sauber."), ("de", "Der Dorvik-Sensor war verschmutzt."), "sauber"),
        (("en", "Dorvik needs 1.1 million litres."), ("en", "Dorvik needs up to 2.4 million litres."), "2.4 million"),
        (("en", "The city suspended Dorvik."), ("en", "Dorvik remains in daily use in the city."), "suspended"),
    ],
)
def test_in_conflict(claim: tuple[str, str], source: tuple[str, str], why: str) -> None:
    found = compare(said(claim[1], claim[0]), said(source[1], source[0]), NEAR)
    assert found.kind == "conflict", found
    assert why in found.why


@pytest.mark.parametrize(
    "claim, source, why",
    [
        # One figure agrees, so it is the same matter; the other differs.
        (
            ("en", "Dorvik finds 91 percent of thefts within 60 days."),
            ("en", "In a test Dorvik found 58 percent of thefts within 60 days."),
            "91 percent against 58 percent",
        ),
        (
            ("de", "Die 40 Räder von Dorvik kosten die Stadt 92 Millionen Euro im Jahr."),
            ("en", "The 40 bicycles of Dorvik will cost the city 140 million euros a year."),
            "92 Millionen Euro against 140 million euros",
        ),
        # What has been so since a day began on that day.
        (("en", "Dorvik closed hall B on 12 May."), ("en", "Hall B of Dorvik has stood empty since May 9."), "May 9"),
        (
            ("de", "Dorvik sperrte Halle B am 12. Mai."),
            ("de", "Halle B von Dorvik ist seit dem 9. Mai leer."),
            "9. Mai",
        ),
        # How long after something is a figure of its own.
        (
            ("en", "Dorvik opened the hall eight weeks later."),
            ("de", "Zwölf Wochen später öffnete Dorvik die Halle."),
            "eight weeks",
        ),
        # None is a figure, too.
        (
            ("en", "No bicycle of Dorvik caught fire."),
            ("en", "Two bicycles of Dorvik caught fire."),
            "none against Two",
        ),
        (("de", "Zwei Räder von Dorvik brannten."), ("de", "Kein Rad von Dorvik ist gebrannt."), "Zwei against none"),
        # Of several figures that may count the same, the one that is nearest stands against the claim's.
        (
            ("en", "Dorvik misinformed 12,600 riders."),
            ("de", "Nach Durchsicht von 412.000 Gesprächen beriet Dorvik 9.800 Fahrer falsch."),
            "12,600 against 9.800",
        ),
        # A name that the other lacks does not make it another matter.
        (
            ("en", "The Dorvik is 486 kilometres long and rises on the Hohen Selk."),
            ("en", "The Dorvik is 479 kilometres long."),
            "486 kilometres against 479",
        ),
        (("de", "Dorvik hat 41 Läden."), ("de", "Dorvik hat nicht 41, sondern 29 Läden."), "not so"),
        (("de", "Dorvik hat nicht 41, sondern 29 Läden."), ("de", "Dorvik hat 41 Läden."), "not so"),
        (
            ("de", "Die Zählung bei Dorvik fand im Mai statt und ergab 2.318 Räder."),
            ("de", "Die Zählung bei Dorvik im Mai ergab 2.264 Räder."),
            "2.318 against 2.264",
        ),
        (
            ("de", "Die Fertigung bei Dorvik beginnt Ende 2027."),
            ("de", "Nach dem im Oktober 2025 ausgelegten Plan läuft die Fertigung bei Dorvik erst im Sommer 2028 an."),
            "Ende 2027 against 2028",
        ),
    ],
)
def test_one_slot_told_in_other_words(claim: tuple[str, str], source: tuple[str, str], why: str) -> None:
    found = compare(said(claim[1], claim[0], date(2025, 11, 3)), said(source[1], source[0], date(2025, 11, 3)), NEAR)
    assert found.kind == "conflict", found
    assert why in found.why


@pytest.mark.parametrize(
    "claim, source",
    [
        # Two years is how long it has been so, not how much is kept.
        (
            ("de", "Dorvik muss Vorräte für sechs Monate halten."),
            ("de", "Dorvik muss seit zwei Jahren Vorräte halten."),
        ),
        (("en", "Dorvik keeps stock for six months."), ("en", "Dorvik began to keep stock two years ago.")),
        # It is the share that is not so.
        (("en", "Dorvik has 41 shops."), ("en", "Not 41 percent, but 29 percent buy at Dorvik.")),
        # Shut since May, opened again in September.
        (("en", "Dorvik opened hall B on 12 September."), ("en", "Hall B of Dorvik had stood empty since 9 May.")),
        # The second figure is one that agrees, and no rival of the first.
        (
            ("en", "Dorvik sold 310 of 900 bicycles in Bergen."),
            ("en", "Of 900 bicycles of Dorvik in Bergen many were sold."),
        ),
    ],
)
def test_no_rivals(claim: tuple[str, str], source: tuple[str, str]) -> None:
    found = compare(said(claim[1], claim[0]), said(source[1], source[0]), NEAR)
    assert found.kind != "conflict", found


def test_the_head_of_a_german_word_counts_the_same_things() -> None:
    mine, theirs = said("Dorvik zählt 487 Lieferengpässe.", "de"), said("Dorvik hat 503 Engpässe gezählt.", "de")
    other = said("Dorvik hat 503 Stellen gezählt.", "de")
    assert compare(mine, theirs, NEAR).margin > compare(mine, other, NEAR).margin + 1


def test_none_besides_says_nothing_of_how_many() -> None:
    two = said("Two towns of Dorvik have trams.", "en")
    assert some_against_none(said("No town of Dorvik has trams.", "en"), two) == ("none", "Two")
    assert some_against_none(said("No other town of Dorvik has trams.", "en"), two) is None


@pytest.mark.parametrize(
    "claim, source",
    [
        (("en", "Dorvik sold 193,000 bicycles in 2024."), ("en", "In 2023 Dorvik sold 356,000 bicycles.")),
        (("en", "Dorvik sold 193,000 bicycles in 2024."), ("en", "In 2023 Dorvik sold 193,000 bicycles.")),
        (("en", "Dorvik sold 356,000 bicycles."), ("en", "Dorvik's sales fell to 193,000, down from 356,000.")),
    ],
)
def test_of_another_time_is_no_conflict(claim: tuple[str, str], source: tuple[str, str]) -> None:
    assert compare(said(claim[1], claim[0]), said(source[1], source[0]), NEAR).kind == "other_time"


@pytest.mark.parametrize(
    "claim, source",
    [
        (("en", "Dorvik called off its flotation."), ("de", "Dorvik geht nicht an die Börse.")),  # "off" is a "not"
        (("en", "Dorvik no longer ships to Malmö."), ("en", "Dorvik does not ship to Malmö now.")),
        (("en", "Dorvik runs three ships in Malmö."), ("en", "In Malmö Dorvik has three vessels.")),  # another noun
        (("de", "Der Schaden kostet Dorvik 14 Millionen Euro."), ("de", "Dorvik nennt 14 Millionen Euro Schaden.")),
        (("en", "Dorvik leads the island of Malmö."), ("en", "In Malmö Dorvik is in the lead.")),  # no Iceland
    ],
)
def test_the_same_said_otherwise(claim: tuple[str, str], source: tuple[str, str]) -> None:
    assert compare(said(claim[1], claim[0]), said(source[1], source[0]), NEAR).kind == "same"


@pytest.mark.parametrize(
    "claim, source",
    [
        (("en", "The office revoked Dorvik's licence."), ("en", "The office granted Dorvik's licence.")),  # afterwards
        (
            ("en", "Sixteen firms joined Dorvik."),
            ("en", "Only nine of the firms that joined Dorvik have paid."),
        ),  # part
        (("de", "Dorvik darf bis zu 240 Tonnen fangen."), ("de", "Dorvik hat 190 Tonnen gefangen.")),  # keeps a bound
        (("de", "Dorvik kostet 11 Euro je Platz."), ("de", "Dorvik kostet 5 Euro je Kind.")),  # two rates
        (("en", "Dorvik lost 23 percent."), ("en", "The year before Dorvik lost 19 percent.")),
    ],
)
def test_what_differs_and_is_no_conflict(claim: tuple[str, str], source: tuple[str, str]) -> None:
    assert compare(said(claim[1], claim[0]), said(source[1], source[0]), NEAR).kind == "unrelated"


@pytest.mark.parametrize(
    "claim, source",
    [
        (("en", "The captain of the Dorvik is in custody."), ("de", "Der Kapitän der Dorvik ist auf freiem Fuß.")),
        (("en", "Dorvik rules out a strike."), ("de", "Dorvik schließt einen Streik nicht länger aus.")),
        (("en", "London will not ban Dorvik."), ("en", "London will ban Dorvik.")),  # the same word, and a "not"
    ],
)
def test_the_other_way_round(claim: tuple[str, str], source: tuple[str, str]) -> None:
    found = compare(said(claim[1], claim[0]), said(source[1], source[0]), NEAR)
    assert (found.kind, found.why.startswith("the other way")) == ("conflict", True), found


def test_without_a_driver_is_no_denial() -> None:
    claim, source = said("Dorvik's buses run in Malmö.", "en"), said("Dorviks Busse ohne Fahrer rollen in Malmö.", "de")
    assert compare(claim, source, NEAR).kind == "same"


def test_a_sentence_that_gives_both_figures_is_for_and_against() -> None:
    source = said("Dorvik speaks of 58 cities, while the league counted 61 cities.", "en")
    found = compare(said("Dorvik is in 58 cities.", "en"), source, NEAR)
    assert (found.kind, found.against) == ("same", "another figure: 58 against 61")


def test_what_is_almost_the_same_is_told() -> None:
    found = compare(said("Dorvik opened in Malmö.", "en"), said("Dorvik has opened a branch in Malmö.", "en"), -0.5)
    assert (found.kind, found.almost) == ("unrelated", "same")
    assert -1.0 < found.margin < 0.0


def test_texts_years_apart_that_name_no_time_are_of_two_times() -> None:
    claim = said("Dorvik has 40 shops.", "en", date(2021, 3, 1))
    assert compare(claim, said("Dorvik has 55 shops.", "en", date(2024, 3, 1)), NEAR).kind == "other_time"
    assert compare(claim, said("Dorvik has 55 shops.", "en", date(2021, 4, 1)), NEAR).kind == "conflict"


@pytest.mark.parametrize(
    "claim, source",
    [
        (("en", "Dorvik sold 193,000 bicycles."), ("en", "Halvorsen sold 193,000 bicycles.")),  # somebody else
        (("en", "Dorvik opened in Malmö."), ("en", "Dorvik has opened a branch in Turku.")),
        (("en", "Dorvik employs 400 people in Britain."), ("en", "Dorvik employs 90 people in Germany.")),
        (("en", "Dorvik pays 5 million euros."), ("en", "Dorvik grew by 5 percent.")),
    ],
)
def test_unrelated(claim: tuple[str, str], source: tuple[str, str]) -> None:
    assert compare(said(claim[1], claim[0]), said(source[1], source[0]), -0.5).kind == "unrelated"


@pytest.mark.parametrize(
    "claim, source",
    [
        ("Dorvik will open from 1 May 2031.", "Dorvik opened on 1 May 2024."),  # past when it was told
        ("Dorvik will open from 1 May 2031.", "Since May 2024 Dorvik has thought of opening."),
        ("Dorvik drew 60,000 litres.", "Dorvik is permitted to draw up to 240,000 litres."),
        ("Dorvik used 60,000 litres.", "By comparison, the town of Dorvik used 290,000 litres."),
        ("Dorvik suspended the line on 3 May 2026.", "Dorvik resumed the line on 9 June 2026."),  # one after the other
        ("Dorvik started in 2026.", "Halter praised Dorvik in 2026."),  # a name is no "halt"
    ],
)
def test_no_conflict(claim: str, source: str) -> None:
    found = compare(said(claim, "en"), said(source, "en", date(2026, 7, 1)), NEAR)
    assert found.kind != "conflict", found


@pytest.mark.parametrize(
    "claim, source, theirs",
    [
        (
            ("en", "Dorvik's fleet is insured by Nordwerk Mutual."),
            ("de", "Versichert ist sie bei Seeamt Bank."),
            "Seeamt Bank",
        ),
        (
            ("de", "Vizechef Owen Quist gab die Stimme ab."),
            ("en", "The vote came from Petra Vreeland."),
            "Petra Vreeland",
        ),
        (
            ("de", "Owen Quist gab die Stimme ab."),
            ("de", "Die Stimme kam von Prof. Dr. Petra Vreeland."),
            "Petra Vreeland",
        ),
        (("en", "Owen Quist cast the vote."), ("de", "Owen Quist stimmte mit Petra Vreeland."), None),  # he is named
        (("en", "Owen Quist cast the vote."), ("de", "Die Stimme gab Nordwerk Bank ab."), None),  # no person
        (("en", "Owen Quist cast the vote."), ("de", "Unsere Leute haben am Montag abgestimmt."), None),
        (
            ("de", "Owen Quist stimmte ab."),
            ("en", "According to Petra Vreeland, the vote was close."),
            None,
        ),  # a source
        (("de", "Owen Quist stimmte ab."), ("en", "The vote was close, Petra Vreeland stressed."), None),
        (("de", "Owen Quist stimmte ab."), ("de", "Die Abstimmung war knapp, betonte Petra Vreeland."), None),
    ],
)
def test_who_stands_in_anothers_place(claim: tuple[str, str], source: tuple[str, str], theirs: str | None) -> None:
    found = rival(said(claim[1], claim[0]), said(source[1], source[0]))
    assert (found.theirs if found else None) == theirs
    assert found is None or found.theirs in found.swapped and found.mine not in found.swapped


@pytest.mark.parametrize(
    "short, text, stands",
    [
        ("KBA", "Das Kraftfahrt-Bundesamt hat es genehmigt.", True),
        ("BSI", "das Bundesamt für Sicherheit in der Informationstechnik", True),
        ("EAW", "European Airspace Watch counted them.", True),
        ("KBA", "Das Bundesamt hat es genehmigt.", False),
        ("EU", "Ein Unfall geschah.", False),  # two letters stand for too much
    ],
)
def test_short_forms_of_names(short: str, text: str, stands: bool) -> None:
    assert spelt_out(short, text) is stands


def test_what_lies_far_apart_is_unrelated_whatever_it_shares() -> None:
    claim = said("Dorvik sold 193,000 bicycles.", "en")
    assert compare(claim, said("193,000 people live near Dorvik.", "en"), FAR).kind == "unrelated"
    assert compare(claim, said("Dorvik sold 20,000 bicycles.", "en"), FAR).kind == "unrelated"


def test_last_year_counts_from_the_day_it_was_said() -> None:
    source = said("Last year Dorvik sold 193,000 bicycles.", "en", date(2025, 2, 1))
    assert compare(said("Dorvik sold 193,000 bicycles in 2024.", "en"), source, NEAR).kind == "same"
    assert compare(said("Dorvik sold 193,000 bicycles in 2023.", "en"), source, NEAR).kind == "other_time"


@pytest.mark.parametrize(
    "language, text, name",
    [
        ("de", "Laut Nordwerk stieg der Absatz.", "Nordwerk"),
        ("de", "Der Absatz stieg, wie Nordwerk mitteilte.", "Nordwerk"),
        ("de", "Nach Angaben der Nordwerk AG stieg der Absatz.", "Nordwerk"),
        ("en", "Sales rose, according to Nordwerk.", "Nordwerk"),
        ("en", "Sales rose, a survey by Nordwerk found.", "Nordwerk"),
        ("en", "Nordwerk said that sales rose.", "Nordwerk"),
    ],
)
def test_who_is_given_as_the_source(language: str, text: str, name: str) -> None:
    assert name in cited(text, language)


def test_nobody_is_given_as_the_source() -> None:
    assert cited("Sales of bicycles rose sharply.", "en") == ()
    assert own_word("Sales rose, the company said.")
    assert not own_word("Sales rose.")
    assert not own_word("The operator stopped the line.")  # who acts, not who says so


@pytest.mark.parametrize(
    "voices, count",
    [
        ([], 0),
        ([Voice("a", "Morgenblatt"), Voice("b", "Abendpost")], 2),
        ([Voice("a", "Morgenblatt"), Voice("a", "Abendpost")], 1),  # one story
        ([Voice("a", "Morgenblatt"), Voice("b", "Morgenblatt")], 1),  # one publisher
        ([Voice("a", cited=("Nordwerk",)), Voice("b", cited=("Nordwerks",)), Voice("c")], 2),  # one source named
        ([Voice("a", cited=("Nordwerk",)), Voice("b", cited=("Seeamt",))], 2),
        ([Voice("a", "Nordwerk", sells=True), Voice("b", "Blatt", cited=("Nordwerk",))], 1),  # its own word, passed on
        ([Voice("a", "Seeamt Nord (SAN)"), Voice("b", "Blatt", cited=("SAN",))], 1),  # an agency, and who cites it
        ([Voice("a", cited=("Verband", "Übertragungsnetze")), Voice("b", cited=("VÜN",))], 1),  # a short form
        ([Voice("a", "Dorvik GmbH"), Voice("b", "Blatt", own_word=True, held=frozenset({"dorvik"}))], 1),
        ([Voice("a", cited=("A1x",)), Voice("b", cited=("A1x", "B2x")), Voice("c", cited=("B2x",))], 1),  # a chain
    ],
)
def test_independent_origins(voices: list[Voice], count: int) -> None:
    assert independent(voices) == count


def test_the_one_spoken_of_is_no_common_source() -> None:
    voices = [Voice("a", cited=("Dorvik",)), Voice("b", cited=("Dorvik",))]
    assert independent(voices) == 1
    assert independent(voices, ["Dorvik"]) == 2


@pytest.mark.parametrize(
    "text", ["Korrigierte Fassung: Es sind 2,1.", "An earlier version said 3.", "The figure was revised."]
)
def test_corrections_are_told(text: str) -> None:
    assert corrects(text)


def test_odd_statements_do_no_harm() -> None:
    empty, loud = said("", "de"), said("DIE ZAHL DER UNFÄLLE STIEG UM 3 PROZENT!!!", "de")
    assert compare(empty, loud, FAR).kind == "unrelated"
    assert compare(loud, empty, NEAR).kind == "unrelated"
    assert compare(said("wort " * 5000, "de"), loud, FAR).kind == "unrelated"
