"""What charts draw: sizes of each medium, marks by kind of figure, words that stand for it."""

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import combinations, pairwise, product
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st
from matplotlib import rc_context
from matplotlib.colors import to_hex
from matplotlib.font_manager import get_font
from matplotlib.text import Text
from playwright.sync_api import Page

import kit
from kit.charts import SIZES, Chart, composition_chart
from kit.charts.lines import CLOSING, OPENING, category, fold, width_of
from kit.charts.marks import MARKERS, apart, tone
from kit.charts.style import style
from kit.errors import KitError, UnknownCode
from kit.estimates import Figure, figures, questions
from kit.font import font_file
from kit.labels import LANGUAGES, in_language
from kit.look import DARK, colour, palette, variables

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    kit.use_language(request.param)
    yield request.param
    kit.use_language()


def parts_of(question: str, total: str | None = None) -> Chart:
    return kit.composition_chart(
        kit.shares(question, wave=2021),
        parts=["still_allowed", "stopped", "rule_changed"],
        total=total,
    )


def share_of(question: str) -> Chart:
    return kit.share_chart(kit.shares(question))


def gap_of(question: str) -> Chart:
    return kit.gap_chart(kit.gaps(question))


CHARTS: dict[str, Callable[[], Chart]] = {
    **{f"share {code}": partial(share_of, code) for code in questions()},
    **{f"gap {code}": partial(gap_of, code) for code in ("q01_telework", "q08_checked")},
    "gap q07_media": partial(gap_of, "q07_media"),
    "gap q08_method": partial(gap_of, "q08_method"),
    "change": lambda: kit.change_chart(kit.changes("q01_telework"), option="experienced"),
    "change refused": lambda: kit.change_chart(kit.changes("q07_media"), option="allowed_total"),
    "change half": lambda: kit.change_chart(kit.changes("q11_contact"), option="none"),
    "composition": lambda: parts_of("q07_media"),
    "composition of a total": lambda: parts_of("q07_media", "allowed_total"),
    "composition without counts": lambda: parts_of("q07_pc", "allowed_total"),
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
    "intervals": lambda: kit.interval_chart(kit.intervals([13, 32, 65, 155], [20, 50, 100, 239])),
}  # fmt: skip
EMPTY = {"share q04_now_share", "share q04_now_frequency"}


@cache
def drawn(name: str, language: str = "ja") -> Chart:
    """Make each chart once a language."""
    with in_language(language):
        return CHARTS[name]()


@cache
def written(name: str, language: str = "ja", *, size: str = "wide", whole: bool = False) -> str:
    """Write each chart once a language and size; a missing glyph warns, and warnings are errors."""
    return drawn(name, language).svg(size, whole=whole)


def texts(chart: Chart, size: str = "wide") -> list[Text]:
    """List the words that stand in a drawing."""
    return list(chart.drawing(size).axes.texts)


def words(chart: Chart, size: str = "wide") -> list[str]:
    return [it.get_text() for it in texts(chart, size)]


def around(chart: Chart) -> str:
    """Give the words that a page writes around the drawing."""
    figure = BeautifulSoup(chart.html(), "html.parser")
    for drawing in figure.find_all("svg"):
        drawing.decompose()
    return figure.get_text(" ")


def shapes(svg: str, name: str = "path") -> list[dict[str, str]]:
    return [it.attrib for it in ElementTree.fromstring(svg).iter(f"{SVG}{name}")]


def filled(svg: str, name: str) -> list[dict[str, str]]:
    return [it for it in shapes(svg) if f"kit-fill-{name}" in it["class"].split()]


def stroked(svg: str, name: str) -> list[dict[str, str]]:
    return [it for it in shapes(svg) if f"kit-stroke-{name}" in it["class"].split()]


def box_of(shape: dict[str, str]) -> tuple[float, float, float, float]:
    numbers = [float(it) for it in re.findall(r"-?[\d.]+", shape["d"])]
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


