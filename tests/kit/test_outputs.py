"""What notebooks show: facts beside HTML and plain text, in the face of where it is shown."""

import ast
import json
import re
from collections.abc import Iterator
from inspect import get_annotations, isclass, isfunction
from pathlib import Path
from typing import Any, get_args

import pytest
from bs4 import BeautifulSoup, Tag
from made_outputs import CHARTS, OUTPUTS, made

import kit
from kit.charts import Chart
from kit.charts.size import SIZES
from kit.facts import FACE, LIVE, MIME, NOTEBOOK, PAGE, face
from kit.labels import in_language
from kit.panels import Panel
from kit.room_check.outcomes import Outcome, RoomCheck

WIDGETS = "application/vnd.jupyter.widget-view+json"
PLAIN = {"text/plain", "text/html", MIME}
LIGHT = 64 * 1024


@pytest.fixture(params=[NOTEBOOK, PAGE, LIVE])
def shown_on(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(FACE, request.param)
    return str(request.param)


def test_outputs_are_for_notebooks_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FACE, raising=False)
    assert face() == NOTEBOOK


def bundle(output: Any) -> dict[str, Any]:
    """Give what IPython puts into a notebook, as it comes back from its file."""
    given = output._repr_mimebundle_(include=None, exclude=None)
    return dict(json.loads(json.dumps(given, allow_nan=False)))


