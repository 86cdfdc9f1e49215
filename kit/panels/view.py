"""Hold what a panel shows."""

from dataclasses import dataclass
from functools import cached_property
from html import escape

from kit.charts.chart import Chart
from kit.facts import Facts
from kit.labels import word


@dataclass(frozen=True)
class View:
    """Hold one finished view: a picture, its numbers and its reading.

    Parameters
    ----------
    picture
        A chart, or HTML of something else; may be empty.
    table
        HTML of the number table, shown one click away.
    reading
        Plain sentences; read out by screen readers when the view appears.
    certainty
        HTML that says how sure the numbers are, such as ``kit.how_sure(…).html()``; empty where
        the panel says it once for all its views.
    is_empty
        Whether there is nothing to see in it: it is not offered.
    """

    picture: Chart | str
    table: str
    reading: str
    certainty: str = ""
    is_empty: bool = False

    def html(self) -> str:
        """Write the view; the table is a native disclosure, so it opens without script."""
        return self._html

    @cached_property
    def _html(self) -> str:  # both faces of a panel show it, and a chart takes a while to write
        summary = escape(word("panel.table"))
        numbers = (
            f"<details><summary>{summary}</summary>{self.table}</details>" if self.table else ""
        )
        words = f'<p class="kit-reading">{escape(self.reading)}</p>'
        shown = self.picture.html() if isinstance(self.picture, Chart) else self.picture
        return f"{shown}{words}{numbers}{self.certainty}"

    @property
    def facts(self) -> Facts:
        """Say what is shown: the facts of its chart, or what is read out."""
        if isinstance(self.picture, Chart):
            return self.picture.facts
        return Facts("text", alternative=self.reading)