@pytest.mark.parametrize("name", CHARTS)
def test_text_stays_text_in_its_language(name: str, language: str) -> None:
    for size in SIZES:
        said = [it.text for it in ElementTree.fromstring(written(name, language, size=size))]
        assert [it for it in said if it] == words(drawn(name, language), size)
    whole = "".join(ElementTree.fromstring(written(name, language, whole=True)).itertext())
    assert any("\u3040" <= sign <= "\u30ff" for sign in whole) == (language == "ja")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", CHARTS)
def test_nothing_is_cut_off_and_no_words_overlap(name: str, size: str, language: str) -> None:
    canvas = drawn(name, language).drawing(size)
    written(name, language, size=size)  # text boxes need a drawn figure
    frame = canvas.figure.bbox
    boxes = [(it.get_window_extent(), it.get_text()) for it in canvas.axes.texts]
    for box, text in boxes:
        assert box.x0 >= frame.x0 - 1.5 and box.x1 <= frame.x1 + 1.5, text
        assert box.y0 >= frame.y0 - 3 and box.y1 <= frame.y1 + 3, text
    for (first, one), (second, other) in combinations(boxes, 2):
        slack = 0.2 * min(first.height, second.height)
        assert (
            first.x1 <= second.x0 + 1
            or second.x1 <= first.x0 + 1
            or first.y1 <= second.y0 + slack
            or second.y1 <= first.y0 + slack
        ), (one, other)


@pytest.mark.parametrize("name", CHARTS)
def test_a_slide_and_a_card_have_room_for_it(name: str, language: str) -> None:
    rows = len({(it.option, it.wave, it.side, it.size) for it in drawn(name).facts.figures})
    for size, most in (("slide", 412), ("thumb", 122)):
        if size == "thumb" or rows <= 4:  # more bars say too much for a slide
            root = ElementTree.fromstring(written(name, language, size=size))
            assert float(root.attrib["height"]) <= most, size


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", CHARTS)
def test_a_drawing_is_as_wide_as_its_medium_and_its_units_are_pixels(name: str, size: str) -> None:
    root = ElementTree.fromstring(written(name, size=size)).attrib
    assert root["viewBox"] == f"0 0 {root['width']} {root['height']}"
    assert float(root["width"]) == pytest.approx(SIZES[size].width, abs=0.1)


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("name", CHARTS)
def test_the_svg_can_share_a_page(name: str, whole: bool) -> None:
    svg = written(name, whole=whole)
    assert not re.search(r'\b(?:id|style|xlink:href)="|url\(|<style|<defs|<use', svg)
    assert len(svg.encode()) < 20_000
    again = CHARTS[name]()
    again.svg(whole=not whole)
    assert svg == again.svg(whole=whole), "drawing twice must give the same bytes"


@pytest.mark.parametrize("name", CHARTS)
def test_every_colour_has_a_class_and_the_light_one_for_who_knows_no_classes(name: str) -> None:
    sheet = style()
    for size in SIZES:
        svg = written(name, size=size)
        found = [(tag, it) for tag in ("path", "text") for it in shapes(svg, tag)]
        for tag, attributes in found:
            kinds = {"text": {"text": "fill"}, "path": {"fill": "fill", "stroke": "stroke"}}[tag]
            for kind, attribute in kinds.items():
                named = re.findall(rf"kit-{kind}-([\w-]+)", attributes["class"])
                assert len(named) == (attributes.get(attribute, "none") != "none")
                for token in named:
                    assert attributes[attribute].upper() == colour(token)
                    assert f".kit-{kind}-{token}{{{attribute}:var(--kit-{token})}}" in sheet


