"""Hold what a panel shows, and read the style and script that panels carry with them."""

from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files

from kit.labels import word


@dataclass(frozen=True)
class View:
    """Hold one finished view: a picture, its numbers and its reading.

    Parameters
    ----------
    picture
        HTML of the chart with its alternative text; may be empty.
    table
        HTML of the number table, shown one click away.
    reading
        Plain sentences; read out by screen readers when the view appears.
    certainty
        HTML that says how sure the numbers are, such as ``kit.how_sure(…).html()``; empty where
        the panel says it once for all its views.
    """

    picture: str
    table: str
    reading: str
    certainty: str = ""

    def html(self) -> str:
        """Write the view; the table is a native disclosure, so it opens without script."""
        summary = escape(word("panel.table"))
        numbers = (
            f"<details><summary>{summary}</summary>{self.table}</details>" if self.table else ""
        )
        words = f'<p class="kit-reading">{escape(self.reading)}</p>'
        return f"{self.picture}{words}{numbers}{self.certainty}"


@cache
def asset(name: str) -> str:
    """Read a style sheet or script of ``kit/panels/assets``."""
    return files("kit.panels").joinpath("assets", name).read_text(encoding="utf-8").strip()
