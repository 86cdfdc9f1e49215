"""Draw shares of one question: bars with intervals, and bars of the parts of a whole."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kit.charts.canvas import COLOURS, FAINT, HEADING, INK, MARKERS, QUIET, SMALL, Sheet
from kit.charts.chart import Chart
from kit.data import Row, records
from kit.errors import require_known
from kit.labels import (
    base_text,
    caveat_texts,
    group_text,
    option_text,
    range_text,
    reading,
    short_text,
    source_text,
    value_text,
    word,
)

if TYPE_CHECKING:
    from pandas import DataFrame

BAR = 13.0
# Patterns of the parts of a whole; dots and circles would make an SVG twenty times as heavy.
PATTERNS = (None, "////", "xxxx", "||||")


def share_chart(summary: "DataFrame", *, title: str | None = None) -> Chart:
    """Draw the rows of ``kit.shares`` as bars with their 95 % intervals on a 0–100 axis.

    Exact figures are filled bars with marker and interval line; derived ones are hatched; inexact
    ones ("about", "at least") are open and dashed, without interval; unpublished ones have no bar.

    Parameters
    ----------
    summary
        Frame made by ``kit.shares``; bars stand in its order, grouped by option.
    title
        Words above the chart; the question's short name when empty.
    """
    rows = records(summary)
    sheet = Sheet(title or short_text(str(rows[0]["question"])))
    sheet.y += 4
    for option in dict.fromkeys(row["option"] for row in rows):
        _option(sheet, [row for row in rows if row["option"] == option])
    sheet.percent_axis()
    sheet.notes(share_notes(rows))
    return sheet.finish("share", rows, **_spoken(rows))


def composition_chart(
    summary: "DataFrame",
    *,
    parts: Iterable[str],
    total: str | None = None,
    title: str | None = None,
) -> Chart:
    """Draw the parts of a whole as one stacked bar a group, with what is missing left open.

    Parameters
    ----------
    summary
        Frame made by ``kit.shares``, one wave; groups stand in its order.
    parts
        Option codes of the parts, in drawing order; a part that was not published leaves a gap,
        which is never filled in. Nothing is rescaled.
    total
        Option code of the whole, if it was published: its share stands beside its name, and what
        the parts leave of it is framed.
    """
    wanted = list(parts)
    for part in (*wanted, *([total] if total else [])):
        require_known("option", part, list(summary["option"].unique()))
    given = records(summary)
    rows = [row for row in given if row["option"] in wanted]
    totals = {(row["side"], row["size"]): row for row in given if row["option"] == total}
    sheet = Sheet(title or short_text(str(rows[0]["question"])))
    sheet.y += 4
    if total:
        sheet.paragraph(option_text(rows[0]["question"], total), size=HEADING, colour=INK)
    for group in dict.fromkeys((row["side"], row["size"]) for row in rows):
        found = {row["option"]: row for row in rows if (row["side"], row["size"]) == group}
        _stack(sheet, [found[option] for option in wanted if option in found], totals.get(group))
    sheet.percent_axis()
    derived = any(row["base_status"] == "derived" for row in rows)
    codes = (
        "chart.note.base",
        *(("chart.note.base_derived",) if derived else ()),
        "chart.note.parts",
    )
    caveats = caveat_texts(row["caveat"] for row in rows)
    sources = source_text(row["source"] for row in rows)
    sheet.notes([" ".join(map(word, codes)), *caveats, sources])
    wholes = [{**row, "is_whole": True} for row in totals.values()]
    return sheet.finish("composition", [*rows, *wholes], **_spoken(rows))


def share_notes(rows: Iterable[Row]) -> list[str]:
    """Say what base, interval, hatching and dashes mean where rows need it, and the source."""
    rows = list(rows)
    needed = {
        "chart.note.base": True,
        "chart.note.base_derived": any(row["base_status"] == "derived" for row in rows),
        "chart.note.interval": any(row["verdict"] == "unique" for row in rows),
        "chart.note.derived": any(row["status"] == "derived" for row in rows),
        "chart.note.inexact": any(row["verdict"] == "inexact" for row in rows),
        "chart.note.no_base": any(row["verdict"] == "no_base" for row in rows),
        "chart.note.unpublished": any(row["verdict"] == "unpublished" for row in rows),
        "chart.note.small": any(row["flag"] == "small" for row in rows),
        "chart.note.tiny": any(row["flag"] == "tiny" for row in rows),
    }
    return [
        " ".join(word(code) for code, wanted in needed.items() if wanted),
        *caveat_texts(row["caveat"] for row in rows),
        source_text(row["source"] for row in rows),
    ]


def _option(sheet: Sheet, rows: Sequence[Row]) -> None:
    sheet.paragraph(option_text(rows[0]["question"], rows[0]["option"]), size=HEADING, colour=INK)
    for row in rows:
        sheet.heads(row_label(row), value_text(row))
        sheet.track(BAR)
        bar(sheet, row)
        sheet.y += BAR + 9
    sheet.y += 3


def row_label(row: Row) -> str:
    """Name the group, wave and base of a row of ``kit.shares``."""
    group = word(
        "reading.group",
        group=group_text(row["side"], row["size"]),
        wave=word(f"wave.{row['wave']}"),
    )
    return word("chart.label", group=group, base=base_text(row["base"], row["base_status"]))


def bar(sheet: Sheet, row: Row) -> None:
    """Draw one figure on its track: how depends on what was published of it."""
    start, end, middle = sheet.at(0), sheet.at(row["percent"] or 0), sheet.y + BAR / 2
    colour = COLOURS[row["side"]]
    if row["verdict"] == "unpublished":
        sheet.line(
            [start, sheet.at(100)],
            [middle, middle],
            color=QUIET,
            linewidth=1,
            linestyle=(0, (1, 4)),
        )
    elif row["verdict"] == "inexact":
        sheet.box(
            start, sheet.y, end - start, BAR, facecolor="none", edgecolor=colour, linestyle="--"
        )
        _direction(sheet, row, (end, middle), colour)
    else:
        hatch = "////" if row["status"] == "derived" else None
        face = "white" if hatch else colour
        sheet.box(start, sheet.y, end - start, BAR, facecolor=face, edgecolor=colour, hatch=hatch)
        _interval(sheet, row, end, middle)


def _direction(sheet: Sheet, row: Row, end: tuple[float, float], colour: str) -> None:
    """Show to which side an inexact figure is open: at least → right, less than → left, about ↔."""
    steps = {"at_least": (26,), "more_than": (26,), "less_than": (-26,), "about": (16, -16)}
    for step in steps[row["bound"]]:
        sheet.arrow(end, (end[0] + step, end[1]), color=colour)


def _interval(sheet: Sheet, row: Row, end: float, middle: float) -> None:
    if row["verdict"] == "unique":
        ends = [sheet.at(row["low"]), sheet.at(row["high"])]
        inner = (ends[0] + 1.5, max(ends[0] + 1.5, ends[1] - 1.5))
        sheet.line(inner, [middle, middle], linewidth=4, color="white", solid_capstyle="butt")
        caps = [((x, x), (middle - 4, middle + 4)) for x in ends]
        sheet.strokes([(ends, (middle, middle)), *caps], linewidth=1.6)
    shape = MARKERS[row["side"]]
    sheet.line(
        [end], [middle], marker=shape, markersize=7.5, markerfacecolor="white", markeredgecolor=INK
    )


def _stack(sheet: Sheet, rows: Sequence[Row], total: Row | None) -> None:
    first = rows[0]
    sheet.heads(row_label(first), value_text(total) if total else "")
    left, colour = 0.0, COLOURS[first["side"]]
    sheet.track(BAR)
    for row, hatch in zip(rows, PATTERNS, strict=False):
        if row["verdict"] in ("unique", "no_base"):
            face = "white" if hatch else colour
            width = sheet.at(left + row["percent"]) - sheet.at(left)
            sheet.box(
                sheet.at(left), sheet.y, width, BAR, facecolor=face, edgecolor=colour, hatch=hatch
            )
            left += row["percent"]
    if total and total["verdict"] in ("unique", "no_base") and total["percent"] > left + 0.1:
        width = sheet.at(total["percent"]) - sheet.at(left)
        frame = {"facecolor": "none", "edgecolor": colour, "linestyle": "--"}
        sheet.box(sheet.at(left), sheet.y, width, BAR, **frame)
    sheet.y += BAR + 3
    for row, hatch in zip(rows, PATTERNS, strict=False):
        _key(sheet, row, hatch, colour)
    sheet.y += 6


def _key(sheet: Sheet, row: Row, hatch: str | None, colour: str) -> None:
    """Write one part of a stack with its pattern in the bar; an unpublished part has none."""
    top = sheet.y + 2.5
    known = row["verdict"] in ("unique", "no_base")
    face = (colour if hatch is None else "white") if known else "none"
    sheet.box(
        sheet.at(0),
        top,
        16,
        11,
        facecolor=face,
        edgecolor=colour if known else FAINT,
        hatch=hatch if known else None,
    )
    sheet.text(sheet.at(0) + 22, top + 5.5, option_text(row["question"], row["option"]), **SMALL)
    ends = f" {range_text(row['low'], row['high'])}" if row["verdict"] == "unique" else ""
    value = value_text(row) + (word("number.interval", range=ends.strip()) if ends else "")
    sheet.text(sheet.at(100), top + 5.5, value, ha="right", **SMALL)
    sheet.y += 16


def _spoken(rows: Sequence[Row]) -> dict[str, str]:
    """Say the values, and which group is highest when several are exact."""
    exact = [row for row in rows if row["verdict"] == "unique"]
    best = max(exact, key=lambda row: float(row["percent"]), default=None)
    message = (
        word("alt.highest", group=_name(best), share=value_text(best))
        if best and len(exact) > 1
        else ""
    )
    listed = " ".join(
        f"{option_text(row['question'], row['option'])}{word('list.colon')}{reading(row)}"
        for row in rows
    )
    return {"values": listed, "message": message}


def _name(row: Row) -> str:
    parts = (
        group_text(row["side"], row["size"]),
        word(f"wave.{row['wave']}"),
        option_text(row["question"], row["option"]),
    )
    return word("list.comma").join(parts)
