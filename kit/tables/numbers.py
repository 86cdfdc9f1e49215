"""Give the numbers that a chart was drawn from as a frame for spreadsheets."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kit.data import Row
from kit.labels import group_text, option_text, question_text, word

if TYPE_CHECKING:
    from pandas import DataFrame

# A cell that begins with one of these is taken for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def number_frame(kind: str, rows: Sequence[Row]) -> "DataFrame":
    """Arrange the rows of a chart as numbers and words, one row a figure.

    Parameters
    ----------
    kind
        Kind of the chart, such as ``share``.
    rows
        What it was drawn from.

    Returns
    -------
    DataFrame
        Columns named in words. Shares and interval ends are in percent (0–100), differences in
        points; what is missing is empty. No text can be taken for a formula.

    Examples
    --------
    >>> from kit.data import records
    >>> from kit.estimates import shares
    >>> rows = records(shares("q01_telework", wave=2021, side="client", option="experienced"))
    >>> number_frame("share", rows)[word("table.count")].to_list()
    [155]
    """
    from pandas import DataFrame

    cells = {"gap": _gap, "change": _change, "strata": _stratum, "ranks": _rank}.get(kind, _share)
    named = [{word(f"table.{name}"): it for name, it in cells(row).items()} for row in rows]
    return DataFrame(named).convert_dtypes().map(neutral)


def neutral(cell: Any) -> Any:
    """Let a text that a spreadsheet would run as a formula stay a text.

    Examples
    --------
    >>> neutral("=1+1"), neutral("64.9"), neutral(-1.2)
    ("'=1+1", '64.9', -1.2)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _share(row: Row) -> dict[str, Any]:
    return {
        "question": question_text(row["question"]),
        "option": option_text(row["question"], row["option"]),
        "group": group_text(row["side"], row["size"]),
        "wave": row["wave"],
        "percent": _number(row["printed"]),
        "bound": word(f"bound.{row['bound']}") if row["bound"] else None,
        "base": row["base"],
        "base_kind": word(f"status.{row['base_status']}") if row["base_status"] else None,
        "count": row["count"],
        "low": _rounded(row["low"]),
        "high": _rounded(row["high"]),
        "status": word(f"status.{row['status']}"),
        "caution": word(f"caveat.{row['caveat']}") if row["caveat"] else None,
        "phrase": row["phrase"],
        "source": word(f"source.{row['source']}") if row["source"] else None,
    }


def _gap(row: Row) -> dict[str, Any]:
    return {**_asked(row), "wave": row["wave"], **_ends(row, "client", "vendor"), **_points(row)}


def _change(row: Row) -> dict[str, Any]:
    return {
        **_asked(row),
        "group": group_text(row["side"]),
        **_ends(row, "before", "after"),
        **_points(row),
    }


def _asked(row: Row) -> dict[str, Any]:
    return {
        "question": question_text(row["question"]),
        "option": option_text(row["question"], row["option"]),
    }


def _ends(row: Row, *names: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in names:
        bound = row[f"{name}_bound"]
        found[name] = _number(row[f"{name}_printed"])
        found[f"{name}_bound"] = word(f"bound.{bound}") if bound else None
        found[f"{name}_base"] = row[f"{name}_base"]
    return found


def _points(row: Row) -> dict[str, Any]:
    return {
        "points": _rounded(row["points"]),
        "low": _rounded(row["low"]),
        "high": _rounded(row["high"]),
        "reason": word(f"reason.{row['reason']}") if row["reason"] else None,
    }


def _stratum(row: Row) -> dict[str, Any]:
    group = group_text(row["side"], row["size"])
    return {"group": group, "wave": row["wave"], "count": row["respondents"]}


def _rank(row: Row) -> dict[str, Any]:
    return {
        "edition": row["edition"],
        "threat": word(f"threat.{row['threat']}"),
        "rank": row["rank"],
    }


def _number(printed: str) -> float | None:
    """Give a printed percentage as a number; nothing where nothing was published."""
    return float(printed) if printed else None


def _rounded(value: float) -> float | None:
    return None if value != value else round(float(value), 1)  # noqa: PLR0124 - missing is not itself
