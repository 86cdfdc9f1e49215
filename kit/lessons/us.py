"""Set answers given in a room beside the survey: how many answered, and how many said yes."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from kit.charts import beside_chart
from kit.charts.shares import share_notes
from kit.errors import require_known
from kit.estimates import Difference, Figure, base_flag, figures, newcombe, questions, wilson
from kit.facts import about
from kit.labels import (
    difference_text,
    group_text,
    join_sentences,
    option_text,
    own_reading,
    question_text,
    reading,
    short_text,
    word,
)
from kit.panels.style import styles

if TYPE_CHECKING:
    from ipywidgets import Widget

MOST = 100_000
# What can be chosen, in this order, and the label of each; each narrows what follows.
CHOICES = {
    "question": "us.question",
    "option": "us.option",
    "side": "explore.side",
    "wave": "explore.wave",
}


@dataclass(frozen=True)
class Beside:
    """Hold a published figure, one's own and their difference, or the reason why there is none.

    Parameters
    ----------
    survey
        What was published.
    ours, difference
        The share of one's own answers, and how far it is from the survey's; empty when refused.
    reason
        Code of the refusal, or empty; ``given`` holds what its words say.
    """

    survey: Figure
    ours: Figure | None = None
    difference: Difference | None = None
    reason: str = ""
    given: Mapping[str, Any] | None = None

    def sentences(self) -> list[str]:
        """Say it in plain words."""
        if self.ours is None or self.difference is None:
            return [word(f"us.{self.reason}", **(self.given or {}))]
        cautions = [word(f"us.{self.ours.flag}")] if self.ours.flag else []
        said = [reading(self.survey), own_reading(self.ours), difference_text(self.difference)]
        return [*said, *cautions, word("us.caution")]

    def foot(self) -> dict[str, str]:
        """Say of the published figure who is counted, where it stands, how sure, how to read it."""
        facts = about("share", [self.survey])
        notes = join_sentences(share_notes([self.survey]))
        return {"base": facts.base, "source": facts.source, "mark": facts.mark, "notes": notes}

    def html(self) -> str:
        """Write both bars and the sentences; a refusal is a sentence alone."""
        text = "".join(f'<p class="kit-reading">{escape(it)}</p>' for it in self.sentences())
        chart = beside_chart(self.survey, self.ours).html() if self.ours else ""
        return f'{chart}<div role="status">{text}</div>'


def offered() -> list[Figure]:
    """List the published figures that answers can stand beside: exact, the latest wave first."""
    found = (it for code in questions() for it in figures(code, size="all"))
    return sorted(
        (it for it in found if it.grade in ("exact", "reported")), key=lambda it: -it.wave
    )


def beside(survey: Figure, answered: str, yes: str) -> Beside:
    """Set answers beside a published figure.

    Parameters
    ----------
    survey
        One of ``offered``.
    answered, yes
        How many answered and how many of these said yes, as typed.

    Examples
    --------
    >>> figure = figures("q01_telework", wave=2021, side="client", option="experienced")[0]
    >>> print(beside(figure, "36", "12").difference)
    -31.5 points (-45.9 to -14.0)
    >>> beside(figure, "12", "36").sentences()
    ['「はい」の36は、答えた12より多くなっています。12以下にしてください。']
    """
    if not (answered.strip() and yes.strip()):
        return Beside(survey, reason="empty")
    for text in (answered, yes):
        if not text.strip().isdecimal():
            return Beside(survey, reason="no_number", given={"given": text.strip()})
        if int(text) > MOST:
            return Beside(survey, reason="too_many", given={"given": int(text), "most": MOST})
    base, count = int(answered), int(yes)
    if base == 0:
        return Beside(survey, reason="none_answered")
    if count > base:
        return Beside(survey, reason="more_yes", given={"yes": count, "answered": base})
    ours = _own(survey, count, base)
    return Beside(survey, ours, _difference(survey, ours))


def and_us(
    question: str = "q01_telework", *, option: str = "experienced", side: str = "client"
) -> "Widget":
    """Make a form that sets the answers of a room beside the survey; it needs a kernel.

    Nothing that is typed leaves the kernel.

    Parameters
    ----------
    question, option, side
        What it opens with, of the latest wave.

    Raises
    ------
    UnknownCode
        There is no exact figure of that question, option or side; the message names those.
    """
    found = offered()
    for name, code in (("question", question), ("option", option), ("side", side)):
        require_known(name, code, list(dict.fromkeys(getattr(it, name) for it in found)))
        found = [it for it in found if getattr(it, name) == code]
    return _Form(offered(), max(found, key=lambda it: it.wave)).widget()


class _Form:
    """Join what is chosen and typed to what is shown."""

    def __init__(self, found: Sequence[Figure], first: Figure) -> None:
        from ipywidgets import HTML, Dropdown, Text

        self.found = found
        wide = {"description_width": "initial"}
        self.choices = {
            name: Dropdown(description=word(label), style=wide) for name, label in CHOICES.items()
        }
        self.typed = {
            name: Text(description=word(f"us.{name}"), style=wide, continuous_update=False)
            for name in ("answered", "yes")
        }
        self.asked, self.shown = HTML(), HTML()
        self.narrow(0, [getattr(first, name) for name in CHOICES])
        for place, choice in enumerate(self.choices.values()):
            choice.observe(self._chosen_at(place), "value")
        for field in self.typed.values():
            field.observe(self.show, "value")
        self.show()

    def widget(self) -> "Widget":
        """Lay it out."""
        from ipywidgets import HTML, VBox

        head = HTML(f"{styles('panel.css')}<b>{escape(word('us.label'))}</b>")
        foot = HTML(f'<p class="kit-note">{escape(word("us.private"))}</p>')
        fields = VBox([*self.choices.values(), self.asked, *self.typed.values(), foot])
        made = VBox([head, fields, self.shown])
        for part, name in (
            (made, "kit-us"),
            (fields, "kit-us-fields"),
            (self.shown, "kit-us-shown"),
        ):
            part.add_class(name)
        return made

    def narrow(self, place: int, wanted: Sequence[Any] = ()) -> None:
        """Offer from one choice on what goes with those before it, and keep what still can be."""
        left = list(self.found)
        for number, (name, choice) in enumerate(self.choices.items()):
            if number >= place:
                values = list(dict.fromkeys(getattr(it, name) for it in left))
                kept = wanted[number] if wanted else choice.value
                texts = [(_TEXTS[name](left, value), value) for value in values]
                choice.options = texts
                choice.value = kept if kept in values else values[0]
            left = [it for it in left if getattr(it, name) == choice.value]
        self.survey = left[0]

    def show(self, _: object = None) -> None:
        """Say what is asked, and set what is typed beside the survey."""
        question, option = self.survey.question, self.survey.option
        told = word(
            "us.asked",
            question=question_text(question),
            option=option_text(question, option),
            who=question_text(question, "who"),
        )
        self.asked.value = f'<p class="kit-note">{escape(told)}</p>'
        typed = {name: field.value for name, field in self.typed.items()}
        found = beside(self.survey, **typed)
        foot = escape(json.dumps(found.foot()))
        self.shown.value = f'<div class="kit-us-view" data-foot="{foot}">{found.html()}</div>'

    def _chosen_at(self, place: int) -> Callable[[object], None]:
        def chosen(_: object) -> None:
            self.narrow(place)
            self.show()

        return chosen


_TEXTS: Mapping[str, Callable[[Sequence[Figure], Any], str]] = {
    "question": lambda _, value: short_text(value),
    "option": lambda left, value: option_text(left[0].question, value),
    "side": lambda _, value: group_text(value),
    "wave": lambda _, value: word(f"wave.{value}"),
}


def _own(survey: Figure, count: int, base: int) -> Figure:
    low, high = wilson(count, base)
    percent = 100 * count / base
    return Figure(
        survey.wave,
        survey.question,
        survey.option,
        "all",
        printed=f"{percent:.1f}",
        percent=percent,
        bound="exact",
        status="own",
        base=base,
        verdict="unique",
        count=count,
        low=float(low),
        high=float(high),
        flag=base_flag(base),
    )


def _difference(survey: Figure, ours: Figure) -> Difference:
    pairs = [(it.count or 0, it.base or 0) for it in (ours, survey)]
    points = 100 * (pairs[0][0] / pairs[0][1] - pairs[1][0] / pairs[1][1])
    low, high = newcombe(pairs[0], pairs[1])
    return Difference("us", survey, ours, points, float(low), float(high))
