"""Read the styles and scripts that panels bring along."""

import re
from functools import cache
from importlib.resources import files

from kit.charts.style import style as chart_style
from kit.facts import NOTEBOOK, face
from kit.look import compact, parts

# What only those read who change a script: the room before a line, and lines of comment.
_MARGIN = re.compile(r"^ *(?://.*\n)?", re.MULTILINE)
SHEETS = ("panel.css", "quiz.css", "slider.css", "check.css")


def styles(*names: str) -> str:
    """Write look and style sheets beside an output in a notebook; a page has them in its head."""
    if face() != NOTEBOOK:
        return ""
    return "".join(
        f"<style>{text}</style>" for text in (parts(), *map(sheet, names), chart_style())
    )


def stylesheet() -> str:
    """Give the style of everything that outputs may bring along, for the head of a page."""
    return "\n".join([*map(sheet, SHEETS), chart_style()])


@cache
def sheet(name: str) -> str:
    """Give a style sheet of ``kit/panels/assets`` as it goes into a page."""
    return compact(asset(name))


@cache
def asset(name: str) -> str:
    """Read a style sheet or script of ``kit/panels/assets`` as it goes into a page."""
    text = files("kit.panels").joinpath("assets", name).read_text(encoding="utf-8")
    return _MARGIN.sub("", text).strip()
