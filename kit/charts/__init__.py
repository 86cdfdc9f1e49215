"""Draw summaries: every function takes a finished summary and returns a ``Chart``."""

from kit.charts.again import drawn, is_drawn
from kit.charts.beside import beside_chart
from kit.charts.chart import Chart
from kit.charts.context import rank_chart, strata_chart
from kit.charts.differences import change_chart, gap_chart
from kit.charts.guesses import guess_chart
from kit.charts.redraws import redraw_chart
from kit.charts.shares import composition_chart, share_chart

__all__ = [
    "Chart",
    "beside_chart",
    "change_chart",
    "composition_chart",
    "drawn",
    "gap_chart",
    "guess_chart",
    "is_drawn",
    "rank_chart",
    "redraw_chart",
    "share_chart",
    "strata_chart",
]
