"""Take the pictures of the README from the real pages."""

import tempfile
from pathlib import Path
from typing import NamedTuple

from kit.browser import launch
from kit.environment import ROOT
from tests.tools.visit import running_app

FOLDER = ROOT / "docs" / "screenshots"


class Picture(NamedTuple):
    """One picture: file name, page, what stands at the top, and the screen in CSS pixels."""

    name: str
    page: str
    top: str
    width: int
    height: int


_LESSON, _PANEL = "/voila/render/{}/04_rules_unchecked.ipynb", "[data-panel=q08_checked]"
PICTURES = (
    Picture("index", "/", "body", 1280, 720),
    Picture("lesson.ja", _LESSON.format("ja"), _PANEL, 1280, 720),
    Picture("lesson.en", _LESSON.format("en"), _PANEL, 390, 844),
)


def take_all() -> None:
    """Start the app, open each page in a headless browser and write what a visitor sees."""
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_app(Path(folder, "app.log")) as address,
        sync_playwright() as playwright,
        launch(playwright) as browser,
    ):
        for picture in PICTURES:
            page = browser.new_page(viewport={"width": picture.width, "height": picture.height})
            page.goto(address + picture.page, wait_until="networkidle")
            page.locator(picture.top).first.evaluate("element => element.scrollIntoView()")
            page.screenshot(path=FOLDER / f"{picture.name}.png")
            page.close()
