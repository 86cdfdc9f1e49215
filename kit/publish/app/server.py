"""Serve notebooks with Voilà: an index, and each lesson in each language."""

import os
import shutil
import threading
import webbrowser
from collections.abc import AsyncIterator, Collection, Sequence
from pathlib import Path
from typing import Any

from jupyter_core.utils import ensure_async
from tornado.ioloop import IOLoop
from tornado.iostream import StreamClosedError
from tornado.routing import Rule
from tornado.web import HTTPError, authenticated
from voila.app import Voila
from voila.handler import BaseVoilaHandler
from voila.notebook_renderer import NotebookRenderer
from voila.tornado.contentshandler import VoilaContentsHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.treehandler import TornadoVoilaTreeHandler
from voila.utils import get_page_config

from kit.facts import LIVE, PAGE
from kit.labels import LANGUAGES
from kit.publish.app import copies
from kit.publish.app.gates import OtherHost, RefusingHandler, Upwards
from kit.publish.app.kernels import Kernels
from kit.publish.app.shelf import NEEDS_KERNEL, Page, Shelf
from kit.publish.lesson import read_lessons, words

# Voilà's own answers to what the handlers below answer, and its listing of files.
_REPLACED = (TornadoVoilaTreeHandler, TornadoVoilaHandler, VoilaContentsHandler)


def put_on_jupyter_path(folder: Path) -> None:
    """Let Jupyter find what is built, before anything else."""
    others = os.environ.get("JUPYTER_PATH", "")
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(folder), others]))


class LessonApp(Voila):  # type: ignore[misc]
    """Voilà, showing the built lessons and nothing else."""

    # Names, besides those of loopback, that browsers may call this machine by.
    hosts: Collection[str] = ()

    def start(self) -> None:
        """Listen, say where, and render the first lesson ahead of the first visitor."""
        lessons = read_lessons(Path(self.root_dir) / LANGUAGES[0])
        self.lessons = {lesson.name: lesson for lesson in lessons}
        self.shelf = Shelf(render=self.render, version=self.version)
        IOLoop.current().add_callback(self.welcome)
        super().start()

    def stop(self) -> None:
        """Stop rendering, then every kernel."""
        for part in (self.shelf, self.kernels):
            IOLoop.current().run_sync(part.close)
        super().stop()

    def listen(self) -> None:
        """Listen, and look at every request before any other handler does."""
        self.add_gates()
        super().listen()

    def add_gates(self) -> None:
        """Refuse foreign names and ways out of a folder."""
        common = {"voila_configuration": self.voila_configuration}
        self.app.default_router.rules[:0] = [
            Rule(OtherHost(self.hosts), RefusingHandler),
            Rule(Upwards(), MissingHandler, common),
        ]

    def launch_browser(self) -> None:
        """Open the index."""
        threading.Thread(target=webbrowser.open, args=[self.connection_url], daemon=True).start()

    def init_settings(self) -> dict[str, Any]:
        """Let tornado have our settings when it is made: afterwards it takes no compression."""
        settings = {**super().init_settings(), **self.tornado_settings}
        alive = any(lesson.needs_kernel for lesson in self.lessons.values())
        self.kernels = Kernels(self.kernel_manager, face=LIVE if alive else PAGE)
        return settings

    def init_handlers(self) -> list[Any]:
        """Keep Voilà's routes for its kernels and its front end, and answer all others here."""
        kept = [route for route in super().init_handlers() if route[1] not in _REPLACED]
        common = {"voila_configuration": self.voila_configuration}
        lesson = {**common, "lesson_app": self}
        base = self.base_url
        return [
            *kept,
            (rf"{base}(?:voila(?:/tree)?/?)?", IndexHandler, common),
            (rf"{base}voila/render/([a-z]+)/([\w-]+)\.ipynb", LessonHandler, lesson),
            (r".*", MissingHandler, common),
        ]

    def open(self, language: str, name: str) -> Page:
        """Give the page of a lesson."""
        return self.shelf.open(_path(language, name), alone=self.lessons[name].needs_kernel)

    def heat_after(self, language: str, name: str) -> None:
        """Render what a reader is likely to open next: the next lesson, then the other language."""
        names = list(self.lessons)
        following = names[names.index(name) + 1 :][:1]
        others = [other for other in LANGUAGES if other != language]
        self._heat([(language, it) for it in following] + [(other, name) for other in others])

    def _heat(self, pages: Sequence[tuple[str, str]]) -> None:
        self.shelf.heat(
            _path(language, name) for language, name in pages if not self.lessons[name].needs_kernel
        )

    def version(self, notebook: str) -> object:
        """Give what changes when a lesson or the words around it are built anew."""
        words = copies.template_folder(Path(self.root_dir).parent) / "lessons.html.j2"
        return [file.stat().st_mtime_ns for file in (Path(self.root_dir) / notebook, words)]

    async def render(self, notebook: str) -> AsyncIterator[str]:
        """Run a language copy in a kernel of its own and give its page piece by piece.

        The kernel is shut down with the last piece, unless something on the page needs it.
        """
        renderer = self._renderer(notebook)
        await renderer.initialize()
        folder = notebook.rpartition("/")[0]
        kernel_id = await self.kernels.take(folder, ahead=notebook == self.shelf.heated)
        needed = False
        manager = self.kernel_manager
        try:
            kernel = manager.get_kernel(kernel_id)
            async for piece, _ in renderer.generate_content_generator(kernel_id, kernel):
                needed = needed or NEEDS_KERNEL in piece
                yield piece
        finally:
            if not needed and kernel_id in manager:
                await ensure_async(manager.shutdown_kernel(kernel_id, now=True))
            self.kernels.prepare()

    def _renderer(self, notebook: str) -> Any:
        page_config = get_page_config(
            base_url=self.base_url,
            settings=self.app.settings,
            log=self.log,
            voila_configuration=self.voila_configuration,
        )
        return NotebookRenderer(
            voila_configuration=self.voila_configuration,
            traitlet_config=self.config,
            notebook_path=notebook,
            template_paths=self.template_paths,
            config_manager=self.config_manager,
            contents_manager=self.contents_manager,
            base_url=self.base_url,
            kernel_spec_manager=self.kernel_spec_manager,
            page_config=page_config,
        )

    def welcome(self) -> None:
        """Say where the app is, and prepare what is likely to be opened first."""
        said = words("ui.app.")
        lines = [said[language]["running"] for language in LANGUAGES]
        print(" / ".join(lines).format(address=self.connection_url), flush=True)
        self.kernels.prepare()
        self._heat([(language, next(iter(self.lessons))) for language in LANGUAGES])


