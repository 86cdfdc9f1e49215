"""Files that the app builds on request: those of the home page, for the app's own pages."""

import asyncio
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from test_app import fetch, raw_answer

from kit.publish.app.making import Making
from kit.publish.app.press import Order
from kit.publish.files import NOTEBOOKS
from tests.tools.visit import free_port, running

pytestmark = pytest.mark.slow

ROOM = "tabletop/ja/client.html"  # quickly built: of no lesson
# The lessons are being prepared meanwhile, which takes longer than what is asked for here.
START = """
import asyncio
from concurrent.futures import ThreadPoolExecutor
import sys
from pathlib import Path

from kit.publish.app.front import serve
from kit.publish.app.pages import Pages

Pages.quiet = lambda self: asyncio.sleep(0)
serve(port=int(sys.argv[1]), open_browser=False, build=Path(sys.argv[2]))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("making")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    """Start the app where nothing is built yet."""
    port = free_port()
    command = [sys.executable, "-c", START, str(port), str(folder / "build")]
    with running(command, port=port, log=folder / "log") as address:
        yield address


def making(folder: Path) -> Making:
    return Making(Order(str(NOTEBOOKS), str(folder), "/", ""), lambda: asyncio.sleep(0))


async def finished(those: Making, name: str) -> dict[str, object]:
    those.ask(name)
    those.ask(name)  # whoever asks too gets the same one
    while (state := dict(those.state(name)))["state"] in ("waiting", "making"):
        await asyncio.sleep(0.1)
    await those.close()
    return state


def test_only_files_for_readers_are_found_and_only_those_of_the_home_page_offered(
    tmp_path: Path,
) -> None:
    those = making(tmp_path)
    for name in ("slides/a.html", "executed/ja/a.ipynb", "made.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a")
    assert those.find("slides/a.html")
    for name in ("executed/ja/a.ipynb", "made.json", "slides/../made.json", "slides", "slides/b"):
        assert those.find(name) is None, name
    assert those.offers(ROOM) and those.offers("slides/class-45.en.html")
    assert those.offers("forms/ja/letter.docx") and those.offers("forms/en/vendors.pdf")
    for name in ("slides/a.html", "executed/ja/00_start_here.ipynb", "site/index.html", ""):
        assert not those.offers(name), name


def test_what_cannot_be_built_has_a_number_and_the_log_the_rest(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with ThreadPoolExecutor(1) as pool:  # a browser of another test runs a loop in this thread
        state = pool.submit(asyncio.run, finished(making(tmp_path), "slides/none.ja.html")).result()
    assert state["state"] == "failed"
    assert f"incident {state['incident']}" in caplog.text
    assert "nothing builds slides/none.ja.html" in caplog.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://evil.example"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
    ],
)
def test_no_page_elsewhere_has_anything_built(
    server: str, headers: dict[str, str], status: int
) -> None:
    address = f"{server}/make/slides/workshop-90.ja.html"
    assert fetch(address, method="POST", **headers).status == status
    assert json.loads(fetch(address).body) == {"state": ""}


@pytest.mark.parametrize("name", ["slides/none.ja.html", "../pyproject.toml", "site/index.html"])
def test_nothing_else_is_built_or_served(server: str, name: str) -> None:
    own = {"Sec-Fetch-Site": "same-origin"}
    assert fetch(f"{server}/make/{name}", method="POST", **own).status in (404, 405)
    assert raw_answer(server, "GET", f"/files/{name}").status == 404


def test_a_link_of_the_home_page_builds_its_file_and_opens_it(
    server: str, folder: Path, offline_page: Page
) -> None:
    assert not (folder / "build" / ROOM).exists()
    offline_page.goto(server)
    offline_page.locator(f"a[href='/files/{ROOM}']").click()
    expect(offline_page.get_by_role("heading", level=1)).to_have_text("この資料はこれから作ります")
    offline_page.wait_for_function("() => !document.getElementById('making')")
    assert offline_page.url == f"{server}/files/{ROOM}"
    assert (folder / "build" / ROOM).is_file()
    expect(offline_page.locator(".kit-panel")).to_be_visible()


def test_whoever_comes_from_elsewhere_is_asked_first(
    server: str, folder: Path, offline_page: Page
) -> None:
    name = "tabletop/en/vendor.html"
    offline_page.goto(f"{server}/files/{name}")
    button = offline_page.get_by_role("button", name="Build it now")
    expect(button).to_be_visible()
    assert not (folder / "build" / name).exists()
    assert "make tabletop" in offline_page.locator("main").inner_text()
    button.click()
    offline_page.wait_for_function("() => !document.getElementById('making')")
    assert (folder / "build" / name).is_file()


def test_the_home_page_has_an_address_in_each_language(server: str) -> None:
    assert '<html lang="ja">' in fetch(server).body
    for path in ("/voila/tree/en", "/voila/tree/en/", "/en/", "/en"):
        assert '<html lang="en">' in fetch(server + path).body
