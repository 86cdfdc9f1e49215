"""Check a data package with the standard library: every fault with its file, row and column."""

import csv
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kit.errors import Problem

Rows = list[dict[str, str]]
Schema = Mapping[str, Any]

DESCRIPTOR = "datapackage.json"
REPAIR = "restore the file from version control or renew the hashes with `python -m kit seal`"


def read(base: Path, resource: Schema, problems: list[Problem]) -> Rows:
    """Read one CSV as text; every fault of the file as a whole goes to ``problems``."""
    name = resource["path"]
    try:
        content = (base / name).read_bytes()
        text = content.decode("utf-8")
    except FileNotFoundError:
        problems.append(Problem(name, 0, "", f"is missing; {REPAIR}"))
        return []
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        problems.append(
            Problem(name, row, "", "is not UTF-8; save it as UTF-8 without byte-order mark")
        )
        return []
    problems.extend(_check_file(resource, content))
    return _parse(resource, text, problems)


def _check_file(resource: Schema, content: bytes) -> Iterator[Problem]:
    name = resource["path"]
    if content.startswith(b"\xef\xbb\xbf"):
        yield Problem(name, 1, "", "starts with a byte-order mark; save it as UTF-8 without one")
    if f"sha256:{hashlib.sha256(content).hexdigest()}" != resource["hash"]:
        yield Problem(name, 0, "", f"differs from the hash in {DESCRIPTOR}; {REPAIR}")


def _parse(resource: Schema, text: str, problems: list[Problem]) -> Rows:
    name, fields = resource["path"], [field["name"] for field in resource["schema"]["fields"]]
    lines = csv.reader(text.removeprefix("\ufeff").splitlines())
    header = next(lines, [])
    for column in [column for column in fields if column not in header]:
        problems.append(Problem(name, 1, column, f"is missing; columns are: {', '.join(fields)}"))
    for column in [column for column in header if column not in fields]:
        problems.append(Problem(name, 1, column, f"is unknown; columns are: {', '.join(fields)}"))
    rows = []
    for number, cells in enumerate(lines, start=2):
        if len(cells) != len(header):
            message = (
                f"has {len(cells)} cells, the header has {len(header)}; quote cells with commas"
            )
            problems.append(Problem(name, number, "", message))
        rows.append(dict(zip(header, cells, strict=False)))
    return rows


def check_rows(resource: Schema, tables: Mapping[str, Rows]) -> Iterator[Problem]:
    """Check every cell, the keys and the references of one table that was read."""
    rows = tables[resource["name"]]
    for field in resource["schema"]["fields"]:
        for number, row in enumerate(rows, start=2):
            for message in _faults(field, row.get(field["name"])):
                yield Problem(resource["path"], number, field["name"], message)
    yield from _check_keys(resource, rows)
    for key in resource["schema"].get("foreignKeys", []):
        yield from _check_reference(resource, key, tables)


def _faults(field: Schema, cell: str | None) -> Iterator[str]:
    """Say what is wrong with one cell; a missing column was reported once for the file."""
    rules = field.get("constraints", {})
    if cell is None:
        return
    if cell == "":
        if rules.get("required"):
            yield "is empty but required"
        return
    allowed = [str(item) for item in rules.get("enum", [])]
    if allowed and cell not in allowed:
        yield f"{cell!r} is unknown; allowed: {', '.join(allowed)}"
    if field["type"] in ("integer", "number"):
        yield from _number_faults(cell, field["type"], rules)


def _number_faults(cell: str, kind: str, rules: Schema) -> Iterator[str]:
    try:
        value = int(cell) if kind == "integer" else float(cell)
    except ValueError:
        yield f"{cell!r} is not {'a whole number' if kind == 'integer' else 'a number'}"
        return
    low, high = rules.get("minimum", float("-inf")), rules.get("maximum", float("inf"))
    if not low <= value <= high:
        yield f"{cell} is outside {low} to {high}"


def _key(row: Mapping[str, str], columns: list[str] | str) -> tuple[str, ...]:
    return tuple(
        row.get(column, "") for column in ([columns] if isinstance(columns, str) else columns)
    )


def _check_keys(resource: Schema, rows: Rows) -> Iterator[Problem]:
    columns = resource["schema"].get("primaryKey", [])
    first: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(rows, start=2):
        key = _key(row, columns)
        if columns and first.setdefault(key, number) != number:
            message = f"repeats the key {', '.join(key)} of row {first[key]}; each key stands once"
            yield Problem(
                resource["path"],
                number,
                ", ".join([columns] if isinstance(columns, str) else columns),
                message,
            )


def _check_reference(
    resource: Schema, key: Schema, tables: Mapping[str, Rows]
) -> Iterator[Problem]:
    target = key["reference"]["resource"] or resource["name"]
    known = {_key(row, key["reference"]["fields"]) for row in tables[target]}
    for number, row in enumerate(tables[resource["name"]], start=2):
        value = _key(row, key["fields"])
        if any(value) and value not in known:
            message = f"{', '.join(value)!r} is not in {target}; add it there or correct it here"
            yield Problem(resource["path"], number, str(key["fields"]), message)