def shown(chart: Chart, where: str) -> Tag:
    """Give the figure that a notebook or a page shows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FACE, where)
        figure = BeautifulSoup(bundle(chart)["text/html"], "html.parser").figure
    assert figure is not None
    return figure


def seen(html: str) -> str:
    return re.sub(r"\s", "", BeautifulSoup(html, "html.parser").get_text(" "))


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_output_carries_its_facts(name: str) -> None:
    output = made(name)
    given = output._repr_mimebundle_()
    assert set(given) - {WIDGETS} == PLAIN
    assert given[MIME] == output.facts.to_json()
    assert given["text/plain"] == repr(output) != object.__repr__(output)
    assert seen(given["text/html"])
    written = json.dumps(given[MIME], ensure_ascii=False, allow_nan=False).encode()
    if not isinstance(output, Panel):
        assert len(written) < LIGHT, f"{len(written)} bytes of facts"
    assert len(written) < 2 * LIGHT


def test_the_check_of_the_room_is_an_output_as_well() -> None:
    given = RoomCheck([Outcome("port.busy", "fail", {"port": 8866})])._repr_mimebundle_()
    assert set(given) == PLAIN and "8866" in given[MIME]["alternative"]


def returned_classes() -> Iterator[tuple[str, type]]:
    """List what the public functions say that they return, where it is a class of the kit."""
    for name in kit.__all__:
        it = getattr(kit, name)
        if isfunction(it):
            found = get_annotations(it, eval_str=False).get("return")
            space = vars(__import__(it.__module__, fromlist=["_"]))
            found = space.get(found) if isinstance(found, str) else found
            for one in get_args(found) or [found]:
                if isclass(one) and one.__module__.startswith("kit."):
                    yield name, one


NUMBERS = {"change", "gap"}  # read as plain text, and drawn by charts


def test_every_public_function_that_shows_something_is_tested_here() -> None:
    found = list(returned_classes())
    shown = {it for name, it in found if name not in NUMBERS}
    assert len(found) > 25 and {Chart, Panel} <= shown
    assert shown - {RoomCheck} == {type(made(name)) for name in OUTPUTS}
    for it in shown | {RoomCheck}:
        assert hasattr(it, "_repr_mimebundle_") and not hasattr(it, "_repr_html_"), it


@pytest.mark.parametrize("name", ["explore q08_checked", "aid", "contract", "tabletop"])
def test_a_panel_has_widgets_wherever_there_is_a_kernel(name: str, shown_on: str) -> None:
    given = made(name)._repr_mimebundle_()
    assert (WIDGETS in given) == (shown_on != PAGE)
    assert set(given) - {WIDGETS} == PLAIN


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_a_picture_in_a_notebook(name: str) -> None:
    chart, figure = made(name), shown(made(name), NOTEBOOK)
    pictures = figure.find_all("img")
    assert len(pictures) == (not chart.is_empty), "where nothing is held, there is nothing to draw"
    for picture in pictures:
        assert picture["alt"] == chart.alternative and len(chart.alternative) > 20
        assert picture["src"].startswith("data:image/png;base64,")
    assert not figure.find_all(["svg", "script", "style"]) and not figure.select("[style]")
    assert len(str(figure).encode()) < LIGHT, "a notebook of many charts stays small"


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_two_drawings_on_a_page_and_one_for_who_does_not_see(name: str) -> None:
    chart = made(name)
    for where in (PAGE, LIVE):
        figure = shown(chart, where)
        told = [it["aria-label"] for it in figure.select("[role=img]")]
        assert told == [chart.alternative] * 2 * (not chart.is_empty), "one is ever shown"
        drawings = figure.select(".kit-drawing > svg")
        assert [it["class"] for it in drawings] == [["kit-wide"], ["kit-narrow"]][: len(drawings)]
        assert all(it["role"] == "img" for it in drawings)
        assert len(drawings) == 2 * (not chart.is_empty)
        assert not figure.find_all(["img", "script", "style"]) and not figure.select("[style]")


@pytest.mark.parametrize("where", [NOTEBOOK, PAGE])
@pytest.mark.parametrize("name", CHARTS)
def test_the_words_of_a_chart_stand_as_text_around_it(name: str, where: str) -> None:
    chart = made(name)
    figure = shown(chart, where)
    above = [chart.title, str(chart.words)]
    below = [chart.words.not_held, *chart.facts.notes]
    said = [re.sub(r"\s", "", it.get_text()) for it in figure.find_all("p")]
    assert said == [re.sub(r"\s", "", it) for it in (*above, *below) if it]
    (foot,) = figure.find_all("figcaption")
    assert chart.facts.source in foot.get_text() and figure.find_all(recursive=False)[-1] is foot


@pytest.mark.parametrize("name", CHARTS)
def test_the_words_of_a_chart_stand_in_a_drawing_that_travels_alone(
    name: str, language: str
) -> None:
    chart = made(name, language)
    page, whole = (seen(chart.svg(whole=it)) for it in (False, True))
    words = [chart.title, str(chart.words), chart.words.not_held, *chart.facts.notes]
    for text in (re.sub(r"\s", "", it) for it in (*words, chart.facts.source) if it):
        assert text in whole
    assert whole.startswith(re.sub(r"\s", "", chart.title)) and page in whole
    assert not chart.facts.source or re.sub(r"\s", "", chart.facts.source) not in page


def test_a_picture_that_travels_alone_is_higher_by_its_words() -> None:
    from io import BytesIO

    from matplotlib.image import imread

    chart = made("change")
    whole, picture = (
        imread(BytesIO(chart.png(resolution=96, whole=it))).shape[:2] for it in (True, False)
    )
    assert picture[1] == 712 and picture[0] < 0.8 * whole[0]
    assert whole[1] == pytest.approx(712 + 2 * SIZES["wide"].margin, abs=1)


def test_words_of_a_chart_are_escaped(shown_on: str) -> None:
    chart = kit.gap_chart(kit.gaps("q01_telework"), title='<script>"&')
    html = bundle(chart)["text/html"]
    assert "<script>" not in html and "&lt;script&gt;" in html
    assert "&lt;script&gt;" in chart.svg(whole=True)


# Titles of sources are quoted in their language, and a glossary shows both.
@pytest.mark.parametrize("name", [it for it in OUTPUTS if it not in ("sources", "glossary")])
def test_no_output_speaks_another_language(name: str) -> None:
    with in_language("en"):
        given = json.dumps(made(name, "en").facts.to_json(), ensure_ascii=False)
    own = re.sub(r'"phrase": "[^"]*"', "", given)  # quotations are Japanese on every page
    assert not re.search(r"[\u3040-\u30ff]", own), name


def test_only_labels_and_above_know_words() -> None:
    """Facts name words through ``labels``; below it there are codes and numbers only."""
    for room in ("data", "estimates"):
        for path in sorted((Path(kit.__file__).parent / room).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            calls = {
                getattr(it.func, "id", "") for it in ast.walk(tree) if isinstance(it, ast.Call)
            }
            assert not calls & {"word", "translate", "in_language", "use_language"}, path
