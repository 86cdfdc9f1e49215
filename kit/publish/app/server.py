"""Serve notebooks with Voilà, each visitor's in a kernel of its own."""

import asyncio
import shutil
import threading
import webbrowser
from collections.abc import AsyncGenerator
from contextlib import aclosing
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

from kit.publish.app.gates import OtherHost, RefusingHandler, Upwards
from kit.publish.app.incidents import report
from kit.publish.app.kernels import Kernels
from kit.publish.app.pages import Page, running_words

# Voilà's own answers to what the handlers below answer, and its listing of files.
_REPLACED = (TornadoVoilaTreeHandler, TornadoVoilaHandler, VoilaContentsHandler)
# What the page template writes where a visitor needs the kernel.
_NEEDS_KERNEL = 'type="application/vnd.voila.cell-output+json"'


class LessonApp(Voila):  # type: ignore[misc]
    """Voilà, showing built notebooks and nothing else."""

    spares = 1

    def start(self) -> None:
        """Listen, say where, and have a kernel ready for the first visitor."""
        IOLoop.current().add_callback(self.welcome)
        super().start()

    def stop(self) -> None:
        """Stop every kernel."""
        IOLoop.current().run_sync(self.kernels.close)
        super().stop()

    def listen(self) -> None:
        """Listen, and refuse foreign names and ways out of a folder before anything else."""
        common = {"voila_configuration": self.voila_configuration}
        self.app.default_router.rules[:0] = [
            Rule(OtherHost(), RefusingHandler),
            Rule(Upwards(), MissingHandler, common),
        ]
        super().listen()

    def launch_browser(self) -> None:
        """Open the first page."""
        threading.Thread(target=webbrowser.open, args=[self.connection_url], daemon=True).start()

    def init_settings(self) -> dict[str, Any]:
        """Let tornado have our settings when it is made: afterwards it takes no compression."""
        settings = {**super().init_settings(), **self.tornado_settings}
        self.kernels = Kernels(self.kernel_manager, spares=self.spares)
        return settings

    def init_handlers(self) -> list[Any]:
        """Keep Voilà's routes for its kernels and its front end, and answer all others here."""
        kept = [route for route in super().init_handlers() if route[1] not in _REPLACED]
        common = {"voila_configuration": self.voila_configuration}
        lesson = {**common, "lesson_app": self}
        return [
            *kept,
            (rf"{self.base_url}voila/render/([a-z]+/[\w-]+\.ipynb)", LessonHandler, lesson),
            (r".*", MissingHandler, common),
        ]

    async def fill(self, page: Page, notebook: str) -> None:
        """Write a page piece by piece; whatever fails, its readers do not wait for ever."""
        incident = ""
        try:
            async with aclosing(self._pieces(notebook)) as pieces:
                async for piece in pieces:
                    page.add(piece)
        except Exception as error:
            incident = report(f"rendering {notebook} broke off", error=error)
        page.finish(incident=incident)

    async def _pieces(self, notebook: str) -> AsyncGenerator[str, None]:
        """Run a language copy in a kernel of its own and give its page piece by piece.

        The kernel is shut down with the last piece, unless something on the page needs it.
        """
        renderer = self._renderer(notebook)
        await renderer.initialize()
        kernel_id, needed = await self.kernels.take(), False
        manager = self.kernel_manager
        try:
            kernel = manager.get_kernel(kernel_id)
            async for piece, _ in renderer.generate_content_generator(kernel_id, kernel):
                needed = needed or _NEEDS_KERNEL in piece
                yield piece
        finally:
            if not needed and kernel_id in manager:
                await ensure_async(manager.shutdown_kernel(kernel_id, now=True))

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
        """Say where the app is, and have a kernel ready."""
        print(running_words(self.connection_url), flush=True)
        self.kernels.warm()


class MountedApp(LessonApp):
    """The lessons that are live, behind a server that is there already."""

    spares = 2  # a class opens them together

    def listen(self) -> None:
        """Leave that to the server in front, with all that has to be refused."""

    async def end(self) -> None:
        """Stop every kernel."""
        await self.kernels.close()
        await ensure_async(self.kernel_manager.shutdown_all(now=True))
        shutil.rmtree(self.connection_dir, ignore_errors=True)

    def welcome(self) -> None:
        """Have a small kernel ready; the server in front says the rest."""
        self.kernels.prepare()


class LessonHandler(BaseVoilaHandler):  # type: ignore[misc]
    """One lesson in one language; no query changes it."""

    def initialize(self, *, lesson_app: LessonApp, **common: Any) -> None:
        """Keep the app that renders the lessons."""
        super().initialize(**common)
        self.lesson_app = lesson_app

    @authenticated
    async def get(self, notebook: str) -> None:
        """Send the page as it is rendered."""
        self._look_for(notebook)
        self.set_header("Cache-Control", "no-cache")
        page = Page()
        filling = asyncio.create_task(self.lesson_app.fill(page, notebook))
        try:
            async for text in page.read():
                self.write(text)
                await self.flush()
        except StreamClosedError:  # nobody is there any more
            filling.cancel()
            return
        if page.incident:
            self._tell(page)
        self.finish()

    @authenticated
    def head(self, notebook: str) -> None:
        """Say that there is such a lesson, without running it."""
        self._look_for(notebook)
        self.finish()

    def _look_for(self, notebook: str) -> None:
        if not Path(self.lesson_app.root_dir, notebook).is_file():
            raise HTTPError(404)

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
