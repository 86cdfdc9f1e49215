"""Build everything that is made from the notebooks, each thing only when it may have changed."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kit.errors import CannotWrite, KitError
from kit.publish.app import copies
from kit.publish.build import Work, build
from kit.publish.decks import read_decks
from kit.publish.executed import executed_works
from kit.publish.files import BUILD, NOTEBOOKS
from kit.publish.forms.files import form_works
from kit.publish.home.files import all_offered, deck_names
from kit.publish.home.served import served_works
from kit.publish.learner import build_notebooks
from kit.publish.lesson import Lesson, read_lessons
from kit.publish.pictures.bundle import figure_works
from kit.publish.pictures.index import index_works
from kit.publish.powerpoint.write import powerpoint_works
from kit.publish.print.guide import guide_works
from kit.publish.print.handouts import handout_works
from kit.publish.print.papers import quiz_works, tabletop_works
from kit.publish.site.pages import site_works
from kit.publish.slides.compose import deck_works
from kit.publish.slides.write import slide_works


def build_everything(notebooks: Path = NOTEBOOKS, folder: Path = BUILD) -> list[Path]:
    """Build all outputs of all lessons in both languages, as many at once as there are cores.

    Returns
    -------
    list of Path
        The files whose bytes changed.

    Raises
    ------
    KitError
        Something failed. The message names notebook, cell and cause of every failure; everything
        else is built.
    CannotWrite
        The folder cannot be written; nothing more is tried.
    """
    changed: list[Path] = []
    failures = []
    for make in (copies.build_all, build_notebooks, _build_works):
        try:
            changed += make(notebooks, folder)
        except CannotWrite:
            raise
        except KitError as error:
            failures.append(str(error))
    if failures:
        raise KitError("\n".join(failures))
    return changed


def _build_works(notebooks: Path, folder: Path) -> list[Path]:
    return build(list(all_works(read_lessons(notebooks), notebooks)), folder)


def build_without_browser(notebooks: Path = NOTEBOOKS, folder: Path = BUILD) -> list[Path]:
    """Build what the home page in a Jupyter server leads to, but for what a browser prints.

    Returns
    -------
    list of Path
        The files whose bytes changed.

    Raises
    ------
    KitError
        As ``build_everything``.
    """
    lessons = read_lessons(notebooks)
    ready = [it for it in all_offered(deck_names()) if not it.endswith(".pdf")]
    works = list(all_works(lessons, notebooks, ready=ready))
    names = [it.name for it in works if it.name.startswith("home/")]
    return build(works, folder, only=[*names, *(work_of(it, works) for it in ready)])


def work_of(file: str, works: Iterable[Work]) -> str:
    """Name the work that a file comes out of: itself, or a folder that holds it.

    Raises
    ------
    KitError
        There is none.
    """
    for work in works:
        if file == work.name or file.startswith(f"{work.name}/"):
            return work.name
    raise KitError(f"nothing builds {file}")


def all_works(
    lessons: Sequence[Lesson],
    notebooks: Path,
    *,
    site: str = "",
    ready: Sequence[str] | None = None,
) -> Iterator[Work]:
    """List everything that is made of the lessons.

    Parameters
    ----------
    notebooks
        Where the lessons are; their cells run there.
    site
        Address of the published web site; that of ``pyproject.toml`` when empty.
    ready
        Names of the files that the home page may lead to; all when left out.
    """
    decks = read_decks(lessons)
    shown = all_offered(it.name for it in decks) if ready is None else ready
    yield from executed_works(lessons, notebooks)
    yield from site_works(lessons, decks, ready=shown)
    yield from served_works(lessons, decks, ready=shown)
    yield from deck_works(lessons, decks)
    yield from slide_works(decks)
    yield from handout_works(lessons, site=site)
    yield from powerpoint_works(decks)
    yield from figure_works(lessons)
    yield from index_works(lessons)
    yield from tabletop_works()
    yield from quiz_works()
    yield from form_works()
    yield from guide_works(decks)
