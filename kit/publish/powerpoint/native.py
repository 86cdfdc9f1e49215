"""Draw the kit's charts and tables as PowerPoint's own, which stay editable there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pptx.chart.chart import Chart as NativeChart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide
from pptx.util import Length, Pt
from wcwidth import wcswidth

from kit.charts.canvas import COLOURS
from kit.charts.chart import Chart
from kit.data import Row
from kit.labels import base_text, group_text, option_text, share_text, value_text, word
from kit.tables.table import Table

Box = tuple[Length, Length, Length, Length]
BODY, SMALL, PAD = Pt(14), Pt(12), Pt(3)
SIDES = Pt(15)  # left and right of the words in a cell
SIZES = (Pt(16), Pt(14), Pt(12), Pt(11), Pt(10), Pt(9))  # for the letters of a table
# Fills of the parts of a whole and of the two waves, dark enough to be told apart in grey.
FILLS = ("0072B2", "D55E00", "009E73", "CC79A7")
BEFORE, AFTER = "9A9A9A", "0072B2"


class Bar(NamedTuple):
    """One bar: value in percent or organisations, and how it is drawn."""

    value: float | None
    label: str
    colour: str
    solid: bool = True
    low: float | None = None
    high: float | None = None


class Series(NamedTuple):
    """Bars of one name, one a category."""

    name: str
    bars: Sequence[Bar]


def add_chart(slide: Slide, chart: Chart, box: Box) -> None:
    """Put a chart on a slide as a native one, with its alternative text.

    Parameters
    ----------
    slide
        The slide.
    chart
        The kit's chart; its rows are the numbers.
    box
        Left, top, width and height.
    """
    categories, series = _SERIES.get(chart.kind, _shares)(chart.rows)
    numbers: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    numbers.categories = categories
    for it in series:
        numbers.add_series(it.name, [bar.value for bar in it.bars])
    frame: Any = slide.shapes.add_chart(_kind(chart.kind), *box, numbers)
    describe(frame, chart.alternative)
    _dress(frame.chart, chart.kind, series)


def add_table(slide: Slide, table: Table, box: Box, *, columns: int) -> None:
    """Put the first columns of a table on a slide as a native one, in letters that let it fit."""
    lines = [line[:columns] for line in (table.header, *table.rows)]
    left, top, width, height = box
    size = next((it for it in SIZES if _height(lines, it, width) <= height), SIZES[-1])
    frame = slide.shapes.add_table(len(lines), len(lines[0]), left, top, width, Pt(0))
    describe(frame, table.caption)
    for row, line in enumerate(lines):
        for place, text in enumerate(line):
            cell = frame.table.cell(row, place)
            cell.text, cell.margin_top, cell.margin_bottom = text, PAD, PAD
            for paragraph in cell.text_frame.paragraphs:
                paragraph.font.size = size


def _height(lines: Sequence[Sequence[str]], size: Length, width: Length) -> int:
    """Estimate how high a table gets: a full-width letter is as wide as it is high."""
    columns = 2 * (width / len(lines[0]) - SIDES) / size
    rows = (max(-(-wcswidth(text) // columns) for text in line) for line in lines)
    return int(sum(max(row, 1) * 1.4 * size + 2 * PAD for row in rows))


def describe(shape: Any, text: str) -> None:
    """Give a shape its alternative text."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", text)


def _kind(kind: str) -> XL_CHART_TYPE:
    special = {
        "composition": XL_CHART_TYPE.BAR_STACKED,
        "ranks": XL_CHART_TYPE.LINE_MARKERS,
    }
    return special.get(kind, XL_CHART_TYPE.BAR_CLUSTERED)


def _shares(rows: Sequence[Row]) -> tuple[list[str], list[Series]]:
    options = dict.fromkeys(row["option"] for row in rows)
    ordered = [row for option in options for row in rows if row["option"] == option]
    names = [_share_name(row) for row in ordered]
    return _headed(ordered, names), [
        Series(word("table.share"), [_share_bar(it) for it in ordered])
    ]


def _headed(rows: Sequence[Row], names: Sequence[str]) -> list[str]:
    """Put the words of an option above the first bar that belongs to it."""
    headed, last = [], None
    for row, name in zip(rows, names, strict=True):
        heading = option_text(row["question"], row["option"])
        headed.append(name if row["option"] == last else f"{heading}\n{name}")
        last = row["option"]
    return headed


