"""How many sentences of each publisher, and of each time, call for care: specifications for a plot. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from views.words import Say
from views.worth import Line

COLOURS = {"unsupported": "#b5483f", "marketing": "#c97a16", "vague": "#a88a00", "forecast": "#6d7db8"}
INK = "#4b555d"
MOST = 12  # publishers
LONG = 3  # years over which months are too many: quarters then, and years over three times as long

Spec = dict[str, Any]
Count = Counter[tuple[str, str]]  # by group and label


def by_publisher(lines: Iterable[Line], say: Say) -> Spec:
    """Stacked bars, the publisher with the most sentences first."""
    count = _counted((line.document.publisher or say("no_publisher"), line) for line in lines)
    total: Counter[str] = Counter()
    for (publisher, _), number in count.items():
        total[publisher] += number
    first = [publisher for publisher, _ in total.most_common(MOST)]
    group: Spec = {"field": "group", "type": "nominal", "sort": first, "title": None, "axis": {"labelLimit": 130}}
    return _spec(count, first, {"y": group, "x": _number(say)}, say)


def over_time(lines: Iterable[Line], say: Say) -> Spec:
    """Stacked bars by month, quarter or year of publication, empty ones included; what has no date is left out."""
    dated = [(line.document.published, line) for line in lines if line.document.published]
    days = [day for day, _ in dated]
    name = _period(days)
    count = _counted((name(day), line) for day, line in dated)
    group: Spec = {"field": "group", "type": "ordinal", "sort": _periods(days), "title": say("plot_when")}
    group["scale"] = {"domain": _periods(days)}
    group["axis"] = {"labelAngle": -45, "labelOverlap": True}
    return _spec(count, _periods(days), {"x": group, "y": _number(say)}, say)


def _counted(lines: Iterable[tuple[str, Line]]) -> Count:
    return Counter((group, label) for group, line in lines for label in COLOURS if label in line.sentence.labels)


def _number(say: Say) -> Spec:
    return {
        "field": "number",
        "type": "quantitative",
        "title": say("plot_sentences"),
        "axis": {"tickMinStep": 1, "format": "d"},
    }


def _spec(count: Count, groups: Sequence[str], axes: Spec, say: Say) -> Spec:
    names = {label: say(f"flag_{label}") for label in COLOURS}
    values = [
        {"group": group, "label": names[label], "number": number}
        for (group, label), number in count.items()
        if group in groups
    ]
    colour = {
        "field": "label",
        "type": "nominal",
        "scale": {"domain": list(names.values()), "range": list(COLOURS.values())},
        "legend": {"orient": "top", "title": None, "columns": 2, "labelColor": INK, "labelFontSize": 12},
    }
    tips = [{"field": field, "title": say(f"plot_{field}")} for field in ("group", "label", "number")]
    size = {"height": {"step": 24}} if "y" in axes and axes["y"]["field"] == "group" else {"height": 320}
    return {
        "data": {"values": values},
        "mark": {"type": "bar", "tooltip": True},
        "encoding": axes | {"color": colour, "tooltip": tips},
        "description": say("plot"),
        "config": {"font": "sans-serif", "axis": {"labelColor": INK, "titleColor": INK}},
    } | size


def _period(days: Sequence[date]) -> Any:
    span = (max(days) - min(days)).days / 365 if days else 0

    def name(day: date) -> str:
        if span > 3 * LONG:
            return str(day.year)
        return f"{day.year}-Q{(day.month + 2) // 3}" if span > LONG else f"{day.year}-{day.month:02}"

    return name


def _periods(days: Sequence[date]) -> list[str]:
    """The names of all periods from the first day to the last, in order."""
    if not days:
        return []
    name, first, last = _period(days), min(days), max(days)
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return list(dict.fromkeys(name(date(month // 12, month % 12 + 1, 1)) for month in months))
