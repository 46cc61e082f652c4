"""Sentence labels: each case is a rule of the labelling guide, in German and English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kb.flags import flag, load_lexicons
from kb.model import LABELS, Block, Document, Flag, Link, Sentence, Source

LEXICONS = load_lexicons()
LETTERS = dict(zip("CMAVUF", ("claim", "marketing", "attributed", "vague", "unsupported", "forecast"), strict=True))


def document(*paragraphs: Sequence[str], kinds: Sequence[str] = (), **facts: object) -> tuple[Document, list[Sentence]]:
    """A document of paragraphs of sentences, and its sentences."""
    text, blocks, spans = "", [], []
    for at, paragraph in enumerate(paragraphs):
        text += "\n\n" if text else ""
        start = len(text)
        for sentence in paragraph:
            text += " " if len(text) > start else ""
            spans.append((len(text), len(text) + len(sentence)))
            text += sentence
        blocks.append(Block(kinds[at] if kinds else "paragraph", start, len(text)))  # type: ignore[arg-type]
    source = Source("s", "test", "text/plain", datetime(2025, 6, 1, tzinfo=UTC))
    made = Document("d", source, "Title", text, published=date(2025, 6, 1), blocks=tuple(blocks))
    return replace(made, **facts), [Sentence("d", a, b, text[a:b]) for a, b in spans]  # type: ignore[arg-type]


def labels(language: str, *paragraphs: Sequence[str], kinds: Sequence[str] = (), **facts: object) -> list[str]:
    """The labels of each sentence as letters, in the order of LABELS."""
    made, sentences = document(*paragraphs, kinds=kinds, **facts)
    flagged = flag(made, sentences, LEXICONS[language])
    return ["".join(letter for letter, label in LETTERS.items() if label in one.labels) or "-" for one in flagged]


ALONE = [
    # claims without a source
    ("en", "CU", "Thefts rose 7 percent last year.", "a trend with a figure"),
    ("de", "CU", "Die Diebstähle sind im vergangenen Jahr um 7 Prozent gestiegen.", "a trend with a figure"),
    ("en", "CU", "Two firms control most of the market.", "a quantity in words"),
    ("de", "CU", "Wichtige Teile kommen aus einer einzigen Fabrik in Malaysia.", "a fact without a figure"),
    ("en", "CU", "Lead times have lengthened because two suppliers dominate the market.", "a cause"),
    ("de", "CU", "Schuld daran ist der Fachkräftemangel.", "a cause"),
    ("en", "CU", "Nobody knows how many wells have already run dry.", "a negation"),
    # named sources
    ("en", "CA", "According to the port authority, traffic has halved since January.", "according to"),
    ("de", "CA", "Dem Hafenamt zufolge hat sich der Verkehr seit Januar halbiert.", "zufolge"),
    ("de", "CA", "Nach Zählung der Gewerkschaft sind 1.900 Stellen weggefallen.", "nach Zählung"),
    ("en", "CA", "By the union's count, 1,900 jobs have gone.", "by somebody's count"),
    ("en", "CA", "The National Retail Council said on Monday that thefts rose 7 percent.", "an organisation says"),
    ("de", "CA", "Der Handelsverband teilte am Montag mit, die Diebstähle seien gestiegen.", "a verb in two parts"),
    ("de", "CA", "Die Baufirma weist die Vorwürfe zurück.", "a denial, in two parts"),
    ("en", "CA", "The county coroner counted 41 heat deaths between June and August.", "an office that counts"),
    ("en", "CA", "Court filings show the company knew of the leak in 2019.", "records"),
    ("de", "CA", "Aus den Gerichtsakten geht hervor, dass die Firma das Leck seit 2019 kannte.", "records"),
    ("en", "CA", "In a survey of 800 nurses by the Royal College, 61 percent reported overtime.", "in a survey"),
    ("en", "CA", "The effect vanishes at low doses (Okafor et al., 2022).", "a reference in brackets"),
    ("en", "CA", "The effect vanishes at low doses.[3]", "a footnote"),
    ("en", "CA", "House Bill 212 requires landlords to disclose flood damage.", "an act says so"),
    ("de", "CA", "Nach § 12 des Mietgesetzes müssen Vermieter Schäden offenlegen.", "an article says so"),
    ("en", "CA", "The regulator fined the bank €3 million on 4 May.", "actor and date of a public event"),
    ("de", "CA", "Das Landgericht Kiel wies die Klage im April ab.", "actor and date of a public event"),
    ("de", "CA", "Der Stadtrat stimmte mit 31 zu 17 Stimmen zu.", "a vote"),
    ("en", "CA", "We surveyed 58 shops in May, and 44 had no alarm.", "the author's own count, described"),
    ("en", "CA", "Officials at the Department of Transport say the bridge is safe.", "a group that has a name"),
    ("de", "CA", "Experten wie Janne Ohlsen vom Meeresinstitut warnen vor Sauerstoffmangel.", "experts with a name"),
    # nobody in particular
    ("en", "CVU", "People familiar with the talks said the price was too high.", "people familiar with"),
    ("en", "CVU", "Research has shown that open offices lower productivity.", "research without a name"),
    ("en", "CVU", "Dentists I spoke to think the paste is useless.", "a bare plural"),
    ("en", "CVU", "It is widely believed that the deal was political.", "impersonal passive"),
    ("de", "CVU", "Medienberichten zufolge verhandelt der Konzern mit einem Investor.", "reports without a name"),
    ("de", "CVU", "Branchenkenner halten das Modell für unverkäuflich.", "insiders"),
    ("de", "CVU", "Forscher halten das für ausgeschlossen.", "a profession without article"),
    ("de", "CA", "Die Forscher halten das für ausgeschlossen.", "those named before"),
    # forecasts
    ("en", "CUF", "Rents will climb by 4 percent next year.", "will"),
    ("de", "CUF", "Die Mieten werden im kommenden Jahr um 4 Prozent steigen.", "werden with infinitive"),
    ("de", "CU", "In der Halle werden täglich 400 Pakete verschlossen.", "werden with participle is a passive"),
    ("de", "CUF", "Die Regel dürfte hunderte kleine Höfe zur Aufgabe zwingen.", "modal of possibility"),
    ("en", "CAF", "The grid agency projects that demand will double by 2030.", "somebody's projection"),
    # no claims
    ("en", "-", "What does this mean for tenants?", "a question"),
    ("de", "-", "Liebe Kolleginnen und Kollegen, danke fürs Kommen.", "a greeting"),
    ("en", "-", "Governments should publish the contracts.", "advice"),
    ("de", "-", "Lesen Sie den Vertrag, bevor Sie unterschreiben.", "an instruction that sells nothing"),
    ("en", "-", "A tariff is a tax on imported goods.", "a definition"),
    ("de", "-", "Ich möchte mit einer Geschichte beginnen.", "first person"),
    # hype
    ("en", "M", "Book your seat now before the early-bird rate ends.", "a call to action"),
    ("de", "M", "Testen Sie Hellblick 30 Tage kostenlos.", "a call to action"),
    ("de", "M", "Hol dir die App und spare bares Geld.", "a call to action among friends"),
    ("en", "M", "This post contains affiliate links.", "a disclosure"),
]


@pytest.mark.parametrize(("language", "wanted", "sentence", "why"), ALONE, ids=[f"{c[0]} {c[3]}" for c in ALONE])
def test_a_sentence_alone(language: str, wanted: str, sentence: str, why: str) -> None:
    assert labels(language, [sentence]) == [wanted], why


FLOWS = [
    (
        "de",
        [
            "„Die Leitung ist alt“, sagt Petra Nowak.",
            "Sie müsse seit Jahren ersetzt werden.",
            "Kupfer kostet heute dreimal so viel wie 2019.",
        ],
        ["A", "CA", "CU"],
        "Konjunktiv I goes on with the speaker, the indicative doesn't",
    ),
    (
        "de",
        ["Die Leitung ist alt und rostet.", "Sie müsse wegen der Schäden bald ersetzt werden."],
        ["CU", "CU"],
        "nobody to go on with",
    ),
    (
        "en",
        ["The audit found that 14% of the items were lost.", "That corresponds to 212 boxes."],
        ["CA", "CA"],
        "the same figures in other words",
    ),
    (
        "de",
        ["Der Rat hat am 3. März 2025 eine Satzung beschlossen.", "Die Satzung sieht Gebühren von 40 Euro vor."],
        ["CA", "CA"],
        "the thing the event was about",
    ),
    ("en", ["Experts warn of floods.", "The dam holds 40 million litres."], ["CVU", "CU"], "nobody lends nothing"),
]


@pytest.mark.parametrize(("language", "paragraph", "wanted", "why"), FLOWS, ids=[case[3] for case in FLOWS])
def test_a_source_goes_on_within_a_paragraph(language: str, paragraph: list[str], wanted: list[str], why: str) -> None:
    assert labels(language, paragraph) == wanted, why


def test_a_source_ends_with_its_paragraph() -> None:
    told = labels(
        "de", ["„Die Leitung ist alt“, sagt Petra Nowak."], ["Sie müsse wegen der Schäden bald ersetzt werden."]
    )
    assert told == ["A", "CU"]


def test_a_list_keeps_the_source_of_its_introduction() -> None:
    kinds = ["paragraph", "list_item", "list_item", "paragraph"]
    told = labels(
        "en",
        ["The council said the following changes cost most:"],
        ["New pipes take up 40 percent."],
        ["New pumps take up 20 percent."],
        ["New pumps take up 20 percent."],
        kinds=kinds,
    )
    assert ["A" in one for one in told] == [True, True, True, False]


def test_headings_and_table_rows_are_no_claims() -> None:
    sentence = ["Thefts rose 7 percent last year."]
    told = labels("en", sentence, sentence, sentence, kinds=["heading", "table_row", "paragraph"])
    assert told == ["-", "-", "CU"]


def test_a_link_to_another_site_is_a_source_and_one_to_the_own_site_is_not() -> None:
    sentence = "Thefts rose 7 percent last year."
    outward, inward = Link(0, 6, "https://council.example/report"), Link(0, 6, "https://www.paper.example/topic")
    assert labels("en", [sentence], links=(outward,), url="https://paper.example/a") == ["CA"]
    assert labels("en", [sentence], links=(inward,), url="https://paper.example/a") == ["CU"]


def test_speaker_labels_attribute_what_follows_them() -> None:
    told = labels(
        "de",
        ["Weber: Die Mieten sind um 9 Prozent gestiegen.", "Das Haus hat 40 Wohnungen."],
        ["Wird das besser?"],
        ["Weber: Es gibt zu wenige Wohnungen."],
    )
    assert told == ["CA", "CA", "-", "CA"]


SELLING = [
    ("en", "CMU", "Brightwell cuts response times by 60 percent.", "a benefit with a number"),
    ("de", "CMU", "Kunden von Brightwell sparen im Schnitt 12 Stunden pro Woche.", "a benefit with a number"),
    ("en", "MA", "“I would not go back,” says Dana Ruiz, office manager at Pell & Sons.", "a testimonial"),
    ("en", "M", "No forms, no queues, no stress.", "a slogan"),
    ("de", "M", "Weil Ihr Team Besseres verdient.", "flattery"),
    ("en", "CMU", "Brightwell is the most trusted scheduler in Europe.", "a superlative against others"),
    ("en", "CU", "Brightwell was founded in 2014 and has 80 employees.", "a sober fact about itself"),
]


@pytest.mark.parametrize(("language", "wanted", "sentence", "why"), SELLING, ids=[f"{c[0]} {c[3]}" for c in SELLING])
def test_sales_copy(language: str, wanted: str, sentence: str, why: str) -> None:
    assert labels(language, [sentence], publisher="Brightwell Ltd", notices=(Flag("vendor", "demo"),)) == [wanted], why


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The firm calls its product “revolutionary and world-class”, its website says."),
        ("de", "Die Firma nennt das Gerät „bahnbrechend“, wie ihr Chef Arne Lund sagte."),
        ("en", "It is not a groundbreaking device."),
        ("de", "Ein bahnbrechendes Gerät ist das nicht, sagt Arne Lund."),
    ],
)
def test_hype_that_is_quoted_or_negated_is_no_marketing(language: str, sentence: str) -> None:
    assert "M" not in labels(language, [sentence])[0]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "…",
        "12 345,6 %",
        "word " * 5000,
        "x" * 100_000,
        "THE MINISTRY SAID THAT PRICES ROSE BY 7 PERCENT.",
        "„" * 3000,
        "so " * 4000,
        "experts 7 say the study " * 3000,
        "Aa" * 30_000,
    ],
    ids=["empty", "dots", "no letters", "long", "one word", "capitals", "quotes", "repeats", "cues", "camels"],
)
def test_odd_sentences_pass_and_keep_the_invariants(language: str, sentence: str) -> None:
    made, sentences = document([sentence])
    (one,) = flag(made, sentences, LEXICONS[language])
    assert one.text == sentence
    assert one.labels <= set(LABELS)
    assert set(one.reasons) == one.labels and all(one.reasons.values())
    assert ("unsupported" in one.labels) == ("claim" in one.labels and "attributed" not in one.labels)
    assert not {"vague", "attributed"} <= one.labels


@pytest.mark.parametrize("case", [case for case in ALONE if case[1] != "-"], ids=lambda case: f"{case[0]} {case[3]}")
def test_every_label_shows_words_of_the_sentence(case: tuple[str, str, str, str]) -> None:
    made, sentences = document([case[2]])
    (one,) = flag(made, sentences, LEXICONS[case[0]])
    for label, reason in one.reasons.items():
        pieces = reason.split("“")[-1].rstrip("”") if label == "unsupported" else reason
        assert all(piece.strip() in case[2] for piece in pieces.replace("…", ",").split(", ")), (label, reason)


STUDIES = [
    (
        "a count in German",
        "de",
        "Nach einer Zählung der Werftzeitung fuhren 61 Schiffe aus.",
        "Zählung der Werftzeitung",
    ),
    (
        "a count in English",
        "en",
        "A count by The Harbour Post found that 58 ships had left.",
        "count by The Harbour Post",
    ),
]


@pytest.mark.parametrize(
    ("language", "text", "shown"), [case[1:] for case in STUDIES], ids=[case[0] for case in STUDIES]
)
def test_who_counted_is_the_source_shown(language: str, text: str, shown: str) -> None:
    document = Document("d", Source("s", "a.txt", "text/plain", datetime.now(UTC)), "Hafen", text, language=language)
    (found,) = flag(document, [Sentence("d", 0, len(text), text)], load_lexicons()[language])
    assert shown in found.reasons["attributed"]


NAMED_BEFORE_A_FIGURE = [
    (
        "a figure after the name",
        "de",
        "Die Fähre kostet nach Angaben der Reederei Okken 12 Millionen Euro.",
        "Reederei Okken",
    ),
    (
        "a figure before the noun",
        "de",
        "Das gilt nach Angaben der 27 Staaten ab dem kommenden Mai.",
        "der 27 Staaten ab",
    ),
    ("a figure in English", "en", "The ferry costs, according to Okken Shipping 12 million euros.", "Okken Shipping"),
    ("at the end of the sentence", "de", "Die Fähre kostet 12 Millionen Euro, laut Okken.", "laut Okken"),
]


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [case[1:] for case in NAMED_BEFORE_A_FIGURE],
    ids=[c[0] for c in NAMED_BEFORE_A_FIGURE],
)
def test_who_is_named_ends_before_a_figure_that_follows(language: str, text: str, shown: str) -> None:
    document = Document("d", Source("s", "a.txt", "text/plain", datetime.now(UTC)), "Hafen", text, language=language)
    (found,) = flag(document, [Sentence("d", 0, len(text), text)], load_lexicons()[language])
    assert found.reasons["attributed"].strip("“”„«»").endswith(shown)
