"""Read the styles and scripts that panels bring along."""

from functools import cache
from importlib.resources import files

from kit.facts import NOTEBOOK, face

SHEETS = ("panel.css", "quiz.css", "slider.css")


def styles(*names: str) -> str:
    """Write style sheets beside an output in a notebook; a page has them in its head."""
    if face() != NOTEBOOK:
        return ""
    return "".join(f"<style>{asset(name)}</style>" for name in names)


def stylesheet() -> str:
    """Give the style of everything that outputs may bring along, for the head of a page."""
    return "\n".join(asset(name) for name in SHEETS)


@cache
def asset(name: str) -> str:
    """Read a style sheet or script of ``kit/panels/assets``."""
    return files("kit.panels").joinpath("assets", name).read_text(encoding="utf-8").strip()