@pytest.mark.parametrize("name", CHARTS)
def test_settings_of_a_user_leak_into_no_chart(name: str) -> None:
    """Those of a ``matplotlibrc`` that another project needs, or of a style in a notebook."""
    theirs: dict[Any, Any] = {
        "savefig.bbox": "tight",
        "figure.autolayout": True,
        "text.usetex": True,
        "lines.scale_dashes": True,
        "font.size": 30,
        "lines.linewidth": 9,
        "path.sketch": (3, 10, 1),
        "figure.facecolor": "red",
    }
    plain = CHARTS[name]().svg()
    with rc_context(theirs):
        assert CHARTS[name]().svg() == plain


def test_a_chart_keeps_its_language() -> None:
    kit.use_language("en")
    chart = gap_of("q01_telework")
    kit.use_language("ja")
    assert "Has ever teleworked" in words(chart)
    assert "Worked out" in gap_in("en", "q08_checked").html()


def gap_in(language: str, question: str) -> Chart:
    with in_language(language):
        return gap_of(question)


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
    shown = set(re.findall(r"\d+\.\d%", " ".join(words(chart))))
    assert shown <= set(re.findall(r"\d+\.\d%", chart.alternative)), (
        "every share drawn is also said"
    )


def test_bars_are_as_long_as_the_figures() -> None:
    svg = kit.share_chart(kit.shares("q08_method", wave=2021, option="self_check")).svg()
    (zero, *_, full) = sorted(
        float(it["x"]) for it in shapes(svg, "text") if it.get("text-anchor") == "middle"
    )
    for side, share in (("client", 68.0), ("vendor", 66.5)):
        (bar,) = filled(svg, side)
        left, _, right, _ = box_of(bar)
        assert left == pytest.approx(zero, abs=0.2)
        assert (right - left) / (full - zero) * 100 == pytest.approx(share, abs=0.1)


def values_of(name: str) -> dict[str, Text]:
    found = {it.get_text(): it for it in texts(drawn(name)) if it.get_fontweight() == 700}
    return {text: it for text, it in found.items() if re.search(r"\d%|割", text)}


def is_at(text: Text, box: tuple[float, float, float, float]) -> bool:
    """Tell whether a value stands beside or above a mark, no further than a letter is wide."""
    (x, y), size = text.get_position(), text.get_fontsize()
    wide = width_of(text.get_text(), size, bold=True)
    start = x - wide * {"left": 0, "center": 0.5, "right": 1}[text.get_ha()]
    left, top, right, bottom = box
    beside = max(left - start - wide, start - right)
    above = max(top - y, y - size - bottom)
    return max(beside, above) < 16


@pytest.mark.parametrize("name", [it for it in CHARTS if it.startswith(("share", "gap", "guess"))])
def test_values_stand_at_their_marks_in_the_ink_of_their_side(name: str) -> None:
    svg = written(name)
    lines = [box_of(it) for it in stroked(svg, "ink")]
    for text, it in values_of(name).items():
        ink = to_hex(it.get_color()).upper()
        sides = [side for side in ("client", "vendor") if colour(f"{side}-ink") == ink] or ["quiet"]
        tones = (*sides, f"{sides[0]}-soft")
        marks = [box_of(shape) for it in tones for shape in (*filled(svg, it), *stroked(svg, it))]
        others = [box_of(shape) for it in ("client", "vendor") for shape in filled(svg, it)]
        y = it.get_position()[1] - it.get_fontsize() / 3
        near = [box for box in marks if box[1] - 30 < y < box[3] + 30]
        assert near, f"{text} has no mark of its side on its line"
        assert any(is_at(it, box) for box in (*near, *lines, *others)), text
    assert values_of(name) or drawn(name).is_empty


def test_inexact_figures_look_different_and_say_so() -> None:
    chart = kit.share_chart(kit.shares("q11_manual", wave=2021, side="client", size="small"))
    svg = chart.svg()
    (bar,) = filled(svg, "client-soft")
    assert bar["stroke-dasharray"] and not filled(svg, "client") and not stroked(svg, "ink")
    (value,) = [it for it in texts(chart) if it.get_text() == "約3割"]
    left, _, right, _ = box_of(bar)
    assert left < value.get_position()[0] - 30 and value.get_position()[0] < right, "inside"
    assert "破線" in around(chart)
    least = kit.share_chart(kit.shares("q04_peak_share", side="client", option="under_20")).svg()
    assert len(filled(least, "client-soft")) == 2, "an open end has a tip"


