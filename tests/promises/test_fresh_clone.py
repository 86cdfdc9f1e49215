"""The README's first commands work on a machine that has never seen the kit, in any folder."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page

from kit.environment import ROOT, interpreter
from kit.publish import links
from tests.tools.visit import fetch, running

# Where people keep things: with spaces and Japanese, and so deep that the first line of a script of
# the environment is longer than what Linux reads of it.
DEEP = "研修 二〇二六年度/サプライチェーン （講師用）/a folder with a long name, as shares have"
READ_OF_A_FIRST_LINE = 127
DECK = "briefing-5"

pytestmark = [pytest.mark.slow, pytest.mark.long]


@pytest.fixture
def commands() -> list[str]:
    """Give the first commands of the README, word for word."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"^```\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    assert block
    return block[1].splitlines()


@pytest.fixture
def machine(tmp_path: Path, free_port: int) -> dict[str, str]:
    """Give the variables of a new user, for whom the project's address leads to this clone."""
    home = tmp_path / "home"
    home.mkdir()
    python = shutil.which("python3", path=str(Path(sys.base_prefix, "bin")))
    assert python
    settings = {f"url.file://{ROOT}.insteadOf": links.address(), "safe.directory": "*"}
    git = {"GIT_CONFIG_COUNT": str(len(settings))}
    for number, (key, value) in enumerate(settings.items()):
        git |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    ours = {"HOME": str(home), "PYTHON": python, "PORT": str(free_port), "BROWSER": "true"}
    inherited = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
    return {**inherited, **git, **ours}


def test_the_readme_leads_to_the_lessons(
    commands: list[str], machine: dict[str, str], tmp_path: Path, offline_page: Page
) -> None:
    port, deep = int(machine["PORT"]), tmp_path / DEEP
    deep.mkdir(parents=True)
    log = tmp_path / "first.log"
    first = ["bash", "-euc", "\n".join(commands)]
    with running(
        first, port=port, log=log, folder=deep, environment=machine, seconds=900
    ) as address:
        homes = fetch(address) + fetch(f"{address}/en")
        lessons = set(re.findall(r'href="([^"]+\.ipynb)"', homes))
        assert len(lessons) == 20
        assert "<h1" in fetch(address + min(lessons))
    clone = deep / commands[1].removeprefix("cd ")
    python = interpreter(clone / ".venv")
    assert len(f"#!{python}") > READ_OF_A_FIRST_LINE
    subprocess.run([python, "-m", "pip", "check"], check=True, capture_output=True)
    found = [python, "-c", "import kit, pathlib; print(pathlib.Path(kit.__file__).parents[1])"]
    outside = {key: value for key, value in machine.items() if key != "PYTHONPATH"}
    told = subprocess.check_output(found, cwd=tmp_path, env=outside, text=True)
    assert told.strip() == str(clone)
    (pointer,) = (clone / ".venv").rglob("*supply_chain_survey_kit.pth")
    assert pointer.read_bytes().isascii(), "Python reads it in the encoding of the system"

    no_index = {**machine, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ""}
    again = tmp_path / "second.log"
    with running(
        commands[2].split(), port=port, log=again, folder=clone, environment=no_index
    ) as address:
        assert fetch(address)
    assert "Installing" in log.read_text(encoding="utf-8")
    assert "Installing" not in again.read_text(encoding="utf-8")

    for command in ("make seal", "make learner", f"make slides DECK={DECK} LANG=ja"):
        subprocess.run(command.split(), cwd=clone, env=no_index, check=True, capture_output=True)
    changed = ["git", "-C", clone, "status", "--porcelain"]
    assert subprocess.check_output(changed, env=machine) == b""
    assert list((clone / "build/learner/ja").glob("*.ipynb"))
    offline_page.goto((clone / f"build/slides/{DECK}.ja.html").as_uri())
    offline_page.wait_for_function("window.Reveal && Reveal.isReady()")
