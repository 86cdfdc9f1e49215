"""Show a deck with a kernel behind it: the slides of the one file, served by Voilà."""

from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from tornado.web import RequestHandler, authenticated
from voila.handler import BaseVoilaHandler

from kit.environment import put_on_jupyter_path, require_free_port
from kit.labels import LANGUAGES, in_language
from kit.publish.app import copies
from kit.publish.app.server import LessonApp
from kit.publish.build import build as build_works
from kit.publish.decks import DECKS, find_deck, read_decks
from kit.publish.files import (
    BUILD,
    NOTEBOOKS,
    SLIDES,
    notebook_bytes,
    read_notebook,
    write_changed,
)
from kit.publish.lesson import read_lessons, words
from kit.publish.run import KERNEL
from kit.publish.slides.compose import notebook_name, works_behind
from kit.publish.slides.deck import Picture, part_of, read_deck
from kit.publish.slides.write import TEMPLATES, environment, page_values, written
from kit.publish.standalone import with_font

TEMPLATE = "deck"
# Where the page is cut: what a kernel shows comes between two parts.
_CUT = Markup("<!-- a live cell -->")


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
    """Write the deck that Voilà runs in each language, and its template."""
    notebooks, build, decks = places
    lessons = read_lessons(notebooks)
    found = read_decks(lessons, decks)
    find_deck(found, name)
    works = works_behind(lessons, found, notebooks)
    wanted = [notebook_name(name, language) for language in LANGUAGES]
    build_works(works, build, only=wanted)
    copies.build_all(notebooks, build)
    for language in LANGUAGES:
        deck = notebook_bytes(live(read_notebook(build / notebook_name(name, language))))
        write_changed(build / "present" / name / language / f"{name}.ipynb", deck)
    lesson_template = copies.template_folder(build)
    files = [path for path in lesson_template.rglob("*") if path.is_file()]
    contents = {path.relative_to(lesson_template): path.read_bytes() for path in files}
    page = TEMPLATES / "live.html.j2"
    for path, content in {**contents, Path("index.html.j2"): page.read_bytes()}.items():
        write_changed(lesson_template.parent / TEMPLATE / path, content)


def live(notebook: NotebookNode) -> NotebookNode:
    """Give what Voilà runs of a deck: its code, and its page in parts that stand between.

    Parameters
    ----------
    notebook
        Of the deck.
    """
    deck = read_deck(notebook)
    slides = [
        replace(it, words=[cell for cell in it.words if not _is_still(cell)]) for it in deck.slides
    ]
    deck = replace(deck, slides=slides)
    lost = "\n".join(words("ui.deck.")[each]["lost"] for each in LANGUAGES)
    values = page_values(deck) | {"policy": "", "lost": lost, "cut": _CUT, "shown": _cut}
    with in_language(deck.language):
        page = with_font(environment().get_template("deck.html.j2").render(values))
    metadata = {"kernelspec": KERNEL, "language": deck.language, "title": deck.title}
    shown = [it.cell for slide in deck.slides for it in slide.pictures if it.is_live]
    setup = [it for it in notebook.cells if it.cell_type == "code" and not part_of(it)]
    cells = deepcopy([*setup, *shown])
    for number, cell in enumerate(cells):
        cell.outputs, live = [], number >= len(setup)
        cell.metadata = {"tags": ["live"] if live else ["setup"], "shown": live}
    return new_notebook(cells=cells, metadata=metadata | {"parts": page.split(_CUT)})  # type: ignore[no-untyped-call, no-any-return]


def _is_still(cell: NotebookNode) -> bool:
    """Tell whether a text says what is missing without a kernel."""
    return bool(cell.metadata.kit.get("still"))


def _cut(picture: Picture) -> Markup:
    return _CUT if picture.is_live else written(picture)


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
            (rf"{base}(?:voila(?:/tree.*)?/?)?", FirstHandler, {"address": base + self.first}),
            (
                rf"{base}alive/([\w-]+)",
                AliveHandler,
                {"voila_configuration": self.voila_configuration},
            ),
            *super().init_handlers(),
        ]


class AliveHandler(BaseVoilaHandler):  # type: ignore[misc]
    """Whether a kernel still runs; a page asks, so that its speaker learns of a loss at once."""

    @authenticated
    async def get(self, kernel_id: str) -> None:
        """Answer ``{"alive": true}`` or ``false``; nothing is cached."""
        known = kernel_id in self.kernel_manager
        alive = known and await self.kernel_manager.get_kernel(kernel_id).is_alive()
        self.set_header("Cache-Control", "no-store")
        self.finish({"alive": bool(alive)})


class FirstHandler(RequestHandler):
    """The address without a path, which leads to the deck."""

    def initialize(self, address: str) -> None:
        """Take where it leads."""
        self.address = address

    def get(self) -> None:
        """Lead there."""
        self.redirect(self.address)

    head = get
