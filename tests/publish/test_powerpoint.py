"""Decks as PowerPoint files: each slide says what the deck notebook says, with its numbers."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_markdown_cell
from pptx import Presentation
from pptx.util import Pt

import kit
from kit.certainty import Mark
from kit.charts.ranks import THREATS
from kit.estimates import Figure, figures_behind
from kit.facts import Facts, read_facts
from kit.labels import in_language, word
from kit.look import colour
from kit.publish.build import build
from kit.publish.decks import read_decks
from kit.publish.files import NOTEBOOKS, read_notebook
from kit.publish.lesson import read_lessons
from kit.publish.office import AUTHOR, FONT
from kit.publish.powerpoint.charts import add_chart, label_width, outside
from kit.publish.powerpoint.file import add_slide, empty
from kit.publish.powerpoint.pictures import add_picture
from kit.publish.powerpoint.plots import plot_of
from kit.publish.powerpoint.style import LINE, Box, line_count
from kit.publish.powerpoint.write import powerpoint, powerpoint_works, unique_titles
from kit.publish.prose import blocks
from kit.publish.slides.compose import notebook_name, works_behind
from kit.publish.slides.deck import DeckNotebook, DeckSlide, Foot, Picture, read_deck

ROOT = Path(kit.__file__).parents[1]
NAMES = [deck.name for deck in read_decks(read_lessons(NOTEBOOKS))]
BOX = Box(Pt(48), Pt(120), Pt(864), Pt(320))
on_every_deck = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the notebooks of all decks and the PowerPoint files that are made of them."""
    folder = tmp_path_factory.mktemp("pptx")
    lessons = read_lessons(NOTEBOOKS)
    decks = read_decks(lessons)
    works = [*works_behind(lessons, decks, NOTEBOOKS), *powerpoint_works(decks)]
    build(works, folder)
    return folder


@cache
def opened(path: Path) -> Any:
    return Presentation(str(path))


@pytest.fixture
def notebook(made: Path, name: str, language: str) -> DeckNotebook:
    return read_deck(read_notebook(made / notebook_name(name, language)))


@pytest.fixture
def file(made: Path, name: str, language: str) -> Any:
    return opened(made / f"pptx/{name}.{language}.pptx")


def pairs(notebook: DeckNotebook, file: Any) -> Iterator[tuple[DeckSlide, list[Any]]]:
    """Give each slide of a deck with the slides of the file that show it: long tables take more."""
    rest = list(file.slides)
    for slide in notebook.slides:
        first = rest.pop(0)
        own = [first]
        number = re.search(r" \(1/(\d+)\)$", first.shapes.title.text)
        own += [rest.pop(0) for _ in range(int(number[1]) - 1 if number else 0)]
        yield slide, own
    assert not rest


def texts(slide: Any) -> str:
    frames = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    return "\n".join(frames)


def plain(cells: Sequence[Any]) -> list[str]:
    return [block.text for cell in cells for block in blocks(cell.source)]


@on_every_deck
def test_claims_words_and_feet_are_those_of_the_deck(notebook: DeckNotebook, file: Any) -> None:
    for slide, shown in pairs(notebook, file):
        for it in shown:
            assert it.shapes.title.text.startswith(slide.title)
            with in_language(notebook.language):
                mark = str(Mark(slide.foot.mark)) if slide.foot.mark else ""
            for text in (slide.foot.base, slide.foot.source, slide.foot.notes, mark):
                assert text in texts(it), slide.id
            assert slide.question in texts(it)
        for text in plain(slide.words):
            assert text in texts(shown[0]), slide.id


@on_every_deck
def test_every_slide_has_the_notes_and_the_background(notebook: DeckNotebook, file: Any) -> None:
    for slide, shown in pairs(notebook, file):
        said, behind = plain(slide.notes), plain(slide.background)
        for it in shown:
            notes = it.notes_slide.notes_text_frame.text
            assert said and "\n".join(said) in notes, slide.id
            assert "\n".join(behind) in notes
            assert not behind or notes.index(said[0]) < notes.index(behind[0])
            assert slide.question in notes


def numbers(native: Any) -> list[float]:
    return sorted(
        value for it in native.plots[0].series for value in it.values if value is not None
    )


