"""Carry the project's address in ``pyproject.toml`` to every file that shows it."""

from urllib.parse import quote, urlsplit

from kit.environment import ROOT
from kit.publish.links import address

SHOWN_IN = ("README.md", "README.ja.md", "CITATION.cff", "CONTRIBUTING.md")
_CITATION = "CITATION.cff"
_FIELD = "repository-code: "


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