def test_derived_figures_are_hatched_and_hollow() -> None:
    one = kit.shares("q08_checked", wave=2021, side="vendor", option="not_checking")
    chart = kit.share_chart(one)
    svg = chart.svg()
    assert not filled(svg, "vendor") and filled(svg, "vendor-soft")
    assert any(it["d"].count("M") > 3 for it in stroked(svg, "vendor"))
    assert "斜線" in around(chart)
    hollow = gap_of("q08_checked").svg()
    assert len(filled(hollow, "paper")) == 1 and "白抜き" in around(gap_of("q08_checked"))


def test_a_figure_without_base_has_no_interval_and_its_join_is_dotted() -> None:
    chart = kit.share_chart(kit.shares("q11_contact", wave=2020, option="none"))
    assert not stroked(chart.svg(), "ink") and filled(chart.svg(), "client")
    for dotted in (kit.gap_chart(kit.gaps("q11_contact", wave=2020)), drawn("change refused")):
        lines = [it for it in shapes(dotted.svg()) if it.get("stroke-dasharray")]
        assert lines and not any(it["opacity"] for it in lines if "opacity" in it)


def test_a_share_that_is_the_rest_of_another_is_said_not_drawn() -> None:
    chart = drawn("share q08_checked")
    assert not {"89.3%", "64.5%", "45.4%", "66.4%"} & set(words(chart))
    assert {"35.5%", "10.7%", "54.6%", "33.6%"} <= set(words(chart))
    assert "「確認している」は、残りの割合" in around(chart)
    gap = drawn("gap q08_checked")
    assert "確認している" not in words(gap) and "確認していない" in words(gap)
    assert {it.option for it in gap.facts.differences} == {"not_checking", "checking"}


@pytest.mark.parametrize("name", CHARTS)
def test_what_is_not_held_is_said_once_and_never_drawn(name: str, language: str) -> None:
    chart = drawn(name, language)
    unknown = kit.word("status.not_held")
    assert not any(unknown in it for size in SIZES for it in words(chart, size))
    said = around(chart).count(kit.word("chart.not_held", items=""))
    missing = [it for it in chart.facts.figures if not it.printed]
    missing += [
        end for it in chart.facts.differences for end in it.ends if end.is_held and not end.printed
    ]
    assert said == (1 if missing else 0)
    if chart.is_empty:
        assert "<svg" not in chart.html() and "<img" not in chart.picture()
    assert chart.is_empty == (name in EMPTY), name


def test_every_chart_with_shares_names_base_and_source() -> None:
    for name in (it for it in CHARTS if it.startswith(("share q", "gap", "change"))):
        if name not in EMPTY:
            said = around(drawn(name)) + " ".join(words(drawn(name)))
            assert "出典" in said and "n" in said, name


def test_small_bases_are_shown_as_counts() -> None:
    summary = kit.shares("q08_method", wave=2021, side="client", option="self_check")
    chart = kit.share_chart(summary.assign(flag="tiny"))
    assert "100社中68社" in words(chart) and not any("68.0%" in it for it in words(chart))


def test_one_mark_stands_for_one_company() -> None:
    svg = written("composition of a total")
    dots = [it["d"].count("M") for it in stroked(svg, "client") if it["stroke-linecap"] == "round"]
    squares = [it["d"].count("M") for it in filled(svg, "vendor")]
    assert sorted(it for it in dots if it > 1) == [15, 30], "30 filled, 15 in outline"
    assert sorted(it for it in squares if it > 1) == [11, 12, 12, 22], "one part has a dot inside"
    said = " ".join(words(drawn("composition of a total")))
    assert all(it in said for it in ("30社（19.4%）", "内訳の数値なし 15社", "45社（29.0%）"))


