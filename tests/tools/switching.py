"""Measure how long a panel takes to show another view: slides, web site, Voilà and JupyterLab."""

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from kit.publish.files import BUILD
from kit.publish.run import KERNEL
from tests.tools.visit import free_port, running, running_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHANGES = 100
_FOLDED = "details:has(.kit-panel)"
LESSON = "04_rules_unchecked"
# From the click to the first moment at which another picture is laid out on the page.
_MEASURE = """async (count) => {
    const radios = () => [...document.querySelectorAll(
        "[data-panel=q08_checked] input[type=radio], .widget-radio-box input")]
        .filter((it) => it.offsetParent && !it.checked);
    const laidOut = (it) => it.checkVisibility() && it.getBoundingClientRect().width;
    const shown = () => [...document.querySelectorAll(".kit-panel svg[role=img]")]
        .filter(laidOut).map((it) => it.ariaLabel).join();
    const turn = () => new Promise((done) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = done;
        channel.port2.postMessage(0);
    });
    const times = [];
    while (times.length < count) {
        const before = shown(), started = performance.now();
        radios()[times.length % radios().length].click();
        while (shown() === before && performance.now() - started < 2000) await turn();
        times.push(performance.now() - started);
        await new Promise(requestAnimationFrame);
    }
    return times;
}"""


def switching_times(browser: "Browser") -> Iterator[tuple[str, list[float]]]:
    """Switch the panel of one question 100 times in each output; give the milliseconds of each."""
    for name, opened in (("slides", _slides), ("web site", _site), ("Voilà", _app), ("Lab", _lab)):
        page = browser.new_page(viewport={"width": 1280, "height": 1600})
        with opened(page):
            page.locator(_FOLDED).evaluate_all("all => all.forEach((it) => it.open = true)")
            yield name, list(page.evaluate(_MEASURE, CHANGES))
        page.close()


@contextmanager
def _slides(page: "Page") -> Iterator[None]:
    page.goto((BUILD / "slides" / "class-45.ja.html").as_uri())
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    page.evaluate(
        """() => { const panel = document.querySelector("[data-panel=q08_checked]");
            const at = panel.closest(".slides > section");
            const { h, v } = Reveal.getIndices(at); Reveal.slide(h, v); }"""
    )
    page.keyboard.press("z")
    yield


@contextmanager
def _site(page: "Page") -> Iterator[None]:
    page.goto((BUILD / "site" / "ja" / f"{LESSON}.html").as_uri())
    yield


@contextmanager
def _app(page: "Page") -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder, running_app(Path(folder, "log")) as address:
        page.goto(f"{address}/voila/render/ja/{LESSON}.ipynb", wait_until="load")
        yield


@contextmanager
def _lab(page: "Page") -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        notebook = Path(folder, "panel.ipynb")
        notebook.write_text(json.dumps(_one_panel()), encoding="utf-8")
        with running(_lab_command(folder, port), port=port, log=Path(folder, "log")) as address:
            page.goto(f"{address}/lab/tree/{notebook.name}?reset")
            page.get_by_text("| Idle").wait_for(timeout=60_000)
            page.get_by_role("menuitem", name="Run", exact=True).click()
            page.get_by_text("Run All Cells", exact=True).click()
            page.get_by_role("radio").first.wait_for(timeout=60_000)
            yield


def _one_panel() -> nbformat.NotebookNode:
    cell = new_code_cell('import kit\n\nkit.explore("q08_checked")')  # type: ignore[no-untyped-call]
    notebook: nbformat.NotebookNode = new_notebook(  # type: ignore[no-untyped-call]
        cells=[cell], metadata={"kernelspec": KERNEL}
    )
    return notebook


def _lab_command(folder: str, port: int) -> Sequence[str]:
    settings = {
        "ServerApp.root_dir": folder,
        "ServerApp.port": port,
        "ServerApp.open_browser": False,
        "IdentityProvider.token": "",
        "LabApp.news_url": "",
    }
    options = [f"--{name}={value}" for name, value in settings.items()]
    return [sys.executable, "-m", "jupyterlab", "--allow-root", *options]
