"""Draw summaries: every function takes a finished summary and returns a ``Chart``."""

from kit.charts.again import drawn, is_drawn
from kit.charts.beside import beside_chart
from kit.charts.changes import change_chart
from kit.charts.chart import Chart
from kit.charts.compositions import composition_chart
from kit.charts.gaps import gap_chart
from kit.charts.guesses import guess_chart
from kit.charts.intervals import interval_chart
from kit.charts.ranks import rank_chart
from kit.charts.redraws import redraw_chart
from kit.charts.shares import share_chart
from kit.charts.size import SIZES, Size
from kit.charts.strata import strata_chart

__all__ = [
    "SIZES",
    "Chart",
    "Size",
    "beside_chart",
    "change_chart",
    "composition_chart",
    "drawn",
    "gap_chart",
    "guess_chart",
    "interval_chart",
    "is_drawn",
    "rank_chart",
    "redraw_chart",
    "share_chart",
    "strata_chart",
]