def _share_bar(row: Row) -> Bar:
    exact, known = row["verdict"] == "unique", row["verdict"] != "not_held"
    return Bar(
        float(row["percent"]) if known else None,
        "",
        COLOURS[row["side"]],
        solid=row["bound"] in ("", "exact"),
        low=row["low"] if exact else None,
        high=row["high"] if exact else None,
    )


def _share_name(row: Row) -> str:
    group = group_text(row["side"], row["size"])
    who = word("reading.group", group=group, wave=word(f"wave.{row['wave']}"))
    return _bar_name(who, row["base"], row["base_status"], value_text(row))


def _bar_name(who: str, base: float, status: str, value: str) -> str:
    """Name a bar with its base and its value: a label at its end would lie on the interval."""
    label = word("chart.label", group=who, base=base_text(base, status))
    return f"{label}{word('list.colon')}{value}"


def _compositions(rows: Sequence[Row]) -> tuple[list[str], list[Series]]:
    wholes = {(row["side"], row["size"]): row for row in rows if row.get("is_whole")}
    rows = [row for row in rows if not row.get("is_whole")]
    groups = list(dict.fromkeys((row["side"], row["size"]) for row in rows))
    found = {((row["side"], row["size"]), row["option"]): row for row in rows}
    series = []
    for number, option in enumerate(dict.fromkeys(row["option"] for row in rows)):
        parts = [found.get((group, option)) for group in groups]
        bars = [_part_bar(row, f"#{FILLS[number]}") for row in parts]
        series.append(Series(option_text(rows[0]["question"], option), bars))
    if any(group in wholes for group in groups):
        rest = [_rest(wholes.get(group), series, place) for place, group in enumerate(groups)]
        series.append(Series(word("chart.rest"), rest))
    return [group_text(*group) for group in groups], series


def _rest(whole: Row | None, parts: Sequence[Series], place: int) -> Bar:
    """Leave open what the published parts leave of the whole."""
    known = sum(part.bars[place].value or 0 for part in parts)
    left = round(float(whole["percent"]) - known, 1) if whole else 0
    return Bar(left if left > 0 else None, "", COLOURS["all"], solid=False)


def _part_bar(row: Row | None, colour: str) -> Bar:
    """Label a part of a whole inside its bar; its interval would lie on the next part."""
    if row is None:
        return Bar(None, "", colour)
    return _share_bar(row)._replace(label=value_text(row), colour=colour, low=None, high=None)


def _gaps(rows: Sequence[Row]) -> tuple[list[str], list[Series]]:
    pairs = [(row, side) for row in rows for side in ("client", "vendor")]
    names = [_end_name(row, side, group_text(side)) for row, side in pairs]
    bars = [_end_bar(row, side, COLOURS[side]) for row, side in pairs]
    return _headed([row for row, _ in pairs], names), [Series(word("table.share"), bars)]


def _changes(rows: Sequence[Row]) -> tuple[list[str], list[Series]]:
    names: list[str] = []
    bars: list[Bar] = []
    for row in rows:
        for end, colour in (("before", f"#{BEFORE}"), ("after", COLOURS[row["side"]])):
            names.append(_end_name(row, end, f"{group_text(row['side'])} {word(f'table.{end}')}"))
            bars.append(_end_bar(row, end, colour))
    return names, [Series(word("table.share"), bars)]


def _end_name(row: Row, end: str, who: str) -> str:
    value = share_text(row[f"{end}_printed"], row[f"{end}_bound"])
    return _bar_name(who, row[f"{end}_base"], row[f"{end}_base_status"], value)


def _end_bar(row: Row, end: str, colour: str) -> Bar:
    fields = ("percent", "printed", "bound", "low", "high")
    percent, printed, bound, low, high = (row[f"{end}_{field}"] for field in fields)
    exact = bound == "exact" and low == low  # noqa: PLR0124 - missing is not itself
    return Bar(
        float(percent) if printed else None,
        "",
        colour,
        solid=bound in ("", "exact"),
        low=low if exact else None,
        high=high if exact else None,
    )


def _strata(rows: Sequence[Row]) -> tuple[list[str], list[Series]]:
    groups = list(dict.fromkeys((row["side"], row["size"]) for row in rows))
    found = {(row["side"], row["size"], row["wave"]): row["respondents"] for row in rows}
    waves = sorted({row["wave"] for row in rows})
    return [group_text(*group) for group in groups], [
        Series(
            word(f"wave.{wave}"),
            [
                Bar(count, str(count), f"#{colour}")
                for count in (found.get((*it, wave)) for it in groups)
            ],
        )
        for wave, colour in zip(waves, (BEFORE, AFTER), strict=False)
    ]


