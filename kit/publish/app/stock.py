"""Keep finished pages, compressed, under a version of all that they are made from."""

import gzip
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from time import sleep, time
from typing import NamedTuple

from kit import data
from kit.environment import ROOT
from kit.errors import KitError
from kit.publish.files import SLIDES, fingerprint, write_changed

# The home page, by language.
HOMES = {"ja": "index", "en": "index.en"}
# Pages without a lesson, each with its template; what stands in for the number of an incident, and
# for what is made, is written in when the page is shown.
BROKEN, NUMBER = "incident", "number-of-the-incident"
FILE, VERB, WISH = "name-of-the-file", "verb-of-the-file", "wish-of-the-visitor"
MAKING = {"ja": "making", "en": "making.en"}
OTHERS = {
    **dict.fromkeys(MAKING.values(), "making.html"),
    "missing": "404.html",
    "unavailable": "503.html",
    BROKEN: "incident.html.j2",
}
ALONE = (*HOMES.values(), *OTHERS)
_VERSIONS = 3
_SECONDS_OF_WRITING = 0.5  # so long a notebook may be half written


class Lessons(NamedTuple):
    """The lessons as they are now.

    Parameters
    ----------
    version
        Changes with any of the notebooks, and with what all pages have in common.
    live
        Of each lesson, in order, whether it computes for one visitor.
    """

    version: str
    live: Mapping[str, bool]


def beside_notebooks() -> str:
    """Give what changes with all but the notebooks that pages are made from: code, words, look."""
    folders = (ROOT / "kit", data.folder(), SLIDES)
    paths = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return fingerprint(
        ROOT / "requirements.txt", *sorted(it for it in paths if it.suffix != ".pyc")
    )


def look_at(notebooks: Path, common: str) -> Lessons:
    """Read only what decides which pages there are and whether they are up to date.

    Parameters
    ----------
    notebooks
        Folder of the source notebooks.
    common
        What changes with anything else that pages are made from.

    Raises
    ------
    KitError
        There is no notebook, or one cannot be read.
    """
    paths = sorted(notebooks.glob("*.ipynb"))
    if not paths:
        raise KitError(f"no notebook (*.ipynb) in {notebooks}; lessons are read from there")
    live = {path.stem: _is_live(path) for path in paths}
    return Lessons(fingerprint(common, list(live), *paths)[:16], live)


def _is_live(path: Path) -> bool:
    try:
        cells = json.loads(path.read_bytes())["cells"]
        return any("live" in cell["metadata"].get("tags", []) for cell in cells)
    except (ValueError, KeyError, TypeError) as error:
        if time() - path.stat().st_mtime < _SECONDS_OF_WRITING:
            sleep(0.05)
            return _is_live(path)
        raise KitError(
            f"{path.name} cannot be read as a notebook ({error!r}); save it again from Jupyter"
        ) from error


class Stock:
    """The finished pages of all versions; nobody ever reads half of one.

    Parameters
    ----------
    build
        The folder to build in; they are kept in ``stock/``.
    """

    def __init__(self, build: Path) -> None:
        self._build, self._folder = build, build / "stock"
        self._signature = build / "copies.txt"

    def find(self, version: str, name: str) -> bytes | None:
        """Give a page as gzip; None when this version of it is not finished."""
        path = self._path(version, name)
        return path.read_bytes() if path.is_file() else None

    def has(self, version: str, name: str) -> bool:
        """Tell whether a page is finished."""
        return self._path(version, name).is_file()

    def put(self, version: str, name: str, content: bytes) -> None:
        """Keep a finished page."""
        write_changed(self._path(version, name), gzip.compress(content, mtime=0))

    def sign_copies(self, version: str) -> None:
        """Note that what Voilà serves has been built of a version."""
        write_changed(self._signature, self._copies_of(version))

    def has_copies(self, version: str) -> bool:
        """Tell whether what Voilà serves is of a version, and as it was built."""
        return self._signature.is_file() and (
            self._signature.read_bytes() == self._copies_of(version)
        )

    def _copies_of(self, version: str) -> bytes:
        folders = (self._build / "app", self._build / "jupyter")
        paths = sorted(it for folder in folders for it in folder.rglob("*") if it.is_file())
        return fingerprint(version, [path.name for path in paths], *paths).encode()

    def forget_old(self) -> None:
        """Throw old versions away, but for a few: another app may be serving one of them."""
        folders = sorted(self._folder.iterdir(), key=lambda it: it.stat().st_mtime)
        for folder in folders[:-_VERSIONS]:
            shutil.rmtree(folder, ignore_errors=True)

    def _path(self, version: str, name: str) -> Path:
        return self._folder / version / f"{name}.gz"
