"""Let a reader see how a figure would have come out had other organisations answered."""

from collections.abc import Sequence

from kit.charts import redraw_chart
from kit.data import Row, records
from kit.estimates import BOTH, redraw_frequencies
from kit.estimates import redraws as redrawn
from kit.labels import (
    chance_text,
    group_text,
    join_sentences,
    option_text,
    range_text,
    redraw_text,
    short_text,
    word,
)
from kit.panels import Slider, Step, View
from kit.tables import redraw_table


def resample(
    question: str,
    *,
    option: str,
    side: str = BOTH,
    kind: str = "change",
    wave: int | None = None,
    redraws: int = 400,
) -> Slider:
    """Make a panel of redraws of a published share or change: one after the other, and all at once.

    Below the picture stands how often a change vanishes or goes the other way, counted and exact.

    Parameters
    ----------
    question, option
        Codes.
    side
        ``"client"``, ``"vendor"`` or ``"both"``.
    wave
        Of the share, or the later one of the change; the latest when empty.
    redraws
        How many, 200 to 1000.

    Raises
    ------
    UnknownCode
        When a code is not in its list.
    NotComparable
        When a figure has no count, or the waves may not be compared.

    Examples
    --------
    >>> panel = resample("q01_telework", option="experienced", side="vendor")
    >>> len(panel.steps), panel.steps[5].text
    (400, '5回目 — 委託先：+0.1ポイント')
    """
    drawn = redrawn(question, option, side=side, kind=kind, wave=wave, number=redraws)
    summary = redraw_frequencies(question, option, side=side, kind=kind, wave=wave, number=redraws)
    chart = redraw_chart(drawn)
    names = {"option": option_text(question, option), "redraws": redraws}
    texts = [*map(_summed, records(summary)), word("resample.method", option=names["option"])]
    return Slider(
        name="-".join(["redraws", question, option, side, kind, *([str(wave)] if wave else [])]),
        label=word("resample.label", question=short_text(question)),
        lead=word(f"resample.lead.{kind}", **names),
        control=(word("resample.control"), word("resample.number")),
        steps=_steps(records(drawn), chart.moves),
        start=1,
        view=View(chart, redraw_table(summary).html(), join_sentences(texts)),
        action=word("resample.next"),
    )


def _steps(rows: Sequence[Row], moves: Sequence[Sequence[tuple[float, float]]]) -> dict[int, Step]:
    """Word every redraw; rows of both sides with one number belong together."""
    said: dict[int, list[str]] = {}
    for row in rows:
        said.setdefault(row["redraw"], []).append(_said(row))
    comma = word("list.semicolon")
    return {
        number: Step(word("resample.step", number=number, groups=comma.join(said[number])), places)
        for number, places in enumerate(moves, 1)
    }


def _said(row: Row) -> str:
    code = f"resample.{row['outcome'] or 'value'}"
    return word(code, group=group_text(row["side"]), value=redraw_text(row))


def _summed(row: Row) -> str:
    """Say how often a change is contrary, or where most redraws of a share lie."""
    words = {"group": group_text(row["side"]), "value": redraw_text(row, "published")}
    if row["kind"] == "change":
        numbers = {"count": row["contrary"], "redraws": row["redraws"]}
        return word("resample.often", **words, **numbers, exact=chance_text(row["exact"]))
    return word("resample.spread", **words, range=range_text(row["lowest"], row["highest"]))
