"""Decks as PowerPoint files: native charts with the data's numbers, notes, a Japanese font."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

import kit
from kit.charts.chart import Chart
from kit.publish.decks import read_decks
from kit.publish.files import NOTEBOOKS
from kit.publish.lesson import Lesson, read_lessons
from kit.publish.powerpoint.native import add_chart
from kit.publish.powerpoint.write import FONT, powerpoint_works

DECK = "briefing-10"


@pytest.fixture(scope="module")
def lessons() -> list[Lesson]:
    return read_lessons(NOTEBOOKS)


@pytest.fixture(scope="module", params=["ja", "en"])
def deck(request: pytest.FixtureRequest, lessons: list[Lesson]) -> Any:
    """Build a short deck and open it as an office would."""
    works = {work.name: work for work in powerpoint_works(lessons, read_decks(lessons))}
    content = works[f"pptx/{DECK}.{request.param}.pptx"].make(Path())
    kit.use_language()
    return Presentation(BytesIO(content))


def test_every_slide_has_a_claim_and_fits_the_page(deck: Any, lessons: list[Lesson]) -> None:
    found = next(it for it in read_decks(lessons) if it.name == DECK)
    assert len(deck.slides) == 1 + len(found.slides) + len(found.backups)
    for slide in deck.slides:
        assert slide.shapes.title.text
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= deck.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= deck.slide_height


def test_notes_charts_and_words_for_those_who_do_not_see(deck: Any) -> None:
    frames = [
        shape
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_chart or shape.has_table
    ]
    assert any(shape.has_chart for shape in frames)
    assert all(shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in frames)
    assert any(slide.has_notes_slide for slide in deck.slides)


def test_the_theme_names_a_japanese_font(deck: Any) -> None:
    parts = deck.part.package.iter_parts()
    (theme, *_) = [part for part in parts if part.partname.startswith("/ppt/theme/theme1")]
    assert f'<a:ea typeface="{FONT}"' in theme.blob.decode()


def drawn(chart: Chart) -> Any:
    file = Presentation()
    slide = file.slides.add_slide(file.slide_layouts[5])
    add_chart(slide, chart, (0, 0, 100, 100))
    return slide.shapes[-1].chart


def test_a_native_chart_has_the_numbers_and_their_intervals() -> None:
    rows = kit.shares("q08_checked", wave=2021)
    native = drawn(kit.share_chart(rows))
    assert list(native.plots[0].series[0].values) == list(rows["percent"])
    (bars,) = native._chartSpace.xpath(".//c:errBars")
    ends = {"c": bars.nsmap["c"]}
    lengths = [float(it.text) for it in bars.xpath(".//c:plus//c:v", namespaces=ends)]
    assert lengths == pytest.approx(list(rows["high"] - rows["percent"]), abs=0.001)


def test_an_inexact_bar_is_open_and_one_not_held_is_not_drawn() -> None:
    native = drawn(kit.share_chart(kit.shares("q20_contract_terms", wave=2021)))
    client, vendor = native.plots[0].series[0].values
    assert (client, vendor) == (None, 80)
    (point,) = native._chartSpace.xpath(".//c:dPt[c:idx/@val='1']")
    assert point.xpath("./c:spPr/a:noFill")
    assert not native._chartSpace.xpath(".//c:errBars")


def test_parts_of_a_whole_leave_open_what_was_not_published() -> None:
    media = kit.shares("q07_media", wave=2021)
    parts = ["still_allowed", "stopped", "rule_changed"]
    native = drawn(kit.composition_chart(media, parts=parts, total="allowed_total"))
    *published, rest = native.plots[0].series
    assert [series.values[0] for series in published] == [19.4, None, None]
    assert rest.values == (9.6, None)


def test_differences_and_context_have_their_numbers() -> None:
    change = drawn(kit.change_chart(kit.changes("q01_telework"), option="experienced"))
    assert list(change.plots[0].series[0].values) == [50.5, 64.9, 95.8, 97.0]
    gap = drawn(kit.gap_chart(kit.gaps("q08_checked")))
    assert list(gap.plots[0].series[0].values) == [35.5, 10.7, 64.5, 89.3]
    strata = drawn(kit.strata_chart(kit.table("strata")))
    assert sum(strata.plots[0].series[1].values) == 508
    ranks = drawn(kit.rank_chart(kit.table("threat_ranks")))
    assert ranks.value_axis.reverse_order
