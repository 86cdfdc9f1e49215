"""What charts draw: labels in both languages, marks by kind of figure, words that stand for it."""

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import product
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from matplotlib import rc_context
from matplotlib.font_manager import get_font
from matplotlib.patches import FancyArrowPatch, Rectangle

import kit
from kit.charts import Chart
from kit.charts.canvas import COLOURS, MARGIN, MARKERS, fold
from kit.charts.chart import WIDTH, WORDS
from kit.charts.shares import PATTERNS
from kit.errors import KitError, UnknownCode
from kit.estimates import questions
from kit.font import font_file
from kit.labels import LANGUAGES


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    kit.use_language(request.param)
    yield request.param
    kit.use_language()


def parts_of(question: str) -> Chart:
    return kit.composition_chart(
        kit.shares(question, wave=2021), parts=["still_allowed", "stopped", "rule_changed"]
    )


def share_of(question: str) -> Chart:
    return kit.share_chart(kit.shares(question))


def gap_of(question: str) -> Chart:
    return kit.gap_chart(kit.gaps(question))


CHARTS: dict[str, Callable[[], Chart]] = {
    **{f"share {code}": partial(share_of, code) for code in questions()},
    **{f"gap {code}": partial(gap_of, code) for code in ("q01_telework", "q08_checked")},
    "gap q07_media": partial(gap_of, "q07_media"),
    "change": lambda: kit.change_chart(kit.changes("q01_telework"), option="experienced"),
    "change refused": lambda: kit.change_chart(kit.changes("q07_media"), option="allowed_total"),
    "change half": lambda: kit.change_chart(kit.changes("q11_contact"), option="none"),
    "composition": lambda: parts_of("q07_media"),
    "guess": lambda: kit.guess_chart(
        kit.shares("q01_telework", wave=2021, side="client", option="experienced")
    ),
    "guess inexact": lambda: kit.guess_chart(
        kit.shares("q11_contact", wave=2021, side="client", size="small", option="none")
    ),
    "guess derived": lambda: kit.guess_chart(
        kit.shares("q08_checked", wave=2021, side="vendor", option="not_checking")
    ),
    "redraws": lambda: kit.redraw_chart(kit.redraws("q01_telework", "experienced")),
    "redraws of shares": lambda: kit.redraw_chart(
        kit.redraws("q08_method", "self_check", kind="share", wave=2021)
    ),
    "strata": lambda: kit.strata_chart(kit.table("strata")),
    "ranks": lambda: kit.rank_chart(kit.table("threat_ranks")),
}  # fmt: skip


@cache
def drawn(name: str, language: str = "ja") -> Chart:
    """Draw each chart with all its words once a language; text boxes need a drawn figure."""
    kit.use_language(language)
    chart = CHARTS[name]()
    chart.svg(whole=True)  # a missing glyph warns, and warnings are errors
    kit.use_language()
    return chart


@cache
def written(name: str, language: str = "ja", *, whole: bool = False) -> str:
    """Write each chart once a language: its picture, or the whole with title, notes and source."""
    kit.use_language(language)
    svg = CHARTS[name]().svg(whole=whole)
    kit.use_language()
    return svg


def texts(chart: Chart) -> list[str]:
    """List all words that stand in the whole drawing."""
    return [text.get_text() for text in chart.figure.axes[0].texts]


def drawn_words(svg: str) -> list[str]:
    """List the words that an SVG draws."""
    root = ElementTree.fromstring(svg)
    return ["".join(it.itertext()) for it in root.iter("{http://www.w3.org/2000/svg}text")]


