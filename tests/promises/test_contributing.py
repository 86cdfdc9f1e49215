"""The map of the code names every room there is, and none that is not."""

import re

import pytest

from kit.environment import ROOT
from kit.verbs import verbs

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CODE = TEXT.split("\n## Code\n")[1].split("\n## ")[0]
MAP, CHANGES = (re.findall(r"^\| (.+) \|$", part, re.MULTILINE)[1:] for part in CODE.split("…?\n"))
PATHS = re.findall(r"`([\w/.]+(?:/|\.\w+)|Makefile)`", CODE)


@pytest.mark.parametrize("path", sorted(set(PATHS)))
def test_every_room_that_is_named_exists(path: str) -> None:
    assert (ROOT / path).is_dir() if path.endswith("/") else (ROOT / path).is_file()


def test_every_package_and_every_module_beside_them_is_named() -> None:
    packages = [f"{it.parent.relative_to(ROOT)}/" for it in (ROOT / "kit").rglob("*/__init__.py")]
    modules = [f"kit/{it.name}" for it in (ROOT / "kit").glob("*.py") if it.stem != "__init__"]
    folders = [f"tests/{it.parent.name}/" for it in (ROOT / "tests").glob("*/*.py")]
    assert {*packages, *modules, *folders} - set(re.findall(r"`([^`]+)`", " ".join(MAP))) == set()
    assert len(packages) > 10


def test_ten_usual_changes_say_where_and_what_to_run() -> None:
    assert len(CHANGES) == 10
    for change in CHANGES:
        _, where, then = change.split(" | ")
        assert "`" in where
        commands = re.findall(r"`make ([a-z -]+)", then)
        assert commands and set(" ".join(commands).split()) <= set(verbs())
