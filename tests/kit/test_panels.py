"""Panels: every state has its view, the two faces agree, and a browser switches them by itself."""

import re
from functools import cache
from html import escape
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from ipywidgets import Dropdown, RadioButtons, Tab, Widget
from playwright.sync_api import Page, expect

import kit
from kit.errors import KitError, UnknownCode
from kit.estimates import figures, questions
from kit.facts import MIME
from kit.labels import value_text
from kit.panels import Control, Panel, View, choose
from kit.panels.style import stylesheet

explored = cache(kit.explore)
WAVE = Control("wave", "Wave <w>", {"2021": "2021", "2020": "2020"})
SIDE = Control("side", "Side", {"both": "Both", "client": "Clients", "vendor": "Vendors"})


def plain_view(wave: str, side: str) -> View:
    picture = f'<svg role="img" aria-label="{wave}/{side}"></svg>'
    figure = f'<figure class="kit-chart">{picture}</figure>'
    return View(figure, f"<table><tr><td>{side}</td></tr></table>", f"reading {wave} {side}")


def plain_panel(name: str = "demo") -> Panel:
    views = {state: plain_view(*state) for state in product(WAVE.values, SIDE.values)}
    return choose(views, [WAVE, SIDE], name=name, label="A <b> label")


def page_of(*panels: Panel) -> str:
    body = "".join(panel.html() for panel in panels)
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>t</title><body>{body}'


def shown(page: Page, name: str = "demo") -> str:
    return str(page.locator(f"[data-panel={name}] .kit-view:visible .kit-reading").inner_text())


@pytest.fixture
def opened(offline_page: Page, tmp_path: Path) -> Page:
    path = tmp_path / "panel.html"
    path.write_text(page_of(plain_panel(), plain_panel("other")), encoding="utf-8")
    offline_page.goto(path.as_uri())
    return offline_page


def test_every_combination_needs_a_view() -> None:
    view = View("", "", "r")
    with pytest.raises(KitError, match=r"no view for \[\('2020',\)\]"):
        choose({("2021",): view}, [WAVE], name="x", label="x")
    with pytest.raises(KitError, match=r"no control for \[\('1999',\)\]"):
        choose({(wave,): view for wave in ("2021", "2020", "1999")}, [WAVE], name="x", label="x")


def test_words_are_escaped_in_both_faces() -> None:
    view = View("", "", "<img src=x onerror=alert(1)>")
    panel = choose({("a",): view}, [Control("c", "<i>", {"a": "<u>"})], name="x", label="<b>")
    assert "<img" not in panel.html() and escape(view.reading) in panel.html()
    assert "<u>" not in panel.html() and "<i>" not in panel.html()
    leaves = [
        widget.value
        for widget in parts(panel.widget())
        if hasattr(widget, "value") and isinstance(widget.value, str)
    ]
    assert not any("<img" in value for value in leaves)


def parts(widget: Widget) -> list[Any]:
    return [widget, *(part for child in getattr(widget, "children", ()) for part in parts(child))]


def test_the_widget_face_is_switched_by_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    links: list[tuple[Any, Any]] = []
    monkeypatch.setattr("ipywidgets.jslink", lambda source, target: links.append((source, target)))
    made = parts(plain_panel().widget())
    selectors = [widget for widget in made if isinstance(widget, RadioButtons | Dropdown)]
    tabs = [widget for widget in made if isinstance(widget, Tab)]
    assert len(tabs) == 1 + len(WAVE.values)
    for each in tabs:
        depth = 0 if isinstance(each.children[0], Tab) else 1
        assert ((selectors[depth], "index"), (each, "selected_index")) in links
    options = [
        [(text, value) for value, text in control.values.items()] for control in (WAVE, SIDE)
    ]
    assert [list(widget.options) for widget in selectors] == options
    assert not any(type(widget).__name__ == "Output" for widget in made), "Output widgets stall"


