"""Give the colours and the type of the look, the same for every output."""

import csv
import re
from functools import cache
from importlib.resources import files

LIGHT, DARK, PRINT = "light", "dark", "print"
PREFIX = "--kit-"
# JupyterLab says on its body which of its themes is on; its reader's system may say another.
_LAB = "[data-jp-theme-light{}]"
_SCHEMES = (('="true"', "light"), ('="false"', "dark"))
# Who asks for more contrast gets no grey, and no colour in words: signs and shapes stay.
_PLAIN = ("quiet", "rule", "edge", "grid", "join", "client-ink", "vendor-ink", "ok", "no")
# In forced colours a visitor's own palette holds; only the marks keep theirs.
_FORCED = {
    "Canvas": ("paper", "canvas", "navy", "note", "track", "client-soft", "vendor-soft"),
    "CanvasText": ("ink", "quiet", "rule", "edge", "on-navy", "on-navy-quiet", "grid", "join"),
    "LinkText": ("link",),
}


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
    rows = csv.DictReader(_read("tokens.csv").splitlines())
    return {row["name"]: row[theme] or row[LIGHT] for row in rows}


def variables(theme: str = LIGHT) -> str:
    """Write the colours of a theme as CSS declarations, such as ``--kit-ink:#14212B``."""
    return _declared(palette(theme))


@cache
def base() -> str:
    """Give the base style sheet, which every page has once in its head, before its own.

    Examples
    --------
    >>> "--kit-ink:light-dark(#14212B,#F1F5F8)" in base() and ".kit-pill" in base()
    True
    """
    return "\n".join([_themes(), compact(_read("base.css")), compact(_read("parts.css"))])


@cache
def parts() -> str:
    """Give what an output needs that stands alone in a notebook: colours and its own parts."""
    return f"{_themes()}\n{compact(_read('parts.css'))}"


def compact(sheet: str) -> str:
    """Leave out what only those read who change a style sheet."""
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)).strip()


def _themes() -> str:
    """Write the colours: the dark ones hold wherever the colour scheme is dark."""
    light, dark, paper = (palette(theme) for theme in (LIGHT, DARK, PRINT))
    both = {
        name: value if value == dark[name] else f"light-dark({value},{dark[name]})"
        for name, value in light.items()
    }
    printed = {name: value for name, value in paper.items() if value != light[name]}
    plain = dict.fromkeys(_PLAIN, f"var({PREFIX}ink)")
    forced = {name: value for value, names in _FORCED.items() for name in names}
    schemes = (f"{_LAB.format(is_light)}{{color-scheme:{scheme}}}" for is_light, scheme in _SCHEMES)
    return "".join(
        [
            f":root{{{_declared(both)}}}",
            *schemes,
            f"@media print{{{_LAB.format('')}{{color-scheme:light}}:root{{{_declared(printed)}}}}}",
            f"@media (prefers-contrast:more){{:root{{{_declared(plain)}}}}}",
            f"@media (forced-colors:active){{:root{{{_declared(forced)}}}}}",
        ]
    )


def _declared(values: dict[str, str]) -> str:
    return ";".join(f"{PREFIX}{name}:{value}" for name, value in values.items())


def _read(name: str) -> str:
    return files("kit.look").joinpath(name).read_text(encoding="utf-8").strip()
