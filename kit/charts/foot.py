"""Say what stands at the foot of a slide for a picture on it: who is counted, and how sure."""

from collections.abc import Mapping, Sequence

from kit.data import Row, records
from kit.estimates import certainty, figures_behind, weakest
from kit.labels import base_text, group_text, word

# Kinds of charts whose rows are no estimates: strata were printed, ranks come from the press.
_OTHERS = {"strata": "exact", "ranks": "no_count"}


def foot(kind: str, rows: Sequence[Row]) -> dict[str, str]:
    """Give the bases behind a picture in words, and the code of its weakest certainty.

    Parameters
    ----------
    kind
        Code of the chart's kind.
    rows
        What was drawn.
    """
    if kind in _OTHERS:
        return {"base": "", "certainty": _OTHERS[kind]}
    figures = _figures(rows)
    known = [row for row in figures if row["printed"]] or figures
    return {"base": _bases(known), "certainty": weakest(map(certainty, figures))}


def _figures(rows: Sequence[Row]) -> list[Row]:
    from pandas import DataFrame

    return records(figures_behind(DataFrame(list(rows))))


def _bases(figures: Sequence[Row]) -> str:
    """List the bases by wave, the latest first, each group once, clients first."""
    waves: dict[int, dict[str, str]] = {}
    for row in sorted(figures, key=lambda row: (-int(row["wave"]), row["side"])):
        group = group_text(row["side"], row["size"])
        base = base_text(row["base"], row["base_status"])
        waves.setdefault(int(row["wave"]), {})[group] = base
    texts = (
        word("reading.group", group=_listed(found), wave=word(f"wave.{wave}"))
        for wave, found in waves.items()
    )
    return word("chart.foot.base", groups=word("list.semicolon").join(texts))


def _listed(bases: Mapping[str, str]) -> str:
    """Name the groups of a wave with their bases; no base at all is said once."""
    if set(bases.values()) == {word("number.no_base")}:
        return word("number.no_base")
    texts = (word("chart.foot.group", group=group, base=base) for group, base in bases.items())
    return word("list.comma").join(texts)
