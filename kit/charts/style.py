"""Give the style of charts, for the head of a page or beside one in a notebook."""

from functools import cache
from importlib.resources import files

from kit.look import compact


@cache
def style() -> str:
    """Give the style sheet of charts; the colours are those of the page."""
    return compact(files("kit.charts").joinpath("chart.css").read_text(encoding="utf-8"))
