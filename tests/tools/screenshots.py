"""Take the pictures of the README from the real pages."""

import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kit.browser import launch
from kit.environment import ROOT
from kit.labels import LANGUAGES
from kit.look import colour
from tests.tools.visit import running_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

FOLDER = ROOT / "docs" / "screenshots"
HOMES = {"ja": "/", "en": "/voila/tree/en"}
# What a README shows is small: its pictures have few colours, those of the look among them.
_COLOURS = 255
_GAP = 24  # around the stills of a question


class Picture(NamedTuple):
    """One picture: file name, page, what stands at the top, and the screen in CSS pixels."""

    name: str
    page: str
    top: str
    width: int
    height: int


_LESSON, _PANEL = "/voila/render/{}/04_rules_unchecked.ipynb", "[data-panel=q08_checked]"
PICTURES = (
    *(Picture(f"home.{it}", HOMES[it], "body", 1280, 720) for it in LANGUAGES),
    Picture("lesson.ja", _LESSON.format("ja"), _PANEL, 1280, 720),
    Picture("lesson.en", _LESSON.format("en"), _PANEL, 390, 844),
)


def take_all() -> None:
    """Start the app, open each page in a headless browser and write what a visitor sees."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_app(Path(folder, "app.log")) as address,
    ):
        take_from(address)


def take_from(address: str) -> None:
    """Write the pictures of an app that is running."""
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, launch(playwright) as browser:
        for picture in PICTURES:
            _write(picture.name, [_screen(browser, address, picture)])
        for language in LANGUAGES:
            _write(f"guess.{language}", _stills(browser, address + HOMES[language]))


def _screen(browser: "Browser", address: str, picture: Picture) -> bytes:
    page = browser.new_page(viewport={"width": picture.width, "height": picture.height})
    page.goto(address + picture.page, wait_until="networkidle")
    page.locator(picture.top).first.evaluate("element => element.scrollIntoView()")
    shown = page.screenshot()
    page.close()
    return shown


def _stills(browser: "Browser", home: str) -> list[bytes]:
    """Show the first question of the home page: asked, guessed, answered."""
    page = browser.new_page(viewport={"width": 390, "height": 1600})
    page.goto(home, wait_until="networkidle")
    question = page.locator(".questions > li").first
    found = [_still(question)]
    question.get_by_role("slider").fill("20")
    found.append(_still(question))
    question.locator("[data-do=reveal]").click()
    found.append(_still(question))
    page.close()
    return found


def _still(question: "Locator") -> bytes:
    """Show a question without the marks of the focus."""
    question.evaluate("() => document.activeElement.blur()")
    return question.screenshot(animations="disabled")


def _write(name: str, shown: list[bytes]) -> None:
    """Write pictures as one file; several stand beside each other on the ground of a question."""
    from PIL import Image

    images = [Image.open(io.BytesIO(it)).convert("RGB") for it in shown]
    gap = _GAP if len(images) > 1 else 0
    width = sum(it.width + gap for it in images) + gap
    height = max(it.height for it in images) + 2 * gap
    whole = Image.new("RGB", (width, height), colour("note"))
    left = gap
    for image in images:
        whole.paste(image, (left, gap))
        left += image.width + gap
    method = Image.Quantize.MAXCOVERAGE  # it keeps colours that few dots have
    few = whole.quantize(_COLOURS, method=method, dither=Image.Dither.NONE)
    few.save(FOLDER / f"{name}.png", optimize=True)
