"""All pages of one version of the sources, each written piece by piece."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from nbconvert.filters import markdown2html, strip_files_prefix
from nbformat import NotebookNode

from kit.errors import KitError
from kit.labels import LANGUAGES
from kit.publish.app import copies
from kit.publish.app.one_by_one import Kernel
from kit.publish.app.press import Order
from kit.publish.app.stock import ALONE, BROKEN, HOMES, MAKING, NUMBER, OTHERS, Stock, look_at
from kit.publish.build import keep, stale
from kit.publish.cells import is_note
from kit.publish.decks import read_decks
from kit.publish.executed import executed_works, without_kernel, work_name
from kit.publish.files import notebook_bytes, read_notebook
from kit.publish.home.page import Home, Reach
from kit.publish.lesson import Lesson, read_lessons
from kit.publish.page import page_words

_HAS_INCIDENT = 'class="incident"'  # what the page template writes where something went wrong


class Edition:
    """The pages of the app and the state of their sources.

    Parameters
    ----------
    order
        Where the sources are and the pages are built.

    Raises
    ------
    KitError
        A notebook cannot be read or copied.
    """

    def __init__(self, order: Order) -> None:
        self._order = order
        self._notebooks, self._build = Path(order.notebooks), Path(order.build)
        self._seen = look_at(self._notebooks, order.common)
        lessons = read_lessons(self._notebooks)
        copies.build_all(self._notebooks, self._build)
        self._lessons = {lesson.name: lesson for lesson in lessons}
        self._works = {it.name: it for it in executed_works(lessons, self._notebooks)}
        self._due = stale(self._works.values(), self._build)
        self._stock = Stock(self._build)
        self._stock.sign_copies(self._seen.version)
        template = copies.template_folder(self._build)
        self._templates = _templates(template, order.base_url)
        for path in (template / "static").iterdir():
            self._stock.put(self._seen.version, f"static/{path.name}", path.read_bytes())

    @property
    def version(self) -> str:
        """Give what changes with the sources."""
        return self._seen.version

    def is_current(self) -> bool:
        """Tell whether the notebooks are still those that it was made from."""
        try:
            return look_at(self._notebooks, self._order.common) == self._seen
        except KitError:
            return False

    def unfinished(self) -> list[str]:
        """Name the pages that are not in stock."""
        live, version = self._seen.live, self._seen.version
        finite = [name for name in live if not live[name]]
        lessons = (f"{language}/{name}" for name in finite for language in LANGUAGES)
        return [it for it in (*ALONE, *lessons) if not self._stock.has(version, it)]

    def pieces(self, name: str, kernel: Kernel, before: Callable[[], None]) -> Iterator[str]:
        """Write a page piece by piece, and keep it in stock unless something on it failed.

        Parameters
        ----------
        name
            Of the page.
        kernel
            Runs the cells that nobody has run yet.
        before
            Called when the next piece has to wait until a cell has been run.
        """
        if name in HOMES.values():
            written = iter([self._home(next(it for it in HOMES if HOMES[it] == name))])
        elif name in OTHERS:
            written = iter([self._other(name)])
        else:
            language, lesson = name.split("/")
            written = self._lesson(self._lessons[lesson], language, kernel, before)
        page = []
        for piece in written:
            page.append(piece)
            yield piece
        content = "".join(page)
        if "/" not in name or _HAS_INCIDENT not in content:
            self._stock.put(self._seen.version, name, content.encode())

    def _home(self, language: str) -> str:
        """Write the home page; what it leads to and is not built is made on request."""
        base = self._order.base_url
        reach = Reach(
            {"ja": base, "en": f"{base}voila/tree/en"},
            f"{base}voila/render/{{language}}/{{name}}.ipynb",
            f"{base}files/",
        )
        lessons, decks = [*self._lessons.values()], []
        with suppress(KitError):  # the decks are of other lessons than these
            decks = read_decks(lessons)
        summaries = [it.summary() for it in lessons]
        return Home(language, reach, summaries, decks).page(page_words()).decode()

    def _other(self, name: str) -> str:
        number = {"number" if name == BROKEN else "incident": NUMBER}
        shown: dict[str, Any] = number if name in (BROKEN, "unavailable") else {}
        if name in MAKING.values():
            shown = {"language": next(it for it in MAKING if MAKING[it] == name)}
        return str(self._templates.get_template(OTHERS[name]).render(folder="", **shown))

    def _lesson(
        self, lesson: Lesson, language: str, kernel: Kernel, before: Callable[[], None]
    ) -> Iterator[str]:
        """Write a lesson from its executed copy, and execute that first if need be."""
        work = self._works[work_name(lesson.name, language)]
        if work.name not in self._due:
            notebook = read_notebook(self._build / work.name)
            yield from self._page(lesson.name, notebook, iter(notebook.cells))
            return
        copy = without_kernel(lesson).copy(language, audience="instructor").decode()
        notebook = nbformat.reads(copy, as_version=4)  # type: ignore[no-untyped-call]
        source = self._notebooks / f"{lesson.name}.ipynb"
        yield from self._page(lesson.name, notebook, kernel.run(notebook, source, before))
        if not any("incident" in cell.metadata for cell in notebook.cells):
            keep(work, notebook_bytes(notebook), self._build)
            self._due.remove(work.name)

    def _page(
        self, name: str, notebook: NotebookNode, cells: Iterator[NotebookNode]
    ) -> Iterator[str]:
        """Fill Voilà's template of a lesson as Voilà would, whatever has run the cells."""
        assets = self._templates.globals
        shown = [cell for cell in notebook.cells if not is_note(cell)]
        run = _Run(f"{notebook.metadata.language}/{name}.ipynb", cells)
        return self._templates.get_template("index.html.j2").generate(
            nb={"cells": shown, "metadata": notebook.metadata},
            resources={**assets, "metadata": {"name": name}},
            kernel_start=lambda _: "",
            cell_generator=run.cells,
        )


class _Run:
    """What the template asks about the one who runs the cells."""

    request_handler = None

    def __init__(self, notebook_path: str, cells: Iterator[NotebookNode]) -> None:
        self.notebook_path, self._cells = notebook_path, cells

    def cells(self, *_: Any) -> Iterator[NotebookNode]:
        """Give the cells that readers see, each when it has been run."""
        return (cell for cell in self._cells if not is_note(cell))


def _templates(folder: Path, base_url: str) -> Environment:
    def address(name: str) -> str:
        return f"{base_url}voila/templates/{copies.TEMPLATE}/{name}"

    # As in Voilà: texts are escaped in its own pages, and by the template itself in a lesson.
    found = Environment(
        loader=FileSystemLoader(folder), autoescape=lambda name: str(name).endswith(".html")
    )
    found.filters |= {"markdown2html": markdown2html, "strip_files_prefix": strip_files_prefix}
    found.globals |= {
        "base_url": base_url,
        "include_url": address,
        "include_css": lambda name: Markup(f'<link rel="stylesheet" href="{address(name)}">'),
    }
    return found
