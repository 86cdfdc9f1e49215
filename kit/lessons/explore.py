"""Let a reader turn one question over: by wave, by side, by size."""

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

from kit.certainty import how_sure
from kit.charts import share_chart
from kit.charts.chart import Chart
from kit.data import Row, records
from kit.estimates import SIDES, SIZES, WAVES, changes, gaps, shares
from kit.labels import (
    difference_text,
    group_text,
    join_sentences,
    option_text,
    reading,
    short_text,
    word,
)
from kit.panels import Control, Panel, State, View, choose
from kit.tables import share_table

if TYPE_CHECKING:
    from pandas import DataFrame

BOTH = "both"
FEW = 2


def explore(question: str) -> Panel:
    """Make a panel with every published view of a question.

    Choices that the data do not hold are not offered: no 2020 where nothing of 2020 is known, no
    sizes where no size was published. What was asked but not published is shown as such.

    Raises
    ------
    UnknownCode
        When there is no such question; the message names the nearest one.

    Examples
    --------
    >>> from kit.labels import word
    >>> panel = explore("q01_telework")
    >>> [control.code for control in panel.controls], len(panel.views)
    (['wave', 'side'], 9)
    """
    rows = shares(question)
    controls = _controls(rows)
    differences = {wave: _differences(question, wave) for wave in controls[0].values}
    chosen = {state: _choose(rows, *state) for state in _states(controls)}
    faces = {
        key: _face(question, it) for key, it in {_rows(it): it for it in chosen.values()}.items()
    }
    views = {
        state: View(*faces[_rows(it)], _reading(it, differences[state[0]], state))
        for state, it in chosen.items()
    }
    label = word("explore.label", question=short_text(question))
    return choose(views, controls, name=question, label=label, certainty=_certainty(question))


def explore_chart(question: str, state: State = ()) -> Chart:
    """Draw one view of a question: that of a state, else the first with a published figure."""
    rows = shares(question)
    views = (_choose(rows, *it) for it in ([state] if state else _states(_controls(rows))))
    return _chart(question, next(view for view in views if (view["printed"] != "").any()))


def explore_charts(question: str) -> dict[State, Chart]:
    """Draw each view of a question that shows a published figure, by the first state that has it.

    Raises
    ------
    UnknownCode
        When there is no such question; the message names the nearest one.

    Examples
    --------
    >>> [state for state in explore_charts("q11_contact") if "2020" in state]
    [('2020', 'both', 'all'), ('2020', 'client', 'all'), ('2020', 'vendor', 'all')]
    """
    rows = shares(question)
    found = {state: _choose(rows, *state) for state in _states(_controls(rows))}
    first = {_rows(view): state for state, view in reversed(found.items())}
    return {
        state: _chart(question, view)
        for state, view in found.items()
        if first[_rows(view)] == state and (view["printed"] != "").any()
    }


def _chart(question: str, chosen: "DataFrame") -> Chart:
    return share_chart(chosen, title=_title(question, chosen))


def _controls(rows: "DataFrame") -> list[Control]:
    return [_waves(rows), _sides(), *_sizes(rows)]


def _states(controls: Sequence[Control]) -> list[State]:
    return list(product(*(control.values for control in controls)))


def _certainty(question: str) -> str:
    """Answer once for all numbers that the views of a question show."""
    told = [gaps(question, wave=wave) for wave in reversed(WAVES)]
    return how_sure(shares(question), *told, changes(question)).html()


def _waves(rows: "DataFrame") -> Control:
    known = [wave for wave in reversed(WAVES) if (rows["wave"] == wave).any()]
    values = {str(wave): word(f"wave.{wave}") for wave in known}
    if len(known) == len(WAVES):
        values[BOTH] = word("explore.waves")
    return Control("wave", word("explore.wave"), values)


def _sides() -> Control:
    values = {BOTH: word("explore.sides"), **{side: group_text(side) for side in SIDES}}
    return Control("side", word("explore.side"), values)


def _sizes(rows: "DataFrame") -> list[Control]:
    known = [size for size in SIZES if (rows["size"] == size).any()]
    if len(known) < 2:
        return []
    # Sizes with a figure come first, so that a panel never opens on an empty view.
    known.sort(key=lambda size: not (rows.loc[rows["size"] == size, "printed"] != "").any())
    return [Control("size", word("explore.size"), {size: word(f"size.{size}") for size in known})]


def _choose(rows: "DataFrame", wave: str, side: str, size: str = "") -> "DataFrame":
    if wave != BOTH:
        rows = rows[rows["wave"] == int(wave)]
    if side != BOTH:
        rows = rows[rows["side"] == side]
    return rows[rows["size"] == size] if size else rows


def _rows(chosen: "DataFrame") -> tuple[int, ...]:
    """Tell views apart by what they show: without figures of 2020, both waves show one."""
    return tuple(chosen.index)


def _face(question: str, chosen: "DataFrame") -> tuple[str, str]:
    """Draw a view and write its table."""
    if chosen.empty:
        return "", ""
    return _chart(question, chosen).html(), share_table(chosen).numbers()


def _reading(chosen: "DataFrame", differences: Sequence[Row], state: State) -> str:
    if chosen.empty:
        return word("explore.nothing")
    texts = [_spoken(row) for row in records(chosen)] if len(chosen) <= FEW else []
    if set(chosen["size"]) == {"all"}:
        texts += _worded(differences, state)
    return join_sentences(texts or [word("explore.see")])


def _title(question: str, chosen: "DataFrame") -> str:
    """Name the question and the waves that a view really shows."""
    waves = [word(f"wave.{wave}") for wave in WAVES if (chosen["wave"] == wave).any()]
    name = word("list.comma").join(waves)
    return word("explore.title", question=short_text(question), wave=name)


def _differences(question: str, wave: str) -> Sequence[Row]:
    """Compute the changes, or for one wave the gaps, that views of a question tell."""
    rows = changes(question) if wave == BOTH else gaps(question, wave=int(wave))
    return [] if rows.empty else records(rows)


def _worded(differences: Sequence[Row], state: State) -> list[str]:
    """Word the differences that a view is about, or else once why there are none."""
    wave, side, *_ = state
    if wave == BOTH:
        differences = [row for row in differences if side in (BOTH, row["side"])]
    elif side != BOTH:
        return []
    measured = [_named(row) for row in differences if not row["reason"]]
    return measured or _refused(differences)


def _refused(differences: Sequence[Row]) -> list[str]:
    """Say once for each reason which items it keeps from having a difference."""
    items: dict[str, list[str]] = {}
    for row in differences:
        items.setdefault(row["reason"], []).append(option_text(row["question"], row["option"]))
    return [
        word(
            "difference.refused_for",
            items=word("list.comma").join(dict.fromkeys(names)),
            why=word(f"reason.{reason}"),
        )
        for reason, names in items.items()
    ]


def _spoken(row: Row) -> str:
    return f"{option_text(row['question'], row['option'])}{word('list.colon')}{reading(row)}"


def _named(row: Row) -> str:
    name = group_text(row["side"]) if "side" in row else word("explore.gap")
    option = option_text(row["question"], row["option"])
    return f"{option}{word('list.comma')}{name}{word('list.colon')}{difference_text(row)}"
