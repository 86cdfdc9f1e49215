"""Check what was read against its schema: every fault with its file, row and column."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches

from kit.data.reading import Rows, Schema
from kit.errors import Problem

_FORMS = {
    "integer": (r"-?[0-9]+", "a whole number such as 155"),
    "number": (r"-?[0-9]+(\.[0-9]+)?", "a number such as 64.9"),
    "date": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date such as 2022-01-31"),
}
_FEW = 12


def check_rows(resource: Schema, tables: Mapping[str, Rows]) -> Iterator[Problem]:
    """Check every cell, the keys and the references of one table that was read."""
    rows, path = tables[resource["name"]], resource["path"]
    for field in resource["schema"]["fields"]:
        for number, row in enumerate(rows, start=2):
            for message in _faults(field, row.get(field["name"])):
                yield Problem(path, number, field["name"], message)
    yield from _check_keys(resource, rows)
    for key in _references(resource):
        yield from _check_reference(resource, key, tables)
    yield from _check_decimals(resource, rows)


def _references(resource: Schema) -> list[Schema]:
    """Give the keys into other tables: of the same package and, from teaching, of the survey."""
    schema = resource["schema"]
    return [*schema.get("foreignKeys", []), *schema.get("surveyKeys", [])]


def _columns(names: list[str] | str) -> list[str]:
    """Give the columns of a key, which a descriptor writes as one name or as a list."""
    return [names] if isinstance(names, str) else names


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
    if not re.fullmatch(rules.get("pattern", ".*"), cell, re.DOTALL):
        yield f"{cell!r} does not have the form {rules['pattern']}"
    if field["type"] in _FORMS:
        yield from _form_faults(cell, field["type"], rules)


def _form_faults(cell: str, kind: str, rules: Schema) -> Iterator[str]:
    form, wanted = _FORMS[kind]
    if not re.fullmatch(form, cell) or (kind == "date" and not _is_date(cell)):
        yield f"{cell!r} is not {wanted}; a spreadsheet may have rewritten it"
    elif kind != "date":
        low, high = rules.get("minimum", float("-inf")), rules.get("maximum", float("inf"))
        if not low <= float(cell) <= high:
            yield f"{cell} is outside {low} to {high}"


def _is_date(cell: str) -> bool:
    try:
        date.fromisoformat(cell)
    except ValueError:
        return False
    return True


def _key(row: Mapping[str, str], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in names)


def _check_keys(resource: Schema, rows: Rows) -> Iterator[Problem]:
    schema = resource["schema"]
    unique = [it["name"] for it in schema["fields"] if it.get("constraints", {}).get("unique")]
    for names in [_columns(schema["primaryKey"]), *map(_columns, unique)]:
        first: dict[tuple[str, ...], int] = {}
        for number, row in enumerate(rows, start=2):
            key = _key(row, names)
            if first.setdefault(key, number) != number:
                said = f"repeats the key {', '.join(key)} of row {first[key]}; each key stands once"
                yield Problem(resource["path"], number, ", ".join(names), said)


def _check_reference(
    resource: Schema, key: Schema, tables: Mapping[str, Rows]
) -> Iterator[Problem]:
    names, target = _columns(key["fields"]), key["reference"]["resource"] or resource["name"]
    known = {_key(row, _columns(key["reference"]["fields"])): None for row in tables[target]}
    for number, row in enumerate(tables[resource["name"]], start=2):
        value = _key(row, names)
        # A table that could not be read was reported as such; its keys are not missed once more.
        if known and any(value) and value not in known:
            said = f"{', '.join(value)!r} is not in {target}{_allowed(value, list(known))}"
            message = f"{said}; add it there or correct it here"
            yield Problem(resource["path"], number, ", ".join(names), message)


def _allowed(value: tuple[str, ...], known: Sequence[tuple[str, ...]]) -> str:
    """Name the keys that would do: all of a few, of many the nearest."""
    texts = [", ".join(key) for key in known]
    if len(texts) <= _FEW:
        return f" (allowed: {'; '.join(texts)})"
    match = get_close_matches(", ".join(value), texts, n=1, cutoff=0.4)
    return f" (did you mean {match[0]!r}?)" if match else ""


def _check_decimals(resource: Schema, rows: Rows) -> Iterator[Problem]:
    """Find figures whose printed ``.0`` is lost: with it go the count and the interval."""
    fields = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    if "phrase" not in fields:
        return
    for column in [name for name, kind in fields.items() if kind == "number"]:
        cells = [(row.get("question") or row.get("survey"), row.get(column, "")) for row in rows]
        finer = {group for group, cell in cells if "." in cell}
        for number, (row, (group, cell)) in enumerate(zip(rows, cells, strict=True), start=2):
            if cell.isdecimal() and _is_cut(row, cell, beside_finer=group in finer):
                message = (
                    f"{cell} has no decimal, yet its phrase or the other figures of {group} have "
                    f"one: write {cell}.0 as printed (a spreadsheet drops it), or quote in phrase "
                    f"the words that print {cell}"
                )
                yield Problem(resource["path"], number, column, message)


def _is_cut(row: Mapping[str, str], cell: str, *, beside_finer: bool) -> bool:
    """Tell whether a whole number was printed with a decimal: its phrase tells, else the others."""
    phrase = unicodedata.normalize("NFKC", row.get("phrase", ""))
    if re.search(rf"(?<![\d.]){cell}\.0(?!\d)", phrase):
        return True
    whole = re.search(rf"(?<![\d.]){cell}(?![\d.])", phrase)
    figure = row.get("bound") == "exact" and row.get("unit", "percent") != "rank"
    return figure and beside_finer and not whole
