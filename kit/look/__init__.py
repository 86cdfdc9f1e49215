"""Give the colours of the look, the same for pages, charts, slides, paper and PowerPoint."""

import csv
from functools import cache
from importlib.resources import files

LIGHT, DARK, PRINT = "light", "dark", "print"
PREFIX = "--kit-"


def colour(name: str, theme: str = LIGHT) -> str:
    """Give a colour as ``#RRGGBB``.

    Parameters
    ----------
    name
        A token of ``tokens.csv``.
    theme
        ``light``, ``dark`` or ``print``.

    Raises
    ------
    KeyError
        There is no such token or theme.

    Examples
    --------
    >>> colour("client"), colour("vendor", "print")
    ('#D55E00', '#004B75')
    """
    return palette(theme)[name]


@cache
def palette(theme: str = LIGHT) -> dict[str, str]:
    """Give all colours of a theme by name; print is light but for what it says itself."""
    text = files("kit.look").joinpath("tokens.csv").read_text(encoding="utf-8")
    return {row["name"]: row[theme] or row[LIGHT] for row in csv.DictReader(text.splitlines())}


def variables(theme: str = LIGHT) -> str:
    """Write the colours of a theme as CSS declarations, such as ``--kit-ink:#14212B``."""
    return ";".join(f"{PREFIX}{name}:{value}" for name, value in palette(theme).items())
