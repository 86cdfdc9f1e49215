"""Print pages to PDF with a real browser: tagged, with the font inside."""

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from kit.browser import launch

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A chart is a picture with words in a frame; tagged too, the frame would be a picture without.
_UNFRAME = 'for (const it of document.querySelectorAll("figure.kit-chart")) it.role = "none"'
_PAGE = re.compile(rb"/Type\s*/Page\b")  # Chromium writes the objects of pages uncompressed


def pdf(page: str, **options: Any) -> bytes:
    """Print an HTML page that stands alone on A4, as its own print style says.

    The PDF is tagged, its text can be copied, and the page's own font is inside: Chromium writes
    the glyphs of a web font as Type 3, without the font's name.

    Parameters
    ----------
    page
        The whole page; nothing of it is fetched from anywhere.
    options
        Further settings of Playwright's ``page.pdf``.

    Raises
    ------
    KitError
        There is no browser, and none can be had.
    """
    tab = _browser().new_page(offline=True, java_script_enabled=False)
    try:
        tab.set_content(page, wait_until="load")
        tab.evaluate(_UNFRAME)
        settings = {"prefer_css_page_size": True, "print_background": True, **options}
        return bytes(tab.pdf(format="A4", tagged=True, outline=True, **settings))
    finally:
        tab.close()


def printed_deck(page: str) -> bytes:
    """Print a deck, one slide a page of 1280 × 720 CSS pixels; its own script shows all of each.

    Parameters
    ----------
    page
        The deck's whole file.

    Raises
    ------
    KitError
        There is no browser, and none can be had.
    """
    tab = _browser().new_page(offline=True, viewport={"width": 1280, "height": 720})
    try:
        tab.set_content(page, wait_until="load")
        tab.locator("html[data-ready]").wait_for(state="attached")
        tab.evaluate(_UNFRAME)
        settings: dict[str, Any] = {"prefer_css_page_size": True, "print_background": True}
        return bytes(tab.pdf(tagged=True, outline=True, **settings))
    finally:
        tab.close()


def page_count(printed: bytes) -> int:
    """Count the pages of what ``pdf`` gave."""
    return len(_PAGE.findall(printed))


@cache
def _browser() -> "Browser":
    """Start one browser for all prints of a process; it ends with the process."""
    from playwright.sync_api import sync_playwright

    return launch(sync_playwright().start())
