"""What runs on a server gets the programs that a clean machine lacks, then runs every check."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kit.environment import ROOT


def run(folder: Path, *programs: str, python: str = "true") -> list[str]:
    """Run the script where only some programs are; give what it had them do."""
    said = folder / "said"
    for program in (*programs, "python3"):
        done = python if program == "python3" else f'echo "{program} $@" >> "{said}"'
        (folder / program).write_text(f"#!/bin/sh\n{done}\n", encoding="utf-8")
        (folder / program).chmod(0o755)
    for program in ("bash", "dirname", "sh"):
        (folder / program).symlink_to(shutil.which(program) or program)
    environment = {"PATH": str(folder), "HOME": os.environ.get("HOME", "")}
    subprocess.run([ROOT / ".ci/run"], env=environment, check=True)
    return said.read_text(encoding="utf-8").splitlines()


def test_a_clean_machine_gets_what_it_lacks(tmp_path: Path) -> None:
    update, install, checks = run(tmp_path, "apt-get", "git", "make", python="exit 1")
    assert update == "apt-get update -qq"
    assert install.startswith("apt-get install ")
    assert install.endswith(" chromium libatomic1 python3-venv")
    assert checks == "make test"


@pytest.mark.parametrize("programs", [("apt-get", "chromium"), ("chromium",)])
def test_a_machine_that_has_all_gets_nothing(tmp_path: Path, programs: tuple[str, ...]) -> None:
    assert run(tmp_path, *programs, "git", "make") == ["make test"]