def drawn_by(facts: Facts) -> list[float]:
    """Give the numbers that a chart of these facts must hold, told without the code that draws."""
    if facts.kind == "strata":
        return sorted(row["respondents"] for row in facts.rows)
    if facts.kind == "ranks":
        return sorted(row["rank"] for row in facts.rows)
    figures = figures_behind([*facts.figures, *facts.differences])
    held = [it for it in figures if it.percent is not None]
    if facts.kind == "composition":
        parts = [it for it in held if it.option in facts.settings["parts"]]
        return sorted([it.value for it in parts] + rests(parts, held, facts.settings["total"]))
    return sorted(it.value for it in held)


def rests(parts: Sequence[Figure], held: Sequence[Figure], total: str) -> list[float]:
    wholes = {it.side: it.value for it in held if it.option == total}
    known = {side: sum(it.value for it in parts if it.side == side) for side in wholes}
    left = [round(wholes[side] - known[side], 1) for side in wholes]
    return [it for it in left if it > 0]


@on_every_deck
def test_charts_and_tables_hold_what_the_facts_hold(notebook: DeckNotebook, file: Any) -> None:
    for slide, shown in pairs(notebook, file):
        charts = [shape for it in shown for shape in it.shapes if shape.has_chart]
        cells = [
            [cell.text for cell in row.cells]
            for it in shown
            for shape in it.shapes
            if shape.has_table
            for row in list(shape.table.rows)[it is not shown[0] :]
        ]
        for picture in slide.pictures:
            facts = picture.facts
            if facts.cells:
                assert cells == [list(row) for row in facts.cells]
            elif plot_of(facts):
                (frame,) = charts
                assert numbers(frame.chart) == drawn_by(facts), slide.id
                assert frame._element.xpath(".//p:cNvPr")[0].get("descr") == facts.alternative
            else:
                assert facts.alternative in texts(shown[0])
        if not slide.pictures:
            assert not charts and not cells


@on_every_deck
def test_nothing_stands_on_anything_else_or_leaves_the_slide(file: Any) -> None:
    for number, slide in enumerate(file.slides, 1):
        boxes = [Box(it.left, it.top, it.width, it.height) for it in slide.shapes]
        for box in boxes:
            assert box.left >= 0 and box.right <= file.slide_width
            assert box.top >= 0 and box.bottom <= file.slide_height
        for one, two in combinations(boxes, 2):
            apart = one.right <= two.left or two.right <= one.left
            apart = apart or one.bottom <= two.top or two.bottom <= one.top
            assert apart, f"slide {number}: {one} and {two}"


@on_every_deck
def test_words_find_room_in_their_boxes(file: Any) -> None:
    for number, slide in enumerate(file.slides, 1):
        for shape in slide.shapes:
            if shape.has_text_frame:
                needed = sum(height(it, shape.width) for it in shape.text_frame.paragraphs)
                assert needed <= shape.height + Pt(6), (number, shape.text_frame.text)
            if shape.has_table:
                widths = [column.width - Pt(12) for column in shape.table.columns]
                for row in shape.table.rows:
                    cells = zip(row.cells, widths, strict=True)
                    needed = max(height(it.text_frame.paragraphs[0], w) for it, w in cells)
                    assert needed <= row.height, (number, row.cells[0].text)


@on_every_deck
def test_a_guess_keeps_its_answer_until_a_click(notebook: DeckNotebook, file: Any) -> None:
    """What the claim asks stands on no shape but the chart, and that one waits."""
    for slide, (shown, *_) in pairs(notebook, file):
        waiting = [it.get("spid") for it in shown._element.iter("{*}spTgt")]
        assert bool(waiting) == (slide.layout == "guess"), slide.id
        if waiting:
            charts = [it for it in shown.shapes if it.has_chart]
            assert {*waiting} == {str(it.shape_id) for it in charts}
            (figure,) = slide.pictures[0].facts.figures
            assert figure.printed not in texts(shown)


@on_every_deck
def test_what_opens_a_deck_or_a_part_looks_so(notebook: DeckNotebook, file: Any) -> None:
    for slide, (shown, *_) in pairs(notebook, file):
        grounds = [it.get("val") for it in shown._element.cSld.iterfind("{*}bg//{*}srgbClr")]
        assert bool(grounds) == (slide.is_plain or slide.layout in ("guess", "exercise"))
        if slide.is_plain:
            assert grounds[0] == colour("navy")[1:].upper()
            letters = shown.shapes.title.text_frame.paragraphs[0].font.color.rgb
            assert str(letters) == colour("on-navy")[1:].upper()
            assert not slide.gap or str(slide.gap) in texts(shown).split("\n")


