"""Draw a share of one's own below the published one."""

from kit.charts.canvas import Canvas
from kit.charts.chart import Chart, own_settings
from kit.charts.shares import BAR, bar, row_label, share_notes
from kit.estimates import Figure
from kit.facts import about
from kit.labels import option_text, own_reading, own_value, reading, value_text, word


@own_settings()
def beside_chart(survey: Figure, ours: Figure) -> Chart:
    """Draw a published share and, on the same axis, the share of those who answered here.

    Parameters
    ----------
    survey
        What was published.
    ours
        The same from answers of one's own; the facts of the chart leave it out.
    """
    canvas = Canvas(option_text(survey.question, survey.option))
    canvas.y += 4
    label = word("chart.label", group=word("us.here"), base=ours.base)
    rows = ((row_label(survey), value_text(survey), survey), (label, own_value(ours), ours))
    for name, value, figure in rows:
        canvas.heads(name, value)
        canvas.track(BAR)
        bar(canvas, figure)
        canvas.y += BAR + 9
    canvas.percent_axis()
    canvas.note(*share_notes([survey]))
    values = f"{reading(survey)} {own_reading(ours)}"
    return canvas.finish(about("share", [survey]), values=values, message="")
