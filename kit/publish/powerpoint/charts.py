"""Draw plots as PowerPoint's own charts, which stay editable there."""

from collections.abc import Iterator, Mapping
from math import inf
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
)
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt
from wcwidth import wcswidth

from kit import look
from kit.publish.powerpoint.plots import (
    BARS,
    COLUMNS,
    HATCHED,
    LINES,
    OPEN,
    ROWS,
    SOLID,
    STACK,
    Bar,
    Plot,
    Series,
)
from kit.publish.powerpoint.style import LABEL_SIZES, LINE, Box, line_count

_TYPES = {
    ROWS: XL_CHART_TYPE.BAR_CLUSTERED,
    BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    STACK: XL_CHART_TYPE.BAR_STACKED,
    LINES: XL_CHART_TYPE.LINE_MARKERS,
    COLUMNS: XL_CHART_TYPE.COLUMN_CLUSTERED,
}
# Of the width of a bar, how much is left between two, and how far those of one category overlap.
_SPACES = {ROWS: (35, 100), BARS: (60, 0), STACK: (120, 100), COLUMNS: (20, 0)}
_SHAPES = {
    "o": XL_MARKER_STYLE.CIRCLE,
    "s": XL_MARKER_STYLE.SQUARE,
    "^": XL_MARKER_STYLE.TRIANGLE,
    "v": XL_MARKER_STYLE.X,
    "D": XL_MARKER_STYLE.DIAMOND,
}
# How much room a name needs beyond its lines: programmes leave out names that come close.
_APART = 1.3
_NAMES = 0.42  # of a chart of horizontal bars, for the names of its bars
_SIDE, _BELOW = Pt(64), Pt(30)  # for the numbers of a vertical axis, and below the last bar
_TOP, _CLOSE = Pt(12), 9.0  # above the first bar; points of a line closer than this need room
# What must follow the intervals in a series, by the order of the file format.
_AFTER_INTERVALS = ("c:cat", "c:val", "c:smooth", "c:shape", "c:extLst")


def add_chart(slide: Any, plot: Plot, box: Box, alternative: str) -> Any:
    """Put a plot on a slide as a native chart.

    Parameters
    ----------
    slide
        The slide of python-pptx.
    plot
        What is drawn.
    box
        Where.
    alternative
        Words for those who do not see it.

    Returns
    -------
    GraphicFrame
        The shape that holds the chart.
    """
    numbers: Any = CategoryChartData(number_format="General")  # type: ignore[no-untyped-call]
    numbers.categories = plot.categories
    for it in plot.series:
        numbers.add_series(it.name, [bar.value if bar else None for bar in it.bars])
    frame = slide.shapes.add_chart(_TYPES[plot.form], *box, numbers)
    frame._element.xpath(".//p:cNvPr")[0].set("descr", alternative)
    _arrange(frame.chart, plot, box)
    for drawn, it in zip(frame.chart.plots[0].series, plot.series, strict=True):
        (_line if plot.form == LINES else _bars)(drawn, it)
        _label(drawn, it, plot, box)
        if plot.form == STACK:
            drawn.data_labels._element.append(_no_leaders())
        if any(bar.low is not None for bar in it.drawn):
            drawn._element.insert_element_before(_intervals(it, plot.form), *_AFTER_INTERVALS)
    return frame


def name_size(plot: Plot, box: Box) -> int:
    """Choose the size of letters in which the names of bars stand one below the other."""
    if plot.form in (LINES, COLUMNS):
        return LABEL_SIZES[2]
    row = _inner(plot, box).height / max(1, len(plot.categories))
    for size in LABEL_SIZES:
        lines = max(line_count(it, size, int(0.9 * _NAMES * box.width)) for it in plot.categories)
        if lines * LINE * _APART * Pt(size) <= row:
            return size
    return LABEL_SIZES[-1]


def outside(plot: Plot, box: Box) -> Mapping[tuple[int, int], int]:
    """Tell which labels find no room in their part of a stack, and how many lines away they stand.

    Returns
    -------
    dict
        By place of the series and of the category: -1 is the line above the bar, 1 the one below,
        -2 and 2 those beyond; on none of them does one label stand on another.
    """
    size, width = name_size(plot, box), _inner(plot, box).width
    found: dict[tuple[int, int], int] = {}
    for place in range(len(plot.categories)):
        ends, left = dict.fromkeys((-1, 1, -2, 2), -inf), 0.0
        for number, it in enumerate(plot.series):
            bar = it.bars[place]
            if bar is None:
                continue
            middle, half = left + bar.value * width / 200, label_width(bar.label, size) / 2
            left += bar.value * width / 100
            if bar.label and bar.value * width / 200 < half:
                free = [line for line, end in ends.items() if end <= middle - half]
                found[number, place] = line = free[0] if free else -2
                ends[line] = middle + half
    return found


def label_width(text: str, size: float) -> int:
    """Estimate how wide a label gets."""
    return int((wcswidth(text) + 1) * 0.56 * Pt(size))


def _has_legend(plot: Plot) -> bool:
    return len(plot.series) > 1


