"""The real lessons in a real browser with the network blocked: Voilà, an HTML export, and Lab.

Panels are operated by mouse and by keyboard, and go on working when no kernel is left.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import nbformat
import pytest
from made_lessons import code
from nbconvert import HTMLExporter
from playwright.sync_api import Locator, Page, expect
from readers import open_panels, operate, too_wide, violations, wrong_numbers
from test_app import START, lesson, write_lesson
from traitlets.config import Config

from kit.labels import LANGUAGES
from kit.publish.files import NOTEBOOKS
from kit.publish.run import KERNEL
from tests.tools.visit import free_port, running

pytestmark = [pytest.mark.slow, pytest.mark.long]

LESSONS = [path.stem for path in sorted(NOTEBOOKS.glob("*.ipynb"))]


def shown(panel: Locator) -> str:
    """Give the words of the view that a panel shows."""
    return panel.locator(".kit-view:visible .kit-reading").inner_text()


def choose(panel: Locator, state: str) -> None:
    """Click the radio buttons of a state."""
    for place, value in enumerate(state.split(",")):
        panel.locator("fieldset").nth(place).locator(f"input[value='{value}']").check()


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_fits_and_its_panels_answer(
    app_server: str, offline_page: Page, name: str, language: str
) -> None:
    page = offline_page
    page.goto(lesson(app_server, language, name))
    assert not too_wide(page)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert page.locator("main svg").count() > 1
    open_panels(page)
    panels = page.locator("[data-panel]:not(.kit-slider)").all()
    assert panels or name == "00_start_here"
    assert [it for panel in panels for it in wrong_numbers(panel)] == []
    assert operate(page) >= ({"choice", "quiz"} if panels else {"quiz"})
    if (LESSONS.index(name) + LANGUAGES.index(language)) % 2 == 0:  # the others: on the site
        assert not violations(page)


def test_the_keyboard_is_enough_and_no_kernel_is_left(app_server: str, offline_page: Page) -> None:
    offline_page.goto(lesson(app_server, "ja", "04_rules_unchecked"))
    assert offline_page.evaluate(
        "Object.keys(window).every(name => !/voila_kernel|jupyter/i.test(name))"
    )
    open_panels(offline_page)
    panel = offline_page.locator("[data-panel=q08_checked]")
    before = shown(panel)
    panel.locator("input:checked").first.focus()
    offline_page.keyboard.press("ArrowRight")
    assert shown(panel) != before
    assert offline_page.locator(":focus").get_attribute("value") == "2020"
    outline = offline_page.locator(":focus").evaluate("it => getComputedStyle(it).outlineStyle")
    assert outline != "none", "the focus must be seen"
    offline_page.keyboard.press("Tab")
    offline_page.keyboard.press("ArrowRight")
    assert panel.locator(".kit-view:visible").get_attribute("data-state") == "2020,client"
    expect(panel.locator("[role=status]")).to_have_text(shown(panel))


@pytest.mark.parametrize(
    "query", ["?q08_checked=2020,vendor", "?q08_checked=9,x", "?question=zz", "?template=lab"]
)
def test_a_query_outside_the_list_shows_the_default(
    app_server: str, offline_page: Page, query: str
) -> None:
    offline_page.goto(lesson(app_server, "ja", "04_rules_unchecked") + query)
    open_panels(offline_page)
    state = offline_page.locator("[data-panel=q08_checked] .kit-view:visible").get_attribute(
        "data-state"
    )
    assert state == ("2020,vendor" if "2020" in query else "2021,both")


def test_the_index_passes_the_accessibility_rules(app_server: str, offline_page: Page) -> None:
    offline_page.goto(app_server)
    assert not violations(offline_page)


@pytest.fixture(scope="module")
def explored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a notebook with one executed panel."""
    from nbclient import NotebookClient

    path = write_lesson(
        tmp_path_factory.mktemp("export") / "00_panel.ipynb",
        [code("kit.explore('q08_checked')", "nbval-ignore-output")],
    )
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.kernelspec = KERNEL  # else Lab asks the reader for one
    NotebookClient(notebook, kernel_name="python3").execute()
    del notebook.metadata["widgets"]  # what a page would fetch a widget front end for
    nbformat.write(notebook, path)
    return path


