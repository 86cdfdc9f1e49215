"""The floors of kit: a module imports lower floors only, and importing kit loads nothing."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import kit

ROOT = Path(kit.__file__).parent
FLOORS = {
    "errors": 0,
    "data": 1,
    "environment": 1,
    "browser": 1,
    "font": 1,
    "look": 0,
    "estimates": 2,
    "labels": 3,
    "facts": 4,
    "chain": 5,
    "charts": 6,
    "certainty": 5,
    "tables": 6,
    "panels": 7,
    "lessons": 8,
    "publish": 9,
    "room_check": 10,
    "__init__": 11,
    "verbs": 11,
    "__main__": 12,
}
# Inside publish: one room an output, each on the common modules and none on another, but for
# what stands here.
PUBLISH = {
    "files": 0,
    "imports": 1,
    "fonts": 0,
    "links": 0,
    "office": 0,
    "prose": 0,
    "cells": 0,
    "roles": 2,
    "build": 2,
    "run": 1,
    "standalone": 1,
    "lesson": 3,
    "shown": 1,
    "notebooks": 2,
    "page": 4,
    "sections": 1,
    "executed": 4,
    "learner": 4,
    "pictures": 5,
    "decks": 5,
    "home": 6,
    "app": 7,
    "site": 7,
    "slides": 8,
    "powerpoint": 9,
    "print": 9,
    "exporters": 10,
    "forms": 10,
    "everything": 11,
    "on_request": 12,
    "__init__": 12,
}
MODULES = sorted(ROOT.rglob("*.py"))


def part_of(path: Path, room: str = "") -> str:
    """Name the module or package of kit, or of one of its rooms, that a file belongs to."""
    return path.relative_to(ROOT / room).with_suffix("").parts[0]


def imported_names(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} uses a relative import"
            names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def imported_parts(path: Path, package: str, floors: dict[str, int]) -> set[str]:
    found = {name.removeprefix(f"{package}.") for name in imported_names(path)}
    return {name.split(".")[0] for name in found if name.split(".")[0] in floors}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_lower_floors_only(path: Path) -> None:
    own = part_of(path)
    parts = imported_parts(path, "kit", FLOORS)
    higher = {part for part in parts if part != own and FLOORS[part] >= FLOORS[own]}
    assert not higher, f"{own} (floor {FLOORS[own]}) imports {higher}"


@pytest.mark.parametrize(
    "path", sorted((ROOT / "publish").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT))
)
def test_a_room_of_publish_stands_on_lower_floors_only(path: Path) -> None:
    own = part_of(path, "publish")
    parts = imported_parts(path, "kit.publish", PUBLISH)
    higher = {part for part in parts if part != own and PUBLISH[part] >= PUBLISH[own]}
    assert not higher, f"publish.{own} (floor {PUBLISH[own]}) imports {higher}"


def test_the_package_imports_nothing_of_the_tests() -> None:
    for path in MODULES:  # verbs for developers name their functions in a table
        assert not {it for it in imported_names(path) if it.split(".")[0] == "tests"}, path


# Errors, files, publishing and the command line speak for themselves.
WORDLESS = [path for path in MODULES if FLOORS[part_of(path)] not in (0, 1, 9, 10, 11, 12)]


@pytest.mark.parametrize("path", WORDLESS, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_labels_and_panels_of_words_know_the_languages(path: Path) -> None:
    code = path.read_text(encoding="utf-8")
    tree = ast.parse(code)
    documentation = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
    }
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    japanese = [
        text
        for text in texts
        if text not in documentation and any("\u3040" <= sign <= "\u9fff" for sign in text)
    ]
    assert not japanese, f"{path.name} holds display words: {japanese}"


def test_importing_kit_loads_no_other_package() -> None:
    code = "import sys; old = set(sys.modules); import kit; print(*sorted(set(sys.modules) - old))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    allowed = {*sys.stdlib_module_names, "kit"}
    assert [name for name in loaded if name.partition(".")[0] not in allowed] == []
    assert [name for name in loaded if name.startswith("kit.")] == []


@pytest.mark.parametrize("name", [name for name in kit.__all__ if name != "__version__"])
def test_every_public_name_exists_and_is_documented(name: str) -> None:
    assert getattr(kit, name).__doc__


def test_a_public_name_stays_what_it_is() -> None:
    """A package of the same name is set on ``kit`` when it is imported."""
    code = (
        f"import kit; print([it for it in {kit.__all__} if getattr(kit, it) != getattr(kit, it)])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_an_unknown_name_says_which_exist() -> None:
    with pytest.raises(AttributeError, match="share_chart"):
        kit.shares_chart  # noqa: B018
