"""Build the bundle of figures: their files, the survey's tables, and a page that lists both."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kit import data
from kit.labels import LANGUAGES
from kit.publish.build import Work, build
from kit.publish.executed import executed_works, work_name
from kit.publish.files import BUILD, NOTEBOOKS, read_notebook
from kit.publish.lesson import Lesson, read_lessons, words
from kit.publish.page import fill, page_words
from kit.publish.pictures.bundle import figure_works, figures_in

TABLES = "figures/data"
_PACKAGE = "survey"


def build_figures(notebooks: Path = NOTEBOOKS, folder: Path = BUILD) -> list[Path]:
    """Build the bundle below ``figures/``; return the files whose bytes changed.

    Raises
    ------
    KitError
        Lessons failed; the message names each with its cell, the others are written.
    """
    lessons = read_lessons(notebooks)
    works = [*figure_works(lessons), *index_works(lessons)]
    return build([*executed_works(lessons, notebooks), *works], folder)


def index_works(lessons: Sequence[Lesson]) -> Iterator[Work]:
    """List the tables of the survey, and the page of all figures in each language."""
    described = data.describe(_PACKAGE)["resources"]
    tables = {it["path"]: it["hash"] for it in described}  # the hash tells when one has changed
    yield Work(TABLES, partial(_tables, tables=tables))
    for language in LANGUAGES:
        executed = {it.name: work_name(it.name, language) for it in lessons}
        folders = [f"figures/{language}/{it.name}" for it in lessons]
        values = {
            **page_words(),
            "language": language,
            "lessons": [it.summary() for it in lessons],
            "tables": [{"path": it["path"], "title": it["title"]} for it in described],
        }
        make = partial(_index, executed=executed, values=values)
        yield Work(f"figures/{language}/index.html", make, needs=(*executed.values(), *folders))


def _tables(_: Path, *, tables: Mapping[str, str]) -> Mapping[str, bytes]:
    """Give the tables as they stand, with their descriptor."""
    folder = data.folder()
    found = {
        name: (folder / _PACKAGE / name).read_bytes() for name in (*tables, "datapackage.json")
    }
    return {**found, "README.md": (folder / "README.md").read_bytes()}


def _index(folder: Path, *, executed: Mapping[str, str], values: Mapping[str, Any]) -> bytes:
    language = values["language"]
    here = folder / "figures" / language
    listed = []
    for lesson in values["lessons"]:
        figures = figures_in(read_notebook(folder / executed[lesson["name"]]).cells)
        files = sorted(it for it in (here / lesson["name"]).rglob("*") if it.is_file())
        paths = [it.relative_to(here).as_posix() for it in files]
        titles = {f"{lesson['name']}/{stem}": facts.title for stem, facts in figures.items()}
        listed.append({"lesson": lesson, "figures": list(_figures(titles, paths))})
    own = {"listed": listed, "home": words("ui.home.")[language]}
    return fill(f"figures/{language}/index.html", "figures.html.j2", {**values, **own})


def _figures(titles: Mapping[str, str], paths: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Give for each figure its title, and its files by what tells them apart."""
    given = [*paths]
    for stem, title in titles.items():
        files = sorted((it for it in given if _belongs(it, stem)), key=lambda it: "-slide." in it)
        named = [(it.removeprefix(stem).lstrip(".-"), quote(it)) for it in files]
        yield {"title": title, "files": named}


def _belongs(path: str, stem: str) -> bool:
    return path.startswith((f"{stem}.", f"{stem}-slide"))