def plain(text: str) -> str:
    """Leave out spaces: a line that is broken loses one."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", CHARTS)
def test_no_glyph_is_missing_and_text_stays_text(name: str, language: str) -> None:
    chart = drawn(name, language)
    whole = drawn_words(written(name, language, whole=True))
    assert whole == texts(chart)
    picture = iter(whole)
    assert all(it in picture for it in drawn_words(written(name, language))), "in the same order"
    japanese = any("\u3040" <= sign <= "\u30ff" for text in whole for sign in text)
    assert japanese == (language == "ja")


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_is_cut_off_or_overlaps_the_edge(name: str, language: str) -> None:
    figure = drawn(name, language).figure
    frame = figure.bbox
    for text in figure.axes[0].texts:
        box = text.get_window_extent()
        assert box.x0 >= frame.x0 - 1, text.get_text()
        assert box.x1 <= frame.x1 + 1, text.get_text()
        assert frame.y0 <= box.y0 and box.y1 <= frame.y1, text.get_text()


@pytest.mark.parametrize("name", CHARTS)
def test_the_picture_is_cut_between_its_words(name: str, language: str) -> None:
    chart = drawn(name, language)
    top, bottom = chart.body
    assert 0 < top < bottom < chart.height
    shown = {True: [], False: []}  # type: ignore[var-annotated]
    for text in chart.figure.axes[0].texts:
        shown[text.get_gid() == WORDS].append(text.get_position()[1])
    assert shown[True] and all(it < top or it > bottom for it in shown[True])
    assert all(top < it < bottom for it in shown[False])


@pytest.mark.parametrize("name", CHARTS)
def test_labels_on_one_line_do_not_overlap(name: str, language: str) -> None:
    figure = drawn(name, language).figure
    boxes = [(text.get_window_extent(), text.get_text()) for text in figure.axes[0].texts]
    for number, (first, words) in enumerate(boxes):
        for second, others in boxes[number + 1 :]:
            apart = (
                first.x1 <= second.x0
                or second.x1 <= first.x0
                or first.y1 <= second.y0 + 2
                or second.y1 <= first.y0 + 2
            )
            assert apart, (words, others)


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("name", CHARTS)
def test_the_svg_can_share_a_page(name: str, whole: bool) -> None:
    svg = written(name, whole=whole)
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)|href=\"#([^\"]+)", svg)) <= {(i, "") for i in ids} | {
        ("", i) for i in ids
    }
    assert "style=" not in svg and "<style" not in svg and "http://www.w3.org" in svg
    assert len(svg.encode()) < 40_000
    chart = CHARTS[name]()
    chart.svg(whole=not whole)
    assert svg == chart.svg(whole=whole), "drawing twice must give the same bytes"


@pytest.mark.parametrize("name", CHARTS)
def test_settings_of_a_user_leak_into_no_chart(name: str) -> None:
    """Those of a ``matplotlibrc`` that another project needs, or of a style in a notebook."""
    theirs: dict[Any, Any] = {
        "savefig.bbox": "tight",
        "figure.autolayout": True,
        "text.usetex": True,
        "hatch.linewidth": 5,
        "font.size": 30,
        "lines.linewidth": 9,
        "path.sketch": (3, 10, 1),
        "figure.facecolor": "red",
    }
    plain = CHARTS[name]().svg()
    with rc_context(theirs):
        assert CHARTS[name]().svg() == plain


def test_ids_differ_between_charts_on_one_page() -> None:
    first, second = (
        set(re.findall(r'\bid="([^"]+)"', written(name)))
        for name in ("composition", "share q08_checked")
    )
    assert first and second and not first & second


@pytest.mark.parametrize("name", CHARTS)
def test_the_alternative_text_names_type_values_and_source_of_doubt(
    name: str, language: str
) -> None:
    chart = drawn(name, language)
    assert ("グラフ" if language == "ja" else "hart") in chart.alternative
    assert chart.title in chart.alternative
    for whole in (False, True):
        svg = ElementTree.fromstring(written(name, language, whole=whole))
        assert (svg.get("role"), svg.get("aria-label")) == ("img", chart.alternative)
    shown = set(re.findall(r"\d+\.\d%", " ".join(texts(chart))))
    assert shown <= set(re.findall(r"\d+\.\d%", chart.alternative)), (
        "every share drawn is also said"
    )


def bars(chart: Chart) -> list[Rectangle]:
    colours = [*COLOURS.values()]
    from matplotlib.colors import to_hex

    return [
        part
        for part in chart.figure.axes[0].patches
        if isinstance(part, Rectangle)
        and to_hex(part.get_edgecolor()).upper() in [c.upper() for c in colours]
    ]


def test_bars_are_as_long_as_the_figures() -> None:
    chart = kit.share_chart(kit.shares("q08_method", wave=2021, option="self_check"))
    exact = [bar for bar in bars(chart) if bar.get_linestyle() == "solid"]
    widths = [bar.get_width() / (WIDTH - 2 * MARGIN) * 100 for bar in exact]
    assert widths == pytest.approx([68.0, 66.5])


def test_inexact_figures_look_different_and_say_so() -> None:
    chart = kit.share_chart(kit.shares("q11_manual", wave=2021, side="client", size="small"))
    (bar,) = bars(chart)
    assert bar.get_linestyle() == "--" and bar.get_facecolor()[3] == 0
    arrows = [part for part in chart.figure.axes[0].patches if isinstance(part, FancyArrowPatch)]
    assert len(arrows) == 2
    assert "約3割" in texts(chart) and any("破線" in text for text in texts(chart))
    lines = [line for line in chart.figure.axes[0].lines if line.get_marker() in MARKERS.values()]
    assert not lines, "no marker and no interval pretends to know where the value lies"


def test_figures_not_held_have_no_bar() -> None:
    chart = kit.share_chart(kit.shares("q06_challenges", wave=2021))
    assert bars(chart) == []
    assert "本教材に未収録" in texts(chart)


def test_derived_figures_are_hatched() -> None:
    chart = kit.share_chart(
        kit.shares("q08_checked", wave=2021, side="vendor", option="not_checking")
    )
    (bar,) = bars(chart)
    assert bar.get_hatch() and any("斜線" in text for text in texts(chart))


def test_every_chart_with_shares_names_base_and_source() -> None:
    for name in (name for name in CHARTS if name.startswith(("share q", "gap", "change"))):
        for words in (" ".join(texts(drawn(name))), shown_words(drawn(name))):
            assert "出典" in words and "n=" in words, name


def shown_words(chart: Chart) -> str:
    """Give the words that a page writes around the picture."""
    figure = BeautifulSoup(chart.html(), "html.parser")
    return " ".join(it.get_text() for it in figure.select("figure > p, figcaption p"))


def test_small_bases_are_shown_as_counts() -> None:
    summary = kit.shares("q08_method", wave=2021, side="client", option="self_check")
    chart = kit.share_chart(summary.assign(flag="tiny"))
    assert "100社中68社" in texts(chart) and not any("68.0%" in text for text in texts(chart))


def test_a_missing_part_of_a_whole_is_left_open() -> None:
    chart = parts_of("q07_media")
    exact = [bar for bar in bars(chart) if bar.get_height() == 13]
    assert len(exact) == 1 + 3, "one published part for clients, three for vendors"
    assert len({bar.get_hatch() for bar in exact[1:]}) == 3 <= len(PATTERNS)


BAD_CHOICES = [
    lambda: kit.composition_chart(kit.shares("q07_media"), parts=["still_alowed"]),
    lambda: kit.change_chart(kit.changes("q07_media"), option="still_alowed"),
]


@pytest.mark.parametrize("draw", BAD_CHOICES)
def test_an_unknown_option_names_the_nearest(draw: Callable[[], Chart]) -> None:
    with pytest.raises(UnknownCode, match="did you mean 'still_allowed'"):
        draw()


def test_an_empty_summary_is_refused_in_words() -> None:
    with pytest.raises(KitError, match="no rows"):
        kit.share_chart(kit.shares("q20_contract_terms", wave=2020, side="client"))


def test_every_word_of_both_languages_has_its_glyphs(language: str) -> None:
    frames = {
        name: kit.table(name) for name in ("labels", "interface", "questions", "recommendations")
    }
    words = [
        text
        for frame in frames.values()
        for column in frame.columns
        if column == language or column.endswith(f"_{language}")
        for text in frame[column]
    ]
    assert len(words) > 300
    known = get_font(font_file()).get_charmap()
    missing = {sign for text in words for sign in text if ord(sign) not in known}
    assert not missing, "no chart could draw these"


def test_sides_differ_by_colour_and_marker() -> None:
    for cue in (COLOURS, MARKERS):
        assert len({cue[side] for side in ("client", "vendor", "all")}) == 3


def test_colours_stand_out_from_white() -> None:
    from matplotlib.colors import to_rgb

    from kit.charts.context import THREATS

    def luminance(colour: str) -> float:
        parts = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in to_rgb(colour)
        )
        return sum(
            weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True)
        )

    for colour in [*COLOURS.values(), *(colour for colour, _ in THREATS.values())]:
        assert 1.05 / (luminance(colour) + 0.05) >= 3, colour


@pytest.mark.parametrize(
    ("text", "columns"),
    list(product(["これは、長い「文」です。" * 4, "plain English words " * 6], [10, 21, 60])),
)
def test_folding_loses_nothing_and_begins_no_line_with_closing_marks(
    text: str, columns: int
) -> None:
    lines = fold(text, columns)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(line[0] not in "、。」" for line in lines)


def test_drawing_leaves_pyplot_alone() -> None:
    import subprocess
    import sys

    draw = "kit.share_chart(kit.shares('q08_checked')).svg()"
    code = f"import sys, kit; {draw}; print('matplotlib.pyplot' in sys.modules)"
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout
        == "False\n"
    )


def test_what_is_not_held_is_said_once() -> None:
    kit.use_language("en")
    chart = kit.gap_chart(kit.gaps("q08_method"))
    assert texts(chart).count("Not in this kit") == 2, "once for each way that has no figure"
    earlier = kit.share_chart(kit.shares("q11_contact", wave=2020, option="none"))
    assert earlier.facts.base == "Respondents: not in this kit (FY2020)"
    both = kit.change_chart(kit.changes("q07_media"), option="allowed_total")
    assert "Clients 155*, Vendors 261* (FY2021); not in this kit (FY2020)" in both.facts.base


def test_a_composition_names_the_total_that_it_splits() -> None:
    kit.use_language("en")
    media = kit.shares("q07_media", wave=2021)
    chart = kit.composition_chart(media, parts=["still_allowed"], total="allowed_total")
    assert "Ever allowed an exception (total)" in chart.svg(whole=True)
    assert '<p class="kit-chart-lead">Ever allowed an exception (total)</p>' in chart.html()
