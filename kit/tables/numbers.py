"""Give the numbers that a chart was drawn from as a frame for spreadsheets."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from kit.data import Row
from kit.estimates import Difference, Figure
from kit.facts import Facts
from kit.labels import group_text, option_text, question_text, word

if TYPE_CHECKING:
    from pandas import DataFrame

# The columns of both ends of a difference: its share, how that was worded, who answered.
_ENDS = {
    "gap": (
        ("client", "client_bound", "client_base"),
        ("vendor", "vendor_bound", "vendor_base"),
    ),
    "change": (
        ("before", "before_bound", "before_base"),
        ("after", "after_bound", "after_base"),
    ),
}
# A cell that begins with one of these is taken for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def number_frame(facts: Facts) -> "DataFrame":
    """Arrange what a chart or panel shows as numbers and words, one row a figure.

    Returns
    -------
    DataFrame
        Columns named in words. Shares and interval ends are in percent (0–100), differences in
        points; what is missing is empty. No text can be taken for a formula.

    Examples
    --------
    >>> from kit.estimates import figures
    >>> from kit.facts import about
    >>> chosen = figures("q01_telework", wave=2021, side="client", option="experienced")
    >>> number_frame(about("share", chosen))[word("table.count")].to_list()
    [155]
    """
    from pandas import DataFrame

    cells = [*map(_share, facts.figures), *map(_difference, facts.differences)]
    if facts.kind in _ROWS:
        cells = [_ROWS[facts.kind](row) for row in facts.rows]
    named = [{word(f"table.{name}"): it for name, it in row.items()} for row in cells]
    return DataFrame(named).convert_dtypes().map(neutral)


def neutral(cell: Any) -> Any:
    """Let a text that a spreadsheet would run as a formula stay a text.

    Examples
    --------
    >>> neutral("=1+1"), neutral("64.9"), neutral(-1.2)
    ("'=1+1", '64.9', -1.2)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _share(figure: Figure) -> dict[str, Any]:
    return {
        **_asked(figure),
        "group": group_text(figure.side, figure.size),
        "wave": figure.wave,
        "percent": figure.percent,
        "bound": word(f"bound.{figure.bound}") if figure.bound else None,
        "base": figure.base,
        "base_kind": word(f"status.{figure.base_status}") if figure.base_status else None,
        "count": figure.count,
        "low": _rounded(figure.low),
        "high": _rounded(figure.high),
        "status": word(f"status.{figure.status}"),
        "caution": word(f"caveat.{figure.caveat}") if figure.caveat else None,
        "phrase": figure.phrase,
        "source": word(f"source.{figure.source}") if figure.source else None,
    }


def _difference(it: Difference) -> dict[str, Any]:
    group, before, after = group_text(it.first.side), it.first.wave, it.second.wave
    change = {"group": group, "before_wave": before, "after_wave": after}
    fixed = {"wave": before} if it.kind == "gap" else change
    found: dict[str, Any] = {**_asked(it.first), **fixed}
    for (share, bound, base), end in zip(_ENDS[it.kind], it.ends, strict=True):
        found[share] = end.percent
        found[bound] = word(f"bound.{end.bound}") if end.bound else None
        found[base] = end.base
    return {
        **found,
        "points": _rounded(it.points),
        "low": _rounded(it.low),
        "high": _rounded(it.high),
        "reason": word(f"reason.{it.reason}") if it.reason else None,
    }


def _asked(figure: Figure) -> dict[str, Any]:
    return {
        "question": question_text(figure.question),
        "option": option_text(figure.question, figure.option),
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


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _interval(row: Row) -> dict[str, Any]:
    names = ("base", "count", "percent", "low", "high")
    return {name: round(row[name], 1) for name in names}


_ROWS: Mapping[str, Callable[[Row], dict[str, Any]]] = {
    "strata": _stratum,
    "ranks": _rank,
    "intervals": _interval,
}
