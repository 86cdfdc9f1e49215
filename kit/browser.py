"""Find or obtain the Chromium that opens the pages for tests and screenshots."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kit.errors import KitError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

VARIABLE = "KIT_BROWSER"
_COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_COMMANDS_OF_MICROSOFT = ("msedge", "microsoft-edge")
_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_WINDOWS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
_WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
# A browser that looks for its own updates would ask other hosts for what no page asked for.
_QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)


class BrowserMissing(KitError):
    """Say in one line what to install so that a browser is there."""


@cache
def executable() -> str:
    """Return the path of a Chromium that starts, obtaining one if there is none.

    The environment variable ``KIT_BROWSER`` comes first, then Playwright's own browser, then those
    of the system; a missing one is fetched by Playwright, or by apt where this process may.

    Raises
    ------
    BrowserMissing
        There is none and none can be obtained, or ``KIT_BROWSER`` names something else.
    """
    if chosen := os.environ.get(VARIABLE):
        if _starts(chosen):
            return chosen
        raise BrowserMissing(
            f"環境変数 {VARIABLE} のブラウザを起動できません。 / "
            f"{VARIABLE} names {chosen!r}, which is no browser that starts; correct it or unset it."
        )
    for candidate in _candidates():
        if _starts(candidate):
            return candidate
    raise BrowserMissing(
        "ブラウザがありません。Chromium か Google Chrome を入れてください。 / "
        "No browser found and none could be fetched: install Chromium or Google Chrome, "
        f"or set {VARIABLE} to the path of one."
    )


def installed() -> str | None:
    """Return the path of a Chromium that is on this machine and starts; nothing is fetched."""
    chosen = os.environ.get(VARIABLE)
    known = [chosen] if chosen else (*_of_playwright(), *_of_system())
    return next(filter(_starts, known), None)


def launch(playwright: Playwright) -> Browser:
    """Start the browser headless, with its own traffic switched off.

    The sandbox stays on wherever the system allows it: it never does for root, and some
    distributions forbid it to others, where Chromium would only refuse to start.
    """
    from playwright.sync_api import Error

    def start(*, sandbox: bool) -> Browser:
        return playwright.chromium.launch(
            executable_path=executable(), args=list(_QUIET), chromium_sandbox=sandbox
        )

    if _is_root():
        return start(sandbox=False)
    try:
        return start(sandbox=True)
    except Error:
        return start(sandbox=False)


def _candidates() -> Iterator[str]:
    """Yield paths in the order of preference; what must be fetched is fetched only if reached."""
    yield from _of_playwright()
    yield from _of_system()
    print("ブラウザを取得しています… / Fetching a browser …", file=sys.stderr, flush=True)
    if _run(sys.executable, "-m", "playwright", "install", "chromium"):
        yield from _of_playwright()
    if _is_root() and shutil.which("apt-get"):
        _run("apt-get", "update")
        if _run("apt-get", "install", "-y", "--no-install-recommends", "chromium"):
            yield from _of_system()


def _of_playwright() -> Iterator[str]:
    """Yield where Playwright keeps, or would keep, its own Chromium.

    Asked in another process: where Playwright runs already, it refuses to start a second time.
    """
    question = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright:\n"
        "    print(playwright.chromium.executable_path)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", question], capture_output=True, text=True, check=False
    )
    yield from answer.stdout.splitlines()


def _of_system() -> Iterator[str]:
    """Yield the browsers on the search path and in the usual places of Windows and macOS."""
    yield from filter(None, map(shutil.which, _COMMANDS + _COMMANDS_OF_MICROSOFT))
    yield from _MAC
    for folder in filter(None, map(os.environ.get, _WINDOWS_FOLDERS)):
        yield from (str(Path(folder, name)) for name in _WINDOWS)


def _starts(path: str) -> bool:
    """Tell whether a browser is there and has the system libraries it needs."""
    if not Path(path).is_file():
        return False
    # On Windows `--version` would open a window, and no library can be missing there.
    return os.name == "nt" or _run(path, "--version")


def _run(*command: str) -> bool:
    """Run a command without showing it; tell whether it succeeded."""
    try:
        return not subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=900,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            check=False,
        ).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
