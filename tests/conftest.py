"""What several test modules share: languages, the running app, and a browser that stays at home."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from pdfs import FACILITATOR, SITE

from kit.browser import launch
from kit.labels import use_language
from tests.tools import visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route, WebSocket

SLOW_FIXTURES = {"browser", "app_server", "built"}
LONG_FIXTURES = {"built"}
OWN_HOSTS = {"127.0.0.1", "localhost"}
PATIENCE = 60_000  # milliseconds: what has not come by then will never come


def pytest_configure() -> None:
    """Let every kernel and every import start in the language that the notebooks are written in."""
    os.environ.pop("KIT_LANG", None)


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path,
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Collect each test module once, not a second time for examples in its docstrings."""
    found = yield
    if not file_path.name.startswith("test_"):
        return found
    return [it for it in found if type(it).__name__ != "DoctestModule"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what starts a server or browser as slow, and all pages as long; run it last.

    Last, because Playwright keeps an event loop running in the main thread, in which no test could
    start a loop of its own.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if SLOW_FIXTURES & fixtures:
            item.add_marker(pytest.mark.slow)
        if LONG_FIXTURES & fixtures:
            item.add_marker(pytest.mark.long)
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)


@pytest.fixture(autouse=True)
def no_language_chosen() -> Iterator[None]:
    """Let no test choose the language of the next one."""
    yield
    use_language()


@pytest.fixture(params=["ja", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """Run the test once in Japanese and once in English."""
    return str(request.param)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a real headless Chromium; where there is none, the test fails and says what to do."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def page_problems() -> list[str]:
    """Collect what went wrong on a page; a test that expects something removes it from here."""
    return []


@pytest.fixture
def offline_page(browser: Browser, page_problems: list[str]) -> Iterator[Page]:
    """Give a page for which only this machine exists; any other request and any error fails."""
    context = browser.new_context(service_workers="block")
    context.set_default_timeout(PATIENCE)
    yield _watched_page(context, page_problems)
    context.close()
    assert not page_problems, "\n".join(page_problems)


def _watched_page(context: BrowserContext, problems: list[str]) -> Page:
    def let_through(route: Route) -> None:
        if _stays_here(route.request.url):
            route.continue_()
        else:
            problems.append(f"request to another host: {route.request.url}")
            route.abort()

    def check(socket: WebSocket) -> None:
        if not _stays_here(socket.url):
            problems.append(f"connection to another host: {socket.url}")

    context.route("**/*", let_through)
    page = context.new_page()
    page.on("websocket", check)
    page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
    page.on(
        "console",
        lambda message: (
            problems.append(f"console: {message.text}") if message.type == "error" else None
        ),
    )
    return page


def _stays_here(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"file", "data", "blob", "about"} or parts.hostname in OWN_HOSTS


@pytest.fixture
def free_port() -> int:
    """Give a port that nobody listens on."""
    return visit.free_port()


@pytest.fixture(scope="session")
def app_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the app as a user would and give its address, without a slash at the end."""
    with visit.running_app(tmp_path_factory.mktemp("app") / "app.log") as address:
        yield address


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build every page that a browser opens: the site, the decks, the rooms, the desks."""
    folder = tmp_path_factory.mktemp("built")
    _build(folder, lambda name: name.endswith(".html"))
    return folder


@pytest.fixture(scope="session")
def printed(built: Path) -> Path:
    """Print all handouts, and one of every other kind of paper, below the pages."""
    others = {FACILITATOR, "trainer/workshop-90.ja.pdf"}
    others |= {"tabletop/ja/client.pdf", "quiz/ja/pre.pdf", "quiz/ja/answers-pre.pdf"}
    handouts = re.compile(r"handouts/(ja|en)/")
    _build(built, lambda name: name in others or bool(handouts.match(name)))
    return built


def _build(folder: Path, wanted: Callable[[str], bool]) -> None:
    from kit.publish.build import build
    from kit.publish.everything import all_works
    from kit.publish.files import NOTEBOOKS
    from kit.publish.lesson import read_lessons

    works = list(all_works(read_lessons(NOTEBOOKS), NOTEBOOKS, site=SITE))
    names = [work.name for work in works if wanted(work.name)]
    build(works, folder, only=names)
