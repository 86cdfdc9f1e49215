"""Show a deck with a kernel behind it: the slides of the one file, served by Voilà."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output
from tornado.web import RedirectHandler, authenticated
from voila.handler import BaseVoilaHandler

from kit.environment import require_free_port
from kit.labels import LANGUAGES
from kit.publish.app import copies
from kit.publish.app.server import LessonApp, put_on_jupyter_path
from kit.publish.build import build as build_works
from kit.publish.cells import tags
from kit.publish.decks import DECKS, Deck, find_deck, read_decks
from kit.publish.executed import executed_works, work_name
from kit.publish.files import BUILD, NOTEBOOKS, SLIDES, notebook_bytes, write_changed
from kit.publish.lesson import Lesson, read_lessons, words
from kit.publish.page import environment
from kit.publish.run import KERNEL
from kit.publish.slides.write import Sections, deck_sections, deck_values, reveal
from kit.publish.standalone import FONT, with_font

TEMPLATE = "deck"
# Where the page is cut: what a kernel shows comes between two parts.
_CUT = "<!-- a live cell -->"
# Code that a reader runs, or that shall fail, is nobody's foundation.
_NOT_RUN = {"still", "solution", "exercise", "raises-exception"}


class Places(NamedTuple):
    """Folder of the source notebooks, folder to build in, and the file that lists the decks."""

    notebooks: Path
    build: Path
    decks: Path


PLACES = Places(NOTEBOOKS, BUILD, DECKS)


def present(
    name: str,
    language: str,
    *,
    port: int = 8877,
    open_browser: bool = True,
    places: Places = PLACES,
) -> None:
    """Build a deck for Voilà and serve it on 127.0.0.1 until interrupted.

    Parameters
    ----------
    name, language
        The deck that the address without a path opens.
    port
        The port to listen on; never another one.
    open_browser
        Whether to open the deck in the visitor's browser.
    places
        Where the sources are and the deck is built.

    Raises
    ------
    KitError
        The port is taken, the deck is unknown or wrong, or a cell failed.
    """
    require_free_port(port)
    build_deck(name, places)
    put_on_jupyter_path(places.build / "jupyter")
    app = DeckApp(
        port=port,
        open_browser=open_browser,
        root_dir=str(places.build / "present" / name),
        config_file_paths=[str(SLIDES)],
    )
    app.first = f"voila/render/{language}/{name}.ipynb"
    app.initialize(argv=[])
    app.start()


def build_deck(name: str, places: Places = PLACES) -> None:
    """Write the notebook of a deck in each language, and Voilà's template for it."""
    notebooks, build, decks = places
    lessons = read_lessons(notebooks)
    deck = find_deck(read_decks(lessons, decks), name)
    wanted = [work_name(lesson, language) for lesson in deck.lessons for language in LANGUAGES]
    works = list(executed_works(lessons, notebooks))
    build_works(works, build, only=wanted)
    copies.build_all(notebooks, build)
    for language in LANGUAGES:
        found = deck_sections(deck, lessons, language, build)
        content = notebook_bytes(composed(deck, found, lessons, language))
        write_changed(build / "present" / name / language / f"{name}.ipynb", content)
    lesson_template = copies.template_folder(build)
    files = [path for path in lesson_template.rglob("*") if path.is_file()]
    contents = {path.relative_to(lesson_template): path.read_bytes() for path in files}
    live = SLIDES / "templates" / TEMPLATE / "live.html.j2"
    for path, content in {**contents, Path("index.html.j2"): live.read_bytes()}.items():
        write_changed(lesson_template.parent / TEMPLATE / path, content)


