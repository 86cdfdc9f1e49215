"""Let a reader guess a published figure before seeing it."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from kit.charts import guess_chart
from kit.charts.guesses import FIFTHS
from kit.errors import NotComparable
from kit.estimates import Figure, figures
from kit.labels import (
    caveat_texts,
    group_text,
    interval_text,
    join_sentences,
    option_text,
    question_text,
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
        When the figure is not in this kit; the message says which ones of the question are.

    Examples
    --------
    >>> panel = guess("q01_telework", option="experienced", side="client")
    >>> panel.steps[60].text
    '予想の60%は、公表値64.9%より4.9ポイント低い。95%区間（58.6～70.6%）には入っている。'
    """
    found = figures(question, wave=wave, side=side, size=size, option=option)
    if not found or found[0].grade == "not_held":
        raise NotComparable("not_held", _refusal(question, option, side, wave))
    figure = found[0]
    chart = guess_chart(found)
    steps = {
        percent: Step(_verdict(figure, percent), moves, word("guess.covered", guess=_said(percent)))
        for percent, moves in enumerate(chart.moves)
    }
    read = join_sentences([reading(figure), *caveat_texts([figure.caveat])])
    return Slider(
        name="-".join(["guess", question, option, side, str(wave), size]),
        label=word("guess.label", question=short_text(question)),
        lead=_lead(figure),
        control=(word("guess.control"), word("guess.number")),
        steps=steps,
        start=START,
        view=View(chart, share_table(found).html(), read),
        action=Cover(
            word("alt.guess_covered", title=chart.title),
            word("guess.reveal"),
            word("guess.again"),
            (word("guess.room"), _fifths()),
        ),
    )


def _refusal(question: str, option: str, side: str, wave: int) -> str:
    known = [it for it in figures(question) if it.grade != "not_held"]
    listed = "; ".join(
        f"option={it.option!r}, side={it.side!r}, wave={it.wave!r}, size={it.size!r}"
        for it in known
    )
    can = f"these are: {listed}" if listed else "it has none of this question"
    place = f"{question} {option}, {side}, {wave}"
    return f"{place}: the figure that a guess would be held against is not in this kit; {can}"


def _lead(figure: Figure) -> str:
    question = figure.question
    return word(
        "guess.lead",
        question=question_text(question),
        who=question_text(question, "who"),
        option=option_text(question, figure.option),
        group=group_text(figure.side, figure.size),
        wave=word(f"wave.{figure.wave}"),
    )


def _fifths() -> list[str]:
    """Name the fifths of the axis, in which the hands of a room are counted."""
    ends = [100 * place // FIFTHS for place in range(FIFTHS + 1)]
    return [word("guess.room_range", low=low, high=high) for low, high in pairwise(ends)]


def _said(percent: int) -> str:
    return share_text(str(percent), "exact")


def _verdict(figure: Figure, percent: int) -> str:
    """Say how a guess compares with what was published."""
    if figure.verdict == "inexact":
        return join_sentences(_wording(figure, percent))
    distance = percent - Decimal(figure.printed)
    code = "guess.below" if distance < 0 else "guess.above" if distance else "guess.same"
    kind = "derived" if figure.status == "derived" else "published"
    share = word(f"guess.value.{kind}", share=value_text(figure))
    first = word(code, guess=_said(percent), share=share, points=f"{abs(distance)}")
    return join_sentences([first, _place(figure, percent)])


def _place(figure: Figure, percent: int) -> str:
    if not figure.is_counted:
        return word("guess.no_interval", why=word(f"reason.{figure.verdict}"))
    low, high = figure.interval
    code = "guess.inside" if low <= percent <= high else "guess.outside"
    return word(code, range=interval_text(figure))


def _wording(figure: Figure, percent: int) -> Iterator[str]:
    """Hold a guess against words: it agrees with them or does not, and there is no distance."""
    value = Decimal(figure.printed)
    half = _unit(value) / 2
    agrees = {
        "about": value - half <= percent < value + half,
        "at_least": percent >= value,
        "more_than": percent > value,
        "less_than": percent < value,
    }
    code = "guess.agrees" if agrees[figure.bound] else "guess.differs"
    yield word(code, guess=_said(percent), share=value_text(figure))
    yield word("guess.wording")
    if figure.bound == "about":
        yield word("guess.about", low=value - half, high=value + half)


def _unit(value: Decimal) -> Decimal:
    """Tell in what steps a rounded value was given: tens ("3割"), fives or ones."""
    return next(step for step in map(Decimal, ("10", "5", "1", "0.1")) if not value % step)