def height(paragraph: Any, width: int) -> int:
    size = paragraph.font.size.pt if paragraph.font.size else 11
    after = paragraph.space_after or 0
    return int(line_count(paragraph.text, size, width) * LINE * Pt(size)) + after


@on_every_deck
def test_the_file_names_its_title_author_and_language(
    notebook: DeckNotebook, file: Any, language: str
) -> None:
    tag = {"ja": "ja-JP", "en": "en-US"}[language]
    about = file.core_properties
    assert (about.title, about.author, about.language) == (notebook.title, AUTHOR, tag)
    titles = [slide.shapes.title.text for slide in file.slides]
    assert len(set(titles)) == len(titles)
    for slide in file.slides:
        trees = [slide._element, slide.notes_slide._element]
        trees += [it.chart._chartSpace for it in slide.shapes if it.has_chart]
        runs = [run for tree in trees for run in tree.iter("{*}r") if run.tag.endswith("main}r")]
        assert runs
        assert all(run.rPr.get("lang") == tag for run in runs)


def test_the_author_is_the_one_of_the_citation_file() -> None:
    assert f'name: "{AUTHOR}"' in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_the_theme_names_a_japanese_font_and_the_colours_of_the_sides() -> None:
    theme = next(
        part.blob.decode()
        for part in empty("t", "ja").part.package.iter_parts()
        if part.partname.startswith("/ppt/theme/theme1")
    )
    assert f'<a:ea typeface="{FONT}"' in theme
    assert re.search(rf'<a:accent1>\s*<a:srgbClr val="{colour("vendor")[1:]}"', theme)


def chart_of(facts: Facts, box: Box = BOX) -> Any:
    """Draw facts on an empty slide, after the way through JSON that they take in a notebook."""
    slide = add_slide(empty("t", "ja"))
    plot = plot_of(read_facts(facts.to_json()))
    assert plot
    return add_chart(slide, plot, box, facts.alternative).chart


def fills(native: Any) -> dict[tuple[str, float], Any]:
    """Give the fill of each bar by series and value."""
    return {
        (series.name, value): series.format.fill
        for series in native.plots[0].series
        for value in series.values
        if value is not None
    }


def test_series_are_side_and_wave_in_the_colour_of_the_side() -> None:
    native = chart_of(kit.share_chart(kit.shares("q01_telework", option="experienced")).facts)
    series = {it.name: it for it in native.plots[0].series}
    held = {name: [it for it in one.values if it is not None] for name, one in series.items()}
    assert held == {
        "委託元（2020年度）": [50.5],
        "委託先（2020年度）": [95.8],
        "委託元（2021年度）": [64.9],
        "委託先（2021年度）": [97.0],
    }
    for name, one in series.items():
        side = "client" if name.startswith("委託元") else "vendor"
        assert f"#{one.format.fill.fore_color.rgb}" == colour(side)


def test_worked_out_values_are_hatched_in_the_colour_of_their_side() -> None:
    native = chart_of(kit.gap_chart(kit.gaps("q08_checked")).facts)
    by_value = {value: fill for (_, value), fill in fills(native).items()}
    assert str(by_value[35.5].fore_color.rgb) == colour("client")[1:]
    for value, side in ((64.5, "client"), (10.7, "vendor"), (89.3, "vendor")):
        (pattern,) = by_value[value]._xPr.xpath("./a:pattFill")
        assert pattern.get("prst") == "wdUpDiag"
        assert str(by_value[value].fore_color.rgb) == colour(side)[1:]


def test_a_rounded_bar_is_open_and_dashed_with_the_words_as_printed() -> None:
    native = chart_of(kit.share_chart(kit.shares("q20_contract_terms", wave=2021)).facts)
    (series,) = native.plots[0].series
    assert [value for value in series.values if value is not None] == [80]
    assert series._element.xpath("./c:spPr/a:noFill")
    assert series._element.xpath("./c:spPr/a:ln/a:prstDash[@val='dash']")
    assert not native._chartSpace.xpath(".//c:errBars")
    names = list(native.plots[0].categories)
    assert [it for it in names if "約8割" in it]
    assert [it for it in names if word("status.not_held") in it and "委託元" in it]


