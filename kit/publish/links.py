"""Give the project's addresses in ``pyproject.toml`` to every file that shows them."""

import tomllib
from urllib.parse import quote, urlsplit

from kit.environment import ROOT

SHOWN_IN = ("README.md", "README.ja.md", "CITATION.cff", "CONTRIBUTING.md")
_CITATION = "CITATION.cff"
_FIELD = "repository-code: "


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


def binder_path(repository: str) -> str:
    """Return how mybinder.org spells a repository.

    Examples
    --------
    >>> binder_path("https://github.com/owner/name")
    'gh/owner/name/HEAD'
    >>> binder_path("https://git.example.org/owner/name")
    'git/https%3A%2F%2Fgit.example.org%2Fowner%2Fname/HEAD'
    """
    parts = urlsplit(repository)
    if parts.netloc == "github.com":
        return f"gh{parts.path}/HEAD"
    return f"git/{quote(repository, safe='')}/HEAD"


def shown_address() -> str:
    """Return the address that the files show now: the one in ``CITATION.cff``."""
    lines = (ROOT / _CITATION).read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith(_FIELD)).removeprefix(_FIELD).strip('"')


def carry_address() -> None:
    """Replace the address that the files show, and Binder's spelling of it, by the wanted one."""
    shown, wanted = shown_address(), address()
    for name in SHOWN_IN:
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        changed = text.replace(binder_path(shown), binder_path(wanted)).replace(shown, wanted)
        if changed != text:
            path.write_text(changed, encoding="utf-8", newline="\n")
            print(f"{name}: {wanted}")
