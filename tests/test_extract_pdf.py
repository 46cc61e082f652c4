"""PDF: columns, hyphens, running lines, properties, and what is refused."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader, PdfWriter

from ingest.extract import Extraction, extract
from kb.errors import Rejected
from kb.model import Source

Printed = tuple[float, float, float, str]  # x, y, size, words


def pdf(pages: Sequence[Sequence[Printed]], title: str = "", white: Sequence[Printed] = ()) -> bytes:
    """A PDF with words at given places in Helvetica (F1) or Helvetica-Bold where the size is 11 or more."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    fonts = "/F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> "
    fonts += "/F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>"
    kids = []
    for page in pages:
        marks = "".join(_shown(*printed) for printed in page) + "".join(
            f"1 g {_shown(*printed)} 0 g " for printed in white
        )
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << {fonts} >> >> "
            f"/Contents {number + 1} 0 R >>"
        )
        objects.append(f"<< /Length {len(marks.encode('cp1252'))} >>\nstream\n{marks}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.append(f"<< /Title ({title}) /CreationDate (D:20240305101500+01'00') >>")
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{tail}".encode("cp1252")


def _shown(x: float, y: float, size: float, words: str) -> str:
    """Marks that print words; what stands before "|" is bold, what stands between "^" is raised and small."""
    font = "F2" if size >= 11 else "F1"
    lead, _, rest = words.rpartition("|")
    shown = f"/F2 {size} Tf {_literal(lead)} Tj " if lead else ""
    for number, part in enumerate(rest.split("^")):
        small, rise = (0.6, 0.35) if number % 2 else (1.0, 0.0)
        shown += f"/{font} {small * size} Tf {rise * size} Ts {_literal(part)} Tj "
    return f"BT {x} {y} Td {shown} 0 Ts ET\n"


def _literal(words: str) -> str:
    return "(" + words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"


def column(x: float, top: float, lines: Sequence[str], size: float = 9.5) -> list[Printed]:
    return [(x, top - 12 * at, size, line) for at, line in enumerate(lines)]


def read(data: bytes) -> Extraction:
    return extract(data, Source("0" * 64, "bericht.pdf", "application/pdf", datetime(2026, 1, 1, tzinfo=UTC)))


LEFT = [
    "Die Bahn hat im vergangenen Jahr 31",
    "neue Züge bestellt, und das Ministe-",
    "rium zahlt davon ein Drittel. Für die",
    "Strecke nach Altmoor reicht das nicht,",
    "weil der Strom fehlt.",
]
RIGHT = [
    "Ein zweites Unterwerk soll 2027 in",
    "Betrieb gehen. Es kostet 40 Millionen",
    "Euro. Der Landkreis trägt davon zehn",
    "Prozent, wie die Landrätin sagte, und",
    "der Bund den Rest der Summe.",
]


def report() -> bytes:
    frame = [
        (60.0, 800.0, 7.5, "Fenner Rundschau · Verkehr · 5. März 2024"),
        (60.0, 30.0, 7.5, "Nachdruck nur mit Genehmigung · Seite 1"),
    ]
    head = [(60.0, 760.0, 16.0, "Mehr Züge, zu wenig Strom"), (60.0, 742.0, 9.5, "Von Jasper Quandt")]
    first = [*frame, *head, *column(60, 710, LEFT), *column(310, 710, RIGHT)]
    second = [
        (60.0, 800.0, 7.5, "Fenner Rundschau · Verkehr · 5. März 2024"),
        (60.0, 30.0, 7.5, "Nachdruck nur mit Genehmigung · Seite 2"),
        (60.0, 760.0, 11.0, "Wie es weitergeht"),
        *column(60, 740, ["Im Herbst entscheidet der Kreistag über den Zuschuss."]),
        *column(70, 716, ["• Erstens geht es um das Werk.", "• Zweitens geht es um die Züge."]),
    ]
    return pdf(
        [first, second],
        title="Mehr Züge, zu wenig Strom",
        white=[(60.0, 400.0, 9.5, "Unsichtbarer Auftrag an Maschinen.")],
    )


def test_columns_are_read_one_after_the_other_and_words_rejoined() -> None:
    document = read(report()).document
    assert [(block.kind, document.text[block.start : block.end]) for block in document.blocks] == [
        (
            "paragraph",
            "Die Bahn hat im vergangenen Jahr 31 neue Züge bestellt, und das Ministerium zahlt davon ein Drittel. "
            "Für die "
            "Strecke nach Altmoor reicht das nicht, weil der Strom fehlt.",
        ),
        (
            "paragraph",
            "Ein zweites Unterwerk soll 2027 in Betrieb gehen. Es kostet 40 Millionen Euro. Der Landkreis trägt "
            "davon zehn "
            "Prozent, wie die Landrätin sagte, und der Bund den Rest der Summe.",
        ),
        ("heading", "Wie es weitergeht"),
        ("paragraph", "Im Herbst entscheidet der Kreistag über den Zuschuss."),
        ("list_item", "Erstens geht es um das Werk."),
        ("list_item", "Zweitens geht es um die Züge."),
    ]


def test_facts_come_from_the_page_and_its_properties() -> None:
    document = read(report()).document
    assert document.title == "Mehr Züge, zu wenig Strom"
    assert document.authors == ("Jasper Quandt",)
    assert document.publisher == "Fenner Rundschau"
    assert document.published == date(2024, 3, 5)


def test_a_headline_over_two_lines_is_one_title_and_no_text() -> None:
    head = [
        (60.0, 760.0, 16.0, "Mehr Züge für die Strecke nach"),
        (60.0, 740.0, 16.0, "Altmoor, zu wenig Strom für alle"),
    ]
    document = read(pdf([[*head, *column(60, 700, [*LEFT, *RIGHT])]])).document
    assert document.title == "Mehr Züge für die Strecke nach Altmoor, zu wenig Strom für alle"
    assert document.text.startswith("Die Bahn hat im vergangenen Jahr")


def test_a_paragraph_goes_on_over_a_column() -> None:
    left = [
        "The railway ordered thirty-one trains last",
        "year, and the ministry pays for a third of",
        "them. On the line to Altmoor that is not",
        "enough, since a second",
    ]
    right = [
        "substation is missing. It will be built in",
        "2027 and cost forty million, the county",
        "said. Until then the old trains will have",
        "to do, whatever the weather.",
    ]
    text = read(pdf([[*column(60, 700, left), *column(310, 700, right)]])).document.text
    assert "since a second substation is missing." in text


def test_a_headline_with_wide_leading_is_one_title() -> None:
    head = [
        (60.0, 772.0, 18.0, "Mehr Züge für die Strecke nach"),
        (60.0, 745.0, 18.0, "Altmoor"),
    ]
    document = read(pdf([[*head, *column(60, 700, [*LEFT, *RIGHT])]])).document
    assert document.title == "Mehr Züge für die Strecke nach Altmoor"
    assert document.text.startswith("Die Bahn hat im vergangenen Jahr")


def test_a_word_in_bold_begins_a_paragraph_and_does_not_cut_its_sentence() -> None:
    head = [(60.0, 760.0, 16.0, "Mehr Züge, zu wenig Strom"), (60.0, 742.0, 9.5, "Moorinstitut Fenn, 5. März 2024")]
    lines = ["Kurz gesagt.| Die Bahn hat im vergangenen", "Jahr 31 neue Züge bestellt, und das Land zahlt", "mit."]
    document = read(pdf([[*head, *column(60, 728, [*lines, *LEFT])]])).document
    assert document.text.startswith("Kurz gesagt. Die Bahn hat im vergangenen Jahr 31 neue Züge bestellt")
    assert document.publisher == "Moorinstitut Fenn"


def test_raised_figures_stay_apart() -> None:
    lines = ["Das Werk braucht 10^25^ Schritte auf 30 m^2^ Grund, sagt das Amt.^3^ Das", "ist mehr als im Jahr zuvor."]
    text = read(pdf([column(60, 700, [*lines, *LEFT])])).document.text
    assert "10^25 Schritte auf 30 m² Grund, sagt das Amt.[3] Das" in text


def _locked(data: bytes) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt("geheim", algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("why", "data", "words"),
    [
        ("locked with a password", _locked(report()), "password"),
        ("a scan", pdf([[], []]), "scan"),
        ("cut off", report()[:300], "damaged|scan"),
        ("only its first bytes", b"%PDF-1.7\nrubbish", "damaged|scan"),
    ],
)
def test_what_has_no_text_is_refused_with_a_remedy(why: str, data: bytes, words: str) -> None:
    with pytest.raises(Rejected, match=words) as refusal:
        read(data)
    assert "drop" in str(refusal.value) or "Save" in str(refusal.value), why