def intervals(series: Any) -> dict[int, tuple[float, float]]:
    """Give the lengths of error bars by the place of their bar."""
    found: dict[int, list[float]] = {}
    for end in ("minus", "plus"):
        for point in series._element.xpath(f"./c:errBars/c:{end}/c:numLit/c:pt"):
            found.setdefault(int(point.get("idx")), []).append(float(point.xpath("./c:v")[0].text))
    return {place: (low, high) for place, (low, high) in found.items()}


def test_error_bars_are_the_intervals_and_nowhere_else() -> None:
    found = kit.shares("q08_checked", side="client")
    native = chart_of(kit.share_chart(found).facts)
    lengths = {
        series.values[place]: pair
        for series in native.plots[0].series
        for place, pair in intervals(series).items()
    }
    counted = [row for row in kit.data.records(found) if row["verdict"] == "unique"]
    assert 0 < len(counted) < len(found)
    assert lengths.keys() == {row["percent"] for row in counted}
    for row in counted:
        low, high = lengths[row["percent"]]
        assert low == pytest.approx(row["percent"] - row["low"], abs=0.001)
        assert high == pytest.approx(row["high"] - row["percent"], abs=0.001)
    for series in native.plots[0].series:
        held = {place for place, value in enumerate(series.values) if value is not None}
        assert set(intervals(series)) in (set(), held)


def test_changes_are_lines_over_all_their_waves_with_hollow_marks() -> None:
    native = chart_of(kit.change_chart(kit.changes("q07_media"), option="allowed_total").facts)
    assert list(native.plots[0].categories) == ["2020年度", "2021年度"]
    client, vendor = native.plots[0].series
    assert (list(client.values), list(vendor.values)) == ([20.2, 29.0], [12.4, 17.2])
    assert 0 not in intervals(client)  # the base of 2020 is not in this kit
    face = "./c:dPt[c:marker/c:spPr/a:solidFill/a:srgbClr[@val='FFFFFF']]/c:idx/@val"
    assert client._element.xpath(face) == ["0"]  # worked out from what was printed
    assert vendor._element.xpath(face) == []


def composition(sides: Sequence[str] = ("client", "vendor")) -> Facts:
    media = kit.shares("q07_media", wave=2021)
    media = media[media["side"].isin(sides)]
    parts = ["still_allowed", "stopped", "rule_changed"]
    return kit.composition_chart(media, parts=parts, total="allowed_total").facts


def test_parts_are_tints_of_their_side_and_the_rest_stays_open() -> None:
    native = chart_of(composition())
    first, *_, rest = native.plots[0].series
    assert next(iter(first.values)) == 19.4
    assert next(iter(rest.values)) == 9.6
    assert rest.format.fill._xPr.xpath("./a:noFill")
    inks = [str(first.points[at].format.fill.fore_color.rgb) for at in (0, 1)]
    assert inks == [colour("client")[1:], colour("vendor")[1:]]


@pytest.mark.parametrize("width", [430, 552, 864])
def test_labels_of_narrow_parts_stand_apart_outside_their_bar(width: int) -> None:
    plot = plot_of(composition(("vendor",)))
    assert plot
    box = BOX._replace(width=Pt(width))
    lines = outside(plot, box)
    assert len(lines) == 3
    native = chart_of(composition(("vendor",)), box)
    moved = native._chartSpace.xpath(".//c:dLbl/c:layout/c:manualLayout/c:y")
    assert len({it.get("val") for it in moved}) == len(set(lines.values()))
    area = native._chartSpace.xpath(".//c:plotArea/c:layout/c:manualLayout/c:w")[0]
    scale = float(area.get("val")) * box.width / 100
    ends: dict[int, float] = {}
    left, size = 0.0, native.font.size.pt
    for number, series in enumerate(plot.series):
        bar = series.bars[0]
        assert bar
        middle, half = (left + bar.value / 2) * scale, label_width(bar.label, size) / 2
        left += bar.value
        if line := lines.get((number, 0)):
            assert middle - half >= ends.get(line, -half)
            ends[line] = middle + half