def composed(deck: Deck, found: Sections, lessons: Sequence[Lesson], language: str) -> NotebookNode:
    """Make the notebook that Voilà runs: the page in parts, and the live cells between them.

    Parameters
    ----------
    deck
        What is shown.
    found
        The executed sections of its lessons in the language.
    lessons
        The lessons, for their live cells.
    """
    values = deck_values(deck, found, language)
    originals = {it.name: it for it in lessons}
    live = [
        (originals[name], cell)
        for name in deck.lessons
        for cell in originals[name].notebook.cells
        if "live" in tags(cell)
    ]
    stand_ins = {_after(lesson, cell): (lesson, cell) for lesson, cell in live}
    shown: list[tuple[Lesson, NotebookNode]] = []
    for slide in values["slides"]:
        for place, cell in enumerate(slide["pictures"]):
            if cell.id in stand_ins:
                shown.append(stand_ins[cell.id])
                slide["pictures"][place] = _cut()
    lost = "\n".join(words("ui.deck.")[each]["lost"] for each in LANGUAGES)
    values |= {"reveal": reveal, "font": FONT, "policy": "", "cut": _CUT, "lost": lost}
    page = with_font(environment().get_template("deck.html.j2").render(values))
    metadata = {"kernelspec": KERNEL, "language": language, "parts": page.split(_CUT)}
    cells = [new_code_cell(f'import kit\n\nkit.use_language("{language}")')]  # type: ignore[no-untyped-call]
    cells += list(_with_foundations(shown))
    return new_notebook(cells=cells, metadata=metadata)  # type: ignore[no-untyped-call, no-any-return]


def _after(lesson: Lesson, live: NotebookNode) -> str:
    """Give the id of the cell that stands in for a live one where there is no kernel."""
    cells = lesson.notebook.cells
    following = cells[cells.index(live) + 1 :]
    return next((str(cell.id) for cell in following if "still" in tags(cell)), "")


def _cut() -> NotebookNode:
    output = new_output("display_data", {"text/html": _CUT})  # type: ignore[no-untyped-call]
    return new_code_cell(outputs=[output])  # type: ignore[no-untyped-call, no-any-return]


def _with_foundations(shown: Sequence[tuple[Lesson, NotebookNode]]) -> Iterator[NotebookNode]:
    """Give the live cells, each after the cells of its lesson that it may build on."""
    for lesson, live in shown:
        before = lesson.notebook.cells[: lesson.notebook.cells.index(live)]
        for cell in before:
            if cell.cell_type == "code" and not tags(cell) & {"setup", "live", *_NOT_RUN}:
                yield _run_for(cell, shown=False)
        yield _run_for(live, shown=True)


def _run_for(cell: NotebookNode, *, shown: bool) -> NotebookNode:
    copy: NotebookNode = deepcopy(cell)
    copy.id = new_code_cell().id  # type: ignore[no-untyped-call] # a lesson may be run twice
    copy.outputs, copy.execution_count = [], None
    copy.metadata = {"tags": sorted(tags(cell)), "shown": shown}
    return copy


class DeckApp(LessonApp):
    """Voilà, showing one deck and nothing else."""

    first = ""

    def setup_template_dirs(self) -> None:
        """Take the template of decks."""
        self.voila_configuration.template = TEMPLATE
        super().setup_template_dirs()

    def init_handlers(self) -> list[Any]:
        """Open the deck at the root, and tell a page whether its kernel is still there."""
        base = self.base_url
        return [
            (rf"{base}(?:voila(?:/tree.*)?/?)?", RedirectHandler, _redirect(base + self.first)),
            (
                rf"{base}alive/([\w-]+)",
                AliveHandler,
                {"voila_configuration": self.voila_configuration},
            ),
            *super().init_handlers(),
        ]

    def version(self, notebook: str) -> object:
        """Give what changes when the deck is built anew: all its words are in its notebook."""
        return (Path(self.root_dir) / notebook).stat().st_mtime_ns


class AliveHandler(BaseVoilaHandler):  # type: ignore[misc]
    """Whether a kernel still runs; a page asks, so that its speaker learns of a loss at once."""

    @authenticated
    async def get(self, kernel_id: str) -> None:
        """Answer ``{"alive": true}`` or ``false``; nothing is cached."""
        known = kernel_id in self.kernel_manager
        alive = known and await self.kernel_manager.get_kernel(kernel_id).is_alive()
        self.set_header("Cache-Control", "no-store")
        self.finish({"alive": bool(alive)})


def _redirect(address: str) -> Mapping[str, Any]:
    return {"url": address, "permanent": False}
