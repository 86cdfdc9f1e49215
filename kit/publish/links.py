"""Give the project's own addresses, as ``pyproject.toml`` has them."""

import tomllib
from urllib.parse import quote

from kit.environment import ROOT


def address(name: str = "Repository") -> str:
    """Return an address of the project, as ``pyproject.toml`` has it.

    Parameters
    ----------
    name
        ``Repository``, or ``Lessons`` for where the web site of the lessons is published.
    """
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["urls"][name])


def lesson_address(lesson: str, language: str, site: str = "") -> str:
    """Return where a lesson is on the published web site.

    Parameters
    ----------
    site
        Address of the web site; that of ``pyproject.toml`` when empty.

    Examples
    --------
    >>> lesson_address("00_start_here", "en", "https://lessons.example.org/kit/")
    'https://lessons.example.org/kit/en/00_start_here.html'
    """
    return f"{(site or address('Lessons')).rstrip('/')}/{language}/{quote(lesson)}.html"