def test_a_panel_works_in_an_html_export(explored: Path, offline_page: Page) -> None:
    page = explored.with_suffix(".html")
    config = Config({"NbConvertBase": {"display_data_priority": ["text/html", "text/plain"]}})
    nowhere = {f"{name}_url": "" for name in ("require_js", "jquery", "mathjax", "mermaid_js")}
    exporter = HTMLExporter(config=config, **nowhere)
    page.write_text(exporter.from_filename(str(explored))[0], encoding="utf-8")
    offline_page.goto(page.as_uri())
    panel = offline_page.locator("[data-panel=q08_checked]")
    choose(panel, "2021,vendor")
    assert "10.7%" in shown(panel)
    panel.locator("input:checked").nth(1).focus()
    offline_page.keyboard.press("ArrowLeft")
    assert "35.5%" in shown(panel)


WIDGET = "panel = kit.explore('q08_checked').widget()\npanel"


@pytest.fixture(scope="module")
def widget_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a lesson that shows the widget face of a panel in Voilà's own front end."""
    folder = tmp_path_factory.mktemp("widget")
    write_lesson(folder / "notebooks" / "00_widget.ipynb", [code(WIDGET, "live")])
    port = free_port()
    command = [
        sys.executable,
        "-c",
        START,
        str(port),
        str(folder / "notebooks"),
        str(folder / "build"),
    ]
    with running(command, port=port, log=folder / "log") as address:
        yield address


def widgets_answer(page: Page) -> None:
    """Click a control of the widget face and look at what it shows."""
    page.locator(".kit-reading:visible").first.wait_for()
    page.get_by_role("radio", name="委託先", exact=True).first.click()
    page.locator(".kit-reading:visible", has_text="10.7%").first.wait_for()


def end_kernel(server: str, kernel: str) -> None:
    """Shut a kernel down as a signed-in page may: with a token that stands in cookie and header."""
    headers = {"Cookie": "_xsrf=ab", "X-XSRFToken": "ab"}
    address = f"{server}/api/kernels/{kernel}"
    opener = build_opener(ProxyHandler({}))
    assert opener.open(Request(address, headers=headers, method="DELETE")).status == 204
    with pytest.raises(HTTPError):
        opener.open(address)


def test_the_widget_face_switches_in_voila_without_its_kernel(
    widget_server: str, offline_page: Page
) -> None:
    offline_page.goto(lesson(widget_server, "ja", "00_widget"))
    offline_page.get_by_role("radio").first.wait_for()
    (kernel,) = set(re.findall(r'"kernelId": "([^"]+)"', offline_page.content()))
    end_kernel(widget_server, kernel)
    widgets_answer(offline_page)
    offline_page.keyboard.press("ArrowUp")
    offline_page.locator(".kit-reading:visible", has_text="35.5%").first.wait_for()


@pytest.fixture
def lab_server(tmp_path: Path, explored: Path) -> Iterator[str]:
    """Run JupyterLab on a folder with one notebook that shows a panel.

    Only the mouse is tried there: in a notebook, Lab keeps the arrow keys for itself.
    """
    folder = tmp_path / "lab"
    folder.mkdir()
    notebook = nbformat.read(explored, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, folder / "panel.ipynb")
    port = free_port()
    settings = {
        "ServerApp.root_dir": folder,
        "ServerApp.port": port,
        "ServerApp.open_browser": False,
        "IdentityProvider.token": "",
        "LabApp.news_url": "",
    }
    options = [f"--{name}={value}" for name, value in settings.items()]
    command = [sys.executable, "-m", "jupyterlab", "--allow-root", *options]
    with running(command, port=port, log=tmp_path / "log") as address:
        yield address


def test_the_widget_face_switches_in_lab_without_its_kernel(
    lab_server: str, offline_page: Page, page_problems: list[str]
) -> None:
    offline_page.set_viewport_size({"width": 1280, "height": 1600})
    offline_page.goto(f"{lab_server}/lab/tree/panel.ipynb?reset")
    offline_page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    offline_page.get_by_text("| Idle").wait_for()
    offline_page.get_by_role("menuitem", name="Run", exact=True).click()
    offline_page.get_by_text("Run All Cells", exact=True).click()
    offline_page.get_by_role("radio").first.wait_for()
    with build_opener(ProxyHandler({})).open(f"{lab_server}/api/kernels") as answer:
        (kernel,) = json.load(answer)
    end_kernel(lab_server, kernel["id"])
    widgets_answer(offline_page)
    # Lab says in its own words that the kernel does not answer, or that nothing can be sent to it.
    dead = ("/api/kernels", "Could not send widget sync message")
    page_problems[:] = [it for it in page_problems if not any(word in it for word in dead)]
