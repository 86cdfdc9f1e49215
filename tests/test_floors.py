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
    "estimates": 2,
    "labels": 2,
    "charts": 3,
    "tables": 3,
    "panels": 4,
    "lessons": 5,
    "publish": 6,
    "checks": 2,
    "__main__": 7,
    "__init__": 7,
}
MODULES = sorted(ROOT.rglob("*.py"))


def part_of(path: Path) -> str:
    """Name the top module or package of kit that a file belongs to."""
    return path.relative_to(ROOT).with_suffix("").parts[0]


def imported_parts(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} uses a relative import"
            names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {
        name.split(".")[1]
        for name in names
        if name.startswith("kit.") and name.split(".")[1] in FLOORS
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_lower_floors_only(path: Path) -> None:
    own = part_of(path)
    higher = {part for part in imported_parts(path) if part != own and FLOORS[part] >= FLOORS[own]}
    assert not higher, f"{own} (floor {FLOORS[own]}) imports {higher}"


# Errors, files, publishing and the command line speak for themselves.
WORDLESS = [path for path in MODULES if FLOORS[part_of(path)] not in (0, 1, 6, 7)]


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


def test_an_unknown_name_says_which_exist() -> None:
    with pytest.raises(AttributeError, match="share_chart"):
        kit.shares_chart  # noqa: B018
