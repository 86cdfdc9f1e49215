"""Open the app's port at once and serve finished pages; all that takes seconds comes behind it."""

import asyncio
import gzip
import logging
import re
import signal
import threading
import webbrowser
from collections.abc import Awaitable, Collection
from contextlib import suppress
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerRequest
from tornado.iostream import StreamClosedError
from tornado.routing import Matcher
from tornado.web import Application, RequestHandler

from kit.environment import require_free_port
from kit.errors import KitError
from kit.labels import LANGUAGES
from kit.publish.app.gates import OtherHost, RefusingHandler, Upwards, set_headers
from kit.publish.app.incidents import report
from kit.publish.app.live import Live
from kit.publish.app.making import Making
from kit.publish.app.pages import Page, Pages, running_words
from kit.publish.app.press import Order
from kit.publish.app.stock import BROKEN, FILE, HOMES, MAKING, VERB, WISH, beside_notebooks
from kit.publish.files import BUILD, NOTEBOOKS, fingerprint
from kit.publish.home.files import verb

# A class opens its pages in the same second; whoever finds no place here waits for another one.
_BACKLOG = 1024
# What comes behind the port leaves the first page that a browser opens alone.
_SECONDS_ALONE = 1


def serve(
    *,
    port: int = 8866,
    open_browser: bool = True,
    base_url: str = "/",
    hosts: Collection[str] = (),
    notebooks: Path = NOTEBOOKS,
    build: Path = BUILD,
) -> None:
    """Serve the lessons on 127.0.0.1 until interrupted.

    Parameters
    ----------
    port
        The port to listen on; never another one.
    open_browser
        Whether to open the index in the visitor's browser.
    base_url
        Path under which a proxy passes the app on.
    hosts
        Names, besides those of loopback, that browsers may call this machine by.
    notebooks, build
        Folder of the source notebooks, and folder to build in.

    Raises
    ------
    KitError
        The port is taken, or there is no notebook that can be read.
    """
    require_free_port(port)
    base = f"/{base_url.strip('/')}/".replace("//", "/")
    common = fingerprint(beside_notebooks(), base)
    order = Order(str(notebooks.resolve()), str(build.resolve()), base, common)
    asyncio.run(Front(order, port=port, hosts=hosts).run(open_browser=open_browser))


class Front:
    """The app: finished pages, and Voilà behind them.

    Parameters
    ----------
    order
        Where the sources are and the pages are built.
    port
        The port to listen on.
    hosts
        Further names that the app answers to.
    """

    def __init__(self, order: Order, *, port: int, hosts: Collection[str] = ()) -> None:
        self.port, self.base_url = port, order.base_url
        self.pages = Pages(order)
        self.live = Live(order)
        self.making = Making(order, self.pages.quiet)
        self.somebody = asyncio.Event()  # has opened a page
        base, mine = order.base_url, {"front": self}
        self.application = Application(
            [
                (OtherHost(hosts), RefusingHandler),
                (Upwards(), MissingHandler, mine),
                (rf"{base}(?:voila(?:/tree)?/?)?", IndexHandler, mine),
                (rf"{base}(?:voila/tree/)?(?P<language>en)/?", IndexHandler, mine),
                (rf"{base}files/(.+)", BuiltHandler, mine),
                (rf"{base}make/(.+)", MakingHandler, mine),
                (rf"{base}voila/templates/lesson/static/([\w.-]+)", FileHandler, mine),
                (ForVoila(self), self.live),
                (rf"{base}voila/render/([a-z]+)/([\w-]+)\.ipynb", LessonHandler, mine),
                (r".*", MissingHandler, mine),
            ],
            compress_response=True,
            log_function=lambda _: None,
        )
        logging.getLogger("tornado").setLevel(logging.ERROR)

    async def run(self, *, open_browser: bool) -> None:
        """Listen until interrupted; then end all that was started."""
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()

        def end(*_: object) -> None:
            loop.call_soon_threadsafe(ended.set)

        server = HTTPServer(self.application)
        server.listen(self.port, "127.0.0.1", backlog=_BACKLOG)
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, end)
        address = f"http://localhost:{self.port}{self.base_url}"
        print(running_words(address), flush=True)
        if open_browser:
            threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()
        behind = [asyncio.create_task(it) for it in (self.pages.watch(), self._be_ahead())]
        try:
            await ended.wait()
        finally:
            for task in behind:
                task.cancel()
            server.stop()
            await self.making.close()
            self.pages.close()
            await self.live.close()

    async def _be_ahead(self) -> None:
        """Load what the first one to ask would wait for: what is large when somebody is there."""
        await asyncio.sleep(_SECONDS_ALONE)
        with suppress(Exception):  # whoever asks for it is told
            if any(self.pages.lessons().values()) and not await self.pages.copies():
                await self.live.prepare()
        await self.somebody.wait()
        await asyncio.sleep(_SECONDS_ALONE)
        self.live.warm()
        self.pages.stay_ready()