def test_only_a_notebook_gets_styles_with_each_panel(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = [
        plain_panel(),
        kit.quiz("00_start_here"),
        kit.guess("q01_telework", option="experienced", side="client"),
        kit.quiz_paper("pre"),
    ]
    assert all("<style>" in it.html() for it in shown)
    for face in ("html", "live"):
        monkeypatch.setenv("KIT_FACE", face)
        assert not any("<style" in it.html() for it in shown)
    names = {name for it in shown for name in re.findall(r"kit-(?:panel|quiz|slider)", it.html())}
    assert names and all(f".{name}" in stylesheet() for name in names)


def test_both_faces_are_offered_and_the_plain_one_alone_on_wish(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert {"text/html", "application/vnd.jupyter.widget-view+json"} <= set(
        plain_panel()._repr_mimebundle_()
    )
    monkeypatch.setenv("KIT_FACE", "html")
    assert set(plain_panel()._repr_mimebundle_()) == {"text/html", "text/plain", MIME}


@pytest.mark.slow
def test_the_mouse_switches_views(opened: Page) -> None:
    assert shown(opened) == "reading 2021 both"
    opened.locator("[data-panel=demo]").get_by_role("radio", name="Vendors").check()
    assert shown(opened) == "reading 2021 vendor"
    opened.locator("[data-panel=demo]").get_by_role("radio", name="2020").check()
    assert shown(opened) == "reading 2020 vendor"
    assert shown(opened, "other") == "reading 2021 both", (
        "panels on one page do not touch each other"
    )
    expect(opened.locator("[data-panel=demo] [role=status]")).to_have_text("reading 2020 vendor")


@pytest.mark.slow
def test_the_keyboard_switches_views(opened: Page) -> None:
    opened.keyboard.press("Tab")
    opened.keyboard.press("ArrowDown")
    assert shown(opened) == "reading 2020 both"
    opened.keyboard.press("Tab")
    opened.keyboard.press("ArrowRight")
    assert shown(opened) == "reading 2020 client"
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.tagName") == "SUMMARY"
    opened.keyboard.press("Enter")
    assert opened.locator("[data-panel=demo] .kit-view:visible td").inner_text() == "client"
    opened.keyboard.press("Shift+Tab")
    opened.keyboard.press("ArrowRight")
    assert opened.locator("[data-panel=demo] .kit-view:visible td").inner_text() == "vendor", (
        "an open table stays open"
    )


@pytest.mark.slow
@pytest.mark.parametrize(("link", "reading"), [
    ("#demo=2020,vendor", "reading 2020 vendor"),
    ("?demo=2020,client", "reading 2020 client"),
    ("#demo=1999,vendor", "reading 2021 both"),
    ("#demo=2020", "reading 2021 both"),
    ("#demo=%3Cscript%3E", "reading 2021 both"),
    ("?nothing=1#else", "reading 2021 both"),
])  # fmt: skip
def test_a_link_opens_a_state_and_an_unknown_one_changes_nothing(
    opened: Page, link: str, reading: str
) -> None:
    address = opened.url
    opened.goto("about:blank")
    opened.goto(address + link)
    assert shown(opened) == reading
    opened.locator("[data-panel=demo]").get_by_role("radio", name="Clients").check()
    opened.wait_for_url("**client*")


@pytest.mark.slow
def test_controls_are_big_enough_and_nothing_scrolls_sideways(opened: Page) -> None:
    opened.set_viewport_size({"width": 320, "height": 640})
    for box in (radio.bounding_box() for radio in opened.get_by_role("radio").all()):
        assert box is not None and box["width"] >= 24 and box["height"] >= 24
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("question", questions())
def test_explore_shows_every_published_figure_of_a_question(question: str) -> None:
    panel = explored(question)
    content = panel.html()
    for it in figures(question):
        assert value_text(it) in content
    first = next(iter(panel.views.values()))
    assert first.reading and len(content) < 400_000


def test_explore_offers_no_choice_without_figures() -> None:
    codes = {
        question: [control.code for control in explored(question).controls]
        for question in ("q08_checked", "q11_manual")
    }
    assert codes == {"q08_checked": ["wave", "side"], "q11_manual": ["wave", "side", "size"]}
    assert list(explored("q08_method").controls[0].values) == ["2021"]


def test_explore_names_the_nearest_question() -> None:
    with pytest.raises(UnknownCode, match="did you mean 'q08_checked'"):
        kit.explore("q08_cheked")


@pytest.mark.slow
def test_what_leads_to_nothing_cannot_be_chosen_and_says_why(
    offline_page: Page, tmp_path: Path
) -> None:
    full, empty = View("", "", "there"), View("", "", "nothing", is_empty=True)
    views = {("2021", "client"): full, ("2021", "vendor"): full, ("2020", "client"): full}
    controls = [Control(it.code, it.label, {v: it.values[v] for v in values}) for it, values in (
        (WAVE, ("2021", "2020")), (SIDE, ("client", "vendor")))]  # fmt: skip
    panel = choose({**views, ("2020", "vendor"): empty}, controls, name="gap", label="gap")
    page = tmp_path / "gap.html"
    page.write_text(f"<!doctype html><meta charset=utf-8>{panel.html()}", encoding="utf-8")
    offline_page.goto(page.as_uri())
    disabled = offline_page.locator("input:disabled")
    told = offline_page.get_by_text(kit.word("panel.none"))
    assert disabled.count() == 0
    assert not any(it.is_visible() for it in told.all())
    offline_page.get_by_role("radio", name="2020").check()
    assert disabled.evaluate_all("all => all.map((it) => it.value)") == ["vendor"]
    assert [it.is_visible() for it in told.all()].count(True) == 1
    offline_page.get_by_role("radio", name="2021").check()
    assert disabled.count() == 0
    offline_page.get_by_role("radio", name="Vendors").check()
    offline_page.get_by_role("radio", name="2020").check()
    assert offline_page.get_by_role("radio", name="Clients").is_checked(), (
        "what comes after follows"
    )
    assert shown(offline_page, "gap") == "there"
    offline_page.goto("about:blank")
    offline_page.goto(f"{page.as_uri()}#gap=2020,vendor")
    assert shown(offline_page, "gap") == "there", "a link opens nothing empty either"


@pytest.mark.slow
@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_bars_move_from_where_they_stood_unless_that_is_not_wanted(
    offline_page: Page, tmp_path: Path, motion: str
) -> None:
    page = tmp_path / "moving.html"
    content = kit.explore("q08_checked").html()
    page.write_text(f"<!doctype html><meta charset=utf-8>{content}", encoding="utf-8")
    offline_page.emulate_media(reduced_motion=motion)  # type: ignore[arg-type]
    offline_page.goto(page.as_uri())
    offline_page.locator("[value=client]").check()
    moving = "document.getAnimations().map((it) => it.effect.target.getAttribute('class'))"
    offline_page.wait_for_function("() => new Promise(requestAnimationFrame)")
    found = offline_page.evaluate(moving)
    assert bool(found) == (motion == "no-preference")
    assert all("-client-" in it for it in found), "vendors are gone: nothing of them moves"
