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
    """

    picture: str
    table: str
    reading: str

    def html(self) -> str:
        """Write the view; the table is a native disclosure, so it opens without script."""
        summary = escape(word("panel.table"))
        numbers = (
            f"<details><summary>{summary}</summary>{self.table}</details>" if self.table else ""
        )
        return f'{self.picture}<p class="kit-reading">{escape(self.reading)}</p>{numbers}'


@cache
def asset(name: str) -> str:
    """Read a style sheet or script of ``kit/assets``."""
    return files("kit").joinpath("assets", name).read_text(encoding="utf-8").strip()