class ForVoila(Matcher):
    """Match what Voilà answers, once it is there: everything but the pages of the front."""

    def __init__(self, front: Front) -> None:
        self._front = front

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        """Give a match for lessons that are live, and for what these load and say."""
        if not self._front.live.is_ready:
            return None
        lesson = re.fullmatch(r".*/voila/render/[a-z]+/([\w-]+)\.ipynb", request.path)
        if lesson is None:
            return {}
        pages = self._front.pages
        try:
            is_live = pages.lessons().get(lesson[1])
        except KitError:
            return None  # the front says so
        return {} if is_live and pages.has_copies() else None


class FrontHandler(RequestHandler):
    """What all answers of the front have in common; ``HEAD`` answers like ``GET``."""

    def initialize(self, *, front: Front) -> None:
        """Keep the app, and tell it that somebody is there."""
        self.front = front
        if self.request.method == "GET":
            front.somebody.set()

    def set_default_headers(self) -> None:
        """Let every answer stay inside this app, and be asked for again when it may be stale."""
        set_headers(self)
        self.set_header("Cache-Control", "no-cache")

    def head(self, *given: str) -> Awaitable[None] | None:
        """Answer as ``get`` does; tornado leaves the body out."""
        return self.get(*given)

    async def show(self, name: str) -> None:
        """Send a page from stock, or piece by piece while it is being made."""
        page = self.front.pages.open(name)
        if isinstance(page, bytes):
            self.send(page)
        elif self.request.method == "HEAD":
            self.finish()
        else:
            await self._stream(page)

    def send(self, content: bytes) -> None:
        """Send what is compressed already to those who understand it."""
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.finish(content)
        else:
            self.finish(gzip.decompress(content))

    async def _stream(self, page: Page) -> None:
        try:
            async for piece in page.read():
                self.write(piece)
                await self.flush()
        except StreamClosedError:
            return
        if not page.incident:
            self.finish()
        elif page.is_empty:
            self.send_unavailable(page.incident)
        else:
            self.finish(self.front.pages.with_number(BROKEN, page.incident))

    def send_unavailable(self, incident: str) -> None:
        """Say that the page cannot be had now, with the number of the incident."""
        self.set_status(503)
        self.finish(self.front.pages.with_number("unavailable", incident))

    def write_error(self, status_code: int, **details: Any) -> None:
        """Show a page for whatever went wrong here, and log the rest."""
        if status_code < 500:
            self.finish()
            return
        error = details.get("exc_info", (None, None, None))[1]
        self.send_unavailable(report(f"{self.request.path} cannot be shown", error=error))

    def log_exception(self, *_: object) -> None:
        """Leave it to the incident."""


class IndexHandler(FrontHandler):
    """The home page."""

    async def get(self, language: str = LANGUAGES[0]) -> None:
        """Show it in a language."""
        await self.show(HOMES[language])


