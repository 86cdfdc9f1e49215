"""Start the browser that opens our pages for tests, prints and pictures: one that is there."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from kit.errors import KitError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

VARIABLE = "KIT_BROWSER"
_CHANNELS = ("chromium", "chrome", "msedge")  # Playwright knows where each system keeps these,
_COMMANDS = ("chromium", "chromium-browser")  # but not the Chromium of a Linux distribution.
# A browser that looks for its own updates would ask other hosts for what no page asked for.
_QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
_QUIET += ["--disable-quic", "--no-first-run"]


class BrowserMissing(KitError):
    """Say in one line what to install so that a browser is there."""


def launch(playwright: Playwright) -> Browser:
    """Start a browser headless, with its own traffic switched off; nothing is fetched.

    Where ``KIT_BROWSER`` is set, it alone decides; else Playwright's own Chromium comes first, then
    Chrome, Edge and the Chromium of a Linux distribution.

    Raises
    ------
    BrowserMissing
        None of them starts.
    """
    from playwright.sync_api import Error

    for way in _ways():
        for sandbox in (True, False):  # it never works for root, and some systems forbid it to all
            with suppress(Error):
                return playwright.chromium.launch(**way, args=_QUIET, chromium_sandbox=sandbox)
    raise BrowserMissing(_remedy())


def _ways() -> list[dict[str, Any]]:
    if chosen := os.environ.get(VARIABLE):
        return [{"executable_path": chosen}]
    commands = filter(None, map(shutil.which, _COMMANDS))
    return [{"channel": it} for it in _CHANNELS] + [{"executable_path": it} for it in commands]


def _remedy() -> str:
    if chosen := os.environ.get(VARIABLE):
        return (
            f"環境変数 {VARIABLE} のブラウザを起動できません。 / "
            f"{VARIABLE} names {chosen!r}, which is no browser that starts; correct it or unset it."
        )
    command = f'"{sys.executable}" -m playwright install chromium'
    return (
        f"ブラウザがありません。`{command}` を実行するか、Chrome か Edge を入れてください。 / "
        f"No browser starts: run `{command}`, or install Chrome or Edge."
    )
