"""Draw a chart again from the facts that travelled with it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kit.charts.changes import change_chart
from kit.charts.chart import Chart
from kit.charts.compositions import composition_chart
from kit.charts.gaps import gap_chart
from kit.charts.guesses import guess_chart
from kit.charts.intervals import interval_chart
from kit.charts.ranks import rank_chart
from kit.charts.redraws import redraw_chart
from kit.charts.shares import share_chart
from kit.charts.strata import strata_chart
from kit.estimates import redraws
from kit.facts import Facts

if TYPE_CHECKING:
    from pandas import DataFrame

Draw = Callable[[Facts], Chart]


def is_drawn(facts: Facts) -> bool:
    """Tell whether facts are those of a chart."""
    return facts.kind in _DRAW


def drawn(facts: Facts) -> Chart:
    """Draw a chart again, in the language in use.

    Parameters
    ----------
    facts
        Of a chart.

    Examples
    --------
    >>> from kit.charts.gaps import gap_chart
    >>> from kit.estimates import gaps
    >>> chart = gap_chart(gaps("q01_telework"), title="Telework")
    >>> drawn(chart.facts).facts == chart.facts
    True
    """
    return _DRAW[facts.kind](facts)


def _frame(facts: Facts) -> "DataFrame":
    from pandas import DataFrame

    return DataFrame(list(facts.rows)).convert_dtypes()


_DRAW: Mapping[str, Draw] = {
    "share": lambda it: share_chart(it.figures, title=it.title),
    "composition": lambda it: composition_chart(it.figures, title=it.title, **it.settings),
    "gap": lambda it: gap_chart(it.differences, title=it.title),
    "change": lambda it: change_chart(it.differences, title=it.title, **it.settings),
    "guess": lambda it: guess_chart(it.figures),
    "redraws": lambda it: redraw_chart(redraws(it.question, **it.settings), title=it.title),
    "ranks": lambda it: rank_chart(_frame(it), title=it.title, **it.settings),
    "strata": lambda it: strata_chart(_frame(it), title=it.title),
    "intervals": lambda it: interval_chart(_frame(it), title=it.title),
}
