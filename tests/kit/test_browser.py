"""A browser is found, fetched or asked for; pages opened with it cannot leave the machine."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from kit import browser

PLAYWRIGHT = [sys.executable, "-m", "playwright", "install", "chromium"]
APT = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]


class Machine:
    """Stands for a computer without a browser, on which some commands succeed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[list[str]] = []
        self.succeeds: list[list[str]] = []
        self.root = False
        monkeypatch.delenv(browser.VARIABLE, raising=False)
        monkeypatch.setattr(browser, "_run", self.run)
        monkeypatch.setattr(browser, "_starts", lambda path: path == "/found")
        monkeypatch.setattr(browser, "_is_root", lambda: self.root)
        monkeypatch.setattr(browser, "_of_playwright", lambda: self.after(PLAYWRIGHT))
        monkeypatch.setattr(browser, "_of_system", lambda: self.after(APT))
        monkeypatch.setattr("shutil.which", lambda command: f"/usr/bin/{command}")

    def run(self, *command: str) -> bool:
        self.asked.append(list(command))
        return list(command) in self.succeeds

    def after(self, command: list[str]) -> Iterator[str]:
        """Have a browser once a command has brought it."""
        yield "/found" if command in self.asked and command in self.succeeds else "/missing"


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    browser.executable.cache_clear()
    yield Machine(monkeypatch)
    browser.executable.cache_clear()


def test_playwright_fetches_a_missing_browser(machine: Machine) -> None:
    machine.succeeds = [PLAYWRIGHT]
    assert browser.executable() == "/found"
    assert machine.asked == [PLAYWRIGHT]


def test_apt_is_asked_next_where_it_may(machine: Machine) -> None:
    machine.succeeds = [APT]
    machine.root = True
    assert browser.executable() == "/found"
    assert machine.asked == [PLAYWRIGHT, ["apt-get", "update"], APT]


def test_a_browser_that_cannot_be_had_is_one_line_with_the_remedy(machine: Machine) -> None:
    with pytest.raises(browser.BrowserMissing, match=r"入れてください.*install Chromium") as caught:
        browser.executable()
    assert "\n" not in str(caught.value)
    assert machine.asked == [PLAYWRIGHT]


def test_a_chosen_browser_that_is_none_is_named(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(browser.VARIABLE, "/nowhere/chrome")
    with pytest.raises(browser.BrowserMissing, match="/nowhere/chrome"):
        browser.executable()
    assert machine.asked == []


def test_a_program_that_fails_is_no_browser(tmp_path: Path) -> None:
    assert not browser._starts(str(tmp_path / "missing"))
    broken = tmp_path / "chrome"
    broken.write_text("#!/bin/sh\nexit 127\n")
    broken.chmod(0o755)
    assert not browser._starts(str(broken))


def test_a_page_cannot_leave_the_machine(offline_page: Page, page_problems: list[str]) -> None:
    offline_page.set_content('<img src="http://example.org/picture.png">')
    offline_page.wait_for_load_state("networkidle")
    assert "request to another host: http://example.org/picture.png" in page_problems
    page_problems.clear()


def test_a_script_error_is_seen(offline_page: Page, page_problems: list[str]) -> None:
    offline_page.set_content("<script>throw new Error('broken')</script>")
    offline_page.wait_for_load_state("networkidle")
    assert page_problems == ["script error: broken"]
    page_problems.clear()