class LessonHandler(FrontHandler):
    """One lesson in one language; no query changes it."""

    async def get(self, language: str, name: str) -> None:
        """Show the lesson; one that computes for its visitor is Voilà's, once that is there."""
        lessons = self.front.pages.lessons()
        if language not in LANGUAGES or name not in lessons:
            self.set_status(404)
            await self.show("missing")
        elif lessons[name]:
            await self._hand_over()
        else:
            await self.show(f"{language}/{name}")

    async def _hand_over(self) -> None:
        """Send the visitor to Voilà when it is there and serves what the lesson is now."""
        if self.request.method == "HEAD":
            self.finish()
        elif incident := await self.front.pages.copies():
            self.send_unavailable(incident)
        else:
            await self.front.live.prepare()
            self.set_header("Cache-Control", "no-store")
            self.redirect(self.request.uri or "")


class BuiltHandler(FrontHandler):
    """A built file; one that is not there can be made."""

    async def get(self, name: str) -> None:
        """Send the file, or the page that makes it."""
        if path := self.front.making.find(name):
            self._send_file(path)
        elif self.front.making.offers(name):
            await self._offer(name)
        else:
            self.set_status(404)
            await self.show("missing")

    def _send_file(self, path: Path) -> None:
        kind = guess_type(path.name)[0] or "application/octet-stream"
        self.set_header("Content-Type", f"{kind}; charset=utf-8" if "text/" in kind else kind)
        if not kind.startswith("text/"):
            self.clear_header("Content-Security-Policy")  # readers of PDF are scripts themselves
        self.finish(path.read_bytes())

    async def _offer(self, name: str) -> None:
        """Offer to make a file; who comes from a page of the app wants it made."""
        wish = "yes" if self.request.headers.get("Sec-Fetch-Site") == "same-origin" else ""
        language = "en" if re.search(r"[./]en[./]", name) else "ja"
        page = self.front.pages.open(MAKING[language])
        if isinstance(page, Page):
            content = "".join([piece async for piece in page.read()])
        else:
            content = gzip.decompress(page).decode()
        for place, value in ((FILE, name), (VERB, verb(name)), (WISH, wish)):
            content = content.replace(place, value)
        self.finish(content)


class MakingHandler(FrontHandler):
    """What makes a file of the home page, and says how far it has come."""

    def prepare(self) -> None:
        """Refuse names that nobody offers."""
        self.set_header("Cache-Control", "no-store")
        if not self.front.making.offers(self.path_args[0]):
            self.set_status(404)
            self.finish()

    def get(self, name: str) -> None:
        """Say how far it has come."""
        self.finish(self.front.making.state(name))

    def post(self, name: str) -> None:
        """Begin; only a page of this app may ask for that."""
        if not self._is_own():
            self.set_status(403)
            self.finish()
            return
        self.front.making.ask(name)
        self.redirect(f"{self.front.base_url}files/{name}", status=303)

    def _is_own(self) -> bool:
        """Tell whether the page that asks is of this app; a form of it says no origin."""
        site, origin = (self.request.headers.get(it) for it in ("Sec-Fetch-Site", "Origin"))
        return site in (None, "same-origin") and (
            site is not None or urlsplit(origin or "").netloc == self.request.host
        )


class MissingHandler(FrontHandler):
    """Every other address."""

    async def get(self, *_: str) -> None:
        """Answer with the page that leads back to the list."""
        self.set_status(404)
        await self.show("missing")


class FileHandler(FrontHandler):
    """The style and the font of the pages."""

    async def get(self, name: str) -> None:
        """Send the file."""
        content = self.front.pages.file(name)
        if content is None:
            self.set_status(404)
            await self.show("missing")
            return
        self.set_header("Content-Type", guess_type(name)[0] or "application/octet-stream")
        self.send(content)