def test_ranks_have_the_colours_of_the_html_chart_and_first_at_the_top() -> None:
    native = chart_of(kit.rank_chart(kit.table("threat_ranks")).facts)
    inks = {f"#{it.format.line.color.rgb}".lower() for it in native.plots[0].series}
    assert inks == {colour(it).lower() for it in THREATS.values()}
    assert native.value_axis.reverse_order


def test_strata_count_all_who_answered_by_wave() -> None:
    native = chart_of(kit.strata_chart(kit.table("strata")).facts)
    assert {it.name: sum(it.values) for it in native.plots[0].series} == {
        "2020年度": 505,
        "2021年度": 508,
    }


def test_redraws_are_columns_that_count_every_redraw() -> None:
    facts = kit.resample("q01_telework", option="experienced", side="vendor").facts
    native = chart_of(facts)
    assert sum(numbers(native)) == facts.settings["number"]
    contrary = [it for it in native.plots[0].series if word("resample.column.contrary") in it.name]
    summary = kit.redraw_frequencies("q01_telework", "experienced", side="vendor")
    assert sum(filter(None, contrary[0].values)) == summary["contrary"][0]


def shown(facts: Facts) -> Any:
    slide = add_slide(empty("t", "ja"))
    add_picture(slide, read_facts(facts.to_json()).at(""), BOX)
    return slide


def test_a_guess_shows_its_chart_and_other_panels_their_words() -> None:
    guess = kit.guess("q01_telework", option="experienced", side="client").facts
    (frame,) = [it for it in shown(guess).shapes if it.has_chart]
    assert numbers(frame.chart) == [64.9]
    for panel in (kit.contract_checklist(), kit.evaluation_aid(), kit.tabletop("client")):
        assert panel.facts.at("").alternative in texts(shown(panel.facts))


def deck_of(*facts: Facts, titles: Sequence[str] = (), words: str = "") -> DeckNotebook:
    """Make a small deck, one picture a slide."""
    note = new_markdown_cell("Say this.")  # type: ignore[no-untyped-call]
    cells = [new_markdown_cell(words)] if words else []  # type: ignore[no-untyped-call]
    slides = [
        DeckSlide(
            id=str(number),
            number=number,
            title=(titles or [f"Claim {number}"] * number)[number - 1],
            lesson="",
            minutes=1,
            until=1,
            key="",
            question="",
            layout="picture",
            foot=Foot(source="Source"),
            pictures=[Picture(note, it, "")],
            words=cells,
            notes=[note],
        )
        for number, it in enumerate(facts, 1)
    ]
    return DeckNotebook("d", "", 5, 1, "en", "Title", slides)


def test_a_quiz_asks_on_the_slide_and_answers_in_the_notes() -> None:
    facts = kit.quiz("02_telework_gap").facts
    (slide,) = Presentation(BytesIO(powerpoint(deck_of(facts)))).slides
    notes = slide.notes_slide.notes_text_frame.text
    for item in facts.rows:
        assert item["text"] in texts(slide)
        for option in item["options"]:
            assert option["text"] in texts(slide)
            assert (option["why"] in notes) == option["correct"]
            assert option["why"] not in texts(slide)


def test_a_long_table_goes_on_with_its_header_on_the_next_slide() -> None:
    rows = [("Item", "What it is"), *((f"Item {n}", "Some words " * 12) for n in range(20))]
    file = Presentation(BytesIO(powerpoint(deck_of(Facts("table", cells=tuple(rows))))))
    tables = [it.table for slide in file.slides for it in slide.shapes if it.has_table]
    assert len(tables) == len(file.slides) > 1
    assert {table.cell(0, 0).text for table in tables} == {"Item"}
    listed = [row.cells[0].text for table in tables for row in list(table.rows)[1:]]
    assert listed == [row[0] for row in rows[1:]]


def test_a_claim_that_comes_again_is_told_apart_by_its_question() -> None:
    facts = Facts("text", alternative="Words")
    talk = deck_of(facts, facts, facts, titles=["Same", "Same", "Same"])
    first, second, third = talk.slides
    asked = DeckSlide(**{**vars(second), "key": "w", "question": "Who?"})
    assert unique_titles([first, asked, third]) == ["Same", "Same – Who?", "Same (2)"]