def test_without_counts_parts_are_bars() -> None:
    chart = drawn("composition without counts")
    assert "24.5%" in words(chart) and not chart.is_empty


def test_gaps_of_several_questions_name_question_and_wave() -> None:
    found = [kit.gap("q08_checked", "not_checking"), kit.gap("q07_media", "still_allowed")]
    chart = kit.gap_chart(found, title="claim")
    said = "".join(it.get_text() for it in texts(chart))
    assert "順守状況の確認：確認していない" in said
    assert said.count("2021年度") == 2
    assert "順守状況の確認" not in chart.words.measured
    lines = fold("インシデントの連絡体制：連絡体制がない", 120, 12)
    assert lines[0] == "インシデントの", "a word of Chinese characters stays whole"


def test_a_gap_is_written_once_with_its_interval_as_the_larger_less_the_smaller() -> None:
    said = words(drawn("gap q07_media"))
    assert [it for it in said if it.startswith("差")] == ["差 11.8ポイント"]
    assert "95%区間 3.5～20.4" in said
    assert "95%区間 −9.8～+11.9" in words(drawn("gap q08_method")), "one that includes 0 has signs"


def test_a_slope_ends_in_its_verdict_on_an_axis_that_fits() -> None:
    said = words(drawn("change"))
    assert "+14.4ポイント：増えたと言える" in said
    assert "+1.2ポイント：誤差の範囲" in said
    assert [it for it in said if re.fullmatch(r"\d+%", it)] == ["40%", "60%", "80%", "100%"]
    assert "軸は40～100%" in around(drawn("change"))
    narrow = words(drawn("change"), "narrow")
    assert "委託元 +14.4ポイント：増えたと言える" in narrow


def test_the_wave_before_is_hollow() -> None:
    svg = written("strata")
    hollow = [it for it in stroked(svg, "paper") if it["stroke-linecap"] == "round"]
    assert len(hollow) == 2 and len(filled(svg, "paper")) == 2
    cut_offs = [it for it in stroked(svg, "edge") if it.get("stroke-dasharray")]
    assert len(cut_offs) == 2, "one between the sizes of each side"


def test_no_rank_has_the_colour_of_a_side() -> None:
    svg = written("ranks")
    assert not re.search(r"kit-(?:fill|stroke)-(?:client|vendor|you)\b", svg)
    assert stroked(svg, "ink") and stroked(svg, "ok") and stroked(svg, "edge")


def test_redraws_are_counted_large() -> None:
    chart = drawn("redraws")
    (counter,) = [it for it in texts(chart) if it.get_text() == "86 / 400回"]
    assert counter.get_fontsize() > SIZES["wide"].value


def test_the_interval_narrows_and_one_half_is_marked() -> None:
    svg = written("intervals")
    bands = [box_of(it) for it in filled(svg, "quiet") if it.get("opacity")]
    widths = [right - left for left, _, right, _ in bands]
    assert len(widths) == 4 and widths == sorted(widths, reverse=True)
    assert len([it for it in stroked(svg, "ink") if it.get("stroke-dasharray")]) == 4
    assert "20社中13社" in words(drawn("intervals"))


def test_the_pin_of_a_guess_moves_in_both_drawings() -> None:
    chart = drawn("guess")
    assert len(chart.moves) == 101 and all(len(it) == 2 for it in chart.moves)
    assert chart.moves[100][0][0] > 1.5 * chart.moves[100][1][0] > 0
    for number, size in enumerate(("wide", "narrow")):
        assert f'class="kit-move-{number} ' in written("guess", size=size)
        assert 'class="kit-answer ' in written("guess", size=size)


