"""Draw shares of one question: bars with intervals, and bars of the parts of a whole."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kit.charts.canvas import COLOURS, FAINT, HEADING, INK, MARKERS, QUIET, SMALL, Canvas
from kit.charts.chart import Chart, own_settings
from kit.errors import require_known
from kit.estimates import Figure, figures_of, some
from kit.facts import about
from kit.labels import (
    base_text,
    caveat_texts,
    group_text,
    interval_text,
    option_text,
    reading,
    short_text,
    value_text,
    who_text,
    word,
)

if TYPE_CHECKING:
    from pandas import DataFrame

BAR = 13.0
# Patterns of the parts of a whole; dots and circles would make an SVG twenty times as heavy.
PATTERNS = (None, "////", "xxxx", "||||")


@own_settings()
def share_chart(summary: "DataFrame | Iterable[Figure]", *, title: str | None = None) -> Chart:
    """Draw shares as bars with their 95 % intervals on a 0–100 axis.

    Exact figures are filled bars with marker and interval line; derived ones are hatched; inexact
    ones ("about", "at least") are open and dashed, without interval; not_held ones have no bar.

    Parameters
    ----------
    summary
        Frame made by ``kit.shares``, or figures; bars stand in its order, grouped by option.
    title
        Words above the chart; the question's short name when empty.
    """
    found = some(figures_of(summary))
    canvas = Canvas(title or short_text(found[0].question))
    canvas.y += 4
    for option in dict.fromkeys(it.option for it in found):
        _option(canvas, [it for it in found if it.option == option])
    canvas.percent_axis()
    canvas.note(*share_notes(found))
    return canvas.finish(about("share", found), **_spoken(found))


@own_settings()
def composition_chart(
    summary: "DataFrame | Iterable[Figure]",
    *,
    parts: Iterable[str],
    total: str | None = None,
    title: str | None = None,
) -> Chart:
    """Draw the parts of a whole as one stacked bar a group, with what is missing left open.

    Parameters
    ----------
    summary
        Frame made by ``kit.shares``, or figures, of one wave; groups stand in its order.
    parts
        Option codes of the parts, in drawing order; a part that is not in this kit leaves a gap,
        which is never filled in. Nothing is rescaled.
    total
        Option code of the whole, if it was published: its share stands beside its name, and what
        the parts leave of it is framed.
    """
    wanted, given = list(parts), some(figures_of(summary))
    for part in (*wanted, *([total] if total else [])):
        require_known("option", part, list(dict.fromkeys(it.option for it in given)))
    found = [it for it in given if it.option in wanted]
    totals = {(it.side, it.size): it for it in given if it.option == total}
    lead = option_text(found[0].question, total) if total else ""
    canvas = Canvas(title or short_text(found[0].question), lead)
    canvas.y += 4
    for group in dict.fromkeys((it.side, it.size) for it in found):
        own = {it.option: it for it in found if (it.side, it.size) == group}
        _stack(canvas, [own[option] for option in wanted if option in own], totals.get(group))
    canvas.percent_axis()
    derived = any(it.base_status == "derived" for it in found)
    codes = (
        "chart.note.base",
        *(("chart.note.base_derived",) if derived else ()),
        "chart.note.parts",
    )
    canvas.note(" ".join(map(word, codes)), *caveat_texts(it.caveat for it in found))
    facts = about(
        "composition", [*found, *totals.values()], settings={"parts": wanted, "total": total}
    )
    return canvas.finish(facts, **_spoken(found))


def share_notes(found: Sequence[Figure]) -> list[str]:
    """Say what base, interval, hatching and dashes mean where figures need it, and cautions."""
    verdicts, flags = {it.verdict for it in found}, {it.flag for it in found}
    needed = {
        "chart.note.base": True,
        "chart.note.base_derived": any(it.base_status == "derived" for it in found),
        "chart.note.interval": "unique" in verdicts,
        "chart.note.derived": any(it.status == "derived" for it in found),
        "chart.note.inexact": "inexact" in verdicts,
        "chart.note.no_base": "no_base" in verdicts,
        "chart.note.not_held": "not_held" in verdicts,
        "chart.note.small": "small" in flags,
        "chart.note.tiny": "tiny" in flags,
    }
    return [
        " ".join(word(code) for code, wanted in needed.items() if wanted),
        *caveat_texts(it.caveat for it in found),
    ]


def _option(canvas: Canvas, figures: Sequence[Figure]) -> None:
    canvas.paragraph(option_text(figures[0].question, figures[0].option), size=HEADING, colour=INK)
    for figure in figures:
        canvas.heads(row_label(figure), value_text(figure))
        canvas.track(BAR)
        bar(canvas, figure)
        canvas.y += BAR + 9
    canvas.y += 3


def row_label(figure: Figure) -> str:
    """Name the group, wave and base of a figure."""
    return word("chart.label", group=who_text(figure), base=base_text(figure))


def bar(canvas: Canvas, figure: Figure) -> None:
    """Draw one figure on its track: how depends on what was published of it."""
    start, end, middle = canvas.at(0), canvas.at(figure.value), canvas.y + BAR / 2
    colour = COLOURS[figure.side]
    if figure.verdict == "not_held":
        canvas.line(
            [start, canvas.at(100)],
            [middle, middle],
            color=QUIET,
            linewidth=1,
            linestyle=(0, (1, 4)),
        )
    elif figure.verdict == "inexact":
        canvas.box(
            start, canvas.y, end - start, BAR, facecolor="none", edgecolor=colour, linestyle="--"
        )
        _direction(canvas, figure, (end, middle), colour)
    else:
        hatch = "////" if figure.status == "derived" else None
        face = "white" if hatch else colour
        canvas.box(start, canvas.y, end - start, BAR, facecolor=face, edgecolor=colour, hatch=hatch)
        _interval(canvas, figure, end, middle)


def _direction(canvas: Canvas, figure: Figure, end: tuple[float, float], colour: str) -> None:
    """Show to which side an inexact figure is open: at least → right, less than → left, about ↔."""
    steps = {"at_least": (26,), "more_than": (26,), "less_than": (-26,), "about": (16, -16)}
    for step in steps[figure.bound]:
        canvas.arrow(end, (end[0] + step, end[1]), color=colour)


def _interval(canvas: Canvas, figure: Figure, end: float, middle: float) -> None:
    if figure.is_counted:
        ends = [canvas.at(end) for end in figure.interval]
        inner = (ends[0] + 1.5, max(ends[0] + 1.5, ends[1] - 1.5))
        canvas.line(inner, [middle, middle], linewidth=4, color="white", solid_capstyle="butt")
        caps = [((x, x), (middle - 4, middle + 4)) for x in ends]
        canvas.strokes([(ends, (middle, middle)), *caps], linewidth=1.6)
    shape = MARKERS[figure.side]
    canvas.line(
        [end], [middle], marker=shape, markersize=7.5, markerfacecolor="white", markeredgecolor=INK
    )


def _stack(canvas: Canvas, figures: Sequence[Figure], total: Figure | None) -> None:
    first = figures[0]
    canvas.heads(row_label(first), value_text(total) if total else "")
    left, colour = 0.0, COLOURS[first.side]
    canvas.track(BAR)
    for figure, hatch in zip(figures, PATTERNS, strict=False):
        if figure.verdict in ("unique", "no_base"):
            face = "white" if hatch else colour
            width = canvas.at(left + figure.value) - canvas.at(left)
            canvas.box(
                canvas.at(left), canvas.y, width, BAR, facecolor=face, edgecolor=colour, hatch=hatch
            )
            left += figure.value
    if total and total.verdict in ("unique", "no_base") and total.value > left + 0.1:
        width = canvas.at(total.value) - canvas.at(left)
        frame = {"facecolor": "none", "edgecolor": colour, "linestyle": "--"}
        canvas.box(canvas.at(left), canvas.y, width, BAR, **frame)
    canvas.y += BAR + 3
    for figure, hatch in zip(figures, PATTERNS, strict=False):
        _key(canvas, figure, hatch, colour)
    canvas.y += 6


def _key(canvas: Canvas, figure: Figure, hatch: str | None, colour: str) -> None:
    """Write one part of a stack with its pattern in the bar; an not_held part has none."""
    top = canvas.y + 2.5
    known = figure.verdict in ("unique", "no_base")
    face = (colour if hatch is None else "white") if known else "none"
    canvas.box(
        canvas.at(0),
        top,
        16,
        11,
        facecolor=face,
        edgecolor=colour if known else FAINT,
        hatch=hatch if known else None,
    )
    canvas.text(canvas.at(0) + 22, top + 5.5, option_text(figure.question, figure.option), **SMALL)
    ends = interval_text(figure)
    value = value_text(figure) + (word("number.interval", range=ends) if ends else "")
    canvas.text(canvas.at(100), top + 5.5, value, ha="right", **SMALL)
    canvas.y += 16


def _spoken(found: Sequence[Figure]) -> dict[str, str]:
    """Say the values, and which group is highest when several are exact."""
    exact = [it for it in found if it.is_counted]
    best = max(exact, key=lambda it: it.value, default=None)
    message = (
        word("alt.highest", group=_name(best), share=value_text(best))
        if best and len(exact) > 1
        else ""
    )
    listed = " ".join(
        f"{option_text(it.question, it.option)}{word('list.colon')}{reading(it)}" for it in found
    )
    return {"values": listed, "message": message}


def _name(figure: Figure) -> str:
    parts = (
        group_text(figure.side, figure.size),
        word(f"wave.{figure.wave}"),
        option_text(figure.question, figure.option),
    )
    return word("list.comma").join(parts)
