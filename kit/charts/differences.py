"""Draw differences: clients against vendors, and 2020 to 2021."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kit.charts.canvas import (
    COLOURS,
    FAINT,
    HEADING,
    INK,
    LABEL,
    MARGIN,
    MARKERS,
    NOTE,
    QUIET,
    SMALL,
    Canvas,
)
from kit.charts.chart import WIDTH, Chart, own_settings
from kit.errors import require_known
from kit.estimates import Difference, Figure, differences_of, figures_behind, some
from kit.facts import about
from kit.labels import (
    base_text,
    caveat_texts,
    difference_text,
    figure_text,
    group_text,
    option_text,
    share_text,
    short_text,
    word,
)

if TYPE_CHECKING:
    from pandas import DataFrame

TRACK = 22.0
SLOPE = 190.0


@own_settings()
def gap_chart(summary: "DataFrame | Iterable[Difference]", *, title: str | None = None) -> Chart:
    """Draw gaps as dumbbells: client to vendor, with the gap in points.

    Where the gap was refused, the reason stands in its place.

    Parameters
    ----------
    summary
        Frame made by ``kit.gaps``, or differences.
    title
        Words above the chart; the question's short name when empty.
    """
    found = some(differences_of(summary))
    canvas = Canvas(title or short_text(found[0].question))
    canvas.y += 4
    for it in found:
        canvas.paragraph(option_text(it.question, it.option), size=HEADING, colour=INK)
        _dumbbell(canvas, it)
    canvas.percent_axis()
    canvas.note(_meaning("gap", found), *_foot(found))
    values = " ".join(
        _said(it, option_text(it.question, it.option), group_names(it)) for it in found
    )
    return canvas.finish(about("gap", found), values=values)


@own_settings()
def change_chart(
    summary: "DataFrame | Iterable[Difference]", *, option: str, title: str | None = None
) -> Chart:
    """Draw the changes of one option as slopes from wave to wave, with intervals.

    Parameters
    ----------
    summary
        Frame made by ``kit.changes``, or differences.
    option
        Option code; one line a side.
    """
    given = differences_of(summary)
    require_known("option", option, list(dict.fromkeys(it.option for it in given)))
    found = [it for it in given if it.option == option]
    question = found[0].question
    words = {"question": short_text(question), "option": option_text(question, option)}
    canvas = Canvas(title or word("chart.title.change", **words))
    canvas.y += 10
    _slopes(canvas, found)
    canvas.end_body()
    for it in found:
        group = word("chart.change_of", group=group_text(it.first.side))
        canvas.tell(f"{group}{word('list.colon')}{difference_text(it)}")
    canvas.note(_meaning("change", found), *_foot(found))
    values = " ".join(_said(it, group_text(it.first.side), wave_names(it)) for it in found)
    return canvas.finish(about("change", found, settings={"option": option}), values=values)


def group_names(difference: Difference) -> list[str]:
    """Name the groups of both ends."""
    return [group_text(end.side) for end in difference.ends]


def wave_names(difference: Difference) -> list[str]:
    """Name the waves of both ends."""
    return [word(f"wave.{end.wave}") for end in difference.ends]


def _solid(figure: Figure) -> bool:
    """Tell whether a figure was published as an exact number; its mark is filled then."""
    return figure.bound == "exact" and figure.status != "derived"


def _dumbbell(canvas: Canvas, gap: Difference) -> None:
    known = [end for end in gap.ends if end.printed]
    if not known:
        sides = word("list.comma").join(group_names(gap))
        canvas.heads(sides, word("status.not_held"), indent=16)
        canvas.y += 6
        return
    _joined(canvas, known, refused=bool(gap.reason))
    for end in gap.ends:
        shape = {"marker": MARKERS[end.side], "markersize": 8, "color": COLOURS[end.side]}
        canvas.line([MARGIN + 4], [canvas.y + 0.75 * LABEL], **shape)
        canvas.heads(group_text(end.side), figure_text(end), indent=16)
    canvas.paragraph(difference_text(gap), size=LABEL, colour=INK, indent=12)
    canvas.y += 6


def _joined(canvas: Canvas, known: Sequence[Figure], *, refused: bool) -> None:
    middle = canvas.y + TRACK / 2
    canvas.track(TRACK)
    ends = [canvas.at(it.value) for it in known]
    both = len(ends) == 2
    # Marks closer than their own width would hide each other.
    apart = 4.5 if both and abs(ends[0] - ends[1]) < 13 else 0.0
    if both:
        style = {"linewidth": 3, "color": QUIET, "linestyle": ":" if refused else "-"}
        canvas.line(ends, [middle, middle], **style)
    for it, end, step in zip(known, ends, (-apart, apart), strict=False):
        face = COLOURS[it.side] if _solid(it) else "white"
        shape = {"marker": MARKERS[it.side], "markersize": 9 if apart else 12}
        shape |= {"markerfacecolor": face, "markeredgecolor": COLOURS[it.side]}
        canvas.line([end], [middle + step], **shape)
    canvas.y += TRACK


def _slopes(canvas: Canvas, changes: Sequence[Difference]) -> None:
    top, places = canvas.y + 8, (WIDTH * 0.27, WIDTH * 0.6)
    for x, name in zip(places, wave_names(changes[0]), strict=True):
        canvas.line([x, x], [top, top + SLOPE], color=FAINT, linewidth=1)
        canvas.text(x, top + SLOPE + 1.4 * LABEL, name, ha="center")
    columns = zip(*(it.ends for it in changes), strict=True)
    for figures, x, align in zip(columns, places, ("right", "left"), strict=True):
        _ends(canvas, figures, (top, x, align))
    for it in changes:
        _slope(canvas, it, places, top)
    canvas.y = top + SLOPE + 2.8 * LABEL


def _height(top: float, percent: float) -> float:
    return top + (100 - percent) / 100 * SLOPE


def _slope(canvas: Canvas, change: Difference, places: Sequence[float], top: float) -> None:
    side = change.first.side
    colour, points = COLOURS[side], []
    for figure, x in zip(change.ends, places, strict=True):
        if not figure.printed:
            continue
        y = _height(top, figure.value)
        points.append((x, y))
        if figure.is_counted:
            ends = [_height(top, end) for end in figure.interval]
            canvas.line([x, x], ends, color=colour, linewidth=5, alpha=0.35)
        face = colour if _solid(figure) else "white"
        shape = {"marker": MARKERS[side], "markerfacecolor": face, "markeredgecolor": colour}
        canvas.line([x], [y], markersize=9, **shape)
    if len(points) == 2:
        xs, ys = zip(*points, strict=True)
        style = "-" if side == "client" else (0, (6, 2))
        canvas.line(xs, ys, color=colour, linewidth=2, linestyle=style, zorder=1)


def _ends(canvas: Canvas, figures: Sequence[Figure], place: tuple[float, float, str]) -> None:
    """Label the values of one wave beside its axis, apart from each other."""
    top, x, align = place
    shown = sorted((it for it in figures if it.printed), key=lambda it: -it.value)
    heights = spread([_height(top, it.value) for it in shown], 2.9 * NOTE)
    step = 12 if align == "left" else -12
    for it, y in zip(shown, heights, strict=True):
        share = f"{group_text(it.side)} {share_text(it.printed, it.bound)}"
        canvas.text(x + step, y - 0.6 * NOTE, share, ha=align)
        base = word("chart.base", base=base_text(it))
        canvas.text(x + step, y + 0.65 * NOTE, base, ha=align, **SMALL)
    for number, it in enumerate(it for it in figures if not it.printed):
        text = f"{group_text(it.side)} {word('status.not_held')}"
        canvas.text(x + step, top + SLOPE - 14 * number, text, ha=align, **SMALL)


def spread(heights: list[float], distance: float) -> list[float]:
    """Push two ascending heights apart, evenly, until ``distance`` lies between them.

    Examples
    --------
    >>> spread([10.0, 12.0], 10)
    [6.0, 16.0]
    """
    result = list(heights)
    for second in range(1, len(result)):
        short = max(0.0, distance - (result[second] - result[second - 1])) / 2
        result[second - 1] -= short
        result[second] += short
    return result


def _meaning(kind: str, found: Sequence[Difference]) -> str:
    """Say what is subtracted from what and, where one is given, what the interval means."""
    measured = any(not it.reason for it in found)
    codes = (f"chart.note.{kind}", *(("chart.note.difference",) if measured else ()))
    return " ".join(map(word, codes))


def _foot(found: Sequence[Difference]) -> list[str]:
    """Say what n and * mean, and which cautions there are."""
    ends = figures_behind(found)
    needed = {
        "chart.note.base": True,
        "chart.note.base_derived": any(it.base_status == "derived" for it in ends),
        "chart.note.hollow": any(it.printed and not _solid(it) for it in ends),
    }
    notes = " ".join(word(code) for code, wanted in needed.items() if wanted)
    return [notes, *caveat_texts(it.caveat for it in ends)]


def _said(difference: Difference, name: str, ends: Sequence[str]) -> str:
    named = zip(ends, difference.ends, strict=True)
    values = word("list.comma").join(f"{end} {figure_text(it)}" for end, it in named)
    text = difference_text(difference)
    return f"{name}{word('list.colon')}{values}{word('list.stop')}{text}"
