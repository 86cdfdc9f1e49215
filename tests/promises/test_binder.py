"""Binder's own builder accepts our files, without a container engine."""

import os
import re
import subprocess
import sys

import pytest

from kit.environment import ROOT


@pytest.fixture(scope="module")
def builder() -> subprocess.CompletedProcess[str]:
    """Let the builder read the repository: the Dockerfile is its output, its log the rest."""
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_builder_accepts_the_repository(builder: subprocess.CompletedProcess[str]) -> None:
    assert builder.returncode == 0, builder.stderr
    assert "Building conda environment for python=3.11" in builder.stderr


def test_it_installs_our_requirements_and_runs_our_script(
    builder: subprocess.CompletedProcess[str],
) -> None:
    steps = [line for line in builder.stdout.splitlines() if line.startswith("RUN ")]
    install = next(at for at, step in enumerate(steps) if '-r "binder/requirements.txt"' in step)
    assert install < steps.index("RUN ./binder/postBuild")


@pytest.mark.parametrize("name", ["binder/postBuild", ".ci/run"])
def test_scripts_are_executable_and_read_as_bash(name: str) -> None:
    assert os.access(ROOT / name, os.X_OK)
    subprocess.run(["bash", "-n", str(ROOT / name)], check=True)


@pytest.mark.parametrize("name", ["requirements.txt", "tests/requirements.txt"])
def test_every_requirement_is_pinned_and_tells_no_index(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    unpinned = [line for line in wanted if not re.match(r"[a-z0-9._-]+==[^\s;]+( ; .+)?$", line)]
    assert unpinned == []
    assert not any("://" in line or "--" in line for line in lines)


def test_binder_installs_exactly_what_everybody_installs() -> None:
    assert (ROOT / "binder/requirements.txt").read_text() == "-r ../requirements.txt\n"
