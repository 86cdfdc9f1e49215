"""Let a reader guess a published figure before seeing it."""

from collections.abc import Iterator
from decimal import Decimal

from kit.charts import guess_chart
from kit.data import Row, records
from kit.errors import NotComparable
from kit.estimates import shares
from kit.labels import (
    caveat_texts,
    group_text,
    join_sentences,
    option_text,
    question_text,
    range_text,
    reading,
    share_text,
    short_text,
    value_text,
    word,
)
from kit.panels import Cover, Slider, Step, View
from kit.tables import share_table

START = 50


def guess(question: str, *, option: str, side: str, wave: int = 2021, size: str = "all") -> Slider:
    """Make a panel that asks for a guess of one published share and then shows the share.

    An exact figure is answered with the distance in points and, where it has a base, whether the
    guess lies inside its 95 % interval. "About" or "at least" is no number to measure from: there
    the panel says which guesses agree with the wording.

    Raises
    ------
    UnknownCode
        When a code is not in its list.
    NotComparable
        When the figure was not published; the message says which ones of the question were.

    Examples
    --------
    >>> panel = guess("q01_telework", option="experienced", side="client")
    >>> panel.steps[60].text
    '予想の60%は、公表値64.9%より4.9ポイント低い。95%区間（58.6～70.6%）には入っている。'
    """
    summary = shares(question, wave=wave, side=side, size=size, option=option)
    if summary.empty or summary.iloc[0]["verdict"] == "unpublished":
        raise NotComparable("unpublished", _refusal(question, option, side, wave))
    (row,) = records(summary)
    chart = guess_chart(summary)
    steps = {
        percent: Step(_verdict(row, percent), moves, word("guess.covered", guess=_said(percent)))
        for percent, moves in enumerate(chart.moves)
    }
    caveats = caveat_texts([row["caveat"]])
    view = View(chart.html(), share_table(summary).html(), join_sentences([reading(row), *caveats]))
    return Slider(
        name="-".join(["guess", question, option, side, str(wave), size]),
        label=word("guess.label", question=short_text(question)),
        lead=_lead(row),
        control=(word("guess.control"), word("guess.number")),
        steps=steps,
        start=START,
        view=view,
        action=Cover(
            word("alt.guess_covered", title=chart.title),
            word("guess.reveal"),
            word("guess.again"),
        ),
    )


def _refusal(question: str, option: str, side: str, wave: int) -> str:
    rows = shares(question)
    names = ["option", "side", "wave", "size"]
    known = rows.loc[rows["verdict"] != "unpublished", names].to_dict("records")
    listed = "; ".join(
        ", ".join(f"{name}={value!r}" for name, value in row.items()) for row in known
    )
    can = f"these were: {listed}" if listed else "the question has none that was"
    place = f"{question} {option}, {side}, {wave}"
    return f"{place}: no figure was published that a guess could be held against; {can}"


def _lead(row: Row) -> str:
    question = row["question"]
    return word(
        "guess.lead",
        question=question_text(question),
        who=question_text(question, "who"),
        option=option_text(question, row["option"]),
        group=group_text(row["side"], row["size"]),
        wave=word(f"wave.{row['wave']}"),
    )


def _said(percent: int) -> str:
    return share_text(str(percent), "exact")


def _verdict(row: Row, percent: int) -> str:
    """Say how a guess compares with what was published."""
    if row["verdict"] == "inexact":
        return join_sentences(_wording(row, percent))
    distance = percent - Decimal(row["printed"])
    code = "guess.below" if distance < 0 else "guess.above" if distance else "guess.same"
    kind = "derived" if row["status"] == "derived" else "published"
    share = word(f"guess.value.{kind}", share=value_text(row))
    first = word(code, guess=_said(percent), share=share, points=f"{abs(distance)}")
    return join_sentences([first, _place(row, percent)])


def _place(row: Row, percent: int) -> str:
    if row["verdict"] != "unique":
        return word("guess.no_interval", why=word(f"reason.{row['verdict']}"))
    code = "guess.inside" if row["low"] <= percent <= row["high"] else "guess.outside"
    return word(code, range=range_text(row["low"], row["high"]))


def _wording(row: Row, percent: int) -> Iterator[str]:
    """Hold a guess against words: it agrees with them or does not, and there is no distance."""
    value = Decimal(row["printed"])
    half = _unit(value) / 2
    agrees = {
        "about": value - half <= percent < value + half,
        "at_least": percent >= value,
        "more_than": percent > value,
        "less_than": percent < value,
    }
    code = "guess.agrees" if agrees[row["bound"]] else "guess.differs"
    yield word(code, guess=_said(percent), share=value_text(row))
    yield word("guess.wording")
    if row["bound"] == "about":
        yield word("guess.about", low=value - half, high=value + half)


def _unit(value: Decimal) -> Decimal:
    """Tell in what steps a rounded value was given: tens ("3割"), fives or ones."""
    return next(step for step in map(Decimal, ("10", "5", "1", "0.1")) if not value % step)