class MountedApp(LessonApp):
    """The lessons that are live, behind a server that is there already."""

    def start(self) -> None:
        """Be ready to answer, and have a kernel ready."""
        super().start()
        self.lessons = {name: it for name, it in self.lessons.items() if it.needs_kernel}

    def listen(self) -> None:
        """Leave that to the server in front."""

    async def end(self) -> None:
        """Stop rendering, then every kernel."""
        for part in (self.shelf, self.kernels):
            await part.close()
        await ensure_async(self.kernel_manager.shutdown_all(now=True))
        shutil.rmtree(self.connection_dir, ignore_errors=True)

    def welcome(self) -> None:
        """Have a kernel ready; the server in front says the rest."""
        self.kernels.prepare()


class IndexHandler(BaseVoilaHandler):  # type: ignore[misc]
    """The list of lessons; needs no kernel, and no query changes it."""

    @authenticated
    def get(self) -> None:
        """Show the list."""
        self.finish(self.render_template("tree.html", folder=""))

    head = get


class LessonHandler(BaseVoilaHandler):  # type: ignore[misc]
    """One lesson in one language; no query changes it."""

    def initialize(self, *, lesson_app: LessonApp, **common: Any) -> None:
        """Keep the app that renders the lessons."""
        super().initialize(**common)
        self.lesson_app = lesson_app

    @authenticated
    async def get(self, language: str, name: str) -> None:
        """Send the page as it is rendered, then prepare what is likely to be opened next."""
        if language not in LANGUAGES or name not in self.lesson_app.lessons:
            raise HTTPError(404)
        self.set_header("Cache-Control", "no-cache")
        page = self.lesson_app.open(language, name)
        try:
            async for text in page.read():
                self.write(text)
                await self.flush()
        except StreamClosedError:
            return
        if page.incident:
            self._tell(page)
        self.finish()
        self.lesson_app.heat_after(language, name)

    @authenticated
    def head(self, language: str, name: str) -> None:
        """Say that there is such a lesson, without running it."""
        if language not in LANGUAGES or name not in self.lesson_app.lessons:
            raise HTTPError(404)
        self.finish()

    def _tell(self, page: Page) -> None:
        if page.is_empty:
            self.set_status(503)
            self.write(self.render_template("503.html", incident=page.incident))
        else:
            self.write(self.render_template("incident.html.j2", number=page.incident))


class MissingHandler(BaseVoilaHandler):  # type: ignore[misc]
    """Every other address."""

    @authenticated
    def get(self) -> None:
        """Answer with the page that leads back to the list."""
        raise HTTPError(404)

    head = get


def _path(language: str, name: str) -> str:
    return f"{language}/{name}.ipynb"
