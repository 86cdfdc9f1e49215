"""Answer for every number shown: how sure it is, and what stands behind it.

One disclosure made of native elements: it opens with keyboard and screen reader, without script
and without kernel, wherever HTML is shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, cast

from kit.certainty.evidence import (
    difference_facts,
    difference_name,
    figure_facts,
    figure_name,
    source_html,
    stated,
    statements_about,
    statements_of,
)
from kit.certainty.marks import EXAMPLE, SIGNS, Mark, Reply
from kit.data import Row, records
from kit.errors import KitError
from kit.estimates import (
    Difference,
    Figure,
    figures_behind,
    held_in,
    weakest,
)
from kit.facts import Facts, Output, about
from kit.labels import (
    base_text,
    difference_text,
    join_sentences,
    points_text,
    question_text,
    share_text,
    short_text,
    source_text,
    value_text,
    word,
)

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, repr=False)
class Certainty(Output):
    """Answer for all numbers of some summaries; made by ``how_sure``.

    Parameters
    ----------
    figures
        Published figures, each once.
    differences
        Gaps and changes.
    examples
        Rows of ``kit.intervals``.
    """

    figures: Sequence[Figure]
    differences: Sequence[Difference]
    examples: Sequence[Row]

    @property
    def facts(self) -> Facts:
        """Say which numbers are answered for."""
        return about("certainty", [*self.figures, *self.differences], title=word("certainty.ask"))

    def html(self) -> str:
        """Write the disclosure; its closed line already shows which grades there are."""
        marks = " ".join(Mark(code).html() for code in self.grades())
        head = f"<summary>{escape(word('certainty.ask'))} {marks}</summary>"
        scope = f"<p>{escape(word('certainty.scope'))}</p>" if self.figures else ""
        questions = dict.fromkeys(it.question for it in self.figures)
        parts = "".join(self._section(question) for question in questions)
        examples = _items(map(_example, self.examples))
        return f'<details class="kit-sure">{head}{scope}{parts}{examples}</details>'

    def grades(self) -> list[str]:
        """List the grades of the numbers from the firmest, each once."""
        found = {it.grade for it in self.figures} | ({EXAMPLE} if self.examples else set())
        return [grade for grade in SIGNS if grade in found]

    def mark(self) -> Mark:
        """Give the mark of the weakest number."""
        return Mark(weakest(it.grade for it in self.figures) if self.figures else EXAMPLE)

    def replies(self) -> list[Reply]:
        """Answer for every number: figures first, then differences, then examples."""
        return [
            *(_figure(it) for it in self.figures if it.printed),
            *(_difference(it) for it in self.differences if not it.reason),
            *map(_example, self.examples),
        ]

    def _section(self, question: str) -> str:
        """Write the part of one question: its numbers, what has none, who answered."""
        figures = [it for it in self.figures if it.question == question]
        differences = [it for it in self.differences if it.question == question]
        own = Certainty(figures, differences, ())
        items = _items(own.replies(), _refused(differences), _not_held(figures))
        texts = _notes(question, figures, differences)
        notes = "".join(f"<p>{escape(text)}</p>" for text in texts)
        return f'<p class="kit-caption">{escape(short_text(question))}</p>{items}{notes}'

    def __repr__(self) -> str:
        """Write one line for each number."""
        return "\n".join([word("certainty.ask"), *map(str, self.replies())])


def how_sure(*summaries: "DataFrame | Sequence[Figure | Difference]") -> Certainty:
    """Answer for every number of some summaries: how sure it is, and what stands behind it.

    Parameters
    ----------
    summaries
        Frames made by ``kit.shares``, ``kit.gaps``, ``kit.changes`` or ``kit.intervals``, or
        figures and differences. Empty ones are passed over; a figure that stands in several is
        answered for once.

    Returns
    -------
    Certainty
        Shown as a native disclosure; ``replies()`` gives the numbers one by one.

    Raises
    ------
    KitError
        When there is no number at all to answer for, or a frame of another kind.

    Examples
    --------
    >>> from kit.estimates import shares
    >>> row = shares("q01_telework", wave=2021, side="client", option="experienced")
    >>> answer = how_sure(row).replies()[0]
    >>> answer.value, answer.mark.code
    ('64.9%', 'exact')
    >>> answer.reading.split("。")[0]
    '回答した239社のうち155社です'
    """
    filled = [it for it in summaries if len(it)]
    if not filled:
        raise KitError("there is no number to answer for: no published figure fits this choice")
    own = [it for it in filled if _is_own(it)]
    held = [found for it in filled if not _is_own(it) for found in held_in(it)]
    return Certainty(
        figures_behind(held),
        [it for it in held if isinstance(it, Difference)],
        [row for it in own for row in records(cast("DataFrame", it))],
    )


def _is_own(summary: object) -> bool:
    """Tell a frame of ``kit.intervals``, whose counts are nobody's answers to a question."""
    columns = getattr(summary, "columns", ())
    return "count" in columns and "question" not in columns


