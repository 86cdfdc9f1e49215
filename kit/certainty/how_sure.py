"""Answer for every number shown: how sure it is, and what stands behind it.

One disclosure made of native elements: it opens with keyboard and screen reader, without script
and without kernel, wherever HTML is shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from kit.certainty.evidence import (
    FIGURE,
    difference_facts,
    difference_name,
    ends_of,
    figure_facts,
    figure_name,
    source_html,
    stated,
    statements_about,
    statements_of,
)
from kit.certainty.marks import EXAMPLE, SIGNS, Answer, Mark
from kit.data import Row, records
from kit.errors import KitError
from kit.estimates import certainty, figures_behind, weakest
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
class Certainty:
    """Answer for all numbers of some summaries; made by ``how_sure``.

    Parameters
    ----------
    figures
        Rows of ``kit.shares``, each once.
    differences
        Rows of ``kit.gaps`` and ``kit.changes``.
    examples
        Rows of ``kit.intervals``.
    """

    figures: Sequence[Row]
    differences: Sequence[Row]
    examples: Sequence[Row]

    def html(self) -> str:
        """Write the disclosure; its closed line already shows which grades there are."""
        marks = " ".join(Mark(code).html() for code in self.grades())
        head = f"<summary>{escape(word('certainty.ask'))} {marks}</summary>"
        scope = f"<p>{escape(word('certainty.scope'))}</p>" if self.figures else ""
        questions = dict.fromkeys(str(row["question"]) for row in self.figures)
        parts = "".join(self._section(question) for question in questions)
        examples = _items(map(_example, self.examples))
        return f'<details class="kit-sure">{head}{scope}{parts}{examples}</details>'

    def grades(self) -> list[str]:
        """List the grades of the numbers from the firmest, each once."""
        found = {certainty(row) for row in self.figures} | ({EXAMPLE} if self.examples else set())
        return [grade for grade in SIGNS if grade in found]

    def mark(self) -> Mark:
        """Give the mark of the weakest number."""
        return Mark(weakest(map(certainty, self.figures)) if self.figures else EXAMPLE)

    def answers(self) -> list[Answer]:
        """Answer for every number: figures first, then differences, then examples."""
        return [
            *(_figure(row) for row in self.figures if row["printed"]),
            *(_difference(row, self.figures) for row in self.differences if not row["reason"]),
            *map(_example, self.examples),
        ]

    def _section(self, question: str) -> str:
        """Write the part of one question: its numbers, what has none, who answered."""
        figures = [row for row in self.figures if row["question"] == question]
        differences = [row for row in self.differences if row["question"] == question]
        own = Certainty(figures, differences, ())
        items = _items(own.answers(), _refused(differences), _unpublished(figures))
        texts = _notes(question, figures, differences)
        notes = "".join(f"<p>{escape(text)}</p>" for text in texts)
        return f'<p class="kit-caption">{escape(short_text(question))}</p>{items}{notes}'

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self) -> str:
        """Write one line for each number."""
        return "\n".join([word("certainty.ask"), *map(str, self.answers())])


def how_sure(*summaries: "DataFrame | Sequence[Row]") -> Certainty:
    """Answer for every number of some summaries: how sure it is, and what stands behind it.

    Parameters
    ----------
    summaries
        Frames made by ``kit.shares``, ``kit.gaps``, ``kit.changes`` or ``kit.intervals``, or their
        rows, such as a chart keeps. Empty ones are passed over; a figure that stands in several is
        answered for once.

    Returns
    -------
    Certainty
        Shown as a native disclosure; ``answers()`` gives the numbers one by one.

    Raises
    ------
    KitError
        When there is no number at all to answer for, or a frame of another kind.

    Examples
    --------
    >>> from kit.estimates import shares
    >>> row = shares("q01_telework", wave=2021, side="client", option="experienced")
    >>> answer = how_sure(row).answers()[0]
    >>> answer.value, answer.mark.code
    ('64.9%', 'exact')
    >>> answer.reading.split("。")[0]
    '回答した239社のうち155社です'
    """
    from pandas import DataFrame

    frames = [it if isinstance(it, DataFrame) else DataFrame(it) for it in summaries]
    filled = [frame for frame in frames if not frame.empty]
    if not filled:
        raise KitError("there is no number to answer for: no published figure fits this choice")
    surveyed = [frame for frame in filled if "question" in frame]
    if any("question" not in frame and "low" not in frame for frame in filled):
        raise KitError("how sure: give frames of kit.shares, kit.gaps, kit.changes, kit.intervals")
    rows = [row for frame in surveyed for row in records(figures_behind(frame))]
    figures = {tuple(row[name] for name in FIGURE): row for row in rows}
    return Certainty(
        list(figures.values()),
        [row for it in surveyed if "reason" in it for row in records(it)],
        [row for it in filled if "question" not in it for row in records(it)],
    )


def certainty_mark(*summaries: "DataFrame | Sequence[Row]") -> Mark:
    """Give the mark of the weakest number of some summaries, for a slide or a headline.

    What was not published has no number and counts only where nothing else is shown.

    Examples
    --------
    >>> from kit.estimates import changes
    >>> print(certainty_mark(changes("q01_telework")))
    ◎ 報道などの値、社数も確定
    """
    return how_sure(*summaries).mark()


def _figure(row: Row) -> Answer:
    share, counted = share_text(row["printed"], row["bound"]), row["verdict"] == "unique"
    grade, kind = certainty(row), "exact" if counted else "no_count"
    facts = {"count": row["count"], "base": row["base"], "why": word(f"reason.{row['verdict']}")}
    ends = {name: f"{row[name]:.1f}" for name in ("low", "high")}
    reported = word("certainty.reading.reported", source=word(f"source.{row['source']}"))
    sentences = [
        *([word("certainty.reading.derived")] if grade == "derived" else []),
        word(
            f"certainty.reading.{grade if grade == 'rounded' else kind}",
            share=share,
            **facts,
            **ends,
        ),
        *_flagged(row),
        reported if row["status"] == "reported" else source_text([row["source"]]),
    ]
    reading = join_sentences(sentences)
    return Answer(value_text(row), figure_name(row), Mark(grade), reading, figure_facts(row))


def _flagged(row: Row) -> list[str]:
    """Say what few respondents mean for a share."""
    return [word(f"chart.note.{row['flag']}")] if row["flag"] else []


def _difference(row: Row, figures: Sequence[Row]) -> Answer:
    places = ends_of(row)
    found = {tuple(it[name] for name in FIGURE): it for it in figures}
    ends = [found[place] for place in places]
    return Answer(
        points_text(row["points"]),
        difference_name(row),
        Mark(weakest(map(certainty, ends))),
        word("certainty.reading.difference", text=difference_text(row)),
        difference_facts(row, ends),
    )


def _example(row: Row) -> Answer:
    ends = {name: f"{row[name]:.1f}" for name in ("low", "high")}
    counts = {"count": row["count"], "base": row["base"]}
    sentences = [word("certainty.reading.example", **counts, **ends), *_flagged(row)]
    name, reading = word("number.counts", **counts), join_sentences(sentences)
    return Answer(name, "", Mark(EXAMPLE), reading)


def _items(answers: Iterable[Answer], *more: str) -> str:
    items = "".join([*(answer.html() for answer in answers), *more])
    return f'<ul class="kit-figures">{items}</ul>' if items else ""


def _refused(differences: Sequence[Row]) -> str:
    """Say once for each reason which differences are not worked out, and what was printed."""
    refused: dict[str, list[str]] = {}
    for row in differences:
        if row["reason"]:
            line = escape(difference_name(row)) + stated(statements_of(row))
            refused.setdefault(row["reason"], []).append(line)
    return "".join(
        _listed(escape(word("difference.refused", why=word(f"reason.{reason}"))), lines)
        for reason, lines in refused.items()
    )


def _unpublished(figures: Sequence[Row]) -> str:
    """Name the figures without a number, with their base and the words that speak of them."""
    lines = [
        f"{escape(_with_base(row))} {source_html(row)}{stated(statements_about(row))}"
        for row in figures
        if not row["printed"]
    ]
    mark, text = Mark("unpublished"), escape(word("certainty.reading.unpublished"))
    return _listed(f"{mark.html()} {text}", lines) if lines else ""


def _with_base(row: Row) -> str:
    base = base_text(row["base"], row["base_status"])
    return word("chart.label", group=figure_name(row), base=base)


def _listed(text: str, lines: Iterable[str]) -> str:
    return f"<li><p>{text}</p><ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul></li>"


def _notes(question: str, figures: Sequence[Row], differences: Sequence[Row]) -> list[str]:
    """Say who answered, what may be compared, and how differences and derived bases come about."""
    measured = [row for row in differences if not row["reason"]]
    hidden = [row for row in figures if not row["printed"]]
    needed = {
        "chart.note.base_derived": any(row["base_status"] == "derived" for row in hidden),
        "table.note.difference": any("wave" in row for row in measured),
        "table.note.waves": any("wave" not in row for row in measured),
    }
    return [
        *(
            f"{word(f'card.{term}')}{word('list.colon')}{question_text(question, field)}"
            for term, field in (("who", "who"), ("compare", "why"))
        ),
        *(word(code) for code, wanted in needed.items() if wanted),
    ]
