"""Measures as a bar chart in SVG, by hand: a bar for each measure and language. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

WIDTH, LABEL, BAR, GAP = 720, 190, 16, 14  # pixels
COLOURS = {"all": "#3b4a5a", "de": "#b5651d", "en": "#2f6f8f"}


def bars(measures: Mapping[str, Mapping[str, float]], title: str) -> str:
    """An SVG picture: shares from 0 to 1 on one scale; one beyond 1 (words per answer) on its own."""
    room = WIDTH - LABEL - 60
    parts, y = [f'<text x="16" y="26" font-size="16" font-weight="bold">{escape(title)}</text>'], 48
    for name, values in measures.items():
        whole = max(1.0, *values.values())
        parts.append(f'<text x="16" y="{y + BAR - 4}">{escape(name)}</text>')
        for language, value in values.items():
            width, colour = round(room * value / whole, 1), COLOURS.get(language, "#777777")
            shown = f"{value:.2f}" if whole == 1.0 else f"{value:.0f}"
            parts.append(f'<rect x="{LABEL}" y="{y}" width="{width}" height="{BAR - 3}" fill="{colour}"/>')
            end = LABEL + width + 6
            parts.append(f'<text x="{end}" y="{y + BAR - 5}" font-size="11">{shown} {escape(language)}</text>')
            y += BAR
        y += GAP
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" font-family="sans-serif" font-size="13">'
    )
    return "\n".join([head, '<rect width="100%" height="100%" fill="#ffffff"/>', *parts, "</svg>", ""])