BAD_CHOICES = [
    lambda: composition_chart(kit.shares("q07_media"), parts=["still_alowed"]),
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
    found = [
        text
        for frame in frames.values()
        for column in frame.columns
        if column == language or column.endswith(f"_{language}")
        for text in frame[column]
    ]
    assert len(found) > 300
    known = get_font(font_file()).get_charmap()
    missing = {sign for text in found for sign in text if ord(sign) not in known}
    assert not missing, "no chart could draw these"


def test_sides_differ_by_colour_and_marker() -> None:
    for cue in ([tone(it) for it in ("client", "vendor", "all")], MARKERS.values()):
        assert len(set(cue)) == 3


TEXTS = st.lists(
    st.sampled_from(
        ["確認していない", "（計）", "「約8割」", "64.9%", "+5.3～+23.2", "n=155*", "101人以上",
         "2021年度", "、", "。", "ー", " to ", " plain ", "English’s", "(", ")", "[x]", "30/45社"]
    ),
    max_size=12,
).map("".join)  # fmt: skip
WHOLE = re.compile(
    r"(?:n=)?[+−]?\d+(?:\.\d+)?(?:%|\*|人|社|年度|以上)*(?:～[+−]?\d+(?:\.\d+)?)?|[A-Za-z’]+"
)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.integers(20, 400))
@example("64.9% to +5.3～+23.2", 20)
def test_lines_break_where_a_reader_would(text: str, room: int) -> None:
    lines = fold(text, room, 10)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    whole = {it for it in WHOLE.findall(text) if len(it) > 1}
    for line in lines[1:]:
        assert category(line[0]) not in CLOSING or text.startswith(line), line
    for line in lines[:-1]:
        assert category(line[-1]) not in OPENING or f"{line[-1]} " in text, line
    for piece in whole:
        if text.count(piece) == 1:
            assert any(piece in line for line in lines), (piece, lines)


@pytest.mark.parametrize(
    ("text", "room"),
    list(product(["これは、長い「文」です。" * 4, "plain English words " * 6], [60, 130, 400])),
)
def test_folding_fills_lines_and_keeps_to_the_room(text: str, room: int) -> None:
    lines = fold(text, room, 10)
    assert all(width_of(it, 10) <= room for it in lines)
    assert len(lines) <= 2.5 * width_of(text, 10) / room + 1


@given(st.lists(st.floats(0, 300), max_size=6).map(sorted), st.floats(1, 60))
def test_labels_are_pushed_apart_and_stay_in_order(heights: list[float], distance: float) -> None:
    found = apart(heights, distance)
    assert all(second - first >= distance - 1e-6 for first, second in pairwise(found))
    assert len(found) == len(heights)


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


def test_who_answered_is_said_once_in_the_facts() -> None:
    kit.use_language("en")
    earlier = kit.share_chart(kit.shares("q11_contact", wave=2020, option="none"))
    assert earlier.facts.base == "Respondents: not in this kit (FY2020)"
    both = kit.change_chart(kit.changes("q07_media"), option="allowed_total")
    assert "Clients 155*, Vendors 261* (FY2021); not in this kit (FY2020)" in both.facts.base


def test_own_answers_stand_below_the_survey() -> None:
    survey = figures("q01_telework", wave=2021, side="client", option="experienced")[0]
    ours = Figure(
        2021, "q01_telework", "experienced", "all", printed="40.0", percent=40.0, bound="exact",
        status="own", base=50, verdict="unique", count=20, low=27.6, high=53.8,
    )  # fmt: skip
    chart = kit.charts.beside_chart(survey, ours)
    assert {"64.9%", "40.0%"} <= set(words(chart)) and chart.facts.figures == (survey,)


PAGE_TEXTS = """() => Array.from(document.querySelectorAll("svg text"))
  .filter(it => it.getClientRects().length && it.getBoundingClientRect().width > 0)
  .map(it => ({
    text: it.textContent, bold: getComputedStyle(it).fontWeight === "700",
    size: parseFloat(getComputedStyle(it).fontSize) * it.getScreenCTM().a,
    svg: it.closest("svg").getAttribute("class"), fill: getComputedStyle(it).fill,
  }))"""


