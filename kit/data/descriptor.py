"""Read, write and seal the descriptors: what stands in the tables, with size and sha256 of each."""

import hashlib
import json
from pathlib import Path
from typing import Any

from kit.errors import DataError, KitError, Problem

PACKAGES = ("survey", "teaching")
DESCRIPTOR = "datapackage.json"
REPAIR = "restore the file from version control or renew the hashes with `python -m kit seal`"


def folder() -> Path:
    """Name the folder of the data packages: inside an installed wheel, else beside the package."""
    here = Path(__file__).parents[1]
    return here / "_data" if (here / "_data").is_dir() else here.parent / "data"


def describe(package: str, place: Path | None = None) -> dict[str, Any]:
    """Read the descriptor of a data package.

    Parameters
    ----------
    package
        ``survey`` or ``teaching``.
    place
        Folder that holds both packages; the kit's own when empty.

    Raises
    ------
    DataError
        When it is missing or is not JSON.

    Examples
    --------
    >>> describe("survey")["name"]
    'telework-supply-chain-survey'
    """
    path = (place or folder()) / package / DESCRIPTOR
    try:
        descriptor: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"cannot be read ({error}); restore the file from version control"
        raise DataError([Problem(f"{package}/{DESCRIPTOR}", 0, "", message)]) from error
    return descriptor


def resources(place: Path | None = None) -> list[dict[str, Any]]:
    """Give the tables of both packages, each with its path from the folder that holds them."""
    return [
        {**resource, "path": f"{package}/{resource['path']}"}
        for package in PACKAGES
        for resource in describe(package, place)["resources"]
    ]


def seal(place: Path | None = None) -> list[str]:
    """Renew size and sha256 in the descriptors after a wanted change; name the changed files.

    Raises
    ------
    KitError
        When a file that a descriptor names is missing.
    """
    base, changed = place or folder(), []
    for package in PACKAGES:
        descriptor = describe(package, base)
        for resource in descriptor["resources"]:
            name = f"{package}/{resource['path']}"
            if not (base / name).is_file():
                raise KitError(f"{name} is missing; restore it before sealing the descriptor")
            if _seal(resource, (base / name).read_bytes()):
                changed.append(name)
        text = _layout(descriptor) + "\n"
        (base / package / DESCRIPTOR).write_text(text, encoding="utf-8", newline="\n")
    return changed


def digest(content: bytes) -> str:
    """Give the sha256 of a file as a descriptor writes it."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _seal(resource: dict[str, Any], content: bytes) -> bool:
    fresh = {"bytes": len(content), "hash": digest(content)}
    changed = any(resource.get(key) != value for key, value in fresh.items())
    resource.update(fresh)
    return changed


def _layout(value: Any, indent: str = "") -> str:
    """Write JSON with a line for each field, key and reference, so that a change is one line."""
    if not _holds_objects(value):
        return json.dumps(value, ensure_ascii=False)
    inner = indent + "  "
    if isinstance(value, list):
        lines, ends = [_layout(item, inner) for item in value], "[]"
    else:
        lines = [f'"{key}": {_layout(item, inner)}' for key, item in value.items()]
        ends = "{}"
    return f"{ends[0]}\n{inner}" + f",\n{inner}".join(lines) + f"\n{indent}{ends[1]}"


def _holds_objects(value: Any) -> bool:
    """Tell whether a list of objects stands anywhere inside."""
    if isinstance(value, dict):
        return any(map(_holds_objects, value.values()))
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)