def certainty_mark(*summaries: "DataFrame | Sequence[Figure | Difference]") -> Mark:
    """Give the mark of the weakest number of some summaries, for a slide or a headline.

    What this kit does not hold has no number and counts only where nothing else is shown.

    Examples
    --------
    >>> from kit.estimates import changes
    >>> print(certainty_mark(changes("q01_telework")))
    ◎ 報道などの値、社数は計算値
    """
    return how_sure(*summaries).mark()


def _figure(figure: Figure) -> Reply:
    share, grade = share_text(figure.printed, figure.bound), figure.grade
    code = grade if grade == "rounded" else "exact" if figure.is_counted else "no_count"
    facts = {"share": share, "count": figure.count, "base": figure.base}
    facts["why"] = word(f"reason.{figure.verdict}")
    reported = word("certainty.reading.reported", source=word(f"source.{figure.source}"))
    sentences = [
        *([word("certainty.reading.derived")] if grade == "derived" else []),
        word(f"certainty.reading.{code}", **facts, **_ends(figure.interval)),
        *([word(f"chart.note.{figure.flag}")] if figure.flag else []),
        reported if figure.status == "reported" else source_text([figure.source]),
    ]
    reading = join_sentences(sentences)
    name = figure_name(figure)
    return Reply(value_text(figure), name, Mark(grade), reading, figure_facts(figure))


def _ends(interval: tuple[float, float]) -> dict[str, str]:
    return {name: f"{end:.1f}" for name, end in zip(("low", "high"), interval, strict=True)}


def _difference(difference: Difference) -> Reply:
    return Reply(
        points_text(difference.points or 0.0),
        difference_name(difference),
        Mark(weakest(it.grade for it in difference.ends)),
        word("certainty.reading.difference", text=difference_text(difference)),
        difference_facts(difference),
    )


def _example(row: Row) -> Reply:
    counts = {"count": row["count"], "base": row["base"]}
    ends = _ends((row["low"], row["high"]))
    sentences = [word("certainty.reading.example", **counts, **ends)]
    sentences += [word(f"chart.note.{row['flag']}")] if row["flag"] else []
    name, reading = word("number.counts", **counts), join_sentences(sentences)
    return Reply(name, "", Mark(EXAMPLE), reading)


def _items(answers: Iterable[Reply], *more: str) -> str:
    items = "".join([*(answer.html() for answer in answers), *more])
    return f'<ul class="kit-figures">{items}</ul>' if items else ""


def _refused(differences: Sequence[Difference]) -> str:
    """Say once for each reason which differences are not worked out, and what was printed."""
    refused: dict[str, list[str]] = {}
    for it in differences:
        if it.reason:
            line = escape(difference_name(it)) + stated(statements_of(it))
            refused.setdefault(it.reason, []).append(line)
    return "".join(
        _listed(escape(word("difference.refused", why=word(f"reason.{reason}"))), lines)
        for reason, lines in refused.items()
    )


def _not_held(figures: Sequence[Figure]) -> str:
    """Name the figures without a number, with their base and the words that speak of them."""
    lines = [
        f"{escape(_with_base(it))} {source_html(it)}{stated(statements_about(it))}"
        for it in figures
        if not it.printed
    ]
    mark, text = Mark("not_held"), escape(word("certainty.reading.not_held"))
    return _listed(f"{mark.html()} {text}", lines) if lines else ""


def _with_base(figure: Figure) -> str:
    return word("chart.label", group=figure_name(figure), base=base_text(figure))


def _listed(text: str, lines: Iterable[str]) -> str:
    return f"<li><p>{text}</p><ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul></li>"


def _notes(
    question: str, figures: Sequence[Figure], differences: Sequence[Difference]
) -> list[str]:
    """Say who answered, what may be compared, and how differences and derived bases come about."""
    measured = {it.kind for it in differences if not it.reason}
    hidden = [it for it in figures if not it.printed]
    needed = {
        "chart.note.base_derived": any(it.base_status == "derived" for it in hidden),
        "table.note.difference": "gap" in measured,
        "table.note.waves": "change" in measured,
    }
    return [
        *(
            f"{word(f'card.{term}')}{word('list.colon')}{question_text(question, field)}"
            for term, field in (("who", "who"), ("compare", "why"))
        ),
        *(word(code) for code, wanted in needed.items() if wanted),
    ]
