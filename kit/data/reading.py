"""Read a CSV as text: every fault of bytes, header and records with its file and row.

A row is a record, counted as a spreadsheet counts: the header is row 1, and a line break inside a
quoted cell begins no new row.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kit.data.descriptor import DESCRIPTOR, REPAIR, digest
from kit.errors import Problem

Rows = list[dict[str, str]]
Schema = Mapping[str, Any]


def read(base: Path, resource: Schema, problems: list[Problem]) -> Rows:
    """Read one table as text; its faults as a file go to ``problems``."""
    path = resource["path"]
    try:
        content = (base / path).read_bytes()
        text = content.decode("utf-8")
    except OSError as error:
        why = "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read ({error})"
        problems.append(Problem(path, 0, "", f"{why}; {REPAIR}"))
        return []
    except UnicodeDecodeError as error:
        row = _count_records(content[: error.start].decode("utf-8") + "?")
        message = "is not UTF-8; save it as UTF-8 without byte-order mark"
        problems.append(Problem(path, row, "", message))
        return []
    problems.extend(_check_bytes(resource, content))
    return _parse(resource, text.removeprefix("\ufeff"), problems)


def _records(text: str, *, strict: bool) -> Iterator[list[str]]:
    # Only CSV's own line ends part records: U+2028, U+000B and U+0085 are letters of a cell.
    return csv.reader(io.StringIO(text, newline=""), strict=strict)


def _count_records(text: str) -> int:
    return sum(1 for _ in _records(text, strict=False))


def _check_bytes(resource: Schema, content: bytes) -> Iterator[Problem]:
    path = resource["path"]
    if content.startswith(b"\xef\xbb\xbf"):
        yield Problem(path, 1, "", "starts with a byte-order mark; save it as UTF-8 without one")
    if b"\r" in content:
        message = "has line ends of Windows or an old Mac (CR); save it with LF alone"
        yield Problem(path, 0, "", message)
    if digest(content) != resource["hash"]:
        yield Problem(path, 0, "", f"differs from the hash in {DESCRIPTOR}; {REPAIR}")


def _parse(resource: Schema, text: str, problems: list[Problem]) -> Rows:
    path, records = resource["path"], list[list[str]]()
    try:
        records.extend(_records(text, strict=True))
    except csv.Error as error:
        message = f"is no CSV ({error}); close every quote and double those inside a quoted cell"
        problems.append(Problem(path, len(records) + 1, "", message))
        return []
    header, *rows = records or [[]]
    problems.extend(_check_header(resource, header))
    for number, cells in enumerate(rows, start=2):
        problems.extend(_check_record(path, number, cells, header))
    if not rows:
        problems.append(Problem(path, 0, "", f"has no rows; {REPAIR}"))
    return [dict(zip(header, cells, strict=False)) for cells in rows]


def _check_header(resource: Schema, header: Sequence[str]) -> Iterator[Problem]:
    names = [field["name"] for field in resource["schema"]["fields"]]
    faults = {
        "is missing": [name for name in names if name not in header],
        "is unknown": [name for name in header if name not in names],
        "stands twice": [name for name, times in Counter(header).items() if times > 1],
    }
    for fault, columns in faults.items():
        for column in columns:
            message = f"{fault}; columns are: {', '.join(names)}"
            yield Problem(resource["path"], 1, column, message)


def _check_record(
    path: str, number: int, cells: Sequence[str], header: Sequence[str]
) -> Iterator[Problem]:
    if not cells:
        yield Problem(path, number, "", "is an empty line; delete it")
    elif len(cells) != len(header):
        message = f"has {len(cells)} cells, the header has {len(header)}; quote cells with commas"
        yield Problem(path, number, "", message)
    for column, cell in zip(header, cells, strict=False):
        if "\0" in cell:
            yield Problem(path, number, column, "holds a NUL byte, which is no text; delete it")
