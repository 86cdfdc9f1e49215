"""Draw a share of one's own below the published one."""

from kit.charts.chart import Chart
from kit.charts.marks import Label
from kit.charts.shares import Row, bars, meaning, row_label, share_notes
from kit.charts.words import Words
from kit.estimates import Figure
from kit.facts import about
from kit.labels import option_text, own_reading, own_value, reading, value_text, word


def beside_chart(survey: Figure, ours: Figure) -> Chart:
    """Draw a published share and, on the same axis, the share of those who answered here.

    Parameters
    ----------
    survey
        What was published.
    ours
        The same from answers of one's own; the facts of the chart leave it out.
    """
    title = option_text(survey.question, survey.option)
    here = word("chart.label", group=word("us.here"), base=ours.base)
    rows = [
        Row(survey, Label(row_label(survey)), value_text(survey)),
        Row(ours, Label(here), own_value(ours)),
    ]
    values = f"{reading(survey)} {own_reading(ours)}"
    facts = about(
        "share",
        [survey],
        title=title,
        alternative=word("alt.share", title=title, values=values, message=""),
        notes=tuple(share_notes([survey])),
    )
    words = Words(meaning=meaning([survey]))
    return Chart(facts, words, lambda canvas: bars(canvas, rows))
