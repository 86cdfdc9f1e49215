"""A browser that is there is found, or asked for; pages opened with it cannot leave the machine."""

import subprocess
from typing import Any

import pytest
from playwright.sync_api import Error, Page

from kit.browser import VARIABLE, BrowserMissing, launch

DISTRIBUTION = "/usr/bin/chromium"


class Machine:
    """Stands for Playwright on a computer on which only some ways lead to a browser."""

    def __init__(self, *works: str, sandbox: bool = True) -> None:
        self.works, self.sandbox = works, sandbox
        self.asked: list[str] = []
        self.chromium: Any = self

    def launch(self, *, chromium_sandbox: bool, **way: Any) -> str:
        name = way.get("channel") or way["executable_path"]
        self.asked.append(name)
        if name in self.works and (self.sandbox or not chromium_sandbox):
            return f"{name}, sandbox {'on' if chromium_sandbox else 'off'}"
        raise Error(f"no {name}")

    def start(self) -> object:
        playwright: Any = self
        return launch(playwright)

    def refusal(self) -> str:
        with pytest.raises(BrowserMissing) as caught:
            self.start()
        assert "\n" not in str(caught.value)
        return str(caught.value)


@pytest.fixture(autouse=True)
def debian(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be on a system whose Chromium is on the search path."""
    monkeypatch.delenv(VARIABLE, raising=False)
    known = {"chromium": DISTRIBUTION}
    monkeypatch.setattr("shutil.which", known.get)


def test_the_browsers_of_a_system_are_tried_in_turn() -> None:
    nothing = Machine()
    nothing.refusal()
    assert list(dict.fromkeys(nothing.asked)) == ["chromium", "chrome", "msedge", DISTRIBUTION]
    assert Machine("msedge", DISTRIBUTION).start() == "msedge, sandbox on"
    assert Machine(DISTRIBUTION).start() == f"{DISTRIBUTION}, sandbox on"


def test_the_sandbox_is_left_only_where_it_does_not_work() -> None:
    assert Machine("chrome").start() == "chrome, sandbox on"
    assert Machine("chrome", sandbox=False).start() == "chrome, sandbox off"


def test_a_missing_browser_is_one_line_with_a_command_that_exists() -> None:
    told = Machine().refusal()
    assert "Chrome か Edge を入れてください" in told and "install Chrome or Edge" in told
    command = told.split("`")[1]
    assert command.endswith(" -m playwright install chromium")
    subprocess.run(f"{command} --dry-run", shell=True, check=True, capture_output=True)


def test_a_chosen_browser_alone_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "/opt/mine")
    assert Machine("chromium", "/opt/mine").start() == "/opt/mine, sandbox on"
    other = Machine("chromium")
    assert "'/opt/mine'" in other.refusal() and VARIABLE in other.refusal()
    assert set(other.asked) == {"/opt/mine"}


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
