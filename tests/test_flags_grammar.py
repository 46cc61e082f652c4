"""Labels that rest on grammar: who did not say it, whose mood it is in, what is settled, what is promised."""

from __future__ import annotations

import pytest

from kb.model import Flag
from tests.test_flags import LETTERS, labels

ALONE = [
    # nobody who could be found
    ("de", "CV", "Als Ursache wird häufig der Mangel an Fachleuten genannt.", "a passive that names nobody"),
    ("en", "CV", "The ferry is often blamed for the queue at the border.", "a passive that names nobody"),
    ("de", "CV", "Manche im Rathaus behaupten, der Bau sei längst entschieden.", "people told by where they are"),
    ("en", "CV", "One reader in Cork writes that his meter ran backwards.", "a person without a name"),
    ("de", "CV", "Die Werft soll den Auftrag bereits verloren haben.", "soll with a perfect is hearsay, no forecast"),
    (
        "de",
        "CV",
        "Beteiligte Kreise haben gestern Mangel an Personal beklagt.",
        "the participle comes last",
    ),
    ("en", "CV", "Everyone in shipping will tell you that the port is finished.", "everyone will tell you"),
    ("en", "CU", "In practice the reserve is thinner than officials admit.", "behind than nobody speaks"),
    # papers, findings, rules
    ("de", "CA", "Pro Schicht fallen nach dem Wartungsprotokoll 14 Liter Öl an.", "nach and a paper"),
    ("de", "-", "Ich habe die Leiterin nach dem Wartungsprotokoll gefragt.", "asking for a paper"),
    ("de", "CA", "Das Boje-Institut hat 31 Lecks an der Leitung gezählt.", "a participle of counting"),
    ("de", "CA", "Der Hafenaufsicht wurden im Mai 12 Kollisionen gemeldet.", "reported to somebody"),
    ("en", "CA", "Payroll records show that 400 posts were cut.", "a paper told by the noun before it"),
    ("en", "CV", "Industry figures show that 400 posts were cut.", "everybody's figures"),
    ("de", "CA", "Der Vertrag, der dieser Zeitung vorliegt, läuft bis zum Sommer.", "a paper the editors have"),
    ("en", "CA", "Under ISO 4126 the valve must open at 12 bar.", "a standard"),
    ("de", "CA", "Nach Paragraf 12 der Hafenordnung zahlt der Verursacher.", "a paragraph"),
    ("de", "CU", "Seit dem Start im Jahr 2021 wurden 300 Boote ausgeliefert.", "a passive without a doer is no event"),
    # claims and what is none
    ("de", "-", "Als Großschiff gilt ein Schiff mit mindestens 200 Metern Länge.", "a definition with a figure"),
    ("de", "-", "Wer ein Boot hat, kennt das Gefühl.", "what everybody knows"),
    ("en", "A", "A spokesman for the port declined to comment.", "no comment is no claim"),
    ("de", "-", "Montagmorgen, halb sechs, im Hafen von Stade.", "a scene"),
    ("en", "-", "Let every harbour publish its water levels.", "a proposal"),
    # what is to come, and what is settled
    ("de", "CUF", "Der Kai liegt künftig zwei Meter höher.", "künftig"),
    ("de", "CAF", "Die Behörde erklärte, dass die Kräne 40 Prozent Strom sparen werden.", "werden at the end"),
    ("de", "CUF", "Im Herbst wird es neue Streiks geben.", "geben is no participle"),
    ("de", "CUF", "Das Wasser käme aus einem Stausee im Norden.", "a supposition"),
    ("en", "CUF", "Some 300 people are to work at the yard.", "are to"),
    ("en", "CA", "The clinic will reopen on 2 May, the council said.", "fixed for a day"),
    ("en", "CU", "From April 2027 a ship of that size pays a fee.", "a rule's first day"),
    # offers and disclosures, whoever writes them
    ("de", "M", "Wer bis Ostern bestellt, erhält den zweiten Anker dazu.", "an offer with a day"),
    ("en", "M", "Orders placed before the end of March come with a spare anchor.", "an offer with a day"),
    ("en", "M", "Kelmarsh Insurance sponsors this programme.", "who pays for it"),
    ("en", "M", "The second year is on us.", "a treat"),
]


@pytest.mark.parametrize(("language", "wanted", "sentence", "why"), ALONE, ids=[f"{c[0]}-{c[3]}" for c in ALONE])
def test_a_sentence_alone(language: str, wanted: str, sentence: str, why: str) -> None:
    expected = set(wanted.replace("V", "VU")) if "C" in wanted else set(wanted)
    assert set(labels(language, [sentence])[0]) == expected, why


SOLD = [
    ("de", "Leiser fährt an der ganzen Küste niemand.", "a comparison with nobody"),
    ("en", "No boat in its class is quieter.", "a comparison with nobody"),
    ("de", "So viel Boot für so wenig Geld gab es nie.", "so much for so little"),
    ("en", "The number of repairs fell by 29 percent within ten weeks.", "an effect in a short time"),
    ("en", "You get a mooring, a flag and a mug.", "what the reader gets"),
    ("de", "Wer jetzt wartet, schaut nur zu.", "doom for those who wait"),
    ("en", "Those who wait will be left ashore.", "doom for those who wait"),
    ("en", "The Yachting Society named the Kelmar boat of the year 2024.", "a prize"),
    ("en", "Places are going fast.", "scarcity"),
    ("de", "„Ich habe meine Wochenenden zurück“, sagt Skipper Jan Holm aus Husum.", "a customer's own words"),
]


@pytest.mark.parametrize(("language", "sentence", "why"), SOLD, ids=[f"{c[0]}-{c[2]}" for c in SOLD])
def test_what_sells_in_a_sellers_text_and_not_in_a_report(language: str, sentence: str, why: str) -> None:
    vendor = (Flag("vendor", "buy now"),)
    assert "M" in labels(language, [sentence], publisher="Kelmar", notices=vendor)[0], why
    if "going fast" not in sentence:
        assert "M" not in labels(language, [sentence], publisher="Coast News")[0], why


FLOWS = [
    (
        "de",
        ["Die Werft sagte, sie sei ausgelastet.", "Der Betrieb lasse keine Nachtschicht zu."],
        "any verb",
    ),
    (
        "en",
        ["The port's register lists 27 ships.", "Only four of them have been inspected."],
        "a part of them",
    ),
]


@pytest.mark.parametrize(("language", "paragraph", "why"), FLOWS, ids=[c[2] for c in FLOWS])
def test_a_source_goes_on(language: str, paragraph: list[str], why: str) -> None:
    assert all("A" in one for one in labels(language, paragraph)), why


def test_a_sponsor_of_an_issue_has_not_written_it() -> None:
    told = (Flag("sponsored", "This issue is brought to you by Kelmar."),)
    paid = (Flag("sponsored", "Advertisement by Kelmar"),)
    sentence = ["Nothing is quieter than a harbour in the morning."]
    assert "M" not in labels("en", sentence, notices=told)[0]
    assert "M" in labels("en", sentence, notices=paid)[0]
    assert set(LETTERS) == set("CMAVUF")
