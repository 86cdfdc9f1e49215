"""The README's first commands work on a machine that has never seen the kit."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kit.environment import ROOT, interpreter
from kit.publish import links
from kit.room_check.visit import fetch, running

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
    commands: list[str], machine: dict[str, str], tmp_path: Path
) -> None:
    port = int(machine["PORT"])
    log = tmp_path / "first.log"
    first = ["bash", "-euc", "\n".join(commands)]
    with running(
        first, port=port, log=log, folder=tmp_path, environment=machine, seconds=900
    ) as address:
        lessons = set(re.findall(r'href="([^"]+\.ipynb)"', fetch(address)))
        assert len(lessons) == 20
        assert "<h1" in fetch(address + min(lessons))
    clone = tmp_path / commands[1].removeprefix("cd ")
    python = interpreter(clone / ".venv")
    subprocess.run([python, "-m", "pip", "check"], check=True, capture_output=True)

    no_index = {**machine, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ""}
    again = tmp_path / "second.log"
    with running(
        commands[2].split(), port=port, log=again, folder=clone, environment=no_index, seconds=60
    ) as address:
        assert fetch(address)
    assert "Installing" in log.read_text(encoding="utf-8")
    assert "Installing" not in again.read_text(encoding="utf-8")