def _inner(plot: Plot, box: Box) -> Box:
    """Give the place of the bars or lines alone, inside a chart."""
    legend = _legend_height(plot, box)
    left = _SIDE if plot.form in (LINES, COLUMNS) else int(_NAMES * box.width)
    height = box.height - legend - _BELOW - _TOP
    return Box(left, _TOP, box.width - left - Pt(28), height)


def _legend_height(plot: Plot, box: Box) -> int:
    if not _has_legend(plot):
        return 0
    size, width = LABEL_SIZES[3], 0.9 * box.width
    widest = max(label_width(it.name, size) for it in plot.series) + Pt(3 * size)
    lines = -(-len(plot.series) // max(1, int(width / widest)))
    return int(lines * 1.5 * Pt(size))


def _arrange(native: Any, plot: Plot, box: Box) -> None:
    """Lay out axes, legend and the place of the bars."""
    size = name_size(plot, box)
    native.font.size, native.font.color.rgb = Pt(size), _colour(look.colour("ink"))
    native.has_title = False
    native.has_legend = _has_legend(plot)
    if native.has_legend:
        native.legend.position, native.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        native.legend.font.size = Pt(LABEL_SIZES[3])
    if plot.form in _SPACES:
        native.plots[0].gap_width, native.plots[0].overlap = _SPACES[plot.form]
    _axes(native, plot)
    area, inner = native._chartSpace.xpath(".//c:plotArea")[0], _inner(plot, box)
    for old in area.xpath("./c:layout"):
        area.remove(old)
    area.insert(0, _place(inner, box))


def _axes(native: Any, plot: Plot) -> None:
    values, names = native.value_axis, native.category_axis
    first, last = plot.axis
    values.minimum_scale = first if last is None else min(first, last)
    if last is not None:
        values.maximum_scale = max(first, last)
        values.reverse_order = first > last
        values.major_unit = 25 if last > first else 1
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = _colour(look.colour("grid"))
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = plot.unit, False
    names.format.line.color.rgb = _colour(look.colour("quiet"))
    if plot.form in (ROWS, BARS, STACK):
        names.reverse_order = True
        # Or the numbers would stand above the first bar; python-pptx sets it for the other axis.
        values._element.xpath("c:crosses")[0].set("val", "max")
    elif last is not None and first > last:
        values.crosses = XL_AXIS_CROSSES.MAXIMUM
    every = parse_xml(f"<c:tickLblSkip {nsdecls('c')} val='1'/>")  # or long names are left out
    if plot.form != COLUMNS:
        names._element.xpath("c:noMultiLvlLbl")[0].addprevious(every)


def _place(inner: Box, box: Box) -> Any:
    """Write where the bars are, so that names have the room that was counted on."""
    ends = {
        "x": inner.left / box.width,
        "y": inner.top / box.height,
        "w": inner.width / box.width,
        "h": inner.height / box.height,
    }
    values = "".join(f"<c:{name} val='{value:.4f}'/>" for name, value in ends.items())
    return parse_xml(
        f"<c:layout {nsdecls('c')}><c:manualLayout><c:layoutTarget val='inner'/>"
        f"<c:xMode val='edge'/><c:yMode val='edge'/>{values}</c:manualLayout></c:layout>"
    )


def _colour(code: str) -> Any:
    return RGBColor.from_string(code.lstrip("#").upper())  # type: ignore[no-untyped-call]


def _bars(drawn: Any, series: Series) -> None:
    """Fill a series as its first bar, and those bars that differ."""
    first = series.drawn[0]
    key = series.key or first.colour
    drawn.invert_if_negative = False
    _fill(drawn.format, first.fill, key)
    for place, bar in enumerate(series.bars):
        if bar and (bar.colour, bar.fill) != (key, first.fill):
            _fill(drawn.points[place].format, bar.fill, bar.colour)


def _fill(shape: Any, fill: str, colour: str) -> None:
    """Fill an exact bar, hatch one that was worked out, leave a rounded one open and dashed."""
    ink = _colour(colour)
    shape.line.color.rgb, shape.line.width = ink, Pt(1.25)
    if fill == SOLID:
        shape.fill.solid()
        shape.fill.fore_color.rgb = ink
    elif fill == HATCHED:
        shape.fill.patterned()
        shape.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        shape.fill.fore_color.rgb, shape.fill.back_color.rgb = ink, _colour("FFFFFF")
    else:
        shape.fill.background()
        shape.line.dash_style = MSO_LINE.DASH


def _line(drawn: Any, series: Series) -> None:
    """Draw a line with its markers; those of values that are not exact are hollow."""
    ink = _colour(series.drawn[0].colour) if series.drawn else _colour(look.colour("quiet"))
    drawn.smooth = False
    drawn.format.line.color.rgb, drawn.format.line.width = ink, Pt(2.25)
    _marker(drawn.marker, series.marker, ink, ink)
    for place, bar in enumerate(series.bars):
        if bar and bar.fill in (HATCHED, OPEN):
            _marker(drawn.points[place].marker, series.marker, ink, _colour("FFFFFF"))


def _marker(marker: Any, shape: str, edge: Any, face: Any) -> None:
    marker.style, marker.size = _SHAPES[shape], 10
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb, marker.format.line.color.rgb = face, edge


def _label(drawn: Any, series: Series, plot: Plot, box: Box) -> None:
    """Write the words of bars beside or inside them, in a colour that shows there."""
    number, size = plot.series.index(series), Pt(name_size(plot, box))
    lines = outside(plot, box) if plot.form == STACK else {}
    for place, bar in enumerate(series.bars):
        if bar is None or not bar.label:
            continue
        label, line = drawn.points[place].data_label, lines.get((number, place))
        label.text_frame.text = bar.label
        font = label.text_frame.paragraphs[0].runs[0].font
        is_dark = plot.form == STACK and not line and _is_dark(bar)
        font.size, font.color.rgb = size, _colour("FFFFFF" if is_dark else look.colour("ink"))
        if line:
            label._get_or_add_dLbl().insert_element_before(_moved(line, plot, box), "c:tx")
        else:
            label.position = _position(plot, number, place)


def _position(plot: Plot, number: int, place: int) -> Any:
    """Say where the words of a bar stand; of a point, so that those of another are not hidden."""
    if plot.form != LINES:
        return XL_LABEL_POSITION.CENTER if plot.form == STACK else XL_LABEL_POSITION.OUTSIDE_END
    value = _value(plot.series[number], place)
    others = (_value(it, place) for at, it in enumerate(plot.series) if at != number)
    near = [
        it for it in others if it is not None and value is not None and abs(it - value) < _CLOSE
    ]
    if near and value is not None:
        return XL_LABEL_POSITION.BELOW if near[0] > value else XL_LABEL_POSITION.ABOVE
    ends = {0: XL_LABEL_POSITION.LEFT, len(plot.categories) - 1: XL_LABEL_POSITION.RIGHT}
    return ends.get(place, XL_LABEL_POSITION.ABOVE)


def _value(series: Series, place: int) -> float | None:
    bar = series.bars[place]
    return bar.value if bar else None


def _moved(line: int, plot: Plot, box: Box) -> Any:
    """Write how far a label stands from the middle of its bar, as a part of the chart's height."""
    row = _inner(plot, box).height / len(plot.categories)
    half, high = row / (1 + _SPACES[STACK][0] / 100) / 2, LINE * Pt(name_size(plot, box))
    away = half + (abs(line) - 0.4) * high
    down = (away if line > 0 else -away) / box.height
    return parse_xml(
        f"<c:layout {nsdecls('c')}><c:manualLayout><c:x val='0'/><c:y val='{down:.4f}'/>"
        "</c:manualLayout></c:layout>"
    )


def _no_leaders() -> Any:
    """Keep programmes from drawing a line to a moved label: it would look like an interval."""
    return parse_xml(
        f"<c:extLst {nsdecls('c')}><c:ext uri='{{CE6537A1-D6FC-4f65-9D91-7224C49458BB}}' "
        "xmlns:c15='http://schemas.microsoft.com/office/drawing/2012/chart'>"
        "<c15:showLeaderLines val='0'/></c:ext></c:extLst>"
    )


def _is_dark(bar: Bar) -> bool:
    """Tell whether white letters show on a bar."""
    red, green, blue = (int(bar.colour[at : at + 2], 16) for at in (1, 3, 5))
    return bar.fill == SOLID and 0.299 * red + 0.587 * green + 0.114 * blue < 130


def _intervals(series: Series, form: str) -> Any:
    """Write 95 % intervals as error bars; python-pptx has no call for them.

    A bar without an interval gets no length at all; without caps nothing is seen there.
    """
    ends = "".join(
        f"<c:{name}><c:numLit>{''.join(it)}</c:numLit></c:{name}>" for name, it in _ends(series)
    )
    whole = all(it.low is not None for it in series.drawn)
    direction = "<c:errDir val='y'/>" if form == LINES else ""
    return parse_xml(
        f"<c:errBars {nsdecls('c', 'a')}>{direction}<c:errBarType val='both'/>"
        f"<c:errValType val='cust'/><c:noEndCap val='{0 if whole else 1}'/>{ends}<c:spPr>"
        f"<a:ln w='19050'><a:solidFill><a:srgbClr val='{look.colour('ink')[1:]}'/>"
        "</a:solidFill></a:ln></c:spPr></c:errBars>"
    )


def _ends(series: Series) -> Iterator[tuple[str, list[str]]]:
    held = [
        (place, bar.value, bar.low, bar.high)
        for place, bar in enumerate(series.bars)
        if bar and bar.low is not None and bar.high is not None
    ]
    lengths = {
        "plus": [(place, high - value) for place, value, _, high in held],
        "minus": [(place, value - low) for place, value, low, _ in held],
    }
    for name, values in lengths.items():
        points = (f"<c:pt idx='{place}'><c:v>{length:.3f}</c:v></c:pt>" for place, length in values)
        yield name, [f"<c:ptCount val='{len(series.bars)}'/>", *points]