def page_of(chart: Chart, *sizes: str, theme: str = "light", width: str = "100%") -> str:
    sheet = f"{style()} :root{{{variables(theme)}}} body{{margin:0;background:var(--kit-canvas)}}"
    return (
        f'<!doctype html><html lang="ja"><meta charset="utf-8"><title>t</title>'
        f"<style>{sheet} main{{width:{width};margin:auto}}</style>"
        f"<body><main>{chart.html(*sizes)}</main>"
    )


# Medium: sizes of its drawing, width of the window and of what holds the chart, heights of
# letters of items, values, bases and ticks in CSS pixels.
MEDIA = {
    "wide": ((), 1280, "760px", (16, 20, 13.5, 13.5)),
    "narrow": ((), 390, "100%", (14.5, 17, 12.5, 12.5)),
    "slide": (("slide",), 1280, "1202px", (30, 46, 24, 24)),
    "paper": (("paper",), 794, "180mm", (12.67, 14.67, 11.33, 10.67)),
}


@pytest.mark.slow
@pytest.mark.parametrize("medium", MEDIA)
def test_words_have_the_size_of_their_medium_in_a_browser(medium: str, offline_page: Page) -> None:
    sizes, window, width, (item, value, base, tick) = MEDIA[medium]
    offline_page.set_viewport_size({"width": window, "height": 800})
    is_slide = medium == "slide"  # one gap alone has the whole slide
    chart = gap_of("q01_telework") if is_slide else share_of("q01_telework")
    offline_page.set_content(page_of(chart, *sizes, width=width))
    found = offline_page.evaluate(PAGE_TEXTS)
    assert {it["svg"] for it in found} == {f"kit-{medium}"}
    by_text = {it["text"]: it for it in found}
    named = (
        ("委託元", "n=239のうち155社", "40%") if is_slide else ("実施したことがある", "n=269", "0%")
    )
    for text, wanted, bold in zip(
        ("97.0%", *named), (value, item, base, tick), (True, True, False, False), strict=True
    ):
        assert by_text[text]["size"] == pytest.approx(wanted, abs=1), text
        assert by_text[text]["bold"] == bold


@pytest.mark.slow
@pytest.mark.parametrize("name", ["gap q08_checked", "change", "composition of a total", "ranks"])
def test_no_drawing_is_light_in_the_dark(name: str, offline_page: Page) -> None:
    offline_page.set_content(page_of(drawn(name), theme=DARK, width="760px"))
    found = offline_page.evaluate(
        """() => Array.from(document.querySelectorAll("figure, svg, svg *")).flatMap(it => {
          const style = getComputedStyle(it);
          return [style.fill, style.stroke, style.backgroundColor];
        })"""
    )
    assert "rgb(255, 255, 255)" not in found
    inks = {f"rgb({', '.join(str(int(it[at:at + 2], 16)) for at in (1, 3, 5))})"
            for it in palette(DARK).values()}  # fmt: skip
    drawn_in = {it for it in found if it.startswith("rgb(") and it != "rgb(0, 0, 0)"}
    assert drawn_in <= inks, "only the colours of the dark theme"


@pytest.mark.slow
@pytest.mark.parametrize("window", [320, 390, 1280])
def test_a_chart_fits_its_page(window: int, offline_page: Page) -> None:
    offline_page.set_viewport_size({"width": window, "height": 800})
    for name in ("gap q07_media", "ranks", "redraws"):
        offline_page.set_content(page_of(drawn(name)))
        assert offline_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        drawings = offline_page.evaluate(
            """() => Array.from(document.querySelectorAll("svg"))
              .filter(it => it.getClientRects().length).map(it => it.className.baseVal)"""
        )
        assert drawings == (["kit-wide"] if window == 1280 else ["kit-narrow"])
