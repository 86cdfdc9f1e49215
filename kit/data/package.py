"""Load the tables, and give rows and sources."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kit.data.descriptor import folder, resources
from kit.data.reading import Rows, Schema, read
from kit.data.validation import check_rows
from kit.errors import DataError, KitError, Problem, require_known

if TYPE_CHECKING:
    from pandas import DataFrame

# One row of any table by column name; pandas types its row dictionaries no closer.
Row = Mapping[Any, Any]


def load(place: Path | None = None, *, name: str = "") -> dict[str, "DataFrame"]:
    """Load and validate the tables of the survey and of what the kit teaches.

    Parameters
    ----------
    place
        Folder that holds both packages; the kit's own when empty.
    name
        Only this table and those that keys join to it; every table when empty.

    Returns
    -------
    dict of DataFrame
        One frame a resource. Text stays text ("" when empty), integers are ``Int64`` and numbers
        ``float64``; a number ``percent`` keeps what was printed in a further column ``printed``.

    Raises
    ------
    DataError
        Listing every problem with file, row and column.
    UnknownCode
        When there is no such table.
    """
    base = place or folder()
    wanted: Iterable[Schema] = resources(base)
    if name:
        require_known("table", name, [resource["name"] for resource in wanted])
        joined = _joined(name, wanted)
        wanted = [resource for resource in wanted if resource["name"] in joined]
    problems: list[Problem] = []
    tables = {resource["name"]: read(base, resource, problems) for resource in wanted}
    for resource in wanted:
        problems.extend(check_rows(resource, tables))
    if problems:
        raise DataError(problems)
    return {resource["name"]: _frame(tables[resource["name"]], resource) for resource in wanted}


def _joined(name: str, tables: Iterable[Schema]) -> set[str]:
    """Name the tables that keys join to one; what is taught leads to the survey, and not back."""
    ways: set[tuple[str, str]] = set()
    for resource in tables:
        own = resource["name"]
        for key in resource["schema"].get("foreignKeys", []):
            other = key["reference"]["resource"] or own
            ways |= {(own, other), (other, own)}
        ways |= {
            (own, key["reference"]["resource"]) for key in resource["schema"].get("surveyKeys", [])
        }
    found: set[str] = set()
    more = {name}
    while more - found:
        found |= more
        more = found | {end for start, end in ways if start in found}
    return found


@cache
def _loaded() -> dict[str, "DataFrame"]:
    """Hold the tables that were needed so far: a chart has no use for the quiz."""
    return {}


def table(name: str) -> "DataFrame":
    """Give one table of the kit's own data; change a copy, never the result.

    Raises
    ------
    UnknownCode
        When there is no such table.

    Examples
    --------
    >>> table("strata").query("wave == 2021").respondents.sum()
    np.int64(508)
    """
    loaded = _loaded()
    if name not in loaded:
        loaded.update(load(name=name))
    return loaded[name]


@cache
def estimates() -> "DataFrame":
    """Give the published figures with the base of each, printed beside it or derived.

    Returns
    -------
    DataFrame
        ``estimates.csv`` where an empty ``base`` is filled from ``bases.csv``; ``base_status`` is
        ``printed``, ``derived`` or empty (no base is known). ``percent`` is 0–100.

    Examples
    --------
    >>> rows = estimates().query("question == 'q08_checked' and wave == 2021 and side == 'client'")
    >>> rows[["option", "printed", "base", "base_status"]].to_dict("records")[0]
    {'option': 'not_checking', 'printed': '35.5', 'base': 155, 'base_status': 'derived'}
    """
    keys = ["wave", "question", "side", "size"]
    known = table("bases")[[*keys, "base", "status"]]
    rows = table("estimates").merge(known, how="left", on=keys, suffixes=("", "_known"))
    given = rows["base"].notna()
    rows["base_status"] = rows["status_known"].fillna("").mask(given, "printed")
    rows["base"] = rows["base"].fillna(rows["base_known"])
    return rows.drop(columns=["base_known", "status_known"])


def records(summary: "DataFrame") -> list[Row]:
    """Give the rows of a summary one by one.

    Raises
    ------
    KitError
        When there are none, so that nothing empty is ever drawn or written.
    """
    if summary.empty:
        raise KitError("the summary has no rows: no published figure fits this choice")
    from pandas import NA

    # Column by column: several times as fast as pandas' own records, and the same.
    columns = [
        [None if value is NA else value for value in column.tolist()]
        for _, column in summary.items()
    ]
    return [dict(zip(summary.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def cite(source: str) -> dict[str, str]:
    """Give the bibliographic record of a source code.

    Raises
    ------
    UnknownCode
        When no source has this code.

    Examples
    --------
    >>> cite("deck")["publisher"]
    'IPA'
    """
    rows = table("sources").set_index("id")
    require_known("source", source, rows.index)
    return {"id": source, **{str(key): str(value) for key, value in rows.loc[source].items()}}


def _frame(rows: Rows, resource: Schema) -> "DataFrame":
    from pandas import DataFrame

    fields = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    texts = {name: [row[name] for row in rows] for name in fields}
    columns = {name: _column(texts[name], kind) for name, kind in fields.items()}
    if "percent" in texts:
        columns["printed"] = _column(texts["percent"], "string")
    return DataFrame(columns)


def _column(cells: list[str], kind: str) -> Any:
    """Type a whole column at once; column by column is several times faster than by frame."""
    from pandas import array

    if kind == "integer":
        return array([int(cell) if cell else None for cell in cells], dtype="Int64")
    if kind == "number":
        return array([float(cell or "nan") for cell in cells], dtype="float64")
    return array(cells, dtype="str")
