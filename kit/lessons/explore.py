"""Let a reader turn one question over: by wave, by side, by size."""

from collections.abc import Sequence
from itertools import product

from kit.certainty import how_sure
from kit.charts import share_chart
from kit.charts.chart import Chart
from kit.estimates import (
    SIDES,
    SIZES,
    Difference,
    Figure,
    changes,
    differences_of,
    figures,
    gaps,
    waves,
)
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

BOTH = "both"
FEW = 2

Chosen = tuple[Figure, ...]


def explore(question: str) -> Panel:
    """Make a panel with every published view of a question.

    Choices that the data do not hold are not offered: no 2020 where nothing of 2020 is known, no
    sizes where the kit holds none. What it does not hold is shown as such.

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
    found = figures(question)
    controls = _controls(found)
    differences = {wave: _differences(question, wave) for wave in controls[0].values}
    chosen = {state: _choose(found, *state) for state in _states(controls)}
    faces = {it: _face(question, it) for it in dict.fromkeys(chosen.values())}
    views = {
        state: View(
            *faces[it],
            _reading(it, differences[state[0]], state),
            is_empty=not any(figure.printed for figure in it),
        )
        for state, it in chosen.items()
    }
    label = word("explore.label", question=short_text(question))
    return choose(views, controls, name=question, label=label, certainty=_certainty(question))


def _controls(found: Chosen) -> list[Control]:
    return [_waves(found), _sides(), *_sizes(found)]


def _states(controls: Sequence[Control]) -> list[State]:
    return list(product(*(control.values for control in controls)))


def _certainty(question: str) -> str:
    """Answer once for all numbers that the views of a question show."""
    told = [gaps(question, wave=wave) for wave in reversed(waves())]
    return how_sure(figures(question), *told, changes(question)).html()


def _waves(found: Chosen) -> Control:
    known = [wave for wave in reversed(waves()) if any(it.wave == wave for it in found)]
    values = {str(wave): word(f"wave.{wave}") for wave in known}
    if len(known) == 2:
        values[BOTH] = word(
            "explore.waves", first=values[str(known[1])], last=values[str(known[0])]
        )
    elif known[2:]:
        values[BOTH] = word("explore.all_waves")
    return Control("wave", word("explore.wave"), values)


def _sides() -> Control:
    values = {BOTH: word("explore.sides"), **{side: group_text(side) for side in SIDES}}
    return Control("side", word("explore.side"), values)


def _sizes(found: Chosen) -> list[Control]:
    known = [size for size in SIZES if any(it.size == size for it in found)]
    if len(known) < 2:
        return []
    # Sizes with a figure of the latest wave first: a panel never opens on an empty view.
    latest = [it for it in found if it.printed and it.wave == max(it.wave for it in found)]
    known.sort(key=lambda size: size not in {it.size for it in latest})
    return [Control("size", word("explore.size"), {size: word(f"size.{size}") for size in known})]


def _choose(found: Chosen, wave: str, side: str, size: str = "") -> Chosen:
    """Choose figures; views that show the same are the same."""
    return tuple(
        it
        for it in found
        if wave in (BOTH, str(it.wave)) and side in (BOTH, it.side) and size in ("", it.size)
    )


def _face(question: str, chosen: Chosen) -> tuple[Chart | str, str]:
    """Draw a view and write its table."""
    if not chosen:
        return "", ""
    return share_chart(chosen, title=_title(question, chosen)), share_table(chosen).numbers()


def _reading(chosen: Chosen, differences: Sequence[Difference], state: State) -> str:
    if not chosen:
        return word("explore.nothing")
    texts = [_spoken(it) for it in chosen] if len(chosen) <= FEW else []
    if {it.size for it in chosen} == {"all"}:
        texts += _worded(differences, state)
    return join_sentences(texts or [word("explore.see")])


def _title(question: str, chosen: Chosen) -> str:
    """Name the question and the waves that a view really shows."""
    shown = [word(f"wave.{wave}") for wave in waves() if any(it.wave == wave for it in chosen)]
    name = word("list.comma").join(shown)
    return word("explore.title", question=short_text(question), wave=name)


def _differences(question: str, wave: str) -> list[Difference]:
    """Compute the changes, or for one wave the gaps, that views of a question tell."""
    return differences_of(changes(question) if wave == BOTH else gaps(question, wave=int(wave)))


def _worded(differences: Sequence[Difference], state: State) -> list[str]:
    """Word the differences that a view is about, or else once why there are none."""
    wave, side, *_ = state
    if wave == BOTH:
        differences = [it for it in differences if side in (BOTH, it.first.side)]
    elif side != BOTH:
        return []
    measured = [_named(it) for it in differences if not it.reason]
    return measured or _refused(differences)


def _refused(differences: Sequence[Difference]) -> list[str]:
    """Say once for each reason which items it keeps from having a difference."""
    items: dict[str, list[str]] = {}
    for it in differences:
        items.setdefault(it.reason, []).append(option_text(it.question, it.option))
    return [
        word(
            "difference.refused_for",
            items=word("list.comma").join(dict.fromkeys(names)),
            why=word(f"reason.{reason}"),
        )
        for reason, names in items.items()
    ]


def _spoken(figure: Figure) -> str:
    return f"{option_text(figure.question, figure.option)}{word('list.colon')}{reading(figure)}"


def _named(difference: Difference) -> str:
    is_change = difference.kind == "change"
    name = group_text(difference.first.side) if is_change else word("explore.gap")
    option = option_text(difference.question, difference.option)
    text = difference_text(difference)
    return f"{option}{word('list.comma')}{name}{word('list.colon')}{text}"
