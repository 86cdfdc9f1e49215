"""Tell what an outcome is made with: code, and the files and tables that the code names.

All of it is read, nothing is imported. Code counts without comments and docstrings. Of a package
only the module that is asked for counts, as importing does nothing in this kit.
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import kit
from kit.data.descriptor import resources
from kit.environment import ROOT
from kit.publish.files import fingerprint

# They decide when something is made, never what.
_NEVER_SHOWN = {"kit.publish.build", "kit.publish.imports"}
_DATA = "data"


class Module(NamedTuple):
    """What is read from one module.

    Parameters
    ----------
    code
        Changes with everything but comments, docstrings and layout.
    imports
        Names of the kit's modules that it imports, anywhere in it.
    texts
        Its text constants: names of templates, style sheets and tables are among them.
    reads_any
        Whether the name of a table that it reads is computed.
    """

    code: str
    imports: frozenset[str]
    texts: frozenset[str]
    reads_any: bool


@cache
def made_with(names: frozenset[str], root: Path = ROOT) -> str:
    """Give what changes with the code of modules, with what they import, and with what that names.

    Parameters
    ----------
    names
        Of modules; others than the kit's own count by their versions in ``requirements.txt``.
    root
        Folder of the kit's sources.
    """
    found = [_module(it, root) for it in sorted(imported(names, root))]
    texts = {text for it in found for text in it.texts}
    reads_any = any(it.reads_any for it in found)
    tables = [_table(it, root) for it in _tables(root) if reads_any or it in texts]
    files = named_in("\n".join(sorted(texts)), root)
    return fingerprint(root / "requirements.txt", [it.code for it in found], tables, files)


def named_in(text: str, root: Path = ROOT) -> str:
    """Give what changes with files beside code that a text names, or that these name in turn."""
    found, known = dict[Path, str](), _beside_code(root)
    while more := {it: known[it] for it in known if it.name in text and it not in found}:
        found |= more
        text = "\n".join(more.values())
    return fingerprint(list(found.values()))


def used_in(code: str) -> frozenset[str]:
    """Name the modules that hold what a cell may use: public names of the kit that it says."""
    words = set(re.findall(r"\w+", code))
    public = {getattr(kit, it).__module__ for it in words & set(kit.__all__) - {"__version__"}}
    return frozenset(public | {name for it in words if _path(name := f"kit.{it}", ROOT)})


@cache
def used_by(names: frozenset[str], root: Path = ROOT) -> str:
    """Give what changes with the modules that a notebook uses, or with any table."""
    return fingerprint(made_with(names, root), [_table(it, root) for it in _tables(root)])


def imported(names: Iterable[str], root: Path = ROOT) -> set[str]:
    """Name the kit's modules that are imported, over any number of steps, with those given."""
    found: set[str] = set()
    more = {*names}
    while more := {it for it in more - found - _NEVER_SHOWN if _path(it, root)}:
        found |= more
        more = {name for it in more for name in _module(it, root).imports}
    return found


@cache
def _module(name: str, root: Path) -> Module:
    path = _path(name, root)
    assert path is not None, name
    tree = ast.parse(path.read_bytes(), path)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            node.body = node.body[1 if ast.get_docstring(node) is not None else 0 :]
    nodes = list(ast.walk(tree))
    imports = {name for node in nodes for name in _imports(node, root)}
    constants = (node.value for node in nodes if isinstance(node, ast.Constant))
    texts = frozenset(it for it in constants if isinstance(it, str))
    computed = any(map(_computes_table, nodes))
    return Module(fingerprint(ast.dump(tree)), frozenset(imports), texts, computed)


def _imports(node: ast.AST, root: Path) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        for alias in node.names:
            inner = f"{node.module}.{alias.name}"
            yield inner if _path(inner, root) else node.module


def _computes_table(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not node.args:
        return False
    called = getattr(node.func, "id", getattr(node.func, "attr", ""))
    return called == "table" and not isinstance(node.args[0], ast.Constant)


@cache
def _path(name: str, root: Path) -> Path | None:
    """Find a module of the kit; None for another one's, and for what is not a module."""
    place = root.joinpath(*name.split("."))
    paths = (place.with_suffix(".py"), place / "__init__.py") if name.startswith("kit") else ()
    return next((path for path in paths if path.is_file()), None)


@cache
def _beside_code(root: Path) -> dict[Path, str]:
    """Read style sheets, scripts and templates."""
    places = sorted((root / "kit").rglob("*.*"))
    files = (it for it in places if it.is_file() and it.suffix not in (".py", ".pyc"))
    return {it: it.read_text("utf-8", errors="replace") for it in files}


@cache
def _tables(root: Path) -> dict[str, str]:
    """Give what the descriptor says of each table, by name."""
    return {it["name"]: json.dumps(it) for it in resources(root / _DATA)}


def _table(name: str, root: Path) -> str:
    described = _tables(root)[name]
    return fingerprint(described, root / _DATA / json.loads(described)["path"])
