"""Open built files as a class would see them: in a browser, from their folder, without network."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from kit.browser import BrowserMissing, launch

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Route

# Says what is wrong with a page, or how many panels it has. One panel stands for all: they share
# their script, and what each shows is tested where it is made.
_EXAMINE = """async () => {
    await document.fonts.ready;
    if (![...document.fonts].some((it) => it.status === "loaded")) return "font";
    if (!document.querySelector("h1, h2")?.textContent.trim()) return "empty";
    const panel = [...document.querySelectorAll("[data-panel]")].find(
        (it) => it.querySelector(":scope > form input[type=radio]:not(:checked)"));
    if (!panel) return 0;
    const shown = () => panel.querySelector(":scope > .kit-view:not([hidden])");
    const before = shown();
    panel.querySelector(":scope > form input[type=radio]:not(:checked)").click();
    return shown() && shown() !== before ? 1 : "panel";
}"""


class Opening(NamedTuple):
    """What came of opening one file.

    Parameters
    ----------
    name
        Its path below the built folder.
    problem
        ``outside``, ``error``, ``font``, ``empty``, ``panel``, ``broken`` or ``unchecked``; empty
        when it opened.
    has_panel
        Whether it has controls, which then changed what it shows.
    """

    name: str
    problem: str = ""
    has_panel: bool = False


def answer() -> None:
    """Open the files that standard input asks for; write what came of them to standard output."""
    asked = json.load(sys.stdin)
    json.dump(
        open_files(Path(asked["folder"]), asked["names"], seconds=asked["seconds"]), sys.stdout
    )


def open_files(folder: Path, names: Sequence[str], *, seconds: float) -> tuple[str, list[Opening]]:
    """Open files one after another, as many as the time allows.

    Parameters
    ----------
    folder
        The built folder.
    names
        Paths below it, those that matter most first.
    seconds
        After which the rest stays unchecked.

    Returns
    -------
    str
        The browser's name and version; empty when there is none.
    list of Opening
        What came of each file.
    """
    from playwright.sync_api import sync_playwright

    end, found = monotonic() + seconds, list[Opening]()
    pages = [name for name in names if name.endswith(".html")]
    found += [_read(folder, name) for name in names if name not in pages]
    try:
        with sync_playwright() as playwright, launch(playwright) as browser:
            context = browser.new_context(offline=True, service_workers="block")
            found += _open_all(context, folder, pages, end)
            return f"Chromium {browser.version}", found
    except BrowserMissing:
        return "", []


def _open_all(
    context: "BrowserContext", folder: Path, pages: Sequence[str], end: float
) -> Iterator[Opening]:
    problems: list[str] = []

    def watch(route: "Route") -> None:
        if route.request.url.startswith("file:"):
            route.continue_()
        else:
            problems.append("outside")
            route.abort()

    context.route("**/*", watch)
    page = context.new_page()
    page.on("pageerror", lambda _: problems.append("error"))
    page.on("console", lambda it: problems.append("error") if it.type == "error" else None)
    for name in pages:
        if monotonic() > end:
            yield Opening(name, "unchecked")
            continue
        problems.clear()
        seen = _examine(page, folder / name)
        problem = seen if isinstance(seen, str) else next(iter(problems), "")
        yield Opening(name, problem, has_panel=seen == 1)


def _examine(page: "Page", path: Path) -> str | int:
    from playwright.sync_api import Error

    try:
        page.goto(path.resolve().as_uri(), wait_until="load", timeout=10_000)
        seen: str | int = page.evaluate(_EXAMINE)
    except Error:
        return "error"
    return seen


def _read(folder: Path, name: str) -> Opening:
    """Tell whether a PDF is whole: it begins and ends as one."""
    content = (folder / name).read_bytes()
    whole = content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")
    return Opening(name, "" if whole else "broken")