def _ranks(rows: Sequence[Row]) -> tuple[list[str], list[Series]]:
    editions = sorted({row["edition"] for row in rows})
    found = {(row["threat"], row["edition"]): row["rank"] for row in rows}
    series = []
    for number, threat in enumerate(dict.fromkeys(row["threat"] for row in rows)):
        ranks = [found.get((threat, edition)) for edition in editions]
        colour = f"#{(*FILLS, '4D4D4D')[number % 5]}"
        series.append(Series(word(f"threat.{threat}"), [Bar(it, "", colour) for it in ranks]))
    return [str(edition) for edition in editions], series


_SERIES: Mapping[str, Callable[[Sequence[Row]], tuple[list[str], list[Series]]]] = {
    "share": _shares,
    "composition": _compositions,
    "gap": _gaps,
    "change": _changes,
    "strata": _strata,
    "ranks": _ranks,
}


def _dress(native: NativeChart, kind: str, series: Sequence[Series]) -> None:
    native.font.size = BODY
    native.has_title = False
    native.has_legend = len(series) > 1
    if native.has_legend:
        native.legend.position = XL_LEGEND_POSITION.BOTTOM
        native.legend.include_in_layout = False
    axis = native.value_axis
    axis.minimum_scale = 1 if kind == "ranks" else 0
    if kind != "strata":
        axis.maximum_scale = 10 if kind == "ranks" else 100
    axis.has_major_gridlines = kind == "ranks"
    axis.reverse_order = kind == "ranks"
    native.category_axis.reverse_order = kind != "ranks"
    native.category_axis.tick_labels.font.size = SMALL
    every = parse_xml(f"<c:tickLblSkip {nsdecls('c')} val='1'/>")  # or long names are left out
    native.category_axis._element.xpath("c:noMultiLvlLbl")[0].addprevious(every)
    for drawn, it in zip(native.plots[0].series, series, strict=True):
        (_dress_line if kind == "ranks" else _dress_bars)(drawn, it)


def _colour(bar: Bar) -> Any:
    return RGBColor.from_string(bar.colour.lstrip("#"))  # type: ignore[no-untyped-call]


def _dress_line(drawn: Any, series: Series) -> None:
    colour = _colour(series.bars[0])
    drawn.format.line.color.rgb = colour
    drawn.smooth = False
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = colour


def _dress_bars(drawn: Any, series: Series) -> None:
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = _colour(series.bars[0])  # what the legend shows
    for place, bar in enumerate(series.bars):
        _dress_bar(drawn.points[place], bar)
    if any(bar.low is not None for bar in series.bars):
        drawn._element.insert_element_before(_intervals(series.bars), *_AFTER_INTERVALS)


def _dress_bar(point: Any, bar: Bar) -> None:
    """Fill an exact bar; leave an inexact one open and dashed, as everywhere in the kit."""
    colour = _colour(bar)
    point.format.line.color.rgb = colour
    if bar.solid:
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = colour
    else:
        point.format.fill.background()
        point.format.line.dash_style = MSO_LINE.DASH
    if bar.label:
        point.data_label.text_frame.text = bar.label
        point.data_label.text_frame.paragraphs[0].font.size = BODY


# What must follow the intervals in a series, by the order of the file format.
_AFTER_INTERVALS = ("c:cat", "c:val", "c:shape", "c:extLst")


def _intervals(bars: Sequence[Bar]) -> Any:
    """Write 95 % intervals as error bars; python-pptx has no call for them."""
    ends = "".join(
        f"<c:{name}><c:numLit>{''.join(it)}</c:numLit></c:{name}>" for name, it in _ends(bars)
    )
    return parse_xml(
        f"<c:errBars {nsdecls('c', 'a')}><c:errBarType val='both'/><c:errValType val='cust'/>"
        f"<c:noEndCap val='0'/>{ends}<c:spPr><a:ln w='19050'><a:solidFill>"
        f"<a:srgbClr val='1A1A1A'/></a:solidFill></a:ln></c:spPr></c:errBars>"
    )


def _ends(bars: Sequence[Bar]) -> Iterator[tuple[str, list[str]]]:
    lengths = {
        "plus": [(bar.high or 0) - (bar.value or 0) if bar.low is not None else 0 for bar in bars],
        "minus": [(bar.value or 0) - (bar.low or 0) if bar.low is not None else 0 for bar in bars],
    }
    for name, values in lengths.items():
        points = [
            f"<c:pt idx='{place}'><c:v>{value:.3f}</c:v></c:pt>"
            for place, value in enumerate(values)
        ]
        yield name, [f"<c:ptCount val='{len(values)}'/>", *points]
